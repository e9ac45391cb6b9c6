"""The record of each handoff."""

from datetime import timedelta

import pytest
from unit.core_nouns import ANN, BO, CY, DI, HELP, NOON, Table, card_thread, thread

from handoff.model import Ending, Handoff, Policy, Trigger, Verdict

MINUTE = timedelta(minutes=1)


def record(table: Table, ordinal: int = 1, number: int = 1) -> Handoff:
    found = table.handoffs[number, ordinal]
    latest = table.c(number).handoff
    assert latest is not None
    assert found == latest or ordinal < latest.ordinal, "what the conversation holds is what the record says"
    return found


def test_it_tells_why_and_what_had_gone_before():
    """The customer's moods, the failed answers and the messages of the AI's time, which the conversation forgets."""
    table = Table()
    table.speak("how long? -0.5")
    table.answer("No idea.")
    table.speak("bad -0.6")
    table.speak("worse -0.7")
    kept = record(table)
    assert (kept.reason.trigger, kept.reason) == (Trigger.SENTIMENT, table.c().reason)
    assert (kept.number, kept.ordinal, kept.seq, kept.at) == (1, 1, 4, NOON)
    assert (kept.scores, kept.turns, table.c().moods) == ((-0.5, -0.6, -0.7), 3, ())
    assert (kept.claimed_at, kept.answered_at, kept.ended_at, kept.ending) == (None, None, None, None)


def test_it_tells_how_often_the_ai_had_failed():
    """Failed responses in a row, and the customer's messages, the last one included."""
    table = Table().in_state("ai")
    table.press("unhelpful", by=ANN, detail=str(table.c().ratable))
    table.speak("a human please")
    assert (record(table).misses, record(table).turns) == (1, 2)


def test_it_tells_when_a_person_came_and_how_it_ended():
    """The first claim and the first words count, whoever has it later."""
    table = Table().waiting()
    table.now += MINUTE
    table.press("claim", by=BO)
    table.all_arrives()
    table.now += MINUTE
    table.speak("Here I am.", card_thread(), by=BO)
    table.now += MINUTE
    table.press("takeover", by=CY, detail=str(table.c().epoch))
    table.speak("And I.", card_thread(), by=CY)
    table.now += MINUTE
    table.command("/handoff close", CY, number="1")
    kept = record(table)
    assert (kept.claimed_at, kept.answered_at, kept.ended_at) == (NOON + MINUTE, NOON + 2 * MINUTE, NOON + 4 * MINUTE)
    assert (kept.ending, kept.back) == (Ending.CLOSED, False)


def test_a_release_neither_ends_it_nor_begins_another():
    table = Table().claimed()
    table.command("/handoff release", BO)
    table.press("claim", by=CY)
    assert list(table.handoffs) == [(1, 1)]
    assert (record(table).claimed_at, record(table).ended_at) == (NOON, None)


def test_each_handoff_has_its_own():
    table = Table().claimed()
    table.command("/handoff return", BO, number="1")
    table.now += MINUTE
    table.speak("a human please")
    assert (record(table, 1).ending, record(table, 1).ended_at) == (Ending.RETURNED, NOON)
    assert (record(table, 2).ending, record(table, 2).at) == (None, NOON + MINUTE)


def test_what_the_ai_has_again_is_not_ended_twice():
    """Its close is no ending of the handoff before."""
    table = Table().claimed()
    table.command("/handoff return", BO, number="1")
    table.now += MINUTE
    table.command("/handoff close", BO, number="1")
    assert (record(table).ending, record(table).ended_at) == (Ending.RETURNED, NOON)


@pytest.mark.parametrize(
    ("verb", "trigger"), [("takeover", Trigger.TAKEOVER), ("reopen", Trigger.REOPEN)], ids=["takeover", "reopen"]
)
def test_an_agents_own_taking_is_a_handoff_too(verb, trigger):
    table = Table().in_state("ai" if verb == "takeover" else "closed")
    before = len(table.handoffs)
    table.now += MINUTE
    table.command(f"/handoff {verb}", BO, number="1")
    kept = record(table, before + 1)
    assert (kept.reason.trigger, kept.at, kept.claimed_at) == (trigger, table.now, table.now)


def test_a_remark_is_told_from_a_return():
    """An agent wrote in the customer's thread, and said that it was just a remark."""
    table = Table()
    table.speak("how long?", HELP, message_id="q1")
    table.speak("two days", thread("q1"), by=BO)
    kept = record(table)
    assert (kept.reason.trigger, kept.answered_at) == (Trigger.AGENT, NOON)
    table.press("remark", by=BO, detail=str(table.c().seq))
    assert record(table).ending is Ending.REMARK


def test_who_comes_back_is_marked_so():
    table = Table(policy=Policy(reopen_window=timedelta(hours=1))).claimed()
    table.command("/handoff close", BO, number="1")
    table.speak("one more thing: where is it?")
    assert (record(table, 2).back, record(table, 2).reason) == (True, record(table, 1).reason)


def test_a_block_is_told_from_a_close():
    table = Table().claimed()
    table.command("/handoff block", DI, number="1")
    for kind, number in list(table.timers):
        table.run_out(kind, number)
    assert record(table).ending is Ending.BLOCKED


def test_words_that_are_taken_back_are_in_no_record():
    """Of this handoff and of the earlier ones of the conversation."""
    table = Table().waiting("give me a human, my name is Zoe Quux")
    said = next(link.message_id for link in table.links.values() if link.original)
    table.press("claim", by=BO)
    table.command("/handoff return", BO, number="1")
    table.speak("a person please")
    assert "Quux" in repr(record(table, 1).reason)
    table.delete(said)
    assert "Quux" not in repr(table.handoffs)
    assert "Quux" not in repr(table.c())
    assert "person" in record(table, 2).reason.quote


@pytest.mark.parametrize(("said", "verdict"), [("ai-could", Verdict.AI), ("person", Verdict.PERSON), ("", None)])
@pytest.mark.parametrize("verb", ["close", "return"])
def test_what_the_agent_says_that_it_was_is_kept(verb, said, verdict):
    """By the form of either; whoever says nothing about it has said nothing."""
    table = Table().claimed()
    table.send(verb, 1, BO, note="all is well", outcome=said)
    assert record(table).verdict is verdict
