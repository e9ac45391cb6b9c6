"""What the AI came back with."""

from dataclasses import replace

import pytest
from unit.core_nouns import DM, HELP, NOON, Table, card_thread

from handoff.decide.answers import UNSURE
from handoff.effects import Amend, Surface
from handoff.events import Answer, Answered, CannotAnswer, Failed, WantsHuman
from handoff.model import AuthorKind, Policy, Trigger, Turn
from handoff.ports import RowState
from handoff.states import State

CANNOT = "I couldn't find an answer"
DISCLOSED = "I'm an automated assistant."


@pytest.fixture
def table():
    table = Table()
    table.speak("how long does delivery take?")
    return table


def test_the_answer_is_said_behind_the_fence(table):
    """It bears the epoch of its asking, and the customer's buttons."""
    table.answer("Two days.")
    (say,) = table.effects
    assert (say.epoch, say.kind, say.seq) == (0, AuthorKind.AI, 2)
    assert [b.verb for b in say.post.buttons] == ["helped", "unhelpful", "human"]
    assert (table.c().run, table.c().turn, table.c().unsaid) == ("", Turn.CUSTOMER, (2,))


def test_the_first_answer_discloses_and_the_second_does_not(table):
    """A12; also where the first is that there is none."""
    table.answer(CannotAnswer())
    assert DISCLOSED in table.texts()[0]
    table.speak("and to France?")
    table.answer("Three days.")
    assert table.texts() == ["Three days."]


def test_sources_are_named_and_harmless(table):
    table.answer(Answer("Two days.", ("Delivery", "@here *x*")))
    assert "*Source: Delivery, \\@here \\*x\\**" in table.texts()[0]


def test_only_the_latest_answer_bears_buttons(table):
    table.answer("Two days.")
    table.speak("and to France?")
    table.answer("Three days.")
    assert table.effects[0] == Amend(number=1, surface=Surface.CUSTOMER, seq=2)
    assert table.c().buttons == 4


def test_the_askings_row_is_over_whatever_came_of_it(table):
    (row,) = table.pending()
    table.answer("late", key="run:1:9:9", row=row.id)
    assert (table.rows[0].state, table.texts()) == (RowState.SENT, [])
    assert table.c().run, "another run's answer ends nothing"


@pytest.mark.parametrize(("outcome", "words"), [(CannotAnswer("why"), CANNOT), (Failed("secret trace"), "Sorry, something")])
def test_no_answer_is_said_so_and_counted(table, outcome, words):
    """B3: not even the reason of a failure reaches the customer."""
    for count in (1, 2):
        table.answer(outcome)
        assert table.texts()[0].startswith(words)
        assert "secret" not in table.texts()[0]
        assert (table.c().misses, table.c().state) == (count, State.AI)
        table.speak(f"another question, number {count}")
    table.answer(outcome)
    reason = table.c().reason
    assert (table.c().state, reason.trigger) == (State.WAITING, Trigger.FAILURES)
    how = "the AI had no answer" if isinstance(outcome, CannotAnswer) else "the AI failed, or was too slow"
    assert reason.evidence == (
        "3 failed responses in a row",
        f"“how long does delivery take?”: {how}",
        f"“another question, number 1”: {how}",
        f"“another question, number 2”: {how}",
    )
    assert (table.c().misses, table.c().missed) == (0, ())


def test_a_good_answer_makes_the_count_fresh(table):
    table.answer(CannotAnswer())
    table.speak("and to France?")
    table.answer("Three days.")
    assert (table.c().misses, table.c().missed) == (0, ())


def test_small_talk_is_neither_a_success_nor_a_failure(table):
    table.answer(CannotAnswer())
    table.speak("hello again")
    table.answer(Answer("Hello!", small_talk=True, confidence=0.0))
    assert table.c().misses == 1


def test_an_unsure_answer_is_said_and_counted(table):
    table.answer(Answer("Perhaps two days.", confidence=UNSURE - 0.01))
    assert ("Perhaps two days." in table.texts()[0], table.c().misses) == (True, 1)
    table.speak("and to France?")
    table.answer(Answer("Three days.", confidence=UNSURE))
    assert table.c().misses == 0


