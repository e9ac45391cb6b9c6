"""The rate budgets, on a clock of their own."""

import asyncio
from dataclasses import replace

import pytest
from unit.core_nouns import card_thread
from unit.fakes import FINDS

from handoff.effects import EditAt, PinAt, Post, PostTo
from handoff.pacing import KEPT, Pacer, budgets
from handoff.ports import Rate

RATE = Rate(burst=2, every=10.0)
THREAD = card_thread("t1")


class Hands:
    """A clock moved by hand; who waits is woken by yielding until nothing changes any more."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pacer = Pacer(lambda: self.now, self._pause)
        self._sleepers: list[tuple[float, asyncio.Event]] = []
        self.done: list[str] = []

    async def _pause(self, seconds: float) -> None:
        woken = asyncio.Event()
        self._sleepers.append((self.now + seconds, woken))
        await woken.wait()

    def ask(self, name: str, rank: int = 0, key: str = "k", rate: Rate = RATE) -> "asyncio.Task[None]":
        async def one() -> None:
            await self.pacer.take(key, rate, rank)
            self.done.append(name)

        return asyncio.create_task(one())

    async def at(self, now: float) -> list[str]:
        """Who has gone by `now`."""
        for _ in range(500):
            due = sorted(until for until, _ in self._sleepers)
            if due and due[0] <= now:
                self.now = max(self.now, due[0])
            for until, woken in [s for s in self._sleepers if s[0] <= self.now]:
                self._sleepers.remove((until, woken))
                woken.set()
            await asyncio.sleep(0)
        self.now = now
        return self.done


@pytest.fixture
async def hands():
    found = Hands()
    yield found
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()


async def test_a_burst_goes_at_once_and_the_rest_at_the_rate(hands):
    for name in "abcde":
        hands.ask(name)
    assert await hands.at(0) == ["a", "b"]
    assert await hands.at(9.9) == ["a", "b"]
    assert await hands.at(10.1) == ["a", "b", "c"]
    assert await hands.at(30.2) == ["a", "b", "c", "d", "e"]


async def test_the_lowest_rank_goes_first_then_whoever_came_first(hands):
    """People's words before cards, cards before boards."""
    for name, rank in (("x", 0), ("y", 0), ("board", 5), ("card", 1), ("words", 0), ("more", 0)):
        hands.ask(name, rank)
    assert await hands.at(100) == ["x", "y", "words", "more", "card", "board"]


async def test_keys_do_not_wait_for_each_other(hands):
    for name in "abc":
        hands.ask(name)
    hands.ask("other", key="other")
    assert await hands.at(0) == ["a", "b", "other"]


async def test_a_pause_that_was_asked_for_is_kept(hands):
    """Nothing goes out before it is over, then at the rate again; an unknown key needs no pause."""
    hands.ask("a")
    assert await hands.at(0) == ["a"]
    hands.pacer.hold("k", 60)
    hands.pacer.hold("nobody's", 60)
    for name in "bc":
        hands.ask(name)
    assert await hands.at(60) == ["a"]
    assert await hands.at(70.1) == ["a", "b"]
    assert await hands.at(80.2) == ["a", "b", "c"]


async def test_a_clock_that_goes_backwards_gives_nothing_and_takes_nothing(hands):
    for name in "abc":
        hands.ask(name)
    await hands.at(5)
    hands.now = 0
    assert await hands.at(10.1) == ["a", "b", "c"]


async def test_whoever_no_longer_waits_holds_up_nobody(hands):
    for name in "ab":
        hands.ask(name)
    gone = hands.ask("gone")
    hands.ask("c")
    await hands.at(1)
    gone.cancel()
    assert await hands.at(11) == ["a", "b", "c"]


async def test_what_is_not_asked_for_any_more_is_forgotten(hands):
    """A budget for each of a server's threads would otherwise be kept for ever; one in use or not full is kept."""
    hands.ask("a", key="used")
    for n in range(KEPT + 5):
        hands.ask("x", key=f"thread {n}")
    await hands.at(0)
    assert len(hands.pacer) > KEPT
    await hands.at(1000)
    hands.ask("last", key="new")
    await hands.at(1000)
    assert len(hands.pacer) == 1


async def test_without_a_clock_of_its_own_it_uses_the_loops():
    pacer = Pacer()
    await asyncio.wait_for(pacer.take("k", Rate(burst=1, every=0.01)), 30)
    await asyncio.wait_for(pacer.take("k", Rate(burst=1, every=0.01)), 30)


# ---- which budgets a request spends


@pytest.mark.parametrize(
    ("able", "order", "own"),
    [
        (FINDS, PostTo(to=THREAD, post=Post(), key="k"), "post slack C9 "),
        (replace(FINDS, threads_share_rate=False), PostTo(to=THREAD, post=Post(), key="k"), "post slack C9 t1"),
        (FINDS, EditAt(to=THREAD, message_id="m", post=Post()), "edit slack C9 "),
        (replace(FINDS, threads_share_rate=False), PinAt(to=THREAD, message_id="m"), "edit slack C9 t1"),
        (replace(FINDS, edits_shared=True), EditAt(to=THREAD, message_id="m", post=Post()), "edit slack "),
    ],
)
def test_a_request_spends_its_places_budget_and_the_platforms(able, order, own):
    (place, rate), (whole, overall) = budgets(able, order)
    assert (place, whole) == (own, "all slack")
    assert (rate, overall) == (able.posts if own.startswith("post") else able.edits, able.overall)
