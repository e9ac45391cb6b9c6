"""The rows that effects became, and the timers beside them."""

from collections.abc import Sequence
from datetime import datetime

from adapters.store import statements as sql
from adapters.store.codec import stamp
from adapters.store.connection import Connected
from adapters.store.rows import as_set, kept_columns, row_of
from handoff.ports import Row, Timer


class OutboxRows(Connected):
    """Fits handoff.ports.Outbox and Timers."""

    async def due(self, now: datetime, busy: frozenset[str]) -> Sequence[Row]:
        return [row_of(columns) for columns in await self._all(sql.DUE, stamp(now), as_set(busy))]

    async def start(self, row: Row, now: datetime) -> bool:
        parameters = (stamp(now), row.id)
        return await self._writer.write(lambda db: db.execute(sql.START, parameters).rowcount == 1)

    async def keep(self, row: Row) -> None:
        parameters = kept_columns(row)
        await self._writer.write(lambda db: db.execute(sql.KEEP_ROW, parameters))

    async def next_due(self) -> datetime | None:
        (at,) = await self._one(sql.NEXT_DUE)
        return datetime.fromisoformat(at) if at else None

    async def due_timers(self, now: datetime) -> Sequence[Timer]:
        found = await self._all(sql.DUE_TIMERS, stamp(now))
        return [
            Timer(kind=kind, number=number, epoch=epoch, due=datetime.fromisoformat(due)) for kind, number, epoch, due in found
        ]
