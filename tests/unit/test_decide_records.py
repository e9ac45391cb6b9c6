"""Edits and deletes, in whatever order they come; timers; names."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, BO, CY, DM, ED, HELP, NOON, PLACES, SECOND, TEAM, Table, card_thread, thread

from handoff import asking, cards
from handoff.decide import names
from handoff.effects import Amend, Say, Surface, Withdraw
from handoff.events import Deleted, Edited, Event, Met, Spoke, TimeUp
from handoff.model import Address, AuthorKind, Mention, Policy, Standing, Trigger
from handoff.ports import Timer
from handoff.states import State

LATER = NOON + SECOND
THERE = card_thread()


# ---- S8: any order


def said(place: Address, name: str = "m", text: str = "first words") -> Spoke:
    return Spoke(
        key=f"said:{name}", at=NOON, place=place, message_id=name, author=ANN, standing=Standing(), text=text, mentions_bot=True
    )


def edit(place: Address, number: int, text: str, name: str = "m") -> Edited:
    at = NOON + number * SECOND
    return Edited(key=f"edit:{name}:{number}", at=at, place=place, message_id=name, author=ANN, text=text)


def gone(place: Address, name: str = "m") -> Deleted:
    return Deleted(key=f"gone:{name}", at=NOON + 9 * SECOND, place=place, message_id=name)


def shown(events: list[Event]) -> list[tuple[AuthorKind, str]]:
    table = Table()
    for event in events:
        table.does(event)
    return [(kind, text) for number in table.conversations for kind, text in table.record(number)]


@pytest.mark.parametrize("place", [DM, HELP, thread("t")])
@pytest.mark.parametrize("deleted", [False, True])
def test_every_order_of_a_message_and_its_changes_ends_in_the_same_record(place, deleted):
    """The newest edit counts; deleted is deleted, and a message whose delete came first is kept out."""
    events = [said(place), edit(place, 1, "one"), edit(place, 2, "two"), *([gone(place)] if deleted else [])]
    expected = [] if deleted else [(AuthorKind.CUSTOMER, "two")]
    for order in permutations(events):
        assert shown(list(order)) == expected, [type(e).__name__ for e in order]


@given(st.permutations(range(8)))
def test_every_order_of_two_messages_and_their_changes(order):
    """Each change finds its own message."""
    events: list[Event] = []
    for name in ("m", "n"):
        events += [said(DM, name), edit(DM, 1, f"{name} one", name), edit(DM, 2, f"{name} two", name)]
    events += [gone(DM, "n"), edit(DM, 3, "of one that never comes", "x")]
    assert shown([events[n] for n in order]) == [(AuthorKind.CUSTOMER, "m two")]


def test_a_parked_edit_is_what_the_triggers_read_and_is_marked_as_an_edit():
    table = Table()
    table.edit("m1", "I want a human", at=LATER)
    table.speak("hello", message_id="m1")
    message = table.messages[(1, 1)]
    assert (message.text, message.edited, message.edited_at) == ("I want a human", True, LATER)
    assert (table.c().state, table.parked) == (State.WAITING, {})
    assert not any(m.edited for m in table.messages.values() if m.seq > 1)


def test_older_edits_that_come_after_the_outcome_was_read_change_nothing():
    """A history shows words as they are now; Slack may bring what led there afterwards. Nothing is carried twice."""
    table = Table()
    table.speak("second", message_id="m1")
    at = table.now
    table.edit("m1", "second", at=at + 2 * SECOND)
    table.edit("m1", "first", at=at + SECOND)
    assert table.messages[(1, 1)].text == "second"
    table.edit("m1", "third", at=at + 3 * SECOND)
    assert table.messages[(1, 1)].text == "third"


def test_a_deleted_message_stays_out_however_often_it_comes():
    table = Table()
    table.delete("m1")
    for _ in range(2):
        table.speak("hello", message_id="m1")
    assert (table.conversations, len(table.parked)) == ({}, 1)


@pytest.mark.parametrize(
    ("place", "parks"),
    [
        (DM, True),
        (HELP, True),
        (thread("t"), True),
        (THERE, True),
        (TEAM, False),
        (Address("slack", "T1", "C7"), False),
        (Address("slack", "T1", "C7", "t"), False),
        (Address("discord", "G", "500"), True),
        (Address("discord", "G", "C1"), False),
    ],
)
def test_only_what_may_concern_us_is_parked(place, parks):
    """Most of what is changed in a whole server never does; and nothing is kept among the facts."""
    for change in (lambda t: t.edit("m", "x", place), lambda t: t.delete("m", place)):
        table = Table()
        change(table)
        assert (len(table.parked), table.facts) == (int(parks), {})


def test_a_conversation_outside_the_support_channels_parks_too():
    table = Table()
    table.speak("hello", replace(HELP, channel="C7"), mentions_bot=True)
    table.edit("m9", "x", table.c().place)
    assert len(table.parked) == 1


def test_a_change_of_our_own_post_is_nobodys():
    table = Table().in_state("ai")
    (copy,) = [link for link in table.links.values() if not link.original]
    table.delete(copy.message_id)
    assert (table.parked, table.effects, table.last.revised) == ({}, [], [])


# ---- carrying


@pytest.mark.parametrize("state", ["waiting", "claimed", "snoozed"])
def test_the_customers_changes_reach_the_team(state):
    table = Table().in_state(state)
    table.speak("order 47", message_id="m47")
    seq = table.c().seq
    table.edit("m47", "order 48")
    amend = Amend(number=1, surface=Surface.THREAD, seq=seq, words=True)
    assert (table.effects, table.c().last_words) == ([amend], "order 48")
    table.delete("m47")
    assert (table.effects, table.c().last_words) == ([Withdraw(number=1, surface=Surface.THREAD, seq=seq)], "")


def test_changes_to_what_the_transcript_holds_amend_the_transcript():
    """A12: the team's copy goes too, wherever it is."""
    table = Table()
    table.speak("my card number is 4711", message_id="m1")
    table.waiting()
    table.edit("m1", "my card number is secret", at=LATER)
    assert table.effects == [Amend(number=1, surface=Surface.THREAD, seq=-1)]
    table.delete("m1")
    assert table.effects == [Amend(number=1, surface=Surface.THREAD, seq=-1)]


