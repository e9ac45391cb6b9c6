"""`/triggers preview` and `report`: a replay is begun, asked after, and its result told. Nothing else is changed by it."""

import json
from collections.abc import Mapping
from typing import Final

from handoff import previews, reports, wording
from handoff.decide.desk import Desk
from handoff.effects import Button, Post, Preview, Say, Surface, Whisper
from handoff.events import Acted, Pressed, Previewed, Undeliverable
from handoff.ports import RowState

_BUTTON: Final = "progress"


def begin(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """The result comes into the team's channel."""
    field = "days"
    try:
        said = _days(given)
        field = "settings"
        changes, days = previews.asked(given.get("settings", ""))
        in_days = said or days or previews.DAYS
        if not changes:
            raise previews.Unclear("preview.nothing")
        previews.under(desk.setting.policy, changes)
    except previews.Unclear as unclear:
        desk.wrong(event, field, unclear.key, **unclear.values)
        return
    desk.effects.append(Preview(number=0, run=event.key, changes=changes, days=in_days, by=event.by))
    _begun(desk, "preview.begun.next" if _under_way(desk) else "preview.begun", settings=previews.named(changes), days=in_days)


def report(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """What the handoffs of so many days were; it comes into the team's channel too."""
    try:
        days = _days(given) or previews.DAYS
    except previews.Unclear as unclear:
        desk.wrong(event, "days", unclear.key, **unclear.values)
        return
    desk.effects.append(Preview(number=0, run=event.key, changes=(), days=days, by=event.by))
    _begun(desk, "report.begun.next" if _under_way(desk) else "report.begun", days=days)


def _days(given: Mapping[str, str]) -> int:
    """As many as the field for them says, 0 if nothing. Raises Unclear."""
    try:
        changes, days = previews.asked(given.get("days", ""))
    except previews.Unclear:
        changes, days = (("", ""),), 0
    if changes:
        raise previews.Unclear("preview.days", most=previews.MOST_DAYS)
    return days


def _begun(desk: Desk, key: str, **values: object) -> None:
    text = wording.text(key, **values)
    button = Button(verb=_BUTTON, label=wording.text("preview.button"))
    desk.reply = Whisper(post=Post(text=text, buttons=(button,)))


def progress(desk: Desk, _: Pressed) -> None:
    """In place of what was said before, with the button again while it goes on."""
    under_way = _under_way(desk)
    if under_way is None:
        desk.reply = Whisper(post=Post(text=wording.text("preview.idle")), instead=True)
        return
    done, of = under_way
    text = wording.text("preview.far", done=done, of=of, percent=100 * done // max(of, 1))
    button = Button(verb=_BUTTON, label=wording.text("preview.button"))
    desk.reply = Whisper(post=Post(text=text, buttons=(button,)), instead=True)


def _under_way(desk: Desk) -> tuple[int, int] | None:
    """How many conversations the preview that is at work has read, and of how many."""
    text = desk.setting.loaded.facts.get(previews.FACT, "")
    if not text:
        return None
    done, of = json.loads(text)
    return int(done), int(of)


def ended(desk: Desk, event: Previewed) -> None:
    desk.finished[event.row] = (RowState.SENT, "")
    _tell(desk, event)


def gave_up(desk: Desk, event: Undeliverable, effect: Preview) -> None:
    """It was begun again and again, and came to no end."""
    changes, days, by = effect.changes, effect.days, effect.by
    _tell(desk, Previewed(key=event.key, at=event.at, row=event.row, changes=changes, days=days, by=by, why=event.reason))


def _tell(desk: Desk, event: Previewed) -> None:
    desk.facts[previews.FACT] = ""
    if event.changes:
        desk.effects += previews.effects(event)
    else:
        desk.effects.append(Say(number=0, surface=Surface.TEAM, post=reports.told(event)))
