"""The shell around the decisions: batches, repeats, quarantine, deaths, and order, on the real store."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from unit.core_nouns import ADMIN, AGENT, ANN, BO, CY, DM, ED, FAR, HELP, NOON, PLACES, TEAM, card_thread, grumpy
from unit.fakes import HandClock, until

from adapters.store.sqlite import SqliteStore
from handoff import service as module
from handoff.effects import Amend, Ask, Done, FormErrors, OpenCard, Say, Surface, Whisper
from handoff.events import (
    Answer,
    Answered,
    Commanded,
    Deleted,
    Delivered,
    Departed,
    Edited,
    Event,
    FormSent,
    Met,
    Pressed,
    Receipt,
    Spoke,
    TimeUp,
    Undeliverable,
)
from handoff.model import Address, AuthorKind, Standing
from handoff.ports import Changes, Conflict, RowState, Timer, Wants
from handoff.service import BATCH, CAREFUL, Service
from handoff.states import State

MEMBER = Standing()


def spoke(text: str, name: str = "m1", place=DM, by=ANN, **changes) -> Spoke:
    given = {"key": f"said:{name}", "at": NOON, "message_id": name, "standing": MEMBER, "author": by}
    return Spoke(place=place, text=text, **(given | changes))


def pressed(verb: str, number: int = 1, by=BO, key: str = "", **changes) -> Pressed:
    given = {"standing": AGENT, "place": TEAM, "key": key or f"press:{verb}:{by.user}:{number}"} | changes
    return Pressed(at=NOON, by=by, verb=verb, number=number, **given)


class Rig:
    def __init__(self, store: SqliteStore, **changes) -> None:
        self.store, self.clock, self.woken = store, HandClock(), 0
        self.service = Service(store, PLACES, grumpy, self.clock, self._wake, **changes)
        self._running = asyncio.create_task(self.service.run())

    def _wake(self) -> None:
        self.woken += 1

    async def does(self, *events: Event) -> list:
        """All at once, as one batch."""
        return list(await asyncio.gather(*(self.service(e) for e in events), return_exceptions=True))

    async def rows(self, *kinds) -> list:
        async with self.store.unit() as unit:
            loaded = await unit.load(Wants(rows=frozenset(range(1, 400))))
        return [row for row in loaded.rows.values() if not kinds or isinstance(row.effect, kinds)]

    async def loaded(self, **wants):
        async with self.store.unit() as unit:
            return await unit.load(Wants(**wants))

    async def record(self, number: int = 1) -> list:
        return [(m.kind, m.text) for m in await self.store.transcript(number)]

    async def stop(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)


@asynccontextmanager
async def opened(path: str | Path = "sqlite://", **changes):
    store = await SqliteStore.open(path, team=TEAM, now=lambda: NOON)
    rig = Rig(store, **changes)
    try:
        yield rig
    finally:
        await rig.stop()
        await store.close()


@pytest.fixture
async def rig():
    async with opened() as found:
        yield found


# ---- batches


async def test_an_event_is_committed_before_its_caller_goes_on(rig):
    assert await rig.does(spoke("how long?")) == [Done()]
    assert (await rig.store.conversation(1)).last_words == "how long?"
    assert ([type(r.effect) for r in await rig.rows()], rig.woken) == ([Ask], 1)


async def test_fifty_first_messages_at_once_make_one_conversation(rig):
    """A2, C5: in one transaction, all of them kept, in the order in which they came."""
    await rig.does(*(spoke(f"words {n}", f"m{n}") for n in range(50)))
    assert [text for _, text in await rig.record()] == [f"words {n}" for n in range(50)]
    assert (await rig.store.conversation(2), rig.woken) == (None, 1)


async def test_fifty_people_at_once_make_fifty(rig):
    people = [replace(ANN, user=f"U{n}") for n in range(50)]
    await rig.does(*(spoke("hello?", f"m{n}", replace(DM, channel=f"@{p.user}"), p) for n, p in enumerate(people)))
    assert [(await rig.store.conversation(n + 1)).customer for n in range(50)] == people


async def test_a_batch_is_bounded(rig):
    await rig.does(*(spoke(f"words {n}", f"m{n}") for n in range(BATCH + 1)))
    assert (rig.woken, len(await rig.record())) == (2, BATCH + 1)


async def test_later_events_of_a_batch_see_what_earlier_ones_decided(rig):
    """Opened, edited, handed off, claimed, answered under the card, closed, and begun anew: all in one transaction."""
    await rig.does(
        spoke("how long?"),
        Edited(key="e", at=NOON, place=DM, message_id="m1", author=ANN, text="I want a human"),
    )
    assert (await rig.store.conversation(1)).state is State.WAITING
    card, under = (
        await rig.rows(OpenCard),
        [r for r in await rig.rows() if type(r.effect).__name__ == "OpenThread"],
    )
    replies = await rig.does(
        Delivered(key="d1", at=NOON, row=card[0].id, place=TEAM, receipts=(Receipt("c1"),)),
        Delivered(key="d2", at=NOON, row=under[0].id, place=TEAM, receipts=(Receipt("t1"),)),
        pressed("claim"),
        pressed("claim", by=CY),
        spoke("hello Ann", "b1", card_thread("t1"), BO, standing=AGENT),
        FormSent(key="f", at=NOON, by=BO, standing=AGENT, place=TEAM, verb="close", number=1, fields={"note": "n"}),
        spoke("how do I pay?", "m2"),
    )
    assert [r.post.text for r in replies if isinstance(r, Whisper)][1] == "Bo has #1."
    first, second = await rig.store.conversation(1), await rig.store.conversation(2)
    assert (first.state, first.thread, second.state) == (State.CLOSED, "t1", State.AI)
    assert (AuthorKind.AGENT, "hello Ann") in await rig.record()


async def test_facts_and_policy_are_one_within_a_batch(rig):
    """Two handoffs at once notify the team once; a keyword added counts for the message after it."""
    add = Commanded(
        key="k", at=NOON, by=BO, standing=ADMIN, place=TEAM, name="keywords", verb="add", options={"phrase": "refund"}
    )
    await rig.does(
        spoke("a refund please", "m0", replace(DM, channel="@U7"), replace(ANN, user="U7")),
        add,
        spoke("a refund please"),
        spoke("I want a human", "m2", replace(DM, channel="@U5"), ED),
    )
    states = [(await rig.store.conversation(n)).state for n in (1, 2, 3)]
    assert states == [State.AI, State.WAITING, State.WAITING]
    assert [r.effect.ping for r in await rig.rows(OpenCard)] == [True, False]
    assert (await rig.loaded()).facts["unpinged"] == "3"
    rig.clock.pass_(60)
    await rig.does(TimeUp(key="t", at=rig.clock.now(), kind="bundle", number=0, epoch=0))
    assert [r.effect.post.text for r in await rig.rows(Say) if r.effect.surface is Surface.TEAM] == [
        "More people are waiting: #3."
    ]


async def test_what_overtook_its_message_waits_in_the_store(rig):
    """S8, over several batches; nothing of it is among the facts."""
    await rig.does(Deleted(key="x", at=NOON, place=DM, message_id="gone"))
    await rig.does(Edited(key="e", at=NOON, place=DM, message_id="m1", author=ANN, text="new"))
    assert (await rig.loaded()).facts == {}
    await rig.does(spoke("old"), spoke("old", "gone"))
    assert await rig.record() == [(AuthorKind.CUSTOMER, "new")]
    key = ("slack", "@U1", "m1")
    assert (await rig.loaded(parked=frozenset({key}))).parked == {}


# ---- repeats


@pytest.mark.parametrize("together", [True, False])
async def test_an_event_that_comes_again_changes_nothing_and_is_acked(rig, together):
    """S5: by either of its keys; in the same batch or later; and the new one's other key is known from then on."""
    first = spoke("how long?", also="Ev1")
    again = [replace(first, also="Ev2"), replace(first, key="other", also="Ev1"), replace(first, key="third", also="Ev2")]
    batches = [[first, *again]] if together else [[first], [again[0]], [again[1]], [again[2]]]
    replies = [reply for batch in batches for reply in await rig.does(*batch)]
    assert replies == [Done()] * 4
    assert await rig.record() == [(AuthorKind.CUSTOMER, "how long?")]


