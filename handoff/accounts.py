"""
One human's accounts on several platforms, once they are linked. Pure.

What an agent has is kept under one of them, their own account: the one on the team's platform, where the cards are and
where they can be notified.
"""

from collections.abc import Mapping
from dataclasses import replace

from handoff.model import Accounts, Address, Conversation, Person


def of(links: Accounts, person: Person) -> tuple[Person, ...]:
    """All accounts of the human whose account this is; () where nothing is linked."""
    return next((those for those in links if any(each.key == person.key for each in those)), ())


def keys(links: Accounts, person: Person) -> tuple[str, ...]:
    """Of all accounts, this one first."""
    return tuple(dict.fromkeys([person.key, *(each.key for each in of(links, person))]))


def own(links: Accounts, person: Person, team: Address | None) -> Person:
    """The account under which they have what they have; where none is on the team's platform, the one that was linked first."""
    those = of(links, person)
    there = [each for each in those if team is not None and each.platform == team.platform]
    return (*there, *those, person)[0]


def on(links: Accounts, person: Person, platform: str) -> Person:
    """Their account on that platform; this one, where they have none there."""
    return next((each for each in of(links, person) if each.platform == platform), person)


def held(links: Accounts, conversation: Conversation, team: Address | None) -> Conversation:
    """The conversation as its agent's own account has it, whichever claimed it before they were linked."""
    agent = conversation.agent
    if agent is None or not links:
        return conversation
    theirs = own(links, agent, team)
    return conversation if theirs.key == agent.key else replace(conversation, agent=theirs)


def all_held(links: Accounts, those: Mapping[int, Conversation], team: Address | None) -> dict[int, Conversation]:
    return {number: held(links, c, team) for number, c in those.items()}
