"""Settings and keywords by server and channel: the nearer wins, each value says where it comes from, nothing is half set."""

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ADMIN, ANN, BO, DI, DM, HELP, NOON, PLACES, TEAM, Table, thread

from handoff import scopes, tuning
from handoff.effects import FormErrors
from handoff.events import Commanded, FormSent, Picked
from handoff.model import Address, Conversation, Person, Policy, Scope, State, Trigger
from handoff.phrasebook import Phrasebooks
from handoff.triggers import Matcher

SERVER = Address("slack", "T1", "")
SALES = Address("slack", "T1", "C2")
FAR_DM = Address("discord", "", "@77")
NAMES = {"C1": "#help", "C2": "#sales", "C9": "#team"}
SHOPS = replace(PLACES, support=PLACES.support | {("slack", "C2")})


@pytest.fixture
def table() -> Table:
    return Table(places=SHOPS)


def told(table: Table, line: str, where: Address | None = None, /, **options: str) -> str:
    """What Di is told who types that, and picks a channel, or names the server."""
    name, verb = line.removeprefix("/").split()
    event = Commanded(
        key=table.key(), at=table.now, by=DI, standing=ADMIN, place=TEAM, name=name, verb=verb, **_to(where, options)
    )
    table.does(event)
    return table.whisper


def _to(where: Address | None, options: dict[str, str], key: str = "options") -> dict[str, Any]:
    if where is None or not where.channel:
        return {key: options | ({"where": "server"} if where else {})}
    picked = {"channel": Picked(NAMES.get(where.channel, where.channel))}
    return {key: options | {"channel": "x"}, "places": {"channel": where}, "picked": picked}


def sets(table: Table, name: str, value: str, where: Address | None = None) -> str:
    return told(table, "/triggers set", where, name=name, value=value)


def value(table: Table, name: str, place: Address) -> str:
    dial = tuning.find(name)
    assert dial
    return tuning.written(dial.value(scopes.effective(table.policy, place)))


# ---- inheritance


def test_the_nearer_wins(table):
    """Direct messages have the workspace's; another server and its direct messages have what is everywhere."""
    sets(table, "failed.limit", "5")
    sets(table, "failed.limit", "6", SERVER)
    sets(table, "failed.limit", "7", HELP)
    there = [HELP, thread("1.1"), SALES, DM, Address("slack", "T2", "C8"), Address("discord", "9", "500"), FAR_DM]
    assert [value(table, "failed.limit", place) for place in there] == ["7", "7", "6", "6", "5", "5", "5"]
    assert value(table, "turns.limit", HELP) == "0"


def test_a_server_and_its_oldest_channel_may_have_the_same_id():
    """Discord made the first channel of a server with the server's own id."""
    whole, oldest = Address("discord", "500", ""), Address("discord", "500", "500")
    assert scopes.key(whole) != scopes.key(oldest)
    policy = scopes.turned(Policy(), oldest, {tuning.DIALS[0]: 9})
    assert [scopes.effective(policy, p).failed_limit for p in (whole, oldest, Address("discord", "500", "501"))] == [3, 9, 3]


VALUES = st.dictionaries(st.sampled_from(["failed.limit", "turns.limit"]), st.integers(0, 20), max_size=2)
CHOICES = st.one_of(st.none(), st.integers(0, 20))
POINTS = [scopes.EVERYWHERE, SERVER, HELP, SALES, Address("discord", "9", ""), Address("discord", "9", "C1")]


@given(st.lists(st.tuples(st.sampled_from(POINTS), st.sampled_from(["failed.limit", "turns.limit"]), CHOICES), max_size=20))
def test_whatever_is_set_and_unset_each_place_has_the_nearest(changes):
    """Against a model: a table of what was set, looked up from the channel outwards."""
    policy, model = Policy(), {}
    for place, name, new in changes:
        dial = tuning.find(name)
        policy = scopes.turned(policy, place, {dial: new})
        model[(place, name)] = new
    for place in (HELP, SALES, DM, Address("discord", "9", "C1"), Address("discord", "9", "C7"), FAR_DM):
        chain = [place.parent, replace(place, channel=""), scopes.EVERYWHERE]
        for name in ("failed.limit", "turns.limit"):
            dial = tuning.find(name)
            found = [(each, model[(each, name)]) for each in chain if model.get((each, name)) is not None]
            expected = found[0][1] if found else dial.default
            assert dial.value(scopes.effective(policy, place)) == expected
            source = scopes.source(policy, place, dial)
            assert (source.value, source.scope.place if source.scope else scopes.EVERYWHERE) == (
                expected,
                found[0][0] if found else scopes.EVERYWHERE,
            )


