"""What one person alone is shown: a question in place, what takes its place once it was answered, and a private thread."""

from dataclasses import replace

import pytest
from wire.discord_rig import rig as discord
from wire.slack_rig import Rig
from wire.slack_rig import rig as slack

from adapters.slack.manifest import manifest
from handoff.effects import Button, Instead, Post, PostTo, PrivateThreadAt, WhisperTo
from handoff.errors import Refused
from handoff.events import Pressed, Receipt, Spoke
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


HELLO = Post(text="Let's go on here.")


async def privately(r, channel: dict) -> Receipt:
    """A private thread in the channel for Ann."""
    order = PrivateThreadAt(to=replace(r.help_at, channel=channel["id"]), user=r.ann["id"], title="In private (#1)")
    receipt: Receipt = await r.platform.channel.carry_out(order)
    return receipt


async def test_discord_opens_a_thread_that_the_customer_and_the_bot_alone_can_read() -> None:
    """What is said there comes in as said there; the channel shows nothing of it, and not even its members can add others."""
    async with discord() as r:
        made = await privately(r, r.help)
        assert made.link.endswith(f"/{made.message_id}")
        there = replace(r.help_at, thread=made.message_id)
        await r.platform.channel.carry_out(PostTo(to=there, post=HELLO, key="a-0"))
        seen = await r.sim.channel(made.message_id)
        assert (seen["type"], seen["parent_id"], seen["thread_metadata"]["invitable"]) == (12, r.help["id"], False)
        assert sorted(seen["thread_member_ids"]) == sorted([r.sim.bot_id, r.ann["id"]])
        eve = await r.sim.create_user("eve")
        await r.sim.add_member(r.guild, eve)
        assert [await r.sim.can_view(who, made.message_id) for who in (r.ann["id"], eve["id"])] == [True, False]
        assert await r.sim.messages(r.help) == []
        await r.sim.post(r.ann, made.message_id, "here I am")
        [spoke] = await r.heard(1, Spoke)
        assert (spoke.place, spoke.text) == (there, "here I am")


async def test_discord_refuses_it_where_the_bot_may_not_or_the_channel_has_none() -> None:
    async with discord() as r:
        await r.sim.edit_channel(r.help, overwrites=[{"id": r.sim.bot_id, "type": 1, "deny": ["CREATE_PRIVATE_THREADS"]}])
        with pytest.raises(Refused) as refused:
            await privately(r, r.help)
        assert refused.value.code == "50013"
        news = await r.sim.create_channel(r.guild, "news", "news")
        with pytest.raises(Refused) as refused:
            await privately(r, news)
        assert refused.value.code == "50024"


async def test_slack_refuses_direct_messages_that_the_app_does_not_take() -> None:
    """In words for whoever asked; and there are no private threads, as the capabilities say."""
    async with slack() as r:
        assert not r.platform.channel.capabilities.private_threads
        settings = manifest()
        settings["features"]["app_home"]["messages_tab_enabled"] = False
        await r.sim.set_manifest(settings)
        place = Address("slack", r.workspace, f"@{r.ann}")
        with pytest.raises(Refused, match="The app takes no direct messages: switch on the Messages Tab"):
            await r.platform.channel.carry_out(PostTo(to=place, post=HELLO, key="a-0"))
        with pytest.raises(Refused):
            order = PrivateThreadAt(to=Address("slack", r.workspace, r.help), user=r.ann, title="In private")
            await r.platform.channel.carry_out(order)
