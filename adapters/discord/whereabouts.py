"""Which place a channel is, and which channel a place: Discord addresses direct messages and threads by ids of their own."""

from collections.abc import Callable
from typing import Final

import discord

from handoff.model import Address
from handoff.recent import Recent

PLATFORM: Final = "discord"


class Whereabouts:
    """Learns from what comes in, and asks Discord only for what it never saw. Raises discord.py's errors."""

    def __init__(self, client: Callable[[], discord.Client]) -> None:
        self._client = client
        self._dms: Recent[int, int] = Recent()  # user -> channel
        self._people: Recent[int, int] = Recent()  # channel -> user
        self._threads: Recent[int, tuple[int, int, str]] = Recent()  # thread -> channel, server, a forum post's title
        self._names: Recent[int, str] = Recent()

    def name(self, user: str) -> str:
        """What a person was last called, or "" """
        return self._names.get(int(user), "")

    def met(self, user: discord.abc.User, channel: int | None = None) -> None:
        """`user` was seen; `channel` is that of their direct messages."""
        self._names[user.id] = user.display_name
        if channel is not None:
            self._dms[user.id], self._people[channel] = channel, user.id

    async def place(self, channel: int, guild: int | None, known: object = None) -> Address | None:
        """The place that `channel` is; `known` is the SDK's object for it, if there is one. None: no such place (any more)."""
        if guild is None:
            user = self._people.get(channel) or await self._recipient(channel)
            return Address(PLATFORM, "", f"@{user}") if user else None
        server = self._client().get_guild(guild)
        found = (server.get_channel_or_thread(channel) if server else None) or known
        if isinstance(found, discord.Thread):
            self._learn(found)
        elif not isinstance(found, discord.abc.GuildChannel) and channel not in self._threads:
            await self._ask(channel)
        if channel in self._threads:
            return Address(PLATFORM, str(guild), str(self._threads[channel][0]), str(channel))
        return Address(PLATFORM, str(guild), str(channel))

    async def _ask(self, channel: int) -> None:
        """A thread's parent, where the thread is archived and so not in the SDK's cache."""
        found = await self._client().fetch_channel(channel)
        if isinstance(found, discord.Thread):
            self._learn(found)

    def _learn(self, thread: discord.Thread) -> None:
        title = thread.name if isinstance(thread.parent, discord.ForumChannel) else ""
        self._threads[thread.id] = thread.parent_id, thread.guild.id, title

    def title(self, message: discord.Message) -> str:
        """What a forum's post is called, for the message that it begins with, whose id is the post's; else ""."""
        known = self._threads.get(message.id) if message.id == message.channel.id else None
        return known[2] if known else ""

    async def _recipient(self, channel: int) -> int | None:
        try:
            found = await self._client().fetch_channel(channel)
        except (discord.NotFound, discord.Forbidden):
            return None
        if isinstance(found, discord.DMChannel) and found.recipient is not None:
            self.met(found.recipient, channel)
            return found.recipient.id
        return None

    async def channel(self, place: Address) -> int:
        """The id to post to. A person's first direct message opens it."""
        if not place.direct:
            return int(place.thread or place.channel)
        user = int(place.channel[1:])
        if user not in self._dms:
            opened = await self._client().create_dm(discord.Object(user))
            self._dms[user], self._people[opened.id] = opened.id, user
        return self._dms[user]

    def server(self, place: Address) -> str:
        """The server's id, also where the settings gave the channel alone; "" for direct messages and the unknown."""
        if place.workspace or place.direct:
            return place.workspace
        found = self._client().get_channel(int(place.channel))
        return str(found.guild.id) if isinstance(found, discord.abc.GuildChannel) else ""

    def link(self, place: Address, message: str) -> str:
        """A message's address for people; where the channel of a direct message is not known, ""."""
        channel = place.thread or place.channel
        if place.direct:
            known = self._dms.get(int(place.channel[1:]))
            return f"https://discord.com/channels/@me/{known}/{message}" if known else ""
        server = self.server(place)
        return f"https://discord.com/channels/{server}/{channel}/{message}" if server else ""
