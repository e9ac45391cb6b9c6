"""Bursts, repeats, a hanging AI, a held lock, a close in the middle of words: nothing is late, lost or doubled."""

import asyncio
import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from acceptance.inside import inside
from acceptance.sides import DiscordSide, SlackSide, until
from acceptance.town import Town, town
from machine import Stopwatch

from adapters.slack.connect import SlackPlatform
from handoff.events import Answer, Outcome
from handoff.ports import Said


class Hanging:
    """An AI that never comes back."""

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


class Echo:
    def __init__(self) -> None:
        self.asked = 0

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        self.asked += 1
        return Answer(f"You said: {history[-1].text}")


def rows(folder: Path, question: str, *values: Any) -> list[Any]:
    with sqlite3.connect(folder / "handoff.db") as db:
        return db.execute(question, values).fetchall()


async def test_acks_come_in_time_whatever_hangs(tmp_path):
    """1,000 messages in a burst, the AI mute, somebody else holding the database for 2 s: each ack within 3 s, no retry."""
    async with town(tmp_path, "slack", "slack", run=False) as t, inside(t, Hanging()):
        side = t.customers
        assert isinstance(side, SlackSide)
        await side.sim.set_config(ack_deadline=60)  # the time is judged below, without what the machine took of it
        people = [await side.person(f"P{n}") for n in range(20)]
        places = [await side.direct(who) for who in people]
        watch = Stopwatch()
        holding = asyncio.create_task(asyncio.to_thread(_hold, tmp_path / "handoff.db"))
        await asyncio.gather(
            *(_says_fifty(t, who, place, n) for n, (who, place) in enumerate(zip(people, places, strict=True)))
        )
        await holding

        async def all_there() -> bool:
            return rows(tmp_path, "SELECT count(*) FROM message WHERE kind = 'customer'")[0][0] >= 1000

        await until(all_there, "all of them in the record", 90)

        async def all_acked() -> list[Any]:  # an ack comes after what it is for was committed
            sent = await side.sim.envelopes("events_api", payloads=True)
            found = [e for e in sent if e["payload"]["event"].get("text", "").startswith("word ")]
            return found if all(e["acked"] for e in found) else []

        acks = await until(all_acked, "an ack of each")
        assert len(acks) == 1000
        assert [e for e in acks if e["attempt"]] == []
        assert max(e["ms"] for e in acks) / 1000 - watch.waited < 3


def _hold(file: Path) -> None:
    with sqlite3.connect(file, timeout=10) as db:
        db.execute("BEGIN IMMEDIATE")
        try:
            asyncio.run(asyncio.sleep(2))
        finally:
            db.execute("ROLLBACK")


async def _says_fifty(t: Town, who: str, place: tuple[str, str], seed: int) -> None:
    for n in range(50):
        await t.customers.say(who, place, f"word {n} of {seed}")


async def test_one_message_brought_eleven_times(tmp_path):
    """Under as many event_ids, as a fault of Slack's own once did: one row of the record, one run of the AI, one answer."""
    echo = Echo()
    async with town(tmp_path, "slack", "slack", run=False) as t, inside(t, echo) as parts:
        side, [slack] = t.customers, parts.platforms
        assert isinstance(side, SlackSide)
        assert isinstance(slack, SlackPlatform)
        await t.customers.say(t.ann, t.dm, "just once")
        await t.customer_sees("You said: just once")
        sent = [e["payload"] for e in await side.sim.envelopes("events_api", payloads=True) if e["type"] == "message"]
        again = [slack.receiver.put({**sent[0], "event_id": f"Ev0AGAIN{n}"}) for n in range(10)]
        assert all(await asyncio.gather(*again))
        await t.settle()
        assert rows(tmp_path, "SELECT count(*) FROM message WHERE kind = 'customer'") == [(1,)]
        assert echo.asked == 1
        assert sum("You said" in m.text for m in await t.customers.read(t.ann, t.dm)) == 1


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_an_echo_of_a_bot_is_met_with_silence(tmp_path, platform):
    """Another bot that answers everything in the support channel starts nothing, however often it speaks."""
    echo = Echo()
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, echo):
        side = t.customers
        before = await side.calls()
        if isinstance(side, DiscordSide):
            bot = await side.sim.create_user("parrot", bot=True)
            await side.sim.add_member(side.guild, bot)
            for n in range(10):
                await side.sim.post(bot, side.help[0], f"how do I return thing {n}?")
        else:
            assert isinstance(side, SlackSide)
            for n in range(10):
                await side.sim.bot_says(side.help[0], f"how do I return thing {n}?")
        await side.say(t.ann, side.help, "and how do I?")

        async def one_answer() -> bool:
            return echo.asked > 0

        await until(one_answer, "the answer to the person")
        await t.settle(1.0)
        assert echo.asked == 1
        assert (await side.calls())["post"] - before["post"] <= 2  # the answer, and the board if it was not there yet


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_words_around_a_close_are_in_one_conversation(tmp_path, platform):
    """Before the close they reach the agent, after it the AI answers them: 12 seeded moments, none lost, none in two."""
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, Echo()):
        for seed in range(12):
            await _closes_amid(t, tmp_path, seed)


async def _closes_amid(t: Town, folder: Path, seed: int) -> None:
    rng = random.Random(seed)
    who = await t.customers.person(f"X{seed}")
    dm = await t.customers.direct(who)
    await t.customers.say(who, dm, f"a human please x{seed}x")

    async def waiting() -> int:
        doc = f"%a human please x{seed}x%"
        found = rows(
            folder,
            "SELECT c.number FROM conversation c JOIN message m ON m.number = c.number "
            "WHERE m.doc LIKE ? AND c.state = 'waiting' AND c.card_thread <> ''",
            doc,
        )
        return found[0][0] if found else 0

    number = await until(waiting, f"the card of x{seed}x")
    await t.team.command(t.bo, t.team.team, f"/claim {number}")
    words = [f"is x{seed}x{n}x there" for n in range(6)]

    async def talk() -> None:
        for word in words:
            await asyncio.sleep(rng.uniform(0, 0.08))
            await t.customers.say(who, dm, word)

    async def close() -> None:
        await asyncio.sleep(rng.uniform(0, 0.3))
        await t.team.command(t.bo, t.team.team, f"/handoff close {number}")

    await asyncio.gather(talk(), close())

    async def kept() -> bool:
        return all(rows(folder, "SELECT 1 FROM message WHERE doc LIKE ? AND kind = 'customer'", f"%{w}%") for w in words)

    await until(kept, f"all words of x{seed}x")
    found = [rows(folder, "SELECT number FROM message WHERE doc LIKE ? AND kind = 'customer'", f"%{w}%") for w in words]
    assert [len(each) for each in found] == [1] * len(words)
    numbers = [each[0][0] for each in found]
    assert numbers == sorted(numbers), numbers
    assert len(set(numbers)) <= 2, numbers
