"""Phrases that a text nearly has: in another order, with words between, mistyped, or where an exception keeps them."""

from itertools import islice
from typing import Final

from handoff.triggers.phrases import essentials
from handoff.triggers.text import normalise
from handoff.triggers.typos import MARK, Typos
from handoff.triggers.wordlist import tokens

#: letters of a word that may be mistyped, or begin a longer one
SURE: Final = 4
#: phrases of a list that are looked at: one by one, for an admin who tries something out
LOOKED_AT: Final = 1_000
#: … and that are told
TOLD: Final = 3


def near(phrases: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The first few of the phrases whose words are all in the text, as the admin wrote them."""
    plain = normalise(text)
    some = {phrase: words for phrase in phrases[:LOOKED_AT] if (words := essentials(phrase))}
    known = {word for words in some.values() for word in words if len(word) >= SURE}
    mended = (known and Typos(known).mended(plain)) or plain
    there = {word for word in tokens(f"{plain} {mended}") if word != MARK}
    return tuple(islice((phrase for phrase, words in some.items() if _all(words, there)), TOLD))


def _all(words: tuple[str, ...], there: set[str]) -> bool:
    return all(word in there or (len(word) >= SURE and any(one.startswith(word) for one in there)) for word in words)
