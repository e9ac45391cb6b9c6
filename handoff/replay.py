"""
What the settings would have made of a conversation that is stored: it is decided again, event for event. Pure.

A conversation is read in stretches: from where the AI has it, at first or again, to the handoff that ends it. In a stretch
the customer's words, what the AI came back with and what the customer pressed come as the record tells them, words as they
stand after their edits, and without those that were taken back. Where a handoff was made that these settings do not make,
nobody knows what the AI would have said: the customer's words are read on until somebody of the team answers them, and
nothing is invented of the AI's. What people did (a button or command for a person, a takeover) they do under any settings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from handoff import wording
from handoff.decide import Desk, Setting, decide
from handoff.events import Answer, Answered, CannotAnswer, Event, Failed, Outcome, Pressed, Spoke, WantsHuman
from handoff.model import (
    AuthorKind,
    Came,
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
from handoff.states import State
from handoff.triggers import Matcher

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
    record = _known(messages)
    made = {m.response.epoch: m for m in record if m.response and m.response.ended}
    replay = _Replay(conversation, replace(settings, policy=replace(settings.policy, blocked=())), made)
    for what in _in_order(record):
        if isinstance(what, Message):
            replay.message(what)
        else:
            replay.rated(*what)
    return Replayed(handoffs=tuple(replay.handoffs), unknown=replay.unknown)


def _known(messages: Sequence[Message]) -> Sequence[Message]:
    """
    The record; of one from before stretches were kept, what came before somebody of the team answered, with the AI's
    responses told by our own sentences.
    """
    if any(message.stretch >= 0 or message.handoff for message in messages):
        return messages
    teams = (n for n, message in enumerate(messages) if message.kind in (AuthorKind.AGENT, AuthorKind.NOTE))
    first = list(messages[: next(teams, len(messages))])
    return [replace(message, stretch=0, response=_guessed(message)) for message in first if message.kind in _SPEAKING]


_SPEAKING: Final = frozenset({AuthorKind.CUSTOMER, AuthorKind.AI})


def _guessed(message: Message) -> Response | None:
    if message.kind is not AuthorKind.AI or message.text.startswith(wording.text("unhelpful")):
        return None
    failed = ((Came.CANNOT, "cannot"), (Came.FAILED, "failed"))
    came = next((came for came, key in failed if message.text.startswith(wording.text(key))), Came.ANSWER)
    own = message.text.removesuffix(f"\n\n*{wording.text('disclosure')}*")
    return Response(came=came, epoch=0, through=message.seq, own=len(own))


def _in_order(messages: Sequence[Message]) -> Iterator[Message | tuple[Message, Rating]]:
    """Messages and ratings as they came: a rating comes after the message that was the newest then."""
    ratings = sorted(((m, m.rating) for m in messages if m.rating), key=lambda each: each[1].after)
    for message in messages:
        while ratings and ratings[0][1].after < message.seq:
            yield ratings.pop(0)
        yield message
    yield from ratings


@dataclass(slots=True)
class _Replay:
    """One conversation under way."""

    origin: Conversation
    settings: Settings
    made: Mapping[int, Message]  #: by stretch: what the AI came back with, where its end came of that
    handoffs: list[Handoff] = field(default_factory=list)
    unknown: bool = False
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

    # ---- what the record tells

    def message(self, message: Message) -> None:
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

    def rated(self, message: Message, rating: Rating) -> None:
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
                outcome=_outcome(message, response),
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

    def _note(self, trigger: Trigger, evidence: tuple[str, ...], seq: int, at: datetime) -> None:
        self.handoffs.append(Handoff(trigger=trigger, seq=seq, at=at, evidence=evidence, beyond=self._over))
        self._ended = True


def _outcome(message: Message, response: Response) -> Outcome:
    match response.came:
        case Came.ANSWER | Came.SMALL_TALK:
            text, small_talk = message.text[: response.own], response.came is Came.SMALL_TALK
            return Answer(text, confidence=response.confidence, small_talk=small_talk)
        case Came.CANNOT:
            return CannotAnswer()
        case Came.HUMAN:
            return WantsHuman()
        case Came.FAILED:
            return Failed()
