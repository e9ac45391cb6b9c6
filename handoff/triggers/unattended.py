"""A conversation that begins while the team is not there, where admins want it to wait for the team."""

from handoff import hours
from handoff.model import Reason, Trigger
from handoff.triggers.reading import Reading, asks, quote


def check(reading: Reading) -> Reason | None:
    """Fires with the first words that ask something: what began in time stays with the AI."""
    if not reading.policy.hours_handoff or not _begins_late(reading):
        return None
    return Reason(Trigger.HOURS, (f"nobody is there: {reading.policy.hours_open}",), quote(reading.text))


def nearly(reading: Reading) -> str | None:
    """What the switch would do now."""
    if reading.policy.hours_handoff or not _begins_late(reading):
        return None
    return f"nobody is there now ({reading.policy.hours_open}), and `hours.handoff` is off"


def _begins_late(reading: Reading) -> bool:
    c = reading.conversation
    if not reading.policy.hours_open or reading.now is None or c.handoffs or c.turns > 1 or not asks(reading):
        return False
    those = hours.kept(reading.policy.hours_open)
    return those is not None and not those.open_at(reading.now)
