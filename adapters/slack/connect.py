"""Slack as one thing that runs: connects, listens, catches up, and says in plain words what somebody must switch on."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import bolt, fatal
from adapters.slack.access import Access
from adapters.slack.catchup import CatchUp
from adapters.slack.fatal import denied
from adapters.slack.gate import Gate
from adapters.slack.groups import Groups
from adapters.slack.interactions import Interactions
from adapters.slack.manifest import PANE_SCOPE
from adapters.slack.outbound import SlackChannel
from adapters.slack.pane import Pane
from adapters.slack.people import People, retry_after
from adapters.slack.read import Reader, after
from adapters.slack.receive import Receiver
from adapters.slack.socketmode import LONGEST_PAUSE, Sockets
from adapters.slack.whereabouts import PLATFORM, Self, Whereabouts
from handoff.errors import Fatal, Unavailable
from handoff.events import Event
from handoff.health import Health
from handoff.model import Person, Places, Roster
from handoff.ports import Clock, Sink, Watermarks

log = structlog.get_logger()

_REFRESH: Final = timedelta(minutes=5)
_TIMEOUT: Final = 10  #: seconds for one request


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    bot_token: str
    app_token: str = ""
    signing_secret: str = ""
    api_url: str = "https://slack.com/api/"
    catch_up: int = 500  #: messages read for one surface after a gap
    topics: Callable[[], Sequence[str]] = tuple  #: what is suggested in the assistant pane, the best first


class SlackPlatform:
    name = PLATFORM

    def __init__(
        self,
        settings: SlackSettings,
        places: Places,
        roster: Roster,
        sink: Sink,
        watermarks: Watermarks,
        facts: object,  # as the other platforms have it: Slack keeps its commands in the manifest
        health: Health,
        clock: Clock,
    ) -> None:
        self._settings, self.health, self._marks = settings, health, watermarks
        self._web: AsyncWebClient | None = None
        self._sockets: Sockets | None = None
        self._gate: Gate | None = None
        self._connected = self._stopping = False
        self._stopped, self._doubted = asyncio.Event(), asyncio.Event()
        self._where = Whereabouts(self.client)
        self._people = People(self.client, self._where, clock, sink)
        self._access = Access(self.client, self._where, self._people, places, roster, clock)
        self._groups = Groups(self.client, self._people, roster.vips)
        self._pane = Pane(self.client, self._where, watermarks, settings.topics)
        reader = Reader(self._where, self._access, self._people, self._groups, places, clock, self._pane, self.doubt)
        catch_up = CatchUp(self.client, places, self._where, reader, watermarks, clock, settings.catch_up)
        self.receiver = Receiver(sink, reader.read, catch_up.missed, self._committed, self.review)
        self.interactions = Interactions(sink, self.client, self._where, self._access, self._people, self._groups, clock)
        self.channel = SlackChannel(self.client, self._where, self._access, self._pane, health)

    def client(self) -> AsyncWebClient:
        """The Web API's client; raises Unavailable until Slack has told who we are, and after the end."""
        if self._web is None or not self._where.me.user:
            raise Unavailable("Not connected to Slack.", 1.0)
        return self._web

    async def of_the_team(self, person: Person) -> bool | None:
        """Whether somebody is an agent now; None: it cannot be told."""
        return await self._access.of_the_team(person.user) if self._connected else None

    # ---- running

    async def run(self) -> None:
        """Until cancelled or stopped. Raises Fatal, having reported it, when somebody has to change something."""
        self.health.report(PLATFORM, False, "connecting")
        bolt.hush()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT)) as session:
            self._web = AsyncWebClient(
                self._settings.bot_token, self._base, timeout=_TIMEOUT, session=session, retry_handlers=[]
            )
            try:
                await self._work()
            except Fatal as exc:
                self.health.report(PLATFORM, False, str(exc), fatal=True)
                log.error("slack.fatal", why=str(exc))
                raise
            finally:
                await self._close()
                self._web = None

    @property
    def _base(self) -> str:
        return self._settings.api_url.rstrip("/") + "/"

    async def _work(self) -> None:
        works = [
            self._serve(),
            self.receiver.run(),
            self._people.run(),
            self._pane.run(),
            self._refresh(),
            self._stopped.wait(),
        ]
        tasks: list[asyncio.Task[Any]] = [asyncio.ensure_future(work) for work in works]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    _raise_fatal(task)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def stop(self) -> None:
        """No new events; what has arrived is committed first, for a few seconds at most."""
        self._stopping = True
        self.receiver.close()
        try:
            async with asyncio.timeout(3):
                await self.receiver.empty()
                await self.interactions.finish()
        except TimeoutError:
            log.warning("slack.stopped_early", hint="Slack brings the rest again, or the next start reads it")
        self._stopped.set()

    async def _close(self) -> None:
        self._gate = None
        if self._sockets is not None:
            await self._sockets.close()

    async def request(self, request: web.Request) -> web.Response:
        """POST /slack/events: events, interactivity, commands and options. 503 while there is no connection."""
        if self._gate is None or self._stopping:
            return web.Response(status=503)
        return await self._gate.request(request)

    # ---- connecting

    async def _serve(self) -> None:
        if not self._settings.app_token and not self._settings.signing_secret:
            raise Fatal(fatal.NEITHER)
        await self._until_well(self._identify)
        await self._people.resume(self._marks)
        self._gate = Gate(self.receiver, self._bolt(), self._settings.signing_secret)
        if self._settings.app_token:
            self._sockets = Sockets(self._settings.app_token, self.client, self._gate.envelope, self)
            await self._sockets.run()
        else:
            self.opened("started")
            await asyncio.Event().wait()

    async def _until_well(self, work: Callable[[], Any]) -> None:
        pause = 1.0
        while True:
            try:
                await work()
            except Fatal:
                raise
            except Exception as exc:  # noqa: BLE001 - the connection loop
                wait = self.troubled(exc, pause)
                await asyncio.sleep(wait)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    def troubled(self, exc: Exception, pause: float) -> float:
        """Report it; seconds until the next try, with some chance in them, so that many bots do not come all at once."""
        code = denied(exc)[0] if isinstance(exc, SlackApiError) else ""
        wait = max(pause * random.uniform(0.5, 1.0), (retry_after(exc) or 0.0) if isinstance(exc, SlackApiError) else 0.0)  # noqa: S311
        log.warning("slack.connection_lost", error=type(exc).__name__, code=code, again_in=round(wait, 1))
        self.health.report(PLATFORM, False, f"cannot connect ({code or type(exc).__name__})")
        return wait

    async def _identify(self) -> None:
        """Who we are, what we may, and who the team is. Raises Fatal for what somebody has to change."""
        assert self._web is not None  # noqa: S101
        try:
            answer = await self._web.auth_test()
            self._where.me = Self(answer["team_id"], answer["url"], answer["user_id"], answer["bot_id"])
            self._where.panes |= PANE_SCOPE in fatal.check_scopes(answer.headers)
            await self._access.load()
            await self._groups.load()
        except SlackApiError as exc:
            fatal.judge(exc, fatal.BOT)
            raise
        self._access.check()

    async def _refresh(self) -> None:
        """Who is an agent, and whether customers can see the team's channel, every few minutes, and when in doubt."""
        while True:
            try:
                async with asyncio.timeout(_REFRESH.total_seconds()):
                    await self._doubted.wait()
            except TimeoutError:
                pass
            self._doubted.clear()
            if not self._connected:
                continue
            try:
                await self.client().auth_test()
                await self._access.load()
                await self._groups.load()
            except SlackApiError as exc:
                fatal.judge(exc, fatal.BOT)
                log.warning("slack.not_refreshed", error=type(exc).__name__, code=denied(exc)[0])
            except (aiohttp.ClientError, OSError, TimeoutError, Unavailable) as exc:
                log.warning("slack.not_refreshed", error=type(exc).__name__)
            self.review()

    def _bolt(self) -> AsyncApp:
        made = bolt.app(self._where, self._settings.bot_token, self._base, _TIMEOUT)
        self.interactions.listen(made)
        return made

    # ---- how it stands

    def opened(self, why: str) -> None:
        log.info("slack.connected", session=why)
        self._connected = True
        self.health.report(PLATFORM, False, "catching up")
        self.receiver.gap(why)

    def lost(self, reason: str) -> None:
        self._connected = False
        log.warning("slack.connection_lost", reason=reason or "broken")
        self.health.report(PLATFORM, False, "reconnecting")

    def doubt(self) -> None:
        """What is known of the workspace may no longer be true: it is read again now."""
        self._doubted.set()

    def review(self) -> None:
        """Well when connected and caught up; a team channel that customers can see makes us unwell until it is closed."""
        if not self._connected or not self.receiver.whole:
            return
        exposed = self._access.exposed()
        if exposed:
            log.error("slack.team_channel_exposed", why=exposed)
        self.health.report(PLATFORM, not exposed, exposed)

    def _committed(self, event: Event) -> None:
        after(event, self._people)


def _raise_fatal(task: "asyncio.Task[Any]") -> None:
    """What ended `task`; of a group's errors the Fatal one."""
    exc = task.exception()
    if isinstance(exc, BaseExceptionGroup):
        fatal = exc.subgroup(Fatal)
        raise (fatal or exc).exceptions[0]
    if exc is not None:
        raise exc
