"""A conversation in public goes on in direct messages, once a first message stands there; else it goes on where it is."""

from dataclasses import replace

import pytest
from unit.core_nouns import ANN, BO, CY, DM, FAR, HELP, TEAM, Table, thread

from handoff import cards
from handoff.effects import OpenPrivate, Say, Surface
from handoff.events import Delivered
from handoff.model import AuthorKind
from handoff.place import where
from handoff.queue import can_work
from handoff.states import State

LINE = "This conversation goes on in direct messages."
HELLO = "Let's go on here, in private. What was said so far is known here: just write."
PUBLIC = thread("m1")


def claimed() -> Table:
    table = Table().in_state("claimed", HELP)
    table.conversations[1] = replace(table.c(), place=PUBLIC)
    return table


def row_of(table: Table) -> int:
    return next(row.id for row in table.rows if isinstance(row.effect, Say) and row.effect.move)


def hello(table: Table) -> Say:
    effect = table.rows[row_of(table) - 1].effect
    assert isinstance(effect, Say)
    return effect


def arrives(table: Table) -> None:
    """The first private message stands."""
    table.arrives(table.rows[row_of(table) - 1], "d1", place=DM)


def refused(table: Table) -> None:
    table.fails(table.rows[row_of(table) - 1], "Ann's direct messages are closed to us, or Ann has blocked the bot.")


def no_thread(table: Table) -> None:
    """There are no private threads on that platform: nothing was done."""
    (row,) = table.pending(OpenPrivate)
    table.does(Delivered(key="none", at=table.now, row=row.id, place=PUBLIC, receipts=()))


def moved(how: str = "team") -> Table:
    table = claimed()
    table.press("private", by=BO) if how == "team" else table.press("privately", by=ANN, place=PUBLIC)
    arrives(table)
    return table


@pytest.mark.parametrize("how", ["team", "customer"])
def test_it_goes_on_where_the_first_private_message_stands(how):
    table = moved(how)
    assert (hello(table).place, hello(table).post.text) == (DM, HELLO)
    assert (table.c().place, table.c().earlier_places, table.c().going) == (DM, (PUBLIC,), None)
    line = next(e for e in table.effects if isinstance(e, Say) and e.surface is Surface.CUSTOMER)
    assert (line.post.text, line.place) == (LINE, PUBLIC), "one neutral line stays where it was"
    assert "goes to Ann in direct messages" in table.texts(Surface.THREAD)[0]
    assert table.record()[-1] == (AuthorKind.SYSTEM, HELLO)
    assert "in private" in where(table.c())


def test_nothing_moves_before_the_first_private_message_stands():
    table = claimed()
    table.press("private", by=BO)
    assert (table.c().place, table.c().going) == (PUBLIC, DM)
    assert table.whisper.startswith("I'm writing to Ann in direct messages.")
    table.press("private", by=BO)
    assert table.effects == []
    assert table.whisper == "Ann is being written to in direct messages already."


def test_a_customer_who_is_faster_than_the_receipt_is_not_taken_for_somebody_new():
    table = claimed()
    table.press("private", by=BO)
    table.speak("here I am", DM, by=ANN)
    assert (list(table.conversations), table.record()[-1]) == ([1], (AuthorKind.CUSTOMER, "here I am"))
    arrives(table)
    assert table.c().place == DM


@pytest.mark.parametrize("how", ["team", "customer"])
def test_where_direct_messages_are_refused_it_goes_on_in_public_and_whoever_asked_is_told_what_to_do(how):
    table = claimed()
    table.press("private", by=BO) if how == "team" else table.press("privately", by=ANN, place=PUBLIC)
    refused(table)
    assert table.c().going == DM, "a private thread is tried first"
    no_thread(table)
    assert (table.c().place, table.c().going, table.c().state) == (PUBLIC, None, State.CLAIMED)
    if how == "team":
        assert table.texts() == []
        assert "Ann's direct messages are closed to us" in table.texts(Surface.THREAD)[0]
    else:
        assert table.texts(Surface.THREAD) == []
        assert table.texts()[0].startswith("I can't write to you in direct messages. Open them to this bot")
    table.press("private", by=BO)
    assert table.c().going == DM, "it can be tried again"


@pytest.mark.parametrize("how", ["team", "customer"])
def test_where_direct_messages_are_refused_it_goes_on_in_a_private_thread(how):
    table = claimed()
    table.press("private", by=BO) if how == "team" else table.press("privately", by=ANN, place=PUBLIC)
    refused(table)
    (opens,) = table.pending(OpenPrivate)
    assert (opens.effect.person, opens.effect.title, opens.lane) == (ANN, "In private (#1)", "1:customer")
    table.arrives(opens, "t7", place=HELP)
    c = table.c()
    assert (c.place, c.hidden, c.private, c.earlier_places, c.going) == (thread("t7"), True, True, (PUBLIC,), None)
    line, hello = sorted(
        (e for e in table.effects if isinstance(e, Say) and e.surface is Surface.CUSTOMER), key=lambda e: e.seq
    )
    assert (line.post.text, line.place) == ("This conversation goes on in private.", PUBLIC)
    assert (hello.post.text, hello.place, hello.post.ping) == (HELLO, None, ())
    assert "goes to Ann in a private thread, since their direct messages are closed" in table.texts(Surface.THREAD)[0]
    assert where(c) == "Private thread on Slack"
    assert not any(b.verb in ("private", "privately") for post in (cards.card(c), hello.post) for b in post.buttons)
    table.speak("here I am", thread("t7"), by=ANN)
    assert table.record()[-1] == (AuthorKind.CUSTOMER, "here I am")
    table.press("private", by=BO)
    assert (table.whisper, table.effects) == ("#1 is in private already.", [])


