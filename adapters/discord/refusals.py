"""Discord's errors as ours: what to do next, and one sentence for the person concerned."""

from typing import Final

import aiohttp
import discord

from handoff.errors import HandoffError, Refused, Unavailable, Uncertain

UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_MESSAGE: Final = 10008
UNKNOWN_INTERACTION: Final = 10062
ALREADY_ANSWERED: Final = 40060
MISSING_ACCESS: Final = 50001
MISSING_PERMISSIONS: Final = 50013
THREAD_ARCHIVED: Final = 50083
THREAD_EXISTS: Final = 160004

#: code -> sentence; {who} is the customer's name or "This person"
_SENTENCES: Final = {
    UNKNOWN_CHANNEL: "The channel or thread is gone: somebody deleted it.",
    UNKNOWN_MESSAGE: "The message is gone: somebody deleted it.",
    10013: "{who} no longer has an account on Discord.",
    20009: "Discord held the message back as explicit content.",
    20016: "The channel is in slow mode.",
    20028: "The channel takes no more messages just now.",
    30046: "Discord allows no further edits to so old a message just now.",
    40003: "Discord lets us open no more direct messages just now.",
    MISSING_ACCESS: "The bot cannot see that channel. Allow it View Channel there.",
    50007: "{who}'s direct messages are closed to us, or {who} has blocked the bot.",
    50008: "Nobody can write in a channel of that kind.",
    50033: "{who} cannot be written to on Discord.",
    50278: "{who} shares no server with the bot any more, so Discord delivers no direct messages.",
    THREAD_ARCHIVED: "The thread is closed, and the bot may not reopen it. Allow it Manage Threads.",
    160005: "The thread is locked. Allow the bot Manage Threads, or unlock it.",
    200000: "The server's AutoMod held the message back.",
    240000: "Discord held the message back because of a link in it.",
}


def fault(exc: Exception, *, posting: bool, who: str = "", missing: list[str] | None = None) -> HandoffError:
    """
    What `exc` means for an order. `posting`: carrying it out twice would show twice, so a lost answer is Uncertain.
    """
    if isinstance(exc, discord.RateLimited):
        return Unavailable("Discord asks us to wait.", exc.retry_after)
    if isinstance(exc, discord.HTTPException):
        return _answered(exc, posting, who, missing)
    if isinstance(exc, aiohttp.ClientConnectorError):
        return Unavailable("Discord cannot be reached.")
    kind = type(exc).__name__
    return Uncertain(f"No answer from Discord ({kind}).") if posting else Unavailable(f"No answer from Discord ({kind}).")


def _answered(exc: discord.HTTPException, posting: bool, who: str, missing: list[str] | None) -> HandoffError:
    if exc.status == 429:
        return Unavailable("Discord asks us to wait.", _seconds(exc.response.headers.get("Retry-After")))
    if exc.status >= 500:
        said = f"Discord answered {exc.status}."
        return Uncertain(said) if posting else Unavailable(said)
    if exc.status == 401:
        return Unavailable("Discord no longer accepts DISCORD_TOKEN.")
    return Refused(_sentence(exc, who, missing), str(exc.code or exc.status))


def _sentence(exc: discord.HTTPException, who: str, missing: list[str] | None) -> str:
    if exc.code == MISSING_PERMISSIONS:
        named = f": {', '.join(missing)}" if missing else ""
        return f"The bot lacks a permission there{named}."
    sentence = _SENTENCES.get(exc.code)
    return sentence.format(who=who or "This person") if sentence else f"Discord refused the request (code {exc.code})."


def _seconds(value: str | None) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        return None
