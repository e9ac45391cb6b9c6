"""Which store a DATABASE_URL means."""

from collections.abc import Callable
from datetime import datetime

from adapters.store.postgres import PostgresStore
from adapters.store.retention import utc
from adapters.store.sqlite import SqliteStore
from handoff.model import Address

AnyStore = SqliteStore | PostgresStore


async def open_store(
    url: str, *, team: Address | None = None, exclusive: bool = True, now: Callable[[], datetime] = utc
) -> AnyStore:
    """Open the store that `url` names; see the classes' `open`. Raises Fatal."""
    if url.startswith(("postgresql:", "postgres:")):
        return await PostgresStore.open(url, team=team, exclusive=exclusive, now=now)
    return await SqliteStore.open(url, team=team, exclusive=exclusive, now=now)
