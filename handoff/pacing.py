"""Our own rate budgets, spent before a send begins, so that no send waits inside a library after it passed the fence."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from handoff.ports import Rate


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    waiting: list[tuple[int, int]] = field(default_factory=list)


class Pacer:
    """A token bucket for each key; whoever waits with the lowest `rank` goes first, then whoever came first."""

    def __init__(self, time: Callable[[], float] | None = None) -> None:
        self._time = time
        self._buckets: dict[str, _Bucket] = {}
        self._count = itertools.count()

    def _now(self) -> float:
        return self._time() if self._time else asyncio.get_running_loop().time()

    async def take(self, key: str, rate: Rate, rank: int = 0) -> None:
        """Return when one more request may go out under `key`."""
        now = self._now()
        bucket = self._buckets.setdefault(key, _Bucket(rate.burst, now))
        ticket = (rank, next(self._count))
        heapq.heappush(bucket.waiting, ticket)
        try:
            while True:
                now = self._now()
                bucket.tokens = min(rate.burst, bucket.tokens + max(0.0, now - bucket.at) / rate.every)
                bucket.at = max(now, bucket.at)
                if bucket.tokens >= 1 and bucket.waiting[0] == ticket:
                    bucket.tokens -= 1
                    return
                await asyncio.sleep(max(0.01, (1 - bucket.tokens) * rate.every))
        finally:
            bucket.waiting.remove(ticket)
            heapq.heapify(bucket.waiting)

    def hold(self, key: str, seconds: float) -> None:
        """The platform asked for a pause: nothing goes out under `key` until it is over."""
        bucket = self._buckets.get(key)
        if bucket:
            bucket.tokens = 0
            bucket.at = max(bucket.at, self._now() + seconds)
