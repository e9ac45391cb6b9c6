"""What a PostgreSQL database can do to us: it goes and comes back, breaks off, is another, or is not there."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from contract import server
from contract.nouns import ANN, NOON, conversation, message, place, say
from contract.processes import decided, kept
from contract.proxy import road
from contract.stores import begin, load, open_postgres, opened, rows, save
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.store.postgres import PostgresStore
from adapters.store.schema import METADATA
from handoff.errors import Fatal
from handoff.model import Person
from handoff.ports import Changes, RowState, Wants

ROOT = Path(__file__).parents[2]
PENDING, STARTED, SENT, FAILED, CANCELLED = RowState


@pytest.fixture
async def store(url, tmp_path):
    async with opened(open_postgres, tmp_path) as ready:
        yield ready


# ---- C12: the database goes, and comes back


async def test_connections_killed_in_full_flight_lose_and_double_nothing(store, other, admin):
    """Any transaction may be broken off, and any commit's answer be lost; decided again by its key, each is there once."""
    killed, over = 0, False

    async def kill():
        nonlocal killed
        while not over:
            killed += await admin.fetchval(
                """SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()
                AND datname = current_database() AND state <> 'idle' ORDER BY random() LIMIT 1) AS one"""
            )
            await asyncio.sleep(0.02)

    async def write(lane):
        through = (store, other)[lane % 2]
        for turn in range(25):
            key = f"{lane}.{turn}"

            def decide(loaded, key=key):
                if key in loaded.seen:
                    return Changes()
                c = conversation(loaded.next_number, place=place(key))
                said = message(c.number, 1, key)
                return Changes(keys={key}, conversations={c.number: c}, messages=[said], effects=[say(c.number, key)])

            await decided(through, Wants(keys=kept(key), places=kept(place(key))), decide)

    killing = asyncio.create_task(kill())
    try:
        await asyncio.gather(*map(write, range(4)))
    finally:
        over = True  # not cancelled: a kill that is on its way would still be carried out
        await killing
    assert killed > 10
    for each in (store, other):  # the last kill may yet hit whoever comes next, who decides again, as always
        await decided(each, Wants(), lambda loaded: Changes())
    found = await load(store, rows=frozenset(range(1, 1000)))
    assert 100 == len(found.rows) == len({each.effect.post.text for each in found.rows.values()})
    texts = [(await store.transcript(number))[0].text for number in range(1, 101)]
    assert {f"{lane}.{turn}" for lane in range(4) for turn in range(25)} == set(texts)
    assert await store.conversation(101) is None


@pytest.fixture
def short():
    """A folder whose path is short enough for a socket."""
    with TemporaryDirectory(prefix="road-") as folder:
        yield Path(folder)


async def test_a_commit_whose_answer_is_lost_counts_once(store, url, short):
    """It took effect, and nobody was told: decided again, the key is found seen."""
    async with road(url, short) as way:
        far = await PostgresStore.open(way.url)
        seen = []

        def decide(loaded):
            seen.append("k" in loaded.seen)
            return Changes() if seen[-1] else Changes(keys={"k"}, effects=[say(1)])

        way.cut_before = b"COMMIT\0"
        assert await decided(far, Wants(keys=kept("k")), decide) == 1
        assert (seen, way.cuts) == ([False, True], 1)
        await far.close()
    assert [each.id for each in await rows(store)] == [1]


async def test_a_database_that_restarts_is_waited_for(store, url, short):
    """What came meanwhile is done as soon as it answers, in the order in which it came."""
    async with road(url, short) as way:
        far = await PostgresStore.open(way.url)
        await far.remember("a", "0")
        way.closed = True
        way.cut()
        waiting = [asyncio.create_task(far.remember("a", "1")), asyncio.create_task(save(far, keys={"k"}))]
        done, _ = await asyncio.wait(waiting, timeout=0.3)
        assert not done
        assert await store.fact("a") == "0"
        way.closed = False
        async with asyncio.timeout(40):
            await asyncio.gather(*waiting)
        assert (await far.fact("a"), (await load(far, keys=kept("k"))).seen) == ("1", {"k"})
        await far.close()


async def test_a_database_that_stays_away_is_told_of(url, short):
    """As no platform's fault: a row that was on its way is of unknown fate."""
    async with road(url, short) as way:
        far = await PostgresStore.open(way.url, patience=0.2)
        await save(far, effects=[say(1)])
        (ours,) = await rows(far)
        way.closed = True
        way.cut()
        with pytest.raises(ConnectionError, match="can't be reached"):
            await far.keep(ours)
        with pytest.raises(ConnectionError, match="can't be reached"):
            await save(far, keys={"k"})
        async with asyncio.timeout(40):
            await far.close()


async def test_a_save_that_has_begun_completes_though_it_is_cancelled(store):
    async with store.unit() as unit:
        saving = asyncio.create_task(unit.save(Changes(keys={"k"}), NOON))
        await asyncio.sleep(0)
        saving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saving
    assert (await load(store, keys=kept("k"))).seen == {"k"}


