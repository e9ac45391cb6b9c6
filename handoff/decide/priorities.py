"""How pressing a conversation is, as the team sees it."""

from collections.abc import Mapping

from handoff import wording
from handoff.decide import moves
from handoff.decide.desk import Desk
from handoff.events import Acted
from handoff.model import Priority


def change(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """The queue and the inboxes are in this order; the team is told, and no customer ever."""
    if not moves.permits(desk, event, "priority"):
        return
    asked = given.get("level", "").casefold()
    if asked not in set(Priority):
        desk.wrong(event, "level", "priority.takes")
        return
    priority, number = Priority(asked), desk.c.number
    level = wording.text(f"priority.{priority}")
    if priority is desk.c.priority:
        desk.whisper("priority.same", number=number, level=level)
        return
    desk.change(priority=priority)
    desk.touch()
    desk.dirty.add("board")
    desk.tell_team("priority.team", agent=wording.name(event.by), level=level)
    desk.whisper("done.priority", number=number, level=level)
