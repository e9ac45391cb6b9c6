"""
What an operator looks at beside a running bot: the queue, a conversation's record, what became of it, what is still to be
sent, the settings. Nothing is changed, no secret is shown.

Each command makes plain data first; `--json` prints just that, and its names stay as they are: scripts rely on them.
"""

import json
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.store.choice import AnyStore, open_store
from bot.settings import Settings
from handoff.model import Conversation, Message, Person
from handoff.ports import Row

#: what a command shows: one thing, or several
Data = Mapping[str, Any] | Sequence[Mapping[str, Any]]
#: raised for what is not there: exit code 1
Missing = LookupError


async def look(settings: Settings, wanted: Callable[[AnyStore], Awaitable[Data]], *, as_json: bool) -> int:
    """Print what is wanted of the store; the exit code. Raises Fatal."""
    store = await open_store(settings.database_url, team=settings.places().team, exclusive=False)
    try:
        data = await wanted(store)
    except Missing as missing:
        sys.stderr.write(f"{missing.args[0]}\n")
        return 1
    finally:
        await store.close()
    show(data, as_json=as_json)
    return 0


# ---- what there is to see


async def queue(store: AnyStore) -> Data:
    """Who waits, and who has what, oldest handoff first."""
    return [_conversation(c) for c in await store.queue()]


def transcript(number: int) -> Callable[[AnyStore], Awaitable[Data]]:
    async def wanted(store: AnyStore) -> Data:
        found = await _found(store, number)
        evidence = "\n".join(found.reason.evidence) if found.reason else ""
        return {**_conversation(found), "evidence": evidence, "messages": [_message(m) for m in await store.transcript(number)]}

    return wanted


def events(number: int) -> Callable[[AnyStore], Awaitable[Data]]:
    """What is kept of what happened, in order: words as they came, changes of hands, and what became of what was sent."""

    async def wanted(store: AnyStore) -> Data:
        c = await _found(store, number)
        moments = {"opened": c.opened_at, "handed off": c.handed_at, "claimed": c.claimed_at, "closed": c.closed_at}
        found = [_event(at, what) for what, at in moments.items() if at]
        found += [
            _event(m.at, f"{m.kind} wrote" if m.author else f"{m.kind} said", _name(m.author), seq=m.seq)
            for m in await store.transcript(number)
        ]
        found += [
            _event(row.started_at or row.created_at, f"{_kind(row)} {row.state}", row.error, row=row.id)
            for row in await store.sendings(number)
        ]
        return sorted(found, key=lambda each: str(each["at"]))

    return wanted


async def outbox(store: AnyStore) -> Data:
    """What is still to be sent, and what could not be; without the words in it."""
    return [_row(row) for row in await store.unfinished()]


def config(settings: Settings) -> Data:
    """Every setting as it is in force; of a secret, whether it is there."""
    return {name.upper(): _setting(getattr(settings, name)) for name in type(settings).model_fields}


async def _found(store: AnyStore, number: int) -> Conversation:
    found = await store.conversation(number)
    if found is None:
        raise Missing(f"There is no conversation #{number}.")
    return found


def _conversation(c: Conversation) -> dict[str, Any]:
    return {
        "number": c.number,
        "state": str(c.state),
        "priority": str(c.priority),
        "customer": _name(c.customer),
        "place": f"{c.place.platform}:{c.place.channel}",
        "agent": _name(c.agent),
        "reason": str(c.reason.trigger) if c.reason else "",
        "opened_at": _at(c.opened_at),
        "handed_at": _at(c.handed_at),
        "unread": len(c.unread),
    }


def _message(m: Message) -> dict[str, Any]:
    return {
        "seq": m.seq,
        "at": _at(m.at),
        "kind": str(m.kind),
        "author": _name(m.author),
        "text": m.text,
        "files": [each.name for each in m.files],
        "edited": m.edited,
        "deleted": m.deleted,
    }


def _event(at: datetime, what: str, about: str = "", *, seq: int = 0, row: int = 0) -> dict[str, Any]:
    return {"at": _at(at), "what": what, "about": about, "seq": seq, "row": row}


def _row(row: Row) -> dict[str, Any]:
    return {
        "row": row.id,
        "number": row.effect.number,
        "kind": _kind(row),
        "state": str(row.state),
        "attempts": row.attempts,
        "created_at": _at(row.created_at),
        "next_at": _at(row.next_at),
        "blocked_at": _at(row.blocked_at),
        "error": row.error,
    }


def _kind(row: Row) -> str:
    return type(row.effect).__name__


def _name(person: Person | None) -> str:
    return (person.name or person.key) if person else ""


def _at(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _setting(value: object) -> object:
    """A pair as it is written in the settings; of an address no password."""
    if isinstance(value, SecretStr):
        return "(set)" if value.get_secret_value() else ""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(f"{platform}:{name}" for platform, name in value)
    if isinstance(value, frozenset):
        return ",".join(sorted(value))
    return value if isinstance(value, bool | int | float) else _without_password(str(value))


def _without_password(text: str) -> str:
    try:
        password = urlsplit(text.removeprefix("webhook:")).password
    except ValueError:
        return text
    return text.replace(f":{password}@", ":(set)@") if password else text


# ---- showing


#: in a table, by the length of the longest of them
_LONGEST: Final = 400


def show(data: Data, *, as_json: bool) -> None:
    """As one JSON document, or as tables."""
    if as_json:
        sys.stdout.write(json.dumps(data, indent=2) + "\n")
        return
    console = Console(highlight=False)
    if isinstance(data, Mapping):
        lists = {name: value for name, value in data.items() if isinstance(value, list)}
        one = Table("", "", show_header=False, box=None)
        for name, value in data.items():
            if name not in lists:
                one.add_row(Text(name), _text(value))
        console.print(one)
        for value in lists.values():
            console.print(_table(value))
    else:
        console.print(_table(data))


def _table(those: Iterable[Mapping[str, Any]]) -> Table | Text:
    rows = list(those)
    if not rows:
        return Text("Nothing.")
    columns = [name for name in rows[0] if any(row[name] not in ("", 0, False, []) for row in rows)]
    table = Table(*columns, box=None)
    for row in rows:
        table.add_row(*(_text(row[name]) for name in columns))
    return table


def _text(value: object) -> Text:
    """People's words, without what a terminal would obey."""
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    harmless = "".join(ch if ch.isprintable() or ch == "\n" else "·" for ch in words)
    return Text(harmless if len(harmless) <= _LONGEST else harmless[: _LONGEST - 1] + "…")
