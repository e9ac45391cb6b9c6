"""What other settings would have made of the stored conversations, counted one by one. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from handoff.model import Conversation, Found, Message, Told
from handoff.ports import Analyser, Judged
from handoff.previews import NAMED
from handoff.replay import Settings, replayed


@dataclass(slots=True)
class Remembering:
    """An analyser that is asked once for each of the latest texts: the same words are read under two settings."""

    analyser: Analyser
    most: int = 256
    _known: dict[str, Judged] = field(default_factory=dict)

    def judge(self, text: str) -> Judged:
        if text not in self._known:
            if len(self._known) >= self.most:
                self._known.clear()
            self._known[text] = self.analyser.judge(text)
        return self._known[text]


@dataclass(slots=True)
class Tally:
    """Counts conversation by conversation; it does not grow with their number."""

    now: Settings
    then: Settings
    conversations: int = 0
    unknown: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    newly: list[Told] = field(default_factory=list)
    no_longer: list[Told] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        is_, would = (replayed(conversation, messages, each) for each in (self.now, self.then))
        self.conversations += 1
        self.unknown += would.unknown
        self.before.update(str(each.trigger) for each in is_.handoffs)
        self.after.update(str(each.trigger) for each in would.handoffs)
        told = Told(conversation.number, conversation.card_link or conversation.link)
        for name, those, changed in (
            ("newly", self.newly, would.handoffs and not is_.handoffs),
            ("no_longer", self.no_longer, is_.handoffs and not would.handoffs),
        ):
            if changed:
                self.counts[name] += 1
                those.append(told)
                del those[:-NAMED]  # the newest

    def found(self) -> Found:
        return Found(
            conversations=self.conversations,
            unknown=self.unknown,
            before=dict(self.before),
            after=dict(self.after),
            newly=tuple(reversed(self.newly)),
            newly_count=self.counts["newly"],
            no_longer=tuple(reversed(self.no_longer)),
            no_longer_count=self.counts["no_longer"],
        )