async def test_a_repeated_timer_is_stopped_and_a_repeated_report_ends_its_row(rig):
    """Else it would be brought again for ever."""
    await rig.does(spoke("how long?"))
    async with rig.store.unit() as unit:
        await unit.load(Wants())
        timer = Timer(kind="idle", number=1, epoch=0, due=NOON)
        await unit.save(Changes(keys={"timer", "run", "sent"}, timers=[timer]), NOON)
    (ask,) = await rig.rows(Ask)
    await rig.does(
        TimeUp(key="timer", at=NOON, kind="idle", number=1, epoch=0),
        Answered(key="run", at=NOON, number=1, epoch=0, outcome=Answer("x"), row=ask.id),
    )
    assert await rig.store.due_timers(NOON) == []
    assert [(r.state) for r in await rig.rows(Ask)] == [RowState.FAILED]


# ---- quarantine


@asynccontextmanager
async def poisoned(monkeypatch, text: str):
    """A decision that raises over one text."""
    true = module.decide

    def decide(setting, event):
        if text in getattr(event, "text", "") or getattr(event, "key", "") == text:
            raise ZeroDivisionError(text)
        return true(setting, event)

    monkeypatch.setattr(module, "decide", decide)
    yield
    monkeypatch.setattr(module, "decide", true)


