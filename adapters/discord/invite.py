"""The link with which an admin adds the bot to a server: exactly the permissions that it needs, each with its reason."""

import base64
import binascii
from typing import Final
from urllib.parse import urlencode

import discord

from handoff.errors import Fatal

#: permission, by discord.py's name -> why
PERMISSIONS: Final[dict[str, str]] = {
    "view_channel": "read where customers and the team write",
    "send_messages": "answer, and show the queue",
    "send_messages_in_threads": "answer customers in threads and forum posts, and relay in cards' threads",
    "create_public_threads": "a thread for each question, and for each card",
    "create_private_threads": "go on in private with customers whose direct messages are closed",
    "manage_threads": "go on in a thread that somebody locked",
    "embed_links": "cards and the board",
    "attach_files": "charts in the team's channel",
    "read_message_history": "catch up on what was said while the bot was away",
    "mention_everyone": "notify the team's on-call target at a handoff (TEAM_PING), nothing else",
    "pin_messages": "pin the board",
}


def application(token: str) -> str:
    """The application's id, which a bot's token begins with. Raises Fatal."""
    head = token.partition(".")[0]
    try:
        found = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        found = ""
    if not found.isdecimal():
        raise Fatal("DISCORD_TOKEN is not a bot's token. Copy it from the Discord Developer Portal → your application → Bot.")
    return found


def link(token: str) -> str:
    """The address to open in a browser. Raises Fatal."""
    wanted = discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
    query = {"client_id": application(token), "scope": "bot applications.commands", "permissions": wanted.value}
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"
