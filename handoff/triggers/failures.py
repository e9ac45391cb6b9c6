"""The AI failed several times in a row."""

from handoff.model import Reason, Trigger
from handoff.triggers.reading import Reading, quote


def nearly(reading: Reading) -> str | None:
    """How many failed responses in a row there are, of how many."""
    conversation, limit = reading.conversation, reading.policy.failed_limit
    return f"{conversation.misses} of {limit} failed responses in a row" if 0 < conversation.misses < limit else None


def check(reading: Reading) -> Reason | None:
    """Fires at `failed_limit` failed responses in a row; the evidence is the questions that failed."""
    conversation, limit = reading.conversation, reading.policy.failed_limit
    if limit < 1 or conversation.misses < limit:
        return None
    missed = tuple(quote(question) for question in conversation.missed)
    failed = "1 failed response" if conversation.misses == 1 else f"{conversation.misses} failed responses in a row"
    return Reason(Trigger.FAILURES, (failed, *(f"“{question}”" for question in missed)), missed[-1] if missed else "")
