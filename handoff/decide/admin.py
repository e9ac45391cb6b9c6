"""What admins set going."""

from collections.abc import Mapping
from typing import Final

from handoff.decide.desk import Desk
from handoff.events import Acted

#: the fact that says whether help pages were read since an admin last asked for it
PAGES: Final = "pages"


def reload(desk: Desk, event: Acted, _: Mapping[str, str]) -> None:
    """Every process reads its help pages again when it sees that the fact has changed."""
    desk.facts[PAGES] = event.key
    desk.whisper("reloading")
