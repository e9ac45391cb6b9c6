"""Claim, release, close, return, note: who wins, who is told what, and what the card and the record say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.core_nouns import ANN, BO, CY, DI, DM, ED, FAR, HELP, NOON, PLACES, TEAM, Table, card_thread

from handoff.effects import Amend, OpenForm, Say, Surface, Transcript
from handoff.events import Departed
from handoff.model import AuthorKind, Places, Turn
from handoff.states import State

JOINED = "You're with a person now: Bo from the team has joined, and can see the conversation so far."


@pytest.fixture
def table():
    return Table().waiting()


# ---- claim


@pytest.mark.parametrize("how", ["button", "command", "next"])
def test_a_claim_wins_once_however_it_is_made(table, how):
    def claim(by):
        if how == "button":
            table.press("claim", by=by)
        else:
            table.command("/claim", by, **({"number": "1"} if how == "command" else {}))

    claim(BO)
    assert (table.c().agent, table.c().state, table.c().epoch, table.texts()) == (BO, State.CLAIMED, 2, [JOINED])
    assert table.whisper.startswith("#1 is yours.")
    claim(CY)
    assert (table.c().agent, table.effects) == (BO, [])
    assert table.whisper == ("Nobody is waiting." if how == "next" else "Bo has #1.")
    if how != "next":
        claim(BO)
        assert table.whisper == "You have #1 already."


@pytest.mark.parametrize(("state", "words"), [("ai", "#1 is with the AI"), ("closed", "#1 is closed.")])
def test_what_nobody_waits_in_cannot_be_claimed(state, words):
    table = Table().in_state(state)
    table.press("claim")
    assert (table.c().agent, table.whisper[: len(words)]) == (None, words)


def test_the_next_one_is_whoever_waits_longest():
    table = Table()
    for minute, who in enumerate((ANN, ED)):
        table.now = NOON + timedelta(minutes=minute)
        table.speak("I want a human", replace(DM, channel=f"@{who.user}"), by=who)
    table.command("/claim", BO)
    assert (table.c(1).agent, table.c(2).agent) == (BO, None)


def test_a_customer_without_a_name_is_called_so(table):
    table.conversations[1] = replace(table.c(), customer=replace(ANN, name=""))
    table.press("claim")
    assert "your words go to the customer" in table.whisper


# ---- claims only where one can work


@pytest.mark.parametrize("how", ["press", "command"])
def test_an_agent_of_the_other_platform_cannot_claim_a_direct_message(table, how):
    """C17: they could neither write under the card nor in the customer's direct messages; the reply says from where."""
    table.press("claim", by=FAR) if how == "press" else table.command("/claim", FAR, number="1")
    assert (table.c().agent, table.effects) == (None, [])
    assert table.whisper == (
        "#1 can't be answered from Discord: its card is on Slack. Claim it in the team channel there, with your Slack account."
    )


def test_an_agent_of_the_customers_platform_can_claim_a_thread():
    """The card is on Discord; the customer's thread is on the agent's Slack."""
    table = Table(places=replace(PLACES, team=replace(TEAM, platform="discord", workspace="")))
    table.waiting(place=HELP)
    table.press("claim", by=BO)
    assert table.c().agent == BO
    assert table.whisper.startswith("#1 is yours. Write to Ann in their own thread")


def test_the_next_one_is_one_that_the_agent_can_work_on():
    """Else the reply says why the one at the head is not for them."""
    table = Table(places=replace(PLACES, team=replace(TEAM, platform="discord", workspace="")))
    table.waiting()
    table.command("/claim", BO)
    assert "can't be answered from Slack: its card is on Discord" in table.whisper
    table.waiting(place=HELP, by=ED)
    table.command("/claim", BO)
    assert (table.c(1).agent, table.c(2).agent) == (None, BO)


def test_without_a_team_channel_only_a_thread_of_ones_own_platform_can_be_claimed():
    table = Table(places=Places(support=PLACES.support))
    table.waiting()
    table.press("claim", by=BO)
    assert "its card is on Slack" in table.whisper
    table.waiting(place=HELP, by=ED)
    table.press("claim", 2, by=BO)
    assert table.c(2).agent == BO


