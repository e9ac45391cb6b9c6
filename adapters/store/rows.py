"""Between the core's nouns and the columns of statements.py."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from adapters.store.codec import Codec, stamp, storable
from handoff.effects import Effect, Say, lane
from handoff.events import Receipt
from handoff.model import Address, Audit, Conversation, Handoff, Message, MessageLink, Person, Policy
from handoff.ports import Home, LinkKey, Parked, Row, RowState

Columns = tuple[Any, ...]

#: records that are read at once
PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Receipts:
    all: tuple[Receipt, ...] = ()


CONVERSATION: Final = Codec[Conversation](Conversation)
MESSAGE: Final = Codec[Message](Message)
HANDOFF: Final = Codec[Handoff](Handoff)
POLICY: Final = Codec[Policy](Policy)
PERSON: Final = Codec[Person](Person)
AUDIT: Final = Codec[Audit](Audit)
EFFECT: Final = Codec[Effect](Effect)
RECEIPTS: Final = Codec[Receipts](Receipts)

#: frozen, so one may serve all who read the same text; a queue of hundreds is read again with every claim
conversation_of = lru_cache(maxsize=2048)(CONVERSATION.loads)
policy_of = lru_cache(maxsize=4)(POLICY.loads)
message_of = MESSAGE.loads
handoff_of = HANDOFF.loads


def as_set(values: Iterable[Any]) -> str:
    """The parameter of a json_each(?)."""
    return json.dumps(list(values))


def conversation_columns(conversation: Conversation) -> Columns:
    """As INSERT_CONVERSATION takes them, with the version raised; UPDATE_CONVERSATION takes the former version besides."""
    raised = replace(conversation, version=conversation.version + 1)
    place = raised.place
    return (
        raised.version,
        place.platform,
        place.workspace,
        place.channel,
        place.thread,
        raised.customer.key,
        raised.agent.key if raised.agent else None,
        raised.state,
        raised.epoch,
        stamp(raised.handed_at) if raised.handed_at else None,
        raised.thread,
        stamp(raised.opened_at),
        CONVERSATION.dumps(raised),
        raised.number,
    )


def message_columns(message: Message) -> Columns:
    return message.kind, stamp(message.at), MESSAGE.dumps(message), message.number, message.seq


def handoff_columns(handoff: Handoff) -> Columns:
    return handoff.number, handoff.ordinal, stamp(handoff.at), HANDOFF.dumps(handoff)


def mark_of(since: datetime, after: Handoff | None) -> Columns:
    """What the records of a page come after: the last of the page before, or whatever was before `since`."""
    return (stamp(after.at), after.number, after.ordinal) if after else (stamp(since), 0, 0)


def link_columns(link: MessageLink) -> Columns:
    return (link.number, link.seq, *address_columns(link.place), link.message_id, link.part, int(link.original))


def link_of(columns: Columns) -> MessageLink:
    number, seq, platform, workspace, channel, thread, message_id, part, original = columns
    place = Address(platform, workspace, channel, thread)
    return MessageLink(number, seq, place, message_id, part, bool(original))


def address_columns(place: Address) -> Columns:
    return place.platform, place.workspace, place.channel, place.thread


def moved(conversations: Iterable[Conversation]) -> list[Conversation]:
    """Those whose other places may have changed."""
    return [each for each in conversations if each.going_asked]


def elsewhere_columns(conversations: Iterable[Conversation]) -> list[Columns]:
    return [(each.number, *address_columns(place)) for each in conversations for place in dict.fromkeys(each.elsewhere)]


def parked_columns(key: LinkKey, parked: Parked, now: datetime) -> Columns:
    text = None if parked.text is None else storable(parked.text)
    return *key, stamp(parked.at), text, stamp(now)


def parked_of(columns: Columns) -> tuple[LinkKey, Parked]:
    platform, channel, message_id, at, text = columns
    return (platform, channel, message_id), Parked(at=datetime.fromisoformat(at), text=text)


def person_columns(person: Person) -> Columns:
    return person.key, person.platform, person.workspace, person.user, storable(person.name), person.locale


def home_columns(home: Home) -> Columns:
    return home.person.key, stamp(home.at), home.page, PERSON.dumps(home.person)


def home_of(columns: Columns) -> Home:
    at, page, doc = columns
    return Home(person=PERSON.loads(doc), at=datetime.fromisoformat(at), page=page)


def audit_columns(audit: Audit) -> Columns:
    return stamp(audit.at), AUDIT.dumps(audit), audit.entry, audit.what.partition(" ")[0], audit.undoes


def audit_of(columns: Columns) -> Audit:
    """An earlier row has its number only beside it."""
    entry, doc = columns
    return replace(AUDIT.loads(doc), entry=entry)


def effect_columns(effect: Effect, now: datetime) -> Columns:
    """The epoch is the fence's: an Ask has none, since a late answer is kept as a draft."""
    epoch = effect.epoch if isinstance(effect, Say) else None
    at = stamp(now)
    return (
        lane(effect),
        effect.number,
        type(effect).__name__,
        epoch,
        EFFECT.dumps(effect),
        RECEIPTS.dumps(Receipts()),
        at,
        at,
    )


def kept_columns(row: Row) -> Columns:
    """As KEEP_ROW takes them."""
    receipts = RECEIPTS.dumps(Receipts(row.receipts))
    blocked_at = stamp(row.blocked_at) if row.blocked_at else None
    fate = row.state, row.part, receipts, row.attempts, row.looked, stamp(row.next_at)
    return *fate, blocked_at, storable(row.error), row.id


def row_of(columns: Columns) -> Row:
    id_, lane_, effect, state, part, receipts, attempts, looked, created_at, next_at, started_at, blocked_at, error = columns
    return Row(
        id=id_,
        lane=lane_,
        effect=EFFECT.loads(effect),
        state=RowState(state),
        created_at=datetime.fromisoformat(created_at),
        part=part,
        receipts=RECEIPTS.loads(receipts).all,
        attempts=attempts,
        looked=looked,
        next_at=datetime.fromisoformat(next_at),
        started_at=datetime.fromisoformat(started_at) if started_at else None,
        blocked_at=datetime.fromisoformat(blocked_at) if blocked_at else None,
        error=error,
    )
