"""`handoff backup`: a whole copy of a database in use."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from contract.nouns import conversation
from contract.stores import save

from adapters.store import opening
from adapters.store.backup import backup
from adapters.store.sqlite import SqliteStore
from handoff.errors import Fatal


async def test_a_copy_beside_a_running_bot_holds_what_was_committed(tmp_path):
    """For its owner's eyes alone; what is committed later is not in it, and the bot goes on."""
    store = await SqliteStore.open(tmp_path / "handoff.db")
    try:
        await save(store, conversations={1: conversation(1)})
        backup(f"sqlite:///{tmp_path}/handoff.db", tmp_path / "copy.db")
        await save(store, conversations={2: conversation(2)})
    finally:
        await store.close()
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert not (tmp_path / "copy.db.part").exists()
    copy = await SqliteStore.open(tmp_path / "copy.db")
    try:
        assert await copy.conversation(1) is not None
        assert await copy.conversation(2) is None
    finally:
        await copy.close()


@pytest.mark.parametrize(
    ("url", "to", "words"),
    [
        ("postgresql://a:hush@b/c", "copy.db", "pg_dump"),
        ("sqlite:///{folder}/none.db", "copy.db", "there is no database"),
        ("sqlite:///{folder}/handoff.db", "handoff.db", "is there already"),
        ("sqlite:///{folder}/handoff.db", "no/such/copy.db", "can't be written"),
    ],
)
async def test_what_cannot_be_copied_is_said_and_nothing_is_written(tmp_path, url, to, words):
    await (await SqliteStore.open(tmp_path / "handoff.db")).close()
    before = (tmp_path / "handoff.db").read_bytes()
    with pytest.raises(Fatal, match=words) as told:
        backup(url.format(folder=tmp_path), tmp_path / to)
    assert "hush" not in str(told.value)
    assert not (tmp_path / "copy.db").exists()
    assert (tmp_path / "handoff.db").read_bytes() == before


def test_it_is_a_command(tmp_path):
    """Exit code 0 and where the copy is; 2 where it cannot be made."""
    opening.prepare(tmp_path / "handoff.db")
    env = {
        "PATH": "/usr/bin",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "DISCORD_TOKEN": "MTIz.a.token",
        "TEAM_CHANNEL": "discord:1",
        "AI": "none",
    }
    for code in (0, 2):
        command = [sys.executable, "-m", "bot", "backup", "copy.db"]
        ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)
        assert ran.returncode == code, ran.stderr
        assert "copy.db" in ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr
