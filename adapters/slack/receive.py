"""
The one line in which every event from Slack waits its turn, ahead of Bolt, which may ack an event and drop it.

What arrives is put into the line before anything is awaited: the SDK starts a task per envelope, and asyncio starts
tasks in the order in which they were made, so the line's order is the order of arrival. An event is acked once it is
committed; if that fails it is not, and Slack brings it again.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.inbound import Payload, text
from handoff.errors import Fatal
from handoff.events import Event, Spoke
from handoff.model import Address
from handoff.ports import Sink
from handoff.recent import Recent

log = structlog.get_logger()

#: seconds that an event waits for a gap to be read; Slack wants its ack within 3
PATIENCE: Final = 2.0
_BATCH: Final = 64  #: events given to the sink at once, in order
_FIRST_PAUSE: Final = 0.5  #: seconds between tries to read a gap
_LONGEST_PAUSE: Final = 30.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """An `event_callback`; `done` becomes whether it was committed. `at` by the loop's clock."""

    body: Payload
    at: float
    done: "asyncio.Future[bool]" = field(compare=False)


class Receiver:
    """
    `read` makes the event of a payload, at once; `missed` those of a gap, and may ask Slack; `after` is called with
    each event that was committed, `made_whole` when no gap is left.
    """

    def __init__(
        self,
        sink: Sink,
        read: Callable[[Payload], Event | None],
        missed: Callable[[], AsyncIterator[Event]],
        after: Callable[[Event], None],
        made_whole: Callable[[], None],
    ) -> None:
        self._sink, self._read, self._missed, self._after = sink, read, missed, after
        self._made_whole = made_whole
        self._line: asyncio.Queue[Delivery] = asyncio.Queue()
        self._gaps: list[str] = []
        self._gap, self._whole = asyncio.Event(), asyncio.Event()
        self._owed: Recent[str, Address] = Recent()  # not committed: the mark of their place must not pass them
        self._closed = False
        self._whole.set()

    def put(self, body: Payload) -> "asyncio.Future[bool]":
        """Into the line, at once; the future is whether it was committed."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[bool] = loop.create_future()
        if self._closed:
            done.set_result(False)
        else:
            self._line.put_nowait(Delivery(body, loop.time(), done))
        return done

    def gap(self, why: str) -> None:
        """Something may have been missed: it is read from the history, and what comes meanwhile waits for it."""
        self._whole.clear()
        self._gaps.append(why)
        self._gap.set()

    @property
    def whole(self) -> bool:
        """No gap is being read."""
        return self._whole.is_set()

    def close(self) -> None:
        """Take nothing more: Slack brings it again, or the next start reads it from the history."""
        self._closed = True

    async def empty(self) -> None:
        """Returns when everything that has arrived is committed, or was refused."""
        await self._line.join()

    async def run(self) -> None:
        """Until cancelled. Raises Fatal if a gap cannot be read until somebody changes something."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._take_all(), name="slack-line")
                group.create_task(self._read_gaps(), name="slack-gaps")
        finally:
            self._closed = True
            while not self._line.empty():
                self._settle(self._line.get_nowait(), False)
                self._line.task_done()

    # ---- the line

    async def _take_all(self) -> None:
        while True:
            first = await self._line.get()
            batch = [first]
            try:
                await self._wait_for_gap(first)
                while len(batch) < _BATCH and not self._line.empty():
                    batch.append(self._line.get_nowait())
                # the sink takes its place in the order in each task's first step
                await asyncio.gather(*(self._take(d, self._event(d)) for d in batch))
            finally:
                for delivery in batch:
                    self._settle(delivery, False)
                    self._line.task_done()

    async def _wait_for_gap(self, delivery: Delivery) -> None:
        if self.whole:
            return
        try:
            async with asyncio.timeout_at(delivery.at + PATIENCE):
                await self._whole.wait()
        except TimeoutError:
            log.debug("slack.ahead_of_gap", hint="the gap takes longer than Slack waits for an ack")

    def _event(self, delivery: Delivery) -> Event | None:
        try:
            event = self._read(delivery.body)
        except Exception:  # one that trips us up must not stop the line, and would trip us up again
            log.exception("slack.unreadable", event_id=text(delivery.body, "event_id"))
            return None
        if isinstance(event, Spoke) and event.marks and (not self.whole or event.place in self._owed.values()):
            return replace(event, marks=False)
        return event

    async def _take(self, delivery: Delivery, event: Event | None) -> None:
        self._settle(delivery, event is None or await self._committed(event))

    def _settle(self, delivery: Delivery, taken: bool) -> None:
        if not delivery.done.done():
            delivery.done.set_result(taken)

    async def _committed(self, event: Event) -> bool:
        try:
            await self._sink(event)
        except Exception as exc:  # noqa: BLE001 - not acked, so that Slack brings it again
            log.warning("slack.not_taken", kind=type(event).__name__, error=type(exc).__name__)
            if isinstance(event, Spoke):
                self._owed[event.key] = event.place
            return False
        self._owed.pop(event.key, None)
        self._after(event)
        return True

    # ---- gaps

    async def _read_gaps(self) -> None:
        while True:
            await self._gap.wait()
            self._gap.clear()
            while self._gaps:
                reasons, self._gaps = self._gaps, []
                await self._read_gap(reasons[-1])
            self._whole.set()
            self._made_whole()

    async def _read_gap(self, why: str) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                async for event in self._missed():
                    await self._sink(event)
                    self._after(event)
            except Fatal:
                raise
            except Exception as exc:  # noqa: BLE001 - what was given before is given again: its keys make that harmless
                network = isinstance(exc, SlackClientError | aiohttp.ClientError | OSError)
                code = exc.response.get("error") if isinstance(exc, SlackApiError) else ""
                told = type(exc).__name__ if network else repr(exc)
                log.warning("slack.gap_not_read", why=why, error=told, code=code, again_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                return
