"""Who may do what, from ids and membership: never from names, hidden buttons or a command's default permissions."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

import aiohttp
import discord
import structlog

from adapters.discord.whereabouts import PLATFORM
from handoff.errors import Fatal, Unavailable
from handoff.events import Picked
from handoff.model import Address, Places, Roster, Standing
from handoff.ports import Clock
from handoff.recent import Recent

log = structlog.get_logger()

_KEPT: Final = timedelta(minutes=10)  #: a membership that was asked for
_KEPT_ABSENT: Final = timedelta(minutes=1)
_SPACING: Final = 1 / 25  #: seconds between two look-ups; Discord allows 50 requests a second in all
_LOOKUP: Final = 2.0  #: seconds; a press must be answered within 3

#: what the bot needs where customers and the team write, by Discord's own names
_NEEDED: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}
#: where customers and the team write, for threads that somebody locked
_NOW_AND_THEN: Final = {"manage_threads": "Manage Threads"}
#: where customers write, for those whose direct messages are closed
_OF_PRIVACY: Final = {"create_private_threads": "Create Private Threads"}
#: in the team channel alone
_OF_TEAM: Final = {"pin_messages": "Pin Messages", "attach_files": "Attach Files"}
#: there, where a handoff notifies somebody: `@here`, and roles that not everybody may mention
_OF_PINGS: Final = {"mention_everyone": "Mention @everyone, @here, and All Roles"}
#: not in a forum, where the bot opens no posts of its own, and shows no cards
_NO_FORUM: Final = frozenset({"send_messages", "create_public_threads", "embed_links"})


class Access:
    def __init__(
        self, client: Callable[[], discord.Client], guilds: frozenset[str], places: Places, roster: Roster, clock: Clock
    ) -> None:
        self._client = client
        self._guilds = frozenset(map(int, guilds))
        self._roster, self._clock = roster, clock
        self._team = int(places.team.channel) if places.team and places.team.platform == PLATFORM else None
        self._support = frozenset(int(c) for p, c in places.support if p == PLATFORM)  # of the settings: checked at start
        self._places = places
        self._homes: dict[int, int] = {}  # configured channel -> server
        self._roles = frozenset[int]()  # of the team's server, where they had to be asked for
        self._free = 0.0  # when the next look-up may be made
        self._known: Recent[tuple[int, int], tuple[datetime, discord.Member | None]] = Recent()

    # ---- servers

    def served(self) -> frozenset[int]:
        """The servers that own the team channel or a support channel, and those of the settings."""
        for channel in {*map(int, self._places.channels(PLATFORM)), self._team} - self._homes.keys() - {None}:
            found = self._channel(channel)
            if found is not None and channel is not None:
                self._homes[channel] = found.guild.id
        return self._guilds | frozenset(self._homes.values())

    def serves(self, guild: int) -> bool:
        return guild in self.served()

    def is_team(self, place: Address) -> bool:
        """Whether a place is the team channel, or a thread of it."""
        return self._team is not None and place.channel == str(self._team)

    def is_role(self, name: str) -> bool:
        return int(name) in self._roles or any(guild.get_role(int(name)) for guild in self._client().guilds)

    async def read_roles(self) -> None:
        """The roles of the team's server, where no gateway session tells them."""
        if self._team is None:
            return
        channel = await self._client().fetch_channel(self._team)
        if isinstance(channel, discord.abc.GuildChannel):
            self._roles = frozenset(role.id for role in await channel.guild.fetch_roles())

    def _channel(self, channel: int | None) -> discord.abc.GuildChannel | None:
        found = self._client().get_channel(channel) if channel is not None else None
        return found if isinstance(found, discord.abc.GuildChannel) else None

    # ---- people

    async def standing(self, user: discord.abc.Snowflake, guild: int | None) -> Standing:
        """What `user` may, writing in server `guild`, or in a direct message. What cannot be looked up is not granted."""
        if guild is not None and not self.serves(guild):
            return Standing(served=False)
        try:
            async with asyncio.timeout(_LOOKUP):
                members = await self._members(user, guild)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as exc:
            log.warning("discord.membership_unknown", user=user.id, error=type(exc).__name__)
            agent, admin = self._agent(user.id, ()), self._admin(user.id, ())
            strangers = {g.id for g in self._client().guilds} - self.served()
            return Standing(agent=agent, admin=admin, served=guild is not None or not strangers, known=False)
        agent, admin = self._agent(user.id, members), self._admin(user.id, members)
        served, outside = guild is not None or bool(members) or agent or admin, agent and not self._sees(members)
        return Standing(agent=agent, admin=admin, served=served, outside=outside)

    async def member_of(self, user: discord.abc.Snowflake) -> frozenset[str]:
        """Which of the VIPs' roles somebody has, in the servers that have them. What cannot be looked up is left out."""
        named = {int(i) for p, i in self._roster.vips if p == PLATFORM}
        owners = [g.id for g in self._client().guilds if named and self.serves(g.id) and any(map(g.get_role, named))]
        try:
            async with asyncio.timeout(_LOOKUP):
                members = [await self._member(user, guild) for guild in owners]
        except (discord.DiscordException, aiohttp.ClientError, OSError) as exc:
            log.warning("discord.membership_unknown", user=user.id, error=type(exc).__name__)
            return frozenset()
        return frozenset(str(role.id) for member in members if member for role in member.roles if role.id in named)

    async def of_the_team(self, user: int) -> bool | None:
        """Whether somebody is an agent now, asked afresh; None: Discord could not be asked."""
        for guild in self.served():
            self._known.pop((guild, user), None)
        try:
            members = await self._members(discord.Object(user), None)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as exc:
            log.warning("discord.membership_unknown", user=user, error=type(exc).__name__)
            return None
        return self._agent(user, members)

    def _agent(self, user: int, members: Iterable[discord.Member]) -> bool:
        if self._roster.agents:
            return _listed(self._roster.agents, user, members)
        return self._channel(self._team) is not None and self._sees(members)

    def _sees(self, members: Iterable[discord.Member]) -> bool:
        """Whether whoever has these memberships can see the team channel; True where that is not here, or not known now."""
        team = self._channel(self._team)
        return team is None or any(m.guild == team.guild and team.permissions_for(m).view_channel for m in members)

    def _admin(self, user: int, members: Iterable[discord.Member]) -> bool:
        if self._roster.admins:
            return _listed(self._roster.admins, user, members)
        team = self._channel(self._team)
        if self._team is not None and team is None:
            return False
        return any(m.guild_permissions.manage_guild for m in members if team is None or m.guild == team.guild)

    async def _members(self, user: discord.abc.Snowflake, guild: int | None) -> list[discord.Member]:
        """The user's memberships that count: here and in the team's server; for a direct message the first that is found."""
        self.served()
        team = self._homes.get(self._team or 0)
        if guild is not None:
            here = await self._member(user, guild)
            there = await self._member(user, team) if team is not None and team != guild else None
            return [m for m in (here, there) if m is not None]
        for server in sorted(self.served(), key=lambda g: g != team):
            member = await self._member(user, server)
            if member is not None:
                return [member]
        return []

    async def _member(self, user: discord.abc.Snowflake, guild: int) -> discord.Member | None:
        now, key = self._clock.now(), (guild, user.id)
        if isinstance(user, discord.Member) and user.guild.id == guild:
            self._known[key] = now, user
            return user
        at, member = self._known.get(key, (None, None))
        if at is not None and now - at < (_KEPT if member else _KEPT_ABSENT):
            return member
        server = self._client().get_guild(guild)
        if server is None:
            return None
        await self._breathe()
        try:
            member = await server.fetch_member(user.id)
        except (discord.NotFound, discord.Forbidden):
            member = None
        self._known[key] = now, member
        return member

    async def _breathe(self) -> None:
        """Space look-ups out: when many people write at once, they must not use up what Discord allows for everything."""
        now = asyncio.get_running_loop().time()
        wait, self._free = self._free - now, max(now, self._free) + _SPACING
        if wait > 0:
            await asyncio.sleep(wait)

    # ---- places

    def check(self) -> None:
        """
        Raises Fatal for a channel of the settings that the bot cannot see, and for a team channel that customers can, or
        that is a forum.
        """
        outage = any(g.unavailable for g in self._client().guilds)
        for channel, setting in [(self._team, "TEAM_CHANNEL"), *((c, "SUPPORT_CHANNELS") for c in sorted(self._support))]:
            if channel is None:
                continue
            missing = self.missing(channel)
            if missing is None and outage:
                continue
            if missing is None or "View Channel" in missing:
                raise Fatal(
                    f"Discord channel {channel} ({setting}) cannot be seen by the bot. "
                    "Invite the bot to its server and allow it View Channel there."
                )
            if missing:
                log.warning("discord.permissions_missing", channel=channel, setting=setting, permissions=missing)
        if not self.served():
            log.warning("discord.no_server", hint="set SUPPORT_CHANNELS, TEAM_CHANNEL or DISCORD_GUILDS: nobody is served")
        if isinstance(self._channel(self._team), discord.ForumChannel):
            raise Fatal(
                f"Discord channel {self._team} (TEAM_CHANNEL) is a forum, which takes no cards. Set a private text channel; "
                "forums may be in SUPPORT_CHANNELS."
            )
        if exposed := self.exposed():
            raise Fatal(exposed)

    def picked(self, channel: str) -> Picked:
        """What keeps the bot from working in a channel that somebody named."""
        found, missing = self._channel(int(channel)), self.missing(int(channel))
        if found is None or missing is None:
            return Picked(channel, "absent")
        if "View Channel" in missing:
            return Picked(f"#{found.name}", "absent")
        return Picked(f"#{found.name}", "permissions" if missing else "", tuple(missing))

    def missing(self, channel: int) -> list[str] | None:
        """The permissions that the bot lacks in `channel`, by Discord's names for them; None: it cannot be found."""
        found = self._channel(channel)
        if found is None or found.guild.me is None:
            return None
        return lacking(found, found.guild.me)

    def exposed(self) -> str:
        """Why the team channel must not be posted to, or "". With AGENTS set, who may see it is the operator's decision."""
        team = self._channel(self._team)
        return "" if team is None or self._roster.agents else exposed(team)

    def guard(self, channel: str) -> None:
        """Raises Unavailable for the team channel while customers can see it."""
        if self._team is not None and channel == str(self._team) and (exposed := self.exposed()):
            raise Unavailable(exposed)


