"""The rows that effects became, timers and marks: each leased by the process that takes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.store.codec import stamp
from adapters.store.pg import statements as sql
from adapters.store.pg.pool import Connected, Pool
from adapters.store.rows import kept_columns, row_of
from handoff.ports import Dirty, LostLease, Row, Timer


class Leased(Connected):
    """Fits handoff.ports.Outbox and Timers, and the marks of Views. `me` is the process; a lease lasts `lease`."""

    def __init__(self, pool: Pool, me: int, lease: timedelta) -> None:
        Connected.__init__(self, pool)
        self.me, self._lease = me, lease

    async def due(self, now: datetime, busy: frozenset[str]) -> Sequence[Row]:
        found = await self._all(sql.DUE, stamp(now), list(busy), self.me, self._lease)
        return sorted(map(row_of, found), key=lambda row: row.id)

    async def start(self, row: Row, now: datetime) -> bool:
        if await self._one(sql.START, stamp(now), row.id, self.me, self._lease):
            return True
        await self._must_be_mine(row)
        return False

    async def keep(self, row: Row) -> None:
        if not await self._one(sql.KEEP_ROW, *kept_columns(row), self.me):
            await self._must_be_mine(row)

    async def _must_be_mine(self, row: Row) -> None:
        (others,) = await self._one(sql.OTHERS, [row.id], self.me)
        if others:
            raise LostLease(f"another process carries row {row.id} out by now")

    async def next_due(self) -> datetime | None:
        (at,) = await self._one(sql.NEXT_DUE)
        return datetime.fromisoformat(at) if at else None

    async def due_timers(self, now: datetime) -> Sequence[Timer]:
        found = await self._all(sql.DUE_TIMERS, stamp(now), self.me, self._lease)
        return [
            Timer(kind=kind, number=number, epoch=epoch, due=datetime.fromisoformat(due))
            for kind, number, epoch, due in sorted(found, key=lambda timer: (timer["due"], timer["kind"], timer["number"]))
        ]

    async def dirty(self) -> Sequence[Dirty]:
        found = await self._all(sql.DIRTY, self.me, self._lease)
        return [Dirty(target, version) for target, version in sorted(found)]

    async def clean(self, done: Dirty) -> None:
        await self._all(sql.CLEAN, done.target, done.version)
