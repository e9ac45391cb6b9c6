"""What other settings would have made of the stored conversations: what was asked, the tally, and how it is told. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from handoff import tuning, wording
from handoff.effects import Bar, Chart, Picture, Post, Say, Surface
from handoff.events import Previewed
from handoff.model import Found, Policy, Told

#: days that are read where none are named, and at most
DAYS: Final = 30
MOST_DAYS: Final = 366
#: settings of one preview
MOST: Final = 10
#: conversations of each kind that are named
NAMED: Final = 15
#: what a preview that is under way says of itself, in a fact
FACT: Final = "preview"

Changes = tuple[tuple[str, str], ...]


class Unclear(ValueError):
    """What was asked for cannot be replayed: the sentence that says so, and what is filled in there."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(wording.text(key, **values))
        self.key, self.values = key, values


# ---- what is asked


def asked(text: str) -> tuple[Changes, int]:
    """`NAME=VALUE …` and, anywhere among them, the days (`30`, `30d`; 0: none). Raises Unclear."""
    days, count, changes = 0, 0, dict[str, str]()
    tidy = re.sub(r"\s*=\s*", "=", text.strip())
    # a value may have spaces, as opening hours have: it goes on to the next name
    for part in re.split(r"\s+(?=[\w.]+=|\d+d?(?:\s|$))", tidy) if tidy else []:
        name, equals, value = part.partition("=")
        if not equals and (found := re.fullmatch(r"(\d{1,9})d?", part)):
            days = int(found[1])
            if not 1 <= days <= MOST_DAYS:
                raise Unclear("preview.days", most=MOST_DAYS)
        elif not equals:
            raise Unclear("preview.unclear", words=wording.escaped(wording.short(part, 60)))
        else:
            count += 1
            changes[name.casefold()] = value.strip()  # of two the later counts, as it would if they were set
    if count > MOST:
        raise Unclear("preview.most", most=MOST)
    return tuple(changes.items()), days


def under(policy: Policy, changes: Changes) -> Policy:
    """The policy with these values, as one types them, everywhere: no channel has its own of these. Raises Unclear."""
    values: dict[str, Any] = {}
    for name, text in changes:
        dial = tuning.find(name)
        if dial is None:
            raise Unclear("triggers.unknown", names=", ".join(f"`{each}`" for each in tuning.NAMES))
        value = dial.takes.read(text)
        if value is None:
            raise tuning.refusal(dial, text, Unclear)
        values[dial.field] = value
    names = {name for name, _ in changes}
    without = {
        key: replace(s, values={n: v for n, v in s.values.items() if n not in names}) for key, s in policy.scopes.items()
    }
    now = replace(policy, scopes=without, **values)
    if now.sentiment_minimum > now.sentiment_window:
        raise Unclear("triggers.window", window=now.sentiment_window, minimum=now.sentiment_minimum)
    return now


# ---- telling


def title(changes: Changes, days: int) -> str:
    return wording.text("preview.title", settings=named(changes), days=days)


def named(changes: Changes) -> str:
    return ", ".join(f"`{name} {value}`" for name, value in changes)


def told(event: Previewed) -> Post:
    """The result in words, for the team channel."""
    found = event.found
    head = title(event.changes, event.days)
    if found is None:
        return Post(text=f"{head}\n{wording.text('preview.failed', why=wording.escaped(event.why))}")
    if not found.conversations:
        return Post(text=f"{head}\n{wording.text('preview.none')}")
    before, after = sum(found.before.values()), sum(found.after.values())
    by = f" {wording.text('preview.asked', by=wording.name(event.by))}" if event.by.user else ""
    lines = [head + by, wording.text("preview.sum", count=found.conversations, before=before, after=after)]
    for name in _names(found):
        was, would = found.before.get(name, 0), found.after.get(name, 0)
        lines.append(wording.text("preview.line", why=_why(name), before=was, after=would))
    lines += _which("preview.newly", found.newly, found.newly_count)
    lines += _which("preview.no_longer", found.no_longer, found.no_longer_count)
    if found.newly_count == found.no_longer_count == 0 and found.before == found.after:
        lines.append(wording.text("preview.same"))
    if found.unknown:
        lines.append(wording.text("preview.unknown", count=found.unknown))
    return Post(text="\n".join(lines))


def chart(event: Previewed) -> Chart | None:
    """None where there is nothing to draw."""
    found = event.found
    if found is None or not (found.before or found.after):
        return None
    bars = tuple(
        Bar(name=_why(name), before=found.before.get(name, 0), after=found.after.get(name, 0)) for name in _names(found)
    )
    settings = ", ".join(f"{name} {value}" for name, value in event.changes)
    heading = wording.text("preview.chart", settings=settings, days=event.days)
    return Chart(title=heading, before=wording.text("preview.before"), after=wording.text("preview.after"), bars=bars)


def effects(event: Previewed) -> Iterable[Say | Picture]:
    yield Say(number=0, surface=Surface.TEAM, post=told(event))
    drawn = chart(event)
    if drawn:
        yield Picture(number=0, chart=drawn)


def _names(found: Found) -> list[str]:
    """The triggers that handed off, the most frequent first."""
    total: Mapping[str, int] = Counter(found.before) + Counter(found.after)
    return sorted(total, key=lambda name: (-total[name], name))


def _why(name: str) -> str:
    return wording.text(f"reason.{name}")


def _which(key: str, those: Sequence[Told], count: int) -> list[str]:
    if not count:
        return []
    listed = [f"[#{each.number}]({each.link})" if each.link else f"#{each.number}" for each in those]
    more = f" {wording.text('preview.more', count=count - len(those))}" if count > len(those) else ""
    return [wording.text(key, count=count, which=", ".join(listed) + more)]
