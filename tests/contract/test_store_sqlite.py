"""What only a file can do to us: other processes, kills, full disks, damage, other versions."""

import asyncio
import resource
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from contract.nouns import ANN, NOON, conversation, message
from contract.stores import begin, load, open_sqlite, opened, save

from adapters.store.schema import METADATA
from adapters.store.sqlite import SqliteStore
from handoff.errors import Fatal
from handoff.model import Person
from handoff.ports import Changes, Wants

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "handoff.db"


@pytest.fixture
async def store(tmp_path):
    async with opened(open_sqlite, tmp_path) as ready:
        yield ready


async def made(folder):
    async with opened(open_sqlite, folder) as fresh:
        await begin(fresh, conversation(1))


async def process(program, *arguments):
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, *map(str, arguments), stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )


# ---- opening


@pytest.mark.parametrize("url", ["sqlite://", ":memory:", "sqlite:///:memory:"])
async def test_a_store_in_memory_is_gone_once_closed(url):
    store = await SqliteStore.open(url)
    await begin(store, conversation(1))
    assert (await store.conversation(1)).number == 1
    await store.close()
    store = await SqliteStore.open(url)
    assert await store.conversation(1) is None
    await store.close()


async def test_urls_name_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for url, path in [("sqlite:///a.db", "a.db"), (f"sqlite:///{tmp_path}/b.db", "b.db"), (tmp_path / "c.db", "c.db")]:
        store = await SqliteStore.open(url)
        await store.close()
        assert Path(path).exists()  # noqa: ASYNC240 - a test may wait


@pytest.mark.parametrize("url", ["postgresql://host/db", "mysql://host/db"])
async def test_another_databases_url_is_refused(url):
    with pytest.raises(Fatal, match="is not sqlite"):
        await SqliteStore.open(url)


async def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Fatal, match="No such file or directory"):
        await SqliteStore.open(tmp_path / "none" / "handoff.db")


async def test_the_schema_that_migrations_make_is_the_one_in_schema_py(tmp_path, file):
    await made(tmp_path)
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()
    with closing(sqlite3.connect(file)) as made_by_migration, closing(sqlite3.connect(":memory:")) as db:
        METADATA.create_all(sa.create_engine("sqlite://", creator=lambda: db))
        query = "SELECT name FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND name NOT LIKE '%_alembic_%' ORDER BY name"
        assert db.execute(query).fetchall() == made_by_migration.execute(query).fetchall()


# ---- C18: one bot, one file


async def test_a_second_bot_on_the_file_is_refused(store, file):
    """It is told which process has it; once that one is over the file is free, and a lock file left behind is no lock."""
    with pytest.raises(Fatal, match=r"in use by a running bot \(process \d+\)"):
        await SqliteStore.open(file)
    await save(store, facts={"still": "well"})
    await store.close()
    await (await SqliteStore.open(file)).close()


HOLD = """
import asyncio, sys
from adapters.store.sqlite import SqliteStore
async def main():
    await SqliteStore.open(sys.argv[1])
    print("open", flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


async def test_the_lock_dies_with_its_process(file):
    holder = await process(HOLD, file)
    assert await holder.stdout.readline() == b"open\n"
    with pytest.raises(Fatal, match=f"process {holder.pid}"):
        await SqliteStore.open(file)
    holder.send_signal(signal.SIGKILL)
    await holder.wait()
    await (await SqliteStore.open(file)).close()


async def test_commands_read_and_write_beside_the_bot(store, file):
    await begin(store, conversation(1))
    beside = await SqliteStore.open(file, exclusive=False)
    assert (await beside.conversation(1)).number == 1
    await asyncio.gather(beside.remember("a", "1"), store.remember("b", "2"))
    assert (await store.fact("a"), await beside.fact("b")) == ("1", "2")
    await beside.close()


async def test_a_command_makes_no_database(file):
    with pytest.raises(Fatal, match="there is no database"):
        await SqliteStore.open(file, exclusive=False)
    assert not file.exists()


# ---- C11: damaged, foreign, newer, full


@pytest.mark.parametrize("exclusive", [True, False])
async def test_a_newer_schema_is_refused_and_left_alone(tmp_path, file, exclusive):
    await made(tmp_path)
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()
    with pytest.raises(Fatal, match="newer version of the bot" if exclusive else "another schema"):
        await SqliteStore.open(file, exclusive=exclusive)
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
        assert db.execute("SELECT number FROM conversation").fetchall() == [(1,)]


async def test_a_file_that_is_no_database_is_refused_and_left_alone(file):
    file.write_bytes(b"my diary, " * 1000)
    with pytest.raises(Fatal, match="not a database"):
        await SqliteStore.open(file)
    assert file.read_bytes().startswith(b"my diary")


async def test_a_damaged_file_is_refused(tmp_path, file):
    async with opened(open_sqlite, tmp_path) as store:
        await save(store, conversations={1: conversation(1)}, messages=[message(1, seq, "x" * 900) for seq in range(1, 99)])
    with file.open("r+b") as raw:
        raw.seek(file.stat().st_size // 2)
        raw.write(b"\xff" * 8192)
    with pytest.raises(Fatal, match=r"damaged|malformed"):
        await SqliteStore.open(file)


async def test_a_truncated_file_is_refused(tmp_path, file):
    await made(tmp_path)
    with file.open("r+b") as raw:
        raw.truncate(file.stat().st_size // 2)
    with pytest.raises(Fatal, match=r"damaged|malformed"):
        await SqliteStore.open(file)


async def test_a_migration_happens_wholly_or_not_at_all(file):
    """Somebody's own table has a name of ours: refused, and none of our tables stays behind."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE fact (mine)")
        db.commit()
    with pytest.raises(Fatal, match="fact already exists"):
        await SqliteStore.open(file)
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("fact",)]


