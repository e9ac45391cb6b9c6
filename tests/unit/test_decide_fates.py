"""What became of what we sent, and who is told when it did not arrive."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.core_nouns import ANN, BO, DM, ED, HELP, NOON, TEAM, Table, card_thread

from handoff.effects import Amend, Ask, Bar, Chart, OpenCard, OpenThread, Picture, Say, Surface, Transcript, Withdraw
from handoff.events import Answer, CardLost, Delivered, Receipt, TimeUp, Undeliverable
from handoff.model import Address, AuthorKind, MessageLink, Person
from handoff.ports import RowState
from handoff.states import State

THERE = card_thread()


def said(table: Table, surface: Surface = Surface.CUSTOMER):
    """The newest row that posts on a side and is not over."""
    return [row for row in table.pending(Say) if row.effect.surface is surface][-1]


@pytest.fixture
def answered():
    """The AI's answer is on its way."""
    table = Table()
    table.speak("how long?")
    table.answer("Two days.")
    return table


# ---- arrived


def test_a_cards_id_and_its_threads_are_kept():
    table = Table()
    table.speak("I want a human")
    (card,), (under,) = table.pending(OpenCard), table.pending(OpenThread)
    table.arrives(card, "c1", place=TEAM)
    assert (table.c().card, table.last.dirty) == ("c1", {"card:1"})
    assert table.c().thread == "c1", "words may come before the thread is known to be open"
    table.arrives(under, "t1", place=TEAM)
    assert table.c().thread == "t1"


def test_a_customers_threads_address_is_kept_where_there_is_one():
    table = Table()
    table.speak("hello, a question", HELP)
    (row,) = table.pending(OpenThread)
    for link, known in (("", ""), ("https://x", "https://x")):
        receipt = Receipt("t", link)
        table.does(Delivered(key=f"d{link}", at=NOON, row=row.id, place=HELP, receipts=(receipt,)))
        assert table.c().link == known


def test_each_part_is_linked_to_its_message(answered):
    answered.arrives(said(answered), "p1", "p2")
    place = answered.c().place
    links = [MessageLink(1, 2, place, "p1", 0), MessageLink(1, 2, place, "p2", 1)]
    assert answered.last.links == links
    assert (answered.rows[1].state, answered.c().unsaid) == (RowState.SENT, ())


def test_the_parts_that_an_amended_message_gained_are_linked_too(answered):
    answered.arrives(said(answered), "p1")
    answered.speak("and more")
    answered.answer("Three days.")
    (row,) = answered.pending(Amend)
    answered.arrives(row, "p1", "p9")
    assert [(link.message_id, link.seq, link.part) for link in answered.last.links] == [("p1", 2, 0), ("p9", 2, 1)]


def test_a_part_that_is_gone_is_no_part_of_the_message_any_more(answered):
    """Else words that grow again would be written into a message that nobody sees."""
    answered.arrives(said(answered), "p1", "p2")
    answered.speak("and more")
    answered.answer("Three days.")
    (row,) = answered.pending(Amend)
    receipts = (Receipt("p1"), Receipt("p2", gone=True))
    answered.does(Delivered(key="d", at=NOON, row=row.id, place=answered.c().place, receipts=receipts))
    assert [(link.message_id, link.seq) for link in answered.last.links] == [("p1", 2), ("p2", 0)]


def test_a_transcript_is_linked_by_its_first_message():
    table = Table().waiting()
    assert [(link.number, link.seq) for link in table.links.values() if link.seq < 0] == [(1, -1)]


def test_nothing_to_do_is_an_arrival_too():
    """Without a team channel there is no card: the row is over, and nothing breaks."""
    table = Table()
    table.speak("I want a human")
    for row in table.pending(OpenCard, OpenThread, Transcript):
        table.does(Delivered(key=f"d{row.id}", at=NOON, row=row.id, place=TEAM, receipts=()))
    assert (table.c().card, table.pending(OpenCard, OpenThread, Transcript)) == ("", [])


def test_the_card_says_how_far_is_delivered():
    table = Table().claimed()
    table.speak("one", THERE, by=BO)
    table.arrives(said(table))
    assert (table.c().delivered, table.last.dirty) == (table.c().seq, {"card:1"})


