"""Cards and the board: drawn from the store, the latest wins, one board only."""

import asyncio
import logging
from dataclasses import replace

import pytest
from unit.core_nouns import ANN, BO, DM, NOON, PLACES, TEAM
from unit.fakes import HandClock, Keeping, Lost, RecordingChannel, until

from adapters.store.sqlite import SqliteStore
from handoff import projections
from handoff.effects import EditAt, PinAt, PostTo
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.events import CardLost
from handoff.model import Conversation
from handoff.pacing import Pacer
from handoff.planning import base36
from handoff.ports import Changes, Dirty, Wants
from handoff.projections import Projector
from handoff.states import State

#: the idempotency key of a board that is first tried at NOON
KEY = f"board-{base36(int(NOON.timestamp()))}"


class Rig:
    def __init__(self, store: SqliteStore, places=PLACES) -> None:
        self.store, self.channel = store, RecordingChannel()
        self.channels = {"slack": self.channel}
        self.told = Keeping()
        self.projector = Projector(store, self.told, self.channels, places, HandClock(), Pacer())

    async def save(self, *dirty: str, **changes) -> None:
        async with self.store.unit() as unit:
            await unit.load(Wants())
            await unit.save(Changes(dirty=set(dirty), **changes), NOON)

    async def begin(self, number: int = 1, **changes) -> None:
        given = {"state": State.WAITING, "handed_at": NOON, "card": f"c{number}", "carded": True}
        place = replace(DM, channel=f"@U{number}")
        conversation = Conversation(number=number, customer=ANN, place=place, opened_at=NOON, **(given | changes))
        await self.save(conversations={number: conversation})

    async def dirty(self) -> list[str]:
        return [mark.target for mark in await self.store.dirty()]


@pytest.fixture
async def rig():
    store = await SqliteStore.open("sqlite://", team=TEAM)
    yield Rig(store)
    await store.close()


async def test_a_card_is_redrawn_once_however_often_it_changed(rig):
    await rig.begin()
    for _ in range(3):
        await rig.save("card:1")
    await rig.projector.look()
    (edit,) = rig.channel.tried
    assert isinstance(edit, EditAt)
    assert (edit.to, edit.message_id, edit.post.title) == (TEAM, "c1", "#1 · Ann")
    await rig.projector.look()
    assert (len(rig.channel.tried), await rig.dirty()) == (1, [])


async def test_a_card_that_does_not_stand_yet_is_drawn_once_it_does(rig):
    await rig.begin(card="")
    await rig.save("card:1")
    await rig.projector.look()
    assert (rig.channel.tried, await rig.dirty()) == ([], ["card:1"])
    await rig.save(conversations={1: replace(await rig.store.conversation(1), card="c1", agent=BO, state=State.CLAIMED)})
    await rig.projector.look()
    assert ([o.post.text for o in rig.channel.tried], await rig.dirty()) == (["**Bo has it**"], [])


async def test_a_card_that_nobody_needs_any_more_is_not_waited_for(rig):
    """It was deleted by hand once all was over: no mark of it stays."""
    await rig.begin(card="", carded=False, state=State.CLOSED)
    await rig.save("card:1")
    await rig.projector.look()
    assert await rig.dirty() == []
    assert rig.channel.tried == []


@pytest.mark.parametrize(("code", "told"), [("gone", [(1, "c1")]), ("forbidden", [])])
async def test_a_card_that_somebody_took_away_is_told_of(rig, code, told):
    """Once for each card; the core makes another. What may not be edited is no loss."""
    await rig.begin()
    await rig.save("card:1")
    rig.channel.script = [Refused("no", code)]
    await rig.projector.look()
    assert rig.channel.tried[0].needed
    assert [(event.number, event.card) for event in rig.told.events[CardLost]] == told
    assert await rig.dirty() == []


async def test_a_change_while_a_card_is_drawn_is_drawn_after(rig):
    """The mark is raised meanwhile, and is not forgotten with the drawing."""
    await rig.begin()
    await rig.save("card:1")
    rig.channel.before = lambda order: rig.save("card:1") if len(rig.channel.tried) == 1 else None
    await rig.projector.look()
    assert await rig.dirty() == ["card:1"]
    await rig.projector.look()
    assert (len(rig.channel.tried), await rig.dirty()) == (2, [])


