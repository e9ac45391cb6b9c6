"""The Slack app's manifest: its commands from COMMANDS, and no more scopes than are used."""

from collections.abc import Mapping
from typing import Any, Final

from handoff import wording
from handoff.commands import COMMANDS, MESSAGE_ACTIONS, MessageAction, names, verbs

#: scope -> what for
SCOPES: Final[Mapping[str, str]] = {
    "channels:history": "to hear customers in public support channels, and to read there what was missed",
    "channels:read": "to see which channel is public, and who is in the team's channel",
    "chat:write": "to answer customers and to post cards",
    "commands": "for /human, /queue and the others, and for what a message's menu offers",
    "files:write": "to show charts in the team's channel",
    "groups:history": "to hear customers and the team in private channels",
    "groups:read": "to see who is in the team's private channel",
    "im:history": "to hear customers in direct messages",
    "im:write": "to write to a customer first, as after /human in a channel",
    "pins:write": "to pin the board in the team's channel",
    "usergroups:read": "to see who is in the user groups of AGENTS, and in those of VIPs",
    "users:read": "to show customers' names, and to know the workspace's admins",
}

#: with `--assistant` only
PANE_SCOPE: Final = "assistant:write"
PANE_EVENTS: Final = ("assistant_thread_context_changed", "assistant_thread_started")

EVENTS: Final = (
    "app_home_opened",
    "app_uninstalled",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "subteam_members_changed",
    "subteam_updated",
    "tokens_revoked",
    "user_change",
)


def manifest(*, http_url: str = "", prefix: str = "", assistant: bool = False) -> dict[str, Any]:
    """
    For api.slack.com/apps → Create New App → From a manifest. `http_url`: the address of /slack/events; without it
    Socket Mode. `prefix`: put before each command's name ("acme-"), where another app has the names already. `assistant`:
    with the assistant pane.
    """
    reached = {"request_url": http_url} if http_url else {}
    return {
        "display_information": {
            "name": "Handoff",
            "description": "An assistant that answers customers, and brings in the team when it should",
        },
        "features": {
            **({"assistant_view": _pane()} if assistant else {}),
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "handoff", "always_online": False},
            "shortcuts": [_shortcut(action) for action in MESSAGE_ACTIONS],
            "slash_commands": [_command(name, http_url, prefix) for name in names()],
        },
        "oauth_config": {"scopes": {"bot": sorted([*SCOPES, *([PANE_SCOPE] if assistant else ())])}},
        "settings": {
            "event_subscriptions": {**reached, "bot_events": sorted([*EVENTS, *(PANE_EVENTS if assistant else ())])},
            "interactivity": {"is_enabled": True, **reached},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not http_url,
            "token_rotation_enabled": False,
        },
    }


def _pane() -> dict[str, Any]:
    """What Slack shows of it by itself; when a pane is opened, more is suggested there."""
    return {
        "assistant_description": "Answers your questions, and brings in a person when it should",
        "suggested_prompts": [{"title": wording.text("human.button"), "message": wording.text("pane.human")}],
    }


def _command(name: str, http_url: str, prefix: str) -> dict[str, Any]:
    rows = verbs(name)
    alone = next((c for c in COMMANDS if (c.name, c.verb) == (name, "")), None)
    hint = alone.usage.partition(" ")[2] if alone else " | ".join(c.verb for c in rows)
    return {
        "command": f"/{prefix}{name}",
        "description": alone.help if alone else _GROUPS[name],
        **({"usage_hint": hint[:1000]} if hint else {}),
        "should_escape": True,
        **({"url": http_url} if http_url else {}),
    }


def _shortcut(action: MessageAction) -> dict[str, str]:
    return {"name": action.title, "type": "message", "callback_id": f"handoff:{action.verb}", "description": action.help}


_GROUPS: Final = {
    "handoff": "Work on conversations",
    "keywords": "The phrases that bring in a person",
    "triggers": "What brings in a person",
}
