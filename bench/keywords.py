"""
What keywords cost: `PYTHONPATH=. python bench/keywords.py [--messages N]`.

Messages of some 100 characters, in turn through our matcher with 1,000 and with 100,000 phrases (and where a channel has 20
of its own besides) and through one `re` alternation of the 1,000, in the same run, so that their ratio means something on a
machine that does other things too. Then how long the event loop is held up while a list of 100,000 is replaced, as the
service does it; and by expressions and messages that were made to be slow (FAULTS X8).
"""

import argparse
import asyncio
import random
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from adapters.store.rows import POLICY
from handoff.model import Conversation, Person, Policy
from handoff.phrasebook import Phrasebook
from handoff.triggers import Matcher, Nearer, Reading, keywords
from handoff.triggers.phrases import trouble

ROUNDS = 7
#: seconds between two looks at the clock
TICK = 0.001
SLOW = (
    ("/^(a+)+$/", "a" * 3_999 + "b"),
    ("/(a|aa)+$/", "a" * 3_999 + "b"),
    ("/(a|a?)+b/", "a" * 4_000),
    ("/(.*a){10}x/", "a" * 4_000),
    ("/([a-zA-Z]+)*!/", "a" * 4_000),
    ("/(x+x+)+y/", "x" * 4_000),
    ("/(a|b)*a(a|b){200}c/", "".join(random.Random(1).choices("ab", k=4_000))),
    (r"/(\w+\s?)*$x/", "word " * 800),
    (r"/^(([a-z])+.)+[A-Z]([a-z])+$/", "a" * 4_000),
    ("aaaa* * aaaa* * aaaa*", "aaaa " * 800),
    ("aaaa*aaaa*aaaa*aaaab", "a" * 4_000),
    ("aaaaaaaa~ aaaaaaab~", "aaaaaaac " * 400),
    ("aaaa aaaa -aaaa", "aaaa " * 800),
    ("refund", "r e f u n " * 400),
    ("refund", "\ufdfa" * 4_000),
    ("refund", "r\u0336" * 2_000),
    ("refund", "\u202er1" * 1_300),
)


def words(rng: random.Random, count: int) -> list[str]:
    return ["".join(rng.choices("abcdefghijklmnoprstuvwy", k=rng.randint(3, 9))) for _ in range(count)]


def timed(read: Callable[[str], object], messages: Sequence[str]) -> float:
    """Microseconds for a message."""
    began = time.perf_counter()
    for message in messages:
        read(message)
    return (time.perf_counter() - began) / len(messages) * 1e6


def in_channel(everywhere: Matcher, own: Matcher) -> Callable[[str], object]:
    """The trigger where a channel has phrases of its own besides those of everywhere."""
    person = Person("slack", "T1", "U1")
    c = Conversation(number=1, customer=person, place=person.direct, opened_at=datetime.now(UTC))
    reading = Reading(conversation=c, policy=Policy(), phrases=everywhere, nearer=(Nearer(own),))
    return lambda text: keywords.check(replace(reading, text=text))


async def longest_wait(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """
    Milliseconds that the loop was held up at most while `work` was done; and of that by this process itself, in processor time,
    which is all that counts where the machine does other things too.
    """
    worst, ours, done = 0.0, 0.0, False

    async def look() -> None:
        nonlocal worst, ours
        while not done:
            began, used = time.perf_counter(), time.process_time()
            await asyncio.sleep(TICK)
            worst = max(worst, time.perf_counter() - began - TICK)
            ours = max(ours, time.process_time() - used - TICK)

    looking = asyncio.create_task(look())
    await asyncio.sleep(0.05)
    await work()
    done = True
    await looking
    return worst * 1000, ours * 1000


async def reload(phrases: tuple[str, ...]) -> tuple[float, float]:
    """The list comes out of the store, and events go on coming until it is in force."""
    book = Phrasebook()
    book.ready(tuple(f"{phrase} too" for phrase in phrases))
    stored = POLICY.dumps(Policy(keywords=phrases))

    async def replaced() -> None:
        new = (await asyncio.to_thread(POLICY.loads, stored)).keywords
        while book.matcher(new).phrases is not new:  # noqa: ASYNC110 - as events do
            await asyncio.sleep(TICK)
        await asyncio.sleep(10 * TICK)  # the list before is taken apart

    return await longest_wait(replaced)


def slowest() -> tuple[float, str]:
    """Milliseconds that the slowest of the corpus takes, and which; those that are refused when added take none."""
    found = []
    for phrase, message in SLOW:
        if trouble(phrase) is None:
            matcher = Matcher((phrase,))
            began = time.perf_counter()
            matcher.find(message)
            found.append(((time.perf_counter() - began) * 1000, phrase))
    return max(found)


def main(count: int) -> None:
    rng = random.Random(1)
    known = words(rng, 3000)
    many = tuple(dict.fromkeys(" ".join(rng.choices(known, k=rng.randint(1, 4))) for _ in range(120_000)))[:100_000]
    messages = [" ".join(rng.choices(words(rng, 400), k=rng.randint(6, 22))) for _ in range(count)]
    few = many[:1000]
    alternation = re.compile("|".join(map(re.escape, few)), re.IGNORECASE)
    whole = re.compile(rf"\b(?:{'|'.join(map(re.escape, few))})\b", re.IGNORECASE)
    ours, ours_long = Matcher(few), Matcher(many)
    layered = in_channel(ours_long, Matcher(few[:20]))
    rounds: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        rounds.setdefault("1,000 phrases", []).append(timed(ours.find, messages))
        rounds.setdefault("100,000 phrases", []).append(timed(ours_long.find, messages))
        rounds.setdefault("… and 20 of the channel", []).append(timed(layered, messages))
        rounds.setdefault("re, alternation of 1,000", []).append(timed(alternation.search, messages[: count // 20]))
        rounds.setdefault("re, the same with \\b", []).append(timed(whole.search, messages[: count // 20]))
    for name, found in rounds.items():
        print(f"{name:26} {statistics.median(found):8.2f} µs a message (from {min(found):.2f} to {max(found):.2f})")
    for name in list(rounds)[3:]:
        ratios = [theirs / mine for theirs, mine in zip(rounds[name], rounds["1,000 phrases"], strict=True)]
        print(f"{name} takes {statistics.median(ratios):.0f} times what ours takes ({min(ratios):.0f} to {max(ratios):.0f})")
    held = [asyncio.run(reload(many)) for _ in range(ROUNDS)]
    idle, _ = asyncio.run(longest_wait(lambda: asyncio.sleep(1)))
    for what, waits in (("the loop", [wall for wall, _ in held]), ("the loop by ourselves", [ours for _, ours in held])):
        print(
            f"replacing 100,000 phrases holds up {what} for {statistics.median(waits):.1f} ms, {max(waits):.1f} at most "
            f"({', '.join(f'{w:.1f}' for w in waits)})"
        )
    print(f"an idle loop waits {idle:.1f} ms here")
    took, phrase = slowest()
    print(f"the slowest of {len(SLOW)} phrases and messages made to be slow takes {took:.1f} ms ({phrase})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=4000)
    main(parser.parse_args().messages)
