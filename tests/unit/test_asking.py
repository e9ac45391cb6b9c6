"""Asking the AI: what it is shown, and that whatever it does comes back as one outcome."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from unit.core_nouns import ANN, BO, DM, ED, HELP, MEMBER, NOON, PLACES, TEAM, grumpy, thread
from unit.fakes import HandClock, Keeping, RecordingChannel, until

from adapters.responder.knowledge import Knowledge
from adapters.store.sqlite import SqliteStore
from handoff import asking, wording
from handoff.asking import HISTORY, Asker, shown
from handoff.effects import Ask
from handoff.events import Answer, Answered, CannotAnswer, Failed, Outcome, Spoke
from handoff.model import AuthorKind, Conversation, Message
from handoff.outbox import OutboxWorker
from handoff.pacing import Pacer
from handoff.ports import Responder, Said
from handoff.service import Service
from handoff.states import State

SAMPLE = Path(__file__).resolve().parents[2] / "examples/knowledge"


class Shelf:
    """As much of Views as asking reads."""

    def __init__(self, messages: Sequence[Message] = (), conversation: Conversation | None = None) -> None:
        self.messages, self.found = messages, conversation

    async def conversation(self, number: int) -> Conversation | None:
        return self.found

    async def transcript(self, number: int, first: int = 1, last: int | None = None) -> Sequence[Message]:
        return self.messages


class Scripted:
    def __init__(self, outcome: Outcome | Exception | None) -> None:
        self.outcome = outcome
        self.history: Sequence[Said] = ()
        self.deadline = 0.0

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        self.history, self.deadline = history, deadline
        if self.outcome is None:
            await asyncio.Event().wait()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        assert self.outcome is not None
        return self.outcome


def message(seq: int, kind: AuthorKind = AuthorKind.CUSTOMER, **changes) -> Message:
    return replace(Message(number=1, seq=seq, kind=kind, author=ANN, text=f"words {seq}", at=NOON), **changes)


async def ask(responder, shelf: Shelf, timeout: float = 5.0, channel: RecordingChannel | None = None) -> Answered:
    sink = Keeping()
    channels = {"slack": channel} if channel else {}
    asker = Asker(responder, shelf, sink, channels, HandClock(), timeout)
    await asker.ask(Ask(number=1, epoch=3, run="run:1:3:7"), 9)
    (answered,) = sink.events[Answered]
    return answered


async def test_an_outcome_comes_back_under_the_runs_key():
    """However often it is asked, it counts once; it says how far it had read."""
    answered = await ask(Scripted(Answer("Two days.")), Shelf([message(1), message(7)]))
    assert (answered.key, answered.number, answered.epoch, answered.row, answered.through) == ("run:1:3:7", 1, 3, 9, 7)
    assert answered.outcome == Answer("Two days.")


async def test_the_ai_is_shown_what_the_customer_has_seen_or_said():
    """L5: no note, no draft, no other member's words nor any to one, nothing that was deleted."""
    said = [
        message(1),
        message(2, AuthorKind.AI, author=None),
        message(3, AuthorKind.AGENT, author=BO),
        message(4, AuthorKind.NOTE, author=BO),
        message(5, AuthorKind.DRAFT, author=None),
        message(6, AuthorKind.PARTICIPANT),
        message(7, AuthorKind.SYSTEM, author=None),
        message(8, deleted=True),
        message(9, aside=True),
        message(10),
    ]
    responder = Scripted(CannotAnswer())
    await ask(responder, Shelf(said), timeout=7.0)
    assert [(s.who, s.text) for s in responder.history] == [
        ("customer", "words 1"),
        ("assistant", "words 2"),
        ("team", "words 3"),
        ("team", "words 7"),
        ("customer", "words 10"),
    ]
    assert responder.deadline == 7.0


async def test_the_history_is_bounded_at_its_beginning():
    responder = Scripted(CannotAnswer())
    await ask(responder, Shelf([message(n) for n in range(1, 100)]))
    assert (len(responder.history), responder.history[-1].text) == (HISTORY, "words 99")


def test_what_no_run_was_given_yet_comes_last():
    """Whatever was said meanwhile; the first run, and one of an older row, is shown the record as it is."""
    record = [message(1), message(2), message(3, AuthorKind.AI), message(4, AuthorKind.AGENT), message(5)]
    order = {after: [said.text.removeprefix("words ") for said in shown(record, after)] for after in (0, 1, 2, 5)}
    assert order == {0: list("12345"), 1: list("13425"), 2: list("12345"), 5: list("12345")}


@pytest.mark.parametrize(
    ("outcome", "why"),
    [(ValueError("sk-secret"), "ValueError"), (TimeoutError(), "no answer within 0.05 s"), (None, "no answer within 0.05 s")],
)
async def test_an_error_and_a_missed_deadline_are_outcomes(outcome, why):
    """Never silence; and what the error said stays out of it."""
    answered = await ask(Scripted(outcome), Shelf([message(1)]), timeout=0.05)
    assert answered.outcome == Failed(why)


async def test_typing_is_shown_while_the_ai_works_and_not_after():
    channel = RecordingChannel()
    conversation = Conversation(number=1, customer=ANN, place=DM, opened_at=NOON)

    class Slow(Scripted):
        async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
            await until(lambda: channel.typed)
            return Answer("x")

    await ask(Slow(None), Shelf([message(1)], conversation), channel=channel)
    assert channel.typed == [DM]
    await ask(Scripted(Answer("x")), Shelf([message(1)], replace(conversation, place=replace(HELP, platform="gone"))))
    assert channel.typed == [DM]


