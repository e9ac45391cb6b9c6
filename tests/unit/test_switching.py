"""The AI is switched off while an answer of it waits to be sent: it does not go out, and the question goes to the team."""

import pytest
from unit.core_nouns import ANN, BO, DI, DM, HELP, PLACES, TEAM, Table, thread
from unit.test_drafting import asks, set_ai

from handoff import cards, wording
from handoff.effects import Surface, Transcript
from handoff.events import Answer, CannotAnswer, Commanded, TimeUp
from handoff.model import AuthorKind, Standing
from handoff.ports import Row, Wants
from handoff.resolve import missing_of, wants
from handoff.states import State

NO_AI = "Thanks for your message. I've asked the team, and a person will answer you here."


def answered(place=DM, outcome=None) -> Table:
    """The AI's first answer is decided, and not sent yet."""
    table = Table()
    table.speak("how long does delivery take?", place)
    table.answer(outcome or Answer("Two days."))
    return table


def ai_rows(table: Table) -> list[Row]:
    return [row for row in table.rows if getattr(row.effect, "epoch", None) is not None and hasattr(row.effect, "post")]


@pytest.mark.parametrize("value", ["off", "draft"])
def test_an_answer_that_waits_to_be_sent_is_stopped_with_the_commit(value):
    """Its row is cancelled in the same transaction; what comes of the conversation follows at once, by a timer of its own."""
    table = answered()
    set_ai(table, value)
    assert table.last.cancelled == [(1, table.c().epoch + 1)]
    assert table.timers["hushed", 1].due == table.now


@pytest.mark.parametrize("value", ["off", "draft"])
def test_the_question_goes_to_the_team_with_the_answer_as_a_draft(value):
    table = answered()
    set_ai(table, value)
    table.run_out("hushed")
    assert (table.c().state, table.texts()) == (State.WAITING, [NO_AI])
    assert (table.c().reason.quote, table.c().unsaid) == ("how long does delivery take?", ())
    assert table.kinds()[:2] == [AuthorKind.CUSTOMER, AuthorKind.DRAFT]
    assert [b.verb for post in table.says(Surface.THREAD) for b in post.buttons] == ["send", "discard"]
    assert asks(table) == [], "it was asked and has answered"


def test_whoever_sends_the_draft_does_not_say_that_they_are_an_assistant():
    table = answered()
    set_ai(table, "off")
    table.run_out("hushed")
    table.all_arrives()
    table.press("claim", by=BO)
    table.press("send", by=BO, detail="2")
    assert (table.texts(), table.record()[1]) == (["Two days."], (AuthorKind.AGENT, "Two days."))


def test_the_draft_stands_once_in_the_cards_thread():
    table = answered()
    set_ai(table, "off")
    table.run_out("hushed")
    transcript = next(e for e in table.effects if isinstance(e, Transcript))
    shown = [m for m in table.messages.values() if transcript.first <= m.seq <= transcript.last]
    assert "Two days." not in cards.transcript(shown, table.c()).text


def test_an_answer_that_came_to_nothing_is_no_draft():
    table = answered(outcome=CannotAnswer())
    set_ai(table, "off")
    table.run_out("hushed")
    assert (table.c().state, table.c().holding) == (State.WAITING, ())


def test_an_answer_that_stands_by_then_is_an_answer():
    """It was on its way when the AI was switched off: the customer has it, and nobody need be called."""
    table = answered()
    set_ai(table, "off")
    table.arrives(ai_rows(table)[0])
    table.run_out("hushed")
    assert (table.effects, table.c().state, table.record()[1][0]) == ([], State.AI, AuthorKind.AI)


def test_an_answer_that_turns_out_to_stand_is_no_draft_any_more():
    table = answered()
    set_ai(table, "off")
    table.run_out("hushed")
    table.all_arrives()
    table.arrives(ai_rows(table)[0])
    assert (table.record()[1][0], table.c().holding) == (AuthorKind.AI, ())
    told = cards.held(table.messages[1, 2], table.c())
    assert (told.text.splitlines()[0], told.buttons) == (wording.text("held.said"), ())


def test_an_answer_that_was_picked_up_for_sending_meanwhile_is_stopped_all_the_same():
    """The fence stops it after the switch is committed; the customer is not left without a word."""
    table = answered()
    set_ai(table, "off")
    table.timers.clear()
    table.fails(ai_rows(table)[0], fenced=True)
    table.run_out("hushed")
    assert (table.c().state, table.texts(), table.kinds()[1]) == (State.WAITING, [NO_AI], AuthorKind.DRAFT)


def test_only_where_it_was_switched_off():
    there, place = thread("m1"), DM
    table = answered(HELP)
    table.speak("and by express?", place)
    table.answer("One day.", 2)
    assert (table.c(1).place, table.c(2).place) == (there, place)
    set_ai(table, "off", HELP)
    assert ([n for n, _ in table.last.cancelled], [n for _, n in table.timers if _ == "hushed"]) == ([1], [1])
    set_ai(table, "on")
    assert table.last.cancelled == []


def test_a_conversation_that_changed_hands_meanwhile_is_let_be():
    table = answered()
    set_ai(table, "off")
    table.speak("a human please", by=ANN)
    table.run_out("hushed")
    assert (table.effects, table.c().reason.trigger.value) == ([], "explicit")


def test_switched_on_again_the_question_goes_to_the_team_all_the_same():
    """The answer was stopped, and nobody would answer."""
    table = answered()
    set_ai(table, "off")
    set_ai(table, "on")
    table.run_out("hushed")
    assert (table.c().state, table.c().reason.evidence) == (
        State.WAITING,
        ("the AI was switched off before its answer went out",),
    )


def test_what_is_loaded_for_it():
    """Every conversation with words that wait, and later the words."""
    table = answered()
    event = Commanded(
        key="k",
        at=table.now,
        by=DI,
        standing=Standing(admin=True),
        place=TEAM,
        name="handoff",
        verb="ai",
        options={"value": "off"},
    )
    assert wants([event], PLACES).unsaid
    assert wants([], PLACES) == Wants()
    up = TimeUp(key="t", at=table.now, kind="hushed", number=1, epoch=0)
    assert missing_of([up], table.loaded()).messages == {(1, 2)}
