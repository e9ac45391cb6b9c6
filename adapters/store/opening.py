"""Before a database is used: whose it is, whether it is whole, and whether its schema is ours. All of it blocks."""

import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from adapters.store.connection import connect
from handoff.errors import Fatal

_MIGRATIONS: Final = Path(__file__).with_name("migrations")
_PREFIX: Final = "sqlite:///"


def path_of(url: str) -> Path | None:
    """The file of `sqlite:///relative.db`, `sqlite:////absolute.db` or a plain path; None for one in memory."""
    if url in (":memory:", "sqlite://", "sqlite:///:memory:"):
        return None
    if "://" in url and not url.startswith(_PREFIX):
        raise Fatal(f"DATABASE_URL: {url.partition('://')[0]} is not sqlite:///file.db")
    return Path(url.removeprefix(_PREFIX)).expanduser().resolve()


def lock(path: Path) -> int:
    """Make the database ours while this process lives; the descriptor that os.close() gives it back with."""
    beside = path.with_name(path.name + ".lock")
    try:
        held = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise Fatal(f"{beside} can't be made: {error.strerror}") from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(held, 20).decode(errors="replace") or "unknown"
        os.close(held)
        raise Fatal(
            f"{path} is in use by a running bot (process {holder}): stop that one first, or set another DATABASE_URL"
        ) from error
    os.ftruncate(held, 0)
    os.write(held, str(os.getpid()).encode())
    return held


def prepare(path: Path) -> None:
    """Check the file and bring its schema to ours; raises Fatal, the file unchanged, if either can't be."""
    try:
        with closing(connect(path)) as db:
            _check(path, db)
        _migrate(path)
    except (sqlite3.Error, sqlalchemy.exc.DBAPIError) as error:
        raise Fatal(f"{path} can't be used: {error}") from error


def require_current(path: Path) -> None:
    """Raise Fatal unless the file is there with exactly our schema: for reading beside a running bot."""
    if not path.exists():
        raise Fatal(f"there is no database at {path}")
    try:
        with _engine(path).connect() as connection:
            check_current(connection, str(path))
    except (sqlite3.Error, sqlalchemy.exc.DBAPIError) as error:
        raise Fatal(f"{path} can't be used: {error}") from error


def _check(path: Path, db: sqlite3.Connection) -> None:
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise Fatal(f"{path} is damaged ({found}): restore a backup, or set another DATABASE_URL")


def _migrate(path: Path) -> None:
    engine = _engine(path)
    try:
        with engine.begin() as connection:
            upgrade(connection, str(path))
    finally:
        engine.dispose()


def upgrade(connection: sqlalchemy.Connection, where: str) -> None:
    """Bring the schema to ours within the connection's transaction. Raises Fatal if it is a newer one."""
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    there = MigrationContext.configure(connection).get_current_revision()
    if there is not None and there not in known:
        raise Fatal(f"{where} was written by a newer version of the bot (schema {there}): run that version")
    if there != scripts.get_current_head():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check_current(connection: sqlalchemy.Connection, where: str) -> None:
    """Raise Fatal unless the schema is exactly ours."""
    there = MigrationContext.configure(connection).get_current_revision()
    if there != ScriptDirectory.from_config(_config()).get_current_head():
        raise Fatal(f"{where} has another schema than this version of the bot: run `handoff migrate`")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _engine(path: Path) -> sqlalchemy.Engine:
    """An engine whose transactions hold the schema's changes too, so that a migration happens wholly or not at all."""
    engine = sqlalchemy.create_engine("sqlite://", creator=lambda: connect(path), poolclass=sqlalchemy.NullPool)
    sqlalchemy.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine
