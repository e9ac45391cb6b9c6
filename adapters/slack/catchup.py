"""
Reading what was said while nothing was listening: the history of every known surface since its watermark, and what
became of what was said before. Of an edit the history shows the outcome, of a delete that the message is missing.

Slack brings an event again for about five minutes and then gives up. Threads are asked for only where there can be
something new: those of open conversations, and those whose parent shows a newer reply.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
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
#: how much older than the gap a thread's parent may be to be looked at, or a message whose edit or delete is looked for
_BEFORE: Final = timedelta(days=2)
_ON_ITS_WAY: Final = timedelta(minutes=10)  #: Slack brings an event again for about five minutes
_UNKNOWN: Final[Payload] = {"ts": ""}  #: a message of which nothing can be told
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
        self._places = places
        self._marks, self._clock, self._limit = watermarks, clock, limit
        self._known: Mapping[Address, Sequence[str]] = {}  #: what people wrote that stands, as far as is known, oldest first

    async def missed(self) -> AsyncIterator[Event]:
        known = await self._marks.originals(PLATFORM, self._clock.now() - _BEFORE)
        self._known = {self._here(place): ids for place, ids in known.items()}
        marks = {self._here(place): mark for place, mark in (await self._marks.watermarks(PLATFORM)).items()}
        open_places = {self._here(place) for place in await self._marks.open_places(PLATFORM)}
        threads = {place for place in open_places if place.thread}
        directs = {place.parent for place in {*open_places, *marks} if place.direct}
        for place in sorted(directs, key=lambda p: marks.get(p, ""), reverse=True):
            async for event in _while_there(place, self._direct(place, marks, threads)):
                yield event
        for channel in self._places.channels(PLATFORM):
            surface = Address(PLATFORM, self._where.me.team, channel)
            async for event in _while_there(surface, self._channel(surface, marks, threads)):
                yield event
        for place in sorted(threads):
            async for event in _while_there(place, self._thread(place, marks.get(place, place.thread))):
                yield event

    def _here(self, place: Address) -> Address:
        """With the workspace, which the settings do not know."""
        return place if place.direct else replace(place, workspace=self._where.me.team)

    def _ago(self, age: timedelta) -> str:
        return f"{(self._clock.now() - age).timestamp():.6f}"

    async def _channel(self, surface: Address, marks: Mapping[Address, str], threads: set[Address]) -> AsyncIterator[Event]:
        """
        A support channel; threads with newer replies are added to `threads`. Without a mark it is new to us: it is read since
        it was added by command, or else nothing of it is replayed, and the mark is set to its newest message.
        """
        added = self._places.added.get((PLATFORM, surface.channel))
        mark = marks.get(surface) or (f"{added.timestamp():.6f}" if added else None)
        if mark is None:
            newest = await self._page(surface, {"limit": 1})
            await self._marks.mark(surface, text(newest[0], "ts") if newest else self._ago(timedelta()))
            return
        found = await self._since(surface, mark)
        threads |= {replace(surface, thread=parent) for parent in _replied_to(found, mark)}
        async for event in self._told(surface, found, mark):
            yield event

    async def _thread(self, place: Address, mark: str) -> AsyncIterator[Event]:
        async for event in self._told(place, await self._history(place, self._earliest(place, mark), mark), mark):
            yield event

    async def _direct(self, place: Address, marks: Mapping[Address, str], threads: set[Address]) -> AsyncIterator[Event]:
        """
        Direct messages, and the threads in them, which belong to the whole; where the app has panes, those with newer
        replies are added to `threads`.
        """
        inside = {p.thread: mark for p, mark in marks.items() if p.thread and p.parent == place}
        mark = marks.get(place) or _earlier(max(inside.values(), default="")) or self._ago(_DM_WITHOUT_MARK)
        found = await self._since(place, mark)
        after = self._earliest(place, mark)
        if self._where.panes:
            newer = [m for m in found if _replied_to([m], inside.get(text(m, "ts"), mark))]
            threads |= {replace(place, thread=text(m, "ts")) for m in newer}
        for parent in _replied_to(found, after) if not self._where.panes else ():
            found += await self._history(replace(place, thread=parent), after, mark)
        async for event in self._told(place, sorted(found, key=lambda m: text(m, "ts")), mark):
            yield event

    async def _since(self, surface: Address, mark: str) -> list[Payload]:
        """Messages after `mark`, and those before it to which replies may have come."""
        return await self._history(surface, f"{float(mark) - _BEFORE.total_seconds():.6f}", mark)

    def _earliest(self, surface: Address, mark: str) -> str:
        """From where on a surface is of interest: new messages, and those of which we know."""
        known = self._known.get(surface)
        return min(mark, f"{float(known[0]) - 0.000001:.6f}") if known else mark

    async def _told(self, surface: Address, found: list[Payload], mark: str) -> AsyncIterator[Event]:
        """What became of what was said before, then what is new, oldest first, so that each may move the surface's mark."""
        there, known = {text(m, "ts"): m for m in found}, self._known.get(surface, ())
        fresh = [m for m in found if text(m, "ts") > mark]
        if not known and not fresh:
            return
        channel = await self._where.channel(surface)
        kind = "im" if surface.direct else "channel"
        for ts in known:
            now = there.get(ts) or await self._there(surface, ts)
            if event := self._reader.heard(_change(now or {}, channel, surface.thread, ts, self._ago(timedelta())), kind=kind):
                yield event
        for message in fresh:
            if event := self._reader.heard({**message, "type": "message", "channel": channel}, kind=kind):
                yield event
            # should its first words be known already, or older edits of it still come
            if event := self._reader.heard(_change(message, channel, surface.thread, text(message, "ts"), ""), kind=kind):
                yield event
        if fresh:
            await self._marks.mark(surface, text(fresh[-1], "ts"))
            log.info("slack.caught_up", channel=surface.channel, thread=surface.thread, messages=len(fresh))

    # ---- asking

    async def _there(self, surface: Address, ts: str) -> Payload | None:
        """
        Asked for by itself, since no copy is to be taken away for a page that came short; a reply's ts brings the reply
        (slackapi/bolt-python#783). None: it was deleted.
        """
        try:
            page = await self._page(replace(surface, thread=ts), {"limit": 1})
        except _Gone as exc:
            if exc.code != "thread_not_found":
                raise
            return None
        return next((m for m in page if text(m, "ts") == ts), _UNKNOWN)

    async def _history(self, surface: Address, after: str, mark: str) -> list[Payload]:
        """
        Messages after `after`, oldest first. Of a thread with too many after `mark` the oldest, of anything else that is
        too long the newest.
        """
        found: dict[str, Payload] = {}
        cursor, more = "", True
        while more and (read := sum(ts > mark for ts in found) if surface.thread else len(found)) < self._limit:
            size = min(_PAGE, self._limit - read)
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
                    raise _Gone(code) from exc
                if exc.response.status_code != 429 and code != "ratelimited":
                    raise
                await asyncio.sleep(retry_after(exc) or _SLOW_DOWN)


