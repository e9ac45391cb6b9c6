"""
Connections to SQLite: work runs in one hop to the connection's thread, and no transaction is ever left open.

aiosqlite's connections are shared by all who await them. A task cancelled between BEGIN and COMMIT would leave the
transaction open, and the next commit would make half of its work durable (FAULTS C9). So there is one writer, behind a
lock that is held until its transaction is over, and whatever ends a transaction runs to its end.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import aiosqlite

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

BUSY_SECONDS: Final = 5.0  #: how long another process's transaction is waited for


def connect(path: Path) -> sqlite3.Connection:
    """A connection as all of ours are; transactions begin and end only where we say so."""
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        db.close()
        raise
    return db


class Link(aiosqlite.Connection):
    """aiosqlite's connection, on which a function of several statements costs one hop between threads, not one each."""

    def __init__(self, path: Path) -> None:
        super().__init__(lambda: connect(path), iter_chunk_size=64)

    async def __aenter__(self) -> "Link":
        await self
        return self

    async def run(self, work: Work[T]) -> T:
        # A closure: aiosqlite logs what it is given, and arguments are people's words.
        result: T = await self._execute(lambda: work(self._conn))  # type: ignore[no-untyped-call]  # theirs bears no types
        return result


async def settled(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, which runs to its end even if we are cancelled; only then is the cancellation raised."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    if not task.cancelled():
        task.exception()  # taken, so that asyncio does not report it as forgotten
    raise cancelled


def _roll_back(db: sqlite3.Connection) -> None:
    if db.in_transaction:
        db.execute("ROLLBACK")


def _begin(db: sqlite3.Connection) -> None:
    _roll_back(db)  # nothing to do, unless an earlier rollback failed on a sick disk
    db.execute("BEGIN IMMEDIATE")


class Transaction:
    """One transaction of the writer, begun at the first work. It is over with commit(), or with whatever work raises."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._begun = self._over = False

    async def run(self, work: Work[T]) -> T:
        return await self._link.run(lambda db: self._do(db, work))

    async def commit(self, work: Work[T]) -> T:
        """Do the work and commit, or neither. Once begun it completes, cancelled or not."""
        return await settled(self._link.run(lambda db: self._do(db, work, last=True)))

    async def end(self) -> None:
        if not self._over:
            self._over = True
            await settled(self._link.run(_roll_back))

    def _do(self, db: sqlite3.Connection, work: Work[T], last: bool = False) -> T:
        if self._over:
            raise RuntimeError("this transaction is over")
        try:
            if not self._begun:
                _begin(db)
                self._begun = True
            result = work(db)
            if last:
                db.execute("COMMIT")
                self._over = True
        except BaseException:
            self._over = True
            _roll_back(db)
            raise
        return result


class Writer:
    """The only connection that writes, one transaction at a time."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._lock:
            transaction = Transaction(self._link)
            try:
                yield transaction
            finally:
                await transaction.end()

    async def write(self, work: Work[T]) -> T:
        """Do the work in a transaction of its own."""
        async with self.transaction() as transaction:
            return await transaction.commit(work)


class Connected:
    """What the parts of the store share: the writer, and a connection that only reads what is committed."""

    def __init__(self, writer: Writer, reader: Link) -> None:
        self._writer = writer
        self._reader = reader

    async def _all(self, statement: str, *parameters: Any) -> list[Any]:
        return await self._reader.run(lambda db: db.execute(statement, parameters).fetchall())

    async def _one(self, statement: str, *parameters: Any) -> Any:
        """The first row, or None."""
        return await self._reader.run(lambda db: db.execute(statement, parameters).fetchone())
