"""What every test run says at its end."""

import os


def pytest_terminal_summary(terminalreporter):
    """Without Discord's own document the simulator checks routes and limits, but not the shape of each request."""
    document = os.environ.get("DISCORD_OPENAPI", "")
    checked = "checked" if document and os.path.exists(document) else "not checked (DISCORD_OPENAPI names no document)"
    terminalreporter.write_line(f"Discord's request schemas: {checked}")