def test_where_nobody_set_anything_by_place_nothing_is_computed():
    """Thousands of events a second ask."""
    policy = Policy()
    assert scopes.effective(policy, HELP) is policy
    other = scopes.turned(policy, SALES, {tuning.DIALS[0]: 9})
    assert scopes.effective(other, HELP) is other


def test_a_conversation_that_went_on_in_private_keeps_what_held_where_it_began():
    moved = Conversation(number=1, customer=ANN, place=DM, opened_at=NOON, earlier_places=(thread("1.1"),))
    assert (scopes.origin(moved), scopes.origin(replace(moved, earlier_places=()))) == (thread("1.1"), DM)


# ---- what is decided by it


@pytest.mark.parametrize(("where", "state"), [(HELP, State.WAITING), (SALES, State.AI)])
def test_a_trigger_fires_by_what_holds_in_its_channel(table, where, state):
    sets(table, "sentiment.abuse", "-0.5", HELP)
    table.speak("rude -0.6", where)
    assert table.c().state is state


def test_what_a_channel_needs_at_once_the_others_do_not(table):
    """A file, the count of turns, and failures, by channel."""
    sets(table, "turns.limit", "1", HELP)
    for place in (HELP, SALES):
        for text in ("how long?", "and how much?"):
            number = max((n for n, c in table.conversations.items() if c.place.parent == place), default=0)
            table.speak(text, table.c(number).place if number else place)
            number = number or max(table.conversations)
            if table.c(number).run:
                table.answer("Two days.", number)
    assert [table.c(n).state for n in (1, 2)] == [State.WAITING, State.AI]


def test_words_join_the_first_for_as_long_as_the_channel_says(table):
    sets(table, "question.gather", "0s", HELP)
    for place in (HELP, SALES):
        table.speak("how long?", place)
        table.now += timedelta(seconds=5)
        table.speak("does delivery take?", place)
    assert [c.place.parent for c in table.conversations.values()] == [HELP, HELP, SALES]


def test_silence_closes_after_what_holds_in_the_channel(table):
    sets(table, "conversation.idle", "1h", HELP)
    for place in (HELP, SALES):
        table.speak("how long?", place)
    assert [table.timers[("idle", n)].due - NOON for n in (1, 2)] == [timedelta(hours=1), timedelta(hours=24)]


def test_who_comes_back_does_so_where_the_channel_lets_them(table):
    sets(table, "conversation.reopen_window", "1h", HELP)
    for place, number in ((HELP, 1), (SALES, 2)):
        table.claimed(place=place)
        table.send("close", number)
        table.speak("it broke again", table.c(number).place)
    assert (table.c(1).state, table.c(2).state, len(table.conversations)) == (State.WAITING, State.CLOSED, 3)


def test_what_customers_delete_is_kept_where_the_channel_says(table):
    sets(table, "conversation.keep_deleted", "on", HELP)
    for n, place in enumerate((HELP, SALES)):
        table.speak("my secret", place, message_id=f"x{n}")
        table.delete(f"x{n}", table.c(n + 1).place)
    assert [table.messages[(n, 1)].text for n in (1, 2)] == ["my secret", ""]


def test_the_ai_stays_as_it_is_set_where_a_conversation_began(table):
    """Also when it goes on in direct messages."""
    table.policy = replace(table.policy, ai_at={"slack:C1": "draft"})
    table.speak("hello")
    table.conversations[1] = replace(table.c(), earlier_places=(thread("1.1"),))
    table.speak("how long does it take?")
    assert table.c().state is State.WAITING


