"""The acceptance tests run the real bot against simulated platforms; what it logged is shown where a test fails."""

from pathlib import Path

import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    folder = item.funcargs.get("tmp_path") if hasattr(item, "funcargs") else None
    if report.failed and isinstance(folder, Path):
        for log in sorted(folder.rglob("bot*.log")):
            report.sections.append((f"the bot's log ({log.name})", log.read_text(encoding="utf-8", errors="replace")[-6000:]))
