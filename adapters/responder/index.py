"""Passages in SQLite's full-text search, in memory, and how well each of them meets a question's words."""

import math
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from adapters.responder import aims, words
from adapters.responder.pages import Passage

#: words of a question that are looked for; the first ones of a longer text
TERMS: Final = 24
#: sentences that BM25 puts forward; coverage then chooses among their passages
CANDIDATES: Final = 40
#: BM25's weight of a word in the title, the heading, the sentence
_WEIGHTS: Final = "4.0, 3.0, 1.0"
_COLUMNS: Final = ("title", "heading", "body")
#: porter stems English and leaves grams alone
_TOKENS: Final = "tokenize=\"porter unicode61 remove_diacritics 0 categories 'L* N* Co M*'\""
_INSERT: Final = "INSERT INTO {}(rowid, title, heading, body) VALUES (?, ?, ?, ?)"

_Row = tuple[int, str, str, str]
#: what a synonym or another spelling counts, against the word itself
_ALIKE: Final = 0.85
#: a kind of answer counts as a word that one in so many pages has
_KIND: Final = 4
#: words of a sentence that is short
_BRIEF: Final = 10
#: what a gram counts that is nowhere in the pages: half of them are no words
_STRADDLING: Final = 0.5
#: how much of the coverage is what title and heading speak of, which is what a passage is about
_ABOUT: Final = 0.3
#: what a word of the heading counts there, against one of the title: sections of other pages speak of it too
_HEADED: Final = 0.8
#: what a title that says all of the question adds, when passages are compared
_TITLE: Final = 0.1
#: the share of what was found that may be missing from the title of a page that is asked about as a whole
_BESIDE: Final = 0.2


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
    thing; and partly the share that heading and title speak of. `heading`: the share of the heading's words that the
    question says. `title`: the share of what the question says that is in the page's title. All in [0, 1]. `said`: the
    weight of the words found; `new`: whether one of them is the question's own; `whole`: whether the title has all of
    them, so that the question is about the page; `plain`: whether a short sentence has one, which is hardly in passing.
    """

    passage: Passage
    coverage: float
    heading: float
    title: float
    said: float
    new: bool
    whole: bool
    plain: bool


@dataclass(frozen=True, slots=True)
class _Sought:
    """One term's part of the search: `exact` and `alike` are FTS5 expressions, `alike` "" for none; `aim`: a kind of answer."""

    exact: str
    alike: str
    weight: float
    share: float
    gram: bool
    aim: bool

    @property
    def either(self) -> str:
        return f"({self.exact} OR {self.alike})" if self.alike else self.exact


@dataclass(slots=True)
class _Tally:
    """What has been found of a question in one passage."""

    worth: float = 0.0
    closest: float = 0.0
    said: float = 0.0
    headed: float = 0.0
    titled: float = 0.0
    about: float = 0.0
    found: float = 0.0
    named: float = 0.0
    new: bool = False
    plain: bool = False

    def count(self, one: _Sought, part: float) -> None:
        """Adds what a term is worth that the passage speaks of."""
        self.worth += part
        self.new = self.new or one.share == 1
        if not one.aim:
            self.said += one.weight
            self.found += part * one.weight


