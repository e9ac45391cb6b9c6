"""The outbox: order, unknown fates, blocked lanes, and the fence, on the real store and a recording channel."""

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, BO, DM, FAR, HELP, NOON, PLACES, TEAM, card_thread
from unit.fakes import FINDS, REPEATS, HandClock, Keeping, Lost, RecordingChannel, until

from adapters.store.sqlite import SqliteStore
from handoff.asking import Asker
from handoff.effects import (
    Amend,
    Ask,
    Bar,
    Chart,
    Confide,
    DeleteAt,
    EditAt,
    OpenCard,
    OpenThread,
    Picture,
    PictureTo,
    Post,
    PostTo,
    Say,
    Surface,
    ThreadAt,
    Transcript,
    WhisperTo,
    Withdraw,
)
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.events import Answer, Answered, Delivered, Receipt, Undeliverable
from handoff.model import Address, AuthorKind, Conversation, Mention, Message, MessageLink, Person
from handoff.outbox import BLOCKED, OutboxWorker
from handoff.pacing import Pacer
from handoff.planning import base36, must_come
from handoff.ports import Changes, Painter, Rate, Row, RowState, Wants
from handoff.states import State

THERE = card_thread("t1")
MINUTE = 60.0


class Yes:
    async def respond(self, history, deadline):
        return Answer("yes")


class Rig:
    """Conversation 1, claimed, with its card and thread; rows are put in, and looked at until nothing is due."""

    def __init__(self, store: SqliteStore, channel: RecordingChannel, places=PLACES, channels=None) -> None:
        self.store, self.channel, self.clock, self.told = store, channel, HandClock(), Keeping()
        self.channels = {"slack": channel} if channels is None else channels
        self.pacer = Pacer()
        self.asker = Asker(Yes(), store, self._sink, {}, self.clock, 5.0)
        self.worker = OutboxWorker(store, store, self._sink, self.channels, places, self.asker, self.clock, self.pacer)
        self.sink_fails: list[Exception] = []

    async def _sink(self, event):
        """What the service does with what the outbox reports."""
        if self.sink_fails:
            raise self.sink_fails.pop(0)
        await self.told(event)
        states = {Delivered: RowState.SENT, Undeliverable: RowState.FAILED, Answered: RowState.SENT}
        await self.save(finished={event.row: (states[type(event)], "")})

    async def save(self, **changes) -> None:
        async with self.store.unit() as unit:
            await unit.load(Wants())
            await unit.save(Changes(**changes), self.clock.now())

    def paint(self, painter: Painter) -> None:
        self.worker = OutboxWorker(
            self.store, self.store, self._sink, self.channels, PLACES, self.asker, self.clock, self.pacer, painter
        )

    async def put(self, *effects) -> None:
        await self.save(effects=list(effects))

    async def begin(self, **changes) -> None:
        given = {
            "state": State.CLAIMED,
            "agent": BO,
            "card": "c1",
            "thread": "t1",
            "carded": True,
            "epoch": 2,
            "transcripts": ((1, 9),),
        }
        conversation = Conversation(number=1, customer=ANN, place=DM, opened_at=NOON, **(given | changes))
        await self.save(conversations={1: conversation})

    async def change(self, **changes) -> None:
        """The conversation, which has begun."""
        await self.save(conversations={1: replace(await self.store.conversation(1), **changes)})

    async def store_words(self, *texts: str) -> None:
        """The customer's, from seq 1."""
        given = {"number": 1, "kind": AuthorKind.CUSTOMER, "author": ANN, "at": NOON}
        await self.save(messages=[Message(seq=seq, text=text, **given) for seq, text in enumerate(texts, 1)])

    async def go(self, seconds: float = 0.0) -> None:
        """Let the time pass, then carry out all that is due, to the end."""
        self.clock.pass_(seconds)
        for _ in range(30):
            await self.worker.look()
            if not self.worker._busy:
                return
            await self.worker.stop(5)

    async def row(self, id_: int) -> Row:
        async with self.store.unit() as unit:
            return (await unit.load(Wants(rows=frozenset({id_})))).rows[id_]

    @property
    def delivered(self) -> list[Delivered]:
        return self.told.events[Delivered]

    @property
    def given_up(self) -> list[Undeliverable]:
        return self.told.events[Undeliverable]


@asynccontextmanager
async def opened(**changes):
    store = await SqliteStore.open("sqlite://", team=TEAM)
    try:
        rig = Rig(store, RecordingChannel(**changes))
        await rig.begin()
        yield rig
    finally:
        await store.close()


@pytest.fixture
async def rig():
    async with opened() as found:
        yield found


def say(text: str = "hello", surface: Surface = Surface.CUSTOMER, **changes) -> Say:
    return Say(number=1, surface=surface, post=Post(text=text), **changes)


#: the whole record
ALL = Transcript(number=1, first=1, last=9)

# ---- the plain way


async def test_a_lane_is_carried_out_in_order_and_each_row_reported(rig):
    await rig.put(say("one"), say("two"), say("inside", Surface.THREAD))
    await rig.go()
    assert rig.channel.texts(DM) == ["one", "two"]
    assert rig.channel.texts(THERE) == ["inside"]
    assert sorted(e.row for e in rig.delivered) == [1, 2, 3]
    assert rig.delivered[0].place in (DM, THERE)


