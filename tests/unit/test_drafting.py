"""Where the AI answers, only drafts, or is silent."""

import pytest
from unit.core_nouns import BO, DI, DM, HELP, TEAM, Table

from handoff import cards
from handoff.effects import Ask, FormErrors, OpenForm, Surface
from handoff.events import Answer, Answered, CannotAnswer, Commanded, Failed, WantsHuman
from handoff.model import AuthorKind, Policy, Standing
from handoff.states import State


def set_ai(table: Table, value: str, channel=None) -> None:
    places = {"channel": channel} if channel else {}
    options = {"value": value} | ({"channel": channel.channel} if channel else {})
    about = {"by": DI, "standing": Standing(agent=True, admin=True), "place": TEAM, "options": options, "places": places}
    table.does(Commanded(key=table.key(), at=table.now, name="handoff", verb="ai", **about))


def drafts(table: Table, text: str = "Two days.") -> None:
    """The AI comes back to the run in flight."""
    c = table.c()
    table.does(Answered(key=c.run, at=table.now, number=1, epoch=c.epoch, outcome=Answer(text), through=c.seq))


def asks(table: Table) -> list[Ask]:
    return [e for e in table.effects if isinstance(e, Ask)]


@pytest.mark.parametrize("value", ["off", "draft"])
def test_every_question_goes_to_the_team(value):
    table = Table()
    set_ai(table, value)
    table.speak("how long does delivery take?")
    assert table.c().state is State.WAITING
    assert table.texts() == ["Thanks for your message. I've asked the team, and a person will answer you here."]
    assert len(asks(table)) == (value == "draft")
    assert f"set to “{value}”" in table.c().reason.evidence[0]


def test_a_channel_may_have_its_own():
    table = Table()
    set_ai(table, "off", HELP)
    table.speak("how long does delivery take?", HELP)
    table.speak("how long does delivery take?", DM)
    assert (table.c(1).state, table.c(2).state) == (State.WAITING, State.AI)
    set_ai(table, "on")
    assert table.policy.ai_at == {}, "everywhere means everywhere"


def test_the_change_is_kept_with_who_and_what():
    table = Table()
    set_ai(table, "off", HELP)
    (audit,) = table.last.audits
    assert (audit.by, audit.what, audit.before, audit.after) == (DI, "ai slack:C1", "on", "off")
    assert table.whisper == "The AI is silent in that channel: every question there goes to the team."


def test_what_is_not_a_mode_or_a_channel_is_told():
    table = Table()
    table.command("/handoff ai", DI)
    assert isinstance(table.reply, OpenForm)
    table.send("ai", 0, DI, value="loud")
    assert isinstance(table.reply, FormErrors)
    table.command("/handoff ai", DI, value="off", channel="nowhere")
    assert table.whisper.startswith("I don't know that channel.")
    assert table.policy == Policy()


def test_what_was_with_the_ai_goes_to_the_team_with_its_next_question():
    table = Table().in_state("ai")
    set_ai(table, "off")
    assert table.c().state is State.AI
    table.speak("and to France?")
    assert table.c().state is State.WAITING


@pytest.mark.parametrize("value", ["off", "draft"])
def test_what_it_works_on_when_it_is_switched_off_is_not_said(value):
    """At once means at once: the question goes to the team, with what the AI found as a draft."""
    table = Table()
    table.speak("how long does delivery take?")
    set_ai(table, value)
    table.answer("Two days.")
    assert (table.c().state, table.c().run) == (State.WAITING, "")
    assert table.texts() == ["Thanks for your message. I've asked the team, and a person will answer you here."]
    assert table.record()[-1] == (AuthorKind.DRAFT, "Two days.")
    assert [b.verb for post in table.says(Surface.THREAD) for b in post.buttons] == ["send", "discard"]


@pytest.mark.parametrize("outcome", [CannotAnswer(), Failed("broken"), Answer("Hello!", small_talk=True)])
def test_what_it_does_not_know_when_it_is_switched_off_goes_to_the_team_all_the_same(outcome):
    table = Table()
    table.speak("how long does delivery take?")
    set_ai(table, "off")
    table.answer(outcome)
    assert (table.c().state, table.c().reason.quote) == (State.WAITING, "how long does delivery take?")
    assert AuthorKind.DRAFT not in table.kinds()


