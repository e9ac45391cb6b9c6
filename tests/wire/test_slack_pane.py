"""Slack's assistant pane on the wire: greeted, named, and a place of its own, with or without the scope."""

from pathlib import Path

import pytest
from wire.slack_rig import Rig, rig
from wire.test_slack_road import LATE, road

from handoff.effects import ThreadAt
from handoff.events import Met, Spoke
from handoff.model import Address

both_ways = pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])


async def opened(r: Rig) -> tuple[str, str]:
    """Channel and thread of a pane that ann opened, and that was greeted."""
    pane = await r.sim.open_assistant(r.ann)
    channel, thread = pane["channel"], pane["thread_ts"]
    await r.sim.wait_message(channel, "What can I help you with?", thread_ts=thread, after=thread)
    return channel, thread


def at(r: Rig, thread: str) -> Address:
    return Address("slack", r.workspace, f"@{r.ann}", thread)


@both_ways
async def test_an_opened_pane_is_greeted_and_suggests_something(http: bool) -> None:
    """Once, however often Slack tells of it; nothing is decided before somebody writes, and the event is acked at once."""
    async with rig(http=http, assistant=True) as r:
        await r.sim.delivery_fault(duplicate_event=1)
        channel, thread = await opened(r)
        await r.sim.wait_api("assistant.threads.setSuggestedPrompts", 1)
        await r.sim.idle()
        info = await r.sim.assistant_info(thread)
        assert [p["title"] for p in info["prompts"]] == ["Talk to a person"]
        assert [m["thread_ts"] for m in await r.sim.messages(channel, by_app=True)] == [thread]
        assert r.sink.of(Spoke) == []
        assert all(e["acked"] and e["ms"] < 3000 for e in await r.sim.envelopes("events_api"))
        await r.sim.assistant_context(r.ann, thread, r.help)
        await r.sim.idle()
        assert await r.calls("chat.postMessage") == 1


async def test_each_pane_is_a_place_and_the_direct_messages_another() -> None:
    """What is said in one is told with its thread, edits too; what is answered goes there; its status is taken away by that."""
    async with rig(assistant=True) as r:
        channel, one = await opened(r)
        _, two = await opened(r)
        first = await r.sim.say(r.ann, channel, "in the first", thread_ts=one)
        await r.sim.say(r.ann, channel, "in the second", thread_ts=two)
        await r.sim.dm(r.ann, "at the top")
        said = await r.heard(3, Spoke)
        assert [s.place for s in said] == [at(r, one), at(r, two), r.dm]
        assert r.platform is not None
        await r.platform.channel.show_typing(at(r, one))
        assert [s["thread_ts"] for s in await r.sim.statuses()] == [one]
        await r.post(at(r, one), "an answer")
        assert await r.sim.statuses() == []
        assert (await r.sim.wait_message(channel, "an answer"))["thread_ts"] == one
        assert said[0].link.endswith(f"p{first['ts'].replace('.', '')}?thread_ts={one}&cid={channel}")


async def test_a_pane_is_called_what_was_asked() -> None:
    """Nothing in it is markup; and the edit of the thread's first message that Slack makes of it is nobody's words."""
    async with rig(assistant=True) as r:
        _, thread = await opened(r)
        assert r.platform is not None
        order = ThreadAt(to=r.dm, message_id=thread, title="How do I \\*pay\\* <!channel>?")
        assert (await r.platform.channel.carry_out(order)).message_id == thread
        title = (await r.sim.assistant_info(thread))["title"]
        assert title.replace("\u200b", "") == "How do I *pay* <!channel>?"
        assert "<!channel>" not in title
        await r.sim.idle()
        assert [e for e in r.sink.events if not isinstance(e, Met)] == []


async def test_an_app_without_panes_is_as_it_was() -> None:
    """A thread in direct messages belongs to the whole, and nothing is asked of Slack that it would refuse."""
    async with rig() as r:
        top = await r.sim.dm(r.ann, "hello")
        await r.sim.say(r.ann, top["channel"], "and in a thread", thread_ts=top["ts"])
        assert [s.place for s in await r.heard(2, Spoke)] == [r.dm, r.dm]
        assert await r.calls("assistant.*") == 0


