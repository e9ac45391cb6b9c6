"""What Slack says that no further try can change, and the switch that somebody must turn."""

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from adapters.slack.inbound import text
from adapters.slack.manifest import SCOPES
from handoff.errors import Fatal

_WHERE: Final = "api.slack.com/apps → your app"
_INFORMATION: Final = f"{_WHERE} → Basic Information → App-Level Tokens"

_TOKEN: Final = f"SLACK_BOT_TOKEN is not valid. Copy it again from {_WHERE} → OAuth & Permissions."
_REMOVED: Final = (
    "The app is no longer installed in Slack (SLACK_BOT_TOKEN was revoked). "
    f"Install it again at {_WHERE} → Install App, and copy the new token."
)
_APP_TOKEN: Final = f"SLACK_APP_TOKEN is not valid. Copy it again from {_INFORMATION}."
_CONNECTIONS: Final = f"SLACK_APP_TOKEN lacks the scope connections:write. Make a token that has it at {_INFORMATION}."
SOCKET_MODE: Final = (
    f"Socket Mode is switched off. Switch it on at {_WHERE} → Socket Mode, "
    "or set SLACK_SIGNING_SECRET and leave SLACK_APP_TOKEN out."
)
NEITHER: Final = "Beside SLACK_BOT_TOKEN, Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)."

#: by Slack's error code, for calls with the bot's token
BOT: Final[Mapping[str, str]] = {
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "token_expired": _TOKEN,
    "not_allowed_token_type": "SLACK_BOT_TOKEN must be the bot's token (xoxb-…), not another kind.",
    "token_revoked": _REMOVED,
    "account_inactive": _REMOVED,
    "team_access_not_granted": _REMOVED,
}
#: … and with the app's
APP: Final[Mapping[str, str]] = {
    "invalid_auth": _APP_TOKEN,
    "not_authed": _APP_TOKEN,
    "token_expired": _APP_TOKEN,
    "token_revoked": _APP_TOKEN,
    "account_inactive": _APP_TOKEN,
    "not_allowed_token_type": "SLACK_APP_TOKEN must be the app-level token (xapp-…), not the bot's.",
    "missing_scope": _CONNECTIONS,
    "link_disabled": SOCKET_MODE,
    "socket_mode_disabled": SOCKET_MODE,
}


def body(exc: SlackApiError) -> Mapping[str, Any]:
    """What Slack answered; {} where that was no object, or could not be read (the response is aiohttp's own then)."""
    data = getattr(exc.response, "data", None)
    return data if isinstance(data, Mapping) else {}


def denied(exc: SlackApiError) -> tuple[str, str]:
    """Slack's error code, and the scope that it says is needed."""
    data = body(exc)
    return text(data, "error"), text(data, "needed")


def judge(exc: SlackApiError, table: Mapping[str, str]) -> None:
    """Raises Fatal where asking again cannot help."""
    code, needed = denied(exc)
    if code in table:
        raise Fatal(table[code]) from exc
    if code == "missing_scope":
        raise Fatal(_lacking([needed])) from exc


def check_scopes(headers: Mapping[str, Any]) -> frozenset[str]:
    """The granted ones, which Slack names with every answer. Raises Fatal that names all that is missing at once."""
    told = next((str(value) for key, value in headers.items() if key.lower() == "x-oauth-scopes"), "")
    granted = frozenset(scope.strip() for scope in told.split(",")) - {""}
    missing = sorted(SCOPES.keys() - granted)
    if granted and missing:
        raise Fatal(_lacking(missing))
    return granted


def _lacking(missing: list[str]) -> str:
    named = "; ".join(f"{scope} ({SCOPES[scope]})" if scope in SCOPES else scope for scope in missing)
    return f"The Slack app lacks scopes: {named}. Add them at {_WHERE} → OAuth & Permissions, and install the app again."