def test_whoever_decides_by_a_number_asks_for_the_one_of_the_place():
    """Whoever adds a name that is not `local=False` reads it from Desk.in_force, or scopes.effective()."""
    fields, found = {dial.field for dial in tuning.DIALS if dial.local}, []
    for path in (Path(scopes.__file__).parent / "decide").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in fields and ast.unparse(node.value).endswith("policy"):
                found.append(f"{path.name}: {ast.unparse(node)}")
    assert found == []


# ---- setting, unsetting, showing


def test_what_is_set_is_told_and_kept_with_where(table):
    assert sets(table, "failed.limit", "4", HELP) == "`failed.limit` is 4 in \\#help from now on. It was 3 (default)."
    (audit,) = table.last.audits
    assert (audit.by, audit.what, audit.before, audit.after, audit.where) == (DI, "failed.limit", "", "4", "slack:C1")
    assert sets(table, "failed.limit", "4", HELP) == "`failed.limit` is 4 in \\#help already."
    assert (table.last.policy, table.last.audits) == (None, [])
    was = "It was 3 (default)."
    assert sets(table, "failed.limit", "2", SERVER) == f"`failed.limit` is 2 in this server from now on. {was}"
    assert table.last.audits[0].where == "slack:T1/*"
    assert sets(table, "failed.limit", "6", HELP).endswith("It was 4 (from this channel, set by Di on 2024-05-01 12:00 UTC).")


@pytest.mark.parametrize("by_value", [True, False])
def test_what_is_unset_is_inherited_again(table, by_value):
    """By the verb, or by the value `inherit`; everywhere that is the default."""

    def unset(where: Address | None = None) -> str:
        if by_value:
            return sets(table, "failed.limit", "inherit", where)
        return told(table, "/triggers unset", where, name="failed.limit")

    assert unset(HELP) == "`failed.limit` is inherited in \\#help as it is: 3 (default)."
    assert table.policy == Policy()
    for where, number in ((None, "5"), (SERVER, "6"), (HELP, "7")):
        sets(table, "failed.limit", number, where)
    by = "set by Di on 2024-05-01 12:00 UTC"
    assert unset(HELP) == f"`failed.limit` is inherited in \\#help again: 6 (from the server, {by})."
    (audit,) = table.last.audits
    assert (audit.before, audit.after, audit.where) == ("7", "", "slack:C1")
    assert unset(SERVER) == f"`failed.limit` is inherited in this server again: 5 (everywhere, {by})."
    assert unset() == "`failed.limit` is 3 again, the default."
    (audit,) = table.last.audits
    assert (audit.before, audit.after, audit.where) == ("5", "3", "")
    assert unset() == "`failed.limit` is 3 as it is, the default."


def test_each_value_is_shown_with_where_it_comes_from(table):
    sets(table, "failed.limit", "5")
    sets(table, "turns.limit", "8", SERVER)
    sets(table, "conversation.idle", "2h", HELP)
    by = "set by Di on 2024-05-01 12:00 UTC"
    lines = told(table, "/triggers show", HELP).split("\n")
    assert lines[0] == "**What holds in \\#help**"
    shown = {line.split("`")[1]: line.split(" · ")[0].split("** (")[1] for line in lines[1 : len(tuning.DIALS) + 1]}
    assert shown.keys() == set(tuning.NAMES)
    assert (shown["failed.limit"], shown["turns.limit"]) == (f"everywhere, {by})", f"from the server, {by})")
    assert (shown["conversation.idle"], shown["sentiment.abuse"]) == (f"from this channel, {by})", "default)")
    assert shown["ping.bundle"] == "default; one for all)"
    assert lines[-1] == "The AI is **on** (everywhere)."
    assert "- `turns.limit` **8** (from the server, " in told(table, "/triggers show", SERVER)


