"""What a record tells of where the AI had a conversation, and what became of its answers, over several stretches of it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from unit.core_nouns import ANN, BO, DI, DM, Table, card_thread, grumpy, thread

from handoff.events import Answer, Answered, CannotAnswer, Failed, WantsHuman
from handoff.model import AuthorKind, File, Policy, Trigger
from handoff.replay import Replayed, Settings, replayed
from handoff.states import State

LONG = "Open the settings, choose your account, press Reset, and wait for the mail that we send you then."


def replay(table: Table, number: int = 1, **changes) -> Replayed:
    record = sorted((m for m in table.messages.values() if m.number == number), key=lambda m: m.seq)
    policy = replace(table.policy, **changes)
    return replayed(table.c(number), record, Settings(policy=policy, analyser=grumpy, answers=table.answers))


def found(table: Table, **changes) -> list[tuple[Trigger, int]]:
    return [(each.trigger, each.seq) for each in replay(table, **changes).handoffs]


# ---- by example


def test_an_answer_that_became_a_draft_would_have_been_said():
    """An unsure answer at the limit: a looser limit says it, and goes on with what was pressed and said."""
    table = Table(policy=Policy(failed_limit=1))
    table.speak("how?")
    table.answer(Answer("Perhaps so.", confidence=0.1))
    assert table.kinds()[-1] is AuthorKind.DRAFT
    assert found(table) == [(Trigger.FAILURES, 2)]
    assert replay(table, failed_limit=2) == Replayed(unknown=True)


def test_what_was_pressed_counts_where_it_was_pressed():
    table = Table()
    table.speak("how?")
    table.answer("So.")
    table.press("unhelpful", by=ANN, detail=str(table.c().ratable), place=DM)
    assert found(table) == []
    assert found(table, failed_limit=1) == [(Trigger.FAILURES, 2)]


def test_whoever_asks_for_a_person_is_handed_off_under_any_settings():
    """By the button too, which leaves no words in the record."""
    table = Table()
    table.speak("how?")
    table.press("human", by=ANN, place=DM)
    assert found(table, failed_limit=0) == [(Trigger.EXPLICIT, 2)]


def test_a_person_who_is_asked_for_with_a_reason():
    """The reason is for the team: no trigger reads it."""
    table = Table(policy=Policy(keywords=("refund",)))
    table.command("/human", by=ANN, place=DM, reason="refund")
    assert [each.trigger for each in replay(table).handoffs] == [Trigger.EXPLICIT]


def test_an_agents_words_mute_the_ai():
    table = Table()
    table.speak("how?", thread("m1"), mentions_bot=True)
    table.speak("let me see", thread("m1"), BO)
    assert found(table) == [(Trigger.AGENT, 2)]


def test_after_a_handoff_that_is_not_made_words_are_read_until_somebody_answers():
    """What the AI would have said is not known, and what the customer says to a person is nobody's business here."""
    table = Table(policy=Policy(keywords=("refund", "broken")))
    table.waiting("I want a refund")
    table.speak("it is broken")
    table.press("claim", by=BO)
    assert found(table) == [(Trigger.KEYWORD, 1)]
    table.policy = Policy(keywords=("broken",))
    [handoff] = replay(table).handoffs
    assert (handoff.trigger, handoff.seq, handoff.beyond, replay(table).unknown) == (Trigger.KEYWORD, 3, True, True)
    table.policy = Policy(keywords=("sorry",))
    table.speak("what?", card_thread(), BO)
    table.speak("sorry?")
    assert found(table) == []


def test_words_to_another_member_ask_for_nothing_but_a_person():
    table = Table(policy=Policy(keywords=("refund",)))
    table.speak("how?", thread("m1"), mentions_bot=True)
    table.speak("a refund, @bo", thread("m1"), mentions_others=True)
    assert found(table) == []


