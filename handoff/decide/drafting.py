"""What the AI does in a conversation, as admins say; and the asking for drafts while a person has it."""

from handoff import scopes
from handoff.decide.desk import TOLD, Desk
from handoff.effects import Ask
from handoff.events import Spoke
from handoff.model import Address, Message, Policy
from handoff.triggers.explicit import asks_for_person


def mode(desk: Desk) -> str:
    """What the AI does in the conversation: "on", "off" or "draft". Without an AI it is "off"."""
    return mode_at(desk.setting.policy, scopes.origin(desk.c)) if desk.setting.answers else "off"


def mode_at(policy: Policy, place: Address) -> str:
    return policy.ai_at.get(key(place), policy.ai)


def key(place: Address) -> str:
    """How the policy names the channel of a place."""
    return f"{place.platform}:{place.channel}"


def hear(desk: Desk, event: Spoke, message: Message) -> None:
    """A customer's words while a person has it, or is waited for: where the AI drafts, they are asked about."""
    if desk.c.state in TOLD and not message.aside and mode(desk) == "draft" and not asks_for_person(event.text):
        desk.change(heard=message.seq)
        ask(desk)


def ask(desk: Desk) -> None:
    """One run at a time: what comes meanwhile is folded into the next. What comes of it is never said by itself."""
    c = desk.c
    if c.run or c.heard <= c.asked or c.state not in TOLD or mode(desk) != "draft":
        return
    run = f"draft:{c.number}:{c.epoch}:{c.seq}"
    desk.change(run=run, asked=c.heard)
    # -1: all of them, though our notice to the customer stands below
    desk.effects.append(Ask(number=c.number, epoch=c.epoch, run=run, after=c.asked or -1))


def replaced(desk: Desk) -> None:
    """A newer draft takes the place of the ones that nobody has sent."""
    for seq in [seq for seq, author in desk.c.holding if not author]:
        desk.settle_held(seq)
