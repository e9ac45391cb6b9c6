"""
A preview of stored conversations: seconds and peak memory at 1,000 and at 10,000, and how long the bot's loop waits meanwhile.

Run by hand: `PYTHONPATH=.:tests .venv/bin/python bench/preview.py`. Six messages of the customer's a conversation.
"""

import asyncio
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.store.choice import AnyStore, open_store
from bot.previewing import Replaying
from handoff.effects import Preview
from handoff.model import Address, AuthorKind, Came, Conversation, Message, Person, Response
from handoff.ports import Changes, Wants
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
BY = Person("slack", "T1", "U9", "Di")


async def fill(store: AnyStore, first: int, last: int) -> None:
    rng = random.Random(first)
    now = datetime.now(UTC)
    for at in range(first, last, 200):
        conversations, messages = {}, []
        for n in range(at, min(at + 200, last)):
            who = Person("slack", "T1", f"U{n}", f"Customer {n}")
            opened = now - timedelta(minutes=n % 40_000)
            place = Address("slack", "T1", f"@U{n}")
            conversations[n] = Conversation(
                number=n, customer=who, place=place, opened_at=opened, state=State.CLOSED, seq=2 * TURNS
            )
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
            await unit.save(Changes(conversations=conversations, messages=messages), now)


async def measured(url: str, count: int) -> None:
    async def far(done: int, of: int) -> None:
        pass

    worst = 0.0

    async def lag() -> None:
        nonlocal worst
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            worst = max(worst, time.perf_counter() - before - 0.005)

    watching = asyncio.create_task(lag())
    effect = Preview(number=0, run="r", changes=(("sentiment.threshold", "-0.2"), ("failed.limit", "2")), days=366, by=BY)
    began = time.perf_counter()
    found = await Replaying(url)(effect, far)
    seconds = time.perf_counter() - began
    watching.cancel()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    handed = f"{sum(found.before.values())} → {sum(found.after.values())} handoffs"
    sys.stdout.write(
        f"{count:6} conversations: {seconds:5.1f} s, peak {peak:4.0f} MiB, the loop waited {worst * 1000:.0f} ms; {handed}\n"
    )


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'h.db'}"
        store = await open_store(url)
        try:
            await fill(store, 1, 1_001)
            await measured(url, 1_000)
            await fill(store, 1_001, 10_001)
            await measured(url, 10_000)
        finally:
            await store.close()


if __name__ == "__main__":
    asyncio.run(main())
