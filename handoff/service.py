"""The shell around decide(): load, decide, save, in batches of one transaction. Nothing is sent from here."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Final

from handoff.decide import Desk, Setting, decide, direct_place
from handoff.effects import Done, Reply
from handoff.events import (
    Answered,
    Commanded,
    Deleted,
    Delivered,
    Edited,
    Event,
    FormSent,
    Met,
    Pressed,
    Spoke,
    TimeUp,
    Undeliverable,
)
from handoff.model import Places
from handoff.ports import Changes, Clock, Conflict, Loaded, Store, Wants

log = logging.getLogger("handoff.service")

#: events in one transaction at most
BATCH: Final = 64
#: an edit that overtook its message waits for it this long
PARKED: Final = timedelta(hours=1)


@dataclass(slots=True)
class _Call:
    event: Event
    done: "asyncio.Future[Reply]"


class Service:
    """Where every event comes in. `wake` is called after each commit: a hint that there may be something to send."""

    def __init__(
        self,
        store: Store,
        places: Places,
        score: Callable[[str], float],
        clock: Clock,
        wake: Callable[[], None],
        *,
        answers: bool = True,
    ) -> None:
        self._store, self._places, self._score, self._clock, self._wake = store, places, score, clock, wake
        self._answers = answers
        self._calls: asyncio.Queue[_Call] = asyncio.Queue()

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
                while len(batch) < BATCH:
                    batch.append(self._calls.get_nowait())
            work = asyncio.ensure_future(self._batch(batch))
            try:
                await asyncio.shield(work)
            except asyncio.CancelledError:
                await work
                raise

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
        for attempt in range(3):
            poison.clear()
            try:
                async with self._store.unit() as unit:
                    loaded = await unit.load(wants(events, self._places))
                    missing = _missing(loaded)
                    if missing.numbers:
                        loaded.conversations.update((await unit.load(missing)).conversations)
                    changes = Changes()
                    replies = [self._one(event, loaded, changes, poison) for event in events]
                    await unit.save(changes, self._clock.now())
                break
            except Conflict:
                if attempt == 2:
                    raise
        for event, error in poison:
            await self._store.quarantine(event.key, repr(type(event).__name__), repr(error), self._clock.now())
        return replies

    def _one(self, event: Event, loaded: Loaded, changes: Changes, poison: list[tuple[Event, Exception]]) -> Reply:
        keys = {k for k in (event.key, event.also) if k}
        if keys & loaded.seen or keys & changes.keys:
            changes.keys |= keys
            return Done()
        setting = Setting(
            now=self._clock.now(),
            policy=loaded.policy,
            places=self._places,
            loaded=loaded,
            score=self._score,
            answers=self._answers,
        )
        try:
            desk = decide(setting, event)
        except Exception as error:
            log.exception("no decision about a %s: quarantined", type(event).__name__)
            poison.append((event, error))
            return Done()
        if desk.refused:
            log.warning("refused (%s): %s by %s", desk.refused, type(event).__name__, getattr(event, "by", None))
        changes.keys |= keys
        _mark(event, changes)
        _keep(desk, loaded, changes, self._clock)
        return desk.reply


def _mark(event: Event, changes: Changes) -> None:
    if isinstance(event, Spoke) and event.marks:
        known = changes.marks.get(event.place, "")
        if (len(event.message_id), event.message_id) > (len(known), known):
            changes.marks[event.place] = event.message_id


_LISTS: Final = ("messages", "revised", "links", "effects", "timers", "stopped", "people", "audits")


def _keep(desk: Desk, loaded: Loaded, changes: Changes, clock: Clock) -> None:
    """Add a decision to the batch's changes, and to what later events of the batch see."""
    for name in _LISTS:
        getattr(changes, name).extend(getattr(desk, name))
    changes.kinds.update(desk.kinds)
    changes.finished.update(desk.finished)
    changes.dirty |= desk.dirty
    changes.facts.update(desk.facts)
    loaded.facts = {**loaded.facts, **desk.facts}
    if desk.policy:
        changes.policy = loaded.policy = desk.policy
    for message in (*desk.messages, *desk.revised):
        loaded.messages[(message.number, message.seq)] = message
    for link in desk.links:
        loaded.links[(link.place.platform, link.place.channel, link.message_id)] = link
    c = desk.conversation
    if c is None:
        return
    before = loaded.conversations.get(c.number)
    if before == c and not desk.messages:
        return
    changes.conversations[c.number] = c
    loaded.conversations[c.number] = c
    if before is None:
        loaded.next_number = max(loaded.next_number, c.number + 1)
        for place in [p for p in loaded.by_place if (p.channel, p.thread) == (c.place.channel, c.place.thread)]:
            del loaded.by_place[place]
        loaded.by_place[c.place] = c.number
        loaded.by_gather[(c.place.parent, c.customer.key)] = c.number
    if c.thread:
        loaded.by_thread[c.thread] = c.number
    _index(loaded, c.number)


def _index(loaded: Loaded, number: int) -> None:
    c = loaded.conversations[number]
    for person in (c.customer, c.agent):
        if person:
            known = loaded.by_person.get(person.key, ())
            loaded.by_person[person.key] = tuple(dict.fromkeys([*known, number]))
    if c.state in ("waiting", "claimed", "snoozed"):
        loaded.queue = tuple(dict.fromkeys([*loaded.queue, number]))
    else:
        loaded.queue = tuple(n for n in loaded.queue if n != number)


def _missing(loaded: Loaded) -> Wants:
    """Conversations that loaded rows and facts name, and that are not there yet."""
    numbers = {row.effect.number for row in loaded.rows.values()}
    numbers |= {int(n) for n in loaded.facts.get("unpinged", "").split()}
    return Wants(numbers=frozenset(n for n in numbers if n and n not in loaded.conversations))


def wants(events: Sequence[Event], places: Places) -> Wants:
    """What the batch needs loaded, by set."""
    total: dict[str, set[object]] = {f.name: set() for f in fields(Wants) if f.name != "queue"}
    whole = False
    for event in events:
        total["keys"] |= {k for k in (event.key, event.also) if k}
        for name, values in _of(event, places).items():
            total[name] |= values
        whole |= isinstance(event, Pressed | Commanded) and not isinstance(event, FormSent)
    return Wants(queue=whole, **{k: frozenset(v) for k, v in total.items()})  # type: ignore[arg-type]


def _of(event: Event, places: Places) -> dict[str, set[object]]:
    match event:
        case Spoke() if places.is_team(event.place):
            return {"threads": {event.place.thread}, "numbers": set()}
        case Spoke():
            return {"places": {event.place}, "gather": {(event.place.parent, event.author.key)}}
        case Edited() | Deleted():
            return {"links": {(event.place.platform, event.place.channel, event.message_id)}}
        case Pressed():
            seq = {(event.number, int(event.detail))} if event.detail.isdecimal() else set()
            return {"numbers": {event.number}, "messages": set(seq)}
        case FormSent() | Answered() | TimeUp():
            return {"numbers": {event.number}}
        case Commanded():
            number = event.options.get("number", "")
            return {
                "numbers": {int(number)} if number.isdecimal() else set(),
                "people": {event.by.key},
                "places": {event.place, direct_place(event)},
                "threads": {event.place.thread} if event.place.thread else set(),
            }
        case Delivered() | Undeliverable():
            return {"rows": {event.row}}
        case Met():
            return {"people": {event.person.key}}
        case _:
            return {}
