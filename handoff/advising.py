"""Which one change of a threshold would have served better: the stored conversations are replayed under each. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handoff import previews, tuning
from handoff.model import Advice, Conversation, Message, Policy
from handoff.replay import Handoff, Settings, replayed
from handoff.reports import TUNED, Fate

#: how far a suggestion goes from what is in force, in steps
_STEPS: Final = {"sentiment.threshold": (0.05, 3), "failed.limit": (1, 1)}


def candidates(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Name, value and the value in force, as one types them, the smallest changes first. What is off stays off."""
    for name, (step, most) in _STEPS.items():
        dial = tuning.find(name)
        now = dial.value(policy) if dial else None
        if dial is None or not isinstance(now, int | float) or not now:
            continue
        for n in (sign * count for count in range(1, most + 1) for sign in (1, -1)):
            value = round(now + n * step, 2)
            if value and dial.takes.read(tuning.written(value)) is not None:
                yield name, tuning.written(value), tuning.written(now)


@dataclass(slots=True)
class _Trial:
    settings: Settings
    advice: Advice

    @property
    def gain(self) -> int:
        """What nobody knows to have been needed counts against it."""
        return self.advice.spared + self.advice.caught - self.advice.lost - self.advice.extra


class Advising:
    """Reads conversation by conversation; it does not grow with their number."""

    def __init__(self, now: Settings) -> None:
        self._now = now
        self._trials = [
            _Trial(replace(now, policy=previews.under(now.policy, ((name, value),))), Advice(name=name, value=value, now=was))
            for name, value, was in candidates(now.policy)
        ]

    def add(self, conversation: Conversation, messages: Sequence[Message], fate: Fate) -> None:
        is_ = replayed(conversation, messages, self._now).handoffs
        for trial in self._trials:
            would = replayed(conversation, messages, trial.settings).handoffs
            trial.advice = _counted(trial.advice, is_, would, fate)

    def best(self) -> Advice | None:
        """None where no change would have served better."""
        best = max(self._trials, key=lambda trial: trial.gain, default=None)
        return best.advice if best and best.gain > 0 else None


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
