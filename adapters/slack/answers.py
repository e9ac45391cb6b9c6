"""How whoever pressed, typed or sent is answered: a form, or a message that they alone can see. Never raises."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import blocks, screens
from adapters.slack.fatal import denied
from handoff.effects import Post
from handoff.errors import Unavailable

log = structlog.get_logger()

_TROUBLE: Final = (SlackClientError, aiohttp.ClientError, OSError, Unavailable, TimeoutError)
#: a response URL works five times in thirty minutes (docs.slack.dev, "handling user interaction")
_USES: Final = 5
_LIVES: Final = 29 * 60.0
_TIMEOUT: Final = 10


@dataclass(slots=True)
class Asked:
    """Somebody who waits for an answer: who, where, and what Slack gave to answer with. `at` by the loop's clock."""

    user: str
    channel: str
    thread: str
    trigger: str
    url: str  #: a secret: whoever has it can write there
    command: bool
    at: float
    used: int = 0
    dialog: str = ""  #: the dialog that was pressed in, which stands
    whispered: bool = False  #: what was pressed is a message that they alone can see

    @property
    def age(self) -> float:
        """Seconds since it arrived."""
        return asyncio.get_running_loop().time() - self.at


class Answers:
    def __init__(self, client: Callable[[], AsyncWebClient]) -> None:
        self._client = client

    async def open(self, asked: Asked, view: dict[str, Any]) -> bool:
        """Open a form. False: it is too late for that."""
        try:
            await self._client().views_open(trigger_id=asked.trigger, view=view)
        except _TROUBLE as exc:
            _log_lost(exc)
            return not isinstance(exc, SlackApiError) or denied(exc)[0] not in ("expired_trigger_id", "invalid_trigger_id")
        return True

    async def instead(self, asked: Asked, post: Post) -> None:
        """In place of the message that bore the button; where that is too late, beside it."""
        look = blocks.shown(post)
        if not await self._by_url(asked, look, instead=True):
            await self._by_api(asked, look)

    async def whisper(self, asked: Asked, posts: tuple[Post, ...], *, instead: bool = False) -> None:
        """`instead`: of the whisper that was pressed, where it was one. Where there is no channel, in a dialog."""
        if not asked.channel:
            await self._in_dialog(asked, posts)
            return
        for n, post in enumerate(posts):
            look = blocks.shown(post)
            if not await self._by_url(asked, look, instead=instead and asked.whispered and n == 0):
                await self._by_api(asked, look)

    async def _in_dialog(self, asked: Asked, posts: tuple[Post, ...]) -> None:
        """In the one that was pressed in, or a new one."""
        view, client = screens.dialog(posts), self._client()
        try:
            if asked.dialog:
                await client.views_update(view_id=asked.dialog, view=view)
            else:
                await client.views_open(trigger_id=asked.trigger, view=view)
        except _TROUBLE as exc:
            _log_lost(exc)

    async def _by_url(self, asked: Asked, look: blocks.Shown, *, instead: bool) -> bool:
        """False: nothing was shown, and it must go another way."""
        if not asked.url or asked.used >= _USES or asked.age > _LIVES:
            return False
        asked.used += 1
        body: dict[str, Any] = {"replace_original": instead, "text": look.text}
        body |= {} if instead else {"response_type": "ephemeral"}
        body |= {"blocks": look.blocks} if look.blocks else {}
        body |= {"thread_ts": asked.thread} if asked.thread and not instead else {}
        try:
            # a client of its own: the URL is Slack's word, not to be sent our token
            answer = await AsyncWebhookClient(asked.url, timeout=_TIMEOUT, retry_handlers=[]).send_dict(body)
        except aiohttp.ClientConnectorError as exc:
            _log_lost(exc)
            return False
        except _TROUBLE as exc:  # it may have been shown
            _log_lost(exc)
            return True
        if answer.status_code == 200:
            return True
        log.info("slack.response_url_refused", status=answer.status_code)
        return False

    async def _by_api(self, asked: Asked, look: blocks.Shown) -> None:
        thread = asked.thread or None
        try:
            await self._client().chat_postEphemeral(
                channel=asked.channel, user=asked.user, thread_ts=thread, text=look.text, blocks=look.blocks or None
            )
        except _TROUBLE as exc:
            _log_lost(exc)


def _log_lost(exc: Exception) -> None:
    code = denied(exc)[0] if isinstance(exc, SlackApiError) else ""
    log.warning("slack.answer_lost", error=type(exc).__name__, code=code)
