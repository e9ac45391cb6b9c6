"""Runs what compose made, until it is asked to stop; then drains."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Callable, Coroutine
from typing import Any, Final

from aiohttp.web import Application

from adapters.store.choice import open_store
from bot import http
from bot.compose import Loop, Parts, Platform, compose
from bot.settings import Settings
from handoff.errors import Fatal
from handoff.health import Health
from handoff.ports import Changes, Wants

log = logging.getLogger("handoff.bot")

#: seconds given to what is on its way when asked to stop; with closing well within 10 s
DRAIN: Final = 4.0


async def run(settings: Settings) -> int:
    """Until SIGTERM or SIGINT; the exit code. Raises Fatal where nothing can be served."""
    parts = await compose(settings)
    server = http.application(parts.health, parts.slack_http)
    gc.collect()
    gc.freeze()  # what stays for good is not searched again: a full collection kept everybody waiting for 76 ms
    return await operate(parts, server, settings.http_host, settings.http_port)


async def operate(parts: Parts, pages: Application, host: str, port: int, ready: Callable[[], None] = lambda: None) -> int:
    """Run the parts and the HTTP server until a signal; the exit code. `ready` is called once both run. Raises Fatal."""
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    try:
        if not await parts.store.starts(parts.clock.now()):
            parts.service.be_careful()
        async with parts.store.unit() as unit:  # the board stands from the first day, and is true after a crash
            await unit.load(Wants())
            await unit.save(Changes(dirty={"board"}), parts.clock.now())
        server = await http.serve(pages, host, port)
        try:
            ready()
            code = await serve(parts, stop)
        finally:
            await server.cleanup()
        await parts.store.ends()
        return code
    finally:
        await parts.store.close()


async def migrate(settings: Settings) -> int:
    """Bring the database up to date, and no more. Raises Fatal."""
    store = await open_store(settings.database_url)
    await store.close()
    log.info("the database has this version's schema")
    return 0


async def serve(parts: Parts, stop: asyncio.Event) -> int:
    """Until `stop`, or until no platform can be served; the exit code."""
    loops = [asyncio.create_task(_kept(type(loop).__name__, loop, parts.health)) for loop in parts.loops]
    served = [asyncio.create_task(_platform(platform, parts.health)) for platform in parts.platforms]
    stopping = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set() and not all(task.done() for task in served):
            running = [task for task in served if not task.done()]
            await asyncio.wait({*running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return 0 if stop.is_set() else 2
    finally:
        log.info("stopping")
        await asyncio.gather(*(platform.stop() for platform in parts.platforms), return_exceptions=True)
        await parts.outbox.stop(DRAIN)
        every = [*loops, *served, stopping]
        for task in every:
            task.cancel()
        await asyncio.gather(*every, return_exceptions=True)
        log.info("stopped")


async def _platform(platform: Platform, health: Health) -> None:
    """A platform's fatal error is told once, in its own words; the other platform goes on."""
    health.report(platform.name, False, "connecting")
    try:
        await platform.run()
    except Fatal as error:
        health.report(platform.name, False, str(error), fatal=True)
        log.error("%s cannot be served: %s", platform.name.title(), error)


async def _kept(name: str, loop: Loop, health: Health) -> None:
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