async def test_a_long_post_goes_in_parts_under_keys_of_its_own(rig):
    """The keys are the same at every try, short, and of safe characters."""
    rig.channel.limit = 4
    await rig.put(say("abcdefghij"))
    await rig.go()
    assert [(o.post.text, o.key) for o in rig.channel.tried] == [("abcd", "1-0"), ("efgh", "1-1"), ("ij", "1-2")]
    assert [r.message_id for r in rig.delivered[0].receipts] == ["p1", "p2", "p3"]


@given(st.integers(0, 2**63))
def test_keys_are_short_and_tell_rows_apart(number):
    text = base36(number)
    assert (int(text, 36), len(text) <= 13) == (number, True)


async def test_cards_threads_and_transcripts_are_rendered_from_the_store(rig):
    said = Message(number=1, seq=1, kind=AuthorKind.CUSTOMER, author=ANN, text="help", at=NOON)
    await rig.save(messages=[said])
    await rig.change(transcripts=((1, 1),))
    await rig.put(
        OpenCard(number=1, ping=True),
        OpenThread(number=1, surface=Surface.THREAD, title="#1"),
        Transcript(number=1, first=1, last=1),
    )
    await rig.go()
    card, under, transcript = rig.channel.tried
    assert isinstance(card, PostTo)
    assert (card.to, card.post.title, card.post.ping) == (TEAM, "#1 · Ann", PLACES.ping)
    assert under == ThreadAt(to=TEAM, message_id="c1", title="#1")
    assert isinstance(transcript, PostTo)
    assert (transcript.to, "> help" in transcript.post.text) == (THERE, True)


async def test_a_quiet_card_pings_nobody(rig):
    await rig.put(OpenCard(number=1, ping=False))
    await rig.go()
    assert rig.channel.tried[0].post.ping == ()


async def test_a_customers_thread_is_made_at_their_message():
    async with opened() as rig:
        await rig.save(
            conversations={
                2: Conversation(number=2, customer=ANN, place=replace(TEAM, channel="C1", thread="5.5"), opened_at=NOON)
            }
        )
        await rig.put(OpenThread(number=2, surface=Surface.CUSTOMER, title="lamp"))
        await rig.go()
        assert rig.channel.tried == [ThreadAt(to=replace(TEAM, channel="C1"), message_id="5.5", title="lamp")]


async def test_a_post_to_the_team_needs_no_conversation(rig):
    await rig.put(Say(number=0, surface=Surface.TEAM, post=Post(text="more wait", ping=(Mention(kind="here"),))))
    await rig.go()
    assert rig.channel.texts(TEAM) == ["more wait"]


@pytest.mark.parametrize(
    "effect",
    [
        OpenCard(number=1, ping=True),
        OpenThread(number=1, surface=Surface.THREAD, title="x"),
        Transcript(number=1, first=1, last=1),
        Say(number=0, surface=Surface.TEAM, post=Post(text="x")),
        Say(number=9, surface=Surface.CUSTOMER, post=Post(text="x")),
        Amend(number=1, surface=Surface.CUSTOMER, seq=1),
        Withdraw(number=1, surface=Surface.CUSTOMER, seq=1),
    ],
)
async def test_what_has_nothing_to_do_is_over(effect):
    """Without a team channel, a conversation or a copy: reported as done, with no receipts."""
    store = await SqliteStore.open("sqlite://")
    try:
        rig = Rig(store, RecordingChannel(), places=replace(PLACES, team=None))
        await rig.begin()
        await rig.put(effect)
        await rig.go()
        assert (rig.channel.tried, [e.receipts for e in rig.delivered]) == ([], [()])
    finally:
        await store.close()


# ---- copies


async def copied(rig: Rig, text: str, *ids: str, seq: int = 1, place=DM, **changes) -> None:
    said = Message(number=1, seq=seq, kind=AuthorKind.AGENT, author=BO, text=text, at=NOON, **changes)
    links = [MessageLink(1, seq, place, id_, part) for part, id_ in enumerate(ids)]
    await rig.save(messages=[said], links=links)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("abcdef", [("EditAt", "x1"), ("EditAt", "x2")]),
        ("abc", [("EditAt", "x1"), ("DeleteAt", "x2")]),
        ("abcdefgh", [("EditAt", "x1"), ("EditAt", "x2"), ("PostTo", "1-2")]),
    ],
)
async def test_an_amended_message_may_gain_and_lose_parts(rig, text, orders):
    rig.channel.limit = 3
    await copied(rig, text, "x1", "x2")
    await rig.put(Amend(number=1, surface=Surface.CUSTOMER, seq=1))
    await rig.go()
    assert [(type(o).__name__, getattr(o, "message_id", "") or o.key) for o in rig.channel.tried] == orders
    assert len(rig.delivered) == 1


async def test_a_part_that_an_edit_made_too_many_is_reported_gone(rig):
    rig.channel.limit = 3
    await copied(rig, "abc", "x1", "x2")
    await rig.put(Amend(number=1, surface=Surface.CUSTOMER, seq=1))
    await rig.go()
    assert rig.delivered[0].receipts == (Receipt("x1"), Receipt("x2", gone=True))


