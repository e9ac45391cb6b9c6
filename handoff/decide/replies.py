"""Platform replies: what a message is a reply to, and what follows when that changes."""

from typing import Final

from handoff.decide.desk import Desk
from handoff.effects import Amend, Surface
from handoff.events import Spoke
from handoff.model import Message

#: replies whose quotes are kept true, the latest of a conversation
KEPT: Final = 50


def answered(desk: Desk, event: Spoke) -> int:
    """The seq of the message of this conversation that the words are a reply to; 0: none, or none that still stands."""
    loaded, place = desk.setting.loaded, event.place
    link = loaded.links.get((place.platform, place.channel, event.reply_to)) if event.reply_to else None
    message = loaded.messages.get((link.number, link.seq)) if link and link.number == desk.c.number else None
    return message.seq if message and not message.deleted else 0


def remember(desk: Desk, message: Message) -> None:
    if message.answers:
        desk.change(replies=(*desk.c.replies, (message.seq, message.answers))[-KEPT:])


def follow(desk: Desk, seq: int) -> None:
    """Message `seq` was changed or deleted: whatever quotes it quotes it as it is now, or no more."""
    for reply, answered_seq in desk.c.replies:
        if answered_seq == seq:
            desk.amend_for_team(reply)
            desk.effects += [
                Amend(number=desk.c.number, surface=surface, seq=reply, quoting=True)
                for surface in (Surface.CUSTOMER, Surface.THREAD)
            ]