def test_before_there_is_a_card_changes_reach_nobody():
    table = Table()
    table.speak("hello", message_id="m1")
    table.edit("m1", "hello there")
    assert (table.effects, table.record()) == ([], [(AuthorKind.CUSTOMER, "hello there")])


@pytest.mark.parametrize("change", ["edit", "delete"])
def test_the_agents_changes_reach_the_customer(change):
    table = Table().claimed()
    table.speak("it leaves at five", THERE, by=BO, message_id="b1")
    seq = table.c().seq
    if change == "edit":
        table.edit("b1", "it leaves at six", THERE, BO)
        assert table.effects == [Amend(number=1, surface=Surface.CUSTOMER, seq=seq, words=True)]
    else:
        table.delete("b1", THERE)
        assert table.effects == [Withdraw(number=1, surface=Surface.CUSTOMER, seq=seq)]


def test_what_an_agent_wrote_in_the_customers_thread_is_changed_beside_the_card():
    """The customer sees the original change; the team's copy follows."""
    table = Table().waiting(place=HELP)
    table.speak("it leaves at five", table.c().place, by=BO, message_id="b1")
    table.edit("b1", "it leaves at six", table.c().place, BO)
    assert table.effects == [Amend(number=1, surface=Surface.THREAD, seq=table.c().seq, words=True)]


@pytest.mark.parametrize("by", [ANN, BO])
@pytest.mark.parametrize("text", ["// now a note", "no note any more", "  //  hm"])
def test_an_edit_never_changes_who_sees_it(by, text):
    """X3: a note stays one whatever it becomes, and a note's text never goes where a message went."""
    table = Table().claimed()
    table.speak("// inside", THERE, by=BO, message_id="n1")
    table.edit("n1", text, THERE, by)
    told = by is BO and not text.strip().startswith("//")  # who thinks that they took the `//` off is told
    assert table.texts(Surface.THREAD) == ["This is still a note: an edit never sends anything."] * told
    assert (len(table.effects), table.record()[-1][0]) == (told, AuthorKind.NOTE)


def test_a_sent_message_edited_into_a_note_is_not_carried():
    """What the customer read stands; the agent is told, and the record keeps what was sent."""
    table = Table().claimed()
    table.speak("it leaves at five", THERE, by=BO, message_id="b1")
    table.edit("b1", " // she must not know", THERE, BO)
    assert (table.texts(), table.record()[-1]) == ([], (AuthorKind.AGENT, "it leaves at five"))
    assert table.texts(Surface.THREAD)[0].startswith("This edit stays inside")


