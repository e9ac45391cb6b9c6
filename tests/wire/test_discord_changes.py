"""Edits and deletes that no session heard of: Discord tells of them once, and a bot that was down finds what became of it."""

from datetime import UTC, datetime, timedelta

from wire.discord_rig import rig

from handoff.events import Deleted, Edited, Spoke


async def test_what_was_changed_while_we_were_away() -> None:
    """In a channel, a thread, a DM: each edit by its outcome, each delete, once; what did not change brings nothing."""
    async with rig() as r:
        top = await r.sim.post(r.ann, r.help, "top")
        thread = await r.sim.create_thread(r.ann, r.help, "mine", message=top)
        said = {w: await r.sim.post(r.ann, thread, w) for w in ("kept", "changed", "gone")}
        said |= {w: await r.sim.dm(r.ann, w) for w in ("dm kept", "dm changed", "dm gone")}
        await r.heard(7, Spoke)
        await r.down()
        await r.sim.edit(r.ann, top["id"], "top, mended")
        for word in ("changed", "dm changed"):
            await r.sim.edit(r.ann, said[word]["id"], "once")
            await r.sim.edit(r.ann, said[word]["id"], f"{word} twice")
        for word in ("gone", "dm gone"):
            await r.sim.edit(r.ann, said[word]["id"], "to be deleted")
            await r.sim.delete(r.ann, said[word]["id"])
        await r.sim.dm(r.ann, "new")
        await r.restart()
        assert {e.text for e in r.sink.of(Edited)} == {"top, mended", "changed twice", "dm changed twice"}
        assert {e.message_id for e in r.sink.of(Deleted)} == {said["gone"]["id"], said["dm gone"]["id"]}
        assert {e.place for e in r.sink.of(Deleted)} == {e.place for e in r.sink.of(Spoke) if "gone" in e.text}
        assert r.sink.texts.index("dm changed twice") < r.sink.texts.index("new"), "the old comes before what is new"
        count = len(r.sink.events)
        await r.restart()
        assert len(r.sink.events) == count


async def test_an_edit_that_was_heard_is_the_same_one_in_the_history() -> None:
    async with rig() as r:
        said = await r.sim.dm(r.ann, "one")
        await r.sim.edit(r.ann, said["id"], "two")
        await r.heard(1, Edited)
        await r.restart()
        assert len(r.sink.of(Edited)) == 1
        assert {e.key for e in r.sink.repeats if isinstance(e, Edited)} == {r.sink.of(Edited)[0].key}


async def test_new_words_that_were_edited_are_told_with_their_time() -> None:
    """An older edit of them that still comes from elsewhere is known as older."""
    async with rig() as r:
        await r.sim.dm(r.ann, "0")
        await r.heard(1, Spoke)
        await r.down()
        said = await r.sim.dm(r.ann, "first")
        await r.sim.edit(r.ann, said["id"], "second")
        await r.restart()
        assert [(type(e), e.text) for e in r.sink.events[1:]] == [(Spoke, "second"), (Edited, "second")]


async def test_a_short_page_takes_nothing_away() -> None:
    """Messages that the history did not reach are asked for one by one before they count as deleted."""
    async with rig() as r:
        said = [await r.sim.dm(r.ann, str(n)) for n in range(6)]
        await r.heard(6, Spoke)
        await r.down()
        await r.sim.delete(r.ann, said[0]["id"])
        await r.sim.edit(r.ann, said[1]["id"], "1, mended")
        r.catch_up = 2
        await r.restart()
        assert r.sink.gone == [said[0]["id"]]
        assert [e.text for e in r.sink.of(Edited)] == ["1, mended"]


async def test_a_thread_that_was_deleted_takes_no_words_back() -> None:
    """As when we hear of it: Discord tells of the thread then, not of each message."""
    async with rig() as r:
        top = await r.sim.post(r.ann, r.help, "top")
        thread = await r.sim.create_thread(r.ann, r.help, "mine", message=top)
        await r.sim.post(r.ann, thread, "inside")
        await r.heard(2, Spoke)
        await r.down()
        await r.sim.delete_channel(thread["id"])
        await r.restart()
        assert r.sink.of(Deleted) == []


async def test_only_what_is_recent_is_asked_for() -> None:
    async with rig() as r:
        assert r.sink.since is not None
        assert timedelta(days=1) < datetime.now(UTC) - r.sink.since < timedelta(days=3)
