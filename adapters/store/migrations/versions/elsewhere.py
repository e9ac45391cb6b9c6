"""Where a conversation's customer writes besides its place."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    op.create_table(
        "elsewhere",
        sa.Column("number", sa.Integer, sa.ForeignKey("conversation.number"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("platform", "workspace", "channel", "thread")),
        sa.PrimaryKeyConstraint("number", "platform", "channel", "thread"),
    )
    op.create_index("elsewhere_at", "elsewhere", ["platform", "channel", "thread", "number"])
