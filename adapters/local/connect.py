"""The playground as one thing that runs, as any platform does."""

import asyncio

from adapters.local import journal
from adapters.local.acts import Acts
from adapters.local.channel import LocalChannel
from adapters.local.page import Page
from adapters.local.whereabouts import PLATFORM, standing
from adapters.local.world import World
from handoff.decide import Desk
from handoff.events import Event
from handoff.health import Health
from handoff.model import Conversation, Person
from handoff.ports import Sink

#: who is there from the start: name and role
PEOPLE = (("Ann", "customer"), ("Ed", "customer"), ("Bo", "agent"), ("Cy", "agent"), ("Di", "admin"))


class LocalPlatform:
    """`base`: the address at which the page is shown."""

    name = PLATFORM

    def __init__(self, world: World, sink: Sink, health: Health, base: str) -> None:
        self._world, self._health = world, health
        self._acts = Acts(world, sink, base)
        self.page = Page(world, self._acts)
        self.channel = LocalChannel(world, base, self.page.typing)
        self._stopped = asyncio.Event()
        self._happened: asyncio.Queue[tuple[Event, Conversation | None, Desk]] = asyncio.Queue()

    async def prepare(self) -> None:
        """Before a page is shown: there is somebody to be."""
        for name, role in PEOPLE:
            await self._world.join(name, role)

    async def run(self) -> None:
        """Until stopped."""
        self._health.report(PLATFORM, False, "opening")
        writing = asyncio.create_task(self._write())
        try:
            await self._acts.bring()  # what was written while nobody was there to hear it
            self._health.report(PLATFORM, True)
            await self._stopped.wait()
        finally:
            writing.cancel()
            self._health.report(PLATFORM, False, "stopped")

    async def stop(self) -> None:
        self._stopped.set()

    async def of_the_team(self, person: Person) -> bool | None:
        account = self._world.people.get(person.user)
        return account is not None and standing(account).agent

    def witness(self, event: Event, before: Conversation | None, desk: Desk) -> None:
        """Told by the core of each decision that was committed."""
        self._happened.put_nowait((event, before, desk))

    async def _write(self) -> None:
        while True:
            await self._world.note(journal.entry(*await self._happened.get()))
