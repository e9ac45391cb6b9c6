"""What an outbox row comes to: where it goes, and as which orders, looked up in the store when it is about to be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handoff import cards
from handoff.effects import (
    Amend,
    Ask,
    Chart,
    Confide,
    DeleteAt,
    EditAt,
    Effect,
    OpenCard,
    OpenPrivate,
    OpenThread,
    Order,
    Picture,
    PictureTo,
    Post,
    PostTo,
    PrivateThreadAt,
    Say,
    Surface,
    ThreadAt,
    Transcript,
    WhisperTo,
    Withdraw,
)
from handoff.errors import Refused
from handoff.model import Address, AuthorKind, Conversation, Mention, MessageLink, Places
from handoff.ports import Channel, Painter, Row, Views

_ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class NotYet(Exception):
    """What the row needs is not there; it is tried again later."""


@dataclass(frozen=True, slots=True)
class Plan:
    """No orders: there is nothing to do. `late`: the AI's words, and the conversation has changed hands."""

    place: Address
    orders: tuple[Order, ...] = ()
    late: bool = False


NOTHING: Final = Plan(Address("", "", ""))


def base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _ALPHABET[rest] + digits
    return digits or "0"


def key(row: Row, part: int) -> str:
    """The idempotency key of a row's part."""
    return f"{base36(row.id)}-{part}"


def _of_thread(effect: Effect) -> bool:
    return isinstance(effect, Transcript) or (isinstance(effect, Say | OpenThread) and effect.surface is Surface.THREAD)


def must_come(row: Row) -> bool:
    """Never given up: without them nobody would know of the customer, or the AI would stay silent."""
    effect = row.effect
    return isinstance(effect, OpenCard | Transcript | Ask) or (
        isinstance(effect, OpenThread) and effect.surface is Surface.THREAD
    )


def in_thread(row: Row) -> bool:
    """Whether the row makes the card's thread or posts in it: an edit's message may be gone and the thread be there."""
    return (
        isinstance(row.effect, Say | OpenThread | Transcript)
        and getattr(row.effect, "surface", Surface.THREAD) is Surface.THREAD
    )


async def no_painter(chart: Chart) -> bytes:
    raise Refused("nothing is there that draws charts")