def test_anothers_held_words_claim_nothing(table):
    table.speak("hello", card_thread(), by=BO)
    table.press("send", by=FAR, detail=str(table.c().seq))
    assert (table.c().agent, table.whisper) == (None, "Only Bo, who wrote these words, can send them.")


# ---- release


def test_release_puts_it_back_and_tells_both_sides():
    table = Table().claimed()
    table.now += timedelta(minutes=5)
    table.press("release")
    c = table.c()
    assert (c.state, c.agent, c.claimed_at, c.turn, c.handed_at) == (State.WAITING, None, None, Turn.TEAM, table.now)
    assert (table.texts()[0][:25], table.texts(Surface.THREAD)) == (
        "Bo had to pass this on. S",
        ["Bo put this back in the queue."],
    )
    assert (table.whisper, table.last.dirty) == ("#1 is back in the queue.", {"card:1", "board"})


@pytest.mark.parametrize(
    ("state", "words"), [("waiting", "#1 is waiting"), ("ai", "#1 is with the AI"), ("closed", "#1 is closed already.")]
)
def test_what_nobody_has_cannot_be_released(state, words):
    table = Table().in_state(state)
    table.press("release")
    assert (table.effects, table.whisper[: len(words)]) == ([], words)


# ---- close


@pytest.mark.parametrize("state", ["ai", "waiting", "claimed", "snoozed"])
def test_close_ends_it_and_says_so(state):
    table = Table().in_state(state)
    epoch = table.c().epoch
    table.send("close", note="paid back")
    c = table.c()
    assert (c.state, c.epoch, c.agent, c.closed_at, c.turn, c.run) == (State.CLOSED, epoch + 1, None, NOON, Turn.NOBODY, "")
    assert table.texts() == ["This conversation is now closed. If anything else comes up, just write here again."]
    assert (AuthorKind.NOTE, "paid back") in table.record()
    assert "paid back" not in "".join(table.texts())
    assert table.timers == {}


def test_close_takes_the_buttons_off_the_last_answer():
    table = Table().in_state("ai")
    table.send("close")
    assert (table.c().buttons, table.effects[0]) == (0, Amend(number=1, surface=Surface.CUSTOMER, seq=2))


def test_closing_twice_is_told():
    table = Table().in_state("closed")
    for act in (table.press, table.send):
        act("close")
        assert (table.effects, table.whisper) == ([], "#1 is closed already.")


def test_a_number_and_a_note_typed_after_close(table):
    """`/handoff close 42 note`, whoever is waiting."""
    table.command("/handoff close", CY, number="1", note="spam")
    assert (table.c().state, (AuthorKind.NOTE, "spam") in table.record()) == (State.CLOSED, True)


# ---- return


def test_return_gives_it_back_to_the_ai():
    table = Table().claimed()
    table.send("return", note="explained delivery")
    assert (table.c().state, table.c().agent, table.c().turn) == (State.AI, None, Turn.CUSTOMER)
    assert table.texts()[0].startswith("You are back with the assistant.")
    assert table.texts(Surface.THREAD) == ["explained delivery", "Bo gave this back to the AI."]
    table.press("return")
    assert (table.whisper, table.effects) == ("#1 is with the AI already.", [])


def test_after_a_return_the_next_handoff_tells_the_team_what_is_new():
    """C3: each message of the time in between is in one transcript, once, also where others' words came amid them."""
    table = Table().claimed(place=HELP)
    here = table.c().place
    table.send("return")
    before = table.c().seq
    table.speak("how do I pay?", here)
    table.speak("I wonder too", here, by=ED)
    table.speak("a note of ours", card_thread(), by=CY)
    table.answer("By card.")
    table.speak("I want a human", here)
    kinds = [type(e).__name__ for e in table.effects]
    assert kinds == ["Say", "Amend", "Say", "Transcript"]
    assert table.effects[-1] == Transcript(number=1, first=before + 1, last=before + 5)
    again = table.effects[2]
    assert isinstance(again, Say)
    assert (again.surface, again.post.text) == (Surface.TEAM, "#1 · Ann is waiting again, and asked for a person.")
    assert [b.verb for b in again.post.buttons] == ["claim"]


