"""`/triggers report`: what was needless and what was missed, what would have served better, and how it is told."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from unit.core_nouns import ANN, BO, DI, NOON, Table, grumpy
from unit.test_previewing import far

from adapters.store.choice import open_store
from bot import previewing
from handoff import previews, reports, wording
from handoff.advising import Advising, candidates
from handoff.effects import Preview, Say, Surface
from handoff.events import Previewed
from handoff.model import Address, Advice, Ending, Handoff, Policy, Reason, Report, Scope, Told, Trigger, Verdict
from handoff.ports import Changes, RowState, Wants
from handoff.replay import Settings
from handoff.reports import ENOUGH, Fate, Review

UNHAPPY = ("how long? -0.35", "still nothing -0.35", "and now? -0.35")


def made(trigger: Trigger = Trigger.SENTIMENT, number: int = 1, **changes: object) -> Handoff:
    return replace(Handoff(number=number, ordinal=1, reason=Reason(trigger), seq=5, at=NOON), **changes)


@pytest.mark.parametrize(
    ("changes", "needless"),
    [
        ({}, False),
        ({"ending": Ending.CLOSED}, True),
        ({"ending": Ending.RETURNED}, True),
        ({"ending": Ending.RETURNED, "answered_at": NOON}, False),
        ({"ending": Ending.RETURNED, "answered_at": NOON, "verdict": Verdict.AI}, True),
        ({"ending": Ending.CLOSED, "verdict": Verdict.PERSON}, False),
        ({"ending": Ending.BLOCKED}, False),
        ({"ending": Ending.REMARK}, False),
        ({"ending": Ending.SOLVED}, False),
        ({"ending": Ending.CLOSED, "reason": Reason(Trigger.TAKEOVER)}, False),
    ],
)
def test_what_is_needless(changes, needless):
    """What the agent says decides; else whether anybody wrote to the customer. What is not over is nothing yet."""
    assert reports.needless(made(**changes)) is needless


@pytest.mark.parametrize(
    ("trigger", "changes", "missed"),
    [
        (Trigger.EXPLICIT, {"scores": (-0.3, 0.1, -0.25)}, True),
        (Trigger.TAKEOVER, {"misses": 2}, True),
        (Trigger.EXPLICIT, {"scores": (-0.3,), "misses": 1}, False),
        (Trigger.EXPLICIT, {}, False),
        (Trigger.SENTIMENT, {"scores": (-0.5, -0.6)}, False),
    ],
)
def test_what_is_missed(trigger, changes, missed):
    assert reports.missed(made(trigger, **changes)) is missed


def test_it_counts_by_trigger():
    """Who came back after a close set nothing off."""
    review = Review()
    review.add(made(ending=Ending.CLOSED))
    review.add(made(number=2, ending=Ending.CLOSED, answered_at=NOON))
    review.add(made(Trigger.EXPLICIT, 3, misses=3))
    review.add(made(number=4, back=True))
    assert review.report({3: "https://x/3"}, None) == Report(
        handoffs={"sentiment": 2, "explicit": 1},
        needless={"sentiment": 1},
        missed=(Told(3, "https://x/3"),),
        missed_count=1,
        judged=3,
    )
    assert review.fates == {1: Fate(needless=True), 2: Fate(needed=True), 3: Fate(due=5)}


def test_what_is_tried_is_near_what_is_in_force():
    """Smallest steps first; what is off stays off, and nothing is out of range."""
    tried = [(dial.name, value) for dial, value in candidates(Policy(sentiment_threshold=-0.95, failed_limit=0))]
    assert tried == [("sentiment.threshold", value) for value in (-0.9, -1, -0.85, -0.8)]
    assert [value for dial, value in candidates(Policy(failed_limit=1)) if dial.name == "failed.limit"] == [2]


def lived(policy: Policy, ends: str) -> Table:
    """Three unhappy messages, then somebody asks for a person if nobody was called, and an agent ends it."""
    table = Table(policy=policy)
    for words in UNHAPPY:
        table.speak(words)
        if table.c().run:
            table.answer("Two days.")
    if table.c().open and not table.c().handoffs:
        table.speak("I want a human")
    table.all_arrives()
    table.press("claim", by=BO)
    table.command("/handoff close", BO, number="1", outcome=ends)
    return table


def advised(policy: Policy, ends: str) -> Advice | None:
    table, review = lived(policy, ends), Review()
    for record in table.handoffs.values():
        review.add(record)
    advising = Advising(Settings(policy=policy, analyser=grumpy))
    advising.add(table.c(), [table.messages[key] for key in sorted(table.messages)], review.fates[1])
    return advising.best()


def test_a_needless_handoff_asks_for_a_later_one():
    """The smallest step that would have spared it."""
    advice = advised(Policy(sentiment_threshold=-0.33), "ai-could")
    assert advice == Advice(name="sentiment.threshold", value="-0.38", now="-0.33", spared=1)


def test_what_a_workspace_has_of_its_own_it_keeps():
    """The suggestion is to set a value for everywhere, which would not have been otherwise there."""
    own = Scope(place=Address("slack", "T1", ""), values={"sentiment.threshold": -0.33})
    assert advised(Policy(scopes={"slack:T1/*": own}), "ai-could") is None


def test_a_missed_one_asks_for_an_earlier_one():
    """It would have come before the customer had to ask."""
    advice = advised(Policy(sentiment_threshold=-0.4), "person")
    assert advice == Advice(name="sentiment.threshold", value="-0.35", now="-0.4", caught=1)


def test_a_needed_one_that_came_asks_for_nothing():
    assert advised(Policy(sentiment_threshold=-0.33), "person") is None


# ---- the command

RESULT = Report(
    handoffs={"explicit": 120, "sentiment": 30},
    needless={"sentiment": 9, "explicit": 3},
    missed=(Told(12, "https://x/12"), Told(9)),
    missed_count=7,
    judged=40,
    advice=Advice(name="sentiment.threshold", value="-0.5", now="-0.4", spared=6, extra=1),
)
ENDED = Previewed(key="preview:r", at=NOON, row=1, changes=(), days=30, by=DI, report=RESULT)


def test_it_is_begun_and_told_in_the_team_channel():
    table = Table()
    table.command("/triggers report", by=DI)
    [row] = table.pending(Preview)
    assert (row.effect.changes, row.effect.days, row.effect.by) == ((), 30, DI)
    assert "last 30 days" in table.whisper
    desk = table.does(ENDED)
    [say] = desk.effects
    assert isinstance(say, Say)
    assert say.surface is Surface.TEAM
    assert desk.finished == {1: (RowState.SENT, "")}
    assert table.facts[previews.FACT] == ""
    assert say.post.text.splitlines() == [
        "**Report: the handoffs of the last 30 days** (asked for by Di)",
        "Handoffs: **150**, needless: **12** (8 %).",
        "- asked for a person: 120, needless 3 (2 %)",
        "- is consistently unhappy: 30, needless 9 (30 %)",
        "Missed (a customer had to ask for a person, or somebody took over, after 2 or more unhappy turns): **7**: "
        "[#12](https://x/12), #9 and 5 more",
        "Suggestion: `/triggers set sentiment.threshold -0.5` (it is -0.4). It would have",
        "- spared needless handoffs: 6",
        "- handed off others, whether needed or not: 1",
        wording.text("report.means"),
    ]


@pytest.mark.parametrize("days", ["0", "9999", "failed.limit=2", "soon"])
def test_days_that_are_none_begin_nothing(days):
    table = Table()
    table.command("/triggers report", by=DI, days=days)
    assert "1 to 366" in table.whisper
    assert table.pending(Preview) == []


@pytest.mark.parametrize("who", [BO, ANN])
def test_it_is_for_admins(who):
    table = Table()
    table.command("/triggers report", by=who)
    assert table.pending(Preview) == []


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (
            replace(RESULT, judged=ENOUGH - 1, advice=None),
            "takes 20 finished handoffs for mood or failed answers, or missed ones. ",
        ),
        (replace(RESULT, advice=None), wording.text("report.best")),
        (replace(RESULT, missed=(), missed_count=0), wording.text("report.missed.none", turns=2)),
        (replace(RESULT, handoffs={}, needless={}), wording.text("report.none")),
    ],
)
def test_what_there_is_not_is_said(report, said):
    assert said in reports.told(replace(ENDED, report=report)).text


def test_a_fault_is_told_in_words():
    table = Table()
    table.command("/triggers report", by=DI)
    [say] = table.fails(table.pending(Preview)[0], "the store is *away*").effects
    assert r"the store is \*away\*" in say.post.text
    assert say.post.text.startswith("**Report")


async def test_a_process_of_its_own_reads_what_is_stored(tmp_path: Path) -> None:
    """Those of the days that were asked for; where enough were needless, with what would have spared them."""
    url, now = f"sqlite:///{tmp_path / 'h.db'}", datetime.now(UTC)
    table = lived(Policy(sentiment_threshold=-0.33), "ai-could")
    c, [record] = table.c(), table.handoffs.values()
    store = await open_store(url)
    for number in range(1, ENOUGH + 2):
        at = now - timedelta(days=30 if number > ENOUGH else 1)
        place = replace(c.place, channel=f"@{number}")
        kept = replace(record, number=number, at=at)
        own = replace(c, number=number, opened_at=at, place=place, version=0, handoff=kept, thread=f"t{number}")
        said = [replace(m, number=number) for m in table.messages.values()]
        async with store.unit() as unit:
            await unit.load(Wants(queue=True))
            await unit.save(Changes(conversations={number: own}, messages=said, handoffs=[kept]), now)
    await store.close()
    found = await asyncio.wait_for(previewing.Replaying(url)(Preview(number=0, run="r", changes=(), days=7, by=DI), far), 60)
    assert isinstance(found, Report)
    assert (found.handoffs, found.needless, found.judged) == ({"sentiment": ENOUGH}, {"sentiment": ENOUGH}, ENOUGH)
