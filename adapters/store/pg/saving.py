"""What a unit writes, set by set. The hottest rows (marks, facts) come last: they are locked for the shortest time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, TypeVar

from adapters.store.codec import stamp, storable
from adapters.store.pg import statements as sql
from adapters.store.pg.handoffs import KEEP_HANDOFF
from adapters.store.pg.homes import KEEP_HOME
from adapters.store.pg.places import KEEP_ELSEWHERE, LEAVE
from adapters.store.pg.pool import Connection
from adapters.store.rows import (
    POLICY,
    address_columns,
    audit_columns,
    conversation_columns,
    effect_columns,
    elsewhere_columns,
    handoff_columns,
    home_columns,
    link_columns,
    message_columns,
    message_of,
    moved,
    parked_columns,
    person_columns,
)
from handoff.model import Conversation, Person, Policy
from handoff.ports import Changes, Conflict, LostLease, RowState

T = TypeVar("T")

#: the advisory lock of whoever saves a policy; those of pg/unit.py and pg/opening.py are others
POLICIES: Final = 4


@dataclass(frozen=True, slots=True)
class Read:
    """What was decided on: the policy's version, and the facts as they were first read."""

    version: int
    facts: Mapping[str, str]


async def save(link: Connection, changes: Changes, now: datetime, me: int, on: Read | None) -> None:
    """`on`: what was decided on, None if nothing was read. Raises Conflict, LostLease and whatever the database says."""
    await _save_record(link, changes, now)
    await _save_outbox(link, changes, now, me)
    await _save_rest(link, changes, now)
    if changes.policy:
        await _save_policy(link, changes.policy, now, on)
    await _save_facts(link, changes.facts, on.facts if on else None)


async def write(link: Connection, statement: str, rows: Iterable[Sequence[object]], *more: object) -> list[Any]:
    """Write a set of rows; what comes back."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    back: list[Any] = await link.fetch(statement, *columns, *more) if columns else []
    return back


def _last(values: Iterable[T], key: Callable[[T], object]) -> Iterable[T]:
    """One a key, the last: a statement writes a row once."""
    return {key(value): value for value in values}.values()


async def _save_record(link: Connection, changes: Changes, now: datetime) -> None:
    await write(link, sql.SEE, [(key,) for key in changes.keys if key], stamp(now))
    known = [each for each in changes.conversations.values() if each.version]
    # Closed ones first: one may close and another open at the same place in one batch.
    await _update_conversations(link, [each for each in known if not each.open])
    await _update_conversations(link, [each for each in known if each.open])
    new = [conversation_columns(each) for each in changes.conversations.values() if not each.version]
    await write(link, sql.INSERT_CONVERSATION, new)
    places = moved(changes.conversations.values())
    await write(link, LEAVE, [(each.number,) for each in places])
    await write(link, KEEP_ELSEWHERE, elsewhere_columns(places))
    await write(link, sql.INSERT_MESSAGE, map(message_columns, changes.messages))
    revised = _last(changes.revised, lambda message: (message.number, message.seq))
    await write(link, sql.REVISE_MESSAGE, map(message_columns, revised))
    handoffs = _last(changes.handoffs, lambda each: (each.number, each.ordinal))
    await write(link, KEEP_HANDOFF, map(handoff_columns, handoffs))
    links = _last(changes.links, lambda each: (each.place.platform, each.place.channel, each.message_id))
    await write(link, sql.KEEP_LINK, map(link_columns, links))
    await write(link, sql.UNPARK, [key for key, parked in changes.parked.items() if parked is None])
    await write(link, sql.PARK, [parked_columns(key, parked, now) for key, parked in changes.parked.items() if parked])


async def _update_conversations(link: Connection, known: list[Conversation]) -> None:
    updated = await write(link, sql.UPDATE_CONVERSATION, [(*conversation_columns(each), each.version) for each in known])
    if len(updated) != len(known):
        raise Conflict("a conversation was changed meanwhile")


async def _save_outbox(link: Connection, changes: Changes, now: datetime, me: int) -> None:
    await write(link, sql.INSERT_EFFECT, [effect_columns(effect, now) for effect in changes.effects])
    # After the effects: an answer and the handoff that outdates it may be decided in one batch.
    await write(link, sql.CANCEL, dict(sorted(changes.cancelled)).items())
    # Not by a function of the database: its JSON takes no half surrogate pair and no zero, which people's words may hold.
    found = [message_of(doc) for (doc,) in await write(link, sql.OF_KIND, changes.kinds)]
    rekinded = [replace(message, kind=changes.kinds[message.number, message.seq]) for message in found]
    await write(link, sql.REVISE_MESSAGE, map(message_columns, rekinded))
    await _finish(link, changes.finished, me)


async def _finish(link: Connection, finished: dict[int, tuple[RowState, str]], me: int) -> None:
    done = [(row, state, storable(error)) for row, (state, error) in finished.items()]
    written = {row for (row,) in await write(link, sql.FINISH, done, me)}
    left = [row for row in finished if row not in written]
    if left and await link.fetchval(sql.OTHERS, left, me):
        raise LostLease("another process carries this row out by now")


async def _save_rest(link: Connection, changes: Changes, now: datetime) -> None:
    at = stamp(now)
    # Stops first: a timer too many is inert once its epoch has passed, one too few is a promise not kept.
    await write(link, sql.STOP_TIMER, changes.stopped)
    timers = _last(changes.timers, lambda timer: (timer.kind, timer.number))
    await write(link, sql.SET_TIMER, [(each.kind, each.number, each.epoch, stamp(each.due)) for each in timers])
    # The newest of each: surfaces are told apart without their workspace.
    marks = sorted(changes.marks.items(), key=lambda mark: (len(mark[1]), mark[1]))
    newest = _last(marks, lambda mark: (mark[0].platform, mark[0].channel, mark[0].thread))
    await write(link, sql.MARK, [(*address_columns(place), message_id, at) for place, message_id in newest])
    await write(link, sql.KEEP_PERSON, map(person_columns, _people(changes.people)))
    homes = _last(sorted(changes.homes, key=lambda home: home.at), lambda home: home.person.key)
    await write(link, KEEP_HOME, map(home_columns, homes))
    await write(link, sql.INSERT_AUDIT, map(audit_columns, changes.audits))
    await write(link, sql.MARK_DIRTY, [(target,) for target in changes.dirty])


def _people(people: Iterable[Person]) -> Iterable[Person]:
    """Each once, with the latest name and locale that were told."""
    known: dict[str, Person] = {}
    for person in people:
        former = known.get(person.key, person)
        known[person.key] = replace(person, name=person.name or former.name, locale=person.locale or former.locale)
    return known.values()


async def _save_policy(link: Connection, policy: Policy, now: datetime, on: Read | None) -> None:
    """
    Only over the version that was decided on. That its number is free says too little: another's batch may have made several
    versions, of which the last one was kept.
    """
    await link.fetch(sql.LOCK, [POLICIES])
    if on and await link.fetchval(sql.POLICY_VERSION) != on.version:
        raise Conflict("the policy was changed meanwhile")
    await link.execute(sql.INSERT_POLICY, policy.version, stamp(now), POLICY.dumps(policy))


async def _save_facts(link: Connection, changed: dict[str, str], known: Mapping[str, str] | None) -> None:
    facts = [(name, storable(value)) for name, value in changed.items()]
    former = (None, None) if known is None else (list(known), list(known.values()))
    written = await write(link, sql.RENEW_FACTS, facts, *former)
    if len(written) != len(facts):
        raise Conflict("a fact was changed meanwhile")