def test_another_agents_conversation_is_left_alone():
    """Only who has it may move it; a third is told who has it."""
    for verb in ("release", "close", "return"):
        table = Table().claimed()
        table.press(verb, by=CY)
        assert (table.whisper, table.effects) == ("Bo has #1.", [])
        table.send(verb, by=CY)
        assert (table.c().agent, table.effects) == (BO, [])


@pytest.mark.parametrize("verb", ["close", "return"])
def test_opening_a_form_changes_nothing(verb):
    table = Table().claimed()
    before = table.c()
    table.press(verb)
    assert isinstance(table.reply, OpenForm)
    assert (table.reply.verb, table.reply.number, [i.name for i in table.reply.inputs]) == (verb, 1, ["note", "outcome"])
    assert (table.c(), table.effects) == (before, [])


# ---- notes


def test_a_note_is_for_the_team_alone():
    table = Table().claimed()
    table.command("/handoff note", CY, number="1", text="she pays late")
    assert (table.texts(), table.record()[-1]) == ([], (AuthorKind.NOTE, "she pays late"))
    assert [p.label for p in table.says(Surface.THREAD)] == ["Note by Cy"]
    assert table.whisper == "Noted in #1. The customer does not see it."


def test_an_empty_note_is_told(table):
    table.command("/handoff note", BO, number="1", text="  ")
    assert (table.whisper[:24], table.kinds()) == ("There is nothing to note", [AuthorKind.CUSTOMER, AuthorKind.SYSTEM])


# ---- which one is meant


def test_the_number_counts_before_the_thread_and_the_thread_before_what_one_has():
    table = Table().claimed()
    table.waiting(by=ED, place=replace(DM, channel="@U5"))
    table.command("/handoff close", BO, card_thread("card-1"), number="2")
    assert (table.c(1).state, table.c(2).state) == (State.CLAIMED, State.CLOSED)
    table.waiting(by=ED, place=replace(DM, channel="@U5"))
    table.command("/handoff close", BO, card_thread("card-3"))
    assert (table.c(1).state, table.c(3).state) == (State.CLAIMED, State.CLOSED)
    table.command("/handoff close", BO)
    assert table.c(1).state is State.CLOSED


@pytest.mark.parametrize("number", ["9", "x", "-1", "9" * 40])
def test_an_unknown_number_is_told(table, number):
    table.command("/handoff close", BO, number=number)
    assert (table.whisper, table.effects) == (f"There is no conversation #{number}.", [])
    table.press("claim", number=9)
    assert table.whisper == "There is no conversation #9."
    table.send("close", number=9)
    assert table.whisper == "There is no conversation #9."


@pytest.mark.parametrize("verb", ["release", "close", "return", "note"])
def test_in_a_customers_own_thread_that_one_is_meant(verb):
    """The agent has another conversation, which must not be the one that is closed."""
    table = Table().waiting(place=HELP)
    table.press("claim", by=BO)
    table.waiting(place=HELP, by=ED)
    table.press("claim", 2, by=CY)
    before = table.c(1)
    table.command(f"/handoff {verb}", BO, table.c(2).place, text="a note")
    assert table.c(1) == before
    assert table.whisper == ("Noted in #2. The customer does not see it." if verb == "note" else "Cy has #2.")
    table.command(f"/handoff {verb}", CY, table.c(2).place, text="a note")
    assert (table.c(1), "#2" in table.whisper) == (before, True)
    table.command(f"/handoff {verb}", CY, table.c(2).place, number="1", text="a note")
    assert "#1" in table.whisper, "a number goes before the place"


def test_a_claim_in_a_customers_own_thread_is_of_that_one():
    """Though somebody waits longer."""
    table = Table().waiting()
    table.waiting(place=HELP, by=ED)
    table.command("/claim", BO, table.c(2).place)
    assert (table.c(1).agent, table.c(2).agent) == (None, BO)


