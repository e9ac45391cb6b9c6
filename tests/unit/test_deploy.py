"""What is shipped for running it: checked by its text, since no container can be run where the tests run."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_image_runs_without_rights_and_says_how_it_is():
    lines = [line.strip() for line in read("Dockerfile").splitlines()]
    assert not [line for line in lines if line.startswith("FROM") and (":" not in line or ":latest" in line)]
    assert lines.index("USER handoff") > max(n for n, line in enumerate(lines) if line.startswith("RUN"))
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert "--require-hashes" in read("Dockerfile")


def test_the_image_holds_what_it_copies_and_nothing_secret():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", read("Dockerfile"), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    allowed = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    assert names == allowed
    assert all((ROOT / name).exists() for name in names)
    assert ".env" not in names


def test_what_runs_is_locked_as_what_is_tested():
    """The image's list is a part of the tested one, version for version, and has no tools in it."""
    pins = {name: dict(re.findall(r"^([\w.\[\]-]+)==(\S+)", read(name), re.MULTILINE)) for name in LOCKS}
    run, whole = pins["requirements.run.lock"], pins["requirements.lock"]
    assert run.items() <= whole.items()
    assert not {"pytest", "playwright", "mypy", "ruff"} & run.keys()
    assert {"aiohttp", "discord-py", "slack-bolt", "pydantic-ai-slim"} <= run.keys()


LOCKS = ("requirements.lock", "requirements.run.lock")


def test_compose_and_unit_stop_it_gently():
    """The bot drains for up to ten seconds."""
    assert "stop_grace_period: 15s" in read("compose.yaml")
    unit = dict(re.findall(r"^(\w+)=(.*)$", read("deploy/handoff.service"), re.MULTILINE))
    assert int(unit["TimeoutStopSec"]) > 10
    assert unit["RestartPreventExitStatus"] == "2"
    assert (unit["NoNewPrivileges"], unit["DynamicUser"]) == ("yes", "yes")


def test_the_unit_is_one_to_systemd(tmp_path):
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("there is no systemd-analyze on this machine")
    unit = tmp_path / "handoff.service"
    unit.write_text(read("deploy/handoff.service").replace("/opt/handoff/.venv/bin/python", "/bin/true"))
    ran = subprocess.run([found, "verify", str(unit)], capture_output=True, text=True, timeout=60)
    assert "handoff.service" not in ran.stderr, ran.stderr
