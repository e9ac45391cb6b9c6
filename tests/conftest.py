"""What every test run has in common: which examples hypothesis takes, and what is said at the end."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

#: a folder in memory, on Linux, and how many bytes must be free there
MEMORY, ROOM = Path("/dev/shm"), 2**30


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """The folders of tests are in memory, where there is room: none must outlive a power cut, and nobody waits for a disk."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


# The gate tries the same examples each time, so that what it says is about the change. `make soak` tries new ones.
# No deadline for an example: it would measure what else the machine is doing.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fresh", derandomize=False, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_EXAMPLES", "same"))

# Hypothesis draws some values from the constants of whichever of our modules are imported by then, which depends on the
# tests that a worker ran before: even a seeded machine took other examples at each run. None of them, then, in the gate.
if settings.get_current_profile_name() == "same":
    _NONE = providers.Constants()
    assert callable(providers._get_local_constants)  # fails where hypothesis has renamed it
    providers._get_local_constants = lambda: _NONE


def pytest_terminal_summary(terminalreporter):
    """Without Discord's own document the simulator checks routes and limits, but not the shape of each request."""
    document = os.environ.get("DISCORD_OPENAPI", "")
    checked = "checked" if document and os.path.exists(document) else "not checked (DISCORD_OPENAPI names no document)"
    terminalreporter.write_line(f"Discord's request schemas: {checked}")
