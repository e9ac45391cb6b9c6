"""What earlier versions wrote of the policy, as it lies in people's databases: it must be read for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.store.rows import AUDIT, POLICY
from handoff.model import Address, Audit, Change, Person, Policy, Scope

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


DI = Person("slack", "T1", "U5", "Di")
CHANGED = {"failed.limit": Change(datetime(2024, 5, 1, 12, tzinfo=UTC), DI)}
EARLIER_POLICY = (
    '{"v":1,"version":7,"keywords":["refund"],"failed_limit":5,"sentiment_threshold":-0.4,"sentiment_window":4,'
    '"sentiment_minimum":3,"sentiment_abuse":-0.9,"keywords_enabled":true,"turns_limit":0,"files_enabled":false,"idle":7200.0,'
    '"reopen_window":0.0,"ping_bundle":60.0,"gather":20.0,"ai":"on","ai_at":{"slack:C1":"draft"},"keep_deleted":false,'
    '"support":[],"changed":{"failed.limit":{"at":"2024-05-01T12:00:00.000000+00:00","by":{"platform":"slack","workspace":"T1",'
    '"user":"U5","name":"Di","locale":""}}},"accounts":[],"blocked":[]}'
)
#: the first with scopes: a value of every kind
SCOPED = (
    '{"v":1,"version":8,"scopes":{"slack:C1":{"place":{"platform":"slack","workspace":"T1","channel":"C1","thread":""},'
    '"name":"#help","values":{"failed.limit":4,"sentiment.abuse":-0.5,"files.enabled":true,"conversation.idle":{"is":"timedelta",'
    '"value":3600.0},"hours.open":"Mon 09:00-17:00 UTC"},"keywords":["refund"],"without":["cancel my account"],"changed":{}}}}'
)


def test_a_policy_of_before_there_were_scopes_holds_everywhere():
    expected = Policy(
        version=7,
        keywords=("refund",),
        failed_limit=5,
        idle=timedelta(hours=2),
        ai_at={"slack:C1": "draft"},
        changed=CHANGED,
    )
    assert expected == POLICY.loads(EARLIER_POLICY)


def test_what_a_scope_has_is_read_as_it_was_written():
    """And written so again: a number of each kind stays of its kind."""
    values = {
        "failed.limit": 4,
        "sentiment.abuse": -0.5,
        "files.enabled": True,
        "conversation.idle": timedelta(hours=1),
        "hours.open": "Mon 09:00-17:00 UTC",
    }
    place = Address("slack", "T1", "C1")
    scope = Scope(place=place, name="#help", values=values, keywords=("refund",), without=("cancel my account",))
    expected = Policy(version=8, scopes={"slack:C1": scope})
    found = POLICY.loads(SCOPED)
    assert (found, POLICY.loads(POLICY.dumps(found))) == (expected, expected)
    assert [type(each) for each in found.scopes["slack:C1"].values.values()] == [type(each) for each in values.values()]
