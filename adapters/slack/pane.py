"""
The assistant pane: what is shown in it before anybody has written, and what its threads are called.

All of it is a courtesy: nothing is stored for it but that the thread is there, it has one try, and an app that lacks the
scope, or a workspace that has no panes, goes without.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.fatal import denied
from adapters.slack.inbound import Payload, part, text
from adapters.slack.mrkdwn import plain
from adapters.slack.text import ZERO_WIDTH
from adapters.slack.whereabouts import Whereabouts
from handoff import wording
from handoff.errors import Unavailable
from handoff.measure import clip
from handoff.model import Address
from handoff.ports import Watermarks
from handoff.recent import Recent

log = structlog.get_logger()

#: Slack shows four at most (assistant.threads.setSuggestedPrompts)
_PROMPTS: Final = 4
#: characters; Slack names no limits, and what is longer is cut off where it is shown
_LIMITS: Final = {"title": 75, "message": 300}
_TITLE: Final = 80
_WAITING: Final = 50  #: panes that wait for their greeting; more are not greeted
_TIMEOUT: Final = 5  #: seconds for one call
_TROUBLE: Final = (SlackClientError, aiohttp.ClientError, OSError, Unavailable)


class Pane:
    """`topics`: what the AI's pages are called, of which the first are suggested."""

    def __init__(
        self,
        client: Callable[[], AsyncWebClient],
        whereabouts: Whereabouts,
        watermarks: Watermarks,
        topics: Callable[[], Sequence[str]],
    ) -> None:
        self._client, self._where, self._marks, self._topics = client, whereabouts, watermarks, topics
        self._opened: asyncio.Queue[tuple[Address, str]] = asyncio.Queue(_WAITING)
        self._greeted: Recent[tuple[str, str], bool] = Recent()

    def opened(self, event: Payload) -> None:
        """Somebody opened a pane (assistant_thread_started): its thread is a place from now on, and is greeted once."""
        thread = part(event, "assistant_thread")
        user, channel, ts = text(thread, "user_id"), text(thread, "channel_id"), text(thread, "thread_ts")
        self._where.panes = True
        place = self._where.place(channel, ts, "im", user)
        if place is None or not ts or (channel, ts) in self._greeted:
            return
        self._greeted[channel, ts] = True
        try:
            self._opened.put_nowait((place, channel))
        except asyncio.QueueFull:
            log.info("slack.pane_not_greeted", code="too_many")

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            place, channel = await self._opened.get()
            try:
                # what is written there while we are away is looked for, though nothing was written yet
                await self._marks.mark(place, place.thread)
            except Exception as exc:  # noqa: BLE001 - the store is ill: what comes while we are here needs no mark
                log.warning("slack.pane_not_marked", error=type(exc).__name__)
            await self._greet(channel, place.thread)

    async def _greet(self, channel: str, ts: str) -> None:
        greeting, prompts = wording.text("pane.greeting"), prompted(self._topics())
        client = self._client
        await self._try(lambda: client().chat_postMessage(channel=channel, thread_ts=ts, text=greeting))
        await self._try(
            lambda: client().assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=ts, prompts=prompts)
        )

    async def name(self, to: Address, ts: str, title: str) -> None:
        """What the thread is called in the list of somebody's chats with the app. Nothing of it is read as markup."""
        called = clip(plain(title), _TITLE).replace("<", f"<{ZERO_WIDTH}")
        if not called:
            return

        async def call() -> None:
            channel = await self._where.channel(to)
            await self._client().assistant_threads_setTitle(channel_id=channel, thread_ts=ts, title=called)

        await self._try(call)

    async def _try(self, call: Callable[[], Any]) -> None:
        try:
            async with asyncio.timeout(_TIMEOUT):
                await call()
        except _TROUBLE as exc:
            code = denied(exc)[0] if isinstance(exc, SlackApiError) else ""
            log.info("slack.pane_trouble", error=type(exc).__name__, code=code)


def prompted(topics: Sequence[str]) -> list[dict[str, str]]:
    """What is suggested: the first topics, and at last a person."""
    asked = [{"title": topic, "message": wording.text("pane.about", topic=topic)} for topic in topics[: _PROMPTS - 1]]
    person = {"title": wording.text("human.button"), "message": wording.text("pane.human")}
    return [{key: clip(plain(words), _LIMITS[key]) for key, words in prompt.items()} for prompt in (*asked, person)]
