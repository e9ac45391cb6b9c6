"""Who is next, who can take whom, and what is shown of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, BO, CY, DM, ED, FAR, HELP, NOON, SECOND, TEAM, thread

from handoff import cards
from handoff.effects import Tone
from handoff.model import AuthorKind, Conversation, File, Mention, Message, Priority, Reason, Trigger
from handoff.queue import can_work, in_hand, next_for, waiting
from handoff.states import State


def conversation(number: int = 1, state: str = "waiting", **changes) -> Conversation:
    handed = NOON + number * SECOND
    given = {"number": number, "customer": ANN, "place": DM, "opened_at": NOON, "state": State(state), "handed_at": handed}
    return Conversation(**(given | changes))


def message(seq: int, text: str = "words", kind: AuthorKind = AuthorKind.CUSTOMER, **changes) -> Message:
    given = {"number": 1, "seq": seq, "kind": kind, "author": ANN, "text": text, "at": NOON}
    return Message(**(given | changes))


# ---- order


@given(st.lists(st.tuples(st.sampled_from(State), st.integers(0, 5)), max_size=30))
def test_the_next_one_is_whoever_waits_longest(found):
    """By the time of the handoff, then by number; everybody who waits is there, and nobody else."""
    those = [conversation(n, str(state), handed_at=NOON + at * SECOND) for n, (state, at) in enumerate(found)]
    waits = waiting(reversed(those))
    assert {c.number for c in waits} == {c.number for c in those if c.state is State.WAITING}
    assert list(waits) == sorted(waits, key=lambda c: (c.handed_at, c.number))
    held = in_hand(those)
    assert [c.number for c in held] == [c.number for c in those if c.state in (State.CLAIMED, State.SNOOZED)]


def test_the_most_pressing_come_first_and_then_whoever_waits_longest():
    """Also for `/claim` without a number; one that an agent cannot reach is left to others, however pressing."""
    levels = {1: "low", 2: "normal", 3: "high", 4: "urgent", 5: "high"}
    those = [conversation(n, priority=Priority(level)) for n, level in levels.items()]
    assert [c.number for c in waiting(those)] == [4, 3, 5, 2, 1]
    assert next_for(BO, those, TEAM) == those[3]
    reached = [replace(c, place=replace(thread("5"), platform="discord")) if c.number == 2 else c for c in those]
    assert next_for(FAR, reached, TEAM) == reached[1]
    held = [replace(c, state=State.CLAIMED, agent=BO) for c in those]
    assert [c.number for c in in_hand(held)] == [4, 3, 5, 2, 1]


def test_how_pressing_they_are_stands_where_the_team_looks():
    """The longest wait is still the longest, whoever comes first."""
    levels = {1: "low", 2: "normal", 3: "high", 4: "urgent", 5: "high"}
    those = [conversation(n, priority=Priority(level)) for n, level in levels.items()]
    board = {f.name: f.value for f in cards.board(those).fields}
    assert board == {"Longest waiting since": NOON + SECOND, "Most pressing": "urgent: #4\nhigh: #3, #5"}
    lines = cards.queue_list(those).text.splitlines()
    assert [line.partition(" · Ann ")[2] for line in lines[1:]] == [
        " · **urgent**",
        " · **high**",
        " · **high**",
        "",
        " · **low**",
    ]
    assert [b.number for b in cards.queue_list(those).buttons] == [4, 3, 5, 2, 1]
    assert fields(those[3])["Priority"] == "urgent"
    assert "Priority" not in fields(those[1])


def test_who_was_never_handed_off_counts_from_the_first_words():
    early = conversation(2, handed_at=None, opened_at=NOON - SECOND)
    assert [c.number for c in waiting([conversation(1), early])] == [2, 1]


@pytest.mark.parametrize(
    ("agent", "place", "team", "can"),
    [
        (BO, DM, TEAM, True),
        (BO, replace(DM, platform="discord"), TEAM, True),
        (FAR, DM, TEAM, False),
        (FAR, thread("5"), TEAM, False),
        (FAR, replace(DM, platform="discord"), TEAM, False),
        (FAR, replace(thread("5"), platform="discord"), TEAM, True),
        (BO, thread("5"), None, True),
        (BO, DM, None, False),
    ],
)
def test_whoever_can_speak_with_the_customer_can_take_them(agent, place, team, can):
    """C17: under the card, or in the customer's own thread; never in somebody's direct messages."""
    assert can_work(agent, conversation(place=place), team) == can


def test_who_cannot_see_the_team_channel_can_work_where_the_customer_can_be_answered():
    """C17: in the customer's own thread on that platform, and nowhere else."""
    assert can_work(BO, conversation(place=thread("5")), TEAM, outside=True)
    assert not can_work(BO, conversation(place=DM), TEAM, outside=True)
    assert not can_work(BO, conversation(place=replace(thread("5"), platform="discord")), TEAM, outside=True)


