"""Words in a card's thread: to the customer, or inside."""

import re
from collections.abc import Mapping

from handoff import wording
from handoff.commands import SPOKEN, Command, Who, find, holds, like_command, may, note_of
from handoff.decide import acts, customer, moves, replies
from handoff.decide.desk import Desk
from handoff.decide.linking import as_agent
from handoff.effects import Done, Post, Say, Surface, Whisper
from handoff.events import Commanded, Somebody, Spoke
from handoff.model import AuthorKind, Message
from handoff.states import State
from handoff.typed import said

_TWO_WORDS = re.compile(r"\Atake\s+over\b", re.IGNORECASE)


def spoke(desk: Desk, event: Spoke) -> None:
    """
    The claimant's words go to the customer, `//` is a note, what looks meant for a colleague is held, and everybody
    else's stay inside.
    """
    text = event.text.strip()
    if said_to_bot(desk, event):
        return
    note = note_of(text)
    if note is not None:
        _inside(desk, event, note, AuthorKind.NOTE)
        desk.touch()
        return
    if not may(Who.AGENT, event.standing):
        _inside(desk, event, text, AuthorKind.NOTE)
        return
    mine = holds(event.author, desk.c) and desk.c.state in (State.CLAIMED, State.SNOOZED)
    if mine and (event.mentions_others or event.mentions_bot or like_command(text)):
        _hold(desk, event, text)
    elif mine:
        answers = replies.answered(desk, event)
        message = desk.record(AuthorKind.AGENT, event.author, event.text, event.at, event.files, answers=answers)
        customer.link(desk, event, message)
        desk.tell(message.seq)
        moves.say_as_agent(desk, message)
    elif desk.c.state is State.WAITING:
        _hold(desk, event, text)
    elif desk.c.state in (State.CLAIMED, State.SNOOZED):
        _inside(desk, event, text, AuthorKind.NOTE)
    else:
        _inside(desk, event, text, AuthorKind.NOTE)
        key = "held.closed" if desk.c.state is State.CLOSED else "held.ai"
        desk.to_thread(Post(text=wording.text(key, number=desk.c.number)))


def _inside(desk: Desk, event: Spoke, text: str, kind: AuthorKind, *, held: bool = False) -> Message:
    answers = replies.answered(desk, event)
    message = desk.record(kind, event.author, text, event.at, event.files, held=held, answers=answers)
    customer.link(desk, event, message)
    desk.tell(message.seq)
    return message


def _hold(desk: Desk, event: Spoke, text: str) -> None:
    """Keep the words, and ask what is meant."""
    desk.hold(_inside(desk, event, text, AuthorKind.DRAFT, held=True))


def spoken(event: Spoke, number: int = 0) -> Commanded | None:
    """
    "@bot claim" as the command that it means, of conversation `number` or the one that it names; None if it means none.
    Slack takes no slash commands in threads.
    """
    if not event.mentions_bot:
        return None
    word, _, rest = _TWO_WORDS.sub("takeover", event.text.strip()).partition(" ")
    verb = word.casefold().strip(".!")
    command = (find(verb) or find("handoff", verb)) if verb in SPOKEN else None
    if command is None:
        return None
    options = {"number": str(number)} if number else {}
    people, rest = _named(command, rest, event.named)
    options |= {name: somebody.person.user for name, somebody in people.items()}
    options |= said(command, rest, known=options)
    return Commanded(
        key=event.key,
        at=event.at,
        by=event.author,
        standing=event.standing,
        place=event.place,
        name=command.name,
        verb=command.verb,
        options=options,
        people=people,
    )


def _named(command: Command, words: str, named: Mapping[str, Somebody]) -> tuple[dict[str, Somebody], str]:
    """Whom the words name for a command that asks for somebody, wherever in them, and the rest of the words."""
    asks = next((option.name for option in command.options if option.person), "")
    found = [shown for shown in named if shown in words]
    if not asks or not found:
        return {}, words
    shown = min(found, key=lambda each: (words.index(each), -len(each)))
    rest = re.sub(rf"(?:\bto\s+)?{re.escape(shown)}[,:]?", "", words, count=1, flags=re.IGNORECASE)
    return {asks: named[shown]}, " ".join(rest.split())


def said_to_bot(desk: Desk, event: Spoke) -> bool:
    """Carry out a command that is said to the bot in a conversation's thread, on either side."""
    command = spoken(event, desk.c.number)
    if command is None:
        return False
    desk.spoken, desk.reply = True, Done()
    acts.commanded(desk, as_agent(desk.setting, command))
    if isinstance(desk.reply, Whisper):
        _answer(desk, command, desk.reply.post)
    return True


def _answer(desk: Desk, command: Commanded, post: Post) -> None:
    """In the card's thread; without one in place, where all can read it: no list of customers, and nothing twice."""
    if desk.c.carded:
        desk.to_thread(post)
    elif command.verb in ("help", "note"):
        key = "help.spoken.short" if command.verb == "help" else "done.note.public"
        desk.to_place(Post(text=wording.text(key)))
    elif command.verb in ("block", "unblock"):
        desk.to_place(Post(text=wording.text("help.elsewhere.private")))
    elif command.name in ("queue", "inbox"):
        desk.to_place(Post(text=wording.text("help.elsewhere")))
    elif not any(isinstance(e, Say) and e.surface is Surface.CUSTOMER for e in desk.effects):
        desk.to_place(post)


def spoke_up(desk: Desk, event: Spoke, command: Commanded) -> None:
    """A command that is said to the bot in the team channel itself: answered there."""
    desk.spoken = True
    acts.commanded(desk, command)
    if isinstance(desk.reply, Whisper):
        desk.effects.append(Say(number=0, surface=Surface.TEAM, post=desk.reply.post))
