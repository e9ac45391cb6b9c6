"""The Slack app asks for what the code uses, and for nothing else: both are derived, one from the other's source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from slacksim.methods import METHODS
from slacksim.world import ALL_EVENTS, EVENT_SCOPES

import adapters.slack
from adapters.slack.manifest import EVENTS, PANE_EVENTS, manifest

CODE = [path for path in Path(adapters.slack.__path__[0]).glob("*.py") if path.name != "manifest.py"]
#: what slack_sdk does by several methods -> those
JOINED = {"files_upload_v2": {"files.getUploadURLExternal", "files.completeUploadExternal"}}
#: the kinds of places that the bot works in
KINDS = ("channels", "groups", "im")


def constants() -> Iterator[str]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def methods() -> set[str]:
    """The Web API's methods that the code calls, by slack_sdk's names for them."""
    names = {method.replace(".", "_"): method for method in METHODS}
    nodes = (node for path in CODE for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return {names[name] for name in called & names.keys()}.union(*(JOINED[name] for name in called & JOINED.keys()))


def needed(method: str) -> set[str]:
    """What Slack wants for a method, where the bot uses it."""
    wanted = METHODS[method]["scopes"]
    if method == "conversations.open":
        return {"im:write"}
    if method in ("conversations.info", "conversations.members"):  # never of a direct message
        return {"channels:read", "groups:read"}
    if method.startswith("conversations."):
        return {scope for scope in wanted if scope.split(":")[0] in KINDS}
    return set(wanted)


def for_events(events: list[str]) -> set[str]:
    found = {f"{event.split('.')[1]}:history" for event in events if event.startswith("message.")}
    found |= {"channels:read", "groups:read"} if "member_joined_channel" in events else set()
    return found | {EVENT_SCOPES[event] for event in events if event in EVENT_SCOPES}


@pytest.mark.parametrize("assistant", [False, True])
def test_the_scopes_are_those_that_are_used(assistant):
    made = manifest(assistant=assistant)
    events = made["settings"]["event_subscriptions"]["bot_events"]
    used = {"commands"}.union(for_events(events), *(needed(method) for method in methods()))
    if not assistant:
        used -= {"assistant:write"}
    assert sorted(used) == made["oauth_config"]["scopes"]["bot"]


def test_the_events_are_those_that_are_heard():
    """Each is named in the code, and what is named there is subscribed to."""
    said = set(constants())
    heard = {event for event in ALL_EVENTS if event.split(".")[0] in said}
    ours = {*EVENTS, *PANE_EVENTS}
    unheard = {event for event in ours if event.split(".")[0] not in said}
    assert unheard <= {"assistant_thread_context_changed"}, "Slack's pane comes with it"
    assert {event for event in heard - ours if not event.startswith("message.")} <= {"app_mention"}, (
        "read, but never subscribed"
    )