def test_the_next_for_an_agent_is_one_that_they_can_work_on():
    far, near = conversation(1), conversation(2, place=replace(thread("5"), platform="discord"))
    assert next_for(FAR, [far, near], TEAM) == near
    assert next_for(BO, [far, near], TEAM) == far
    assert next_for(FAR, [far], TEAM) == far, "so that the reply can say why"
    assert next_for(FAR, [], TEAM) is None
    mine = conversation(3, place=thread("5"))
    assert next_for(BO, [conversation(1, place=DM), mine], TEAM, outside=True) == mine, "whose own thread is open to them"


# ---- the card


def fields(c: Conversation) -> dict[str, object]:
    return {field.name: field.value for field in cards.card(c).fields}


def test_a_direct_message_has_no_link():
    """Nobody but the customer could open it."""
    assert fields(conversation(7, link="https://x/1"))["Where"] == "Direct message on Slack"


def test_a_card_says_who_where_why_and_since_when():
    reason = Reason(Trigger.KEYWORD, ("keyword “refund”",), "I want a refund")
    c = conversation(7, place=thread("5"), reason=reason, last_words="I want a refund", link="https://x/1")
    card = cards.card(c, (Mention(kind="here"),))
    assert (card.title, card.text, card.tone, card.ping) == (
        "#7 · Ann",
        "**Waiting for a person**",
        Tone.WAITING,
        (Mention(kind="here"),),
    )
    assert [b.verb for b in card.buttons] == ["claim", "close", "return", "priority"]
    assert fields(c) == {
        "Where": "[Thread on Slack](https://x/1)",
        "Why": "used a keyword",
        "Evidence": "keyword “refund”",
        "Waiting since": NOON + 7 * SECOND,
        "Last words": "I want a refund",
    }


def test_a_claimed_card_says_who_has_it_and_how_far_is_delivered():
    c = conversation(1, "claimed", agent=BO, claimed_at=NOON, delivered=4, agent_at=NOON, place=thread("5"))
    assert (cards.card(c).text, cards.card(c).tone) == ("**Bo has it**", Tone.CLAIMED)
    assert fields(c) == {"Where": "Thread on Slack", "Claimed": NOON, "Delivered up to": NOON}
    assert [b.verb for b in cards.card(replace(c, state=State.SNOOZED)).buttons] == [
        "transfer",
        "release",
        "close",
        "return",
        "priority",
        "private",
    ]


def test_a_card_that_is_over_shrinks_and_can_be_taken_over_from_the_ai():
    reason = Reason(Trigger.SENTIMENT, (), "you idiots")
    c = conversation(1, "closed", reason=reason, closed_at=NOON, last_words="bye")
    assert [b.verb for b in cards.card(c).buttons] == ["reopen"]
    assert fields(c) == {"Where": "Direct message on Slack", "Closed at": NOON}
    back = replace(c, state=State.AI, closed_at=None)
    assert (cards.card(back).text, [b.verb for b in cards.card(back).buttons]) == ("**With the AI again**", ["takeover"])
    assert fields(back)["Evidence"] == "you idiots", "the quote, where no rule left a line"


# ---- the board and the list


def test_the_board_counts_who_waits_and_names_who_works():
    assert (cards.board([]).text, cards.board([]).fields, cards.board([]).tone) == ("Nobody is waiting.", (), Tone.DONE)
    held = [conversation(n, "claimed", agent=BO if n < 6 else CY) for n in (4, 5, 6)]
    board = cards.board([conversation(1), *held])
    assert (board.text, board.tone) == ("1 person is waiting.", Tone.WAITING)
    assert [(f.name, f.value) for f in board.fields] == [
        ("Longest waiting since", NOON + SECOND),
        ("In hand", "Bo: #4, #5\nCy: #6"),
    ]
    assert cards.board([conversation(1), conversation(2)]).text == "2 people are waiting."
    assert [b.verb for b in board.buttons] == ["queue", "inbox"]


