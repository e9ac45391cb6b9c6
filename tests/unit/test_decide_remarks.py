"""B6: an agent writes in the customer's own thread, and is asked whether they take the conversation."""

from dataclasses import replace

import pytest
from unit.core_nouns import AGENT, ANN, BO, CY, DM, ED, HELP, MEMBER, PLACES, TEAM, Table

from handoff.effects import Ask, Confide, Instead, Say, Surface
from handoff.events import Pressed
from handoff.model import Address, AuthorKind, Mention, Places
from handoff.ports import Row, RowState
from handoff.resolve import wants
from handoff.states import State


def asked(table: Table) -> list[Confide]:
    """What the latest decision asks an agent."""
    return [e for e in table.effects if isinstance(e, Confide)]


def answers(table: Table, verb: str, confided: Confide, by=BO, **changes) -> str:
    """The agent presses one of the two buttons; what stands in place of the question then."""
    detail = next(b.detail for b in confided.post.buttons if b.verb == verb)
    table.press(verb, confided.number, by, detail, **changes)
    return table.whisper


def remark(table: Table, by=BO, words: str = "I know this one", place: Address | None = None) -> Confide:
    table.speak(words, place or table.c().place, by)
    (confided,) = asked(table)
    table.all_arrives()
    return confided


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("ai", "the AI is silent there. Do you take #1?"),
        ("waiting", "#1 is waiting: do you take it?"),
        ("claimed", "Bo has #1: do you take it over?"),
    ],
)
def test_the_agent_alone_is_asked_once(state, words):
    """Not part of the record; a second remark while the same person has it asks nothing new."""
    table = Table().in_state(state, HELP)
    here, before = table.c().place, table.c().seq
    confided = remark(table, CY)
    assert (confided.to, confided.at, [b.verb for b in confided.post.buttons]) == (CY, here, ["mine", "remark"])
    assert confided.post.text.endswith(words)
    assert table.kinds()[before:] == [AuthorKind.AGENT]
    table.speak("one more thing", here, CY)
    assert asked(table) == []


@pytest.mark.parametrize("state", ["claimed", "closed"])
def test_who_has_it_already_is_not_asked(state):
    table = Table().in_state(state, HELP)
    table.speak("done", table.c().place, BO)
    assert asked(table) == []


@pytest.mark.parametrize("words", ["can you look into this again?", "a human please", "", "hello"])
@pytest.mark.parametrize("carded", [True, False])
def test_an_agent_who_speaks_to_the_bot_in_a_closed_thread_opens_nothing_for_themselves(words, carded):
    """They alone are told how to go on with the customer."""
    table = Table().in_state("closed", HELP)
    if not carded:  # the AI's alone, or its card was deleted since
        table.conversations[1] = replace(table.c(), carded=False, thread="")
    before = table.c()
    table.speak(words, before.place, CY, mentions_bot=True)
    assert (list(table.conversations), table.c()) == ([1], before)
    (told,) = table.effects
    assert isinstance(told, Confide)
    assert (told.number, told.to, told.at) == (int(carded), CY, before.place)
    assert told.post.text.startswith("#1 is closed, so this opened nothing. To go on with Ann, say reopen to me")


def test_an_agent_reopens_it_by_saying_so_there():
    table = Table().in_state("closed", HELP)
    table.speak("reopen", table.c().place, CY, mentions_bot=True)
    assert (table.c().state, table.c().agent, list(table.conversations)) == (State.CLAIMED, CY, [1])


def test_who_asked_there_asks_anew_though_they_are_of_the_team():
    """Whoever opened a conversation is its customer, whatever their role."""
    table = Table()
    table.speak("how long does delivery take?", HELP, BO, mentions_bot=True)
    place = table.c().place
    table.press("human", by=BO, place=place)
    table.all_arrives()
    table.press("close", by=CY)
    table.send("close", by=CY)
    table.speak("and to France?", place, BO, mentions_bot=True)
    assert (table.c(2).customer, table.c(2).place) == (BO, place)


def test_a_member_who_butts_in_is_asked_nothing():
    table = Table().in_state("ai", HELP)
    table.speak("me too", table.c().place, ED)
    assert asked(table) == []