async def test_an_event_whose_decision_raises_is_put_aside_and_the_rest_goes_on(rig, monkeypatch, caplog):
    """C13: acked, alarmed, never tried again; nothing of it is half done."""
    async with poisoned(monkeypatch, "poison"):
        assert await rig.does(spoke("one", "a"), spoke("poison", "b"), spoke("three", "c")) == [Done()] * 3
    assert [text for _, text in await rig.record()] == ["one", "three"]
    assert "no decision about a Spoke" in caplog.text
    await rig.does(spoke("poison", "b"))
    assert len(await rig.record()) == 2


async def test_a_quarantined_report_ends_its_row_and_frees_the_ai(rig, monkeypatch):
    """The customer's next words are asked about again; the row is not carried out again and again."""
    await rig.does(spoke("how long?"))
    (ask,) = await rig.rows(Ask)
    run = (await rig.store.conversation(1)).run
    async with poisoned(monkeypatch, run):
        await rig.does(Answered(key=run, at=NOON, number=1, epoch=0, outcome=Answer("x"), row=ask.id))
    assert ([r.state for r in await rig.rows(Ask)], (await rig.store.conversation(1)).run) == ([RowState.FAILED], "")
    await rig.does(spoke("and to France?", "m2"))
    assert len(await rig.rows(Ask)) == 2


async def test_a_quarantined_timer_is_stopped(rig, monkeypatch):
    await rig.does(spoke("how long?"))
    async with poisoned(monkeypatch, "t"):
        await rig.does(TimeUp(key="t", at=NOON, kind="idle", number=1, epoch=0))
    assert await rig.store.due_timers(NOON + timedelta(days=9)) == []


# ---- conflicts and failures


async def test_a_conflict_is_decided_again_on_what_is_there(rig, monkeypatch):
    """Another process was first: the same events are decided anew, on its work."""
    true, races = rig.store.unit, [1]

    @asynccontextmanager
    async def raced():
        async with true() as unit:
            yield unit
            return

    class Racing:
        def __init__(self, unit):
            self.unit, self.load = unit, unit.load

        async def save(self, changes, now):
            if races and races.pop():
                raise Conflict("first")
            await self.unit.save(changes, now)

    @asynccontextmanager
    async def racing():
        async with raced() as unit:
            yield Racing(unit)

    monkeypatch.setattr(rig.store, "unit", racing)
    assert await rig.does(spoke("how long?")) == [Done()]
    monkeypatch.setattr(rig.store, "unit", true)
    assert len(await rig.record()) == 1