def test_the_unsure_answer_that_is_too_many_becomes_a_draft():
    table = Table(policy=Policy(failed_limit=1))
    table.speak("how long?")
    table.answer(Answer("Perhaps two days.", confidence=0.1))
    assert table.c().state is State.WAITING
    assert "Perhaps" not in "".join(table.texts())
    assert "> Perhaps two days." in table.texts(Surface.THREAD)[-1]


@pytest.mark.parametrize(("why", "evidence"), [("a refund is asked for", ("a refund is asked for",)), ("", ())])
def test_the_ai_asks_for_a_person_itself(table, why, evidence):
    """B5: by a typed outcome; its reason is for the team's eyes."""
    table.answer(WantsHuman(why))
    assert (table.c().reason.trigger, table.c().reason.evidence) == (Trigger.AI, evidence)
    assert table.c().reason.quote == "how long does delivery take?"
    assert "refund" not in table.texts()[0]


@pytest.mark.parametrize("state", ["waiting", "claimed", "snoozed"])
def test_a_late_answer_is_a_draft_for_the_team(table, state):
    """C9: it is shown in the card's thread and never said."""
    run = table.c().run
    table.in_state(state)
    table.answer("Two days.", key=run, epoch=0)
    assert (table.texts(), table.record()[-1]) == ([], (AuthorKind.DRAFT, "Two days."))
    assert table.texts(Surface.THREAD)[0].endswith("> Two days.")


@pytest.mark.parametrize("outcome", [CannotAnswer(), Failed(), WantsHuman()])
def test_a_late_failure_is_nobodys_business(table, outcome):
    run = table.c().run
    table.waiting()
    table.answer(outcome, key=run, epoch=0)
    assert table.effects == []


def test_a_late_answer_is_dropped_once_the_ai_has_it_again(table):
    """C8: what was said before the return is not answered again."""
    run = table.c().run
    table.claimed()
    table.send("return")
    table.answer("Two days.", key=run, epoch=0)
    assert (table.effects, table.record()[-1][0]) == ([], AuthorKind.SYSTEM)


def test_a_late_answer_to_a_closed_conversation_is_dropped(table):
    run = table.c().run
    table.in_state("closed")
    table.answer("Two days.", key=run, epoch=0)
    assert table.effects == []


def test_a_draft_before_there_is_a_card_is_kept_in_the_record(table):
    """Nobody to show it to; nothing fails."""
    run = table.c().run
    table.waiting()
    table.conversations[1] = replace(table.c(), carded=False, thread="")
    table.answer("Two days.", key=run, epoch=0)
    assert (table.effects, table.record()[-1]) == ([], (AuthorKind.DRAFT, "Two days."))


def test_answer_of_no_conversation_changes_nothing(table):
    table.does(Answered(key="run:9", at=NOON, number=9, epoch=0, outcome=Answer("x")))
    assert (table.effects, table.last.conversation) == ([], None)


@pytest.mark.parametrize("place", [DM, HELP])
def test_the_ai_answers_exactly_once_after_the_return(place):
    """L8: the counters are fresh, and the next words alone are answered."""
    table = Table()
    table.speak("awful -0.5", place)
    table.speak("I want a human", table.c().place)
    table.all_arrives()
    table.press("claim")
    table.speak("hello Ann", card_thread(), by=table.c().agent)
    table.send("return", note="all is well")
    c = table.c()
    assert (c.state, c.misses, c.moods, c.missed, c.run, c.agent, c.repeats) == (State.AI, 0, (), (), "", None, 0)
    table.speak("how do I pay?", c.place)
    assert [e.run for e in table.effects] == [f"run:1:3:{table.c().seq}"]
    table.answer("By card.")
    assert [text.partition("\n")[0] for text in table.texts()] == ["By card."]


def test_at_a_handoff_no_answer_that_does_not_stand_yet_counts_as_said(table):
    """While a platform is out several may wait, and all of them are cancelled."""
    table.answer("Two days.")
    table.speak("and to France?")
    table.answer("Three days.")
    table.speak("I want a human")
    drafts = [text.partition("\n")[0] for kind, text in table.record() if kind is AuthorKind.DRAFT]
    assert drafts == ["Two days.", "Three days."]
    assert table.c().disclosed == 0
