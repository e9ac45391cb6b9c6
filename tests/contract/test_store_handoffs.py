"""Every store keeps the record of each handoff."""

from datetime import timedelta

from contract.nouns import NOON, conversation, handoff
from contract.stores import begin, load, opened, save

from adapters.store.rows import PAGE
from handoff.model import Ending, Verdict

LATER = NOON + timedelta(hours=1)


async def test_a_record_is_kept_and_renewed(store, open_store, tmp_path):
    """It comes back whole from disk; a later one of the same number and ordinal takes its place, in one batch or two."""
    await begin(store, conversation(1), conversation(2))
    begun = handoff(1, scores=(-0.5, -0.75), misses=2, turns=3)
    ended = handoff(
        1, 2, claimed_at=NOON, answered_at=LATER, ended_at=LATER, ending=Ending.RETURNED, verdict=Verdict.AI, back=True
    )
    await save(store, handoffs=[begun, handoff(1, 2)])
    await save(store, handoffs=[handoff(1, 2, claimed_at=NOON), ended, handoff(2)])
    await store.close()
    async with opened(open_store, tmp_path) as again:
        found = (await load(again, handoffs=frozenset({1, 3}))).handoffs
        assert found == {(1, 1): begun, (1, 2): ended}


async def test_records_since_a_time_are_read_page_by_page(store):
    """Oldest first, a bounded number at once; those of the same moment are told apart by number and ordinal."""
    await begin(store, *(conversation(n) for n in (1, 2, 3)))
    many = [handoff(1, n) for n in range(1, PAGE + 1)]
    old = handoff(3, at=NOON - timedelta(microseconds=1))
    await save(store, handoffs=[handoff(2, at=LATER), old, *many, handoff(3, 2)])
    first = await store.handoffs(NOON)
    assert first == many
    assert await store.handoffs(NOON, first[-1]) == [handoff(3, 2), handoff(2, at=LATER)]
    assert await store.handoffs(LATER, handoff(2, at=LATER)) == []
