"""Has somebody else's analyser judge what customers say, beside everything else: no message and no handoff waits for it."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from handoff import wording
from handoff.decide import Desk
from handoff.events import Event, Felt, Spoke
from handoff.model import AuthorKind, Conversation
from handoff.ports import Clock, Feels, Sink
from handoff.states import State
from handoff.triggers.own import own_words
from handoff.triggers.smalltalk import small_talk

log = logging.getLogger("handoff.feelings")

#: seconds for one judgement
DEADLINE: Final = 5.0
#: judgements at once, and messages that wait for one: of what comes beyond that, ours stands
AT_ONCE: Final = 4
WAITING: Final = 100


@dataclass(frozen=True, slots=True)
class _Words:
    number: int
    epoch: int
    event: Spoke
    text: str


class Feelings:
    """`notice` is a witness of the service's decisions."""

    def __init__(self, feels: Feels, clock: Clock) -> None:
        self._feels, self._clock = feels, clock
        self._sink: Sink | None = None
        self._waiting: asyncio.Queue[_Words] = asyncio.Queue(WAITING)

    def into(self, sink: Sink) -> None:
        """Where what was found goes: to whom it is a witness of, and so is there only later."""
        self._sink = sink

    def notice(self, event: Event, _: Conversation | None, desk: Desk) -> None:
        """The customer's own words, where the AI goes on; no other's, and nothing of another conversation."""
        c = desk.conversation
        if not isinstance(event, Spoke) or c is None or c.state is not State.AI or event.author.key != c.customer.key:
            return
        heard = any(m.kind is AuthorKind.CUSTOMER and not m.aside for m in desk.messages)
        spoken = own_words(event.text).strip() if heard and small_talk(event.text) is None else ""
        if not spoken:
            return
        try:
            self._waiting.put_nowait(_Words(c.number, c.epoch, event, spoken))
        except asyncio.QueueFull:
            log.warning("%d messages wait for the model's judgement: ours stands for one more", WAITING)

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as workers:
            for _ in range(AT_ONCE):
                workers.create_task(self._judge())

    async def _judge(self) -> None:
        while True:
            words = await self._waiting.get()
            score = await self._feels.feel(words.text, DEADLINE)
            if score is not None and self._sink:
                await self._sink(
                    Felt(
                        key=f"felt:{words.event.key}",
                        at=self._clock.now(),
                        number=words.number,
                        epoch=words.epoch,
                        said=words.event.at,
                        quote=wording.short(words.event.text, 100),
                        score=score,
                    )
                )
