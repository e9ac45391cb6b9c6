"""
Reading what was said while no gateway session was listening: the history of every known surface since its watermark, and
what became of what was said before. Of an edit the history shows the outcome, of a delete that the message is missing.

It is run inside the line of `receive`, so live events wait until it is done; keys make reading twice harmless.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import discord
import structlog

from adapters.discord.access import Access
from adapters.discord.read import Reader
from adapters.discord.refusals import UNKNOWN_MESSAGE
from adapters.discord.whereabouts import PLATFORM, Whereabouts
from handoff.events import Event
from handoff.model import Address, Places
from handoff.ports import Clock, Watermarks

log = structlog.get_logger()

_PAGE: Final = 100
_CHANGED: Final = timedelta(days=2)  #: how old a message may be whose edit or delete in a gap is looked for
#: seconds between two surfaces: Discord allows a bot 50 requests a second in all, and this may take half of them
_BREATH: Final = 0.04
_DM_WITHOUT_MARK: Final = timedelta(days=1)  #: an open conversation in a DM where the customer has said nothing yet


class CatchUp:
    def __init__(
        self,
        client: Callable[[], discord.Client],
        places: Places,
        whereabouts: Whereabouts,
        access: Access,
        reader: Reader,
        watermarks: Watermarks,
        clock: Clock,
        limit: int,
    ) -> None:
        self._client, self._where, self._access, self._reader = client, whereabouts, access, reader
        self._places = places
        self._marks, self._clock, self._limit = watermarks, clock, limit

    async def missed(self) -> AsyncIterator[Event]:
        known = await self._marks.originals(PLATFORM, self._clock.now() - _CHANGED)
        for surface, after in (await self._surfaces()).items():
            await asyncio.sleep(_BREATH)
            try:
                async for event in self._changed(surface, [int(m) for m in known.get(surface, ())]):
                    yield event
                async for event in self._since(surface, after):
                    yield event
            except (discord.NotFound, discord.Forbidden) as exc:
                log.info("discord.surface_gone", channel=surface.channel, thread=surface.thread, code=exc.code)

    async def _surfaces(self) -> dict[Address, int]:
        """Where to read, and after which message."""
        known = dict(await self._marks.watermarks(PLATFORM))
        after = {surface: int(mark) for surface, mark in known.items() if self._ours(surface)}
        for open_place in await self._marks.open_places(PLATFORM):
            # the settings name the team channel without its server
            place = replace(open_place, workspace=self._where.server(open_place))
            if place not in after and self._ours(place):
                after[place] = self._beginning(place)
        for channel in self._places.channels(PLATFORM):
            found = await self._of_support(channel, after)
            after = {place: mark for place, mark in after.items() if place not in found} | found
        return after

    def _ours(self, surface: Address) -> bool:
        return surface.direct or (surface.workspace.isdecimal() and self._access.serves(int(surface.workspace)))

    def _beginning(self, place: Address) -> int:
        """Where an open conversation's place begins: a thread's id is that of its first message, or as old."""
        if place.thread:
            return int(place.thread) - 1
        return discord.utils.time_snowflake(self._clock.now() - _DM_WITHOUT_MARK)

    async def _of_support(self, channel: str, after: dict[Address, int]) -> dict[Address, int]:
        """
        A support channel, and threads or forum posts that began in it since. Without a mark it is new to us: it is read since
        it was added by command, or else nothing of it is replayed, and the mark is set to its newest message. A forum comes
        after its posts, with the newest of them as its mark: it is moved there once they are read.
        """
        found = self._client().get_channel(int(channel))
        if not isinstance(found, discord.TextChannel | discord.ForumChannel):
            return {}
        surface = Address(PLATFORM, str(found.guild.id), channel)
        mark, forum = after.get(surface), isinstance(found, discord.ForumChannel)
        if mark is None and (added := self._places.added.get((PLATFORM, channel))):
            mark = discord.utils.time_snowflake(added)
        every = [*found.threads, *(await self._archived(found, mark) if mark is not None and forum else ())]
        threads = {replace(surface, thread=str(t.id)): t.id for t in every}
        newest = max([found.last_message_id or 0, *threads.values()])
        if mark is None:
            await self._marks.mark(surface, str(newest or discord.utils.time_snowflake(self._clock.now())))
            return {}
        begun = {thread: begin - 1 for thread, begin in threads.items() if begin > mark and thread not in after}
        return begun | {surface: max(mark, newest)} if forum else {surface: mark} | begun

    async def _archived(self, forum: discord.TextChannel | discord.ForumChannel, mark: int) -> list[discord.Thread]:
        """Posts that were closed since `mark`, or fell asleep: the SDK knows the active ones alone."""
        since, found = discord.utils.snowflake_time(mark), list[discord.Thread]()
        try:
            async for thread in forum.archived_threads(limit=self._limit):  # the latest to be archived first
                if thread.archive_timestamp < since:
                    break
                found.append(thread)
        except (discord.NotFound, discord.Forbidden) as exc:
            log.info("discord.surface_gone", channel=str(forum.id), thread="", code=exc.code)
        return found

    async def _target(self, surface: Address) -> discord.PartialMessageable:
        guild = int(surface.workspace) if surface.workspace else None
        return self._client().get_partial_messageable(await self._where.channel(surface), guild_id=guild)

    async def _changed(self, surface: Address, known: Sequence[int]) -> AsyncIterator[Event]:
        """What became of the messages `known`, which are in order."""
        if not known:
            return
        target, found = await self._target(surface), dict[int, discord.Message]()
        after, before = discord.Object(known[0] - 1), discord.Object(known[-1] + 1)
        async for message in target.history(after=after, before=before, limit=self._limit, oldest_first=False):
            found[message.id] = message
        for each in known:
            there = found.get(each) or await self._there(target, each)
            if there is None:
                yield self._reader.gone(target.id, each, surface)
            elif event := await self._reader.changed(there):
                yield event

    @staticmethod
    async def _there(target: discord.PartialMessageable, message: int) -> discord.Message | None:
        """Asked for by itself, since no copy is to be taken away for a page that came short; None: it was deleted."""
        try:
            return await target.fetch_message(message)
        except discord.NotFound as exc:
            if exc.code != UNKNOWN_MESSAGE:
                raise
            return None

    async def _since(self, surface: Address, after: int) -> AsyncIterator[Event]:
        if isinstance(self._channel(surface), discord.ForumChannel):
            await self._marks.mark(surface, str(after))
            return
        target = await self._target(surface)
        count, newest = 0, after
        async for message in target.history(after=discord.Object(after), limit=self._limit, oldest_first=True):
            count, newest = count + 1, message.id
            if event := await self._reader.heard(message):
                yield event
            if changed := await self._reader.changed(message):  # should its first words be known already
                yield changed
        if count:
            await self._marks.mark(surface, str(newest))
            log.info("discord.caught_up", channel=surface.channel, thread=surface.thread, messages=count)
        if count >= self._limit:
            log.warning("discord.gap_too_long", channel=surface.channel, thread=surface.thread, read=count)

    def _channel(self, surface: Address) -> object:
        return None if surface.direct or surface.thread else self._client().get_channel(int(surface.channel))
