"""The real core on a real store, driven by hand: nothing sleeps, and time passes only when it is told to."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lifecycle.far import Far, Oracle
from unit.core_nouns import grumpy
from unit.fakes import HandClock

from handoff import projections
from handoff.asking import Asker
from handoff.effects import Reply
from handoff.events import Event
from handoff.model import Address, Conversation, Message, Places
from handoff.outbox import OutboxWorker
from handoff.pacing import Pacer
from handoff.planning import base36
from handoff.ports import Changes, Loaded, Row, RowState, Wants
from handoff.projections import Projector
from handoff.service import Service
from handoff.states import Signal
from handoff.timers import TimerWorker

#: rounds in which everything that is due must come to an end
ROUNDS = 400
#: more than one example ever makes
ROWS = 500
OPEN = (RowState.PENDING, RowState.STARTED)


class Errors(logging.Handler):
    """Keeps what was logged with a traceback: a bug, unless it is the AI's."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.getMessage() != "the AI failed":
            self.found.append(f"{record.getMessage()}: {record.exc_info[1]!r}")


class Pauses:
    """Stands for asyncio in the projector, whose pauses pass on the clock that is moved by hand."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock

    async def sleep(self, seconds: float) -> None:
        self._clock.pass_(seconds)
        await asyncio.sleep(0)


class World:
    def __init__(self, store: Any, team: Address) -> None:
        self.store, self.clock = store, HandClock()
        self.places = Places(team=team, support=frozenset({("slack", "C1"), ("discord", "500")}))
        self.count = itertools.count(1).__next__
        self.channels = {name: Far(name, self.clock, self.count) for name in ("slack", "discord")}
        self.ai = Oracle(self._token)
        self.answers: dict[str, tuple[int, int]] = {}  #: by the answer's token: conversation and epoch of the asking
        self.starts: Callable[[Row], Awaitable[None]] | None = None  #: what happens just before a row is started
        self.started: dict[str, tuple[Row, Conversation | None]] = {}  #: by row in an idempotency key: as it was just before
        self.errors = Errors()
        self.quarantined: list[str] = []

    # ---- life and death

    async def begin(self) -> None:
        logging.getLogger("handoff").addHandler(self.errors)
        self.store.quarantine, self.store.start = self._quarantine, self._start
        projections.asyncio = Pauses(self.clock)  # type: ignore[assignment]
        self.start()

    async def _quarantine(self, key: str, event: str, error: str, now: object) -> None:
        self.quarantined.append(f"{error} at {event}")

    async def _start(self, row: Row, now: datetime) -> bool:
        if self.starts:
            await self.starts(row)
        self.started[base36(row.id)] = row, await self.store.conversation(row.effect.number)
        return await type(self.store).start(self.store, row, now)

    async def snooze(self, number: int) -> None:
        """No verb does this yet; what is in the store may be so."""
        async with self.store.unit() as unit:
            c = (await unit.load(Wants(numbers=frozenset({number})))).conversations[number]
            await unit.save(Changes(conversations={number: c.after(Signal.SNOOZE)}), self.clock.now())

    def start(self) -> None:
        """A process: new objects on the store that is there."""
        clock, channels = self.clock, self.channels
        self.service = Service(self.store, self.places, grumpy, clock, lambda: None)
        pacer = Pacer(lambda: clock.now().timestamp(), self._pause)
        asker = Asker(self.ai, self.store, self.service, channels, clock, 60.0)
        self.outbox = OutboxWorker(self.store, self.store, self.service, channels, self.places, asker, clock, pacer)
        self.timers = TimerWorker(self.store, self.service, clock)
        self.projector = Projector(self.store, self.service, channels, self.places, clock, pacer)
        self.running = asyncio.create_task(self.service.run(), name="service")

    async def _pause(self, seconds: float) -> None:
        self.clock.pass_(max(seconds, 1.0))
        await asyncio.sleep(0)

    async def die(self) -> None:
        await self.outbox.stop(0)
        dying = [self.running, *self._lanes()]
        for task in dying:
            task.cancel()
        await asyncio.gather(*dying, return_exceptions=True)
        self.ai.waits.clear()
        for far in self.channels.values():
            far.stuck.clear()

    async def end(self) -> None:
        await self.die()
        logging.getLogger("handoff").removeHandler(self.errors)
        projections.asyncio = asyncio  # type: ignore[attr-defined]
        del self.store.quarantine, self.store.start

    async def _token(self, number: int) -> str:
        asked = await self.store.conversation(number)
        token = f"a{self.count()}"
        self.answers[token] = (number, asked.epoch)
        return token

    # ---- in

    async def handle(self, *events: Event) -> Sequence[Reply]:
        """All of them at once, in this order: one batch."""
        return await asyncio.gather(*(self.service(event) for event in events))

    # ---- out

    @staticmethod
    def _lanes() -> list[asyncio.Task[None]]:
        return [task for task in asyncio.all_tasks() if task.get_name().startswith("lane ")]

    async def _finish(self) -> None:
        """Wait for what is on its way, but for what nobody will ever hear of and an AI that takes its time."""
        while True:
            idle = set(self.ai.waits).union(*(far.stuck for far in self.channels.values()))
            busy = [task for task in self._lanes() if task not in idle]
            if not busy:
                return
            await asyncio.wait(busy, timeout=0.02, return_when=asyncio.FIRST_COMPLETED)

    async def pump(self, rounds: int = 3) -> None:
        """Send what is due now."""
        for _ in range(rounds):
            await self.outbox.look()
            if not self._lanes():
                break
            await self._finish()

    async def drain(self) -> None:
        """All faults end, the AI comes back, and time passes until nothing is to be sent any more."""
        for far in self.channels.values():
            far.faults.clear()
            far.out_until = None
        self.ai.script.clear()
        if any(far.stuck for far in self.channels.values()):
            await self.die()
            self.start()
        for event in self.ai.waits.values():
            event.set()
        await asyncio.sleep(0)
        waited = False
        for _ in range(ROUNDS):
            await self._finish()
            await self.timers.look()
            await self.outbox.look()
            await self._finish()
            await self.projector.look()
            heads = self.heads(await self.rows())
            if not heads and not await self.store.dirty():
                if waited:
                    return
                waited = True
                self.pass_(61)  # what a timer brings soon: a bundle of pings, another card
                continue
            waited = False
            soonest = min((row.next_at for row in heads), default=self.clock.now() + timedelta(seconds=1))
            self.clock.at = max(self.clock.at, soonest)
        raise AssertionError(f"never comes to rest: {heads}, {await self.store.dirty()}")

    @staticmethod
    def heads(rows: Sequence[Row]) -> list[Row]:
        found: dict[str, Row] = {}
        for row in rows:
            if row.state in OPEN:
                found.setdefault(row.lane, row)
        return list(found.values())

    # ---- reading

    async def load(self, **wants: Any) -> Loaded:
        async with self.store.unit() as unit:
            return await unit.load(replace(Wants(), **wants))

    async def rows(self) -> list[Row]:
        loaded = await self.load(rows=frozenset(range(1, ROWS)))
        return [row for _, row in sorted(loaded.rows.items())]

    async def conversations(self) -> dict[int, Conversation]:
        return (await self.load(numbers=frozenset(range(1, 30)))).conversations

    async def record(self, number: int) -> Sequence[Message]:
        return await self.store.transcript(number)

    def pass_(self, seconds: float) -> None:
        self.clock.at += timedelta(seconds=seconds)
