"""
Carries out the outbox's rows: lane by lane, one port call at a time, each with an idempotency key.

A row that was started and not finished has an unknown fate. What cannot double is done again; what can be found is
looked up, after the request can no longer take effect and once more later; only then is it sent again, and logged.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handoff import cards
from handoff.asking import Asker
from handoff.effects import (
    Amend,
    Ask,
    DeleteAt,
    EditAt,
    OpenCard,
    OpenThread,
    Order,
    Post,
    PostTo,
    Say,
    Surface,
    ThreadAt,
    Transcript,
    Withdraw,
)
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.events import Delivered, Receipt, Undeliverable
from handoff.model import Address, Conversation, Places
from handoff.pacing import Pacer
from handoff.ports import Channel, Clock, Outbox, Rate, Row, RowState, Sink, Views

log = logging.getLogger("handoff.outbox")

#: seconds between polls; a wake-up makes it sooner
POLL: Final = 1.0
#: seconds; the wait doubles from the first to the last
BACKOFF: Final = (1.0, 30.0)
#: look-ups of a post of unknown fate before it is sent again
LOOKS: Final = 2
#: seconds between them
LOOK_AGAIN: Final = 3.0
_ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _ALPHABET[rest] + digits
    return digits or "0"


class NotYet(Exception):
    """What the row needs is not there; it is tried again later."""


@dataclass(frozen=True, slots=True)
class Plan:
    place: Address
    orders: tuple[Order, ...]


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
    ) -> None:
        self._outbox, self._views, self._sink, self._channels = outbox, views, sink, channels
        self._places, self._asker, self._clock, self._pacer = places, asker, clock, pacer
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There may be something to send. A hint: the poll finds it too."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; what is on its way is then left to finish by stop()."""
        while True:
            self._wake.clear()
            rows = await self._outbox.due(self._clock.now(), frozenset(self._busy))
            for row in rows:
                if row.lane not in self._busy:
                    self._busy[row.lane] = asyncio.create_task(self._lane(row), name=f"lane {row.lane}")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL)

    async def stop(self, seconds: float) -> None:
        """Give what is on its way some time to finish, then leave it to the next start."""
        if self._busy:
            _, late = await asyncio.wait(list(self._busy.values()), timeout=seconds)
            for task in late:
                task.cancel()

    async def _lane(self, row: Row) -> None:
        try:
            if isinstance(row.effect, Ask):
                if await self._outbox.start(row, self._clock.now()):
                    await self._asker.ask(row.effect, row.id)
            else:
                await self._carry_out(row)
        except asyncio.CancelledError:
            raise
        except NotYet:
            await self._later(row, 0.5, "waits for what it needs")
        except Exception as error:
            log.exception("row %d (%s) failed", row.id, type(row.effect).__name__)
            await self._later(row, self._backoff(row), type(error).__name__)
        finally:
            self._busy.pop(row.lane, None)
            self._wake.set()

    async def _later(self, row: Row, seconds: float, error: str) -> None:
        next_at = self._clock.now() + timedelta(seconds=seconds)
        await self._outbox.keep(replace(row, next_at=next_at, error=error))

    @staticmethod
    def _backoff(row: Row) -> float:
        return float(min(BACKOFF[1], BACKOFF[0] * 2 ** min(row.attempts, 10)))

    # ---- one row

    async def _carry_out(self, row: Row) -> None:
        plan = await self._plan(row)
        if plan is None or row.part >= len(plan.orders):
            await self._delivered(row, plan.place if plan else Address("", "", ""))
            return
        channel = self._channels.get(plan.place.platform)
        if channel is None:
            await self._give_up(row, f"{plan.place.platform.title()} is not set up here")
            return
        while row.part < len(plan.orders):
            kept = await self._part(row, channel, plan.orders[row.part])
            if kept is None:
                return
            row = kept
        await self._delivered(row, plan.place)

    async def _part(self, row: Row, channel: Channel, order: Order) -> Row | None:
        """The row after its next part is done; None if it goes on another time, or not at all."""
        if row.state is RowState.STARTED and isinstance(order, PostTo):
            settled = await self._settle(row, channel, order)
            if settled is not None:
                return settled[0]
        await self._pacer.take(*self._budget(channel, order), rank=self._rank(row))
        now = self._clock.now()
        if not await self._outbox.start(row, now):
            await self._fenced(row, channel, order)
            return None
        row = replace(row, state=RowState.STARTED, started_at=now, attempts=row.attempts + 1, looked=0)
        try:
            receipt = await channel.carry_out(order)
        except Unavailable as error:
            await self._unavailable(row, channel, order, error)
            return None
        except Uncertain as error:
            timeout = timedelta(seconds=channel.capabilities.timeout)
            soon = now + (timedelta(seconds=1) if channel.capabilities.repeats_safely else timeout)
            await self._outbox.keep(replace(row, next_at=soon, error=str(error)))
            return None
        except Refused as error:
            if isinstance(row.effect, OpenCard | OpenThread | Transcript):  # the team must see it: somebody has to mend this
                log.error("the team's channel refuses %s: %s", type(row.effect).__name__, error)
                await self._outbox.keep(
                    replace(row, state=RowState.PENDING, next_at=now + timedelta(seconds=self._backoff(row)), error=str(error))
                )
            else:
                await self._give_up(row, str(error))
            return None
        return await self._advance(row, receipt)

    async def _advance(self, row: Row, receipt: Receipt) -> Row:
        row = replace(row, state=RowState.PENDING, part=row.part + 1, receipts=(*row.receipts, receipt))
        await self._outbox.keep(row)
        return row

    async def _unavailable(self, row: Row, channel: Channel, order: Order, error: Unavailable) -> None:
        wait = self._backoff(row)
        if error.retry_after is not None:
            wait = max(error.retry_after, 0.1)
            self._pacer.hold(self._budget(channel, order)[0], wait)
        next_at = self._clock.now() + timedelta(seconds=wait)
        await self._outbox.keep(replace(row, state=RowState.PENDING, next_at=next_at, error=str(error)))

    async def _settle(self, row: Row, channel: Channel, order: PostTo) -> tuple[Row | None] | None:
        """What became of an earlier try: a row that goes on, (None,) to wait, or None to send it (again)."""
        now, able = self._clock.now(), channel.capabilities
        started = row.started_at or row.created_at
        age = (now - started).total_seconds()
        if able.repeats_safely and age < able.repeats_safely:
            return None
        if age < able.timeout:
            await self._outbox.keep(replace(row, next_at=started + timedelta(seconds=able.timeout)))
            return (None,)
        found = await self._find(channel, order, started)
        if found:
            log.info("row %d part %d was found after its fate was unknown", row.id, row.part)
            return (await self._advance(row, found),)
        if row.looked + 1 < LOOKS:
            later = now + timedelta(seconds=LOOK_AGAIN)
            await self._outbox.keep(replace(row, looked=row.looked + 1, next_at=later))
            return (None,)
        log.warning("row %d part %d is sent again: %d look-ups did not find it", row.id, row.part, LOOKS)
        return None

    async def _find(self, channel: Channel, order: PostTo, since: datetime) -> Receipt | None:
        try:
            return await channel.find(order, since - timedelta(seconds=60))
        except Unavailable as error:
            raise NotYet(str(error)) from error

    async def _fenced(self, row: Row, channel: Channel, order: Order) -> None:
        """The owner changed. What never started is not said; what may have been sent is looked up, never sent again."""
        if row.state is RowState.STARTED and isinstance(order, PostTo):
            found = await self._find(channel, order, row.started_at or row.created_at)
            if found:
                done = await self._advance(row, found)
                await self._delivered(done, order.to)
                return
        await self._give_up(row, "the conversation changed hands first")

    async def _delivered(self, row: Row, place: Address) -> None:
        key = f"delivered:{row.id}"
        await self._sink(Delivered(key=key, at=self._clock.now(), row=row.id, place=place, receipts=row.receipts))

    async def _give_up(self, row: Row, reason: str) -> None:
        log.warning("row %d (%s) is given up: %s", row.id, type(row.effect).__name__, reason)
        key = f"undeliverable:{row.id}"
        await self._sink(Undeliverable(key=key, at=self._clock.now(), row=row.id, reason=reason))

    # ---- budgets

    @staticmethod
    def _budget(channel: Channel, order: Order) -> tuple[str, Rate]:
        able, to = channel.capabilities, order.to
        thread = "" if able.threads_share_rate else to.thread
        if isinstance(order, PostTo):
            return f"post {to.platform} {to.channel} {thread}", able.posts
        return f"edit {to.platform} {to.channel} {thread}", able.edits

    @staticmethod
    def _rank(row: Row) -> int:
        """People's words first, then cards, then the rest."""
        return {Say: 0, OpenCard: 1, OpenThread: 1}.get(type(row.effect), 2)

    # ---- where and what

    async def _plan(self, row: Row) -> Plan | None:
        effect = row.effect
        conversation = await self._views.conversation(effect.number) if effect.number else None
        if effect.number and conversation is None:
            return None
        team = self._places.team
        match effect:
            case Say(surface=Surface.TEAM):
                return self._posts(row, team, effect.post) if team else None
            case Say():
                return self._posts(row, self._where(effect.surface, conversation), effect.post)
            case OpenCard() if team and conversation:
                post = cards.card(conversation, self._places.ping if effect.ping else ())
                return Plan(team, (PostTo(to=team, post=post, key=f"{base36(row.id)}-0"),))
            case OpenThread() if conversation:
                return self._thread(effect, conversation)
            case Transcript() if conversation:
                said = await self._views.transcript(effect.number, effect.first, effect.last)
                return self._posts(row, self._where(Surface.THREAD, conversation), cards.transcript(said, conversation))
            case Amend() | Withdraw() if conversation:
                return await self._copies(row, effect, conversation)
            case _:
                return None

    def _where(self, surface: Surface, conversation: Conversation | None) -> Address:
        if conversation is None:
            raise NotYet("no conversation")
        if surface is Surface.CUSTOMER:
            return conversation.place
        if self._places.team is None or not conversation.thread:
            raise NotYet("the card's thread is not there yet")
        return replace(self._places.team, thread=conversation.thread)

    def _posts(self, row: Row, to: Address, post: Post) -> Plan:
        channel = self._channels.get(to.platform)
        parts = channel.parts(post) if channel else (post,)
        orders = tuple(PostTo(to=to, post=p, key=f"{base36(row.id)}-{i}") for i, p in enumerate(parts))
        return Plan(to, orders)

    def _thread(self, effect: OpenThread, conversation: Conversation) -> Plan:
        if effect.surface is Surface.THREAD:
            if self._places.team is None or not conversation.card:
                raise NotYet("the card is not there yet")
            return Plan(self._places.team, (ThreadAt(to=self._places.team, message_id=conversation.card, title=effect.title),))
        place = conversation.place
        return Plan(place.parent, (ThreadAt(to=place.parent, message_id=place.thread, title=effect.title),))

    async def _copies(self, row: Row, effect: Amend | Withdraw, conversation: Conversation) -> Plan | None:
        copies = await self._views.copies(effect.number, effect.surface, effect.seq)
        if not copies:
            return None
        to = copies[0].place
        if isinstance(effect, Withdraw):
            return Plan(to, tuple(DeleteAt(to=c.place, message_id=c.message_id) for c in copies))
        message = next(iter(await self._views.transcript(effect.number, effect.seq, effect.seq)), None)
        if message is None:
            return None
        shown = cards.for_customer if effect.surface is Surface.CUSTOMER else cards.for_team
        parts: Sequence[Post] = self._channels[to.platform].parts(shown(message, conversation))
        edits: list[Order] = [EditAt(to=c.place, message_id=c.message_id, post=p) for c, p in zip(copies, parts, strict=False)]
        edits += [DeleteAt(to=c.place, message_id=c.message_id) for c in copies[len(parts) :]]
        edits += [PostTo(to=to, post=p, key=f"{base36(row.id)}-{i}") for i, p in enumerate(parts) if i >= len(copies)]
        return Plan(to, tuple(edits))
