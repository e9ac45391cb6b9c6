"""Builds everything and runs it: the only place that knows every part."""

import asyncio
import contextlib
import importlib.resources
import logging
import signal
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from adapters.discord.connect import DiscordPlatform, DiscordSettings
from adapters.store.sqlite import SqliteStore
from bot import http
from bot.settings import Settings
from handoff.asking import Asker
from handoff.errors import Fatal
from handoff.events import CannotAnswer, Outcome
from handoff.health import Health
from handoff.outbox import OutboxWorker
from handoff.pacing import Pacer
from handoff.ports import Channel
from handoff.projections import Projector
from handoff.service import Service
from handoff.timers import TimerWorker
from handoff.triggers.sentiment import Scorer

log = logging.getLogger("handoff.bot")

#: seconds given to what is on its way when asked to stop; with closing well within 10 s
DRAIN = 4.0


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class NoAI:
    """AI=none: never asked, since every question goes to the team."""

    async def respond(self, history: object, deadline: float) -> Outcome:
        return CannotAnswer("no AI is set up")


def scorer() -> Scorer:
    folder = importlib.resources.files("vaderSentiment")
    return Scorer(
        folder.joinpath("vader_lexicon.txt").read_text(encoding="utf-8"),
        folder.joinpath("emoji_utf8_lexicon.txt").read_text(encoding="utf-8"),
    )


async def run(settings: Settings) -> int:
    """Until SIGTERM or SIGINT; the exit code. Raises Fatal where nothing can be served."""
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    clock, health, pacer, places = WallClock(), Health(), Pacer(), settings.places()
    store = await SqliteStore.open(settings.database_url, team=places.team)
    woken: list[OutboxWorker] = []
    service = Service(store, places, scorer().score, clock, lambda: woken[0].wake(), answers=settings.ai != "none")
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    wire = DiscordSettings(token=token, api_url=settings.discord_api_url, guilds=settings.discord_guilds)
    discord = DiscordPlatform(wire, places, settings.roster(), service, store, store, health, clock)
    health.report("discord", False, "connecting")
    channels: dict[str, Channel] = {discord.name: discord.channel}
    asker = Asker(NoAI(), store, service, channels, clock, settings.ai_timeout)
    outbox = OutboxWorker(store, store, service, channels, places, asker, clock, pacer)
    woken.append(outbox)
    loops = [service, outbox, Projector(store, channels, places, clock, pacer), TimerWorker(store, service, clock)]
    server = await http.serve(http.application(health), settings.http_host, settings.http_port)
    tasks = [asyncio.create_task(_kept(type(loop).__name__, loop, health)) for loop in loops]
    platform = asyncio.create_task(discord.run())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({platform, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if platform.done() and not stop.is_set():
            await platform  # raises what ended it
        return 0
    finally:
        await discord.stop()
        await outbox.stop(DRAIN)
        for task in (*tasks, platform, stopping):
            task.cancel()
        await asyncio.gather(*tasks, platform, stopping, return_exceptions=True)
        await store.close()
        await server.cleanup()


async def _kept(name: str, loop: "Any", health: Health) -> None:
    """A loop of the core never stays dead: it is started again, and health says so meanwhile."""
    wait = 1.0
    while True:
        try:
            await loop.run()
        except Exception:
            log.exception("%s died and is started again", name)
            health.report(name, False, "restarting")
            await asyncio.sleep(wait)
            wait = min(wait * 2, 30.0)
            health.report(name, True)


def main(work: Coroutine[Any, Any, int]) -> int:
    """Run to the end; a Fatal is told in its own words, exit code 2."""
    try:
        with contextlib.suppress(KeyboardInterrupt):
            return asyncio.run(work)
    except Fatal as error:
        log.error("%s", error)
        return 2
    return 0