@pytest.mark.parametrize("kind", [AuthorKind.AI, AuthorKind.DRAFT])
async def test_an_answer_that_was_cut_short_stays_cut(rig, kind):
    """Taking the buttons off the part of the AI's answer that stands must not send the parts that the fence kept back."""
    rig.channel.limit = 3
    said = Message(number=1, seq=1, kind=kind, author=None, text="abcdefgh", at=NOON)
    await rig.save(messages=[said], links=[MessageLink(1, 1, DM, "x1", 0)])
    await rig.put(Amend(number=1, surface=Surface.CUSTOMER, seq=1))
    await rig.go()
    assert [(type(o).__name__, o.post.text) for o in rig.channel.tried] == [("EditAt", "abc")]


async def test_a_withdrawn_message_goes_in_all_its_parts(rig):
    await copied(rig, "", "x1", "x2", deleted=True)
    await rig.put(Withdraw(number=1, surface=Surface.CUSTOMER, seq=1))
    await rig.go()
    assert rig.channel.tried == [DeleteAt(to=DM, message_id="x1"), DeleteAt(to=DM, message_id="x2")]


async def test_the_teams_copy_is_labelled_and_a_transcripts_is_whole(rig):
    await copied(rig, "hello", "x1", place=THERE)
    await rig.save(links=[MessageLink(1, -1, THERE, "x9")])
    found = await rig.store.conversation(1)
    await rig.save(conversations={1: replace(found, transcripts=((1, 1),))})
    await rig.put(Amend(number=1, surface=Surface.THREAD, seq=1), Amend(number=1, surface=Surface.THREAD, seq=-1))
    await rig.go()
    one, whole = rig.channel.tried
    assert isinstance(one, EditAt)
    assert isinstance(whole, EditAt)
    assert (one.post.label, one.post.text) == ("Bo · team", "hello")
    assert (whole.message_id, "> hello" in whole.post.text) == ("x9", True)


async def test_a_copy_of_no_message_needs_no_amending(rig):
    await rig.save(links=[MessageLink(1, 7, DM, "x7")])
    await rig.put(Amend(number=1, surface=Surface.CUSTOMER, seq=7))
    await rig.go()
    assert (rig.channel.tried, len(rig.delivered)) == ([], 1)


# ---- asking


async def test_the_ai_is_asked_and_its_row_ends_with_the_answer(rig):
    await rig.put(Ask(number=1, epoch=2, run="run:1:2:3"))
    await rig.go()
    (answered,) = rig.told.events[Answered]
    assert (answered.key, answered.row, (await rig.row(1)).state) == ("run:1:2:3", 1, RowState.SENT)


# ---- refused, unavailable


async def test_a_refusal_is_reported_and_the_lane_goes_on(rig):
    rig.channel.script = [Refused("Ann takes no direct messages", "50007")]
    await rig.put(say("one"), say("two"))
    await rig.go()
    assert [(e.row, e.reason, e.uncertain) for e in rig.given_up] == [(1, "Ann takes no direct messages", False)]
    assert rig.channel.texts(DM) == ["two"]


async def test_a_platform_that_is_not_set_up_is_a_refusal(rig):
    rig.channels.clear()
    await rig.put(say())
    await rig.go()
    assert [e.reason for e in rig.given_up] == ["Slack is not set up here"]


async def test_a_pause_that_was_asked_for_is_kept_and_the_same_key_used_again(rig):
    rig.channel.script = [Unavailable("429", 30.0)]
    await rig.put(say())
    await rig.go()
    assert (await rig.row(1)).next_at == NOON + timedelta(seconds=30)
    await rig.go(29)
    assert len(rig.channel.tried) == 1
    rig.pacer = rig.worker._pacer = Pacer()  # its pause is real time
    await rig.go(1)
    assert [o.key for o in rig.channel.tried] == ["1-0", "1-0"]
    assert len(rig.delivered) == 1


async def test_an_outage_is_tried_less_and_less_often_and_told_once(rig, caplog):
    """1, 1, 2, 4 … 30 seconds; one line in the log, not one a try."""
    rig.channel.script = [Unavailable("down")] * 9
    await rig.put(say())
    waits = []
    for _ in range(8):
        await rig.go()
        waits.append(((await rig.row(1)).next_at - rig.clock.now()).total_seconds())
        rig.clock.pass_(waits[-1])
    assert waits == [1, 1, 2, 4, 8, 16, 30, 30]
    assert [r.levelno for r in caplog.records if r.name == "handoff.outbox" and r.levelno >= logging.WARNING] == [
        logging.WARNING
    ]
    rig.channel.script = []
    await rig.go()
    assert len(rig.delivered) == 1


async def test_a_blocked_head_is_given_up_after_ten_minutes_and_the_rest_goes_on(rig):
    """DESIGN 1.3: whoever wrote it is told; the time counts from its first failure, not from its writing."""
    rig.channel.before = lambda order: _fail(order, "one", Unavailable("down"))
    await rig.put(say("one"), say("two"))
    rig.clock.pass_(10 * MINUTE)
    for _ in range(21):
        await rig.go(30)
        if rig.given_up:
            break
    assert [(e.row, e.reason) for e in rig.given_up] == [(1, "down")]
    assert (await rig.row(1)).blocked_at == NOON + timedelta(minutes=10, seconds=30)
    assert rig.clock.now() - (await rig.row(1)).blocked_at == BLOCKED
    assert rig.channel.texts(DM) == ["two"]