@pytest.mark.parametrize("changes", [{"by": ED}, {"text": "hello"}])
def test_an_edit_by_another_or_without_a_change_is_none(changes):
    table = Table()
    table.speak("hello", message_id="m1")
    table.edit(**{"message_id": "m1", "text": "hacked"} | changes)
    assert (table.record(), table.effects) == ([(AuthorKind.CUSTOMER, "hello")], [])
    assert not table.messages[(1, 1)].edited


def test_a_bystanders_changes_reach_the_team_and_no_card():
    table = Table().waiting(place=HELP)
    table.speak("mine too", table.c().place, by=ED, message_id="e1")
    words = table.c().last_words
    table.edit("e1", "mine as well", table.c().place, ED)
    assert table.effects == [Amend(number=1, surface=Surface.THREAD, seq=table.c().seq, words=True)]
    table.delete("e1", table.c().place)
    assert (table.effects, table.c().last_words) == ([Withdraw(number=1, surface=Surface.THREAD, seq=table.c().seq)], words)


def test_what_was_deleted_cannot_be_edited_back():
    table = Table()
    table.speak("hello", message_id="m1")
    table.delete("m1")
    for change in (lambda: table.edit("m1", "hello again", at=NOON + 99 * SECOND), lambda: table.delete("m1")):
        change()
        assert (table.record(), table.last.revised) == ([], [])


def test_who_mends_their_words_into_a_request_has_asked():
    """B4; and no other trigger reads an edit."""
    table = Table()
    table.speak("how do I talk to", message_id="m1")
    table.edit("m1", "awful, cancel my account -0.99", at=LATER)
    assert table.c().state is State.AI
    table.edit("m1", "how do I talk to a human, please", at=LATER + SECOND)
    assert (table.c().state, table.c().reason.trigger) == (State.WAITING, Trigger.EXPLICIT)


def test_an_old_request_that_was_answered_does_not_ask_again():
    table = Table().claimed(message_id="m1")
    table.send("return")
    table.speak("how do I pay?")
    table.edit("m1", "I want a human now")
    assert table.c().state is State.AI


def test_what_the_customer_took_back_is_nobodys_evidence():
    """A12: neither the card's quote nor its evidence keeps it."""
    table = Table(policy=Policy(failed_limit=9))
    table.speak("you idiots -0.5", message_id="m1")
    table.speak("you utter idiots -0.6", message_id="m2")
    table.speak("you total idiots -0.7", message_id="m3")
    assert len(table.c().reason.evidence) == 4
    table.delete("m3")
    table.delete("m2")
    assert [line.partition(" ")[0] for line in table.c().reason.evidence] == ["mood", "-0.50"]
    assert table.c().reason.quote == ""
    table.speak("", files=(), message_id="m4")
    table.delete("m4")
    assert len(table.c().reason.evidence) == 2


def test_evidence_quotes_words_as_the_customer_left_them():
    """A6: on the card and above the transcript, in the records, and once they are taken back nowhere."""
    table = Table(policy=Policy(failed_limit=9))
    table.speak("you idiots -0.5", message_id="m1")
    table.speak("my PIN is 1234 -0.6", message_id="m2")
    table.speak("you total idiots -0.7", message_id="m3")
    table.all_arrives()
    before = table.c().moods
    table.edit("m2", "my PIN is a secret -0.6")
    assert [line.partition("“")[2].partition("”")[0] for line in table.c().reason.evidence[1:]] == [
        "you idiots -0.5",
        "my PIN is a secret -0.6",
        "you total idiots -0.7",
    ]
    assert [mood.score for mood in table.c().moods] == [mood.score for mood in before]
    assert [e.seq for e in table.effects if isinstance(e, Amend) and e.seq < 0] == [-1]
    table.edit("m3", "you total angels -0.7", at=LATER)
    assert table.c().reason.quote == "you total angels -0.7"
    table.delete("m2")
    assert "PIN" not in f"{table.c()}"


def test_a_failed_question_that_was_taken_back_is_forgotten():
    table = Table()
    table.speak("my PIN is 1234, why?", message_id="m1")
    table.answer("Who knows.")
    table.speak("my PIN is 1234, why?", message_id="m2")
    assert table.c().missed == ("my PIN is 1234, why?",)
    table.delete("m1")
    assert (table.c().missed, table.c().moods) == ((), ())


# ---- timers


