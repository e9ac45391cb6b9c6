"""How a reply goes out: to where its message stands, where the platform has replies, else with the first words of it."""

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from unit.core_nouns import ANN, BO, DM, NOON, PLACES, TEAM, card_thread, thread
from unit.fakes import FINDS, REPEATS, RecordingChannel

from adapters.store.sqlite import SqliteStore
from handoff.effects import Amend, EditAt, Post, PostTo, Say, Surface
from handoff.model import AuthorKind, Conversation, Message, MessageLink
from handoff.planning import Planner
from handoff.ports import Changes, Row, RowState, Wants
from handoff.states import State

THERE = card_thread("t1")
ABLE = replace(REPEATS, replies=True)


@asynccontextmanager
async def planner(capabilities, **answered):
    """
    Ann's message 1 (m1 at hers, x1 in the card's thread) and message 2, which is a reply to it, whose copy in the thread
    is x2; a plan of any effect about them.
    """
    store = await SqliteStore.open("sqlite://", team=TEAM)
    first = Message(
        **({"number": 1, "seq": 1, "kind": AuthorKind.CUSTOMER, "author": ANN, "text": "a *question*", "at": NOON} | answered)
    )
    second = replace(first, seq=2, kind=AuthorKind.CUSTOMER, author=ANN, text="as I said", answers=1, deleted=False)
    c = Conversation(
        number=1, customer=ANN, place=DM, opened_at=NOON, state=State.CLAIMED, agent=BO, card="c1", thread="t1", carded=True
    )
    links = [MessageLink(1, 1, DM, "m1", original=True), MessageLink(1, 1, THERE, "x1"), MessageLink(1, 2, THERE, "x2")]
    async with store.unit() as unit:
        await unit.load(Wants())
        await unit.save(Changes(conversations={1: c}, messages=[first, second], links=links), NOON)
    made = Planner(store, {"slack": RecordingChannel(capabilities=capabilities)}, PLACES)

    async def plan(effect):
        row = Row(id=1, lane="1:x", effect=effect, state=RowState.PENDING, created_at=NOON, next_at=NOON)
        return (await made.plan(row)).orders

    try:
        yield plan
    finally:
        await store.close()


def say(surface: Surface = Surface.THREAD, **changes) -> Say:
    return Say(**({"number": 1, "surface": surface, "post": Post(text="as I said"), "seq": 2, "answers": 1} | changes))


@pytest.mark.parametrize(("surface", "stands"), [(Surface.THREAD, "x1"), (Surface.CUSTOMER, "m1")])
async def test_where_the_platform_has_replies(surface, stands):
    """To our copy, or to what the person themselves wrote there; it quotes nothing besides."""
    async with planner(ABLE) as plan:
        [order] = await plan(say(surface))
        assert isinstance(order, PostTo)
        assert (order.reply_to, order.post.quote) == (stands, "")


async def test_only_the_first_part_is_the_reply():
    async with planner(ABLE) as plan:
        first, *more = await plan(say(post=Post(text="x" * 2500)))
        assert (first.reply_to, {o.reply_to for o in more}, len(more)) == ("x1", {""}, 2)


async def test_where_the_platform_has_none_the_first_words_are_quoted():
    async with planner(FINDS) as plan:
        [order] = await plan(say())
        assert (order.reply_to, order.post.quote) == ("", "↪ “a \\*question\\*”")


async def test_where_it_does_not_stand_its_words_are_quoted():
    """The customer's thread begins at a message of the channel, which no reply inside can name."""
    async with planner(ABLE) as plan:
        elsewhere = say(Surface.CUSTOMER, answers=2)
        [order] = await plan(elsewhere)
        assert (order.reply_to, order.post.quote) == ("", "↪ “as I said”")


@pytest.mark.parametrize(
    "answered",
    [
        {"kind": AuthorKind.NOTE},
        {"kind": AuthorKind.DRAFT},
        {"deleted": True, "text": ""},
        {"deleted": True, "text": "kept for the team"},
    ],
)
@pytest.mark.parametrize("capabilities", [FINDS, ABLE])
@pytest.mark.parametrize("surface", [Surface.CUSTOMER, Surface.THREAD])
async def test_what_is_quoted_to_nobody(answered, capabilities, surface):
    """I7: a note stays inside, whoever replies to it; what was taken back is quoted no more."""
    async with planner(capabilities, **answered) as plan:
        [order] = await plan(say(surface))
        assert (order.reply_to, order.post.quote) == ("", "")


async def test_an_amended_reply_still_quotes():
    async with planner(FINDS) as plan:
        for quoting in (False, True):
            [order] = await plan(Amend(number=1, surface=Surface.THREAD, seq=2, quoting=quoting))
            assert isinstance(order, EditAt)
            assert (order.message_id, order.post.text, order.post.quote) == ("x2", "as I said", "↪ “a \\*question\\*”")


async def test_what_was_taken_back_leaves_the_quote():
    async with planner(FINDS, deleted=True, text="") as plan:
        [order] = await plan(Amend(number=1, surface=Surface.THREAD, seq=2, quoting=True))
        assert (order.post.text, order.post.quote) == ("as I said", "")


@pytest.mark.parametrize("capabilities", [FINDS, ABLE])
async def test_what_stands_in_direct_messages_is_quoted_to_nobody_in_public(capabilities):
    """I7: the customer wrote there, and what they asked for went on in public: direct messages to them were refused."""
    async with planner(capabilities) as plan:
        [order] = await plan(say(Surface.CUSTOMER, place=thread("t9")))
        assert (order.to, order.reply_to, order.post.quote) == (thread("t9"), "", "")


@pytest.mark.parametrize("answered", [{}, {"deleted": True, "text": ""}])
async def test_a_platform_reply_needs_no_amending(answered):
    """The platform shows what became of it."""
    async with planner(ABLE, **answered) as plan:
        assert await plan(Amend(number=1, surface=Surface.THREAD, seq=2, quoting=True)) == ()
        [order] = await plan(Amend(number=1, surface=Surface.THREAD, seq=2))
        assert order.post.quote == ""


async def test_what_is_no_reply_needs_no_amending():
    async with planner(FINDS) as plan:
        assert await plan(Amend(number=1, surface=Surface.THREAD, seq=1, quoting=True)) == ()
