"""
What an admin's phrase means.

    cancel my account              these words in a row
    cancel* my account             * within a word: any ending; also *word, wo*d
    cancel * account               * by itself: up to three words
    cancel~ my account             ~ after a word: also mistyped
    cancel my account -deletion    not where this word stands beside it; several words in quotes: -"do not"
    /refund|money ?back/           a regular expression (RE2)

Whole words, in any case, without disguises (text.py). In scripts that part no words a phrase may stand within others.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import re2

from handoff.triggers.text import normalise
from handoff.triggers.typos import MARK

#: of RE2, whose package has no types
Expression = Any

#: what may be wrong with a phrase
Trouble = Literal["blank", "letter", "exception", "stem", "typo", "expression", "everything", "big", "many"]

#: characters that an expression reads of a message, and instructions that it may come to: so that the slowest expression
#: that is taken needs less than 50 ms for the longest message (FAULTS X8; about 3 ns for each character and instruction)
READ: Final = 2_500
SIZE: Final = 1_500
#: … and all of them together
SIZES: Final = 6_000
#: letters that a word with a wildcard has at least, and one that may be mistyped
STEM: Final = 3
TYPO: Final = 4

#: what an expression that fits one of these finds in nearly every message
_ANYTHING: Final = ("", "\0", " ", "e", "7")
_SPECIAL: Final = re.compile(r"[*~]|^/|\s-\S")
_TOKEN: Final = re.compile(r'-"[^"]+"|\S+')
_QUOTES: Final = str.maketrans("“”„«»", '"""""')

# within [] of re and re2 alike
#: what is part of no word
_APART: Final = (
    "\x00-/:-@\\[-\\^`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u06d4\u0964\u0965"
    "\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\ufe30-\ufe6f\uff00-\uff0f\U0001f000-\U0001faff"
)
#: scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han
_SPACELESS: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
#: … and one that writes endings onto the word: Korean
_JOINING: Final = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7af"
_LETTER: Final = f"[^{_APART}]"
#: a letter that is a word of its own, and one that is part of a word
ALONE: Final = f"[{_SPACELESS}]"
WITHIN: Final = f"[^{_APART}{_SPACELESS}]"
_EDGE: Final = f"[{_APART}{_SPACELESS}]"
_FEW_WORDS: Final = r"(?:\S+ ){0,3}"