def test_an_answer_that_was_on_its_way_at_the_handoff_is_shown_to_the_team(answered):
    """C1: it stands at the customer after all, so the record and the transcript say so."""
    row = said(answered)
    answered.speak("I want a human")
    assert answered.record()[1][0] is AuthorKind.DRAFT
    answered.arrives(row)
    assert answered.record()[1][0] is AuthorKind.AI
    assert answered.effects == [Amend(number=1, surface=Surface.THREAD, seq=-1)]
    assert answered.c().disclosed == 2


def test_an_answer_that_stands_after_the_return_is_told_once(answered):
    """No transcript holds it: it is posted as what the assistant said."""
    row = said(answered)
    answered.claimed()
    answered.conversations[1] = replace(answered.c(), transcripts=())
    answered.arrives(row)
    (post,) = answered.says(Surface.THREAD)
    assert (post.label, post.buttons, post.text.partition("\n")[0]) == ("Assistant", (), "Two days.")


def test_rows_that_are_gone_or_nobodys_change_nothing(answered):
    before = answered.c()
    answered.does(Delivered(key="d", at=NOON, row=99, place=TEAM, receipts=()))
    answered.does(Undeliverable(key="u", at=NOON, row=99, reason="x"))
    assert (answered.c(), answered.effects) == (before, [])


# ---- given up


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "This did not reach Ann: is_archived"),
        ({"uncertain": True}, "It is not certain whether this reached Ann: is_archived"),
    ],
)
def test_an_agent_is_told_what_did_not_arrive(changes, words):
    table = Table().claimed()
    table.speak("it leaves at five", THERE, by=BO)
    table.fails(said(table), "is_archived", **changes)
    assert table.texts(Surface.THREAD) == [f"{words}\n> it leaves at five"]
    assert (table.texts(), table.last.dirty) == ([], {"card:1"})


def test_an_agent_is_told_that_only_the_beginning_arrived():
    table = Table().claimed()
    table.speak("a long story", THERE, by=BO)
    row = said(table)
    table.rows[row.id - 1] = row = replace(row, receipts=(Receipt("p1"),))
    table.fails(row, "no")
    assert table.texts(Surface.THREAD)[0].startswith("Only the beginning of this reached Ann: no")
    assert [link.message_id for link in table.last.links] == ["p1"]


def test_a_fenced_answer_is_a_draft_that_the_transcript_shows(answered):
    """C9: cancelled, not failed; told once."""
    row = said(answered)
    answered.speak("I want a human")
    answered.fails(row, fenced=True)
    assert (answered.rows[row.id - 1].state, answered.record()[1][0]) == (RowState.CANCELLED, AuthorKind.DRAFT)
    assert answered.effects == []
    assert answered.c().disclosed == 0, "nobody has read the disclosure yet"


def test_a_fenced_answer_that_had_begun_is_told_as_what_it_is(answered):
    row = said(answered)
    answered.speak("I want a human")
    answered.rows[row.id - 1] = row = replace(row, receipts=(Receipt("p1"),))
    answered.fails(row, fenced=True)
    (post,) = answered.says(Surface.THREAD)
    assert post.text.startswith("Only the beginning of this reached Ann, since the conversation was handed off")
    assert "> Two days." in post.text


def test_a_late_answer_that_no_transcript_holds_is_shown_as_a_draft(answered):
    row = said(answered)
    answered.claimed()
    answered.conversations[1] = replace(answered.c(), transcripts=())
    answered.fails(row, fenced=True)
    assert answered.texts(Surface.THREAD)[0].endswith(
        "> *I'm an automated assistant. The team reads along, and you can ask for a person at any time.*"
    )


@pytest.mark.parametrize("state", ["ai", "closed"])
def test_an_answer_that_could_not_be_said_bothers_nobody_where_nobody_waits(answered, state):
    row = said(answered)
    if state == "closed":
        answered.claimed()
        answered.send("close")
    answered.fails(row, "no")
    assert (answered.texts(), answered.texts(Surface.THREAD)) == ([], [])
    assert (answered.record()[1][0], answered.c().unsaid) == (AuthorKind.DRAFT, ())