def test_an_agent_of_several_is_asked_which(table):
    table.press("claim")
    table.waiting(by=ED, place=replace(DM, channel="@U5"))
    table.press("claim", 2)
    table.command("/handoff release", BO)
    assert (table.whisper, table.effects) == ("Which one? You have #1, #2. Type the number after the command.", [])


def test_an_agent_of_none_is_told_where_to_look(table):
    table.command("/handoff release", BO)
    assert table.whisper == "You have no conversation just now. `/queue` shows who is waiting."


def test_ones_own_question_is_not_what_one_has_as_an_agent():
    """An agent may be somebody's customer too."""
    table = Table()
    table.speak("I want a human", replace(DM, channel="@U2"), by=BO)
    table.command("/handoff close", BO)
    assert (table.c().state, table.whisper[:12]) == (State.WAITING, "You have no ")


# ---- what an agent has who is away


@pytest.mark.parametrize(
    ("verb", "state", "line"),
    [
        ("release", State.WAITING, "Di put this back in the queue. Bo had it."),
        ("close", State.CLOSED, "Di closed this. Bo had it."),
        ("return", State.AI, "Di gave this back to the AI. Bo had it."),
    ],
)
@pytest.mark.parametrize("how", ["button", "command"])
def test_an_admin_may_do_with_it_what_its_agent_may(verb, state, line, how):
    """C6: else a conversation is locked for as long as whoever claimed it is away."""
    table = Table().claimed()
    if how == "command":
        table.command(f"/handoff {verb}", DI, number="1")
    elif verb == "release":
        table.press(verb, by=DI)
    else:
        table.press(verb, by=DI)
        assert isinstance(table.reply, OpenForm)
        table.send(verb, by=DI)
    assert (table.c().state, table.c().agent, table.texts(Surface.THREAD)) == (state, None, [line])
    if verb == "release":
        assert table.texts()[0].startswith("Bo had to pass this on."), "the customer knows Bo, not the admin"


@pytest.mark.parametrize("state", ["claimed", "snoozed"])
def test_whoever_leaves_the_team_locks_nothing(state):
    """C6: all that they have waits again; the customer and the team are told, and the team is called as at a handoff."""
    table = Table().in_state(state)
    table.waiting(place=replace(DM, channel="@U5"), by=ED)
    table.press("claim", 2, by=BO)
    table.waiting(place=replace(DM, channel="@U6"), by=replace(ED, user="U6"))
    table.press("claim", 3, by=CY)
    table.now += timedelta(minutes=5)
    since = len(table.rows)
    table.departs(BO)
    assert [(c.state, c.agent) for c in table.conversations.values()] == [(State.WAITING, None)] * 2 + [(State.CLAIMED, CY)]
    said = [row.effect for row in table.rows[since:]]
    assert [(e.number, e.surface, e.post.text.partition(".")[0]) for e in said] == [
        (1, Surface.CUSTOMER, "Bo had to pass this on"),
        (1, Surface.TEAM, "Bo is no longer in the team: #1 waits again"),
        (2, Surface.CUSTOMER, "Bo had to pass this on"),
        (2, Surface.TEAM, "Bo is no longer in the team: #2 waits again"),
    ]
    calls = [e.post for e in said if e.surface is Surface.TEAM]
    assert [bool(post.ping) for post in calls] == [True, False], "the second is bundled"
    assert [post.buttons[0].verb for post in calls] == ["claim", "claim"]
    assert ("bundle", 0) in table.timers
    assert {"card:2", "board"} <= table.last.dirty


def test_what_changed_hands_before_the_departure_is_noticed_stays_where_it_is():
    """A second Departed, or one that comes late, takes nothing from anybody."""
    table = Table().claimed()
    table.does(Departed(key="d", at=table.now, person=BO))
    table.press("release")
    table.press("claim", by=CY)
    table.run_out("departed")
    assert (table.c().agent, table.effects) == (CY, [])
    table.departs(BO)
    table.departs(ANN)
    assert (table.c().agent, table.c().state) == (CY, State.CLAIMED)
