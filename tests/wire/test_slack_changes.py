"""Edits and deletes that Slack gave up bringing: a bot that was down for longer finds what became of it in the history."""

import pytest
from wire.slack_rig import Rig, rig

from handoff.events import Deleted, Edited, Spoke
from handoff.model import Address


async def away(r: Rig) -> None:
    await r.down()
    r.health.report("slack", False)


async def back(r: Rig) -> None:
    await r.up()
    await r.sim.clear_log()  # undelivered events were the point


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_what_was_changed_while_we_were_away(http: bool) -> None:
    """In a channel, a thread, a DM and a DM's thread: each edit by its outcome, each delete, once; else nothing."""
    async with rig(http=http, retry_delays=[]) as r:
        said = {w: await r.sim.dm(r.ann, w) for w in ("dm kept", "dm changed", "dm gone")}
        under = said["dm kept"]["ts"]
        top = await r.sim.say(r.ann, r.help, "top")
        for word in ("kept", "changed", "gone"):
            said[f"reply {word}"] = await r.sim.dm(r.ann, f"reply {word}", thread_ts=under)
            said[word] = await r.sim.say(r.ann, r.help, word, thread_ts=top["ts"])
        await r.heard(10, Spoke)
        r.sink.open = [Address("slack", r.workspace, r.help, top["ts"])]
        await away(r)
        places = {w: r.help if w in ("kept", "changed", "gone") else said["dm kept"]["channel"] for w in said}
        await r.sim.edit(r.ann, r.help, top["ts"], "top, mended")
        for word in ("changed", "dm changed", "reply changed"):
            await r.sim.edit(r.ann, places[word], said[word]["ts"], "once")
            await r.sim.edit(r.ann, places[word], said[word]["ts"], f"{word} twice")
        for word in ("gone", "dm gone", "reply gone"):
            await r.sim.delete(r.ann, places[word], said[word]["ts"])
        await r.sim.dm(r.ann, "new")
        await back(r)
        changed = {f"{w} twice" for w in ("changed", "dm changed", "reply changed")}
        assert {e.text for e in r.sink.of(Edited)} == changed | {"top, mended"}
        assert set(r.sink.gone) == {said[w]["ts"] for w in ("gone", "dm gone", "reply gone")}
        assert {e.place for e in r.sink.of(Deleted)} == {r.dm, Address("slack", r.workspace, r.help, top["ts"])}
        assert r.sink.texts.count("new") == 1
        count = len(r.sink.events)
        await r.restart()
        assert len(r.sink.events) == count


async def test_a_threads_deleted_parent_leaves_a_tombstone() -> None:
    async with rig(retry_delays=[]) as r:
        top = await r.sim.say(r.ann, r.help, "top")
        await r.sim.say(r.ann, r.help, "reply", thread_ts=top["ts"])
        await r.heard(2, Spoke)
        await away(r)
        await r.sim.delete(r.ann, r.help, top["ts"])
        await back(r)
        assert r.sink.gone == [top["ts"]]


async def test_new_words_that_were_edited_are_told_with_their_time() -> None:
    """Slack may still bring the older edits."""
    async with rig(retry_delays=[]) as r:
        await r.sim.dm(r.ann, "0")
        await r.heard(1, Spoke)
        await away(r)
        said = await r.sim.dm(r.ann, "first")
        await r.sim.edit(r.ann, said["channel"], said["ts"], "second")
        await back(r)
        assert [(type(e), e.text) for e in r.sink.events if isinstance(e, Spoke | Edited)][1:] == [
            (Spoke, "second"),
            (Edited, "second"),
        ]


async def test_a_short_page_takes_nothing_away() -> None:
    """Messages that the history did not reach are asked for one by one before they count as deleted."""
    async with rig(retry_delays=[]) as r:
        said = [await r.sim.dm(r.ann, str(n)) for n in range(6)]
        await r.heard(6, Spoke)
        await away(r)
        await r.sim.delete(r.ann, said[0]["channel"], said[0]["ts"])
        await r.sim.edit(r.ann, said[1]["channel"], said[1]["ts"], "1, mended")
        r.catch_up = 2
        await back(r)
        assert r.sink.gone == [said[0]["ts"]]
        assert [e.text for e in r.sink.of(Edited)] == ["1, mended"]


async def test_what_cannot_be_read_takes_nothing_away() -> None:
    """A surface that Slack does not find, or that we may not read: nothing is known of what stands there."""
    async with rig(retry_delays=[]) as r:
        said = await r.sim.dm(r.ann, "hello")
        await r.heard(1, Spoke)
        await away(r)
        await r.sim.delete(r.ann, said["channel"], said["ts"])
        await r.sim.fail("conversations.history", "error", error="channel_not_found")
        await back(r)
        assert r.sink.of(Deleted) == []
        await away(r)
        await back(r)
        assert r.sink.gone == [said["ts"]]
