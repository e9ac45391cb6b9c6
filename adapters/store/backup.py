"""A copy of the database while it is in use."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from adapters.store.connection import connect
from adapters.store.opening import path_of, require_current
from handoff.errors import Fatal


def backup(url: str, to: Path) -> None:
    """
    Write what is committed into a new file that its owner alone can read; a running bot goes on meanwhile. The file is there
    whole or not at all. Raises Fatal.
    """
    path = None if url.startswith(("postgresql:", "postgres:")) else path_of(url)
    if path is None:
        raise Fatal("DATABASE_URL is no SQLite file: back PostgreSQL up with its own pg_dump")
    require_current(path)
    if to.exists():
        raise Fatal(f"{to} is there already: nothing is written over")
    part = to.with_name(f"{to.name}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            with closing(connect(path)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
            os.link(part, to)  # unlike a rename it writes over nothing
        finally:
            part.unlink()
    except (OSError, sqlite3.Error) as error:
        raise Fatal(f"{to} can't be written: {error}") from error
