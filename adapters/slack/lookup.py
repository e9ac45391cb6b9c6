"""Finding an earlier post of ours by the key in its metadata, after an answer that was lost."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.refusals import THREAD_GONE, code, seconds
from handoff.errors import Unavailable

EVENT: Final = "handoff_post"  #: the metadata's event_type
_PAGE: Final = 200
_TIMEOUT: Final = 20.0  #: seconds for one reading
_SKEW: Final = 2.0  #: seconds of our clock against Slack's
#: where nothing can be read any more, nothing can be posted either, and that is what the next try will be told
_SHUT: Final = frozenset({"channel_not_found", "not_in_channel"})


@dataclass(frozen=True, slots=True)
class Found:
    ts: str
    astray: bool = False  #: in the channel itself, though it was a reply


@dataclass(slots=True)
class _Reading:
    """Our posts of one place by key, from `since` (Slack's seconds) on."""

    since: float
    posts: dict[str, Found] = field(default_factory=dict)
    failed: bool = False


class Lookup:
    """After an outage many posts are in doubt at once: one reading serves all who asked about the place before it began."""

    def __init__(self, client: Callable[[], AsyncWebClient], me: Callable[[], str]) -> None:
        self._client, self._me = client, me
        self._next: dict[tuple[str, str], _Reading] = {}  # by channel and thread: those that have not begun
        self._turns: dict[tuple[str, str], asyncio.Lock] = {}
        self._not_before = 0.0  # by the loop's clock: Slack asked us to wait

    async def find(self, channel: str, thread: str, key: str, since: datetime) -> Found | None:
        """Our post with that key, not older than `since`. Raises slack_sdk's errors, and Unavailable."""
        place, start = (channel, thread), since.timestamp() - _SKEW
        reading = self._next.setdefault(place, _Reading(start))
        reading.since = min(reading.since, start)
        async with self._turns.setdefault(place, asyncio.Lock()):
            if self._next.get(place) is reading:
                del self._next[place]
                await self._carefully(channel, thread, reading)
            if place not in self._next:
                self._turns.pop(place, None)
        if reading.failed:
            raise Unavailable("Slack's history could not be read.")
        return reading.posts.get(key)

    async def _carefully(self, channel: str, thread: str, reading: _Reading) -> None:
        left = self._not_before - asyncio.get_running_loop().time()
        reading.failed = True  # until it is done
        if left > 0:
            raise Unavailable("Slack asks us to wait.", left)
        try:
            async with asyncio.timeout(_TIMEOUT):
                await self._read(channel, thread, reading)
        except SlackApiError as exc:
            if code(exc) == "ratelimited":
                self._not_before = asyncio.get_running_loop().time() + seconds(exc)
            if code(exc) not in _SHUT:
                raise
        reading.failed = False

    async def _read(self, channel: str, thread: str, reading: _Reading) -> None:
        client = self._client()
        if thread:
            try:
                await self._pages(client.conversations_replies, reading, False, channel=channel, ts=thread)
                return
            except SlackApiError as exc:
                if code(exc) not in THREAD_GONE:
                    raise
        await self._pages(client.conversations_history, reading, bool(thread), channel=channel)

    async def _pages(self, method: Callable[..., Any], reading: _Reading, astray: bool, **where: str) -> None:
        cursor = ""
        while True:
            page = await method(
                **where, oldest=f"{reading.since:.6f}", limit=_PAGE, cursor=cursor or None, include_all_metadata=True
            )
            for message in page.get("messages") or []:
                if key := self._key(message):
                    reading.posts.setdefault(key, Found(str(message["ts"]), astray))
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return

    def _key(self, message: Mapping[str, Any]) -> str:
        """Of a post of ours; metadata is only believed of the bot itself."""
        metadata = message.get("metadata") or {}
        if message.get("user") != self._me() or metadata.get("event_type") != EVENT:
            return ""
        return str((metadata.get("event_payload") or {}).get("key") or "")