class Planner:
    def __init__(self, views: Views, channels: Mapping[str, Channel], places: Places, painter: Painter = no_painter) -> None:
        self._views, self._channels, self._places, self._painter = views, channels, places, painter

    async def plan(self, row: Row) -> Plan:
        """Raises NotYet, Refused."""
        effect, team = row.effect, self._places.team
        if isinstance(effect, Picture):
            return await self._picture(effect, team) if team else NOTHING
        if isinstance(effect, Say) and effect.surface is Surface.TEAM:
            return self._posts(row, team, effect.post) if team else NOTHING
        if isinstance(effect, Confide) and not effect.number:
            return self._told_alone(row, effect)
        conversation = await self._views.conversation(effect.number)
        if conversation is None:
            return NOTHING
        if not conversation.carded and _of_thread(effect):
            return NOTHING  # the card was deleted by hand, and nobody needs another
        match effect:
            case Say():
                if effect.surface is Surface.THREAD and not effect.again and cards.told_again(conversation, effect.seq):
                    return NOTHING  # it was meant for a thread that is gone
                late = effect.epoch is not None and effect.epoch != conversation.epoch
                to = effect.place or self._where(effect.surface, conversation)
                post, reply_to = await self._in_reply(effect.post, to, effect.number, effect.answers)
                if to.direct:  # the message itself notifies, and it may have been meant for the thread
                    post = replace(post, ping=())
                return replace(self._posts(row, to, post, reply_to), late=late)
            case OpenCard() if team:
                post = cards.card(conversation, self._places.ping if effect.ping else ())
                return Plan(team, (PostTo(to=team, post=post, key=key(row, 0)),))
            case OpenThread():
                return self._thread(effect, conversation)
            case OpenPrivate():
                return self._hidden(effect, conversation.place)
            case Transcript() if (effect.first, effect.last) not in conversation.transcripts:
                return NOTHING  # it was meant for a thread that is gone
            case Transcript() if team:
                said = await self._views.transcript(effect.number, effect.first, effect.last)
                return self._posts(row, self._where(Surface.THREAD, conversation), cards.transcript(said, conversation))
            case Withdraw(card=card) if card:
                return Plan(team, (DeleteAt(to=team, message_id=card),)) if team else NOTHING
            case Confide():
                return self._confided(row, effect, conversation)
            case Amend() | Withdraw():
                return await self._copies(row, effect, conversation)
            case _:
                return NOTHING

    async def _picture(self, effect: Picture, to: Address) -> Plan:
        drawn = await self._painter(effect.chart)
        return Plan(to, (PictureTo(to=to, name="chart.png", data=drawn, words=effect.chart.words),))

    def _where(self, surface: Surface, conversation: Conversation) -> Address:
        if surface is Surface.CUSTOMER:
            return conversation.place
        if self._places.team is None or not conversation.thread:
            raise NotYet("the card's thread is not there yet")
        return replace(self._places.team, thread=conversation.thread)

    def _told_alone(self, row: Row, effect: Confide) -> Plan:
        """About no conversation: in direct messages, or where only they see it."""
        at, channel = effect.at, self._channels.get(effect.at.platform)
        if not at.direct and channel and channel.capabilities.whispers:
            return Plan(at, (WhisperTo(to=at, user=effect.to.user, post=effect.post),))
        return self._posts(row, at if at.direct else effect.to.direct, effect.post)

    def _confided(self, row: Row, effect: Confide, conversation: Conversation) -> Plan:
        to, team, channel = effect.to, self._places.team, self._channels.get(effect.at.platform)
        if channel and channel.capabilities.whispers:
            return Plan(effect.at, (WhisperTo(to=effect.at, user=to.user, post=effect.post),))
        if team is None or team.platform != to.platform:
            return self._posts(row, to.direct, effect.post)
        post = replace(effect.post, ping=(Mention(kind="person", id=to.user),))
        return self._posts(row, self._where(Surface.THREAD, conversation), post)

    def _posts(self, row: Row, to: Address, post: Post, reply_to: str = "") -> Plan:
        parts = self._parts(to, post)
        orders = tuple(PostTo(to=to, post=p, key=key(row, i), reply_to="" if i else reply_to) for i, p in enumerate(parts))
        return Plan(to, orders)

    async def _in_reply(self, post: Post, to: Address, number: int, answers: int) -> tuple[Post, str]:
        """
        The post as a reply to message `answers`: to where that stands at `to`, where the platform has replies, else with
        its first words. Notes and drafts are quoted to nobody, nor is what was deleted; asides and reasons to the team alone,
        and what stands in direct messages to nobody in public.
        """
        said = await self._views.transcript(number, answers, answers) if answers else ()
        answered = next((m for m in said if not m.deleted and m.kind in cards.QUOTABLE), None)
        team = self._places.is_team(to)
        if answered is None or (answered.aside and not team):
            return post, ""
        links = await self._views.standing(number, answers)
        if not (team or to.direct) and any(link.place.direct for link in links):
            return post, ""
        reply_to = self._reply_to(to, links)
        return (post, reply_to) if reply_to else (replace(post, quote=cards.quote(answered)), "")

    def _reply_to(self, to: Address, links: Sequence[MessageLink]) -> str:
        channel = self._channels.get(to.platform)
        if channel is None or not channel.capabilities.replies:
            return ""
        here = to.channel, to.thread
        return next((link.message_id for link in links if (link.place.channel, link.place.thread) == here), "")

    def _parts(self, to: Address, post: Post) -> Sequence[Post]:
        channel = self._channels.get(to.platform)
        return channel.parts(post) if channel else (post,)

    def _thread(self, effect: OpenThread, conversation: Conversation) -> Plan:
        if effect.surface is Surface.CUSTOMER:
            to, start = conversation.place.parent, conversation.place.thread
        elif self._places.team is None:
            return NOTHING
        elif conversation.card:
            to, start = self._places.team, conversation.card
        else:
            return NOTHING  # the card, which came before it, was deleted by hand: the next one brings its own
        return Plan(to, (ThreadAt(to=to, message_id=start, title=effect.title),))

    def _hidden(self, effect: OpenPrivate, place: Address) -> Plan:
        channel = self._channels.get(place.platform)
        if place.direct or channel is None or not channel.capabilities.private_threads:
            return NOTHING
        order = PrivateThreadAt(to=place.parent, user=effect.person.user, title=effect.title)
        return Plan(place.parent, (order,))

    async def _copies(self, row: Row, effect: Amend | Withdraw, conversation: Conversation) -> Plan:
        copies = await self._views.copies(effect.number, effect.surface, effect.seq)
        if effect.surface is Surface.THREAD:  # those in a thread that is gone are not to be reached
            copies = [c for c in copies if c.place.thread == conversation.thread]
        if not copies:
            return NOTHING
        to = copies[0].place
        if isinstance(effect, Withdraw):
            return Plan(to, tuple(DeleteAt(to=c.place, message_id=c.message_id) for c in copies))
        post = await self._shown(effect, conversation, to)
        if post is None:
            return NOTHING
        parts = self._parts(to, post)
        edits: list[Order] = [EditAt(to=c.place, message_id=c.message_id, post=p) for c, p in zip(copies, parts, strict=False)]
        edits += [DeleteAt(to=c.place, message_id=c.message_id) for c in copies[len(parts) :]]
        if effect.surface is not Surface.CUSTOMER or await self._grows(effect):
            edits += [PostTo(to=to, post=p, key=key(row, i)) for i, p in enumerate(parts) if i >= len(copies)]
        return Plan(to, tuple(edits))

    async def _grows(self, effect: Amend) -> bool:
        """An edit of an agent's may be longer than what stands; an answer of the AI's that the fence cut short stays cut."""
        said = await self._views.transcript(effect.number, effect.seq, effect.seq)
        return any(message.kind is AuthorKind.AGENT for message in said)

    async def _shown(self, effect: Amend, conversation: Conversation, to: Address) -> Post | None:
        if effect.seq < 0:
            last = next((last for first, last in conversation.transcripts if first == -effect.seq), 0)
            return cards.transcript(await self._views.transcript(effect.number, -effect.seq, last), conversation)
        message = next(iter(await self._views.transcript(effect.number, effect.seq, effect.seq)), None)
        if message is None:
            return None
        if effect.quoting and (
            not message.answers or self._reply_to(to, await self._views.standing(effect.number, message.answers))
        ):
            return None
        if effect.surface is Surface.THREAD and message.held:
            return cards.held(message, conversation)
        for_customer = effect.surface is Surface.CUSTOMER
        post = cards.for_customer(message, conversation) if for_customer else cards.for_team(message, conversation)
        return (await self._in_reply(post, to, effect.number, message.answers))[0]