def test_a_notice_that_did_not_arrive_is_told():
    table = Table()
    table.speak("I want a human")
    table.fails(said(table), "closed their direct messages")
    assert table.texts(Surface.THREAD) == ["A notice could not be shown to Ann: closed their direct messages"]


def test_the_customer_is_told_what_the_team_could_not_see():
    """I2: a placeholder stands in the card's thread, and whoever wrote it hears of it."""
    table = Table().claimed()
    table.speak("order 47")
    table.fails(said(table, Surface.THREAD), "not_in_channel")
    assert table.texts()[0].startswith("Your last message could not be passed on to the team just now.")
    assert table.texts(Surface.THREAD) == [
        "A message could not be shown here in time (Ann · customer). Ask for it again if it is missing."
    ]


@pytest.mark.parametrize("by", [ED, BO])
def test_what_others_wrote_gets_a_placeholder_at_most(by):
    """The placeholder itself gets none: nothing goes round in circles."""
    table = Table().waiting(place=HELP)
    table.speak("mine too", table.c().place, by=by)
    table.fails(said(table, Surface.THREAD))
    assert (table.texts(), len(table.texts(Surface.THREAD))) == ([], int(by is ED))
    for row in table.pending(Say):
        table.fails(row)
    assert table.texts(Surface.THREAD) == []


def test_a_bundle_that_could_not_be_posted_is_over():
    table = Table()
    table.waiting()
    table.facts["unpinged"] = "1"
    table.does(TimeUp(key="t", at=NOON, kind="bundle", number=0, epoch=0))
    row = said(table, Surface.TEAM)
    table.fails(row)
    assert (table.rows[row.id - 1].state, table.effects) == (RowState.FAILED, [])


def test_other_effects_that_failed_are_over(answered):
    """Buttons that could not be taken away, say: pressing them tells how things stand."""
    answered.arrives(said(answered))
    answered.speak("I want a human")
    (row,) = answered.pending(Amend)
    answered.fails(row)
    assert (answered.rows[row.id - 1].state, answered.effects) == (RowState.FAILED, [])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("edit", "Ann may still see the words as they were, since an edit of them could not be carried: is_archived"),
        ("delete", "Ann may still see what was deleted here, since that could not be carried: is_archived"),
    ],
)
def test_an_agent_is_told_what_of_their_changes_did_not_arrive(change, words):
    table = Table().claimed()
    table.speak("it leaves at five", THERE, by=BO, message_id="b1")
    table.arrives(said(table))
    _change(table, change, "b1", THERE, BO)
    (row,) = [row for row in table.pending(Amend, Withdraw) if row.effect.surface is Surface.CUSTOMER]
    table.fails(row, "is_archived")
    assert (table.texts(Surface.THREAD), table.texts(), table.c().state) == ([words], [], State.CLAIMED)


@pytest.mark.parametrize("change", ["edit", "delete"])
@pytest.mark.parametrize("message", ["m1", "m47"], ids=["in the transcript", "by itself"])
def test_the_team_is_told_that_a_customers_change_did_not_arrive(change, message):
    """And nothing follows from that not arriving either."""
    table = Table()
    table.speak("I want a human", message_id="m1")
    table.all_arrives()
    table.speak("order 47", message_id="m47")
    table.all_arrives()
    _change(table, change, message, DM, ANN)
    (row,) = table.pending(Amend, Withdraw)
    table.fails(row)
    assert table.texts(Surface.THREAD) == [
        "A change could not be carried here in time: something above was edited or deleted by whoever wrote it."
    ]
    table.fails(said(table, Surface.THREAD))
    assert table.effects == []


def _change(table: Table, change: str, message: str, place: Address, by: Person) -> None:
    if change == "edit":
        table.edit(message, "it leaves at six", place, by)
    else:
        table.delete(message, place)


def test_an_asking_leaves_no_links(answered):
    answered.speak("more")
    (row,) = answered.pending(Ask)[-1:]
    answered.arrives(row)
    assert answered.last.links == []
    assert answered.answer(Answer("Three.")).links == []


# ---- a card or thread that somebody deleted


def shapes(table: Table, since: int) -> list[str]:
    return [f"{type(row.effect).__name__} {row.lane}" for row in table.rows[since:]]


