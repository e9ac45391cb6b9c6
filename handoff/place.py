"""Where a conversation is, in words."""

from handoff import wording
from handoff.model import Conversation


def where(conversation: Conversation) -> str:
    """For the team, with the way to it where there is one."""
    place = conversation.place
    if place.direct and conversation.earlier_places:
        begun = f"[{wording.text('place.begun')}]({conversation.link})" if conversation.link else wording.text("place.begun")
        return wording.text("place.private", platform=place.platform.title(), begun=begun)
    if place.direct:  # nobody but the customer can open it
        return wording.text("place.direct", platform=place.platform.title())
    words = wording.text("place.hidden" if conversation.hidden else "place.thread", platform=place.platform.title())
    return f"[{words}]({conversation.link})" if conversation.link else words
