"""What admins read of `/triggers report`."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "report.begun": "I'm going through the handoffs of the last $days days. The report comes into the team's channel; nothing "
    "is changed.",
    "report.begun.next": "Another replay is under way; your report of the last $days days follows. It comes into the team's "
    "channel; nothing is changed.",
    "report.title": "**Report: the handoffs of the last $days days**",
    "report.none": "There were none.",
    "report.sum": "Handoffs: **$count**, needless: **$needless** ($percent %).",
    "report.line": "- $why: $count, needless $needless ($percent %)",
    "report.missed": "Missed (a customer had to ask for a person, or somebody took over, after $turns or more unhappy turns): "
    "**$count**: $which",
    "report.missed.none": "Missed (a customer had to ask for a person, or somebody took over, after $turns or more unhappy "
    "turns): none.",
    "report.few": "I suggest nothing yet: that takes $enough finished handoffs for mood or failed answers, or missed ones. "
    "There are $count.",
    "report.best": "I suggest nothing: no step of `sentiment.threshold` or `failed.limit` would have done better.",
    "report.advice": "Suggestion: `/triggers set $name $value` (it is $now). It would have",
    "report.spared": "- spared needless handoffs: $count",
    "report.caught": "- handed off before it was missed: $count",
    "report.extra": "- handed off others, whether needed or not: $count",
    "report.lost": "- come later or not at all, where a person was needed: $count",
    "report.means": "Needless: the agent said that the AI could have answered, or ended it without a word to the customer.",
    "input.outcome": "Did it need a person?",
    "choice.person": "Yes",
    "choice.ai-could": "No, the AI could have answered",
}
