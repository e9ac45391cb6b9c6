"""Forums on Discord: a post is a question of its own, asked with its title, and answered in it."""

from typing import Any

import pytest
from discordsim import DiscordSim
from structlog.testing import capture_logs
from wire.discord_rig import Rig, rig
from wire.test_discord_road import has_threads, road

from handoff.errors import Fatal
from handoff.events import Edited, Spoke
from handoff.model import Address


async def with_forum(r: Rig, **more: Any) -> dict[str, Any]:
    """A forum where customers write, before the bot is up."""
    forum: dict[str, Any] = await r.sim.create_channel(r.guild, "questions", "forum", **more)
    r.support_more = frozenset({("discord", forum["id"])})
    return forum


async def ask(r: Rig, forum: dict[str, Any], title: str, words: str) -> dict[str, Any]:
    made: dict[str, Any] = await r.sim.create_thread(r.ann, forum, title, content=words)
    return made


async def test_a_post_is_a_thread_that_begins_with_its_question() -> None:
    """The title is told with the first message, and with its edits; later messages have none."""
    async with rig(up=False) as r:
        forum = await with_forum(r)
        await r.up()
        post = await ask(r, forum, "Lamp *flickers* @everyone", "It began yesterday.")
        await r.sim.post(r.ann, post, "Only in the rain.")
        first, second = await r.heard(2, Spoke)
        place = Address("discord", r.guild["id"], forum["id"], post["id"])
        assert first.place == second.place == place
        assert first.message_id == post["id"], "how the core knows that it begins here"
        assert first.text == "Lamp \\*flickers\\* @everyone\n\nIt began yesterday."
        assert first.link == f"https://discord.com/channels/{r.guild['id']}/{post['id']}/{post['id']}"
        assert second.text == "Only in the rain."
        await r.sim.edit(r.ann, post["id"], "It began on Monday.")
        [edit] = await r.heard(1, Edited)
        assert edit.text == "Lamp \\*flickers\\* @everyone\n\nIt began on Monday."


async def test_a_thread_in_a_text_channel_has_no_title() -> None:
    """What a thread is called that somebody began at a message is a copy of that message, or chat."""
    async with rig() as r:
        top = await r.sim.post(r.ann, r.help, "my question")
        thread = await r.sim.create_thread(r.ann, r.help, "chat", message=top)
        await r.sim.post(r.ann, thread, "inside")
        await r.heard(2, Spoke)
        assert r.sink.texts == ["my question", "inside"]


async def test_posts_that_were_opened_while_we_were_away() -> None:
    """Open ones and closed ones, with their titles, and what was written in them; each once, however often the gap is read."""
    async with rig(up=False) as r:
        forum = await with_forum(r)
        old = await ask(r, forum, "Old", "from last year")
        await r.up()
        live = await ask(r, forum, "Live", "now")
        await r.heard(1, Spoke)
        await r.down()
        await r.sim.post(r.ann, live, "still?")
        one = await ask(r, forum, "One", "open")
        await r.sim.post(r.ann, one, "and more")
        two = await ask(r, forum, "Two", "closed")
        await r.sim.edit_thread(r.ann, two["id"], archived=True)
        r.sink.failures = 1  # the gap is read again from its beginning
        await r.restart()
        assert set(r.sink.texts) == {"Live\n\nnow", "still?", "One\n\nopen", "and more", "Two\n\nclosed"}
        assert len(r.sink.texts) == 5
        assert r.sink.texts.index("One\n\nopen") < r.sink.texts.index("and more")
        await r.restart()
        assert len(r.sink.texts) == 5
        assert r.sink.repeats == []
        await r.sim.post(r.ann, old, "and this one?")
        await r.heard(6, Spoke)
        assert r.sink.texts[-1] == "and this one?"


async def test_a_closed_post_is_woken_by_writing_in_it() -> None:
    """Customers and we may write in a post that fell asleep; what we say wakes it."""
    async with rig(up=False) as r:
        forum = await with_forum(r)
        await r.up()
        post = await ask(r, forum, "Lamp", "It flickers.")
        [asked] = await r.heard(1, Spoke)
        await r.sim.edit_thread(r.ann, post["id"], archived=True)
        await r.post(asked.place, "Is it still so?")
        assert not (await r.sim.channel(post["id"]))["thread_metadata"]["archived"]
        await r.sim.edit_thread(r.ann, post["id"], archived=True)
        await r.restart()
        await r.sim.post(r.ann, post, "Yes it is.")
        await r.heard(2, Spoke)
        assert r.sink.of(Spoke)[-1].place == asked.place


