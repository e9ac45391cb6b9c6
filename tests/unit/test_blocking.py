"""D8: somebody is blocked: their words and acts count for nothing, they are told so once, and nobody else is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.core_nouns import (
    ADMIN,
    AGENT,
    ANN,
    BO,
    DI,
    DM,
    ED,
    FAR,
    HELP,
    MEMBER,
    NOON,
    TEAM,
    UNKNOWN,
    Table,
    card_thread,
    thread,
)

from handoff.effects import Ask, Confide, FormErrors, OpenForm, Surface, Whisper
from handoff.events import Commanded, Somebody
from handoff.model import Policy, Turn
from handoff.resolve import missing_of, wants
from handoff.states import State
from handoff.typed import parse

BLOCK, UNBLOCK = "/handoff block", "/handoff unblock"
TOLD = "Sorry, you can't use this here until 2024-05-01 14:00 UTC. What you write until then reaches nobody."


def blocked(**options: str) -> Table:
    table = Table()
    table.command(BLOCK, DI, person="U1", **({"duration": "2h"} | options))
    return table


def closes(table: Table) -> None:
    """The timers that a block sets run out."""
    for kind, number in [each for each in table.timers if each[0] == "blocked"]:
        table.run_out(kind, number)


def confided(table: Table) -> list[Confide]:
    return [e for e in table.effects if isinstance(e, Confide)]


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        (DM, {}),
        (HELP, {}),
        (thread("t1"), {"mentions_bot": True}),
        (replace(TEAM, channel="C5"), {"mentions_bot": True}),
    ],
)
@pytest.mark.parametrize("words", ["how long does delivery take?", "I want a human", "cancel my account"])
def test_a_blocked_customers_words_open_nothing(place, changes, words):
    """No conversation, no question to the AI, no handoff and no ping; they alone are told, once, until when, and not why."""
    table = blocked(reason="spam")
    table.speak(words, place, **changes)
    assert (table.conversations, table.timers, table.facts.get("pinged_at")) == ({}, {}, None)
    assert [(e.number, e.to, e.at, e.post.text) for e in table.effects if isinstance(e, Confide)] == [(0, ANN, place, TOLD)]
    assert len(table.effects) == 1
    table.speak("are you there?", place, **changes)
    assert (table.conversations, table.effects) == ({}, [])


def test_others_are_served_as_ever():
    table = blocked()
    table.speak("how long?", HELP, by=ED)
    assert [type(e) for e in table.effects if isinstance(e, Ask)] == [Ask]


def test_words_that_are_not_for_us_are_answered_with_nothing():
    """Not in another's thread, and not to another member."""
    table = Table().in_state("waiting", HELP)
    table.command(BLOCK, DI, person="U5")
    table.speak("me too", table.c().place, by=ED)
    assert (table.effects, len(table.messages)) == ([], len(table.record()))
    table.speak("hey Bo", HELP, by=ED, mentions_others=True)
    assert table.effects == []


@pytest.mark.parametrize("place", [DM, HELP])
def test_who_is_blocked_while_something_is_open_is_closed(place):
    """In every state: the card says by whom, until when and why, the customer's place nothing of it."""
    for state in ("ai", "waiting", "claimed", "snoozed"):
        table = Table().in_state(state, place)
        table.command(BLOCK, DI, person="U1", duration="2h", reason="spam *again*")
        table.speak("hello?", table.c().place)
        before = table.record()
        closes(table)
        c = table.c()
        assert (c.state, c.agent, c.turn, c.run) == (State.CLOSED, None, Turn.NOBODY, "")
        assert table.texts() == ["This conversation is now closed."]
        assert "hello?" not in str(before)
        why = "Di until 2024-05-01 14:00 UTC (“spam \\*again\\*”)."
        assert c.over == f"blocked by {why}"
        team = table.texts(Surface.THREAD)
        assert team == ([] if state == "ai" else [f"{why.replace('Di', 'Di blocked Ann')} This is closed."])


