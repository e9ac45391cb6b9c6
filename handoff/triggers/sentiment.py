"""
The customer is consistently unhappy.

One harsh word is no reason: the mean over the last few messages is. Only strong abuse counts at once.
"""

from typing import Final

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from handoff.model import Mood, Reason, Trigger
from handoff.triggers.reading import Reading, quote

#: characters that are scored: VADER's time grows with the square of the words
LONGEST: Final = 2000


class Scorer(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """VADER with its lexicons handed in as text: the files are read by whoever may read files."""

    def __init__(self, lexicon: str, emoji: str) -> None:
        """`lexicon`: lines "word<TAB>valence…" (vader_lexicon.txt); `emoji`: "emoji<TAB>name" (emoji_utf8_lexicon.txt)."""
        self.lexicon = {word: float(value) for word, value in _pairs(lexicon)}
        self.emojis = dict(_pairs(emoji))

    def score(self, text: str) -> float:
        """Compound score in [-1, 1]; 0 where there is nothing to judge by."""
        return float(self.polarity_scores(text[:LONGEST])["compound"]) if text.strip() else 0.0


def _pairs(lexicon: str) -> list[tuple[str, str]]:
    """The first two columns of every line that has two. Split at line feeds alone, since some of the words are odd."""
    rows = (line.strip().split("\t") for line in lexicon.split("\n"))
    return [(row[0], row[1]) for row in rows if len(row) > 1]


def check(reading: Reading) -> Reason | None:
    """
    Fires when the newest message is negative and the mean of the last `sentiment_window` messages, of which there are
    at least `sentiment_minimum`, is at or below `sentiment_threshold`; at once when the newest is at or below
    `sentiment_abuse`.
    """
    policy = reading.policy
    recent = reading.conversation.moods[-max(policy.sentiment_window, 1) :]
    if not reading.text or not recent or recent[-1].score >= 0:
        return None
    newest = recent[-1]
    if newest.score <= policy.sentiment_abuse:
        return Reason(Trigger.SENTIMENT, (f"strong abuse: {_line(newest)}",), quote(newest.quote))
    mean = sum(mood.score for mood in recent) / len(recent)
    if len(recent) < max(policy.sentiment_minimum, 2) or mean > policy.sentiment_threshold:
        return None
    summary = f"mean {mean:+.2f} over {len(recent)} messages"
    return Reason(Trigger.SENTIMENT, (summary, *map(_line, recent)), quote(newest.quote))


def _line(mood: Mood) -> str:
    return f"{mood.score:+.2f} “{quote(mood.quote)}”"
