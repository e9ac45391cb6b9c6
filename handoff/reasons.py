"""What decided a handoff, for the team's eyes: the rule, the words, the scores over time."""

from collections.abc import Sequence

from handoff import wording
from handoff.model import Conversation, Message


def evidence(conversation: Conversation, shown: Sequence[Message]) -> str:
    """
    A line for each thing that decided; "" if nothing is kept, or where an earlier transcript than the latest is shown: what
    is taken back is taken out of the transcript that it stands in.
    """
    latest = conversation.transcripts[-1][0] if conversation.transcripts else 0
    if conversation.reason is None or any(message.seq < latest for message in shown[:1]):
        return ""
    return "\n".join(f"- {wording.escaped(wording.short(line))}" for line in conversation.reason.evidence)
