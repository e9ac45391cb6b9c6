"""`/triggers preset`: several numbers at once. Each is changed, kept and shown as if it were set by itself."""

from collections.abc import Mapping

from handoff import scopes, tuning, wording
from handoff.decide import scoping
from handoff.decide.desk import Desk
from handoff.decide.tuning import turn
from handoff.effects import Post, Whisper
from handoff.events import Acted


def choose(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """In force with the commit; what the preset does not name stays as it is."""
    name = given.get("name", "").casefold()
    if name not in tuning.PRESETS:
        desk.wrong(event, "name", "preset.unknown", names=", ".join(f"`{each}`" for each in tuning.PRESETS))
        return
    place = scoping.meant(desk, event, given)
    if place is None:
        return
    policy, values = desk.setting.policy, dict(tuning.preset(name))
    there = scoping.there(place, scoping.called(event))
    local = place != scopes.EVERYWHERE
    changed = [dial for dial, after in values.items() if scopes.own(policy, place, dial) != after]
    if not changed:
        desk.whisper("preset.same.there" if local else "preset.same", name=name, there=there)
    elif turn(desk, event, place, values, "name"):
        lines = [wording.text("preset.set.there" if local else "preset.set", name=name, there=there)]
        for dial in changed:
            was, value = tuning.written(scopes.source(policy, place, dial).value), tuning.written(values[dial])
            lines.append(wording.text("preset.line", name=dial.name, value=value, before=was))
        desk.reply = Whisper(post=Post(text="\n".join(lines)))