@pytest.mark.parametrize("state", ["ai", "waiting"])
def test_i_take_it_claims(state):
    """The customer is told who of the team is with them; the agent what they have."""
    table = Table().in_state(state, HELP)
    told = answers(table, "mine", remark(table))
    assert (table.c().state, table.c().agent, table.c().remarks) == (State.CLAIMED, BO, ())
    assert table.texts() == ["You're with a person now: Bo from the team has joined, and can see the conversation so far."]
    assert told.startswith("#1 is yours.")


def test_the_first_words_of_a_claim_that_began_in_the_thread_notify_nobody_twice():
    table = Table().in_state("ai", HELP)
    answers(table, "mine", remark(table))
    table.all_arrives()
    table.speak("Is the plug dry?", replace(TEAM, thread=table.c().thread), BO)
    assert [post.ping for post in table.says()] == [()]


def test_i_take_it_takes_over_from_a_colleague():
    """They were told who has it when they were asked."""
    table = Table().in_state("claimed", HELP)
    confided = remark(table, CY)
    epoch = table.c().epoch
    told = answers(table, "mine", confided, CY)
    assert (table.c().state, table.c().agent, table.c().epoch) == (State.CLAIMED, CY, epoch + 1)
    assert "Cy took this over. Bo had it." in table.texts(Surface.THREAD)
    assert told.startswith("#1 is yours.")


def test_i_take_it_takes_from_the_ai_what_was_returned_meanwhile():
    """In one step, and nobody else is called."""
    table = Table().in_state("ai", HELP)
    confided = remark(table)
    table.send("return")
    table.all_arrives()
    epoch = table.c().epoch
    assert answers(table, "mine", confided).startswith("#1 is yours.")
    assert (table.c().state, table.c().agent, table.c().epoch) == (State.CLAIMED, BO, epoch + 1)
    assert table.texts(Surface.TEAM) == []
    assert "Bo took this over from the AI." in table.texts(Surface.THREAD)


def test_i_take_it_wakes_what_a_colleague_put_aside():
    table = Table().in_state("snoozed", HELP)
    answers(table, "mine", remark(table, CY), CY)
    assert (table.c().state, table.c().agent) == (State.CLAIMED, CY)


def test_who_was_slower_than_a_colleague_is_told_so():
    table = Table().in_state("ai", HELP)
    confided = remark(table)
    table.press("claim", 1, CY)
    epoch = table.c().epoch
    assert answers(table, "mine", confided) == "Cy has #1."
    assert (table.c().agent, table.c().epoch, table.effects) == (CY, epoch, [])


@pytest.mark.parametrize("verb", ["mine", "remark"])
@pytest.mark.parametrize(("by", "words"), [(CY, "Only Bo, who wrote"), (ANN, "Only the support team")])
def test_nobody_else_may_answer(verb, by, words):
    table = Table().in_state("ai", HELP)
    assert answers(table, verb, remark(table), by).startswith(words)
    assert (table.c().state, table.effects) == (State.WAITING, [])


@pytest.mark.parametrize("verb", ["mine", "remark"])
def test_a_second_press_changes_nothing(verb):
    table = Table().in_state("ai", HELP)
    confided = remark(table)
    answers(table, verb, confided)
    before = table.c()
    over = {"mine": "You have #1.", "remark": "That was settled already: #1 has moved on."}
    assert answers(table, verb, confided) == over[verb]
    assert (table.c(), table.effects, isinstance(table.reply, Instead)) == (before, [], True)


@pytest.mark.parametrize("verb", ["mine", "remark"])
def test_what_was_closed_meanwhile_stays_closed(verb):
    table = Table().in_state("ai", HELP)
    confided = remark(table)
    table.send("close", 1, CY)
    assert answers(table, verb, confided) == "That was settled already: #1 has moved on."
    assert (table.c().state, table.effects) == (State.CLOSED, [])


def test_just_a_remark_gives_it_back_to_the_ai():
    """Without a word in public; what the AI had answered it does not answer again, and it takes what comes next."""
    table = Table().in_state("ai", HELP)
    told = answers(table, "remark", remark(table))
    assert (table.c().state, table.c().remarks, told) == (State.AI, (), "Thank you. #1 is with the AI again.")
    assert (table.texts(), [e for e in table.effects if isinstance(e, Ask)]) == ([], [])
    assert table.texts(Surface.THREAD) == ["It was just a remark of Bo's: the AI has #1 again."]
    table.speak("and to Japan?", table.c().place)
    assert [type(e) for e in table.effects] == [Ask]


