"""What customers write after the close, with a reopen window; and how long the AI's conversations stay open."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.core_nouns import ANN, BO, DI, DM, ED, FAR, HELP, Table, thread

from handoff.effects import Ask, Surface, Transcript
from handoff.model import AuthorKind, Mention, Policy
from handoff.states import State

HOUR = timedelta(hours=1)


@pytest.fixture
def table():
    """Bo had #1 and closed it; customers come back within an hour."""
    table = Table(policy=Policy(reopen_window=HOUR)).claimed(BO)
    table.press("close", by=BO)
    table.send("close", by=BO)
    table.all_arrives()
    assert table.c().state is State.CLOSED
    return table


def test_within_the_window_it_waits_again_for_the_same_agent(table):
    """Not the AI: the team is told in the channel, with the agent's ping, and the thread has the new words."""
    epoch = table.c().epoch
    table.now += HOUR
    table.speak("it broke again")
    c = table.c()
    assert (len(table.conversations), c.state, c.epoch, c.agent, c.closed_at) == (1, State.WAITING, epoch + 1, None, None)
    assert not [e for e in table.effects if isinstance(e, Ask)]
    assert table.texts() == ["Welcome back. I've let Bo from the team know, and a person will answer you here."]
    [call] = table.says(Surface.TEAM)
    assert (call.text, call.ping) == ("#1 · Ann wrote again after the close. Bo had it.", (Mention(kind="person", id=BO.user),))
    [transcript] = [e for e in table.effects if isinstance(e, Transcript)]
    assert [table.messages[1, n].kind for n in range(transcript.first, transcript.last + 1)] == [AuthorKind.CUSTOMER]
    table.all_arrives()
    table.command("/claim", BO, number="1")
    assert table.c().agent == BO


@pytest.mark.parametrize("words", ["thanks!", "ok, bye"])
def test_thanks_never_bring_it_back(table, words):
    table.speak(words)
    assert (table.c().state, table.effects) == (State.CLOSED, [])


def test_after_the_window_the_ai_begins_anew(table):
    table.now += HOUR + timedelta(seconds=1)
    table.speak("it broke again")
    assert (table.c(1).state, table.c(2).state) == (State.CLOSED, State.AI)


def test_without_a_window_the_ai_begins_anew(table):
    """The default."""
    table.policy = Policy()
    table.speak("it broke again")
    assert (table.c(1).state, table.c(2).state) == (State.CLOSED, State.AI)


def test_what_no_person_had_does_not_come_back():
    table = Table(policy=Policy(reopen_window=HOUR))
    table.speak("how long?")
    table.press("close", by=BO)
    table.send("close", by=BO)
    table.speak("and how much?")
    assert (table.c(1).state, table.c(2).state) == (State.CLOSED, State.AI)


def test_in_a_public_thread_only_its_asker_brings_it_back():
    """Nobody else's words there do, nor the asker's to another member."""
    table = Table(policy=Policy(reopen_window=HOUR)).claimed(BO, place=HELP)
    place = table.c().place
    table.send("close", by=BO)
    table.speak("me too", place, ED)
    table.speak("look here", place, mentions_others=True)
    assert table.c().state is State.CLOSED
    table.speak("it broke again", place)
    assert (table.c().state, len(table.conversations)) == (State.WAITING, 1)
    assert place == thread(place.thread)


def test_an_agent_of_another_platform_is_not_pinged_where_they_are_not():
    """The team is called as at a handoff."""
    table = Table(policy=Policy(reopen_window=HOUR, ping_bundle=timedelta(0))).claimed(BO)
    table.conversations[1] = replace(table.c(), agent=FAR)
    table.send("close", by=DI)
    table.speak("it broke again", DM, ANN)
    assert [post.ping for post in table.says(Surface.TEAM)] == [(Mention(kind="here"),)]


# ---- conversation.idle


def test_a_longer_idle_time_counts_for_what_is_open():
    """The timer that was set runs out, and the conversation stays open for the rest."""
    table = Table(policy=Policy(idle=HOUR))
    table.speak("how long?")
    table.policy = Policy(idle=2 * HOUR)
    table.run_out("idle")
    assert table.c().open
    table.run_out("idle")
    assert (table.c().state, table.now - table.c().customer_at) == (State.CLOSED, 2 * HOUR)


def test_no_idle_time_is_for_ever():
    table = Table(policy=Policy(idle=HOUR))
    table.speak("how long?")
    table.policy = Policy(idle=timedelta(0))
    table.run_out("idle")
    assert (table.c().open, table.timers) == (True, {})