def test_handoffs_within_a_minute_notify_the_team_once_more_at_its_end():
    """C15: bundled; whoever was served meanwhile is not counted."""
    table = Table()
    for minute, who in enumerate((ANN, ED, CY)):
        table.now = NOON + timedelta(seconds=10 * minute)
        table.waiting(place=replace(DM, channel=f"@{who.user}"), by=who)
    opened = [row.effect.ping for row in table.rows if type(row.effect).__name__ == "OpenCard"]
    assert opened == [True, False, False]
    assert table.timers[("bundle", 0)].due == NOON + timedelta(seconds=60)
    table.press("claim", 2)
    table.does(TimeUp(key="t", at=table.now, kind="bundle", number=0, epoch=0))
    (say,) = [e for e in table.effects if isinstance(e, Say)]
    assert (say.number, say.surface, say.post.text) == (0, Surface.TEAM, "More people are waiting: #3.")
    assert (say.post.ping, [b.number for b in say.post.buttons]) == ((Mention(kind="here"),), [3])
    assert table.facts["unpinged"] == ""


def test_a_bundle_of_nobody_notifies_nobody():
    table = Table()
    table.facts["unpinged"] = "7 8"
    table.does(TimeUp(key="t", at=NOON, kind="bundle", number=0, epoch=0))
    assert (table.effects, table.facts["unpinged"]) == ([], "")


def test_after_the_minute_each_handoff_notifies_again():
    table = Table().waiting()
    table.now += timedelta(seconds=60)
    table.waiting(place=replace(DM, channel="@U5"), by=ED)
    opened = [row.effect.ping for row in table.rows if type(row.effect).__name__ == "OpenCard"]
    assert opened == [True, True]


def test_a_team_that_wants_no_ping_gets_none():
    table = Table(places=replace(PLACES, ping=()))
    table.waiting()
    assert ([row.effect.ping for row in table.rows if type(row.effect).__name__ == "OpenCard"], table.facts) == ([False], {})


def test_an_unknown_timer_is_stopped_and_does_nothing():
    table = Table().waiting()
    table.timers[("snooze", 1)] = Timer(kind="snooze", number=1, epoch=1, due=NOON)
    table.run_out("snooze")
    assert (table.effects, table.timers, table.c().state) == ([], {}, State.WAITING)


# ---- names


def test_a_name_that_became_known_is_shown():
    table = Table().claimed()
    for person, field in ((replace(ANN, name="Anna"), "customer"), (replace(BO, name="Bob"), "agent")):
        table.does(Met(key=f"met:{person.key}", at=NOON, person=person))
        assert (getattr(table.c(), field).name, table.last.dirty) == (person.name, {"card:1"})
    table.does(Met(key="met:ed", at=NOON, person=ED))
    assert (table.last.people, table.last.dirty) == ([ED], set())


def test_a_name_is_nobody_elses():
    """Loaded for BO, but CY has it by now."""
    table = Table().claimed(by=CY)
    loaded = table.loaded()
    loaded.by_person[BO.key] = (1,)
    table.loaded = lambda: loaded
    table.does(Met(key="met", at=NOON, person=replace(BO, name="Bob")))
    assert (table.c().agent, table.c().agent.name, table.last.dirty) == (CY, "Cy", set())


# ---- questions that are taken back


def test_a_question_that_is_taken_back_while_the_ai_works_is_not_answered():
    table = Table()
    table.speak("my password is 1234, how do I change it?", message_id="a1")
    run = table.c().run
    table.delete("a1")
    table.answer("Never tell anybody your password.", key=run)
    assert (table.texts(), table.record(), table.c().run) == ([], [], "")
    table.speak("how do I change my password?")
    assert table.c().run not in ("", run)
    table.answer("On your page.")
    assert table.texts()[0].startswith("On your page.")


def test_what_is_left_of_several_questions_is_answered():
    table = Table()
    table.speak("how long?", message_id="a1")
    table.speak("how much?", message_id="a2")
    table.delete("a1")
    table.answer("Two days.", through=1)
    assert table.texts()[0].startswith("Two days."), "the second waits for its own answer"
    run = table.c().run
    table.delete("a2")
    table.answer("Ten euros.", key=run)
    assert (table.texts(), table.c().unanswered) == ([], ())


