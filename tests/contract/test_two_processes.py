"""The core's loops in two processes' places on one PostgreSQL, over a platform that delivers everything to both."""

import asyncio
import random
import re
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from contract.nouns import conversation, say
from contract.processes import until
from contract.stores import begin, open_postgres, opened, row, save
from unit.core_nouns import ANN, PLACES, grumpy
from unit.fakes import REPEATS, RecordingChannel

from handoff.asking import Asker
from handoff.effects import PostTo, Whisper
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.events import Answer, Commanded, Pressed, Spoke
from handoff.model import Address, Person, Standing
from handoff.outbox import OutboxWorker
from handoff.pacing import Pacer
from handoff.ports import RowState
from handoff.service import Service

CUSTOMERS, WORDS = 10, 5


class Wall:
    def now(self):
        return datetime.now(UTC)


class Slow(RecordingChannel):
    async def carry_out(self, order):
        await asyncio.sleep(0.002)
        return await super().carry_out(order)


class Echo:
    async def respond(self, history, deadline):
        return Answer(f"About: {history[-1].text}")


@asynccontextmanager
async def process(store, channel, clock):
    """A service and an outbox, as bot/compose.py joins them."""
    channels = {"slack": channel}
    woken = []
    service = Service(store, PLACES, grumpy, clock, lambda: woken[0].wake())
    asker = Asker(Echo(), store, service, channels, clock, 30.0)
    outbox = OutboxWorker(store, store, service, channels, PLACES, asker, clock, Pacer())
    woken.append(outbox)
    store.on_wake(outbox.wake)
    running = [asyncio.create_task(each.run()) for each in (service, outbox)]
    try:
        yield service
    finally:
        await outbox.stop(5)
        for task in running:
            task.cancel()
        await asyncio.wait(running)


def spoke(customer, word):
    who = replace(ANN, user=f"U{customer}")
    name = f"{customer}.{word}"
    place = Address("slack", "T1", f"@U{customer}")
    given = {"key": f"said:{name}", "message_id": name, "standing": Standing(), "text": f"word {name}"}
    return Spoke(at=Wall().now(), place=place, author=who, **given)


@pytest.mark.parametrize("open_store", ["postgres"], indirect=True)
async def test_two_processes_answer_everybody_once_and_in_order(store, tmp_path):
    """Each event comes to both; every order to the platform is tried once, and every customer reads their answers in order."""
    slow = Slow(REPEATS)
    clock = Wall()
    async with (
        opened(open_postgres, tmp_path) as other,
        process(store, slow, clock) as ours,
        process(other, slow, clock) as theirs,
    ):

        async def customer(number):
            for word in range(WORDS):
                await asyncio.gather(*(service(spoke(number, word)) for service in (ours, theirs)))

                async def answered(word=word):
                    return any(f"About: word {number}.{word}" in each.post.text for each in slow.stands.values())

                await until(answered)

        await asyncio.gather(*map(customer, range(CUSTOMERS)))
    tried = Counter(order.key for order in slow.tried if isinstance(order, PostTo))
    assert {1} == set(tried.values())
    for number in range(CUSTOMERS):
        texts = slow.texts(Address("slack", "T1", f"@U{number}"))
        said = [text.split("About: ")[1].split("\n")[0] for text in texts if "About: " in text]
        assert said == [f"word {number}.{word}" for word in range(WORDS)]


class Robbed(RecordingChannel):
    """While a request is on its way, the row is taken over, as if this process had not moved for long."""

    def __init__(self, take, fault=None):
        super().__init__(REPEATS)
        self.take, self.fault = take, fault

    async def carry_out(self, order):
        await self.take()
        if self.fault:
            raise self.fault
        return await super().carry_out(order)


@pytest.mark.parametrize("open_store", ["postgres"], indirect=True)
@pytest.mark.parametrize("fault", [None, Refused("no"), Uncertain("lost"), Unavailable("busy"), ValueError("ours")])
async def test_a_row_taken_over_meanwhile_is_left_as_it_is(store, other, admin, fault, caplog):
    """However the late request ended: nothing of it is kept or told, and nothing is sent on."""

    async def take():
        await admin.execute("UPDATE outbox SET leased_by = $1, leased_until = clock_timestamp() + interval '1 hour'", other.me)

    await begin(store, conversation(1))
    channel = Robbed(take, fault)
    channel.limit = 5
    async with process(store, channel, Wall()):
        await save(store, effects=[say(1, "of two parts")])

        async def left():
            return "another process" in caplog.text

        await until(left)
    kept = await row(store, 1)
    assert (kept.state, kept.part, kept.receipts, kept.error, kept.attempts) == (RowState.STARTED, 0, (), "", 1)
    assert len(channel.tried) == (fault is None)


