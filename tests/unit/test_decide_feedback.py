"""What the asker says of an answer, and what becomes of the AI's drafts."""

import pytest
from unit.core_nouns import ANN, BO, CY, ED, HELP, Table

from handoff import cards
from handoff.effects import Amend, Done, Surface
from handoff.events import Answer, CannotAnswer
from handoff.model import AuthorKind, Policy, Trigger
from handoff.states import State


def asked(text: str = "how long does delivery take?", **policy: object) -> Table:
    """An answer stands, which is the second message of the record."""
    table = Table(policy=Policy(**policy))
    table.speak(text)
    table.answer("Two days.")
    table.all_arrives()
    return table


def buttons(table: Table, seq: int) -> list[str]:
    """What message `seq` bears for the customer as it would be drawn now."""
    return [b.verb for b in cards.for_customer(table.messages[(1, seq)], table.c()).buttons]


def test_helped_closes_politely():
    table = asked()
    table.press("helped", by=ANN, detail="2")
    assert (table.c().state, table.reply) == (State.CLOSED, Done())
    assert table.texts() == ["Glad to hear it! If anything else comes up, just write here again."]
    assert buttons(table, 2) == []
    assert ("idle", 1) not in table.timers


def test_the_next_words_after_helped_are_a_new_conversation_with_the_ai():
    table = asked()
    table.press("helped", by=ANN, detail="2")
    table.speak("and to France?")
    assert (table.c(2).state, table.c(1).state) == (State.AI, State.CLOSED)


def test_unhelpful_counts_and_offers_a_person():
    table = asked()
    table.press("unhelpful", by=ANN, detail="2")
    assert (table.c().misses, table.c().missed) == (1, ("how long does delivery take?",))
    (words,) = table.says()
    assert words.text.startswith("I'm sorry that this did not help.")
    assert [b.verb for b in words.buttons] == ["human"]
    assert (buttons(table, 2), table.c().state) == ([], State.AI)


def test_unhelpful_at_the_limit_hands_off_with_its_evidence():
    table = asked(failed_limit=1)
    table.press("unhelpful", by=ANN, detail="2")
    assert (table.c().state, table.c().reason.trigger) == (State.WAITING, Trigger.FAILURES)
    assert "how long does delivery take?" in str(table.c().reason.evidence)
    assert "sorry" not in "".join(table.texts())


@pytest.mark.parametrize("since", ["ok", "and to France?"])
def test_the_evidence_is_the_question_that_was_answered(since):
    """Not what the customer said since."""
    table = asked(failed_limit=1)
    table.speak(since)
    table.press("unhelpful", by=ANN, detail="2")
    assert table.c().reason.quote == "how long does delivery take?"


def test_a_question_that_was_taken_back_is_no_evidence():
    table = asked(failed_limit=1)
    table.delete("m1")
    table.press("unhelpful", by=ANN, detail="2")
    assert (table.c().state, table.c().reason.evidence) == (State.WAITING, ("1 failed response",))


def test_asking_the_same_again_after_unhelpful_is_not_counted_twice():
    table = asked()
    table.press("unhelpful", by=ANN, detail="2")
    table.speak("how long does delivery take?")
    assert table.c().misses == 1


@pytest.mark.parametrize("verb", ["helped", "unhelpful"])
@pytest.mark.parametrize("by", [ED, BO])
def test_the_buttons_are_the_askers_alone(verb, by):
    table = asked()
    table.press(verb, by=by, detail="2")
    assert (table.effects, table.last.refused, table.c().state) == ([], "not the asker", State.AI)
    assert table.whisper == "Those buttons are for whoever asked the question."


@pytest.mark.parametrize("verb", ["helped", "unhelpful"])
@pytest.mark.parametrize("detail", ["2", "", "9", "x"])
def test_an_older_answer_can_not_be_rated(verb, detail):
    """Nor one twice, nor one that nobody ever showed."""
    table = asked()
    table.speak("and to France?")
    table.answer("Three days.")
    before = table.c()
    table.press(verb, by=ANN, detail=detail)
    assert (table.c(), table.effects) == (before, [])
    assert table.whisper.startswith("That answer can't be rated any more")


@pytest.mark.parametrize("verb", ["helped", "unhelpful"])
def test_a_second_press_changes_nothing(verb):
    table = asked()
    table.press(verb, by=ANN, detail="2")
    before = table.c()
    table.press(verb, by=ANN, detail="2")
    assert (table.c(), table.effects) == (before, [])


