"""`/triggers show` and `/triggers set`: what sets off a handoff, and the other numbers that admins may change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from handoff import tuning, wording
from handoff.decide import opening
from handoff.decide.desk import Desk
from handoff.effects import Post, Whisper
from handoff.events import Acted
from handoff.model import Audit, Change, Policy

#: names of which more is said once they are set
_NOTES: Final = {"account.age": "triggers.age"}
#: channels whose own mode is listed
_MOST: Final = 10


def show(desk: Desk, _: Acted, __: Mapping[str, str]) -> None:
    policy = desk.setting.policy
    lines = [wording.text("triggers.title"), *(_line(policy, dial) for dial in tuning.DIALS)]
    lines += [wording.text("triggers.how"), wording.text("triggers.vips", count=len(policy.vips))]
    desk.reply = Whisper(post=Post(text="\n".join([*lines, *_ai(policy, set_up=desk.setting.answers)])))


def _line(policy: Policy, dial: tuning.Dial) -> str:
    changed = policy.changed.get(dial.name)
    by, at = (wording.name(changed.by), wording.stamp(changed.at)) if changed else ("", "")
    return wording.text(
        "triggers.changed" if changed else "triggers.line",
        name=dial.name,
        value=tuning.written(dial.value(policy)),
        default=tuning.written(dial.default),
        help=wording.text(f"choice.{dial.name}"),
        by=by,
        at=at,
    )


def _ai(policy: Policy, *, set_up: bool) -> list[str]:
    """Where the AI answers, and where it does something else."""
    if not set_up:
        return [wording.text("ai.shown.none")]
    apart = {where: mode for where, mode in policy.ai_at.items() if mode != policy.ai}
    there = [wording.text("ai.shown.there", channel=where, value=mode) for where, mode in sorted(apart.items())[:_MOST]]
    return [wording.text("ai.shown", value=policy.ai, there="".join(there))]


def change(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """In force with the commit, in every process: each batch reads the newest policy."""
    dial = tuning.find(given.get("name", ""))
    if dial is None:
        desk.wrong(event, "name", "triggers.unknown", names=", ".join(f"`{name}`" for name in tuning.NAMES))
        return
    policy = desk.setting.policy
    before, after = dial.value(policy), dial.takes.read(given.get("value", ""))
    if after is None:
        _refuse(desk, event, dial, given.get("value", ""))
        return
    setting: dict[str, Any] = {dial.field: after}
    now = replace(policy, **setting)
    if now.sentiment_minimum > now.sentiment_window:  # fewer messages are read than are needed: it would never fire
        desk.wrong(event, "value", "triggers.window", window=now.sentiment_window, minimum=now.sentiment_minimum)
        return
    value, was = tuning.written(after), tuning.written(before)
    if value == was:
        desk.whisper("triggers.same", name=dial.name, value=value)
        return
    adopt(desk, event, dial.name, was, value, now)
    desk.whisper("triggers.set", name=dial.name, value=value, before=was)
    if dial.name in _NOTES and isinstance(desk.reply, Whisper):
        desk.reply = Whisper(post=Post(text=f"{desk.reply.post.text} {wording.text(_NOTES[dial.name])}"))


def _refuse(desk: Desk, event: Acted, dial: tuning.Dial, typed: str) -> None:
    """What the name takes, and what of it was not understood."""
    if isinstance(dial.takes, tuning.Opening):
        key, what = opening.unclear(typed)
        desk.wrong(event, "value", f"hours.wrong.{key}", what=wording.plain(what))
        return
    low, high, example = map(tuning.written, (dial.takes.low, dial.takes.high, dial.default))
    desk.wrong(event, "value", f"triggers.takes.{dial.takes.kind}", name=dial.name, low=low, high=high, example=example)


def adopt(desk: Desk, event: Acted, what: str, before: str, after: str, policy: Policy) -> None:
    """Make `policy` the newest version, and keep who changed what, when, from what to what."""
    changed = {**policy.changed, what: Change(event.at, event.by)}
    blocked = policy.blocks(desk.setting.now)  # those that are over go
    desk.policy = replace(policy, version=desk.setting.policy.version + 1, changed=changed, blocked=blocked)
    desk.audits.append(Audit(at=event.at, by=event.by, what=what, before=before, after=after))
