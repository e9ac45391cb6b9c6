"""What Discord repeats, reorders, loses or cuts off: each message counts once, in order."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs
from wire.discord_rig import Rig, rig

from handoff.commands import MESSAGE_ACTIONS, names
from handoff.errors import Fatal
from handoff.events import Deleted, Edited, Spoke
from handoff.model import Address


async def new_session(r: Rig, cut: Any) -> None:
    """`cut` the gateway, and wait until the platform is well again."""
    r.health.report("discord", False)
    await cut
    await r.ready()


async def test_a_message_delivered_twice_has_one_key() -> None:
    async with rig() as r:
        await r.sim.gateway_duplicate("MESSAGE_CREATE")
        await r.sim.post(r.ann, r.help, "hello")
        await r.sim.wait_for(lambda: r.sink.repeats, what="the repeat")
        assert r.sink.texts == ["hello"]


async def test_order_is_arrival_order() -> None:
    """However long the sink takes, and whatever it refuses at first."""
    async with rig() as r:
        r.sink.failures, r.sink.delay = 3, 0.002
        for n in range(25):
            await r.sim.post(r.ann, r.help, str(n))
        await r.heard(25, Spoke)
        assert r.sink.texts == [str(n) for n in range(25)]


async def test_the_first_start_replays_nothing() -> None:
    """An old channel is not answered; from then on its mark stands at its newest message."""
    async with rig(up=False) as r:
        old = await r.sim.post(r.ann, r.help, "from last year")
        await r.up()
        await r.sim.post(r.ann, r.help, "now")
        await r.heard(1, Spoke)
        assert r.sink.texts == ["now"]
        assert int(r.sink.marks[r.help_at]) > int(old["id"])


async def test_what_was_said_while_we_were_away() -> None:
    """In a channel, a thread, a DM, a card's thread nobody wrote in yet, a new forum post: each once, in order."""
    async with rig(up=False) as r:
        forum = await r.sim.create_channel(r.guild, "questions", "forum")
        r.support_more = frozenset({("discord", forum["id"])})
        await r.up()
        top = await r.sim.post(r.ann, r.help, "0")
        thread = await r.sim.create_thread(r.ann, r.help, "mine", message=top)
        await r.sim.post(r.ann, thread, "1")
        await r.sim.dm(r.ann, "2")
        await r.heard(3, Spoke)
        card = await r.post(r.team_at, "card")
        under = await r.sim.create_thread(r.bo, r.team, "#1", message=card)
        r.sink.open = [Address("discord", "", r.team["id"], under["id"])]  # as the settings name the team channel
        await r.down()
        for n in range(3):
            await r.sim.post(r.ann, r.help, f"channel {n}")
            await r.sim.post(r.ann, thread, f"thread {n}")
            await r.sim.dm(r.ann, f"dm {n}")
        await r.sim.post(r.bo, under, "hello Ann")
        await r.sim.create_thread(r.ann, forum, "Broken", content="my post")
        r.health.report("discord", False)
        await r.up()
        missed = r.sink.texts[3:]
        for where in ("channel", "thread", "dm"):
            assert [t for t in missed if t.startswith(where)] == [f"{where} {n}" for n in range(3)]
        assert {"hello Ann", "Broken\n\nmy post"} <= set(missed)
        assert len(missed) == 11
        await r.restart()
        assert len(r.sink.texts) == 14


async def test_a_resumed_session_and_a_lost_one() -> None:
    """A cut connection is resumed; an invalid session's gap is read from the history."""
    async with rig() as r:
        await r.sim.post(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        await new_session(r, r.sim.gateway_drop())
        await r.sim.post(r.ann, r.help, "1")
        await r.heard(2, Spoke)
        await r.sim.gateway_lose("MESSAGE_CREATE", 2)
        await r.sim.post(r.ann, r.help, "2")
        await r.sim.post(r.ann, r.help, "3")
        await new_session(r, r.sim.gateway_invalid_session())
        await r.sim.post(r.ann, r.help, "4")
        await r.heard(5, Spoke)
        assert r.sink.texts == ["0", "1", "2", "3", "4"]
        assert r.sink.repeats == []


async def test_live_messages_wait_for_the_gap() -> None:
    """What arrives while the history is being read comes after what was missed."""
    async with rig() as r:
        await r.sim.post(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        await r.down()
        await r.sim.post(r.ann, r.help, "missed")
        await r.sim.fault("delay", method="GET", route=f"/channels/{r.help['id']}/messages", delay=0.5)
        r.start()
        await r.sim.wait_api("GET", "/gateway/bot", count=2)
        await r.sim.wait_connected()
        await r.sim.post(r.ann, r.help, "live")
        await r.heard(3, Spoke)
        assert r.sink.texts == ["0", "missed", "live"]


async def test_commands_are_registered_once() -> None:
    """Not with each session, not with each start, and a refusal does not keep the bot from answering."""
    async with rig(up=False) as r:
        await r.sim.fault("status", method="PUT", route="/applications/.*/commands", status=400, code=30034)
        await r.up()
        await r.sim.dm(r.ann, "still there?")
        await r.heard(1, Spoke)
        await r.restart()
        await r.sim.wait_for(lambda: r.sink.facts)
        for _ in range(2):
            await new_session(r, r.sim.gateway_invalid_session())
        await r.restart()
        assert await r.calls("PUT", "/applications/.*/commands") == 2
        of_kind = {kind: {c["name"] for c in await r.sim.commands() if c["type"] == kind} for kind in (1, 3)}
        assert of_kind == {1: set(names()), 3: {action.title for action in MESSAGE_ACTIONS}}


@pytest.mark.parametrize(
    ("code", "words"), [(4004, "DISCORD_TOKEN"), (4013, "intents"), (4014, "Message Content Intent"), (4011, "sharded")]
)
async def test_a_fatal_close_names_what_to_do(code: int, words: str) -> None:
    """No restart storm: one identify, and health says it will not get well by itself."""
    async with rig() as r:
        await r.sim.gateway_close(code)
        assert r.running is not None
        with pytest.raises(Fatal, match=words):
            await asyncio.wait_for(r.running, 30)
        assert r.health.conditions["discord"].fatal
        assert len((await r.sim.gateway_state())["identifies"]) == 1


@pytest.mark.parametrize("code", [4000, 4007, 4009, 1001])
async def test_other_closes_are_got_over(code: int) -> None:
    async with rig() as r:
        await new_session(r, r.sim.gateway_close(code))
        await r.sim.dm(r.ann, "hello")
        await r.heard(1, Spoke)


async def test_a_token_or_an_intent_that_is_not_there() -> None:
    """Told at start, in words that name the switch."""
    async with rig(up=False) as r:
        r.token = "NOT.THE.TOKEN"
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match="DISCORD_TOKEN is not valid"):
            await asyncio.wait_for(r.running, 30)
    async with rig(up=False, privileged_intents=()) as r:
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match="Message Content Intent"):
            await asyncio.wait_for(r.running, 30)