@pytest.mark.parametrize("state", ["waiting", "claimed", "snoozed"])
@pytest.mark.parametrize("how", ["words", "transcript", "card"])
def test_a_deleted_card_or_thread_is_made_again_with_all_that_was_said(state, how):
    """What was refused is in the new transcript, so nobody is told to send it again. Nothing waits for the former thread."""
    table = Table().in_state(state)
    table.speak("order 47")
    since = len(table.rows)
    table.now += timedelta(minutes=1)
    if how == "card":
        table.does(CardLost(key="lost", at=NOON, number=1, card="card-1"))
    else:
        kind = Say if how == "words" else Transcript
        table.fails([row for row in table.rows if isinstance(row.effect, kind)][-1], "gone", gone=True)
    assert shapes(table, since) == ["Withdraw 1:team", "OpenCard 1:team", "OpenThread 1:team", "Transcript 1:thread"]
    assert (table.rows[since].effect.card, table.rows[since + 1].effect.ping) == ("card-1", False)
    c = table.c()
    assert (c.card, c.thread, c.carded, c.transcripts, c.told) == ("", "", True, ((1, c.seq),), c.seq)
    table.speak("and the lamp?")
    assert table.texts(Surface.THREAD) == ["and the lamp?"]
    for row in table.rows[since + 1 : since + 3]:
        table.arrives(row, "card-2")
    table.speak("no", card_thread("card-2"), by=ED)
    assert table.record()[-1] == (AuthorKind.NOTE, "no"), "the new thread is the conversation's"


def test_one_that_is_deleted_again_is_made_again_after_a_minute():
    """Never in a loop; and whatever was refused meanwhile is not lost."""
    table = Table().claimed()
    table.speak("one")
    table.fails(said(table, Surface.THREAD), "gone", gone=True)
    table.speak("two")
    table.now += timedelta(seconds=20)
    table.fails(said(table, Surface.THREAD), "gone", gone=True)
    assert (table.effects, table.texts()) == ([], [])
    table.press("release")
    table.run_out("card")
    assert table.now - NOON == timedelta(minutes=1)
    assert [type(e).__name__ for e in table.effects] == ["OpenCard", "OpenThread", "Transcript"]
    assert table.effects[2].last == table.c().seq


def test_a_card_without_a_thread_is_made_again_and_the_transcript_only_waits():
    table = Table()
    table.speak("I want a human")
    (row,) = table.pending(OpenThread)
    table.fails(row, "gone", gone=True)
    assert ([type(e).__name__ for e in table.effects], table.c().transcripts) == (["OpenCard", "OpenThread"], ((1, 1),))


@pytest.mark.parametrize("state", ["ai", "closed"])
def test_a_card_that_nobody_needs_is_made_again_with_the_next_handoff(state):
    table = Table().claimed()
    table.send("return" if state == "ai" else "close")
    table.all_arrives()
    table.does(CardLost(key="lost", at=NOON, number=1, card="card-1"))
    assert (table.effects, table.c().carded, table.c().thread) == ([], False, "")
    if state == "ai":
        table.speak("I want a human")
        assert [type(e).__name__ for e in table.effects if not isinstance(e, Say)] == ["OpenCard", "OpenThread", "Transcript"]
        assert table.effects[-1].first == 1


def test_a_card_that_is_not_the_newest_is_nobodys_loss():
    table = Table().claimed()
    before = table.c()
    table.does(CardLost(key="lost", at=NOON, number=1, card="card-0"))
    table.does(CardLost(key="lost9", at=NOON, number=9, card="card-1"))
    assert (table.effects, table.c()) == ([], before)


def test_a_chart_that_is_not_shown_is_told_in_words(answered):
    """With what is on it; names on it are shown as they are written."""
    chart = Chart(title="t", before="was", after="is", bars=(Bar(name="*all*", before=1, after=2),))
    row = replace(answered.rows[0], id=len(answered.rows) + 1, effect=Picture(number=0, chart=chart), state=RowState.PENDING)
    answered.rows.append(row)
    answered.fails(row, "no permission")
    [post] = answered.says(Surface.TEAM)
    assert "no permission" in post.text
    assert r"\*all\*: was 1, is 2" in post.text
