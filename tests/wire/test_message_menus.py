"""The menu of a message, on the wire: Slack's message shortcut and Discord's message command."""

from pathlib import Path

import pytest
from discordsim import DiscordSim
from wire import discord_rig, slack_rig, test_discord_road, test_slack_road

from handoff.effects import Done, Post, Whisper
from handoff.events import Pointed
from handoff.model import Address, Person

TITLE = "Take this conversation"
both_ways = pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])


async def whispered(r: slack_rig.Rig, count: int) -> bool:
    return len(await r.sim.ephemerals(r.bo)) == count


@both_ways
async def test_what_slack_tells(http: bool) -> None:
    """Who, where, which message: of a channel, of a thread, of a direct message. The answer is for them alone."""
    async with slack_rig.rig(http=http) as r:
        await r.sim.invite(r.help, r.bo, r.ann)
        top = await r.sim.say(r.ann, r.help, "my question")
        reply = await r.sim.say(r.ann, r.help, "more", thread_ts=top["ts"])
        r.sink.answer = lambda event: Whisper(post=Post(text="It is yours"))
        for ts in (top["ts"], reply["ts"]):
            assert (await r.sim.shortcut(r.bo, "handoff:claim", r.help, ts))["acked"]
        first, second = await r.heard(2, Pointed)
        assert (first.verb, first.message_id, first.place) == ("claim", top["ts"], r.help_at)
        assert (first.by, first.standing.agent) == (Person("slack", r.workspace, r.bo), True)
        inside = Address("slack", r.workspace, r.help, top["ts"])
        assert (second.message_id, second.place) == (reply["ts"], inside)
        await r.sim.wait_for(lambda: whispered(r, 2), what="both answers")
        assert {w["channel"] for w in await r.sim.ephemerals(r.bo)} == {r.help}
        assert await r.sim.ephemerals(r.ann) == []


async def test_slack_where_the_bot_is_not() -> None:
    """Shortcuts are offered everywhere: the answer comes by the response URL, the place is told as it is."""
    async with slack_rig.rig() as r:
        room = (await r.sim.add_channel("elsewhere", members=[r.bo, r.ann], bot=False))["id"]
        chat = (await r.sim.open_group_dm([r.bo, r.ann], bot=False))["id"]
        r.sink.answer = lambda event: Whisper(post=Post(text="No conversation"))
        for place in (room, chat):
            said = await r.sim.say(r.ann, place, "lunch?")
            assert (await r.sim.shortcut(r.bo, "handoff:claim", place, said["ts"]))["acked"]
        there, private = await r.heard(2, Pointed)
        assert there.place == Address("slack", r.workspace, room)
        assert private.place == Address("slack", r.workspace, f"@{r.bo}")
        assert (await r.sim.wait_ephemeral(r.bo, "No conversation"))["channel"] in (room, chat)


async def test_what_discord_tells() -> None:
    """Registered once, offered in servers alone; who, where, which message; nothing is left behind where nothing is said."""
    async with discord_rig.rig() as r:
        await r.sim.wait_api("PUT", "/applications/.*/commands")
        top = await r.sim.post(r.ann, r.help, "my question")
        thread = await r.sim.create_thread(r.ann, r.help, "mine", message=top)
        inside = await r.sim.post(r.ann, thread, "more")
        r.sink.answer = lambda event: Whisper(post=Post(text="It is yours"))
        answer = await r.sim.context_menu(r.bo, r.help, TITLE, top["id"], final=True)
        assert (answer["message"]["content"], answer["message"]["ephemeral"]) == ("It is yours", True)
        r.sink.answer = lambda event: Done()
        await r.sim.context_menu(r.bo, thread["id"], TITLE, inside["id"], final=True)
        first, second = await r.heard(2, Pointed)
        assert (first.verb, first.message_id, first.place) == ("claim", top["id"], r.help_at)
        assert (first.by.user, first.standing.agent) == (r.bo["id"], True)
        assert second.place == Address("discord", r.guild["id"], r.help["id"], thread["id"])
        assert len(await r.sim.ephemerals(r.bo["id"])) == 1


