"""Who may not is told so in words, it is logged, and nothing is changed."""

import pytest
from acceptance.sides import DiscordSide, SlackSide, until
from acceptance.town import town


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_rules_are_the_admins(tmp_path, platform):
    """An agent's and a customer's /keywords change nothing; an admin's is in force with the next message."""
    async with town(tmp_path, platform, platform) as t:
        refused = await t.team.command(t.bo, t.team.team, "/keywords add refund")
        assert "Only admins" in refused
        refused = await t.customers.command(t.ann, t.customers.help, "/keywords add refund")
        assert "Only admins" in refused
        assert t.bot.said().count("refused (admin)") == 2
        await t.customers.say(t.ann, t.dm, "Where is my refund?")
        await t.customer_sees("automated assistant")
        assert "refund" in await t.team.command(t.di, t.team.team, "/keywords add refund")
        await t.customers.say(t.ann, t.dm, "I said REFUND!")
        await t.customer_sees("asked the team")
        assert "refund" in await t.team.command(t.di, t.team.team, "/keywords list")


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_agents_commands_are_not_the_customers(tmp_path, platform):
    """A customer's /claim, /queue and /handoff close are refused, in words that name the way to a person."""
    async with town(tmp_path, platform, platform) as t:
        await t.customers.say(t.ann, t.dm, "a human please")
        await t.card(1)
        for line in ("/claim 1", "/queue", "/handoff close 1"):
            assert "Only the support team" in await t.customers.command(t.ann, t.customers.help, line)
        assert t.bot.said().count("refused (agent)") == 3
        card = await t.card(1)
        assert card.bears("claim")


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_a_team_channel_that_customers_see_is_refused(tmp_path, platform):
    """The bot does not start on it, and says what to change."""
    async with town(tmp_path, platform, platform, run=False) as t:
        side = t.team
        if isinstance(side, DiscordSide):
            open_to_all = (await side.sim.create_channel(side.guild, "open-team"))["id"]
        else:
            assert isinstance(side, SlackSide)
            open_to_all = (await side.sim.add_channel("open-team"))["id"]
        t.bot.env["TEAM_CHANNEL"] = f"{platform}:{open_to_all}"
        await t.bot.start(ready=False)
        assert await t.bot.ended() == 2
        assert "AGENTS" in t.bot.said()
        assert "open-team" in t.bot.said() or open_to_all in t.bot.said()


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_a_customer_who_can_see_the_card_cannot_claim(tmp_path, platform):
    """With AGENTS set the team channel may be open: the button is there for all to see, and obeys agents alone."""
    async with town(tmp_path, platform, platform, run=False) as t:
        side = t.team
        if isinstance(side, DiscordSide):
            await side.sim.edit_channel(side.team[0], overwrites=[])
        else:
            assert isinstance(side, SlackSide)
            await side.sim.invite(side.team[0], t.ann, side.sim.bot_user)
        t.bot.env["AGENTS"] = f"{platform}:{t.bo}"
        await t.bot.start()
        await t.customers.say(t.ann, t.dm, "a human please")
        card = await t.card(1)
        before = len(await t.customers.whispers(t.ann))
        await t.team.press(t.ann, t.team.team, card.id, "claim:1")

        async def told() -> list[str]:
            return (await t.customers.whispers(t.ann))[before:]

        assert "Only the support team" in (await until(told, "the refusal"))[0]
        assert "refused (agent)" in t.bot.said()
        await t.team.press(t.bo, t.team.team, card.id, "claim:1")
        await t.customer_sees("Bo from the team has joined")


async def test_a_strangers_server_is_not_served(tmp_path):
    """Whoever adds the bot to a server of their own gets silence for messages, and a word for a command; it is logged."""
    async with town(tmp_path, "discord", "discord") as t:
        side = t.customers
        assert isinstance(side, DiscordSide)
        mallory = await side.sim.create_user("mallory")
        elsewhere = await side.sim.create_guild("Elsewhere", owner=mallory["id"])
        channel = await side.sim.create_channel(elsewhere, "general")
        before = await side.calls()
        await side.sim.post(mallory, channel, "a human please")
        answer = await side.command(mallory["id"], (channel["id"], ""), "/human")
        assert "not served" in answer
        await side.settle()
        assert (await side.calls())["post"] == before["post"]
        assert "not_served" in t.bot.said()
