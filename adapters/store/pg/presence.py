"""
That a process is there, for the others to see: a lock that is its own, and gone with it.

One connection holds the lock, hears the others' wake-ups and runs out the leases of processes whose lock is gone. It
speaks every few seconds, and the database ends it if it does not (idle_session_timeout): so a process that was killed,
cut off or stopped is gone for the others within QUIET, though its connection may stay open for hours. Without the
connection everything still works, only slower: rows are found by polling and leases run out by themselves.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import blake2b
from typing import Any, Final

import asyncpg

from adapters.store.connection import settled
from adapters.store.pg import statements as sql
from adapters.store.pg.pool import ERRORS, PAUSE, TIMEOUT, Connection

log = logging.getLogger("handoff.store")

#: the classes of advisory locks by two numbers: a process's presence, and "only one does this"
PRESENT: Final = 7_301
SOLE: Final = 7_302
#: seconds after which a process that does not speak is gone, and between its words
QUIET: Final = 20.0
SPEAK: Final = 5.0
#: seconds between two tries for a lock that another process holds, and between two announcements
AGAIN: Final = 1.0
GATHER: Final = 0.02

_CHANNEL: Final = "handoff"


async def connected(url: str, quiet: float) -> Connection:
    """A connection that the database ends when it is silent, or its host is gone, for `quiet` seconds."""
    settings = {
        "idle_session_timeout": f"{round(quiet * 1000)}ms",
        "tcp_keepalives_idle": str(max(1, round(quiet / 4))),
        "tcp_keepalives_interval": str(max(1, round(quiet / 8))),
        "tcp_keepalives_count": "4",
    }
    return await asyncpg.connect(url, timeout=TIMEOUT, command_timeout=TIMEOUT / 4, server_settings=settings)


class Presence:
    """`me` is the process: another number after each start."""

    def __init__(self, url: str, me: int, quiet: float = QUIET) -> None:
        self._url, self.me, self.quiet = url, me, quiet
        self._speak = min(SPEAK, quiet / 4)
        self._heard: Callable[[], None] = lambda: None
        self._announced = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def on_wake(self, heard: Callable[[], None]) -> None:
        """Call `heard` when another process has saved something to send: a hint."""
        self._heard = heard

    def announce(self) -> None:
        """Tell the others, soon, that there may be something to send."""
        self._announced.set()

    async def begin(self) -> None:
        """Be present; from then on until end(). Raises what asyncpg does."""
        link = await self._enter()
        self._task = asyncio.create_task(self._stay(link), name="presence")

    async def end(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _enter(self) -> Connection:
        link = await connected(self._url, self.quiet)
        try:
            # Waited for: after a cut of the network the former connection's may not have been noticed yet.
            await link.execute("SELECT pg_advisory_lock($1::int, $2::int)", PRESENT, self.me)
            await link.add_listener(_CHANNEL, self._hear)
        except BaseException:
            link.terminate()
            raise
        return link

    def _hear(self, _link: object, _pid: int, _channel: str, who: str) -> None:
        if who != str(self.me):
            self._heard()

    async def _stay(self, link: Connection) -> None:
        """Until cancelled: speak; when the connection is lost, make another one."""
        pause = PAUSE[0]
        while True:
            try:
                if link is None:
                    link = await self._enter()
                    log.info("this process is present again")
                await self._attend(link)
            except ERRORS as error:
                if link is not None:
                    log.warning("the connection that listens was lost (%s): polling goes on", type(error).__name__)
                    link.terminate()
                    link, pause = None, PAUSE[0]
                await asyncio.sleep(pause)
                pause = min(2 * pause, PAUSE[1])
            except asyncio.CancelledError:
                if link is not None:
                    link.terminate()
                raise

    async def _attend(self, link: Connection) -> None:
        loop = asyncio.get_running_loop()
        spoken = 0.0
        while True:
            if loop.time() - spoken >= self._speak:
                for release in sql.RELEASE:
                    await link.execute(release, None, PRESENT)
                spoken = loop.time()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._speak):
                    await self._announced.wait()
                await asyncio.sleep(GATHER)
                self._announced.clear()
                await link.execute("SELECT pg_notify($1, $2)", _CHANNEL, str(self.me))


@asynccontextmanager
async def sole(url: str, name: str, quiet: float = QUIET) -> AsyncIterator[asyncio.Event]:
    """Wait until this process alone holds the lock of that name: until the context ends, or the event that comes is set."""
    key = int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), signed=True)
    link = await _locked(url, name, key, quiet)
    lost = asyncio.Event()
    link.add_termination_listener(lambda _: lost.set())
    speaking = asyncio.create_task(_keep(link, lost, min(SPEAK, quiet / 4)), name=f"sole {name}")
    try:
        yield lost
    finally:
        speaking.cancel()
        await settled(_let_go(link))


async def _locked(url: str, name: str, key: int, quiet: float) -> Connection:
    """A connection that holds the lock."""
    waits = False
    while True:
        link: Any = None
        try:
            link = await connected(url, quiet)
            while not await link.fetchval("SELECT pg_try_advisory_lock($1::int, $2::int)", SOLE, key):
                if not waits:
                    waits = True
                    log.info("another process has %s: this one waits to take over", name)
                await asyncio.sleep(AGAIN)
            return link
        except BaseException as error:
            if link:
                link.terminate()
            if not isinstance(error, ERRORS):
                raise
            log.warning("the lock %s can't be asked for: %s", name, type(error).__name__)
        await asyncio.sleep(AGAIN)


async def _keep(link: Connection, lost: asyncio.Event, every: float) -> None:
    """Speak until the connection is lost: whoever can't is not known to hold the lock any more."""
    try:
        while True:
            await asyncio.sleep(every)
            await link.execute("SELECT 1")
    except ERRORS:
        link.terminate()
    finally:
        lost.set()


async def _let_go(link: Connection) -> None:
    """Closing gives the lock back."""
    try:
        await link.close(timeout=TIMEOUT / 10)
    except ERRORS:
        link.terminate()