def test_what_holds_everywhere_is_shown_with_where_something_else_does(table):
    sets(table, "failed.limit", "4", HELP)
    told(table, "/keywords add", HELP, phrase="refund")
    sets(table, "turns.limit", "8", SERVER)
    sets(table, "turns.limit", "8", SALES)
    sets(table, "turns.limit", "inherit", SALES)
    told(table, "/triggers show")
    assert table.whisper.split("\n")[-3:] == [
        "**Apart from these**",
        "- \\#help (`slack:C1`): `failed.limit` **4**, phrases: 1",
        "- `slack:T1/*`: `turns.limit` **8**",
    ]


def test_a_preset_by_channel_is_pinned_there(table):
    """What is set everywhere later does not move it."""
    assert told(table, "/triggers preset", HELP, name="balanced").startswith("The team is called as in **balanced** in \\#help")
    assert {(audit.what, audit.where) for audit in table.last.audits} == {
        (name, "slack:C1") for name in tuning.PRESETS["balanced"]
    }
    told(table, "/triggers preset", name="eager")
    assert (value(table, "failed.limit", HELP), value(table, "failed.limit", SALES)) == ("3", "2")
    assert told(table, "/triggers preset", HELP, name="balanced") == "It is as in **balanced** in \\#help already."


# ---- what cannot be set


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"name": "failed.limits", "value": "4"}, "name", "There is no such name. These can be set: "),
        ({"name": "failed.limit", "value": "21", "where": "server"}, "value", "`failed.limit` takes a whole number from 0"),
        ({"name": "failed.limit", "value": "4", "channel": "gone"}, "channel", "I don't know a channel gone. Pick it from"),
        ({"name": "failed.limit", "value": "4", "where": "mars"}, "where", "That can be `everywhere` or `server`;"),
        ({"name": "ping.bundle", "value": "2m", "where": "server"}, "where", "`ping.bundle` is one for all:"),
        ({"name": "sentiment.minimum", "value": "5", "where": "server"}, "value", "With these, sentiment would never"),
    ],
)
def test_what_cannot_be_set_says_what_can(table, given, field, words):
    """Typed, and in the form; nothing is changed."""
    table.command("/triggers set", DI, **given)
    assert (table.whisper[: len(words)], table.policy) == (words, Policy())
    table.send("set", 0, DI, **given)
    assert isinstance(table.reply, FormErrors)
    assert (table.reply.errors[field][: len(words)], table.policy) == (words, Policy())


@pytest.mark.parametrize(
    ("where", "options", "words"),
    [
        (TEAM, {}, "That is the team's channel, where no customers write."),
        (HELP, {"where": "server"}, "Choose one: a channel, or where else it is to hold."),
        (HELP, {"where": "everywhere"}, "Choose one: a channel, or where else it is to hold."),
    ],
)
def test_a_place_that_cannot_be_meant_is_told_for_every_command(table, where, options, words):
    for line, more in {
        "/triggers set": {"name": "failed.limit", "value": "5"},
        "/triggers unset": {"name": "failed.limit"},
        "/triggers preset": {"name": "eager"},
        "/triggers show": {},
        "/triggers try": {"text": "hello"},
        "/keywords add": {"phrase": "refund"},
        "/keywords remove": {"phrase": "cancel my account"},
        "/keywords list": {},
        "/keywords test": {"text": "hello"},
    }.items():
        assert told(table, line, where, **more, **options)[: len(words)] == words, line
        assert table.policy == Policy()


def test_a_server_is_meant_where_there_is_one(table):
    """In Discord's direct messages there is none."""
    given = {"name": "failed.limit", "value": "4", "where": "server"}
    event = {"by": Person("discord", "", "77"), "standing": ADMIN, "place": FAR_DM, "name": "triggers", "verb": "set"}
    table.does(Commanded(key="k", at=NOON, options=given, **event))
    assert table.whisper == "There is no server here that could be meant. Do it there, or name a channel."


