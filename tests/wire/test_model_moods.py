"""ANALYSER=model on the wire: what the model is given, and that ours stands where it is slow, failing, or costs too much."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from modelsim import Act, ModelSim, call, drop, garbage, hang, status, text

from adapters.responder.choose import moods
from adapters.responder.feels import LONGEST
from adapters.responder.limits import FAILURES
from handoff.errors import Fatal
from handoff.ports import Feels

APIS = ("openai:local-model", "openai-responses:local-model", "anthropic:claude-local")

every_api = pytest.mark.parametrize("name", APIS)


@asynccontextmanager
async def model(name: str, day: int = 0) -> AsyncIterator[tuple[ModelSim, Feels]]:
    """The simulated service and the analyser that asks it; every request must have been right."""
    async with ModelSim.start() as sim:
        keys = {
            "OPENAI_API_KEY": sim.key,
            "OPENAI_BASE_URL": sim.openai,
            "ANTHROPIC_API_KEY": sim.key,
            "ANTHROPIC_BASE_URL": sim.anthropic,
        }
        yield sim, moods(name, keys=keys, day=day)
        assert sim.violations == []


@every_api
async def test_a_mood_is_what_the_tool_was_called_with(name: str) -> None:
    async with model(name) as (sim, feels):
        sim.then(call("mood", score=-0.625))
        assert await feels.feel("trois semaines que j'attends !", 5) == -0.625
        assert len(sim.requests) == 1


async def test_the_model_is_given_the_message_and_no_more() -> None:
    async with model(APIS[0]) as (sim, feels):
        sim.then(call("mood", score=0), call("mood", score=0))
        await feels.feel("my first secret", 5)
        await feels.feel("x" * 3 * LONGEST, 5)
        second = str(sim.requests[1])
        assert ("my first secret" in str(sim.requests[0]), "my first secret" in second) == (True, False)
        assert second.count("x" * LONGEST) == 1


@pytest.mark.parametrize(
    "act",
    [
        *(text("-0.6"), call("mood"), call("mood", score=-7), call("mood", score="bad"), call("feeling", score=-0.6)),
        *(garbage(b"{}"), drop, status(400), status(401), status(429), status(500)),
    ],
)
@every_api
async def test_what_is_no_mood_is_none(name: str, act: Act) -> None:
    async with model(name) as (sim, feels):
        sim.then(act)
        assert await feels.feel("still waiting", 5) is None
        assert len(sim.requests) == 1


async def test_nobody_waits_longer_than_the_deadline() -> None:
    async with model(APIS[0]) as (sim, feels):
        sim.then(hang(3))
        began = time.monotonic()
        assert await feels.feel("still waiting", 0.3) is None
        assert time.monotonic() - began < 2


async def test_the_day_has_so_many_requests() -> None:
    async with model(APIS[0], day=2) as (sim, feels):
        sim.then(*[call("mood", score=-0.5)] * 2)
        assert [await feels.feel("still waiting", 5) for _ in range(4)] == [-0.5, -0.5, None, None]
        assert len(sim.requests) == 2


async def test_a_model_that_fails_again_and_again_is_let_alone() -> None:
    async with model(APIS[0]) as (sim, feels):
        sim.then(*[status(500)] * FAILURES)
        for _ in range(FAILURES + 3):
            assert await feels.feel("still waiting", 5) is None
        assert len(sim.requests) == FAILURES


def test_what_is_no_model_is_said_by_name() -> None:
    with pytest.raises(Fatal, match="OPENAI_API_KEY"):
        moods("openai:some-model", keys={}, day=0)