async def test_a_batch_that_cannot_be_saved_is_done_again_one_by_one(rig, monkeypatch, caplog):
    """Only the event that cannot be committed fails, and its caller hears of it: it is not acked."""
    true = rig.store.unit

    class Failing:
        def __init__(self, unit):
            self.unit, self.load = unit, unit.load

        async def save(self, changes, now):
            if any("bad" in m.text for m in changes.messages):
                raise OSError("disk")
            await self.unit.save(changes, now)

    @asynccontextmanager
    async def failing():
        async with true() as unit:
            yield Failing(unit)

    monkeypatch.setattr(rig.store, "unit", failing)
    replies = await rig.does(spoke("one", "a"), spoke("bad", "b"), spoke("three", "c"))
    monkeypatch.setattr(rig.store, "unit", true)
    assert (replies[0], type(replies[1]), replies[2]) == (Done(), OSError, Done())
    assert [text for _, text in await rig.record()] == ["one", "three"]
    assert "one by one" in caplog.text
    assert await rig.does(spoke("bad", "b")) == [Done()], "brought again, it is taken"


async def test_a_conflict_that_never_ends_is_a_failure(rig, monkeypatch):
    class Always:
        def __init__(self, unit):
            self.load = unit.load

        async def save(self, changes, now):
            raise Conflict("again")

    true = rig.store.unit

    @asynccontextmanager
    async def always():
        async with true() as unit:
            yield Always(unit)

    monkeypatch.setattr(rig.store, "unit", always)
    (reply,) = await rig.does(spoke("x"))
    assert isinstance(reply, Conflict)


async def test_a_batch_that_has_begun_is_finished_when_the_service_stops(rig):
    call = asyncio.create_task(rig.service(spoke("how long?")))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await rig.stop()
    assert await call == Done()
    assert len(await rig.record()) == 1


async def test_a_caller_that_went_away_harms_nobody(rig):
    first = asyncio.create_task(rig.service(spoke("one", "a")))
    second = asyncio.create_task(rig.service(spoke("two", "b")))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == Done()
    assert len(await rig.record()) == 2


# ---- deaths


async def test_after_a_death_events_are_decided_one_at_a_time_for_a_while(rig):
    """C13: each attempt is committed before, and taken back after."""
    rig.service.be_careful()
    await rig.does(*(spoke(f"words {n}", f"m{n}") for n in range(5)))
    assert (rig.woken, len(await rig.record())) == (5, 5)
    assert await rig.store.attempt("said:m0", NOON) == 1
    rig.clock.pass_(CAREFUL.total_seconds())
    await rig.does(*(spoke(f"more {n}", f"n{n}") for n in range(5)))
    assert rig.woken == 6


async def test_an_event_of_which_the_process_died_again_and_again_is_put_aside(rig, caplog):
    rig.service.be_careful()
    for _ in range(2):
        await rig.store.attempt("said:m1", NOON)
    assert await rig.does(spoke("deadly"), spoke("how long?", "m2")) == [Done(), Done()]
    assert await rig.record() == [(AuthorKind.CUSTOMER, "how long?")]
    assert "died of a Spoke again and again" in caplog.text


async def test_an_attempt_that_cannot_be_counted_fails_its_event_alone(rig, monkeypatch):
    rig.service.be_careful()

    async def broken(*_):
        raise OSError("disk")

    monkeypatch.setattr(rig.store, "attempt", broken)
    (reply,) = await rig.does(spoke("x"))
    assert isinstance(reply, OSError)
    monkeypatch.undo()
    assert await rig.does(spoke("x")) == [Done()]