def _fail(order, text, error):
    if isinstance(order, PostTo) and order.post.text == text:
        raise error


@pytest.mark.parametrize("error", [Unavailable("down"), Refused("not_in_channel")])
async def test_what_the_team_must_see_is_never_given_up(rig, caplog, error):
    """Card, thread and transcript come, however long it takes; it is logged once a cause, and tried less and less often."""
    rig.channel.script = [error] * 50
    await rig.put(OpenCard(number=1, ping=True))
    for _ in range(40):
        await rig.go(MINUTE)
    tries = len(rig.channel.tried)
    assert (rig.given_up, len([r for r in caplog.records if r.levelno >= logging.WARNING])) == ([], 1)
    assert tries <= (41 if isinstance(error, Unavailable) else 20)
    rig.channel.script = []
    await rig.go(10 * MINUTE)
    assert len(rig.delivered) == 1


@pytest.mark.parametrize(
    ("effect", "comes"),
    [
        (OpenCard(number=1, ping=True), True),
        (Transcript(number=1, first=1, last=2), True),
        (OpenThread(number=1, surface=Surface.THREAD, title=""), True),
        (Ask(number=1, epoch=0, run="r"), True),
        (OpenThread(number=1, surface=Surface.CUSTOMER, title=""), False),
        (Say(number=1, surface=Surface.THREAD, post=Post()), False),
        (Amend(number=1, surface=Surface.THREAD, seq=1), False),
    ],
)
def test_which_effects_must_come(effect, comes):
    row = Row(id=1, lane="1:x", effect=effect, state=RowState.PENDING, created_at=NOON, next_at=NOON)
    assert must_come(row) == comes


async def test_what_is_not_there_yet_is_waited_for(rig):
    """Words for a thread that is not made yet; not a try was spent on it."""
    place = replace(DM, channel="@U9")
    coming = Conversation(number=2, customer=ANN, place=place, opened_at=NOON, carded=True)
    await rig.save(conversations={2: coming})
    await rig.put(Say(number=2, surface=Surface.THREAD, post=Post(text="x")))
    await rig.go()
    assert ((await rig.row(1)).error, rig.channel.tried) == ("the card's thread is not there yet", [])
    for _ in range(25):
        await rig.go(30)
    assert [e.row for e in rig.given_up] == [1]


async def test_a_thread_at_a_card_that_is_gone_lets_the_next_card_come(rig):
    """It was deleted by hand before its thread was made: nothing waits for it, least of all the card in its place."""
    await rig.change(thread="", card="", reopened_at=NOON)
    thread = OpenThread(number=1, surface=Surface.THREAD, title="#1", again=True)
    await rig.put(thread, OpenCard(number=1, ping=False, again=True), thread)
    await rig.go()
    (card,) = rig.channel.tried
    assert isinstance(card, PostTo) and card.to == TEAM


async def test_what_a_lost_thread_should_still_have_been_told_holds_up_no_later_card(rig):
    """Its card was deleted by hand while the AI had it; the next handoff opens another, in the same lane."""
    await rig.change(thread="", card="", transcripts=((1, 12),))
    await rig.put(ALL, OpenCard(number=1, ping=False))
    await rig.go()
    assert [order.to for order in rig.channel.tried] == [TEAM]


async def test_without_a_card_nothing_waits_for_its_thread(rig):
    """It was deleted by hand when all was over: what was still meant for it holds up no later card."""
    await rig.change(thread="", card="", carded=False, state=State.CLOSED)
    await rig.put(ALL, say("late", Surface.THREAD), OpenThread(number=1, surface=Surface.THREAD, title="#1"))
    await rig.go()
    assert (rig.channel.tried, len(rig.delivered)) == ([], 3)


async def test_a_pause_longer_than_the_deadline_gives_up(rig, monkeypatch):
    """Waiting for the budget counts too: a lane is not held for an hour by a platform's word."""
    monkeypatch.setattr("handoff.outbox.BLOCKED", timedelta(seconds=0.05))
    rig.channel.capabilities = replace(FINDS, posts=Rate(burst=1, every=3600.0))
    await rig.put(say("one"), say("two"))
    await rig.go()
    assert [e.row for e in rig.delivered] == [1]
    assert [(e.row, e.reason) for e in rig.given_up] == [(2, "the platform asked for too long a pause")]


async def test_threads_may_have_budgets_of_their_own():
    async with opened(capabilities=replace(FINDS, posts=Rate(burst=1, every=3600.0), threads_share_rate=False)) as rig:
        await rig.put(Say(number=0, surface=Surface.TEAM, post=Post(text="x")), say("y", Surface.THREAD))
        await rig.go()
        assert len(rig.delivered) == 2


# ---- unknown fates


async def test_a_lost_answer_is_looked_up_and_not_sent_again(rig):
    """S25: only once the request can no longer take effect."""
    rig.channel.script = [Lost(Uncertain("timeout"))]
    await rig.put(say())
    await rig.go(1)
    assert (rig.channel.looked, (await rig.row(1)).state) == ([], RowState.STARTED)
    await rig.go(19)
    assert rig.channel.looked == []
    await rig.go(1)
    assert (rig.channel.texts(DM), rig.channel.looked, len(rig.channel.tried)) == (["hello"], ["1-0"], 1)
    assert [r.message_id for r in rig.delivered[0].receipts] == ["p1"]


