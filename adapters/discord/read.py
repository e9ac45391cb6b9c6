"""Arrivals as events: looks up the place and the person's standing, and asks `inbound` for the rest."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import assert_never

import discord
import structlog

from adapters.discord import inbound
from adapters.discord.access import Access
from adapters.discord.inbound import Self
from adapters.discord.receive import Arrival, Gap
from adapters.discord.whereabouts import Whereabouts
from handoff.errors import Unavailable
from handoff.events import Deleted, Edited, Event, Somebody, Spoke
from handoff.model import Address, Standing
from handoff.ports import Clock

log = structlog.get_logger()


class Reader:
    def __init__(self, client: Callable[[], discord.Client], whereabouts: Whereabouts, access: Access, clock: Clock) -> None:
        self._client, self._where, self._access, self._clock = client, whereabouts, access, clock
        self._warned = False

    async def read(self, arrival: Arrival) -> AsyncIterator[Event]:
        match arrival:
            case discord.Message():
                if heard := await self.heard(arrival):
                    yield heard
            case discord.RawMessageUpdateEvent():
                if changed := await self._edited(arrival):
                    yield changed
            case discord.RawMessageDeleteEvent():
                async for gone in self._deleted(arrival.channel_id, arrival.guild_id, [arrival.message_id]):
                    yield gone
            case discord.RawBulkMessageDeleteEvent():
                async for gone in self._deleted(arrival.channel_id, arrival.guild_id, sorted(arrival.message_ids)):
                    yield gone
            case Gap():
                return
            case _:
                assert_never(arrival)

    async def heard(self, message: discord.Message) -> Spoke | None:
        """A message as an event; None for what is no person's, or not from where we serve."""
        guild = message.guild.id if message.guild else None
        if not inbound.by_a_person(message):
            return None
        if guild is not None and not self._access.serves(guild):
            log.debug("discord.not_served", guild=guild)
            return None
        if inbound.blank(message):
            self._warn_blank(message)
            return None
        self._where.met(message.author, None if guild else message.channel.id)
        standing = await self._access.standing(message.author, guild)
        if not standing.served:
            log.debug("discord.not_served", user=message.author.id)
            return None
        place = await self._where.place(message.channel.id, guild, message.channel)
        if place is None:
            return None
        said = inbound.spoke(message, self._me(message), place, standing, self._where.title(message))
        if said is None:
            return None
        if not self._access.is_team(place):
            return replace(said, member_of=await self._access.member_of(message.author))
        return replace(said, named=await self._named(message, guild)) if said.mentions_bot else said

    async def _named(self, message: discord.Message, guild: int | None) -> dict[str, Somebody]:
        """Whom words to the bot mention, as somebody who may do something: bots may nothing."""
        return {
            inbound.shown_as(user): Somebody(
                inbound.person(user), Standing() if user.bot else await self._access.standing(user, guild)
            )
            for user in message.mentions
        }

    async def _edited(self, event: discord.RawMessageUpdateEvent) -> Edited | None:
        """Updates that are no edits (a link's preview, a thread begun, a pin) bear no new time, or no words."""
        if not event.data.get("edited_timestamp") or "content" not in event.data:
            return None
        return await self.changed(event.message)

    async def changed(self, message: discord.Message) -> Edited | None:
        """The latest edit of a message; None for one that was never changed, is no person's, or not from where we serve."""
        if message.edited_at is None or not inbound.by_a_person(message):
            return None
        guild = message.guild.id if message.guild else None
        if guild is None:
            self._where.met(message.author, message.channel.id)
        elif not self._access.serves(guild):
            return None
        place = await self._where.place(message.channel.id, guild, message.channel)
        return inbound.edited(message, self._me(message), place, self._where.title(message)) if place else None

    def gone(self, channel: int, message: int, place: Address) -> Deleted:
        """A message that is known not to be there any more."""
        return inbound.deleted(channel, message, place, self._clock.now())

    async def _deleted(self, channel: int, guild: int | None, messages: list[int]) -> AsyncIterator[Event]:
        if guild is not None and not self._access.serves(guild):
            return
        place = await self._where.place(channel, guild)
        if place is not None:
            for message in messages:
                yield self.gone(channel, message, place)

    def _me(self, message: discord.Message) -> Self:
        user = self._client().user
        if user is None:
            raise Unavailable("Not logged in to Discord.")
        own = message.guild.self_role if message.guild else None
        return Self(str(user.id), frozenset({str(own.id)} if own else ()))

    def _warn_blank(self, message: discord.Message) -> None:
        if message.guild is None or self._warned:
            return
        self._warned = True
        log.warning(
            "discord.message_without_content",
            hint="switch on Message Content Intent: Discord Developer Portal → your application → Bot",
        )
