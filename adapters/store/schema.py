"""
The tables, for migrations and for whoever reads. Times are text in UTC of one length (codec.stamp), which sorts.

What is asked for by set has a column; everything else is in `doc`, JSON with a format version.
"""

from typing import Any, Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

METADATA: Final = MetaData()


def _text(name: str, default: str | None = None) -> Column[Any]:
    return Column(name, Text, nullable=False, server_default=default)


def _integer(name: str, default: str | None = None) -> Column[Any]:
    return Column(name, Integer, nullable=False, server_default=default)


def _where(name: str, *columns: str, only: str, unique: bool = False) -> Index:
    """An index over the rows that are asked for."""
    return Index(name, *columns, unique=unique, sqlite_where=text(only), postgresql_where=text(only))


def _lease() -> tuple[Column[Any], Column[Any]]:
    """Which of several equal processes has taken the row, and until when by the database's clock; PostgreSQL only."""
    return Column("leased_by", Integer), Column("leased_until", DateTime(timezone=True))


def _number() -> Column[Any]:
    return Column("number", Integer, ForeignKey("conversation.number"), nullable=False)


conversation = Table(
    "conversation",
    METADATA,
    Column("number", Integer, primary_key=True),
    _integer("version"),
    _text("platform"),
    _text("workspace"),
    _text("channel"),
    _text("thread"),
    _text("customer"),
    Column("agent", Text),
    _text("state"),
    _integer("epoch"),
    Column("handed_at", Text),
    _text("card_thread"),
    _text("opened_at"),
    _text("doc"),
    Index("conversation_at_place", "platform", "channel", "thread", "number"),
    _where("one_open_at_place", "platform", "channel", "thread", only="state <> 'closed'", unique=True),
    Index("conversation_of_customer", "customer", "platform", "channel", "number"),
    _where("open_of_agent", "agent", only="agent IS NOT NULL AND state <> 'closed'"),
    _where("conversation_of_thread", "card_thread", only="card_thread <> ''"),
    _where("in_queue", "handed_at", only="state IN ('waiting', 'claimed', 'snoozed')"),
)

#: where a conversation's customer writes besides its place: the public ones that it left, and where it is about to go on
elsewhere = Table(
    "elsewhere",
    METADATA,
    _number(),
    _text("platform"),
    _text("workspace"),
    _text("channel"),
    _text("thread"),
    PrimaryKeyConstraint("number", "platform", "channel", "thread"),
    Index("elsewhere_at", "platform", "channel", "thread", "number"),
)

message = Table(
    "message",
    METADATA,
    _number(),
    _integer("seq"),
    _text("kind"),
    _text("at"),
    _text("doc"),
    PrimaryKeyConstraint("number", "seq"),
)

#: the record of each handoff
handoff = Table(
    "handoff",
    METADATA,
    _number(),
    _integer("ordinal"),
    _text("at"),
    _text("doc"),
    PrimaryKeyConstraint("number", "ordinal"),
    Index("handoff_at", "at", "number", "ordinal"),
)

link = Table(
    "link",
    METADATA,
    _text("platform"),
    _text("workspace"),
    _text("channel"),
    _text("thread"),
    _text("message_id"),
    _number(),
    _integer("seq"),
    _integer("part"),
    _integer("original"),
    PrimaryKeyConstraint("platform", "channel", "message_id"),
    Index("link_of_message", "number", "seq"),
)

outbox = Table(
    "outbox",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _text("lane"),
    _integer("number"),
    _text("kind"),
    Column("epoch", Integer),  # of the AI's words alone: the fence
    _text("effect"),
    _text("state"),
    _integer("part", "0"),
    _text("receipts"),
    _integer("attempts", "0"),
    _integer("looked", "0"),
    _text("created_at"),
    _text("next_at"),
    Column("started_at", Text),
    Column("blocked_at", Text),
    _text("error", ""),
    *_lease(),
    CheckConstraint("state IN ('pending', 'started', 'sent', 'failed', 'cancelled')", name="row_state"),
    _where("outbox_live", "lane", "id", only="state IN ('pending', 'started')"),
    _where("outbox_of_ai", "number", only="epoch IS NOT NULL AND state = 'pending'"),
    sqlite_autoincrement=True,  # a tidied row's id is part of idempotency keys, and is never used again
)

timer = Table(
    "timer",
    METADATA,
    _text("kind"),
    _integer("number"),
    _integer("epoch"),
    _text("due"),
    *_lease(),
    PrimaryKeyConstraint("kind", "number"),
    Index("timer_due", "due"),
)

seen = Table("seen", METADATA, Column("key", Text, primary_key=True), _text("at"), Index("seen_at", "at"))

attempt = Table("attempt", METADATA, Column("key", Text, primary_key=True), _integer("count"), _text("at"))

parked = Table(
    "parked",
    METADATA,
    _text("platform"),
    _text("channel"),
    _text("message_id"),
    _text("at"),
    Column("text", Text),  # none: the message is gone
    _text("kept_at"),
    PrimaryKeyConstraint("platform", "channel", "message_id"),
)

quarantine = Table("quarantine", METADATA, Column("key", Text, primary_key=True), _text("event"), _text("error"), _text("at"))

dirty = Table("dirty", METADATA, Column("target", Text, primary_key=True), _integer("version"), *_lease())

fact = Table("fact", METADATA, Column("name", Text, primary_key=True), _text("value"))

person = Table(
    "person",
    METADATA,
    Column("key", Text, primary_key=True),
    _text("platform"),
    _text("workspace"),
    _text("user"),
    _text("name"),
    _text("locale"),
)

home = Table(
    "home",
    METADATA,
    Column("key", Text, primary_key=True),
    _text("at"),
    _integer("page"),
    _text("doc"),
    Index("home_at", "at"),
)

watermark = Table(
    "watermark",
    METADATA,
    _text("platform"),
    _text("workspace"),
    _text("channel"),
    _text("thread"),
    _text("message_id"),
    _text("at"),
    PrimaryKeyConstraint("platform", "channel", "thread"),
)

policy = Table("policy", METADATA, Column("version", Integer, primary_key=True), _text("at"), _text("doc"))

#: entry, what and undoes are the doc's, for finding it; what is its first word
audit = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    _text("at"),
    _text("doc"),
    _integer("entry", "0"),
    _text("what", ""),
    _integer("undoes", "0"),
    Index("audit_entry", "entry"),
    Index("audit_undoes", "undoes"),
)
