"""Whether two texts ask the same: other order, other politeness, a slip of the finger; but not another number or thing."""

import re
from functools import lru_cache
from typing import Final

from handoff.triggers.text import normalise

#: of the words of the longer text, this many must be in the other
ENOUGH: Final = 0.8
#: a word of this length may have one slip
LONG: Final = 5

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
#: letters of scripts that are written without spaces
_SPACELESS: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]")
#: what is said around a question and is no part of it
_AROUND: Final = frozenset(
    re.split(
        " ",
        "a again am an and anybody anyone are ask asked asking at be but can could dear did do does for hello here hey "
        "hi i i'm in is it just know me more my now of ok okay on once our please pls question really repeat said say "
        "so somebody someone sorry still team tell thank thanks that the there this to told was we well were will would "
        "you your",
    )
)


@lru_cache(maxsize=512)
def _content(text: str) -> tuple[str, frozenset[str]]:
    """The text without marks, and the words that carry it: pairs of letters where a script has no spaces."""
    words = [word.removesuffix("'s") for word in _WORD.findall(normalise(text))]
    carrying: set[str] = set()
    for word in words:
        if _SPACELESS.search(word):
            carrying |= {word[n : n + 2] for n in range(max(len(word) - 1, 1))}
        elif word not in _AROUND:
            carrying.add(word)
    return " ".join(words), frozenset(carrying)


def alike(one: str, other: str) -> bool:
    """Whether both ask the same; two words at least carry a question that is not word for word the same."""
    (plain, words), (plain_other, words_other) = _content(one), _content(other)
    if not plain or not plain_other:
        return False
    if plain == plain_other:
        return True
    fewer, more = sorted((words, words_other), key=len)
    if len(fewer) < 2 or _numbers(fewer) != _numbers(more):
        return False
    same = sum(word in more or any(_slip(word, each) for each in more) for word in fewer)
    return same >= ENOUGH * len(more)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(character.isdigit() for character in word))


def _slip(one: str, other: str) -> bool:
    """One letter more, less, other, or two swapped, in a long word."""
    if min(len(one), len(other)) < LONG or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
