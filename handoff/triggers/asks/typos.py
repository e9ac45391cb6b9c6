"""
Mistyped words: which of the words that matter is meant.

Beside handoff.triggers.typos, which mends the few words that an admin marked, wherever they stand: here thousands of everyday
words in eighteen languages are looked for in every message. So it must be surer (no short words, doubled letters once, two
mistakes in very long ones alone and not in the first letter), and smaller.
"""

from collections.abc import Iterable
from typing import Final

from handoff.triggers.typos import distance

#: letters of a word that one, and that two mistakes are forgiven
ONE: Final = 5
TWO: Final = 10
#: shorter words that are looked for all the same
SHORT: Final = frozenset({"talk", "chat"})


class Typos:
    def __init__(self, words: Iterable[str]) -> None:
        """`words`: those that are looked for."""
        #: the words that each is of what is left of them, parted by spaces: a list for each would take megabytes
        self._without: dict[str, str] = {}
        self._longest = 0
        for word in sorted({word for word in words if len(word) >= ONE or word in SHORT}):
            self._longest = max(self._longest, len(word) + 3)
            for shorter in _shorter(_single(word)):
                others = self._without.get(shorter)
                self._without[shorter] = f"{others} {word}" if others else word

    def meant(self, word: str) -> str | None:
        """
        The nearest of the words: one letter wrong, missing, too many or two swapped, doubled ones counted once; in long words
        two such mistakes, but not in the first letter. None if there is none, or digits are in it.
        """
        if not ONE - 1 <= len(word) <= self._longest or not word.isalpha():
            return None
        single = _single(word)
        found = {each for shorter in _shorter(single) for each in self._without.get(shorter, "").split()}
        away, _, best = min(
            ((distance(single, _single(each)), abs(len(each) - len(word)), each) for each in found), default=(9, 0, "")
        )
        return best if away <= 1 or (away == 2 and len(best) >= TWO and best[0] == word[0]) else None


def slips(words: Iterable[str]) -> dict[str, str]:
    """Short words with two letters swapped, or one doubled: what is hardly ever another word, as a letter wrong often is."""
    found: dict[str, str] = {}
    for word in words:
        for n, letter in enumerate(word):
            found[word[:n] + letter + word[n:]] = word
            found[word[:n] + word[n : n + 2][::-1] + word[n + 2 :]] = word
    return {slip: word for slip, word in found.items() if slip != word}


def _single(word: str) -> str:
    """Without doubled letters, which people double wrongly."""
    return "".join(letter for n, letter in enumerate(word) if not n or letter != word[n - 1])


def _shorter(word: str) -> set[str]:
    """The word, and it with a letter left out; two of a long one, the first letter kept."""
    one = {word[:n] + word[n + 1 :] for n in range(len(word))}
    two = {each[:n] + each[n + 1 :] for each in one for n in range(1, len(each))} if len(word) >= TWO - 1 else set()
    return {word} | one | {each for each in two if each[0] == word[0]}
