"""When the team is back, in words for customers."""

from datetime import datetime, timedelta

from handoff import hours, wording
from handoff.decide.desk import Desk


def back(desk: Desk) -> str:
    """What a customer is told while the team is not there; "" while it is, or where no hours are set."""
    those, now = hours.kept(desk.in_force.hours_open), desk.setting.now
    opens = those.opens(now) if those else None
    return _back(opens, now.astimezone(opens.tzinfo)) if opens and opens > now else ""


def _back(opens: datetime, here: datetime) -> str:
    """`here`: the time now, by the same clock."""
    ahead = (opens.date() - here.date()) // timedelta(days=1)
    key = {0: "hours.back.today", 1: "hours.back.tomorrow"}.get(ahead, "hours.back" if ahead < 7 else "hours.back.date")
    day = wording.text(f"weekday.{opens.weekday()}")
    return wording.text(key, day=day, date=f"{opens:%Y-%m-%d}", time=f"{opens:%H:%M}", zone=str(opens.tzinfo))
