"""The one transition table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, BO, DM, NOON

from handoff.errors import Fatal, HandoffError, IllegalTransition, Refused, Unavailable, Uncertain
from handoff.model import Address, Conversation, Person
from handoff.states import TRANSITIONS, Signal, State, advance, diagram


def conversation(state: State = State.AI) -> Conversation:
    return Conversation(number=1, customer=ANN, place=DM, opened_at=NOON, state=state)


TOLD = [
    ("ai", "hand off", "waiting", True),
    ("ai", "take over", "claimed", True),
    ("ai", "close", "closed", True),
    ("ai", "solved", "closed", True),
    ("ai", "idle", "closed", True),
    ("waiting", "claim", "claimed", True),
    ("waiting", "take over", "claimed", True),
    ("waiting", "release", "waiting", True),
    ("waiting", "return to AI", "ai", True),
    ("waiting", "close", "closed", True),
    ("waiting", "solved", "closed", True),
    ("claimed", "take over", "claimed", True),
    ("claimed", "release", "waiting", True),
    ("claimed", "transfer", "claimed", True),
    ("claimed", "snooze", "snoozed", False),
    ("claimed", "return to AI", "ai", True),
    ("claimed", "close", "closed", True),
    ("claimed", "solved", "claimed", True),
    ("snoozed", "wake", "claimed", False),
    ("snoozed", "release", "waiting", True),
    ("snoozed", "transfer", "claimed", True),
    ("snoozed", "return to AI", "ai", True),
    ("snoozed", "close", "closed", True),
    ("closed", "reopen", "claimed", True),
    ("closed", "come back", "waiting", True),
]


@pytest.mark.parametrize(("state", "signal", "to", "new_owner"), TOLD)
def test_each_signal_leads_where_the_table_says(state, signal, to, new_owner):
    """A new owner raises the epoch: whatever the former one still says is late."""
    after = conversation(State(state)).after(Signal(signal), misses=7)
    assert (after.state, after.epoch, after.misses) == (State(to), int(new_owner), 7)


def test_every_row_of_the_table_was_told_above():
    rows = {(a, s) for a, row in TRANSITIONS.items() for s in row}
    assert {(State(state), Signal(signal)) for state, signal, *_ in TOLD} == rows


@given(st.sampled_from(State), st.sampled_from(Signal))
def test_every_other_signal_is_refused_and_changes_nothing(state, signal):
    if signal in TRANSITIONS[state]:
        return
    before = conversation(state)
    with pytest.raises(IllegalTransition, match=f"can't {signal} a conversation that is {state}"):
        before.after(signal)
    assert before == conversation(state)


def test_only_close_and_return_let_the_ai_speak_again():
    """No timer, restart or setting does: who has a person loses them only by a person."""
    back = {(state, s) for state, row in TRANSITIONS.items() for s, to in row.items() if to.state is State.AI}
    assert back == {(state, Signal.RETURN) for state in (State.WAITING, State.CLAIMED, State.SNOOZED)}
    ends = {
        s for state, row in TRANSITIONS.items() if state is not State.AI for s, to in row.items() if to.state is State.CLOSED
    }
    assert ends == {Signal.CLOSE, Signal.SOLVED}


def test_the_diagram_is_the_table():
    lines = diagram().split("\n")
    assert lines[0] == "flowchart LR"
    assert "  ai -- hand off --> waiting" in lines
    assert len(lines) == 1 + sum(len(row) for row in TRANSITIONS.values())


def test_advance_tells_who_owns_it_then():
    assert advance(State.CLAIMED, Signal.SNOOZE) == (State.SNOOZED, False)


# ---- the nouns that states are about


def test_a_person_is_who_they_are_whatever_they_are_called():
    assert Person("slack", "T1", "U1", "Ann", "en") == Person("slack", "T1", "U1", "Mallory")
    assert (ANN.key, ANN == BO) == ("slack:T1:U1", False)


def test_a_thread_has_a_parent_and_a_direct_message_is_one():
    thread = Address("slack", "T1", "C1", "5.5")
    assert (thread.parent, thread.direct) == (Address("slack", "T1", "C1"), False)
    assert (DM.direct, DM.parent) == (True, DM)


def test_errors_say_what_to_do_next():
    assert (Refused("no", "50007").code, Refused("no").code) == ("50007", "")
    assert (Unavailable("later", 3.5).retry_after, Unavailable("later").retry_after) == (3.5, None)
    assert all(issubclass(kind, HandoffError) for kind in (Refused, Unavailable, Uncertain, Fatal, IllegalTransition))
