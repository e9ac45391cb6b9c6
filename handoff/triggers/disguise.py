"""
What else a text may be meant to say: for searches, beside normalise(), which undoes what is certain.

Spaced letters ("c a n c e l"), digits and signs for letters ("c4ncel"), text written backwards behind an override or upside
down, whole words in letters of another alphabet within a Latin text, words parted by what cannot be seen. A text of ordinary
words has no other reading, and finding that out costs next to nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from handoff.triggers.text import LIKE, UNDONE, normalise

#: characters in which more than the plain reading is looked for
SEARCHED: Final = 4_000

#: each byte as what it is for us: a letter, a digit or sign that may stand for one, or what parts words
_KINDS: Final = bytes(
    ord("a") if chr(n).isalpha() or n >= 0x80 else ord("1") if chr(n) in "0134578@$" else ord(" ") for n in range(256)
)
#: several letters one by one (a search is faster than `in` here)
_SPACED: Final = re.compile(b" a a a").search
_SPREAD: Final = re.compile(b" a  a  a").search

#: letters one by one, with the same thing between each two
_RUN: Final = re.compile(r"(?<!\w)[^\W\d_](?P<by>[._*|/+~,·•-] ?| )[^\W\d_](?:(?P=by)[^\W\d_])*(?!\w)")
_WIDE: Final = re.compile(r"\s\s+")
_LEET: Final = str.maketrans("034578@$!", "oeastbasi")
_TOKEN: Final = re.compile(r"[^\s.,;:?\"'()]+")
#: between the letters of a run that may be several words
SPELT: Final = "\x01"

#: between what is parted by nothing that is seen
_PARTS: Final = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\u00ad\u034f\u061c\u180e]+")
_BLANKS: Final = re.compile("[\u115f\u1160\u3164\uffa0\u2800]+")
#: shown from right to left, up to what ends it
_OVERRIDE: Final = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069\n]+)")
#: letters in boxes, of which two make a flag and more a word, and letters in brackets
_BOX: Final = "[\U0001f1e6-\U0001f1ff\u249c-\u24b5][\u200b-\u200d\ufe0f]*"
_BOXED: Final = re.compile(f"(?:{_BOX}){{3}}|{_BOX} {_BOX} {_BOX}")
_UNBOXED: Final = {first + n: chr(ord("a") + n) for first in (0x1F1E6, 0x249C) for n in range(26)}
_TURNED: Final = re.compile("[ɐɔǝɟƃɥᴉɯɹʇʌʍʎ]")
_FLIP: Final = str.maketrans("ɐɔǝɟƃᵷɓɥᴉıɾʞꞁʅןɯɹʇʌʍʎbdpqnu", "acefggghiijklllmrtvwyqpdbun")
#: a word that has Cyrillic letters, and others that look like some
_CYRILLIC_TOO: Final = re.compile("[\u0400-\u04ff][ABCEHIKMOPTXYaceikmopxy036]|[ABCEHIKMOPTXYaceikmopxy036][\u0400-\u04ff]")
_LOOKS_CYRILLIC: Final = str.maketrans("ABCEHIKMOPTXYaceikmopxy036", "АВСЕНІКМОРТХУасеікморхуозб")
_WORD: Final = re.compile(r"\w+")
#: letters with a stroke, or without a dot
_STROKED: Final = str.maketrans("øđłħŧıƀɨʉƶ", "odlhtibiuz")


def readings(text: str) -> tuple[str, ...]:
    """The text as normalise() leaves it, then each other way to read it, if there is any."""
    plain = normalise(text)
    text = text[:SEARCHED]
    kinds = plain.encode().translate(_KINDS)
    spaced = _SPACED(kinds) or _SPREAD(kinds)
    mixed = b"1" in kinds and (b"a1a" in kinds or b"1aa" in kinds or b"aa1" in kinds)
    foreign = not text.isascii()
    if not (foreign or spaced or mixed):
        return (plain,)
    others = [*(_foreign(text) if foreign else ()), *(_joined(text) if spaced or foreign else ())]
    found = dict.fromkeys([plain, *others])
    if mixed or others:
        found |= dict.fromkeys(_unleeted(each, one) for each in tuple(found) for one in "il")
    return tuple(found)


def spelt(phrase: str) -> str:
    """How a normalised phrase stands in a reading of letters that were spaced alike within words and between them."""
    return SPELT.join(phrase.replace(" ", ""))


def _foreign(text: str) -> Iterator[str]:
    """What only a text beyond ASCII can hide."""
    if _PARTS.search(text):
        yield normalise(_PARTS.sub(" ", text))
    if _BLANKS.search(text):
        yield normalise(_BLANKS.sub("", text))
    if _OVERRIDE.search(text):
        yield normalise(_OVERRIDE.sub(lambda shown: shown.group(1)[::-1], text))
    if _TURNED.search(text):
        yield normalise(text.casefold()[::-1].translate(_FLIP))
    if _BOXED.search(text):
        yield normalise(text.translate(_UNBOXED))
        yield from _joined(text.translate(_UNBOXED))
    if latin := _all_latin(text):
        yield latin
    if _CYRILLIC_TOO.search(text):
        yield normalise(_WORD.sub(_cyrillic, unicodedata.normalize("NFKC", text)))


def _cyrillic(word: re.Match[str]) -> str:
    """A word of mixed letters that are all Cyrillic, or look so; any other as it is."""
    letters = word.group(0).translate(_LOOKS_CYRILLIC)
    return letters if all("\u0400" <= c <= "\u04ff" for c in letters) else word.group(0)


def _all_latin(text: str) -> str:
    """A Latin text whose other letters all look Latin; "" for a text in another language."""
    known = unicodedata.normalize("NFKD", text).translate(UNDONE)
    latin = normalise(known.translate(LIKE)).translate(_STROKED)
    alike = any(c.isascii() and c.isalpha() for c in known) and all(c.isascii() or not c.isalpha() for c in latin)
    return latin if alike else ""


def _joined(text: str) -> Iterator[str]:
    """
    Letters that stand one by one as the words they make: where the letters are spaced, a wider space parts words. Where
    nothing tells words apart there is a second reading, for spelt().
    """
    parts = [normalise(part) for part in _WIDE.split(unicodedata.normalize("NFKC", text))]
    joined = " ".join(_RUN.sub(lambda run: run.group(0).replace(run["by"], ""), part) for part in parts)
    spelling = " ".join(_RUN.sub(lambda run: run.group(0).replace(run["by"], SPELT), part) for part in parts)
    return (each for each in (joined, spelling) if each != " ".join(parts))


def _unleeted(plain: str, one: str) -> str:
    """Digits and signs read as the letters that they look like, in words that have letters too; `one`: what a 1 is."""
    return _TOKEN.sub(lambda token: _letters(token.group(0), one), plain)


def _letters(token: str, one: str) -> str:
    return token.rstrip("!").translate(_LEET).replace("1", one) if any(c.isalpha() for c in token) else token