@pytest.mark.parametrize(
    ("state", "words"), [("waiting", "#1 is still waiting for a person."), ("claimed", "Bo goes on with #1.")]
)
def test_just_a_remark_changes_nothing_else(state, words):
    table = Table().in_state(state, HELP)
    confided = remark(table, CY)
    before = replace(table.c(), remarks=())
    assert answers(table, "remark", confided, CY) == f"Thank you. {words}"
    assert (table.c(), table.effects) == (before, [])


def test_a_question_that_was_still_open_is_answered_after_a_remark():
    """Once: the answer that came too late was no answer."""
    table = Table()
    table.speak("how long does delivery take?", HELP)
    run = table.c().run
    confided = remark(table)
    table.answer("Two days.", key=run, epoch=0, through=1)
    assert table.texts() == []
    answers(table, "remark", confided)
    assert [(e.after, e.epoch) for e in table.effects if isinstance(e, Ask)] == [(0, table.c().epoch)]
    table.answer("Two days.")
    assert len(table.texts()) == 1


def test_a_question_that_came_meanwhile_is_answered_after_a_remark():
    table = Table().in_state("ai", HELP)
    confided = remark(table)
    table.speak("ok", table.c().place)  # asks nothing
    table.speak("and to Japan?", table.c().place)
    seq = table.c().seq
    answers(table, "remark", confided)
    assert [e.after for e in table.effects if isinstance(e, Ask)] == [seq - 1]


def test_a_question_that_was_taken_back_is_not_answered():
    table = Table().in_state("ai", HELP)
    confided = remark(table)
    table.speak("and to Japan?", table.c().place, message_id="m-japan")
    table.delete("m-japan", table.c().place)
    answers(table, "remark", confided)
    assert [e for e in table.effects if isinstance(e, Ask)] == []


@pytest.mark.parametrize("arrives", [True, False])
def test_an_answer_that_was_on_its_way_is_not_said_twice(arrives):
    """The fence lets through what had begun, and stops what had not."""
    table = Table()
    table.speak("how long does delivery take?", HELP)
    table.answer("Two days.")
    (row,) = [row for row in table.pending(Say) if row.effect.kind is AuthorKind.AI]
    table.speak("I know this one", table.c().place, BO)
    (confided,) = asked(table)
    if arrives:
        table.arrives(row)
    else:
        table.fails(row, fenced=True)
    answers(table, "remark", confided)
    assert bool([e for e in table.effects if isinstance(e, Ask)]) == (not arrives)


def on_its_way() -> tuple[Table, Row, Confide]:
    """The AI's answer was begun and nobody knows whether it stands, as an agent writes and is asked."""
    table = Table()
    table.speak("how long does delivery take?", HELP)
    table.answer("Two days.")
    (row,) = [row for row in table.pending(Say) if row.effect.kind is AuthorKind.AI]
    table.rows[row.id - 1] = replace(row, state=RowState.STARTED)
    table.speak("I know this one", table.c().place, BO)
    (confided,) = asked(table)
    return table, row, confided


def runs(table: Table) -> list[int]:
    return [e.after for e in table.effects if isinstance(e, Ask)]


@pytest.mark.parametrize("stands", [True, False])
def test_an_answer_of_unknown_fate_is_waited_for_before_the_question_is_asked_again(stands):
    """It may stand: two answers to one question would be said."""
    table, row, confided = on_its_way()
    assert answers(table, "remark", confided) == "Thank you. #1 is with the AI again."
    assert (runs(table), table.c().unsaid) == ([], (2,))
    if stands:
        table.arrives(row)
    else:
        table.fails(row, fenced=True)
    assert (runs(table), table.c().unsaid, table.c().again) == ([] if stands else [0], (), 0)
    assert table.kinds()[1] is (AuthorKind.AI if stands else AuthorKind.DRAFT)
    if not stands:
        table.answer("Two days.")
        assert table.texts()[-1].startswith("Two days.")
    table.speak("and to Japan?", table.c().place)
    assert (len(runs(table)), table.c().heard) == (1, table.c().seq)


