"""Words in a card's thread: to the customer, or inside."""

from handoff import wording
from handoff.commands import SPOKEN, Who, find, holds, like_command, may, note_of
from handoff.decide import acts, customer, moves
from handoff.decide.desk import Desk
from handoff.effects import Done, Post, Whisper
from handoff.events import Commanded, Spoke
from handoff.model import AuthorKind, Message
from handoff.states import State


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
        message = desk.record(AuthorKind.AGENT, event.author, event.text, event.at, event.files)
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
    message = desk.record(kind, event.author, text, event.at, event.files, held=held)
    customer.link(desk, event, message)
    desk.tell(message.seq)
    return message


def _hold(desk: Desk, event: Spoke, text: str) -> None:
    """Keep the words, and ask what is meant."""
    desk.hold(_inside(desk, event, text, AuthorKind.DRAFT, held=True))


def said_to_bot(desk: Desk, event: Spoke) -> bool:
    """ "@bot claim": Slack takes no slash commands in threads."""
    if not event.mentions_bot:
        return False
    word, _, rest = event.text.strip().partition(" ")
    verb = word.casefold().strip(".!")
    if verb not in SPOKEN:
        return False
    command = find(verb) or find("handoff", verb)
    if command is None:
        return False
    options = {"number": str(desk.c.number)}
    if rest.strip():
        options["text" if verb == "note" else "note"] = rest.strip()
    desk.reply = Done()
    acts.commanded(
        desk,
        Commanded(
            key=event.key,
            at=event.at,
            by=event.author,
            standing=event.standing,
            place=event.place,
            name=command.name,
            verb=command.verb,
            options=options,
        ),
    )
    if isinstance(desk.reply, Whisper) and desk.c.carded:
        desk.to_thread(desk.reply.post)
    return True
