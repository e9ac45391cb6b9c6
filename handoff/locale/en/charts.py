"""What stands on charts, and beside them."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "picture.failed": "The chart could not be shown ($reason). What is on it: $words.",
}
