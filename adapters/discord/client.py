"""The SDK's client: puts what arrives into the line, tells the platform how it stands, and keeps no caches of people."""

import asyncio
from typing import Any, Protocol

import discord
import structlog
import yarl

from adapters.discord.interactions import Interactions
from adapters.discord.receive import Receiver
from adapters.discord.whereabouts import PLATFORM
from handoff.health import Health

log = structlog.get_logger()


class Platform(Protocol):
    """What the client tells, and where it puts things."""

    health: Health
    settled: asyncio.Event
    receiver: Receiver
    interactions: Interactions

    def logged_in(self, bot: "Bot") -> None: ...

    def opened(self, why: str) -> None: ...

    def review(self) -> None: ...


def intents() -> discord.Intents:
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)


class Bot(discord.Client):
    """Puts what arrives into the line, and keeps no caches."""

    def __init__(self, platform: Platform) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=30,
        )
        self._platform = platform

    async def setup_hook(self) -> None:
        _, url, _ = await self.http.get_bot_gateway()
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
        self._platform.logged_in(self)

    async def on_connect(self) -> None:
        self._platform.opened("new session")

    async def on_resumed(self) -> None:
        self._platform.opened("resumed")

    async def on_disconnect(self) -> None:
        self._platform.health.report(PLATFORM, False, "reconnecting")

    async def on_ready(self) -> None:
        self._platform.settled.set()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        if not any(g.unavailable for g in self.guilds):
            self._platform.settled.set()
        self._platform.review()

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        self._platform.review()

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        self._platform.review()

    async def on_message(self, message: discord.Message) -> None:
        self._platform.receiver.put(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        self._platform.receiver.put(event)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self._platform.receiver.put(event)

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        self._platform.receiver.put(event)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._platform.interactions.handle(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("discord.handler_failed", handler=event_method)
