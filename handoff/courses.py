"""The course of a replay, that it may be taken up again under other settings from where they begin to matter. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handoff.model import Conversation, Message, Trigger
from handoff.replay import Replay, Replayed, Settings, begun


@dataclass(frozen=True, slots=True)
class Near:
    """How near a step came to the limits, as of Replay; `triggers`: of the handoffs that it made."""

    misses: int
    mood: float
    triggers: tuple[Trigger, ...]


class Course:
    """Goes through the whole conversation at once. `result`: what became of it."""

    def __init__(self, conversation: Conversation, messages: Sequence[Message], settings: Settings) -> None:
        replay, self._steps = begun(conversation, messages, settings)
        self._before: list[Replay] = []
        self._near: list[Near] = []
        for step in self._steps:
            self._before.append(replay.split(settings))
            made = len(replay.handoffs)
            replay.take(step)
            self._near.append(Near(replay.misses, replay.mood, tuple(each.trigger for each in replay.handoffs[made:])))
        self.result = replay.result()

    def under(self, settings: Settings, matters: Callable[[Near], bool]) -> Replayed:
        """What would have become of it under settings that differ only where a step `matters`."""
        first = next((n for n, near in enumerate(self._near) if matters(near)), None)
        if first is None:
            return self.result
        replay = self._before[first].split(settings)
        for step in self._steps[first:]:
            replay.take(step)
        return replay.result()
