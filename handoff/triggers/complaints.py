"""
How unhappy a message is with the service: an analyser that weighs what customers write when they are.

Complaints are seldom rude: "still waiting", "third time", "nobody answers", "thanks for nothing". So phrases are weighed,
not words of feeling; a film may be terrible without anyone being unhappy with us. The table is data, one per language.
"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator
from typing import Final

from handoff.ports import Judged
from handoff.triggers.text import normalise

#: words of a message that are weighed: who writes more has said it by then
MOST: Final = 600
#: phrases named as what decided
NAMED: Final = 4

#: log-odds of a message in which nothing is found
_NOTHING: Final = -0.4
#: how fast log-odds turn into a mood; measured, see docs/decisions/moods-are-weighed-phrases.md
_SLOPE: Final = 0.8
#: no complaint without abuse is worse than this, and abuse is never better than the next
_WORST: Final = -0.89
_ABUSE: Final = -0.92
_MORE_ABUSE: Final = 0.04

_SHOUTED: Final = 0.5
#: praise that is denied is a complaint, somewhat weaker ("not great"); a complaint that is denied says little ("not bad")
_DENIED: Final = -0.8
_DENIED_COMPLAINT: Final = -0.3
_REACH: Final = 3

_TOKEN: Final = re.compile(
    r":[a-z0-9_+-]{2,40}:|#?[^\W\d_]+(?:'[^\W\d_]+)*|\d[\d.,:]*|[?!]{2,}|[:;=]['-]?[()]|[.!;]+(?=\s|$)|[\u2600-\u27bf\U0001f300-\U0001faff]"
)
_LOUD: Final = re.compile(r"\b[^\W\d_]{3,}\b")
_HEADING: Final = re.compile(r"(abuse )?(-?\d+\.\d+|not|number): ?(.*)")
_NUMBER: Final = re.compile(r"#(?!\w)")
_CHOICE: Final = re.compile(r"\(([^)]*)\)")
#: of a sentence: no phrase and no negation goes on behind it
_END: Final = "."


class Complaints:
    """The analyser of one language. `table`: as complaints.en.txt says it is written."""

    def __init__(self, table: str, language: str) -> None:
        self._language = language
        self._weights: dict[tuple[str, ...], float] = {}
        self._abuse: set[tuple[str, ...]] = set()
        self._tags: list[tuple[str, float]] = []
        rows = tuple(_rows(table))
        self._not = frozenset(phrase for phrase, kind, _ in rows if kind == "not")
        self._numbers = frozenset(phrase for phrase, kind, _ in rows if kind == "number")
        for phrase, kind, abuse in rows:
            words = tuple(_words(phrase, self._numbers))
            if kind in ("not", "number"):
                continue
            if phrase.startswith("#"):
                self._tags.append((words[0][1:], float(kind)))
            elif words not in self._weights:
                self._weights[words] = float(kind)
                if abuse:
                    self._abuse.add(words)
        self._known = frozenset(itertools.chain.from_iterable(self._weights))
        self._lengths = _lengths(self._weights)

    def judge(self, text: str) -> Judged:
        """A mood from 1 (content) to -1; 0 if not a word of the author's own is known. Linear in the text, and bounded."""
        words = _words(text, self._numbers)
        found, abuse = self._weigh(words)
        if not found and self._known.isdisjoint(words):
            return Judged(score=0.0, language=self._language)
        odds = sum(found.values())
        if odds > 0 and _shouts(text):
            odds += _SHOUTED
        score = max(_WORST, -math.tanh((_NOTHING + odds) * _SLOPE / 2))
        if abuse:
            score = max(-1.0, min(score, _ABUSE - _MORE_ABUSE * (abuse - 1)))
        worst = sorted((phrase for phrase, weight in found.items() if weight > 0), key=lambda phrase: -found[phrase])
        return Judged(score=round(score, 3), words=tuple(worst[:NAMED]), language=self._language)

    def _weigh(self, words: list[str]) -> tuple[dict[str, float], int]:
        """What was found, each once, with its weight there; and how many words of abuse."""
        found: dict[str, float] = {}
        abuse, at, denied = 0, 0, -_REACH - 1
        while at < len(words):
            phrase = self._longest(words, at)
            weight = self._weights[phrase] if phrase else self._tag(words[at])
            size = len(phrase) or 1
            name = " ".join(phrase) or words[at]
            if weight and name not in found:
                found[name] = _denied(weight, at - denied) if size < _REACH else weight
                abuse += phrase in self._abuse
            if words[at] == _END:
                denied = -_REACH - 1
            elif size == 1 and words[at] in self._not:
                denied = at
            at += size
        return found, abuse

    def _longest(self, words: list[str], at: int) -> tuple[str, ...]:
        for length in self._lengths.get(words[at], ()):
            phrase = tuple(words[at : at + length])
            if phrase in self._weights:
                return phrase
        return ()

    def _tag(self, word: str) -> float:
        """The weight of a hashtag, which is often several words in one: #badservice."""
        if word[0] != "#" or len(word) == 1:
            return 0.0
        tag = word[1:]
        return self._weights.get((tag,)) or next((weight for part, weight in self._tags if part in tag), 0.0)


def _denied(weight: float, behind: int) -> float:
    """The weight of a phrase that stands so many words behind a negation."""
    if weight < 0:
        return weight if behind > _REACH else _DENIED * weight if weight < -1 else 0.0
    return weight if behind >= _REACH else _DENIED_COMPLAINT * weight


def _shouts(text: str) -> bool:
    words = _LOUD.findall(text)
    loud = sum(word.isupper() for word in words)
    return loud >= 3 and bool(loud * 2 >= len(words))


def _lengths(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """For each word how long the phrases are that begin with it, the longest first."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], set()).add(len(phrase))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def _words(text: str, numbers: frozenset[str]) -> list[str]:
    """The words as they are in the table: lower case, no apostrophes, # for a number, ?? for several marks."""
    plain = (text.lower() if text.isascii() else normalise(text)).replace("'ll", " will")
    words: list[str] = []
    for match in itertools.islice(_TOKEN.finditer(plain), MOST):
        word = match.group()
        if word[0].isdigit() or word in numbers:
            word = "#"
        elif "?" in word:
            word = "??"
        elif word[-1] in ".!;":
            word = _END
        elif word[-1] not in "()":
            word = word.replace("'", "")
        if word != "#" or not words or words[-1] != "#":
            words.append(word)
    return words


def _rows(table: str) -> Iterator[tuple[str, str, bool]]:
    """Every phrase with its weight ("not", "number") and whether it is abuse. Raises ValueError at a line that is neither."""
    kind, abuse = "", False
    for line in table.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        heading = _HEADING.fullmatch(line)
        if not heading and not (kind and line.startswith("  ")):
            raise ValueError(f"neither a weight nor phrases under one: {line[:60]}")
        if heading:
            kind, abuse = heading[2], bool(heading[1])
        for phrase in (heading[3] if heading else line).split(","):
            for spelled in _spelled(phrase.strip()) if phrase.strip() else ():
                yield spelled, kind, abuse


def _spelled(phrase: str) -> Iterator[str]:
    """`a (b|c) d(|s)` written out."""
    parts = _CHOICE.split(phrase)
    choices = [part.split("|") if n % 2 else [part] for n, part in enumerate(parts)]
    for chosen in itertools.product(*choices):
        yield _NUMBER.sub("0", "".join(chosen))
