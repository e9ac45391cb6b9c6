"""The shell around decide(): load, decide, save, in batches of one transaction. Nothing is sent from here."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handoff import accounts, codes
from handoff.decide import Desk, Setting, decide, same
from handoff.effects import Done, FormErrors, Reply
from handoff.events import (
    Acted,
    Answered,
    Delivered,
    Event,
    Previewed,
    Spoke,
    TimeUp,
    Undeliverable,
)
from handoff.model import Conversation, Places, Policy
from handoff.phrasebook import Phrasebooks
from handoff.ports import Analyser, Changes, Clock, Conflict, Loaded, RowState, Store, Wants
from handoff.resolve import missing_of, wants

log = logging.getLogger("handoff.service")

#: events in one transaction at most
BATCH: Final = 64
#: characters of an event that quarantine keeps
LONGEST: Final = 20_000
#: after a death, events are decided one at a time for this long
CAREFUL: Final = timedelta(minutes=5)
#: an event on which the process died this often is put aside: the first death was not counted yet
DEATHS: Final = 3


#: Told of each decision that was committed: the event, the conversation as it was before (None: it is new), and the decision.
Witness = Callable[[Event, Conversation | None, Desk], None]


@dataclass(slots=True)
class _Call:
    event: Event
    done: "asyncio.Future[Reply]"


class Service:
    """
    Where every event comes in. `wake` is called after each commit: a hint that there may be something to send. `witness` is
    for whoever looks on; `adopt` is given the policy in force after each; `draw` makes codes that nobody can guess.
    """

    def __init__(
        self,
        store: Store,
        places: Places,
        analyser: Analyser,
        clock: Clock,
        wake: Callable[[], None],
        *,
        answers: bool = True,
        witness: Witness | None = None,
        adopt: Callable[[Policy], None] = lambda policy: None,
        phrasebooks: Phrasebooks | None = None,
        draw: Callable[[], str] = codes.draw,
    ) -> None:
        self._store, self._places, self._analyser, self._clock, self._wake = store, places, analyser, clock, wake
        self._answers, self._witness, self._adopt, self._draw = answers, witness, adopt, draw
        self._phrasebooks = phrasebooks or Phrasebooks()
        self._calls: asyncio.Queue[_Call] = asyncio.Queue()
        self._careful_until: datetime | None = None

    def be_careful(self) -> None:
        """The last process died, perhaps on an event that now comes again: for a while each is tried by itself, and counted."""
        log.warning("the last run did not come to its end: events are decided one at a time for %s", CAREFUL)
        self._careful_until = self._clock.now() + CAREFUL

    @property
    def _careful(self) -> bool:
        return self._careful_until is not None and self._clock.now() < self._careful_until

    async def __call__(self, event: Event) -> Reply:
        """Returns once the event is committed. Queued before the first wait, so the order of calls is kept."""
        call = _Call(event, asyncio.get_running_loop().create_future())
        self._calls.put_nowait(call)
        return await call.done

    async def run(self) -> None:
        """Until cancelled; a batch that has begun is finished first."""
        while True:
            batch = [await self._calls.get()]
            with contextlib.suppress(asyncio.QueueEmpty):
                while len(batch) < BATCH and not self._careful:
                    batch.append(self._calls.get_nowait())
            work = asyncio.ensure_future(self._counted(batch[0]) if self._careful else self._batch(batch))
            try:
                await asyncio.shield(work)
            except asyncio.CancelledError:
                await work
                raise

    async def _counted(self, call: _Call) -> None:
        """Decide about one event of which the process may die: the attempt is committed first."""
        event = call.event
        try:
            if await self._store.attempt(event.key, self._clock.now()) >= DEATHS:
                log.error("the process died of a %s again and again: quarantined (%s)", type(event).__name__, event.key)
                await self._store.quarantine(event.key, repr(event)[:LONGEST], "the process died of it", self._clock.now())
            await self._batch([call])
            await self._store.survived(event.key)
        except Exception as error:
            log.exception("an attempt could not be counted: %s", type(event).__name__)
            if not call.done.done():
                call.done.set_exception(error)

    async def _batch(self, batch: Sequence[_Call]) -> None:
        try:
            replies = await self._transaction([c.event for c in batch])
        except Exception as error:
            if len(batch) > 1:
                log.warning("a batch of %d failed (%s): one by one", len(batch), type(error).__name__)
                for call in batch:
                    await self._batch([call])
            elif not batch[0].done.done():
                log.exception("an event could not be committed: %s", type(batch[0].event).__name__)
                batch[0].done.set_exception(error)
            return
        for call, reply in zip(batch, replies, strict=True):
            if not call.done.done():
                call.done.set_result(reply)
        self._wake()

    async def _transaction(self, events: Sequence[Event]) -> list[Reply]:
        poison: list[tuple[Event, Exception]] = []
        seen: list[tuple[Event, Conversation | None, Desk]] = []
        for attempt in range(3):
            poison.clear()
            seen.clear()
            try:
                async with self._store.unit() as unit:
                    loaded = await unit.load(wants(events, self._places))
                    missing = missing_of(events, loaded)
                    if missing != Wants():
                        more = await unit.load(missing)
                        loaded.conversations.update(more.conversations)
                        loaded.by_place.update(more.by_place)
                        loaded.by_person.update(more.by_person)
                        loaded.messages.update(more.messages)
                        loaded.handoffs.update(more.handoffs)
                    self._as_held(loaded)
                    changes = Changes()
                    replies = [self._one(event, loaded, changes, poison, seen) for event in events]
                    await unit.save(changes, self._clock.now())
                break
            except Conflict:
                if attempt == 2:
                    raise
        self._adopt(loaded.policy)
        for event, error in poison:
            await self._store.quarantine(event.key, repr(event)[:LONGEST], repr(error), self._clock.now())
        if self._witness:
            for decision in seen:
                self._witness(*decision)
        return replies

    def _as_held(self, loaded: Loaded) -> None:
        """What an agent claimed from another account, before they were joined, is under their own."""
        loaded.conversations = accounts.all_held(loaded.policy.accounts, loaded.conversations, self._places.team)

    def _one(
        self,
        event: Event,
        loaded: Loaded,
        changes: Changes,
        poison: list[tuple[Event, Exception]],
        seen: list[tuple[Event, Conversation | None, Desk]],
    ) -> Reply:
        keys = {k for k in (event.key, event.also) if k}
        if keys & loaded.seen or keys & changes.keys:
            changes.keys |= keys - loaded.seen
            _settle(event, loaded, changes)
            return Done()
        setting = Setting(
            now=self._clock.now(),
            policy=loaded.policy,
            places=replace(self._places, added=loaded.policy.added),
            loaded=loaded,
            analyser=self._analyser,
            answers=self._answers,
            phrases=self._phrasebooks.everywhere(loaded.policy),
            scoped=self._phrasebooks.scoped(loaded.policy),
            code=self._draw() if isinstance(event, Acted) else "",
        )
        try:
            desk = decide(setting, event)
        except Exception as error:
            log.exception("no decision about a %s: quarantined", type(event).__name__)
            poison.append((event, error))
            _settle(event, loaded, changes)
            return Done()
        if desk.refused:
            by = event.by.key if isinstance(event, Acted) else ""
            log.warning("refused (%s): %s by %s", desk.refused, type(event).__name__, by)
        if not isinstance(desk.reply, FormErrors):  # it changed nothing, and is sent again under the same key once it is mended
            changes.keys |= keys
        seen.append((event, loaded.conversations.get(desk.c.number) if desk.conversation else None, desk))
        _mark(event, changes)
        _keep(desk, loaded, changes, self._clock)
        if desk.policy:
            self._as_held(loaded)
        return desk.reply


def _mark(event: Event, changes: Changes) -> None:
    if isinstance(event, Spoke) and event.marks:
        known = changes.marks.get(event.place, "")
        if (len(event.message_id), event.message_id) > (len(known), known):
            changes.marks[event.place] = event.message_id


def _settle(event: Event, loaded: Loaded, changes: Changes) -> None:
    """What a repeated or quarantined event reports is over all the same, or its row or timer would bring it for ever."""
    if isinstance(event, TimeUp):
        changes.stopped.append((event.kind, event.number))
    elif isinstance(event, Delivered | Undeliverable | Answered | Previewed):
        changes.finished.setdefault(event.row, (RowState.FAILED, "what became of it could not be decided"))
        c = loaded.conversations.get(event.number) if isinstance(event, Answered) else None
        if c and c.run == event.key:  # the AI is free for the customer's next words
            changes.conversations[c.number] = loaded.conversations[c.number] = replace(c, run="")


_RECORD: Final = ("messages", "revised", "links", "handoffs", "people", "audits", "homes")
_LISTS: Final = (*_RECORD, "effects", "cancelled", "timers", "stopped")


def _keep(desk: Desk, loaded: Loaded, changes: Changes, clock: Clock) -> None:
    """Add a decision to the batch's changes, and to what later events of the batch see."""
    for name in _LISTS:
        getattr(changes, name).extend(getattr(desk, name))
    changes.kinds.update(desk.kinds)
    changes.parked.update(desk.parked)
    for key, parked in desk.parked.items():
        loaded.parked.pop(key, None)
        if parked:
            loaded.parked[key] = parked
    changes.finished.update(desk.finished)
    changes.dirty |= desk.dirty
    changes.facts.update(desk.facts)
    loaded.facts = {**loaded.facts, **desk.facts}
    if desk.policy:
        changes.policy = loaded.policy = desk.policy
        loaded.audits = (*loaded.audits, *desk.audits)
    for message in (*desk.messages, *desk.revised):
        loaded.messages[(message.number, message.seq)] = message
    loaded.handoffs.update({(each.number, each.ordinal): each for each in desk.handoffs})
    for link in desk.links:
        loaded.links[(link.place.platform, link.place.channel, link.message_id)] = link
    c = desk.conversation
    before = loaded.conversations.get(c.number) if c else None
    if c is None or before is c:  # not ==: a person's name is no part of who they are, and is kept all the same
        return
    changes.conversations[c.number] = loaded.conversations[c.number] = c
    if before is None:
        loaded.next_number = max(loaded.next_number, c.number + 1)
        for place in [p for p in loaded.by_place if same(p, c.place)]:
            del loaded.by_place[place]
        loaded.by_place[c.place] = c.number
        _adopt_elsewhere(c, loaded)
        loaded.by_gather[(c.place.parent, c.customer.key)] = c.number
    if c.thread:
        loaded.by_thread[c.thread] = c.number
    _index(loaded, c)


