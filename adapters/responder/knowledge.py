"""
The embedded AI: answers from a folder of pages, offline, in the pages' own words, and knows when it does not know.

How a passage is judged: its *coverage* of the question (see index.Hit) and a fifth of the share of its heading that the
question says make the score. Words that only shape a question count little; that one asks how long, when or how much
counts as a word that sentences with a span of time, a point in time or an amount of money have (see aims). A logistic
curve, fitted on labelled questions, turns the score into a confidence: how likely the page is the one that answers.
Below THRESHOLD nothing is said.

Measured with bench/knowledge.py on tests/data/questions.jsonl, where every question was written before any rule was tried
on it. Those "tuned on" and the "typical" ones, what customers ask most often, chose the rules, the curve and the
threshold (aims: 90 / – / 10 / 2 %). Those "kept aside" were first looked at when an earlier set of rules was chosen, then
several times, one by one; no rule was tuned on them, but they gave the occasion to raise the threshold once. The
"fresh" ones were looked at once, with everything chosen; one rule (opening hours) came of it. One author wrote pages,
questions and word lists, so for other people's pages expect the first looks at best.

                                     right page   other page   near misses   unrelated
    tuned on (228)                        89 %          2 %          8 %          0 %
    typical, now (60)                    100 %          0 %         20 %          0 %
    kept aside, now (97)                  84 %          7 %         11 %          4 %
    fresh, first look (30)                85 %         10 %       2 of 5       0 of 5
    fresh, now                            90 %         10 %       2 of 5       0 of 5
    typical, first look                   80 %         12 %         40 %         10 %
    kept aside, first look                84 %          9 %         11 %          8 %
    earlier batch, first look (106)       80 %          2 %         23 %          0 %

Where a question says which section answers it, what was shown had it for 30 of 39 typical ones at the first look, for 39
of 39 now, and for 14 of 18 fresh ones at the first look.

What is missed is asked in words that neither the page nor the lists have; what is wrongly answered asks for something
else in the pages' own words ("What sizes do you have?", answered with how to exchange one).
"""

import asyncio
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from adapters.responder import aims, pages
from adapters.responder.courtesy import courtesy, invitation
from adapters.responder.index import Hit, Index, Term
from adapters.responder.pages import Passage
from adapters.responder.question import Question, latest
from handoff.events import Answer, CannotAnswer, Outcome
from handoff.ports import Said

#: confidence below which nothing is said: about the least that met the aims on all questions tuned on, the typical ones too
THRESHOLD: Final = 0.45
#: what a heading that the question says in full adds to the coverage
_HEADING: Final = 0.2
#: the curve from score to confidence, fitted on the questions tuned on
_STEEP: Final = 9.0
_MIDDLE: Final = 0.53
#: weight of words found that an answer needs: two general words, or one of the field's own
_NEEDED: Final = 0.7
#: weight of words found that it needs where they are neither in title nor heading, nor in a short sentence: in passing
_PASSING: Final = 1.5
#: share of a heading's words from which the question is about that section
_HEADED: Final = 0.7