def test_a_record_of_before_is_read_by_our_own_sentences():
    """Whose conversation it was at each message was not kept then."""
    table = Table()
    for words in ("how?", "and where?"):
        table.speak(words)
        table.answer(CannotAnswer())
    table.messages = {at: replace(m, stretch=-1, response=None) for at, m in table.messages.items()}
    assert found(table) == []
    assert found(table, failed_limit=2) == [(Trigger.FAILURES, 4)]


def test_whoever_is_blocked_by_now_was_not_when_it_was_said():
    table = Table()
    table.waiting("I want a human")
    table.command("/handoff block", DI, number="1")
    assert found(table) == [(Trigger.EXPLICIT, 1)]


def test_moods_fade_as_they_did():
    """Unhappy words of three days are not one row of them."""
    table = Table()
    for _ in range(3):
        table.speak("bad -0.5")
        table.answer("So.")
        table.now += timedelta(days=1)
    assert found(table) == found(table, sentiment_threshold=-0.1) == []
    assert found(table, sentiment_abuse=-0.5) == [(Trigger.SENTIMENT, 1)]


def test_what_it_counts_begins_anew_with_each_stretch():
    """As it did: what the team gave back is a new time of the AI's."""
    table = Table()
    for _ in range(2):
        table.speak("how?")
        table.answer(CannotAnswer())
        table.press("human", by=ANN, place=DM)
        table.send("return", by=BO)
    assert [trigger for trigger, _ in found(table, failed_limit=2)] == [Trigger.EXPLICIT] * 2
    assert [trigger for trigger, _ in found(table, failed_limit=1)] == [Trigger.FAILURES] * 2


def test_a_person_who_is_asked_for_as_soon_as_the_ai_has_it_back():
    """What the AI said before the first handoff has no part in the second."""
    table = Table(policy=Policy(failed_limit=1))
    table.speak("how?")
    table.answer(CannotAnswer())
    table.send("return", by=BO)
    table.press("human", by=ANN, place=DM)
    assert [trigger for trigger, _ in found(table)] == [Trigger.FAILURES, Trigger.EXPLICIT]


# ---- by property


@dataclass
class Living:
    """A conversation that is decided as it happens, and at which step it was handed off."""

    table: Table
    run: tuple[str, int, int] = ("", 0, 0)  #: of the latest asking: key, epoch, and the newest message then
    handoffs: list[tuple[int, Trigger]] = field(default_factory=list)
    told: list[tuple[int, Trigger]] = field(default_factory=list)  #: a press is told by the message that was the newest then
    steps: dict[int, int] = field(default_factory=dict)  #: by seq: at which step the message came

    @property
    def c(self):
        return self.table.c()

    def does(self, step: int, what: tuple[str, object]) -> None:
        before, seq = (self.c.handoffs, self.c.seq) if self.table.conversations else (0, 0)
        self._does(*what)
        if self.c.handoffs > before:
            self.handoffs.append((step, self.c.reason.trigger))
            self.told.append((self.steps[seq] if what[0] == "unhelpful" else step, self.c.reason.trigger))
        if self.c.run and self.c.run != self.run[0]:
            self.run = (self.c.run, self.c.epoch, self.c.seq)
        self.steps |= dict.fromkeys(range(seq + 1, self.c.seq + 1), step)

    def _does(self, kind: str, given: object) -> None:
        table = self.table
        if kind == "say":
            table.speak(str(given))
        elif kind == "file":
            table.speak("", files=(File("a.png"),))
        elif kind == "aside":
            table.speak(str(given), thread("m1"), mentions_others=True)
        elif kind == "wait":
            table.now += timedelta(hours=given)
        elif kind == "return":
            table.send("return", by=BO)
        elif kind == "human" and self.c.state is State.AI:
            table.press("human", by=ANN, place=DM)
        elif kind in ("helped", "unhelpful") and self.c.ratable:
            table.press(kind, by=ANN, detail=str(self.c.ratable), place=DM)
        elif kind == "answer" and self.run[0]:
            outcome, early = given
            key, epoch, through = self.run
            self.run = ("", 0, 0)
            event = Answered(
                key=key, epoch=epoch, at=table.now, number=1, outcome=outcome, through=through if early else self.c.seq
            )
            table.does(event)


