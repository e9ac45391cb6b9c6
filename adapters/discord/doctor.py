"""What is wrong with the Discord side, and exactly where to click; asked over REST alone: a running bot is not disturbed."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import aiohttp
import discord

from adapters.discord import commands
from adapters.discord.access import exposed, lacking, wanting
from adapters.discord.connect import INTENT, NOT_VALID, DiscordSettings
from adapters.discord.whereabouts import PLATFORM
from handoff.health import Finding
from handoff.model import Places, Roster

_TROUBLE: Final = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
_PORTAL: Final = "Discord Developer Portal → your application"


async def examine(settings: DiscordSettings, places: Places, roster: Roster) -> AsyncIterator[Finding]:
    """One finding after another; what cannot be asked since something before it is wrong is left out."""
    discord.http.Route.BASE = settings.api_url.rstrip("/")
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(settings.token)
            application = await client.application_info()
        except discord.LoginFailure:
            yield Finding("Discord token", False, NOT_VALID)
            return
        except _TROUBLE as error:
            yield Finding("Discord token", False, _said(error, settings.api_url))
            return
        yield Finding("Discord token", True, f"{application.name} ({client.user})")
        for found in _application(application):
            yield found
        yield await _commands(client, application.id)
        async for found in _channels(client, places, roster):
            yield found


def _application(application: discord.AppInfo) -> Sequence[Finding]:
    flags = application.flags
    hears = flags.gateway_message_content or flags.gateway_message_content_limited
    words = "switched on" if hears else INTENT
    closed = not application.bot_public
    public = "only you can add the bot" if closed else f"anybody can add the bot: {_PORTAL} → Bot → Public Bot, switch it off"
    return Finding("Discord message content", hears, words), Finding("Discord public bot", closed, public)


async def _commands(client: discord.Client, application: int) -> Finding:
    try:
        there = await client.http.get_global_commands(application)
    except _TROUBLE as error:
        return Finding("Discord commands", False, f"they cannot be read ({type(error).__name__})")
    wanted, known = _names(commands.payload()), _names(there)
    if missing := sorted(wanted - known):
        return Finding("Discord commands", None, f"not there yet: {', '.join(missing)}; `handoff run` registers them")
    return Finding("Discord commands", True, f"{len(known)} in step")


def _names(payload: Sequence[Any]) -> set[str]:
    """Every command and verb."""
    found = set()
    for each in payload:
        verbs = [o["name"] for o in each.get("options") or [] if o["type"] == discord.AppCommandOptionType.subcommand.value]
        found |= {f"/{each['name']} {verb}" for verb in verbs} or {f"/{each['name']}"}
    return found


async def _channels(client: discord.Client, places: Places, roster: Roster) -> AsyncIterator[Finding]:
    team = places.team.channel if places.team and places.team.platform == PLATFORM else ""
    support = sorted(channel for platform, channel in places.support if platform == PLATFORM)
    for name in [*([team] if team else []), *support]:
        setting = "TEAM_CHANNEL" if name == team else "SUPPORT_CHANNELS"
        what = f"Discord channel {name}"
        try:
            channel, me = await _seen(client, int(name))
        except _TROUBLE:
            words = f"({setting}) cannot be seen by the bot: invite it to its server, and allow it View Channel there"
            yield Finding(what, False, words)
            continue
        what = f"Discord channel #{channel.name}"
        missing = lacking(channel, me) + wanting(channel, me, team=name == team, pings=bool(places.ping))
        words = f"lacks {', '.join(missing)}: channel → Edit Channel → Permissions → the bot" if missing else "all permissions"
        if name == team and isinstance(channel, discord.ForumChannel):
            missing, words = ["a text channel"], "TEAM_CHANNEL is a forum, which takes no cards: use a private text channel"
        elif name == team and not missing and not roster.agents and (why := exposed(channel)):
            missing, words = ["privacy"], why
        yield Finding(what, not missing, words)


async def _seen(client: discord.Client, channel: int) -> tuple[discord.abc.GuildChannel, discord.Member]:
    """A channel with its server's roles, and the bot as a member there."""
    first = await client.fetch_channel(channel)
    if not isinstance(first, discord.abc.GuildChannel) or client.user is None:
        raise discord.InvalidData("not a server's channel")
    guild = await client.fetch_guild(first.guild.id)
    found = await guild.fetch_channel(channel)
    if not isinstance(found, discord.abc.GuildChannel):
        raise discord.InvalidData("a thread")
    return found, await guild.fetch_member(client.user.id)


def _said(error: Exception, url: str) -> str:
    if isinstance(error, discord.HTTPException) and error.status < 500:
        return f"Discord said {error.status} {error.text[:100]}"
    return f"{url} does not answer ({type(error).__name__}): check DISCORD_API_URL and the network"
