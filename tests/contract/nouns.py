"""One of each noun, for the store's tests. Everything happens at NOON."""

from datetime import UTC, datetime
from typing import Any

from handoff.effects import Ask, Post, Say, Surface
from handoff.model import Address, AuthorKind, Conversation, Handoff, Message, MessageLink, Person, Reason, Trigger

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
ANN = Person("slack", "T1", "U1", "Ann", "en")
BO = Person("slack", "T1", "U2", "Bo")
CHANNEL = Address("slack", "T1", "C1")
TEAM = Address("slack", "T1", "C9")


def place(thread: str) -> Address:
    return Address("slack", "T1", "C1", thread)


def conversation(number: int, **changes: Any) -> Conversation:
    given = {"number": number, "customer": ANN, "place": place(f"17{number:08}.000100"), "opened_at": NOON} | changes
    return Conversation(**given)


def message(number: int, seq: int, text: str = "hello", **changes: Any) -> Message:
    given = {"number": number, "seq": seq, "kind": AuthorKind.CUSTOMER, "author": ANN, "text": text, "at": NOON} | changes
    return Message(**given)


def handoff(number: int, ordinal: int = 1, **changes: Any) -> Handoff:
    reason = Reason(Trigger.SENTIMENT, ("mood -0.60",), "this is bad")
    given = {"number": number, "ordinal": ordinal, "reason": reason, "seq": 1, "at": NOON} | changes
    return Handoff(**given)


def link(number: int, seq: int, at: Address, message_id: str, **changes: Any) -> MessageLink:
    return MessageLink(number, seq, at, message_id, **changes)


def say(number: int, text: str = "hi", surface: Surface = Surface.CUSTOMER, epoch: int | None = None) -> Say:
    return Say(number=number, surface=surface, post=Post(text=text), epoch=epoch)


def ask(number: int, epoch: int = 0) -> Ask:
    return Ask(number=number, epoch=epoch, run=f"run-{number}-{epoch}")
