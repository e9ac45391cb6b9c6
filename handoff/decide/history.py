"""`/handoff settings history`: every change of the policy, who made it, when, from what to what, and what was taken back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handoff import cards, edits, tuning, wording
from handoff.commands import Who, may
from handoff.decide.desk import Desk
from handoff.effects import Post, Whisper
from handoff.events import Acted, Commanded, Event, FormSent, Pressed
from handoff.model import Audit, Edit, Person
from handoff.ports import Past

#: what is changed by other commands than `/triggers set`
OTHERS: Final = ("ai", "block", "keywords", "link", "support", "vip")
#: entries of a page, where no number was given, and at most
PAGE: Final = 8
MOST: Final = 50
#: characters of a page: its words as any platform shows them are below 2,000
LENGTH: Final = 1500
#: characters of a value: a phrase is shown whole
_VALUE: Final = 200
#: … of all that one command changed
_LINE: Final = 700
#: buttons to undo that a page bears, for the latest: on Slack each is a row
_UNDOABLE: Final = 5

#: what may be asked for by name: what is changed, or what the names of several begin with
NAMES: Final = tuple(sorted({*OTHERS, *tuning.NAMES, *(name.partition(".")[0] for name in tuning.NAMES)}))


@dataclass(frozen=True, slots=True)
class Entry:
    """What one command changed."""

    number: int
    audits: tuple[Audit, ...]

    @property
    def by(self) -> Person:
        return self.audits[0].by

    @property
    def at(self) -> datetime:
        return self.audits[0].at

    @property
    def undoes(self) -> int:
        return self.audits[0].undoes

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(each for audit in self.audits for each in audit.edits)


def log(desk: Desk) -> dict[int, Entry]:
    """The entries that were loaded, oldest first."""
    found: dict[int, Entry] = {}
    for audit in dict.fromkeys(desk.setting.loaded.audits):
        former = found.get(audit.entry, Entry(audit.entry, ()))
        found[audit.entry] = Entry(audit.entry, (*former.audits, audit))
    return dict(sorted(found.items()))


def undone(entries: Mapping[int, Entry]) -> dict[int, Entry]:
    """By their numbers those that were taken back, and by what: something that was not taken back itself."""
    gone: dict[int, Entry] = {}
    for number in sorted(entries, reverse=True):
        if entries[number].undoes and number not in gone:
            gone[entries[number].undoes] = entries[number]
    return gone


# ---- keeping


def keep(desk: Desk, event: Event) -> None:
    """The change that was decided gets its number, and all that it takes to undo it; who made it gets a button for that."""
    before, after = desk.setting.policy, desk.policy
    if after is None or not desk.audits:
        return
    changed, number = edits.between(before, after), after.version
    desk.audits = [replace(_brief(each), entry=number, undoes=desk.undoes) for each in desk.audits]
    desk.audits[0] = replace(desk.audits[0], edits=changed)
    reply = desk.reply
    acted = isinstance(event, Acted) and may(Who.ADMIN, event.standing) and not desk.spoken
    if changed and acted and isinstance(reply, Whisper):
        button = cards.button("undo", number)
        desk.reply = replace(reply, post=replace(reply.post, buttons=(*reply.post.buttons, button)))


def _brief(audit: Audit) -> Audit:
    """Of lists, which may have thousands of lines, what they differ in."""
    if "\n" not in audit.before + audit.after:
        return audit
    before, after = edits.apart(tuple(audit.before.split("\n")), tuple(audit.after.split("\n")))
    return replace(audit, before=_without(before, after), after=_without(after, before))


def _without(lines: tuple[str, ...], others: tuple[str, ...]) -> str:
    known = set(others)
    return "\n".join(line for line in lines if line not in known)


# ---- finding


def wanted(event: Commanded | FormSent | Pressed) -> set[Past]:
    """What must be loaded to decide about an event."""
    if isinstance(event, Pressed):
        if event.verb == "history":
            return {Past(name=event.detail, before=event.number)}
        return {Past(number=event.number)} if event.verb == "undo" and event.number else set()
    given = event.options if isinstance(event, Commanded) else event.fields
    if event.verb != "settings" or (isinstance(event, Commanded) and event.name != "handoff"):
        return set()
    entry = asked(given)
    if given.get("action") == "undo" and number(entry):
        return {Past(number=number(entry))}
    return {Past(name="" if number(entry) else entry)} if given.get("action") == "history" else set()


def asked(given: Mapping[str, str]) -> str:
    """A number or a name; what was typed as "#12" looks like a channel."""
    return (given.get("entry") or given.get("channel") or "").strip().strip("`").removeprefix("#").casefold()


def number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 9 else 0


# ---- showing


def show(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """So many of the newest, or those of a name."""
    entry = asked(given)
    count = number(entry)
    if count > MOST:
        desk.wrong(event, "entry", "history.most", most=MOST)
    elif entry and not count and entry not in NAMES:
        desk.wrong(event, "entry", "history.unknown", name=wording.plain(entry), names=_listed())
    else:
        _page(desk, name="" if count else entry, before=0, count=count or PAGE)


def pressed(desk: Desk, event: Pressed) -> None:
    """Another page, in place of the one whose button it was."""
    name = event.detail if event.detail in NAMES else ""
    _page(desk, name=name, before=event.number, count=PAGE, instead=True)


def _listed() -> str:
    return ", ".join(f"`{name}`" for name in NAMES)


def _page(desk: Desk, *, name: str, before: int, count: int, instead: bool = False) -> None:
    entries, fates = log(desk), undone(log(desk))
    those = [e for n, e in entries.items() if (not before or n < before) and _of(e, name)]
    lines = [wording.text("history.title")]
    shown: list[Entry] = []
    for entry in reversed(those[-count:]):
        line = _told(entry, name, fates.get(entry.number))
        if shown and sum(map(len, lines)) + len(lines) + len(line) > LENGTH:
            break
        lines.append(line)
        shown.append(entry)
    if not shown:
        lines = [wording.text("history.no.more" if before else "history.none.of" if name else "history.none", name=name)]
    left = len(those) > len(shown)
    buttons = [
        cards.button("undo", e.number, label=wording.text("history.undo", number=e.number))
        for e in shown[:_UNDOABLE]
        if e.edits and e.number not in fates
    ]
    if left:
        more = wording.text("history.more")
        buttons.append(cards.button("history", shown[-1].number, detail=name, label=more, apart=True))
    if before:
        buttons.append(cards.button("history", 0, detail=name, label=wording.text("history.newest"), apart=not left))
    desk.reply = Whisper(post=Post(text="\n".join(lines), buttons=tuple(buttons)), instead=instead)


def _of(entry: Entry, name: str) -> bool:
    return not name or any(_named(audit, name) for audit in entry.audits)


def _named(audit: Audit, name: str) -> bool:
    what = audit.what.partition(" ")[0]
    return not name or what == name or what.startswith(f"{name}.")


def _told(entry: Entry, name: str, fate: Entry | None) -> str:
    """One line: number, when, who, what, before → after; of several values those of the name."""
    parts = [wording.text("history.line", number=entry.number, at=wording.stamp(entry.at), by=wording.name(entry.by))]
    parts += [_short("; ".join(changes(tuple(a for a in entry.audits if _named(a, name)))))]
    if entry.undoes:
        parts.append(wording.text("history.undoes", number=entry.undoes))
    if fate:
        parts.append(wording.text("history.undone", by=wording.name(fate.by), number=fate.number))
    return " · ".join(parts)


def _short(line: str) -> str:
    return line if len(line) <= _LINE else line[:_LINE].rstrip("\\") + "…"


def changes(audits: tuple[Audit, ...]) -> Iterator[str]:
    """What was changed, from what to what."""
    for audit in audits:
        what, _, there = audit.what.partition(" ")
        where = audit.where or there
        key = "history.change.there" if where else "history.change"
        before, after = (_value(text, scoped=bool(where)) for text in (audit.before, audit.after))
        yield wording.text(key, name=what, where=where, before=before, after=after)


def _value(text: str, *, scoped: bool) -> str:
    if not text:
        return wording.text("history.inherited" if scoped else "history.nothing")
    return wording.escaped(wording.short(", ".join(text.split("\n")), _VALUE))
