"""What is read of what is committed: to be shown, and for catch-up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from adapters.store.codec import stamp, storable
from adapters.store.pg import statements as sql
from adapters.store.pg.places import OPEN_PLACES
from adapters.store.pg.pool import Connected, Pool
from adapters.store.rows import address_columns, conversation_of, link_of, message_of, policy_of, row_of
from adapters.store.statements import POLICY, ROW_COLUMNS, UNFINISHED
from adapters.store.surfaces import RECENT, newest_of
from handoff.effects import Surface
from handoff.model import Address, Conversation, Message, MessageLink, Person, Policy
from handoff.ports import Row

_LAST: Final = 2**31 - 1
_COUNT: Final = "SELECT count(*) FROM conversation WHERE opened_at >= $1"
_RECORDED: Final = "SELECT number, doc FROM conversation WHERE number > $1 AND opened_at >= $2 ORDER BY number LIMIT $3"
_RECORDS: Final = "SELECT number, doc FROM message WHERE number BETWEEN $1 AND $2 ORDER BY number, seq"
_SENDINGS: Final = f"SELECT {ROW_COLUMNS} FROM outbox WHERE number = $1 ORDER BY id"  # noqa: S608 - of constants


class Readings(Connected):
    """Fits handoff.ports.Views, but for the marks, and Sendings."""

    async def conversation(self, number: int) -> Conversation | None:
        found = await self._one(sql.CONVERSATION, number) if abs(number) <= _LAST else None
        return conversation_of(found[0]) if found else None

    async def transcript(self, number: int, first: int = 1, last: int | None = None) -> Sequence[Message]:
        found = await self._all(sql.TRANSCRIPT, number, first, _LAST if last is None else last)
        return [message_of(doc) for (doc,) in found]

    async def recorded(self, since: datetime) -> int:
        found = await self._one(_COUNT, stamp(since))
        return int(found[0]) if found else 0

    async def records(self, after: int, since: datetime, most: int) -> Sequence[tuple[Conversation, Sequence[Message]]]:
        found = {number: conversation_of(doc) for number, doc in await self._all(_RECORDED, after, stamp(since), most)}
        if not found:
            return []
        said: dict[int, list[Message]] = {number: [] for number in found}
        for number, doc in await self._all(_RECORDS, min(found), max(found)):
            if number in said:
                said[number].append(message_of(doc))
        return [(found[number], said[number]) for number in found]

    async def copies(self, number: int, surface: Surface, seq: int) -> Sequence[MessageLink]:
        return [link_of(columns) for columns in await self._all(sql.COPIES, number, seq, surface is Surface.CUSTOMER)]

    async def standing(self, number: int, seq: int) -> Sequence[MessageLink]:
        return [link_of(columns) for columns in await self._all(sql.STANDING, number, seq)]

    async def queue(self) -> Sequence[Conversation]:
        return [conversation_of(doc) for _, doc in await self._all(sql.QUEUE)]

    async def unfinished(self) -> Sequence[Row]:
        return [row_of(columns) for columns in await self._all(UNFINISHED)]

    async def sendings(self, number: int) -> Sequence[Row]:
        return [row_of(columns) for columns in await self._all(_SENDINGS, number)]

    async def policy(self) -> Policy:
        found = await self._one(POLICY)
        return policy_of(found[0]) if found else Policy()

    async def fact(self, name: str) -> str:
        found = await self._one(sql.FACT, name)
        return str(found[0]) if found else ""

    async def remember(self, name: str, value: str) -> None:
        await self._all(sql.REMEMBER, name, storable(value))


class Surfaces(Connected):
    """Fits handoff.ports.Watermarks. `team` is the team channel, where the cards' threads are."""

    def __init__(self, pool: Pool, team: Address | None, now: Callable[[], datetime]) -> None:
        Connected.__init__(self, pool)
        self.team, self._now = team, now

    async def watermarks(self, platform: str) -> Mapping[Address, str]:
        found = await self._all(sql.WATERMARKS, platform, stamp(self._now() - RECENT))
        return {Address(*columns): newest for *columns, newest in found}

    async def mark(self, surface: Address, message_id: str) -> None:
        columns = (*address_columns(surface), message_id, stamp(self._now()))
        await self._all(sql.MARK, *([column] for column in columns))

    async def open_places(self, platform: str) -> Sequence[Address]:
        places = [Address(*columns) for columns in await self._all(OPEN_PLACES, platform)]
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
