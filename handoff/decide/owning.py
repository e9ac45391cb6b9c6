"""Conversations change hands at an agent's word: taken over, or passed on."""

from collections.abc import Mapping

from handoff import cards, wording
from handoff.commands import holds
from handoff.decide import moves
from handoff.decide.desk import Desk
from handoff.decide.handover import hand_to
from handoff.effects import Field, Post, Whisper
from handoff.events import Acted, Commanded, Pressed, Somebody
from handoff.model import Mention, Person, Reason, Trigger
from handoff.queue import can_work
from handoff.states import Signal, State


def take_over(desk: Desk, event: Acted, _: Mapping[str, str]) -> None:
    """
    At once from the AI or the queue; from a colleague only once that was asked. The button under the question bears the
    epoch in which it was asked: who has it by now may be somebody else.
    """
    c, number = desk.c, desk.c.number
    asked = event.detail if isinstance(event, Pressed) else ""
    if c.state is State.CLOSED:
        desk.whisper("claim.closed", number=number)
    elif holds(event.by, c):
        desk.whisper("claim.yours", number=number)
    elif asked and asked != str(c.epoch):
        desk.whisper("takeover.stale", number=number)
    elif not moves.reaches(desk, event):
        return
    elif c.state in moves.HELD and not asked:
        desk.reply = _question(desk)
    else:
        _take(desk, event.by)
        moves.won(desk, event)


def _question(desk: Desk) -> Whisper:
    c, agent = desk.c, wording.name(desk.c.agent)
    label = wording.text("takeover.from", agent=agent)
    since = (Field(wording.text("field.claimed"), c.claimed_at),) if c.claimed_at else ()
    return Whisper(
        post=Post(
            text=wording.text("takeover.ask", agent=agent, number=c.number),
            fields=since,
            buttons=(cards.button("takeover", c.number, str(c.epoch), label),),
        )
    )


def _take(desk: Desk, agent: Person) -> None:
    former, name = desk.c.agent, wording.name(agent)
    if desk.c.state is State.WAITING:
        moves.take(desk, agent)
    elif desk.c.state is State.AI:
        reason = Reason(Trigger.TAKEOVER, (f"{name} took it over",))
        hand_to(desk, Signal.TAKE_OVER, agent, reason, "claimed")
        desk.tell_team("taken.ai", agent=name)
    else:
        if desk.c.state is State.SNOOZED:
            desk.move(Signal.WAKE)
        _pass(desk, Signal.TAKE_OVER, agent)
        desk.tell_team("taken.other", agent=name, former=wording.name(former))


def _pass(desk: Desk, signal: Signal, agent: Person) -> None:
    """From one agent to another; the customer learns who goes on with them, and not why."""
    desk.move(signal, agent=agent, claimed_at=desk.setting.now, greeted=False)
    desk.drop_held(agent.key, drafts=True)
    desk.notice("passed", ping=True, agent=wording.name(agent))


def transfer(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """To a colleague, who is notified once; to nobody: back to the queue."""
    if not moves.permits(desk, event, "transfer"):
        return
    # "transfer cy": a name, without the @ that makes it one
    a_name = isinstance(event, Commanded) and len(given.get("note", "").split()) == 1
    if not given.get("to") and not a_name:
        moves.jot(desk, event, given.get("note", ""))
        moves.release(desk, event, given)
        return
    target = event.people.get("to")
    if target is None:
        desk.wrong(event, "to", "transfer.unknown")
    elif _suits(desk, event, target):
        former = desk.c.agent
        moves.jot(desk, event, given.get("note", ""))
        _pass(desk, Signal.TRANSFER, target.person)
        _call(desk, event, former, target.person)
        desk.whisper("done.transfer", number=desk.c.number, agent=wording.name(target.person))


def _suits(desk: Desk, event: Acted, target: Somebody) -> bool:
    """Whether the conversation can be passed to them; if not, the reply or the form says why."""
    c, who, team = desk.c, target.person, desk.setting.places.team
    number, agent = c.number, wording.name(who)
    if holds(who, c):
        key = "claim.yours" if who.key == event.by.key else "transfer.has"
        desk.wrong(event, "to", key, number=number, agent=agent)
    elif who.key == event.by.key:
        desk.wrong(event, "to", "transfer.self", number=number)
    elif not target.standing.agent:
        desk.wrong(event, "to", "transfer.not.agent" if target.standing.known else "transfer.unchecked", agent=agent)
    elif not can_work(who, c, team, outside=target.standing.outside):
        where = team.platform.title() if team else c.place.platform.title()
        key = "transfer.outside" if team and team.platform == who.platform else "transfer.far"
        desk.wrong(event, "to", key, number=number, agent=agent, there=who.platform.title(), team=where)
    else:
        return True
    return False


def _call(desk: Desk, event: Acted, former: Person | None, agent: Person) -> None:
    """Notify the new claimant in the card's thread, where their account can be."""
    team, by = desk.setting.places.team, event.by
    if not desk.c.carded:
        return
    ping = (Mention(kind="person", id=agent.user),) if team and team.platform == agent.platform else ()
    key = "passed.team" if former is None or former.key == by.key else "passed.other"
    names = {"by": wording.name(by), "agent": wording.name(agent), "former": wording.name(former)}
    desk.to_thread(Post(text=wording.text(key, **names), ping=ping))
