"""A mood that somebody else's analyser found takes the place of ours, which counted until then."""

from typing import Final

from handoff.decide.customer import MOODS
from handoff.decide.desk import Desk
from handoff.decide.handover import hand_off
from handoff.events import Felt
from handoff.model import Mood
from handoff.states import State
from handoff.triggers import sentiment

#: what stands where the words that decided would
BY_MODEL: Final = "judged by the model"


def felt(desk: Desk, event: Felt) -> None:
    """Inert once the conversation is no longer the AI's, or is again; it may be the message that makes the mood a reason."""
    c = desk.conversation
    if c is None or c.state is not State.AI or c.epoch != event.epoch:
        return
    mood = Mood(event.score, event.quote, event.said, (BY_MODEL,))
    others = [each for each in c.moods if (each.at, each.quote) != (event.said, event.quote)]
    later = next((n for n, each in enumerate(others) if each.at and each.at > event.said), len(others))
    desk.change(moods=(*others[:later], mood, *others[later:])[-MOODS:])
    reason = sentiment.check(desk.reading(event.quote))
    if reason:
        hand_off(desk, reason)
