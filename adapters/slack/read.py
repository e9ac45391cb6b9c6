"""Event payloads as events of ours, and what else they tell: who joined the team, who is called what. Asks nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

import structlog

from adapters.slack import inbound
from adapters.slack.access import Access
from adapters.slack.groups import Groups
from adapters.slack.inbound import Heard, Payload, part, text
from adapters.slack.pane import Pane
from adapters.slack.people import People
from adapters.slack.whereabouts import PLATFORM, Whereabouts
from handoff.events import Event, Looked, Somebody, Spoke
from handoff.model import Address, Person, Places, Standing
from handoff.ports import Clock

log = structlog.get_logger()

#: Slack tells us that the app lost its installation
_REMOVED: Final = frozenset({"app_uninstalled", "tokens_revoked"})


class Reader:
    """`doubt` is called when Slack says that our token may be worth nothing any more."""

    def __init__(
        self,
        whereabouts: Whereabouts,
        access: Access,
        people: People,
        groups: Groups,
        places: Places,
        clock: Clock,
        pane: Pane,
        doubt: Callable[[], None],
    ) -> None:
        self._where, self._access, self._people, self._places = whereabouts, access, people, places
        self._groups = groups
        self._clock, self._pane, self._doubt = clock, pane, doubt

    def read(self, body: Payload) -> Event | None:
        """What an `event_callback` means to us. None: nothing, and nothing is wrong with that."""
        event = part(body, "event")
        if not self._ours(body):
            log.debug("slack.not_served", team=text(body, "team_id"))
            return None
        kind = text(event, "type")
        if kind in ("message", "app_mention"):
            return self.heard(event, text(body, "event_id"))
        if kind == "app_home_opened":
            return self._looked(event, text(body, "event_id"))
        if kind == "user_change":
            return self._people.changed(part(event, "user"), self._clock.now())
        if kind in _REMOVED:
            self._doubt()
        if kind == "assistant_thread_started":
            self._pane.opened(event)
        self._members(kind, event)
        return None

    def _looked(self, event: Payload, event_id: str) -> Looked | None:
        """The tab for messages is the direct messages, of which we hear otherwise."""
        user = text(event, "user")
        if text(event, "tab") != "home" or not user:
            return None
        return Looked(key=f"{PLATFORM}:looked:{event_id}", at=self._clock.now(), person=self.person(user))

    def _ours(self, body: Payload) -> bool:
        """One workspace is served; an app that is installed on an organisation hears of all."""
        teams = {text(a, "team_id") for a in inbound.objects(body, "authorizations")} or {text(body, "team_id")}
        return self._where.me.team in teams

    def heard(self, event: Payload, event_id: str = "", kind: str = "") -> Event | None:
        """A message that was said, edited or deleted; `kind` where the payload itself does not tell the channel's."""
        found = inbound.heard(event, self._where.me)
        if found is None:
            return None
        kind = text(event, "channel_type") or kind
        standing = self._access.heard(found.user, found.team)
        author = self.person(found.user)
        place = self._where.place(found.channel, found.thread, kind, found.user, author.workspace)
        if place is None:
            return None
        if found.what == "deleted":
            return replace(inbound.deleted(found, place), also=_also(event_id))
        names = self._names(found)
        if found.what == "edited":
            return replace(inbound.edited(found, self._where.me, place, author, names), also=_also(event_id))
        said = inbound.spoke(found, self._where.me, place, author, standing, names)
        link = self._where.link(place, found.ts)
        if said is None:
            return None
        if self._groups.news:
            self._doubt()
        named = self._named(found, names) if said.mentions_bot and self._places.is_team(place) else {}
        marks, member_of = self._read_again(place), self._groups.of(found.user)
        return replace(said, also=_also(event_id), link=link, marks=marks, named=named, member_of=member_of)

    def person(self, user: str) -> Person:
        account = self._people.known(user)
        return Person(PLATFORM, self._access.team(user), user, self._where.name(user), account.locale if account else "")

    def _names(self, found: Heard) -> Mapping[str, str]:
        return {user: called for user in inbound.people_named(found) if (called := self._where.name(user))}

    def _named(self, found: Heard, names: Mapping[str, str]) -> dict[str, Somebody]:
        """
        Whom words to the bot mention, from what is known: bots may nothing, and who is not known yet is got to know for the
        next time.
        """
        users = sorted(u for u in inbound.people_named(found) - {self._where.me.user} if not u.startswith("S"))  # no groups
        return {inbound.shown_as(user, names): Somebody(self.person(user), self._standing(user)) for user in users}

    def _standing(self, user: str) -> Standing:
        account = self._people.known(user)
        if account is None:
            self._people.learn(user)
            return Standing(known=False)
        return Standing() if account.bot else self._access.heard(user, account.team)

    def _read_again(self, place: Address) -> bool:
        """Whether a gap here is worth reading: where customers and the team are served, not wherever the bot was invited."""
        return place.direct or self._places.is_support(place) or self._places.is_team(place)

    def _members(self, kind: str, event: Payload) -> None:
        user, channel, group = text(event, "user"), text(event, "channel"), text(event, "subteam_id")
        if kind == "member_joined_channel":
            self._access.joined(channel, user)
        elif kind == "member_left_channel":
            self._access.left(channel, user)
        elif kind == "subteam_members_changed":
            self._regrouped(group, None, _ids(event, "added_users"), _ids(event, "removed_users"))
        elif kind == "subteam_updated":
            subteam = part(event, "subteam")
            if isinstance(subteam.get("users"), list):
                self._regrouped(text(subteam, "id"), _ids(subteam, "users"))

    def _regrouped(self, group: str, now: list[str] | None, added: Iterable[str] = (), removed: Iterable[str] = ()) -> None:
        for each in (self._access, self._groups):
            each.regrouped(group, now=now, added=added, removed=removed)


def after(event: Event, people: People) -> None:
    """Once `event` is committed: bring the name of who spoke, if it is not known yet."""
    if isinstance(event, Spoke):
        people.want(event, event.author)


def _ids(data: Payload, key: str) -> list[str]:
    found = data.get(key)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _also(event_id: str) -> str:
    return f"{PLATFORM}:event:{event_id}" if event_id else ""
