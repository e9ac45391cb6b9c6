"""What `handoff detect sentiment` remembers: how each customer's last messages sounded."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from handoff.model import Address, Conversation, Mood, Person, Policy
from handoff.triggers import sentiment
from handoff.triggers.reading import Reading

#: dialogues that are remembered; the one not heard of for longest is forgotten first
DIALOGUES: Final = 10_000
#: the newest message is called unhappy at this score; VADER's own bound for "negative"
UNHAPPY: Final = -0.05

_SOMEBODY: Final = Conversation(
    number=1, customer=Person("", "", ""), place=Address("", "", ""), opened_at=datetime(2000, 1, 1, tzinfo=UTC)
)


class Moods:
    def __init__(self, score: Callable[[str], float], policy: Policy | None = None) -> None:
        self._score, self._policy = score, policy or Policy()
        self._moods: OrderedDict[str, tuple[Mood, ...]] = OrderedDict()

    def read(self, dialogue: str, role: str, text: str) -> Mapping[str, object]:
        """Score (the higher, the unhappier), hit, and whether to hand over now; the bot's own lines never are reasons to."""
        score = self._score(text)
        fires = role == "user" and self._fires(dialogue, text, score)
        return {"score": -score, "hit": score <= UNHAPPY, "trigger": fires}

    def _fires(self, dialogue: str, text: str, score: float) -> bool:
        before = self._moods.pop(dialogue, ())
        self._moods[dialogue] = moods = (*before, Mood(score, text[:100]))[-self._policy.sentiment_window :]
        if len(self._moods) > DIALOGUES:
            self._moods.popitem(last=False)
        reading = Reading(conversation=replace(_SOMEBODY, moods=moods), policy=self._policy, text=text)
        return sentiment.check(reading) is not None
