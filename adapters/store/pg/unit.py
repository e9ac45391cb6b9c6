"""
One transaction on PostgreSQL: load by set, save by set. The number of statements does not grow with the batch.

What equal processes could decide on at once is locked before it is read, always in this order: the queue and what waits
for a message that it overtook (advisory), the next number (advisory, only where a conversation may begin), conversations
by number. Everything else is found out when it is saved: a unique violation, another version, another fact. Then the
batch is decided again (Conflict), as it is if the database broke the transaction off, or the connection was lost.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

import asyncpg

from adapters.store.connection import settled
from adapters.store.pg import audits
from adapters.store.pg import statements as sql
from adapters.store.pg.handoffs import OF_CONVERSATIONS
from adapters.store.pg.places import AT_PLACES
from adapters.store.pg.pool import ERRORS, Connection, drop, lost
from adapters.store.pg.saving import Read, save
from adapters.store.rows import conversation_of, handoff_of, link_of, message_of, parked_of, policy_of, row_of
from adapters.store.statements import UNSAID
from handoff.model import Address, Handoff, MessageLink, Policy
from handoff.ports import Changes, Conflict, LinkKey, Loaded, Row, Wants

#: advisory locks by 64 bits: two of our own (and that of saving), and above them one for every link key
_QUEUE: Final = 1
_NUMBERS: Final = 2
_KEYS: Final = 1 << 32

#: the largest number that a column holds; a person may well ask for #99999999999
_LAST: Final = 2**31 - 1


@asynccontextmanager
async def meaning(link: Connection) -> AsyncIterator[None]:
    """What the database's errors mean to the service."""
    try:
        yield
    except (asyncpg.UniqueViolationError, asyncpg.TransactionRollbackError) as error:
        raise Conflict(str(error)) from error
    except ERRORS as error:
        if lost(error, link):
            drop(link)
            raise Conflict(f"the connection was lost ({type(error).__name__})") from error
        raise


