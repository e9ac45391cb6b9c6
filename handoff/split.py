"""Long texts in parts: by paragraph, line, word or character cluster; nothing lost, code fences closed and reopened. Pure."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_FENCE: Final = "```"
#: where to cut, best first; a cut that leaves less than the share of what would fit is not worth it
_CUTS: Final = (
    (re.compile(r"\n\s*\n"), 0.4),
    (re.compile(r"\n"), 0.4),
    (re.compile(r"(?<=[.!?…。！？])\s"), 0.5),
    (re.compile(r"\s"), 0.0),
)


def split(text: str, limit: int, size: Callable[[str], int]) -> list[str]:
    """`text` in parts of which each has `size(part) <= limit`; `size` is the length as sent, never less than 1 a character."""
    parts: list[str] = []
    head, rest = "", text
    while size(head + rest) > limit:
        at = _cut(rest, head, limit, size)
        piece, rest = head + rest[:at], rest[at:]
        head = _open_fence(piece)
        if head:
            piece, rest = f"{piece.rstrip()}\n{_FENCE}", rest.removeprefix("\n")
        else:
            piece, rest = piece.rstrip(), rest.lstrip("\n") if rest.lstrip("\n ") else ""
        if piece:
            parts.append(piece)
    if rest.strip() or not parts:
        parts.append(head + rest)
    return parts


def _cut(rest: str, head: str, limit: int, size: Callable[[str], int]) -> int:
    """How many characters of `rest` go into the next part: at least one cluster."""
    low, high = 1, min(len(rest), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(rest[:middle], head, limit, size):
            low = middle
        else:
            high = middle - 1
    most = low
    while most > 1 and not _fits(rest[:most], head, limit, size):
        most -= 1
    for pattern, share in _CUTS:
        at = max((m.end() for m in pattern.finditer(rest, 0, most) if rest[: m.start()].strip()), default=0)
        if at > share * most and _fits(rest[:at], head, limit, size):
            return at
    return _cluster(rest, most)


def _fits(piece: str, head: str, limit: int, size: Callable[[str], int]) -> bool:
    closing = f"\n{_FENCE}" if _open_fence(head + piece) else ""
    return size(head + piece + closing) <= limit


def _open_fence(text: str) -> str:
    """The line that reopens the fence in which `text` ends, or "". A line that is cut is not known to name a language."""
    opened = ""
    *whole, cut = text.split("\n")
    for line in [*(f"{each}\n" for each in whole), cut]:
        if line.lstrip().startswith(_FENCE):
            language = re.match(r"\s*`+([\w+#.-]{0,20})\s*\n", line)
            opened = "" if opened else _FENCE + (language[1] if language else "") + "\n"
    return opened


def _cluster(text: str, at: int) -> int:
    """The largest cut up to `at` that does not tear apart what shows as one character, unless nothing would be left."""
    for place in range(at, 0, -1):
        if place >= len(text) or not _joined(text, place):
            return place
    return at


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and after `at` show as one."""
    before, after = text[at - 1], text[at]
    if after in "\u200d\ufe0e\ufe0f" or before == "\u200d" or (before, after) == ("\r", "\n"):
        return True
    if unicodedata.category(after) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if "\U000e0020" <= after <= "\U000e007f":
        return True
    if _flag(before) and _flag(after):
        run = at
        while run > 0 and _flag(text[run - 1]):
            run -= 1
        return (at - run) % 2 == 1
    return False


def _flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
