"""Logs hold no secrets, whichever way they come, and JSON lines are JSON."""

import json
import logging

import pytest

from bot.logs import Formatter, cleaner

SECRETS = ["hunter2-the-signing-secret"]
#: made up, in the shapes of real ones
SHAPES = [
    "xoxb-1234-5678-abcdefgh",
    "xapp-1-A0B1-99-deadbeef",
    "Bot abcdefghijklmnopqrstuvwx.yz0123.456789",
    "M" * 24 + "." + "a" * 6 + "." + "b" * 30,
    "wss://wss-primary.example/link/?ticket=abc-def",
    "https://hooks.example.com/commands/T1/22/abcdef",
    "/webhooks/1234567890/aW50ZXJhY3Rpb246",
]


def record(text: str, exc: BaseException | None = None) -> logging.LogRecord:
    info = (type(exc), exc, exc.__traceback__) if exc else None
    return logging.LogRecord("handoff", logging.ERROR, "x.py", 1, "it said %s", (text,), info)


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("secret", [*SECRETS, *SHAPES])
def test_secrets_are_taken_out(style, secret):
    """From the message, from its arguments, and from a traceback."""
    formatter = Formatter(style, cleaner(SECRETS))
    try:
        raise RuntimeError(f"cannot reach {secret}")
    except RuntimeError as error:
        line = formatter.format(record(f"well {secret} so", error))
    assert secret not in line
    assert "[secret]" in line
    assert "cannot reach" in line


def test_a_json_line_is_json():
    """Whatever is in it: quotes, line feeds, secrets at the end."""
    formatter = Formatter("json", cleaner(SECRETS))
    line = formatter.format(record('a "quoted"\nwss://example/link?x'))
    assert json.loads(line)["event"] == 'it said a "quoted"\n[secret]'
    assert "\n" not in line


def test_a_traceback_shows_no_variables():
    """They are people's words and tokens."""
    words = "what a customer wrote"
    try:
        raise RuntimeError("bad")
    except RuntimeError as error:
        line = Formatter("text", cleaner([])).format(record("so", error))
    assert words not in line
    assert "RuntimeError: bad" in line