class PostgresUnit:
    """Fits handoff.ports.Unit. `me` is the process, as in leases; `announce` is called when others may have something to do."""

    def __init__(self, link: Connection, me: int, announce: Callable[[], None]) -> None:
        self._link, self._me, self._announce = link, me, announce
        self._on: Read | None = None
        self._over = False

    async def load(self, wants: Wants) -> Loaded:
        self._check()
        async with meaning(self._link):
            await self._lock(_advisory(wants))
            loaded = await self._found(wants)
            await self._conversations(loaded, wants)
            await self._team(loaded)
            loaded.audits = await audits.load(self._link, wants.audits)
        before = self._on
        facts = {**loaded.facts, **(before.facts if before else {})}
        self._on = Read(before.version if before else loaded.policy.version, facts)
        return loaded

    async def save(self, changes: Changes, now: datetime) -> None:
        """Once begun it completes, cancelled or not."""
        self._check()
        self._over = True
        async with meaning(self._link):
            await settled(self._commit(changes, now))
        if changes.effects:
            self._announce()

    async def _commit(self, changes: Changes, now: datetime) -> None:
        await save(self._link, changes, now, self._me, self._on)
        await self._link.execute("COMMIT")

    def _check(self) -> None:
        if self._over:
            raise RuntimeError("this transaction is over")

    # ---- loading

    async def _lock(self, keys: Iterable[int]) -> None:
        await self._of_set(sql.LOCK, sorted(keys))

    async def _of_set(self, statement: str, *columns: Sequence[object]) -> list[Any]:
        found: list[Any] = await self._link.fetch(statement, *columns) if columns and columns[0] else []
        return found

    async def _found(self, wants: Wants) -> Loaded:
        """What is known by other names than a conversation's number."""
        return Loaded(
            seen=frozenset(key for (key,) in await self._of_set(sql.SEEN, list(wants.keys))),
            by_place=await self._by_place(list(wants.places)),
            by_thread=dict(await self._of_set(sql.OF_THREADS, list(wants.threads))),
            links=await self._links(wants.links),
            parked=dict(map(parked_of, await self._of_set(sql.PARKED, *_columns(wants.parked)))),
            rows=await self._rows(wants),
            handoffs={(each.number, each.ordinal): each for each in await self._handoffs(wants.handoffs)},
            by_person=await self._by_person(wants.people),
            by_gather=await self._by_gather(list(wants.gather)),
        )

    async def _rows(self, wants: Wants) -> dict[int, Row]:
        found = await self._of_set(sql.ROWS, _possible(wants.rows)) + await self._of_set(sql.FATES, _possible(wants.fates))
        return {columns[0]: row_of(columns) for columns in found}

    async def _handoffs(self, numbers: frozenset[int]) -> list[Handoff]:
        return [handoff_of(doc) for (doc,) in await self._of_set(OF_CONVERSATIONS, _possible(numbers))]

    async def _by_place(self, wanted: list[Address]) -> dict[Address, int]:
        keys = _columns((place.platform, place.channel, place.thread) for place in wanted)
        found = await self._of_set(AT_PLACES, *keys)
        if sum(is_open for _, _, is_open in found) < len(wanted):
            # One may begin. Whoever waited here for another's batch looks again: it may have begun there.
            await self._lock([_NUMBERS])
            found = await self._of_set(AT_PLACES, *keys)
        return {wanted[index]: number for index, number, _ in found}

    async def _by_gather(self, wanted: list[tuple[Address, str]]) -> dict[tuple[Address, str], int]:
        keys = _columns((channel.platform, channel.channel, customer) for channel, customer in wanted)
        return {wanted[index]: number for index, number in await self._of_set(sql.GATHERED, *keys)}

    async def _by_person(self, people: frozenset[str]) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for key, number in await self._of_set(sql.OPEN_OF_PEOPLE, list(people)):
            found[key] = (*found.get(key, ()), number)
        return found

    async def _links(self, keys: frozenset[LinkKey]) -> dict[LinkKey, MessageLink]:
        links = map(link_of, await self._of_set(sql.LINKS, *_columns(keys)))
        return {(link.place.platform, link.place.channel, link.message_id): link for link in links}

    async def _conversations(self, loaded: Loaded, wants: Wants) -> None:
        """Those named are locked; the rest of the queue is not, but nobody else decides about it at the same time."""
        unsaid = {number for (number,) in await self._link.fetch(UNSAID)} if wants.unsaid else set()
        named = _possible(_named(loaded) | wants.numbers | unsaid)
        locked = {number: conversation_of(doc) for number, doc in await self._of_set(sql.CONVERSATIONS, named)}
        if wants.queue:
            queue = {number: conversation_of(doc) for number, doc in await self._link.fetch(sql.QUEUE)}
            loaded.conversations, loaded.queue = queue, tuple(queue)
        loaded.conversations |= locked
        of_links = {(link.number, link.seq) for link in loaded.links.values()}
        asked = {(number, seq) for number, seq in wants.messages if max(abs(number), abs(seq)) <= _LAST}
        for (doc,) in await self._of_set(sql.MESSAGES, *_columns(of_links | asked)):
            message = message_of(doc)
            loaded.messages[message.number, message.seq] = message

    async def _team(self, loaded: Loaded) -> None:
        loaded.next_number, policy, names, values = await self._link.fetchrow(sql.TEAM)
        loaded.policy = policy_of(policy) if policy else Policy()
        loaded.facts = dict(zip(names, values, strict=True))


def _columns(rows: Iterable[Iterable[object]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _possible(numbers: Iterable[int]) -> list[int]:
    return [number for number in numbers if abs(number) <= _LAST]


def _advisory(wants: Wants) -> set[int]:
    """An edit that finds no message and the message itself must not miss each other; claims see each other's."""
    keys = {_KEYS + int.from_bytes(blake2b("\0".join(key).encode(), digest_size=7).digest()) for key in wants.parked}
    return keys | {_QUEUE} if wants.queue else keys


def _named(loaded: Loaded) -> set[int]:
    """Every conversation that what was found speaks of."""
    return {
        *loaded.by_place.values(),
        *loaded.by_thread.values(),
        *loaded.by_gather.values(),
        *(number for numbers in loaded.by_person.values() for number in numbers),
        *(link.number for link in loaded.links.values()),
        *(row.effect.number for row in loaded.rows.values()),
    }
