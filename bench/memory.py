"""
What all detectors together add to the memory of a process: `PYTHONPATH=. python bench/memory.py`.

One after the other they are loaded, built and used, as the bot does it, the keywords with 100,000 phrases; the resident memory
is read after each (Linux). What is read anew, such as a replaced list, comes on top for as long as both are there.
"""

import gc
import os
import random
from collections.abc import Callable
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
MESSAGES = 2_000


def resident() -> float:
    """MiB."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE / 2**20


def words(rng: random.Random, count: int) -> list[str]:
    return ["".join(rng.choices("abcdefghijklmnoprstuvwy", k=rng.randint(3, 9))) for _ in range(count)]


def phrases() -> tuple[str, ...]:
    rng = random.Random(1)
    known = words(rng, 3000)
    return tuple(dict.fromkeys(" ".join(rng.choices(known, k=rng.randint(1, 4))) for _ in range(120_000)))[:100_000]


def explicit() -> Callable[[str], object]:
    from handoff.triggers.explicit import ask

    return ask


def sentiment() -> Callable[[str], object]:
    from bot.analysers import analyser

    return analyser().judge


def keywords() -> Callable[[str], object]:
    from handoff.triggers.matcher import Matcher

    return Matcher(phrases()).find


def outcomes() -> Callable[[str], object]:
    from handoff.triggers.outcomes import says_it_failed
    from handoff.triggers.smalltalk import small_talk

    return lambda text: (says_it_failed(text), small_talk(text))


def main() -> None:
    import handoff.model  # noqa: F401 - what the core has anyway

    rng = random.Random(2)
    texts = [" ".join(rng.choices(words(rng, 400), k=rng.randint(6, 22))) for _ in range(MESSAGES)]
    first = before = resident()
    kept = []
    for make in (explicit, sentiment, keywords, outcomes):
        detector = make()
        for text in texts:
            detector(text)
        kept.append(detector)
        now = resident()
        print(f"{make.__name__:10} {now - before:6.1f} MiB")
        before = now
    print(f"together   {before - first:6.1f} MiB, of {before:.0f} in all")


if __name__ == "__main__":
    main()
