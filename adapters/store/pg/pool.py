"""
Connections to PostgreSQL: pooled, patient with a database that restarts, and no transaction ever left open.

A lost connection leaves open whether the last statement took effect. What is asked again here is therefore harmless
twice; a unit's commit is not asked again but decided again, and the keys in `seen` tell whether it took effect (C12).
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, TypeVar

import asyncpg

from adapters.store.connection import settled

log = logging.getLogger("handoff.store")

T = TypeVar("T")
Connection = Any  #: asyncpg bears no types

#: seconds for which a database that does not answer is waited for: a failover takes 10 to 30
PATIENCE: Final = 30.0
#: seconds between two tries, the shortest and the longest
PAUSE: Final = (0.05, 1.0)
#: seconds for one statement and for connecting: a network that swallows packets must not hold a lane for ever
TIMEOUT: Final = 20.0
#: connections of one process, besides the one that listens
CONNECTIONS: Final = 8
#: tries of a statement whose connection was lost, or that a deadlock was resolved with
TRIES: Final = 5

#: whatever asyncpg and the network say
ERRORS: Final = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)

_GONE: Final = (
    OSError,  # TimeoutError is one
    asyncpg.InternalClientError,  # of one that the server ended while nobody spoke
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
)


def lost(error: BaseException, link: Connection | None = None) -> bool:
    """Whether the connection is what failed, so that another one may do."""
    if isinstance(error, asyncpg.InterfaceError):
        return link is not None and closed(link)
    return isinstance(error, _GONE)


def closed(link: Connection) -> bool:
    try:
        return bool(link.is_closed())
    except asyncpg.InterfaceError:  # the pool took it back when the server ended it
        return True


def drop(link: Connection) -> None:
    """Close without a word: its state is not known."""
    with suppress(asyncpg.InterfaceError):
        link.terminate()


async def _untouched(link: Connection) -> None:
    """Nothing is set on a pooled connection, so nothing is to be reset: a round trip less for every statement."""


async def pool_of(url: str, **settings: Any) -> Any:
    """A pool, one connection of it made. Raises what asyncpg does."""
    return await asyncpg.create_pool(
        url, min_size=1, max_size=CONNECTIONS, timeout=TIMEOUT, command_timeout=TIMEOUT, reset=_untouched, **settings
    )


class Pool:
    def __init__(self, pool: Any, patience: float = PATIENCE) -> None:
        self._pool, self._patience = pool, patience
        self._ill = False

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Raises ConnectionError where none is to be had for longer than a failover takes."""
        link = await self._acquire()
        try:
            yield link
        finally:
            await settled(self._release(link))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A connection in a transaction (READ COMMITTED), which ends with it: rolled back, unless it was committed."""
        link = await self._begun()
        try:
            yield link
        finally:
            await settled(self._end(link))

    async def run(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Do what may be done twice, on another connection if the first is lost meanwhile. Raises ConnectionError."""
        for turn in range(1, TRIES + 1):
            async with self.connection() as link:
                try:
                    return await work(link)
                except ERRORS as error:
                    if lost(error, link):
                        drop(link)
                    elif not isinstance(error, asyncpg.TransactionRollbackError):
                        raise
                    if turn == TRIES:
                        raise ConnectionError("the database's connections are lost again and again") from error
        raise AssertionError("the last try returned or raised")

    async def close(self) -> None:
        try:
            async with asyncio.timeout(TIMEOUT / 10):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()

    async def _acquire(self) -> Connection:
        loop = asyncio.get_running_loop()
        until, (pause, longest) = loop.time() + self._patience, PAUSE
        while True:
            try:
                link = await self._pool.acquire()
            except _GONE as error:
                if not self._ill:
                    self._ill = True
                    log.warning("the database can't be reached: %s", type(error).__name__)
                if loop.time() >= until:
                    raise ConnectionError("the database can't be reached") from error
                await asyncio.sleep(pause)
                pause = min(2 * pause, longest)
                continue
            if self._ill:
                self._ill = False
                log.info("the database answers again")
            return link

    async def _begun(self) -> Connection:
        """A connection in a transaction; one that turns out to be dead is not used."""
        while True:
            link = await self._acquire()
            try:
                await link.execute("BEGIN")
                return link
            except BaseException as error:
                again = lost(error, link)
                if again:
                    drop(link)
                await settled(self._end(link))
                if not again:
                    raise

    async def _end(self, link: Connection) -> None:
        try:
            if not closed(link) and link.is_in_transaction():
                await link.execute("ROLLBACK")
        except ERRORS:
            drop(link)
        await self._release(link)

    async def _release(self, link: Connection) -> None:
        try:
            await self._pool.release(link)
        except ERRORS:
            drop(link)


class Connected:
    """What the parts of the store share."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def _all(self, statement: str, *parameters: Any) -> list[Any]:
        found: list[Any] = await self._pool.run(lambda link: link.fetch(statement, *parameters))
        return found

    async def _one(self, statement: str, *parameters: Any) -> Any:
        """The first row, or None."""
        return await self._pool.run(lambda link: link.fetchrow(statement, *parameters))
