"""Timers that survive restarts: kept in the store, brought back as events when their time has come."""

import asyncio
from typing import Final

from handoff.events import TimeUp
from handoff.ports import Clock, Sink, Timers

#: seconds between two looks
EVERY: Final = 1.0


class TimerWorker:
    def __init__(self, timers: Timers, sink: Sink, clock: Clock) -> None:
        self._timers, self._sink, self._clock = timers, sink, clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            now = self._clock.now()
            for t in await self._timers.due_timers(now):
                key = f"timer:{t.kind}:{t.number}:{t.epoch}:{t.due.isoformat()}"
                await self._sink(TimeUp(key=key, at=now, kind=t.kind, number=t.number, epoch=t.epoch))
            await asyncio.sleep(EVERY)
