"""D8: a nuisance is blocked and unblocked, across platforms."""

import pytest
from acceptance.sides import DiscordSide, Seen, SlackSide, until
from acceptance.town import Town, town

SORRY = "can't use this here until"


async def told(t: Town) -> list[str]:
    """What Ann alone was shown, wherever."""
    whispered: list[Seen] = await t.customers.whispered(t.ann)
    return [m.text for m in [*whispered, *await t.customers.read(t.ann, t.dm)] if SORRY in m.text]


@pytest.mark.parametrize(("customers", "team"), [("discord", "slack"), ("slack", "discord")])
async def test_a_blocked_customer_reaches_nobody_until_unblocked(tmp_path, customers, team):
    """Closed without a reason in public; told once, alone; no card, no ping and no answer; then served as before."""
    async with town(tmp_path, customers, team) as t:
        eve = await t.customers.person("Eve")
        first = await t.customers.say(t.ann, t.customers.help, "a human please")
        thread = t.customers.thread_at(t.customers.help, first)
        card = await t.card(1)
        await t.team_sees("a human please", t.thread(card))
        assert "Ann is blocked" in await t.team.command(t.di, t.team.team, "/handoff block 1 for 2h silly jokes")
        await t.customer_sees("This conversation is now closed.", thread)
        await t.team_sees("silly jokes", t.team.team)
        assert "Ann (#1)" in await t.team.command(t.di, t.team.team, "/handoff blocked")
        pings = len(await t.team.pings())

        await t.customers.say(t.ann, t.customers.help, "I want a human, now!")
        assert len(await until(lambda: told(t), "what Ann is told")) == 1
        assert SORRY in await t.customers.command(t.ann, t.dm, "/human")
        before = await told(t)
        await t.customers.say(t.ann, t.dm, "How long does delivery take?")
        await t.customers.say(t.ann, thread, "a human please")
        await t.settle()
        assert await told(t) == before
        assert len(await t.team.pings()) == pings
        public = [m.text for place in (t.customers.help, thread) for m in await t.customers.read(eve, place) if not m.private]
        assert not any(SORRY in words or "silly" in words for words in public)

        assert "can use the bot again" in await t.team.command(t.di, t.team.team, "/handoff unblock 1")
        await t.customers.say(t.ann, t.dm, "How long does delivery take?")
        await t.customer_sees("Source:")
        assert "Nobody is blocked" in await t.team.command(t.di, t.team.team, "/handoff blocked")


async def by_form(t: Town, verb: str, **fields: str) -> str:
    """The button under what Di was told last, its form, and what she is told then."""
    side, before = t.team, len(await t.team.whispers(t.di))
    if isinstance(side, SlackSide):
        await side.press_whisper(t.di, f"{verb}:0")
        await side.sim.wait_view(t.di)
        await side.sim.submit(t.di, fields)
    elif isinstance(side, DiscordSide):
        shown = (await side.sim.ephemerals(t.di))[-1]
        opened = await side.sim.click(t.di, shown, f"handoff:{verb}:0")
        picked = {"person": [fields["person"]]}
        await side.sim.submit_modal(t.di, opened["id"], fields | picked)

    async def told() -> list[str]:
        return (await side.whispers(t.di))[before:]

    return str((await until(told, "an answer"))[-1])


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_a_customer_is_picked_in_the_form(tmp_path, platform):
    """From the platform's own list of people; nobody of the team. Without a name a button leads to the form."""
    async with town(tmp_path, platform, platform) as t:
        assert "Nobody is blocked" in await t.team.command(t.di, t.team.team, "/handoff blocked")
        assert "Ann is blocked until" in await by_form(t, "block", person=t.ann, duration="7d", reason="spam")
        await t.customers.say(t.ann, t.dm, "a human please")
        await t.customer_sees(SORRY)
        refused = await t.team.command(t.di, t.team.team, f"/handoff block {t.team.typed_mention(t.bo)}")
        assert "Bo is of the support team" in refused
        assert "Whom?" in await t.team.command(t.di, t.team.team, "/handoff unblock")
        assert "Ann can use the bot again" in await by_form(t, "unblock", person=t.ann)
