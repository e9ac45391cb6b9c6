"""`/triggers vip`: whose questions go to a person at once, and what the team is told of them."""

from collections.abc import Mapping
from dataclasses import replace

from handoff import cards, wording
from handoff.decide.desk import Desk
from handoff.decide.tuning import adopt
from handoff.effects import Post, Whisper
from handoff.events import Acted, Group
from handoff.model import Priority, Reason, Vip
from handoff.triggers import Reading, vip


def marked(desk: Desk, reading: Reading, reason: Reason) -> Reason:
    """A VIP's handoff is pressing, unless the team said how pressing it is; whatever its reason, the card says who it is."""
    known = vip.named(reading)
    if known and desk.c.priority is Priority.NORMAL:
        desk.change(priority=Priority.HIGH)
    more = tuple(each for each in known if each not in reason.evidence)
    return replace(reason, evidence=(*reason.evidence, *more))


def change(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """Shown, or changed: in force with the commit, and everywhere within seconds."""
    action, said, who = given.get("action", ""), given.get("who", ""), event.groups.get("who")
    if not action:
        _show(desk)
    elif not said:
        desk.wrong(event, "who", "vip.which", action=action)
    elif action == "vip-add":
        _add(desk, event, who or Group("", "", said, "absent"))
    else:
        _remove(desk, event, said, who)


def _show(desk: Desk) -> None:
    found = desk.setting.policy.vips
    lines = [wording.text("vip.title" if found else "vip.none"), *map(_line, found), wording.text("vip.how")]
    button = cards.button("vip", 0, label=wording.text("vip.change"))
    desk.reply = Whisper(post=Post(text="\n".join(lines), buttons=(button,)))


def _line(each: Vip) -> str:
    by, at = wording.name(each.by), wording.stamp(each.at)
    return wording.text("vip.line", name=wording.plain(each.name), id=_id(each), by=by, at=at)


def _id(each: Vip) -> str:
    return f"{each.platform}:{each.id}"


def _add(desk: Desk, event: Acted, who: Group) -> None:
    name, vips = wording.plain(who.name), desk.setting.policy.vips
    if who.lacks:
        desk.wrong(event, "who", f"vip.lacks.{who.lacks}", name=name)
    elif any((each.platform, each.id) == (who.platform, who.id) for each in vips):
        desk.wrong(event, "who", "vip.there", name=name)
    else:
        new = Vip(platform=who.platform, id=who.id, name=who.name, at=event.at, by=event.by)
        _adopt(desk, event, (*vips, new))
        desk.whisper("vip.add", name=name)


def _remove(desk: Desk, event: Acted, said: str, who: Group | None) -> None:
    """What is gone from its platform, or is of another, is named as the list shows it."""
    vips = desk.setting.policy.vips
    ids = {said, said.partition(":")[2], f"{who.platform}:{who.id}" if who else said}
    gone = [
        each for each in vips if _id(each) in ids or each.id in ids or each.name.removeprefix("@") == said.removeprefix("@")
    ]
    if gone:
        _adopt(desk, event, tuple(each for each in vips if each not in gone[:1]))
        desk.whisper("vip.remove", name=wording.plain(gone[0].name))
    else:
        desk.wrong(event, "who", "vip.missing", name=wording.plain(who.name if who else said))


def _adopt(desk: Desk, event: Acted, vips: tuple[Vip, ...]) -> None:
    policy = desk.setting.policy
    before, after = ("\n".join(sorted(map(_id, those))) for those in (policy.vips, vips))
    adopt(desk, event, "vip", before, after, replace(policy, vips=vips))
