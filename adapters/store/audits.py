"""Changes of the policy, found again; the statements are PostgreSQL's too, but for how their parameters are written."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from adapters.store.rows import Columns, as_set, audit_of
from handoff.model import Audit
from handoff.ports import PAST, Past

#: of a name ("": any; or what begins with it and a dot), below an entry (0: any): the newest
NEWEST: Final = f"""
SELECT id, entry, doc FROM audit
WHERE ({{name}} = '' OR what = {{name}} OR substr(what, 1, length({{name}}) + 1) = {{name}} || '.')
AND ({{before}} = 0 OR entry < {{before}}) ORDER BY id DESC LIMIT {PAST}"""  # noqa: S608 - of constants

#: an entry, and what came after it of the same names
SINCE: Final = """
SELECT id, entry, doc FROM audit WHERE entry = {number}
OR (entry > {number} AND what IN (SELECT what FROM audit WHERE entry = {number}))"""

#: what undoes entries, what undoes that, and so on; {entries} is a relation of one column
UNDOING: Final = """
WITH RECURSIVE undone (entry) AS (
    SELECT * FROM {entries} UNION SELECT a.entry FROM undone JOIN audit AS a ON a.undoes = undone.entry
) SELECT a.id, a.entry, a.doc FROM undone JOIN audit AS a ON a.undoes = undone.entry"""

_NEWEST: Final = NEWEST.format(name="?1", before="?2")
_SINCE: Final = SINCE.format(number="?1")
_UNDOING: Final = UNDOING.format(entries="(SELECT value FROM json_each(?))")


def load(db: sqlite3.Connection, wanted: Iterable[Past]) -> tuple[Audit, ...]:
    """As Loaded has them."""
    found = {row[0]: row[1:] for past in wanted for row in _of(db, past)}
    if found:
        entries = as_set({entry for entry, _ in found.values()})
        found |= {row[0]: row[1:] for row in db.execute(_UNDOING, (entries,))}
    return in_order(found)


def _of(db: sqlite3.Connection, past: Past) -> sqlite3.Cursor:
    return db.execute(_SINCE, (past.number,)) if past.number else db.execute(_NEWEST, (past.name, past.before))


def in_order(found: dict[int, Columns]) -> tuple[Audit, ...]:
    """The rows by their ids, oldest first."""
    return tuple(audit_of(found[id_]) for id_ in sorted(found))
