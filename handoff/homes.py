"""
The bot's own pages, where a platform has one for each person: rendered from the store when shown, the latest wins.

Whoever looked lately has a true page. What a page shows depends on everybody's conversations, so nothing marks it: it is
rendered again and again, and shown when it is not what was shown last (docs/decisions/homes.md).
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Final

from handoff import accounts, home
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.model import Address, Conversation, Person, Places
from handoff.pacing import Pacer
from handoff.ports import Clock, Home, Homes, Rate, ShowsHomes
from handoff.rollcall import OfTheTeam

log = logging.getLogger("handoff.homes")

#: seconds between two looks
EVERY: Final = 0.5
#: whoever looked at their page before that opens it again, which draws it again
LATELY: Final = timedelta(days=1)
#: of one platform: Slack's tier 4 is 100 and more in a minute
RATE: Final = Rate(burst=10, every=0.6)
#: seconds that a platform which cannot show pages just now is left alone
PAUSE: Final = 5.0
#: after people's words, cards and the board
_RANK: Final = 6

#: holds a name among equal processes, until the event is set
Sole = Callable[[str], AbstractAsyncContextManager[asyncio.Event]]


class HomePages:
    """`screens` are the platforms that have such pages; `teams` tells who is of the team, by platform."""

    def __init__(
        self,
        homes: Homes,
        screens: Mapping[str, ShowsHomes],
        teams: Mapping[str, OfTheTeam],
        sole: Sole,
        places: Places,
        clock: Clock,
        pacer: Pacer,
    ) -> None:
        self._homes, self._screens, self._teams, self._sole = homes, screens, teams, sole
        self._team: Address | None = places.team
        self._clock, self._pacer = clock, pacer
        self._shown: dict[str, tuple[datetime, str]] = {}  # by person: of which look, and what
        self._resting: dict[str, datetime] = {}  # platforms, until when

    async def run(self) -> None:
        """Until cancelled. One process does it: two would show a page in turns."""
        while True:
            async with self._sole("homes") as lost:
                self._shown.clear()
                while not lost.is_set():
                    await self.look()
                    await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Show every page that is not as it should be, once."""
        now = self._clock.now()
        lately = await self._homes.homes(now - LATELY)
        self._shown = {key: shown for key, shown in self._shown.items() if any(h.person.key == key for h in lately)}
        due = [h for h in lately if h.person.platform in self._screens and self._resting.get(h.person.platform, now) <= now]
        if due:
            links = (await self._homes.policy()).accounts
            everybody = [accounts.held(links, c, self._team) for c in await self._homes.queue()]
            for each in due:
                await self._try(each, accounts.own(links, each.person, self._team), everybody)

    async def _try(self, each: Home, own: Person, everybody: Sequence[Conversation]) -> None:
        """
        One that cannot be shown keeps no other from being shown. `own`: the account under which they have what they have.
        """
        platform, key = each.person.platform, each.person.key
        try:
            agent = await self._teams[platform](each.person)
            if agent is None:  # it cannot be told just now: what stands stays
                return
            if agent:
                posts = home.of_agent(each.person, everybody, each.page, self._team, own)
            else:
                posts = home.of_customer(each.person, await self._homes.of_customer(key))
            shown = each.at, hashlib.sha256(repr(posts).encode(errors="replace")).hexdigest()
            if self._shown.get(key) == shown:
                return
            await self._pacer.take(f"home {platform}", RATE, rank=_RANK)
            await self._screens[platform].show_home(each.person, posts)
        except (Unavailable, Uncertain) as error:
            pause = max(PAUSE, getattr(error, "retry_after", None) or 0.0)
            self._resting[platform] = self._clock.now() + timedelta(seconds=pause)
            log.info("pages on %s are shown later: %s", platform, error)
            return
        except Refused as error:  # until something changes, or they look again
            log.info("a page on %s cannot be shown: %s", platform, error)
        except Exception:
            log.exception("a page on %s cannot be shown", platform)
        self._shown[key] = shown