DEADLY = """
import asyncio, os, sys
sys.path.insert(0, "tests")
from unit.test_service import *
async def main():
    store = await SqliteStore.open(sys.argv[1], team=TEAM)
    clean = await store.starts(NOON)
    rig = Rig(store)
    if not clean:
        rig.service.be_careful()
    class Deadly:
        def judge(self, text):
            if "deadly" in text:
                os._exit(9)
            return grumpy.judge(text)
    rig.service._analyser = Deadly()
    await rig.does(spoke("first", "a"), spoke("deadly", "b"), spoke("fine too", "c"))
    await rig.stop()
    await store.ends()
    await store.close()
asyncio.run(main())
"""


def test_a_process_that_dies_of_an_event_dies_of_it_three_times(tmp_path):
    """C13: the fourth run puts it aside, ends well, and has lost nothing else; the run after that is as usual."""
    root = Path(__file__).parents[2]
    codes = [
        subprocess.run(
            [sys.executable, "-c", DEADLY, str(tmp_path / "x.db")],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            check=False,
        ).returncode
        for _ in range(5)
    ]
    assert codes == [9, 9, 9, 0, 0]

    async def kept() -> list[str]:
        store = await SqliteStore.open(tmp_path / "x.db", team=TEAM)
        said = [m.text for m in await store.transcript(1)]
        await store.close()
        return said

    assert asyncio.run(kept()) == ["first", "fine too"]


# ---- what is loaded


async def test_watermarks_move_with_what_is_committed_and_not_with_gaps_being_read(rig):
    await rig.does(spoke("a", "9"), spoke("b", "10"), spoke("c", "11", marks=False))
    assert await rig.store.watermarks("slack") == {DM: "10"}


async def test_every_event_finds_what_it_is_about(rig):
    """Against the store, by keys alone: a held message's press, a command in a thread, a report, a name."""
    await rig.does(spoke("I want a human"))
    rows = {type(r.effect).__name__: r for r in await rig.rows()}
    await rig.does(
        Delivered(key="d1", at=NOON, row=rows["OpenCard"].id, place=TEAM, receipts=(Receipt("c1"),)),
        Delivered(key="d2", at=NOON, row=rows["OpenThread"].id, place=TEAM, receipts=(Receipt("t1"),)),
    )
    await rig.does(spoke("hello", "h1", card_thread("t1"), BO, standing=AGENT))
    seq = (await rig.store.conversation(1)).seq
    (reply,) = await rig.does(pressed("send", detail=str(seq)))
    assert reply == Done()
    command = Commanded(key="c", at=NOON, by=BO, standing=AGENT, place=card_thread("t1"), name="handoff", verb="release")
    (reply,) = await rig.does(command)
    assert reply.post.text == "#1 is back in the queue."
    (reply,) = await rig.does(replace(command, key="q", name="queue", verb=""))
    assert "#1 · Ann" in reply.post.text
    (reply,) = await rig.does(replace(command, key="n", options={"number": "9" * 30}))
    assert reply.post.text == f"There is no conversation #{'9' * 30}."
    await rig.does(Met(key="met", at=NOON, person=replace(ANN, name="Anna")))
    assert (await rig.store.conversation(1)).customer.name == "Anna"
    notice = next(r for r in await rig.rows(Say) if r.effect.surface is Surface.CUSTOMER)
    await rig.does(Undeliverable(key="u", at=NOON, row=notice.id, reason="closed"))
    assert [r.state for r in await rig.rows(Say) if r.id == notice.id] == [RowState.FAILED]


async def test_a_queue_asked_for_in_words_is_loaded(rig):
    await rig.does(spoke("I want a human"))
    rows = {type(r.effect).__name__: r for r in await rig.rows()}
    await rig.does(Delivered(key="d2", at=NOON, row=rows["OpenThread"].id, place=TEAM, receipts=(Receipt("t1"),)))
    await rig.does(spoke("queue", "q", card_thread("t1"), BO, standing=AGENT, mentions_bot=True))
    said = [r.effect.post.text for r in await rig.rows(Say) if r.effect.surface is Surface.THREAD]
    assert said[-1].startswith("**Waiting**\n- #1 · Ann asked for a person")


