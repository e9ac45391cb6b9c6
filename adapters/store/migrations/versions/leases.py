"""Rows that several equal processes share out among themselves."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    for table in ("outbox", "timer", "dirty"):
        op.add_column(table, sa.Column("leased_by", sa.Integer, nullable=True))
        op.add_column(table, sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))
