"""
A preview and a report of stored conversations: seconds, those of a processor, and peak memory, at 1,000 and at 10,000, and how
long the bot's loop waits meanwhile.

Run by hand: `PYTHONPATH=. .venv/bin/python bench/preview.py`. Each conversation
has six messages of the customer's, and a handoff.
"""

import asyncio
import contextlib
import json
import random
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.store.choice import AnyStore, open_store
from bot.previewing import Replaying
from handoff.effects import Preview
from handoff.model import (
    Address,
    AuthorKind,
    Came,
    Conversation,
    Ending,
    Found,
    Handoff,
    Message,
    Person,
    Reason,
    Report,
    Response,
    Trigger,
    Verdict,
)
from handoff.ports import Changes, Wants
from handoff.previews import FACT
from handoff.states import State

WORDS = (
    "How long does delivery to Spain take, and what does it cost?",
    "My parcel has not arrived yet, the tracking page says it is on its way since Monday.",
    "That doesn't help me at all, I have asked the same thing twice now.",
    "Can I change the address of order 4711 before it is sent?",
    "this is really frustrating, I've been waiting for two weeks and nobody answers",
    "ok thanks, and where do I find the invoice?",
    "I'd like to return the blue one and keep the red one.",
    "Could I talk to a real person please?",
)
TURNS = 6
ALONE = 10.0  #: seconds in which the loop is watched without a replay, for comparison
BY = Person("slack", "T1", "U9", "Di")


async def fill(store: AnyStore, first: int, last: int) -> None:
    rng = random.Random(first)
    now = datetime.now(UTC)
    for at in range(first, last, 200):
        conversations, messages, handoffs = {}, [], []
        for n in range(at, min(at + 200, last)):
            who = Person("slack", "T1", f"U{n}", f"Customer {n}")
            opened = now - timedelta(minutes=n % 40_000)
            place = Address("slack", "T1", f"@U{n}")
            conversations[n] = Conversation(
                number=n, customer=who, place=place, opened_at=opened, state=State.CLOSED, seq=2 * TURNS
            )
            handoffs.append(ended(rng, n, opened))
            for turn in range(TURNS):
                seq = 2 * turn + 1
                words = f"{rng.choice(WORDS)} ({n})"
                when = opened + timedelta(minutes=turn)
                messages.append(
                    Message(number=n, seq=seq, kind=AuthorKind.CUSTOMER, author=who, text=words, at=when, stretch=0)
                )
                came = rng.choice((Came.ANSWER, Came.ANSWER, Came.ANSWER, Came.CANNOT))
                text = "It takes two days; the page on delivery says more."
                response = Response(came=came, epoch=0, through=seq, own=len(text))
                messages.append(
                    Message(
                        number=n, seq=seq + 1, kind=AuthorKind.AI, author=None, text=text, at=when, stretch=0, response=response
                    )
                )
        async with store.unit() as unit:
            await unit.load(Wants(queue=True))
            await unit.save(Changes(conversations=conversations, messages=messages, handoffs=handoffs), now)


def ended(rng: random.Random, number: int, at: datetime) -> Handoff:
    """As agents end them: of every three one was needed, one was not, and of one nobody says anything."""
    return Handoff(
        number=number,
        ordinal=1,
        reason=Reason(rng.choice((Trigger.EXPLICIT, Trigger.SENTIMENT, Trigger.FAILURES, Trigger.TAKEOVER))),
        seq=2 * TURNS,
        at=at,
        scores=(-0.3, -0.4),
        misses=rng.randrange(3),
        answered_at=at,
        ended_at=at,
        ending=Ending.CLOSED,
        verdict=rng.choice((Verdict.AI, Verdict.PERSON, None)),
    )


async def measured(store: AnyStore, url: str, count: int, changes: tuple[tuple[str, str], ...]) -> None:
    async def far(done: int, of: int) -> None:
        await store.remember(FACT, json.dumps([done, of]))

    alone, worst = Waits(), Waits()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(alone.watch(), ALONE)
    watching = asyncio.create_task(worst.watch())
    effect = Preview(number=0, run="r", changes=changes, days=366, by=BY)
    began, before = time.perf_counter(), _used()
    found = await Replaying(url)(effect, far)
    seconds = time.perf_counter() - began
    watching.cancel()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(
        f"{'preview' if changes else 'report'} of {count:6}: {seconds:5.1f} s ({_used() - before:.1f} s of a processor), peak "
        f"{peak:4.0f} MiB, the loop waited {worst}, without {alone}; {_said(found)}\n"
    )


@dataclass
class Waits:
    """How long the loop has let a task wait that was due; `own`: at most so long of it for work of its own thread."""

    worst: float = 0.0
    own: float = 0.0

    async def watch(self) -> None:
        while True:
            before, used = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.005)
            self.worst = max(self.worst, time.perf_counter() - before - 0.005)
            self.own = max(self.own, time.thread_time() - used)

    def __str__(self) -> str:
        return f"{self.worst * 1000:.0f} ms ({self.own * 1000:.0f} ms by its own work)"


def _used() -> float:
    """Seconds of a processor, of the processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _said(found: Found | Report) -> str:
    if isinstance(found, Found):
        return f"{sum(found.before.values())} → {sum(found.after.values())} handoffs"
    needless, advice = sum(found.needless.values()), found.advice
    suggested = f"suggested {advice.name} {advice.value}" if advice else "nothing suggested"
    return f"{needless} needless, {found.missed_count} missed, {suggested}"


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'h.db'}"
        store = await open_store(url)
        try:
            for first, last in ((1, 1_001), (1_001, 10_001)):
                await fill(store, first, last)
                await measured(store, url, last - 1, (("sentiment.threshold", "-0.2"), ("failed.limit", "2")))
                await measured(store, url, last - 1, ())
        finally:
            await store.close()


if __name__ == "__main__":
    asyncio.run(main())