async def test_a_request_that_did_nothing_is_sent_again_after_two_look_ups(rig):
    rig.channel.script = [Uncertain("timeout")]
    await rig.put(say())
    await rig.go()
    for _ in range(5):
        await rig.go(10)
    assert (rig.channel.texts(DM), rig.channel.looked, len(rig.channel.tried)) == (["hello"], ["1-0", "1-0"], 2)


async def test_a_safe_repetition_needs_no_look_up():
    """Discord's nonce: the same key does nothing twice, while its window is open."""
    async with opened(capabilities=REPEATS) as rig:
        rig.channel.script = [Lost(Uncertain("reset"))]
        await rig.put(say())
        await rig.go()
        await rig.go(1)
        assert (rig.channel.texts(DM), rig.channel.looked, len(rig.channel.tried)) == (["hello"], [], 2)


async def test_after_its_window_a_repetition_is_looked_up_first():
    async with opened(capabilities=REPEATS) as rig:
        rig.channel.script = [Lost(Uncertain("reset"))]
        await rig.put(say())
        await rig.go()
        await rig.go(301)
        assert (rig.channel.looked, len(rig.channel.tried), len(rig.delivered)) == (["1-0"], 1, 1)


async def test_a_process_that_died_while_sending_leaves_an_unknown_fate(rig):
    """C7: the row was started and nothing more is known: found, it is not sent again."""
    rig.channel.script = [Lost(Uncertain("killed"))]
    await rig.put(say())
    row = await rig.row(1)
    assert await rig.store.start(row, rig.clock.now())
    rig.channel.stands["old"] = PostTo(to=DM, post=Post(text="hello"), key="1-0")
    await rig.go(21)
    assert (len(rig.channel.tried), [r.message_id for r in rig.delivered[0].receipts]) == (0, ["old"])


async def test_a_look_up_that_fails_is_made_again(rig):
    rig.channel.script = [Uncertain("timeout")]
    rig.channel.cannot_look = Unavailable("history")
    await rig.put(say())
    await rig.go()
    await rig.go(21)
    assert ((await rig.row(1)).error, (await rig.row(1)).state) == ("history", RowState.STARTED)
    rig.channel.cannot_look = None
    for _ in range(4):
        await rig.go(30)
    assert len(rig.delivered) == 1


async def test_a_fate_that_stays_unknown_is_told_as_uncertain(rig):
    """I2: nobody says that it failed, nor that it arrived."""
    rig.channel.script = [Uncertain("timeout")]
    rig.channel.cannot_look = Unavailable("history")
    await rig.put(say("one"), say("two"))
    for _ in range(25):
        await rig.go(30)
        if rig.given_up:
            break
    assert [(e.row, e.uncertain) for e in rig.given_up] == [(1, True)]


async def test_edits_of_unknown_fate_are_done_again(rig):
    await copied(rig, "new", "x1")
    rig.channel.script = [Lost(Uncertain("timeout"))]
    await rig.put(Amend(number=1, surface=Surface.CUSTOMER, seq=1))
    await rig.go()
    await rig.go(21)
    assert (len(rig.channel.tried), rig.channel.looked, len(rig.delivered)) == (2, [], 1)


# ---- faults of our own


async def test_a_bug_in_an_adapter_is_an_unknown_fate(rig, caplog):
    """It may have happened after the request left: looked up, not simply sent again."""
    rig.channel.script = [Lost(KeyError("bug"))]
    await rig.put(say())
    await rig.go()
    await rig.go(21)
    assert (rig.channel.texts(DM), len(rig.channel.tried), rig.channel.looked) == (["hello"], 1, ["1-0"])
    assert "KeyError" in caplog.text


async def test_parts_that_stand_are_not_sent_again_when_the_report_fails(rig):
    """The sink fails once: the row is reported again, with all that it did."""
    rig.channel.limit = 3
    rig.sink_fails = [RuntimeError("disk full")]
    await rig.put(say("abcdef"))
    await rig.go()
    await rig.go(2)
    assert (rig.channel.texts(DM), len(rig.channel.tried)) == (["abc", "def"], 2)
    assert [r.message_id for r in rig.delivered[0].receipts] == ["p1", "p2"]


async def test_a_plan_that_cannot_be_made_is_logged_once_and_given_up_in_the_end(rig, caplog):
    """It neither spins nor blocks its lane for ever."""
    rig.channel.parts = _broken
    await rig.put(say())
    for _ in range(25):
        await rig.go(30)
    assert [(e.row, e.reason) for e in rig.given_up] == [(1, "ZeroDivisionError in the bot")]
    assert len([r for r in caplog.records if r.exc_info]) == 1


def _broken(post):
    raise ZeroDivisionError


async def test_a_store_that_fails_is_not_hurried(rig, caplog, monkeypatch):
    monkeypatch.setattr("handoff.outbox.BACKOFF", (0.0, 30.0))

    async def broken(*_):
        raise OSError("disk")

    monkeypatch.setattr(rig.store, "start", broken)
    monkeypatch.setattr(rig.store, "keep", broken)
    await rig.put(say())
    await rig.worker.look()
    await rig.worker.stop(5)
    assert "could not be kept" in caplog.text


