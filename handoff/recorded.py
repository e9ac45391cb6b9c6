"""What the record of a stored conversation tells, step by step. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from handoff import wording
from handoff.events import Answer, CannotAnswer, Failed, Outcome, WantsHuman
from handoff.model import AuthorKind, Came, Message, Rating, Response

#: a message, or a rating of one
Step = Message | tuple[Message, Rating]


def known(messages: Sequence[Message]) -> Sequence[Message]:
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


def steps(messages: Sequence[Message]) -> Iterator[Step]:
    """Messages and ratings as they came: a rating comes after the message that was the newest then."""
    ratings = sorted(((m, m.rating) for m in messages if m.rating), key=lambda each: each[1].after)
    for message in messages:
        while ratings and ratings[0][1].after < message.seq:
            yield ratings.pop(0)
        yield message
    yield from ratings


def outcome(message: Message, response: Response) -> Outcome:
    """What the AI came back with, as far as the record has it."""
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
