"""`/triggers preview`: what is asked, what is begun, how far it is, and how the result is told."""

from dataclasses import replace

import pytest
from unit.core_nouns import BO, DI, NOON, TEAM, Table

from handoff import previews, wording
from handoff.effects import Picture, Preview, Say, Surface
from handoff.events import Previewed
from handoff.model import Found, Policy, Scope, Told
from handoff.ports import Row, RowState

RESULT = Found(
    conversations=1200,
    unknown=3,
    before={"keyword": 40, "explicit": 120},
    after={"explicit": 120, "keyword": 44, "failures": 2},
    newly=(Told(12, "https://x/12"), Told(9)),
    newly_count=7,
    no_longer=(),
    no_longer_count=0,
)
ENDED = Previewed(key="preview:r", at=NOON, row=1, changes=(("failed.limit", "2"),), days=30, by=DI, found=RESULT)


@pytest.mark.parametrize(
    ("text", "changes", "days"),
    [
        ("failed.limit=2", (("failed.limit", "2"),), 0),
        ("  Failed.Limit = 2   30 ", (("failed.limit", "2"),), 30),
        ("7d sentiment.threshold=-0,5 failed.limit=1", (("sentiment.threshold", "-0,5"), ("failed.limit", "1")), 7),
        (
            "hours.open=Mon-Fri 09:00-17:00 Europe/Vienna hours.handoff=on",
            (("hours.open", "Mon-Fri 09:00-17:00 Europe/Vienna"), ("hours.handoff", "on")),
            0,
        ),
        ("failed.limit=2 FAILED.limit=3", (("failed.limit", "3"),), 0),
        ("", (), 0),
    ],
)
def test_what_is_asked(text, changes, days):
    assert previews.asked(text) == (changes, days)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("make it *better*", r"make it \*better\*"),
        ("failed.limit=2 0", "1 to 366"),
        ("failed.limit=2 9999", "1 to 366"),
        ("failed.limit=2 99999", "1 to 366"),
        (" ".join(f"failed.limit={n}" for n in range(11)), "at most 10"),
        (" ", "Which settings"),
        ("nonsense=2", "`failed.limit`"),
        ("failed.limit=many", "whole number"),
        ("sentiment.threshold=7", "-1"),
        ("hours.open=whenever", "whenever"),
        ("sentiment.minimum=5 sentiment.window=3", "5"),
    ],
)
def test_what_cannot_be_tried_is_said_and_begins_nothing(text, said):
    table = Table()
    table.command("/triggers preview", by=DI, settings=text)
    assert said in table.whisper
    assert table.pending(Preview) == []


@pytest.mark.parametrize("days", ["0", "-3", "many", "9999", "99999"])
def test_days_that_are_none_are_told_for_what_they_are(days):
    table = Table()
    table.command("/triggers preview", by=DI, settings="failed.limit=2", days=days)
    assert table.whisper == "How many days? 1 to 366."


def test_the_changed_settings_hold_everywhere():
    """Also where a channel has its own value."""
    scope = Scope(place=replace(TEAM, channel="C1"), name="#help", values={"failed.limit": 5, "turns.limit": 2})
    policy = previews.under(Policy(scopes={"slack:C1": scope}), (("failed.limit", "2"),))
    assert (policy.failed_limit, policy.scopes["slack:C1"].values) == (2, {"turns.limit": 2})


def test_it_is_begun_once_and_answered_at_once():
    table = Table()
    table.command("/triggers preview", by=DI, settings="failed.limit=2", days="7")
    [row] = table.pending(Preview)
    assert (row.lane, row.effect.changes, row.effect.days, row.effect.by) == ("0:preview", (("failed.limit", "2"),), 7, DI)
    assert "last 7 days" in table.whisper
    assert [button.verb for button in table.reply.post.buttons] == ["progress"]
    table.facts = table.facts | {previews.FACT: "[300, 1200]"}
    table.command("/triggers preview", by=DI, settings="failed.limit=3")
    assert "yours follows" in table.whisper


def test_only_admins_replay_anything():
    table = Table()
    table.command("/triggers preview", by=BO, settings="failed.limit=2")
    table.press("progress", 0, by=BO)
    assert table.pending(Preview) == []
    assert "admin" in table.whisper


def test_how_far_it_is():
    table = Table()
    table.facts = {previews.FACT: "[300, 1200]"}
    table.press("progress", 0, by=DI)
    assert "300 of 1200" in table.whisper
    assert "25 %" in table.whisper
    assert table.reply.instead
    table.facts = {previews.FACT: ""}
    table.press("progress", 0, by=DI)
    assert (table.whisper, table.reply.post.buttons) == (wording.text("preview.idle"), ())


def begun() -> Table:
    table = Table()
    table.command("/triggers preview", by=DI, settings="failed.limit=2")
    return table


def test_the_result_is_told_in_the_team_channel_with_a_chart():
    table = begun()
    desk = table.does(ENDED)
    say, picture = desk.effects
    assert isinstance(say, Say)
    assert isinstance(picture, Picture)
    assert say.surface is Surface.TEAM
    assert desk.finished == {1: (RowState.SENT, "")}
    lines = say.post.text.splitlines()
    assert lines[0] == "**Preview: `failed.limit 2`, the last 30 days** (asked for by Di)"
    assert "**160** as it is, **166** with" in lines[1]
    assert lines[2:5] == [
        "- asked for a person: 120 → 120",
        "- used a keyword: 40 → 44",
        "- did not get an answer from the AI several times in a row: 0 → 2",
    ]
    assert "Newly handed off (7): [#12](https://x/12), #9 and 5 more" in lines
    assert "3 conversations" in lines[-1]
    assert [(bar.before, bar.after) for bar in picture.chart.bars] == [(120, 120), (40, 44), (0, 2)]
    assert table.facts[previews.FACT] == ""


def test_where_nothing_would_be_different_it_says_so():
    same = replace(RESULT, after=RESULT.before, newly=(), newly_count=0, unknown=0)
    text = previews.told(replace(ENDED, found=same)).text
    assert text.endswith(wording.text("preview.same"))


def test_without_conversations_there_is_no_chart():
    none = replace(RESULT, conversations=0, before={}, after={}, newly=(), newly_count=0)
    table = begun()
    [say] = table.does(replace(ENDED, found=none)).effects
    assert say.post.text.endswith(wording.text("preview.none"))


def test_a_fault_is_told_in_words():
    """By the worker's own event, or where the row was given up."""
    table = begun()
    [say] = table.does(replace(ENDED, found=None, why="it took *too* long")).effects
    assert r"it took \*too\* long" in say.post.text
    table = begun()
    row: Row = table.pending(Preview)[0]
    [say] = table.fails(row, "the store is away").effects
    assert "the store is away" in say.post.text
    assert table.rows[row.id - 1].state is RowState.FAILED


def test_another_reason_is_a_difference():
    """Also where the same conversations are handed off."""
    other = replace(RESULT, before={"keyword": 1}, after={"rule": 1}, newly=(), newly_count=0, unknown=0)
    assert wording.text("preview.same") not in previews.told(replace(ENDED, found=other)).text
