"""
The embedded AI: answers from a folder of pages, offline, in the pages' own words, and knows when it does not know.

How a passage is judged: its *coverage* of the question (see index.Hit) and a quarter of the share of its heading that
the question says make the score. A logistic curve, fitted on labelled questions, turns the score into a confidence: how
likely the page is the one that answers. Below THRESHOLD nothing is said.

Measured with bench/knowledge.py on tests/data/questions.jsonl, where every question was written before any rule was tried
on it. Those "tuned on" chose the rules and the threshold, the least that met the aims (90 / – / 10 / 2 %). Those "kept
aside" were first looked at with everything chosen (at 0.35); a few general rules came of it. An earlier batch kept aside
was taken into the tuning after its first look. One author wrote pages, questions and word lists, so for other people's
pages expect the first looks at best.

                                     right page   other page   near misses   unrelated
    tuned on (228)                        90 %          2 %          9 %          0 %
    kept aside, now (97)                  87 %          9 %          7 %          8 %
    kept aside, first look                84 %          9 %         11 %          8 %
    earlier batch, first look (106)       80 %          2 %         23 %          0 %

What is missed is asked in words that neither the page nor the lists have; what is wrongly answered asks for something
else in the pages' own words ("How do I reset my phone?").
"""

import asyncio
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from adapters.responder import pages
from adapters.responder.courtesy import courtesy
from adapters.responder.index import Hit, Index, Term
from adapters.responder.pages import Passage
from adapters.responder.question import Question, latest
from handoff.events import Answer, CannotAnswer, Outcome
from handoff.ports import Said

#: confidence below which nothing is said: the least that met the aims on the questions tuned on
THRESHOLD: Final = 0.4
#: what a heading that the question says in full adds to the coverage
_HEADING: Final = 0.25
#: the curve from score to confidence, fitted on the tuning half
_STEEP: Final = 11.0
_MIDDLE: Final = 0.6
_SAME: Final = 0.001
#: weight of words found that an answer needs: two general words, or one of the field's own
_NEEDED: Final = 0.7


class Knowledge:
    """Fits handoff.ports.Responder. To read the folder anew, load another one and put it in this one's place."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._index = Index(passages)
        self._pages: dict[str, list[Passage]] = {}
        for passage in passages:
            self._pages.setdefault(passage.file, []).append(passage)
        # one thread of its own: a question whose deadline passes while it queues is dropped unasked
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="knowledge")

    @classmethod
    def load(cls, folder: Path) -> "Knowledge":
        """
        Read *.md, *.markdown and *.txt below the folder, as UTF-8. Blocks, some seconds for thousands of pages. Raises
        Fatal that names KNOWLEDGE_DIR and what is wrong with which file.
        """
        return cls(pages.read(folder))

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        """The best passage for the customer's latest words, or why there is none. Takes milliseconds, whatever the deadline."""
        question = latest(history)
        fixed = courtesy(question.text)
        if fixed:
            return fixed
        hit = await asyncio.get_running_loop().run_in_executor(self._thread, self.find, question)
        return self._outcome(hit)

    def find(self, question: Question) -> Hit | None:
        """The best passage, however bad; of a question that follows on another, with the other's words. Blocks."""
        ways = [question.terms, question.following]
        if question.follows:
            ways.reverse()
        best: Hit | None = None
        for terms in ways:
            hit = self._best(terms, question)
            if hit and (best is None or confidence(hit) > confidence(best)):
                best = hit
            if best and confidence(best) >= THRESHOLD:
                break
        return best

    def _best(self, terms: Sequence[Term], question: Question) -> Hit | None:
        """What speaks of none of the new words is no answer to them; without new words, neither is what was said just now."""
        fresh = any(term.share == 1 for term in terms)
        hits = self._index.search(terms)
        hits = [hit for hit in hits if (hit.new if fresh else hit.passage.text not in question.given)]
        # the page is chosen by what all of it says, its section also by the heading
        return max((hit for hit in hits if hit.passage.file == hits[0].passage.file), key=confidence, default=None)

    def _outcome(self, hit: Hit | None) -> Outcome:
        if hit is None:
            return CannotAnswer("no page has any of the customer's words")
        passage, sure = hit.passage, confidence(hit)
        if sure < THRESHOLD:
            where = " › ".join(dict.fromkeys((passage.title, passage.heading)))
            return CannotAnswer(f"the closest page is “{where}” ({passage.file}): confidence {sure:.2f}, needed {THRESHOLD}")
        # all that was found is in the title: the question is about the page, not about one section
        chosen = self._pages[passage.file] if hit.coverage <= hit.title + _SAME else [passage]
        return Answer(pages.shown(chosen), sources=(passage.title,), confidence=sure)


def confidence(hit: Hit) -> float:
    """How likely the passage is of the page that answers, in [0, 1]."""
    if hit.said < _NEEDED:
        return 0.0
    return 1 / (1 + math.exp(-_STEEP * (hit.coverage + _HEADING * hit.heading - _MIDDLE)))
