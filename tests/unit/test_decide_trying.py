"""`/triggers try`: what words would set off, why, and what nearly would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, DI, Table

from handoff.decide.trying import MOST
from handoff.effects import FormErrors, OpenForm
from handoff.model import Policy, Trigger
from handoff.triggers.near import near


@pytest.fixture
def table():
    return Table()


def tried(table: Table, *lines: str) -> list[str]:
    table.send("try", 0, by=DI, text="\n".join(lines))
    return table.whisper.split("\n")


def test_what_fires_is_told_with_its_evidence(table):
    table.command("/triggers try", DI, text="Please CANCEL my account")
    assert table.whisper.split("\n") == [
        "**What this would set off**",
        "1. “Please CANCEL my account” · **hands off**: the customer used a keyword (keyword “cancel my account”)",
    ]
    assert (table.conversations, table.last.audits, table.effects) == ({}, [], [])


def test_several_lines_are_one_conversation_up_to_the_handoff(table):
    found = tried(table, "hello", "bad -0.5", "worse -0.6", "worst -0.7", "and more")
    assert found[0] == "**What this would set off**, if the AI answered each of the messages"
    assert found[-1].startswith("3. “worse -0.6” · **hands off**: the customer is consistently unhappy (mood -0.43")
    assert "worst" not in table.whisper


def test_what_nearly_fires_is_told_with_how_much_is_missing(table):
    found = tried(table, "bad -0.5", "cancle my account")
    assert found[1:3] == [
        "1. “bad -0.5” (mood -0.50)",
        "- nearly: mood -0.50 over 1 message; it takes -0.40 over at least 3, or -0.90 in one",
    ]
    assert found[-2:] == [
        "- nearly: keyword “cancel my account”: its words are there, but not so",
        "Nothing of this would hand off.",
    ]


def test_who_nearly_asked_for_a_person_is_told_what_is_missing(table):
    found = tried(table, "the agent was nice")
    assert "- nearly: request for a person: “agent” names a person, but nothing asks for one" in found


def test_the_same_question_again_is_a_failed_response(table):
    """As it is when a customer writes it: the answer before it did not help."""
    found = tried(table, "where is it?", "where is it?", "thanks", "Where is it")
    assert "- nearly: 1 of 3 failed responses in a row" in found
    asked = tried(table, *["where is it?"] * 4)
    assert "3 failed responses in a row" in asked[-1]


def test_it_is_as_it_would_be(table):
    """The same lines, written by a customer whom the AI answers, hand off at the same one, for the same reason."""
    lines = ["where is it?", "where is it?", "where is it?", "where is it?"]
    expected = len(tried(table, *lines)) - 1 - table.whisper.count("nearly")
    for words in lines[:expected]:
        table.speak(words)
        if not table.c().reason:
            table.answer("It is there.")
    assert (expected, table.c().reason.trigger) == (4, Trigger.FAILURES)


def test_settings_in_force_are_what_it_is_tried_with(table):
    table.policy = Policy(keywords_enabled=False)
    assert "- nearly: keywords are switched off, or keyword “cancel my account” would count" in tried(
        table, "cancel my account"
    )


def test_without_words_the_form_opens(table):
    table.command("/triggers try", DI)
    assert isinstance(table.reply, OpenForm)
    assert [(box.name, box.limit) for box in table.reply.inputs[:1]] == [("text", 3000)]
    assert [box.name for box in table.reply.inputs[1:]] == ["where", "channel"]


def test_of_a_long_conversation_the_first_messages_are_read(table):
    found = tried(table, *[f"hello {n}" for n in range(MOST + 5)])
    assert (len(found), found[-1]) == (MOST + 3, f"Only the first {MOST} messages were read.")


def test_only_admins_may(table):
    table.command("/triggers try", ANN, text="hello")
    assert table.whisper.startswith("Only admins")


@given(st.text(max_size=300))
def test_whatever_is_tried_is_answered_and_its_markup_shown(text):
    table = Table()
    table.send("try", 0, by=DI, text=text)
    assert isinstance(table.reply, FormErrors) or table.whisper.startswith("**What this would set off**")
    assert "](" not in table.whisper.replace("\\]\\(", "")


@pytest.mark.parametrize(
    ("phrase", "text", "is_near"),
    [
        ("cancel my account", "my account: cancel", True),
        ("cancel my account", "cancel the account", False),
        ("cancel my account", "cancel my accounts", True),
        ("cancel my account -deletion", "cancel my account deletion", True),
        ("cancel* my account", "cancelled, my account", True),
        ("go now", "now go", True),
        ("go now", "no way", False),
        ("/cancel|refund/", "cancel", False),
    ],
)
def test_what_comes_near(phrase, text, is_near):
    assert near((phrase,), text) == ((phrase,) if is_near else ())
