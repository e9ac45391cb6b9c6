"""`/triggers preset`: several numbers at once. Each is changed, kept and shown as if it were set by itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handoff import tuning, wording
from handoff.decide.desk import Desk
from handoff.effects import Post, Whisper
from handoff.events import Acted
from handoff.model import Audit, Change


def choose(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """In force with the commit; what the preset does not name stays as it is."""
    name = given.get("name", "").casefold()
    if name not in tuning.PRESETS:
        desk.wrong(event, "name", "preset.unknown", names=", ".join(f"`{each}`" for each in tuning.PRESETS))
        return
    policy = desk.setting.policy
    values: dict[str, Any] = {}
    changed, lines = dict(policy.changed), [wording.text("preset.set", name=name)]
    for dial, after in tuning.preset(name):
        before = dial.value(policy)
        if before != after:
            was, value = tuning.written(before), tuning.written(after)
            values[dial.field], changed[dial.name] = after, Change(event.at, event.by)
            desk.audits.append(Audit(at=event.at, by=event.by, what=dial.name, before=was, after=value))
            lines.append(wording.text("preset.line", name=dial.name, value=value, before=was))
    if not values:
        desk.whisper("preset.same", name=name)
        return
    desk.policy = replace(policy, version=policy.version + 1, changed=changed, **values)
    desk.reply = Whisper(post=Post(text="\n".join(lines)))