async def test_a_scope_that_is_taken_away_is_a_courtesy_less() -> None:
    """Greeted without suggestions, not named, and heard all the same; nothing is raised and nobody is alarmed."""
    async with rig(assistant=True, violations=("missing_scope",)) as r:
        await r.sim.fail("assistant.threads.setSuggestedPrompts", "error", n=9, error="missing_scope")
        await r.sim.fail("assistant.threads.setTitle", "error", n=9, error="missing_scope")
        channel, thread = await opened(r)
        assert r.platform is not None
        receipt = await r.platform.channel.carry_out(ThreadAt(to=r.dm, message_id=thread, title="x"))
        assert receipt.message_id == thread
        await r.sim.say(r.ann, channel, "hello", thread_ts=thread)
        assert (await r.heard(1, Spoke))[0].place == at(r, thread)
        assert r.health.ready


async def test_what_was_written_in_panes_while_we_were_away() -> None:
    """In one that was greeted and never written in, in a known one, and in one that was opened meanwhile: each once."""
    async with rig(assistant=True, retry_delays=[], violations=("event_lost",)) as r:
        channel, known = await opened(r)
        _, silent = await opened(r)
        await r.sim.say(r.ann, channel, "one", thread_ts=known)
        await r.heard(1, Spoke)
        await r.sim.wait_for(lambda: at(r, silent) in r.sink.marks)
        await r.down()
        fresh = (await r.sim.open_assistant(r.ann))["thread_ts"]
        for thread, words in ((known, "two"), (silent, "three"), (fresh, "four")):
            await r.sim.say(r.ann, channel, words, thread_ts=thread)
        r.health.report("slack", False)
        await r.up()
        said = await r.heard(4, Spoke)
        assert {(s.place.thread, s.text) for s in said} == {
            (known, "one"), (known, "two"), (silent, "three"), (fresh, "four"),
        }  # fmt: skip
        await r.restart()
        assert len(r.sink.of(Spoke)) == 4


@both_ways
async def test_a_pane_is_handed_to_a_person_and_closed(tmp_path: Path, http: bool) -> None:
    """Asked, named, handed off, claimed, answered, closed: all of it in the pane, nothing at the top of the direct messages."""
    async with rig(up=False, http=http, assistant=True, rate_scale=0.1, violations=LATE) as r, road(r, tmp_path):
        sim = r.sim
        channel, thread = await opened(r)
        await sim.say(r.ann, channel, "how do I stop it?", thread_ts=thread)
        await sim.wait_message(channel, "red button", thread_ts=thread)
        assert (await sim.assistant_info(thread))["title"] == "how do I stop it?"
        await sim.say(r.ann, channel, "I would like to talk to a person, please.", thread_ts=thread)
        await sim.wait_message(channel, "asked the team", thread_ts=thread)
        card = await sim.wait_message(r.team, "ann")
        await sim.wait_message(r.team, "how do I stop it", thread_ts=card["ts"], after=card["ts"])
        await sim.click(r.bo, "handoff:claim", r.team, card["ts"])
        await sim.wait_message(channel, "has joined", thread_ts=thread)
        await sim.say(r.bo, r.team, "Hello Ann, use the green one", thread_ts=card["ts"])
        await sim.wait_message(channel, "green one", thread_ts=thread)
        await sim.say(r.ann, channel, "I see, thank you", thread_ts=thread)
        await sim.wait_message(r.team, "I see, thank you", thread_ts=card["ts"])
        await sim.click(r.bo, "handoff:close", r.team, card["ts"])
        await sim.wait_view(r.bo)
        assert (await sim.submit(r.bo, {"note": "solved"}))["closed"]
        await sim.wait_message(channel, "now closed", thread_ts=thread)
        await sim.idle(0.5)
        said = await sim.messages(channel, by_app=True)
        assert {m.get("thread_ts") for m in said} == {thread}
        assert len(said) == 6, [m["text"] for m in said]
        assert await sim.statuses() == []
