"""The store on SQLite: one process, one file."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from adapters.store import opening
from adapters.store import statements as sql
from adapters.store.codec import stamp, storable
from adapters.store.connection import Link, Writer, settled
from adapters.store.outbox import OutboxRows
from adapters.store.retention import RETENTION, utc
from adapters.store.surfaces import Surfaces
from adapters.store.unit import SqliteUnit
from adapters.store.views import Readings
from handoff.errors import Fatal
from handoff.model import Address

#: the fact that the bot runs, or died running
_RUNNING: Final = "running"


class SqliteStore(OutboxRows, Readings, Surfaces):
    """
    Fits handoff.ports.Store, Outbox, Views, Homes, Handoffs, Timers, Watermarks and Retention. Made by `open`, ended by
    `close`.
    """

    _held: AsyncExitStack

    @classmethod
    async def open(
        cls,
        url: str | Path,
        *,
        team: Address | None = None,
        exclusive: bool = True,
        now: Callable[[], datetime] = utc,
    ) -> "SqliteStore":
        """
        Open `sqlite:///relative.db`, `sqlite:////absolute.db`, a path, or `sqlite://` (gone once closed).

        `exclusive` is for the bot: it alone serves the file, and the schema is brought up to date. Without, it is for
        commands beside a running bot. `team` is the team channel, where the cards' threads are. Raises Fatal.
        """
        async with AsyncExitStack() as stack:
            path = opening.path_of(str(url))
            if path is None:
                # A file all the same: connections to one database in memory can't read while another writes.
                path = Path(stack.enter_context(TemporaryDirectory(prefix="handoff-")), "handoff.db")
            if exclusive:
                stack.callback(os.close, opening.lock(path))
                await settled(asyncio.to_thread(opening.prepare, path))
            else:
                await settled(asyncio.to_thread(opening.require_current, path))
            try:
                writer = await stack.enter_async_context(Link(path))
                reader = await stack.enter_async_context(Link(path))
            except sqlite3.Error as error:
                raise Fatal(f"{path} can't be used: {error}") from error
            store = cls(Writer(writer), reader, team, now)
            store._held = stack.pop_all()
            return store

    async def close(self) -> None:
        await settled(self._held.aclose())

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[SqliteUnit]:
        async with self._writer.transaction() as transaction:
            yield SqliteUnit(transaction)

    async def quarantine(self, key: str, event: str, error: str, now: datetime) -> None:
        at = stamp(now)

        def put_aside(db: sqlite3.Connection) -> None:
            db.execute(sql.QUARANTINE, (key, storable(event), storable(error), at))
            db.execute(sql.SEE_QUARANTINED, (key, at))

        await self._writer.write(put_aside)

    async def attempt(self, key: str, now: datetime) -> int:
        parameters = (key, stamp(now))
        (count,) = await self._writer.write(lambda db: db.execute(sql.ATTEMPT, parameters).fetchone())
        return int(count)

    async def survived(self, key: str) -> None:
        await self._writer.write(lambda db: db.execute(sql.SURVIVED, (key,)))

    def on_wake(self, heard: Callable[[], None]) -> None:
        """Nothing: there is no other process that could have something to tell."""

    @asynccontextmanager
    async def sole(self, name: str) -> AsyncIterator[asyncio.Event]:
        """Held at once and never lost: the file is this process's alone."""
        yield asyncio.Event()

    async def starts(self, now: datetime) -> bool:
        """Mark that the bot runs; False if it did not come to its end the last time."""
        clean = not await self.fact(_RUNNING)
        await self.remember(_RUNNING, stamp(now))
        return clean

    async def ends(self) -> None:
        """The bot comes to its end as it should."""
        await self.remember(_RUNNING, "")

    async def tidy(self, now: datetime) -> None:
        """Delete what nobody will ask for again. Rows whose fate is open are never deleted."""

        def delete(db: sqlite3.Connection) -> None:
            for statement, age in RETENTION:
                db.execute(statement, (stamp(now - age),))

        await self._writer.write(delete)
