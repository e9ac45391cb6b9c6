"""What a trigger sees, and what a trigger is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handoff.model import Conversation, File, Policy, Reason
from handoff.triggers.matcher import Matcher
from handoff.triggers.smalltalk import small_talk


@dataclass(frozen=True, slots=True)
class Nearer:
    """The phrases of a workspace or channel, and the inherited ones that do not count there."""

    matcher: Matcher
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    What a trigger sees. `text` is the customer's new words, "" when it is an answer of the AI that came in. The
    conversation's `moods`, `misses` and `missed` already count the event. `policy` is the one in force where it is.
    """

    conversation: Conversation
    policy: Policy
    text: str = ""
    files: tuple[File, ...] = ()
    phrases: Matcher | None = None  #: those of everywhere; None: made of the policy's keywords
    nearer: tuple[Nearer, ...] = ()  #: the farther first
    now: datetime | None = None
    member_of: frozenset[str] = frozenset()  #: those of the VIPs' that the customer is in


TriggerCheck = Callable[[Reading], Reason | None]

#: characters of a quote on a card
QUOTE = 160


def quote(text: str) -> str:
    """`text` on one line, short enough for a card."""
    line = " ".join(text[: QUOTE * 4].split())
    return line if len(line) <= QUOTE else line[: QUOTE - 1].rstrip() + "…"


def asks(reading: Reading) -> bool:
    """Whether the customer's words are more than manners, or come with a file."""
    return bool(reading.files) or (bool(reading.text) and small_talk(reading.text) is None)