async def test_a_cancelled_save_completes_or_changes_nothing(store):
    """Cancelled at every point that there is: never half of it, and the connection is as good as before."""
    for turn in range(60):
        key = f"k{turn}"
        saving = asyncio.create_task(save(store, keys={key}, effects=[say(turn, key)], dirty={key}))
        await asyncio.sleep(turn / 10_000)
        saving.cancel()
        await asyncio.wait({saving})
    seen = (await load(store, keys=frozenset(f"k{turn}" for turn in range(60)))).seen
    texts = {each.effect.post.text for each in await rows(store)}
    assert seen == texts
    assert {each.target for each in await store.dirty()} <= seen
    await save(store, keys={"k"})


# ---- opening


@pytest.mark.parametrize(
    "bad",
    [
        "postgresql://bot:s3cret@127.0.0.1:1/handoff",
        "postgresql://bot:s3cret@no.such.host.invalid/handoff",
        "postgresql://bot:s3cret@/handoff?host=/no/such/folder",
        "postgresql://bot:s3/cr@et@host/handoff",
        "postgresql://bot:s3cret@host:s3cret/handoff",
        "postgresql://bot:s3cret@host/handoff?sslmode=s3cret",
        "mysql://bot:s3cret@host/handoff",
    ],
)
async def test_what_cannot_be_reached_is_told_without_its_password(bad):
    with pytest.raises(Fatal, match="DATABASE_URL") as caught:
        await PostgresStore.open(bad)
    assert "s3" not in str(caught.value)
    assert "et@" not in str(caught.value)


async def test_a_database_that_is_not_there_is_told_of(url):
    with pytest.raises(Fatal, match=r'DATABASE_URL: .*database "none" does not exist'):
        await PostgresStore.open(server.url_of("none"))


@pytest.mark.parametrize("exclusive", [True, False])
async def test_a_newer_schema_is_refused_and_left_alone(tmp_path, url, admin, exclusive):
    async with opened(open_postgres, tmp_path) as made:
        await begin(made, conversation(1))
    await admin.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Fatal, match="newer version of the bot" if exclusive else "another schema"):
        await PostgresStore.open(url, exclusive=exclusive)
    assert await admin.fetchval("SELECT version_num FROM alembic_version") == "9999"
    assert await admin.fetchval("SELECT number FROM conversation") == 1


async def test_many_processes_may_start_at_once_on_an_empty_database(url):
    """One of them migrates, the others wait for it."""
    stores = await asyncio.gather(*(PostgresStore.open(url) for _ in range(5)))
    await asyncio.gather(*(each.remember(f"{turn}", "x") for turn, each in enumerate(stores)))
    assert len((await load(stores[0])).facts) == 5
    await asyncio.gather(*(each.close() for each in stores))


async def test_a_migration_happens_wholly_or_not_at_all(url, admin):
    """Somebody's own table has a name of ours: refused, and none of our tables stays behind."""
    await admin.execute("CREATE TABLE fact (mine int)")
    with pytest.raises(Fatal, match='"fact" already exists'):
        await PostgresStore.open(url)
    assert await admin.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("fact",)]


async def test_the_schema_that_migrations_make_is_the_one_in_schema_py(store, url):
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url))
    async with engine.connect() as connection:
        differences = await connection.run_sync(lambda link: compare_metadata(MigrationContext.configure(link), METADATA))
    await engine.dispose()
    assert differences == []


async def test_commands_read_and_write_beside_the_bots(store, url):
    """They carry nothing out, and make no schema."""
    await begin(store, conversation(1))
    beside = await PostgresStore.open(url, exclusive=False)
    assert (await beside.conversation(1)).number == 1
    await asyncio.gather(beside.remember("a", "1"), store.remember("b", "2"))
    assert (await store.fact("a"), await beside.fact("b")) == ("1", "2")
    await beside.close()


async def test_a_command_makes_no_schema(url, admin):
    with pytest.raises(Fatal, match="another schema"):
        await PostgresStore.open(url, exclusive=False)
    assert await admin.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


# ---- what no port reads


async def test_a_name_once_known_is_kept(store, admin):
    """A platform that tells no name this time does not take it away, within one batch neither."""
    await save(store, people=[ANN, Person("slack", "T1", "U1")])
    await save(store, people=[Person("slack", "T1", "U1"), Person("discord", "", "1", "Cy")])
    found = await admin.fetch("SELECT key, name, locale FROM person ORDER BY key")
    assert [tuple(each) for each in found] == [("discord::1", "Cy", ""), ("slack:T1:U1", "Ann", "en")]


async def test_a_number_that_no_conversation_can_have_finds_none(store):
    """Somebody will claim #99999999999."""
    huge = 10**30
    loaded = await load(store, numbers=kept(huge), rows=kept(huge), messages=kept((huge, 1), (1, huge)))
    assert (loaded.conversations, loaded.rows, loaded.messages) == ({}, {}, {})
    assert await store.conversation(huge) is None
