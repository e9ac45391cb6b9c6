"""The store on PostgreSQL: any number of equal processes on one database."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

from adapters.store.codec import stamp, storable
from adapters.store.connection import settled
from adapters.store.pg import opening, presence
from adapters.store.pg import statements as sql
from adapters.store.pg.handoffs import Handoffs
from adapters.store.pg.homes import Looks
from adapters.store.pg.outbox import Leased
from adapters.store.pg.pool import ERRORS, PATIENCE, Connection, Pool, pool_of
from adapters.store.pg.presence import PRESENT, QUIET, Presence
from adapters.store.pg.readings import Readings, Surfaces
from adapters.store.pg.unit import PostgresUnit
from adapters.store.retention import RETENTION, utc
from handoff.model import Address

#: longer than a request to a platform may take (20 s), and renewed while its row is carried out
LEASE: Final = timedelta(seconds=30)
#: seconds that a database which does not answer may hold up the end
CLOSING: Final = 2.0

_RETENTION: Final = tuple((statement.replace("?", "$1"), age) for statement, age in RETENTION)


class PostgresStore(Leased, Readings, Looks, Handoffs, Surfaces):
    """
    Fits handoff.ports.Store, Outbox, Views, Homes, Handoffs, Timers, Watermarks and Retention. Made by `open`, ended by
    `close`.
    """

    _held: AsyncExitStack

    def __init__(
        self, url: str, pool: Pool, here: Presence, team: Address | None, now: Callable[[], datetime], lease: timedelta
    ) -> None:
        Leased.__init__(self, pool, here.me, lease)
        Surfaces.__init__(self, pool, team, now)
        self._url, self._here = url, here

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        team: Address | None = None,
        exclusive: bool = True,
        now: Callable[[], datetime] = utc,
        lease: timedelta = LEASE,
        quiet: float = QUIET,
        patience: float = PATIENCE,
    ) -> "PostgresStore":
        """
        Open `postgresql://user:password@host:port/database`.

        `exclusive` is for the bot: it counts as a process that carries things out, and the schema is brought up to
        date. Without, it is for commands beside running bots. `team` is the team channel, where the cards' threads
        are. A process that did not speak for `quiet` seconds has lost what it took; a database that does not answer is
        waited for `patience` seconds, but not here. Raises Fatal.
        """
        await opening.prepare(url, migrate=exclusive)
        here = Presence(url, secrets.randbelow(2**31 - 1) + 1, quiet)
        async with AsyncExitStack() as stack:
            with opening.told(url):
                pool = Pool(await pool_of(url), patience)
                stack.push_async_callback(pool.close)
                if exclusive:
                    await here.begin()
                    stack.push_async_callback(here.end)
            store = cls(url, pool, here, team, now, lease)
            if exclusive:
                stack.push_async_callback(store._leave)
            store._held = stack.pop_all()
            return store

    async def close(self) -> None:
        await settled(self._held.aclose())

    async def _leave(self) -> None:
        """What this process has taken is free for the others at once."""
        try:
            async with asyncio.timeout(CLOSING):
                for release in sql.RELEASE:
                    await self._all(release, self.me, PRESENT)
        except ERRORS:
            return  # it is free for them a little later

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[PostgresUnit]:
        async with self._pool.transaction() as link:
            yield PostgresUnit(link, self.me, self._here.announce)

    async def quarantine(self, key: str, event: str, error: str, now: datetime) -> None:
        await self._all(sql.QUARANTINE, key, storable(event), storable(error), stamp(now))

    async def attempt(self, key: str, now: datetime) -> int:
        (count,) = await self._one(sql.ATTEMPT, key, stamp(now))
        return int(count)

    async def survived(self, key: str) -> None:
        await self._all(sql.SURVIVED, key)

    async def starts(self, now: datetime) -> bool:
        """Mark that this process runs; False if one that ran is gone without having come to its end."""
        died = await self._all(sql.DIED, PRESENT)
        await self.remember(self._running, stamp(now))
        return not died

    async def ends(self) -> None:
        """This process comes to its end as it should."""
        await self._all(sql.ENDED, self._running)

    @property
    def _running(self) -> str:
        return f"running:{self.me}"

    async def tidy(self, now: datetime) -> None:
        """Delete what nobody will ask for again. Rows whose fate is open are never deleted."""

        async def delete(link: Connection) -> None:
            for statement, age in _RETENTION:
                await link.execute(statement, stamp(now - age))

        await self._pool.run(delete)

    def on_wake(self, heard: Callable[[], None]) -> None:
        """Call `heard` when another process has saved something to send: a hint, beside which polling goes on."""
        self._here.on_wake(heard)

    def sole(self, name: str) -> AbstractAsyncContextManager[asyncio.Event]:
        """Wait until this process alone holds the lock of that name: until the context ends, or the event that comes is set."""
        return presence.sole(self._url, name, self._here.quiet)
