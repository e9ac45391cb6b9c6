"""What other settings would have made of a conversation: the same as if it had been lived under them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, BO, DM, Table, grumpy

from handoff.events import Answer, CannotAnswer, Failed, Outcome, WantsHuman
from handoff.model import AuthorKind, Message, Policy, Trigger
from handoff.replay import Handoff, Replayed, Settings, replayed
from handoff.states import State

NOTHING_SETS_OFF = Policy(keywords=(), failed_limit=0, sentiment_threshold=-1.0, sentiment_abuse=-1.0, keywords_enabled=False)

WORDS = (
    "how long does it take?",
    "where is my parcel?",
    "this is useless -0.6",
    "I am angry -0.95",
    "please cancel my account",
    "I want a human",
    "that didn't work",
    "thanks",
    "one refund please",
)
#: None: it is still at work when the customer goes on
OUTCOMES: tuple[Outcome | None, ...] = (
    None,
    None,
    *[Answer("Two days.")] * 3,
    Answer("It may be so.", confidence=0.1),
    Answer("You're welcome!", small_talk=True),
    CannotAnswer(),
    Failed("timeout"),
    WantsHuman(),
)
Step = tuple[str, Outcome | None, str]
steps = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(OUTCOMES), st.sampled_from(["", "", "unhelpful", "unhelpful", "human"])),
    min_size=1,
    max_size=9,
)
policies = st.builds(
    Policy,
    keywords=st.sampled_from([(), ("cancel my account",), ("cancel my account", "refund")]),
    keywords_enabled=st.booleans(),
    failed_limit=st.sampled_from([0, 1, 1, 2, 3]),
    sentiment_threshold=st.sampled_from([-0.2, -0.4, -0.7, -1.0]),
    sentiment_minimum=st.integers(2, 3),
    sentiment_abuse=st.sampled_from([-0.9, -1.0]),
    turns_limit=st.sampled_from([0, 0, 3]),
)


@dataclass(frozen=True)
class Lived:
    """A conversation as it went, and its handoffs by trigger and by the customer's message that was the last before."""

    table: Table
    handoffs: list[tuple[Trigger, int]]

    @property
    def record(self) -> Sequence[Message]:
        return [self.table.messages[key] for key in sorted(self.table.messages) if key[0] == 1]


def words_until(record: Sequence[Message], seq: int) -> int:
    return sum(m.kind is AuthorKind.CUSTOMER and m.seq <= seq for m in record)


def lived(policy: Policy, told: Sequence[Step]) -> Lived:
    """
    Each step: the customer writes, the AI comes back with its outcome, and perhaps a button is pressed. After a handoff the
    customer goes on, and nobody of the team has come yet.
    """
    table = Table(policy=policy)
    made: list[tuple[Trigger, int]] = []

    def noted() -> None:
        if table.c().state is not State.AI and len(made) < 1:
            record = [table.messages[key] for key in sorted(table.messages)]
            reason = table.c().reason
            assert reason is not None
            made.append((reason.trigger, words_until(record, table.c().seq)))

    for text, outcome, button in told:
        table.speak(text)
        noted()
        if outcome and table.c().state is State.AI and table.c().run:
            table.answer(outcome)
            noted()
        if table.c().state is State.AI and button:
            ratable = table.c().ratable
            if button == "human":
                table.press("human", by=ANN, place=DM)
            elif ratable:
                table.press(button, by=ANN, detail=str(ratable), place=DM)
            noted()
    return Lived(table, made)


def again(life: Lived, policy: Policy) -> Replayed:
    return replayed(life.table.c(), life.record, Settings(policy=policy, analyser=grumpy))


def brief(life: Lived, made: Sequence[Handoff]) -> list[tuple[Trigger, int]]:
    return [(each.trigger, words_until(life.record, each.seq)) for each in made]


@given(steps, policies)
def test_under_its_own_settings_a_conversation_goes_as_it_went(told: list[Step], policy: Policy) -> None:
    life = lived(policy, told)
    result = again(life, policy)
    assert not result.unknown
    assert brief(life, result.handoffs) == life.handoffs


@given(steps, policies, policies)
def test_it_goes_as_it_would_have_gone_under_others(told: list[Step], was: Policy, other: Policy) -> None:
    """
    Wherever the record tells what the AI came back with: all of it, unless its own handoff came earlier; of that time the
    result says so, and what it finds then is found in what the customer wrote alone.
    """
    life, would = lived(was, told), lived(other, told)
    result = again(life, other)
    if not result.unknown:
        assert brief(life, result.handoffs) == would.handoffs
        return
    assert life.handoffs, "nothing is unknown of what the AI had to its end"
    early = [each for each in result.handoffs if not each.beyond]
    assert early == []
    assert would.handoffs == [] or would.handoffs[0][1] >= life.handoffs[0][1]


@given(steps, policies)
def test_settings_that_set_nothing_off_leave_what_people_do(told: list[Step], was: Policy) -> None:
    """Asking for a person is no setting."""
    result = again(lived(was, told), NOTHING_SETS_OFF)
    assert {each.trigger for each in result.handoffs} <= {Trigger.EXPLICIT, Trigger.AI}


def test_an_agents_words_mute_the_ai_under_any_settings() -> None:
    life = lived(NOTHING_SETS_OFF, [("how long does it take?", Answer("Two days."), "")])
    c = life.table.c()
    life.table.press("takeover", by=BO)
    assert life.table.c().state is State.CLAIMED
    result = again(life, Policy())
    assert [each.trigger for each in result.handoffs] == [Trigger.TAKEOVER]
    assert c.number == 1


def test_a_new_keyword_is_found_where_it_was_said() -> None:
    life = lived(Policy(keywords=()), [("hello", Answer("Hi!", small_talk=True), ""), ("one refund please", Answer("ok"), "")])
    assert life.handoffs == []
    [found] = again(life, Policy(keywords=("refund",))).handoffs
    assert (found.trigger, life.table.messages[(1, found.seq)].text) == (Trigger.KEYWORD, "one refund please")


@pytest.mark.parametrize("gone", ["deleted", "edited"])
def test_words_count_as_they_stand(gone: str) -> None:
    """What was taken back or changed is not what the customer says."""
    life = lived(Policy(keywords=()), [("one refund please", Answer("ok"), "")])
    key = next(key for key, m in life.table.messages.items() if m.kind is AuthorKind.CUSTOMER)
    change = {"deleted": True} if gone == "deleted" else {"text": "never mind", "edited": True}
    life.table.messages[key] = replace(life.table.messages[key], **change)
    assert again(life, Policy(keywords=("refund",))).handoffs == ()
