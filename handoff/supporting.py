"""The support channels and the VIPs that admins added, as adapters see them: every process looks for what others changed."""

import asyncio
from collections.abc import Callable, Mapping, Set
from datetime import datetime
from types import MappingProxyType
from typing import Final

from handoff.model import Policy
from handoff.ports import Policies

#: seconds between two looks
EVERY: Final = 2.0


class SupportWatch:
    """
    `added` and `vips` are live: whoever asks them sees what holds now, and keeps nothing of it. `told` is given each newer
    policy, too.
    """

    def __init__(self, policies: Policies, told: Callable[[Policy], object] = lambda policy: None) -> None:
        self._policies, self._told, self._version = policies, told, -1
        self._added: dict[tuple[str, str], datetime] = {}
        self._vips: set[tuple[str, str]] = set()
        self.vips: Set[tuple[str, str]] = self._vips
        self.added: Mapping[tuple[str, str], datetime] = MappingProxyType(self._added)

    def adopt(self, policy: Policy) -> None:
        """A newer version takes the older one's place; an older one, read before it, changes nothing."""
        if policy.version > self._version:
            self._version = policy.version
            self._added.clear()
            self._added.update(policy.added)
            self._vips.clear()
            self._vips.update((each.platform, each.id) for each in policy.vips)
            self._told(policy)

    async def look(self) -> None:
        self.adopt(await self._policies.policy())

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)
