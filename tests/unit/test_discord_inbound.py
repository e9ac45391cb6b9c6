"""Payloads of Discord's gateway, as events."""

from datetime import UTC, datetime
from typing import Any

import discord
import pytest

from adapters.discord import inbound
from adapters.discord.commands import digest, payload
from adapters.discord.inbound import Self
from handoff.commands import COMMANDS, MESSAGE_ACTIONS
from handoff.model import Address, File, Person, Standing

ME = Self("9", frozenset({"8"}))
PLACE = Address("discord", "100", "200")
_CLIENT = discord.Client(intents=discord.Intents.none())
_STATE = _CLIENT._connection


def user(id: str, name: str = "Ann", bot: bool = False) -> dict[str, Any]:
    return {"id": id, "username": name.lower(), "global_name": name, "discriminator": "0", "avatar": None, "bot": bot}


def raw(content: str = "hello", **changes: Any) -> dict[str, Any]:
    return {
        "id": "1128000000000000000", "channel_id": "200", "type": 0, "author": user("1"), "content": content,
        "timestamp": "2026-01-02T03:04:05+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "components": [],
    } | changes  # fmt: skip


def message(data: dict[str, Any]) -> discord.Message:
    return discord.Message(state=_STATE, channel=_CLIENT.get_partial_messageable(200), data=data)  # type: ignore[arg-type]


REFERENCE = {"type": 0, "channel_id": "200", "message_id": "5"}
ATTACHMENT = {
    "id": "6", "filename": "a\u202eb.png", "size": 12, "url": "https://cdn/a.png", "proxy_url": "", "content_type": "image/png"
}  # fmt: skip


WAVE = {"id": "4", "name": "wave", "format_type": 1}
POLL = {
    "question": {"text": "Which one?"},
    "answers": [],
    "expiry": "2026-01-03T03:04:05+00:00",
    "allow_multiselect": False,
    "layout_type": 1,
}


def forward(**snapshot: Any) -> dict[str, Any]:
    """Somebody passes a message of another channel on."""
    held = {key: raw("")[key] for key in ("type", "content", "embeds", "attachments", "timestamp", "components")}
    held |= {"flags": 0, "edited_timestamp": None, "mentions": [], "mention_roles": []}
    return raw("", message_reference=REFERENCE | {"type": 1}, message_snapshots=[{"message": held | snapshot}])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (raw("hi"), {"text": "hi", "mentions_bot": False, "mentions_others": False, "reply_to_other": False}),
        (raw("<@9> hi", mentions=[user("9", bot=True)]), {"text": "hi", "mentions_bot": True, "mentions_others": False}),
        (raw("<@&8> hi"), {"text": "hi", "mentions_bot": True, "mentions_others": False}),
        (raw("<@2> hi", mentions=[user("2", "Bo")]), {"text": "@Bo hi", "mentions_bot": False, "mentions_others": True}),
        (raw("<@1> is me", mentions=[user("1")]), {"text": "@Ann is me", "mentions_others": False}),
        (raw("<@&7> hi"), {"text": "@role hi", "mentions_others": True}),
        (raw("@everyone", mention_everyone=True), {"text": "@everyone", "mentions_others": True}),
        (raw("`<@2>`"), {"text": "`<@2>`", "mentions_others": False}),
        (raw("", attachments=[ATTACHMENT]), {"text": "", "files": (File("a b.png", "https://cdn/a.png", 12, "image/png"),)}),
        (raw("", sticker_items=[WAVE]), {"text": "[sticker: wave]"}),
        (raw("", poll=POLL), {"text": "[poll: Which one?]"}),
        (raw("", activity={"type": 1, "party_id": "p"}), {"text": "[invitation]"}),
        (forward(content="one\ntwo"), {"text": "> one\n> two", "reply_to": ""}),
        (forward(sticker_items=[WAVE]), {"text": "> [sticker: wave]"}),
        (forward(attachments=[ATTACHMENT]), {"text": "", "files": (File("a b.png", "https://cdn/a.png", 12, "image/png"),)}),
        (forward(), {"text": "> [forwarded message]"}),
        (
            raw("ok", type=19, message_reference=REFERENCE, referenced_message=raw("q", id="5", author=user("2", "Bo"))),
            {"reply_to_other": True},
        ),
        (
            raw("ok", type=19, message_reference=REFERENCE, referenced_message=raw("q", id="5", author=user("9", bot=True))),
            {"reply_to_other": False, "mentions_bot": False},
        ),
        (
            raw("ok", type=19, message_reference=REFERENCE, referenced_message=raw("q", id="5")),
            {"reply_to_other": False},
        ),
        (raw("ok", type=19, message_reference=REFERENCE, referenced_message=None), {"reply_to_other": False, "reply_to": "5"}),
        (raw("ok", type=19, message_reference=REFERENCE | {"channel_id": "201"}), {"reply_to": ""}),
    ],
)
def test_what_a_person_said(data: dict[str, Any], expected: dict[str, Any]) -> None:
    """Text without the bot's mention, and whom it is said to."""
    event = inbound.spoke(message(data), ME, PLACE, Standing())
    assert event is not None
    assert event.key == "discord:200:1128000000000000000"
    assert event.author == Person("discord", "", "1")
    assert event.author.since == datetime(2015, 1, 1, tzinfo=UTC), "an id tells when it was given"
    assert expected == {name: getattr(event, name) for name in expected}


