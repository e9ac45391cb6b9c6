"""Payloads of Slack's Events API, commands and forms, as events."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import inbound
from adapters.slack.inbound import Heard
from adapters.slack.manifest import EVENTS, SCOPES, manifest
from adapters.slack.whereabouts import Self
from handoff.commands import COMMANDS, MESSAGE_ACTIONS, names
from handoff.events import Spoke
from handoff.model import Address, File, Person, Standing

ME = Self("T1", "https://shop.slack.com/", "UBOT", "BBOT")
PLACE = Address("slack", "T1", "C1")
ANN = Person("slack", "T1", "UANN", "Ann")
TS = "1767323045.000100"


def raw(text: str = "hello", **changes: Any) -> dict[str, Any]:
    return {"type": "message", "channel": "C1", "channel_type": "channel", "user": "UANN", "ts": TS, "team": "T1",
            "text": text, "event_ts": TS} | changes  # fmt: skip


def changed(message: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    stamp = "1767323099.000200"
    previous = {"previous_message": before} if before else {}
    return {"type": "message", "subtype": "message_changed", "hidden": True, "channel": "C1", "ts": stamp,
            "event_ts": stamp, "message": message, **previous}  # fmt: skip


def gone(**previous: Any) -> dict[str, Any]:
    return {"type": "message", "subtype": "message_deleted", "channel": "C1", "ts": "1767323099.000300",
            "event_ts": "1767323099.000300", "deleted_ts": TS, "previous_message": raw() | previous}  # fmt: skip


EDITED = raw("hello there", edited={"user": "UANN", "ts": "1767323098.000000"})
TOMBSTONE = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": TS, "thread_ts": TS, "text": "deleted"}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (raw(), "said"),
        (raw(subtype="file_share", files=[]), "said"),
        (raw(subtype="thread_broadcast", thread_ts="1767323000.000000", root={}), "said"),
        (raw(subtype="me_message"), "said"),
        ({k: v for k, v in raw().items() if k != "channel_type"} | {"type": "app_mention"}, "said"),
        (changed(EDITED, raw()), "edited"),
        (changed(EDITED), "edited"),
        (changed(EDITED | {"subtype": "thread_broadcast"}, raw()), "edited"),
        (gone(), "deleted"),
        (changed(TOMBSTONE, raw()), "deleted"),
        # no words of a person's
        (changed(raw(attachments=[{"title": "a page"}]), raw()), ""),
        (changed(raw(edited={"user": "UANN", "ts": "1767323098.000000"}), raw()), ""),
        (changed(EDITED | {"bot_id": "B2"}, raw()), ""),
        (changed(EDITED | {"user": "UBOT"}, raw()), ""),
        (changed(TOMBSTONE, raw(user="UBOT", bot_id="BBOT")), ""),
        (gone(user="UBOT", bot_id="BBOT"), ""),
        (gone(user=None, subtype="bot_message", bot_id="B2"), ""),
        (raw(subtype="bot_message", bot_id="B2", user=None), ""),
        (raw(bot_id="B2"), ""),
        (raw(bot_profile={"id": "B2"}), ""),
        (raw(user="UBOT"), ""),
        (raw(user="USLACKBOT"), ""),
        (raw(subtype="channel_join"), ""),
        (raw(subtype="channel_topic"), ""),
        (raw(subtype="pinned_item"), ""),
        (raw(subtype="assistant_app_thread"), ""),
        (raw(subtype="message_replied"), ""),
        (raw(subtype="something_new"), ""),
        ({"type": "reaction_added", "user": "UANN", "channel": "C1", "ts": TS}, ""),
        (raw(ts="yesterday"), ""),
        (raw(channel=None), ""),
    ],
)
def test_what_a_message_event_tells(event: dict[str, Any], expected: str) -> None:
    """Words, edits and deletes of people; everything else is nothing."""
    found = inbound.heard(event, ME)
    assert (found.what if found else "") == expected
    if found:
        assert (found.ts, found.channel) == (TS, "C1")


def spoke(event: dict[str, Any], names: dict[str, str] | None = None) -> Spoke | None:
    found = inbound.heard(event, ME)
    assert found is not None
    return inbound.spoke(found, ME, PLACE, ANN, Standing(), names or {})


FILE = {"id": "F1", "name": "a\u202eb.png", "size": 12, "mimetype": "image/png", "url_private": "https://files.slack.com/x"}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (raw("hi"), {"text": "hi", "mentions_bot": False, "mentions_others": False, "reply_to_other": False}),
        (raw("<@UBOT> claim"), {"text": "claim", "mentions_bot": True, "mentions_others": False}),
        (raw("<@UBOT>"), {"text": "", "mentions_bot": True}),
        (raw("<@UBO> hi"), {"text": "@Bo hi", "mentions_bot": False, "mentions_others": True}),
        (raw("<@UANN> is me"), {"mentions_others": False}),
        (raw("<!subteam^S1|@shop> hi"), {"mentions_others": True}),
        (raw("<!here> hi"), {"text": "@here hi", "mentions_others": True}),
        (raw("&lt;!here&gt; hi"), {"mentions_others": False}),
        (raw("", files=[FILE]), {"text": "", "files": (File("a b.png", "", 12, "image/png"),)}),
        (raw("", files=[{"mode": "tombstone"}, {"size": "big"}]), {"files": (File("file"),)}),
        (raw("see", attachments=[{"is_share": True, "text": "what *Bo* said"}]), {"text": "see\n> what **Bo** said"}),
        (raw("", attachments=[{"is_share": True}]), {"text": "> [forwarded message]"}),
        (raw("see", attachments=[{"text": "a link's preview"}]), {"text": "see"}),
    ],
)
def test_what_is_said(event: dict[str, Any], expected: dict[str, Any]) -> None:
    said = spoke(event, {"UBO": "Bo"})
    assert said is not None
    assert expected == {field: getattr(said, field) for field in expected}


def test_an_empty_message_is_nothing() -> None:
    assert spoke(raw("")) is None


def test_one_message_has_one_key() -> None:
    """However it comes: as a message, as a mention, from the history with its later text; an edit has its own."""
    keys = {spoke(e).key for e in (raw(), raw() | {"type": "app_mention"}, EDITED)}  # type: ignore[union-attr]
    assert keys == {f"slack:C1:{TS}"}
    found = inbound.heard(changed(EDITED, raw()), ME)
    assert found is not None
    edit = inbound.edited(found, ME, PLACE, ANN, {})
    assert (edit.key, edit.message_id, edit.text) == (f"slack:C1:{TS}:edited:1767323098.000000", TS, "hello there")


def test_times_and_threads() -> None:
    """A ts is a time; a parent bears its own ts as its thread's, and is not in it."""
    found = inbound.heard(raw(thread_ts=TS), ME)
    assert found is not None
    assert found.thread == ""
    assert inbound.moment(TS) == datetime(2026, 1, 2, 3, 4, 5, 100, UTC)
    reply = inbound.heard(raw(thread_ts="1767323000.000000"), ME)
    assert reply is not None
    assert reply.thread == "1767323000.000000"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, "T1"), ({"user_team": "T2"}, "T2"), ({"source_team": "T3"}, "T3"), ({"user_team": "T2", "source_team": "T1"}, "T2")],
)
def test_whose_person_somebody_is(changes: dict[str, str], expected: str) -> None:
    """In a channel that is shared with another workspace (Slack Connect), people are their own workspace's."""
    assert Heard("said", "C1", raw(**changes), TS).team == expected


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
_KEYS = [
    "channel",
    "user",
    "ts",
    "text",
    "subtype",
    "message",
    "previous_message",
    "files",
    "attachments",
    "thread_ts",
    "edited",
]