def test_the_numbers_must_fit_together_in_every_place(table):
    """Wherever they are inherited; what would not is told with where, and nothing of it is set."""
    sets(table, "sentiment.window", "10", SERVER)
    sets(table, "sentiment.minimum", "8", HELP)
    before = table.policy
    words = "With that, sentiment would never count in \\#help: it is read from the latest 5 messages there"
    assert sets(table, "sentiment.window", "5", SERVER).startswith(words)
    assert told(table, "/triggers unset", SERVER, name="sentiment.window").startswith(words.replace("5", "4"))
    assert sets(table, "sentiment.minimum", "11", HELP).startswith("With these, sentiment would never count: ")
    assert told(table, "/triggers preset", SERVER, name="eager").startswith(words.replace("5", "4"))
    assert table.policy == before
    assert sets(table, "failed.limit", "5", SERVER).startswith("`failed.limit` is 5 in this server")
    sets(table, "sentiment.minimum", "inherit", HELP)
    assert sets(table, "sentiment.window", "5", SERVER).startswith("`sentiment.window` is 5 in this server")


POOL = st.tuples(
    st.sampled_from([None, SERVER, HELP, SALES]),
    st.sampled_from(["sentiment.window", "sentiment.minimum"]),
    st.sampled_from(["2", "3", "4", "5", "9", "20", "inherit"]),
)


@given(st.lists(POOL, max_size=12))
def test_sentiment_counts_everywhere_whatever_admins_try(changes):
    table = Table(places=SHOPS)
    for where, name, new in changes:
        before = table.policy
        words = sets(table, name, new, where)
        if "would never count" in words:
            assert table.policy is before
        for place in (HELP, SALES, DM, FAR_DM):
            now = scopes.effective(table.policy, place)
            assert now.sentiment_minimum <= now.sentiment_window


def test_of_two_admins_at_once_the_later_is_told_what_the_earlier_set(table):
    """Each decision is made about the newest policy; what they set in different places stands side by side."""
    sets(table, "failed.limit", "4", HELP)
    sets(table, "failed.limit", "6", SALES)
    assert sets(table, "failed.limit", "5", HELP).startswith("`failed.limit` is 5 in \\#help from now on. It was 4 (from this")
    assert [value(table, "failed.limit", place) for place in (HELP, SALES)] == ["5", "6"]


@pytest.mark.parametrize("by", [ANN, BO])
def test_only_admins(table, by):
    table.command("/triggers unset", by, name="failed.limit")
    assert (table.whisper, table.policy) == ("Only admins of the support team can do that.", Policy())


def test_the_form_sets_for_a_channel_too(table):
    given = _to(HELP, {"name": "failed.limit", "value": "4"}, "fields")
    table.does(FormSent(key="f", at=NOON, by=DI, standing=ADMIN, place=TEAM, verb="set", number=0, **given))
    assert value(table, "failed.limit", HELP) == "4"


# ---- phrases


def fires(table: Table, text: str, place: Address) -> tuple[str, ...]:
    """The evidence with which words there are handed off for a keyword."""
    other = Table(places=SHOPS, policy=table.policy)
    other.speak(text, place)
    reason = other.c().reason
    return reason.evidence if reason and reason.trigger is Trigger.KEYWORD else ()


def test_a_phrase_counts_where_it_was_added(table):
    words = "From now on “refund” hands a conversation in \\#help to the team."
    assert told(table, "/keywords add", HELP, phrase="refund") == words
    (audit,) = table.last.audits
    assert (audit.what, audit.before, audit.after, audit.where) == ("keywords", "", "refund", "slack:C1")
    assert [bool(fires(table, "a refund please", place)) for place in (HELP, SALES, DM)] == [True, False, False]
    told(table, "/keywords add", SERVER, phrase="invoice")
    assert [bool(fires(table, "my invoice", place)) for place in (HELP, SALES, DM, FAR_DM)] == [True, True, True, False]
    assert fires(table, "cancel my account, refund the invoice", HELP) == (
        "keyword “cancel my account”",
        "keyword “invoice”",
        "keyword “refund”",
    )


