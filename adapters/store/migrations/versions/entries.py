"""Changes of the policy by their numbers, what they are about, and what they take back."""

import json
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"


def upgrade() -> None:
    op.add_column("audit", sa.Column("entry", sa.Integer, nullable=False, server_default="0"))
    op.add_column("audit", sa.Column("what", sa.Text, nullable=False, server_default=""))
    op.add_column("audit", sa.Column("undoes", sa.Integer, nullable=False, server_default="0"))
    _number()
    op.create_index("audit_entry", "audit", ["entry"])
    op.create_index("audit_undoes", "audit", ["undoes"])


def _number() -> None:
    """
    Earlier rows in their order, those of one command together: never more than there were versions of the policy, so that
    no later entry has the number of one of these.
    """
    link = op.get_bind()
    audit = sa.table("audit", *map(sa.column, ("id", "doc", "entry", "what")))
    entry, former = 0, None
    for id_, doc in link.execute(sa.select(audit.c.id, audit.c.doc).order_by(audit.c.id)).all():
        data = json.loads(doc)
        made = data["at"], data["by"]
        entry, former = entry + (made != former), made
        values = {"entry": entry, "what": data["what"].partition(" ")[0]}
        link.execute(sa.update(audit).where(audit.c.id == id_).values(values))
