"""The embedded AI, on the pages of the example and on pages of a test's own."""

from pathlib import Path

import pytest
from unit.shop import SAMPLE, Pages

from adapters.responder.knowledge import Knowledge


@pytest.fixture(scope="module")
def shop() -> Knowledge:
    return Knowledge.load(SAMPLE)


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / name.replace("_", ".")).write_text(text, "utf-8")
        return tmp_path

    return write