def test_an_inherited_phrase_is_taken_away_in_a_channel_alone(table):
    words = "“cancel my account” no longer hands a conversation in \\#help over. Elsewhere it does as before."
    assert told(table, "/keywords remove", HELP, phrase="Cancel my account") == words
    (audit,) = table.last.audits
    assert (audit.what, audit.before, audit.after, audit.where) == ("keywords.without", "", "cancel my account", "slack:C1")
    assert [bool(fires(table, "cancel my account", place)) for place in (HELP, SALES)] == [False, True]
    assert told(table, "/keywords remove", HELP, phrase="cancel my account").endswith("does not count in \\#help as it is.")
    assert told(table, "/keywords add", HELP, phrase="cancel my account") == "“cancel my account” counts in \\#help again."
    assert fires(table, "cancel my account", HELP)


def test_an_exception_of_a_channel_applies_there(table):
    """Of two phrases that differ in their exceptions alone, the nearer counts."""
    told(table, "/keywords add", HELP, phrase="cancel my account -deletion")
    deletion = "cancel my account deletion"
    assert [bool(fires(table, deletion, place)) for place in (HELP, SALES)] == [False, True]
    assert fires(table, "cancel my account", HELP) == ("keyword “cancel my account -deletion”: “cancel my account”",)


@pytest.mark.parametrize(
    ("line", "where", "phrase", "words"),
    [
        ("add", HELP, "refund", "“refund” is on the list already that holds in \\#help."),
        ("add", HELP, "Cancel my  account", "“cancel my account” counts in \\#help already: it is inherited."),
        ("add", SALES, "a" * 201, "That phrase is longer than 200 characters."),
        ("add", SALES, "/(/", "That is no regular expression that I can use"),
        ("add", SALES, "...", "That phrase has no letters or digits in it."),
        ("remove", SALES, "refund", "“refund” is not on that list, but on the one of \\#help (`slack:C1`)."),
        ("remove", None, "refund", "“refund” is not on that list, but on the one of \\#help (`slack:C1`)."),
        ("remove", SALES, "nothing", "“nothing” is not on the list."),
    ],
)
def test_a_phrase_that_will_not_do_says_why(table, line, where, phrase, words):
    told(table, "/keywords add", HELP, phrase="refund")
    before = table.policy
    assert told(table, f"/keywords {line}", where, phrase=phrase)[: len(words)] == words
    assert table.policy is before


def test_expressions_that_are_searched_for_together_have_one_limit(table):
    """So that no message takes longer, however many lists it is searched by (FAULTS X8)."""
    big = "/" + "|".join(f"{chr(97 + n)}[0-9]{{50}}" for n in range(15)) + "/"
    added = [told(table, "/keywords add", (None, SERVER, HELP)[n % 3], phrase=big.replace("/", f"/x{n}|", 1)) for n in range(9)]
    assert added[0].startswith("From now on")
    assert added[-1].startswith("With the expressions on the list this one is too much")


def test_the_lists_say_where_each_applies(table):
    told(table, "/keywords add", HELP, phrase="refund")
    told(table, "/keywords add", HELP, phrase="cancel my account -deletion")
    told(table, "/keywords add", SERVER, phrase="invoice")
    told(table, "/keywords add", phrase="lawyer")
    told(table, "/keywords remove", HELP, phrase="lawyer")
    assert told(table, "/keywords list").split("\n")[1:-1] == [
        "- cancel my account",
        "- lawyer",
        "**Besides**, in \\#help (`slack:C1`):",
        "- cancel my account -deletion",
        "- refund",
        "- not: lawyer",
        "**Besides**, in `slack:T1/*`:",
        "- invoice",
    ]
    assert told(table, "/keywords list", HELP).split("\n")[:-1] == [
        "**Keywords** in \\#help (whole words, any case):",
        "- cancel my account -deletion (from this channel)",
        "- refund (from this channel)",
        "- invoice (from the server)",
        "- not: lawyer",
    ]
    assert "- lawyer (everywhere)" in told(table, "/keywords list", SALES)


def test_what_a_text_sets_off_is_tried_for_a_place(table):
    """The one that is named; else where one is, or, in the team's channel, everywhere."""
    told(table, "/keywords add", HELP, phrase="refund")
    for line in ("/keywords test", "/triggers try"):
        assert "used a keyword" in told(table, line, HELP, text="a refund")
        assert "used a keyword" not in told(table, line, SALES, text="a refund")
        assert "used a keyword" not in told(table, line, text="a refund")
        table.command(line, DI, place=HELP, text="a refund")
        assert "used a keyword" in table.whisper


