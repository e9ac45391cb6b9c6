"""Timers brought back as events; tidying; what is remembered; who is well."""

import asyncio

import pytest
from unit.core_nouns import NOON, SECOND
from unit.fakes import HandClock, Keeping, until

from handoff import recent, timers
from handoff.events import TimeUp
from handoff.health import Health
from handoff.ports import Timer
from handoff.recent import Recent
from handoff.timers import TidyWorker, TimerWorker


class Due:
    def __init__(self, *found: Timer) -> None:
        self.found = list(found)

    async def due_timers(self, now):
        return [timer for timer in self.found if timer.due <= now]


async def test_timers_that_are_due_come_back_as_events():
    """The key is the timer's own, so that bringing it twice is harmless; one that was moved is another."""
    due, later = Timer(kind="idle", number=1, epoch=2, due=NOON), Timer(kind="idle", number=3, epoch=0, due=NOON + SECOND)
    sink, clock = Keeping(), HandClock()
    worker = TimerWorker(Due(due, later), sink, clock)
    await worker.look()
    await worker.look()
    clock.pass_(1)
    await worker.look()
    events = sink.events[TimeUp]
    assert [(e.kind, e.number, e.epoch) for e in events] == [("idle", 1, 2), ("idle", 1, 2), ("idle", 1, 2), ("idle", 3, 0)]
    assert len({e.key for e in events}) == 2


async def ended(task):
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_loop_looks_again_and_again(monkeypatch):
    monkeypatch.setattr(timers, "EVERY", 0.0)
    sink = Keeping()
    task = asyncio.create_task(TimerWorker(Due(Timer(kind="idle", number=1, epoch=2, due=NOON)), sink, HandClock()).run())
    await until(lambda: len(sink.events[TimeUp]) > 2)
    await ended(task)


async def test_the_store_is_tidied_at_the_start_and_every_hour(monkeypatch):
    class Tidied:
        def __init__(self):
            self.times = []

        async def tidy(self, now):
            self.times.append(now)

    assert timers.TIDY_EVERY == 3600
    monkeypatch.setattr(timers, "TIDY_EVERY", 0.0)
    store = Tidied()
    task = asyncio.create_task(TidyWorker(store, HandClock()).run())
    await until(lambda: len(store.times) > 2)
    await ended(task)
    assert set(store.times) == {NOON}


def test_the_oldest_is_forgotten_first(monkeypatch):
    """Setting a key again makes it the newest."""
    monkeypatch.setattr(recent, "_REMEMBERED", 2)
    known: Recent[str, int] = Recent()
    for key in ("a", "b", "a", "c"):
        known[key] = 1
    assert list(known) == ["a", "c"]


def test_health_is_ready_when_all_that_was_reported_is():
    health = Health()
    assert not health.ready, "nobody has reported anything yet"
    health.report("slack", True)
    assert health.ready
    health.report("discord", False, "connecting")
    assert (health.ready, health.conditions["discord"].why, health.conditions["discord"].fatal) == (False, "connecting", False)
    health.report("discord", False, "set DISCORD_TOKEN", fatal=True)
    assert health.conditions["discord"].fatal
