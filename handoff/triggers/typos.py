"""Words that may be mistyped: found by what is left of them without a letter or two, however many they are."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import Final

#: what follows a word that is taken for one of those
MARK: Final = "\x02"
#: letters from which a word may have two typos
LONG: Final = 8

_WORD: Final = re.compile(r"[^\W_]+")


class Typos:
    """
    Knows `words`, normalised, of which there are some. One letter may be missing, too many, wrong, or swapped with the next;
    two in a long word.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = dict.fromkeys(words)
        self._without: dict[str, list[str]] = {}
        for word in self._words:
            for left in _without(word, allowed(word)):
                self._without.setdefault(left, []).append(word)
        lengths = [len(word) for word in self._words]
        self._lengths = range(min(lengths) - 2, max(lengths) + 3)
        self._most = max(map(allowed, self._words))
        self._nearest = lru_cache(maxsize=4096)(self._found)

    def mended(self, plain: str) -> str | None:
        """The text with each word that may be one of ours as ours, and a MARK after it; None without any."""
        mended = _WORD.sub(lambda word: self._nearest(word.group(0)), plain)
        return mended if MARK in mended else None

    def _found(self, word: str) -> str:
        if len(word) not in self._lengths:
            return word
        near = {ours for left in _without(word, self._most) for ours in self._without.get(left, ())}
        close = [(edits, ours) for ours in near if (edits := distance(word, ours)) <= allowed(ours)]
        return min(close)[1] + MARK if close else word


def allowed(word: str) -> int:
    return 2 if len(word) >= LONG else 1


def _without(word: str, letters: int) -> set[str]:
    """The word, and what is left of it without up to so many letters."""
    return {
        "".join(c for n, c in enumerate(word) if n not in gone)
        for count in range(letters + 1)
        for gone in combinations(range(len(word)), count)
    }


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change, or swap with the next."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        now = [i]
        for j, theirs in enumerate(other, 1):
            best = min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and theirs == one[i - 2]:
                best = min(best, before[j - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]