def test_a_phrase_of_a_channel_has_a_topic_too(table):
    told(table, "/keywords add", HELP, phrase="refund", topic="billing")
    assert table.policy.topics == {"refund": "billing"}
    table.speak("a refund", HELP)
    assert table.c().reason.topic == "billing"
    told(table, "/keywords remove", HELP, phrase="refund")
    assert table.policy.topics == {}


WORDS = ["refund", "invoice", "invoice -paid", "cancel my account"]
ADDS = st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from([None, SERVER, HELP, SALES]), st.sampled_from(WORDS))


@given(st.lists(ADDS, max_size=15))
def test_what_a_list_says_is_what_counts_there(changes):
    """However phrases were added and taken away, far and near."""
    table = Table(places=SHOPS)
    for verb, where, phrase in changes:
        told(table, f"/keywords {verb}", where, phrase=phrase)
    for place in (HELP, SALES):
        lines = [line for line in told(table, "/keywords list", place).split("\n") if line.endswith(")")]
        shown = {line.removeprefix("- ").partition(" (")[0] for line in lines}
        text = "refund the invoice or cancel my account"
        assert {each.split("“")[1].split("”")[0] for each in fires(table, text, place)} == shown


# ---- taken back


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("/triggers set", {"name": "failed.limit", "value": "5"}),
        ("/triggers set", {"name": "files.enabled", "value": "on"}),
        ("/triggers set", {"name": "conversation.idle", "value": "1h"}),
        ("/triggers preset", {"name": "eager"}),
        ("/keywords add", {"phrase": "refund"}),
        ("/keywords remove", {"phrase": "cancel my account"}),
    ],
)
@pytest.mark.parametrize("where", [HELP, SERVER])
def test_what_was_set_for_a_place_is_undone_there(table, line, options, where):
    """And the undoing, too; what was set beside it, and elsewhere, stays."""
    sets(table, "turns.limit", "7", where)
    sets(table, "failed.limit", "9", SALES)

    def values() -> dict[str, Any]:
        return {key: (each.values, each.keywords, each.without) for key, each in table.policy.scopes.items()}

    before = values()
    told(table, line, where, **options)
    after = values()
    assert after != before
    entry = table.policy.version
    assert told(table, "/handoff settings", action="undo", entry=str(entry)).startswith("Change")
    assert values() == before
    assert {audit.where for audit in table.last.audits} == {scopes.key(where)}
    assert told(table, "/handoff settings", action="undo", entry=str(entry + 1)).startswith("Change")
    assert values() == after


def test_what_no_longer_fits_together_in_some_place_is_not_put_back(table):
    sets(table, "sentiment.window", "10", SERVER)
    sets(table, "sentiment.minimum", "8", HELP)
    before = table.policy
    assert "would never count in \\#help" in told(table, "/handoff settings", action="undo", entry="1")
    assert table.policy is before


# ---- the matchers


def test_each_list_has_its_own_matcher_built_once():
    """However often the policy is read anew, and however long the list of everywhere is."""
    built = []

    def build(phrases, pause):
        built.append(phrases)
        return Matcher(phrases, pause)

    books = Phrasebooks(build)
    scope = Scope(place=HELP, keywords=("refund",))
    policy = Policy(keywords=("cancel my account",), scopes={"slack:C1": scope, "slack:C2": Scope(place=SALES)})
    books.ready(policy)
    for _ in range(3):
        again = replace(policy, scopes={key: replace(each) for key, each in policy.scopes.items()})
        assert books.scoped(again).keys() == {"slack:C1"}
        assert books.everywhere(again).find("cancel my account")
    assert [phrases for phrases in built if phrases].count(("cancel my account",)) == 1
    more = replace(policy, scopes={"slack:C1": replace(scope, keywords=("refund", "money"))})
    assert books.scoped(more)["slack:C1"].find("money")
    assert books.everywhere(more).phrases == ("cancel my account",)
    assert books.scoped(replace(policy, scopes={})) == {}
