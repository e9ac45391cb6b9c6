"""
The customer is consistently unhappy.

One harsh word is no reason: several messages in a row are, the latest weighing most. Only strong abuse counts at once.
"""

from datetime import datetime, timedelta
from typing import Final

from handoff.model import Mood, Policy, Reason, Trigger
from handoff.triggers.reading import Reading, quote

#: each message weighs this much of the one after it; measured, see docs/decisions/moods-are-weighed-phrases.md
FADES: Final = 0.7
#: … and half as much again for every so long between it and the newest
HALF_LIFE: Final = timedelta(hours=6)
#: what was said longer ago is another day's mood
FORGOTTEN: Final = timedelta(hours=24)


def check(reading: Reading) -> Reason | None:
    """
    Fires when the newest message is negative and the weighted mean of the last `sentiment_window` messages, of which
    there are at least `sentiment_minimum`, is at or below `sentiment_threshold`; at once when the newest is at or below
    `sentiment_abuse`.
    """
    policy, moods = reading.policy, reading.conversation.moods
    if not reading.text or not moods or moods[-1].score >= 0:
        return None
    newest = moods[-1]
    if newest.score <= policy.sentiment_abuse:
        return Reason(Trigger.SENTIMENT, (f"strong abuse: {_line(newest)}",), quote(newest.quote))
    mood, recent = level(policy, moods), latest(moods, policy.sentiment_window)
    if mood is None or mood > policy.sentiment_threshold:
        return None
    summary = f"mood {mood:+.2f} over {len(recent)} messages, the latest weighing most"
    return Reason(Trigger.SENTIMENT, (summary, *map(_line, recent)), quote(newest.quote))


def level(policy: Policy, moods: tuple[Mood, ...]) -> float | None:
    """What the threshold is compared with; None where it is not: the newest message is not negative, or they are too few."""
    if not moods or moods[-1].score >= 0:
        return None
    recent = latest(moods, policy.sentiment_window)
    return round(weighed(recent), 2) if len(recent) >= max(policy.sentiment_minimum, 2) else None


def nearly(reading: Reading) -> str | None:
    """How far the mood is, where the newest message is negative."""
    policy, moods = reading.policy, reading.conversation.moods
    if not moods or moods[-1].score >= 0:
        return None
    recent = latest(moods, policy.sentiment_window)
    over = "1 message" if len(recent) == 1 else f"{len(recent)} messages"
    needed = f"{policy.sentiment_threshold:+.2f} over at least {max(policy.sentiment_minimum, 2)}"
    return f"mood {weighed(recent):+.2f} over {over}; it takes {needed}, or {policy.sentiment_abuse:+.2f} in one"


def latest(moods: tuple[Mood, ...], window: int) -> tuple[Mood, ...]:
    """The last `window` moods that are not forgotten, oldest first."""
    return tuple(mood for mood in moods[-max(window, 1) :] if _age(mood, moods[-1].at) <= FORGOTTEN)


def weighed(moods: tuple[Mood, ...]) -> float:
    """The mean, in which later words weigh more; 0 of none."""
    if not moods:
        return 0.0
    count = len(moods)
    weights: list[float] = [
        FADES ** (count - 1 - n) * 0.5 ** (_age(mood, moods[-1].at) / HALF_LIFE) for n, mood in enumerate(moods)
    ]
    return sum(weight * mood.score for weight, mood in zip(weights, moods, strict=True)) / sum(weights)


def _age(mood: Mood, now: datetime | None) -> timedelta:
    """How long before the newest it was said; nothing where that was not kept yet."""
    return max(now - mood.at, timedelta(0)) if now and mood.at else timedelta(0)


def _line(mood: Mood) -> str:
    words = f" ({', '.join(mood.words)})" if mood.words else ""
    return f"{mood.score:+.2f} “{quote(mood.quote)}”{words}"
