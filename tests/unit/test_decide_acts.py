"""The customer's button and command, the lists, help, and what admins change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ADMIN, ANN, BO, DI, DM, ED, HELP, NOON, STRANGER, TEAM, UNKNOWN, Table, thread

from handoff.effects import Done, FormErrors, OpenForm, Surface, Whisper
from handoff.model import AuthorKind, Policy, Trigger
from handoff.states import State

# ---- a person is asked for


def test_the_button_hands_off_where_all_can_see():
    """The notice is the answer; nobody needs a whisper besides."""
    table = Table().in_state("ai", HELP)
    table.press("human", by=ANN, place=table.c().place, detail="2")
    assert (table.c().state, table.reply, table.c().reason.trigger) == (State.WAITING, Done(), Trigger.EXPLICIT)
    assert table.texts()[0].startswith("Of course. I've asked the team")


@pytest.mark.parametrize("by", [ED, BO, DI])
def test_the_button_is_the_askers_alone(by):
    table = Table().in_state("ai", HELP)
    table.press("human", by=by, place=table.c().place)
    assert (table.c().state, table.effects, table.last.refused) == (State.AI, [], "not the asker")
    assert table.whisper.startswith("That button is for whoever asked")


@pytest.mark.parametrize("how", ["button", "command"])
@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "The team has been asked already"),
        ("claimed", "Bo from the team is with you already"),
        ("snoozed", "Bo from the team is with you already"),
    ],
)
def test_asking_again_is_answered_with_how_things_stand(how, state, words):
    table = Table().in_state(state)
    table.press("human", by=ANN, place=DM) if how == "button" else table.command("/human", ANN, DM)
    assert (table.effects, table.whisper[: len(words)]) == ([], words)


@pytest.mark.parametrize("place", [DM, HELP])
def test_a_closed_conversations_button_still_reaches_a_person(place):
    """B4: a new conversation at the same place, handed off at once."""
    table = Table().in_state("closed", place)
    here = table.c().place
    table.press("human", by=ANN, place=here, detail="2")
    assert (table.c(1).state, table.c(2).state, table.c(2).place) == (State.CLOSED, State.WAITING, here)
    assert table.c(2).customer == ANN


def test_a_closed_conversations_button_asks_in_the_one_that_is_open_there_now():
    table = Table().in_state("closed")
    table.speak("how do I pay?")
    table.press("human", 1, by=ANN, place=DM)
    assert (table.c(2).state, len(table.conversations)) == (State.WAITING, 2)


def test_where_somebody_else_asks_now_the_request_goes_on_in_private():
    table = Table().in_state("closed", HELP)
    here = table.c().place
    table.speak("what was the answer?", here, by=ED, mentions_bot=True)
    table.press("human", 1, by=ANN, place=here)
    assert (table.c(2).state, table.c(3).state, table.c(3).place) == (State.AI, State.WAITING, DM)
    assert table.whisper.startswith("I've asked the team. They will write to you in direct messages.")


def test_the_command_outside_a_thread_goes_on_in_private():
    """A13: the reason is told to the team, and in no public place."""
    table = Table()
    table.command("/human", ANN, HELP, reason="a bill that shames me")
    assert (table.c().place, table.c().state) == (DM, State.WAITING)
    assert table.whisper.startswith("I've asked the team. They will write to you in direct messages.")
    assert table.record()[0] == (AuthorKind.CUSTOMER, "a bill that shames me")
    assert (table.c().last_words, table.c().reason.quote) == ("a bill that shames me", "a bill that shames me")
    assert "bill" not in "".join(table.texts())


@pytest.mark.parametrize(("state", "becomes"), [("waiting", "waiting"), ("claimed", "claimed"), ("snoozed", "claimed")])
def test_a_reason_that_comes_later_is_told_to_the_team_too(state, becomes):
    """Whoever waits, or is with somebody, is told so; and what they gave as the reason is not lost."""
    table = Table().in_state(state, HELP)
    here = table.c().place
    table.command("/human", ANN, here, reason="a bill that shames me")
    assert (table.c().state, table.record()[-1]) == (becomes, (AuthorKind.CUSTOMER, "a bill that shames me"))
    assert "a bill that shames me" in "".join(table.texts(Surface.THREAD))
    assert "bill" not in "".join(table.texts())


def test_the_command_without_a_reason_has_no_transcript_to_show():
    table = Table()
    table.command("/human", ANN, DM)
    assert [type(e).__name__ for e in table.effects] == ["Say", "OpenCard", "OpenThread"]
    assert (table.reply, len(table.says())) == (Done(), 1), "the notice is the answer"


def test_the_command_in_ones_own_thread_stays_there():
    table = Table().in_state("ai", HELP)
    here = table.c().place
    table.command("/human", ANN, here, reason="too long")
    assert (table.c().state, len(table.conversations), table.reply) == (State.WAITING, 1, Done())
    assert "too long" not in "".join(table.texts())


@pytest.mark.parametrize("here", [thread("of-others"), HELP])
def test_the_command_in_anothers_thread_is_private(here):
    table = Table().in_state("ai", HELP)
    table.command("/human", ED, table.c().place if here.thread else here)
    assert (table.c(1).state, table.c(2).place.channel) == (State.AI, "@U5")


def test_the_command_finds_what_is_open_in_direct_messages():
    table = Table().in_state("ai")
    table.command("/human", ANN, HELP)
    assert (len(table.conversations), table.c().state) == (1, State.WAITING)


def test_who_is_not_served_is_told_and_nothing_else():
    table = Table()
    table.command("/human", ANN, HELP, STRANGER)
    assert (table.conversations, table.whisper) == ({}, "This place is not served by this bot.")


def test_a_team_that_cannot_be_checked_still_hears_its_customers():
    """The platform could not be asked about rights: a person may be asked for all the same, and nothing else."""
    table = Table()
    table.command("/human", ANN, DM, UNKNOWN)
    assert table.c().state is State.WAITING
    table.command("/queue", BO, TEAM, UNKNOWN)
    assert table.whisper.startswith("Your rights could not be checked")


# ---- lists


def test_the_queue_lists_who_waits_and_who_is_in_hand():
    table = Table().claimed()
    for minute, who in enumerate((ED, replace(ED, user="U6", name="Fo"))):
        table.now = NOON + timedelta(minutes=minute)
        table.waiting("a real person please", replace(DM, channel=f"@{who.user}"), by=who)
    for act in (lambda: table.command("/queue", BO), lambda: table.press("queue", 0)):
        act()
        assert table.whisper.split("\n") == [
            "**Waiting**",
            "- #2 · Ed asked for a person",
            "- #3 · Fo asked for a person",
            "**In hand**",
            "- #1 · Ann: Bo",
        ]
        assert [(b.verb, b.number) for b in table.reply.post.buttons] == [("claim", 2), ("claim", 3)]


def test_an_empty_queue_says_so():
    table = Table()
    table.command("/queue", BO)
    assert table.whisper == "Nobody is waiting."


def test_help_shows_what_one_may_do():
    table = Table()
    table.command("/handoff help", ANN, DM)
    assert ("/human" in table.whisper, "/claim" in table.whisper, "/keywords" in table.whisper) == (True, False, False)
    table.command("/handoff help", BO)
    assert ("/claim" in table.whisper, "`//`" in table.whisper, "/keywords" in table.whisper) == (True, True, False)
    table.command("/handoff help", DI)
    assert "/keywords add" in table.whisper


@pytest.mark.parametrize(("name", "verb"), [("handoff", "fly"), ("fly", ""), ("keywords", "")])
def test_an_unknown_command_is_told(name, verb):
    table = Table()
    table.command(f"/{name} {verb}".strip(), BO)
    assert table.whisper.startswith("I don't know that command.")


# ---- keywords


@pytest.fixture
def table():
    return Table()


def test_keywords_are_added_listed_tested_and_removed(table):
    """In force with the commit: the next message is read with the new list."""
    table.command("/keywords add", DI, phrase="  Money   back ")
    assert (table.policy.keywords, table.policy.version) == (("cancel my account", "Money back"), 1)
    assert table.whisper == "From now on “Money back” hands a conversation to the team."
    (audit,) = table.last.audits
    assert (audit.by, audit.what, audit.before, audit.after) == (DI, "keywords", "", "Money back")
    table.command("/keywords list", DI)
    assert table.whisper.split("\n")[1:-1] == ["- Money back", "- cancel my account"]
    table.command("/keywords test", DI, text="give me my MONEY BACK")
    assert table.whisper == "This would hand off: the customer used a keyword (keyword “Money back”)."
    table.speak("I want my money back")
    assert table.c().reason.trigger is Trigger.KEYWORD
    table.command("/keywords remove", DI, phrase="MONEY BACK")
    assert (table.policy.keywords, table.policy.version) == (("cancel my account",), 2)
    table.command("/keywords remove", DI, phrase="money back")
    assert table.whisper.startswith("“money back” is not on the list.")


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("?!", "That phrase has no"),
        ("x" * 201, "That phrase is longer"),
        ("CANCEL my account", "“cancel my account” is on"),
        ("/(refund/", "That is no regular expression that I can use: missing "),
        ("/.*/", "That expression fits nearly every message"),
        ("/(\\pL\\pL){3}x/", "That expression is too big"),
        ("a* b", "“a\\*” is too little for a `*`"),
        ("no~", "“no\\~” is too short"),
    ],
)
def test_a_phrase_that_makes_no_sense_is_told(table, phrase, words):
    table.command("/keywords add", DI, phrase=phrase)
    assert (table.policy, table.last.audits, table.whisper[: len(words)]) == (Policy(), [], words)


def test_an_empty_list_says_how_to_begin(table):
    table.command("/keywords remove", DI, phrase="cancel my account")
    table.command("/keywords list", DI)
    assert table.whisper == "There are no keywords. `/keywords add PHRASE` makes one."


@pytest.mark.parametrize(("text", "fires"), [("hello", False), ("I hate you -0.95", True), ("let me talk to a human", True)])
def test_a_text_is_tested_as_first_words(table, text, fires):
    table.command("/keywords test", DI, text=text)
    assert table.whisper.startswith("This would hand off: ") == fires
    assert table.conversations == {}


@given(st.text(max_size=250))
def test_no_phrase_breaks_the_list_or_what_is_shown_of_it(phrase):
    """Whatever an admin types: it is refused in words, or matches itself; its markup is shown, not obeyed."""
    table = Table()
    table.send("add", 0, by=DI, phrase=phrase)
    added = table.policy.keywords[1:]
    assert added or isinstance(table.reply, FormErrors)
    if added and not set("*~/") & set(phrase):  # what stands for other words need not stand for itself
        table.command("/keywords test", DI, text=phrase)
        assert table.whisper.startswith("This would hand off: ")
    table.command("/keywords list", DI)
    assert "\n" not in "".join(added)
    assert table.whisper.count("\n") == len(table.policy.keywords) + 1


def test_of_a_long_list_the_first_are_shown(table):
    """A hundred thousand phrases would be no answer."""
    for n in range(120):
        table.command("/keywords add", DI, phrase=f"phrase {n}")
    table.command("/keywords list", DI)
    assert (table.whisper.count("- "), "… and 21 more." in table.whisper) == (100, True)


def test_a_phrase_without_words_opens_the_form_which_says_what_is_wrong(table):
    table.command("/keywords add", DI)
    assert isinstance(table.reply, OpenForm)
    table.send("add", 0, by=DI, phrase="at~")
    assert isinstance(table.reply, FormErrors)
    table.send("add", 0, by=DI, phrase="cancel~ my account -deletion")
    assert table.policy.keywords[1:] == ("cancel~ my account -deletion",)
    table.send("test", 0, by=DI, text="Please cancle my account")
    assert table.whisper.startswith("This would hand off: the customer used a keyword")


def test_an_admin_who_is_no_agent_cannot_work_on_conversations():
    """Rights are separate: ADMINS of the settings need not be AGENTS."""
    table = Table().waiting()
    table.press("claim", by=DI, standing=replace(ADMIN, agent=False))
    assert (table.c().agent, table.whisper[:30]) == (None, "Only the support team can do t")


# ---- forms


def test_a_form_asks_for_what_its_command_takes():
    table = Table().in_state("claimed")
    table.press("note")
    form = table.reply
    assert isinstance(form, OpenForm)
    assert (form.verb, form.number, form.title, form.submit) == ("note", 1, "Note in #1", "Note it")
    assert [(box.name, box.required) for box in form.inputs] == [("text", True)]


def test_a_command_without_the_words_it_needs_opens_its_form():
    table = Table().in_state("claimed")
    table.command("/handoff note")
    assert isinstance(table.reply, OpenForm)
    assert not table.effects


def test_what_is_wrong_with_a_form_is_said_in_it_and_nothing_typed_is_lost():
    table = Table().in_state("claimed")
    before = table.record()
    table.send("note", text="  ")
    assert isinstance(table.reply, FormErrors)
    assert table.reply.errors == {"text": "There is nothing to note: type the note after the command."}
    assert [(b.verb, b.number) for b in table.reply.again.buttons] == [("note", 1)]
    assert table.record() == before


def test_who_has_several_picks_one_with_a_button():
    table = Table().in_state("claimed")
    table.claimed(place=replace(DM, channel="@U5"), by=BO)
    table.command("/handoff release")
    assert table.whisper.startswith("Which one? You have #1, #2.")
    assert isinstance(table.reply, Whisper)
    assert [(b.verb, b.number, b.label) for b in table.reply.post.buttons] == [("release", 1, "#1"), ("release", 2, "#2")]


def test_a_pick_would_lose_the_words_that_were_typed():
    table = Table().in_state("claimed")
    table.claimed(place=replace(DM, channel="@U5"), by=BO)
    table.command("/handoff close", note="they were happy")
    assert isinstance(table.reply, Whisper)
    assert table.reply.post.buttons == ()
