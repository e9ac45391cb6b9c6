"""Messages that were shown before their author's name was known: a small fact of the team, since few are open at a time."""

from collections.abc import Iterator
from typing import Final

from handoff.model import Person

FACT: Final = "nameless"
#: messages that are remembered; of more, the oldest stay without a name
KEPT: Final = 50


def wanted(fact: str, author: Person, number: int, seq: int) -> str:
    """The fact with one more message in it."""
    return " ".join([*fact.split(), f"{author.key}/{number}/{seq}"][-KEPT:])


def of(fact: str, key: str) -> Iterator[tuple[int, int]]:
    """The messages, as (number, seq), that wait for the name of the person with that key."""
    for entry in fact.split():
        whose, number, seq = entry.rsplit("/", 2)
        if whose == key:
            yield int(number), int(seq)


def without(fact: str, key: str) -> str:
    return " ".join(entry for entry in fact.split() if entry.rsplit("/", 2)[0] != key)
