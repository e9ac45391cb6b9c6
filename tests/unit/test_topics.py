"""Phrases that belong together: the card says what it is about, and a topic is switched off and on as a whole."""

import pytest
from unit.core_nouns import BO, DI, ED, Table

from handoff import cards
from handoff.effects import FormErrors
from handoff.model import Policy, State, Trigger
from handoff.typed import parse

BILLING = Policy(
    keywords=("cancel my account", "refund", "charged~ twice", "invoice"),
    topics={"refund": "billing", "charged~ twice": "billing", "invoice": "papers"},
)


@pytest.fixture
def table() -> Table:
    return Table(policy=BILLING)


def asked(table: Table, path: str, **options: str) -> str:
    table.command(f"/keywords {path}", DI, **options)
    return table.whisper


def test_the_card_says_what_it_is_about(table):
    table.speak("I was chraged twice and want a refund")
    reason = table.c().reason
    assert reason is not None
    assert (reason.trigger, reason.topic, cards.why(reason)) == (Trigger.KEYWORD, "billing", "wrote about billing")
    assert reason.evidence == ("keyword “refund”", "keyword “charged~ twice”: “charged twice”")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("cancel my account", "used a keyword"),
        ("cancel my account and refund it", "wrote about billing"),
        ("a refund, and the invoice", "wrote about billing, papers"),
    ],
)
def test_what_has_no_topic_is_a_keyword(table, words, why):
    table.speak(words)
    assert cards.why(table.c().reason) == why


def test_a_topic_that_is_off_hands_nothing_over(table):
    """The others do; trying says what would, and the switch is kept with who and when."""
    assert asked(table, "topic", topic="Billing", value="off").startswith("The phrases of billing hand nothing over")
    (audit,) = table.last.audits
    assert (audit.by, audit.what, audit.before, audit.after) == (DI, "keywords.topic", "billing on", "billing off")
    table.speak("a refund please")
    assert table.c().state is State.AI
    assert asked(table, "test", text="a refund please") == "This would not hand off."
    table.command("/triggers try", DI, text="a refund please")
    assert "- nearly: the topic billing is switched off, or keyword “refund” would count" in table.whisper
    assert "wrote about papers" in asked(table, "test", text="a refund, and the invoice")
    assert asked(table, "topic", topic="billing", value="off") == "billing is off already."
    assert asked(table, "topic", topic="billing", value="on") == "The phrases of billing hand over again."
    assert "wrote about billing" in asked(table, "test", text="a refund please")
    assert asked(table, "topic", topic="billing", value="on") == "billing is on already."


def test_a_phrase_is_added_with_its_topic(table):
    said = asked(table, "add", phrase="bank  account", topic="BILLING")
    assert said == "From now on “bank account” hands a conversation to the team, as about billing."
    assert (table.policy.version, table.policy.topics["bank account"]) == (1, "billing")
    assert [(a.what, a.after) for a in table.last.audits][1:] == [("keywords.topic", "bank account: billing")]
    table.speak("which bank account do I use?")
    assert cards.why(table.c().reason) == "wrote about billing"


def test_of_a_phrase_that_is_there_the_topic_is_changed(table):
    assert asked(table, "add", phrase="Invoice", topic="billing").startswith("From now on “invoice”")
    assert table.policy.topics["invoice"] == "billing"
    assert table.policy.keywords == BILLING.keywords
    assert asked(table, "add", phrase="invoice", topic="billing") == "“invoice” is on the list already."
    assert asked(table, "add", phrase="invoice") == "“invoice” is on the list already."
    assert table.policy.topics["invoice"] == "billing"


def test_a_phrase_of_a_topic_that_is_off_says_so(table):
    asked(table, "topic", topic="billing", value="off")
    assert "is switched off: it hands nothing over" in asked(table, "add", phrase="my bill", topic="billing")
    table.speak("my bill is wrong")
    assert table.c().state is State.AI


@pytest.mark.parametrize("topic", ["two words", "-x", "a" * 31, "*bold*", ":"])
def test_a_name_that_will_not_do_is_told(table, topic):
    """In the form, with what was typed; nothing is half done."""
    table.press("add", 0, by=DI)
    table.send("add", 0, by=DI, phrase="my bill", topic=topic)
    assert isinstance(table.reply, FormErrors)
    assert "can't be the name of a topic" in table.reply.errors["topic"]
    assert table.policy == BILLING