async def test_a_closed_conversations_button_opens_one_beside_what_is_there(rig):
    """The place of the old one is looked at, not that of the press."""
    await rig.does(spoke("how long?", "5.5", HELP))
    place = (await rig.store.conversation(1)).place
    await rig.does(FormSent(key="f", at=NOON, by=BO, standing=AGENT, place=TEAM, verb="close", number=1))
    await rig.does(spoke("what was it?", "6.6", place, ED, mentions_bot=True))
    asked = {"by": ANN, "standing": MEMBER}
    await rig.does(pressed("human", place=HELP, **asked), pressed("human", place=HELP, key="again", **asked))
    numbers: Sequence[int] = [1, 2, 3]
    assert [(await rig.store.conversation(n)).state for n in numbers] == [State.CLOSED, State.AI, State.WAITING]
    assert (await rig.store.conversation(3)).place == DM
    assert await rig.store.conversation(4) is None


async def test_refusals_are_logged_without_names_or_words(rig, caplog):
    """F5: who is an id; what they typed is not said."""
    secret = replace(ANN, name="Annabel Secret")
    await rig.does(Commanded(key="c", at=NOON, by=secret, standing=MEMBER, place=DM, name="queue", options={"x": "private"}))
    assert "refused (agent): Commanded by slack:T1:U1" in caplog.text
    assert "Secret" not in caplog.text
    assert "private" not in caplog.text


async def test_an_event_of_an_unknown_kind_is_seen_and_changes_nothing(rig):
    assert await rig.does(Event(key="new", at=NOON)) == [Done()]
    assert (await rig.loaded(keys=frozenset({"new"}))).seen == {"new"}
    await until(lambda: rig.woken == 1)


async def test_a_name_that_comes_after_a_change_of_hands_takes_no_claim_back(rig):
    """All in one batch: a look-up of Bo's name that was on its way while Cy claimed what Bo had released."""
    await rig.does(spoke("I want a human"))
    await rig.does(pressed("claim"))
    claim = pressed("claim", key="cy", by=CY)
    await rig.does(pressed("release", key="r"), claim, Met(key="m", at=NOON, person=replace(BO, name="Bob")))
    assert (await rig.store.conversation(1)).agent == CY
    await rig.does(Met(key="m2", at=NOON, person=replace(CY, name="Cyd")))
    assert (await rig.store.conversation(1)).agent.name == "Cyd"


async def test_whoever_leaves_the_team_has_nothing_any_more(rig):
    """Claimed and left in one batch; the timer that puts it back outlives a restart."""
    await rig.does(spoke("I want a human"))
    await rig.does(pressed("claim"), Departed(key="gone", at=NOON, person=BO))
    (timer,) = [t for t in await rig.store.due_timers(NOON) if t.kind == "departed"]
    await rig.does(TimeUp(key="t", at=NOON, kind=timer.kind, number=timer.number, epoch=timer.epoch))
    assert ((await rig.store.conversation(1)).state, (await rig.store.conversation(1)).agent) == (State.WAITING, None)
    assert not [t for t in await rig.store.due_timers(NOON) if t.kind == "departed"]


async def test_who_asks_in_anothers_thread_goes_on_in_what_is_open_in_their_direct_messages(rig):
    """It is loaded with the thread, and nobody gets two."""
    own = replace(DM, channel="@U5")
    await rig.does(spoke("how long?", "5.5", HELP), spoke("where is it?", "e1", own, ED))
    place = (await rig.store.conversation(1)).place
    await rig.does(spoke("a human please", "e2", place, ED, mentions_bot=True))
    assert ((await rig.store.conversation(2)).state, (await rig.store.conversation(2)).place) == (State.WAITING, own)
    assert await rig.store.conversation(3) is None


async def test_the_former_customer_of_a_thread_is_found(rig):
    await rig.does(spoke("how long?", "5.5", HELP))
    place = (await rig.store.conversation(1)).place
    await rig.does(FormSent(key="f", at=NOON, by=BO, standing=AGENT, place=TEAM, verb="close", number=1))
    await rig.does(spoke("and for me?", "6.6", place, ED, mentions_bot=True))
    await rig.does(spoke("I want a human", "7.7", place))
    assert ((await rig.store.conversation(3)).customer, (await rig.store.conversation(3)).place) == (ANN, DM)


