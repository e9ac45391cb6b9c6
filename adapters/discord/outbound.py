"""Orders as calls to Discord: one request each, and what its answer means."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

import aiohttp
import discord
import structlog

from adapters.discord import views
from adapters.discord.access import Access
from adapters.discord.refusals import THREAD_ARCHIVED, THREAD_EXISTS, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, fault
from adapters.discord.whereabouts import Whereabouts
from handoff.effects import DeleteAt, EditAt, Order, PictureTo, PinAt, Post, PostTo, PrivateThreadAt, ThreadAt, WhisperTo
from handoff.errors import Refused, Unavailable
from handoff.events import Receipt
from handoff.health import Health
from handoff.model import Address
from handoff.ports import Capabilities, Rate

log = structlog.get_logger()

#: what discord.py and the network raise
_TROUBLE: Final = (discord.DiscordException, aiohttp.ClientError, OSError)
_SKEW: Final = timedelta(seconds=2)  #: of our clock against Discord's
_PRIVATE: Final = 12  #: the kind of a private thread
_PATIENCE: Final = 60.0  #: seconds for one order: discord.py's own waiting (30) and retries (25) end before


class DiscordChannel:
    capabilities: ClassVar = Capabilities(
        opens_threads=True,
        finds_by_key=False,
        repeats_safely=120.0,  # "the past few minutes", says Discord of its nonces
        timeout=10.0,
        posts=Rate(burst=5, every=1.05),  # Discord's is 5 in 5 s per channel; threads are channels
        edits=Rate(burst=5, every=1.05),
        overall=Rate(burst=20, every=1 / 40),  # Discord's is 50 in a second for everything that a bot does
        threads_share_rate=False,
        replies=True,
        private_threads=True,
        gone=frozenset({str(UNKNOWN_CHANNEL), str(UNKNOWN_MESSAGE)}),
    )

    def __init__(self, client: Callable[[], discord.Client], whereabouts: Whereabouts, access: Access, health: Health) -> None:
        self._client, self._where, self._access, self._health = client, whereabouts, access, health

    def parts(self, post: Post) -> tuple[Post, ...]:
        return views.parts(post)

    async def carry_out(self, order: Order) -> Receipt:
        self._access.guard(order.to.channel)
        if isinstance(order, PostTo | EditAt):
            order = replace(order, post=self._aimed(order.post))
        try:
            async with asyncio.timeout(_PATIENCE):
                channel = await self._channel(order.to)
                try:
                    return await self._do(order, channel)
                except discord.HTTPException as exc:
                    if exc.code != THREAD_ARCHIVED:
                        raise
                await self._client().http.edit_channel(channel, archived=False)
                return await self._do(order, channel)
        except _TROUBLE as exc:
            if isinstance(exc, discord.HTTPException) and exc.status == 401:
                self._health.report("discord", False, "Discord no longer accepts DISCORD_TOKEN", fatal=True)
            raise self._fault(exc, order) from exc

    def _aimed(self, post: Post) -> Post:
        """Discord's ids do not tell a role from a member: whoever of the settings may be either is looked up here."""
        kinds = {True: "group", False: "person"}
        aimed = (replace(t, kind=kinds[self._access.is_role(t.id)]) if t.kind == "either" else t for t in post.ping)
        return replace(post, ping=tuple(aimed))

    async def _channel(self, to: Address) -> int:
        """Opening a direct message does nothing that shows, so it is never uncertain."""
        try:
            return await self._where.channel(to)
        except _TROUBLE as exc:
            raise fault(exc, posting=False, who=self._where.name(to.channel[1:]) if to.direct else "") from exc

    async def _do(self, order: Order, channel: int) -> Receipt:
        target = self._client().get_partial_messageable(channel)
        match order:
            case PostTo():
                reply = _reply(channel, order.reply_to) if order.reply_to else {}
                sent = await target.send(nonce=order.key, **_arguments(order.post), **reply)
                return self._receipt(order.to, str(sent.id))
            case EditAt():
                # an empty content or list takes away what was there
                look = views.shown(order.post)
                embeds, buttons = [look.embed] if look.embed else [], views.rows(look.buttons)
                message = target.get_partial_message(int(order.message_id))
                editing = message.edit(content=look.content, embeds=embeds, view=buttons, allowed_mentions=look.allowed)
                await (editing if order.needed else _unless_gone(editing))
            case DeleteAt():
                await _unless_gone(target.get_partial_message(int(order.message_id)).delete())
            case PinAt():
                await target.get_partial_message(int(order.message_id)).pin()
            case ThreadAt():
                return await self._thread(order, channel)
            case PrivateThreadAt():
                return await self._private_thread(order, channel)
            case PictureTo():
                file = discord.File(io.BytesIO(order.data), order.name, description=order.words[:1024])
                sent = await target.send(file=file, allowed_mentions=discord.AllowedMentions.none())
                return self._receipt(order.to, str(sent.id))
            case WhisperTo():  # as our capabilities say
                raise Refused("Discord shows something to one person alone only in answer to what they did.")
        return self._receipt(order.to, order.message_id)

    async def _thread(self, order: ThreadAt, channel: int) -> Receipt:
        """A thread begun at a message has the message's id, whoever began it."""
        title = views.thread_name(order.title)
        start = self._client().http.start_thread_with_message
        try:
            await start(channel, int(order.message_id), name=title, auto_archive_duration=10080)
        except discord.HTTPException as exc:
            if exc.code != THREAD_EXISTS:
                raise
        server = self._where.server(order.to)
        return Receipt(order.message_id, f"https://discord.com/channels/{server}/{order.message_id}" if server else "")

    async def _private_thread(self, order: PrivateThreadAt, channel: int) -> Receipt:
        """Text channels alone have such, and only where the bot may create them; not even its members may add others."""
        http, title = self._client().http, views.thread_name(order.title)
        start = http.start_thread_without_message
        made = await start(channel, name=title, type=_PRIVATE, auto_archive_duration=10080, invitable=False)
        await http.add_user_to_thread(int(made["id"]), int(order.user))
        server = self._where.server(order.to)
        return Receipt(str(made["id"]), f"https://discord.com/channels/{server}/{made['id']}" if server else "")

    async def find(self, order: PostTo, since: datetime) -> Receipt | None:
        """By author, time and content: Discord's history does not tell the nonce."""
        want = views.shown(self._aimed(order.post))
        try:
            channel = self._client().get_partial_messageable(await self._where.channel(order.to))
            async with asyncio.timeout(_PATIENCE):
                async for message in channel.history(after=since - _SKEW, limit=200, oldest_first=True):
                    if message.author == self._client().user and _same(message, want):
                        return self._receipt(order.to, str(message.id))
        except _TROUBLE as exc:
            raise Unavailable(f"Discord's history cannot be read ({type(exc).__name__}).") from exc
        return None

    async def show_typing(self, to: Address) -> None:
        try:
            async with asyncio.timeout(5):
                await self._client().http.send_typing(await self._where.channel(to))
        except (*_TROUBLE, Unavailable) as exc:
            log.debug("discord.typing_failed", error=type(exc).__name__)

    def _receipt(self, to: Address, message: str) -> Receipt:
        return Receipt(message, self._where.link(to, message))

    def _fault(self, exc: Exception, order: Order) -> Exception:
        to, posting = order.to, isinstance(order, PostTo | PictureTo)
        who = self._where.name(to.channel[1:]) if to.direct else ""
        return fault(exc, posting=posting, who=who, missing=None if to.direct else self._access.missing(int(to.channel)))


def _arguments(post: Post) -> dict[str, Any]:
    look = views.shown(post)
    said: dict[str, Any] = {"content": look.content or None, "allowed_mentions": look.allowed}
    said |= {"embed": look.embed} if look.embed else {"suppress_embeds": True}
    buttons = views.rows(look.buttons)
    return said | ({"view": buttons} if buttons else {})


def _reply(channel: int, message: str) -> dict[str, Any]:
    """To a message of the same channel; where that was deleted meanwhile, the words come without."""
    return {"reference": discord.MessageReference(message_id=int(message), channel_id=channel, fail_if_not_exists=False)}


async def _unless_gone(call: Any) -> None:
    """A message that somebody deleted needs neither editing nor deleting."""
    try:
        await call
    except discord.NotFound as exc:
        if exc.code != UNKNOWN_MESSAGE:
            raise


def _same(message: discord.Message, want: views.Shown) -> bool:
    if message.content.split() != want.content.split():
        return False
    have = message.embeds[0] if message.embeds else None
    if have is None or want.embed is None:
        return have is None and want.embed is None
    return (have.title, have.description) == (want.embed.title, want.embed.description)
