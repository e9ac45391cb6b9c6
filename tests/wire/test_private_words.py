"""What one person alone is shown: a question in place, and what takes its place once it was answered."""

import pytest
from wire.discord_rig import rig as discord
from wire.slack_rig import Rig
from wire.slack_rig import rig as slack

from handoff.effects import Button, Instead, Post, PostTo, WhisperTo
from handoff.errors import Refused
from handoff.events import Pressed
from handoff.model import Address, Mention

QUESTION = Post(
    text="Do you take #1?",
    buttons=(Button(verb="mine", label="I take it", number=1, detail="4"), Button(verb="remark", label="Remark", number=1)),
)


async def asked(r: Rig, user: str) -> Address:
    """Ann's thread in the support channel, where `user` is asked."""
    top = await r.sim.say(r.ann, r.help, "my lamp flickers")
    place = Address("slack", r.workspace, r.help, top["ts"])
    assert r.platform is not None
    await r.platform.channel.carry_out(WhisperTo(to=place, user=user, post=QUESTION))
    return place


async def test_slack_shows_it_in_the_thread_to_that_person_alone() -> None:
    async with slack() as r:
        await r.sim.invite(r.help, r.bo, r.sim.info_cache["bot_user"])
        place = await asked(r, r.bo)
        shown = await r.sim.wait_ephemeral(r.bo, "Do you take")
        assert (shown["channel"], shown["thread_ts"]) == (place.channel, place.thread)
        assert await r.sim.ephemerals(r.ann) == []


async def test_slack_refuses_who_is_not_there() -> None:
    async with slack() as r:
        with pytest.raises(Refused) as refused:
            await asked(r, r.bo)
        assert refused.value.code == "user_not_in_channel"


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_slack_puts_what_is_so_in_its_place(http: bool) -> None:
    """The buttons are gone, and nobody else has seen either."""
    async with slack(http=http) as r:
        await r.sim.invite(r.help, r.bo, r.sim.info_cache["bot_user"])
        place = await asked(r, r.bo)
        shown = await r.sim.wait_ephemeral(r.bo, "Do you take")
        r.sink.answer = lambda event: Instead(post=Post(text="#1 is yours."))
        await r.sim.click(r.bo, "handoff:mine", ephemeral=shown["id"], value="1:4")
        [pressed] = await r.heard(1, Pressed)
        assert (pressed.verb, pressed.number, pressed.detail, pressed.place) == ("mine", 1, "4", place)
        after = await r.sim.wait_ephemeral(r.bo, "is yours")
        assert (after["id"], after["message"]["blocks"], len(await r.sim.ephemerals(r.bo))) == (shown["id"], [], 1)
        assert await r.sim.ephemerals(r.ann) == []


async def test_slack_says_it_beside_where_the_response_url_is_used_up() -> None:
    async with slack(violations=("response_url:expired_url",)) as r:
        await r.sim.invite(r.help, r.bo, r.sim.info_cache["bot_user"])
        await asked(r, r.bo)
        shown = await r.sim.wait_ephemeral(r.bo, "Do you take")
        await r.sim.set_config(response_url_ttl=0)
        r.sink.answer = lambda event: Instead(post=Post(text="#1 is yours."))
        await r.sim.click(r.bo, "handoff:mine", ephemeral=shown["id"], value="1:4")
        told = await r.sim.wait_ephemeral(r.bo, "is yours")
        assert told["via"] == "chat.postEphemeral"


async def test_discord_has_no_words_for_one_person_who_did_nothing() -> None:
    """A capability says so; whoever asks all the same is refused, and nobody sees anything."""
    async with discord() as r:
        assert r.platform is not None
        assert not r.platform.channel.capabilities.whispers
        with pytest.raises(Refused):
            await r.platform.channel.carry_out(WhisperTo(to=r.help_at, user=r.bo["id"], post=QUESTION))
        assert await r.sim.messages(r.help) == []


async def test_discord_puts_what_is_so_in_its_place() -> None:
    """The message that bore the buttons is edited: no buttons, no ping, nothing besides."""
    async with discord() as r:
        assert r.platform is not None
        ping = (Mention(kind="person", id=r.bo["id"]),)
        post = Post(text=QUESTION.text, buttons=QUESTION.buttons, ping=ping)
        sent = await r.platform.channel.carry_out(PostTo(to=r.team_at, post=post, key="a-0"))
        r.sink.answer = lambda event: Instead(post=Post(text="#1 is yours."))
        await r.sim.click(r.bo, sent.message_id, "handoff:mine:1:4")
        await r.sim.wait_for(lambda: shows(r, sent.message_id, "#1 is yours."), what="the answer in place of the question")
        message = await r.sim.message(sent.message_id)
        assert message["components"] == []
        assert len(await r.sim.messages(r.team)) == 1
        assert len(await r.sim.pings()) == 1


async def shows(r, message_id: str, text: str) -> bool:
    return (await r.sim.message(message_id))["content"] == text
