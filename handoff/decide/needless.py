"""
Handoffs that needed nobody: returned to the AI or closed without a word of an agent's to the customer.

Who has caused several in a row still gets a person, and nobody is notified of it.
"""

import json
from datetime import datetime, timedelta
from typing import Final

from handoff.decide.desk import Desk, Setting
from handoff.model import Trigger
from handoff.states import State

#: when, by customer
FACT: Final = "needless"
MOST: Final = 3
WITHIN: Final = timedelta(days=1)
#: it was the team that took these
_OWN: Final = frozenset({Trigger.AGENT, Trigger.TAKEOVER, Trigger.REOPEN})


def many(desk: Desk) -> bool:
    """Whether the customer's latest handoffs, of the last day, needed nobody, one after another."""
    return len(_kept(desk.setting).get(desk.c.customer.key, ())) >= MOST


def over(desk: Desk) -> None:
    """An agent ends the handoff: it counts, or one that was answered ends the row."""
    c, kept = desk.c, _kept(desk.setting)
    if c.state not in (State.WAITING, State.CLAIMED, State.SNOOZED) or c.handed_at is None:
        return
    if c.agent_at and c.agent_at >= c.handed_at:
        if not kept.pop(c.customer.key, None):
            return
    elif c.reason is None or c.reason.trigger in _OWN:
        return
    else:
        kept[c.customer.key] = [*kept.get(c.customer.key, ()), desk.setting.now][-MOST:]
    desk.facts[FACT] = json.dumps({key: [at.isoformat() for at in those] for key, those in kept.items()})


def _kept(setting: Setting) -> dict[str, list[datetime]]:
    """Those of the last day."""
    read: dict[str, list[str]] = json.loads(setting.loaded.facts.get(FACT, "") or "{}")
    since = setting.now - WITHIN
    kept = {key: [at for at in map(datetime.fromisoformat, those) if at > since] for key, those in read.items()}
    return {key: those for key, those in kept.items() if those}
