"""Words in a card's thread: to the customer, or inside."""

from handoff import cards, wording
from handoff.commands import SPOKEN, Who, find, holds, may
from handoff.decide import acts, customer
from handoff.decide.desk import Desk
from handoff.effects import Done, OpenForm, Post, Whisper
from handoff.events import Commanded, Spoke
from handoff.model import AuthorKind, Turn
from handoff.states import State


def spoke(desk: Desk, event: Spoke) -> None:
    """
    The claimant's words go to the customer, `//` is a note, what looks meant for a colleague is held, and everybody
    else's stay inside.
    """
    text = event.text.strip()
    if event.mentions_bot and _spoken_command(desk, event, text):
        return
    if text.startswith("//"):
        _inside(desk, event, text.removeprefix("//").strip(), AuthorKind.NOTE)
        desk.touch()
        return
    if not may(Who.AGENT, event.standing):
        _inside(desk, event, text, AuthorKind.NOTE)
        return
    mine = holds(event.author, desk.c) and desk.c.state in (State.CLAIMED, State.SNOOZED)
    if mine and (event.mentions_others or event.mentions_bot or text.startswith(("/", "!"))):
        _hold(desk, event, text, wording.text("held"), "send", "keep")
    elif mine:
        message = desk.record(AuthorKind.AGENT, event.author, event.text, event.at, event.files)
        customer.link(desk, event, message)
        desk.change(told=message.seq)
        say_as_agent(desk, message.seq)
    elif desk.c.state is State.WAITING:
        _hold(desk, event, text, wording.text("held.unclaimed", number=desk.c.number), "send")
    elif desk.c.state is State.CLAIMED:
        _inside(desk, event, text, AuthorKind.NOTE)
    else:
        _inside(desk, event, text, AuthorKind.NOTE)
        state = "closed" if desk.c.state is State.CLOSED else "with the AI"
        desk.to_thread(Post(text=wording.text("held.state", number=desk.c.number, state=state)))


def say_as_agent(desk: Desk, seq: int) -> None:
    """Send message `seq` of this decision to the customer; the first of a claim notifies them."""
    message = next(m for m in [*desk.revised, *desk.messages] if m.seq == seq)
    desk.to_customer(message, ping=not desk.c.greeted)
    desk.change(greeted=True, agent_at=desk.setting.now, turn=Turn.CUSTOMER)
    desk.touch()


def _inside(desk: Desk, event: Spoke, text: str, kind: AuthorKind) -> None:
    message = desk.record(kind, event.author, text, event.at, event.files)
    customer.link(desk, event, message)
    desk.change(told=message.seq)


def _hold(desk: Desk, event: Spoke, text: str, why: str, *verbs: str) -> None:
    """Keep the words, and ask what is meant."""
    _inside(desk, event, text, AuthorKind.DRAFT)
    seq = str(desk.c.seq)
    unclaimed = desk.c.state is State.WAITING
    label = wording.text("claim.send") if unclaimed else ""
    buttons = tuple(cards.button(v, desk.c.number, seq, label if v == "send" else "") for v in verbs)
    desk.to_thread(Post(text=why, buttons=buttons))


def _spoken_command(desk: Desk, event: Spoke, text: str) -> bool:
    """ "@bot claim": Slack takes no slash commands in threads."""
    word, _, rest = text.partition(" ")
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
    elif isinstance(desk.reply, OpenForm):  # a form cannot be opened from a message
        desk.reply = Done()
    return True
