"""Asks the AI, and brings its outcome back as an event. An error or a missed deadline is an outcome too, never silence."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from typing import Final

from handoff.effects import Ask
from handoff.events import Answered, Failed, Outcome
from handoff.model import VISIBLE, Address, AuthorKind, Message
from handoff.ports import Channel, Clock, Responder, Said, Sink, Views
from handoff.states import State

log = logging.getLogger("handoff.asking")

#: messages of the record that the AI is shown at most
HISTORY: Final = 40
#: seconds between two showings of "typing"; Discord's lasts 10 s
TYPING: Final = 8.0
_WHO: Final = {AuthorKind.CUSTOMER: "customer", AuthorKind.AI: "assistant"}


class Asker:
    """`timeout`: the whole time for one answer, seconds."""

    def __init__(
        self, responder: Responder, views: Views, sink: Sink, channels: Mapping[str, Channel], clock: Clock, timeout: float
    ) -> None:
        self._responder, self._views, self._sink = responder, views, sink
        self._channels, self._clock, self._timeout = channels, clock, timeout

    async def ask(self, effect: Ask, row: int) -> None:
        conversation = await self._views.conversation(effect.number)
        messages = await self._views.transcript(effect.number)
        # of a draft nothing is shown: the customer waits for a person
        place = conversation.place if conversation and conversation.state is State.AI else None
        typing = asyncio.create_task(self._type(place, effect)) if place else None
        try:
            outcome = await self._outcome(shown(messages, effect.after))
        finally:
            if typing:
                typing.cancel()
        through = max((m.seq for m in messages), default=0)
        await self._sink(
            Answered(
                key=effect.run,
                at=self._clock.now(),
                number=effect.number,
                epoch=effect.epoch,
                outcome=outcome,
                row=row,
                through=through,
            )
        )

    async def _outcome(self, history: Sequence[Said]) -> Outcome:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._responder.respond(history, self._timeout)
        except TimeoutError:
            return Failed(f"no answer within {self._timeout:g} s")
        except Exception as error:
            log.exception("the AI failed")
            return Failed(type(error).__name__)

    async def _type(self, place: Address, effect: Ask) -> None:
        """For as long as it is the AI's turn: nothing would take away what is shown after a handoff's notice."""
        channel = self._channels.get(place.platform)
        with contextlib.suppress(asyncio.CancelledError):
            while channel:
                await channel.show_typing(place)
                await asyncio.sleep(TYPING)
                now = await self._views.conversation(effect.number)
                if now is None or now.epoch != effect.epoch:
                    return


def shown(messages: Sequence[Message], after: int) -> list[Said]:
    """
    What a run is shown of the record: the latest that the customer has seen or said, without words to other members. Last
    are the customer's messages after the seq `after`, which no run was given: those that came while the AI worked stand
    before its answer in the record, and those that went to the team before our notice; they would be taken for answered.
    """
    visible = [m for m in messages if m.kind in VISIBLE and not m.deleted and not m.aside]
    visible.sort(key=lambda m: m.kind is AuthorKind.CUSTOMER and 0 != after < m.seq)
    return [Said(_WHO.get(m.kind, "team"), m.text) for m in visible[-HISTORY:]]
