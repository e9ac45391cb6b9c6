"""
What a change makes of the policy, value by value, so that it can be taken back by itself, whatever was changed beside it.

A value is named by the way to it: ("failed_limit",), ("ai_at", "slack:C1"), ("support", "slack:C7"), and for what stands on a
list by itself ("keywords", "refund"), whose value is True. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from handoff.model import Block, Edit, Piece, Policy, SupportChannel, Vip

#: what nobody sets by a command that can be taken back: accounts are joined by a code that their owner alone has seen
ASIDE: Final = frozenset({"version", "changed", "accounts", "place", "name"})


def between(before: Policy, after: Policy) -> tuple[Edit, ...]:
    """Every value that differs."""
    return tuple(_between((), before, after))


def at(policy: Policy, path: tuple[str, ...]) -> Piece | None:
    """The value there, or None. A path of another version of the program may lead nowhere: KeyError."""
    found: Piece | None = _at(policy, path)
    return found


def put(policy: Policy, path: tuple[str, ...], value: Piece | None) -> Policy:
    """The policy with that value there, or without one. KeyError as `at`."""
    changed: Policy = _put(policy, path, value)
    return changed


def listed(policy: Policy, path: tuple[str, ...]) -> tuple[str, ...]:
    """The whole list of what stands on one by itself. KeyError as `at`."""
    found: tuple[str, ...] = _at(policy, path[:-1])
    return found


def apart(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Without what they begin and end with alike: of a hundred thousand one differs, which is found in a millisecond."""
    begin = _alike(one, other)
    one, other = one[begin:], other[begin:]
    end = _alike(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _alike(one: Any, other: Any) -> int:
    """How many they begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _between(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Edit]:
    for each in fields(before):
        was, now, here = getattr(before, each.name), getattr(after, each.name), (*path, each.name)
        if each.name in ASIDE or was is now:
            continue
        if isinstance(was, tuple):
            was, now = apart(was, now)
            yield from _of_many(here, _by_key(was, now), _by_key(now, was))
        elif isinstance(was, Mapping):
            yield from _of_many(here, was, now)
        elif was != now:
            yield Edit(here, was, now)


def _of_many(path: tuple[str, ...], was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Edit]:
    for key in dict.fromkeys([*was, *now]):
        former, newer = was.get(key), now.get(key)
        if former == newer:
            continue
        if _has_values(newer or former):  # a scope in which nothing is left is as good as none
            yield from _between((*path, key), former or _bare(newer), newer or _bare(former))
        else:
            yield Edit((*path, key), former, newer)


def _by_key(those: tuple[Any, ...], others: tuple[Any, ...]) -> dict[str, Any]:
    """What stands on the one list and not on the other, which is nearly the same: thousands of phrases."""
    known = set(others)
    return {_key(each): _value(each) for each in those if each not in known}


def _at(thing: Any, path: tuple[str, ...]) -> Any:
    name, *rest = path
    found = _field(thing, name)
    if not rest:
        return found
    key, *deeper = rest
    if isinstance(found, tuple):
        return next((_value(each) for each in found if _key(each) == key), None)
    return _at(found[key], tuple(deeper)) if deeper else found.get(key)


def _put(thing: Any, path: tuple[str, ...], value: Any) -> Any:
    name, *rest = path
    found = _field(thing, name)
    if not rest:
        return replace(thing, **{name: value})
    key, *deeper = rest
    if isinstance(found, tuple):
        others = tuple(each for each in found if _key(each) != key)
        new = () if value is None else (key if value is True else value,)
        return replace(thing, **{name: (*others, *new)})
    if deeper:
        return replace(thing, **{name: {**found, key: _put(found[key], tuple(deeper), value)}})
    kept = {k: v for k, v in found.items() if k != key}
    return replace(thing, **{name: kept if value is None else {**kept, key: value}})


def _field(thing: Any, name: str) -> Any:
    if name not in {each.name for each in fields(thing)}:
        raise KeyError(name)
    return getattr(thing, name)


def _has_values(thing: Any) -> bool:
    """Whether it is no value itself."""
    return is_dataclass(thing) and not isinstance(thing, SupportChannel | Block | Vip)


def _bare(scope: Any) -> Any:
    """The scope before anything was set there."""
    return type(scope)(place=scope.place)


def _key(each: Any) -> str:
    """What one of a list is known by there."""
    match each:
        case str():
            return each
        case SupportChannel():
            return f"{each.place.platform}:{each.place.channel}"
        case Block():
            return each.person.key
        case Vip():
            return f"{each.platform}:{each.id}"
        case _:
            raise TypeError(f"no name for {type(each).__name__}")


def _value(each: Any) -> Any:
    return True if isinstance(each, str) else each
