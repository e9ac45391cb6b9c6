"""Who is next. Pure."""

from collections.abc import Iterable

from handoff.model import Conversation
from handoff.states import State


def waiting(conversations: Iterable[Conversation]) -> tuple[Conversation, ...]:
    """Those that wait, the next one first."""
    those = [c for c in conversations if c.state is State.WAITING]
    return tuple(sorted(those, key=lambda c: (c.handed_at or c.opened_at, c.number)))


def in_hand(conversations: Iterable[Conversation]) -> tuple[Conversation, ...]:
    """Those that an agent has, by number."""
    those = [c for c in conversations if c.state in (State.CLAIMED, State.SNOOZED)]
    return tuple(sorted(those, key=lambda c: c.number))
