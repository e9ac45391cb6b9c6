"""What every store does with the rows that effects became: order, the fence, and what cancelling leaves."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from contract.nouns import NOON, ask, conversation, say
from contract.stores import begin, change, row, rows, save

from handoff.effects import Surface
from handoff.events import Receipt
from handoff.ports import RowState, Timer
from handoff.states import Signal, State

PENDING, STARTED, SENT, FAILED, CANCELLED = RowState
MINUTE = timedelta(minutes=1)


async def hand_off(store, number=1):
    """A handoff as the service commits it: the epoch raised, the AI's older rows cancelled, the notice in their lane."""
    found = await store.conversation(number)
    after = found.after(Signal.HAND_OFF, handed_at=NOON)
    await save(
        store,
        conversations={number: after},
        cancelled=[(number, after.epoch)],
        effects=[say(number, "a person is coming")],
    )


async def test_effects_become_rows_in_order(store):
    first, second = say(1, "one"), say(1, "two", epoch=0)
    await save(store, effects=[first, second])
    head = await row(store, 1)
    assert (first, "1:customer", PENDING, NOON, NOON) == (head.effect, head.lane, head.state, head.created_at, head.next_at)
    assert (head.part, head.receipts, head.attempts, head.looked, head.started_at, head.error) == (0, (), 0, 0, None, "")
    assert second == (await row(store, 2)).effect


async def test_due_is_the_head_of_every_lane(store):
    """One row a lane, the oldest that is not over, whatever comes behind it; busy lanes are left out."""
    thread = say(1, "note", Surface.THREAD)
    await save(store, effects=[say(1, "one"), say(1, "two"), thread, ask(1), say(2, "other")])
    assert [each.id for each in await rows(store)] == [1, 3, 4, 5]
    assert [each.id for each in await store.due(NOON, frozenset({"1:customer", "1:ai"}))] == [3, 5]
    await save(store, finished={1: (SENT, ""), 3: (FAILED, "is_archived"), 4: (CANCELLED, "")})
    assert [each.id for each in await rows(store)] == [2, 5]
    assert (await row(store, 3)).error == "is_archived"


async def test_a_blocked_head_blocks_its_lane_until_its_time(store):
    await save(store, effects=[say(1, "one"), say(1, "two")])
    await store.keep(replace(await row(store, 1), next_at=NOON + MINUTE, error="ratelimited"))
    assert await rows(store) == []
    assert [each.id for each in await rows(store, later=MINUTE)] == [1]


async def test_starting_counts_and_keeping_keeps(store):
    """Each try is committed before it begins; what it brought is kept for the next."""
    await save(store, effects=[say(1)])
    fresh = await row(store, 1)
    assert await store.start(fresh, NOON + MINUTE)
    started = await row(store, 1)
    assert (started.state, started.attempts, started.started_at) == (STARTED, 1, NOON + MINUTE)
    assert [each.id for each in await rows(store)] == [1], "a row of unknown fate is still its lane's head"

    receipts = (Receipt("5.5", "https://x"), Receipt("5.6"))
    kept = replace(started, state=PENDING, part=2, receipts=receipts, looked=3, next_at=NOON + MINUTE, error="why")
    kept = replace(kept, blocked_at=NOON)
    await store.keep(kept)
    assert kept == await row(store, 1)
    assert await store.start(kept, NOON)
    assert ((await row(store, 1)).attempts, (await row(store, 1)).looked) == (2, 0)


@pytest.mark.parametrize("end", [SENT, FAILED, CANCELLED])
async def test_a_row_that_is_over_neither_starts_nor_comes_back(store, end):
    await save(store, effects=[say(1)])
    stale = await row(store, 1)
    await save(store, finished={1: (end, "")})
    assert not await store.start(stale, NOON)
    await store.keep(stale)
    await save(store, finished={1: (SENT if end is FAILED else FAILED, "again")})
    assert end == (await row(store, 1)).state, "how it ended first is how it ended"


async def test_no_ai_message_starts_after_the_handoff(store):
    """The fence: not a pending one, not one of unknown fate; people's and the system's words do."""
    await begin(store, conversation(1))
    await save(store, effects=[say(1, "AI", epoch=0), ask(1)])
    answer, question = await row(store, 1), await row(store, 2)
    assert await store.start(answer, NOON)
    await hand_off(store)
    assert not await store.start(answer, NOON)
    assert (await row(store, 1)).state == STARTED, "its fate is open: it is looked up"
    assert await store.start(question, NOON), "a late answer becomes a draft"
    assert await store.start(await row(store, 3), NOON)


