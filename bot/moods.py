"""What `handoff detect sentiment` remembers: how each customer's last messages sounded."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from handoff.model import Address, Conversation, Mood, Person, Policy
from handoff.ports import Analyser
from handoff.triggers import sentiment
from handoff.triggers.reading import Reading

#: dialogues that are remembered; the one not heard of for longest is forgotten first
DIALOGUES: Final = 10_000
#: a message alone is called unhappy at this mood; measured, see docs/decisions/moods-are-weighed-phrases.md
UNHAPPY: Final = -0.1

_SOMEBODY: Final = Conversation(
    number=1, customer=Person("", "", ""), place=Address("", "", ""), opened_at=datetime(2000, 1, 1, tzinfo=UTC)
)


class Moods:
    def __init__(self, analyser: Analyser, policy: Policy | None = None) -> None:
        self._analyser, self._policy = analyser, policy or Policy()
        self._moods: OrderedDict[str, tuple[Mood, ...]] = OrderedDict()

    def read(self, dialogue: str, role: str, text: str) -> Mapping[str, object]:
        """
        Score (the higher, the unhappier), hit, and whether to hand over now; the bot's own lines never are reasons to. In a
        language without an analyser the score is 0, and "unknown" names the language.
        """
        judged = self._analyser.judge(text)
        if judged.score is None:
            return {"score": 0.0, "hit": False, "trigger": False, "unknown": judged.language}
        fires = role == "user" and self._fires(dialogue, text, judged.score)
        return {"score": 0.0 - judged.score, "hit": judged.score <= UNHAPPY, "trigger": fires, "words": judged.words}

    def _fires(self, dialogue: str, text: str, score: float) -> bool:
        before = self._moods.pop(dialogue, ())
        self._moods[dialogue] = moods = (*before, Mood(score, text[:100]))[-self._policy.sentiment_window :]
        if len(self._moods) > DIALOGUES:
            self._moods.popitem(last=False)
        reading = Reading(conversation=replace(_SOMEBODY, moods=moods), policy=self._policy, text=text)
        return sentiment.check(reading) is not None
