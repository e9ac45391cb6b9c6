"""
When the team is there: opening hours as an admin writes them, `Mon-Fri 09:00-17:00 Europe/Vienna; Sat 10:00-14:00`.

Pure: whoever asks says what time it is. What a zone's clock shows is known to the standard library (zoneinfo), from the
machine's own data or else from the package tzdata.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAILY: Final = frozenset({"daily", "every"})
_DAY: Final = 24 * 60  #: minutes
#: days in which a next opening is looked for: a yearly change of the clock may swallow one, and a week later there is another
_AHEAD: Final = 15
_SPAN: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?-(\d{1,2})(?:[:.](\d\d))?", re.ASCII)
_ZONE: Final = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+)+|UTC|GMT", re.IGNORECASE)


#: why something is no opening hours
Trouble = Literal["nothing", "day", "time", "times", "zone", "zone.unknown", "zones"]


class Unclear(ValueError):
    """What was written are no opening hours: why, and which words of it, if any."""

    def __init__(self, key: Trouble, what: str = "") -> None:
        super().__init__(f"{key}: {what}")
        self.key, self.what = key, what


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """On a weekday (0 is Monday) from one minute of the day to another; past the day's 1440th it goes on in the next day."""

    day: int
    start: int
    end: int

    @property
    def written(self) -> str:
        return f"{self.start // 60:02}:{self.start % 60:02}-{_clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Hours:
    """By the clock of `zone`: open while it shows a time in one of the spans, which are in order."""

    spans: tuple[Span, ...]
    zone: str

    def open_at(self, at: datetime) -> bool:
        here = at.astimezone(ZoneInfo(self.zone))
        minute = here.hour * 60 + here.minute
        today, before = here.weekday(), (here.weekday() - 1) % 7
        return any(
            (s.day == today and s.start <= minute < s.end) or (s.day == before and minute + _DAY < s.end) for s in self.spans
        )

    def opens(self, at: datetime) -> datetime | None:
        """When it is open next, in the zone's own time: `at` itself where it is open. None: not within two weeks."""
        zone, at = ZoneInfo(self.zone), at.astimezone(UTC)  # of times that a clock shows twice only UTC's can be compared
        first = at.astimezone(zone).date()
        dates = [first + timedelta(days=n) for n in range(_AHEAD)]
        starts = {
            moment for each in dates for span in self.spans if span.day == each.weekday() for moment in _at(each, span, zone)
        }
        moments = {at, *starts, *_moved(at, zone)}
        found = min((each for each in moments if each >= at and self.open_at(each)), default=None)
        return found.astimezone(zone) if found else None

    def __str__(self) -> str:
        """As one writes it; days with the same times are put together."""
        by_day = {day: ",".join(s.written for s in self.spans if s.day == day) for day in range(7)}
        parts = [f"{_days(those)} {times}" for times, those in _grouped(by_day)]
        return "; ".join([f"{parts[0]} {self.zone}", *parts[1:]])


@lru_cache(maxsize=64)
def parse(text: str) -> Hours:
    """What `text` says. Raises Unclear."""
    zones: list[str] = []
    spans: set[Span] = set()
    tidy = re.sub(r"\s*[-\u2010-\u2015]\s*", "-", text)
    for part in filter(str.strip, tidy.split(";")):
        spans |= _part(part.replace(",", " ").split(), zones)
    if not spans:
        raise Unclear("nothing")
    if not zones:
        raise Unclear("zone")
    if len(set(zones)) > 1:
        raise Unclear("zones", ", ".join(zones))
    return Hours(tuple(sorted(spans)), zones[0])


def kept(text: str) -> Hours | None:
    """As it was stored: None for none, and where this machine does not know the zone any more."""
    try:
        return parse(text) if text else None
    except Unclear:
        return None


def _part(words: list[str], zones: list[str]) -> set[Span]:
    """The spans of one part; its zone goes to `zones`."""
    days: list[int] = []
    times: list[tuple[int, int]] = []
    for word in words:
        if span := _SPAN.fullmatch(word):
            times.append(_times(span))
        elif _ZONE.fullmatch(word):
            zones.append(_zone(word))
        elif word[0].isdigit():
            raise Unclear("time", word)
        else:
            days += _weekdays(word)
    if days and not times:
        raise Unclear("times", words[0])
    return {Span(day, start, end) for day in days or range(7) for start, end in times}


def _weekdays(word: str) -> list[int]:
    """`Mon`, `Mon-Fri`, `Sat-Mon`, `daily`."""
    if word.casefold() in _DAILY:
        return list(range(7))
    first, dash, last = word.partition("-")
    one = _weekday(first, word)
    other = _weekday(last, word) if dash else one
    return [(one + n) % 7 for n in range((other - one) % 7 + 1)]


def _weekday(name: str, word: str) -> int:
    short = name.casefold().rstrip(".")
    found = [day for day, long in enumerate(_LONG) if len(short) > 1 and long.startswith(short)]
    if len(found) != 1:
        raise Unclear("day", word)
    return found[0]


def _times(span: re.Match[str]) -> tuple[int, int]:
    hour, minute, until, past = (int(each or 0) for each in span.groups())
    start, end = hour * 60 + minute, until * 60 + past
    if minute > 59 or past > 59 or start >= _DAY or end > _DAY or start == end:
        raise Unclear("time", span[0])
    return start, end if end > start else end + _DAY


def _zone(word: str) -> str:
    """The zone as it is called. Only what is known by that name: nothing that was typed is a path."""
    for name in (word, word.title(), word.upper()):
        try:
            return ZoneInfo(name).key
        except (LookupError, ValueError, OSError):
            continue
    raise Unclear("zone.unknown", word)


def _clock(minute: int) -> str:
    """The end of a span: midnight is 24:00 where it begins before, and past it the next day's time."""
    return "24:00" if minute == _DAY else f"{minute % _DAY // 60:02}:{minute % 60:02}"


def _grouped(by_day: dict[int, str]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for day, times in by_day.items():
        if times:
            found.setdefault(times, []).append(day)
    return list(found.items())


def _days(those: list[int]) -> str:
    """Days in order; three or more in a row as a range."""
    runs: list[list[int]] = []
    for day in those:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [f"{DAYS[r[0]]}-{DAYS[r[-1]]}" if len(r) > 2 else ",".join(DAYS[day] for day in r) for r in runs]
    return ",".join(said)


def _at(day: date, span: Span, zone: ZoneInfo) -> Iterator[datetime]:
    """When the zone's clock shows the span's start on that date: twice where it is put back just then."""
    start = datetime.combine(day, time(span.start // 60, span.start % 60), zone)
    for fold in (0, 1):
        yield start.replace(fold=fold).astimezone(UTC)


def _moved(at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The moments at which the zone's clock is put forward or back, to the second."""
    for n in range(_AHEAD):
        before = at.astimezone(UTC).replace(microsecond=0) + timedelta(days=n)
        after, was = before + timedelta(days=1), before.astimezone(zone).utcoffset()
        if after.astimezone(zone).utcoffset() == was:
            continue
        while after - before > timedelta(seconds=1):
            middle = before + (after - before) // 2
            middle = middle.replace(microsecond=0)
            before, after = (middle, after) if middle.astimezone(zone).utcoffset() == was else (before, middle)
        yield after