@given(st.dictionaries(st.sampled_from(_KEYS), anything), st.sampled_from(["message", "app_mention", "message_changed"]))
def test_no_payload_trips_us_up(changes: dict[str, Any], kind: str) -> None:
    """Whatever a field holds, and whatever is missing."""
    event = (changed(EDITED, raw()) if kind == "message_changed" else raw(type=kind)) | changes
    found = inbound.heard(event, ME)
    if found and found.what == "said":
        inbound.spoke(found, ME, PLACE, ANN, Standing(), {})
    elif found and found.what == "edited":
        inbound.edited(found, ME, PLACE, ANN, {})


# ---- commands and forms


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("add AT&amp;T &lt;now&gt;", "add AT&T <now>"),
        ("note ask <@U1|bo> in <#C1|help>", "note ask @bo in #help"),
        ("note <!here|@here> and <!subteam^S1|@shop>", "note @here and @shop"),
        (
            "note <https://x.example/a?b=1&amp;c=2|x.example> <mailto:a@b.example|a@b.example>",
            "note https://x.example/a?b=1&c=2 a@b.example",
        ),
        ("note <https://x.example>", "note https://x.example"),
        ("add 3 < 4", "add 3 < 4"),
    ],
)
def test_what_was_typed_after_a_command(said: str, expected: str) -> None:
    assert inbound.typed(said) == expected


