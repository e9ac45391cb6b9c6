"""Claim, release, close, return, note, and what becomes of words that were held."""

from dataclasses import replace

from handoff import wording
from handoff.commands import holds
from handoff.decide.desk import Desk
from handoff.events import Acted
from handoff.model import AuthorKind, Message, Person, Turn
from handoff.states import Signal, State

_HELD = (State.CLAIMED, State.SNOOZED)


def claim(desk: Desk, event: Acted, _: str) -> None:
    """One agent wins; whoever comes second is told who did. That is a decision, not an error."""
    c, number = desk.c, desk.c.number
    if c.state is State.WAITING:
        take(desk, event.by)
        desk.whisper("claim.won", number=number, customer=wording.name(c.customer, "the customer"))
    elif c.state in _HELD:
        mine = holds(event.by, c)
        desk.whisper("claim.yours" if mine else "claim.taken", number=number, agent=wording.name(c.agent))
    else:
        desk.whisper("claim.closed" if c.state is State.CLOSED else "claim.ai", number=number)


def take(desk: Desk, agent: Person) -> None:
    desk.move(Signal.CLAIM, agent=agent, claimed_at=desk.setting.now, greeted=False)
    desk.notice("claimed", ping=True, agent=wording.name(agent))


def permits(desk: Desk, by: Person, verb: str) -> bool:
    """Whether `by` may do `verb` to the conversation as it stands; if not, the reply says why."""
    c, number = desk.c, desk.c.number
    if c.state is State.CLOSED:
        desk.whisper("closed.already", number=number)
    elif c.state is State.AI and verb == "return":
        desk.whisper("returned.already", number=number)
    elif c.state in _HELD and not holds(by, c):
        desk.whisper("claim.taken", number=number, agent=wording.name(c.agent))
    elif verb == "release" and c.state not in _HELD:
        state = "waiting already" if c.state is State.WAITING else "with the AI"
        desk.whisper("not.held", number=number, state=state)
    else:
        return True
    return False


def release(desk: Desk, event: Acted, _: str) -> None:
    if not permits(desk, event.by, "release"):
        return
    agent = wording.name(event.by)
    desk.move(Signal.RELEASE, agent=None, claimed_at=None, greeted=False, handed_at=desk.setting.now, turn=Turn.TEAM)
    desk.notice("released", agent=agent)
    desk.tell_team("released.team", agent=agent)
    desk.whisper("done.release", number=desk.c.number)


def close(desk: Desk, event: Acted, words: str) -> None:
    if not permits(desk, event.by, "close"):
        return
    _note(desk, event, words)
    desk.unbutton()
    desk.move(Signal.CLOSE, agent=None, closed_at=desk.setting.now, run="", turn=Turn.NOBODY)
    desk.stopped.append(("idle", desk.c.number))
    desk.notice("closed")
    desk.tell_team("closed.team", agent=wording.name(event.by))
    desk.whisper("done.close", number=desk.c.number)


def give_back(desk: Desk, event: Acted, words: str) -> None:
    """The AI takes the customer's next message; what was said before is not answered again, and counters start fresh."""
    if not permits(desk, event.by, "return"):
        return
    _note(desk, event, words)
    desk.move(Signal.RETURN, agent=None, claimed_at=None, run="", turn=Turn.CUSTOMER)
    desk.change(heard=desk.c.seq, asked=desk.c.seq, misses=0, missed=(), moods=(), unsent=0)
    desk.notice("returned")
    desk.tell_team("returned.team", agent=wording.name(event.by))
    desk.whisper("done.return", number=desk.c.number)


def note(desk: Desk, event: Acted, words: str) -> None:
    _note(desk, event, words)
    desk.whisper("done.note", number=desk.c.number)


def _note(desk: Desk, event: Acted, words: str) -> None:
    if not words:
        return
    message = desk.record(AuthorKind.NOTE, event.by, words, event.at)
    desk.mirror(message)


def settle_held(desk: Desk, by: Person, verb: str, seq: int) -> None:
    """Send or keep the words that were held; whoever sends unclaimed words claims the conversation."""
    held = desk.setting.loaded.messages.get((desk.c.number, seq))
    if held is None or held.kind is not AuthorKind.DRAFT or held.author is None:
        desk.whisper("held.gone")
        return
    c = desk.c
    if c.state in _HELD and not holds(by, c):
        desk.whisper("claim.taken", number=c.number, agent=wording.name(c.agent))
    elif c.state not in (*_HELD, State.WAITING):
        state = "closed" if c.state is State.CLOSED else "with the AI"
        desk.whisper("held.state", number=c.number, state=state)
    elif verb == "keep":
        desk.revised.append(replace(held, kind=AuthorKind.NOTE))
        desk.whisper("done.kept")
    else:
        if c.state is State.WAITING:
            take(desk, by)
        _send(desk, replace(held, kind=AuthorKind.AGENT))
        desk.whisper("done.sent")


def _send(desk: Desk, message: Message) -> None:
    desk.revised.append(message)
    desk.to_customer(message, ping=not desk.c.greeted)
    desk.change(greeted=True, agent_at=desk.setting.now, turn=Turn.CUSTOMER)
    desk.touch()
