"""One transaction: load by set, save by set. The number of statements does not grow with the batch."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from adapters.store import audits
from adapters.store import statements as sql
from adapters.store.codec import stamp, storable
from adapters.store.connection import Transaction
from adapters.store.rows import (
    POLICY,
    address_columns,
    as_set,
    audit_columns,
    conversation_columns,
    conversation_of,
    effect_columns,
    elsewhere_columns,
    handoff_columns,
    handoff_of,
    home_columns,
    link_columns,
    link_of,
    message_columns,
    message_of,
    moved,
    parked_columns,
    parked_of,
    person_columns,
    policy_of,
    row_of,
)
from handoff.model import Address, Conversation, Handoff, MessageLink, Policy
from handoff.ports import Changes, Conflict, LinkKey, Loaded, Wants

_UNIQUE: Final = frozenset(
    {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID}
)


class SqliteUnit:
    """Fits handoff.ports.Unit."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def load(self, wants: Wants) -> Loaded:
        return await self._transaction.run(lambda db: _load(db, wants))

    async def save(self, changes: Changes, now: datetime) -> None:
        await self._transaction.commit(lambda db: _save(db, changes, now))


# ---- loading


def _load(db: sqlite3.Connection, wants: Wants) -> Loaded:
    loaded = Loaded(
        seen=frozenset(key for (key,) in _of_set(db, sql.SEEN, wants.keys)),
        by_place=_by_place(db, wants.places),
        by_thread=dict(_of_set(db, sql.OF_THREADS, wants.threads)),
        links=_links(db, wants.links),
        parked=dict(map(parked_of, _of_set(db, sql.PARKED, wants.parked))),
        rows={
            columns[0]: row_of(columns) for columns in _of_set(db, sql.ROWS, wants.rows) + _of_set(db, sql.FATES, wants.fates)
        },
        handoffs={(each.number, each.ordinal): each for each in _handoffs(db, wants.handoffs)},
        by_person=_by_person(db, wants.people),
        by_gather=_by_gather(db, wants.gather),
        next_number=db.execute(sql.NEXT_NUMBER).fetchone()[0],
        policy=_policy(db),
        audits=audits.load(db, wants.audits),
        facts=dict(db.execute(sql.FACTS).fetchall()),
    )
    if wants.queue:
        loaded.conversations = {number: conversation_of(doc) for number, doc in db.execute(sql.QUEUE)}
        loaded.queue = tuple(loaded.conversations)
    unsaid = {number for (number,) in db.execute(sql.UNSAID)} if wants.unsaid else set()
    missing = (_named(loaded) | wants.numbers | unsaid) - loaded.conversations.keys()
    loaded.conversations |= {number: conversation_of(doc) for number, doc in _of_set(db, sql.CONVERSATIONS, missing)}
    of_links = {(link.number, link.seq) for link in loaded.links.values()} | wants.messages
    for (doc,) in _of_set(db, sql.MESSAGES, of_links):
        message = message_of(doc)
        loaded.messages[message.number, message.seq] = message
    return loaded


def _of_set(db: sqlite3.Connection, statement: str, wanted: Iterable[object]) -> list[Any]:
    values = list(wanted)
    return db.execute(statement, (as_set(values),)).fetchall() if values else []


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


def _handoffs(db: sqlite3.Connection, numbers: frozenset[int]) -> list[Handoff]:
    return [handoff_of(doc) for (doc,) in _of_set(db, sql.HANDOFFS, numbers)]


def _by_place(db: sqlite3.Connection, places: frozenset[Address]) -> dict[Address, int]:
    wanted = list(places)
    keys = ((place.platform, place.channel, place.thread) for place in wanted)
    return {wanted[index]: number for index, number in _of_set(db, sql.AT_PLACES, keys)}


def _by_gather(db: sqlite3.Connection, gather: frozenset[tuple[Address, str]]) -> dict[tuple[Address, str], int]:
    wanted = list(gather)
    keys = ((channel.platform, channel.channel, customer) for channel, customer in wanted)
    return {wanted[index]: number for index, number in _of_set(db, sql.GATHERED, keys)}


