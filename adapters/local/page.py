"""
The page: files that are served as they are, and one WebSocket on which it lives.

A page says which revision it knows and is brought everything since; what it asks for bears an id, and may be asked again.
Only pages of our own address may connect: another site's script could else write here as anybody.
"""

import asyncio
import contextlib
import importlib.resources
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from aiohttp import WSMsgType, web

from adapters.local.acts import Acts, Wrong
from adapters.local.shown import html
from adapters.local.whereabouts import BOT
from adapters.local.world import Entry, World
from handoff.commands import COMMANDS, Command
from handoff.model import Address
from handoff.states import TRANSITIONS

log = structlog.get_logger()

#: bytes of one wish
_LARGEST: Final = 100_000
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Page:
    def __init__(self, world: World, acts: Acts) -> None:
        self._world, self._acts = world, acts
        self._viewers: set[_Viewer] = set()
        world.changed = self._nudge

    def routes(self, app: web.Application) -> None:
        folder = Path(str(importlib.resources.files("adapters.local").joinpath("static")))
        for file in sorted(folder.iterdir()):
            path = "/" if file.name == "index.html" else f"/{file.name}"
            app.router.add_get(path, _file(file))
        app.router.add_get("/live", self._live)

    def typing(self, to: Address) -> None:
        for viewer in self._viewers:
            viewer.tell({"typing": {"channel": to.channel, "thread": to.thread}})

    def _nudge(self) -> None:
        for viewer in self._viewers:
            viewer.fresh.set()

    async def _live(self, request: web.Request) -> web.StreamResponse:
        if not ours(request.headers.get("Origin", ""), request.headers.get("Host", "")):
            return web.Response(status=403, text="Only the playground's own page may connect.\n")
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=_LARGEST)
        await socket.prepare(request)
        viewer = _Viewer(socket, self._world)
        writing = asyncio.create_task(viewer.run())
        self._viewers.add(viewer)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._wish(viewer, _object(message.data))
        finally:
            self._viewers.discard(viewer)
            writing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writing
        return socket

    async def _wish(self, viewer: "_Viewer", wish: Mapping[str, Any]) -> None:
        if wish.get("do") == "know":
            viewer.knows(wish)
            return
        answer: dict[str, Any] = {"re": str(wish.get("id", ""))[:64]}
        try:
            if wish.get("do") == "join":
                account = await self._acts.join(wish)
                answer |= {"person": account.id}
            else:
                answer |= await self._acts.do(self._acts.asked(wish))
        except Wrong as wrong:
            answer |= {"wrong": str(wrong)}
        except Exception:  # whoever acted is owed a word, whatever happened
            log.exception("local.act_failed")
            answer |= {"wrong": "Something went wrong here. Nothing was changed; please try again."}
        viewer.tell(answer)


class _Viewer:
    """One open page: what it knows already, and what waits to be told."""

    def __init__(self, socket: web.WebSocketResponse, world: World) -> None:
        self._socket, self._world = socket, world
        self._rev = self._n = self._people = -1
        self._waiting: list[dict[str, Any]] = []
        self.fresh = asyncio.Event()

    def tell(self, words: dict[str, Any]) -> None:
        self._waiting.append(words)
        self.fresh.set()

    def knows(self, wish: Mapping[str, Any]) -> None:
        rev, n = wish.get("rev"), wish.get("n")
        self._rev, self._n, self._people = (rev if isinstance(rev, int) else 0), (n if isinstance(n, int) else 0), 0
        self.tell({"hello": {"bot": BOT, "commands": [_usage(c) for c in COMMANDS], "states": _states()}})

    async def run(self) -> None:
        while True:
            await self.fresh.wait()
            self.fresh.clear()
            for words in await self._news():
                await self._socket.send_str(json.dumps(words))

    async def _news(self) -> list[dict[str, Any]]:
        """First what happened, then the answers that may be about it."""
        waiting, self._waiting = self._waiting, []
        if self._rev < 0:
            return waiting
        news: dict[str, Any] = {}
        if len(self._world.people) != self._people:
            self._people = len(self._world.people)
            news["people"] = [{"id": a.id, "name": a.name, "role": a.role} for a in self._world.people.values()]
        if entries := await self._world.since(self._rev):
            self._rev = entries[-1].rev
            news |= {"rev": self._rev, "messages": [_message(entry) for entry in entries]}
        if happened := await self._world.journal(self._n):
            self._n = happened[-1]["n"]
            news["journal"] = happened
        hello = [words for words in waiting if "hello" in words]
        rest = [words for words in waiting if "hello" not in words]
        return [*hello, *([news] if news else []), *rest]


def ours(origin: str, host: str) -> bool:
    """Whether a page of this very address asks, and the address is this machine's own (no name that was bent to it)."""
    there, here = urlsplit(origin), urlsplit(f"//{host}")
    try:
        return there.hostname in _LOCAL and (there.hostname, there.port or 80) == (here.hostname, here.port or 80)
    except ValueError:
        return False


def _file(file: Path) -> Any:
    async def serve(request: web.Request) -> web.StreamResponse:
        if urlsplit(f"//{request.host}").hostname not in _LOCAL:
            return web.Response(status=403, text="The playground is at http://127.0.0.1 only.\n")
        return web.FileResponse(file, headers=_HEADERS)

    return serve


def _object(data: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _message(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "channel": entry.channel,
        "thread": entry.thread,
        "author": entry.author,
        "only": entry.only_for,
        "text": entry.text,
        "html": html(entry.text) if entry.author and not entry.deleted else "",
        "post": dict(entry.post) or None,
        "at": entry.at.isoformat(),
        "edited": entry.edited,
        "deleted": entry.deleted,
        "pinned": entry.pinned,
    }


def _usage(command: Command) -> dict[str, Any]:
    return {
        "path": command.path,
        "usage": command.usage,
        "help": command.help,
        "who": str(command.who),
        "choices": {option.name: list(option.choices) for option in command.options if option.choices},
    }


def _states() -> list[dict[str, str]]:
    return [{"from": str(a), "by": str(s), "to": str(to.state)} for a, row in TRANSITIONS.items() for s, to in row.items()]
