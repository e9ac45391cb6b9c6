"""Requests for a person in languages that write words apart: words.py reads, grammar.py says what asks."""

import re
from typing import Final

from handoff.triggers.asks.arabic import ARABIC
from handoff.triggers.asks.czech import CZECH
from handoff.triggers.asks.dutch import DUTCH
from handoff.triggers.asks.english import ENGLISH
from handoff.triggers.asks.french import FRENCH
from handoff.triggers.asks.german import GERMAN
from handoff.triggers.asks.grammar import ASKS, DECLINES, DENIES_AFTER, NO_BOT, denies
from handoff.triggers.asks.hindi import HINDI
from handoff.triggers.asks.hinglish import HINGLISH
from handoff.triggers.asks.italian import ITALIAN
from handoff.triggers.asks.polish import POLISH
from handoff.triggers.asks.portuguese import PORTUGUESE
from handoff.triggers.asks.romanian import ROMANIAN
from handoff.triggers.asks.russian import RUSSIAN
from handoff.triggers.asks.scandinavian import SCANDINAVIAN
from handoff.triggers.asks.spanish import SPANISH
from handoff.triggers.asks.turkish import TURKISH
from handoff.triggers.asks.typos import Typos, slips
from handoff.triggers.asks.ukrainian import UKRAINIAN
from handoff.triggers.asks.vietnamese import VIETNAMESE
from handoff.triggers.asks.words import OTHER, Asked, Reading, Token, Tongue, fold, tokens, words

TONGUES: Final = (
    *(ENGLISH, SPANISH, FRENCH, PORTUGUESE, ITALIAN, GERMAN, DUTCH, SCANDINAVIAN, RUSSIAN, UKRAINIAN, POLISH, CZECH),
    *(TURKISH, ARABIC, HINDI, HINGLISH, ROMANIAN, VIETNAMESE),
)

#: classes without which nobody is asked for
_PERSONS: Final = frozenset("PHSLsJpB!")
_SURELY: Final = frozenset("PH")
_VERBS: Final = frozenset("TCF")
#: classes whose words are also known when mistyped
_TYPED: Final = frozenset("TtCPHSLRJW")
#: a language is read that knows so many of the words that the one knows which knows most
_ENOUGH: Final = 0.7
#: a denial, taken away
_TAKEN: Final = str.maketrans("NQZX", "DDDD")
#: how surely somebody is asked for who must be one of us, and who may be somebody else
SURE: Final = 1.0
LIKELY: Final = 0.8
#: words that are remembered
REMEMBERED: Final = 12_000
LONGEST_REMEMBERED: Final = 40


def _typos() -> Typos:
    return Typos(word for tongue in TONGUES for word, letter in tongue.exact.items() if letter in _TYPED)


_TYPOS: Final = _typos()
#: words that are none of those that matter mistyped
_INNOCENT: Final = frozenset(
    {word for tongue in TONGUES for phrases in tongue.phrases.values() for phrase, _ in phrases for word in phrase}
    | {word for tongue in TONGUES for word in tongue.exact}
)
#: everyday words that are too short for that, where they are hardly other words
_SLIPS: Final = slips(
    ("with", "your", "over", "through", "team", "real", "live", "help", "hand", "need", "want", "possible", "put")
)
_SHARED: Final = {
    word: letter for tongue in TONGUES for word, letter in tongue.exact.items() if letter in _SURELY and len(word) > 3
} | {word: letter for word, letter in ENGLISH.exact.items() if letter == "%"}
#: one letter, three times or more
_DRAWN: Final = re.compile(r"([^\W\d_])\1{2,}")
#: of words read before: what is meant, and in which tongues it is a person, or a verb (bits)
_known: dict[str, tuple[str, int, int]] = {}


def _know(word: str) -> tuple[str, int, int]:
    letters = [tongue.letter(word) for tongue in TONGUES]
    if word not in _INNOCENT and all(letter == OTHER for letter in letters):
        meant = _drawn(word) or _TYPOS.meant(word) or _SLIPS.get(word)
        if meant:
            return (meant, *_know(meant)[1:])
    persons = sum(
        1 << n for n, (tongue, letter) in enumerate(zip(TONGUES, letters, strict=True)) if _person(tongue, word, letter)
    )
    verbs = sum(1 << n for n, letter in enumerate(letters) if letter in _VERBS)
    return word, persons, verbs


def _drawn(word: str) -> str | None:
    """The word that is drawn out in it: "pleeease"; None if it is none that is known."""
    ways = (_DRAWN.sub(letters, word) for letters in (r"\1\1", r"\1")) if _DRAWN.search(word) else ()
    return next((way for way in ways if any(tongue.letter(way) != OTHER for tongue in TONGUES)), None)


def _remember(word: str) -> tuple[str, int, int]:
    if len(_known) >= REMEMBERED:
        _known.clear()
    found = _know(fold(word))
    if len(word) <= LONGEST_REMEMBERED:
        _known[word] = found
    return found


def _meant(plain: str, apostrophes: bool) -> list[Token]:
    return [Token((_known.get(word) or _remember(word))[0], start, end) for word, start, end in tokens(plain, apostrophes)]


def _person(tongue: Tongue, word: str, letter: str) -> bool:
    return letter in _PERSONS or letter == "C" or any(phrased in _PERSONS for _, phrased in tongue.phrases.get(word, ()))


def asked(plain: str) -> Asked | None:
    """What asks for a person in a normalised text."""
    readings = read(plain)
    if not readings:
        return None
    most = max(reading.known for _, reading in readings)
    best: Asked | None = None
    for tongue, reading in readings:
        if reading.known >= most * _ENOUGH:
            found_at = _find(tongue, reading, plain)
            if found_at and best is None:
                start, end = found_at
                surely = not _SURELY.isdisjoint(reading.letters[start:end]) or "R" in reading.letters[start:end]
                best = Asked(plain[reading.starts[start] : reading.ends[end - 1]], SURE if surely else LIKELY)
            elif found_at is None and reading.known == most and denied(tongue, reading):
                return None
    return best


def read(plain: str) -> list[tuple[Tongue, Reading]]:
    """How each language reads a normalised text that has words of it; nothing where no language knows a person in it."""
    persons = verbs = 0
    for word in words(plain):
        found = _known.get(word) or _remember(word)
        persons |= found[1]
        verbs |= found[2]
    if not persons:
        return []
    given = {apostrophes: _meant(plain, apostrophes) for apostrophes in (True, False)}
    return [
        (tongue, tongue.read(given[tongue.apostrophes], _SHARED))
        for n, tongue in enumerate(TONGUES)
        if (persons | verbs) >> n & 1
    ]


def denied(tongue: Tongue, reading: Reading) -> bool:
    """Whether it reads as a request, but for what denies it."""
    taken = reading.letters.translate(_TAKEN)
    return taken != reading.letters and ASKS[tongue.free, tongue.last].search(taken) is not None


def _find(tongue: Tongue, reading: Reading, plain: str) -> tuple[int, int] | None:
    letters = reading.letters
    bot = NO_BOT[tongue.last].search(letters)
    if bot and "X" not in letters[: bot.start()].rpartition(".")[2]:
        return bot.span()
    for found in ASKS[tongue.free, tongue.last].finditer(letters):
        start, end = found.span()
        if denies(letters[:start]) or (tongue.after and DENIES_AFTER.match(letters[start:])) or DECLINES.match(letters[end:]):
            continue
        about = letters.rfind("Q", 0, start) if found.lastgroup == "bare" else -1
        if about < 0 or any(mark in plain[reading.ends[about] : reading.starts[start]] for mark in ".?!;"):
            return start, end
    return None
