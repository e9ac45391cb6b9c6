"""The table of commands, what people type after a slash, and who may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.commands import (
    BUTTONS,
    COMMANDS,
    SPOKEN,
    Command,
    Option,
    Who,
    find,
    may,
    names,
    verbs,
)
from handoff.model import Standing
from handoff.typed import Usage, _options, parse


@pytest.mark.parametrize(
    ("line", "path", "options"),
    [
        ("human", "/human", {}),
        ("human a bill that shames me", "/human", {"reason": "a bill that shames me"}),
        ("claim", "/claim", {}),
        ("claim 42", "/claim", {"number": "42"}),
        ("claim #42", "/claim", {"number": "42"}),
        ("handoff close", "/handoff close", {}),
        ("handoff close 42", "/handoff close", {"number": "42"}),
        ("handoff close 42 note", "/handoff close", {"number": "42", "note": "note"}),
        ("handoff close  #42   paid back,  twice ", "/handoff close", {"number": "42", "note": "paid back,  twice"}),
        ("handoff close paid back outcome:ai-could", "/handoff close", {"note": "paid back", "outcome": "ai-could"}),
        ("handoff return 42 outcome:person", "/handoff return", {"number": "42", "outcome": "person"}),
        ("handoff CLOSE paid back", "/handoff close", {"note": "paid back"}),
        ("handoff note 42 she pays late", "/handoff note", {"number": "42", "text": "she pays late"}),
        ("handoff note she has 42 lamps", "/handoff note", {"text": "she has 42 lamps"}),
        ("keywords add money back", "/keywords add", {"phrase": "money back"}),
        ('keywords add "money back"', "/keywords add", {"phrase": "money back"}),
        ("keywords add “money back”", "/keywords add", {"phrase": "money back"}),
        ('keywords add "money" or "back"', "/keywords add", {"phrase": '"money" or "back"'}),
        ('keywords add "', "/keywords add", {"phrase": '"'}),
        ("keywords add money back #help", "/keywords add", {"phrase": "money back", "channel": "help"}),
        ("keywords add money back where:server", "/keywords add", {"phrase": "money back", "where": "server"}),
        ("keywords add cancel my server", "/keywords add", {"phrase": "cancel my server"}),
        ('keywords add "issue #5"', "/keywords add", {"phrase": "issue #5"}),
        ('keywords add "issue #5" #help', "/keywords add", {"phrase": "issue #5", "channel": "help"}),
        ("keywords list #help", "/keywords list", {"channel": "help"}),
        (
            "triggers set conversation.idle 1h 30m #help",
            "/triggers set",
            {"name": "conversation.idle", "value": "1h 30m", "channel": "help"},
        ),
        ("triggers set #help", "/triggers set", {"channel": "help"}),
        ("triggers unset failed.limit where:Server", "/triggers unset", {"name": "failed.limit", "where": "server"}),
        ("triggers show where:server", "/triggers show", {"where": "server"}),
        ("triggers preset eager #help", "/triggers preset", {"name": "eager", "channel": "help"}),
        ("keywords list", "/keywords list", {}),
        ("keywords list please", "/keywords list", {}),
        ("queue", "/queue", {}),
    ],
)
def test_what_is_typed_is_understood(line, path, options):
    name, _, text = line.partition(" ")
    command, found = parse(name, text)
    assert (command.path, found) == (path, options)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "handoff",
            "`/handoff` is not something I know. Try one of: release, transfer, takeover, reopen, priority, ",
        ),
        ("handoff fly 42", "`/handoff fly` is not something I know."),
        ("triggers set failed.limit 4 where:sever", "“sever” is not known here. Is it one of these? `server`"),
        ("claim him", "“him” is not a conversation's number. Type `/claim [number]`, for example `/claim 42`."),
    ],
)
def test_what_is_not_understood_says_what_to_type(line, words):
    name, _, text = line.partition(" ")
    with pytest.raises(Usage) as told:
        parse(name, text)
    assert str(told.value).startswith(words)


@given(st.sampled_from(names()), st.text(max_size=80))
def test_whatever_is_typed_is_understood_or_refused_in_words(name, text):
    """Options are the command's own, and every number is one."""
    try:
        command, options = parse(name, text)
    except Usage as error:
        assert str(error)
    else:
        assert options.keys() <= {o.name for o in command.options}
        assert options.get("number", "0").isdecimal()


def test_the_table_is_whole():
    """Each command once; at most one option takes the rest, and comes last; whatever may be said or pressed exists."""
    assert len({(c.name, c.verb) for c in COMMANDS}) == len(COMMANDS)
    assert names() == ("human", "queue", "claim", "inbox", "handoff", "keywords", "triggers")
    for command in COMMANDS:
        assert [o.number for o in command.options[1:]] == [False] * len(command.options[1:])
        assert command.help
        assert [c for c in verbs(command.name) if c.verb == command.verb] == [command]
    assert all(find(verb) or find("handoff", verb) for verb in SPOKEN)
    assert find("fly") is None


def test_a_verb_bears_the_same_right_as_button_and_command():
    for verb, who in BUTTONS.items():
        command = find(verb) or find("handoff", verb)
        assert command is None or command.who is who


@given(st.builds(Standing))
def test_nobody_may_anything_where_they_are_not_served(standing):
    for who in Who:
        granted = {Who.CUSTOMER: True, Who.AGENT: standing.agent, Who.ADMIN: standing.admin}[who]
        assert may(who, standing) == (standing.served and granted)


def test_a_command_with_a_form_is_understood_without_its_words():
    """The form asks for them."""
    command, options = parse("handoff", "note 42")
    assert (command.form, options) == (True, {"number": "42"})


def test_options_of_one_word_take_one_and_leave_the_rest():
    to, level = Option("to", "Who", person=True), Option("level", "How", choices=("low", "high"))
    command = Command("handoff", "x", "Test", Who.AGENT, (Option("number", "N", number=True), to, level, Option("note", "Why")))
    assert dict(_options(command, "7 @bo HIGH he knows it")) == {
        "number": "7",
        "to": "bo",
        "level": "high",
        "note": "he knows it",
    }
    assert dict(_options(command, "he knows it")) == {"note": "he knows it"}


def test_a_channel_is_named_by_its_sign():
    """As platforms show one; a plain word may be the beginning of a text."""
    command = Command("handoff", "x", "Test", Who.ADMIN, (Option("channel", "Where", channel=True), Option("note", "Why")))
    assert dict(_options(command, "#help it is new")) == {"channel": "help", "note": "it is new"}
    assert dict(_options(command, "help it is new")) == {"note": "help it is new"}