words = st.sampled_from(
    [
        *(
            "how long?",
            "how long is it?",
            "where is my parcel",
            "that didn't work",
            "thanks, that helped",
            "thanks",
            "ok",
            "hi",
        ),
        *("bad -0.5", "worse -0.7", "worst -0.95", "fine 0.8", "cancel my account", "I don't want a human", "I want a human"),
        *("wo ist es? (unknown)", "still not working -0.3"),
    ]
)
outcomes = st.sampled_from(
    [
        *(Answer(LONG), Answer(LONG, sources=("A",)), Answer("Two days."), Answer("Perhaps.", confidence=0.1)),
        *(Answer("Hello!", small_talk=True), CannotAnswer(), Failed("late"), WantsHuman("help")),
    ]
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("say"), words),
        st.tuples(st.just("answer"), st.tuples(outcomes, st.booleans())),
        st.sampled_from([("helped", 0), ("unhelpful", 0), ("human", 0), ("return", 0), ("file", 0)]),
        st.tuples(st.just("wait"), st.sampled_from([0.1, 8, 30])),
    ),
    max_size=24,
)
policies = st.builds(
    Policy,
    failed_limit=st.integers(0, 4),
    sentiment_threshold=st.sampled_from([-0.3, -0.4, -0.6]),
    sentiment_window=st.integers(3, 6),
    sentiment_minimum=st.integers(2, 3),
    sentiment_abuse=st.sampled_from([-0.9, -1.0, -0.6]),
    keywords_enabled=st.booleans(),
    turns_limit=st.integers(0, 4),
    files_enabled=st.booleans(),
)


def both(one: Policy, other: Policy, script: list[tuple[str, object]]) -> tuple[Living, Living]:
    """
    The same words, outcomes and presses under either policy, until one of them is closed; the team gives back to the AI
    what it has under both.
    """
    lives = Living(Table(policy=one)), Living(Table(policy=other))
    for step, what in enumerate([("say", "how long?"), *script]):
        same = lives[0].handoffs == lives[1].handoffs
        if what[0] == "return" and not (same and lives[0].c.state is State.WAITING):
            continue
        for life in lives:
            life.does(step, what)
        if not all(life.c.open for life in lives):
            break
    return lives


@settings(max_examples=200)
@given(policies, policies, steps)
def test_a_replay_is_what_it_would_have_been(one, other, script):
    """
    Recorded under one policy and replayed under another: the same handoffs, at the same steps, by the same triggers, as when
    the same customer speaks, with the same AI, under that other policy, up to the first handoff that it does not make.
    """
    recorded, lived = both(one, other, script)
    result = replay(recorded.table, **{name: getattr(other, name) for name in _CHANGED})
    made = [(recorded.steps[each.seq], each.trigger) for each in result.handoffs if not each.beyond]
    was, is_ = recorded.handoffs, lived.handoffs
    same = next((n for n, (a, b) in enumerate(zip(was, is_, strict=False)) if a != b), min(len(was), len(is_)))
    later = len(was) > same and (len(is_) == same or is_[same][0] > was[same][0])
    assert (made, result.unknown) == (lived.told[: same + (not later)], later)


@settings(max_examples=100)
@given(policies, steps)
def test_under_the_settings_of_its_time_a_record_is_what_it_was(policy, script):
    lived, _ = both(policy, policy, script)
    result = replay(lived.table)
    assert ([(lived.steps[each.seq], each.trigger) for each in result.handoffs], result.unknown) == (lived.told, False)


_CHANGED = (
    "failed_limit",
    "sentiment_threshold",
    "sentiment_window",
    "sentiment_minimum",
    "sentiment_abuse",
    "keywords_enabled",
    "turns_limit",
    "files_enabled",
)
