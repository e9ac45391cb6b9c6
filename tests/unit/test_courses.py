"""A report's candidates: replayed only from where they matter, and what comes of it is what a whole replay finds."""

from functools import partial

import pytest
from hypothesis import given, settings
from unit.core_nouns import Table, grumpy
from unit.test_replay_stretches import both, policies, steps

from handoff.advising import Advising
from handoff.courses import Course
from handoff.model import Policy
from handoff.replay import Settings, replayed


def agree(table: Table, now: Policy) -> None:
    record = sorted(table.messages.values(), key=lambda m: m.seq)
    under = Settings(policy=now, analyser=grumpy)
    course = Course(table.c(), record, under)
    assert course.result == replayed(table.c(), record, under)
    for trial in Advising(under).trials:
        found = course.under(trial.settings, partial(trial.matters, trial.dial.value(now)))
        assert found == replayed(table.c(), record, trial.settings), trial.advice


@settings(max_examples=80)
@given(policies, policies, steps)
def test_from_where_it_matters_is_the_whole_of_it(lived, now, script):
    """For every candidate, of conversations that were lived under the numbers in force or under others."""
    agree(both(lived, lived, script)[0].table, now)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_failures_that_another_reason_came_before_or_after(turns, limit):
    """The words that count as a failed response may also be the ones that another rule ends the AI's time with."""
    table = Table(policy=Policy(failed_limit=limit, turns_limit=turns))
    for words in ("how long?", "that didn't work", "is it far?", "that didn't work", "I want a human"):
        table.speak(words)
        if table.c().run:
            table.answer("Two days.")
    agree(table, table.policy)


def test_what_matters_nowhere_is_replayed_nowhere():
    """Content customers cost one replay, however many candidates there are."""
    table = Table()
    table.speak("how long?")
    record = sorted(table.messages.values(), key=lambda m: m.seq)
    course = Course(table.c(), record, Settings(policy=Policy(), analyser=grumpy))
    for trial in Advising(Settings(policy=Policy(), analyser=grumpy)).trials:
        assert course.under(trial.settings, partial(trial.matters, trial.dial.value(Policy()))) is course.result
