"""What asking may cost: the deadline with its one retry, the budgets, and the rest that a failing AI is given."""

import asyncio
import time
from collections.abc import Sequence

import pytest

from adapters.responder import limits
from adapters.responder.limits import AT_ONCE, FAILURES, REST, Budget, Limited, Unreached, spent
from handoff.asking import HISTORY
from handoff.events import Answer, CannotAnswer, Failed, Outcome, WantsHuman
from handoff.ports import Said

ASKED = [Said("customer", "Where is my parcel?")]
FINE = Answer("There.")


class Scripted:
    """A source that does what it is told, in order; then FINE."""

    def __init__(self, *acts: Outcome | Exception | float) -> None:
        self.acts, self.asked, self.left, self.running, self.most = list(acts), 0, 0.0, 0, 0

    async def ask(self, history: Sequence[Said], left: float) -> Outcome:
        self.asked += 1
        self.left = left
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            act = self.acts.pop(0) if self.acts else FINE
            if isinstance(act, Exception):
                raise act
            if isinstance(act, float):
                await asyncio.sleep(act)
                return FINE
            return act
        finally:
            self.running -= 1


class Hours:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def why(outcome: Outcome) -> str:
    assert isinstance(outcome, Failed)
    return outcome.why


async def test_the_outcome_is_there_before_the_deadline_whatever_the_ai_does() -> None:
    source = Scripted(60.0)
    began = time.monotonic()
    assert "no answer" in why(await Limited(source, Budget()).respond(ASKED, 0.3))
    assert time.monotonic() - began < 30, "it did not wait for the AI"
    assert source.running == 0


async def test_what_may_pass_is_tried_once_more_and_no_more() -> None:
    again = Unreached("down", again=True, after=0.0)
    assert await Limited(Scripted(again), Budget()).respond(ASKED, 5) == FINE
    source = Scripted(again, again)
    assert why(await Limited(source, Budget()).respond(ASKED, 5)) == "down"
    assert source.asked == 2


async def test_what_cannot_pass_is_not_tried_again() -> None:
    source = Scripted(Unreached("wrong key"))
    assert why(await Limited(source, Budget()).respond(ASKED, 5)) == "wrong key"
    assert source.asked == 1


async def test_the_time_that_the_ai_asks_for_is_kept_to_or_the_outcome_is_there_at_once() -> None:
    began = time.monotonic()
    assert await Limited(Scripted(Unreached("busy", again=True, after=0.4)), Budget()).respond(ASKED, 5) == FINE
    assert time.monotonic() - began >= 0.4
    source, began = Scripted(Unreached("busy", again=True, after=30.0)), time.monotonic()
    assert why(await Limited(source, Budget()).respond(ASKED, 5)) == "busy"
    assert source.asked == 1
    assert time.monotonic() - began < 15, "it did not wait for what would not be there in time"


async def test_the_second_try_has_only_what_is_left_of_the_time() -> None:
    source = Scripted(Unreached("busy", again=True, after=0.3), 60.0)
    began = time.monotonic()
    assert "no answer" in why(await Limited(source, Budget()).respond(ASKED, 1.0))
    assert time.monotonic() - began < 30
    assert source.left < 0.75


async def test_an_ai_that_fails_in_a_row_is_given_a_rest_then_one_question_tries_it() -> None:
    clock = Hours()
    source = Scripted(*[Unreached("down")] * FAILURES)
    ai = Limited(source, Budget(), clock=clock)
    for _ in range(FAILURES):
        assert why(await ai.respond(ASKED, 5)) == "down"
    assert "rest" in why(await ai.respond(ASKED, 5))
    assert source.asked == FAILURES
    clock.now += REST
    source.acts = [0.2]
    first, second = await asyncio.gather(ai.respond(ASKED, 5), ai.respond(ASKED, 5))
    assert first == FINE
    assert "rest" in why(second)
    assert await ai.respond(ASKED, 5) == FINE
    assert source.asked == FAILURES + 2


