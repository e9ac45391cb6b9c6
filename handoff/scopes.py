"""
Which of an admin's settings hold where: everywhere ← workspace or server ← channel, and the nearer wins.

Pure, and cheap where nobody has set anything by place. Conversations in direct messages have their workspace's settings;
one that went on in private keeps those of where it began.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from handoff import tuning
from handoff.model import Address, Change, Conversation, Policy, Scope, Value
from handoff.triggers.phrases import among

#: not one place, but all of them
EVERYWHERE: Final = Address("", "", "")


def key(place: Address) -> str:
    """
    What a scope is kept under: "slack:C1", "slack:T1/*" for a whole workspace, "" for everywhere. (A Discord server may have
    the id of its oldest channel.)
    """
    if place == EVERYWHERE:
        return ""
    return f"{place.platform}:{place.channel}" if place.channel else f"{place.platform}:{place.workspace}/*"


def at(policy: Policy, place: Address) -> tuple[Scope, ...]:
    """The scopes that hold at a place, the farther first."""
    if not policy.scopes or not place.platform:
        return ()
    keys = [f"{place.platform}:{place.workspace}/*"] if place.workspace else []
    if place.channel and not place.direct:
        keys.append(f"{place.platform}:{place.channel}")
    return tuple(scope for each in keys if (scope := policy.scopes.get(each)))


def origin(conversation: Conversation) -> Address:
    """Where a conversation began: that decides what holds in it."""
    return conversation.earlier_places[0] if conversation.earlier_places else conversation.place


def effective(policy: Policy, place: Address) -> Policy:
    """The policy with the values that hold at a place; its keywords stay those of everywhere (see phrases)."""
    values: dict[str, Any] = {}
    for scope in at(policy, place):
        for name, value in scope.values.items():
            dial = tuning.find(name)
            if dial and dial.local:
                values[dial.field] = value
    return replace(policy, **values) if values else policy


@dataclass(frozen=True, slots=True)
class Source:
    """A value, and where it comes from: a scope, else everywhere; `change` None: nobody has changed it from its default."""

    value: Value
    scope: Scope | None = None
    change: Change | None = None


def source(policy: Policy, place: Address, dial: tuning.Dial) -> Source:
    for scope in reversed(at(policy, place) if dial.local else ()):
        if dial.name in scope.values:
            return Source(scope.values[dial.name], scope, scope.changed.get(dial.name))
    return Source(dial.value(policy), None, policy.changed.get(dial.name))


def of(policy: Policy, place: Address, name: str = "") -> Scope:
    """The scope of a place, be there one yet or not, called `name` where that is known."""
    found = policy.scopes.get(key(place)) or Scope(place=replace(place, thread=""))
    return replace(found, name=name) if name else found


def put(policy: Policy, scope: Scope) -> Policy:
    return replace(policy, scopes={**policy.scopes, key(scope.place): scope})


def own(policy: Policy, place: Address, dial: tuning.Dial) -> Value | None:
    """The value that was set for just this place; None: it is inherited there."""
    return dial.value(policy) if place == EVERYWHERE else of(policy, place).values.get(dial.name)


def turned(policy: Policy, place: Address, values: Mapping[tuning.Dial, Value | None], name: str = "") -> Policy:
    """The policy with values set for a place; None: inherited again, which everywhere is the default."""
    if place == EVERYWHERE:
        fields: dict[str, Any] = {d.field: d.default if value is None else value for d, value in values.items()}
        return replace(policy, **fields)
    scope = of(policy, place, name)
    kept = {each: value for each, value in scope.values.items() if each not in {dial.name for dial in values}}
    set_ = {dial.name: value for dial, value in values.items() if value is not None}
    return put(policy, replace(scope, values=kept | set_))


def deaf(policy: Policy, place: Address) -> Iterator[tuple[Address, Policy]]:
    """Where, at a place and the nearer ones, sentiment would never count since fewer messages are read than are needed."""
    there = {key(scope.place): scope.place for scope in policy.scopes.values() if _within(scope.place, place)}
    for each in (place, *(nearer for which, nearer in there.items() if which != key(place))):
        now = effective(policy, each)
        if now.sentiment_minimum > now.sentiment_window:
            yield each, now


def _within(place: Address, other: Address) -> bool:
    """Whether what is set for the other may be inherited at a place."""
    if other == EVERYWHERE:
        return True
    return (place.platform, place.workspace) == (other.platform, other.workspace) and other.channel in ("", place.channel)


# ---- phrases


def lists(policy: Policy, place: Address) -> tuple[tuple[str, ...], ...]:
    """The lists of phrases that hold at a place, the farther first; what nearer ones take away is still in them."""
    return (policy.keywords, *(scope.keywords for scope in at(policy, place)))


def listed(policy: Policy, place: Address) -> tuple[str, ...]:
    """The list of just this place."""
    return policy.keywords if place == EVERYWHERE else of(policy, place).keywords


def inherited(policy: Policy, place: Address, phrase: str) -> str:
    """The same phrase on a list of a farther scope, as it is written there; "" if there is none."""
    mine = listed(policy, place)
    farther = (those for those in lists(policy, place) if those is not mine)
    return next((found for those in farther if (found := among(those, phrase))), "")


def left_out(policy: Policy, place: Address, phrase: str) -> str:
    """The same phrase among those that a place takes away from what it inherits."""
    return "" if place == EVERYWHERE else among(of(policy, place).without, phrase)
