"""
What the settings would have made of a conversation that is stored: it is decided again, event for event. Pure.

A conversation is read in stretches: from where the AI has it, at first or again, to the handoff that ends it. In a stretch
the customer's words, what the AI came back with and what the customer pressed come as the record tells them, words as they
stand after their edits, and without those that were taken back. Where a handoff was made that these settings do not make,
nobody knows what the AI would have said: the customer's words are read on until somebody of the team answers them, and
nothing is invented of the AI's. What people did (a button or command for a person, a takeover) they do under any settings.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from handoff.decide import Desk, Setting, decide
from handoff.events import Answered, Event, Pressed, Spoke
from handoff.model import (
    AuthorKind,
    Conversation,
    Message,
    Places,
    Policy,
    Rating,
    Response,
    Standing,
    Trigger,
)
from handoff.ports import Analyser, Loaded
from handoff.recorded import Step, known, outcome, steps
from handoff.states import State
from handoff.triggers import Matcher, sentiment

#: the team's own doing, whatever the settings are
_TEAMS: Final = frozenset({Trigger.AGENT, Trigger.TAKEOVER})
_SERVED: Final = Standing()
_NOWHERE: Final = Places()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """One handoff: by which trigger, and at which message of the record. `beyond`: the record tells of another before it."""

    trigger: Trigger
    seq: int
    at: datetime
    evidence: tuple[str, ...] = ()
    beyond: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """`unknown`: a handoff of the record was not made, so that what came after it is known in part at most."""

    handoffs: tuple[Handoff, ...] = ()
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a conversation is replayed under. `answers`: whether there is an AI."""

    policy: Policy
    analyser: Analyser
    phrases: Matcher | None = None
    scoped: Mapping[str, Matcher] = field(default_factory=dict)
    answers: bool = True


def replayed(conversation: Conversation, messages: Sequence[Message], settings: Settings) -> Replayed:
    """The handoffs that `settings` would have made of a conversation, whose whole record in order is `messages`."""
    replay, told = begun(conversation, messages, settings)
    for step in told:
        replay.take(step)
    return replay.result()


def begun(conversation: Conversation, messages: Sequence[Message], settings: Settings) -> tuple["Replay", Sequence[Step]]:
    """A replay that has taken nothing yet, and the steps that it is to take."""
    record = known(messages)
    made = {m.response.epoch: m for m in record if m.response and m.response.ended}
    return Replay(conversation, unblocked(settings), made), tuple(steps(record))


def unblocked(settings: Settings) -> Settings:
    """Who was blocked since has had their conversations all the same."""
    return replace(settings, policy=replace(settings.policy, blocked=())) if settings.policy.blocked else settings