def test_a_phrase_that_will_not_do_gets_no_topic(table):
    assert "no letters or digits" in asked(table, "add", phrase="!!", topic="billing")
    assert table.policy == BILLING


def test_what_is_removed_belongs_to_nothing(table):
    """Added again it has no topic, and a topic without phrases is gone, with its switch."""
    asked(table, "topic", topic="papers", value="off")
    asked(table, "remove", phrase="invoice")
    assert (dict(table.policy.topics), table.policy.topics_off) == ({"refund": "billing", "charged~ twice": "billing"}, ())
    asked(table, "add", phrase="invoice")
    table.speak("the invoice")
    assert cards.why(table.c().reason) == "used a keyword"


def test_topics_are_listed(table):
    asked(table, "topic", topic="papers", value="off")
    assert asked(table, "topic").split("\n")[:3] == [
        "**Topics of keywords**:",
        "- billing: 2 phrases",
        "- papers: 1 phrases, switched off",
    ]
    assert asked(table, "topic", topic="billing") == "**billing**:\n- charged\\~ twice\n- refund"
    assert asked(table, "topic", topic="papers").startswith("**papers**, switched off:")
    assert asked(table, "topic", topic="pets") == "There is no topic “pets”. `/keywords topic` shows which there are."
    assert asked(table, "topic", value="off").startswith("Which topic?")
    table.policy = Policy()
    assert asked(table, "topic").startswith("No keyword has a topic yet.")


def test_the_list_of_phrases_says_their_topics(table):
    asked(table, "topic", topic="papers", value="off")
    assert asked(table, "list").split("\n")[1:5] == [
        "- cancel my account",
        "- charged\\~ twice (topic billing)",
        "- invoice (topic papers, which is switched off)",
        "- refund (topic billing)",
    ]


def test_a_phrase_of_one_channel_has_a_topic_too(table):
    """Typed behind the phrase, with the channel; it counts there alone, and its topic is switched off with the others."""
    assert parse("keywords", "add my bill topic:billing #help")[1] == {
        "phrase": "my bill",
        "topic": "billing",
        "channel": "help",
    }
    assert "as about billing" in asked(table, "add", phrase="my bill", topic="billing", where="server")
    table.speak("my bill is wrong")
    assert cards.why(table.c().reason) == "wrote about billing"
    asked(table, "topic", topic="billing", value="off")
    table.speak("my bill is wrong", ED.direct, by=ED)
    assert table.c(2).state is State.AI


def test_only_admins_switch_topics(table):
    table.command("/keywords topic", BO, topic="billing", value="off")
    assert table.policy == BILLING


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("refund topic:billing", {"phrase": "refund", "topic": "billing"}),
        ("my bill Topic:Billing", {"phrase": "my bill", "topic": "Billing"}),
        ("topic:billing", {"topic": "billing"}),
        ("topic:billing refund", {"phrase": "topic:billing refund"}),
        ('"refund topic:billing"', {"phrase": "refund topic:billing"}),
        ("refund topic:", {"phrase": "refund topic:"}),
        ("refund", {"phrase": "refund"}),
    ],
)
def test_a_topic_is_typed_behind_the_phrase(typed, options):
    assert parse("keywords", f"add {typed}")[1] == options


def test_switching_is_typed_as_it_is_said():
    assert parse("keywords", "topic off billing")[1] == {"value": "off", "topic": "billing"}
    assert parse("keywords", "topic billing")[1] == {"topic": "billing"}
    assert parse("keywords", "topic")[1] == {}


def test_the_same_phrase_with_other_exceptions_stands_in_its_place_and_in_its_topic(table):
    """Beside it the exceptions would leave nothing alone."""
    assert asked(table, "add", phrase="refund -policy") == (
        "From now on “refund -policy” hands a conversation to the team, in place of “refund”."
    )
    assert ("refund" in table.policy.keywords, table.policy.topics["refund -policy"]) == (False, "billing")
    table.speak("what is your refund policy?")
    assert table.c().state is State.AI
    table.speak("then a refund, please")
    assert table.c().reason.topic == "billing"
