"""The Discord adapter between the simulated Discord and a sink that records: what the wire tests of it share."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from discordsim import DiscordSim

from adapters.discord.connect import DiscordPlatform, DiscordSettings
from handoff.effects import Done, Post, PostTo, Reply
from handoff.events import Deleted, Edited, Event, Spoke
from handoff.health import Health
from handoff.model import Address, Person, Places, Roster


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Recorder:
    """A sink as the core is: each key counts once, and what was said moves its surface's watermark."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.repeats: list[Event] = []
        self.marks: dict[Address, str] = {}
        self.open: list[Address] = []
        self.since: datetime | None = None  #: as the latest question after originals had it
        self.strangers: list[Person] = []
        self.facts: dict[str, str] = {}
        self.answer: Callable[[Event], Reply] = lambda event: Done()
        self.failures = 0  #: so many calls raise
        self.delay = 0.0
        self.free = asyncio.Event()  #: while it is clear, nothing is decided
        self.free.set()

    async def __call__(self, event: Event) -> Reply:
        await self.free.wait()
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the store is busy")
        if any(event.key == known.key for known in self.events):
            self.repeats.append(event)
            return self.answer(event)
        self.events.append(event)
        if isinstance(event, Spoke) and event.marks:
            self.marks[event.place] = event.message_id
        return self.answer(event)

    async def watermarks(self, platform: str) -> Mapping[Address, str]:
        return dict(self.marks)

    async def mark(self, surface: Address, message_id: str) -> None:
        self.marks[surface] = message_id

    async def open_places(self, platform: str) -> Sequence[Address]:
        return list(self.open)

    async def originals(self, platform: str, since: datetime) -> Mapping[Address, Sequence[str]]:
        self.since = since
        gone, found = set(self.gone), dict[Address, list[str]]()
        for event in self.of(Spoke):
            if event.message_id not in gone and event.at >= since:
                found.setdefault(event.place, []).append(event.message_id)
        return found

    async def nameless(self, platform: str) -> Sequence[Person]:
        return list(self.strangers)

    async def fact(self, name: str) -> str:
        return self.facts.get(name, "")

    async def remember(self, name: str, value: str) -> None:
        self.facts[name] = value

    def of(self, kind: type[Event]) -> list[Any]:
        return [e for e in self.events if isinstance(e, kind)]

    @property
    def texts(self) -> list[str]:
        return [e.text for e in self.events if isinstance(e, Spoke | Edited)]

    @property
    def gone(self) -> list[str]:
        return [e.message_id for e in self.events if isinstance(e, Deleted)]


class Rig:
    """A server with a customer, an agent, a support channel and a team channel, and the platform running on it."""

    def __init__(self, sim: DiscordSim) -> None:
        self.sim, self.sink, self.health = sim, Recorder(), Health()
        self.roster, self.guilds, self.token, self.catch_up = Roster(), frozenset[str](), "SIM.BOT.TOKEN", 500
        self.support_more = frozenset[tuple[str, str]]()
        self.platform: DiscordPlatform | None = None
        self.running: asyncio.Task[None] | None = None

    async def build(self) -> None:
        sim = self.sim
        self.ann, self.bo = await sim.create_user("ann", global_name="Ann"), await sim.create_user("bo", global_name="Bo")
        self.guild = await sim.create_guild("Shop")
        self.staff = await sim.create_role(self.guild, "staff")
        await sim.add_member(self.guild, self.ann)
        await sim.add_member(self.guild, self.bo, roles=[self.staff])
        self.help = await sim.create_channel(self.guild, "help")
        self.team = await sim.create_channel(
            self.guild, "team", "private", overwrites=[{"id": self.staff["id"], "type": 0, "allow": ["VIEW_CHANNEL"]}]
        )

    @property
    def places(self) -> Places:
        support = self.support_more | {("discord", self.help["id"])}
        return Places(team=Address("discord", "", self.team["id"]), support=support)

    def start(self) -> DiscordPlatform:
        self.platform = DiscordPlatform(
            DiscordSettings(token=self.token, api_url=self.sim.api_url, guilds=self.guilds, catch_up=self.catch_up),
            self.places, self.roster, self.sink, self.sink, self.sink, self.health, WallClock(),
        )  # fmt: skip
        self.running = asyncio.create_task(self.platform.run())
        return self.platform

    async def up(self) -> DiscordPlatform:
        platform = self.start()
        await self.ready()
        return platform

    async def ready(self) -> None:
        await self.sim.wait_for(lambda: self.health.ready, 30, f"readiness: {self.health}")

    async def down(self) -> None:
        if self.platform is not None and self.running is not None:
            await self.platform.stop()
            await asyncio.wait_for(self.running, 30)
        self.platform = self.running = None

    async def restart(self) -> DiscordPlatform:
        await self.down()
        self.health.report("discord", False)
        return await self.up()

    async def heard(self, count: int = 1, kind: type[Event] = Event) -> list[Any]:
        await self.sim.wait_for(
            lambda: len(self.sink.of(kind)) >= count, 30, f"{count} {kind.__name__}, have {self.sink.events}"
        )
        return self.sink.of(kind)

    # ---- places and posts

    @property
    def dm(self) -> Address:
        return Address("discord", "", f"@{self.ann['id']}")

    @property
    def help_at(self) -> Address:
        return Address("discord", self.guild["id"], self.help["id"])

    @property
    def team_at(self) -> Address:
        return Address("discord", self.guild["id"], self.team["id"])

    async def post(self, to: Address, post: Post | str, key: str = "k1-0") -> dict[str, Any]:
        """Post, and the message as the simulator has it."""
        assert self.platform is not None
        said = Post(text=post) if isinstance(post, str) else post
        receipt = await self.platform.channel.carry_out(PostTo(to=to, post=said, key=key))
        found: dict[str, Any] = await self.sim.message(receipt.message_id)
        return found

    async def calls(self, method: str, route: str) -> int:
        return len(await self.sim.api_calls(method, route))


@asynccontextmanager
async def rig(*, up: bool = True, **config: Any) -> AsyncIterator[Rig]:
    """Ends with the proof that nothing of the API was misused."""
    async with DiscordSim.start(**{"rate_scale": 0.02, **config}) as sim:
        made = Rig(sim)
        await made.build()
        try:
            if up:
                await made.up()
            yield made
        finally:
            if made.running is not None and not made.running.done():
                await made.down()
        assert not await sim.violations()
