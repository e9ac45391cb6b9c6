"""`/handoff reload`: every process reads its help pages again when it sees that an admin asked for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from unit.core_nouns import DI, Table

from adapters.responder.knowledge import Knowledge
from bot.rereading import Rereading
from handoff.decide.admin import PAGES


class Facts:
    """The store's facts, and when they are looked at; `down`: looks that fail from now on."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.down = 0
        self._look = asyncio.Event()

    async def fact(self, name: str) -> str:
        self._look.set()
        if self.down:
            self.down -= 1
            raise OSError("the database is away")
        return self.known.get(name, "")

    async def looked(self, times: int = 2) -> None:
        """Until what an earlier look found is done with."""
        async with asyncio.timeout(30):
            for _ in range(times):
                self._look.clear()
                await self._look.wait()


@asynccontextmanager
async def running(facts: Facts, folder: Path) -> AsyncIterator[Knowledge]:
    knowledge = Knowledge.load(folder)
    task = asyncio.create_task(_kept(Rereading(facts, knowledge, folder, every=0.001)))  # type: ignore[arg-type]  # only facts
    try:
        await facts.looked(1)
        yield knowledge
    finally:
        task.cancel()


async def _kept(loop: Rereading) -> None:
    """Started again after an error, as bot.app does."""
    while True:
        with suppress(OSError):
            await loop.run()


def asked() -> str:
    """What the command leaves in the store."""
    table = Table()
    table.command("/handoff reload", DI)
    return table.facts[PAGES]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("# Delivery\n\nDelivery takes two days.\n", encoding="utf-8")
    return tmp_path


async def test_a_new_page_is_known_once_it_was_asked_for(folder):
    facts = Facts()
    async with running(facts, folder) as knowledge:
        (folder / "b.md").write_text("# Returns\n\nSend it back within 30 days.\n", encoding="utf-8")
        await facts.looked()
        assert knowledge.topics() == ("Delivery",), "nobody asked for it yet"
        facts.known[PAGES] = asked()
        await facts.looked()
        assert set(knowledge.topics()) == {"Delivery", "Returns"}


async def test_what_can_not_be_read_leaves_the_old_pages_and_is_logged(folder, caplog):
    facts = Facts()
    async with running(facts, folder) as knowledge:
        (folder / "a.md").write_bytes(b"\xff\xfe# broken")
        facts.known[PAGES] = asked()
        await facts.looked()
        assert knowledge.topics() == ("Delivery",)
        assert "the old ones stay" in caplog.text
        assert "a.md" in caplog.text


async def test_what_was_asked_for_while_the_store_was_away_is_read_afterwards(folder):
    facts = Facts()
    async with running(facts, folder) as knowledge:
        (folder / "b.md").write_text("# Returns\n\nSend it back within 30 days.\n", encoding="utf-8")
        facts.down = 1
        facts.known[PAGES] = asked()
        await facts.looked(3)
        assert set(knowledge.topics()) == {"Delivery", "Returns"}
