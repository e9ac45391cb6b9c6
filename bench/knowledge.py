"""
How well the embedded AI knows what it knows: `python bench/knowledge.py [--wrong]`, and `--pages N` for its speed.

Prints, for every batch of tests/data/questions.jsonl and a range of thresholds, how many of the answerable questions get
the page that answers, how many another page, and how many of the questions that no page answers are answered all
the same; then how true the confidence is, and how often the section shown is the one that answers. `--wrong` lists what
goes wrong at the threshold in use.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from adapters.responder.index import Hit  # noqa: E402
from adapters.responder.knowledge import THRESHOLD, Knowledge, confidence  # noqa: E402
from adapters.responder.question import Question  # noqa: E402
from handoff.events import Answer  # noqa: E402

BATCHES = (
    ("dev", "Tuned on"),
    ("typical", "What is asked most often, tuned on after the first look"),
    ("held", "Kept aside"),
    ("fresh", "Fresh"),
)


@dataclass(frozen=True)
class Judged:
    question: str
    kind: str  #: answerable, near or unrelated
    batch: str  #: one of BATCHES
    page: str
    hit: Hit | None
    says: str = ""  #: what the section that answers says, "" if any of the page does
    shown: str = ""

    @property
    def sure(self) -> float:
        return confidence(self.hit) if self.hit else 0.0

    @property
    def right(self) -> bool:
        return self.hit is not None and self.hit.passage.file == self.page


def judged(knowledge: Knowledge, after: str = "") -> list[Judged]:
    """Every labelled question with what is found for it; `after`: a question that was asked before each."""
    lines = (ROOT / "tests/data/questions.jsonl").read_text("utf-8").splitlines()
    return [_judged(knowledge, Question(row["question"], after), row) for row in map(json.loads, lines)]


def _judged(knowledge: Knowledge, question: Question, row: dict[str, str]) -> Judged:
    hit = knowledge.find(question)
    outcome = knowledge.outcome(hit, question)
    shown = outcome.text if isinstance(outcome, Answer) else ""
    return Judged(question.text, row["kind"], row["batch"], row.get("page", ""), hit, row.get("says", ""), shown)


def table(rows: Sequence[Judged]) -> None:
    print("threshold   right page   other page   near misses   unrelated   precision")
    for threshold in (0.1, 0.2, 0.3, THRESHOLD, 0.5, 0.6, 0.7, 0.8, 0.9):
        said = [row for row in rows if row.sure >= threshold]
        right = sum(row.right for row in said)
        cells = [_share(right, rows, "answerable"), _share(_count(said, "answerable") - right, rows, "answerable")]
        cells += [_share(_count(said, kind), rows, kind) for kind in ("near", "unrelated")]
        print(f"{threshold:9.2f}   {'   '.join(cells)}   {right / len(said) if said else 1:9.1%}")


def calibration(rows: Sequence[Judged]) -> None:
    print("confidence    questions   mean   right")
    for low, high in ((0, 0.1), (0.1, THRESHOLD), (THRESHOLD, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        those = [row for row in rows if low <= row.sure < high]
        if those:
            mean, right = sum(row.sure for row in those) / len(those), sum(row.right for row in those) / len(those)
            print(f"{low:.2f}–{min(high, 1):.2f}   {len(those):10}   {mean:.2f}   {right:5.2f}")


def _count(rows: Sequence[Judged], kind: str) -> int:
    return sum(row.kind == kind for row in rows)


def _share(count: int, rows: Sequence[Judged], kind: str) -> str:
    many = _count(rows, kind)
    return f"{count:3}/{many:<3} {count / many:4.0%}"


def speed(pages: int) -> None:
    """Made-up pages of some 250 words each, of 20,000 words in all."""
    with tempfile.TemporaryDirectory() as folder:
        for n in range(pages):
            text = [f"# Page {n}\n"]
            for section in range(4):
                words = (f"w{(n * 7919 + section * 104729 + i * i * 31) % 20_000}" for i in range(60))
                text.append(f"## Delivery of order {n}, part {section}\n\n{' '.join(words)}. We refund the parcel.\n")
            Path(folder, f"{n}.md").write_text("\n".join(text), "utf-8")
        start = time.perf_counter()
        knowledge = Knowledge.load(Path(folder))
        print(f"{pages} pages read and indexed in {time.perf_counter() - start:.1f} s")
        for question in (
            "When do I get a refund for my parcel?",
            "delivery of order 17 part 2 " + " ".join(f"w{i}" for i in range(40)),
        ):
            start = time.perf_counter()
            knowledge.find(Question(question))
            print(f"{(time.perf_counter() - start) * 1000:6.1f} ms  {question[:60]}")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--wrong", action="store_true")
    options.add_argument("--pages", type=int, default=0)
    chosen = options.parse_args()
    if chosen.pages:
        speed(chosen.pages)
        return
    knowledge = Knowledge.load(ROOT / "examples/knowledge")
    rows = judged(knowledge)
    for batch, name in BATCHES:
        those = [row for row in rows if row.batch == batch]
        print(f"\n{name}")
        table(those)
        calibration(those)
        sections = [row for row in those if row.says]
        if sections:
            shown = sum(row.says in row.shown for row in sections)
            print(f"What is shown has the section that answers: {shown} of {len(sections)}")
    print("\nAll of them, each after another question")
    table(judged(knowledge, after="How long is the warranty on a frame?"))
    for row in rows if chosen.wrong else ():
        if (row.sure >= THRESHOLD) != (row.kind == "answerable") or (row.kind == "answerable" and not row.right):
            found = f"{row.hit.passage.file} › {row.hit.passage.heading}" if row.hit else "nothing"
            print(f"{row.batch:7} {row.kind:11} {row.sure:.2f}  {row.question[:70]}  →  {found}")


if __name__ == "__main__":
    main()
