"""
A rule of one's own: who names a sum of 1,000 or more is for a person. docs/own-rules.md says where it goes.
"""

import re

from handoff.triggers.reading import Reading

_SUM = re.compile(r"(?:[$€£]|\b(?:usd|eur|gbp) ?)(\d[\d,. ]*)|(\d[\d,. ]*)(?:[$€£]| ?(?:usd|eur|gbp)\b)", re.IGNORECASE)
#: in whichever currency
LARGE = 1_000


def rule(reading: Reading) -> str | None:
    """What the team is told, or None where the rule does not apply."""
    sums = [re.sub(r"[.,]\d\d?$|\D", "", (match[1] or match[2]).strip(" .,")) for match in _SUM.finditer(reading.text)]
    large = [amount for amount in sums if amount and int(amount) >= LARGE]
    return f"names a sum of {large[0]}" if large else None
