"""Greetings, thanks, goodbyes and nods: what they open, what they are met with, and what they count for."""

import pytest
from unit.core_nouns import ADMIN, ANN, DM, ED, HELP, Table

from handoff.effects import Ask
from handoff.events import Answer, CannotAnswer
from handoff.model import AuthorKind, File, Turn
from handoff.states import State

NODS = ["ok", "okay great", "👍", "…", "lol", "+1", "got it", "ok 👍"]


@pytest.fixture
def table():
    return Table()


@pytest.fixture
def answered(table):
    table.speak("how long does delivery take?")
    table.answer("Two days.")
    table.all_arrives()
    return table


@pytest.mark.parametrize(
    "words", [*NODS, "hello everyone", "hi folks", "hey guys", "good morning team", "thanks everyone", "Thanks Bo!", "bye all"]
)
def test_manners_to_the_room_open_nothing(table, words):
    """Silence in a support channel: no thread, no record."""
    table.speak(words, HELP)
    assert (table.conversations, table.effects) == ({}, [])


@pytest.mark.parametrize("words", ["hi all, how do I return a wheel?", "Thanks Bo, and how long does delivery take?"])
def test_a_question_behind_manners_is_a_question(table, words):
    table.speak(words, HELP)
    assert isinstance(table.effects[-1], Ask)


@pytest.mark.parametrize("words", NODS)
@pytest.mark.parametrize(
    "given", [{}, {"place": HELP, "mentions_bot": True}, {"place": HELP, "message_id": "1", "thread": "1"}]
)
def test_a_nod_opens_nothing_anywhere(table, words, given):
    """Neither in a direct message, nor to the bot by name, nor as a thread's first words."""
    changes = dict(given)
    place = changes.pop("place", DM)
    if thread := changes.pop("thread", ""):
        place = type(place)(place.platform, place.workspace, place.channel, thread)
    table.speak(words, place, **changes)
    assert (table.conversations, table.effects) == ({}, [])


@pytest.mark.parametrize("words", NODS)
def test_a_nod_in_a_conversation_is_met_with_silence(answered, words):
    """It is in the record; the AI is not asked, nobody owes a word, and the idle time begins anew."""
    due = answered.timers[("idle", 1)].due
    answered.now = due
    answered.speak(words)
    c = answered.c()
    assert (answered.effects, answered.record()[-1]) == ([], (AuthorKind.CUSTOMER, words))
    assert (c.state, c.run, c.turn, c.misses, c.heard) == (State.AI, "", Turn.CUSTOMER, 0, 1)
    assert answered.timers[("idle", 1)].due > due


def test_a_nod_while_the_ai_works_needs_no_further_run(table):
    table.speak("how long does delivery take?")
    table.speak("ok")
    table.answer("Two days.", through=1)
    assert [e for e in table.effects if isinstance(e, Ask)] == []


def test_a_nod_with_a_file_is_no_nod(answered):
    """The picture is what is said."""
    answered.speak("ok", files=(File("broken.png"),))
    assert isinstance(answered.effects[-1], Ask)


def test_nods_without_end_are_no_loop(answered):
    """Nothing was said to them, so no machine answers a machine."""
    for _ in range(20):
        answered.speak("ok")
    assert answered.c().state is State.AI


def test_thanks_again_and_again_are_no_failed_response(answered):
    """Only a question that comes again says that the answer did not help."""
    for _ in range(3):
        answered.speak("thanks Bo!")
        answered.answer(Answer("You're welcome!", small_talk=True))
    assert (answered.c().misses, answered.c().state) == (0, State.AI)


def test_a_nod_counts_neither_way(answered):
    """What failed before it still counts."""
    answered.speak("do you sell helmets?")
    answered.answer(CannotAnswer())
    answered.speak("ok")
    assert answered.c().misses == 1


@pytest.mark.parametrize("words", [*NODS, "thank you so much Bo", "ok great, thanks", "Tschüss", "thanks everyone"])
@pytest.mark.parametrize("place", [DM, HELP])
def test_manners_after_the_close_reopen_and_open_nothing(table, words, place):
    table.in_state("closed", place)
    table.speak(words, table.c().place)
    assert (table.c().state, len(table.conversations), table.effects) == (State.CLOSED, 1, [])
    assert table.record()[-1] == (AuthorKind.CUSTOMER, words)


def test_a_greeting_and_a_file_after_the_close_begin_anew(table):
    table.in_state("closed")
    table.speak("ok", files=(File("bill.pdf"),))
    assert table.c(2).state is State.AI


def test_without_an_ai_a_nod_goes_to_nobody():
    table = Table(answers=False)
    table.speak("ok")
    table.speak("ok", HELP, by=ED, standing=ADMIN, mentions_bot=True)
    table.speak("hello", by=ANN)
    assert [c.state for c in table.conversations.values()] == [State.WAITING]