@pytest.mark.parametrize(
    "data",
    [
        raw(author=user("3", bot=True)),
        raw(webhook_id="77"),
        raw("", type=7),  # joined the server
        raw("", type=6, message_reference=REFERENCE),  # pinned
        raw("", type=18, message_reference=REFERENCE),  # began a thread
        raw("", type=21, message_reference=REFERENCE),  # a thread's first line
        raw("", type=20, author=user("9", bot=True)),
        raw(""),
    ],
)
def test_what_no_person_said(data: dict[str, Any]) -> None:
    """Bots, webhooks, Discord's own lines, and nothing at all."""
    assert inbound.spoke(message(data), ME, PLACE, Standing()) is None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (raw("new", edited_timestamp="2026-01-02T03:05:00+00:00"), "new"),
        (raw("https://x.io", embeds=[{"type": "link", "url": "https://x.io"}]), None),
        (raw("mine", author=user("9", bot=True), edited_timestamp="2026-01-02T03:05:00+00:00"), None),
        (raw("hook", webhook_id="77", edited_timestamp="2026-01-02T03:05:00+00:00"), None),
        (raw("begun", flags=1 << 5), None),
    ],
)
def test_what_a_person_changed(data: dict[str, Any], text: str | None) -> None:
    """Only an edit of a person's text is one; its key has the time, so that each counts."""
    event = inbound.edited(message(data), ME, PLACE)
    assert text == (event.text if event else None)
    if event:
        assert event.key == "discord:200:1128000000000000000:edited:2026-01-02T03:05:00+00:00"


@pytest.mark.parametrize(
    ("custom_id", "expected"),
    [
        ("handoff:claim:42", ("claim", 42, "")),
        ("handoff:send:42:7", ("send", 42, "7")),
        ("handoff:queue:0", ("queue", 0, "")),
        ("handoff:claim:x", None),
        ("handoff:claim", None),
        ("handoff::1", None),
        ("other:claim:42", None),
        ("", None),
    ],
)
def test_ids_of_buttons(custom_id: str, expected: object) -> None:
    assert expected == inbound.press(custom_id)


def test_commands_are_registered_as_the_table_says() -> None:
    """
    Every row with its options, required ones first, as Discord wants them, but those that a form asks for; customers' also
    in direct messages.
    """
    made = {c["name"]: c for c in payload() if c["type"] == 1}
    assert {c.name for c in COMMANDS} == made.keys()
    assert made["human"]["contexts"] == [0, 1]
    assert made["queue"]["contexts"] == [0]
    note = next(o for o in made["handoff"]["options"] if o["name"] == "note")
    assert [(o["name"], o["type"], o["required"]) for o in note["options"]] == [("text", 3, False), ("number", 4, False)]
    add = next(o for o in made["keywords"]["options"] if o["name"] == "add")
    options = [("phrase", 3, False), ("topic", 3, False), ("where", 3, False), ("channel", 7, False)]
    assert [(o["name"], o["type"], o["required"]) for o in add["options"]] == options
    assert digest(1) == digest(1) != digest(2)


def test_the_menu_of_a_message_is_registered_too() -> None:
    """In servers alone, without a description; what is chosen is known by the title again."""
    menu = [c for c in payload() if c["type"] == 3]
    assert [c["name"] for c in menu] == [action.title for action in MESSAGE_ACTIONS]
    assert all(c["contexts"] == [0] and "description" not in c for c in menu)
    for action in MESSAGE_ACTIONS:
        assert inbound.pointed({"type": 3, "name": action.title, "target_id": "7"}) == (action.verb, "7")
    assert inbound.pointed({"type": 3, "name": "Of an older version", "target_id": "7"}) == ("", "7")
    assert inbound.pointed({"type": 1, "name": "claim"}) is None


def test_options_and_fields() -> None:
    """A verb is Discord's subcommand; a form's inputs are known by their ids, in either of Discord's layouts."""
    options = [{"type": 1, "name": "note", "options": [{"name": "number", "type": 4, "value": 42}]}]
    assert inbound.command({"name": "handoff", "options": options}) == ("handoff", "note", {"number": "42"})
    assert inbound.command({"name": "queue"}) == ("queue", "", {})
    box = {"custom_id": "note", "value": "well"}
    assert inbound.fields({"components": [{"type": 1, "components": [box]}]}) == {"note": "well"}
    assert inbound.fields({"components": [{"type": 18, "component": box}]}) == {"note": "well"}
