"""Claim, release, close, return, note, and what becomes of words that were held."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from handoff import wording
from handoff.commands import holds
from handoff.decide import ledger, misses, needless
from handoff.decide.desk import Desk, Setting
from handoff.decide.handover import call_team
from handoff.events import Acted
from handoff.model import AuthorKind, Message, Person, Turn, Verdict
from handoff.queue import can_work
from handoff.states import Signal, State

#: an agent has it
HELD: Final = (State.CLAIMED, State.SNOOZED)


def claim(desk: Desk, event: Acted, _: Mapping[str, str]) -> None:
    """One agent wins; whoever comes second is told who did. That is a decision, not an error."""
    c, number = desk.c, desk.c.number
    if c.state in HELD:
        mine = holds(event.by, c)
        desk.whisper("claim.yours" if mine else "claim.taken", number=number, agent=wording.name(c.agent))
    elif c.state is not State.WAITING:
        desk.whisper("claim.closed" if c.state is State.CLOSED else "claim.ai", number=number)
    elif reaches(desk, event):
        take(desk, event.by)
        won(desk, event)


def won(desk: Desk, event: Acted) -> None:
    """Whoever has it now is told where to write, from where they are."""
    c, team, here = desk.c, desk.setting.places.team, event.place.platform
    customer = wording.name(c.customer, "the customer")
    if team is None or (team.platform == here and not outside(desk.setting, event)):
        desk.whisper("claim.won", number=c.number, customer=customer)
    elif can_work(desk.setting.here(event.by, event.place), c, team, outside=outside(desk.setting, event)):
        desk.whisper("claim.won.there", number=c.number, customer=customer)
    else:
        desk.whisper("claim.won.card", number=c.number, customer=customer, team=team.platform.title())


def outside(setting: Setting, event: Acted) -> bool:
    """Whether the team channel is closed to whoever acted, elsewhere than there."""
    return event.standing.outside and not setting.places.is_team(event.place)


def reaches(desk: Desk, event: Acted) -> bool:
    """Whether the agent can work on the conversation; if not, the reply says from where."""
    agent, team = event.by, desk.setting.places.team
    if can_work(agent, desk.c, team, outside=outside(desk.setting, event)):
        return True
    where = team.platform.title() if team else desk.c.place.platform.title()
    key = "claim.outside" if team and team.platform == agent.platform else "claim.far"
    desk.whisper(key, number=desk.c.number, team=where, here=agent.platform.title())
    return False


def take(desk: Desk, agent: Person) -> None:
    desk.move(Signal.CLAIM, agent=agent, claimed_at=desk.setting.now, greeted=False)
    desk.drop_held(agent.key, drafts=True)
    desk.notice("claimed", ping=True, agent=wording.name(agent))


def permits(desk: Desk, event: Acted, verb: str) -> bool:
    """
    Whether whoever acted may do `verb` to the conversation as it stands; if not, the reply says why. What an agent has is
    that agent's, and the admins': else whoever is away would lock it.
    """
    c, number = desk.c, desk.c.number
    if verb == "note":
        return True
    if c.state is State.CLOSED:
        desk.whisper("closed.already", number=number)
    elif c.state is State.AI and verb == "return":
        desk.whisper("returned.already", number=number)
    elif c.state in HELD and not holds(event.by, c) and not event.standing.admin:
        desk.whisper("claim.taken", number=number, agent=wording.name(c.agent))
    elif verb in ("release", "transfer") and c.state not in HELD:
        with_ai = "release.ai" if verb == "release" else "transfer.ai"
        desk.whisper("not.held.waiting" if c.state is State.WAITING else with_ai, number=number)
    else:
        return True
    return False


def release(desk: Desk, event: Acted, _: Mapping[str, str]) -> None:
    if not permits(desk, event, "release"):
        return
    agent = desk.c.agent or event.by
    done_by(desk, event, "released.team", "released.other")
    _put_back(desk, agent)
    desk.whisper("done.release", number=desk.c.number)


def left(desk: Desk, agent: Person) -> None:
    """Whoever had it is no longer of the team."""
    _put_back(desk, agent)
    call_team(desk, wording.text("departed", agent=wording.name(agent), number=desk.c.number))


def _put_back(desk: Desk, agent: Person) -> None:
    now = desk.setting.now
    desk.move(Signal.RELEASE, agent=None, claimed_at=None, greeted=False, handed_at=now, turn=Turn.TEAM)
    desk.drop_held(drafts=True)
    desk.notice("released", agent=wording.name(agent))


def done_by(desk: Desk, event: Acted, own: str, others: str) -> None:
    """A line for the team: who did it, and who had it, where that is somebody else."""
    by, had = wording.name(event.by), desk.c.agent
    if had and not holds(event.by, desk.c):
        desk.tell_team(others, agent=by, former=wording.name(had))
    else:
        desk.tell_team(own, agent=by)


def close(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    if not permits(desk, event, "close"):
        return
    was = desk.c.handoff
    jot(desk, event, given.get("note", ""))
    desk.unbutton()
    desk.stopped.append(("idle", desk.c.number))
    desk.notice("closed")
    done_by(desk, event, "closed.team", "closed.other")
    over: dict[str, Any] = {"closed_at": desk.setting.now, "run": "", "turn": Turn.NOBODY, "over": ""}
    desk.move(Signal.CLOSE, verdict=_verdict(given), agent=None, former=desk.c.agent, **over)
    needless.over(desk, was)
    desk.drop_held()
    desk.whisper("done.close", number=desk.c.number)


def give_back(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """The AI takes the customer's next message; what was said before is not answered again, and counters start fresh."""
    if not permits(desk, event, "return"):
        return
    was = desk.c.handoff
    jot(desk, event, given.get("note", ""))
    desk.notice("returned")
    done_by(desk, event, "returned.team", "returned.other")
    nobody: dict[str, Any] = {"agent": None, "claimed_at": None, "turn": Turn.CUSTOMER, "unread": (), "unread_at": None}
    desk.move(Signal.RETURN, verdict=_verdict(given), run="", **nobody)
    needless.over(desk, was)
    seq = desk.c.seq
    desk.drop_held()
    desk.change(heard=seq, asked=seq, unanswered=(), **misses.FRESH)
    desk.whisper("done.return", number=desk.c.number)


