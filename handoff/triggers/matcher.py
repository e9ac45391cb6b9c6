"""
Every phrase of a list looked for at once: Aho-Corasick over normalised bytes, RE2 for expressions.

A message costs about the same however long the list is, and time grows with the message's length alone. Of a long list the
plain words are looked up instead (wordlist.py), so that it can be built in a thread without holding up what else runs.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import re2
from ahocorasick_rs import BytesAhoCorasick, Implementation

from handoff.triggers.disguise import readings, spelt
from handoff.triggers.phrases import BEGINS, EDGE, ENDS, READ, SIZES, Expression, Parsed, options, parse, patterns
from handoff.triggers.typos import MARK, Typos
from handoff.triggers.wordlist import WordList

#: what was found, and from where to where in bytes
Match = tuple[int, int, int]
#: for overlapping ones too, or not
Search = Callable[[bytes, bool], list[Match]]

#: phrases of a list whose needles are all in one automaton; of longer ones plain words are looked up
LONG: Final = 1_000
#: needles of an automaton: it takes some 5 ms to make, in which nothing else runs
NEEDLES: Final = 2 * LONG
#: phrases between two pauses: less than a millisecond
STRETCH: Final = 200
#: phrases in a list at most whose spelling letter by letter ("c a n c e l m y …") is looked for too: it doubles the memory
SPELT: Final = 10_000
#: letters that such a phrase has at least
SPELT_LETTERS: Final = 6
#: bytes after which, or before which, a word may go on
_WITHIN: Final = bytes(n >= 0x80 or chr(n).isalnum() or n == ord("_") for n in range(256))


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase as the admin wrote it, and the words that it was found in, as normalise() leaves them."""

    phrase: str
    words: str


class Matcher:
    """
    Looks for all of `phrases`, as phrases.py says what they mean. Built once, never changed; `pause` is called again and
    again meanwhile, for whoever builds beside others.
    """

    def __init__(self, phrases: tuple[str, ...], pause: Callable[[], None] = lambda: None) -> None:
        self.phrases = phrases
        self._rules = array("I")  #: which phrase each needle belongs to
        self._words = words = WordList()
        needles: list[bytes] = []
        patterned: set[int] = set()
        typos: list[str] = []
        expressions: list[tuple[int, str]] = []
        for rule, written in enumerate(phrases):
            if rule % STRETCH == STRETCH - 1:
                pause()
            parsed = parse(written)
            if not parsed.alone:
                patterned.add(rule)
                typos += parsed.typos
                if parsed.expression:
                    expressions.append((rule, parsed.expression))
            elif len(phrases) > LONG and parsed.anchors and words.add(parsed.anchors[0], rule):
                continue
            for needle in _needles(parsed, len(phrases) <= SPELT):
                needles.append(needle)
                self._rules.append(rule)
        self._patterned = frozenset(patterned)
        self._searches = tuple(_searches(needles, pause))
        self._typos = Typos(typos) if typos else None
        known = (words.find if words else None, _Expressions(expressions).find if expressions else None)
        self._others = tuple(filter(None, known))

    def find(self, text: str) -> tuple[Hit, ...]:
        """Each phrase that the text has, in the order of the list."""
        found: dict[int, str] = {}
        for plain in readings(text):
            self._search(plain, found)
            for other in self._others:
                found = dict(other(plain)) | found
            if self._typos and (mended := self._typos.mended(plain)):
                self._search(mended, found, mended=True)
        if not found:
            return ()
        return tuple(Hit(self.phrases[rule], words.replace(MARK, "")) for rule, words in sorted(found.items()))

    def parts(self) -> tuple[dict[str, int], ...]:
        """What of it is long: for whoever takes it apart when nobody has it any more."""
        return self._words.parts()

    def _search(self, plain: str, found: dict[int, str], *, mended: bool = False) -> None:
        """Add to `found`; in a text with `mended` words, only what allows for slips."""
        text = plain.encode()
        for first, search in self._searches:
            if matches := search(text, True):  # overlapping ones too
                self._read(plain, text, ((self._rules[first + n], start, end) for n, start, end in matches), found, mended)

    def _read(self, plain: str, text: bytes, matches: Iterable[Match], found: dict[int, str], mended: bool) -> None:
        tried: set[int] = set()
        for rule, start, end in matches:
            if rule in found or rule in tried:
                continue
            if rule in self._patterned:
                tried.add(rule)
                if words := _fits(self.phrases[rule], plain):
                    found[rule] = words
            elif not mended and _whole(text, start, end):
                found[rule] = text[start:end].decode()


class _Expressions:
    """Regular expressions, all in one pass."""

    def __init__(self, expressions: Iterable[tuple[int, str]]) -> None:
        self._rules: list[tuple[int, Expression]] = []
        size = 0
        self._set = re2.Set.SearchSet(options())
        for rule, body in expressions:
            try:
                compiled = re2.compile(body, options())
                if (size := size + compiled.programsize) > SIZES:
                    break
                self._set.Add(body)
            except re2.error:
                continue
            self._rules.append((rule, compiled))
        self._set.Compile()

    def find(self, plain: str) -> Iterator[tuple[int, str]]:
        text = plain[:READ]
        for each in self._set.Match(text) or ():
            rule, compiled = self._rules[each]
            if (match := compiled.search(text)) and match.group(0).strip():
                yield rule, match.group(0)


def _searches(needles: list[bytes], pause: Callable[[], None]) -> Iterator[tuple[int, Search]]:
    """Automatons of so few needles each that none keeps others waiting for long while it is made."""
    for first in range(0, len(needles), NEEDLES):
        pause()
        made = BytesAhoCorasick(needles[first : first + NEEDLES], implementation=Implementation.ContiguousNFA)
        yield first, made.find_matches_as_indexes


def _needles(parsed: Parsed, short: bool) -> Iterator[bytes]:
    for anchor in parsed.anchors:
        yield anchor.encode()
        if short and parsed.alone and sum(map(str.isalnum, anchor)) >= SPELT_LETTERS and anchor.isascii():
            yield spelt(anchor).encode()


def _fits(written: str, plain: str) -> str:
    """The words that a phrase with wildcards or exceptions fits, or ""."""
    wanted, unread = patterns(written)
    if unread:  # twice, since two that follow each other share the space between
        plain = unread.sub(" \0 ", unread.sub(" \0 ", plain))
    match = wanted.search(plain)
    return str(match.group(1)) if match else ""


def _whole(text: bytes, start: int, end: int) -> bool:
    """Whether what stands there is no part of longer words."""
    if start and _WITHIN[text[start - 1]]:
        before, first = text[max(0, start - 4) : start], text[start : start + 4]
        if not (EDGE.match(_characters(before)[-1]) or BEGINS.match(_characters(first)[0])):
            return False
    if end < len(text) and _WITHIN[text[end]]:
        last, after = text[max(0, end - 4) : end], text[end : end + 4]
        return bool(EDGE.match(_characters(after)[0]) or ENDS.match(_characters(last)[-1]))
    return True


def _characters(part: bytes) -> str:
    """The whole characters of a part of a text."""
    return part.decode(errors="ignore")