def test_all_that_they_have_open_is_closed_and_what_others_have_is_not():
    table = Table().in_state("waiting", DM)
    table.speak("and this?", HELP)
    table.speak("mine?", HELP, by=ED)
    table.command(BLOCK, DI, person="U1")
    closes(table)
    assert [c.state for c in table.conversations.values()] == [State.CLOSED, State.CLOSED, State.AI]


def test_what_came_between_a_block_and_its_end_is_left_open():
    """Unblocked before the timer ran out."""
    table = Table().in_state("waiting", DM)
    table.command(BLOCK, DI, person="U1")
    table.command(UNBLOCK, DI, person="U1")
    closes(table)
    assert table.c().state is State.WAITING


def test_a_claim_that_was_quicker_changes_nothing():
    table = Table().in_state("waiting", DM)
    table.command(BLOCK, DI, person="U1")
    table.press("claim")
    closes(table)
    assert table.c().state is State.CLOSED


@pytest.mark.parametrize("act", ["human", "helped", "help", "button"])
def test_a_blocked_customers_acts_are_answered_with_that_alone(act):
    """Buttons under old answers, commands, and the button of the bot's own page."""
    table = Table().in_state("ai", DM)
    table.command(BLOCK, DI, person="U1", duration="2h")
    closes(table)
    before = dict(table.conversations)
    if act == "human":
        table.command("/human", ANN, DM, reason="now")
    elif act == "help":
        table.command("/handoff help", ANN, DM)
    else:
        table.press("human" if act == "button" else act, 0 if act == "button" else 1, ANN, place=DM)
    assert (table.whisper, table.effects, table.conversations) == (TOLD, [], before)
    table.speak("hello?")
    assert table.effects == [], "they know already"


def test_a_block_is_over_at_its_time():
    table = blocked()
    table.now = NOON + timedelta(hours=2)
    table.speak("how long?")
    assert table.c().state is State.AI
    table.command("/handoff blocked", DI)
    assert table.whisper == "Nobody is blocked."


def test_blocks_that_are_over_go_with_the_next_change():
    table = blocked()
    table.now = NOON + timedelta(hours=3)
    table.command("/triggers set", DI, name="failed.limit", value="5")
    assert table.policy.blocked == ()


def test_who_is_unblocked_is_served_again_and_told_again_when_blocked_anew():
    table = blocked()
    table.speak("hello?")
    table.command(UNBLOCK, DI, person="U1")
    assert table.whisper == "Ann can use the bot again."
    table.speak("how long?")
    assert table.c().state is State.AI
    table.now += timedelta(minutes=1)
    table.command(BLOCK, DI, person="U1")
    closes(table)
    table.speak("hello?")
    assert [e.post.text for e in confided(table)] == [
        "Sorry, you can't use this here at the moment. What you write reaches nobody."
    ]


def test_a_second_block_takes_the_place_of_the_first():
    table = blocked()
    table.command(BLOCK, DI, person="U1", duration="1d", reason="still")
    (block,) = table.policy.blocked
    assert (block.until, block.reason) == (NOON + timedelta(days=1), "still")


def test_it_is_kept_who_did_it():
    table = blocked(reason="spam")
    (audit,) = table.last.audits
    after = "slack:T1:U1 until 2024-05-01 14:00 UTC (“spam”)."
    assert (audit.by, audit.what, audit.before, audit.after) == (DI, "block", "", after)
    assert table.whisper.startswith("Ann is blocked until 2024-05-01 14:00 UTC (“spam”). ")
    table.command(UNBLOCK, DI, person="U1")
    (audit,) = table.last.audits
    assert (audit.before, audit.after) == (after, "")


