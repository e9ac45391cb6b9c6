"""
Reading what was said while nothing was listening: the history of every known surface since its watermark.

Slack brings an event again for about five minutes and then gives up. Threads are asked for only where there can be
something new: those of open conversations, and those whose parent shows a newer reply.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.fatal import denied
from adapters.slack.inbound import Payload, objects, text
from adapters.slack.people import retry_after
from adapters.slack.read import Reader
from adapters.slack.whereabouts import PLATFORM, Whereabouts
from handoff.events import Event
from handoff.model import Address, Places
from handoff.ports import Clock, Watermarks

log = structlog.get_logger()

_PAGE: Final = 200
_DM_WITHOUT_MARK: Final = timedelta(days=1)  #: an open conversation in a DM where the customer has said nothing yet
_PARENTS: Final = timedelta(days=2)  #: how much older than the gap a thread's parent may be to be looked at
_SLOW_DOWN: Final = 5.0  #: seconds to wait where Slack says to wait, but not how long
_GONE: Final = frozenset({"channel_not_found", "not_in_channel", "is_archived", "thread_not_found", "user_not_found"})


class CatchUp:
    """`limit`: messages read for one surface."""

    def __init__(
        self,
        client: Callable[[], AsyncWebClient],
        places: Places,
        whereabouts: Whereabouts,
        reader: Reader,
        watermarks: Watermarks,
        clock: Clock,
        limit: int,
    ) -> None:
        self._client, self._where, self._reader = client, whereabouts, reader
        self._support = sorted(c for p, c in places.support if p == PLATFORM)
        self._marks, self._clock, self._limit = watermarks, clock, limit

    async def missed(self) -> AsyncIterator[Event]:
        marks = {self._here(place): mark for place, mark in (await self._marks.watermarks(PLATFORM)).items()}
        open_places = {self._here(place) for place in await self._marks.open_places(PLATFORM)}
        directs = {place for place in {*open_places, *marks} if place.direct}
        for place in sorted(directs, key=lambda p: marks.get(p, ""), reverse=True):
            mark = marks.get(place) or self._ago(_DM_WITHOUT_MARK)
            messages, parents = await self._since(place, mark)
            replies = [r for parent in parents for r in await self._history(replace(place, thread=parent), mark)]
            async for event in self._told(place, sorted([*messages, *replies], key=lambda m: text(m, "ts"))):
                yield event
        threads = {place for place in open_places if place.thread}
        for channel in self._support:
            surface = Address(PLATFORM, self._where.me.team, channel)
            async for event in self._channel(surface, marks, threads):
                yield event
        for place in sorted(threads):
            async for event in self._told(place, await self._history(place, marks.get(place, place.thread))):
                yield event

    def _here(self, place: Address) -> Address:
        """With the workspace, which the settings do not know."""
        return place if place.direct else replace(place, workspace=self._where.me.team)

    def _ago(self, age: timedelta) -> str:
        return f"{(self._clock.now() - age).timestamp():.6f}"

    async def _channel(self, surface: Address, marks: Mapping[Address, str], threads: set[Address]) -> AsyncIterator[Event]:
        """
        A support channel; threads with newer replies are added to `threads`. Without a mark it is new to us: nothing of
        it is replayed, and the mark is set to its newest message.
        """
        mark = marks.get(surface)
        if mark is None:
            newest = await self._page(surface, {"limit": 1})
            await self._marks.mark(surface, text(newest[0], "ts") if newest else self._ago(timedelta()))
            return
        messages, parents = await self._since(surface, mark)
        threads |= {replace(surface, thread=parent) for parent in parents}
        async for event in self._told(surface, messages):
            yield event

    async def _since(self, surface: Address, mark: str) -> tuple[list[Payload], list[str]]:
        """Messages after `mark`, and the parents of threads that were replied to after it."""
        found = await self._history(surface, f"{float(mark) - _PARENTS.total_seconds():.6f}")
        return [m for m in found if text(m, "ts") > mark], [text(m, "ts") for m in found if text(m, "latest_reply") > mark]

    async def _told(self, surface: Address, messages: list[Payload]) -> AsyncIterator[Event]:
        """Oldest first, so that each may move the surface's mark."""
        channel = await self._where.channel(surface) if messages else ""
        for message in messages:
            said = {**message, "type": "message", "channel": channel}
            if event := self._reader.heard(said, kind="im" if surface.direct else "channel"):
                yield event
        if messages:
            await self._marks.mark(surface, text(messages[-1], "ts"))
            log.info("slack.caught_up", channel=surface.channel, thread=surface.thread, messages=len(messages))

    # ---- asking

    async def _history(self, surface: Address, after: str) -> list[Payload]:
        """Messages after `after`, oldest first; of a thread too long for the limit the oldest, else the newest."""
        found: dict[str, Payload] = {}
        cursor, more = "", True
        while more and len(found) < self._limit:
            size = min(_PAGE, self._limit - len(found))
            page = await self._page(surface, {"oldest": after, "limit": size, **({"cursor": cursor} if cursor else {})})
            found |= {text(m, "ts"): m for m in page if text(m, "ts") > after}
            cursor = page.cursor
            more = bool(cursor)
        if more:
            log.warning("slack.gap_too_long", channel=surface.channel, thread=surface.thread, read=len(found))
        return [found[ts] for ts in sorted(found)]

    async def _page(self, surface: Address, options: dict[str, Any]) -> "_Page":
        while True:
            try:
                channel = await self._where.channel(surface)
                if surface.thread:
                    answer = await self._client().conversations_replies(channel=channel, ts=surface.thread, **options)
                else:
                    answer = await self._client().conversations_history(channel=channel, **options)
                return _Page(objects(answer.data, "messages"), text(answer.data, "response_metadata", "next_cursor"))
            except SlackApiError as exc:
                code, _ = denied(exc)
                if code in _GONE:
                    log.info("slack.surface_gone", channel=surface.channel, thread=surface.thread, code=code)
                    return _Page((), "")
                if exc.response.status_code != 429 and code != "ratelimited":
                    raise
                await asyncio.sleep(retry_after(exc) or _SLOW_DOWN)


class _Page(list[Payload]):
    """Messages, and the cursor to the next page, or "" """

    def __init__(self, messages: Any, cursor: str) -> None:
        super().__init__(messages)
        self.cursor = cursor
