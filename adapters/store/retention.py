"""How long what is over is kept."""

from datetime import UTC, datetime, timedelta
from typing import Final

from adapters.store import statements as sql

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_MONTH: Final = timedelta(days=30)

#: what goes after how long; each statement's one parameter is the time before which rows go
RETENTION: Final = (
    (sql.TIDY_PARKED, _HOUR),
    (sql.TIDY_ATTEMPTS, _DAY),
    (sql.TIDY_SEEN, _WEEK),
    (sql.TIDY_HOMES, _WEEK),
    (sql.TIDY_OUTBOX, _WEEK),
    (sql.TIDY_FAILED, _MONTH),
    (sql.TIDY_QUARANTINE, _MONTH),
)


def utc() -> datetime:
    return datetime.now(UTC)
