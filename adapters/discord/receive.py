"""
The one line in which everything from the gateway waits its turn.

discord.py starts a task per event; the handlers put into this line in their first step, and asyncio starts tasks in
the order in which they were made, so the line's order is the gateway's. Nobody redelivers a Discord event: what the
core could not take is tried again until it can, and the rest waits.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

import aiohttp
import discord
import structlog

from handoff.errors import Fatal
from handoff.events import Event
from handoff.ports import Sink

log = structlog.get_logger()

_FIRST_PAUSE: Final = 0.1  #: seconds
_LONGEST_PAUSE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Gap:
    """The gateway's session began or was resumed here: what was missed before is to be read from the history first."""

    why: str


Arrival = (
    discord.Message | discord.RawMessageUpdateEvent | discord.RawMessageDeleteEvent | discord.RawBulkMessageDeleteEvent | Gap
)


class Receiver:
    """`read` makes the events of an arrival, in order; it may look things up, and is run again if that fails."""

    def __init__(self, sink: Sink, read: Callable[[Arrival], AsyncIterator[Event]]) -> None:
        self._sink, self._read = sink, read
        self._line: asyncio.Queue[Arrival] = asyncio.Queue()
        self._closed = False

    def put(self, arrival: Arrival) -> None:
        if not self._closed:
            self._line.put_nowait(arrival)

    def close(self) -> None:
        """Take nothing more: the next start reads it from the history."""
        self._closed = True

    async def empty(self) -> None:
        """Returns when everything that has arrived is committed."""
        await self._line.join()

    async def run(self) -> None:
        while True:
            arrival = await self._line.get()
            await self._take(arrival)
            self._line.task_done()

    async def _take(self, arrival: Arrival) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                async for event in self._read(arrival):
                    await self._sink(event)
            except Fatal:
                raise
            except (discord.NotFound, discord.Forbidden) as exc:
                log.warning("discord.unreadable", arrival=type(arrival).__name__, code=exc.code)
                return
            except Exception as exc:  # noqa: BLE001 - losing it is worse than any error
                # what was given before the error is given again: its keys make that harmless
                network = isinstance(exc, discord.DiscordException | aiohttp.ClientError | OSError)
                log.warning(
                    "discord.not_taken", arrival=type(arrival).__name__, error=repr(exc) if not network else type(exc).__name__
                )
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                return