async def test_a_conversation_is_taken_from_its_messages_on_slack(tmp_path: Path) -> None:
    """From the customer's own message; a customer is refused, and a message of nobody's conversation is said to be that."""
    async with slack_rig.rig(up=False, rate_scale=0.1, violations=test_slack_road.LATE) as r, test_slack_road.road(r, tmp_path):
        sim = r.sim
        await sim.invite(r.help, r.bo, r.ann)
        top = await sim.say(r.ann, r.help, "I want a human")
        card = await sim.wait_message(r.team, "#1 · ann")
        await sim.wait_message(r.team, "I want a human", thread_ts=card["ts"], after=card["ts"])
        await sim.shortcut(r.ann, "handoff:claim", r.help, top["ts"])
        await sim.wait_ephemeral(r.ann, "Only the support team")
        chat = await sim.say(r.bo, r.help, "good morning")
        await sim.shortcut(r.bo, "handoff:claim", r.help, chat["ts"])
        await sim.wait_ephemeral(r.bo, "part of no conversation")
        await sim.shortcut(r.bo, "handoff:claim", r.help, top["ts"])
        await sim.wait_ephemeral(r.bo, "is yours")
        await sim.wait_message(r.help, "has joined", thread_ts=top["ts"])
        await sim.shortcut(r.bo, "handoff:claim", r.team, card["ts"])
        await sim.wait_ephemeral(r.bo, "have #1 already")


async def test_a_question_is_taken_over_from_the_ai(tmp_path: Path) -> None:
    """Nobody asked for a person: the agent has it, the card comes with what was said, and the AI falls silent."""
    async with slack_rig.rig(up=False, rate_scale=0.1, violations=test_slack_road.LATE) as r, test_slack_road.road(r, tmp_path):
        sim = r.sim
        await sim.invite(r.help, r.bo, r.ann)
        top = await sim.say(r.ann, r.help, "how do I stop it?")
        await sim.wait_message(r.help, "red button", thread_ts=top["ts"])
        await sim.shortcut(r.bo, "handoff:claim", r.help, top["ts"])
        await sim.wait_ephemeral(r.bo, "is yours")
        await sim.wait_message(r.help, "has joined", thread_ts=top["ts"])
        card = await sim.wait_message(r.team, "#1 · ann")
        await sim.wait_message(r.team, "how do I stop it", thread_ts=card["ts"], after=card["ts"])
        more = await sim.say(r.ann, r.help, "and how do I start it?", thread_ts=top["ts"])
        await sim.wait_message(r.team, "start it", thread_ts=card["ts"])
        await sim.idle(0.3)
        assert await sim.messages(r.help, by_app=True, after=more["ts"]) == []


async def test_a_conversation_is_taken_from_its_messages_on_discord(tmp_path: Path) -> None:
    """From the card's thread, which looks the same to an agent as the card itself."""
    async with DiscordSim.start(rate_scale=0.1) as sim:
        guild = await sim.create_guild("Acme")
        staff = await sim.create_role(guild, "staff")
        ann, bo = [await sim.create_user(n) for n in ("Ann", "Bo")]
        await sim.add_member(guild, ann)
        await sim.add_member(guild, bo, [staff])
        allow = [{"id": staff["id"], "type": 0, "allow": ["VIEW_CHANNEL"]}]
        team = await sim.create_channel(guild, "team", "private", overwrites=allow)
        help_ = await sim.create_channel(guild, "help")
        async with test_discord_road.road(sim, tmp_path, team["id"], help_["id"]):
            await sim.wait_api("PUT", "/applications/.*/commands")
            top = await sim.post(ann, help_, "I want a human")
            card = await sim.wait_message(team, "Ann")
            await sim.wait_for(lambda: test_discord_road.has_threads(sim, team), what="the card's thread")
            told = await sim.wait_message(card["id"], "I want a human")
            refused = await sim.context_menu(ann, help_, TITLE, top["id"], final=True)
            assert "Only the support team" in refused["message"]["content"]
            won = await sim.context_menu(bo, card["id"], TITLE, told["id"], final=True)
            assert "is yours" in won["message"]["content"]
            await sim.wait_message(top["id"], "has joined")
            again = await sim.context_menu(bo, team, TITLE, card["id"], final=True)
            assert "already" in again["message"]["content"]
        assert await sim.violations() == []
