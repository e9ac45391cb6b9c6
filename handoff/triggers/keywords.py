"""Phrases that admins named; phrases.py says what they may be."""

from functools import lru_cache

from handoff.model import Policy, Reason, Trigger
from handoff.triggers.matcher import Hit, Matcher
from handoff.triggers.near import TOLD, near
from handoff.triggers.phrases import core
from handoff.triggers.reading import Reading, quote
from handoff.triggers.text import normalise

__all__ = ["Hit", "Matcher", "built", "check", "find", "normalise"]

#: of lists that nobody built ahead (handoff.phrasebook does)
built = lru_cache(maxsize=8)(Matcher)


@lru_cache(maxsize=64)
def cores(phrases: tuple[str, ...]) -> frozenset[str]:
    """What is compared where two lists may differ in exceptions alone; of scopes' own lists, which are short."""
    return frozenset(map(core, phrases))


def find(phrases: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The phrases in the text, as the admin wrote them."""
    return tuple(hit.phrase for hit in built(phrases).find(text))


def check(reading: Reading) -> Reason | None:
    policy = reading.policy
    if not reading.text or not policy.keywords_enabled:
        return None
    found = tuple(hit for hit in _found(reading) if not _off(policy, hit))
    if not found:
        return None
    topics = dict.fromkeys(filter(None, (policy.topics.get(hit.phrase, "") for hit in found)))
    return Reason(Trigger.KEYWORD, tuple(map(_evidence, found)), quote(reading.text), ", ".join(topics))


def nearly(reading: Reading) -> str | None:
    """Phrases whose words are there, but not as they should be; or what is found while keywords, or its topic, are off."""
    policy = reading.policy
    if not policy.keywords_enabled:
        found = _found(reading)
        return f"keywords are switched off, or {_evidence(found[0])} would count" if found else None
    if policy.topics_off and (silent := [hit for hit in _found(reading) if _off(policy, hit)]):
        return f"the topic {policy.topics[silent[0].phrase]} is switched off, or {_evidence(silent[0])} would count"
    lists = [_everywhere(reading).phrases, *(each.matcher.phrases for each in reading.nearer)]
    close = [phrase for phrases in lists for phrase in near(phrases, reading.text)][:TOLD]
    return "; ".join(f"keyword “{phrase}”: its words are there, but not so" for phrase in close) or None


def _off(policy: Policy, hit: Hit) -> bool:
    """Whether its topic is switched off."""
    return policy.topics.get(hit.phrase, "") in policy.topics_off


def _everywhere(reading: Reading) -> Matcher:
    return reading.phrases or built(reading.policy.keywords)


def _found(reading: Reading) -> tuple[Hit, ...]:
    """
    What the lists find that hold where the conversation is. Of what is inherited a nearer list takes some away, and of two
    phrases that differ in their exceptions alone the nearer counts.
    """
    found = _everywhere(reading).find(reading.text)
    for each in reading.nearer:
        if found:
            gone = {*each.without, *_instead(each.matcher, found)}
            found = tuple(hit for hit in found if hit.phrase not in gone)
        found += each.matcher.find(reading.text)
    return found


def _instead(matcher: Matcher, found: tuple[Hit, ...]) -> tuple[str, ...]:
    """The phrases found that others of the matcher take the place of."""
    nearer = cores(matcher.phrases)
    return tuple(hit.phrase for hit in found if core(hit.phrase) in nearer)


def _evidence(hit: Hit) -> str:
    """The words are told where the phrase does not say them."""
    said = "" if hit.words == normalise(hit.phrase) else f": “{quote(hit.words)}”"
    return f"keyword “{hit.phrase}”{said}"