async def test_a_command_said_in_the_team_channel_is_loaded_for(rig):
    """The number that it names, the queue, and what whoever says it has."""
    await rig.does(spoke("I want a human"), spoke("a human please", "e1", replace(DM, channel="@U5"), ED))
    for n, words in enumerate(("claim 2", "release")):
        await rig.does(spoke(words, f"b{n}", TEAM, BO, standing=AGENT, mentions_bot=True))
    said = [r.effect.post.text for r in await rig.rows(Say) if r.effect.surface is Surface.TEAM]
    assert [text[:12] for text in said] == ["#2 is yours.", "#2 is back i"]


@pytest.mark.parametrize("together", [True, False])
async def test_a_name_finds_the_messages_that_went_without_it(rig, together):
    await rig.does(spoke("how long?", "5.5", HELP))
    place = (await rig.store.conversation(1)).place
    events = [spoke("mine too", "e1", place, replace(ED, name="")), Met(key="met", at=NOON, person=ED)]
    if together:
        await rig.does(*events)
    else:
        for event in events:
            await rig.does(event)
    assert [m.author.name for m in await rig.store.transcript(1)] == ["Ann", "Ed"]
    assert [(r.effect.number, r.effect.seq) for r in await rig.rows(Amend)] == [(1, 2)]


async def test_a_form_that_was_wrong_may_be_sent_again(rig):
    """Slack's form stays open and keeps its key: what was refused was not sent, and what is sent twice counts once."""
    what = {"at": NOON, "by": BO, "standing": ADMIN, "place": TEAM, "verb": "set", "number": 0, "key": "form:1"}
    many, five, six = (FormSent(fields={"name": "failed.limit", "value": value}, **what) for value in ("many", "5", "6"))
    told = await rig.does(many, many) + await rig.does(five) + await rig.does(six)
    assert [type(each) for each in told] == [FormErrors, FormErrors, Whisper, Done]
    assert (await rig.loaded()).policy.failed_limit == 5


def typed(path: str, by, key: str, place=TEAM, **options: str) -> Commanded:
    name, _, verb = path.removeprefix("/").partition(" ")
    return Commanded(key=key, at=NOON, by=by, standing=AGENT, place=place, name=name, verb=verb, options=options)


async def test_what_either_account_has_is_loaded_for_both():
    """Claimed from one before they were joined; given back from the other, without a number."""
    there = Address("discord", "", "500")
    async with opened(draw=lambda: "ABCD2345") as rig:
        await rig.does(spoke("a human please", place=replace(there, thread="5"), by=replace(FAR, user="61"), mentions_bot=True))
        await rig.does(typed("/claim", FAR, "c1", there, number="1"))
        assert (await rig.store.conversation(1)).agent == FAR
        await rig.does(typed("/handoff link", BO, "l1"), typed("/handoff link", FAR, "l2", there, code="abcd-2345"))
        assert (await rig.store.policy()).accounts == ((BO, FAR),)
        await rig.does(typed("/handoff release", BO, "r1"))
        assert (await rig.store.conversation(1)).state is State.WAITING
        await rig.does(typed("/claim", FAR, "c2", there, number="1"))
        assert (await rig.store.conversation(1)).agent == BO
        await rig.does(typed("/handoff close", FAR, "r2", there))
        assert (await rig.store.conversation(1)).state is State.CLOSED


async def test_a_code_is_drawn_anew_for_whoever_asks(rig):
    """By chance alone, and kept nowhere as it was shown."""
    replies = await rig.does(typed("/handoff link", BO, "l1"), typed("/handoff link", CY, "l2"))
    shown = [re.search(r"`([A-Z0-9]{4}-[A-Z0-9]{4})`", reply.post.text)[1] for reply in replies]
    assert len(set(shown)) == 2
    kept = await rig.store.fact("linking")
    assert BO.key.split(":")[-1] in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in shown)
