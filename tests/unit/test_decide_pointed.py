"""What is chosen in the menu of a message: which conversation is meant, and who may."""

from dataclasses import replace

import pytest
from unit.core_nouns import ANN, BO, CY, DM, ED, HELP, STRANGER, TEAM, UNKNOWN, Table, card_thread, thread

from handoff.commands import MESSAGE_ACTIONS
from handoff.decide import acts
from handoff.effects import OpenCard
from handoff.model import Trigger
from handoff.states import State

NOWHERE = "That message is part of no conversation"


def public() -> Table:
    """Two things that Ann asked in the support channel within its 20 s, and a card: conversation 1, waiting."""
    table = Table()
    table.speak("how do I pay?", HELP, message_id="m1")
    table.speak("I want a human", HELP, message_id="m2")
    table.all_arrives()
    return table


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("m1", HELP),
        ("m2", HELP),
        ("never-seen", thread("m1")),
        ("card-1", TEAM),
        ("card-1", card_thread()),
        ("a-transcript", card_thread()),
    ],
    ids=["question", "joined", "in its thread", "card", "card as seen in its thread", "in the card's thread"],
)
def test_it_is_claimed_from_any_of_its_messages(message, place):
    table = public()
    table.point(message, place)
    assert (table.c().state, table.c().agent) == (State.CLAIMED, BO)
    assert table.whisper.startswith("#1 is yours")


def test_our_own_messages_are_part_of_it_too():
    table = public()
    notice = next(link for link in table.links.values() if not link.original and link.place == table.c().place)
    table.point(notice.message_id, notice.place)
    assert table.c().agent == BO


@pytest.mark.parametrize(
    ("message", "place"),
    [("m9", HELP), ("m9", TEAM), ("m9", card_thread("another")), ("m9", replace(HELP, channel="C77")), ("m9", DM)],
    ids=["chat", "board", "another thread", "another channel", "somebody's direct messages"],
)
def test_messages_of_no_conversation(message, place):
    """Also in direct messages, where platforms let people point at what is none of ours."""
    table = public()
    table.speak("I want a human")
    table.point(message, place)
    assert table.effects == []
    assert table.whisper.startswith(NOWHERE)


def test_from_the_ai_it_is_taken_over():
    """Nobody asked for a person: whoever of the team points at the question has it, with a card, and the AI is muted."""
    table = Table().in_state("ai", HELP)
    table.point(table.c().place.thread, HELP)
    assert (table.c().state, table.c().agent, table.c().reason.trigger) == (State.CLAIMED, BO, Trigger.TAKEOVER)
    assert table.whisper.startswith("#1 is yours")
    assert any(isinstance(effect, OpenCard) for effect in table.effects)


def test_the_second_is_told_who_has_it():
    table = public()
    table.point("m1", HELP)
    table.point("card-1", TEAM, by=CY)
    assert (table.c().agent, table.whisper) == (BO, "Bo has #1.")


def test_of_two_in_one_thread_the_open_one_is_meant():
    """Ann's first is closed; what she asked there later is what somebody means who points at the thread."""
    table = Table().in_state("closed", HELP)
    table.speak("I want a human", table.c().place)
    table.all_arrives()
    first = next(link for link in table.links.values() if link.number == 1 and link.original)
    table.point(first.message_id, first.place)
    assert (table.c(1).state, table.c(2).state) == (State.CLOSED, State.CLAIMED)


@pytest.mark.parametrize(
    ("by", "changes", "words"),
    [
        (ED, {}, "Only the support team"),
        (ANN, {}, "Only the support team"),
        (ED, {"standing": STRANGER}, "This place is not served"),
        (BO, {"standing": UNKNOWN}, "Your rights could not be checked"),
    ],
)
def test_only_agents_may(by, changes, words):
    table = public()
    table.point("m1", HELP, by=by, **changes)
    assert (table.c().state, table.effects) == (State.WAITING, [])
    assert table.whisper.startswith(words)
    assert table.last.refused


def test_what_an_older_version_offered_does_nothing():
    table = public()
    table.point("m1", HELP, verb="vanish")
    assert table.effects == []
    assert table.whisper.startswith("I don't know that command")


def test_every_action_can_be_carried_out_and_fits_both_platforms():
    """Slack takes 24 characters of a name and 150 of a description, Discord 32 of a name."""
    for action in MESSAGE_ACTIONS:
        assert {action.verb, action.with_ai or action.verb} <= acts._VERBS.keys()
        assert len(action.title) <= 24
        assert len(action.help) <= 150