# ---- the fence


async def ai_row(rig: Rig, text: str = "answer") -> None:
    await rig.save(conversations={1: replace(await rig.store.conversation(1), state=State.AI, epoch=0)})
    await rig.put(say(text, kind=AuthorKind.AI, seq=2, epoch=0), say("a person is coming"))


async def hand_off(rig: Rig) -> None:
    found = await rig.store.conversation(1)
    await rig.save(conversations={1: replace(found, state=State.WAITING, epoch=1)})


async def test_an_answer_that_did_not_start_is_not_said_after_the_handoff(rig):
    """C1, and it costs no budget: the notice goes at once."""
    await ai_row(rig)
    await hand_off(rig)
    await rig.go()
    assert rig.channel.texts(DM) == ["a person is coming"]
    assert [(e.row, e.fenced) for e in rig.given_up] == [(1, True)]


async def test_a_long_answer_stops_between_its_parts(rig):
    """DESIGN 1.4: checked between the parts; what stands is told of."""
    rig.channel.limit = 3

    async def in_between(order):
        if len(rig.channel.tried) == 1:
            await hand_off(rig)

    rig.channel.before = in_between
    await ai_row(rig, "abcdef")
    await rig.go()
    assert rig.channel.texts(DM)[0] == "abc"
    assert "def" not in rig.channel.texts(DM)
    assert [(e.row, e.fenced) for e in rig.given_up] == [(1, True)]
    assert (await rig.row(1)).receipts == (Receipt("p1"),)


@pytest.mark.parametrize(("happened", "capabilities"), [(True, FINDS), (False, FINDS), (True, REPEATS), (False, REPEATS)])
async def test_an_answer_of_unknown_fate_is_only_looked_up_after_the_handoff(happened, capabilities):
    """Found, it is told as said; not found twice, it is a draft; never is it sent again, not even where that is safe."""
    async with opened(capabilities=capabilities) as rig:
        await ai_row(rig)
        rig.channel.script = [Lost(Uncertain("timeout")) if happened else Uncertain("timeout")]
        await rig.go()
        await hand_off(rig)
        for _ in range(4):
            await rig.go(10)
        assert [o.key for o in rig.channel.tried].count("1-0") == 1
        assert rig.channel.looked == ["1-0"] * (1 if happened else 2)
        assert ([e.row for e in rig.delivered], [e.row for e in rig.given_up]) == ([1, 2], []) if happened else ([2], [1])


async def test_a_handoff_between_the_plan_and_the_start_is_seen(rig):
    """The last check is the store's: it is committed with the start."""
    await ai_row(rig)
    plan = rig.worker._planner.plan

    async def late(row):
        found = await plan(row)
        if row.id == 1:
            await hand_off(rig)
        return found

    rig.worker._planner.plan = late
    await rig.go()
    assert (rig.channel.texts(DM), [e.fenced for e in rig.given_up]) == (["a person is coming"], [True])


async def test_a_repetition_is_fenced_too():
    """Its first try may have been sent: it is looked up before it is called a draft."""
    async with opened(capabilities=REPEATS) as rig:
        await ai_row(rig)
        rig.channel.script = [Lost(Uncertain("reset"))]
        await rig.go()
        plan = rig.worker._planner.plan

        async def late(row):
            found = await plan(row)
            if row.id == 1 and (await rig.store.conversation(1)).epoch == 0:
                await hand_off(rig)
            return found

        rig.worker._planner.plan = late
        await rig.go(1)
        for _ in range(4):
            await rig.go(10)
        assert ([e.row for e in rig.delivered], rig.channel.looked) == ([1, 2], ["1-0"])
        assert rig.channel.texts(DM) == ["answer", "a person is coming"]


# ---- the loop


async def test_the_loop_finds_what_is_put_and_stops_in_time(rig):
    """A wake-up makes it at once; what is on its way at the end is given some time, and then left to the next start."""
    running = asyncio.create_task(rig.worker.run())
    await rig.put(say("one"))
    rig.worker.wake()
    await until(lambda: rig.delivered)
    held = asyncio.Event()

    async def hang(order):
        await held.wait()

    rig.channel.before = hang
    await rig.put(say("two"))
    rig.worker.wake()
    await until(lambda: len(rig.channel.tried) == 2)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await rig.worker.stop(0.01)
    await until(lambda: not rig.worker._busy)
    assert (await rig.row(2)).state is RowState.STARTED
    await rig.worker.stop(1)


# ---- a thread that is gone


