"""Passages in SQLite's full-text search, in memory, and how well each of them meets a question's words."""

import json
import math
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.responder import words
from adapters.responder.pages import Passage

#: words of a question that are looked for; the first ones of a longer text
TERMS: Final = 24
#: sentences that BM25 puts forward; coverage then chooses among their passages
CANDIDATES: Final = 40
#: BM25's weight of a word in the title, the heading, the sentence
_COLUMNS: Final = "4.0, 3.0, 1.0"
#: what a synonym or another spelling counts, against the word itself
_ALIKE: Final = 0.85
#: what a gram counts that is nowhere in the pages: half of them are no words
_STRADDLING: Final = 0.5
#: what a title that says all of the question adds, when passages are compared: hardly more than deciding between equals
_TITLE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question; `share` < 1 for one that was said around it."""

    word: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """
    How well a passage meets a question.

    `coverage`: the share of what the question says that the passage speaks of, by rarity of the words; the mean of the
    whole passage's and of its best sentence's (each with heading and title), for words far apart are seldom about one
    thing. `heading`: the share of the heading's words that the question says. `title`: the share of what the question
    says that is in the page's title. All in [0, 1]. `said`: the weight of the words found; `new`: whether one of them is
    the question's own.
    """

    passage: Passage
    coverage: float
    heading: float
    title: float
    said: float
    new: bool


@dataclass(frozen=True, slots=True)
class _Sought:
    """One term's part of the search: `exact` and `alike` are FTS5 expressions, `alike` "" for none."""

    exact: str
    alike: str
    weight: float
    share: float
    gram: bool

    @property
    def either(self) -> str:
        return f"({self.exact} OR {self.alike})" if self.alike else self.exact


@dataclass(slots=True)
class _Tally:
    """What has been found of a question in one passage."""

    worth: float = 0.0
    closest: float = 0.0
    said: float = 0.0
    headed: int = 0
    titled: float = 0.0
    new: bool = False


class Index:
    """
    Made once, then only read; safe from several threads, one at a time. Any question is fit to be asked: what reaches
    FTS5 are only quoted words.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._vocabulary: set[str] = set()
        self._owners: list[int] = []  # by row, a sentence: its passage
        self._rows: list[range] = []  # by passage: its sentences
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        # contentless: the passages themselves are kept above. Porter stems English and leaves grams alone.
        self._db.execute(
            "CREATE VIRTUAL TABLE sentences USING fts5(title, heading, body, content='',"
            " tokenize=\"porter unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
        )
        with self._db:
            self._db.executemany("INSERT INTO sentences(rowid, title, heading, body) VALUES (?, ?, ?, ?)", self._sentences())

    def _sentences(self) -> Iterator[tuple[int, str, str, str]]:
        for number, passage in enumerate(self._passages):
            first = len(self._owners)
            title, heading = self._words(passage.title), self._words(passage.heading)
            for sentence in words.sentences(passage.text):
                self._owners.append(number)
                yield len(self._owners) - 1, title, heading, self._words(sentence)
            self._rows.append(range(first, len(self._owners)))

    def _words(self, text: str) -> str:
        found = list(words.words(text))
        self._vocabulary.update(found)
        return " ".join(found)

    def search(self, terms: Sequence[Term]) -> list[Hit]:
        """The passages that BM25 puts forward, best covered first. Blocks for milliseconds: call it in a thread."""
        sought = [self._sought(term) for term in terms[:TERMS]]
        if not sought:
            return []
        with self._lock:
            rows = self._db.execute(
                f"SELECT rowid FROM sentences WHERE sentences MATCH ?"  # noqa: S608 # the numbers are ours
                f" ORDER BY bm25(sentences, {_COLUMNS}) LIMIT {CANDIDATES}",
                (" OR ".join(one.either for one in sought),),
            ).fetchall()
            hits = self._meet(sought, list(dict.fromkeys(self._owners[row] for (row,) in rows)))
        return sorted(hits, key=lambda hit: -(hit.coverage + _TITLE * hit.title))  # stable: BM25's order between equals

    def _sought(self, term: Term) -> _Sought:
        others = list(words.alternatives(term.word))
        if " " not in term.word and term.word not in self._vocabulary:
            near = dict.fromkeys(words.spellings(term.word))
            others += [word for word in near if word in self._vocabulary and words.weight(word) == 1]
            others += words.kinds(term.word)
        return _Sought(
            _quoted(term.word),
            " OR ".join(map(_quoted, others)),
            words.weight(term.word),
            term.share,
            words.spaceless(term.word),
        )

    def _meet(self, sought: Sequence[_Sought], candidates: Sequence[int]) -> list[Hit]:
        tallies = {number: _Tally() for number in candidates}
        sentences = {row: 0.0 for number in candidates for row in self._rows[number]}
        among, total = json.dumps(list(sentences)), 0.0
        for one in sought:
            frequency, exact = self._having(one.exact, among)
            more, alike = self._having(one.alike, among) if one.alike else (0, frozenset[int]())
            if not frequency and not more and one.share < 1:
                continue  # what was said around the question can only help
            worth = one.weight * one.share * self._rarity(max(frequency, more))
            if not frequency and one.gram:
                worth *= _STRADDLING
            total += worth
            for row in exact | alike:
                sentences[row] += worth if row in exact else worth * _ALIKE
            whole = self._owning(exact)
            for number in whole | self._owning(alike):
                tally = tallies[number]
                tally.worth += worth if number in whole else worth * _ALIKE
                tally.said += one.weight
                tally.new = tally.new or one.share == 1
            for number in self._owning(self._having(f"heading : {one.either}", among)[1]):
                tallies[number].headed += 1
            for number in self._owning(self._having(f"title : {one.either}", among)[1]):
                tallies[number].titled += worth
        for row, worth in sentences.items():
            tally = tallies[self._owners[row]]
            tally.closest = max(tally.closest, worth)
        return [self._hit(self._passages[number], tally, total) for number, tally in tallies.items()]

    def _hit(self, passage: Passage, tally: _Tally, total: float) -> Hit:
        coverage = (tally.worth + tally.closest) / 2 / total if total else 0.0
        heading = len(words.asked(passage.heading))
        share = min(1.0, tally.headed / heading) if heading else 0.0
        return Hit(passage, coverage, share, tally.titled / total if total else 0.0, tally.said, tally.new)

    def _having(self, expression: str, among: str) -> tuple[int, frozenset[int]]:
        """How many sentences match, and which of those in `among`."""
        count, rows = self._db.execute(
            "SELECT count(*), json_group_array(rowid) FILTER (WHERE rowid IN (SELECT value FROM json_each(?)))"
            " FROM sentences WHERE sentences MATCH ?",
            (among, expression),
        ).fetchone()
        return count, frozenset(json.loads(rows))

    def _owning(self, rows: Iterable[int]) -> frozenset[int]:
        return frozenset(self._owners[row] for row in rows)

    def _rarity(self, frequency: int) -> float:
        """BM25's inverse document frequency, never negative; a word that is nowhere is as rare as one that is once."""
        return math.log(1 + (len(self._owners) - frequency + 0.5) / (max(frequency, 1) + 0.5))


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