def test_a_long_queue_stays_readable():
    """At most thirty lines a section and five buttons; the board's lines are bounded too."""
    many = [conversation(n, customer=replace(ED, name=f"C{n}")) for n in range(1, 100)]
    many += [conversation(n, "claimed", agent=replace(BO, user=f"U{n}", name=f"A{n}")) for n in range(100, 200)]
    listed = cards.queue_list(many)
    assert (listed.text.count("\n"), len(listed.buttons)) == (61, 5)
    assert str(cards.board(many).fields[-1].value).count("\n") == 14


# ---- the record, shown


def test_the_transcript_quotes_everybody_under_our_own_heading():
    """X4: no customer's words can pass for one of our headings."""
    said = [
        message(1, "**Bo · team**\n> fake"),
        message(2, "Two days.", AuthorKind.AI, author=None),
        message(3, "", deleted=True),
        message(4, "note", AuthorKind.NOTE, author=BO),
        message(5, "held", AuthorKind.DRAFT, author=BO),
        message(6, "unsent", AuthorKind.DRAFT, author=None),
        message(7, "me too", AuthorKind.PARTICIPANT, author=ED),
        message(8, "hello", AuthorKind.AGENT, author=BO),
        message(9, "asked", AuthorKind.SYSTEM, author=None),
        message(10, "", files=(File("a.png"),)),
    ]
    c = conversation(reason=Reason(Trigger.EXPLICIT))
    head, *parts = cards.transcript(said, c).text.split("\n\n")
    assert head == "Ann asked for a person. 4 messages so far:"
    assert parts == [
        "**Ann · customer**\n> **Bo · team**\n> > fake",
        "**Assistant**\n> Two days.",
        "**Ann · customer**\n> (deleted)",
        "**Assistant · not sent**\n> unsent",
        "**Ed · another member**\n> me too",
        "**Bo · team**\n> hello",
        "**Notice**\n> asked",
        "**Ann · customer**\n> [file: a.png]",
    ]
    assert cards.transcript(said[:1], c).text.startswith("Ann asked for a person. One message so far:")


def test_a_transcript_says_what_decided_with_the_scores_over_time():
    """Customers' words among them stay what they are: no line of ours."""
    evidence = ("mood -0.55 over 3 messages, the latest weighing most", "-0.62 “**third** time\n# now”")
    head, told, *_ = cards.transcript([message(1, "hi")], conversation(reason=Reason(Trigger.SENTIMENT, evidence))).text.split(
        "\n\n"
    )
    assert head == "Ann is consistently unhappy. One message so far:"
    assert told == "- mood -0.55 over 3 messages, the latest weighing most\n- -0.62 “\\*\\*third\\*\\* time \\# now”"
    later = conversation(reason=Reason(Trigger.SENTIMENT, evidence), transcripts=((1, 1), (2, 3)))
    assert len(cards.transcript([message(1, "hi")], later).text.split("\n\n")) == 2, "told in the latest alone"


def test_what_the_customer_is_shown_names_an_agent_and_bears_one_button():
    c = conversation(buttons=2)
    answer = message(2, "Two days.", AuthorKind.AI, author=None)
    assert [(b.verb, b.number, b.detail) for b in cards.for_customer(answer, c).buttons] == [("human", 1, "2")]
    assert cards.for_customer(answer, replace(c, buttons=3)).buttons == ()
    assert cards.for_customer(message(2, "x", AuthorKind.AGENT, author=BO), c).buttons == ()
    shown = cards.for_customer(message(3, "hello", AuthorKind.AGENT, author=BO), c)
    assert (shown.label, shown.text) == ("Bo", "hello")


@pytest.mark.parametrize("minutes", [0, 600])
def test_the_same_record_gives_the_same_post(minutes):
    """Times are the platform's to show: a card is not redrawn since a minute passed."""
    c = conversation(handed_at=NOON + timedelta(minutes=minutes))
    assert cards.card(c) == cards.card(c)


def test_a_support_channel_is_known_by_its_id_alone():
    from unit.core_nouns import PLACES

    assert PLACES.is_support(replace(HELP, workspace=""))
    assert not PLACES.is_team(replace(TEAM, platform="discord"))
