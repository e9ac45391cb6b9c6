"""`/triggers show` and `/triggers set`: every name, what it takes, what becomes of it, and who may."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, BO, DI, Table

from handoff.effects import FormErrors, OpenForm
from handoff.model import Policy, Trigger
from handoff.tuning import DIALS, NAMES, PRESETS, Duration, Number, Opening, Switch, Whole, find, preset, written
from handoff.typed import Usage, parse


@pytest.fixture
def table():
    return Table()


def test_every_name_of_the_contract_has_the_default_that_it_names():
    assert {dial.name: written(dial.default) for dial in DIALS} == {
        "failed.limit": "3",
        "sentiment.threshold": "-0.4",
        "sentiment.window": "4",
        "sentiment.minimum": "3",
        "sentiment.abuse": "-0.9",
        "keywords.enabled": "on",
        "turns.limit": "0",
        "files.enabled": "off",
        "hours.open": "off",
        "hours.handoff": "off",
        "account.age": "0s",
        "conversation.idle": "24h",
        "conversation.reopen_window": "0s",
        "conversation.keep_deleted": "off",
        "ping.bundle": "1m",
        "question.gather": "20s",
    }


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("failed.limit", "0", 0),
        ("failed.limit", "20", 20),
        ("failed.limit", "21", None),
        ("failed.limit", "-1", None),
        ("failed.limit", "2.5", None),
        ("failed.limit", "three", None),
        ("failed.limit", "٣", None),
        ("sentiment.threshold", "-0.55", -0.55),
        ("sentiment.threshold", "−0,5", -0.5),
        ("sentiment.threshold", "-0", 0.0),
        ("sentiment.threshold", "0.1", None),
        ("sentiment.threshold", "-1.01", None),
        ("sentiment.threshold", "nan", None),
        ("sentiment.threshold", "-1e-1", None),
        ("keywords.enabled", "OFF", False),
        ("keywords.enabled", "yes", True),
        ("keywords.enabled", "maybe", None),
        ("conversation.idle", "0s", timedelta(0)),
        ("conversation.idle", "0", timedelta(0)),
        ("conversation.idle", "90s", timedelta(seconds=90)),
        ("conversation.idle", "1H30M", timedelta(minutes=90)),
        ("conversation.idle", "30d", timedelta(days=30)),
        ("conversation.idle", "31d", None),
        ("conversation.idle", "5", None),
        ("conversation.idle", "5 minutes", None),
        ("conversation.idle", "-5m", None),
        ("conversation.idle", "999999999d", None),
        ("question.gather", "5m", timedelta(minutes=5)),
        ("question.gather", "301s", None),
        ("ping.bundle", "", None),
    ],
)
def test_what_a_name_takes(name, typed, value):
    read = find(name).takes.read(typed)
    assert (read, type(read)) == (value, type(value))


@given(st.sampled_from(DIALS), st.data())
def test_what_is_shown_can_be_typed(dial, data):
    """Whatever value stands, its written form is read as that value."""
    match dial.takes:
        case Number(low=low, high=high):
            value = data.draw(st.integers(int(low * 100), int(high * 100))) / 100
        case Whole(low=low, high=high):
            value = data.draw(st.integers(low, high))
        case Switch():
            value = data.draw(st.booleans())
        case Duration(low=low, high=high):
            value = timedelta(seconds=data.draw(st.integers(int(low.total_seconds()), int(high.total_seconds()))))
        case Opening():
            value = data.draw(st.sampled_from(["", "Mon-Fri 09:00-17:00 Europe/Vienna; Sat 10:00-14:00"]))
    assert dial.takes.read(written(value)) == value


@given(st.sampled_from(DIALS), st.text(max_size=20))
def test_whatever_is_typed_is_in_range_or_told(dial, typed):
    table = Table()
    table.command("/triggers set", DI, name=dial.name, value=typed)
    if table.whisper.startswith(f"`{dial.name}` is "):
        assert dial.takes.read(written(dial.value(table.policy))) == dial.value(table.policy)
    else:
        assert table.policy == Policy()


def test_a_change_is_in_force_at_once_and_kept(table):
    """Who, when, what, before, after; the next message is judged by it."""
    table.command("/triggers set", DI, name="sentiment.abuse", value="-0.5")
    assert table.whisper == "`sentiment.abuse` is -0.5 from now on. It was -0.9."
    (audit,) = table.last.audits
    assert (audit.by, audit.at, audit.what, audit.before, audit.after) == (DI, table.now, "sentiment.abuse", "-0.9", "-0.5")
    assert (table.policy.version, table.policy.sentiment_abuse) == (1, -0.5)
    table.speak("rude -0.6")
    assert table.c().reason.trigger is Trigger.SENTIMENT
    table.command("/triggers set", DI, name="sentiment.abuse", value="-0.5")
    assert (table.whisper, table.last.audits, table.last.policy) == ("`sentiment.abuse` is -0.5 already.", [], None)


def test_what_is_shown(table):
    """Each with value and default, what it means, and who changed it when."""
    table.command("/triggers set", DI, name="conversation.idle", value="2h")
    table.command("/triggers show", DI)
    title, *lines, how, _, _ = table.whisper.split("\n")
    assert (title, how[:15]) == ("**What can be set**", "`/triggers set ")
    assert [line.split("`")[1] for line in lines] == list(NAMES)
    assert lines[0].startswith("- `failed.limit` **3** (default) · Failed answers in a row")
    assert "- `conversation.idle` **2h** (default 24h, set by Di on 2024-05-01 12:00 UTC) · " in table.whisper


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        (
            "failed.limit",
            "many",
            "`failed.limit` takes a whole number from 0 to 20, for example `/triggers set failed.limit",
        ),
        ("sentiment.abuse", "2", "`sentiment.abuse` takes a number from -1 to 0, for example"),
        ("keywords.enabled", "perhaps", "`keywords.enabled` takes on or off, for example `/triggers set keywords.enabled on`."),
        ("ping.bundle", "2h", "`ping.bundle` takes a time from 0s to 1h, written as 90s, 5m, 2h or 1d; for example"),
        ("sentiment.minimum", "5", "With these, sentiment would never count"),
        ("sentiment.window", "2", "With these, sentiment would never count"),
    ],
)
def test_what_cannot_be_set_says_what_can(table, name, value, words):
    """In the form where one was sent, at its field; nothing is changed."""
    table.command("/triggers set", DI, name=name, value=value)
    assert (table.whisper[: len(words)], table.policy) == (words, Policy())
    table.send("set", 0, DI, name=name, value=value)
    assert isinstance(table.reply, FormErrors)
    assert (table.reply.errors["value"][: len(words)], table.policy) == (words, Policy())


def test_a_name_that_is_not_one(table):
    """Typed: the near ones are offered; from elsewhere all are told."""
    with pytest.raises(Usage, match=r"`failed\.limit`"):
        parse("triggers", "set failed.limits 4")
    with pytest.raises(Usage, match=r"`ping\.bundle`"):
        parse("triggers", "set explicit off")
    table.command("/triggers set", DI, name="explicit", value="off")
    assert table.whisper.startswith("There is no such name. These can be set: `failed.limit`, ")


def test_what_a_bare_name_means():
    """`/triggers` shows; a command without a verb `show` asks for one."""
    assert parse("triggers", "")[0].path == "/triggers show"
    with pytest.raises(Usage):
        parse("keywords", "")


def test_the_form(table):
    """Without the words a form asks for them, with what was typed already; what is sent counts as if it were typed."""
    table.command("/triggers set", DI, name="failed.limit")
    form = table.reply
    assert isinstance(form, OpenForm)
    asked = [("name", "failed.limit", True), ("value", "", True), ("where", "", False), ("channel", "", False)]
    assert [(i.name, i.value, i.required) for i in form.inputs] == asked
    assert [value for value, _ in form.inputs[0].choices] == list(NAMES)
    table.press("set", 0, DI)
    assert isinstance(table.reply, OpenForm)
    table.send("set", 0, DI, name="failed.limit", value=" 5 ")
    assert (table.policy.failed_limit, table.whisper) == (5, "`failed.limit` is 5 from now on. It was 3.")


@pytest.mark.parametrize("by", [ANN, BO])
def test_only_admins(table, by):
    table.command("/triggers set", by, name="failed.limit", value="5")
    table.command("/triggers show", by)
    assert table.whisper == "Only admins of the support team can do that."
    table.press("set", 0, by)
    table.send("set", 0, by, name="failed.limit", value="5")
    assert (table.whisper, table.policy) == ("Only admins of the support team can do that.", Policy())


@pytest.mark.parametrize(
    ("policy", "answers", "shown"),
    [
        (Policy(), True, "The AI is **on**. "),
        (Policy(ai="draft", ai_at={"slack:C1": "off", "slack:C2": "draft"}), True, "is **draft**, **off** in `slack:C1`. "),
        (Policy(ai="draft"), False, "No AI is set up (`AI=none`): every question goes to the team."),
    ],
)
def test_what_the_ai_may_do_is_shown(policy, answers, shown):
    table = Table(policy=policy, answers=answers)
    table.command("/triggers show", DI)
    assert shown in table.whisper.splitlines()[-1]


# ---- presets


def test_every_preset_is_of_values_that_can_be_set_and_counts():
    for name, values in PRESETS.items():
        set_ = dict(preset(name))
        assert [dial.name for dial in set_] == list(values)
        assert set_[find("sentiment.minimum")] <= set_[find("sentiment.window")]


def test_balanced_is_the_default():
    assert all(value == dial.default for dial, value in preset("balanced"))


def test_from_cautious_to_eager_the_team_is_called_earlier():
    cautious, balanced, eager = (dict(preset(name)) for name in ("cautious", "balanced", "eager"))
    for name, sign in (("failed.limit", 1), ("sentiment.minimum", 1), ("sentiment.threshold", -1), ("sentiment.abuse", -1)):
        late, middle, early = (each[find(name)] for each in (cautious, balanced, eager))
        assert sign * late > sign * middle > sign * early


def test_a_preset_sets_its_numbers_at_once_and_keeps_each_change(table):
    table.command("/triggers set", DI, name="failed.limit", value="2")
    table.command("/triggers preset", DI, name="eager")
    assert table.whisper.split("\n")[0] == "The team is called as in **eager** from now on:"
    assert "- `sentiment.threshold` is -0.3. It was -0.4." in table.whisper.split("\n")
    assert (table.policy.sentiment_threshold, table.policy.version) == (-0.3, 2)
    assert {audit.what: (audit.before, audit.after) for audit in table.last.audits} == {
        "sentiment.threshold": ("-0.4", "-0.3"),
        "sentiment.minimum": ("3", "2"),
        "sentiment.abuse": ("-0.9", "-0.8"),
        "turns.limit": ("0", "8"),
    }
    table.command("/triggers preset", DI, name="eager")
    assert (table.whisper, table.last.audits) == ("It is as in **eager** already.", [])
    table.command("/triggers preset", DI, name="balanced")
    assert replace(table.policy, version=0, changed={}) == Policy()


def test_a_preset_that_is_none_is_told(table):
    table.send("preset", 0, by=DI, name="wild")
    assert table.reply.errors["name"] == "There is no such preset. These are: `cautious`, `balanced`, `eager`"
