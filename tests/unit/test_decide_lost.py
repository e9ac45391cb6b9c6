"""Words that did not arrive are told where the team can see it, whatever became of the card's thread."""

from datetime import timedelta

import pytest
from unit.core_nouns import BO, NOON, Table, card_thread

from handoff.effects import Say, Surface
from handoff.events import CardLost
from handoff.model import Policy
from handoff.resolve import missing_of

LOST = "This did not reach Ann: closed\n> it leaves at five"
ELSEWHERE = f"About #1, Ann:\n{LOST}"


def newest(table: Table, surface: Surface):
    return [row for row in table.pending(Say) if row.effect.surface is surface][-1]


@pytest.fixture
def written():
    """The claimant's words are on their way."""
    table = Table().claimed()
    table.speak("it leaves at five", card_thread(), by=BO)
    return table


def test_after_the_close_with_its_thread_deleted_it_is_said_in_the_channel(written):
    row = newest(written, Surface.CUSTOMER)
    written.send("close")
    written.does(CardLost(key="lost", at=NOON, number=1, card="card-1"))
    written.fails(row, "closed")
    assert (written.texts(Surface.THREAD), written.texts(Surface.TEAM)) == ([], [ELSEWHERE])


@pytest.mark.parametrize("gone", [False, True])
def test_what_the_thread_refuses_is_said_once_elsewhere(written, gone):
    """In the channel, or in the thread that takes the place of the deleted one."""
    written.fails(newest(written, Surface.CUSTOMER), "closed")
    written.fails(newest(written, Surface.THREAD), "no", gone=gone)
    expected = ([LOST], []) if gone else ([], [ELSEWHERE])
    assert (written.texts(Surface.THREAD), written.texts(Surface.TEAM)) == expected
    written.fails(newest(written, Surface.THREAD if gone else Surface.TEAM), "no")
    again = ([], [ELSEWHERE]) if gone else ([], [])
    assert (written.texts(Surface.THREAD), written.texts(Surface.TEAM)) == again


def test_a_thread_that_goes_again_within_the_minute_is_not_tried_in_a_loop(written):
    written.speak("thanks")
    written.fails(newest(written, Surface.THREAD), "gone", gone=True)
    written.now += timedelta(seconds=10)
    written.fails(newest(written, Surface.CUSTOMER), "closed")
    written.fails(newest(written, Surface.THREAD), "gone", gone=True)
    assert (written.texts(Surface.THREAD), written.texts(Surface.TEAM)) == ([], [ELSEWHERE])


def test_nobody_is_told_of_a_conversation_that_the_team_never_had():
    table = Table()
    table.speak("how long?")
    table.answer("Two days.")
    table.fails(newest(table, Surface.CUSTOMER), "closed")
    assert (table.texts(Surface.THREAD), table.texts(Surface.TEAM)) == ([], [])


@pytest.mark.parametrize("how", ["card", "thread", "again"])
def test_words_that_are_held_can_be_sent_from_the_thread_that_took_the_place_of_the_deleted_one(how):
    """An agent's own, and the AI's draft: with their buttons, below the record."""
    table = Table(policy=Policy(ai="draft")).waiting("how long does delivery take?")
    table.answer("Two days.")
    table.speak("it leaves at five", card_thread(), by=BO)
    table.all_arrives()
    held = [seq for seq, _ in table.c().holding]
    lost = CardLost(key="lost", at=NOON, number=1, card="card-1")
    assert missing_of([lost], table.loaded()).messages == {(1, seq) for seq in held}
    if how == "thread":
        table.speak("hello?")
        table.fails(newest(table, Surface.THREAD), "gone", gone=True)
    else:
        table.does(lost)
    if how == "again":
        table.all_arrives()
        table.does(CardLost(key="lost-again", at=NOON, number=1, card="card-1"))
        assert table.effects == []
        table.run_out("card")
    posts = [(e.seq, [b.verb for b in e.post.buttons]) for e in table.effects if isinstance(e, Say) and e.again]
    assert posts == [(held[0], ["send", "discard"]), (held[1], ["send", "keep"])]
    table.all_arrives()
    table.press("claim", by=BO)
    for seq, words in zip(held, ("Two days.", "it leaves at five"), strict=True):
        table.press("send", by=BO, detail=str(seq))
        assert table.texts() == [words]


def test_words_that_were_dealt_with_before_are_not_brought_again():
    table = Table().waiting("a human please")
    table.speak("it leaves at five", card_thread(), by=BO)
    table.all_arrives()
    table.press("keep", by=BO, detail=str(table.c().holding[0][0]))
    table.does(CardLost(key="lost", at=NOON, number=1, card="card-1"))
    assert [e for e in table.effects if isinstance(e, Say) and e.again] == []
