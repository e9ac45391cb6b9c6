"""A closed conversation is opened again at an agent's word."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handoff import wording
from handoff.commands import holds
from handoff.decide import blocking, moves
from handoff.decide.about import at
from handoff.decide.desk import Desk
from handoff.decide.handover import hand_to
from handoff.effects import Whisper
from handoff.events import Acted
from handoff.model import Reason, Trigger
from handoff.states import Signal, State

VERB: Final = "reopen"


def reopen(desk: Desk, event: Acted, _: Mapping[str, str]) -> None:
    """Whoever reopens it has it, and the customer is told who is back; never beside or behind a later one in the same place."""
    if not _permits(desk, event) or not moves.reaches(desk, event):
        return
    name = wording.name(event.by)
    hand_to(desk, Signal.REOPEN, event.by, Reason(Trigger.REOPEN, (f"{name} reopened it",)), "reopened")
    desk.tell_team("reopened.team", agent=name)
    moves.won(desk, event)
    _if_blocked(desk)


def _if_blocked(desk: Desk) -> None:
    """Who writes to a blocked customer is told that no answer will come, and until when."""
    block = blocking.of(desk.setting, desk.c.customer)
    if block is None or not isinstance(desk.reply, Whisper):
        return
    text = wording.text("reopen.blocked", customer=wording.name(desk.c.customer, "The customer"), terms=blocking.terms(block))
    desk.reply = Whisper(post=replace(desk.reply.post, text=f"{desk.reply.post.text}\n{text}"))


def _permits(desk: Desk, event: Acted) -> bool:
    """Whether it is closed, and the newest in its place, where the customer's next words go; if not, the reply says why."""
    c, number = desk.c, desk.c.number
    newest = at(desk.setting, c.place)
    if c.state in moves.HELD:
        key = "claim.yours" if holds(event.by, c) else "claim.taken"
        desk.whisper(key, number=number, agent=wording.name(c.agent))
    elif c.state is not State.CLOSED:
        desk.whisper("reopen.ai" if c.state is State.AI else "reopen.waiting", number=number)
    elif newest and newest.number > number:
        key = "reopen.open" if newest.open else "reopen.old"
        desk.whisper(key, number=number, newer=newest.number, customer=wording.name(c.customer, "The customer"))
    else:
        return True
    return False
