"""
What `/triggers set` can change: every name with its field of the policy, what it takes, and how it is written.

To add one: a field of Policy, a row in DIALS, and its `choice.NAME` sentence.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from handoff import hours, wording
from handoff.model import Policy, Value

_UNITS: Final[Mapping[str, int]] = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION: Final = re.compile(r"(?:\d{1,9}[smhd])+|0")
_ON: Final = frozenset({"on", "yes", "true", "1"})
_OFF: Final = frozenset({"off", "no", "false", "0"})
#: a day is written as hours until there are two
_FEW_HOURS: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of at most two decimals; `kind` names the sentence that says what it takes."""

    low: float
    high: float
    kind: str = "number"

    def read(self, text: str) -> Value | None:
        """The value, or None for what is not one in range. A decimal comma and a typographic minus will do."""
        tidy = text.replace(",", ".").replace("\u2212", "-")
        if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,2})?", tidy, re.ASCII):
            return None
        return float(tidy) + 0.0 if self.low <= float(tidy) <= self.high else None  # + 0.0: no negative zero


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    low: int
    high: int
    kind: str = "whole"

    def read(self, text: str) -> Value | None:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
            return None
        return int(text) if self.low <= int(text) <= self.high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    low: str = "off"
    high: str = "on"
    kind: str = "switch"

    def read(self, text: str) -> Value | None:
        return True if text.casefold() in _ON else False if text.casefold() in _OFF else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """`90s`, `5m`, `2h`, `1d`, or several of them together."""

    low: timedelta
    high: timedelta
    kind: str = "duration"

    def read(self, text: str) -> Value | None:
        tidy = text.casefold().replace(" ", "")
        if not _DURATION.fullmatch(tidy):
            return None
        seconds = sum(int(count) * _UNITS[unit] for count, unit in re.findall(r"(\d+)([smhd])", tidy))
        return timedelta(seconds=seconds) if self.low.total_seconds() <= seconds <= self.high.total_seconds() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Opening hours, which handoff.hours reads; `off` for none."""

    low: str = ""
    high: str = ""
    kind: str = "hours"

    def read(self, text: str) -> Value | None:
        try:
            return "" if text.casefold() in _OFF else str(hours.parse(text))
        except hours.Unclear:
            return None


@dataclass(frozen=True, slots=True)
class Dial:
    """
    One name. `field` is the policy's. `local`: a workspace or channel may have its own value, and whoever reads it asks for
    the one that holds where the conversation is (Desk.in_force); else there is one for all.
    """

    name: str
    field: str
    takes: Number | Whole | Switch | Duration | Opening
    local: bool = True

    def value(self, policy: Policy) -> Value:
        found: Value = getattr(policy, self.field)
        return found

    @property
    def default(self) -> Value:
        return self.value(Policy())


_NEVER: Final = timedelta(0)

DIALS: Final[tuple[Dial, ...]] = (
    Dial("failed.limit", "failed_limit", Whole(low=0, high=20)),
    Dial("sentiment.threshold", "sentiment_threshold", Number(low=-1, high=0)),
    Dial("sentiment.window", "sentiment_window", Whole(low=2, high=20)),
    Dial("sentiment.minimum", "sentiment_minimum", Whole(low=2, high=20)),
    Dial("sentiment.abuse", "sentiment_abuse", Number(low=-1, high=0)),
    Dial("keywords.enabled", "keywords_enabled", Switch()),
    Dial("turns.limit", "turns_limit", Whole(low=0, high=100)),
    Dial("files.enabled", "files_enabled", Switch()),
    Dial("hours.open", "hours_open", Opening()),
    Dial("hours.handoff", "hours_handoff", Switch()),
    Dial("account.age", "account_age", Duration(low=_NEVER, high=timedelta(days=365))),
    Dial("conversation.idle", "idle", Duration(low=_NEVER, high=timedelta(days=30))),
    Dial("conversation.reopen_window", "reopen_window", Duration(low=_NEVER, high=timedelta(days=30))),
    Dial("conversation.keep_deleted", "keep_deleted", Switch()),
    Dial("ping.bundle", "ping_bundle", Duration(low=_NEVER, high=timedelta(hours=1)), local=False),  # of the team's channel
    Dial("question.gather", "gather", Duration(low=_NEVER, high=timedelta(minutes=5))),
)

NAMES: Final = tuple(dial.name for dial in DIALS)

#: how early the team is called, as one types it; balanced is the default, the others are a step to either side of it
PRESETS: Final[Mapping[str, Mapping[str, str]]] = {
    "cautious": {
        "failed.limit": "4", "sentiment.threshold": "-0.5", "sentiment.window": "5", "sentiment.minimum": "4",
        "sentiment.abuse": "-0.95", "turns.limit": "0",
    },
    "balanced": {
        "failed.limit": "3", "sentiment.threshold": "-0.4", "sentiment.window": "4", "sentiment.minimum": "3",
        "sentiment.abuse": "-0.9", "turns.limit": "0",
    },
    "eager": {
        "failed.limit": "2", "sentiment.threshold": "-0.3", "sentiment.window": "4", "sentiment.minimum": "2",
        "sentiment.abuse": "-0.8", "turns.limit": "8",
    },
}  # fmt: skip


def preset(name: str) -> list[tuple[Dial, Value]]:
    """The values of a preset. An unknown name is a KeyError."""
    dials = ((find(each), typed) for each, typed in PRESETS[name].items())
    read = ((dial, dial.takes.read(typed)) for dial, typed in dials if dial)
    return [(dial, value) for dial, value in read if value is not None]


T = TypeVar("T")


def refusal(dial: Dial, typed: str, say: Callable[..., T]) -> T:
    """`say` is given the sentence's key and what it fills in: what a name takes, or what of the words was not understood."""
    if isinstance(dial.takes, Opening):
        try:
            hours.parse(typed)
        except hours.Unclear as wrong:
            return say(f"hours.wrong.{wrong.key}", what=wording.plain(wrong.what))
    low, high, example = map(written, (dial.takes.low, dial.takes.high, dial.default))
    return say(f"triggers.takes.{dial.takes.kind}", name=dial.name, low=low, high=high, example=example)


_BY_NAME: Final[Mapping[str, Dial]] = {dial.name: dial for dial in DIALS}


def find(name: str) -> Dial | None:
    return _BY_NAME.get(name.casefold())


def written(value: object) -> str:
    """A value as one types it: `-0.4`, `3`, `on`, `24h`."""
    match value:
        case bool():
            return "on" if value else "off"
        case timedelta():
            return _duration(value)
        case "":
            return "off"
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _duration(value: timedelta) -> str:
    """In the largest unit that it is whole in."""
    seconds = int(value.total_seconds())
    if seconds and seconds % _UNITS["d"] == 0 and value >= _FEW_HOURS:
        return f"{seconds // _UNITS['d']}d"
    unit = next((u for u in "hm" if seconds and seconds % _UNITS[u] == 0), "s")
    return f"{seconds // _UNITS[unit]}{unit}"
