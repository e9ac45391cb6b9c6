"""The place that a setting is for, as commands and forms say it, and how places and where values come from are told."""

from collections.abc import Mapping

from handoff import scopes, wording
from handoff.decide.desk import Desk
from handoff.events import Acted, Picked
from handoff.model import Address, Scope

_WHERE = ("", "everywhere", "server")


def meant(desk: Desk, event: Acted, given: Mapping[str, str]) -> Address | None:
    """A channel, a workspace or server (no channel), or EVERYWHERE; None: it was told what is wrong."""
    where, channel = given.get("where", "").casefold(), event.places.get("channel")
    if given.get("channel") and channel is None:
        desk.wrong(event, "channel", "scope.nowhere", channel=wording.plain(given["channel"]))
    elif where not in _WHERE:
        desk.wrong(event, "where", "scope.takes")
    elif where and channel:
        desk.wrong(event, "where", "scope.both")
    elif channel and desk.setting.places.is_team(channel):
        desk.wrong(event, "channel", "scope.team")
    elif where == "server" and not event.place.workspace:
        desk.wrong(event, "where", "scope.here")
    elif where == "server":
        return Address(event.place.platform, event.place.workspace, "")
    else:
        return channel.parent if channel else scopes.EVERYWHERE
    return None


def called(event: Acted) -> str:
    """What the channel that was named is called."""
    return event.picked.get("channel", Picked("")).name


def there(place: Address, name: str = "") -> str:
    """Within a sentence."""
    if place == scopes.EVERYWHERE:
        return wording.text("scope.everywhere")
    return wording.text("scope.channel", name=_name(place, name)) if place.channel else wording.text("scope.server")


def titled(scope: Scope) -> str:
    """At the head of a list."""
    key = scopes.key(scope.place)
    return wording.text("scope.title", name=_name(scope.place, scope.name), where=key) if scope.place.channel else f"`{key}`"


def _name(place: Address, name: str) -> str:
    return wording.plain(name) or f"`{scopes.key(place)}`"


def whence(found: scopes.Source, *, default: bool) -> str:
    """Where a value comes from. `default`: it is the one that it has at the start."""
    if found.scope is None and (default or found.change is None):
        return wording.text("source.default")
    kind = "everywhere" if found.scope is None else "channel" if found.scope.place.channel else "server"
    source = wording.text(f"source.{kind}")
    if found.change is None:
        return source
    return wording.text("source.by", source=source, by=wording.name(found.change.by), at=wording.stamp(found.change.at))
