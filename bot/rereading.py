"""Help pages are read again when an admin asks for it, in every process that shares the store."""

import asyncio
import logging
from pathlib import Path
from typing import Final

from adapters.responder.knowledge import Knowledge
from handoff.decide.admin import PAGES
from handoff.errors import Fatal
from handoff.ports import Views

log = logging.getLogger("handoff.pages")

#: seconds between two looks
EVERY: Final = 2.0


class Rereading:
    def __init__(self, views: Views, knowledge: Knowledge, folder: Path, every: float = EVERY) -> None:
        self._views, self._knowledge, self._folder, self._every = views, knowledge, folder, every
        self._known: str | None = None

    async def run(self) -> None:
        """Until cancelled; started again after an error, it knows what it has not read yet."""
        if self._known is None:
            self._known = await self._views.fact(PAGES)
        while True:
            await asyncio.sleep(self._every)
            asked = await self._views.fact(PAGES)
            if asked != self._known:
                await self._read()
                self._known = asked

    async def _read(self) -> None:
        try:
            await self._knowledge.reload(self._folder)
        except Fatal as error:
            log.error("the pages were not read again, and the old ones stay: %s", error)
        else:
            log.info("the pages were read again: %d", len(self._knowledge.topics()))
