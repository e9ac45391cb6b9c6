"""
The user groups whose members are VIPs, and who is in them.

Events must be acked before anything is asked, so that is kept: read when such a group is named, at connect, again every few
minutes, and changed at once by what Slack tells of it.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Set
from typing import Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.inbound import Payload, objects, text
from adapters.slack.people import TROUBLE, People
from adapters.slack.whereabouts import PLATFORM
from handoff.events import Group

log = structlog.get_logger()

_LOOKUP: Final = 2.0  #: seconds; what is typed must be answered within 3
_PERSON: Final = re.compile(r"[UW][A-Z0-9]{5,}")


class Groups:
    """`named`: what admins named, which may change at any time."""

    def __init__(self, client: Callable[[], AsyncWebClient], people: People, named: Set[tuple[str, str]]) -> None:
        self._client, self._people, self._named = client, people, named
        self._members: dict[str, frozenset[str]] = {}
        self._told = frozenset[str]()

    @property
    def _wanted(self) -> frozenset[str]:
        return frozenset(group for platform, group in self._named if platform == PLATFORM and group.startswith("S"))

    @property
    def news(self) -> bool:
        """Whether a group was named, maybe in another process, whose members are not known yet; said once."""
        new = self._wanted - self._members.keys() - self._told
        self._told |= new
        return bool(new)

    def of(self, user: str) -> frozenset[str]:
        """Which of the named groups somebody is in, from what is known: nothing is asked."""
        return frozenset(group for group in self._wanted if user in self._members.get(group, ()))

    async def load(self) -> None:
        """Raises slack_sdk's errors. One that is gone has no members."""
        if wanted := self._wanted:
            there = await self._read()
            if gone := sorted(wanted - there.keys()):
                log.warning("slack.group_gone", groups=gone, hint="remove it with /triggers vip vip-remove")
            self._members |= {group: frozenset[str]() for group in gone}

    async def _read(self) -> dict[str, Payload]:
        """The workspace's user groups, by their ids."""
        answer = await self._client().usergroups_list(include_users=True)
        there = {text(each, "id"): each for each in objects(answer.data, "usergroups")}
        self._members |= {group: _users(each) for group, each in there.items()}
        return there

    def regrouped(
        self, group: str, *, now: Iterable[str] | None, added: Iterable[str] = (), removed: Iterable[str] = ()
    ) -> None:
        """A user group's members are `now`, or changed by these."""
        if group in self._members:
            before = self._members[group]
            self._members[group] = frozenset(now) if now is not None else (before | frozenset(added)) - frozenset(removed)

    async def picked(self, said: str) -> Group:
        """Whom `said` means: the id of a user group or of somebody, or a group's handle."""
        handle = said.strip().removeprefix("@")
        try:
            async with asyncio.timeout(_LOOKUP):
                if _PERSON.fullmatch(handle):
                    account = await self._people.account(handle)
                    return Group(PLATFORM, handle, account.name, "bot" if account.bot else "")
                there = await self._read()
        except (*TROUBLE, TimeoutError) as exc:
            log.warning("slack.group_unknown", error=type(exc).__name__)
            return Group(PLATFORM, handle, handle, "unknown")
        found = next((g for g, each in there.items() if handle in (g, text(each, "handle"))), "")
        return (
            Group(PLATFORM, found, f"@{text(there[found], 'handle')}") if found else Group(PLATFORM, handle, handle, "absent")
        )


def _users(subteam: Payload) -> frozenset[str]:
    found = subteam.get("users")
    return frozenset(user for user in found if isinstance(user, str)) if isinstance(found, list) else frozenset()
