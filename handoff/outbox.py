"""
Carries out the outbox's rows: lane by lane, one port call at a time, each with an idempotency key.

A row that was started and not finished has an unknown fate. What cannot double is done again; what can be found is
looked up, after the request can no longer take effect and once more later; only then is it sent again, and logged. A row
that blocks its lane for too long is given up, and whoever wrote it is told; what the team must see is never given up.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handoff.asking import Asker
from handoff.effects import Ask, DeleteAt, Order, PictureTo, PostTo, Preview, WhisperTo
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.events import Delivered, Receipt, Undeliverable
from handoff.model import Places
from handoff.pacing import Pacer, budgets, rank_of
from handoff.planning import NotYet, Plan, Planner, in_thread, must_come, no_painter
from handoff.ports import Channel, Clock, LostLease, Outbox, Painter, Row, RowState, Sink, Views
from handoff.previewing import Previewer, PreviewWorker, no_previewer

log = logging.getLogger("handoff.outbox")

#: seconds between polls; a wake-up makes it sooner
POLL: Final = 1.0
#: seconds, the shortest and the longest; a row waits for as long as it has been failing already
BACKOFF: Final = (1.0, 30.0)
#: seconds, the longest, where the team's channel refuses and somebody has to mend that
BACKOFF_REFUSED: Final = 300.0
#: a row that fails for so long is given up, and the rest of its lane goes on
BLOCKED: Final = timedelta(minutes=10)
#: look-ups of a post of unknown fate before it is sent again
LOOKS: Final = 2
#: seconds between them
LOOK_AGAIN: Final = 3.0


class OutboxWorker:
    def __init__(
        self,
        outbox: Outbox,
        views: Views,
        sink: Sink,
        channels: Mapping[str, Channel],
        places: Places,
        asker: Asker,
        clock: Clock,
        pacer: Pacer,
        painter: Painter = no_painter,
        previewer: Previewer = no_previewer,
    ) -> None:
        self._outbox, self._sink, self._channels = outbox, sink, channels
        self._planner = Planner(views, channels, places, painter)
        self._previews = PreviewWorker(previewer, views, sink, clock)
        self._asker, self._clock, self._pacer = asker, clock, pacer
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._latest: dict[str, Row] = {}  #: by busy lane: the row as it is known to stand
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There may be something to send. A hint: the poll finds it too."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; what is on its way is then left to finish by stop()."""
        while True:
            self._wake.clear()
            await self.look()
            # not wait_for: woken and cancelled at once, Python 3.11's forgets that it was cancelled
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await self._wake.wait()

    async def look(self) -> None:
        """Begin with the head of every lane that is due."""
        for row in await self._outbox.due(self._clock.now(), frozenset(self._busy)):
            if row.lane not in self._busy:
                self._busy[row.lane] = asyncio.create_task(self._lane(row), name=f"lane {row.lane}")

    async def stop(self, seconds: float) -> None:
        """Give what is on its way some time to finish, then leave it to the next start."""
        if self._busy:
            _, late = await asyncio.wait(list(self._busy.values()), timeout=seconds)
            for task in late:
                task.cancel()

    async def _lane(self, row: Row) -> None:
        self._latest[row.lane] = row
        try:
            await self._head(row)
        except LostLease:
            log.warning("row %d (%s) is left to another process, which has it by now", row.id, type(row.effect).__name__)
        except Exception:
            log.exception("row %d (%s) failed, and could not be kept", row.id, type(row.effect).__name__)
            await asyncio.sleep(BACKOFF[0])  # the store is ill: no hurry
        finally:
            del self._latest[row.lane]
            self._busy.pop(row.lane, None)
            self._wake.set()

    async def _work(self, effect: Ask | Preview, row: int) -> None:
        await (self._asker.ask(effect, row) if isinstance(effect, Ask) else self._previews.carry_out(effect, row))

    async def _head(self, row: Row) -> None:
        try:
            if isinstance(row.effect, Ask | Preview):
                if await self._outbox.start(row, self._clock.now()):
                    await self._work(row.effect, row.id)
            else:
                await self._carry_out(row)
        except NotYet as error:
            await self._blocked(self._latest[row.lane], str(error), level=logging.DEBUG)
        except LostLease:
            raise
        except Exception as error:
            if not row.error:
                log.exception("row %d (%s) failed", row.id, type(row.effect).__name__)
            await self._blocked(self._latest[row.lane], f"{type(error).__name__} in the bot")

    # ---- one row

    async def _carry_out(self, row: Row) -> None:
        try:
            plan = await self._planner.plan(row)
        except Refused as error:
            await self._give_up(row, str(error))
            return
        channel = self._channels.get(plan.place.platform)
        if plan.orders and channel is None:
            await self._give_up(row, f"{plan.place.platform.title()} is not set up here")
            return
        while channel and row.part < len(plan.orders):
            kept = await self._part(row, channel, plan)
            if kept is None:
                return
            row = kept
        key = f"delivered:{row.id}"
        await self._sink(Delivered(key=key, at=self._clock.now(), row=row.id, place=plan.place, receipts=row.receipts))

    async def _part(self, row: Row, channel: Channel, plan: Plan) -> Row | None:
        """The row after its next part is done; None if it goes on another time, or not at all."""
        order = plan.orders[row.part]
        if row.state is RowState.STARTED and isinstance(order, PostTo):
            settled = await self._settle(row, channel, order, plan.late)
            if settled is not None:
                return settled[0]
        elif row.state is RowState.STARTED and isinstance(order, WhisperTo | PictureTo):
            await self._give_up(row, row.error or "the bot was stopped while it was sent", uncertain=True)
            return None
        elif plan.late:
            await self._fenced(row)
            return None
        if not await self._paced(row, channel, order):
            return None
        return await self._send(row, channel, order)

    async def _paced(self, row: Row, channel: Channel, order: Order) -> bool:
        """Wait for the budget, though no longer than the row may block its lane."""
        began = self._clock.now()
        left = None if must_come(row) else ((row.blocked_at or began) + BLOCKED - began).total_seconds()
        try:
            async with asyncio.timeout(left):
                for key, rate in budgets(channel.capabilities, order):
                    await self._pacer.take(key, rate, rank=rank_of(row.effect))
        except TimeoutError:
            await self._give_up(row, "the platform asked for too long a pause")
            return False
        return True

    async def _send(self, row: Row, channel: Channel, order: Order) -> Row | None:
        now = self._clock.now()
        if not await self._outbox.start(row, now):
            if row.state is RowState.STARTED:  # an earlier try of it may have been sent: it is looked up
                await self._outbox.keep(replace(row, next_at=now))
            else:
                await self._fenced(row)
            return None
        back, since, safe = RowState.PENDING, row.blocked_at, timedelta(seconds=channel.capabilities.repeats_safely)
        if row.state is RowState.STARTED and row.started_at and now - row.started_at < safe:
            back, since = row.state, since or row.started_at  # if this try does nothing, an earlier one may stand all the same
        row = replace(row, state=RowState.STARTED, started_at=now, attempts=row.attempts + 1, looked=0, blocked_at=since)
        self._latest[row.lane] = row
        try:
            receipt = await channel.carry_out(order)
            return await self._advance(row, replace(receipt, gone=isinstance(order, DeleteAt)))
        except Unavailable as error:
            if error.retry_after is not None:
                self._pacer.hold(budgets(channel.capabilities, order)[0][0], max(error.retry_after, 0.1))
            await self._blocked(replace(row, state=back), str(error), at_least=error.retry_after)
        except Refused as error:
            gone = error.code in channel.capabilities.gone and in_thread(row)
            if must_come(row) and not gone:  # the team must see it: somebody has to mend this
                why = f"the team's channel refuses: {error}"
                await self._blocked(replace(row, state=back), why, level=logging.ERROR, longest=BACKOFF_REFUSED)
            else:
                unsure = back is RowState.STARTED  # an earlier try may stand all the same
                await self._give_up(row, str(error), uncertain=unsure, gone=gone, code=error.code)
        except Uncertain as error:
            able = channel.capabilities
            await self._blocked(row, str(error), at_least=None if able.repeats_safely else able.timeout)
        except LostLease:
            raise
        except Exception as error:  # a fault of ours: what it did is not known
            log.exception("row %d (%s) failed", row.id, type(row.effect).__name__)
            await self._blocked(row, f"{type(error).__name__} in the bot", at_least=channel.capabilities.timeout)
        return None

    async def _advance(self, row: Row, receipt: Receipt) -> Row:
        receipts = (*row.receipts, receipt)
        row = replace(row, state=RowState.PENDING, part=row.part + 1, receipts=receipts, blocked_at=None, error="")
        self._latest[row.lane] = row
        await self._outbox.keep(row)
        return row

    async def _blocked(
        self,
        row: Row,
        why: str,
        *,
        at_least: float | None = None,
        longest: float = BACKOFF[1],
        level: int = logging.WARNING,
    ) -> None:
        """Keep the row for another try, later each time, or give it up; a reason is logged when it is new."""
        now = self._clock.now()
        since = row.blocked_at or now
        if now - since >= BLOCKED and not must_come(row):
            await self._give_up(row, why, uncertain=row.state is RowState.STARTED)
            return
        log.log(level if row.error != why else logging.DEBUG, "row %d (%s) waits: %s", row.id, type(row.effect).__name__, why)
        wait = max(at_least or 0.0, min(longest, max(BACKOFF[0], (now - since).total_seconds())))
        next_at = now + timedelta(seconds=wait)
        if not must_come(row):
            next_at = min(next_at, since + BLOCKED)
        await self._outbox.keep(replace(row, next_at=next_at, blocked_at=since, error=why))

    # ---- unknown fates

    async def _settle(self, row: Row, channel: Channel, order: PostTo, late: bool) -> tuple[Row | None] | None:
        """
        What became of an earlier try: a row that goes on, (None,) to wait or if it is over, or None to send it (again).
        What is late is only looked up, never sent again. Raises NotYet.
        """
        now, able = self._clock.now(), channel.capabilities
        started = row.started_at or row.created_at
        earliest = min(started, row.blocked_at - timedelta(seconds=able.timeout)) if row.blocked_at else started
        age = (now - started).total_seconds()
        if not late and able.repeats_safely and (now - earliest).total_seconds() < able.repeats_safely:
            return None
        if age < able.timeout:
            await self._outbox.keep(replace(row, next_at=started + timedelta(seconds=able.timeout)))
            return (None,)
        found = await self._find(channel, order, earliest)
        if found:
            log.info("row %d part %d was found after its fate was unknown", row.id, row.part)
            return (await self._advance(row, found),)
        if row.looked + 1 < LOOKS:
            later = now + timedelta(seconds=LOOK_AGAIN)
            await self._outbox.keep(replace(row, looked=row.looked + 1, next_at=later))
            return (None,)
        if late:
            await self._fenced(row)
            return (None,)
        log.warning("row %d part %d is sent again: %d look-ups did not find it", row.id, row.part, LOOKS)
        return None

    @staticmethod
    async def _find(channel: Channel, order: PostTo, since: datetime) -> Receipt | None:
        try:
            return await channel.find(order, since - timedelta(seconds=60))
        except Unavailable as error:
            raise NotYet(str(error)) from error

    async def _fenced(self, row: Row) -> None:
        """The owner changed, and nothing of this part was sent."""
        await self._give_up(row, "the conversation changed hands first", fenced=True)

    async def _give_up(
        self, row: Row, reason: str, *, uncertain: bool = False, fenced: bool = False, gone: bool = False, code: str = ""
    ) -> None:
        """The platform's `code` is logged in place of its sentence, which may name somebody."""
        level = logging.INFO if fenced else logging.WARNING
        log.log(level, "row %d (%s) is given up: %s", row.id, type(row.effect).__name__, code or reason)
        key, now = f"undeliverable:{row.id}", self._clock.now()
        event = Undeliverable(key=key, at=now, row=row.id, reason=reason, uncertain=uncertain, fenced=fenced, gone=gone)
        await self._sink(event)