@pytest.mark.parametrize("state", ["waiting", "claimed"])
def test_nothing_is_closed_when_a_person_has_it(state):
    table = asked()
    table.speak("a human please")
    table.all_arrives()
    if state == "claimed":
        table.press("claim")
    table.press("helped", by=ANN, detail="2")
    assert (table.c().state, table.effects) == (State(state), [])


def test_helped_while_the_ai_works_on_more_closes_nothing():
    table = asked()
    table.speak("and to France?")
    table.press("helped", by=ANN, detail="2")
    assert (table.c().state, table.whisper, table.c().misses) == (State.AI, "Thanks!", 0)
    assert table.effects == [Amend(number=1, surface=Surface.CUSTOMER, seq=2)]
    assert buttons(table, 2) == ["human"]


@pytest.mark.parametrize("outcome", [CannotAnswer(), Answer("Hello!", small_talk=True)])
def test_only_an_answer_is_asked_about(outcome):
    table = Table()
    table.speak("where is my parcel?")
    table.answer(outcome)
    assert [b.verb for b in table.says()[0].buttons] == ["human"]


# ---- drafts


def drafted(claimed_by=None, place=None) -> Table:
    """The AI's late answer lies in the card's thread."""
    table = Table()
    table.speak("how long does delivery take?", *([place] if place else []))
    run, epoch = table.c().run, table.c().epoch
    table.speak("a human please", *([table.c().place] if place else []))
    table.all_arrives()
    if claimed_by:
        table.press("claim", by=claimed_by)
        table.all_arrives()
    table.answer("Two days.", key=run, epoch=epoch)
    return table


def offered(table: Table, seq: int) -> list[tuple[str, str]]:
    return [(b.verb, b.label) for b in cards.held(table.messages[(1, seq)], table.c()).buttons]


def test_the_claimant_may_send_the_draft_as_their_own_words():
    table = drafted(BO)
    seq = table.c().seq
    (post,) = table.says(Surface.THREAD)
    assert ([b.verb for b in post.buttons], table.texts()) == (["send", "discard"], [])
    table.press("send", by=BO, detail=str(seq))
    (said,) = table.says()
    assert (said.text, said.label) == ("Two days.", "Bo")
    assert (table.messages[(1, seq)].kind, table.messages[(1, seq)].author) == (AuthorKind.AGENT, BO)
    assert offered(table, seq) == []


def test_a_discarded_draft_is_never_said():
    table = drafted(BO)
    seq = table.c().seq
    table.press("discard", by=BO, detail=str(seq))
    assert (table.texts(), offered(table, seq)) == ([], [])
    table.press("send", by=BO, detail=str(seq))
    assert (table.texts(), table.whisper[:34]) == ([], "That message can't be sent any mor")


@pytest.mark.parametrize("verb", ["send", "discard"])
def test_the_draft_is_the_claimants(verb):
    table = drafted(BO)
    table.press(verb, by=CY, detail=str(table.c().seq))
    assert (table.effects, table.whisper) == ([], "Bo has #1.")


def test_whoever_sends_an_unclaimed_draft_claims():
    table = drafted()
    seq = table.c().seq
    assert offered(table, seq) == [("send", "Claim and send"), ("discard", "Discard")]
    table.press("send", by=CY, detail=str(seq))
    assert (table.c().state, table.c().agent) == (State.CLAIMED, CY)
    assert table.texts()[-1] == "Two days."


def test_a_draft_waits_for_whoever_claims():
    table = drafted()
    seq = table.c().seq
    table.press("claim", by=BO)
    assert offered(table, seq) == [("send", "Send"), ("discard", "Discard")]
    table.press("release", by=BO)
    assert offered(table, seq) == [("send", "Claim and send"), ("discard", "Discard")]


@pytest.mark.parametrize("verb", ["return", "close"])
def test_a_draft_is_dropped_with_the_agents_time(verb):
    table = drafted(BO, HELP)
    seq = table.c().seq
    table.send(verb, by=BO)
    assert offered(table, seq) == []
    table.press("send", by=BO, detail=str(seq))
    assert table.texts() == []


def test_keep_is_for_agents_words_and_discard_for_the_ais():
    table = drafted(BO)
    table.press("keep", by=BO, detail=str(table.c().seq))
    assert table.whisper.startswith("That message can't be sent any more")
