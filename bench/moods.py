"""
How fast moods are read: `python bench/moods.py`.

Messages per second by length, on one core, and what a rant of a megabyte takes. The texts are in the tests.
"""

import itertools
import sys
import time
import tracemalloc
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from unit.test_sentiment import CALM, UNHAPPY  # noqa: E402

from bot.analysers import analyser  # noqa: E402

MESSAGES = 20_000


def rate(texts: list[str]) -> float:
    """Messages per second."""
    judge = analyser().judge
    some = list(itertools.islice(itertools.cycle(texts), MESSAGES))
    began = time.perf_counter()
    for text in some:
        judge(text)
    return len(some) / (time.perf_counter() - began)


def main() -> None:
    texts = CALM + UNHAPPY
    print(f"as written, {sum(map(len, texts)) / len(texts):.0f} characters: {rate(texts):8.0f} messages/s")
    joined = [" ".join(texts[n:] + texts[:n]) for n in range(len(texts))]
    print(f"all in one, {len(joined[0])} characters: {rate(joined[:4]):6.0f} messages/s")
    began = time.perf_counter()
    analyser().judge("this is terrible, I am still waiting\n" * 30_000)
    print(f"a rant of a megabyte: {(time.perf_counter() - began) * 1000:.1f} ms, the table read anew")
    tracemalloc.start()
    kept = analyser()
    print(f"the tables: {tracemalloc.get_traced_memory()[0] / 2**20:.1f} MiB ({type(kept).__name__})")


if __name__ == "__main__":
    main()
