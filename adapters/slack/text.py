"""Small things about text that both ways between mrkdwn and CommonMark need. Pure."""

import re
from typing import Final

#: breaks Slack's syntax without being seen
ZERO_WIDTH: Final = "\u200b"

_SURROGATES = re.compile("[\ud800-\udfff\ufdd0-\ufdef]")
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NEVER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e]")
_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SPECIALS = re.compile(r"([\\*_~`|\[\]<]|^(?:#+|>|[-+])(?=\s))")


def tidy(text: str) -> str:
    """The same words without what no message may hold: lone surrogates, control characters, reversed direction."""
    return _NEVER.sub("", _LINES.sub("\n", _SURROGATES.sub("\ufffd", text)))


def name(text: str) -> str:
    """A person's or a thing's name on one line, without characters that reorder or hide others."""
    return " ".join(_CONTROLS.sub(" ", _SURROGATES.sub("\ufffd", text)).split())


def entities(text: str) -> str:
    """Slack's three control characters escaped: what is left pings nobody and leads nowhere."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape(text: str) -> str:
    """A name as CommonMark that shows just it."""
    return _SPECIALS.sub(r"\\\1", name(text))