async def test_a_probe_that_fails_begins_another_rest() -> None:
    clock = Hours()
    source = Scripted(*[Unreached("down")] * (FAILURES + 1))
    ai = Limited(source, Budget(), clock=clock)
    for _ in range(FAILURES):
        await ai.respond(ASKED, 5)
    clock.now += REST
    assert why(await ai.respond(ASKED, 5)) == "down"
    assert "rest" in why(await ai.respond(ASKED, 5))
    clock.now += REST
    assert await ai.respond(ASKED, 5) == FINE


async def test_missed_deadlines_count_as_failures_and_answers_of_no_use_do_not() -> None:
    slow = Limited(Scripted(*[60.0] * FAILURES), Budget())
    for _ in range(FAILURES):
        await slow.respond(ASKED, 0.05)
    assert "rest" in why(await slow.respond(ASKED, 0.05))
    source = Scripted(*[CannotAnswer("odd")] * (FAILURES + 5))
    odd = Limited(source, Budget())
    for _ in range(FAILURES + 5):  # else one customer could silence the AI for all
        assert await odd.respond(ASKED, 5) == CannotAnswer("odd")


async def test_a_mute_ai_has_only_so_many_questions_at_once() -> None:
    source = Scripted(*[0.1] * 30)
    ai = Limited(source, Budget())
    outcomes = await asyncio.gather(*(ai.respond(ASKED, 5) for _ in range(30)))
    assert source.most == AT_ONCE
    assert outcomes == [FINE] * 30


async def test_the_days_requests_are_counted_with_retries_and_are_new_the_next_day() -> None:
    clock = Hours()
    source = Scripted(Unreached("busy", again=True, after=0.0))
    ai = Limited(source, Budget(day=3), clock=clock)
    assert await ai.respond(ASKED, 5) == FINE
    assert await ai.respond(ASKED, 5) == FINE
    for _ in range(FAILURES + 1):
        assert "3 times" in why(await ai.respond(ASKED, 5))
    assert source.asked == 3
    clock.now += 86_400
    assert await ai.respond(ASKED, 5) == FINE


async def test_a_conversation_whose_budget_is_spent_goes_to_a_person() -> None:
    source = Scripted()
    ai = Limited(source, Budget(conversation=2))
    twice = [*ASKED, Said("assistant", "a"), *ASKED, Said("assistant", "b"), *ASKED]
    assert isinstance(await ai.respond(twice, 5), WantsHuman)
    assert source.asked == 0
    assert await ai.respond(twice[:3], 5) == FINE
    assert await Limited(source, Budget(conversation=0)).respond(twice, 5) == FINE


def test_what_the_ai_has_spent_is_counted_since_a_person_wrote() -> None:
    ai, customer, team = Said("assistant", "a"), Said("customer", "c"), Said("team", "t")
    assert spent([customer, ai, customer, ai, customer]) == 2
    assert spent([customer, ai, team, customer, ai, customer]) == 1
    assert spent([customer] * HISTORY) == HISTORY, "more is not shown, so that it cannot be counted any more"
    assert spent([team, *[customer] * (HISTORY - 1)]) == 0


async def test_courtesies_cost_nothing() -> None:
    source = Scripted()
    thanks = await Limited(source, Budget(), courteous=True).respond([Said("customer", "Thank you!")], 5)
    assert isinstance(thanks, Answer)
    assert thanks.small_talk
    assert source.asked == 0


async def test_what_is_logged_is_the_kind_of_failure(caplog: pytest.LogCaptureFixture) -> None:
    await Limited(Scripted(Unreached("the service answered with status 500")), Budget()).respond(ASKED, 5)
    assert "status 500" in caplog.text
    assert "parcel" not in caplog.text


def test_the_deadline_is_shortened_by_less_than_half_a_second() -> None:
    """AI_TIMEOUT is the time that customers wait: what is kept back of it must not matter."""
    assert limits.KEPT * 20 < 0.5