async def test_a_full_disk_fails_the_save_and_nothing_else(store, tmp_path):
    """The caller does not ack; when there is room again the same batch goes through."""
    batch = {
        "keys": {"k"},
        "conversations": {1: conversation(1)},
        "messages": [message(1, seq, "x" * 5000) for seq in range(1, 200)],
    }
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    room = max(each.stat().st_size for each in tmp_path.iterdir()) + 100_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        with pytest.raises(sqlite3.OperationalError):
            await save(store, **batch)
        assert (await store.conversation(1), frozenset()) == (None, (await load(store, keys=frozenset({"k"}))).seen)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    await save(store, **batch)
    assert len(await store.transcript(1)) == 199


# ---- C10: others write too

WRITE = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=5, isolation_level=None)
for turn in range(400):
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO fact VALUES (?, ?) ON CONFLICT DO NOTHING", (f"other{turn}", "x"))
    db.execute("COMMIT")
    db.execute("SELECT count(*) FROM seen").fetchone()
print("done")
"""


async def test_two_processes_mix_transactions_without_a_lock_surfacing(store, file):
    other = await process(WRITE, file)

    async def write(lane):
        for turn in range(50):
            async with store.unit() as unit:
                await unit.load(Wants(keys=frozenset({f"{lane}.{turn}"}), queue=True))
                await unit.save(Changes(keys={f"{lane}.{turn}"}, dirty={"board"}), NOON)
            assert len(await store.dirty()) > 0

    (out, _), *_ = await asyncio.gather(other.communicate(), *(write(lane) for lane in range(4)))
    assert (out, other.returncode) == (b"done\n", 0)
    assert len((await load(store, keys=frozenset(f"{a}.{b}" for a in range(4) for b in range(50)))).seen) == 200
    assert len((await load(store)).facts) == 400


async def test_another_processs_transaction_is_waited_for(store, file):
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO fact VALUES ('theirs', '1')")
        saving = asyncio.create_task(save(store, facts={"ours": "2"}))
        assert await store.fact("theirs") == "", "reading waits for nobody"
        assert not saving.done()
        other.execute("COMMIT")
        await saving
    assert (await load(store)).facts == {"theirs": "1", "ours": "2"}


# ---- C7: killed

FILL = """
import asyncio, sys
from datetime import UTC, datetime
sys.path.insert(0, "tests")
from contract.nouns import NOON, conversation, message, say
from adapters.store.sqlite import SqliteStore
from handoff.ports import Changes, Wants
async def main():
    store = await SqliteStore.open(sys.argv[1])
    while True:
        async with store.unit() as unit:
            n = (await unit.load(Wants())).next_number
            await unit.save(Changes(keys={f"k{n}"}, conversations={n: conversation(n)}, messages=[message(n, 1)],
                                    effects=[say(n)]), NOON)
        print(n, flush=True)
asyncio.run(main())
"""


async def test_what_was_committed_outlives_a_kill_and_nothing_is_torn(tmp_path, file):
    """Killed three times in full flight: all that was told is there, and every batch is whole."""
    told = 0
    for turn in range(3):
        running = await process(FILL, file)
        for _ in range(5 + 20 * turn):
            told = int(await running.stdout.readline())
        running.send_signal(signal.SIGKILL)
        rest = (await running.stdout.read()).split(b"\n")[:-1]
        told = int(rest[-1]) if rest else told
        await running.wait()
    async with opened(open_sqlite, tmp_path) as store:
        last = (await load(store)).next_number - 1
        numbers = range(1, last + 1)
        loaded = await load(store, keys=frozenset(f"k{n}" for n in numbers), rows=frozenset(numbers))
        assert last in (told, told + 1)
        assert (last, last) == (len(loaded.seen), len(loaded.rows))
        assert [1] * last == [len(await store.transcript(number)) for number in numbers]


# ---- what no port reads


async def test_a_name_once_known_is_kept(store, file):
    """A platform that tells no name this time does not take it away."""
    await save(store, people=[ANN])
    await save(store, people=[Person("slack", "T1", "U1"), Person("discord", "", "1", "Cy")])
    with closing(sqlite3.connect(file)) as db:
        found = db.execute("SELECT key, name, locale FROM person ORDER BY key").fetchall()
    assert found == [("discord::1", "Cy", ""), ("slack:T1:U1", "Ann", "en")]


async def test_a_cancelled_transaction_leaves_nothing_behind(store, file):
    """Cancelled after any number of steps: both rows or neither, and the next transaction is not in its way (FAULTS C9)."""
    for number in range(1, 61):
        saving = asyncio.create_task(save(store, conversations={number: conversation(number)}, messages=[message(number, 1)]))
        for _ in range(number % 12):
            await asyncio.sleep(0)
        saving.cancel()
        await asyncio.gather(saving, return_exceptions=True)
        await store.remember("after", str(number))
        with closing(sqlite3.connect(file, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            of = [
                other.execute(f"SELECT count(*) FROM {t} WHERE number = ?", (number,)).fetchone()[0]
                for t in ("conversation", "message")
            ]
            assert of in ([0, 0], [1, 1]), number
            assert other.execute("SELECT value FROM fact WHERE name = 'after'").fetchone() == (str(number),)
            other.execute("ROLLBACK")