@pytest.mark.parametrize(("value", "asked"), [("off", 0), ("draft", 1)])
def test_what_came_meanwhile_is_drafted_only_where_it_drafts(value, asked):
    table = Table()
    table.speak("how long does delivery take?")
    seq = table.c().seq
    table.speak("and to France?")
    set_ai(table, value)
    table.answer("Two days.", through=seq)
    assert (table.c().state, len(asks(table))) == (State.WAITING, asked)


def test_a_wish_for_a_person_is_a_wish_for_a_person_when_it_is_switched_off():
    table = Table()
    table.speak("I never got my refund")
    set_ai(table, "off")
    table.answer(WantsHuman("money back"))
    assert (table.c().state, table.c().reason.evidence) == (State.WAITING, ("money back",))


def test_without_an_ai_nobody_is_told_that_it_answers_or_drafts():
    table = Table(answers=False)
    for value in ("on", "draft"):
        set_ai(table, value)
        assert table.whisper.startswith("That is kept, but no AI is set up")
    set_ai(table, "loud")
    assert table.whisper.startswith("Say on, off or draft")


def test_the_draft_lies_in_the_cards_thread_and_is_never_said():
    table = Table(policy=Policy(ai="draft"))
    table.speak("how long does delivery take?")
    table.all_arrives()
    drafts(table)
    assert (table.texts(), table.record()[-1]) == ([], (AuthorKind.DRAFT, "Two days."))
    assert [b.verb for b in table.says(Surface.THREAD)[0].buttons] == ["send", "discard"]


def test_each_new_question_brings_a_draft_in_place_of_the_one_before():
    table = Table(policy=Policy(ai="draft"))
    table.speak("how long does delivery take?")
    table.all_arrives()
    drafts(table)
    first = table.c().seq
    table.press("claim", by=BO)
    table.all_arrives()
    table.speak("and to France?")
    assert len(asks(table)) == 1
    drafts(table, "Three days.")
    assert [seq for seq, _ in table.c().holding] == [table.c().seq]
    assert cards.held(table.messages[(1, first)], table.c()).buttons == ()


def test_one_run_at_a_time_and_what_comes_meanwhile_is_folded_in():
    table = Table(policy=Policy(ai="draft"))
    table.speak("how long does delivery take?")
    table.speak("to France, I mean")
    assert asks(table) == []
    drafts(table)
    assert len(asks(table)) == 0, "the run was shown both"
    table.speak("by express?")
    assert len(asks(table)) == 1


def test_a_draft_asked_for_before_the_claim_is_kept_after_it():
    table = Table(policy=Policy(ai="draft"))
    table.speak("how long does delivery take?")
    table.all_arrives()
    c = table.c()
    table.press("claim", by=BO)
    table.does(Answered(key=c.run, at=table.now, number=1, epoch=c.epoch, outcome=Answer("Two days."), through=c.seq))
    assert table.record()[-1] == (AuthorKind.DRAFT, "Two days.")
    assert table.c().run == ""


@pytest.mark.parametrize("words", ["a human please", "can I talk to a person?"])
def test_nothing_is_drafted_for_who_asks_for_a_person(words):
    table = Table(policy=Policy(ai="draft"))
    table.speak(words)
    assert (table.c().state, asks(table)) == (State.WAITING, [])


def test_no_draft_is_no_noise():
    table = Table(policy=Policy(ai="draft"))
    table.speak("how long does delivery take?")
    table.all_arrives()
    c = table.c()
    table.does(Answered(key=c.run, at=table.now, number=1, epoch=c.epoch, outcome=CannotAnswer(), through=c.seq))
    assert (table.effects, table.c().misses, table.c().run) == ([], 0, "")


def test_where_it_may_answer_a_claimed_conversation_asks_nothing():
    table = Table().in_state("claimed")
    table.speak("how long does delivery take?")
    assert asks(table) == []


def test_closing_ends_the_drafting():
    table = Table(policy=Policy(ai="draft")).in_state("waiting")
    table.speak("how long does delivery take?")
    c = table.c()
    table.send("close", by=BO)
    table.does(Answered(key=c.run, at=table.now, number=1, epoch=c.epoch, outcome=Answer("Two days."), through=c.seq))
    assert (table.effects, table.c().state) == ([], State.CLOSED)


def test_reload_is_seen_by_every_process():
    table = Table()
    table.command("/handoff reload", DI)
    first = table.facts["pages"]
    table.command("/handoff reload", DI)
    assert table.facts["pages"] != first
    assert table.whisper.startswith("The help pages are being read again")
