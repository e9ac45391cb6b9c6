from pathlib import Path

import pytest
from contract.stores import OPEN, Open, opened


@pytest.fixture(params=sorted(OPEN))
def open_store(request: pytest.FixtureRequest) -> Open:
    return OPEN[request.param]


@pytest.fixture
async def store(open_store: Open, tmp_path: Path):
    async with opened(open_store, tmp_path) as ready:
        yield ready
