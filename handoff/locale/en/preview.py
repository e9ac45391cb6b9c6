"""What admins read of `/triggers preview`."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "form.preview": "What would have changed?",
    "form.submit.preview": "Replay",
    "input.settings": "Settings to try, such as sentiment.threshold=-0.5",
    "input.days": "Days to read back (30 if empty)",
    "preview.begun": "I'm replaying the conversations of the last $days days under $settings. The result comes into the team's "
    "channel; nothing is changed.",
    "preview.begun.next": "Another preview is under way; yours follows: the last $days days under $settings. The result comes "
    "into the team's channel; nothing is changed.",
    "preview.button": "How far is it?",
    "preview.far": "$done of $of conversations are read ($percent %).",
    "preview.idle": "No preview is under way. The results of earlier ones are in the team's channel.",
    "preview.unclear": "“$words” is not something I can try. Write settings as `NAME=VALUE`, for example "
    "`sentiment.threshold=-0.5 failed.limit=2`, and days as a number.",
    "preview.nothing": "Which settings do you want to try? For example `sentiment.threshold=-0.5 failed.limit=2`.",
    "preview.most": "That is more than I can try at once: at most $most settings.",
    "preview.days": "How many days? 1 to $most.",
    "preview.title": "**Preview: $settings, the last $days days**",
    "preview.sum": "Conversations: $count. Handoffs: **$before** as it is, **$after** with these settings.",
    "preview.asked": "(asked for by $by)",
    "preview.line": "- $why: $before → $after",
    "preview.newly": "Newly handed off ($count): $which",
    "preview.no_longer": "No longer handed off ($count): $which",
    "preview.more": "and $count more",
    "preview.same": "Nothing would have been different.",
    "preview.unknown": "Of $count conversations it is not known what the AI would have said after a handoff that these "
    "settings do not make; there, only what the customer wrote is counted.",
    "preview.none": "There were no conversations in that time.",
    "preview.failed": "It could not be done ($why). Please try again.",
    "preview.chart": "Handoffs of the last $days days, with $settings",
    "preview.before": "as it is",
    "preview.after": "with these settings",
}
