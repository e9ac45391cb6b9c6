"""
The words of a text, as they are looked for: folded, and grams where a script writes no spaces. Pure.

Scripts without spaces are cut into overlapping grams on both sides: of two characters where a word often has two (Han,
kana, Hangul), of three for the alphabets (Thai, Lao, Khmer, Burmese). FTS5's own trigram tokenizer cannot find a word
of two characters, such as 返品.
"""

import re
from collections.abc import Iterator
from typing import Final

from adapters.responder import lists
from handoff.triggers.text import normalise

#: a letter, or a mark that belongs to one: vowel signs are no letters to Python
_LETTER: Final = (
    r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece"
    r"\u1000-\u109f\u1780-\u17d3\u3099\u309a])"
)
_WORD: Final = re.compile(rf"{_LETTER}+")
_PAIRS = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\uac00-\ud7af"
_TRIPLES = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_RUN: Final = re.compile(rf"(?P<pairs>[{_PAIRS}]+)|(?P<triples>[{_TRIPLES}]+)|(?P<word>[^{_PAIRS}{_TRIPLES}]+)")
_SPACELESS: Final = re.compile(rf"[{_PAIRS}{_TRIPLES}]")
_KANA: Final = re.compile(r"[\u3040-\u309f]")
_BREAK: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n\s*\n|\n(?=\s*(?:[-*+|]|\d+[.)]))")
_GREETING: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day))\b(?: (?:there|all|team))?\W*)+"
)


_ENDINGS: Final = (
    *((ending, "") for ending in ("s", "es", "d", "ed", "ing", "ly")),
    *(("ing", "e"), ("ies", "y"), ("ied", "y")),
)
#: what a word counts that most questions could have
_GENERAL: Final = 0.35
#: what a word counts that only shapes a question
_SHAPING: Final = 0.1


def words(text: str) -> Iterator[str]:
    """Words and grams in their order. A word longer than 64 characters is cut there."""
    for token in _WORD.findall(fold(text)):
        for run in _RUN.finditer(token) if _SPACELESS.search(token) else ():
            yield from _grams(run)
        if not _SPACELESS.search(token):
            yield token[:64]


def sentences(text: str) -> list[str]:
    """The sentences, list items and table rows of a passage; at least one."""
    return [part for part in _BREAK.split(text) if part.strip()] or [""]


def fold(text: str) -> str:
    """Without case, accents and disguises."""
    return text.lower() if text.isascii() else normalise(text)


def _grams(run: re.Match[str]) -> Iterator[str]:
    if run["word"]:
        yield run["word"][:64]
        return
    size, text = (2, run["pairs"]) if run["pairs"] else (3, run["triples"])
    for at in range(max(1, len(text) - size + 1)):
        yield text[at : at + size]


def weight(word: str) -> float:
    """How much a word says of what is asked, before anything is known of the pages: 0 for words of grammar and of courtesy."""
    if word in _EMPTY or (len(word) == 1 and word.isascii() and not word.isdigit()):
        return 0.0
    if spaceless(word):
        return (1.0, 0.25, 0.1)[min(len(_KANA.findall(word)), 2)]
    if word in _SHAPE:
        return _SHAPING
    return _GENERAL if any(form in _COMMON for form in _forms(word)) else 1.0


def spaceless(word: str) -> bool:
    """Whether it is a gram, which may straddle two words."""
    return bool(_SPACELESS.search(word))


def _forms(word: str) -> Iterator[str]:
    """The word, and what it may be a form of: enough for a list of plain verbs and nouns."""
    yield word
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            yield word.removesuffix(ending) + instead


def asked(text: str) -> list[str]:
    """What a question speaks of, each once: its words that say something, and phrases that stand for one ("send back")."""
    found = list(words(_GREETING.sub("", fold(text))))
    said: dict[str, None] = {}
    at = 0
    while at < len(found):
        size = _phrase(found[at : at + 3])
        word = f"{found[at]} {found[at + size - 1]}" if size > 1 else found[at]
        if weight(word):
            said[word] = None
        at += size
    return list(said)


def _phrase(found: list[str]) -> int:
    """How many of the words are a phrase that stands for one: "send back", also around what is sent ("send it back")."""
    for size in range(2, len(found) + 1):
        if f"{found[0]} {found[size - 1]}" in _OTHERS and (size == 2 or found[1] in _OBJECTS):
            return size
    return 1


def alternatives(word: str) -> tuple[str, ...]:
    """Other words, or phrases, that customers and pages use for the same."""
    mine = family(word)
    return tuple(dict.fromkeys(other for form in _forms(word) for other in _OTHERS.get(form, ()) if other not in mine))


def family(word: str) -> tuple[str, ...]:
    """The word, and those others that are the same one in another shape: "deliver" and "delivery"."""
    others = (other for form in _forms(word) for other in _OTHERS.get(form, ()) if " " not in other)
    return (word, *dict.fromkeys(other for other in others if other != word and _same(word, other)))


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and any(len(form) >= 3 and long.startswith(form) for form in _forms(short))


def kinds(word: str) -> tuple[str, ...]:
    """What pages that do not name a thing may call it by: "europe" for a country there."""
    return _KIND_OF.get(word, ())


def spellings(word: str) -> Iterator[str]:
    """What a word may have been meant as: one letter more, less, other, or two changed round. Not of short words."""
    if not 5 <= len(word) <= 24 or not word.isascii() or not word.isalpha():
        return
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    letters = "abcdefghijklmnopqrstuvwxyz"
    for left, right in cuts:
        if not left:
            continue  # the first letter is seldom wrong
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in letters:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]


def _others() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for group in lists.GROUPS:
        members = group.split(", ")
        for member in members:
            found.setdefault(member, []).extend(other for other in members if other != member)
    return {member: tuple(dict.fromkeys(others)) for member, others in found.items()}


_OTHERS: Final = _others()
_KIND_OF: Final = {name: tuple(kinds.split(", ")) for names, kinds in lists.KINDS for name in names.split()}
_EMPTY: Final = frozenset(lists.EMPTY.split())
_COMMON: Final = frozenset(lists.COMMON.split())
_OBJECTS: Final = frozenset(lists.OBJECTS.split())
_SHAPE: Final = frozenset(lists.SHAPE.split())
