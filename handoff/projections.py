"""Cards and the board: rendered from the store when sent, the latest wins, never more often than the budget allows."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from handoff import cards
from handoff.effects import EditAt, Order, PinAt, Post, PostTo
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.events import CardLost, Receipt
from handoff.model import Places
from handoff.pacing import Pacer, budgets
from handoff.planning import base36
from handoff.ports import Channel, Clock, Dirty, Sink, Views

log = logging.getLogger("handoff.projections")

#: seconds between two looks for what is to be redrawn; what changes within is drawn once
EVERY: Final = 0.5
#: seconds that a platform which cannot draw just now is left alone: the first pause, and the longest
PAUSE: Final = (0.25, 5.0)
#: after people's words and cards
_RANK: Final = 5


class Projector:
    def __init__(
        self, views: Views, sink: Sink, channels: Mapping[str, Channel], places: Places, clock: Clock, pacer: Pacer
    ) -> None:
        self._views, self._sink, self._channels, self._places = views, sink, channels, places
        self._clock, self._pacer = clock, pacer
        self._pause = PAUSE[0]

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Draw everything that is marked, once."""
        for mark in await self._views.dirty():
            await self._try(mark)

    async def _try(self, mark: Dirty) -> bool:
        """Whether the mark is done with; one that cannot be drawn keeps no other from being drawn."""
        try:
            if not await self._draw(mark.target):
                return False
        except (Unavailable, Uncertain) as error:
            first, longest = PAUSE
            log.log(logging.INFO if self._pause <= first else logging.DEBUG, "%s is drawn later: %s", mark.target, error)
            await asyncio.sleep(min(getattr(error, "retry_after", None) or self._pause, longest))
            self._pause = min(self._pause * 2, longest)
            return False
        except Refused as error:
            log.warning("%s cannot be drawn: %s", mark.target, error)
            if await self._lost(mark.target, error):
                return False
        except Exception:
            log.exception("%s cannot be drawn", mark.target)
        self._pause = PAUSE[0]
        await self._views.clean(mark)
        return True

    async def _lost(self, target: str, error: Refused) -> bool:
        """Somebody took it away: whether another is to be drawn in its place, by us; a card is made again by the core."""
        team = self._places.team
        channel = self._channels.get(team.platform) if team else None
        if channel is None or error.code not in channel.capabilities.gone:
            return False
        if target == "board":
            known = await self._views.fact("board")
            await self._views.remember("board", "")
            return bool(known)
        conversation = await self._views.conversation(int(target.partition(":")[2]))
        if conversation is not None and conversation.card:
            key = f"lost:{conversation.number}:{conversation.card}"
            number, card = conversation.number, conversation.card
            await self._sink(CardLost(key=key, at=self._clock.now(), number=number, card=card))
        return False

    async def _draw(self, target: str) -> bool:
        team = self._places.team
        channel = self._channels.get(team.platform) if team else None
        if team is None or channel is None:
            return True
        if target == "board":
            await self._board(channel)
            return True
        conversation = await self._views.conversation(int(target.partition(":")[2]))
        if conversation is None:
            return True
        if not conversation.card:
            return not conversation.carded  # it is to come; or it was lost, and nobody needs another
        post = cards.card(conversation)
        await self._carry_out(channel, EditAt(to=team, message_id=conversation.card, post=post, needed=True))
        return True

    async def _carry_out(self, channel: Channel, order: Order) -> Receipt:
        for key, rate in budgets(channel.capabilities, order):
            await self._pacer.take(key, rate, rank=_RANK)
        return await channel.carry_out(order)

    async def _board(self, channel: Channel) -> None:
        team = self._places.team
        assert team is not None, "there is a team channel"  # noqa: S101 - the caller looked
        post: Post = cards.board(await self._views.queue())
        known = await self._views.fact("board")
        if known:
            await self._carry_out(channel, EditAt(to=team, message_id=known, post=post, needed=True))
            return
        tried = await self._views.fact("board_tried")
        since = datetime.fromisoformat(tried) if tried else self._clock.now()
        # a board that was taken away must not come back as the answer to a key that was used for it
        order = PostTo(to=team, post=post, key=f"board-{base36(int(since.timestamp()))}")
        found = None
        if tried:
            found = await channel.find(order, since)
        else:
            await self._views.remember("board_tried", since.isoformat())
        if found is None:
            found = await self._carry_out(channel, order)
        await self._views.remember("board", found.message_id)
        await self._views.remember("board_tried", "")
        with contextlib.suppress(Refused, Unavailable, Uncertain):  # a board that is not pinned is still a board
            await channel.carry_out(PinAt(to=team, message_id=found.message_id))
