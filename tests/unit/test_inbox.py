"""An agent's inbox: the right ones in the right order, all of them, in messages that both platforms take."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.core_nouns import ANN, BO, CY, DM, ED, FAR, NOON, TEAM, Table, card_thread

from adapters.discord import views
from adapters.slack import blocks, screens
from handoff import home, inbox, queue, wording
from handoff.effects import Done, Post, Whisper
from handoff.model import Address, Conversation, Person, Turn
from handoff.states import State

MINUTE = timedelta(minutes=1)


def one(number: int, state: State = State.CLAIMED, turn: Turn = Turn.TEAM, ago: int = 5, **more: object) -> Conversation:
    """A conversation that Bo has, in which the one whose turn it is owes a word for `ago` minutes."""
    at = NOON - ago * MINUTE
    agent = BO if state in (State.CLAIMED, State.SNOOZED) else None
    whose = {"unread": (3,), "unread_at": at} if turn is Turn.TEAM else {"agent_at": at}
    made = Conversation(
        number=number, state=state, turn=turn, agent=agent, opened_at=NOON - timedelta(days=2), handed_at=at,
        last_words=f"words of {number}", card_link=f"https://slack.example/archives/C9/p{number:016}",
        customer=replace(ANN, user=f"U{number}", name=f"Ann {number}"), place=replace(DM, channel=f"@U{number}"),
    )  # fmt: skip
    return replace(made, **{**whose, **more})


def shown(mine: list[Conversation], number: int = 1, others: list[Conversation] = [], agent: Person = BO) -> Post:  # noqa: B006
    return inbox.post(inbox.page(mine, [*mine, *others], number), agent, TEAM, NOON)


def listed(post: Post) -> list[int]:
    """The conversations on a page, in order."""
    return [int(line.split("#")[1].split(" ")[0]) for line in post.text.splitlines() if line.startswith(("[#", "#"))]


# ---- order and words


def test_who_waits_for_the_agent_comes_first_and_of_those_the_longest():
    """Then those where the customer owes a word, then what is put off; each group longest first."""
    mine = [
        one(1, turn=Turn.CUSTOMER, ago=50), one(2, ago=5), one(3, State.SNOOZED, Turn.NOBODY), one(4, ago=90),
        one(5, turn=Turn.CUSTOMER, ago=99), one(6, ago=20),
    ]  # fmt: skip
    post = shown(mine)
    assert listed(post) == [4, 6, 2, 5, 1, 3]
    assert post.text.startswith("6 conversations: 3 waiting for you, 2 waiting for the customer, 1 put off.")


def test_a_line_says_who_how_long_what_is_new_and_the_last_words_and_leads_there():
    text = shown([one(7, ago=12, unread=(3, 4), last_words="where is\nit? " + "x" * 200)]).text.splitlines()
    assert text[4] == "[#7 · Ann 7](https://slack.example/archives/C9/p0000000000000007) · 12 min · 2 new"
    assert text[5].startswith("> where is it? xxx")
    assert text[5].endswith("…")
    assert len(text[5]) == inbox.WORDS + 2


def test_nothing_new_is_not_mentioned():
    assert "new" not in shown([one(1, turn=Turn.CUSTOMER)]).text


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (0, "under a minute"), (-3, "under a minute"), (1, "1 min"), (59, "59 min"), (60, "1 hour"), (150, "2 hours"),
        (1440, "1 day"), (2881, "2 days"),
    ],
)  # fmt: skip
def test_how_long_is_said_in_one_unit(ago: int, words: str):
    assert wording.span(ago * MINUTE) == words


def test_many_new_messages_are_counted_no_further():
    assert "· 99+ new" in shown([one(1, unread=tuple(range(1, 101)))]).text


# ---- 0, 1, 7, 60


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        (0, "You have no conversation just now, and there is nothing to do.\n\nNobody is waiting in the queue."),
        (1, "Claim the next one, or pick one from the queue.\n\n1 person is waiting in the queue, for 5 min."),
        (3, "Claim the next one, or pick one from the queue.\n\n3 people are waiting in the queue, the longest for 5 min."),
    ],
)
def test_with_none_it_says_what_to_do(waiting: int, words: str):
    post = shown([], others=[one(n, State.WAITING) for n in range(1, waiting + 1)])
    assert post.text.endswith(words)
    assert [b.verb for b in post.buttons] == (["claim", "queue"] if waiting else ["queue"])


@pytest.mark.parametrize(("count", "head"), [(1, "1 conversation: 1 waiting for you."), (7, "7 conversations: 7 waiting")])
def test_a_few_are_on_one_page(count: int, head: str):
    post = shown([one(n) for n in range(1, count + 1)])
    assert post.text.startswith(head)
    assert (listed(post), post.footer) == (list(range(1, count + 1)), "")
    assert [(b.verb, b.number) for b in post.buttons if b.verb != "queue"] == [
        (verb, n) for n in range(1, min(count, inbox.BUTTONED) + 1) for verb in ("close", "release")
    ]


@pytest.mark.parametrize("count", [8, 9, 16, 60])
def test_every_one_of_many_is_reached_by_next_and_back(count: int):
    mine = [one(n, turn=Turn.TEAM if n % 2 else Turn.CUSTOMER, ago=n) for n in range(1, count + 1)]
    found, number = [], 1
    while True:
        post = shown(mine, number)
        found += listed(post)
        turns = {b.label: b.number for b in post.buttons if b.verb == "inbox"}
        assert turns.get("Back", 0) == number - 1
        assert post.footer == (
            "" if count <= inbox.PAGE else f"{len(found) - len(listed(post)) + 1} to {len(found)} of {count}"
        )
        if "Next" not in turns:
            break
        number = turns["Next"]
    assert sorted(found) == list(range(1, count + 1))
    assert found[0] == (count if count % 2 else count - 1)


@pytest.mark.parametrize(("asked", "shows"), [(0, 1), (-1, 1), (99, 8)])
def test_a_page_that_is_no_more_is_the_nearest(asked: int, shows: int):
    assert inbox.page([one(n) for n in range(60)], [], asked).number == shows


# ---- what the platforms take


def test_the_fullest_page_is_one_message_on_both_platforms():
    """Names and words of nothing but markup, long addresses, every button."""
    link = "https://discord.com/channels/" + "/".join(["1234567890123456789"] * 3)
    mine = [
        one(10**6 + n, customer=replace(ANN, name="*_<&>" * 20), last_words="*<&_" * 60, card_link=link, unread=(1,) * 100)
        for n in range(60)
    ]
    post = shown(mine, 2, others=[one(n, State.WAITING) for n in range(900, 960)])
    assert (len(views.parts(post)), len(blocks.parts(post))) == (1, 1)
    made = views.shown(post)
    assert made.embed is not None
    assert len(made.embed) <= views.EMBED
    rows = views.rows(made.buttons)
    assert rows is not None
    assert [len(row["components"]) for row in rows.to_components()] == [2, 2, 2, 2, 4]
    assert sum(map(len, blocks.texts(blocks.shown(post).blocks))) <= blocks.TOTAL
    assert [len(b["elements"]) for b in blocks.shown(post).blocks if b["type"] == "actions"] == [2, 2, 2, 2, 1, 3]


# ---- through decide


def test_the_command_and_the_button_show_the_same_and_only_ones_own():
    table = Table().claimed(BO)
    table.speak("a human please", Address("slack", "T1", "@U5"), by=ED)
    table.all_arrives()
    table.press("claim", 2, CY)
    table.command("/inbox", BO, TEAM)
    first = table.reply
    assert isinstance(first, Whisper)
    assert (listed(first.post), first.instead) == ([1], True)
    table.press("inbox", 1, by=BO)
    assert table.reply == first


def test_the_next_one_is_claimed_without_its_number():
    table = Table().waiting()
    table.press("claim", 0, by=BO)
    assert (table.c().state, table.c().agent) == (State.CLAIMED, BO)
    table.press("claim", 0, by=CY)
    assert table.whisper == "Nobody is waiting."


def test_a_customer_is_told_kindly_that_it_is_the_teams():
    table = Table().claimed(BO)
    table.command("/inbox", ANN, DM)
    assert table.whisper == "Only the support team can do that. To reach a person, use `/human`."
    table.press("inbox", 1, by=ANN)
    assert table.whisper == "Only the support team can do that. To reach a person, use `/human`."


def test_whose_turn_it_is_and_what_is_new_follow_the_words():
    """What the customer wrote and nobody answered is new: from the words that led to the handoff on."""
    table = Table().claimed(BO)
    assert (table.c().unread, inbox.since(table.c())) == ((1,), NOON)
    table.now += MINUTE
    table.speak("are you there?")
    assert len(table.c().unread) == 2
    assert inbox.since(table.c()) == NOON
    table.now += MINUTE
    table.speak("Yes, let me look.", card_thread("card-1"), by=BO)
    assert (table.c().unread, inbox.group_of(table.c())) == ((), inbox.Group.THEIRS)
    assert inbox.since(table.c()) == NOON + 2 * MINUTE
    table.now += MINUTE
    table.speak("thank you for looking into this")
    assert (len(table.c().unread), inbox.since(table.c())) == (1, NOON + 3 * MINUTE)


@pytest.mark.parametrize(
    ("agent", "place", "link"),
    [
        (BO, DM, "card"), (BO, Address("discord", "", "9", "1"), "card"),
        (FAR, Address("discord", "", "9", "1"), "theirs"), (FAR, Address("discord", "", "@9"), "card"), (FAR, DM, "card"),
    ],
)  # fmt: skip
def test_the_link_leads_to_where_the_agent_works(agent: Person, place: Address, link: str):
    """In the card's thread, or in the customer's own where the card is on a platform that the agent is not on."""
    assert inbox.where(one(1, place=place, card_link="card", link="theirs"), agent, TEAM) == link


# ---- the bot's own page


def view(posts: tuple[Post, ...]) -> dict:
    return screens.home(posts)


@pytest.mark.parametrize("count", [0, 1, 7, 60])
def test_an_agents_page_shows_all_of_a_page_and_fits(count: int):
    """At most 100 blocks and 3000 characters a text (docs.slack.dev), however much there is in it."""
    mine = [
        one(n, customer=replace(ANN, name="*_<&>" * 20), last_words="*<&_" * 60, card_link="https://s.example/" + "x" * 200)
        for n in range(1, count + 1)
    ]
    queued = [one(100 + n, State.WAITING, last_words="<&>" * 90) for n in range(count)]
    for number in range(1, max(1, -(-count // inbox.PAGE)) + 1):
        posts = home.of_agent(BO, [*mine, *queued], number, TEAM)
        made = view(posts)
        assert len(made["blocks"]) <= 100
        assert all(len(text) <= blocks.SECTION for text in blocks.texts(made["blocks"]))
        had = [b.number for post in posts for b in post.buttons if b.verb == "close"]
        assert had == [c.number for c in inbox.page(mine, [], number).conversations]
    claims = [b.number for post in posts for b in post.buttons if b.verb == "claim"]
    assert claims == [c.number for c in queue.waiting(queued)][: home.WAITING]
    more = [post.text for post in posts if post.text.startswith("… and")]
    assert more == ([f"… and {count - home.WAITING} more."] if count > home.WAITING else [])


def test_a_customers_page_shows_their_own_here_and_nothing_of_others():
    """Not what is closed, nor elsewhere; neither numbers nor reasons."""
    theirs = replace(ANN, user="U1", name="Ann")
    own = [
        one(1, customer=theirs, link="https://x/1", last_words="mine"),
        one(2, State.WAITING, customer=theirs, place=Address("discord", "", "9", "1"), last_words="elsewhere"),
        one(3, State.CLOSED, customer=theirs, last_words="closed"),
        one(4, customer=ED, last_words="of Ed"),
    ]
    posts = home.of_customer(theirs, own)
    assert [(post.title, post.text, post.link) for post in posts[2:]] == [
        ("Direct message", "Bo from the team is with you.\n> mine", "https://x/1")
    ]
    assert [(b.verb, b.number) for post in posts for b in post.buttons] == [("human", 0)]
    assert "#1" not in repr(posts)


def test_a_person_is_asked_for_on_the_page():
    table = Table()
    table.press("human", 0, by=ANN, place=DM, home=True)
    assert (table.c().state, table.c().customer, table.c().place) == (State.WAITING, ANN, DM)


def test_the_pages_buttons_turn_the_page_where_it_stands():
    table = Table().claimed(BO)
    table.press("inbox", 2, by=BO, place=DM, home=True)
    assert [(h.person, h.page) for h in table.last.homes] == [(BO, 2)]
    assert isinstance(table.reply, Done)