@pytest.mark.parametrize("effect", [say("hi", Surface.THREAD), OpenThread(number=1, surface=Surface.THREAD, title="#1"), ALL])
async def test_a_thread_that_is_gone_is_reported_at_once(effect):
    """Not tried for ever, nor for ten minutes: nobody can mend it but by another thread."""
    async with opened(capabilities=replace(FINDS, gone=frozenset({"thread_not_found"}))) as rig:
        await rig.store_words("hello")
        rig.channel.script = [Refused("The thread is gone.", "thread_not_found")]
        await rig.put(effect)
        await rig.go()
        assert [(e.row, e.gone) for e in rig.given_up] == [(1, True)]


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        (say("hi", Surface.THREAD), "msg_too_long"),
        (say("hi"), "thread_not_found"),
        (Withdraw(number=1, surface=Surface.THREAD, seq=1), "thread_not_found"),
    ],
)
async def test_other_refusals_say_nothing_of_the_cards_thread(effect, code):
    """A message may be gone of a thread that is there; and the customer's side cannot be made again."""
    async with opened(capabilities=replace(FINDS, gone=frozenset({"thread_not_found"}))) as rig:
        await rig.store_words("hello")
        await rig.save(links=[MessageLink(1, 1, THERE, "p1")])
        rig.channel.script = [Refused("No.", code)]
        await rig.put(effect)
        await rig.go()
        assert [e.gone for e in rig.given_up] == [False]


async def test_what_was_meant_for_a_thread_that_is_gone_is_not_said_beside_its_transcript(rig):
    """Rows that waited behind the refused one; the new transcript holds their words, and the former one's rows are over."""
    await rig.store_words("one", "two", "three")
    await rig.change(thread="t2", card="c2", reopened_at=NOON, transcripts=((1, 2),))
    await rig.put(say("two", Surface.THREAD, seq=2), replace(ALL, last=1), say("three", Surface.THREAD, seq=3))
    await rig.go()
    assert (rig.channel.texts(card_thread("t2")), len(rig.delivered)) == (["three"], 3)


async def test_words_that_are_held_are_shown_again_below_the_transcript_that_has_them(rig):
    await rig.store_words("one", "two")
    await rig.change(thread="t2", card="c2", reopened_at=NOON, transcripts=((1, 2),))
    await rig.put(say("Not sent: two", Surface.THREAD, seq=2, again=True))
    await rig.go()
    assert rig.channel.texts(card_thread("t2")) == ["Not sent: two"]


async def test_our_copies_in_a_thread_that_is_gone_are_left_alone(rig):
    await rig.store_words("one")
    await rig.save(links=[MessageLink(1, 1, THERE, "p1"), MessageLink(1, 1, card_thread("t2"), "p2")])
    await rig.change(thread="t2", card="c2")
    await rig.put(Withdraw(number=1, surface=Surface.THREAD, seq=1))
    await rig.go()
    assert [order.message_id for order in rig.channel.tried] == ["p2"]


async def test_a_former_card_is_taken_away(rig):
    await rig.put(Withdraw(number=1, surface=Surface.TEAM, seq=0, card="c0"))
    await rig.go()
    assert rig.channel.tried == [DeleteAt(to=TEAM, message_id="c0")]


async def test_what_stands_beside_held_words_is_amended_by_what_became_of_them(rig):
    held = Message(number=1, seq=1, kind=AuthorKind.DRAFT, author=BO, text="/x", at=NOON, held=True)
    await rig.save(messages=[held], links=[MessageLink(1, 1, THERE, "p1")])
    await rig.change(holding=((1, BO.key),))
    await rig.put(Amend(number=1, surface=Surface.THREAD, seq=1))
    await rig.go()
    await rig.save(revised=[replace(held, kind=AuthorKind.AGENT)])
    await rig.put(Amend(number=1, surface=Surface.THREAD, seq=1))
    await rig.go()
    assert [[b.verb for b in order.post.buttons] for order in rig.channel.tried] == [["send", "keep"], []]


@pytest.mark.parametrize("then", [Unavailable("busy"), Uncertain("timeout")])
async def test_a_later_try_that_did_nothing_does_not_make_an_earlier_one_undone(rig, then):
    """I3: the key repeats safely for a while from the first try on, not from the latest; after that it is looked up."""
    rig.channel.capabilities = replace(REPEATS, repeats_safely=60)
    rig.channel.script = [Lost(Uncertain("timeout")), *[then] * 20]
    await rig.put(say("one"))
    for _ in range(30):
        await rig.go(10)
        if rig.delivered:
            break
    assert (rig.channel.looked, len(rig.channel.tried) < 10) == (["1-0"], True)


async def test_what_is_refused_after_a_try_of_unknown_fate_may_stand_all_the_same():
    """So nobody is told that it did not arrive."""
    async with opened(capabilities=replace(FINDS, repeats_safely=300.0)) as rig:
        rig.channel.script = [Lost(Uncertain("no answer")), Refused("closed to this bot")]
        await rig.put(say("hi"))
        await rig.go()
        await rig.go(2)
        assert [(e.row, e.uncertain) for e in rig.given_up] == [(1, True)]


async def test_a_refusal_does_not_make_an_earlier_try_undone(rig):
    """I3: a card whose first try's answer was lost, and which the channel then refuses for long, is looked up, not doubled."""
    rig.channel.capabilities = replace(REPEATS, repeats_safely=60)
    rig.channel.script = [Lost(Uncertain("timeout")), *[Refused("no access", "50001")] * 4]
    await rig.put(OpenCard(number=1, ping=False))
    for _ in range(60):
        await rig.go(30)
        if rig.delivered:
            break
    assert (rig.channel.looked, len(rig.channel.stands)) == (["1-0"], 1)


# ---- what is shown to one person alone


HELP_THREAD = replace(HELP, thread="h1")


def confide(to: Person = BO) -> Confide:
    return Confide(number=1, to=to, at=HELP_THREAD, post=Post(text="Do you take it?"))


