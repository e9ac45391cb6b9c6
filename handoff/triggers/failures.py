"""The AI failed several times in a row."""

from collections.abc import Mapping
from typing import Final

from handoff.model import Miss, Reason, Trigger
from handoff.triggers.reading import Reading, quote

#: what follows the question on the card
_HOW: Final[Mapping[Miss, str]] = {
    Miss.CANNOT: "the AI had no answer",
    Miss.FAILED: "the AI failed, or was too slow",
    Miss.UNSURE: "the AI was not sure of its answer",
    Miss.UNHELPFUL: "the customer pressed that it did not help",
    Miss.SAID: "the customer wrote that it did not help",
    Miss.AGAIN: "the customer asked the same again",
    Miss.REPEATED: "the AI repeated what it had said before",
}


def nearly(reading: Reading) -> str | None:
    """How many failed responses in a row there are, of how many."""
    conversation, limit = reading.conversation, reading.policy.failed_limit
    return f"{conversation.misses} of {limit} failed responses in a row" if 0 < conversation.misses < limit else None


def check(reading: Reading) -> Reason | None:
    """Fires at `failed_limit` failed responses in a row; the evidence is the questions that failed, and how it is known."""
    conversation, limit = reading.conversation, reading.policy.failed_limit
    if limit < 1 or conversation.misses < limit:
        return None
    failed = "1 failed response" if conversation.misses == 1 else f"{conversation.misses} failed responses in a row"
    missed = tuple(quote(question) for question in conversation.missed)
    unknown = len(missed) - len(conversation.missed_how)
    known = ("",) * unknown + tuple(f": {_HOW[how]}" for how in conversation.missed_how)
    lines = (f"“{question}”{how}" for question, how in zip(missed, known, strict=False))
    return Reason(Trigger.FAILURES, (failed, *lines), missed[-1] if missed else "")