async def test_the_board_is_posted_once_and_pinned_then_edited(rig):
    await rig.begin()
    await rig.save("board")
    await rig.projector.look()
    post, pin = rig.channel.tried
    assert isinstance(post, PostTo)
    assert (post.to, post.post.text, post.key) == (TEAM, "1 person is waiting.", KEY)
    assert pin == PinAt(to=TEAM, message_id="p1")
    await rig.save("board")
    await rig.projector.look()
    assert [type(o) for o in rig.channel.tried[2:]] == [EditAt]
    assert rig.channel.tried[2].message_id == "p1"


async def test_a_board_that_cannot_be_pinned_is_still_a_board(rig):
    rig.channel.script = [None, Refused("missing scope")]
    await rig.save("board")
    await rig.projector.look()
    assert (await rig.store.fact("board"), await rig.dirty()) == ("p1", [])


async def test_a_board_of_unknown_fate_is_looked_up_and_not_posted_twice(rig, monkeypatch):
    monkeypatch.setattr(projections, "PAUSE", (0.0, 0.0))
    rig.channel.script = [Lost(Uncertain("timeout"))]
    await rig.save("board")
    for _ in range(2):
        await rig.projector.look()
    assert (len(rig.channel.texts(TEAM)), rig.channel.looked, await rig.store.fact("board")) == (1, [KEY], "p1")


async def test_a_board_that_was_never_posted_is_posted_after_the_look_up(rig, monkeypatch):
    monkeypatch.setattr(projections, "PAUSE", (0.0, 0.0))
    rig.channel.script = [Unavailable("down", 0.001)]
    await rig.save("board")
    for _ in range(2):
        await rig.projector.look()
    assert (len(rig.channel.texts(TEAM)), await rig.store.fact("board_tried")) == (1, "")


async def test_a_board_that_somebody_took_away_is_posted_anew(rig, caplog):
    await rig.store.remember("board", "gone")
    rig.channel.script = [Refused("gone", "gone")]
    await rig.save("board")
    await rig.projector.look()
    assert (await rig.store.fact("board"), await rig.dirty()) == ("", ["board"])
    await rig.projector.look()
    assert (await rig.store.fact("board"), await rig.dirty()) == ("p2", [])


async def test_one_that_cannot_be_drawn_keeps_no_other_from_it(rig, monkeypatch, caplog):
    """Refused, or a bug: logged once, and left; unavailable: later, and no warning for each try."""
    monkeypatch.setattr(projections, "PAUSE", (0.0, 0.0))
    for number in (1, 2, 3, 4):
        await rig.begin(number)
    await rig.save("card:1", "card:2", "card:3", "card:4", "card:9", "strange:0")
    rig.channel.script = [Refused("no"), ZeroDivisionError(), Unavailable("down"), None]
    await rig.projector.look()
    assert ([o.message_id for o in rig.channel.tried], await rig.dirty()) == (["c1", "c2", "c3", "c4"], ["card:3"])
    levels = [r.levelno for r in caplog.records if r.name == "handoff.projections"]
    assert [level for level in levels if level >= logging.WARNING] == [logging.WARNING, logging.ERROR]


@pytest.mark.parametrize("changes", [{"team": None}, {"team": replace(TEAM, platform="discord")}])
async def test_without_a_team_channel_there_is_nothing_to_draw(rig, changes):
    projector = Projector(rig.store, rig.told, rig.channels, replace(PLACES, **changes), HandClock(), Pacer())
    await rig.begin()
    await rig.save("card:1", "board")
    await projector.look()
    assert (rig.channel.tried, await rig.dirty()) == ([], [])


async def test_the_loop_draws_what_is_marked_once_the_platform_can(rig, monkeypatch):
    monkeypatch.setattr(projections, "EVERY", 0.0)
    monkeypatch.setattr(projections, "PAUSE", (0.0, 0.0))
    rig.channel.script = [Unavailable("not connected yet"), Unavailable("not connected yet")]
    await rig.begin()
    await rig.save("board")
    running = asyncio.create_task(rig.projector.run())
    await until(lambda: rig.channel.texts(TEAM) == ["1 person is waiting."])
    await rig.save("card:1")
    await until(lambda: any(isinstance(o, EditAt) for o in rig.channel.tried))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert Dirty("card:1", 1) not in await rig.store.dirty()
