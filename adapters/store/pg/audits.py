"""Changes of the policy on PostgreSQL, found again."""

from collections.abc import Iterable
from typing import Any, Final

from adapters.store.audits import NEWEST, SINCE, UNDOING, in_order
from adapters.store.pg.pool import Connection
from handoff.model import Audit
from handoff.ports import Past

_NEWEST: Final = NEWEST.format(name="$1::text", before="$2::int")
_SINCE: Final = SINCE.format(number="$1::int")
_UNDOING: Final = UNDOING.format(entries="unnest($1::int[])")

#: the largest number that a column holds
_LAST: Final = 2**31 - 1


async def load(link: Connection, wanted: Iterable[Past]) -> tuple[Audit, ...]:
    """
    As Loaded has them. After the policy was read: whoever changes it in between has its version, and the batch is decided
    again; the other way round their change would be missed.
    """
    found: dict[int, Any] = {}
    for past in wanted:
        if max(past.number, past.before) <= _LAST:
            given = (_SINCE, past.number) if past.number else (_NEWEST, past.name, past.before)
            found |= {row[0]: row[1:] for row in await link.fetch(*given)}
    if found:
        entries = list({entry for entry, _ in found.values()})
        found |= {row[0]: row[1:] for row in await link.fetch(_UNDOING, entries)}
    return in_order(found)
