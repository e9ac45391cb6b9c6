"""`/handoff settings`: where customers write, the support channels that admins add and remove; and all that was changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handoff import cards, wording
from handoff.decide import history, undoing
from handoff.decide.desk import Desk
from handoff.decide.tuning import adopt
from handoff.effects import Post, Whisper
from handoff.events import Acted, Picked
from handoff.model import Address, Policy, SupportChannel

_OF_CHANNELS: Final = ("support-add", "support-remove")


def settings(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """Shown, or changed: in force with the commit, and everywhere within seconds."""
    action, where = given.get("action", ""), event.places.get("channel")
    if action == "history":
        history.show(desk, event, given)
    elif action == "undo":
        undoing.undo(desk, event, given)
    elif given.get("entry") and action not in _OF_CHANNELS:
        desk.wrong(event, "action", "settings.unknown", said=wording.plain(given["entry"]))
    elif not action:
        _show(desk)
    elif where is None:
        desk.wrong(event, "channel", "settings.nowhere" if given.get("channel") else "settings.which", action=action)
    elif action == "support-add":
        _add(desk, event, where, event.picked.get("channel", Picked(where.channel)))
    else:
        _remove(desk, event, where)


def _show(desk: Desk) -> None:
    policy, places = desk.setting.policy, desk.setting.places
    lines = [wording.text("settings.title"), wording.text("settings.direct")]
    lines += [wording.text("settings.given", channel=_id(*each)) for each in sorted(places.support)]
    lines += [_added(each) for each in policy.support if (each.place.platform, each.place.channel) not in places.support]
    if places.team:
        lines.append(wording.text("settings.team", channel=_id(places.team.platform, places.team.channel)))
    lines += [*_ai(desk, policy), wording.text("settings.how")]
    buttons = cards.button("settings", 0, label=wording.text("settings.change")), cards.button("history", 0)
    desk.reply = Whisper(post=Post(text="\n".join(lines), buttons=buttons))


def _added(each: SupportChannel) -> str:
    channel, at = _id(each.place.platform, each.place.channel), wording.stamp(each.at)
    return wording.text("settings.added", name=wording.plain(each.name), channel=channel, by=wording.name(each.by), at=at)


def _ai(desk: Desk, policy: Policy) -> list[str]:
    if not desk.setting.answers:
        return [wording.text("settings.ai", mode="off")]
    own = [wording.text("settings.ai.there", channel=where, mode=mode) for where, mode in sorted(policy.ai_at.items())]
    return [wording.text("settings.ai", mode=policy.ai), *own]


def _id(platform: str, channel: str) -> str:
    """As the settings name it."""
    return f"{platform}:{channel}"


def _add(desk: Desk, event: Acted, where: Address, about: Picked) -> None:
    policy, places, name = desk.setting.policy, desk.setting.places, wording.plain(about.name)
    if places.is_team(where):
        desk.wrong(event, "channel", "settings.is.team")
    elif places.is_support(where):
        desk.wrong(event, "channel", "settings.there", name=name)
    elif about.lacks:
        desk.wrong(event, "channel", f"settings.lacks.{about.lacks}", name=name, missing=", ".join(about.missing))
    else:
        new = SupportChannel(place=where.parent, name=about.name, at=event.at, by=event.by)
        _adopt(desk, event, (*policy.support, new))
        desk.whisper("settings.add", name=name)


def _remove(desk: Desk, event: Acted, where: Address) -> None:
    policy, places = desk.setting.policy, desk.setting.places
    here = (where.platform, where.channel)
    found = next((each for each in policy.support if (each.place.platform, each.place.channel) == here), None)
    if here in places.support:
        desk.wrong(event, "channel", "settings.fixed", channel=_id(*here))
    elif found is None:
        desk.wrong(event, "channel", "settings.none")
    else:
        _adopt(desk, event, tuple(each for each in policy.support if each != found))
        desk.whisper("settings.remove", name=wording.plain(found.name))


def _adopt(desk: Desk, event: Acted, support: tuple[SupportChannel, ...]) -> None:
    policy = desk.setting.policy
    before, after = (
        "\n".join(sorted(_id(e.place.platform, e.place.channel) for e in those)) for those in (policy.support, support)
    )
    adopt(desk, event, "support", before, after, replace(policy, support=support))
