"""The lists of phrases that hold at a place besides those of everywhere."""

from collections.abc import Iterator, Mapping

from handoff import scopes
from handoff.model import Address, Policy
from handoff.triggers import Matcher, Nearer
from handoff.triggers.keywords import built


def nearer(policy: Policy, scoped: Mapping[str, Matcher], place: Address) -> Iterator[Nearer]:
    """The farther first. `scoped`: what was built ahead, by the scopes' keys."""
    for scope in scopes.at(policy, place):
        if scope.keywords or scope.without:
            yield Nearer(scoped.get(scopes.key(scope.place)) or built(scope.keywords), scope.without)