async def test_what_is_for_one_person_is_shown_in_place_where_that_can_be():
    async with opened(capabilities=replace(FINDS, whispers=True)) as rig:
        await rig.put(confide())
        await rig.go()
        assert rig.channel.tried == [WhisperTo(to=HELP_THREAD, user=BO.user, post=Post(text="Do you take it?"))]
        assert len(rig.delivered) == 1


async def test_what_is_for_one_person_stands_beside_the_card_where_it_cannot_be_shown_in_place(rig):
    """With a ping, the only way for them to learn of it."""
    await rig.put(confide())
    await rig.go()
    (order,) = rig.channel.tried
    assert (order.to, order.post) == (THERE, Post(text="Do you take it?", ping=(Mention(kind="person", id="U2"),)))


async def test_who_is_not_on_the_teams_platform_is_asked_in_their_direct_messages(rig):
    """Nobody else's account could press for them."""
    rig.channels["discord"] = rig.channel
    await rig.put(replace(confide(FAR), at=Address("discord", "7", "500", "h1")))
    await rig.go()
    assert [(o.to, o.post.ping) for o in rig.channel.tried] == [(FAR.direct, ())]


async def test_what_is_for_one_person_and_about_no_conversation(rig):
    """In place where only they see it, in their direct messages where that cannot be, and wherever they wrote directly."""
    apart = replace(confide(ANN), number=0)
    await rig.put(apart, replace(apart, at=replace(ANN.direct, thread="t1")))
    await rig.go()
    assert [(type(o), o.to) for o in rig.channel.tried] == [(PostTo, ANN.direct), (PostTo, replace(ANN.direct, thread="t1"))]
    async with opened(capabilities=replace(FINDS, whispers=True)) as rig:
        await rig.put(apart, replace(apart, at=ANN.direct))
        await rig.go()
        assert [(type(o), o.to) for o in rig.channel.tried] == [(WhisperTo, HELP_THREAD), (PostTo, ANN.direct)]
        assert len(rig.delivered) == 2


@pytest.mark.parametrize("fault", [Uncertain("timeout"), Lost(Uncertain("timeout"))])
async def test_what_is_for_one_person_is_shown_at_most_once(fault):
    """Nothing can be looked up of it: told as uncertain, and the lane goes on."""
    async with opened(capabilities=replace(FINDS, whispers=True)) as rig:
        rig.channel.script = [fault]
        await rig.put(confide(), say("next", Surface.THREAD))
        for _ in range(5):
            await rig.go(FINDS.timeout)
        assert [type(o).__name__ for o in rig.channel.tried] == ["WhisperTo", "PostTo"]
        assert [(e.row, e.uncertain) for e in rig.given_up] == [(1, True)]


async def test_what_was_being_shown_when_the_process_died_is_not_shown_again():
    async with opened(capabilities=replace(FINDS, whispers=True)) as rig:
        await rig.put(confide())
        assert await rig.store.start(await rig.row(1), rig.clock.now())
        await rig.go()
        assert rig.channel.tried == []
        assert [(e.row, e.uncertain) for e in rig.given_up] == [(1, True)]


async def test_a_pause_before_it_is_shown_is_kept():
    """Nothing had happened: it is tried again."""
    async with opened(capabilities=replace(FINDS, whispers=True)) as rig:
        rig.channel.script = [Unavailable("slow down", 7.0)]
        await rig.put(confide())
        await rig.go()
        rig.pacer = rig.worker._pacer = Pacer()  # its pause is real time
        await rig.go(7)
        assert (len(rig.channel.tried), len(rig.delivered)) == (2, 1)


# ---- charts


async def drawn(chart: Chart) -> bytes:
    return b"png of " + chart.title.encode()


async def undrawable(chart: Chart) -> bytes:
    raise Refused("no charts here")


CHART = Chart(title="t", before="was", after="is", bars=(Bar(name="keyword", before=1, after=2),))


async def test_a_chart_is_drawn_when_it_is_shown_in_the_team_channel(rig):
    rig.paint(drawn)
    await rig.put(Picture(number=0, chart=CHART))
    await rig.go()
    words = "keyword: was 1, is 2"
    assert rig.channel.tried == [PictureTo(to=PLACES.team, name="chart.png", data=b"png of t", words=words)]
    assert len(rig.delivered) == 1


@pytest.mark.parametrize("fault", [Uncertain("timeout"), Lost(Uncertain("timeout"))])
async def test_a_chart_of_unknown_fate_is_never_shown_again(rig, fault):
    rig.paint(drawn)
    rig.channel.script = [fault]
    await rig.put(Picture(number=0, chart=CHART))
    for _ in range(5):
        await rig.go(FINDS.timeout)
    assert [type(o).__name__ for o in rig.channel.tried] == ["PictureTo"]
    assert [(e.row, e.uncertain) for e in rig.given_up] == [(1, True)]


async def test_a_chart_that_nobody_can_draw_is_given_up_with_the_reason(rig):
    rig.paint(undrawable)
    await rig.put(Picture(number=0, chart=CHART), say("next", Surface.TEAM))
    await rig.go()
    assert [e.reason for e in rig.given_up] == ["no charts here"]
    assert [type(o).__name__ for o in rig.channel.tried] == ["PostTo"]
