"""Every door by which a customer comes in, through the real process, to the close."""

from acceptance.sides import DiscordSide
from acceptance.town import town


async def test_a_forum_post(tmp_path):
    """Asked with its title, handed to a team on Slack, answered in the post by a person, also one opened during a restart."""
    async with town(tmp_path, "discord", "slack", run=False) as t:
        side = t.customers
        assert isinstance(side, DiscordSide)
        forum = await side.sim.create_channel(side.guild, "questions", "forum")
        t.bot.env["SUPPORT_CHANNELS"] += f",discord:{forum['id']}"
        await t.bot.start()
        first = await side.sim.create_thread(t.ann, forum, "Delivery", content="How long does it take?")
        place = (forum["id"], first["id"])
        await t.customer_sees("Source:", place)
        assert await t.bot.stop() == 0
        second = await side.sim.create_thread(t.ann, forum, "My rear lamp flickers", content="Can I talk to a human?")
        await side.say(t.ann, place, "Is that with weekends?")
        await t.bot.start()
        other = (forum["id"], second["id"])
        await t.customer_sees("I've asked the team", other)
        card = await t.team_sees("Ann")
        thread = t.thread(card)
        await t.team_sees("My rear lamp flickers", thread)
        number = next(b for b, _ in card.buttons if b.startswith("claim")).partition(":")[2]
        await t.team.press(t.bo, t.team.team, card.id, f"claim:{number}")
        await t.customer_sees("Bo from the team has joined", other)
        await t.team.say(t.bo, thread, "Is the plug dry?")
        await t.customer_sees("Is the plug dry?", other)
        await side.say(t.ann, other, "It was wet, and now it is dry")
        await t.team_sees("It was wet", thread)
        await t.team.press(t.bo, t.team.team, card.id, f"close:{number}", note="dried")
        await t.customer_sees("now closed", other)
        await t.settle()
        assert [t["id"] for t in await side.sim.threads(forum)] == [first["id"], second["id"]]
        answered = [m for m in await side.read(t.ann, place) if m.bears("human")]
        assert len(answered) == 1, "only the latest answer has buttons: what was asked while we were away has one too"
        assert answered[0].id == (await side.read(t.ann, place))[-1].id
