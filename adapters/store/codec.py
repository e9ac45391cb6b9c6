"""
The core's frozen dataclasses as JSON text and back, by their annotations.

Every text is an object with a format version "v". Decoding ignores fields that it does not know and takes the default of
fields that are missing, so that rows written before a field existed, or after, stay readable.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

VERSION: Final = 1

T = TypeVar("T")
Convert = Callable[[Any], Any]

_SCALARS: Final = (str, int, float, bool)


def stamp(at: datetime) -> str:
    """A time as text in UTC, always of the same length, so that texts sort as the times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def storable(text: str) -> str:
    """Text as a database takes it: zeros and half surrogate pairs, which JSON from outside may hold, become question marks."""
    return text.encode(errors="replace").decode().replace("\0", "?")


class Codec(Generic[T]):
    """Text of one kind: a dataclass, or a union of several (whose members are told apart by "is": their name)."""

    def __init__(self, kind: Any) -> None:
        self._write, self._read = _writer(kind), _reader(kind)

    def dumps(self, value: T) -> str:
        data = {"v": VERSION} | self._write(value)
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return text if storable(text) == text else json.dumps(data, separators=(",", ":"))

    def loads(self, text: str) -> T:
        data = json.loads(text)
        if data["v"] > VERSION:
            raise ValueError(f"written in format {data['v']}, newer than {VERSION}")
        value: T = self._read(data)
        return value


def _members(kind: Any) -> tuple[Any, ...]:
    """The members of a union besides None; () if it is no union."""
    if get_origin(kind) not in (Union, UnionType):
        return ()
    return tuple(member for member in get_args(kind) if member is not NoneType)


def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


@cache
def _writer(kind: Any) -> Convert:
    members = _members(kind)
    if len(members) == 1:
        inner = _writer(members[0])
        return lambda value: None if value is None else inner(value)
    if members:
        return _union_writer(members)
    if is_dataclass(kind):
        parts = [(name, _writer(hint)) for name, hint in _hints(kind).items()]
        return lambda value: {name: write(getattr(value, name)) for name, write in parts}
    return _container_writer(kind) if get_origin(kind) else _plain_writer(kind)


def _union_writer(members: tuple[Any, ...]) -> Convert:
    writers = {member: _writer(member) for member in members}

    def write(value: Any) -> Any:
        kind = type(value)
        if value is None or kind in _SCALARS:
            return value
        data = writers[kind](value)
        return {"is": kind.__name__} | (data if is_dataclass(kind) else {"value": data})

    return write


def _container_writer(kind: Any) -> Convert:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Mapping:
        inner = _writer(arguments[1])
        return lambda value: {key: inner(item) for key, item in value.items()}
    if origin is frozenset:
        inner = _writer(arguments[0])
        return lambda value: sorted(map(inner, value))
    if origin is tuple and arguments[-1] is Ellipsis:
        inner = _writer(arguments[0])
        return lambda value: [inner(item) for item in value]
    if origin is tuple:
        inners = [_writer(argument) for argument in arguments]
        return lambda value: [write(item) for write, item in zip(inners, value, strict=True)]
    raise TypeError(f"no JSON for {kind}")


def _plain_writer(kind: Any) -> Convert:
    if kind in _SCALARS:
        return lambda value: value
    if kind is datetime:
        return stamp
    if kind is timedelta:
        return timedelta.total_seconds
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: value.value
    raise TypeError(f"no JSON for {kind}")


@cache
def _reader(kind: Any) -> Convert:
    members = _members(kind)
    if len(members) == 1:
        inner = _reader(members[0])
        return lambda data: None if data is None else inner(data)
    if members:
        return _union_reader(members)
    if is_dataclass(kind):
        parts = [(name, _reader(hint)) for name, hint in _hints(kind).items()]
        make: Callable[..., Any] = kind  # type: ignore[assignment]  # a class, not an instance
        return lambda data: make(**{name: read(data[name]) for name, read in parts if name in data})
    return _container_reader(kind) if get_origin(kind) else _plain_reader(kind)


def _union_reader(members: tuple[Any, ...]) -> Convert:
    readers = {member.__name__: (_reader(member), is_dataclass(member)) for member in members}

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        inner, whole = readers[data["is"]]
        return inner(data if whole else data["value"])

    return read


def _container_reader(kind: Any) -> Convert:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Mapping:
        inner = _reader(arguments[1])
        return lambda data: {key: inner(item) for key, item in data.items()}
    if origin is frozenset:
        inner = _reader(arguments[0])
        return lambda data: frozenset(map(inner, data))
    if arguments[-1] is Ellipsis:
        inner = _reader(arguments[0])
        return lambda data: tuple(inner(item) for item in data)
    inners = [_reader(argument) for argument in arguments]
    return lambda data: tuple(read(item) for read, item in zip(inners, data, strict=True))


def _plain_reader(kind: Any) -> Convert:
    if kind is datetime:
        return datetime.fromisoformat
    if kind is timedelta:
        return lambda seconds: timedelta(seconds=seconds)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda data: data
