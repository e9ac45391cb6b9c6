"""
The playground's own platform: its people, its channels and every message, in one SQLite file.

What happens here has a revision, one higher each time. Whoever looks asks for what came after the one they know, so a page
that lost its connection misses nothing.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import aiosqlite

HELP: Final = "help"
TEAM: Final = "team"
ROLES: Final = ("customer", "agent", "admin")
#: rows of the journal that are kept
JOURNAL: Final = 2_000

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS person (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, thread TEXT NOT NULL, author TEXT NOT NULL,
    only_for TEXT NOT NULL, text TEXT NOT NULL, post TEXT NOT NULL, at TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
    edited INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, pinned INTEGER NOT NULL DEFAULT 0,
    rev INTEGER NOT NULL, heard INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS message_rev ON message (rev);
CREATE TABLE IF NOT EXISTS journal (n INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the playground; `role` is one of ROLES."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    A message. `author` "" is the bot's, which then has a `post` instead of a text. `only_for`: seen by that person alone.
    `heard`: the revision up to which the core knows what its author did.
    """

    id: int
    channel: str
    thread: str
    author: str
    only_for: str
    text: str
    post: Mapping[str, Any]
    at: datetime
    key: str
    edited: bool
    deleted: bool
    pinned: bool
    rev: int
    heard: int


class World:
    def __init__(self, db: aiosqlite.Connection) -> None:
        self._db = db
        self._writing = asyncio.Lock()
        self.rev = 0
        self.people: dict[str, Account] = {}
        self.changed: Callable[[], None] = lambda: None  #: called after every change

    @classmethod
    async def open(cls, file: Path) -> "World":
        db = await aiosqlite.connect(file)
        await db.execute("PRAGMA journal_mode = WAL")
        await db.executescript(_SCHEMA)
        world = cls(db)
        rows = await db.execute_fetchall("SELECT id, name, role FROM person ORDER BY rowid")
        world.people = {row[0]: Account(*row) for row in rows}
        [[rev]] = await db.execute_fetchall("SELECT coalesce(max(rev), 0) FROM message")
        world.rev = rev
        return world

    async def close(self) -> None:
        await self._db.close()

    # ---- people

    async def join(self, name: str, role: str) -> Account:
        """Somebody new, or whoever has that name already."""
        known = next((each for each in self.people.values() if each.name.casefold() == name.casefold()), None)
        if known:
            return known
        async with self._writing:
            account = Account(f"u{len(self.people) + 1}", name, role)
            await self._db.execute("INSERT INTO person VALUES (?, ?, ?)", (account.id, name, role))
            await self._db.commit()
            self.people[account.id] = account
        self.changed()
        return account

    # ---- messages

    async def post(
        self,
        channel: str,
        thread: str = "",
        *,
        key: str,
        author: str = "",
        text: str = "",
        post: Mapping[str, Any] | None = None,
        only_for: str = "",
    ) -> Entry:
        """A new message, or the one that the key made before."""
        async with self._writing:
            if found := await self._found("key = ?", key):
                return found[0]
            at, shown = datetime.now(UTC).isoformat(), json.dumps(post or {})
            cursor = await self._db.execute(
                "INSERT INTO message (channel, thread, author, only_for, text, post, at, key, rev) VALUES (?,?,?,?,?,?,?,?,?)",
                (channel, thread, author, only_for, text, shown, at, key, self.rev + 1),
            )
            await self._kept()
            [entry] = await self._found("id = ?", cursor.lastrowid)
        self.changed()
        return entry

    async def change(self, message: int, *, text: str | None = None, post: Mapping[str, Any] | None = None) -> Entry | None:
        """None: it is not there, or not any more."""
        entry = await self.message(message)
        if entry is None or entry.deleted or (text == entry.text and post is None) or (post is not None and post == entry.post):
            return entry if entry and not entry.deleted else None
        return await self._set(
            "text = ?, post = ?, edited = ?",
            (
                entry.text if text is None else text,
                json.dumps(dict(entry.post if post is None else post)),
                entry.edited or text is not None,
            ),
            message,
        )

    async def delete(self, message: int) -> Entry | None:
        entry = await self.message(message)
        return (
            entry if entry is None or entry.deleted else await self._set("deleted = ?, text = '', post = '{}'", (1,), message)
        )

    async def pin(self, message: int) -> None:
        await self._set("pinned = ?", (1,), message)

    async def _set(self, what: str, values: tuple[Any, ...], message: int) -> Entry | None:
        async with self._writing:
            await self._db.execute(f"UPDATE message SET {what}, rev = ? WHERE id = ?", (*values, self.rev + 1, message))  # noqa: S608 - ours
            await self._kept()
        self.changed()
        return await self.message(message)

    async def _kept(self) -> None:
        await self._db.commit()
        self.rev += 1

    async def message(self, message: int) -> Entry | None:
        return next(iter(await self._found("id = ?", message)), None)

    async def by_key(self, key: str) -> Entry | None:
        return next(iter(await self._found("key = ?", key)), None)

    async def since(self, rev: int) -> list[Entry]:
        """What was written, changed or deleted after a revision."""
        return await self._found("rev > ? ORDER BY rev", rev)

    async def unheard(self) -> list[Entry]:
        """What people did that the core may not know."""
        return await self._found("author <> '' AND heard < rev ORDER BY id LIMIT ?", 1_000)

    async def heard(self, entry: Entry) -> None:
        async with self._writing:
            await self._db.execute("UPDATE message SET heard = ? WHERE id = ?", (entry.rev, entry.id))
            await self._db.commit()

    async def _found(self, where: str, value: object) -> list[Entry]:
        columns = "id, channel, thread, author, only_for, text, post, at, key, edited, deleted, pinned, rev, heard"
        rows = await self._db.execute_fetchall(f"SELECT {columns} FROM message WHERE {where}", (value,))  # noqa: S608 - ours
        return [_entry(row) for row in rows]

    # ---- what happened

    async def note(self, entry: Mapping[str, Any]) -> None:
        async with self._writing:
            await self._db.execute("INSERT INTO journal (entry) VALUES (?)", (json.dumps(entry),))
            await self._db.execute("DELETE FROM journal WHERE n <= (SELECT max(n) FROM journal) - ?", (JOURNAL,))
            await self._db.commit()
        self.changed()

    async def journal(self, after: int) -> list[dict[str, Any]]:
        rows = await self._db.execute_fetchall("SELECT n, entry FROM journal WHERE n > ? ORDER BY n", (after,))
        return [{"n": n, **json.loads(entry)} for n, entry in rows]


def _entry(row: Any) -> Entry:
    id_, channel, thread, author, only_for, text, post, at, key, edited, deleted, pinned, rev, heard = row
    return Entry(
        id=id_,
        channel=channel,
        thread=thread,
        author=author,
        only_for=only_for,
        text=text,
        post=json.loads(post),
        at=datetime.fromisoformat(at),
        key=key,
        edited=bool(edited),
        deleted=bool(deleted),
        pinned=bool(pinned),
        rev=rev,
        heard=heard,
    )
