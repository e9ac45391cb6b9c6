"""
One language's words for asking, each in its class; texts become strings of class letters, which grammar.py reads.

Words are written as fold() leaves them. `word*` is every word that begins so; several words are a phrase. A mistyped
word (one letter wrong, missing, too many, or two swapped) is read as the word it is nearest to, unless it is one itself.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from handoff.triggers.text import normalise

#: what the letters of a reading stand for; a language says which words they are
CLASSES: Final = {
    "talk": "T",  # to talk, as one asks for it or is told to
    "talking": "t",  # talking to
    "connect": "C",  # to connect, to transfer
    "give": "G",  # to give, to get, to let have
    "reach": "F",  # to contact, to reach
    "want": "W",  # I want, I need
    "can": "K",  # can I, how do I: also begins anew after a denial
    "me": "O",
    "it": "o",
    "i": "I",
    "filler": "D",  # a, the, to, with, directly
    "please": "e",  # please, now
    "greeting": "g",
    "desk": "J",  # customer service, technical, sales
    "agent": "P",  # who is surely meant: agent, operator
    "human": "H",
    "real": "R",
    "someone": "S",
    "people": "p",
    "leader": "L",  # manager, specialist, team: asked for only with a verb
    "staff": "s",  # doctor, waiter, sales: asked for only to talk to
    "your": "Y",
    "my": "M",
    "denied": "N",
    "bot": "B",
    "identity": "Q",  # are you, is this
    "told": "Z",  # told me to, I spoke: what was
    "said": "=",  # translate, a mail with the subject: what follows is not asked, but said
    "others": "X",  # customers, users; the button says: nothing in this sentence is asked
    "help": "V",  # to help, to call, to take over
    "is_there": "E",
    "about": "A",  # about, for, who
    "by": "b",  # handled by, a call from: of whom one wants it
    "to_me": "m",  # to call me, to get back to me
    "call": "c",  # to call, to ask: also what friends do
    "other": "_",  # looks like one of the others, and is not
    "thing": "%",  # after a person: human rights, agent manual
    "escalate": "!",  # asks by itself
    "enough": "u",  # tired of
    "anew": "/",  # but, so, let me
    "here": "h",  # here, available
}
#: the end of a clause (a comma ends one, but not the sentence); any other word
STOP, OTHER = ".", "_"

_UNKNOWN: Final = frozenset(STOP + OTHER)

#: letters that people type for one another
_FOLD: Final = str.maketrans(
    {
        **dict(zip("ıłđøåßأإآٱىةؤئ", "ildoasاااايهوي", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "\u093c": "",
        "\u0901": "\u0902",
        "\u0640": "",
    }
)
_FILE: Final = r"[^\W_]+\.(?:py|js|ts|go|rs|java|exe|json|ya?ml|com|net|org|io|sh|php|txt|log|dll|rb|cs|cpp|md)\b|"
_TOKEN: Final = re.compile(
    _FILE + r"[^\W_]+(?:[\u0900-\u0963]+[^\W_]*)*(?:'[^\W_]+)*'?|[.!?,;:…。！？、，؟،؛।()\n]|(?<= )[-–—+|/](?= )"
)
_WORD: Final = re.compile(_FILE + r"[^\W_]+(?:[\u0900-\u0963]+[^\W_]*)*(?:'[^\W_]+)*'?")
_NO_APOSTROPHE: Final = re.compile(_FILE + r"[^\W_]+|[.!?,;:…()]|(?<= )[-–—+|/](?= )")


_STOPS: Final = frozenset(".!?,;:…。！？、，؟،؛।()\n-–—+|/")


class Token(NamedTuple):
    word: str
    start: int
    end: int


def fold(word: str) -> str:
    """A normalised word without the differences that people do not type."""
    return word if word.isascii() else word.translate(_FOLD)


def tokens(plain: str, apostrophes: bool = True) -> list[Token]:
    """Words and ends of clauses of a normalised text."""
    pattern = _TOKEN if apostrophes else _NO_APOSTROPHE
    return [Token(fold(m[0]), m.start(), m.end()) for m in pattern.finditer(plain)]


def words(plain: str) -> list[str]:
    """Every word of tokens(), in whichever of the two ways."""
    found = _WORD.findall(plain)
    return [*found, *(part for word in found if "'" in word for part in word.split("'"))] if "'" in plain else found


class Asked(NamedTuple):
    """The words that ask for a person, and how surely they do, in (0, 1]."""

    words: str
    score: float


class Reading(NamedTuple):
    """A text in class letters, where in the text each of them begins and ends, and how many of the words are known."""

    letters: str
    starts: list[int]
    ends: list[int]
    known: int


class Tongue:
    """A language: its words by class."""

    def __init__(
        self, name: str, *, free: bool = False, last: bool = False, after: bool = False, apostrophes: bool = True, **words: str
    ) -> None:
        """`free`: the verb may come first; `last`: it may be last; `after`: so may a denial; `apostrophes`: words keep them."""
        self.name, self.after, self.apostrophes = name, after, apostrophes
        self.free, self.last = free, last
        self.exact: dict[str, str] = {}
        self.stems: dict[str, str] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for kind, listed in words.items():
            for entry in listed.split(","):
                self._add(tuple(fold(normalise(entry)).split()), CLASSES[kind])
        #: by their first two words, the longest first
        self._begun: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = {}
        for phrases in self.phrases.values():
            for phrase, letter in sorted(phrases, key=lambda each: -len(each[0])):
                self._begun.setdefault(phrase[:2], []).append((phrase, letter))
        self._sizes = sorted({len(stem) for stem in self.stems}, reverse=True)
        self._starts = {stem[:2] for stem in self.stems}

    def _add(self, phrase: tuple[str, ...], letter: str) -> None:
        if len(phrase) > 1:
            self.phrases.setdefault(phrase[0], []).append((phrase, letter))
        elif phrase and phrase[0].endswith("*"):
            self.stems.setdefault(phrase[0][:-1], letter)
        elif phrase:
            self.exact.setdefault(phrase[0], letter)

    def letter(self, word: str) -> str:
        """The class of a word; OTHER if it has none."""
        found = self.exact.get(word)
        if found:
            return found
        if word[:2] in self._starts:
            for size in self._sizes:
                found = self.stems.get(word[:size])
                if found:
                    return found
        return OTHER

    def read(self, given: list[Token], shared: Mapping[str, str]) -> Reading:
        """The text in classes; `shared`: other languages' words for a person, which everybody uses."""
        letters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = known = 0
        while at < len(given):
            word = given[at].word
            size, letter = self._phrase(given, at) if word in self.phrases else (0, "")
            if not size:
                size, letter = 1, STOP if word in _STOPS else self.letter(word)
                known += letter not in _UNKNOWN or word in self.exact
                if letter == OTHER:
                    letter = shared.get(word, OTHER)
            else:
                known += size
            letters.append(letter)
            starts.append(given[at].start)
            at += size
            ends.append(given[at - 1].end)
        return Reading("".join(letters), starts, ends, known)

    def _phrase(self, given: list[Token], at: int) -> tuple[int, str]:
        if at + 1 < len(given):
            for phrase, letter in self._begun.get((given[at].word, given[at + 1].word), ()):
                size = len(phrase)
                if size == 2 or tuple(token.word for token in given[at : at + size]) == phrase:
                    return size, letter
        return 0, ""
