"""Platform replies: found by what they are a reply to, carried as such, and quoting nothing that was taken back."""

from dataclasses import replace

import pytest
from unit.core_nouns import ANN, BO, DM, ED, HELP, PLACES, Table, card_thread

from handoff import cards
from handoff.decide.replies import KEPT
from handoff.effects import Amend, Say, Surface
from handoff.events import Spoke
from handoff.model import AuthorKind, MessageLink, Standing
from handoff.resolve import wants

THERE = card_thread()


def claimed() -> Table:
    """Ann said "a question" (m1) and more; Bo has it, and wrote "an answer" (b1), whose copy stands at Ann's (c1)."""
    table = Table()
    table.speak("a question", message_id="m1")
    table.claimed()
    table.speak("an answer", THERE, by=BO, message_id="b1")
    seq = table.c().seq
    table.links[("slack", DM.channel, "c1")] = MessageLink(1, seq, DM, "c1")
    return table


def said(table: Table) -> Say:
    [say] = [e for e in table.effects if isinstance(e, Say) and e.seq]
    return say


def test_what_a_reply_is_a_reply_to_is_asked_for():
    event = Spoke(key="k", at=Table().now, place=DM, message_id="m", author=ANN, standing=Standing(), text="x", reply_to="m1")
    assert wants([event], PLACES).links == {("slack", DM.channel, "m1")}
    assert wants([replace(event, place=THERE)], PLACES).links == {("slack", THERE.channel, "m1")}
    assert wants([replace(event, reply_to="")], PLACES).links == set()


@pytest.mark.parametrize(("reply_to", "answered"), [("m1", "a question"), ("c1", "an answer"), ("unknown", None), ("", None)])
def test_a_customers_reply_to_their_own_words_or_to_ours(reply_to, answered):
    table = claimed()
    table.speak("as I said", reply_to=reply_to)
    say = said(table)
    assert say.surface is Surface.THREAD
    assert (table.messages[(1, say.answers)].text if say.answers else None) == answered
    assert table.messages[(1, say.seq)].answers == say.answers


def test_a_claimants_reply_goes_to_the_customer_as_one():
    table = claimed()
    table.links[("slack", THERE.channel, "t1")] = MessageLink(1, 1, THERE, "t1")
    table.speak("to that one: yes", THERE, by=BO, reply_to="t1")
    assert (said(table).surface, said(table).answers) == (Surface.CUSTOMER, 1)


def test_held_words_are_still_a_reply_when_they_are_sent():
    table = claimed()
    table.links[("slack", THERE.channel, "t1")] = MessageLink(1, 1, THERE, "t1")
    table.speak("ask Cy?", THERE, by=BO, reply_to="t1", mentions_others=True)
    table.press("send", detail=str(table.c().seq))
    assert [e.answers for e in table.effects if isinstance(e, Say) and e.surface is Surface.CUSTOMER] == [1]


def test_a_reply_to_what_belongs_to_another_conversation_or_is_a_transcript_is_none():
    table = claimed()
    table.speak("I want a human", HELP, by=ED, message_id="e1")
    table.links[("slack", DM.channel, "e9")] = MessageLink(2, 1, DM, "e9")
    table.links[("slack", DM.channel, "t9")] = MessageLink(1, -1, DM, "t9")
    for other in ("e9", "t9"):
        table.speak("this?", reply_to=other)
        assert said(table).answers == 0


def test_a_reply_to_what_was_taken_back_is_none():
    table = claimed()
    table.delete("m1")
    table.speak("as I said", reply_to="m1")
    assert said(table).answers == 0


@pytest.mark.parametrize("change", [lambda t: t.edit("m1", "another question"), lambda t: t.delete("m1")])
def test_what_quotes_a_message_follows_it(change):
    """On whichever side the reply's copy stands; nothing else is touched."""
    table = claimed()
    table.speak("as I said", reply_to="m1")
    seq = table.c().seq
    change(table)
    quoting = [e for e in table.effects if isinstance(e, Amend) and e.quoting]
    assert quoting == [Amend(number=1, surface=s, seq=seq, quoting=True) for s in (Surface.CUSTOMER, Surface.THREAD)]


def test_what_does_not_quote_it_stays():
    table = claimed()
    table.speak("as I said", reply_to="m1")
    table.delete("b1", THERE)
    assert not [e for e in table.effects if isinstance(e, Amend) and e.quoting]


def test_only_the_latest_replies_are_remembered():
    table = claimed()
    for _ in range(KEPT + 1):
        table.speak("as I said", reply_to="m1")
    assert len(table.c().replies) == KEPT
    assert table.c().replies[-1] == (table.c().seq, 1)


def test_a_transcript_says_what_a_reply_is_to():
    """In our own line, where nothing in a customer's words can pass for it; not of what it does not hold."""
    table = Table()
    table.speak("a **question** [x](https://x.io)", message_id="m1")
    table.speak("as I said", reply_to="m1")
    shown = [table.messages[(1, seq)] for seq in (1, 2)]
    lines = cards.transcript(shown, table.c()).text.splitlines()
    assert [line for line in lines if "↪" in line] == [
        "**Ann · customer** ↪ “a \\*\\*question\\*\\* \\[x\\]\\(https://x.io\\)”"
    ]
    assert "↪" not in cards.transcript(shown[1:], table.c()).text
    gone = replace(shown[0], deleted=True, text="")
    assert "↪" not in cards.transcript([gone, shown[1]], table.c()).text
    note = replace(shown[0], kind=AuthorKind.NOTE)
    assert "↪" not in cards.transcript([note, shown[1]], table.c()).text