@pytest.mark.parametrize("stands", [True, False])
def test_what_the_customer_writes_before_that_is_known_is_asked_with_it(stands):
    table, row, confided = on_its_way()
    answers(table, "remark", confided)
    table.speak("hello? how long?", table.c().place)
    assert runs(table) == [0], "the question that no answer is known to stand of, and the new words"
    if stands:
        table.arrives(row)
    else:
        table.fails(row, fenced=True)
    assert (runs(table), table.c().again) == ([], 0)


def test_an_answer_of_unknown_fate_is_a_matter_of_the_past_once_somebody_has_it():
    table, row, confided = on_its_way()
    answers(table, "remark", confided)
    table.press("takeover", by=CY)
    table.fails(row, fenced=True)
    assert (runs(table), table.c().again) == ([], 0)


def test_what_is_loaded_to_tell_it():
    table, _, _ = on_its_way()
    event = Pressed(key="p", at=table.now, by=BO, standing=AGENT, place=HELP, verb="remark", number=1, detail="3")
    assert wants([event], PLACES).fates == {1}
    assert wants([replace(event, verb="claim")], PLACES).fates == set()


@pytest.mark.parametrize("words", ["I want a human", "please cancel my account"])
def test_who_asks_for_a_person_meanwhile_gets_one(words):
    """No remark takes that away."""
    table = Table().in_state("ai", HELP)
    confided = remark(table)
    table.speak(words, table.c().place)
    assert answers(table, "remark", confided) == "Thank you. #1 is still waiting for a person."
    assert table.c().state is State.WAITING


def test_who_presses_for_a_person_meanwhile_gets_one():
    table = Table().in_state("ai", HELP)
    confided = remark(table)
    table.press("human", 1, ANN, "2", place=table.c().place)
    answers(table, "remark", confided)
    assert table.c().state is State.WAITING


def test_of_two_agents_only_the_one_who_silenced_the_ai_gives_it_back():
    table = Table().in_state("ai", HELP)
    first, second = remark(table, BO), remark(table, CY)
    answers(table, "remark", second, CY)
    assert table.c().state is State.WAITING
    answers(table, "remark", first, BO)
    assert table.c().state is State.AI


def test_who_changes_their_mind_takes_it_from_the_ai():
    """One agent's remark was none of the other's."""
    table = Table().in_state("ai", HELP)
    first, second = remark(table, BO), remark(table, CY)
    answers(table, "remark", first, BO)
    answers(table, "mine", second, CY)
    assert (table.c().state, table.c().agent) == (State.CLAIMED, CY)


def test_the_ai_is_silenced_and_asked_about_each_time():
    table = Table().in_state("ai", HELP)
    answers(table, "remark", remark(table))
    confided = remark(table)
    assert (table.c().state, len(table.c().remarks)) == (State.WAITING, 1)
    answers(table, "remark", confided)
    assert table.c().state is State.AI


def test_who_does_not_answer_holds_nobody_up():
    """It waits in the queue as anything else does."""
    table = Table().in_state("ai", HELP)
    remark(table)
    table.press("claim", 1, CY)
    assert (table.c().state, table.c().agent) == (State.CLAIMED, CY)


# ---- what became of the question


def test_what_may_not_have_been_seen_is_asked_beside_the_card():
    """Where it stays, with the only ping that reaches that agent."""
    table = Table().in_state("ai", HELP)
    table.speak("I know this one", table.c().place, BO)
    (confided,) = asked(table)
    (row,) = table.pending(Confide)
    table.fails(row, uncertain=True)
    (post,) = table.says(Surface.THREAD)
    assert replace(confided.post, ping=(Mention(kind="person", id="U2"),)) == post


def test_nobody_is_pinged_on_a_platform_where_they_are_not():
    table = Table(places=Places(team=Address("discord", "", "900"), support=frozenset({("slack", "C1")})))
    table.in_state("ai", HELP)
    table.speak("I know this one", table.c().place, BO)
    (row,) = table.pending(Confide)
    table.fails(row)
    (post,) = table.says(Surface.THREAD)
    assert (post.ping, post.text.startswith("For Bo: You wrote")) == ((), True)


def test_the_customers_own_agent_account_is_a_customer():
    """Whoever opened it is the customer, whatever they are elsewhere."""
    table = Table()
    table.speak("how long?", DM, ANN, standing=MEMBER)
    assert asked(table) == []
