from pathlib import Path

import asyncpg
import pytest
from contract import server
from contract.stores import OPEN, Open, open_postgres, opened


@pytest.fixture(params=sorted(OPEN))
async def open_store(request: pytest.FixtureRequest, tmp_path: Path):
    opening: Open = OPEN[request.param]
    yield opening
    if opening is open_postgres:
        await server.drop(server.named(tmp_path))


@pytest.fixture
async def store(open_store: Open, tmp_path: Path):
    async with opened(open_store, tmp_path) as ready:
        yield ready


# ---- PostgreSQL only


@pytest.fixture
async def url(tmp_path):
    yield await server.database(server.named(tmp_path))
    await server.drop(server.named(tmp_path))


@pytest.fixture
async def other(store, tmp_path):
    """Another process's store on the same database."""
    async with opened(open_postgres, tmp_path) as ready:
        yield ready


@pytest.fixture
async def admin(url):
    link = await asyncpg.connect(url)
    yield link
    await link.close()
