"""
The state machine.

Rule 1: every change of state is a row of TRANSITIONS; no other file assigns a state.
Rule 2: this file knows no platform, no clock and no text.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from handoff.errors import IllegalTransition


class State(StrEnum):
    AI = "ai"  #: the AI answers
    WAITING = "waiting"  #: in the queue; nobody has it yet
    CLAIMED = "claimed"  #: an agent has it; the AI is silent
    SNOOZED = "snoozed"  #: an agent has it and put it aside until a time or the customer's next words
    CLOSED = "closed"  #: over


class Signal(StrEnum):
    HAND_OFF = "hand off"
    CLAIM = "claim"
    TAKE_OVER = "take over"
    RELEASE = "release"
    TRANSFER = "transfer"
    SNOOZE = "snooze"
    WAKE = "wake"
    RETURN = "return to AI"
    CLOSE = "close"
    SOLVED = "solved"
    IDLE = "idle"
    REOPEN = "reopen"
    COME_BACK = "come back"  #: the customer wrote within the reopen window


class To(NamedTuple):
    """Where a signal leads. `new_owner` raises the epoch: whatever the former owner still says is late."""

    state: State
    new_owner: bool = True


TRANSITIONS: Final[Mapping[State, Mapping[Signal, To]]] = {
    State.AI: {
        Signal.HAND_OFF: To(State.WAITING),
        Signal.TAKE_OVER: To(State.CLAIMED),
        Signal.CLOSE: To(State.CLOSED),
        Signal.SOLVED: To(State.CLOSED),
        Signal.IDLE: To(State.CLOSED),
    },
    State.WAITING: {
        Signal.CLAIM: To(State.CLAIMED),
        Signal.TAKE_OVER: To(State.CLAIMED),
        Signal.RELEASE: To(State.WAITING),  # to another team
        Signal.RETURN: To(State.AI),
        Signal.CLOSE: To(State.CLOSED),
        Signal.SOLVED: To(State.CLOSED),
    },
    State.CLAIMED: {
        Signal.TAKE_OVER: To(State.CLAIMED),
        Signal.RELEASE: To(State.WAITING),
        Signal.TRANSFER: To(State.CLAIMED),
        Signal.SNOOZE: To(State.SNOOZED, new_owner=False),
        Signal.RETURN: To(State.AI),
        Signal.CLOSE: To(State.CLOSED),
        Signal.SOLVED: To(State.CLAIMED),  # the agent is told, and closes
    },
    State.SNOOZED: {
        Signal.WAKE: To(State.CLAIMED, new_owner=False),
        Signal.RELEASE: To(State.WAITING),
        Signal.TRANSFER: To(State.CLAIMED),
        Signal.RETURN: To(State.AI),
        Signal.CLOSE: To(State.CLOSED),
    },
    State.CLOSED: {
        Signal.REOPEN: To(State.CLAIMED),
        Signal.COME_BACK: To(State.WAITING),
    },
}


def advance(state: State, signal: Signal) -> To:
    """Where `signal` leads from `state`; IllegalTransition if the table has no such row."""
    try:
        return TRANSITIONS[state][signal]
    except KeyError:
        raise IllegalTransition(f"can't {signal} a conversation that is {state}") from None


def diagram() -> str:
    """The table as a Mermaid graph, so that the docs cannot drift from it."""
    rows = [f"  {a} -- {s} --> {to.state}" for a, row in TRANSITIONS.items() for s, to in row.items()]
    return "\n".join(["flowchart LR", *rows])
