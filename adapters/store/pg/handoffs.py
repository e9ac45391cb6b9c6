"""The record of each handoff, on PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from adapters.store.pg.pool import Connected
from adapters.store.rows import PAGE, handoff_of, mark_of
from handoff.model import Handoff

OF_CONVERSATIONS: Final = "SELECT doc FROM handoff WHERE number = ANY($1::int[]) ORDER BY number, ordinal"

KEEP_HANDOFF: Final = """
INSERT INTO handoff (number, ordinal, at, doc) SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[])
AS new (number, ordinal, at, doc) ORDER BY number, ordinal
ON CONFLICT (number, ordinal) DO UPDATE SET at = excluded.at, doc = excluded.doc"""

_SINCE: Final = """
SELECT doc FROM handoff WHERE (at, number, ordinal) > ($1, $2, $3) ORDER BY at, number, ordinal LIMIT $4"""


class Handoffs(Connected):
    """Fits handoff.ports.Handoffs."""

    async def handoffs(self, since: datetime, after: Handoff | None = None) -> Sequence[Handoff]:
        return [handoff_of(doc) for (doc,) in await self._all(_SINCE, *mark_of(since, after), PAGE)]