def _by_person(db: sqlite3.Connection, people: frozenset[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for key, number in _of_set(db, sql.OPEN_OF_PEOPLE, people):
        found[key] = (*found.get(key, ()), number)
    return found


def _links(db: sqlite3.Connection, keys: frozenset[LinkKey]) -> dict[LinkKey, MessageLink]:
    links = map(link_of, _of_set(db, sql.LINKS, keys))
    return {(link.place.platform, link.place.channel, link.message_id): link for link in links}


def _policy(db: sqlite3.Connection) -> Policy:
    newest = db.execute(sql.POLICY).fetchone()
    return policy_of(newest[0]) if newest else Policy()


# ---- saving


def _save(db: sqlite3.Connection, changes: Changes, now: datetime) -> None:
    try:
        _save_record(db, changes, now)
        _save_outbox(db, changes, now)
        _save_rest(db, changes, now)
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode in _UNIQUE:
            raise Conflict(str(error)) from error
        raise


def _save_record(db: sqlite3.Connection, changes: Changes, now: datetime) -> None:
    at = stamp(now)
    db.executemany(sql.SEE, [(key, at) for key in changes.keys if key])
    # Closed ones first: one may close and another open at the same place in one batch.
    conversations = sorted(changes.conversations.values(), key=lambda each: each.open)
    _update_conversations(db, [each for each in conversations if each.version])
    db.executemany(sql.INSERT_CONVERSATION, [conversation_columns(each) for each in conversations if not each.version])
    db.executemany(sql.LEAVE, [(each.number,) for each in moved(conversations)])
    db.executemany(sql.KEEP_ELSEWHERE, elsewhere_columns(moved(conversations)))
    db.executemany(sql.INSERT_MESSAGE, map(message_columns, changes.messages))
    db.executemany(sql.REVISE_MESSAGE, map(message_columns, changes.revised))
    db.executemany(sql.KEEP_HANDOFF, map(handoff_columns, changes.handoffs))
    db.executemany(sql.KEEP_LINK, map(link_columns, changes.links))
    db.executemany(sql.UNPARK, [key for key, parked in changes.parked.items() if parked is None])
    db.executemany(sql.PARK, [parked_columns(key, parked, now) for key, parked in changes.parked.items() if parked])


def _update_conversations(db: sqlite3.Connection, known: list[Conversation]) -> None:
    updated = db.executemany(sql.UPDATE_CONVERSATION, [(*conversation_columns(each), each.version) for each in known])
    if known and updated.rowcount != len(known):
        raise Conflict("a conversation was changed meanwhile")


def _save_outbox(db: sqlite3.Connection, changes: Changes, now: datetime) -> None:
    db.executemany(sql.INSERT_EFFECT, [effect_columns(effect, now) for effect in changes.effects])
    # After the effects: an answer and the handoff that outdates it may be decided in one batch.
    db.executemany(sql.CANCEL, changes.cancelled)
    db.executemany(sql.REKIND, [(str(kind), number, seq) for (number, seq), kind in changes.kinds.items()])
    db.executemany(sql.FINISH, [(state, storable(error), row) for row, (state, error) in changes.finished.items()])


def _save_rest(db: sqlite3.Connection, changes: Changes, now: datetime) -> None:
    at = stamp(now)
    # Stops first: a timer too many is inert once its epoch has passed, one too few is a promise not kept.
    db.executemany(sql.STOP_TIMER, changes.stopped)
    db.executemany(sql.SET_TIMER, [(each.kind, each.number, each.epoch, stamp(each.due)) for each in changes.timers])
    db.executemany(sql.MARK_DIRTY, [(target,) for target in changes.dirty])
    db.executemany(sql.MARK, [(*address_columns(place), newest, at) for place, newest in changes.marks.items()])
    db.executemany(sql.KEEP_PERSON, map(person_columns, changes.people))
    db.executemany(sql.KEEP_HOME, map(home_columns, changes.homes))
    if changes.policy:
        db.execute(sql.INSERT_POLICY, (changes.policy.version, at, POLICY.dumps(changes.policy)))
    db.executemany(sql.INSERT_AUDIT, map(audit_columns, changes.audits))
    db.executemany(sql.REMEMBER, [(name, storable(value)) for name, value in changes.facts.items()])
