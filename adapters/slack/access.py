"""
Who may do what, from ids and membership: never from names or hidden buttons.

Events must be acked before anything is asked, so what they need is kept: the members of the team channel, or of
AGENTS' user groups, read at connect, again every few minutes, and changed at once by what Slack tells of them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.fatal import denied
from adapters.slack.inbound import part, text
from adapters.slack.people import TROUBLE, Account, People
from adapters.slack.whereabouts import PLATFORM, Whereabouts
from handoff.errors import Fatal, Unavailable
from handoff.events import Picked
from handoff.model import Places, Roster, Standing
from handoff.ports import Clock
from handoff.recent import Recent

log = structlog.get_logger()

_FRESH: Final = timedelta(minutes=1)  #: older knowledge of who is an agent is read again for what somebody does
_LOOKUP: Final = 2.0  #: seconds; what is pressed must be answered within 3
_QUICK: Final = 1.0  #: seconds, where a form is to be opened within those 3
_PAGE: Final = 200
_GONE: Final = frozenset({"channel_not_found", "not_in_channel", "is_archived"})


@dataclass(frozen=True, slots=True)
class Room:
    """A configured channel as Slack has it."""

    name: str
    public: bool
    shared: bool  #: with other workspaces (Slack Connect)
    inside: bool  #: the bot is a member
    archived: bool


class Access:
    def __init__(
        self,
        client: Callable[[], AsyncWebClient],
        whereabouts: Whereabouts,
        people: People,
        places: Places,
        roster: Roster,
        clock: Clock,
    ) -> None:
        self._client, self._where, self._people, self._clock = client, whereabouts, people, clock
        self._roster = roster
        self._team = places.team.channel if places.team and places.team.platform == PLATFORM else ""
        self._support = tuple(sorted(c for p, c in places.support if p == PLATFORM))  # of the settings: checked at start
        self._listed = frozenset(i for p, i in roster.agents if p == PLATFORM)
        self._groups: dict[str, frozenset[str]] = {}  # user group -> its members
        self._members = frozenset[str]()  # of the team channel
        self._loaded: datetime | None = None
        self._teams: Recent[str, str] = Recent()  # of strangers: their workspaces
        self._rooms: dict[str, Room] = {}
        self._reading = asyncio.Lock()

    # ---- people

    def heard(self, user: str, team: str) -> Standing:
        """What the author of a message may do, from what is known: nothing is asked."""
        if team and team != self._where.me.team:
            self._teams[user] = team
        account = self._people.known(user)
        return self._standing(user, account)

    async def acts(self, user: str, *, quick: bool) -> Standing:
        """
        What whoever presses, commands or sends a form may do, from fresh knowledge. What cannot be looked up is not
        granted. `quick`: what is known will do at any age, for a form is only opened, and asked about again when sent.
        """
        try:
            async with asyncio.timeout(_QUICK if quick else _LOOKUP):
                known = self._people.known(user) if quick else None
                account = known or await self._people.account(user)
                if not quick:
                    await self._refreshed(_FRESH)
        except (*TROUBLE, TimeoutError) as exc:
            log.warning("slack.standing_unknown", user=user, error=type(exc).__name__)
            return Standing(agent=user in self._listed, admin=(PLATFORM, user) in self._roster.admins, known=False)
        if account.team and account.team != self._where.me.team:
            self._teams[user] = account.team
        return self._standing(user, account)

    async def of_the_team(self, user: str) -> bool | None:
        """Whether somebody is an agent now, from fresh knowledge; None: Slack could not be asked."""
        try:
            await self._refreshed(_FRESH)
        except TROUBLE as exc:
            log.warning("slack.team_unknown", error=type(exc).__name__)
            return None
        return self._agent(user, self.stranger(user))

    def team(self, user: str) -> str:
        """A person's own workspace."""
        return self._teams.get(user, self._where.me.team)

    def stranger(self, user: str) -> bool:
        """Somebody of another workspace (Slack Connect) is a customer, also in the team's channel, unless listed by id."""
        return user in self._teams

    def _standing(self, user: str, account: Account | None) -> Standing:
        agent, room = self._agent(user, self.stranger(user)), self._rooms.get(self._team)
        outside = agent and room is not None and not room.public and user not in self._members
        return Standing(agent=agent, admin=self._admin(user, account), outside=outside)

    def _agent(self, user: str, stranger: bool) -> bool:
        if user in self._listed:
            return True
        if stranger:
            return False
        if self._roster.agents:
            return any(user in members for members in self._groups.values())
        return user in self._members

    def _admin(self, user: str, account: Account | None) -> bool:
        if self._roster.admins:
            return (PLATFORM, user) in self._roster.admins
        return account is not None and account.admin and not self.stranger(user)

    # ---- what is kept

    async def load(self) -> None:
        """Read who is an agent, and how the configured channels stand. Raises slack_sdk's errors."""
        async with self._reading:
            await self._read()

    async def _refreshed(self, age: timedelta) -> None:
        async with self._reading:
            if self._loaded is None or self._clock.now() - self._loaded > age:
                await self._read_people()

    async def _read(self) -> None:
        for channel in filter(None, (self._team, *self._support)):
            if (room := await self._room(channel)) is not None:
                self._rooms[channel] = room
            else:
                self._rooms.pop(channel, None)
        await self._read_people()
        for user in (*self._members, *(u for members in self._groups.values() for u in members)):
            self._people.learn(user)

    async def _read_people(self) -> None:
        for group in sorted(i for i in self._listed if i.startswith("S")):
            self._groups[group] = await self._group(group)
        if (room := self._rooms.get(self._team)) and not (room.public and self._roster.agents):
            self._members = frozenset([user async for user in self._in_channel(self._team)]) - {self._where.me.user}
        self._loaded = self._clock.now()

    async def _in_channel(self, channel: str) -> AsyncIterator[str]:
        cursor = ""
        while True:
            answer = await self._client().conversations_members(channel=channel, limit=_PAGE, cursor=cursor or None)
            for user in answer["members"]:
                yield user
            cursor = text(answer.data, "response_metadata", "next_cursor")
            if not cursor:
                return

    async def _group(self, group: str) -> frozenset[str]:
        try:
            return frozenset((await self._client().usergroups_users_list(usergroup=group))["users"])
        except SlackApiError as exc:
            if denied(exc)[0] != "no_such_subteam":
                raise
            raise Fatal(f"Slack has no user group {group} (AGENTS). Copy its id from the user group's menu in Slack.") from exc

    async def _room(self, channel: str) -> Room | None:
        try:
            found = part((await self._client().conversations_info(channel=channel)).data, "channel")
        except SlackApiError as exc:
            if denied(exc)[0] in _GONE:
                return None
            raise
        return Room(
            name=text(found, "name") or channel,
            public=found.get("is_private") is not True,
            shared=found.get("is_ext_shared") is True,
            inside=found.get("is_member") is True,
            archived=found.get("is_archived") is True,
        )

    def joined(self, channel: str, user: str) -> None:
        if channel == self._team:
            self._members |= {user}
            self._people.learn(user)

    def left(self, channel: str, user: str) -> None:
        if channel == self._team:
            self._members -= {user}

    def regrouped(
        self, group: str, *, now: Iterable[str] | None, added: Iterable[str] = (), removed: Iterable[str] = ()
    ) -> None:
        """A user group's members are `now`, or changed by these."""
        if group in self._listed:
            before = self._groups.get(group, frozenset())
            self._groups[group] = frozenset(now) if now is not None else (before | frozenset(added)) - frozenset(removed)

    # ---- places

    async def picked(self, channel: str) -> Picked:
        """What keeps the bot from working in a channel that somebody named."""
        try:
            async with asyncio.timeout(_LOOKUP):
                room = await self._room(channel)
        except (*TROUBLE, TimeoutError) as exc:
            log.warning("slack.channel_unknown", channel=channel, error=type(exc).__name__)
            return Picked(channel, "unknown")
        if room is None:
            return Picked(channel, "absent")
        lacks = "archived" if room.archived else "" if room.inside else "absent"
        return Picked(f"#{room.name}", lacks)

    def check(self) -> None:
        """Raises Fatal for a channel of the settings that the bot is not in, or a team channel that customers can see."""
        for _, why in self.faults():
            raise Fatal(why)

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the configured channels: which, and what to do."""
        for channel, setting in [(self._team, "TEAM_CHANNEL"), *((c, "SUPPORT_CHANNELS") for c in self._support)]:
            room = self._rooms.get(channel)
            if not channel:
                continue
            if room is None or not room.inside:
                yield (
                    channel,
                    (
                        f"The bot is not in the Slack channel {self.called(channel)} of {setting}. "
                        "Open the channel in Slack and invite the bot there: type /invite and its name."
                    ),
                )
            elif room.archived:
                yield (
                    channel,
                    (f"The Slack channel {self.called(channel)} of {setting} is archived. Unarchive it or name another."),
                )
        if exposed := self.exposed():
            yield self._team, exposed

    def called(self, channel: str) -> str:
        """A configured channel, as people know it."""
        room = self._rooms.get(channel)
        return f"#{room.name} ({channel})" if room else channel

    @property
    def agents(self) -> int:
        """How many are agents, as far as Slack told."""
        listed = {user for members in self._groups.values() for user in members}
        listed |= {each for each in self._listed if not each.startswith("S")}
        return len(listed if self._roster.agents else self._members)

    def exposed(self) -> str:
        """Why the team channel must not be posted to, or "". With AGENTS set, who may see it is the operator's decision."""
        room = self._rooms.get(self._team)
        if room is None or self._roster.agents:
            return ""
        if room.public:
            return (
                f"The team channel #{room.name} is public: every member of the workspace can see and join it. "
                "Make it private, or set AGENTS."
            )
        if room.shared:
            return f"The team channel #{room.name} is shared with another workspace. Use one that is not, or set AGENTS."
        return ""

    def guard(self, channel: str) -> None:
        """Raises Unavailable for the team channel while customers can see it."""
        if channel == self._team and (exposed := self.exposed()):
            raise Unavailable(exposed)
