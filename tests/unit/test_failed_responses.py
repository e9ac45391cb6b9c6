"""B3: how it is known that an answer of the AI failed, in the customer's words and in its own."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, DM, NOON, Table

from handoff.events import Answer, CannotAnswer
from handoff.model import Conversation, Miss, Policy, Trigger
from handoff.states import State
from handoff.triggers import Reading, failures
from handoff.triggers.alike import alike
from handoff.triggers.outcomes import says_it_failed, says_it_helped

LONG = "Open the settings, choose your account, press *Reset*, and wait for the mail that we send you."
OTHER = "Switch the router off, wait for thirty seconds, switch it on again, and look at the lamp."


@pytest.fixture
def table():
    return Table()


# ---- in words

FAILED = [
    "that didn't work",
    "It doesn't work",
    "No, still not working :(",
    "I tried that, no luck",
    "Thanks, but that did not help",
    "that doesn't answer my question",
    "not what I asked",
    "That's not what I meant",
    "same error",
    "Still the same problem",
    "I followed the steps but that didn't help",
    "you didn't answer my question",
    "I already tried that",
    "wrong answer",
    "sorry, nothing changed",
    "you already said that",
    "that didnt work",
    "ＴＨＡＴ ＤＩＤＮ'Ｔ ＷＯＲＫ",
    "Das hat leider nicht funktioniert",
    "funktioniert immer noch nicht",
    "Ça ne marche pas",
    "no funciona",
    "não funcionou",
    "non funziona",
    "werkt niet",
    "nie działa",
    "не помогло",
    "işe yaramadı",
    "لا يعمل",
    "काम नहीं कर रहा",
    "没用",
    "还是不行",
    "うまくいきません",
    "안 돼요",
    "you're not answering my question",
    "that makes no sense",
    "the link is dead",
    "I did what you said, and it still fails",
    "bringt nichts",
    "ça n'a rien changé",
    "всё равно не работает",
]
NOT_FAILED = [
    "",
    "no",
    "thanks",
    "Thank you, that worked!",
    "Where is my parcel?",
    "My printer doesn't work, what can I do?",
    "does it work on Android?",
    "Isn't it open on Sundays?",
    "I still have a question about my bill",
    "No problem",
    "not now",
    "I'm still waiting for my parcel",
    "> that didn't work\nwhat does this mean?",
    "`doesn't work`",
    "Is the wrong item returnable?",
    "Ich habe noch eine Frage",
    "that works",
]


@pytest.mark.parametrize("text", FAILED)
def test_what_says_that_it_did_not_help(text):
    assert (says_it_failed(text), says_it_helped(text)) == (True, False)


@pytest.mark.parametrize("text", NOT_FAILED)
def test_what_does_not(text):
    assert not says_it_failed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, that worked!",
        "it works now",
        "perfect, fixed it",
        "it's working again",
        "ya funciona, gracias",
        "ora funziona",
        "直りました",
        "problem solved",
        "das hat geholfen",
        "помогло",
        "解决了",
    ],
)
def test_what_says_that_it_helped(text):
    assert (says_it_helped(text), says_it_failed(text)) == (True, False)


@pytest.mark.parametrize(
    "text", ["that worked?", "how does it work", "that didn't work", "it worked before the update, why not now?"]
)
def test_what_does_not_say_that_it_helped(text):
    assert not says_it_helped(text)


@given(st.text(max_size=3000))
def test_any_text_can_be_read(text):
    assert not (says_it_failed(text) and says_it_helped(text))


@pytest.mark.parametrize("text", ["no " * 50_000, "that " * 50_000, "(" * 50_000, "that didn't " * 20_000, "no, " * 99])
def test_long_texts_take_no_time(text):
    began = time.process_time()
    says_it_failed(text)
    assert time.process_time() - began < 2  # a few ms; minutes if it grew with the square


# ---- the same question


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Where is my parcel?", "where is my parcel", True),
        ("Where is my parcel?", "Where's my parcel", True),
        ("Where is my parcel?", "Hi, again: where is my parcle please??", True),
        ("How can I reset my password", "how to reset the password?", True),
        ("Wo ist mein Paket?", "Wo ist denn mein Paket", True),
        ("我的包裹在哪里？", "我的包裹在哪里呢", True),
        ("refund", "Refund!", True),
        ("How do I change my email?", "How do I change my name?", False),
        ("Where is order 123?", "Where is order 456?", False),
        ("why can I log in", "why can't I log in", False),
        ("Where is my parcel?", "When does my parcel arrive?", False),
        ("parcel", "my parcel", False),
        ("", "", False),
        ("?", "!", False),
        ("我的包裹在哪里？", "我的退款在哪里？", False),
    ],
)
def test_the_same_question(one, other, same):
    assert (alike(one, other), alike(other, one)) == (same, same)


@given(st.text(alphabet="abc 12é我", max_size=40), st.text(alphabet="abc 12é我", max_size=40))
def test_likeness_goes_both_ways(one, other):
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == any(character.isalnum() for character in one)


# ---- what is counted


def test_the_customers_words_that_it_did_not_help_count(table):
    """Each answer once; the answers that follow are to the same question, and do not clear the count."""
    table.speak("How do I reset my password?")
    table.answer(LONG)
    table.speak("that didn't work")
    assert (table.c().misses, table.c().missed, table.c().missed_how) == (1, ("How do I reset my password?",), (Miss.SAID,))
    table.speak("still not working")
    assert table.c().misses == 1, "no answer came meanwhile"
    table.answer(OTHER)
    table.speak("no, same error")
    assert table.c().misses == 2
    table.answer("Then write to us.")
    table.speak("I tried that, no luck")
    reason = table.c().reason
    assert (table.c().state, reason.trigger) == (State.WAITING, Trigger.FAILURES)
    line = "“How do I reset my password?”: the customer wrote that it did not help"
    assert reason.evidence == ("3 failed responses in a row", line, line, line)


def test_the_first_words_are_what_the_customer_came_with(table):
    table.speak("It doesn't work")
    assert (table.c().misses, table.c().state) == (0, State.AI)


def test_a_near_duplicate_is_the_same_question_though_another_came_between(table):
    table.speak("Where is my parcel?")
    table.answer("On its way.")
    table.speak("How do I pay?")
    table.answer("By card.")
    table.speak("hello, where's my parcle please")
    assert (table.c().misses, table.c().missed_how) == (1, (Miss.AGAIN,))
    table.answer("On its way.")
    assert table.c().misses == 1, "an answer to what was asked again does not undo that"
    table.speak("Do you ship to Norway?")
    table.answer("We do.")
    assert (table.c().misses, table.c().missed) == (0, ())


def test_the_same_long_answer_to_another_question_is_a_failed_one(table):
    """Said all the same, unless it is one too many: then it is a draft for whoever claims."""
    for n, question in enumerate(["How do I get a refund?", "Where is my parcel?", "Who can call me?"]):
        table.speak(question)
        table.answer(LONG)
        assert (table.c().misses, table.c().state) == (n, State.AI)
    assert table.texts()[0] == LONG
    table.speak("And what about the invoice?")
    table.answer(LONG)
    reason = table.c().reason
    assert (table.c().state, reason.trigger) == (State.WAITING, Trigger.FAILURES)
    assert reason.evidence[-1] == "“And what about the invoice?”: the AI repeated what it had said before"
    assert LONG not in table.texts()


def test_a_short_answer_may_be_right_twice(table):
    for question in ("Do you ship to Norway?", "Can I pay by card?", "Is there a warranty?"):
        table.speak(question)
        table.answer("Yes, of course.")
    assert table.c().misses == 0


def test_the_same_answer_to_that_did_not_work_is_a_failed_one_at_once(table):
    table.speak("How do I reset my password?")
    table.answer(LONG)
    table.speak("that didn't work")
    table.answer(LONG)
    assert table.c().missed_how == (Miss.SAID, Miss.REPEATED)
    table.speak("still not working")
    assert table.c().misses == 2, "that answer is counted already"


@pytest.mark.parametrize(
    ("words", "misses"), [("thanks", 1), ("hello", 1), ("👍", 1), ("Thanks, that worked", 0), ("it works now", 0)]
)
def test_thanks_neither_count_nor_clear_and_a_success_clears(table, words, misses):
    table.speak("How do I reset my password?")
    table.answer(LONG)
    table.speak("that didn't work")
    table.answer(OTHER)
    table.speak(words)
    assert table.c().misses == misses


def test_what_is_counted_is_told_apart(table):
    table = Table(policy=Policy(failed_limit=3))
    table.speak("How do I reset my password?")
    table.answer(CannotAnswer("no page"))
    table.speak("Where can I reset it?")
    table.answer(Answer(LONG, confidence=0.1))
    table.speak("Where is the button?")
    table.answer(OTHER)
    assert table.c().misses == 0
    table.speak("that didn't help")
    assert table.c().missed_how == (Miss.SAID,)


def test_a_count_of_a_time_when_no_kinds_were_kept_has_its_questions():
    conversation = Conversation(
        number=1, customer=ANN, place=DM, opened_at=NOON, misses=3, missed=("a", "b", "c"), missed_how=(Miss.SAID,)
    )
    found = failures.check(Reading(conversation=conversation, policy=Policy()))
    assert found.evidence == ("3 failed responses in a row", "“a”", "“b”", "“c”: the customer wrote that it did not help")


def test_questions_that_were_taken_back_are_compared_with_no_more(table):
    table.speak("my PIN is 1234, why?", message_id="m1")
    table.answer("Who knows.")
    table.delete("m1")
    assert table.c().questions == ()
    table.speak("my PIN is 1234, why?", message_id="m2")
    assert table.c().misses == 0


def test_the_teams_time_begins_afresh(table):
    table.speak("How do I reset my password?")
    table.answer(LONG)
    table.speak("that didn't work")
    table.speak("I want a human")
    assert (table.c().misses, table.c().questions, table.c().said, table.c().missed_how) == (0, (), (), ())