@pytest.mark.parametrize(("open_store", "processes"), [("sqlite", 1), ("postgres", 2)], indirect=["open_store"])
async def test_of_eight_who_claim_at_once_one_wins(store, open_store, processes, tmp_path):
    """FAULTS C2: 100 rounds by button and by command, spread over the processes; everybody is told who has it."""
    clock, channel = Wall(), RecordingChannel(REPEATS)
    agents = [Person("slack", "T1", f"A{n}", f"Agent {n}") for n in range(8)]
    async with AsyncExitStack() as stack:
        stores = [store] + [await stack.enter_async_context(opened(open_store, tmp_path)) for _ in range(processes - 1)]
        services = [await stack.enter_async_context(process(each, channel, clock)) for each in stores]
        await services[0](spoke(1, "I want a human"))
        for turn in range(100):
            order = random.Random(turn).sample(agents, len(agents))
            acts = [claims(turn, n, agent) for n, agent in enumerate(order)]
            replies = await asyncio.gather(*(services[n % processes](act) for n, act in enumerate(acts)))
            told = [reply.post.text for reply in replies if isinstance(reply, Whisper)]
            assert len(told) == 8
            assert sum("is yours" in words for words in told) == 1, told
            winner = order[next(n for n, words in enumerate(told) if "is yours" in words)]
            assert sum(f"{winner.name} has #1" in words for words in told) == 7, told
            await services[turn % processes](released(turn, winner))


def acted(turn, n, agent):
    about = {"key": f"act:{turn}:{n}", "at": Wall().now(), "by": agent, "place": PLACES.team}
    return about | {"standing": Standing(agent=True)}


def claims(turn, n, agent):
    about = acted(turn, n, agent)
    return Pressed(verb="claim", number=1, **about) if n % 2 else Commanded(name="claim", options={"number": "1"}, **about)


def released(turn, agent):
    return Commanded(name="handoff", verb="release", options={"number": "1"}, **acted(turn, "release", agent))


@pytest.mark.parametrize(("open_store", "processes"), [("sqlite", 1), ("postgres", 2)], indirect=["open_store"])
async def test_a_code_that_two_accounts_type_at_once_joins_one(store, open_store, processes, tmp_path):
    """C17: whichever process each comes to; wrong codes are counted by all processes together."""
    clock, channel = Wall(), RecordingChannel(REPEATS)
    there = Address("discord", "", "500")
    async with AsyncExitStack() as stack:
        stores = [store] + [await stack.enter_async_context(opened(open_store, tmp_path)) for _ in range(processes - 1)]
        services = [await stack.enter_async_context(process(each, channel, clock)) for each in stores]

        async def links(which, turn, n, who, place, code=""):
            about = acted(turn, n, who) | {"place": place, "options": {"code": code} if code else {}}
            reply = await services[which % processes](Commanded(name="handoff", verb="link", **about))
            return reply.post.text

        for turn in range(10):
            shown = await links(turn, turn, "code", Person("slack", "T1", f"A{turn}", f"A{turn}"), PLACES.team)
            code = re.search(r"`([A-Z0-9]{4}-[A-Z0-9]{4})`", shown)[1]
            others = [Person("discord", "", f"{turn}{n}", f"D{turn}{n}") for n in range(4)]
            told = await asyncio.gather(*(links(n, turn, n, who, there, code) for n, who in enumerate(others)))
            assert sum("Joined" in words for words in told) == 1, told
            assert len((await store.policy()).accounts) == turn + 1
        guesser = Person("discord", "", "99", "Guy")
        told = await asyncio.gather(*(links(n, 99, n, guesser, there, f"WRONG{n}") for n in range(8)))
        assert sum("joins nothing" in words for words in told) == 5, told
