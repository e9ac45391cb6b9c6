"""Phrases that admins named: whole words, any case, Unicode tricks undone."""

import re
from functools import lru_cache

from handoff.model import Reason, Trigger
from handoff.triggers.reading import Reading
from handoff.triggers.text import normalise

__all__ = ["check", "find", "normalise"]


@lru_cache(maxsize=8)
def _patterns(phrases: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for phrase in phrases:
        words = normalise(phrase).strip()
        if words:
            found.append((phrase, re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")))
    return tuple(found)


def find(phrases: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The phrases in the text, as the admin wrote them."""
    plain = normalise(text)
    return tuple(phrase for phrase, pattern in _patterns(phrases) if pattern.search(plain))


def check(reading: Reading) -> Reason | None:
    if not reading.text or not reading.policy.keywords_enabled:
        return None
    found = find(reading.policy.keywords, reading.text)
    return Reason(Trigger.KEYWORD, tuple(f"keyword “{k}”" for k in found), reading.text[:200]) if found else None