@dataclass(frozen=True, slots=True)
class _Met:
    """What one term is worth at most, how many pages have it, and what it is worth by row: anywhere, and in these columns."""

    worth: float
    frequency: int
    anywhere: dict[int, float]
    heading: dict[int, float]
    title: dict[int, float]


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
        # contentless: the passages themselves are kept above. `near` holds the candidates of one question, so that what
        # is asked about those costs the same for any number of pages.
        for table, columns in (("sentences", _COLUMNS), ("near", _COLUMNS), ("pages", ("body",))):
            self._db.execute(f"CREATE VIRTUAL TABLE {table} USING fts5({', '.join(columns)}, content='', {_TOKENS})")
        with self._db:
            self._db.executemany(_INSERT.format("sentences"), self._sentences())
            self._db.executemany("INSERT INTO pages(rowid, body) VALUES (?, ?)", enumerate(self._whole()))
        self._many: int = self._db.execute("SELECT count(*) FROM pages_docsize").fetchone()[0]

    def _whole(self) -> Iterator[str]:
        for _, passages in groupby(self._passages, key=lambda passage: passage.file):
            yield "\n".join(" ".join(words.words(f"{one.title}\n{one.heading}\n{one.text}")) for one in passages)

    def _sentences(self) -> Iterator[_Row]:
        for number, passage in enumerate(self._passages):
            first = len(self._owners)
            self._owners += [number] * len(words.sentences(passage.text))
            self._rows.append(range(first, len(self._owners)))
            for row in self._rows_of(number):
                self._vocabulary.update(*(text.split(" ") for text in row[1:]))
                yield row

    def _rows_of(self, number: int) -> Iterator[_Row]:
        passage = self._passages[number]
        title, heading = " ".join(words.words(passage.title)), " ".join(words.words(passage.heading))
        for row, sentence in zip(self._rows[number], words.sentences(passage.text), strict=True):
            yield row, title, heading, " ".join((*words.words(sentence), *aims.held(sentence)))

    def search(self, terms: Sequence[Term]) -> list[Hit]:
        """The passages that BM25 puts forward, best covered first. Blocks for milliseconds: call it in a thread."""
        sought = [self._sought(term) for term in terms[:TERMS]]
        if not sought:
            return []
        with self._lock:
            rows = self._db.execute(
                f"SELECT rowid FROM sentences WHERE sentences MATCH ?"  # noqa: S608 # the numbers are ours
                f" ORDER BY bm25(sentences, {_WEIGHTS}) LIMIT {CANDIDATES}",
                (" OR ".join(one.either for one in sought),),
            ).fetchall()
            candidates = list(dict.fromkeys(self._owners[row] for (row,) in rows))
            with self._db:
                self._db.execute("INSERT INTO near(near) VALUES ('delete-all')")
                near = [row for number in candidates for row in self._rows_of(number)]
                self._db.executemany(_INSERT.format("near"), near)
            brief = {row for row, _, _, body in near if body.count(" ") < _BRIEF}
            hits = self._meet(sought, candidates, brief)
        return sorted(hits, key=lambda hit: -(hit.coverage + _TITLE * hit.title))  # stable: BM25's order between equals

    def _sought(self, term: Term) -> _Sought:
        others, family = list(words.alternatives(term.word)), words.family(term.word)
        if " " not in term.word and term.word not in self._vocabulary:
            near = dict.fromkeys(words.spellings(term.word))
            others += [word for word in near if word in self._vocabulary and words.weight(word) == 1]
            others += words.kinds(term.word)
        return _Sought(
            f"({' OR '.join(map(_quoted, family))})" if family[1:] else _quoted(term.word),
            f"({' OR '.join(map(_quoted, others))})" if others else "",
            words.weight(term.word),
            term.share,
            words.spaceless(term.word),
            aims.is_aim(term.word),
        )

    def _meet(self, sought: Sequence[_Sought], candidates: Sequence[int], brief: Set[int]) -> list[Hit]:
        tallies = {number: _Tally() for number in candidates}
        sentences = {row: 0.0 for number in candidates for row in self._rows[number]}
        total = subject = 0.0
        for one in sought:
            met = self._met(one)
            if one.share < 1 and not met.frequency:
                continue  # what was said around the question can only help
            total += met.worth
            subject += 0 if one.aim else met.worth
            for row, part in met.anywhere.items():
                sentences[row] += part
                tallies[self._owners[row]].plain |= row in brief and one.weight == 1 and not one.aim
            for number, part in self._owning(met.anywhere).items():
                tallies[number].count(one, part)
            headed, titled = self._owning(met.heading), self._owning(met.title)
            for number, part in headed.items():
                tallies[number].headed += one.weight * part / met.worth
            for number, part in titled.items():
                tallies[number].titled += part
                tallies[number].named += part * one.weight
            for number in headed.keys() | titled.keys():
                tallies[number].about += max(_HEADED * headed.get(number, 0.0), titled.get(number, 0.0))
        for row, worth in sentences.items():
            tally = tallies[self._owners[row]]
            tally.closest = max(tally.closest, worth)
        return [self._hit(self._passages[number], tally, total, subject) for number, tally in tallies.items()]

    def _met(self, one: _Sought) -> _Met:
        frequency, others = self._pages(one.exact), self._pages(one.alike) if one.alike else 0
        if one.aim:  # most pages hold a number of days somewhere
            frequency = max(1, self._many // _KIND)
        full = one.weight * one.share
        worth = full * self._rarity(frequency or others)
        # another word that is all over the pages says little, however rare this one is
        less = _ALIKE * min(worth, full * self._rarity(others))
        if not frequency and one.gram:
            worth *= _STRADDLING

        def rows(column: str) -> dict[int, float]:
            alike = self._having(f"{column} : {one.alike}") if one.alike else ()
            return dict.fromkeys(alike, less) | dict.fromkeys(self._having(f"{column} : {one.exact}"), worth)

        return _Met(worth, frequency + others, rows("{title heading body}"), rows("heading"), rows("title"))

    def _hit(self, passage: Passage, tally: _Tally, total: float, subject: float) -> Hit:
        coverage = (tally.worth + tally.closest) / 2 / total if total else 0.0
        if subject:
            coverage += _ABOUT * (tally.about / subject - coverage)
        # a heading of general words alone is no subject to be met
        heading = max(1.0, sum(map(words.weight, words.asked(passage.heading))))
        return Hit(
            passage,
            coverage,
            min(1.0, tally.headed / heading),
            tally.titled / subject if subject else 0.0,
            tally.said,
            tally.new,
            tally.named >= tally.found * (1 - _BESIDE),
            tally.plain,
        )

    def _having(self, expression: str) -> list[int]:
        """The candidates' sentences that match."""
        return [row for (row,) in self._db.execute("SELECT rowid FROM near WHERE near MATCH ?", (expression,))]

    def _pages(self, expression: str) -> int:
        """How many pages match."""
        (count,) = self._db.execute("SELECT count(*) FROM pages WHERE pages MATCH ?", (expression,)).fetchone()
        return int(count)

    def _owning(self, rows: Mapping[int, float]) -> dict[int, float]:
        """What rows are worth, by passage: what the best of its rows is."""
        found: dict[int, float] = {}
        for row, part in rows.items():
            found[self._owners[row]] = max(part, found.get(self._owners[row], 0.0))
        return found

    def _rarity(self, frequency: int) -> float:
        """BM25's inverse document frequency, never negative; a word that is nowhere is as rare as one that is once."""
        return math.log(1 + (self._many - frequency + 0.5) / (max(frequency, 1) + 0.5))


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
