"""Hand-written stand-ins that obey the core's ports: a clock moved by hand, and a channel that remembers what it did."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from unit.core_nouns import NOON

from handoff.effects import DeleteAt, EditAt, Order, PictureTo, PinAt, Post, PostTo, ThreadAt, WhisperTo
from handoff.events import Event, Receipt
from handoff.model import Address
from handoff.ports import Capabilities, Rate

#: no waiting: pacing has tests of its own
AT_ONCE = Rate(burst=10_000, every=0.0001)
#: posts can be looked up, and not be repeated
FINDS = Capabilities(
    opens_threads=False,
    finds_by_key=True,
    repeats_safely=0,
    timeout=20,
    posts=AT_ONCE,
    edits=AT_ONCE,
    overall=AT_ONCE,
    threads_share_rate=True,
    gone=frozenset({"gone"}),
)
#: the same key again does nothing for five minutes
REPEATS = replace(FINDS, opens_threads=True, repeats_safely=300)


class HandClock:
    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class RecordingChannel:
    """
    A platform: posts stand under ids, by key. `script` holds what goes wrong with the next orders, in their order: an
    error is raised before anything happens, `Lost(error)` after the order was carried out.
    """

    capabilities: Capabilities = FINDS
    limit: int = 1000  #: characters of a part
    script: "list[Exception | Lost | None]" = field(default_factory=list)
    tried: list[Order] = field(default_factory=list)
    stands: dict[str, PostTo] = field(default_factory=dict)  #: by message id
    typed: list[Address] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    cannot_look: Exception | None = None
    before: Callable[[Order], object] = lambda order: None

    def parts(self, post: Post) -> tuple[Post, ...]:
        text = post.text or " "
        pieces = [text[n : n + self.limit] for n in range(0, len(text), self.limit)]
        return tuple(replace(post, text=piece) for piece in pieces)

    async def carry_out(self, order: Order) -> Receipt:
        self.tried.append(order)
        await _maybe(self.before(order))
        fault = self.script.pop(0) if self.script else None
        if fault and not isinstance(fault, Lost):
            raise fault
        receipt = self._do(order)
        if isinstance(fault, Lost):
            raise fault.error
        return receipt

    def _do(self, order: Order) -> Receipt:
        match order:
            case PostTo():
                known = next((i for i, p in self.stands.items() if p.key == order.key), None)
                if known and self.capabilities.repeats_safely:
                    return Receipt(known)
                found = f"p{len(self.tried)}"
                self.stands[found] = order
                return Receipt(found)
            case EditAt():
                if order.message_id in self.stands:
                    self.stands[order.message_id] = replace(self.stands[order.message_id], post=order.post)
            case DeleteAt():
                self.stands.pop(order.message_id, None)
            case ThreadAt() | PinAt():
                pass
            case WhisperTo() | PictureTo():
                return Receipt("")
        return Receipt(order.message_id)

    async def find(self, order: PostTo, since: datetime) -> Receipt | None:
        self.looked.append(order.key)
        if self.cannot_look:
            raise self.cannot_look
        return next((Receipt(i) for i, p in self.stands.items() if p.key == order.key), None)

    async def show_typing(self, to: Address) -> None:
        self.typed.append(to)

    # ---- reading

    def texts(self, place: Address) -> list[str]:
        return [p.post.text for p in self.stands.values() if (p.to.channel, p.to.thread) == (place.channel, place.thread)]


async def _maybe(found: object) -> None:
    if hasattr(found, "__await__"):
        await found


@dataclass(frozen=True)
class Lost:
    """The order was carried out; only nobody heard of it."""

    error: Exception


def edits(orders: Sequence[Order]) -> list[EditAt]:
    return [order for order in orders if isinstance(order, EditAt)]


async def until(probe: Callable[[], object], what: str = "it") -> None:
    """Give way to the other tasks until `probe()` is true."""
    async with asyncio.timeout(30):
        while not probe():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0)


class Keeping:
    """A sink that keeps what it is brought."""

    def __init__(self) -> None:
        self.events: defaultdict[type[Event], list[Event]] = defaultdict(list)

    async def __call__(self, event: Event) -> None:
        self.events[type(event)].append(event)
