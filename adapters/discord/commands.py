"""Slash commands as Discord registers them, made from the one table; registered only when they have changed."""

import asyncio
import hashlib
import json
from typing import Any, Final, Protocol

import aiohttp
import discord
import structlog

from handoff.commands import COMMANDS, MESSAGE_ACTIONS, Command, MessageAction, Option, Who, names, verbs

log = structlog.get_logger()

FACT: Final = "discord:commands"
_GUILD, _BOT_DM = 0, 1
_MESSAGE: Final = discord.AppCommandType.message.value
_LONGEST: Final = 6000  #: characters of a text option
_SUBCOMMAND, _STRING, _INTEGER, _USER, _CHANNEL, _MENTIONABLE = 1, 3, 4, 6, 7, 9
#: the kinds of channel that people write in, and we can serve: text and forum
_CHANNEL_TYPES: Final = (0, 15)
_PAUSES: Final = (5.0, 60.0, 600.0)  #: seconds before another try

_GROUPS: Final = {
    "handoff": "Work on conversations",
    "keywords": "The phrases that bring in a person",
    "triggers": "What sets off a handoff, and other settings",
}


class Facts(Protocol):
    async def fact(self, name: str) -> str: ...

    async def remember(self, name: str, value: str) -> None: ...


def payload() -> list[dict[str, Any]]:
    """
    Every command. Where it is offered is a convenience: what a person may is decided when it is used.

    Not made with discord.py's CommandTree, which reads commands out of functions' signatures: ours are a table.
    """
    return [*map(_command, names()), *map(_message_command, MESSAGE_ACTIONS)]


def _command(name: str) -> dict[str, Any]:
    rows = [c for c in COMMANDS if c.name == name]
    for_customers = any(c.who is Who.CUSTOMER for c in rows)
    top: dict[str, Any] = {
        "type": 1,
        "name": name,
        "integration_types": [0],
        "contexts": [_GUILD, _BOT_DM] if for_customers else [_GUILD],
    }
    if rows[0].verb == "":
        return top | {"description": rows[0].help[:100], "options": _options(rows[0])}
    described = _GROUPS.get(name, f"{name.capitalize()}: {', '.join(c.verb for c in verbs(name))}")
    return top | {"description": described[:100], "options": [_subcommand(c) for c in verbs(name)]}


def _message_command(action: MessageAction) -> dict[str, Any]:
    """In the menu of every message; Discord wants no description. Not in direct messages: nobody points at those of others."""
    return {"type": _MESSAGE, "name": action.title, "integration_types": [0], "contexts": [_GUILD]}


def _subcommand(command: Command) -> dict[str, Any]:
    return {"type": _SUBCOMMAND, "name": command.verb, "description": command.help[:100], "options": _options(command)}


def _options(command: Command) -> list[dict[str, Any]]:
    # Discord wants required options first; what a form asks for where it is missing need not be given
    return [_option(o, o.required and not command.form) for o in sorted(command.options, key=lambda o: not o.required)]


def _option(option: Option, required: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": _type(option),
        "name": option.name,
        "description": option.help[:100],
        "required": required,
    }
    if option.number:
        return made | {"min_value": 1}
    if option.person or option.group:
        return made
    if option.channel:
        return made | {"channel_types": list(_CHANNEL_TYPES)}
    choices = [{"name": each, "value": each} for each in option.choices]
    return made | ({"choices": choices} if choices else {"max_length": min(option.limit, _LONGEST)})


def _type(option: Option) -> int:
    kinds = {_INTEGER: option.number, _USER: option.person, _CHANNEL: option.channel, _MENTIONABLE: option.group}
    return next((kind for kind, is_one in kinds.items() if is_one), _STRING)


def digest(application: int) -> str:
    """Changes with the commands, and with the bot that they are registered for."""
    text = json.dumps([application, payload()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


async def register(client: discord.Client, facts: Facts) -> None:
    """In the background: the bot works without. Discord allows 200 creations a day."""
    application = client.application_id
    if application is None:
        return
    for pause in (*_PAUSES, 0.0):
        try:
            if await facts.fact(FACT) == digest(application):
                return
            await client.http.bulk_upsert_global_commands(application, payload())
            await facts.remember(FACT, digest(application))
        except (discord.DiscordException, aiohttp.ClientError, OSError) as exc:
            code = exc.code if isinstance(exc, discord.HTTPException) else 0
            log.warning("discord.commands_not_registered", error=type(exc).__name__, code=code, again_in=pause or None)
            await asyncio.sleep(pause)
        else:
            log.info("discord.commands_registered", commands=len(payload()))
            return
