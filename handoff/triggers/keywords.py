"""Phrases that admins named; phrases.py says what they may be."""

from functools import lru_cache

from handoff.model import Reason, Trigger
from handoff.triggers.matcher import Hit, Matcher
from handoff.triggers.near import near
from handoff.triggers.reading import Reading, quote
from handoff.triggers.text import normalise

__all__ = ["Hit", "Matcher", "built", "check", "find", "normalise"]

#: of lists that nobody built ahead (handoff.phrasebook does)
built = lru_cache(maxsize=8)(Matcher)


def find(phrases: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The phrases in the text, as the admin wrote them."""
    return tuple(hit.phrase for hit in built(phrases).find(text))


def check(reading: Reading) -> Reason | None:
    if not reading.text or not reading.policy.keywords_enabled:
        return None
    found = (reading.phrases or built(reading.policy.keywords)).find(reading.text)
    return Reason(Trigger.KEYWORD, tuple(map(_evidence, found)), quote(reading.text)) if found else None


def nearly(reading: Reading) -> str | None:
    """Phrases whose words are there, but not as they should be; or what is found while keywords are off."""
    matcher = reading.phrases or built(reading.policy.keywords)
    if not reading.policy.keywords_enabled:
        found = matcher.find(reading.text)
        return f"keywords are switched off, or {_evidence(found[0])} would count" if found else None
    close = near(matcher.phrases, reading.text)
    return "; ".join(f"keyword “{phrase}”: its words are there, but not so" for phrase in close) or None


def _evidence(hit: Hit) -> str:
    """The words are told where the phrase does not say them."""
    said = "" if hit.words == normalise(hit.phrase) else f": “{quote(hit.words)}”"
    return f"keyword “{hit.phrase}”{said}"
