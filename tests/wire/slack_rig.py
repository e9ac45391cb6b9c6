"""The Slack adapter between the simulated Slack and a sink that records: what the wire tests of it share."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from slacksim import SlackSim
from wire.discord_rig import Recorder, WallClock

from adapters.slack.connect import SlackPlatform, SlackSettings
from adapters.slack.manifest import manifest
from adapters.slack.whereabouts import PLATFORM
from handoff.effects import Post, PostTo
from handoff.events import Event
from handoff.health import Health
from handoff.model import Address, Places, Roster


class Moved(WallClock):
    """A clock that a test can set forward."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


class Rig:
    """A workspace with a customer, an agent, a support channel and a private team channel, and the platform running on it."""

    def __init__(self, sim: SlackSim, http: bool) -> None:
        self.sim, self.http = sim, http
        self.sink, self.health, self.roster = Recorder(), Health(), Roster()
        self.clock = Moved()
        self.catch_up, self.bot_token, self.app_token = 500, "", ""
        self.platform: SlackPlatform | None = None
        self.running: asyncio.Task[None] | None = None
        self.server: web.AppRunner | None = None
        self.wire: SlackSettings | None = None  #: others than those of the simulator

    async def build(self) -> None:
        sim = self.sim
        self.ann, self.bo = (await sim.add_user("ann"))["id"], (await sim.add_user("bo"))["id"]
        self.help = (await sim.add_channel("help", members=[self.ann]))["id"]
        self.team = (await sim.add_channel("team", private=True, members=[self.bo]))["id"]
        self.bot_token, self.app_token = sim.info_cache["bot_token"], sim.info_cache["app_token"]
        if self.http:
            await self._serve()

    async def _serve(self) -> None:
        async def events(request: web.Request) -> web.StreamResponse:
            return await self.platform.request(request) if self.platform else web.Response(status=503)

        app = web.Application(client_max_size=2**20)
        app.router.add_post("/slack/events", events)
        self.server = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self.server.setup()
        site = web.TCPSite(self.server, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self.server.addresses[0][1]}/slack/events"
        await self.sim.set_config(mode="http", request_url=self.url)

    @property
    def places(self) -> Places:
        return Places(team=Address(PLATFORM, "", self.team), support=frozenset({(PLATFORM, self.help)}))

    @property
    def settings(self) -> SlackSettings:
        info = self.sim.info_cache
        secrets = {"signing_secret": info["signing_secret"]} if self.http else {"app_token": self.app_token}
        return SlackSettings(bot_token=self.bot_token, api_url=info["api_url"], catch_up=self.catch_up, **secrets)

    # ---- running

    def start(self) -> SlackPlatform:
        self.platform = SlackPlatform(
            self.wire or self.settings, self.places, self.roster, self.sink, self.sink, self.sink, self.health, self.clock
        )
        self.running = asyncio.create_task(self.platform.run())
        return self.platform

    async def up(self) -> SlackPlatform:
        platform = self.start()
        await self.ready()
        return platform

    async def ready(self, timeout: float = 30) -> None:
        await self.sim.wait_for(lambda: self.health.ready, timeout, f"readiness: {self.health}")

    async def down(self) -> None:
        if self.platform is not None and self.running is not None:
            await self.platform.stop()
            await asyncio.wait_for(self.running, 30)
        self.platform = self.running = None

    async def restart(self) -> SlackPlatform:
        await self.down()
        self.health.report(PLATFORM, False)
        return await self.up()

    async def close(self) -> None:
        if self.running is not None and not self.running.done():
            await self.down()
        if self.server is not None:
            await self.server.cleanup()

    async def heard(self, count: int = 1, kind: type[Event] = Event, timeout: float = 30) -> list[Any]:
        await self.sim.wait_for(
            lambda: len(self.sink.of(kind)) >= count, timeout, f"{count} {kind.__name__}, have {self.sink.events}"
        )
        return self.sink.of(kind)

    # ---- places and posts

    @property
    def workspace(self) -> str:
        return str(self.sim.info_cache["team"]["id"])

    @property
    def dm(self) -> Address:
        return Address(PLATFORM, self.workspace, f"@{self.ann}")

    @property
    def help_at(self) -> Address:
        return Address(PLATFORM, self.workspace, self.help)

    @property
    def team_at(self) -> Address:
        return Address(PLATFORM, self.workspace, self.team)

    async def post(self, to: Address, post: Post | str, key: str = "k1-0") -> str:
        """Post, and the message's ts."""
        assert self.platform is not None
        said = Post(text=post) if isinstance(post, str) else post
        receipt = await self.platform.channel.carry_out(PostTo(to=to, post=said, key=key))
        return receipt.message_id

    async def calls(self, method: str) -> int:
        return len(await self.sim.api_log(method))


@asynccontextmanager
async def rig(
    *, up: bool = True, http: bool = False, assistant: bool = False, violations: tuple[str, ...] = (), **config: Any
) -> AsyncIterator[Rig]:
    """Ends with the proof that nothing of the API was misused, but for `violations` that a test is about."""
    made_for = manifest(http_url="https://bot.example/slack/events" if http else "", assistant=assistant)
    settings = {"rate_scale": 0.02, "retry_scale": 0.01, **config}
    async with SlackSim.start(manifest=made_for, **settings) as sim:
        made = Rig(sim, http)
        await made.build()
        try:
            if up:
                await made.up()
            yield made
        finally:
            await made.close()
        left = [v for v in await sim.violations() if v["kind"] not in violations]
        assert left == [], left
