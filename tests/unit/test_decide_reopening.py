"""Reopening: who has it then, what both sides are told, and when another one is in the way."""

from datetime import datetime
from typing import Any

import pytest
from unit.core_nouns import AGENT, ANN, BO, CY, DM, FAR, HELP, TEAM, Table, card_thread

from handoff.effects import OpenCard, OpenThread, Surface, Transcript
from handoff.events import Answer, Commanded, Event, Pressed, Spoke
from handoff.model import AuthorKind, Mention, Trigger, Turn
from handoff.resolve import missing_of
from handoff.states import State

BACK = "This conversation is open again: Cy from the team is back with you, and can see everything so far."


@pytest.mark.parametrize("how", ["button", "command", "words", "slash in the customer's thread"])
def test_whoever_reopens_it_has_it_and_the_customer_is_told_who_is_back(how):
    table = Table().in_state("closed", HELP)
    epoch = table.c().epoch
    if how == "button":
        table.press("reopen", by=CY)
    elif how == "words":
        table.speak("reopen", card_thread(table.c().thread), CY, mentions_bot=True)
    else:
        at = {"place": table.c().place} if "slash" in how else {"number": "1"}
        table.command("/handoff reopen", CY, **at)
    c = table.c()
    assert (c.state, c.agent, c.epoch, c.turn, c.closed_at) == (State.CLAIMED, CY, epoch + 1, Turn.TEAM, None)
    [notice] = table.says()
    assert (notice.text, notice.ping) == (BACK, (Mention(kind="person", id=ANN.user),))
    team = table.texts(Surface.THREAD)
    assert team[0] == "Cy reopened this."
    assert (table.whisper or team[1]).startswith("#1 is yours.")
    assert (c.reason.trigger, table.says(Surface.TEAM)) == (Trigger.REOPEN, []), "nobody else is called"


def test_the_ai_stays_silent_and_the_customer_goes_on_in_it():
    table = Table().in_state("closed")
    table.press("reopen")
    table.speak("thank you for coming back")
    assert (table.c().run, list(table.conversations)) == ("", [1])
    assert table.texts(Surface.THREAD) or table.c().told == table.c().seq


def test_what_the_ai_still_says_is_a_draft():
    table = Table()
    table.speak("how long does delivery take?")
    run, epoch = table.c().run, table.c().epoch
    table.send("close")
    table.press("reopen")
    table.answer(Answer("Two days."), key=run, epoch=epoch)
    assert table.texts() == []
    assert (AuthorKind.AI, "Two days.") not in table.record()


def test_the_card_is_kept_or_opened_with_the_whole_record():
    table = Table().in_state("closed")
    table.press("reopen")
    assert not [e for e in table.effects if isinstance(e, OpenCard)]
    idle = Table().in_state("ai")
    idle.run_out("idle")
    before = idle.c()
    assert (before.state, before.carded) == (State.CLOSED, False)
    idle.command("/handoff reopen", number="1")
    opened = [e for e in idle.effects if isinstance(e, OpenCard | OpenThread | Transcript)]
    assert [type(e) for e in opened] == [OpenCard, OpenThread, Transcript]
    assert (opened[0].ping, opened[2].first, opened[2].last) == (False, 1, before.seq)


@pytest.mark.parametrize(
    ("state", "by", "words"),
    [
        ("ai", CY, "#1 is not closed: it is with the AI. Take it over to have it."),
        ("waiting", CY, "#1 is not closed: it is waiting, and nobody has it. Claim it to have it."),
        ("claimed", CY, "Bo has #1."),
        ("snoozed", CY, "Bo has #1."),
        ("claimed", BO, "You have #1 already."),
    ],
)
def test_what_is_not_closed_stays_as_it_is(state, by, words):
    table = Table().in_state(state)
    before = table.c()
    table.command("/handoff reopen", by, number="1")
    assert (table.c(), table.effects, table.whisper) == (before, [], words)


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("open", "Ann has another open conversation in the same place: #2. Go on with them in that one."),
        ("closed", "#1 is too old to be reopened: #2 came after it in the same place. Reopen that one instead."),
    ],
)
def test_never_beside_or_behind_a_later_one_of_the_same_place(then, words):
    """The customer's words go to the newest one of a place."""
    table = Table().in_state("closed")
    table.speak("another thing entirely")
    if then == "closed":
        table.send("close", 2)
    before = dict(table.conversations)
    table.press("reopen", 1)
    assert (table.conversations, table.effects, table.whisper) == (before, [], words)


def test_one_elsewhere_is_not_in_the_way():
    table = Table().in_state("closed", HELP)
    table.speak("in private")
    table.press("reopen", 1)
    assert table.c().state is State.CLAIMED


def test_only_by_whom_the_customer_can_be_reached():
    table = Table().in_state("closed")
    table.command("/handoff reopen", FAR, number="1")
    assert (table.c().state, table.effects) == (State.CLOSED, [])
    assert table.whisper.startswith("#1 can't be answered from Discord")


def test_without_a_number_none_is_meant():
    table = Table().in_state("closed")
    table.command("/handoff reopen", BO)
    assert table.whisper == "Which one? Type its number after the command, as on its card."


def asked(how: str, verb: str, at: datetime) -> Event:
    common: dict[str, Any] = {"key": "x", "at": at, "standing": AGENT}
    if how == "command":
        return Commanded(by=BO, place=TEAM, name="handoff", verb=verb, options={"number": "1"}, **common)
    if how == "button":
        return Pressed(by=BO, place=TEAM, verb=verb, number=1, **common)
    return Spoke(author=BO, place=card_thread(), message_id="m", text=verb, mentions_bot=True, **common)


@pytest.mark.parametrize("how", ["command", "button", "words"])
def test_what_is_at_its_place_is_loaded(how):
    """Whether a later one is there is known before it is decided; for other verbs nothing more is loaded."""
    table = Table().in_state("closed")
    loaded = table.loaded()
    loaded.by_place.clear()
    wanted = [missing_of([asked(how, verb, table.now)], loaded).places for verb in ("note", "reopen")]
    assert wanted == [frozenset(), frozenset({DM})]
