"""
Whoever has a conversation must still be of the team: else the customer would wait for somebody who cannot answer. So must
both accounts that somebody joined: else one would go on as the other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from handoff.events import Departed
from handoff.model import Person
from handoff.ports import Clock, Policies, Sink, Views
from handoff.queue import in_hand

#: seconds between two calls
EVERY: Final = 60.0

#: Whether a person is of the team now; None: the platform could not be asked, or does not serve
OfTheTeam = Callable[[Person], Awaitable[bool | None]]


class RollCall:
    """`teams`: by platform. Nobody is taken for gone because a platform did not answer."""

    def __init__(self, views: Views, policies: Policies, sink: Sink, teams: Mapping[str, OfTheTeam], clock: Clock) -> None:
        self._views, self._policies, self._sink, self._teams, self._clock = views, policies, sink, teams, clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            await self.look()

    async def look(self) -> None:
        """Call once, and tell of each who is gone."""
        agents = {c.agent.key: c.agent for c in in_hand(await self._views.queue()) if c.agent}
        agents |= {each.key: each for those in (await self._policies.policy()).accounts for each in those}
        for agent in agents.values():
            asked = self._teams.get(agent.platform)
            if asked is not None and await asked(agent) is False:
                now = self._clock.now()
                await self._sink(Departed(key=f"departed:{agent.key}:{now.isoformat()}", at=now, person=agent))
