"""What the customer asks, taken from the history. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.responder import aims, words
from adapters.responder.index import Term
from handoff.ports import Said

#: what the words around the question count: the other sentences of a message, or the question before a short one
AROUND: Final = 0.3
#: informative words up to which a question is short, and what was asked before it may belong to it
SHORT: Final = 2
#: what the kind of answer that is asked for counts
AIM: Final = 0.7

_SENTENCE: Final = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")
_FOLLOWS: Final = re.compile(r"^\W*(?:and|or|but|also|what about|how about|what if|und|oder|et|ou|y|o|e)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """
    `text` are the customer's words that nobody has answered yet; `before` the latest ones that somebody has, and
    `given` what was said to those.
    """

    text: str
    before: str = ""
    given: str = ""

    @property
    def terms(self) -> list[Term]:
        """The words of the sentences that ask, if any does and says something; the words around them count less."""
        sentences = _SENTENCE.findall(self.text)
        asking = [word for sentence in sentences if sentence.endswith(("?", "？")) for word in words.asked(sentence)]
        every = [word for sentence in sentences for word in words.asked(sentence)]
        if not any(words.weight(word) == 1 for word in asking):
            asking = every
        return [*self._unsaid, *_terms(asking, every)]

    @property
    def following(self) -> list[Term]:
        """The words of a short question together with those of the one before; none if it does not follow on it."""
        new = list(dict.fromkeys(words.asked(self.text)))
        if not self.before or len(new) > SHORT or not (new or self.follows or "?" in self.text or "？" in self.text):
            return []
        return [*self._unsaid, *_terms(new, words.asked(self.before))]

    @property
    def aims(self) -> list[str]:
        """The kinds of answer that are asked for; see aims."""
        return aims.asked(self.text)

    @property
    def _unsaid(self) -> list[Term]:
        return [*(Term(word) for word in aims.meant(self.text)), *(Term(aim, AIM) for aim in self.aims)]

    @property
    def follows(self) -> bool:
        """Whether it begins as what goes on from something: "and to Norway?"."""
        return bool(_FOLLOWS.match(words.fold(self.text)))


def latest(history: Sequence[Said]) -> Question:
    """The customer's words since somebody else last spoke, what was said to them then, and their words before that."""
    turns: list[tuple[bool, list[str]]] = []
    for said in history:
        customer = said.who == "customer"
        if not turns or turns[-1][0] != customer:
            turns.append((customer, []))
        turns[-1][1].append(said.text)
    if not turns or not turns[-1][0]:
        return Question("")
    text, given, before = ["\n".join(texts).strip() for _, texts in reversed(turns[-3:])] + [""] * (3 - len(turns[-3:]))
    return Question(text, before, given)


def _terms(new: Sequence[str], around: Sequence[str]) -> list[Term]:
    first = dict.fromkeys(new)
    return [*(Term(word) for word in first), *(Term(word, AROUND) for word in dict.fromkeys(around) if word not in first)]
