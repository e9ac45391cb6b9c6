"""Every change of the policy that is kept is found again: the newest, one with what came after it, and what took it back."""

import json
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from contract.nouns import ANN, BO, NOON, place
from contract.stores import load, open_postgres, open_sqlite, opened, save
from sqlalchemy.ext.asyncio import create_async_engine

import adapters.store
from adapters.store.codec import stamp
from handoff.model import Audit, Block, Edit, SupportChannel, Vip
from handoff.ports import PAST, Past

MINUTE = timedelta(minutes=1)
MIGRATIONS = Path(adapters.store.__path__[0], "migrations")


def audit(entry, what="failed.limit", undoes=0, **changes):
    return Audit(at=NOON + entry * MINUTE, by=BO, what=what, before="3", after="5", entry=entry, undoes=undoes, **changes)


async def past(store, **wanted):
    return [each.entry for each in (await load(store, audits=frozenset({Past(**wanted)}))).audits]


async def test_a_change_comes_back_whole(store, open_store, tmp_path):
    """With what its words do not tell, from disk, oldest first."""
    channel = SupportChannel(place=place(""), name="#new", at=NOON, by=BO)
    block = Block(person=ANN, at=NOON, by=BO, until=NOON + MINUTE, reason="spam \x00 \ud800", number=4)
    vip = Vip(platform="slack", id="S7", name="@gold", at=NOON, by=BO)
    values = [channel, block, vip, True, 3, -0.5, "Mon-Fri", MINUTE, None]
    changed = tuple(Edit(("scopes", "slack:C1", str(n)), value, values[n - 1]) for n, value in enumerate(values))
    those = [audit(1, "support", where="slack:C1", edits=changed), audit(2, "block")]
    await save(store, audits=those)
    await store.close()
    async with opened(open_store, tmp_path) as again:
        found = (await load(again, audits=frozenset({Past()}))).audits
        assert [repr(each) for each in found] == [repr(each) for each in those]


async def test_the_newest_are_found(store):
    """A bounded number of them, of any name, below the last one that was shown."""
    await save(store, audits=[audit(n) for n in range(1, PAST + 10)])
    assert await past(store) == list(range(10, PAST + 10))
    assert await past(store, before=5) == [1, 2, 3, 4]
    assert await past(store, before=10**12) in ([], list(range(10, PAST + 10)))
    assert await past(store, number=10**12) == []
    assert (await load(store)).audits == ()


@pytest.mark.parametrize(
    ("name", "entries"),
    [("sentiment.window", [2]), ("sentiment", [2, 3]), ("ai", [4]), ("sent", []), ("_", []), ("%", []), ("", [1, 2, 3, 4])],
)
async def test_they_are_found_by_name(store, name, entries):
    """By a whole one, or by what it begins with before a dot; a place that is part of the name is none."""
    names = ["failed.limit", "sentiment.window", "sentiment.abuse", "ai slack:C1"]
    await save(store, audits=[audit(n, name) for n, name in enumerate(names, 1)])
    assert await past(store, name=name) == entries


async def test_one_is_found_with_what_came_after_it(store):
    """All that one command changed, and each later change of the same names."""
    await save(store, audits=[audit(1), audit(2, "idle"), audit(3), audit(3, "idle"), audit(4, "block"), audit(5)])
    assert await past(store, number=1) == [1, 3, 5]
    assert await past(store, number=3) == [3, 3, 5]
    assert await past(store, number=9) == []


async def test_what_undoes_them_comes_with_them(store):
    """And what undoes that, though it is newer than the page."""
    await save(store, audits=[audit(1), audit(2), audit(7, undoes=1), audit(8, undoes=7), audit(9, "idle")])
    assert await past(store, before=2) == [1, 7, 8]


async def test_two_wishes_of_one_batch_are_both_met(store):
    await save(store, audits=[audit(1), audit(2, "idle"), audit(3, "block")])
    loaded = await load(store, audits=frozenset({Past(number=1), Past(name="block")}))
    assert [each.entry for each in loaded.audits] == [1, 3]


def _as_it_was(connection):
    """The tables of the version before changes had numbers, with what it kept: a preset's two values, then one of each."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "0004")
    made = [(1, "Di", "failed.limit"), (1, "Di", "sentiment.abuse"), (2, "Di", "ai slack:C1"), (2, "Bo", "keywords")]
    for minute, name, what in made:
        by = {"platform": "slack", "workspace": "T1", "user": name, "name": name, "locale": ""}
        kept = {"v": 1, "at": stamp(NOON + minute * MINUTE), "by": by, "what": what, "before": "3", "after": "5"}
        values = {"at": kept["at"], "doc": json.dumps(kept)}
        connection.execute(sa.text("INSERT INTO audit (at, doc) VALUES (:at, :doc)"), values)


async def _numbered(store):
    assert await past(store) == [1, 1, 2, 3]
    assert await past(store, name="ai") == [2]
    assert [each.by.name for each in (await load(store, audits=frozenset({Past(before=3)}))).audits] == ["Di", "Di", "Di"]


async def test_what_was_kept_before_changes_had_numbers_gets_them_on_sqlite(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'handoff.db'}")
    with engine.begin() as connection:
        _as_it_was(connection)
    engine.dispose()
    async with opened(open_sqlite, tmp_path) as store:
        await _numbered(store)


async def test_what_was_kept_before_changes_had_numbers_gets_them_on_postgresql(tmp_path, url):
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url))
    async with engine.begin() as connection:
        await connection.run_sync(_as_it_was)
    await engine.dispose()
    async with opened(open_postgres, tmp_path) as store:
        await _numbered(store)
