"""`handoff doctor`: everything that must be right, looked at without changing anything; what is wrong says where to click."""

import json
import socket
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import asdict
from typing import Final

from rich.console import Console
from rich.text import Text

from adapters.discord import doctor as discord
from adapters.slack import doctor as slack
from adapters.store import doctor as store
from bot.compose import WallClock, discord_settings, pages, responder, slack_settings
from bot.settings import Faults, Settings, load
from handoff.errors import Fatal
from handoff.events import Failed
from handoff.health import Finding
from handoff.ports import Said

_MARKS: Final = {True: ("well ", "green"), False: ("WRONG", "bold red"), None: ("?    ", "yellow")}


async def examine() -> AsyncIterator[Finding]:
    """One after another; settings that cannot be read are all that is said then."""
    try:
        settings = load()
    except Faults as faults:
        for line in faults.lines:
            name, _, words = line.partition(": ")
            yield Finding(f"Setting {name}", False, words)
        return
    yield Finding("Settings", True, "all of them can be read")
    yield await store.examine(settings.database_url)
    yield await _ai(settings)
    yield _port(settings)
    places, roster = settings.places(), settings.roster()
    if settings.slack:
        async for found in slack.examine(slack_settings(settings), places, roster, WallClock()):
            yield found
    if settings.discord:
        async for found in discord.examine(discord_settings(settings), places, roster):
            yield found


async def _ai(settings: Settings) -> Finding:
    """One real call."""
    if settings.ai == "none":
        return Finding("AI", True, "none: every question goes to the team")
    try:
        knowledge = pages(settings)
        outcome = await responder(settings, knowledge).respond([Said("customer", "How can you help me?")], settings.ai_timeout)
    except Fatal as error:
        return Finding("AI", False, str(error))
    if isinstance(outcome, Failed):
        look = ", ".join(["AI", *settings.ai_keys()])
        return Finding("AI", False, f"AI={settings.ai} gave no answer: {outcome.why}. Look at {look}")
    topics = len(knowledge.topics()) if knowledge else 0
    return Finding("AI", True, f"{settings.ai} answers" + (f", from {topics} pages" if topics else ""))


def _port(settings: Settings) -> Finding:
    where = f"{settings.http_host}:{settings.http_port}"
    try:
        with socket.create_server((settings.http_host, settings.http_port)):
            return Finding("Port", True, where)
    except OSError as error:
        words = f"{where} cannot be had ({error.strerror}): the bot runs already, or set another HTTP_HOST, HTTP_PORT"
        return Finding("Port", None, words)


async def run(*, as_json: bool) -> int:
    """Print what is found, as it is found; the exit code."""
    found: list[Finding] = []
    console = Console(stderr=False, highlight=False, soft_wrap=True)
    async for each in examine():
        found.append(each)
        if not as_json:
            mark, style = _MARKS[each.well]
            console.print(Text.assemble((mark, style), "  ", (each.what, "bold"), f": {each.words}"))
    if as_json:
        sys.stdout.write(json.dumps([asdict(each) for each in found], indent=2) + "\n")
    elif wrong := _wrong(found):
        console.print(f"\n{len(wrong)} to put right.")
    else:
        console.print("\nAll is well.")
    return 1 if _wrong(found) else 0


def _wrong(found: Iterable[Finding]) -> Sequence[Finding]:
    return [each for each in found if each.well is False]