def test_who_is_blocked_is_listed_with_a_way_to_the_form():
    table = Table().in_state("waiting", DM)
    table.command(BLOCK, DI, person="U1", reason="<!here>")
    table.command("/handoff blocked", DI)
    title, line = table.whisper.split("\n")
    assert title == "**Who is blocked**"
    assert line == "- Ann (#1) on Slack: until it is undone (“\\<\\!here\\>”). By Di on 2024-05-01 12:00 UTC."
    assert isinstance(table.reply, Whisper)
    (button,) = table.reply.post.buttons
    table.press(button.verb, button.number, DI)
    assert isinstance(table.reply, OpenForm)
    assert [(i.name, i.person, i.required) for i in table.reply.inputs] == [
        ("person", True, False),
        ("duration", False, False),
        ("reason", False, False),
    ]
    table.send("block", 0, DI, person="U5", duration="7d", reason="")
    assert [(b.person, b.until) for b in table.policy.blocked] == [(ANN, None), (ED, NOON + timedelta(days=7))]


@pytest.mark.parametrize("by", [ANN, BO])
@pytest.mark.parametrize("path", [BLOCK, UNBLOCK, "/handoff blocked"])
def test_only_admins(by, path):
    table = Table()
    table.command(path, by, person="U5")
    assert (table.whisper, table.policy) == ("Only admins of the support team can do that.", Policy())
    table.send("block", 0, by, person="U5")
    assert table.policy == Policy()


@pytest.mark.parametrize(
    ("options", "field", "words"),
    [
        ({"person": "U2"}, "person", "Bo is of the support team, and can't be blocked."),
        ({"person": "U4"}, "person", "Di is of the support team, and can't be blocked."),
        ({"person": "U99"}, "person", "I don't know who that is."),
        ({}, "person", "Whom? Type `/handoff block @NAME`"),
        ({"person": "U1", "duration": "soon"}, "duration", "A duration is such as 30m, 2h or 7d"),
        ({"person": "U1", "duration": "0"}, "duration", "A duration is such as 30m, 2h or 7d"),
    ],
)
def test_what_cannot_be_done_says_why(options, field, words):
    """And changes nothing; in the form, where one was sent."""
    table = Table()
    table.command(BLOCK, DI, **options)
    assert table.whisper.startswith(words)
    table.send("block", 0, DI, **options)
    assert isinstance(table.reply, FormErrors)
    assert table.reply.errors[field].startswith(words)
    assert table.policy == Policy()


def test_who_cannot_be_told_from_the_team_just_now_is_not_blocked():
    table = Table()
    people = {"person": Somebody(ANN, UNKNOWN)}
    given = {"by": DI, "standing": ADMIN, "place": TEAM, "people": people, "options": {"person": "U1"}}
    table.does(Commanded(key="k", at=NOON, name="handoff", verb="block", **given))
    assert table.whisper.startswith("Whether Ann is of the team could not be checked")
    assert table.policy == Policy()


def test_agents_are_never_blocked():
    """Who was blocked as a customer and is of the team by now, and an account that an agent joined with theirs."""
    table = Table()
    table.command(BLOCK, DI, person="U5")
    table.speak("how long?", replace(DM, channel="@U5"), by=ED, standing=AGENT)
    assert table.c().state is State.AI
    table.policy = replace(table.policy, accounts=((BO, ED),))
    table.command(BLOCK, DI, person="U5")
    assert table.whisper == "Ed is of the support team, and can't be blocked."


def test_unblocking_nobody_says_so():
    table = Table()
    table.command(UNBLOCK, DI, person="U1")
    assert table.whisper == "Ann is not blocked. `/handoff blocked` shows who is."
    table.command(UNBLOCK, DI)
    assert table.whisper.startswith("Whom? Type `/handoff unblock @NAME`")
    assert isinstance(table.reply, Whisper)
    assert [b.verb for b in table.reply.post.buttons] == ["unblock"]


# ---- whom it is about


def test_a_conversations_number_stands_for_its_customer():
    """Who is on the other platform cannot be picked here."""
    table = Table().in_state("closed", DM)
    table.command(BLOCK, DI, number="1", duration="2h")
    assert [(b.person, b.number) for b in table.policy.blocked] == [(ANN, 1)]
    table.command(UNBLOCK, DI, number="1")
    assert table.policy.blocked == ()
    table.command(BLOCK, DI, number="7")
    assert "#7" in table.whisper


