"""Threads in direct messages: each a conversation of its own, unless it is a reply to what was said there."""

from dataclasses import replace

from unit.core_nouns import ANN, BO, DM, Table

from handoff.effects import OpenThread, Say, Surface
from handoff.states import State

PANE, OTHER = replace(DM, thread="t1"), replace(DM, thread="t2")


def places(table: Table) -> list[str]:
    return [c.place.thread for _, c in sorted(table.conversations.items())]


def test_each_thread_is_a_conversation_and_so_are_the_direct_messages():
    table = Table()
    for words, place in (("how do I pay?", PANE), ("where is it?", OTHER), ("hello?", DM), ("by card?", PANE)):
        table.speak(words, place)
    assert places(table) == ["t1", "t2", ""]
    assert [text for _, text in table.record(1)] == ["how do I pay?", "by card?"]


def test_it_is_called_what_was_asked_first():
    """Named once; in direct messages themselves there is nothing to name."""
    table = Table()
    table.speak("how do I pay?\nwith a card?", PANE)
    [named] = [e for e in table.effects if isinstance(e, OpenThread)]
    assert (named.surface, named.title) == (Surface.CUSTOMER, "how do I pay? with a card?")
    table.speak("hello?", PANE)
    assert not [e for e in table.effects if isinstance(e, OpenThread)]
    table.speak("hello?", DM)
    assert not [e for e in table.effects if isinstance(e, OpenThread)]


def test_the_whole_road_in_a_thread():
    """Handed off, claimed, answered, closed and begun anew, all of it there."""
    table = Table().claimed(place=PANE)
    table.speak("Hello Ann", replace(table.places.team, thread="card-1"), by=BO)
    [said] = [e for e in table.effects if isinstance(e, Say) and e.surface is Surface.CUSTOMER]
    assert (said.post.ping, table.c().place) == ((), PANE)
    table.press("close")
    table.send("close")
    table.speak("one more thing: how do I pay?", PANE)
    assert (table.c(1).state, table.c(2).state, table.c(2).place) == (State.CLOSED, State.AI, PANE)


def test_a_reply_to_the_direct_messages_is_said_there():
    """Also to our own words: who is handed off there and answers our notice in a thread of it must be heard by the team."""
    table = Table().claimed(place=DM, message_id="m1")
    ours = next(link.message_id for link in table.links.values() if not link.original and link.place == DM)
    for number, root in enumerate(("m1", ours)):
        table.speak(f"reply {number}", replace(DM, thread=root))
    assert len(table.conversations) == 1
    assert [text for _, text in table.record()][-2:] == ["reply 0", "reply 1"]
    assert table.says(Surface.THREAD)[0].text == "reply 1"


def test_a_reply_in_the_thread_of_a_reply_is_still_the_panes():
    """A message of the pane is no message of the direct messages themselves."""
    table = Table()
    table.speak("how do I pay?", PANE, message_id="m1")
    table.speak("by card?", PANE, by=ANN)
    assert places(table) == ["t1"]