def lacking(channel: discord.abc.GuildChannel, me: discord.Member) -> list[str]:
    """The permissions that the bot lacks there, by Discord's names for them."""
    mine = channel.permissions_for(me)
    spared = _NO_FORUM if isinstance(channel, discord.ForumChannel) else frozenset[str]()
    return [said for name, said in _NEEDED.items() if name not in spared and not getattr(mine, name)]


def wanting(channel: discord.abc.GuildChannel, me: discord.Member, *, team: bool, pings: bool) -> list[str]:
    """Those of the invite besides, without which the bot works, and something is missing now and then."""
    mine = channel.permissions_for(me)
    text = not isinstance(channel, discord.ForumChannel)
    wanted = _NOW_AND_THEN | (_OF_TEAM if team else _OF_PRIVACY if text else {}) | (_OF_PINGS if team and pings else {})
    return [said for name, said in wanted.items() if not getattr(mine, name)]


def exposed(team: discord.abc.GuildChannel) -> str:
    """Why customers can see the team channel, or ""."""
    if not team.permissions_for(team.guild.default_role).view_channel:
        return ""
    return (
        f"The team channel #{team.name} can be seen by everyone in {team.guild.name}. "
        "Deny View Channel to @everyone there, or set AGENTS."
    )


def _listed(ids: frozenset[tuple[str, str]], user: int, members: Iterable[discord.Member]) -> bool:
    mine = {str(user)} | {str(role.id) for m in members for role in m.roles}
    return any((PLATFORM, i) in ids for i in mine)