@dataclass(slots=True)
class Replay:
    """
    One conversation under way. `misses` and `mood` tell how near the latest step came to the limits: the failed responses in
    a row, and the mood that the threshold is compared with or, where it handed off, one that is no higher.
    """

    origin: Conversation
    settings: Settings
    made: Mapping[int, Message]  #: by stretch: what the AI came back with, where its end came of that
    handoffs: list[Handoff] = field(default_factory=list)
    unknown: bool = False
    misses: int = 0
    mood: float = 1.0
    _c: Conversation = field(init=False)
    _stretch: int = 0  #: of the record
    _ended: bool = False  #: handed off here, or nothing more is known of this stretch
    _over: bool = False  #: handed off in the record
    _seqs: dict[int, int] = field(default_factory=dict)  #: the record's -> ours, of the customer's messages

    def __post_init__(self) -> None:
        self._begin(0)

    def _begin(self, stretch: int) -> None:
        """The AI has it, and nothing is counted yet."""
        of = self.origin
        place = next(iter(of.earlier_places), of.place)
        self._c = Conversation(number=of.number, customer=of.customer, place=place, opened_at=of.opened_at, epoch=stretch)
        self._stretch, self._ended, self._over = stretch, False, False

    @property
    def _on(self) -> bool:
        """Whether the AI has it here."""
        return self._c.state is State.AI and not self._ended

    def result(self) -> Replayed:
        return Replayed(handoffs=tuple(self.handoffs), unknown=self.unknown)

    def split(self, settings: Settings) -> "Replay":
        """One that goes on from here by itself, under `settings`."""
        other = copy(self)
        other.settings, other.handoffs, other._seqs = settings, list(self.handoffs), dict(self._seqs)
        return other

    # ---- what the record tells

    def take(self, step: Step) -> None:
        self.misses, self.mood = 0, 1.0
        if isinstance(step, Message):
            self._message(step)
        else:
            self._rated(*step)

    def _message(self, message: Message) -> None:
        if message.stretch > self._stretch:
            self._begin(message.stretch)
        if message.handoff and message.handoff is not Trigger.REOPEN:
            self._handed_off(message, message.handoff)
        response = message.response
        if response and response.epoch == self._stretch and not response.ended and self._on:
            self._answered(message, response, message.seq)
        if message.kind is AuthorKind.AGENT:
            self._agent(message)
        elif message.kind is AuthorKind.CUSTOMER and self._on and (message.stretch == self._stretch or self._over):
            self._spoke(message)

    def _rated(self, message: Message, rating: Rating) -> None:
        """Only the answer that bears the buttons here too."""
        if self._on and self._c.ratable and message.stretch == self._stretch:
            verb = "helped" if rating.helped else "unhelpful"
            self._decide(self._pressed(verb, message.at, str(self._c.ratable)), rating.after, message.at)

    def _spoke(self, message: Message) -> None:
        place = self._c.place
        if message.deleted or (message.aside and not message.public and place.direct):  # the reason of a command is not read
            return
        self._decide(
            Spoke(
                key="replay",
                at=message.at,
                place=place,
                message_id="",
                author=self.origin.customer,
                standing=_SERVED,
                text=message.text,
                files=message.files,
                mentions_others=message.aside,
                member_of=message.member_of,
            ),
            message.seq,
            message.at,
        )
        self._seqs[message.seq] = self._c.seq

    def _answered(self, message: Message, response: Response, seq: int) -> None:
        if not self._c.run:  # it was asked otherwise than here
            self._c = replace(self._c, run="replay")
        through = max((ours for seq, ours in self._seqs.items() if seq <= response.through), default=0)
        self._decide(
            Answered(
                key=self._c.run,
                at=message.at,
                number=self._c.number,
                epoch=self._c.epoch,
                outcome=outcome(message, response),
                through=through,
            ),
            seq,
            message.at,
        )

    def _handed_off(self, notice: Message, trigger: Trigger) -> None:
        """The record's stretch ends here; one that ends as soon as it began has no other message."""
        made = None if self._over else self.made.get(self._stretch)
        if self._over:
            self._begin(self._stretch)
        if made and made.response and self._on:
            self._answered(made, made.response, notice.seq)
        if self._on and trigger is Trigger.EXPLICIT:  # by button, command or edit: words have been read already
            self._decide(self._pressed("human", notice.at), notice.seq, notice.at)
        elif self._on and trigger in _TEAMS:
            self._note(trigger, (), notice.seq, notice.at)
        self.unknown |= self._on
        self._over = True

    def _agent(self, message: Message) -> None:
        """In the AI's time an agent's words mute it; after a handoff that was not made they end what can be known."""
        if self._on and not self._over:
            self._note(Trigger.AGENT, (), message.seq, message.at)
        self._ended = self._over = True

    # ---- deciding

    def _pressed(self, verb: str, at: datetime, detail: str = "") -> Pressed:
        c = self._c
        return Pressed(
            key="replay", at=at, by=c.customer, standing=_SERVED, place=c.place, verb=verb, number=c.number, detail=detail
        )

    def _decide(self, event: Event, seq: int, at: datetime) -> None:
        settings, c = self.settings, self._c
        setting = Setting(
            now=at,
            policy=settings.policy,
            places=_NOWHERE,
            loaded=Loaded(conversations={c.number: c}, by_place={c.place: c.number}, policy=settings.policy),
            analyser=settings.analyser,
            phrases=settings.phrases,
            scoped=settings.scoped,
            answers=settings.answers,
        )
        desk: Desk = decide(setting, event)
        if desk.conversation is None:
            return
        self._c = desk.conversation
        if self._c.handoffs > c.handoffs and self._c.reason:
            self._note(self._c.reason.trigger, self._c.reason.evidence, seq, at)
        self._watch(desk)

    def _watch(self, desk: Desk) -> None:
        """A handoff makes the counters fresh; its record tells what they were."""
        ended = desk.handoffs[-1] if desk.handoffs else None
        mood = min(ended.scores, default=None) if ended else sentiment.level(desk.in_force, desk.c.moods)
        self.misses = max(self.misses, ended.misses if ended else desk.c.misses)
        self.mood = min(self.mood, 1.0 if mood is None else mood)

    def _note(self, trigger: Trigger, evidence: tuple[str, ...], seq: int, at: datetime) -> None:
        self.handoffs.append(Handoff(trigger=trigger, seq=seq, at=at, evidence=evidence, beyond=self._over))
        self._ended = True
