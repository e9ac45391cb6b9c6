"""Timers that survive restarts, brought back as events when their time has come; and the hourly tidying."""

import asyncio
from typing import Final

from handoff.events import TimeUp
from handoff.ports import Clock, Retention, Sink, Timers

#: seconds between two looks
EVERY: Final = 1.0
#: seconds between two tidyings
TIDY_EVERY: Final = 3600.0


class TimerWorker:
    def __init__(self, timers: Timers, sink: Sink, clock: Clock) -> None:
        self._timers, self._sink, self._clock = timers, sink, clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Bring every timer whose time has come."""
        now = self._clock.now()
        for t in await self._timers.due_timers(now):
            key = f"timer:{t.kind}:{t.number}:{t.epoch}:{t.due.isoformat()}"
            await self._sink(TimeUp(key=key, at=now, kind=t.kind, number=t.number, epoch=t.epoch))


class TidyWorker:
    """Deletes what is over and old: at the start, then once an hour."""

    def __init__(self, store: Retention, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._store.tidy(self._clock.now())
            await asyncio.sleep(TIDY_EVERY)