async def test_a_start_without_network_is_tried_again() -> None:
    async with rig(up=False) as r:
        await r.sim.fault("reset_before", method="GET", route="/users/@me")
        await r.sim.fault("status", method="GET", route="/gateway/bot", status=503)
        r.start()
        await r.sim.wait_for(lambda: r.health.ready)


async def test_edits_and_deletes_of_what_was_said_before_the_start() -> None:
    """Nothing is cached, so nothing needs to be; a preview and our own edits are no edits."""
    async with rig() as r:
        said = await r.sim.post(r.ann, r.help, "https://x.io")
        thread = await r.sim.create_thread(r.ann, r.help, "mine", message=said)
        inside = await r.sim.post(r.ann, thread, "inside")
        private = await r.sim.dm(r.ann, "private")
        await r.heard(3, Spoke)
        await r.restart()
        await r.sim.unfurl(said, [{"url": "https://x.io", "title": "X"}])
        own = await r.post(r.help_at, "ours")
        await r.sim.edit(r.ann, said, "changed")
        await r.sim.edit(r.ann, inside, "changed inside")
        await r.sim.edit(r.ann, private, "changed private")
        edits = await r.heard(3, Edited)
        at_thread = Address("discord", r.guild["id"], r.help["id"], thread["id"])
        assert [(e.place, e.text) for e in edits] == [
            (r.help_at, "changed"),
            (at_thread, "changed inside"),
            (r.dm, "changed private"),
        ]
        await r.restart()
        await r.sim.delete(r.ann, private)
        await r.sim.delete(r.ann, inside)
        gone = await r.heard(2, Deleted)
        assert [(d.place, d.message_id) for d in gone] == [(r.dm, private["id"]), (at_thread, inside["id"])]
        assert own["id"] not in r.sink.gone


async def test_a_thread_that_is_archived_is_still_known_by_its_parent() -> None:
    async with rig() as r:
        thread = await r.sim.create_thread(r.ann, r.help, "old")
        said = await r.sim.post(r.ann, thread, "once")
        await r.heard(1, Spoke)
        await r.sim.edit_thread(r.ann, thread, archived=True)
        await r.restart()
        await r.sim.delete(r.ann, said)
        [gone] = await r.heard(1, Deleted)
        assert gone.place == Address("discord", r.guild["id"], r.help["id"], thread["id"])


async def test_a_stop_leaves_nothing_halfway() -> None:
    """What had arrived is committed; the rest is read at the next start."""
    async with rig() as r:
        r.sink.delay = 0.01
        for n in range(10):
            await r.sim.post(r.ann, r.help, str(n))
        await r.heard(1, Spoke)
        r.sink.delay = 0.0
        await r.restart()
        await r.heard(10, Spoke)
        assert r.sink.texts == [str(n) for n in range(10)]


async def test_a_gap_is_read_up_to_a_bound() -> None:
    """Oldest first; that there was more is told to the log."""
    async with rig() as r:
        await r.sim.post(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        await r.down()
        for n in range(1, 8):
            await r.sim.post(r.ann, r.help, str(n))
        r.catch_up = 5
        r.health.report("discord", False)
        with capture_logs() as logs:
            await r.up()
        assert r.sink.texts == ["0", "1", "2", "3", "4", "5"]
        assert [line["read"] for line in logs if line["event"] == "discord.gap_too_long"] == [5]


async def test_a_run_can_be_cancelled_at_any_moment() -> None:
    """While connecting, while catching up, while listening: nothing is left open."""
    async with rig(up=False) as r:
        for moment in (None, "/users/@me", "/gateway/bot", "ready"):
            since = await r.calls(".*", ".*")
            r.start()
            assert r.running is not None
            if moment == "ready":
                await r.ready()
            elif moment:
                await r.sim.wait_api("GET", moment, since=since)
            r.running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await r.running
        await r.sim.wait_for(lambda: _unconnected(r))


async def _unconnected(r: Rig) -> bool:
    return not (await r.sim.gateway_state())["connected"]
