"""Orders as calls to Slack: one request each, and what its answer means."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import blocks, screens
from adapters.slack.access import Access
from adapters.slack.lookup import EVENT, Lookup
from adapters.slack.pane import Pane
from adapters.slack.refusals import AUTH, GONE, THREAD_GONE, code, fault
from adapters.slack.text import escape
from adapters.slack.whereabouts import PLATFORM, Whereabouts
from handoff import wording
from handoff.effects import DeleteAt, EditAt, Order, PictureTo, PinAt, Post, PostTo, PrivateThreadAt, ThreadAt, WhisperTo
from handoff.errors import Refused, Unavailable
from handoff.events import Receipt
from handoff.health import Health
from handoff.model import Address, Person
from handoff.ports import Capabilities, Rate

log = structlog.get_logger()

#: what slack_sdk and the network raise
_TROUBLE: Final = (SlackClientError, aiohttp.ClientError, OSError)
#: seconds for one post: Slack answers in a few hundred ms, and until an answer that was lost is looked for (FAULTS S25)
#: the conversation's next words wait
_POST: Final = 5.0
#: seconds for a file, which is three calls
_UPLOAD: Final = 20.0


class SlackChannel:
    capabilities: ClassVar = Capabilities(
        opens_threads=False,
        finds_by_key=True,
        repeats_safely=0,  # chat.postMessage knows no idempotency key (FAULTS S25)
        timeout=_POST,
        posts=Rate(
            burst=4, every=1.05
        ),  # "1 per second per channel", says Slack of chat.postMessage; short bursts over it pass
        edits=Rate(burst=10, every=1.25),  # tier 3: 50 and more in a minute, by method
        overall=Rate(burst=20, every=1 / 20),  # Slack has no such limit; enough to be a good neighbour
        threads_share_rate=True,
        edits_shared=True,
        whispers=True,
        gone=THREAD_GONE | {"message_not_found"},
    )

    def __init__(
        self, client: Callable[[], AsyncWebClient], whereabouts: Whereabouts, access: Access, pane: Pane, health: Health
    ) -> None:
        self._client, self._where, self._access, self._pane, self._health = client, whereabouts, access, pane, health
        self._lookup = Lookup(client, lambda: whereabouts.me.user)

    def parts(self, post: Post) -> tuple[Post, ...]:
        return blocks.parts(post)

    async def carry_out(self, order: Order) -> Receipt:
        self._access.guard(order.to.channel)
        if isinstance(order, ThreadAt):  # a reply makes the thread, which has its first message's id
            if order.to.direct:
                await self._pane.name(order.to, order.message_id, order.title)
            return self._receipt(order.to, order.message_id)
        if isinstance(order, PrivateThreadAt):  # as our capabilities say
            raise Refused("Slack's threads can be read by everybody in their channel.")
        try:
            channel = await self._channel(order.to)
            return await self._do(order, channel)
        except _TROUBLE as exc:
            raise self._fault(exc, order.to, posting=isinstance(order, PostTo | WhisperTo | PictureTo)) from exc

    async def _channel(self, to: Address) -> str:
        """Opening a direct message does nothing that shows, so it is never uncertain."""
        try:
            return await self._where.channel(to)
        except _TROUBLE as exc:
            raise self._fault(exc, to, posting=False) from exc

    async def _do(self, order: PostTo | EditAt | DeleteAt | PinAt | WhisperTo | PictureTo, channel: str) -> Receipt:
        client = self._client()
        match order:
            case PostTo():
                return await self._post(order, channel)
            case WhisperTo():
                return await self._whisper(order, channel)
            case PictureTo():
                return await self._picture(order, channel)
            case EditAt():
                # blocks that are left out stay; an empty list takes them away
                look = blocks.shown(order.post)
                editing = client.chat_update(channel=channel, ts=order.message_id, text=look.text, blocks=look.blocks)
                await _unless(frozenset() if order.needed else GONE, editing)
            case DeleteAt():
                await _unless(GONE, client.chat_delete(channel=channel, ts=order.message_id))
            case PinAt():
                await _unless(frozenset({"already_pinned"}), client.pins_add(channel=channel, timestamp=order.message_id))
        return self._receipt(order.to, order.message_id)

    async def _post(self, order: PostTo, channel: str) -> Receipt:
        look, thread = blocks.shown(order.post), order.to.thread
        async with asyncio.timeout(_POST):
            sent = await self._client().chat_postMessage(
                channel=channel,
                text=look.text,
                blocks=look.blocks or None,
                thread_ts=thread or None,
                metadata={"event_type": EVENT, "event_payload": {"key": order.key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        ts = str(sent["ts"])
        message: Mapping[str, Any] = sent.get("message") or {}
        if thread and message.get("thread_ts") != thread:
            await self._astray(channel, ts)
            raise Refused("The thread is gone: the message that it began with was deleted.", "thread_not_found")
        return self._receipt(order.to, ts)

    async def _whisper(self, order: WhisperTo, channel: str) -> Receipt:
        look = blocks.shown(order.post)
        async with asyncio.timeout(_POST):
            said = await self._client().chat_postEphemeral(
                channel=channel,
                user=order.user,
                text=look.text,
                blocks=look.blocks or None,
                thread_ts=order.to.thread or None,
            )
        return Receipt(str(said["message_ts"]))

    async def _picture(self, order: PictureTo, channel: str) -> Receipt:
        """Slack tells the file, and not the message that it makes of it."""
        async with asyncio.timeout(_UPLOAD):
            await self._client().files_upload_v2(
                channel=channel,
                thread_ts=order.to.thread or None,
                filename=order.name,
                title=order.name,
                alt_txt=order.words[:1000],
                content=order.data,
            )
        return Receipt("")

    async def _astray(self, channel: str, ts: str) -> None:
        """A reply whose thread is gone can land in the channel itself, for all to see (FAULTS S32): it is taken away."""
        log.warning("slack.reply_astray", channel=channel, ts=ts)
        try:
            await self._client().chat_delete(channel=channel, ts=ts)
        except _TROUBLE as exc:
            log.error("slack.reply_left_astray", channel=channel, ts=ts, code=code(exc) or type(exc).__name__)

    async def find(self, order: PostTo, since: datetime) -> Receipt | None:
        """By the key that the post bears; a reply whose thread is gone counts as not posted, wherever it landed."""
        try:
            channel = await self._where.channel(order.to)
            found = await self._lookup.find(channel, order.to.thread, order.key, since)
        except _TROUBLE as exc:
            self._notice(exc)
            raise Unavailable(f"Slack's history cannot be read ({code(exc) or type(exc).__name__}).") from exc
        if found is not None and found.astray:
            await self._astray(channel, found.ts)
            return None
        return self._receipt(order.to, found.ts) if found else None

    async def show_typing(self, to: Address) -> None:
        """Slack shows it within threads alone, and takes it away by itself: with our next message, or after two minutes."""
        if not to.thread:
            return
        try:
            async with asyncio.timeout(5):
                channel = await self._where.channel(to)
                status = wording.text("status.thinking")
                await self._client().assistant_threads_setStatus(channel_id=channel, thread_ts=to.thread, status=status)
        except (*_TROUBLE, Unavailable) as exc:
            log.debug("slack.typing_failed", code=code(exc) or type(exc).__name__)

    async def show_home(self, person: Person, posts: Sequence[Post]) -> None:
        try:
            await self._client().views_publish(user_id=person.user, view=screens.home(posts))
        except _TROUBLE as exc:
            self._notice(exc)
            raise fault(exc, posting=False) from exc

    def _receipt(self, to: Address, ts: str) -> Receipt:
        return Receipt(ts, self._where.link(to, ts))

    def _notice(self, exc: Exception) -> None:
        why = AUTH.get(code(exc))
        if why:
            self._health.report(PLATFORM, False, why, fatal=True)

    def _fault(self, exc: Exception, to: Address, *, posting: bool) -> Exception:
        self._notice(exc)
        return fault(exc, posting=posting, who=escape(self._where.name(to.channel[1:])) if to.direct else "")


async def _unless(expected: frozenset[str], call: Any) -> None:
    """Some errors say that there is nothing left to do: a message that somebody deleted, a pin that is there."""
    try:
        await call
    except SlackApiError as exc:
        if code(exc) not in expected:
            raise