#: a character at which a word ends, whatever comes before it
EDGE: Final = re.compile(_EDGE)
#: a character that may begin, and one that may end, a phrase within a word
BEGINS: Final = re.compile(ALONE)
ENDS: Final = re.compile(f"[{_SPACELESS}{_JOINING}]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`anchors`: what a text has that it fits, at least one of them; `alone`: that is all there is to it."""

    anchors: tuple[str, ...] = ()
    alone: bool = True
    typos: tuple[str, ...] = ()  #: words that may be mistyped; in anchors and patterns a MARK follows them
    expression: str = ""  #: what RE2 is to look for, where it is a regular expression


def options() -> re2.Options:
    """RE2's, for whatever is looked for in normalised texts."""
    found = re2.Options()
    found.case_sensitive, found.log_errors, found.dot_nl, found.max_mem = False, False, True, 8 << 20
    return found


def parse(written: str) -> Parsed:
    """What to look for. A wildcard or ~ on a word that is too short for it is read as it stands."""
    if not _SPECIAL.search(written):
        plain = normalise(written)
        return Parsed((plain,) if plain else ())
    if body := expression(written):
        return Parsed(alone=False, expression=body)
    words, _ = _split(written)
    if all(_plain(word) for word in words) and len(words) == len(written.split()):
        return Parsed((normalise(written),))
    anchor = max(_runs(words), key=len, default="")
    return Parsed((anchor,) if anchor else (), alone=False, typos=tuple(_typo(word) for word in words if _typo(word)))


def expression(written: str) -> str:
    """The regular expression that `/…/` stands for, as it is to be looked for in a normalised text; "" for a phrase."""
    written = written.strip()
    if len(written) < 3 or not (written.startswith("/") and written.endswith("/")):
        return ""
    return "".join(c if c.isascii() else " " if c.isspace() else normalise(c) for c in written[1:-1])


@lru_cache(maxsize=1024)
def patterns(written: str) -> tuple[Expression, Expression | None]:
    """For a phrase that is no mere words: what it looks like in a normalised text (group 1), and what is not to be read."""
    words, beside = _split(written)
    phrase = _joined(words)
    wanted = re2.compile(f"{_left(words[0])}({phrase}){_right(words[-1])}", options())
    if not beside:
        return wanted, None
    either = []
    for each in beside:
        others = each.split()
        either.append(f"{_left(others[0])}{_joined(others)} {phrase}{_right(words[-1])}")
        either.append(f"{_left(words[0])}{phrase} {_joined(others)}{_right(others[-1])}")
    return wanted, re2.compile("|".join(either), options())


def trouble(written: str, others: Iterable[str] = ()) -> tuple[Trouble, str] | None:
    """What is wrong with a new phrase beside `others`, as the key of a sentence and what it is about; None if it will do."""
    if body := expression(written):
        return _expression_trouble(body, others)
    words, _ = _split(written)
    if written.lstrip()[:1] == "-" and any(map(str.isalnum, written)):
        return "exception", written
    if len(plain := normalise(written)) == 1 and plain.isascii() and plain.isalpha():
        return "letter", written
    for word in words:
        if "*" in word and word != "*" and not _wild(word):
            return "stem", word
        if word.endswith("~") and not _typo(word):
            return "typo", word
    return None if any(c.isalnum() for word in words for c in word) else ("blank", "")


def _expression_trouble(body: str, others: Iterable[str]) -> tuple[Trouble, str] | None:
    try:
        compiled = re2.compile(body, options())
    except re2.error as error:
        why = error.args[0] if error.args else ""
        return "expression", why.decode(errors="replace") if isinstance(why, bytes) else str(why)
    if any(compiled.search(each) for each in _ANYTHING):
        return "everything", body
    if compiled.programsize > SIZE:
        return "big", body
    sizes = sum(re2.compile(each, options()).programsize for each in filter(None, map(expression, others)))
    return ("many", body) if sizes + compiled.programsize > SIZES else None


def essentials(written: str) -> tuple[str, ...]:
    """The words of a phrase without what stands for others; () for an expression."""
    if expression(written):
        return ()
    words = (normalise(word.removesuffix("~")).replace("*", "") for word in _split(written)[0])
    return tuple(word for word in words if word)


def same(one: str, other: str) -> bool:
    """Whether two phrases are one. In an expression capitals may matter (\\d, \\D)."""
    return one == other if expression(one) or expression(other) else normalise(one) == normalise(other)


def among(phrases: Iterable[str], phrase: str) -> str:
    """The first that is the same, as it is written there; "" if there is none."""
    if expression(phrase):
        return next((each for each in phrases if each == phrase), "")
    plain = normalise(phrase)
    return next((each for each in phrases if normalise(each) == plain and not expression(each)), "")


def core(written: str) -> str:
    """What two phrases have in common that differ in their exceptions alone."""
    return written if expression(written) else normalise(" ".join(_split(written)[0]))


def _split(written: str) -> tuple[list[str], list[str]]:
    """The words of a phrase, and what may not stand beside them."""
    tokens = _TOKEN.findall(written.translate(_QUOTES))
    beside = [t[1:].strip('"').strip() for n, t in enumerate(tokens) if n and len(t) > 1 and t[0] == "-"]
    words = [t for n, t in enumerate(tokens) if not (n and len(t) > 1 and t[0] == "-")]
    while len(words) > 1 and words[-1] == "*":
        words.pop()
    while len(words) > 1 and words[0] == "*":
        words.pop(0)
    return words, [each for each in beside if each]


def weight(word: str) -> int:
    """Its letters; one of a script without spaces counts for a word."""
    return sum(STEM if BEGINS.match(c) else c.isalnum() for c in word)


def _wild(word: str) -> bool:
    return "*" in word and word != "*" and weight(word) >= STEM


def _typo(word: str) -> str:
    """The word that may be mistyped; "" for every other."""
    return normalise(word[:-1]) if word.endswith("~") and sum(map(str.isalnum, word)) >= TYPO else ""


def _plain(word: str) -> bool:
    return word != "*" and not _wild(word) and not _typo(word)


def _runs(words: list[str]) -> list[str]:
    """What stands in a row in every text that the words fit, with the spaces between."""
    text = ""
    for word in words:
        if word == "*":
            text = f"{text.rstrip(' ')} \0"
        elif typo := _typo(word):
            text += f"{typo}{MARK} "
        else:
            text += ("\0".join(normalise(part) for part in word.split("*")) if _wild(word) else normalise(word)) + " "
    return [run for run in text.rstrip(" ").split("\0") if run.strip()]


def _joined(words: list[str]) -> str:
    """A pattern for the words in a row."""
    return "".join(_FEW_WORDS if word == "*" else f"{_pattern(word)} " for word in words).removesuffix(" ")


def _pattern(word: str) -> str:
    if typo := _typo(word):
        return re.escape(typo + MARK)
    if _wild(word):
        return f"{_LETTER}*".join(re.escape(normalise(part)) for part in word.split("*"))
    return re.escape(normalise(word))


def _left(word: str) -> str:
    return "" if BEGINS.match(word) else f"(?:^|{_EDGE})"


def _right(word: str) -> str:
    return "" if ENDS.match(word.rstrip("~")[-1:]) else f"(?:$|{_EDGE})"
