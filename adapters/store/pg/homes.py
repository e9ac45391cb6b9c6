"""Who looked at the bot's own pages, on PostgreSQL, and what those are rendered from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from adapters.store.codec import stamp
from adapters.store.pg.pool import Connected
from adapters.store.rows import conversation_of, home_of
from handoff.model import Conversation
from handoff.ports import Home

KEEP_HOME: Final = """
INSERT INTO home (key, at, page, doc) SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[])
AS new (key, at, page, doc) ORDER BY key
ON CONFLICT (key) DO UPDATE SET at = excluded.at, page = excluded.page, doc = excluded.doc"""

#: more than look at their pages at once in any team; a page that is left out is drawn when it is opened again
_HOMES: Final = "SELECT at, page, doc FROM home WHERE at >= $1 ORDER BY at DESC, key LIMIT 200"
_OF_CUSTOMER: Final = "SELECT doc FROM conversation WHERE customer = $1 AND state <> 'closed' ORDER BY number"


class Looks(Connected):
    """With Readings fits handoff.ports.Homes."""

    async def homes(self, since: datetime) -> Sequence[Home]:
        return [home_of(columns) for columns in await self._all(_HOMES, stamp(since))]

    async def of_customer(self, key: str) -> Sequence[Conversation]:
        return [conversation_of(doc) for (doc,) in await self._all(_OF_CUSTOMER, key)]
