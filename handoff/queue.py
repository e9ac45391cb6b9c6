"""Who is next, and who can take whom. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from handoff.model import Address, Conversation, Person, Priority
from handoff.states import State

#: the most pressing first
RANK: Final = {priority: rank for rank, priority in enumerate(Priority)}


def since(conversation: Conversation) -> datetime:
    """Since when it waits."""
    return conversation.handed_at or conversation.opened_at


def waiting(conversations: Iterable[Conversation]) -> tuple[Conversation, ...]:
    """Those that wait, the next one first: the most pressing, and of those whoever waits longest."""
    those = [c for c in conversations if c.state is State.WAITING]
    return tuple(sorted(those, key=lambda c: (RANK[c.priority], since(c), c.number)))


def in_hand(conversations: Iterable[Conversation]) -> tuple[Conversation, ...]:
    """Those that an agent has: the most pressing first, then by number."""
    those = [c for c in conversations if c.state in (State.CLAIMED, State.SNOOZED)]
    return tuple(sorted(those, key=lambda c: (RANK[c.priority], c.number)))


def can_work(agent: Person, conversation: Conversation, team: Address | None, *, outside: bool = False) -> bool:
    """
    Whether the agent can speak with the customer: in the card's thread, or in the customer's own place where that is a
    thread on the agent's platform. A customer's direct messages, or their private thread, are nobody else's to write in.
    `outside`: the team channel on the agent's platform is closed to them.
    """
    if team is not None and team.platform == agent.platform and not outside:
        return True
    return conversation.place.platform == agent.platform and not conversation.private


def next_for(
    agent: Person, conversations: Iterable[Conversation], team: Address | None, *, outside: bool = False
) -> Conversation | None:
    """The first that waits and that the agent can work on; else the first that waits; None if nobody does."""
    waits = waiting(conversations)
    return next((c for c in waits if can_work(agent, c, team, outside=outside)), waits[0] if waits else None)
