"""
Which one change of a threshold would have served better: the stored conversations are replayed under each. Pure.

Under a candidate a conversation goes as it goes under the numbers in force until a trigger compares one of them with something
between the two: from there on it is replayed again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from handoff import scopes, tuning
from handoff.courses import Course, Near
from handoff.model import Advice, Conversation, Message, Policy, Trigger
from handoff.replay import Handoff, Settings, unblocked
from handoff.reports import TUNED, Fate

#: how far a suggestion goes from what is in force, in steps
_STEPS: Final = {"sentiment.threshold": (0.05, 3), "failed.limit": (1, 1)}
_TRIGGERS: Final = {"sentiment.threshold": Trigger.SENTIMENT, "failed.limit": Trigger.FAILURES}


def candidates(policy: Policy) -> Iterator[tuple[tuning.Dial, float]]:
    """Each with another value than the one in force, the smallest changes first. What is off stays off."""
    for name, (step, most) in _STEPS.items():
        dial = tuning.find(name)
        now = _number(dial, policy) if dial else 0
        if dial is None or not now:
            continue
        for n in (sign * count for count in range(1, most + 1) for sign in (1, -1)):
            value = dial.takes.read(tuning.written(round(now + n * step, 2)))
            if value and isinstance(value, int | float):
                yield dial, value


def _number(dial: tuning.Dial, policy: Policy) -> float:
    value = dial.value(policy)
    return value if isinstance(value, int | float) else 0


@dataclass(slots=True)
class Trial:
    """One candidate. What a place has of its own it keeps: the suggestion is to set the value for everywhere."""

    dial: tuning.Dial
    settings: Settings
    advice: Advice

    @property
    def gain(self) -> int:
        """What nobody knows to have been needed counts against it."""
        return self.advice.spared + self.advice.caught - self.advice.lost - self.advice.extra

    def matters(self, was: float, near: Near) -> bool:
        """Whether a step may go otherwise than with the value `was`."""
        value, limit = _number(self.dial, self.settings.policy), self.dial.name == "failed.limit"
        if (value > was) == limit:  # later
            return _TRIGGERS[self.dial.name] in near.triggers
        return near.misses >= value if limit else near.mood <= value


class Advising:
    """Reads conversation by conversation; it does not grow with their number."""

    def __init__(self, now: Settings) -> None:
        self._now = now = unblocked(now)
        self.trials = [_trial(now, dial, value) for dial, value in candidates(now.policy)]

    def add(self, conversation: Conversation, messages: Sequence[Message], fate: Fate) -> None:
        course, place = Course(conversation, messages, self._now), scopes.origin(conversation)
        for trial in self.trials:
            was, then = (_number(trial.dial, scopes.effective(each.policy, place)) for each in (self._now, trial.settings))
            if was != then:
                would = course.under(trial.settings, partial(trial.matters, was))
                trial.advice = _counted(trial.advice, course.result.handoffs, would.handoffs, fate)

    def best(self) -> Advice | None:
        """None where no change would have served better."""
        best = max(self.trials, key=lambda trial: trial.gain, default=None)
        return best.advice if best and best.gain > 0 else None


def _trial(now: Settings, dial: tuning.Dial, value: float) -> Trial:
    policy = scopes.turned(now.policy, scopes.EVERYWHERE, {dial: value})
    was = tuning.written(dial.value(now.policy))
    return Trial(dial, replace(now, policy=policy), Advice(name=dial.name, value=tuning.written(value), now=was))


def _counted(advice: Advice, is_: Sequence[Handoff], would: Sequence[Handoff], fate: Fate) -> Advice:
    if _caught(would, fate) > _caught(is_, fate):
        return replace(advice, caught=advice.caught + 1)
    if fate.needed:
        late = bool(is_) and (not would or would[0].seq > is_[0].seq)
        return replace(advice, lost=advice.lost + late)
    if is_ and not would and fate.needless:
        return replace(advice, spared=advice.spared + 1)
    return replace(advice, extra=advice.extra + (bool(would) and not is_))


def _caught(handoffs: Sequence[Handoff], fate: Fate) -> bool:
    """Whether a handoff came before the one that the customer or the team had to see to."""
    return any(each.trigger in TUNED and each.seq < fate.due for each in handoffs)
