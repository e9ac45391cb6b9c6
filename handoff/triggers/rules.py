"""
More rules: those that admins switch on, and one's own.

A rule reads, and says in words for the team why a person is called, or None. To add one: a file with such a function, and a
line in RULES (docs/own-rules.md has an example).
"""

from collections.abc import Callable
from typing import Final

from handoff.model import Reason, Trigger
from handoff.triggers.reading import Reading, quote

Rule = Callable[[Reading], str | None]


def files(reading: Reading) -> str | None:
    """A file, which the AI cannot look into."""
    names = ", ".join(file.name for file in reading.files)
    return f"sent a file: {quote(names)}" if reading.policy.files_enabled and reading.files else None


def turns(reading: Reading) -> str | None:
    """It goes on for longer than the admins want the AI to try."""
    limit, count = reading.policy.turns_limit, reading.conversation.turns
    return f"{count} messages to the AI, and it goes on" if 0 < limit < count else None


RULES: Final[tuple[Rule, ...]] = (files, turns)


def check(reading: Reading, rules: tuple[Rule, ...] = RULES) -> Reason | None:
    """Fires with the customer's words or files, never with an answer of the AI."""
    if not reading.text and not reading.files:
        return None
    found = tuple(words for rule in rules if (words := rule(reading)))
    return Reason(Trigger.RULE, found, quote(reading.text)) if found else None


def nearly(reading: Reading) -> str | None:
    """How many messages to the AI there are, of how many; where it is not far."""
    limit, count = reading.policy.turns_limit, reading.conversation.turns
    return f"{count} of {limit} messages to the AI" if limit and limit / 2 <= count <= limit else None
