"""
Phrases of plain words, found by looking words up: for long lists.

A message costs a look-up for each of its words and each two in a row, however long the list is. It is Python's own dictionaries
that hold it, which are filled phrase by phrase, so that others have their turn: an automaton of a hundred thousand phrases
keeps the whole process waiting for half a second when it is made (docs/decisions/long-lists-are-looked-up.md).
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from handoff.triggers.phrases import ALONE, BEGINS, ENDS, WITHIN

#: a text as words, letters of scripts that part no words, and other characters, by one each
_TOKENS: Final[Callable[[str], list[str]]] = re.compile(rf"{ALONE}|{WITHIN}+|\S").findall
_ASCII_TOKENS: Final[Callable[[str], list[str]]] = re.compile(r"[a-z0-9_]+|\S").findall
_PLAIN: Final = re.compile(rf"(?:{ALONE}|{WITHIN}| )+")


class WordList:
    """Phrases with a number each. Of strings and numbers alone, so that they are no work for the garbage collector."""

    def __init__(self) -> None:
        self._ones: dict[str, int] = {}
        self._many: dict[str, int] = {}  #: phrases of two words or more, with a space between all words
        self._lengths: dict[str, int] = {}  #: how many words those have that begin with these two: a bit for each number

    def __bool__(self) -> bool:
        return bool(self._ones or self._many)

    def add(self, phrase: str, number: int) -> bool:
        """Whether a normalised phrase could be taken: one of plain words that is not there yet."""
        endings = ENDS.match(phrase[-1:]) and not BEGINS.match(phrase[-1:])  # a word goes on after the phrase
        if endings or not _PLAIN.fullmatch(phrase):
            return False
        words = tokens(phrase)
        if len(words) == 1:
            return self._ones.setdefault(phrase, number) == number
        first = " ".join(words[:2])
        self._lengths[first] = self._lengths.get(first, 0) | 1 << len(words)
        return self._many.setdefault(" ".join(words), number) == number

    def parts(self) -> tuple[dict[str, int], ...]:
        return self._ones, self._many, self._lengths

    def find(self, plain: str) -> list[tuple[int, str]]:
        """The numbers of the phrases in a normalised text, with their words."""
        words = tokens(plain)
        found: list[tuple[int, str]] = []
        if not self._ones.keys().isdisjoint(words):
            found += [(self._ones[word], word) for word in words if word in self._ones]
        pairs = list(map(" ".join, pairwise(words)))
        if not self._lengths.keys().isdisjoint(pairs):
            for at, pair in enumerate(pairs):
                found += self._from(words, at, self._lengths.get(pair, 0))
        return found

    def _from(self, words: list[str], at: int, lengths: int) -> Iterator[tuple[int, str]]:
        """The phrases that begin at a word and have one of these numbers of words."""
        for length in range(2, lengths.bit_length()):
            if lengths >> length & 1 and (phrase := " ".join(words[at : at + length])) in self._many:
                yield self._many[phrase], phrase


def tokens(plain: str) -> list[str]:
    return _ASCII_TOKENS(plain) if plain.isascii() else _TOKENS(plain)
