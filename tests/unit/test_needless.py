"""D8: who calls a person again and again for nothing still gets one, and nobody is notified of it."""

from datetime import timedelta

import pytest
from unit.core_nouns import BO, DM, ED, HELP, Table, card_thread

from handoff.effects import OpenCard, Surface
from handoff.states import State

ED_DM = ED.direct


def pinged(table: Table) -> list[bool]:
    """Whether the latest decision notified the team, by each card that it opens or word in the team channel."""
    cards = [e.ping for e in table.effects if isinstance(e, OpenCard)]
    return cards + [bool(post.ping) for post in table.says(Surface.TEAM)]


def needless(table: Table, how: str, times: int = 3) -> None:
    """Handed off, and ended by an agent who says nothing; each beyond the bundle of pings."""
    for _ in range(times):
        table.now += timedelta(minutes=5)
        table.speak("a human please")
        assert pinged(table) == [True]
        table.all_arrives()
        number = max(table.conversations)
        if how == "claimed":
            table.press("claim", number)
        table.command("/handoff return" if how == "return" else "/handoff close", BO, number=str(number))
    table.now += timedelta(minutes=5)


@pytest.mark.parametrize("how", ["return", "close", "claimed"])
def test_after_three_in_a_row_the_next_pings_nobody(how):
    """It is muted and in the queue as ever; the card says why it was quiet, and another's handoff pings."""
    table = Table()
    needless(table, how)
    table.speak("a human please")
    number = max(table.conversations)
    c = table.c(number)
    assert (c.state, pinged(table)) == (State.WAITING, [False])
    assert "asked the team" in table.texts()[0]
    assert c.reason is not None
    assert c.reason.evidence[-1] == "no ping: 3 handoffs in a row needed nobody"
    assert "unpinged" not in table.facts, "nor later, with others"
    table.speak("a human please", ED_DM, by=ED)
    assert pinged(table) == [True]


def test_two_are_not_enough():
    table = Table()
    needless(table, "close", 2)
    table.speak("a human please")
    assert pinged(table) == [True]


def test_a_word_of_an_agents_makes_the_count_fresh():
    """Said in this handoff, not in an earlier one of the same conversation."""
    table = Table()
    needless(table, "return", 2)
    table.speak("a human please")
    table.all_arrives()
    table.press("claim", 1)
    table.speak("Here I am.", card_thread(), by=BO)
    table.command("/handoff return", BO, number="1")
    assert pinged(table) == []
    needless(table, "return", 3)
    table.speak("a human please")
    assert pinged(table) == [False]


@pytest.mark.parametrize(("outcome", "words", "counts"), [("ai-could", "Two days.", True), ("person", "", False)])
def test_what_the_agent_says_decides(outcome, words, counts):
    """As in a report: answered, though the AI could have; or closed without a word to the customer, who was called up."""
    table = Table()
    needless(table, "close", 2)
    table.speak("a human please")
    table.all_arrives()
    number = max(table.conversations)
    table.press("claim", number)
    if words:
        table.speak(words, card_thread(table.c(number).thread), by=BO)
    table.send("close", number, outcome=outcome)
    assert table.c(number).state is State.CLOSED
    table.now += timedelta(minutes=5)
    table.speak("a human please")
    assert pinged(table) == [not counts]


def test_after_a_day_it_is_forgotten():
    table = Table()
    needless(table, "return")
    table.now += timedelta(days=1)
    table.speak("a human please")
    assert pinged(table) == [True]


def test_what_the_team_took_itself_does_not_count():
    """Taken over from the AI, and closed without a word."""
    table = Table()
    for number in (1, 2, 3):
        table.now += timedelta(minutes=5)
        table.speak("how long?", HELP, message_id=f"q{number}")
        table.command("/handoff takeover", BO, number=str(number))
        table.command("/handoff close", BO, number=str(number))
    table.now += timedelta(minutes=5)
    table.speak("a human please", DM)
    assert pinged(table) == [True]
