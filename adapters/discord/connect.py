"""Discord as one thing that runs: logs in, listens, catches up, and says in plain words what somebody must switch on."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import discord
import structlog

from adapters.discord import commands
from adapters.discord.access import Access
from adapters.discord.catchup import CatchUp
from adapters.discord.client import Bot
from adapters.discord.interactions import Interactions
from adapters.discord.outbound import DiscordChannel
from adapters.discord.read import Reader
from adapters.discord.receive import Arrival, Gap, Receiver
from adapters.discord.whereabouts import PLATFORM, Whereabouts
from handoff.errors import Fatal, Unavailable
from handoff.events import Event
from handoff.health import Health
from handoff.model import Person, Places, Roster
from handoff.ports import Clock, Sink, Watermarks

log = structlog.get_logger()

NOT_VALID: Final = "DISCORD_TOKEN is not valid. Copy it again from the Discord Developer Portal → your application → Bot."
INTENT: Final = (
    "Discord needs the Message Content Intent. Switch it on in the Discord Developer Portal → your application → Bot "
    "→ Privileged Gateway Intents → Message Content Intent."
)
#: close codes after which connecting again cannot help
_CLOSED: Final = {
    4004: NOT_VALID,
    4010: "Discord refused the connection (4010: invalid shard). This bot does not shard.",
    4011: "Discord wants this bot to be sharded (4011): it is in too many servers.",
    4012: "Discord no longer speaks this version of its gateway (4012). Update discord.py.",
    4013: "Discord refused the intents (4013). Update discord.py.",
    4014: INTENT,
}
_LONGEST_PAUSE: Final = 60.0
_STANDING_BY: Final = 2.0  #: seconds without the right to listen, after which we are well all the same
_SETTLING: Final = 10.0  #: seconds to wait for the servers after the gateway's READY


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordSettings:
    token: str
    api_url: str = "https://discord.com/api/v10"
    guilds: frozenset[str] = frozenset()
    catch_up: int = 500  #: messages read for one surface after a gap


#: of a name: a context that is entered when this process alone has it; the event is set when it has it no longer
Sole = Callable[[str], AbstractAsyncContextManager[asyncio.Event]]


@asynccontextmanager
async def _at_once(_: str) -> AsyncIterator[asyncio.Event]:
    yield asyncio.Event()


class DiscordPlatform:
    name = PLATFORM

    def __init__(
        self,
        settings: DiscordSettings,
        places: Places,
        roster: Roster,
        sink: Sink,
        watermarks: Watermarks,
        views: commands.Facts,
        health: Health,
        clock: Clock,
        sole: Sole = _at_once,
    ) -> None:
        self._settings, self._facts, self.health, self._sole = settings, views, health, sole
        self._bot: Bot | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._checked = self._caught_up = self._stopping = False
        self.settled, self._stopped = asyncio.Event(), asyncio.Event()
        self._where = Whereabouts(self.client)
        self._access = Access(self.client, settings.guilds, places, roster, clock)
        self._reader = Reader(self.client, self._where, self._access, clock)
        self._catch_up = CatchUp(
            self.client, places, self._where, self._access, self._reader, watermarks, clock, settings.catch_up
        )
        self.receiver = Receiver(sink, self._read)
        self.interactions = Interactions(sink, self._where, self._access)
        self.channel = DiscordChannel(self.client, self._where, self._access, health)

    def client(self) -> discord.Client:
        """The client that is logged in; raises Unavailable while there is none."""
        if self._bot is None or self._bot.is_closed():
            raise Unavailable("Not connected to Discord.", 1.0)
        return self._bot

    async def of_the_team(self, person: Person) -> bool | None:
        """Whether somebody is an agent now; None: it cannot be told."""
        return await self._access.of_the_team(int(person.user)) if self._caught_up else None

    # ---- running

    async def run(self) -> None:
        """Until cancelled or stopped. Raises Fatal, having reported it, when somebody has to change something."""
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # we do not speak
        # at DEBUG discord.py logs tokens and everything that people write
        logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLogger("discord").level))
        discord.http.Route.BASE = self._settings.api_url.rstrip("/")
        self.health.report(PLATFORM, False, "connecting")
        taking = asyncio.create_task(self.receiver.run(), name="discord-receiver")
        listening = asyncio.create_task(self._listen(), name="discord-gateway")
        stopping = asyncio.create_task(self._stopped.wait(), name="discord-stopping")
        try:
            await asyncio.wait({taking, listening, stopping}, return_when=asyncio.FIRST_COMPLETED)
            for task in (listening, taking):
                if task.done():
                    await task
        except Fatal as exc:
            self.health.report(PLATFORM, False, str(exc), fatal=True)
            log.error("discord.fatal", why=str(exc))
            raise
        finally:
            ending: list[asyncio.Task[Any]] = [taking, listening, stopping, *self._background]
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)
            await self._close()

    async def stop(self) -> None:
        """No new events; what has arrived is committed first, for a few seconds at most."""
        self._stopping = True
        self.receiver.close()
        try:
            async with asyncio.timeout(3):
                await self.receiver.empty()
        except TimeoutError:
            log.warning("discord.stopped_early", hint="the rest is read again at the next start")
        await self._close()
        self._stopped.set()

    async def _close(self) -> None:
        if self._bot is not None and not self._bot.is_closed():
            await self._bot.close()

    async def _listen(self) -> None:
        pause, loop = 1.0, asyncio.get_running_loop()
        while not self._stopping:
            bot, began = Bot(self), loop.time()
            try:
                await self._session(bot)
            except (Fatal, asyncio.CancelledError):
                raise
            except Exception as exc:  # noqa: BLE001 - the connection loop
                log.warning("discord.connection_lost", error=type(exc).__name__, again_in=pause)
                self.health.report(PLATFORM, False, f"cannot connect ({type(exc).__name__})")
            finally:
                await bot.close()
            await asyncio.sleep(pause)
            pause = 1.0 if loop.time() - began > _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)

    async def _session(self, bot: Bot) -> None:
        try:
            await bot.login(self._settings.token)
            await self._alone(bot)
        except discord.LoginFailure as exc:
            raise Fatal(NOT_VALID) from exc
        except discord.PrivilegedIntentsRequired as exc:
            raise Fatal(INTENT) from exc
        except discord.ConnectionClosed as exc:
            if exc.code in _CLOSED:
                raise Fatal(_CLOSED[exc.code]) from exc
            raise

    async def _alone(self, bot: Bot) -> None:
        """
        Listen, if no other process does: Discord tells everything to every session of one token. Until then we send
        what is to be sent, and stand by. Raises Unavailable when the right to listen is lost.
        """
        async with AsyncExitStack() as stack:
            waiting = asyncio.ensure_future(stack.enter_async_context(self._sole(PLATFORM)))
            tasks: list[asyncio.Future[Any]] = [waiting]
            try:
                done, _ = await asyncio.wait(tasks, timeout=_STANDING_BY)
                if not done:
                    log.info("discord.standing_by", hint="another process listens to Discord")
                    await self._access.read_roles()
                    self.health.report(PLATFORM, True, "standing by: another process listens")
                lost = await waiting
                self.health.report(PLATFORM, False, "connecting")
                tasks += [asyncio.ensure_future(bot.connect()), asyncio.ensure_future(lost.wait())]
                await asyncio.wait(tasks[1:], return_when=asyncio.FIRST_COMPLETED)
                if lost.is_set():
                    raise Unavailable("The right to listen to Discord was lost.")
                await tasks[1]
            finally:
                for task in tasks:
                    task.cancel()
                await bot.close()
                await asyncio.gather(*tasks, return_exceptions=True)

    # ---- what the client tells

    def logged_in(self, bot: Bot) -> None:
        """From setup_hook, once a login: the gateway's READY comes again with every new session."""
        self._bot = bot
        task = asyncio.create_task(commands.register(bot, self._facts), name="discord-commands")
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def opened(self, why: str) -> None:
        self._caught_up = False
        if why == "new session":
            self.settled.clear()
        self.health.report(PLATFORM, False, "catching up")
        self.receiver.put(Gap(why))

    def review(self) -> None:
        """Permissions may have changed: a team channel that customers can see makes us unwell until it is closed."""
        if not self._caught_up:
            return
        exposed = self._access.exposed()
        if exposed:
            log.error("discord.team_channel_exposed", why=exposed)
        self.health.report(PLATFORM, not exposed, exposed)

    async def _read(self, arrival: Arrival) -> AsyncIterator[Event]:
        if not isinstance(arrival, Gap):
            async for event in self._reader.read(arrival):
                yield event
            return
        await self._settle()
        log.info("discord.connected", session=arrival.why)
        async for event in self._catch_up.missed():
            yield event
        self._caught_up = True
        self.review()

    async def _settle(self) -> None:
        """Until the servers are known. At the first time, what the settings name is checked."""
        try:
            async with asyncio.timeout(_SETTLING):
                await self.settled.wait()
        except TimeoutError:
            log.warning("discord.servers_late")
        if not self._checked:
            self._access.check()
            self._checked = True
