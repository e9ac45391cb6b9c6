"""The record of each handoff: why it came, what had gone before, when a person answered, how it ended, and what it was."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from handoff import wording
from handoff.model import Conversation, Ending, Handoff, Reason, Trigger, Verdict
from handoff.states import Signal, State

#: what no reason is kept of: a conversation of a time before reasons were
_UNKNOWN: Final = Reason(Trigger.AGENT)
_BEGINS: Final = frozenset({Signal.HAND_OFF, Signal.REOPEN, Signal.COME_BACK})
_ENDS: Final = {Signal.CLOSE: Ending.CLOSED, Signal.RETURN: Ending.RETURNED, Signal.SOLVED: Ending.SOLVED}


def moved(
    before: Conversation, now: Conversation, signal: Signal, at: datetime, ending: Ending | None, verdict: Verdict | None
) -> Handoff | None:
    """The record of the latest handoff once `signal` has led from `before` to `now`."""
    if signal in _BEGINS or (signal is Signal.TAKE_OVER and before.state is State.AI):
        return _begun(before, now, signal, at)
    record = now.handoff
    if record is None or record.ended_at:
        return record
    if now.state in (State.AI, State.CLOSED):
        return replace(record, ended_at=at, ending=ending or _ENDS[signal], verdict=verdict)
    return replace(record, claimed_at=record.claimed_at or now.claimed_at)


def _begun(before: Conversation, now: Conversation, signal: Signal, at: datetime) -> Handoff:
    return Handoff(
        number=now.number,
        ordinal=now.handoffs,
        reason=now.reason or _UNKNOWN,
        seq=before.seq,
        at=at,
        back=signal is Signal.COME_BACK,
        scores=tuple(mood.score for mood in before.moods),
        misses=before.misses,
        turns=before.turns,
        claimed_at=now.claimed_at if now.state is State.CLAIMED else None,
    )


def renewed(before: Conversation | None, now: Conversation | None) -> tuple[Handoff, ...]:
    """The records that are to be kept, once a decision has led from `before` to `now`."""
    record = now.handoff if now else None
    return (record,) if record and record != (before.handoff if before else None) else ()


def answered(record: Handoff | None, at: datetime) -> Handoff | None:
    """The record once a person's words went to the customer."""
    if record is None or record.ended_at or record.answered_at:
        return record
    return replace(record, answered_at=at)


def requoted(reason: Reason, words: str, now: str) -> Reason:
    """
    The reason with `now` where it quotes words that the customer changed. `now` "": they took them back, and what quotes
    them is left out, with what begins as they do.
    """
    core = words.removesuffix("…").rstrip()
    if now:
        quotes = re.compile(rf"“{re.escape(words)}”")
        evidence = tuple(quotes.sub(lambda _: f"“{now}”", line) for line in reason.evidence)
        return replace(reason, evidence=evidence, quote=now if wording.short(reason.quote, 100) == words else reason.quote)
    evidence = tuple(line for line in reason.evidence if f"“{core}" not in line)
    return replace(reason, evidence=evidence, quote="" if " ".join(reason.quote.split()).startswith(core) else reason.quote)