class _Gone(Exception):
    """A surface, or a thread in it, cannot be read any more; `code` is Slack's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def _while_there(surface: Address, events: AsyncIterator[Event]) -> AsyncIterator[Event]:
    try:
        async for event in events:
            yield event
    except _Gone as exc:
        log.info("slack.surface_gone", channel=surface.channel, thread=surface.thread, code=exc.code)


def _earlier(mark: str) -> str:
    """
    Where to begin to look for threads in direct messages that nobody wrote in at the top: what is on its way in one thread
    may be older than what is committed in another. "" of "".
    """
    return f"{float(mark) - _ON_ITS_WAY.total_seconds():.6f}" if mark else ""


def _replied_to(found: list[Payload], after: str) -> list[str]:
    """The parents of threads that were replied to after `after`."""
    return [text(m, "ts") for m in found if text(m, "latest_reply") > after]


def _change(message: Payload, channel: str, thread: str, ts: str, now: str) -> Payload:
    """The event that a message's latest edit was, or its deletion; nobody's if there was neither."""
    if message and text(message, "subtype") != "tombstone":
        return {"type": "message", "subtype": "message_changed", "channel": channel, "message": message}
    before = {"thread_ts": thread} if thread else {}
    return {
        "type": "message",
        "subtype": "message_deleted",
        "channel": channel,
        "deleted_ts": ts,
        "ts": now,
        "previous_message": before,
    }


class _Page(list[Payload]):
    """Messages, and the cursor to the next page, or "" """

    def __init__(self, messages: Any, cursor: str) -> None:
        super().__init__(messages)
        self.cursor = cursor
