"""Two equal processes on one PostgreSQL: what people see is what they see of one on SQLite."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from acceptance.sides import until
from acceptance.story import tell
from acceptance.test_claims import one_race
from acceptance.test_stories import the_customers, the_teams
from acceptance.town import Bot, Town, sees, town
from contract import server


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    name = server.named(tmp_path)
    yield await server.database(name)
    await server.drop(name)


@pytest.mark.parametrize(("customers", "team"), list(itertools.product(("discord", "slack"), repeat=2)))
async def test_the_story_with_two_processes(tmp_path, url, customers, team):
    """The same transcripts as with one."""
    async with town(tmp_path, customers, team, processes=2, DATABASE_URL=url) as t:
        told = await tell(t)
        if "discord" in (customers, team):
            assert await _standing_by(t), "one of the two listens to Discord"
    the_customers(told)
    the_teams(told)


async def _standing_by(t: Town) -> bool:
    return sum("discord.standing_by" in bot.said() for bot in t.bots) == 1


@pytest.mark.parametrize(("customers", "team"), [("discord", "discord"), ("slack", "slack")])
async def test_races_over_two_processes(tmp_path, url, customers, team):
    """100 claim races on each platform, button against command: one winner each, and the loser is told who."""
    async with town(tmp_path, customers, team, processes=2, DATABASE_URL=url) as t:
        await t.customers.say(t.ann, t.dm, "a human please")
        await t.card(1)
        names = {"Bo": t.bo, "Cy": t.cy}
        for n in range(100):
            order = list(names.items()) if n % 2 else list(names.items())[::-1]
            winner = await one_race(t, order[0], order[1])
            released = await t.team.command(names[winner], t.team.team, "/handoff release 1")
            assert "back in the queue" in released


async def test_another_process_takes_over(tmp_path, url):
    """The one that listens to Discord is killed: within half a minute the other does, and nothing said meanwhile is lost."""
    async with town(tmp_path, "discord", "discord", processes=2, DATABASE_URL=url) as t:
        await t.customers.say(t.ann, t.dm, "a human please")
        card = await t.card(1)
        thread = t.thread(card)
        await t.team.command(t.bo, t.team.team, "/claim 1")
        await sees(t.team, t.bo, thread, "a human please")
        listening, other = await _who_listens(t)
        listening.kill()
        await listening.ended()
        await t.customers.say(t.ann, t.dm, "are you there?")
        await t.team.say(t.bo, thread, "I am here")
        await t.customer_sees("I am here", timeout=90)
        await sees(t.team, t.bo, thread, "are you there?")
        seen = [m.text for m in await t.team.read(t.bo, thread)]
        assert sum("are you there?" in text for text in seen) == 1, seen

        async def ready() -> bool:
            return await other.get("/readyz") == 200

        await until(ready, "the other ready")  # it may still be catching up elsewhere


async def _who_listens(t: Town) -> tuple[Bot, Bot]:
    async def found() -> bool:
        return sum("discord.connected" in bot.said() for bot in t.bots) == 1 and await _standing_by(t)

    await until(found, "one that listens and one that stands by")
    listening = next(bot for bot in t.bots if "discord.connected" in bot.said())
    return listening, next(bot for bot in t.bots if bot is not listening)