@pytest.mark.parametrize(("epoch", "shown_again"), [(3, True), (4, False)], ids=["its turn", "handed off meanwhile"])
async def test_typing_ends_with_the_ais_turn(monkeypatch, epoch, shown_again):
    """What is shown after a handoff's notice would stand there until the platform takes it away, minutes later."""
    monkeypatch.setattr(asking, "TYPING", 0.01)
    channel, shelf = RecordingChannel(), Shelf([message(1)])
    shelf.found = Conversation(number=1, customer=ANN, place=DM, opened_at=NOON, epoch=epoch)

    class Slow(Scripted):
        async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
            await until(lambda: channel.typed)
            if shown_again:
                await until(lambda: len(channel.typed) > 2)
            else:
                await asyncio.sleep(0.1)
            return Answer("x")

    await ask(Slow(None), shelf, channel=channel)
    assert (len(channel.typed) > 1) is shown_again


# ---- what comes while the AI works: service, store, outbox and asker as they are


class Gated:
    """Keeps each run waiting until it is let go, and what it was shown."""

    def __init__(self, behind: Responder | None = None) -> None:
        self.behind = behind
        self.shown: list[list[tuple[str, str]]] = []
        self._go = asyncio.Semaphore(0)

    def let_go(self, runs: int = 1) -> None:
        for _ in range(runs):
            self._go.release()

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        self.shown.append([(said.who, said.text) for said in history])
        await self._go.acquire()
        return await self.behind.respond(history, deadline) if self.behind else Answer(f"answer {len(self.shown)}")


class House:
    def __init__(self, store: SqliteStore, responder: Responder) -> None:
        self.store, self.channel, self.count = store, RecordingChannel(), 0
        self.service = Service(store, PLACES, grumpy, HandClock(), lambda: self.outbox.wake())
        channels = {"slack": self.channel}
        asker = Asker(responder, store, self.service, channels, HandClock(), 5.0)
        self.outbox = OutboxWorker(store, store, self.service, channels, PLACES, asker, HandClock(), Pacer())

    async def say(self, *texts: str, **changes) -> None:
        for text in texts:
            self.count += 1
            given = {"place": DM, "author": ANN, "standing": MEMBER, "message_id": f"m{self.count}"} | changes
            await self.service(Spoke(key=f"said:{self.count}", at=NOON, text=text, **given))

    async def conversation(self) -> Conversation:
        found = await self.store.conversation(1)
        assert found
        return found

    async def answers(self, count: int) -> list[str]:
        """The AI's words, once there are so many and no run is in flight."""
        async with asyncio.timeout(30):
            while True:
                said = [m.text for m in await self.store.transcript(1) if m.kind is AuthorKind.AI]
                if len(said) >= count and not (await self.conversation()).run:
                    return said


@asynccontextmanager
async def house(responder: Responder) -> AsyncIterator[House]:
    store = await SqliteStore.open("sqlite://", team=TEAM, now=lambda: NOON)
    made = House(store, responder)
    running = [asyncio.create_task(loop.run()) for loop in (made.service, made.outbox)]
    try:
        yield made
    finally:
        await made.outbox.stop(5)  # first: what is on its way ends by being told to the service
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await store.close()


async def test_what_came_while_the_ai_worked_is_what_its_next_run_answers():
    """It stands before the first answer in the record, and last in what the next run is shown: all of it is the question."""
    responder = Gated()
    async with house(responder) as home:
        await home.say("first")
        await until(lambda: responder.shown)
        await home.say("second", "third")
        responder.let_go(2)
        await home.answers(2)
    (first, second) = responder.shown
    assert first == [("customer", "first")]
    assert second[0] == ("customer", "first")
    assert second[1][0] == "assistant"
    assert second[2:] == [("customer", "second"), ("customer", "third")]


async def test_two_questions_in_a_moment_are_both_answered():
    """The embedded AI: the second one was asked while it worked on the first; neither counts as a failed response."""
    responder = Gated(Knowledge.load(SAMPLE))
    async with house(responder) as home:
        await home.say("How long does delivery take?")
        await until(lambda: responder.shown)
        await home.say("And how do I return something?")
        responder.let_go(2)
        one, two = await home.answers(2)
        assert "working days" in one
        assert "Returning items" in two
        assert (await home.conversation()).misses == 0


async def test_a_burst_of_lines_is_answered_and_no_failure():
    """People write a question on several lines; whichever of them the first run saw, the others are no riddle to the next."""
    responder = Gated(Knowledge.load(SAMPLE))
    async with house(responder) as home:
        await home.say("hi")
        await until(lambda: responder.shown)
        await home.say("I bought a wheel", "last week", "and it does not fit", "how do I return it?")
        responder.let_go(2)
        hello, answer = await home.answers(2)
        assert wording.text("small.greeting") in hello
        assert "Returning items" in answer
        assert ((await home.conversation()).misses, len(responder.shown)) == (0, 2)


async def test_words_to_another_member_are_kept_from_the_ai():
    """The team sees them; neither this run nor a later one does."""
    responder = Gated()
    async with house(responder) as home:
        await home.say("my lamp flickers", place=HELP)
        here = {"place": thread("m1")}
        await home.say("@Ed did yours come yet?", **here, mentions_others=True)
        await home.say("it came", **here, author=ED)
        await home.say("so it did", **here, reply_to_other=True)
        await home.say("it is the blue one", **here)
        responder.let_go(2)
        await home.answers(1)
        kept = [(m.text, m.aside) for m in await home.store.transcript(1) if m.kind is AuthorKind.CUSTOMER]
        assert (await home.conversation()).state is State.AI
    assert ("@Ed did yours come yet?", True) in kept and ("so it did", True) in kept and ("it is the blue one", False) in kept
    said = {text for history in responder.shown for who, text in history if who == "customer"}
    assert said == {"my lamp flickers", "it is the blue one"}
