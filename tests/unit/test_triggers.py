"""What calls a person, and what does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, DM, NOON

from handoff.model import Conversation, Mood, Policy, Trigger
from handoff.triggers import TRIGGERS, Reading, reason_to_hand_off, reasons
from handoff.triggers.keywords import find
from handoff.triggers.reading import QUOTE, quote
from handoff.triggers.text import LONGEST, normalise


def reading(text: str = "", policy: Policy | None = None, **changes) -> Reading:
    conversation = Conversation(number=1, customer=ANN, place=DM, opened_at=NOON, **changes)
    return Reading(conversation=conversation, policy=policy or Policy(), text=text)


def moods(*scores: float) -> tuple[Mood, ...]:
    return tuple(Mood(score, f"words {n}") for n, score in enumerate(scores))


# ---- keywords

DISGUISES = [
    "cancel my account",
    "CANCEL MY ACCOUNT",
    "Cancel  my\n account",
    "c\u200ba\u200bncel my account",
    "can\u00adcel my account",
    "ｃａｎｃｅｌ my account",
    "𝐜𝐚𝐧𝐜𝐞𝐥 my account",
    "𝓬𝓪𝓷𝓬𝓮𝓵 my account",
    "cаncel my account",
    "сancel my accоunt",
    "c̶a̶n̶c̶e̶l̶ my account",
    "cáncel my account",
    "cancel my\u2060 account",
    "cancel\ufe0f my account",
    "cancel\u202e my account",
    "ⓒⓐⓝⓒⓔⓛ my account",
    "can\U000e0063cel my account",
]


@pytest.mark.parametrize("text", DISGUISES, ids=[ascii(text) for text in DISGUISES])
def test_tricks_with_characters_are_undone(text):
    """X9: for matching only."""
    assert find(("cancel my account",), f"please {text}!") == ("cancel my account",)


@pytest.mark.parametrize(
    "text",
    ["cancellation of my account", "uncancel my account", "cancel my accounts", "cancelmy account", "cancel, my account"],
)
def test_a_phrase_is_whole_words_in_a_row(text):
    assert find(("cancel my account",), text) == ()


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("отмена", "мне нужна ОТМЕНА заказа", True),
        ("отмена", "отменами", False),
        ("解約", "今すぐ 解約", True),
        ("रद्द", "कृपया रद्द करें", True),
        ("straße", "in der STRASSE", True),
        ("c++", "I write c++ code", True),
        ("$5", "it was $5 less", True),
        (".*", "anything", False),
        ("a.c", "abc", False),
    ],
)
def test_phrases_in_any_script_and_no_patterns(phrase, text, found):
    assert find((phrase,), text) == ((phrase,) if found else ())


def test_every_phrase_that_is_found_is_evidence():
    reason = TRIGGERS[1](
        reading("refund me and cancel my account", Policy(keywords=("Refund", "cancel my account", "", "gone")))
    )
    assert reason.evidence == ("keyword “Refund”", "keyword “cancel my account”")


def test_keywords_can_be_switched_off():
    assert TRIGGERS[1](reading("cancel my account", Policy(keywords_enabled=False))) is None
    assert TRIGGERS[1](reading("", Policy())) is None


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


def test_what_is_read_is_bounded():
    """U+FDFA alone unfolds to eighteen characters."""
    assert len(normalise("\ufdfa" * LONGEST)) <= LONGEST * 4
    assert unicodedata.normalize("NFKD", "\ufdfa") != "\ufdfa"


# ---- failed responses


@pytest.mark.parametrize(
    ("limit", "misses", "fires"), [(3, 2, False), (3, 3, True), (1, 1, True), (0, 9, False), (-1, 9, False)]
)
def test_failed_responses_in_a_row(limit, misses, fires):
    """B3; a limit below one switches it off."""
    found = TRIGGERS[3](reading(policy=Policy(failed_limit=limit), misses=misses, missed=("q",) * misses))
    assert bool(found) == fires


def test_the_evidence_of_failures_is_the_questions():
    found = TRIGGERS[3](reading(misses=3, missed=("one?", "two?", "three?")))
    assert (found.evidence, found.quote) == (("3 failed responses in a row", "“one?”", "“two?”", "“three?”"), "three?")
    alone = TRIGGERS[3](reading(policy=Policy(failed_limit=1), misses=1))
    assert (alone.evidence, alone.quote) == (("1 failed response",), "")


# ---- all of them


def test_what_the_customer_asks_for_comes_before_what_we_make_of_it():
    """One reason decides; all that fire can be shown."""
    everything = reading("I want a human or cancel my account", moods=moods(-0.97), misses=3, missed=("q",))
    assert reason_to_hand_off(everything).trigger is Trigger.EXPLICIT
    assert [r.trigger for r in reasons(everything)] == [Trigger.EXPLICIT, Trigger.KEYWORD, Trigger.SENTIMENT, Trigger.FAILURES]
    assert (reason_to_hand_off(reading("hello")), reasons(reading("hello"))) == (None, ())


@given(st.text(max_size=2000))
def test_a_quote_fits_a_card(text):
    line = quote(text)
    assert (len(line) <= QUOTE, "\n" in line) == (True, False)
