"""The playground: the real core, store and AI, with a page in place of Slack and Discord."""

import socket
import sys
from pathlib import Path
from typing import Final

from adapters.local.connect import LocalPlatform
from adapters.local.whereabouts import PLATFORM, place
from adapters.local.world import HELP, TEAM, World
from adapters.responder.knowledge import Knowledge
from adapters.store.choice import open_store
from bot import app, http
from bot.analysers import analyser
from bot.compose import WallClock, joined
from bot.previewing import Replaying
from bot.rereading import Rereading
from handoff.errors import Fatal
from handoff.health import Health
from handoff.model import Places
from handoff.outbox import OutboxWorker
from handoff.service import Service

#: this machine alone: whoever opens the page may be anybody in it
HOST: Final = "127.0.0.1"
PAGES: Final = Path(__file__).resolve().parent.parent / "examples" / "knowledge"
_TIMEOUT: Final = 20.0


async def run(folder: Path, port: int, knowledge: Path) -> int:
    """Until stopped; the exit code. `port` 0: any that is free. All of it is kept in `folder`, which is there. Raises Fatal."""
    answering = _pages(knowledge)
    health, clock = Health(), WallClock()
    places = Places(team=place(TEAM), support=frozenset({(PLATFORM, HELP)}))
    port = port or _free()
    base = f"http://{HOST}:{port}"
    url = f"sqlite:///{folder / 'handoff.db'}"
    store = await open_store(url, team=places.team)
    world = await World.open(folder / "world.db")
    try:
        woken: list[OutboxWorker] = []
        told: list[LocalPlatform] = []
        service = Service(
            store,
            places,
            analyser(),
            clock,
            lambda: woken[0].wake(),
            witness=lambda event, before, desk: told[0].witness(event, before, desk),
        )
        platform = LocalPlatform(world, service, health, base)
        told.append(platform)
        await platform.prepare()
        more = [Rereading(store, answering, knowledge)]
        parts = joined(
            store, service, [platform], answering, places, health,
            ai_timeout=_TIMEOUT, more=more, woken=woken, previewer=Replaying(url),
        )  # fmt: skip
        pages = http.application(health)
        platform.page.routes(pages)
        return await app.operate(parts, pages, HOST, port, ready=lambda: _welcome(base))
    finally:
        await world.close()


def _pages(folder: Path) -> Knowledge:
    if not folder.is_dir():
        raise Fatal(f"There is no folder {folder}. Name one with pages: handoff demo --knowledge FOLDER")
    return Knowledge.load(folder)


def _welcome(base: str) -> None:
    sys.stdout.write(f"The playground is open at {base}  (this machine only; Ctrl-C ends it, and all of it is kept)\n")
    sys.stdout.flush()


def _free() -> int:
    with socket.socket() as held:
        held.bind((HOST, 0))
        return int(held.getsockname()[1])
