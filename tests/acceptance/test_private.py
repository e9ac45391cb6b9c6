"""A conversation in a public thread goes on in direct messages, or where those are closed, where it is."""

import pytest
from acceptance.sides import DiscordSide, Place, Seen
from acceptance.town import Town, sees, town

LINE = "This conversation goes on in direct messages."


async def claimed(t: Town) -> tuple[Place, Place]:
    """Ann's thread in the support channel, and the thread of her card, which Bo has claimed."""
    first = await t.customers.say(t.ann, t.customers.help, "a human please")
    card = await t.card(1)
    await t.team.command(t.bo, t.team.team, "/claim 1")
    public = t.customers.thread_at(t.customers.help, first)
    await sees(t.customers, t.ann, public, "Bo from the team")
    await t.team_sees("a human please", t.thread(card))  # now the thread is known to be the card's
    return public, t.thread(card)


async def public_words(t: Town, public: Place) -> list[Seen]:
    return await t.customers.read(t.ann, public)


@pytest.mark.parametrize(("customers", "team"), [("discord", "slack"), ("slack", "discord")])
async def test_it_goes_on_in_direct_messages(tmp_path, customers, team):
    """Also over a restart; what was said in public can still be changed there, and what is written there still is read."""
    async with town(tmp_path, customers, team) as t:
        public, inside = await claimed(t)
        wrote = await t.team.say(t.bo, inside, "before it moves")
        await sees(t.customers, t.ann, public, "before it moves")
        await t.team.say(t.bo, inside, f"<@{t.team.bot}> private")
        await sees(t.customers, t.ann, public, LINE)
        await sees(t.customers, t.ann, t.dm, "in private")
        await t.team_sees("goes to Ann in direct messages", inside)
        await t.team.say(t.bo, inside, "for you alone")
        await sees(t.customers, t.ann, t.dm, "for you alone")
        await t.team.edit(t.bo, inside, wrote, "changed after it moved")
        await sees(t.customers, t.ann, public, "changed after it moved")
        assert await t.bot.stop() == 0
        await t.customers.say(t.ann, public, "in the old place")
        await t.customers.say(t.ann, t.dm, "in the new place")
        await t.bot.start()
        await t.team_sees("in the old place", inside)
        await t.team_sees("in the new place", inside)
        assert not any("for you alone" in m.text for m in await public_words(t, public))
        assert await t.violations() == []


@pytest.mark.parametrize("team", ["discord"])
async def test_closed_direct_messages_leave_it_in_public_or_lead_to_a_private_thread(tmp_path, team):
    """Whoever asked is told why and what to do; where the bot may, it goes on in a thread that nobody else can read."""
    async with town(tmp_path, "discord", team) as t:
        assert isinstance(t.customers, DiscordSide)
        sim, channel, eve = t.customers.sim, t.customers.help[0], await t.customers.person("Eve")
        public, inside = await claimed(t)
        await sim.set_dms(t.ann, False)
        await sim.edit_channel(channel, overwrites=[{"id": sim.bot_id, "type": 1, "deny": ["CREATE_PRIVATE_THREADS"]}])
        await t.team.say(t.bo, inside, f"<@{t.team.bot}> private")
        told = await t.team_sees("could not be written to in direct messages", inside)
        assert "closed to us" in told.text
        await t.team.say(t.bo, inside, "then let us go on here")
        await sees(t.customers, t.ann, public, "then let us go on here")
        await t.customers.say(t.ann, public, "Continue in private, please")
        await sees(t.customers, t.ann, public, "Open them to this bot and ask again")
        await sim.edit_channel(channel, overwrites=[])
        await t.customers.say(t.ann, public, "Continue in private, please!")
        await sees(t.customers, t.ann, public, "This conversation goes on in private.")
        hidden = (channel, next(each["id"] for each in await sim.threads(channel) if each["type"] == 12))
        await sees(t.customers, t.ann, hidden, "in private")
        await t.customers.say(t.ann, hidden, "my number is 42")
        await t.team_sees("my number is 42", inside)
        await t.team.say(t.bo, inside, "for you alone")
        await sees(t.customers, t.ann, hidden, "for you alone")
        assert not await sim.can_view(eve, hidden[1])
        assert not any("for you alone" in m.text for m in await public_words(t, public))
        assert await t.violations() == []
