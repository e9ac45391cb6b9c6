"""Customers whose questions go to a person at once: those whom admins named, and the members of groups that they named."""

from handoff.model import Reason, Trigger
from handoff.triggers.reading import Reading, asks, quote


def check(reading: Reading) -> Reason | None:
    """Fires with words that ask something, until somebody has looked: what was given back to the AI stays there."""
    if not reading.policy.vips or reading.conversation.handoffs:
        return None
    found = named(reading)
    return Reason(Trigger.VIP, found, quote(reading.text)) if found and asks(reading) else None


def named(reading: Reading) -> tuple[str, ...]:
    """As whom or what the customer was named, for the team's eyes."""
    customer = reading.conversation.customer
    mine = {(customer.platform, each) for each in (customer.user, *reading.member_of)}
    return tuple(f"VIP: {each.name}" for each in reading.policy.vips if (each.platform, each.id) in mine)
