"""Has previews made, and brings what they came to back as an event. A fault is a result too, never silence."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from handoff.effects import Preview
from handoff.errors import Refused
from handoff.events import Previewed
from handoff.model import Found, Report
from handoff.ports import Clock, Sink, Views
from handoff.previews import FACT

log = logging.getLogger("handoff.previewing")

#: how many conversations are read, of how many
Far = Callable[[int, int], Awaitable[None]]
#: Makes a preview, telling how far it is now and then. Raises Refused, with the reason in words.
Previewer = Callable[[Preview, Far], Awaitable[Found | Report]]

_WHY: Final = "the replay broke off"


async def no_previewer(effect: Preview, far: Far) -> Found | Report:
    raise Refused("nothing is there that replays conversations")


class PreviewWorker:
    def __init__(self, make: Previewer, views: Views, sink: Sink, clock: Clock) -> None:
        self._make, self._views, self._sink, self._clock = make, views, sink, clock

    async def carry_out(self, effect: Preview, row: int) -> None:
        made: Found | Report | None = None
        why = ""
        try:
            await self._far(0, 0)
            made = await self._make(effect, self._far)
        except Refused as refused:
            why = str(refused)
        except Exception:
            log.exception("a preview failed")
            why = _WHY
        await self._sink(
            Previewed(
                key=f"preview:{effect.run}",
                at=self._clock.now(),
                row=row,
                changes=effect.changes,
                days=effect.days,
                by=effect.by,
                found=made if isinstance(made, Found) else None,
                report=made if isinstance(made, Report) else None,
                why=why,
            )
        )

    async def _far(self, done: int, of: int) -> None:
        await self._views.remember(FACT, json.dumps([done, of]))
