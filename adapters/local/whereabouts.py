"""Names of places and people of the playground, both ways. Pure."""

from typing import Final

from adapters.local.world import Account
from handoff.model import Address, Person, Standing

PLATFORM: Final = "local"
WORKSPACE: Final = "playground"
#: what people call the bot
BOT: Final = "Handoff"


def place(channel: str, thread: str = "") -> Address:
    """A direct message's channel is "@" and the person's id, here as in the core."""
    return Address(PLATFORM, WORKSPACE, channel, thread)


def person(account: Account) -> Person:
    return Person(PLATFORM, WORKSPACE, account.id, account.name)


def standing(account: Account) -> Standing:
    return Standing(agent=account.role in ("agent", "admin"), admin=account.role == "admin")
