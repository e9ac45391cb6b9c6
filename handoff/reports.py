"""
What the handoffs of late were, by the records of them, and how it is told. Pure.

Needless is a handoff of which the agent who ended it says that the AI could have answered, or, where nobody says anything,
one that was returned or closed without a word of an agent's to the customer. Missed is one that came too late: the customer
had to ask for a person, or somebody of the team took over, after unhappy turns.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from handoff import wording
from handoff.effects import Post
from handoff.events import Previewed
from handoff.model import Advice, Ending, Handoff, Report, Told, Trigger, Verdict

#: a mood from here on down is an unhappy turn, and so is a failed response of the AI
UNHAPPY: Final = -0.25
#: unhappy turns after which a handoff was due
TURNS: Final = 2
#: finished handoffs and missed ones that a suggestion takes: below, one or two conversations would decide
ENOUGH: Final = 20
#: missed ones that are named
NAMED: Final = 15
#: those that numbers tune
TUNED: Final = frozenset({Trigger.SENTIMENT, Trigger.FAILURES})
#: it was the team that took these
_OWN: Final = frozenset({Trigger.AGENT, Trigger.TAKEOVER, Trigger.REOPEN})
_LATE: Final = frozenset({Trigger.EXPLICIT, Trigger.TAKEOVER})


def finished(record: Handoff) -> bool:
    """Whether it is known what it was; a remark, a block and a customer who was helped after all say nothing of it."""
    return record.ending in (Ending.CLOSED, Ending.RETURNED)


def needless(record: Handoff) -> bool:
    if not finished(record) or record.reason.trigger in _OWN:
        return False
    return record.verdict is Verdict.AI or (record.verdict is None and record.answered_at is None)


def missed(record: Handoff) -> bool:
    unhappy = sum(score <= UNHAPPY for score in record.scores)
    return record.reason.trigger in _LATE and max(unhappy, record.misses) >= TURNS


@dataclass(slots=True)
class Fate:
    """What the records say of one conversation. `due`: its missed handoff came at that message; 0: none was missed."""

    needed: bool = False
    needless: bool = False
    due: int = 0


@dataclass(slots=True)
class Review:
    """Reads record by record. Who came back after a close set off nothing."""

    handoffs: Counter[str] = field(default_factory=Counter)
    needless: Counter[str] = field(default_factory=Counter)
    missed: list[int] = field(default_factory=list)
    judged: int = 0
    fates: dict[int, Fate] = field(default_factory=dict)

    def add(self, record: Handoff) -> None:
        if record.back:
            return
        trigger, fate = record.reason.trigger, self.fates.setdefault(record.number, Fate())
        self.handoffs[trigger] += 1
        if needless(record):
            self.needless[trigger] += 1
            fate.needless = True
        elif finished(record):
            fate.needed = True
        self.judged += finished(record) and trigger in TUNED
        if missed(record):
            self.missed.append(record.number)
            self.judged += 1
            fate.due = fate.due or record.seq

    def report(self, links: Mapping[int, str], advice: Advice | None) -> Report:
        """`links`: of the conversations that are named, where they have one."""
        return Report(
            handoffs=dict(self.handoffs),
            needless=dict(self.needless),
            missed=tuple(Told(number, links.get(number, "")) for number in self.named),
            missed_count=len(self.missed),
            judged=self.judged,
            advice=advice,
        )

    @property
    def named(self) -> list[int]:
        """The missed ones that are told, the newest first."""
        return self.missed[: -NAMED - 1 : -1]


# ---- telling


def told(event: Previewed) -> Post:
    """In words, for the team channel."""
    head = wording.text("report.title", days=event.days)
    report = event.report
    if report is None:
        return Post(text=f"{head}\n{wording.text('preview.failed', why=wording.escaped(event.why))}")
    by = f" {wording.text('preview.asked', by=wording.name(event.by))}" if event.by.user else ""
    if not report.handoffs:
        return Post(text=f"{head}{by}\n{wording.text('report.none')}")
    total = sum(report.handoffs.values())
    needless_ones = sum(report.needless.values())
    share = _percent(needless_ones, total)
    lines = [head + by, wording.text("report.sum", count=total, needless=needless_ones, percent=share)]
    for name in sorted(report.handoffs, key=lambda each: (-report.handoffs[each], each)):
        count, of_these, why = report.handoffs[name], report.needless.get(name, 0), wording.text(f"reason.{name}")
        share = _percent(of_these, count)
        lines.append(wording.text("report.line", why=why, count=count, needless=of_these, percent=share))
    lines.append(_missed(report))
    lines += _advice(report)
    lines.append(wording.text("report.means"))
    return Post(text="\n".join(lines))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / max(whole, 1))


def _missed(report: Report) -> str:
    if not report.missed_count:
        return wording.text("report.missed.none", turns=TURNS)
    listed = ", ".join(f"[#{each.number}]({each.link})" if each.link else f"#{each.number}" for each in report.missed)
    more = report.missed_count - len(report.missed)
    listed += f" {wording.text('preview.more', count=more)}" if more else ""
    return wording.text("report.missed", turns=TURNS, count=report.missed_count, which=listed)


def _advice(report: Report) -> list[str]:
    advice = report.advice
    if report.judged < ENOUGH:
        return [wording.text("report.few", enough=ENOUGH, count=report.judged)]
    if advice is None:
        return [wording.text("report.best")]
    lines = [wording.text("report.advice", name=advice.name, value=advice.value, now=advice.now)]
    counts = {"spared": advice.spared, "caught": advice.caught, "extra": advice.extra, "lost": advice.lost}
    lines += [wording.text(f"report.{name}", count=count) for name, count in counts.items() if count]
    return lines