def test_a_private_thread_that_is_refused_too_leaves_it_in_public():
    table = claimed()
    table.press("private", by=BO)
    refused(table)
    (opens,) = table.pending(OpenPrivate)
    table.fails(opens, "The bot lacks a permission there.")
    assert (table.c().place, table.c().going) == (PUBLIC, None)
    assert "Ann's direct messages are closed to us" in table.texts(Surface.THREAD)[0]


def test_one_that_is_closed_meanwhile_opens_no_private_thread():
    table = claimed()
    table.press("private", by=BO)
    table.send("close", by=BO)
    refused(table)
    assert (table.effects, table.c().going) == ([], None)


def test_what_begins_anew_in_a_private_thread_is_in_private():
    """No mood is kept from others there, and no agent without the card can write there."""
    table = claimed()
    table.conversations[1] = replace(table.c(), hidden=True)
    table.send("close", by=BO)
    table.speak("one more thing", PUBLIC, by=ANN, mentions_bot=True)
    assert (table.c(2).place, table.c(2).hidden) == (PUBLIC, True)
    assert not can_work(replace(FAR, platform="slack"), table.c(2), replace(TEAM, platform="discord"))


def test_what_is_open_in_the_direct_messages_already_is_not_mixed_in():
    table = claimed()
    table.speak("something else", DM, by=ANN)
    for verb, by in (("private", BO), ("privately", ANN)):
        table.press(verb, by=by, number=1)
        assert (table.c(1).place, table.effects) == (PUBLIC, [])
        assert "#2" in table.whisper


def test_an_older_closed_one_there_does_not_catch_the_words():
    table = Table().in_state("closed", DM)
    table.speak("a human please", replace(PUBLIC, thread=""), by=ANN)
    table.press("claim", by=BO, number=2)
    table.press("private", by=BO, number=2)
    arrives(table)
    table.speak("and now?", DM, by=ANN)
    assert (sorted(table.conversations), table.c(2).place, table.record(2)[-1][1]) == ([1, 2], DM, "and now?")


def test_words_in_the_place_that_it_left_are_public_words_for_the_team_alone():
    table = moved()
    table.speak("I wrote here again", PUBLIC, by=ANN)
    message = table.messages[1, table.c().seq]
    assert (message.kind, message.public, message.aside) == (AuthorKind.CUSTOMER, True, True)
    post = table.says(Surface.THREAD)[0]
    assert (post.text, post.label) == ("I wrote here again", "Ann · customer, in public")
    table.speak("and here", DM, by=ANN)
    assert table.says(Surface.THREAD)[0].label == "Ann · customer"


def test_the_ai_is_never_asked_by_words_in_the_place_that_it_left():
    table = Table().in_state("ai", HELP)
    table.conversations[1] = replace(table.c(), place=PUBLIC)
    table.press("privately", by=ANN, place=PUBLIC)
    arrives(table)
    asked = table.c().asked
    table.speak("what about shipping?", PUBLIC, by=ANN)
    assert (table.c().asked, table.effects) == (asked, [])
    table.speak("what about shipping?", DM, by=ANN)
    assert table.c().heard == table.c().seq, "in private it answers"


@pytest.mark.parametrize("words", ["Continue in private, please.", "can we talk privately?", "in private"])
def test_the_customer_may_say_it(words):
    table = claimed()
    table.speak(words, PUBLIC, by=ANN)
    assert table.c().going == DM
    assert table.texts(Surface.THREAD) == [words], "the team reads it"


@pytest.mark.parametrize("words", ["is my private data safe?", "can I continue in private mode?"])
def test_other_words_are_not_taken_for_it(words):
    table = claimed()
    table.speak(words, PUBLIC, by=ANN)
    assert table.c().going is None


def test_nobody_but_the_asker_and_whoever_has_it_may():
    table = claimed()
    for verb, by in (("privately", BO), ("private", CY), ("private", ANN)):
        table.press(verb, by=by)
        assert (table.c().going, table.effects) == (None, [])
        assert table.whisper


def test_one_that_is_closed_meanwhile_stays_where_it_is():
    table = claimed()
    table.press("private", by=BO)
    table.send("close", by=BO)
    arrives(table)
    assert (table.c().place, table.c().going, table.c().state) == (PUBLIC, None, State.CLOSED)
