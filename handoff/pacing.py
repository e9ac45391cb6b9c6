"""Our own rate budgets, spent before a send begins, so that no send waits inside a library after it passed the fence."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from handoff.effects import Confide, Effect, OpenCard, OpenPrivate, OpenThread, Order, PictureTo, PostTo, Say, WhisperTo
from handoff.ports import Capabilities, Rate

#: budgets kept before those that are full again are forgotten
KEPT: Final = 1000


@dataclass(slots=True)
class _Bucket:
    rate: Rate
    tokens: float
    at: float
    waiting: list[tuple[int, int]] = field(default_factory=list)

    def fill(self, now: float) -> None:
        self.tokens = min(self.rate.burst, self.tokens + max(0.0, now - self.at) / self.rate.every)
        self.at = max(now, self.at)

    def idle(self, now: float) -> bool:
        self.fill(now)
        return not self.waiting and self.tokens >= self.rate.burst


class Pacer:
    """A token bucket for each key; whoever waits with the lowest `rank` goes first, then whoever came first."""

    def __init__(
        self, time: Callable[[], float] | None = None, pause: Callable[[float], Awaitable[None]] | None = None
    ) -> None:
        self._time, self._pause = time, pause or asyncio.sleep
        self._buckets: dict[str, _Bucket] = {}
        self._count = itertools.count()

    def __len__(self) -> int:
        """Budgets that are kept."""
        return len(self._buckets)

    def _now(self) -> float:
        return self._time() if self._time else asyncio.get_running_loop().time()

    async def take(self, key: str, rate: Rate, rank: int = 0) -> None:
        """Return when one more request may go out under `key`."""
        bucket = self._bucket(key, rate)
        ticket = (rank, next(self._count))
        heapq.heappush(bucket.waiting, ticket)
        try:
            while True:
                bucket.fill(self._now())
                if bucket.tokens >= 1 and bucket.waiting[0] == ticket:
                    bucket.tokens -= 1
                    return
                await self._pause(max(0.01, (1 - bucket.tokens) * rate.every))
        finally:
            bucket.waiting.remove(ticket)
            heapq.heapify(bucket.waiting)

    def _bucket(self, key: str, rate: Rate) -> _Bucket:
        now = self._now()
        if key not in self._buckets:
            if len(self._buckets) > KEPT:
                self._buckets = {k: b for k, b in self._buckets.items() if not b.idle(now)}
            self._buckets[key] = _Bucket(rate, rate.burst, now)
        return self._buckets[key]

    def hold(self, key: str, seconds: float) -> None:
        """The platform asked for a pause: nothing goes out under `key` until it is over."""
        bucket = self._buckets.get(key)
        if bucket:
            bucket.tokens = 0
            bucket.at = max(bucket.at, self._now() + seconds)


def budgets(able: Capabilities, order: Order) -> tuple[tuple[str, Rate], tuple[str, Rate]]:
    """What a request spends, as keys and rates: its kind's in its place, and the platform's for everything."""
    to, post = order.to, isinstance(order, PostTo | WhisperTo | PictureTo)
    place = f"{to.channel} {'' if able.threads_share_rate else to.thread}"
    own = (
        (f"post {to.platform} {place}", able.posts)
        if post
        else (f"edit {to.platform} {place * (not able.edits_shared)}", able.edits)
    )
    return own, (f"all {to.platform}", able.overall)


def rank_of(effect: Effect) -> int:
    """People's words first, then cards, then the rest."""
    return {Say: 0, Confide: 0, OpenPrivate: 0, OpenCard: 1, OpenThread: 1}.get(type(effect), 2)