async def test_what_the_bot_needs_in_a_forum() -> None:
    """It opens no posts, so it need not be allowed to; to write in them it must be."""
    async with rig(up=False) as r:
        everyone = r.guild["id"]
        deny = [{"id": everyone, "type": 0, "deny": ["SEND_MESSAGES", "CREATE_PUBLIC_THREADS"]}]
        forum = await with_forum(r, overwrites=deny)
        with capture_logs() as logs:
            await r.up()
        assert [entry for entry in logs if entry["event"] == "discord.permissions_missing"] == []
        await r.sim.edit_channel(forum["id"], overwrites=[{"id": everyone, "type": 0, "deny": ["SEND_MESSAGES_IN_THREADS"]}])
        with capture_logs() as logs:
            await r.restart()
        [warning] = [entry for entry in logs if entry["event"] == "discord.permissions_missing"]
        assert warning["permissions"] == ["Send Messages in Threads"]


async def test_a_forum_whose_history_cannot_be_read_holds_nothing_up() -> None:
    """What is missing is said, and what is written from now on is answered."""
    async with rig(up=False) as r:
        forum = await with_forum(r)
        await r.up()
        await r.sim.edit_channel(forum["id"], overwrites=[{"id": r.guild["id"], "type": 0, "deny": ["READ_MESSAGE_HISTORY"]}])
        await ask(r, forum, "Before", "cannot be read later")
        await r.heard(1, Spoke)
        await r.down()
        await ask(r, forum, "Missed", "cannot be read")
        with capture_logs() as logs:
            await r.restart()
        assert {"permissions": ["Read Message History"]}.items() <= next(
            entry for entry in logs if entry["event"] == "discord.permissions_missing"
        ).items()
        await ask(r, forum, "Now", "can be heard")
        await r.heard(2, Spoke)
        assert r.sink.texts[-1] == "Now\n\ncan be heard"


async def test_the_team_cannot_sit_in_a_forum() -> None:
    """A card cannot be posted there: it is refused at the start, with what to do instead."""
    async with rig(up=False) as r:
        r.team = await r.sim.create_channel(
            r.guild, "team-forum", "forum", overwrites=[{"id": r.guild["id"], "type": 0, "deny": ["VIEW_CHANNEL"]},
            {"id": r.sim.bot_id, "type": 1, "allow": ["VIEW_CHANNEL"]}],
        )  # fmt: skip
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match="forum"):
            await r.running


async def test_a_post_is_handed_to_a_person_and_closed(tmp_path):
    """Answered in the post itself; the team sees the title; a member who joins in is one; no thread is made but the card's."""
    async with DiscordSim.start(rate_scale=0.1) as sim:
        guild = await sim.create_guild("Acme")
        staff = await sim.create_role(guild, "staff")
        ann, bo, ed = [await sim.create_user(n) for n in ("Ann", "Bo", "Ed")]
        for member, roles in ((ann, []), (bo, [staff]), (ed, [])):
            await sim.add_member(guild, member, roles)
        allow = [{"id": staff["id"], "type": 0, "allow": ["VIEW_CHANNEL"]}]
        team = await sim.create_channel(guild, "team", "private", overwrites=allow)
        forum = await sim.create_channel(guild, "questions", "forum", tags=["lamps"])
        await sim.edit_channel(forum["id"], flags=1 << 4)  # a post needs a tag
        async with road(sim, tmp_path, team["id"], forum["id"]):
            tag = [forum["available_tags"][0]["id"]]
            post = await sim.create_thread(ann, forum, "Rear lamp", content="How do I stop it?", tags=tag)
            await sim.wait_message(post, "red button")
            answer = (await sim.messages(post["id"], author=sim.bot_id))[0]
            assert "Rear lamp" in answer["content"], "the AI was asked with the title"
            await sim.post(ed, post, "mine flickers as well")
            await sim.post(ann, post, "that is dangerous, I want a human")
            await sim.wait_message(post, "asked the team")
            card = await sim.wait_message(team, "Ann")
            await sim.wait_for(lambda: has_threads(sim, team), what="the card's thread")
            await sim.wait_message(card["id"], "Rear lamp")
            await sim.wait_message(card["id"], "another member")
            await sim.click(bo, card, "handoff:claim:1")
            await sim.wait_message(post, "has joined")
            await sim.edit_thread(ann, post["id"], archived=True)
            await sim.post(bo, card["id"], "Please unplug it.")
            await sim.wait_message(post, "unplug it")
            form = await sim.click(bo, card, "handoff:close:1")
            await sim.submit_modal(bo, form, {"note": "solved"})
            await sim.wait_message(post, "now closed")
            await sim.quiet()
            assert len(await sim.messages(post["id"], author=sim.bot_id)) == 5
            assert len(await sim.api_calls("POST", r"/threads$")) == 1
            assert [t["id"] for t in await sim.threads(forum)] == [post["id"]]
        assert await sim.violations() == []
