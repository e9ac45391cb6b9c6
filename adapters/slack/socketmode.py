"""
Socket Mode: one connection for as long as it lives, and always a next one.

The SDK's client goes on with a used-up ticket for ever when a connection fails, and closes the old connection before it
opens a new one. Here a connection is never mended: it says that it is over, and whoever holds it makes a new one.
"""

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.fatal import APP, SOCKET_MODE, judge
from adapters.slack.inbound import Payload, text
from handoff.errors import Fatal

log = structlog.get_logger()

PING: Final = 5.0  #: seconds between pings
DEAF: Final = 30.0  #: seconds without a word or a pong after which a connection counts as dead
_OPENING: Final = 15.0  #: seconds from the ticket to Slack's hello
_LEAVING: Final = 8.0  #: seconds for the acks of what came in last; Slack closes an old connection after about 10

LONGEST_PAUSE: Final = 60.0  #: seconds between tries
_STEADY: Final = 60.0  #: seconds after which a connection counts as having been well
#: Slack's own reasons for moving us to another connection
_MOVE: Final = ("warning", "refresh_requested")

Handle = Callable[[str, Payload], Awaitable[dict[str, Any] | None]]


class Socket(SocketModeClient):
    """`handle` answers an envelope of a kind: what to ack with, or None for no ack."""

    def __init__(self, app_token: str, web: AsyncWebClient, handle: Handle) -> None:
        super().__init__(app_token, logger=_quiet(), web_client=web, ping_interval=PING)
        self._handle = handle
        self._greeted, self.over, self._idle = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._idle.set()
        self.reason = ""  #: why it is over, in Slack's word; "" for a connection that broke
        self._acking = 0
        self._last = 0.0
        self.socket_mode_request_listeners.append(self._received)

    # ---- the SDK's own methods

    async def connect(self) -> None:
        """Once, to a ticket of our own: the SDK's would try the same one for ever."""
        self.wss_uri = await self.issue_new_wss_url()
        self.current_session = await self.aiohttp_client_session.ws_connect(
            self.wss_uri, autoping=False, heartbeat=self.ping_interval, proxy=self.proxy
        )
        self._last = asyncio.get_running_loop().time()
        self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())
        self.message_receiver = asyncio.ensure_future(self.receive_messages())

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Where the SDK would connect again."""
        self.over.set()

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        self._last = asyncio.get_running_loop().time()
        kind = text(message, "type")
        if kind == "hello":
            self._greeted.set()
        elif kind == "disconnect":
            self.reason = text(message, "reason") or "refresh_requested"
            self.over.set()
        else:
            await super().run_message_listeners(message, raw_message)

    # ---- ours

    async def open(self) -> None:
        """Connected, and greeted. Raises slack_sdk's and aiohttp's errors, TimeoutError, or ConnectionError."""
        async with asyncio.timeout(_OPENING):
            await self.connect()
            greeted = asyncio.create_task(self._greeted.wait())
            over = asyncio.create_task(self.over.wait())
            try:
                await asyncio.wait({greeted, over}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                greeted.cancel()
                over.cancel()
        if not self._greeted.is_set():
            raise ConnectionError(self.reason or "closed before its hello")

    async def until_over(self) -> str:
        """Returns Slack's reason, or "" when the connection broke or went deaf."""
        while not self.over.is_set():
            try:
                async with asyncio.timeout(1.0):
                    await self.over.wait()
            except TimeoutError:
                if self._silence() > DEAF or self.current_session is None or self.current_session.closed:
                    log.warning("slack.socket_deaf", silent=round(self._silence()))
                    return ""
        return self.reason

    def _silence(self) -> float:
        """Seconds since the last word or pong."""
        loop = asyncio.get_running_loop()
        pong = loop.time() - max(0.0, time.time() - self.last_ping_pong_time) if self.last_ping_pong_time else 0.0
        return loop.time() - max(self._last, pong)

    async def leave(self) -> None:
        """Close, once what came in on it is acked."""
        try:
            async with asyncio.timeout(_LEAVING):
                await self._idle.wait()
        except TimeoutError:
            log.info("slack.acks_lost", count=self._acking, hint="Slack brings them again")
        await self.shut()

    async def shut(self) -> None:
        """Close at once. Never raises."""
        try:
            async with asyncio.timeout(2.0):
                await self.close()  # type: ignore[no-untyped-call]  # the SDK's
        except (TimeoutError, OSError, aiohttp.ClientError):
            await self.aiohttp_client_session.close()

    async def _received(self, _: object, request: SocketModeRequest) -> None:
        self._acking += 1
        self._idle.clear()
        try:
            answer = await self._handle(request.type, request.payload)
            if answer is not None:
                await self._ack(request.envelope_id, answer)
        finally:
            self._acking -= 1
            if not self._acking:
                self._idle.set()

    async def _ack(self, envelope: str, answer: dict[str, Any]) -> None:
        ack = {"envelope_id": envelope} | ({"payload": answer} if answer else {})
        try:
            if self.current_session is None or self.current_session.closed:
                raise ConnectionError
            await self.current_session.send_str(json.dumps(ack))
        except (ConnectionError, aiohttp.ClientError):
            log.info("slack.ack_lost", hint="Slack brings it again")


class Listener(Protocol):
    """Who holds the connection, and tells how it stands."""

    def opened(self, why: str) -> None: ...

    def lost(self, why: str) -> None: ...

    def troubled(self, exc: Exception, pause: float) -> float:
        """Seconds until the next try."""
        ...


class Sockets:
    """A connection, and whenever it is over the next: a fresh client with a fresh ticket."""

    def __init__(self, app_token: str, web: Callable[[], AsyncWebClient], handle: Handle, listener: Listener) -> None:
        self._app_token, self._web, self._handle, self._listener = app_token, web, handle, listener
        self._current: Socket | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled. Raises Fatal when somebody has to change something."""
        pause, why, loop = 1.0, "connected", asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                socket = await self._next()
            except (Fatal, asyncio.CancelledError):
                raise
            except Exception as exc:  # noqa: BLE001 - the connection loop
                if isinstance(exc, SlackApiError):
                    judge(exc, APP)
                await asyncio.sleep(self._listener.troubled(exc, pause))
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            if why:
                self._listener.opened(why)
            reason = await socket.until_over()
            if reason == "link_disabled":
                raise Fatal(SOCKET_MODE)
            # asked to move, the old connection lives until the new one is there: nothing is missed
            why = "" if reason in _MOVE else "connected again"
            if why:
                self._listener.lost(reason)
            if loop.time() - began > _STEADY:
                pause = 1.0
            elif why:
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _next(self) -> Socket:
        fresh = Socket(self._app_token, self._web(), self._handle)
        try:
            await fresh.open()
        except BaseException:
            await fresh.shut()
            raise
        self._retire()
        self._current = fresh
        return fresh

    def _retire(self) -> None:
        if self._current is not None:
            task = asyncio.create_task(self._current.leave(), name="slack-leaving")
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)
            self._current = None

    async def close(self) -> None:
        self._retire()
        if self._leaving:
            await asyncio.wait(set(self._leaving), timeout=3)


def _quiet() -> logging.Logger:
    """The SDK logs tickets with its errors; ours are logged by whoever holds the connection."""
    quiet = logging.getLogger("adapters.slack.sdk")
    quiet.setLevel(logging.CRITICAL)
    return quiet
