"""Asking the AI: whatever it does comes back as one outcome."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from unit.core_nouns import ANN, BO, DM, HELP, NOON
from unit.fakes import HandClock, Keeping, RecordingChannel, until

from handoff.asking import HISTORY, Asker
from handoff.effects import Ask
from handoff.events import Answer, Answered, CannotAnswer, Failed, Outcome
from handoff.model import AuthorKind, Conversation, Message
from handoff.ports import Said


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
    """L5: no note, no draft, no other member's words, nothing that was deleted."""
    said = [
        message(1),
        message(2, AuthorKind.AI, author=None),
        message(3, AuthorKind.AGENT, author=BO),
        message(4, AuthorKind.NOTE, author=BO),
        message(5, AuthorKind.DRAFT, author=None),
        message(6, AuthorKind.PARTICIPANT),
        message(7, AuthorKind.SYSTEM, author=None),
        message(8, deleted=True),
        message(9),
    ]
    responder = Scripted(CannotAnswer())
    await ask(responder, Shelf(said), timeout=7.0)
    assert [(s.who, s.text) for s in responder.history] == [
        ("customer", "words 1"),
        ("assistant", "words 2"),
        ("team", "words 3"),
        ("team", "words 7"),
        ("customer", "words 9"),
    ]
    assert responder.deadline == 7.0


async def test_the_history_is_bounded_at_its_beginning():
    responder = Scripted(CannotAnswer())
    await ask(responder, Shelf([message(n) for n in range(1, 100)]))
    assert (len(responder.history), responder.history[-1].text) == (HISTORY, "words 99")


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