def _verdict(given: Mapping[str, str]) -> Verdict | None:
    """What the agent says that the handoff was, where they say so."""
    said = given.get("outcome", "")
    return Verdict(said) if said in tuple(Verdict) else None


def note(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    words = given.get("text", "")
    if not words:
        desk.wrong(event, "text", "note.empty")
        return
    jot(desk, event, words)
    desk.whisper("done.note", number=desk.c.number)


def jot(desk: Desk, event: Acted, words: str) -> None:
    """A note of whoever acts, where they gave one."""
    if not words:
        return
    message = desk.record(AuthorKind.NOTE, event.by, words, event.at)
    desk.mirror(message)


def settle_held(desk: Desk, by: Person, verb: str, seq: int) -> None:
    """
    Send or keep the words that were held, or drop the AI's; whoever sends unclaimed words claims the conversation. What stands
    beside them says what became of them: nobody needs a whisper besides.
    """
    c = desk.c
    held = desk.setting.loaded.messages.get((c.number, seq))
    if held is None or seq not in (each for each, _ in c.holding) or verb == ("discard" if held.author else "keep"):
        desk.whisper("held.gone")
    elif verb == "send" and held.author and held.author.key != by.key:
        desk.whisper("held.others", agent=wording.name(held.author))
    elif c.state in HELD and not holds(by, c):
        desk.whisper("claim.taken", number=c.number, agent=wording.name(c.agent))
    elif verb == "discard":
        desk.settle_held(seq)
    elif verb == "keep":
        desk.revised.append(replace(held, kind=AuthorKind.NOTE))
        desk.settle_held(seq)
    elif c.state in HELD:
        _send(desk, held, by)
    else:
        take(desk, by)
        _send(desk, held, by)


def _send(desk: Desk, held: Message, by: Person) -> None:
    """As words of whoever sends them: the AI's are no longer its own."""
    words = held.text if held.author else wording.undisclosed(held.text)
    message = replace(held, kind=AuthorKind.AGENT, author=held.author or by, text=words)
    desk.revised.append(message)
    desk.settle_held(message.seq)
    say_as_agent(desk, message)


def say_as_agent(desk: Desk, message: Message) -> None:
    """Send a message of the record to the customer; the first of a claim notifies them."""
    desk.to_customer(message, ping=not desk.c.greeted)
    now = desk.setting.now
    desk.change(agent_at=now, handoff=ledger.answered(desk.c.handoff, now))
    desk.change(greeted=True, turn=Turn.CUSTOMER, unread=(), unread_at=None)
    desk.touch()
