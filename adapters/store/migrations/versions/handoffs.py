"""The record of each handoff."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"


def upgrade() -> None:
    op.create_table(
        "handoff",
        sa.Column("number", sa.Integer, sa.ForeignKey("conversation.number"), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("doc", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", "ordinal"),
    )
    op.create_index("handoff_at", "handoff", ["at", "number", "ordinal"])
