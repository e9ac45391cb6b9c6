"""The mute is a fence: whenever a person is asked for, nothing of the AI's begins after that, and nothing is lost."""

import asyncio
import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from acceptance.inside import inside
from acceptance.sides import BOT, Place, until
from acceptance.town import Town, town

from handoff.events import Answer, Outcome
from handoff.ports import Said

#: runs at one time, each a customer of their own
TOGETHER = 30
NOTICE = "asked the team"


class Slow:
    """An AI that takes the time its customer's seed says; some of its answers are so long that they go in parts."""

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        seed = int(history[0].text.split()[-1])
        rng = random.Random(seed)
        await asyncio.sleep(rng.uniform(0, 3))
        return Answer(answer(seed))


def answer(seed: int) -> str:
    long = random.Random(-seed).random() < 0.3
    return f"The answer to {seed} is yes. " + ("And further, at length. " * 200 if long else "") + f"End of {seed}."


async def one_run(t: Town, seed: int) -> tuple[int, str, Place]:
    """A question, and at a random moment while the AI works: let me talk to a human."""
    who = await t.customers.person(f"C{seed}")
    dm = await t.customers.direct(who)
    await t.customers.say(who, dm, f"What about question {seed}")
    await asyncio.sleep(random.Random(seed * 7 + 1).uniform(0, 3.3))
    await t.customers.say(who, dm, "let me talk to a human")

    async def told() -> bool:
        return any(NOTICE in m.text for m in await t.customers.read(who, dm))

    await until(told, f"the notice of {seed}", 60)
    return seed, who, dm


async def fenced(folder: Path, platform: str, seeds: list[int]) -> None:
    async with town(folder, platform, platform, run=False) as t, inside(t, Slow()):
        runs = await asyncio.gather(*(one_run(t, seed) for seed in seeds))
        await until(lambda: _all_answered(folder), "every late answer", 60)
        for seed, who, dm in runs:
            await _holds(t, folder, seed, who, dm)
        _none_started_late(folder)


async def _all_answered(folder: Path) -> bool:
    with sqlite3.connect(folder / "handoff.db") as db:
        live = "SELECT count(*) FROM outbox WHERE kind = 'Ask' AND state IN ('pending', 'started')"
        ours = "SELECT count(*) FROM outbox WHERE epoch IS NOT NULL AND state IN ('pending', 'started')"  # the AI's own words
        return not db.execute(live).fetchone()[0] and not db.execute(ours).fetchone()[0]


async def _holds(t: Town, folder: Path, seed: int, who: str, dm: Place) -> None:
    said = [m.text for m in await t.customers.read(who, dm) if m.who == BOT]
    notice = next(n for n, text in enumerate(said) if NOTICE in text)
    assert [text for text in said[notice + 1 :] if str(seed) in text or "at length" in text] == [], seed
    whole = f"End of {seed}." in "".join(said[:notice])
    with sqlite3.connect(folder / "handoff.db") as db:
        find = "SELECT m.kind FROM message m WHERE m.doc LIKE ? AND m.kind IN ('ai', 'draft')"
        kinds = [kind for (kind,) in db.execute(find, (f"%End of {seed}.%",))]
    assert kinds == (["ai"] if whole else ["draft"]), (seed, said, kinds)


def _none_started_late(folder: Path) -> None:
    """The store's own times: a start after the handoff's would be a hole in the fence."""
    with sqlite3.connect(folder / "handoff.db") as db:
        late = db.execute(
            "SELECT o.number, o.started_at, c.handed_at FROM outbox o JOIN conversation c ON c.number = o.number "
            "WHERE o.epoch IS NOT NULL AND o.attempts > 0 AND o.started_at > c.handed_at"
        ).fetchall()
    assert late == []


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_nothing_of_the_ai_begins_after_the_handoff(tmp_path, platform):
    """30 seeds: an answer is whole before the notice, or is a draft for the team; never after it."""
    await fenced(tmp_path, platform, list(range(1, TOGETHER + 1)))


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(1, 7))
@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_the_fence_at_length(tmp_path, platform, batch):
    """The seeds up to 200."""
    first = batch * TOGETHER + 1
    await fenced(tmp_path, platform, list(range(first, min(first + TOGETHER, 201))))
