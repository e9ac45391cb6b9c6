"""The first schema."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None


def upgrade() -> None:
    _conversations()
    _messages()
    _outbox()
    _events()
    _team()


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _integer(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _only(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _conversations() -> None:
    op.create_table(
        "conversation",
        _integer("number"),
        _integer("version"),
        _text("platform"),
        _text("workspace"),
        _text("channel"),
        _text("thread"),
        _text("customer"),
        sa.Column("agent", sa.Text, nullable=True),
        _text("state"),
        _integer("epoch"),
        sa.Column("handed_at", sa.Text, nullable=True),
        _text("card_thread"),
        _text("opened_at"),
        _text("doc"),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("conversation_at_place", "conversation", ["platform", "channel", "thread", "number"])
    op.create_index("conversation_of_customer", "conversation", ["customer", "platform", "channel", "number"])
    op.create_index("conversation_of_thread", "conversation", ["card_thread"], **_only("card_thread <> ''"))
    op.create_index("in_queue", "conversation", ["handed_at"], **_only("state IN ('waiting', 'claimed', 'snoozed')"))
    op.create_index(
        "one_open_at_place", "conversation", ["platform", "channel", "thread"], unique=True, **_only("state <> 'closed'")
    )
    op.create_index("open_of_agent", "conversation", ["agent"], **_only("agent IS NOT NULL AND state <> 'closed'"))


def _messages() -> None:
    op.create_table(
        "message",
        _integer("number"),
        _integer("seq"),
        _text("kind"),
        _text("at"),
        _text("doc"),
        sa.ForeignKeyConstraint(["number"], ["conversation.number"]),
        sa.PrimaryKeyConstraint("number", "seq"),
    )
    op.create_table(
        "link",
        _text("platform"),
        _text("workspace"),
        _text("channel"),
        _text("thread"),
        _text("message_id"),
        _integer("number"),
        _integer("seq"),
        _integer("part"),
        _integer("original"),
        sa.ForeignKeyConstraint(["number"], ["conversation.number"]),
        sa.PrimaryKeyConstraint("platform", "channel", "message_id"),
    )
    op.create_index("link_of_message", "link", ["number", "seq"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        _text("lane"),
        _integer("number"),
        _text("kind"),
        sa.Column("epoch", sa.Integer, nullable=True),
        _text("effect"),
        _text("state"),
        sa.Column("part", sa.Integer, server_default="0", nullable=False),
        _text("receipts"),
        sa.Column("attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column("looked", sa.Integer, server_default="0", nullable=False),
        _text("created_at"),
        _text("next_at"),
        sa.Column("started_at", sa.Text, nullable=True),
        sa.Column("blocked_at", sa.Text, nullable=True),
        sa.Column("error", sa.Text, server_default="", nullable=False),
        sa.CheckConstraint("state IN ('pending', 'started', 'sent', 'failed', 'cancelled')", name="row_state"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_live", "outbox", ["lane", "id"], **_only("state IN ('pending', 'started')"))
    op.create_index("outbox_of_ai", "outbox", ["number"], **_only("epoch IS NOT NULL AND state = 'pending'"))
    op.create_table(
        "timer", _text("kind"), _integer("number"), _integer("epoch"), _text("due"), sa.PrimaryKeyConstraint("kind", "number")
    )
    op.create_index("timer_due", "timer", ["due"])
    op.create_table("dirty", _text("target"), _integer("version"), sa.PrimaryKeyConstraint("target"))


def _events() -> None:
    op.create_table("seen", _text("key"), _text("at"), sa.PrimaryKeyConstraint("key"))
    op.create_index("seen_at", "seen", ["at"])
    op.create_table("attempt", _text("key"), _integer("count"), _text("at"), sa.PrimaryKeyConstraint("key"))
    op.create_table(
        "parked",
        _text("platform"),
        _text("channel"),
        _text("message_id"),
        _text("at"),
        sa.Column("text", sa.Text, nullable=True),
        _text("kept_at"),
        sa.PrimaryKeyConstraint("platform", "channel", "message_id"),
    )
    op.create_table("quarantine", _text("key"), _text("event"), _text("error"), _text("at"), sa.PrimaryKeyConstraint("key"))
    op.create_table(
        "watermark",
        _text("platform"),
        _text("workspace"),
        _text("channel"),
        _text("thread"),
        _text("message_id"),
        _text("at"),
        sa.PrimaryKeyConstraint("platform", "channel", "thread"),
    )


def _team() -> None:
    op.create_table(
        "person",
        _text("key"),
        _text("platform"),
        _text("workspace"),
        _text("user"),
        _text("name"),
        _text("locale"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table("policy", _integer("version"), _text("at"), _text("doc"), sa.PrimaryKeyConstraint("version"))
    op.create_table("audit", _integer("id"), _text("at"), _text("doc"), sa.PrimaryKeyConstraint("id"))
    op.create_table("fact", _text("name"), _text("value"), sa.PrimaryKeyConstraint("name"))
