"""One agent wins a claim, however it is made, and whoever loses is told who won."""

import asyncio

import pytest
from acceptance.sides import until
from acceptance.town import Town, town

ROUNDS = 50


async def one_race(t: Town, presser: tuple[str, str], typist: tuple[str, str]) -> str:
    """A press and a command at the same moment; the winner's name, once both have been told."""
    await t.team.command(presser[1], t.team.team, "/queue")
    heard = {who: len(await t.team.whispers(who)) for _, who in (presser, typist)}
    await asyncio.gather(
        t.team.press_whisper(presser[1], "claim:1"),
        t.team.command(typist[1], t.team.team, "/claim 1"),
    )

    async def answers() -> dict[str, str] | None:
        fresh = {name: (await t.team.whispers(who))[heard[who] :] for name, who in (presser, typist)}
        return {name: words[-1] for name, words in fresh.items()} if all(fresh.values()) else None

    told: dict[str, str] = await until(answers, "a word to both")
    won = [name for name, words in told.items() if "is yours" in words]
    assert len(won) == 1, told
    [loser] = set(told) - set(won)
    assert f"{won[0]} has" in told[loser], told
    return won[0]


@pytest.mark.parametrize(("customers", "team"), [("discord", "discord"), ("discord", "slack")])
async def test_a_race_has_one_winner(tmp_path, customers, team):
    """50 races, button against command, by turns: one winner each, and the loser is told the winner's name."""
    async with town(tmp_path, customers, team) as t:
        await t.customers.say(t.ann, t.dm, "a human please")
        await t.card(1)
        names = {"Bo": t.bo, "Cy": t.cy}
        for n in range(ROUNDS):
            order = list(names.items()) if n % 2 else list(names.items())[::-1]
            winner = await one_race(t, order[0], order[1])
            released = await t.team.command(names[winner], t.team.team, "/handoff release 1")
            assert "back in the queue" in released
