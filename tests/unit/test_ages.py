"""D8: whoever's account is younger than admins ask for is served as everybody, and nobody is notified of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.core_nouns import ANN, DI, DM, Table
from unit.test_needless import pinged

from handoff import cards
from handoff.model import Person, Policy
from handoff.states import State


def table_with(age: timedelta | None, least: timedelta = timedelta(days=1)) -> tuple[Table, Person]:
    """And a customer whose account is that old."""
    table = Table(policy=Policy(account_age=least))
    return table, replace(ANN, since=None if age is None else table.now - age)


def evidence(table: Table) -> str:
    return str(next((f.value for f in cards.card(table.c()).fields if f.name == "Evidence"), ""))


def test_who_is_too_young_gets_a_person_and_nobody_is_notified():
    table, ann = table_with(timedelta(hours=2))
    table.speak("I want a human", DM, ann)
    assert (table.c().state, pinged(table)) == (State.WAITING, [False])
    assert evidence(table).endswith("no ping: the account is 2 hours old")
    assert table.texts() == ["Of course. I've asked the team, and a person will join you here. Keep writing if you like."]


def test_the_ai_answers_them_as_everybody():
    table, ann = table_with(timedelta(hours=2))
    table.speak("how long does delivery take?", DM, ann)
    table.answer("Two days.")
    assert table.texts()[0].startswith("Two days.")


@pytest.mark.parametrize("age", [timedelta(days=1), timedelta(days=400), None])
def test_who_is_old_enough_or_of_unknown_age_notifies_the_team(age):
    """Slack does not tell it."""
    table, ann = table_with(age)
    table.speak("I want a human", DM, ann)
    assert (pinged(table), "no ping" in evidence(table)) == ([True], False)


def test_by_default_nobody_is_too_young():
    table, ann = table_with(timedelta(0), Policy().account_age)
    table.speak("I want a human", DM, ann)
    assert pinged(table) == [True]


def test_who_has_grown_older_since_notifies_the_team():
    table, ann = table_with(timedelta(hours=23))
    table.speak("I want a human", DM, ann)
    table.send("return")
    table.now += timedelta(hours=2)
    table.speak("I want a human", DM, ann)
    assert (pinged(table), "no ping" in evidence(table)) == ([True], False)


def test_whoever_sets_it_is_told_where_it_counts():
    table = Table()
    table.command("/triggers set", DI, name="account.age", value="2d")
    assert table.policy.account_age == timedelta(days=2)
    assert table.whisper.startswith("`account.age` is 2d from now on. It was 0s. Who is younger")
    assert "Only Discord tells" in table.whisper