@pytest.mark.parametrize("kind", ["customer", "participant"])
def test_an_edit_after_the_close_is_kept_and_goes_nowhere(kind):
    """The team is done with it; a deletion is still carried."""
    table = Table().waiting(place=HELP)
    table.speak("order 47", table.c().place, by=ANN if kind == "customer" else ED, message_id="a1")
    table.send("close")
    table.edit("a1", "order 48", table.c().place, ANN if kind == "customer" else ED)
    assert (table.effects, "order 48" in [text for _, text in table.record()]) == ([], True)
    table.delete("a1", table.c().place)
    assert [type(e) for e in table.effects] == [Withdraw]


# ---- names that come later

NOBODY = replace(ED, name="")


def test_a_message_that_was_shown_without_a_name_gets_it():
    """A14: a participant's, an agent's in the customer's thread, and in a transcript; no other's, and once."""
    table = Table()
    table.speak("my lamp flickers", HELP)
    place = table.c().place
    table.speak("mine too", place, by=NOBODY)
    table.speak("I want a human", place)
    table.speak("so do I, nearly", place, by=NOBODY)
    table.speak("looking", place, by=replace(BO, name=""))
    assert [p.label for p in table.says(Surface.THREAD)] == ["somebody · team, in the customer's thread"]
    table.does(Met(key="met", at=NOON, person=ED))
    assert table.effects == [Amend(number=1, surface=Surface.THREAD, seq=seq) for seq in (-1, 5)]
    assert [m.author.name for m in table.messages.values() if m.author == ED] == ["Ed", "Ed"]
    table.does(Met(key="met2", at=NOON, person=replace(ED, name="Eddie")))
    assert table.effects == [], "only those that had none"
    table.does(Met(key="met3", at=NOON, person=BO))
    assert table.effects == [Amend(number=1, surface=side, seq=6) for side in (Surface.THREAD, Surface.CUSTOMER)]
    assert table.facts[names.FACT] == ""


def test_a_name_that_is_still_unknown_changes_nothing():
    table = Table().waiting(place=HELP)
    table.speak("mine too", table.c().place, by=NOBODY)
    before = dict(table.facts)
    table.does(Met(key="met", at=NOON, person=NOBODY))
    assert (table.effects, table.facts) == ([], before)


def test_of_many_messages_without_a_name_the_newest_are_remembered():
    fact = ""
    for seq in range(1, names.KEPT + 5):
        fact = names.wanted(fact, ED, 1, seq)
    assert list(names.of(fact, ED.key)) == [(1, seq) for seq in range(5, names.KEPT + 5)]


# ---- what customers take back and the team keeps


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("by", [ANN, ED])
def test_the_teams_copy_of_what_was_taken_back(keep, by):
    """It goes with the original, unless the admin keeps it; then it stays, marked, and the AI is never shown it."""
    table = Table()
    table.policy = Policy(keep_deleted=keep)
    table.speak("I want a human", HELP, message_id="m0")
    place = table.c().place
    table.speak("secret", place, by=by, message_id="m1")
    seq = table.c().seq
    table.delete("m1", place)
    [effect] = [e for e in table.effects if isinstance(e, Amend | Withdraw)]
    assert (type(effect), effect.surface, effect.seq) == (Amend if keep else Withdraw, Surface.THREAD, seq)
    message = table.messages[(1, seq)]
    assert (message.deleted, message.text) == (True, "secret" if keep else "")
    post = cards.for_team(message, table.c())
    who = "the customer" if by is ANN else "its author"
    assert (post.text, post.footer) == (("secret", f"(deleted by {who})") if keep else ("(deleted)", ""))
    assert asking.shown([message], 0) == []


@pytest.mark.parametrize("keep", [False, True])
def test_what_was_taken_back_in_a_transcript(keep):
    table = Table()
    table.policy = Policy(keep_deleted=keep)
    table.speak("secret", message_id="m1")
    table.speak("I want a human")
    table.delete("m1")
    assert [e for e in table.effects if isinstance(e, Amend)] == [Amend(number=1, surface=Surface.THREAD, seq=-1)]
    text = cards.transcript([table.messages[(1, 1)]], table.c()).text
    assert text.endswith("** (deleted by the customer)\n> secret" if keep else "**\n> (deleted)")


def test_what_an_agent_takes_back_goes_from_the_customer_whatever_is_kept():
    table = Table().claimed()
    table.policy = Policy(keep_deleted=True)
    table.speak("oops", THERE, by=BO, message_id="b1")
    seq = table.c().seq
    table.delete("b1", THERE)
    assert Withdraw(number=1, surface=Surface.CUSTOMER, seq=seq) in table.effects
    assert table.messages[(1, seq)].text == ""
