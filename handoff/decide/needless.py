"""
Handoffs that needed nobody, as a report counts them: the agent who ended it said that the AI could have answered, or said
nothing and had written no word to the customer.

Who has caused several in a row still gets a person, and nobody is notified of it.
"""

import json
from datetime import datetime, timedelta
from typing import Final

from handoff.decide.desk import Desk, Setting
from handoff.model import Handoff, Verdict
from handoff.reports import needless

#: when, by customer
FACT: Final = "needless"
MOST: Final = 3
WITHIN: Final = timedelta(days=1)


def many(desk: Desk) -> bool:
    """Whether the customer's latest handoffs, of the last day, needed nobody, one after another."""
    return len(_kept(desk.setting).get(desk.c.customer.key, ())) >= MOST


def over(desk: Desk, was: Handoff | None) -> None:
    """An agent has just ended the handoff of which the record was `was`: it counts, or one that was needed ends the row."""
    record, kept, key = desk.c.handoff, _kept(desk.setting), desk.c.customer.key
    if record is None or record == was:
        return
    if needless(record):
        kept[key] = [*kept.get(key, ()), desk.setting.now][-MOST:]
    elif not (record.answered_at or record.verdict is Verdict.PERSON) or not kept.pop(key, None):
        return  # nobody says that it was needed, or there is no row
    desk.facts[FACT] = json.dumps({each: [at.isoformat() for at in those] for each, those in kept.items()})


def _kept(setting: Setting) -> dict[str, list[datetime]]:
    """Those of the last day."""
    read: dict[str, list[str]] = json.loads(setting.loaded.facts.get(FACT, "") or "{}")
    since = setting.now - WITHIN
    kept = {key: [at for at in map(datetime.fromisoformat, those) if at > since] for key, those in read.items()}
    return {key: those for key, those in kept.items() if those}