def test_in_the_cards_thread_it_is_said_in_words():
    table = Table().in_state("claimed", DM)
    table.speak("block for 2h spam", card_thread(), by=DI, mentions_bot=True)
    assert [(b.person, b.until, b.reason) for b in table.policy.blocked] == [(ANN, NOON + timedelta(hours=2), "spam")]
    assert table.texts(Surface.THREAD)[0].startswith("Ann is blocked until")
    table.speak("unblock", card_thread(), by=DI, mentions_bot=True)
    assert table.policy.blocked == ()
    named = {"@Ed": Somebody(ED, MEMBER)}
    table.speak("block @Ed", card_thread(), by=DI, mentions_bot=True, named=named)
    assert [b.person for b in table.policy.blocked] == [ED]


def test_said_where_customers_read_along_it_is_answered_with_nothing_about_them():
    table = Table().in_state("ai", HELP)
    table.speak("block", table.c().place, by=DI, mentions_bot=True)
    assert table.texts() == ["Done. The team channel shows more."]
    assert [b.person for b in table.policy.blocked] == [ANN]


def test_without_a_name_it_is_not_about_what_the_admin_has():
    table = Table().claimed(DI)
    table.command(BLOCK, DI)
    assert table.whisper.startswith("Whom?")


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("block @ann for 2h spam", {"person": "ann", "duration": "2h", "reason": "spam"}),
        ("block @ann 1d12h", {"person": "ann", "duration": "1d12h"}),
        ("block @ann for spam", {"person": "ann", "reason": "for spam"}),
        ("block @ann for 2 hours", {"person": "ann", "duration": "2", "reason": "hours"}),
        ("block #42 rude", {"number": "42", "reason": "rude"}),
        ("block 42 for 7d", {"number": "42", "duration": "7d"}),
        ("unblock @ann", {"person": "ann"}),
        ("block", {}),
    ],
)
def test_what_is_typed(line, options):
    """A number after "for" is meant for a duration: what is none is refused, and nobody blocked for ever by a slip."""
    assert parse("handoff", line)[1] == options


def test_what_is_open_of_whom_it_is_about_is_loaded():
    """Of who is named, and of the customer of the conversation that is meant."""
    table = Table().in_state("waiting", DM)
    people = {"person": Somebody(FAR, MEMBER)}
    given = {"by": DI, "standing": ADMIN, "place": TEAM, "people": people, "options": {"number": "1"}}
    event = Commanded(key="k", at=NOON, name="handoff", verb="block", **given)
    assert wants([event], table.places).numbers == {1}
    loaded = replace(table.loaded(), by_person={})
    assert missing_of([event], loaded).people == {FAR.key, ANN.key}
    assert missing_of([replace(event, verb="note")], loaded).people == frozenset()


@pytest.mark.parametrize("length", ["2h", ""])
def test_who_reopens_what_a_blocked_customer_had_is_told_that_no_answer_will_come(length):
    """Their words reach the customer, whose own reach nobody until the block is over or undone."""
    table = Table().in_state("closed")
    table.command(BLOCK, DI, person="U1", reason="spam", **({"duration": length} if length else {}))
    table.press("reopen")
    terms = "until 2024-05-01 14:00 UTC" if length else "until it is undone"
    assert table.whisper.startswith("#1 is yours.")
    assert f"\nAnn is blocked {terms} (“spam”). What you write reaches them; what they write reaches nobody" in table.whisper
    assert "block" not in table.texts()[0]
    table.all_arrives()
    table.speak("are you there?", card_thread(table.c().thread), BO)
    assert table.texts() == ["are you there?"]
    before = table.c()
    table.speak("yes!")
    assert (table.c(), table.says(Surface.THREAD)) == (before, [])
    table.command(UNBLOCK, DI, person="U1")
    table.speak("yes!")
    assert table.texts(Surface.THREAD) == ["yes!"]


def test_who_reopens_what_anybody_else_had_is_told_nothing_of_blocks():
    table = Table().in_state("closed")
    table.press("reopen")
    assert "block" not in table.whisper
