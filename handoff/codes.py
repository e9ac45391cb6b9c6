"""Codes that nobody can guess: the one place of the core where chance has a say."""

import secrets
from typing import Final

#: without those that are taken for one another
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 8


def draw() -> str:
    """One of 31 to the power of 8, about 10 to the power of 12."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