def test_commands_may_bear_a_prefix() -> None:
    assert [inbound.command(c) for c in ("/human", "/acme-human", "/my-shop-claim")] == ["human", "human", "claim"]
    assert [bool(inbound.COMMAND.match(c)) for c in ("/human", "/acme-human", "/humans", "/inhuman", "/other")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_what_a_form_brings() -> None:
    """Fields by the inputs' names, and where it was opened; what is malformed is empty."""
    values = {"b1": {"note": {"type": "plain_text_input", "value": "all well"}}, "b2": {"to": {"value": None}}, "b3": 5}
    assert inbound.fields({"state": {"values": values}}) == {"note": "all well", "to": ""}
    assert inbound.form("handoff:close:42") == ("handoff:close", "42")
    assert inbound.opened_in(json.dumps({"channel": "C1", "thread": TS})) == ("C1", TS)
    assert inbound.opened_in("[") == inbound.opened_in("[1]") == inbound.opened_in("") == ("", "")


# ---- the manifest


def test_the_manifest_is_made_from_the_tables() -> None:
    """Every command once, escaped; every scope with its reason; no event whose scope is not asked for."""
    made = manifest()
    commands = {c["command"]: c for c in made["features"]["slash_commands"]}
    assert list(commands) == [f"/{name}" for name in names()]
    assert all(c["should_escape"] and 0 < len(c["description"]) <= 2000 for c in commands.values())
    for row in COMMANDS:
        assert row.verb in commands[f"/{row.name}"].get("usage_hint", "")
    shortcuts = made["features"]["shortcuts"]
    assert [(s["type"], s["callback_id"], s["name"]) for s in shortcuts] == [
        ("message", f"handoff:{action.verb}", action.title) for action in MESSAGE_ACTIONS
    ]
    assert made["oauth_config"]["scopes"]["bot"] == sorted(SCOPES)
    assert all(SCOPES.values())
    assert made["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    assert made["settings"]["socket_mode_enabled"]
    assert "url" not in str(made)


def test_the_assistant_pane_is_for_whoever_asks_for_it() -> None:
    """What it needs is in the manifest with `assistant`, and nothing else is; what it suggests is within Slack's limits."""
    plain, made = manifest(), manifest(assistant=True)
    assert "assistant_view" not in plain["features"]
    view = made["features"].pop("assistant_view")
    assert 0 < len(view["assistant_description"]) <= 300
    assert 1 <= len(view["suggested_prompts"]) <= 4
    assert all(prompt["title"] and prompt["message"] for prompt in view["suggested_prompts"])
    scopes, events = made["oauth_config"]["scopes"], made["settings"]["event_subscriptions"]
    assert set(scopes["bot"]) - {*SCOPES} == {"assistant:write"}
    assert set(events["bot_events"]) - {*EVENTS} == {"assistant_thread_started", "assistant_thread_context_changed"}
    scopes["bot"], events["bot_events"] = sorted(SCOPES), sorted(EVENTS)
    assert made == plain


def test_the_manifest_for_http_and_with_a_prefix() -> None:
    url = "https://bot.example/slack/events"
    made = manifest(http_url=url, prefix="acme-")
    assert not made["settings"]["socket_mode_enabled"]
    assert made["settings"]["event_subscriptions"]["request_url"] == url
    assert made["settings"]["interactivity"] == {"is_enabled": True, "request_url": url}
    assert {c["url"] for c in made["features"]["slash_commands"]} == {url}
    assert made["features"]["slash_commands"][0]["command"] == "/acme-human"
