"""
Reasons to call a person.

A trigger reads and says why, or None. To add one: a file here, a line in TRIGGERS, rows in tests/unit/test_triggers.py.
"""

from collections.abc import Callable
from typing import Final

from handoff.model import Reason
from handoff.triggers import explicit, failures, keywords, rules, sentiment, unattended, vip
from handoff.triggers.matcher import Matcher
from handoff.triggers.reading import Nearer, Reading, TriggerCheck

__all__ = ["TRIGGERS", "Matcher", "Nearer", "Reading", "TriggerCheck", "nearly", "reason_to_hand_off", "reasons"]

#: in the order of precedence: what the customer asks for comes before what we make of it
TRIGGERS: Final[tuple[TriggerCheck, ...]] = (
    explicit.check,
    keywords.check,
    sentiment.check,
    failures.check,
    rules.check,
    vip.check,
    unattended.check,
)


#: what came near, in words; no trigger has to tell
NEARLY: Final[tuple[Callable[[Reading], str | None], ...]] = (
    explicit.nearly,
    keywords.nearly,
    sentiment.nearly,
    failures.nearly,
    rules.nearly,
    unattended.nearly,
)


def nearly(reading: Reading) -> tuple[str, ...]:
    """What nearly fires."""
    return tuple(words for tell in NEARLY if (words := tell(reading)))


def reason_to_hand_off(reading: Reading) -> Reason | None:
    """The first trigger that fires, or None."""
    return next((reason for check in TRIGGERS if (reason := check(reading))), None)


def reasons(reading: Reading) -> tuple[Reason, ...]:
    """Every trigger that fires, in order: for showing, not for deciding."""
    return tuple(reason for check in TRIGGERS if (reason := check(reading)))