async def test_the_fence_holds_without_cancelling(store):
    """It compares epochs; that a row was also cancelled is a courtesy."""
    await begin(store, conversation(1))
    await save(store, effects=[say(1, "AI", epoch=0)])
    await change(store, 1, epoch=1, state=State.WAITING)
    assert not await store.start(await row(store, 1), NOON)
    assert ((await row(store, 1)).state, (await row(store, 1)).attempts, (await row(store, 1)).started_at) == (PENDING, 0, None)


async def test_an_ai_row_of_no_conversation_never_starts(store):
    await save(store, effects=[say(7, "AI", epoch=0)])
    assert not await store.start(await row(store, 1), NOON)


async def test_start_and_handoff_exclude_each_other(store):
    """Raced many times: the row either started before the handoff, and stays so, or is cancelled and never starts."""
    numbers = range(1, 41)
    await begin(store, *map(conversation, numbers))
    await save(store, effects=[say(number, "AI", epoch=0) for number in numbers])
    for number in numbers:
        answer = await row(store, number)
        both = [store.start(answer, NOON), hand_off(store, number)]
        started = (await asyncio.gather(*(both if number % 2 else reversed(both))))[0 if number % 2 else 1]
        state = (await row(store, number)).state
        assert (STARTED if started else CANCELLED) == state
        assert not await store.start(answer, NOON)


async def test_cancelling_takes_the_ais_older_rows_not_started(store):
    """Never a half sent or a started row, which are told of, nor a newer epoch's, a person's, a question's or another's."""
    await begin(store, conversation(1), conversation(2))
    ai, newer, person = say(1, "AI", epoch=0), say(1, "AI", epoch=1), say(1, "person")
    await save(store, effects=[ai, ai, ai, newer, person, ask(1), say(2, "AI", epoch=0)])
    await store.start(await row(store, 2), NOON)
    await store.keep(replace(await row(store, 2), state=PENDING, part=1, receipts=(Receipt("5.5"),)))
    await store.start(await row(store, 3), NOON)
    await save(store, cancelled=[(1, 1)])
    states = [(await row(store, id_)).state for id_ in range(1, 8)]
    assert states == [CANCELLED, PENDING, STARTED, PENDING, PENDING, PENDING, PENDING]
    assert (Receipt("5.5"),) == (await row(store, 2)).receipts


async def test_an_answer_and_the_handoff_in_one_batch(store):
    """The answer decided just before, in the same batch, is cancelled with the others."""
    await begin(store, conversation(1))
    await save(store, effects=[say(1, "AI", epoch=0), say(1, "a person is coming")], cancelled=[(1, 1)])
    assert [each.id for each in await rows(store)] == [2]


async def test_next_due_is_the_earliest_head_or_timer(store):
    assert await store.next_due() is None
    await save(store, timers=[Timer(kind="idle", number=1, epoch=0, due=NOON + 3 * MINUTE)])
    assert await store.next_due() == NOON + 3 * MINUTE
    await save(store, effects=[say(1), say(1)])
    assert await store.next_due() == NOON
    await store.keep(replace(await row(store, 1), next_at=NOON + 2 * MINUTE))
    assert await store.next_due() == NOON + 2 * MINUTE, "the row behind the head waits with it"


async def test_due_is_bounded(store):
    await save(store, effects=[say(number) for number in range(1, 251)])
    assert list(range(1, 201)) == [each.id for each in await rows(store)]


async def test_an_operator_sees_what_is_not_sent_and_what_became_of_the_rest(store):
    """What was sent or cancelled needs no look; of one conversation all is there, and of others nothing."""
    await save(store, effects=[say(1, "one"), say(1, "two"), say(2, "other"), say(1, "three"), say(1, "four")])
    await save(store, finished={1: (SENT, ""), 2: (FAILED, "is_archived"), 5: (CANCELLED, "")})
    assert [(each.id, each.state, each.error) for each in await store.unfinished()] == [
        (2, FAILED, "is_archived"),
        (3, PENDING, ""),
        (4, PENDING, ""),
    ]
    assert [each.id for each in await store.sendings(1)] == [1, 2, 4, 5]
    assert await store.sendings(7) == []
