"""What earlier versions wrote of the policy, as it lies in people's databases: it must be read for ever."""

import pytest

from adapters.store.rows import AUDIT
from handoff.model import Audit, Person

EARLIER_AUDITS = [
    '{"v":1,"at":"2024-05-01T12:00:00.000000+00:00","by":{"platform":"slack","workspace":"T1","user":"U5","name":"Di",'
    '"locale":""},"what":"failed.limit","before":"3","after":"5"}',
]


@pytest.mark.parametrize("row", EARLIER_AUDITS)
def test_a_change_that_was_kept_before_there_were_scopes_was_everywhere(row):
    kept = AUDIT.loads(row)
    assert (kept.by, kept.what, kept.before, kept.after) == (Person("slack", "T1", "U5"), "failed.limit", "3", "5")
    assert kept.where == ""


def test_where_a_change_was_is_kept():
    """The row is written and read back with it."""
    kept = AUDIT.loads(EARLIER_AUDITS[0])
    there = Audit(at=kept.at, by=kept.by, what="failed.limit", before="3", after="5", where="slack:C1")
    assert there == AUDIT.loads(AUDIT.dumps(there))
