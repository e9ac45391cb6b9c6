"""The rules that admins switch on, and how one of one's own is added."""

import runpy
from pathlib import Path

import pytest
from unit.core_nouns import ANN, BO, DI, DM, NOON, Table

from handoff.model import Conversation, File, Policy, State, Trigger
from handoff.triggers import Reading, reasons
from handoff.triggers.rules import RULES, check

ROOT = Path(__file__).parents[2]
PICTURE = File(name="broken.png", url="https://files.example/1", size=5)


def reading(text: str = "hello", policy: Policy | None = None, files: tuple[File, ...] = (), **changes) -> Reading:
    conversation = Conversation(number=1, customer=ANN, place=DM, opened_at=NOON, **changes)
    return Reading(conversation=conversation, policy=policy or Policy(), text=text, files=files)


def test_nobody_is_called_by_a_rule_that_nobody_switched_on():
    assert reasons(reading(files=(PICTURE,), turns=1000)) == ()


def test_a_file_is_for_a_person_where_admins_say_so():
    reason = check(reading("", Policy(files_enabled=True), files=(PICTURE,)))
    assert (reason.trigger, reason.evidence) == (Trigger.RULE, ("sent a file: broken.png",))
    assert check(reading("", Policy(files_enabled=True))) is None


@pytest.mark.parametrize(("limit", "turns", "fires"), [(0, 99, False), (3, 3, False), (3, 4, True), (1, 2, True)])
def test_the_ai_tries_for_so_many_messages(limit, turns, fires):
    assert bool(check(reading(policy=Policy(turns_limit=limit), turns=turns))) == fires


def test_an_answer_of_the_ai_sets_off_no_rule():
    assert check(reading("", Policy(turns_limit=1), turns=9)) is None


def test_the_first_messages_are_answered_and_the_next_is_the_teams():
    table = Table()
    table.command("/triggers set", DI, name="turns.limit", value="2")
    for words in ("one?", "two?"):
        table.speak(words)
        table.answer("So.")
    table.speak("thank you")
    assert table.c().state is State.AI, "thanks ask nothing"
    table.speak("three?")
    assert (table.c().reason.trigger, table.c().reason.evidence) == (Trigger.RULE, ("3 messages to the AI, and it goes on",))


def test_back_with_the_ai_the_count_starts_anew():
    table = Table()
    table.policy = Policy(turns_limit=1)
    table.speak("one?")
    table.answer("So.")
    table.speak("two?")
    table.press("claim", by=BO)
    table.send("return", by=BO)
    table.speak("three?")
    assert (table.c().state, table.c().turns) == (State.AI, 1)


def test_a_message_with_a_file_goes_to_the_team():
    table = Table()
    table.policy = Policy(files_enabled=True)
    table.speak("look", files=(PICTURE,))
    assert table.c().reason.trigger is Trigger.RULE


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("I was charged $1,250.00 twice", ("names a sum of 1250",)),
        ("es geht um 1.000 €", ("names a sum of 1000",)),
        ("it was $5 less", None),
        ("order 123456 is late", None),
        ("I paid 12.50 EUR", None),
    ],
)
def test_a_rule_of_ones_own_is_a_file_and_a_line(text, evidence):
    """The example of the documentation, as the page says."""
    page = (ROOT / "docs/own-rules.md").read_text(encoding="utf-8")
    assert "examples/own_rule.py" in page
    own = runpy.run_path(str(ROOT / "docs/examples/own_rule.py"))["rule"]
    found = check(reading(text), (*RULES, own))
    assert (found and found.evidence) == evidence
