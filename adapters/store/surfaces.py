"""How far each surface was read, and which must be read again after a gap."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from adapters.store import statements as sql
from adapters.store.codec import stamp
from adapters.store.connection import Connected, Link, Writer
from adapters.store.rows import address_columns, conversation_of
from handoff.model import Address, Person

RECENT: Final = timedelta(days=30)
#: originals of one surface that are asked for again after a gap, at most
NEWEST: Final = 100


def newest_of(found: Iterable[Sequence[Any]]) -> Mapping[Address, Sequence[str]]:
    """By surface, of rows that begin with its columns and end with an id, newest first: the newest, oldest of them first."""
    by_surface: dict[Address, list[str]] = {}
    for *columns, message_id in found:
        ids = by_surface.setdefault(Address(*columns), [])
        if len(ids) < NEWEST:
            ids.append(message_id)
    return {surface: ids[::-1] for surface, ids in by_surface.items()}


class Surfaces(Connected):
    """Fits handoff.ports.Watermarks. `team` is the team channel, where the cards' threads are."""

    def __init__(self, writer: Writer, reader: Link, team: Address | None, now: Callable[[], datetime]) -> None:
        super().__init__(writer, reader)
        self.team = team
        self._now = now

    async def watermarks(self, platform: str) -> Mapping[Address, str]:
        found = await self._all(sql.WATERMARKS, platform, stamp(self._now() - RECENT))
        return {Address(*columns): newest for *columns, newest in found}

    async def mark(self, surface: Address, message_id: str) -> None:
        parameters = (*address_columns(surface), message_id, stamp(self._now()))
        await self._writer.write(lambda db: db.execute(sql.MARK, parameters))

    async def open_places(self, platform: str) -> Sequence[Address]:
        places = [Address(*columns) for columns in await self._all(sql.OPEN_PLACES, platform)]
        team = self.team
        if team is None or team.platform != platform:
            return places
        threads = await self._all(sql.OPEN_THREADS)
        return places + [Address(team.platform, team.workspace, team.channel, thread) for (thread,) in threads]

    async def originals(self, platform: str, since: datetime) -> Mapping[Address, Sequence[str]]:
        return newest_of(await self._all(sql.ORIGINALS, platform, stamp(since)))

    async def nameless(self, platform: str) -> Sequence[Person]:
        found = (conversation_of(doc).customer for (doc,) in await self._all(sql.OPEN_ON, platform))
        return list({person.key: person for person in found if not person.name}.values())
