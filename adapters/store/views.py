"""What is read to be shown, of what is committed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from adapters.store import statements as sql
from adapters.store.codec import stamp, storable
from adapters.store.connection import Connected
from adapters.store.rows import (
    PAGE,
    conversation_of,
    handoff_of,
    home_of,
    link_of,
    mark_of,
    message_of,
    policy_of,
    row_of,
)
from handoff.effects import Surface
from handoff.model import Conversation, Handoff, Message, MessageLink, Policy
from handoff.ports import Dirty, Home, Row

_LAST: Final = 2**63 - 1


class Readings(Connected):
    """Fits handoff.ports.Views, Sendings and Handoffs."""

    async def conversation(self, number: int) -> Conversation | None:
        found = await self._one(sql.CONVERSATION, number)
        return conversation_of(found[0]) if found else None

    async def transcript(self, number: int, first: int = 1, last: int | None = None) -> Sequence[Message]:
        found = await self._all(sql.TRANSCRIPT, number, first, _LAST if last is None else last)
        return [message_of(doc) for (doc,) in found]

    async def recorded(self, since: datetime) -> int:
        found = await self._one(sql.RECORDS_SINCE, stamp(since))
        return int(found[0]) if found else 0

    async def records(self, after: int, since: datetime, most: int) -> Sequence[tuple[Conversation, Sequence[Message]]]:
        found = {number: conversation_of(doc) for number, doc in await self._all(sql.RECORDED, after, stamp(since), most)}
        if not found:
            return []
        said: dict[int, list[Message]] = {number: [] for number in found}
        for number, doc in await self._all(sql.RECORDS, min(found), max(found)):
            if number in said:
                said[number].append(message_of(doc))
        return [(found[number], said[number]) for number in found]

    async def copies(self, number: int, surface: Surface, seq: int) -> Sequence[MessageLink]:
        found = await self._all(sql.COPIES, number, seq, int(surface is Surface.CUSTOMER))
        return [link_of(columns) for columns in found]

    async def standing(self, number: int, seq: int) -> Sequence[MessageLink]:
        return [link_of(columns) for columns in await self._all(sql.STANDING, number, seq)]

    async def queue(self) -> Sequence[Conversation]:
        return [conversation_of(doc) for _, doc in await self._all(sql.QUEUE)]

    async def homes(self, since: datetime) -> Sequence[Home]:
        return [home_of(columns) for columns in await self._all(sql.HOMES, stamp(since))]

    async def of_customer(self, key: str) -> Sequence[Conversation]:
        return [conversation_of(doc) for (doc,) in await self._all(sql.OF_CUSTOMER, key)]

    async def unfinished(self) -> Sequence[Row]:
        return [row_of(columns) for columns in await self._all(sql.UNFINISHED)]

    async def sendings(self, number: int) -> Sequence[Row]:
        return [row_of(columns) for columns in await self._all(sql.SENDINGS, number)]

    async def handoffs(self, since: datetime, after: Handoff | None = None) -> Sequence[Handoff]:
        return [handoff_of(doc) for (doc,) in await self._all(sql.HANDOFFS_SINCE, *mark_of(since, after), PAGE)]

    async def policy(self) -> Policy:
        found = await self._one(sql.POLICY)
        return policy_of(found[0]) if found else Policy()

    async def fact(self, name: str) -> str:
        found = await self._one(sql.FACT, name)
        return str(found[0]) if found else ""

    async def remember(self, name: str, value: str) -> None:
        await self._writer.write(lambda db: db.execute(sql.REMEMBER, (name, storable(value))))

    async def dirty(self) -> Sequence[Dirty]:
        return [Dirty(target, version) for target, version in await self._all(sql.DIRTY)]

    async def clean(self, done: Dirty) -> None:
        await self._writer.write(lambda db: db.execute(sql.CLEAN, (done.target, done.version)))