def _index(loaded: Loaded, c: Conversation) -> None:
    number, theirs = c.number, {p.key for p in (c.customer, c.agent) if p and c.open}
    for key in [key for key, numbers in loaded.by_person.items() if number in numbers and key not in theirs]:
        loaded.by_person[key] = tuple(n for n in loaded.by_person[key] if n != number)
    for key in theirs:
        loaded.by_person[key] = tuple(dict.fromkeys([*loaded.by_person.get(key, ()), number]))
    if c.state in ("waiting", "claimed", "snoozed"):
        loaded.queue = tuple(dict.fromkeys([*loaded.queue, number]))
    else:
        loaded.queue = tuple(n for n in loaded.queue if n != number)


def _adopt_elsewhere(c: Conversation, loaded: Loaded) -> None:
    """Its other places are its own, unless another open one is there."""
    for place, number in list(loaded.by_place.items()):
        if number == c.number and not any(same(place, each) for each in (c.place, *c.elsewhere)):
            del loaded.by_place[place]
    for place in c.elsewhere:
        there = next((n for p, n in loaded.by_place.items() if same(p, place)), 0)
        if there in (0, c.number) or not loaded.conversations[there].open:
            loaded.by_place[next((p for p in loaded.by_place if same(p, place)), place)] = c.number
