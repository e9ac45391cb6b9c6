"""Every implementation of the store's ports, and what the tests do with any of them."""

from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from contract import server
from contract.nouns import NOON, TEAM

from adapters.store.postgres import PostgresStore
from adapters.store.sqlite import SqliteStore
from handoff.model import Conversation
from handoff.ports import Changes, Handoffs, Homes, Loaded, Outbox, Retention, Row, Store, Timers, Views, Wants, Watermarks


def fits(store: SqliteStore | PostgresStore) -> tuple[Store, Outbox, Views, Homes, Handoffs, Timers, Watermarks, Retention]:
    """Nothing at run time; mypy reads it."""
    return store, store, store, store, store, store, store, store


async def open_sqlite(folder: Path) -> SqliteStore:
    return await SqliteStore.open(folder / "handoff.db", team=TEAM, now=lambda: NOON)


async def open_postgres(folder: Path, **options: Any) -> PostgresStore:
    url = await server.database(server.named(folder))
    return await PostgresStore.open(url, team=TEAM, now=lambda: NOON, **options)


Open = Callable[[Path], Awaitable[Any]]
OPEN: dict[str, Open] = {"sqlite": open_sqlite, "postgres": open_postgres}


@asynccontextmanager
async def opened(open_store: Open, folder: Path):
    store = await open_store(folder)
    try:
        yield store
    finally:
        await store.close()


async def save(store: Store, now: datetime = NOON, **changes: Any) -> None:
    async with store.unit() as unit:
        await unit.save(Changes(**changes), now)


async def load(store: Store, **wants: Any) -> Loaded:
    async with store.unit() as unit:
        return await unit.load(Wants(**wants))


async def begin(store: Store, *conversations: Conversation) -> None:
    await save(store, conversations={each.number: each for each in conversations})


async def change(store: Store, number: int, **changes: Any) -> Conversation:
    """Change a stored conversation, as a decision would."""
    async with store.unit() as unit:
        found = (await unit.load(Wants(numbers=frozenset({number})))).conversations[number]
        changed = replace(found, **changes)
        await unit.save(Changes(conversations={number: changed}), NOON)
    return changed


async def rows(store: Outbox, later: timedelta = timedelta(0)) -> list[Row]:
    return list(await store.due(NOON + later, frozenset()))


async def row(store: Store, id_: int) -> Row:
    return (await load(store, rows=frozenset({id_}))).rows[id_]