class Knowledge:
    """Fits handoff.ports.Responder."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._take(passages)
        # one thread of its own: a question whose deadline passes while it queues is dropped unasked
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="knowledge")

    @classmethod
    def load(cls, folder: Path) -> "Knowledge":
        """
        Read *.md, *.markdown and *.txt below the folder, as UTF-8. Blocks, some seconds for thousands of pages. Raises
        Fatal that names KNOWLEDGE_DIR and what is wrong with which file.
        """
        return cls(pages.read(folder))

    def _take(self, passages: Sequence[Passage]) -> None:
        found: dict[str, list[Passage]] = {}
        for passage in passages:
            found.setdefault(passage.file, []).append(passage)
        self._index, self._pages = Index(passages), found

    async def reload(self, folder: Path) -> None:
        """Read the folder anew, beside answering; what was known stays if it raises Fatal."""
        loop = asyncio.get_running_loop()
        found = await asyncio.to_thread(pages.read, folder)
        await loop.run_in_executor(self._thread, self._take, found)  # between two questions

    def topics(self) -> tuple[str, ...]:
        """What its pages are called, those that have most to say first."""
        longest = sorted(self._pages.values(), key=lambda page: -sum(len(passage.text) for passage in page))
        return tuple(dict.fromkeys(page[0].title for page in longest))

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        """The best passage for the customer's latest words, or why there is none. Takes milliseconds, whatever the deadline."""
        question = latest(history)
        fixed = courtesy(question.text) or invitation(question.text, follows=bool(question.before))
        if fixed:
            return fixed
        hit = await asyncio.get_running_loop().run_in_executor(self._thread, self.find, question)
        outcome = self.outcome(hit, question)
        if isinstance(outcome, CannotAnswer):
            return invitation(question.text, follows=False) or outcome
        return outcome

    def find(self, question: Question) -> Hit | None:
        """The best passage, however bad; of a question that follows on another, with the other's words. Blocks."""
        alone, following = self._best(question.terms, question), self._best(question.following, question)
        if alone is None or following is None:
            return alone or following
        first, second = (following, alone) if question.follows else (alone, following)
        sure, other = confidence(first), confidence(second)
        if min(sure, other) >= THRESHOLD and first.heading < _HEADED <= second.heading:
            return second  # both would do, and this one is headed so
        return first if sure >= THRESHOLD or sure >= other else second

    def _best(self, terms: Sequence[Term], question: Question) -> Hit | None:
        """What speaks of none of the new words is no answer to them; without new words, neither is what was said just now."""
        fresh = any(term.share == 1 for term in terms)
        hits = self._index.search(terms)
        hits = [hit for hit in hits if (hit.new if fresh else hit.passage.text not in question.given)]
        hits = [hit for hit in hits if hit.said >= _NEEDED] or hits
        # the page is chosen by what all of it says, its section also by the heading
        return max((hit for hit in hits if hit.passage.file == hits[0].passage.file), key=confidence, default=None)

    async def passages(self, history: Sequence[Said], room: int) -> list[Passage]:
        """For another AI: all that fits in `room` characters, what speaks of the customer's latest words first."""
        every = [passage for page in self._pages.values() for passage in page]
        if sum(len(passage.text) for passage in every) <= room:
            return every
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._near, latest(history), room)

    def _near(self, question: Question, room: int) -> list[Passage]:
        hits = [hit for terms in (question.terms, question.following) for hit in self._index.search(terms) if hit.said]
        best = dict.fromkeys(hit.passage for hit in sorted(hits, key=lambda hit: -hit.coverage))
        kept: list[Passage] = []
        for passage in best:
            room -= len(passage.text)
            if room >= 0:
                kept.append(passage)
        return kept

    def outcome(self, hit: Hit | None, question: Question) -> Outcome:
        """What is said of what find() found: at most a short answer of whole sections, or one section that is longer."""
        if hit is None:
            return CannotAnswer("no page has any of the customer's words")
        passage, sure = hit.passage, confidence(hit)
        if sure < THRESHOLD:
            where = " › ".join(dict.fromkeys((passage.title, passage.heading)))
            return CannotAnswer(f"the closest page is “{where}” ({passage.file}): confidence {sure:.2f}, needed {THRESHOLD}")
        chosen = [passage]
        if hit.whole and (hit.heading < _HEADED or not passage.path):
            # a question about the page, not about one section: those that hold what is asked for, or its beginning
            page, kinds = self._pages[passage.file], set(question.aims)
            chosen = [one for one in page if kinds & set(aims.held(one.text))] or page
        return Answer(pages.shown(chosen), sources=(passage.title,), confidence=sure)


def confidence(hit: Hit) -> float:
    """How likely the passage is of the page that answers, in [0, 1]."""
    about = hit.title or hit.plain or hit.heading >= _HEADED
    if hit.said < (_NEEDED if about else _PASSING):
        return 0.0
    return 1 / (1 + math.exp(-_STEEP * (hit.coverage + _HEADING * hit.heading - _MIDDLE)))
