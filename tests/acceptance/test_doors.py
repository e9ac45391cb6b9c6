"""Every door by which a customer comes in, through the real process, to the close."""

import pytest
from acceptance.sides import BOT, DiscordSide, Place, SlackSide, until
from acceptance.town import Town, town

from adapters.slack.manifest import manifest


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
        await t.team.press(t.bo, t.team.team, card.id, f"close:{number}", fields={"note": "dried"})
        await t.customer_sees("now closed", other)
        await t.settle()
        assert [t["id"] for t in await side.sim.threads(forum)] == [first["id"], second["id"]]

        async def latest_alone() -> bool:
            seen = await side.read(t.ann, place)
            return [m.id for m in seen if m.bears("human")] == [seen[-1].id]

        await until(latest_alone, "buttons on the latest answer alone: what was asked while we were away has one too")


@pytest.mark.parametrize("team", ["slack", "discord"])
async def test_slacks_assistant_pane(tmp_path, team):
    """Greeted with suggestions from the pages, one is answered; then a person, the close, and the AI again, in one pane."""
    async with town(tmp_path, "slack", team, run=False) as t:
        side = t.customers
        assert isinstance(side, SlackSide)
        await side.sim.set_manifest(manifest(assistant=True))
        await t.bot.start()
        pane = await side.sim.open_assistant(t.ann)
        place = (pane["channel"], pane["thread_ts"])
        await t.customer_sees("What can I help you with?", place)
        await side.sim.wait_api("assistant.threads.setSuggestedPrompts", 1)
        prompts = (await side.sim.assistant_info(place[1]))["prompts"]
        assert len(prompts) == 4
        await side.say(t.ann, place, prompts[0]["message"])
        await t.customer_sees(f"Source: {prompts[0]['title']}", place)
        await side.say(t.ann, place, prompts[-1]["message"])
        await t.customer_sees("I've asked the team", place)
        card = await t.card(1)
        thread = t.thread(card)
        await t.team_sees(prompts[0]["title"], thread)
        await t.team.press(t.bo, t.team.team, card.id, "claim:1")
        await t.customer_sees("Bo from the team has joined", place)
        await t.team.say(t.bo, thread, "It left at five.")
        await t.customer_sees("It left at five.", place)
        await side.say(t.ann, place, "Then I will wait for it")
        await t.team_sees("Then I will wait", thread)
        await t.team.press(t.bo, t.team.team, card.id, "close:1", fields={"note": "told"})
        await t.customer_sees("now closed", place)
        await side.say(t.ann, place, "How do I return something?")
        await t.customer_sees("Source: Returning items", place)
        await t.settle()
        ours = await side.sim.messages(place[0], by_app=True)
        assert {m.get("thread_ts") for m in ours} == {place[1]}
        assert await side.sim.statuses() == []
        assert (await side.sim.assistant_info(place[1]))["title"] == "How do I return something?"


async def lounge(t: Town) -> Place:
    """A channel that is no support channel, with the bot in it."""
    side = t.customers
    if isinstance(side, DiscordSide):
        return (await side.sim.create_channel(side.guild, "lounge"))["id"], ""
    assert isinstance(side, SlackSide)
    return (await side.sim.add_channel("lounge", members=[t.ann]))["id"], ""


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_a_mention_in_any_channel(tmp_path, platform):
    """Answered in a thread, and gone on with there; what is said in that channel without a mention is nobody's business."""
    async with town(tmp_path, platform, platform, run=False) as t:
        room = await lounge(t)
        await t.bot.start()
        await t.customers.say(t.ann, room, "How do I return something? Anybody?")
        first = await t.customers.say(t.ann, room, f"<@{t.customers.bot}> How long does delivery take?")
        place = t.customers.thread_at(room, first)
        await t.customer_sees("Source:", place)
        await t.customers.say(t.ann, place, "Can I talk to a human?")
        await t.customer_sees("I've asked the team", place)
        card = await t.card(1)
        await t.team_sees("How long does delivery take?", t.thread(card))
        await t.team.press(t.bo, t.team.team, card.id, "claim:1")
        await t.customer_sees("Bo from the team has joined", place)
        await t.settle()
        said = [m for m in await t.customers.read(t.ann, room) if m.who == BOT]
        assert said == [], "nothing but the thread"
        assert not [m for m in await t.team.read(t.bo, t.team.team) if "#2" in m.text]


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_human_from_a_channel(tmp_path, platform):
    """Answered for their eyes alone, and gone on with in direct messages; the reason is for the team alone."""
    async with town(tmp_path, platform, platform) as t:
        told = await t.customers.command(t.ann, t.customers.help, "/human a bill that shames me")
        assert "in direct messages" in told
        await t.customer_sees("I've asked the team")
        card = await t.card(1)
        await t.team_sees("a bill that shames me", t.thread(card))
        await t.team.press(t.bo, t.team.team, card.id, "claim:1")
        await t.customer_sees("Bo from the team has joined")
        await t.customers.say(t.ann, t.dm, "It is the one of last month")
        await t.team_sees("of last month", t.thread(card))
        await t.settle()
        assert [m for m in await t.customers.read(t.ann, t.customers.help) if m.who == BOT and not m.private] == []
