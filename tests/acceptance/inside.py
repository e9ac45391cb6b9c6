"""The bot inside the test's own process, where a test must hold the AI in its hand. Everything else is real."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from acceptance.sides import until
from acceptance.town import Town

from bot.app import serve
from bot.compose import Parts, compose
from bot.settings import Settings
from handoff.ports import Responder


@asynccontextmanager
async def inside(town: Town, responder: Responder) -> AsyncIterator[Parts]:
    """The bot of `town` (made with run=False), answering with `responder`, until the end of the block."""
    given = {k.lower(): v for k, v in town.bot.env.items() if k.lower() in Settings.model_fields}
    url = f"sqlite:///{town.bot.folder / 'handoff.db'}"
    settings = Settings(_env_file=None, **(given | {"database_url": url}))  # type: ignore[arg-type]
    parts = await compose(settings, responder)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(parts, stop))
    try:
        await until(lambda: _ready(parts, serving), "the bot to be ready", 60)
        yield parts
    finally:
        stop.set()
        await asyncio.wait_for(serving, 60)
        await parts.store.close()


async def _ready(parts: Parts, serving: "asyncio.Task[int]") -> bool:
    assert not serving.done(), "the bot ended"
    return parts.health.ready
