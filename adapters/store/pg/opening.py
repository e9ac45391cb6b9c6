"""Before a PostgreSQL database is used: whether it answers, and whether its schema is ours. The password is never shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import asyncpg
import sqlalchemy
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.store import opening
from adapters.store.pg.pool import ERRORS, TIMEOUT
from handoff.errors import Fatal

#: the first with idle_session_timeout, by which a process that does not move loses its locks
_OLDEST: Final = 14
#: the advisory lock of whoever migrates; the keys of pg/unit.py are others
_MIGRATION: Final = 3


def shown(url: str) -> str:
    """A URL without its password and parameters. Raises Fatal if it can't be read; then no part of it is shown."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("postgresql", "postgres"):
        raise Fatal(
            "DATABASE_URL is not postgresql://user:password@host:port/database"
            " (in the password @ is written %40, / %2F, : %3A, # %23)"
        )
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.hostname or ''}{port}{parts.path}"


@contextmanager
def told(url: str) -> Iterator[None]:
    """Whatever keeps the database from being used is Fatal, in words that name the setting."""
    where = shown(url)
    try:
        yield
    except asyncpg.ClientConfigurationError as error:  # its words may quote the URL
        raise Fatal(f"DATABASE_URL ({where}) can't be read: {type(error).__name__}") from None
    except TimeoutError as error:
        raise Fatal(f"DATABASE_URL: {where} does not answer within {TIMEOUT:g} s") from error
    except (*ERRORS, sqlalchemy.exc.DBAPIError) as error:
        cause = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
        raise Fatal(f"DATABASE_URL: {where} can't be used: {cause}") from error


async def prepare(url: str, *, migrate: bool) -> None:
    """Bring the schema to ours, wholly or not at all and one process at a time; or only check it. Raises Fatal."""
    where = shown(url)

    async def connect() -> Any:
        return await asyncpg.connect(url, timeout=TIMEOUT)

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=sqlalchemy.NullPool)
    try:
        with told(url):
            async with engine.begin() as connection:
                version = (await connection.execute(sqlalchemy.text("SHOW server_version_num"))).scalar_one()
                if int(version) // 10_000 < _OLDEST:
                    raise Fatal(f"DATABASE_URL: {where} is PostgreSQL {int(version) // 10_000}; {_OLDEST} or newer is needed")
                if migrate:
                    await connection.execute(sqlalchemy.text(f"SELECT pg_advisory_xact_lock({_MIGRATION})"))
                    await connection.run_sync(opening.upgrade, where)
                else:
                    await connection.run_sync(opening.check_current, where)
    finally:
        await engine.dispose()
