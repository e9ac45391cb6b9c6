"""Slack's errors as ours: what to do next, and one sentence for the person concerned."""

from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.fatal import BOT, body
from handoff.errors import HandoffError, Refused, Unavailable, Uncertain

#: seconds to wait where Slack limits us without saying for how long
WAIT: Final = 5.0

_MOVING: Final = (
    "Slack is moving the workspace into an Enterprise organisation. Once that is done, install the app there and set "
    "SLACK_BOT_TOKEN to the new token."
)
#: the token is of no use any more: code -> what happened, and the switch to turn
AUTH: Final = {
    **BOT,
    "org_login_required": _MOVING,
    "team_added_to_org": _MOVING,
    "enterprise_is_restricted": "SLACK_BOT_TOKEN is the organisation's. Install the app in the workspace itself.",
    "access_denied": "Slack denies the app access to the workspace. Ask an admin of the workspace to approve the app.",
}
#: Slack did nothing, and may do it later
_LATER: Final = frozenset(
    {
        *(
            "ratelimited",
            "rate_limited",
            "request_timeout",
            "service_unavailable",
            "accesslimited",
            "external_channel_migrating",
        ),
        *("team_quota_exceeded", "update_failed", "delete_failed"),
    }
)
#: "It's possible some aspect of the operation succeeded before the error was raised", says Slack of these
_PERHAPS: Final = frozenset({"fatal_error", "internal_error"})
GONE: Final = frozenset({"message_not_found", "cant_update_message", "cant_delete_message"})
THREAD_GONE: Final = frozenset({"thread_not_found", "cannot_reply_to_message", "invalid_thread_ts"})

_READ_ONLY: Final = "The channel's posting permissions keep the bot out. Allow the app to post in the channel's settings."
_THREAD_GONE: Final = "The thread is gone: the message that it began with was deleted. Write to {them} directly."
_NO_PERSON: Final = "{who} has no active account in this Slack workspace, so there is nobody to deliver to."
_OURS: Final = "Slack did not accept the message as we made it. Please report this to whoever runs the bot."
#: code -> sentence; {who} is the customer's name or "This person"
_SENTENCES: Final = {
    "channel_not_found": "The channel is gone, or the bot is not in it: invite the bot there (/invite).",
    "not_in_channel": "The bot is not in that channel: invite it there (/invite).",
    "is_archived": "The channel is archived: unarchive it to go on there.",
    "is_inactive": "The channel is archived: unarchive it to go on there.",
    "restricted_action": _READ_ONLY,
    "restricted_action_read_only_channel": _READ_ONLY,
    "restricted_action_thread_only_channel": "The channel takes replies in threads only: write in a thread there.",
    "restricted_action_non_threadable_channel": "The channel takes no replies in threads: write in the channel itself.",
    "restricted_action_thread_locked": "The thread is locked: unlock it to go on there.",
    "no_permission": _READ_ONLY,
    "ekm_access_denied": "An admin has suspended posting in this Slack workspace: ask them to lift that.",
    "posting_to_general_channel_denied": "The workspace lets only some people post there: ask an admin to allow the app.",
    "message_limit_exceeded": "The channel takes no more messages for now: try again later, or write somewhere else.",
    "msg_too_long": "The message is too long for Slack: send it in shorter pieces.",
    "msg_blocks_too_long": "The message is too long for Slack: send it in shorter pieces.",
    "too_many_attachments": "The message holds more than Slack takes: send it in smaller pieces.",
    "no_text": "There is nothing in the message that Slack could show: write some words.",
    "message_not_found": "The message is gone: somebody deleted it. Write a new one.",
    "cant_update_message": "Slack lets the bot change its own messages only: write a new one.",
    "cant_delete_message": "Slack lets the bot delete its own messages only: ask its author or an admin to.",
    "edit_window_closed": "The workspace's settings allow no changes to a message that old: write a new one.",
    "thread_not_found": _THREAD_GONE,
    "cannot_reply_to_message": _THREAD_GONE,
    "invalid_thread_ts": _THREAD_GONE,
    "user_not_found": _NO_PERSON,
    "users_not_found": _NO_PERSON,
    "user_disabled": _NO_PERSON,
    "user_not_visible": "The bot may not see {them}: ask an admin of the workspace to let the app see guests and strangers.",
    "user_not_in_channel": "{who} is not in that channel, and would not see it: invite them, or write to them directly.",
    "cannot_dm_bot": "{who} is a bot, so nobody is there to read a direct message.",
    "messages_tab_disabled": "The app takes no direct messages: switch on the Messages Tab under App Home in its settings.",
    "too_many_pins": "The channel has as many pinned messages as Slack allows: unpin one.",
    "not_pinnable": "Slack does not let that message be pinned.",
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "invalid_arguments": _OURS,
    "metadata_too_large": _OURS,
}


def code(exc: Exception) -> str:
    """Slack's own code, or "" where it was not Slack that answered."""
    return str(body(exc).get("error") or "") if isinstance(exc, SlackApiError) else ""


def fault(exc: Exception, *, posting: bool, who: str = "") -> HandoffError:
    """
    What `exc` means for an order. `posting`: carrying it out twice would show twice, so a lost answer is Uncertain.
    """
    if isinstance(exc, SlackApiError):
        return _answered(exc, posting, who)
    if isinstance(exc, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Unavailable("Slack cannot be reached.")
    kind = type(exc).__name__
    return Uncertain(f"No answer from Slack ({kind}).") if posting else Unavailable(f"No answer from Slack ({kind}).")


def _answered(exc: SlackApiError, posting: bool, who: str) -> HandoffError:
    error, status = code(exc), _status(exc)
    if status == 429 or error in ("ratelimited", "rate_limited"):
        return Unavailable("Slack asks us to wait.", seconds(exc))
    if error in AUTH:
        return Unavailable(AUTH[error])
    if error in _LATER:
        return Unavailable(f"Slack cannot do it just now ({error}).")
    if error in _PERHAPS or (not error and (status >= 500 or status < 400)):
        said = f"Slack answered {error or status}."
        return Uncertain(said) if posting else Unavailable(said)
    if not error:  # a proxy, for Slack answers in JSON
        return Unavailable(f"Slack is out of reach: something on the way answered {status}.")
    return Refused(_sentence(exc, error, who), error)


def _sentence(exc: SlackApiError, error: str, who: str) -> str:
    if error == "missing_scope":
        needed = body(exc).get("needed") or "it needs"
        return f"The app lacks the permission {needed}. Update it with `handoff manifest slack`, and install it again."
    sentence = _SENTENCES.get(error)
    if sentence is None:
        return f"Slack refused ({error}). Please tell whoever runs the bot."
    return sentence.format(who=who or "This person", them=who or "the person")


def _status(exc: SlackApiError) -> int:
    status = getattr(exc.response, "status_code", None) or getattr(exc.response, "status", None)
    return status if isinstance(status, int) else 0


def seconds(exc: SlackApiError) -> float:
    """How long to wait after a rate limit."""
    try:
        return max(float(exc.response.headers.get("Retry-After") or WAIT), 0.0)
    except ValueError:
        return WAIT
