"""C17: somebody with an account on each platform joins them, and is one agent on both."""

import re

import pytest
from acceptance.sides import Side
from acceptance.town import Town, town


async def join(t: Town, side: Side, who: str, other: Side, then: str) -> None:
    """`who` has a code shown on one side, and types it on the other, as `then`."""
    shown = await side.command(who, _where(t, side), "/handoff link")
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", shown)
    assert found, shown
    assert "Joined" in await other.command(then, _where(t, other), f"/handoff link {found[0].lower()}")
    assert found[0] not in "".join(bot.said() for bot in t.bots)


def _where(t: Town, side: Side) -> tuple[str, ...]:
    return t.team.team if side is t.team else t.customers.help


@pytest.mark.parametrize(("customers", "team"), [("discord", "slack"), ("slack", "discord")])
async def test_one_human_on_both_platforms(tmp_path, customers, team):
    """Claimed from where the card is not, answered where it is; their words in a customer's thread are the claimant's."""
    async with town(tmp_path, customers, team, run=False) as t:
        far = await t.customers.person("Bob")
        agents = [*(f"{team}:{who}" for who in (t.bo, t.cy, t.di)), f"{customers}:{far}"]
        t.bot.env["AGENTS"] = ",".join(agents)
        await t.bot.start()
        await t.customers.say(t.ann, t.dm, "a human please")
        card = await t.card(1)
        assert "can't be answered" in await t.customers.command(far, t.customers.help, "/claim 1")
        await join(t, t.team, t.bo, t.customers, far)
        assert "Write in its card" in await t.customers.command(far, t.customers.help, "/claim 1")
        await t.customer_sees("Bo from the team has joined")
        assert "You have #1 already" in await t.team.command(t.bo, t.team.team, "/claim 1")
        await t.team_sees("a human please", t.thread(card))
        await t.team.say(t.bo, t.thread(card), "It is in the post.")
        await t.customer_sees("It is in the post.")
        assert "#1" in await t.customers.command(far, t.customers.help, "/inbox")

        first = await t.customers.say(t.ann, t.customers.help, "How long does delivery take?")
        thread = t.customers.thread_at(t.customers.help, first)
        await t.customer_sees("Source:", thread)
        assert "#2 is yours" in await t.team.command(t.bo, t.team.team, "/handoff takeover 2")
        await t.customer_sees("Bo from the team has joined", thread)
        await t.customers.say(far, thread, "Two days, mostly.")
        await t.team_sees("Two days, mostly.", t.thread(await t.card(2)))
        await t.settle()
        assert not any(seen.bears("mine") for seen in await t.customers.whispered(far))
        assert not any(seen.bears("mine") for seen in await t.team.read(t.bo, t.thread(await t.card(2))))

        assert "Parted" in await t.customers.command(far, t.customers.help, "/handoff unlink")
        assert "Bo has #2" in await t.customers.command(far, t.customers.help, "/claim 2")
        assert "#2" in await t.team.command(t.bo, t.team.team, "/inbox")
