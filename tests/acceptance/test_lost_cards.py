"""What somebody deletes by hand in the team's channel is made again, and nobody's words go into a void."""

import pytest
from acceptance.sides import DiscordSide, Seen, SlackSide, until
from acceptance.town import Town, sees, town


async def deletes(t: Town, message: str) -> None:
    """Somebody with the right to."""
    side = t.team
    if isinstance(side, DiscordSide):
        await side.sim.delete(side.guild["owner_id"], message)
    else:
        assert isinstance(side, SlackSide)
        await side.sim.delete(t.di, side.team[0], message)


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_a_deleted_card_comes_again(tmp_path, platform):
    """With its thread and the whole record; the claim stands, and both go on."""
    async with town(tmp_path, platform, platform) as t:
        await t.customers.say(t.ann, t.dm, "a human please")
        card = await t.card(1)
        await sees(t.team, t.bo, t.thread(card), "a human please")
        await t.team.command(t.bo, t.team.team, "/claim 1")
        await t.customer_sees("Bo from the team")
        await t.settle(0.8)
        await deletes(t, card.id)
        await t.customers.say(t.ann, t.dm, "are you still there?")

        async def another() -> Seen | None:
            seen = await t.team.read(t.bo, t.team.team)
            return next((m for m in seen if "#1 ·" in m.text and m.id != card.id), None)

        new = await until(another, "another card")
        thread = t.thread(new)
        await sees(t.team, t.bo, thread, "are you still there?")
        assert "a human please" in "\n".join(m.text for m in await t.team.read(t.bo, thread))
        await t.team.say(t.bo, thread, "Yes, I am.")
        await t.customer_sees("Yes, I am.")


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_a_deleted_board_comes_again(tmp_path, platform):
    async with town(tmp_path, platform, platform) as t:
        board = await t.team_sees("Support queue")
        await deletes(t, board.id)
        await t.customers.say(t.ann, t.dm, "a human please")

        async def another() -> bool:
            seen = await t.team.read(t.bo, t.team.team)
            return any("1 person is waiting" in m.text and m.id != board.id for m in seen)

        await until(another, "another board")
