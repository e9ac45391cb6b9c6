"""The stores that the machine runs on: opened once for a test, emptied before each example."""

import sqlite3
from pathlib import Path
from typing import Any

import asyncpg
from contract import server
from contract.stores import open_postgres, open_sqlite

from adapters.store.schema import METADATA

TABLES = [table.name for table in METADATA.sorted_tables]


async def opened(kind: str, folder: Path) -> Any:
    return await (open_sqlite if kind == "sqlite" else open_postgres)(folder)


async def empty(kind: str, folder: Path) -> None:
    """Delete all rows and begin counting anew, beside the store."""
    if kind == "sqlite":
        with sqlite3.connect(folder / "handoff.db", timeout=10) as db:
            for name in [*TABLES, "sqlite_sequence"]:
                db.execute(f"DELETE FROM {name}")
        db.close()
        return
    link = await asyncpg.connect(server.url_of(server.named(folder)))
    try:
        await link.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY")
    finally:
        await link.close()
