"""What happened, in order, for whoever wants to see the one road: each event, what it changed, and what was decided."""

from typing import Any, Final

from handoff import wording
from handoff.decide import Desk
from handoff.effects import Amend, Ask, Effect, OpenCard, OpenThread, Say, Surface, Transcript, Withdraw
from handoff.events import (
    Acted,
    Answer,
    Answered,
    Commanded,
    Deleted,
    Delivered,
    Edited,
    Event,
    Failed,
    FormSent,
    Pressed,
    Spoke,
    TimeUp,
    Undeliverable,
    WantsHuman,
)
from handoff.model import Conversation

_SIDES: Final = {
    Surface.CUSTOMER: "for the customer",
    Surface.THREAD: "in the card's thread",
    Surface.TEAM: "in the team channel",
    Surface.AI: "for the AI",
}


def entry(event: Event, before: Conversation | None, desk: Desk) -> dict[str, Any]:
    """`before`: the conversation as it was; None where this opened it, or is about none."""
    after = desk.conversation
    return {
        "at": desk.setting.now.isoformat(),
        "event": type(event).__name__,
        "said": said(event),
        "number": after.number if after else 0,
        "before": str(before.state) if before else "",
        "after": str(after.state) if after else "",
        "epoch": after.epoch if after else 0,
        "customer": wording.name(after.customer, "customer") if after else "",
        "agent": wording.name(after.agent) if after and after.agent else "",
        "why": _why(before, after),
        "effects": [decided(effect) for effect in desk.effects],
        "cancelled": bool(desk.cancelled),
        "refused": desk.refused,
    }


def _why(before: Conversation | None, after: Conversation | None) -> list[str]:
    """The trigger's evidence, where this event handed off."""
    if after is None or after.reason is None or (before and before.handoffs == after.handoffs):
        return []
    return [f"trigger: {after.reason.trigger}", *after.reason.evidence]


def said(event: Event) -> str:
    """The event in a few words."""
    match event:
        case Spoke():
            return f"{event.author.name}: {wording.short(event.text, 120)}"
        case Edited():
            return f"{event.author.name} edited: {wording.short(event.text, 120)}"
        case Deleted():
            return "a message was deleted"
        case Pressed():
            return f"{event.by.name} pressed {event.verb}"
        case Commanded():
            return f"{event.by.name} typed /{' '.join(filter(None, [event.name, event.verb]))}"
        case FormSent():
            return f"{event.by.name} sent the form {event.verb}"
        case Acted():
            return event.by.name
        case Answered():
            return _outcome(event)
        case TimeUp():
            return f"the timer “{event.kind}” ran out"
        case Delivered():
            return "an order was carried out"
        case Undeliverable():
            return f"row {event.row} was given up: {event.reason}"
        case _:
            return ""


def _outcome(event: Answered) -> str:
    match event.outcome:
        case Answer() as answer:
            return f"the AI answered ({answer.confidence:.2f}): {wording.short(answer.text, 120)}"
        case WantsHuman():
            return "the AI asked for a person"
        case Failed(why):
            return f"the AI failed: {why}"
        case _:
            return "the AI cannot answer"


def decided(effect: Effect) -> str:
    match effect:
        case Say():
            fenced = f", fenced by epoch {effect.epoch}" if effect.epoch is not None else ""
            return f"post {_SIDES[effect.surface]} ({effect.kind}{fenced})"
        case OpenCard():
            return "open the card" + (" and ping the team" if effect.ping else "")
        case OpenThread():
            return f"open {'the card' if effect.surface is Surface.THREAD else 'the customer'}'s thread"
        case Transcript():
            return f"post the transcript, messages {effect.first} to {effect.last}"
        case Amend():
            return f"update message {abs(effect.seq)} {_SIDES[effect.surface]}"
        case Withdraw():
            return f"remove message {effect.seq} {_SIDES[effect.surface]}"
        case Ask():
            return f"ask the AI (epoch {effect.epoch})"
        case _:
            return type(effect).__name__
