"""`/triggers show`, `set` and `unset`: what sets off a handoff, and the other numbers that admins may change; where."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from handoff import scopes, tuning, wording
from handoff.decide import scoping
from handoff.decide.desk import Desk
from handoff.effects import Post, Whisper
from handoff.events import Acted
from handoff.model import Address, Audit, Change, Policy, Scope, Value

#: names of which more is said once they are set
_NOTES: Final = {"account.age": "triggers.age"}
#: channels whose own mode or values are listed
_MOST: Final = 10
#: fewer messages must not be read than are needed
_PAIR: Final = frozenset({"sentiment.window", "sentiment.minimum"})
#: values that stand for none of one's own
_NONE: Final = frozenset({"inherit", "default"})


def show(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """What holds everywhere, and where something else does; or all that holds in one place, and where it comes from."""
    place = scoping.meant(desk, event, given)
    if place is None:
        return
    policy = desk.setting.policy
    if place == scopes.EVERYWHERE:
        lines = [wording.text("triggers.title"), *(_line(policy, dial) for dial in tuning.DIALS)]
        lines += [wording.text("triggers.how"), wording.text("triggers.vips", count=len(policy.vips))]
        lines += [*_ai(policy, set_up=desk.setting.answers), *_apart(policy)]
    else:
        there = scoping.there(place, scoping.called(event))
        lines = [wording.text("triggers.title.there", there=there), *(_line_at(policy, place, each) for each in tuning.DIALS)]
        lines += [wording.text("triggers.how.there"), _ai_at(desk, place)]
    desk.reply = Whisper(post=Post(text="\n".join(lines)))


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


def _line_at(policy: Policy, place: Address, dial: tuning.Dial) -> str:
    value, help_ = scopes.source(policy, place, dial).value, wording.text(f"choice.{dial.name}")
    key = "triggers.line.there" if dial.local else "triggers.line.one"
    source = _source(policy, place, dial)
    return wording.text(key, name=dial.name, value=tuning.written(value), source=source, help=help_)


def _source(policy: Policy, place: Address, dial: tuning.Dial) -> str:
    found = scopes.source(policy, place, dial)
    return scoping.whence(found, default=found.value == dial.default)


def _ai(policy: Policy, *, set_up: bool) -> list[str]:
    """Where the AI answers, and where it does something else."""
    if not set_up:
        return [wording.text("ai.shown.none")]
    apart = {where: mode for where, mode in policy.ai_at.items() if mode != policy.ai}
    there = [wording.text("ai.shown.there", channel=where, value=mode) for where, mode in sorted(apart.items())[:_MOST]]
    return [wording.text("ai.shown", value=policy.ai, there="".join(there))]


def _ai_at(desk: Desk, place: Address) -> str:
    policy, key = desk.setting.policy, scopes.key(place)
    if not desk.setting.answers:
        return wording.text("ai.shown.none")
    source = wording.text("source.channel" if key in policy.ai_at else "source.everywhere")
    return wording.text("ai.shown.at", value=policy.ai_at.get(key, policy.ai), source=source)


def _apart(policy: Policy) -> list[str]:
    """Which workspaces and channels have something of their own."""
    some = [scope for _, scope in sorted(policy.scopes.items()) if scope.values or scope.keywords or scope.without]
    lines = [wording.text("triggers.apart")] if some else []
    for scope in some[:_MOST]:
        values = [wording.text("triggers.own", name=name, value=tuning.written(v)) for name, v in scope.values.items()]
        phrases = len(scope.keywords) + len(scope.without)
        values += [wording.text("triggers.own.phrases", count=phrases)] if phrases else []
        lines.append(wording.text("triggers.apart.line", where=scoping.titled(scope), values=", ".join(values)))
    return lines + ([wording.text("triggers.apart.more", count=len(some) - _MOST)] if len(some) > _MOST else [])


def change(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """In force with the commit, in every process: each batch reads the newest policy."""
    dial = _named(desk, event, given)
    place = scoping.meant(desk, event, given) if dial else None
    if dial is None or place is None or not _settable(desk, event, dial, place):
        return
    if given.get("value", "").casefold() in _NONE:
        _inherit(desk, event, dial, place)
        return
    after = dial.takes.read(given.get("value", ""))
    if after is None:
        tuning.refusal(dial, given.get("value", ""), partial(desk.wrong, event, "value"))
        return
    policy, there, value = desk.setting.policy, scoping.there(place, scoping.called(event)), tuning.written(after)
    was, source = tuning.written(scopes.source(policy, place, dial).value), _source(policy, place, dial)
    local = place != scopes.EVERYWHERE
    if scopes.own(policy, place, dial) == after:
        desk.whisper("triggers.same.there" if local else "triggers.same", name=dial.name, value=value, there=there)
    elif turn(desk, event, place, {dial: after}, "value"):
        key = "triggers.set.there" if local else "triggers.set"
        desk.whisper(key, name=dial.name, value=value, before=was, there=there, source=source)
        if dial.name in _NOTES and isinstance(desk.reply, Whisper):
            desk.reply = Whisper(post=Post(text=f"{desk.reply.post.text} {wording.text(_NOTES[dial.name])}"))


def unset(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """What a place had for itself is inherited again; everywhere it is the default."""
    dial = _named(desk, event, given)
    place = scoping.meant(desk, event, given) if dial else None
    if dial and place and _settable(desk, event, dial, place):
        _inherit(desk, event, dial, place)


def _named(desk: Desk, event: Acted, given: Mapping[str, str]) -> tuning.Dial | None:
    dial = tuning.find(given.get("name", ""))
    if dial is None:
        desk.wrong(event, "name", "triggers.unknown", names=", ".join(f"`{name}`" for name in tuning.NAMES))
    return dial


def _settable(desk: Desk, event: Acted, dial: tuning.Dial, place: Address) -> bool:
    if place != scopes.EVERYWHERE and not dial.local:
        desk.wrong(event, "channel" if place.channel else "where", "triggers.one", name=dial.name)
        return False
    return True


def _inherit(desk: Desk, event: Acted, dial: tuning.Dial, place: Address) -> None:
    policy, there = desk.setting.policy, scoping.there(place, scoping.called(event))
    everywhere = place == scopes.EVERYWHERE
    nothing = scopes.own(policy, place, dial) in ((dial.default,) if everywhere else (None,))
    if nothing or turn(desk, event, place, {dial: None}, "name"):
        now = desk.policy or policy
        value, source = tuning.written(scopes.source(now, place, dial).value), _source(now, place, dial)
        key = "triggers.unset.already" if nothing else "triggers.unset"
        if everywhere:
            key = "triggers.default.already" if nothing else "triggers.default"
        desk.whisper(key, name=dial.name, value=value, there=there, source=source)


def turn(desk: Desk, event: Acted, place: Address, values: Mapping[tuning.Dial, Value | None], field: str) -> bool:
    """Set values for a place (None: none of its own), all of them or none. False: told, at `field` of a form, why not."""
    policy = desk.setting.policy
    now = scopes.turned(policy, place, values, scoping.called(event))
    if _PAIR & {dial.name for dial in values} and tells_deaf(desk, event, field, now, place):
        return False
    for dial, after in values.items():
        before = scopes.own(policy, place, dial)
        if before == after:
            continue
        after = dial.default if after is None and place == scopes.EVERYWHERE else after
        was, value = ("" if each is None else tuning.written(each) for each in (before, after))
        adopt(desk, event, dial.name, was, value, now, place)
        now = desk.policy or now
    return True


def tells_deaf(desk: Desk, event: Acted, field: str, policy: Policy, place: Address) -> bool:
    """Whether with that policy sentiment would never count at a place, or a nearer one; then that is told, at `field`."""
    for where, there in scopes.deaf(policy, place):
        key = "triggers.window" if where == place else "triggers.window.there"
        name = scoping.there(where, scopes.of(policy, where).name)
        desk.wrong(event, field, key, there=name, window=there.sentiment_window, minimum=there.sentiment_minimum)
        return True
    return False


def adopt(
    desk: Desk, event: Acted, what: str, before: str, after: str, policy: Policy, place: Address = scopes.EVERYWHERE
) -> None:
    """Make `policy` the newest version, and keep who changed what for which place, when, from what to what."""
    change = Change(event.at, event.by)
    blocked = policy.blocks(desk.setting.now)  # those that are over go
    if place == scopes.EVERYWHERE:
        policy = replace(policy, changed={**policy.changed, what: change})
    else:
        scope = scopes.of(policy, place)
        policy = scopes.put(policy, _changed(scope, what, change))
    desk.policy = replace(policy, version=desk.setting.policy.version + 1, blocked=blocked)
    where = scopes.key(place)
    desk.audits.append(Audit(at=event.at, by=event.by, what=what, before=before, after=after, where=where))


def _changed(scope: Scope, what: str, change: Change) -> Scope:
    return replace(scope, changed={**scope.changed, what: change})
