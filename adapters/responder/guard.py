"""What an AI of somebody else's brought back, made fit to be said, or not said. Pure: any text gives an outcome (FAULTS L3)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.responder.links import hosts, plain
from adapters.responder.pages import Passage
from adapters.responder.promises import promised
from handoff.events import Answer, CannotAnswer, Failed, Outcome, WantsHuman
from handoff.ports import Said
from handoff.split import split
from handoff.triggers.text import normalise

#: characters of an answer; what is longer is cut at a paragraph, line or sentence
LONGEST: Final = 3_000
#: characters from which it is no answer but a fault
ABSURD: Final = 20_000
#: characters of a reason, which agents read in one line
REASON: Final = 200
#: words of our instructions that, said in this order, are those
RUN: Final = 8
#: characters of a word that is in our instructions alone: the mark that they bear
MARK: Final = 24
#: sources that are named with an answer
SOURCES: Final = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """
    What an answer may stand on: what the AI was given, and `secret`, our instructions. An AI that has pages of its own may
    name them too (`own`), and says which `links` it means.
    """

    history: Sequence[Said]
    passages: Sequence[Passage]
    secret: str = ""
    links: Sequence[str] = ()
    own: bool = False

    @property
    def hosts(self) -> frozenset[str]:
        """Never those of the AI's own earlier words, which would let it name a host one time and link it the next."""
        said = (one.text for one in self.history if one.who != "assistant")
        return hosts([*(f"{one.title} {one.text}" for one in self.passages), *said, *self.links])


def answer(text: str, sources: Iterable[str], confidence: float, ground: Ground) -> Outcome:
    """What is said of an answer. `sources` that are no title of a given page are left out, unless the AI has its own."""
    if len(text) > ABSURD:
        return Failed(f"the answer had {len(text)} characters")
    text = _clean(text).strip()
    if _empty(text):
        return CannotAnswer("the answer was empty")
    if leaked(text, ground.secret):
        return CannotAnswer("the answer repeated the AI's instructions")
    if promised(text, (one.text for one in ground.passages)):
        return WantsHuman("the AI spoke as if it had called a person")
    text = plain(split(text, LONGEST, len)[0], ground.hosts)
    if _empty(text):
        return CannotAnswer("the answer was a link that led nowhere")
    return Answer(text, sources=_named(sources, ground), confidence=min(1.0, max(0.0, confidence)))


def reason(why: str, ground: Ground) -> str:
    """An AI's own reason in one line, for agents; "" where it says what it must not."""
    line = _line(why)
    return "" if leaked(line, ground.secret) else plain(line, ground.hosts)


def leaked(text: str, secret: str) -> bool:
    """Whether RUN words of `secret` in a row are in the text, whatever stands between them, or its one unmistakable word."""
    said, ours = (re.findall(r"\w+", normalise(each)) for each in (text[:ABSURD], secret))
    if any(len(word) >= MARK and word in ours for word in said):
        return True
    runs = {tuple(ours[at : at + RUN]) for at in range(len(ours) - RUN + 1)}
    return any(tuple(said[at : at + RUN]) in runs for at in range(len(said) - RUN + 1))


def _empty(text: str) -> bool:
    return not any(unicodedata.category(c)[0] in "LNPS" for c in text)


def _named(sources: Iterable[str], ground: Ground) -> tuple[str, ...]:
    titles = {normalise(one.title): one.title for one in ground.passages}
    named = (titles.get(normalise(source)) or (_line(source) if ground.own else "") for source in sources)
    return tuple(dict.fromkeys(filter(None, named)))[:SOURCES]


def _line(text: str) -> str:
    return " ".join(_clean(text[:ABSURD]).split())[:REASON]


def _clean(text: str) -> str:
    """Without control characters, halves of characters and marks that turn the reading direction."""
    return "".join(c for c in text if c in "\n\t" or (unicodedata.category(c) not in _UNSAID and c not in _TURN))


_UNSAID: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_TURN: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
