"""What happens while something is sent: events that cross with a request, or come just before it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from lifecycle.cast import BY_ITSELF
from lifecycle.law import Law
from lifecycle.world import World

from handoff.effects import Order, PostTo, Say, Surface
from handoff.events import Event
from handoff.model import AuthorKind
from handoff.ports import Row
from handoff.states import State

Moves = Collection[tuple[State, State]]


@dataclass
class Meanwhile:
    """
    What happens while something is sent: `early`, just before it is started, else while its request is on its way. `part`:
    of the AI's words alone; None: whatever is sent next.
    """

    events: list[Event]
    early: bool
    part: int | None = None
    may: Moves = field(default_factory=frozenset)


class Crossing:
    """The part of the stage that brings them."""

    world: World
    law: Law
    meanwhile: Meanwhile | None
    run: Any
    pump: Any
    sync: Any

    async def starts(self, row: Row) -> None:
        due = self.meanwhile
        if due and due.early and (due.part is None or (_of_ai(row) and row.part == due.part)):
            await self._happens()

    async def begins(self, order: Order) -> None:
        self.law.silent = (await self.world.store.policy()).ai != "on"
        self.law.begins(order)
        due = self.meanwhile
        if due is None or due.early:
            return
        row = self.world.started.get(order.key.partition("-")[0]) if isinstance(order, PostTo) else None
        if due.part is None or (row and _of_ai(row[0]) and row[0].part == due.part):
            await self._happens()

    async def _happens(self) -> None:
        """The change of hands that it brings is allowed at the next look."""
        due, self.meanwhile = self.meanwhile, None
        assert due is not None
        self.law.meanwhile |= set(due.may)
        await self.world.handle(*due.events)

    def goes_on(self, due: Meanwhile) -> None:
        """Bring what happens meanwhile; if nothing is sent that it could meet, it happens all the same."""
        self.meanwhile = due
        self.pump()
        if self.meanwhile:
            self.run(self._happens())
            self.sync(BY_ITSELF)
            self.pump()


def _of_ai(row: Row) -> bool:
    effect = row.effect
    return isinstance(effect, Say) and effect.surface is Surface.CUSTOMER and effect.kind is AuthorKind.AI
