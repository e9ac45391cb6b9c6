"""The far ends of the lifecycle's world: platforms that remember all they were asked, and an AI that does as it is told."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from unit.fakes import FINDS, REPEATS, HandClock

from handoff.effects import DeleteAt, EditAt, Order, PictureTo, PinAt, Post, PostTo, PrivateThreadAt, ThreadAt, WhisperTo
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.events import Answer, CannotAnswer, Outcome, Receipt, WantsHuman
from handoff.model import Address
from handoff.ports import Capabilities, Said

#: what may go wrong with an order: nothing happened, it was refused, or nobody heard whether it happened
FAULTS = ("unavailable", "slow down", "refused", "lost before", "lost after", "arrives late", "dies after")
#: seconds after which a request that nobody hears of arrives all the same; less than the platform's timeout
LATE = 15.0
#: characters of a part
PART = 1000


@dataclass(slots=True)
class Shown:
    """One thing that happened at a place: `seq` counts over all platforms."""

    seq: int
    at: datetime
    to: Address
    message_id: str
    post: Post
    key: str = ""  #: of a post; "" of an edit


@dataclass
class Far:
    """
    A platform. As Slack: the same key posts again, and is found by look-up. As Discord: the same key within 300 s is the
    same message, and threads must be made. `faults` holds what goes wrong with the next orders, "" for nothing.
    """

    name: str
    clock: HandClock
    count: Callable[[], int]
    faults: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)  #: every post and edit that took effect, in order
    stands: dict[str, Shown] = field(default_factory=dict)  #: by message id
    out_until: datetime | None = None
    on_its_way: list[tuple[datetime, Order]] = field(default_factory=list)
    stuck: set[asyncio.Task[None]] = field(default_factory=set)  #: requests that nobody will ever hear of
    begins: Callable[[Order], Awaitable[None]] | None = None  #: looks at an order that is about to be carried out
    wrong: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)  #: messages and threads that somebody deleted by hand
    crossed: set[str] = field(default_factory=set)  #: messages at which an edit arrived late, maybe after a newer one
    refused_gone: set[str] = field(default_factory=set)  #: those of them that a request ran into

    @property
    def capabilities(self) -> Capabilities:
        return replace(REPEATS, replies=True, private_threads=True) if self.name == "discord" else FINDS

    def parts(self, post: Post) -> tuple[Post, ...]:
        pieces = [post.text[n : n + PART] for n in range(0, len(post.text), PART)] or [""]
        return tuple(replace(post, text=piece, ping=post.ping if n == 0 else ()) for n, piece in enumerate(pieces))

    async def carry_out(self, order: Order) -> Receipt:
        if self.begins:
            await self.begins(order)
        self._arrive()
        self._out()
        fault = self.faults.pop(0) if self.faults else ""
        match fault:
            case "unavailable":
                raise Unavailable("not now")
            case "slow down":
                raise Unavailable("slow down", 7.0)
            case "refused":
                raise Refused("closed to this bot", "50007")
            case "lost before":
                raise Uncertain("no answer")
            case "arrives late":
                self.on_its_way.append((self.clock.now() + timedelta(seconds=LATE), order))
                raise Uncertain("no answer")
        receipt = self._do(order)
        if fault == "lost after":
            raise Uncertain("no answer")
        if fault == "dies after":
            task = asyncio.current_task()
            assert task is not None
            self.stuck.add(task)
            await asyncio.Event().wait()
        return receipt

    def _out(self) -> None:
        if self.out_until and self.clock.now() < self.out_until:
            raise Unavailable("the platform is out")

    def _arrive(self) -> None:
        due = [each for each in self.on_its_way if each[0] <= self.clock.now()]
        self.on_its_way = [each for each in self.on_its_way if each not in due]
        for at, order in due:
            if isinstance(order, EditAt):
                self.crossed.add(order.message_id)
            with contextlib.suppress(Refused):
                self._do(order, at)

    def delete_by_hand(self, message_id: str, thread: str) -> None:
        """A message, and the thread that began with it; or a thread alone."""
        self.gone |= {message_id, thread}
        self.stands = {key: s for key, s in self.stands.items() if key != message_id and s.to.thread != thread}

    def _there(self, *ids: str) -> None:
        """Raises Refused if one of these was deleted."""
        gone = self.gone.intersection(ids)
        self.refused_gone |= gone
        if gone:
            raise Refused("it is not there", "gone")

    def _do(self, order: Order, at: datetime | None = None) -> Receipt:
        at = at or self.clock.now()
        match order:
            case PostTo():
                if order.to.platform != self.name:
                    self.wrong.append(f"{self.name} was given {order}")
                answered = self.stands.get(order.reply_to)
                if (answered and answered.to != order.to) or (order.reply_to and not self.capabilities.replies):
                    self.wrong.append(f"{self.name} was given a reply to elsewhere: {order}")
                self._there(order.to.thread)
                known = next((s for s in reversed(self.shown) if s.key == order.key), None)
                safe = self.capabilities.repeats_safely
                if known and safe and at - known.at < timedelta(seconds=safe):
                    return Receipt(known.message_id)
                n = self.count()
                made = Shown(n, at, order.to, f"{self.name[0]}{n}", order.post, order.key)
                self.shown.append(made)
                self.stands[made.message_id] = made
                return Receipt(made.message_id)
            case EditAt():
                known = self.stands.get(order.message_id)
                if order.needed:
                    self._there(order.message_id)
                if known:
                    edit = Shown(self.count(), at, known.to, order.message_id, order.post)
                    self.shown.append(edit)
                    self.stands[order.message_id] = replace(known, post=order.post)
            case DeleteAt():
                self.stands.pop(order.message_id, None)
            case ThreadAt():
                self._there(order.message_id)
            case PrivateThreadAt():
                return Receipt(f"1{self.count():09d}")
            case PinAt():
                pass
            case WhisperTo() | PictureTo():
                return Receipt("")
        return Receipt(order.message_id)

    async def find(self, order: PostTo, since: datetime) -> Receipt | None:
        self._arrive()
        self._out()
        return next((Receipt(s.message_id) for s in self.shown if s.key == order.key and s.at >= since), None)

    async def show_typing(self, to: Address) -> None:
        pass


@dataclass
class Oracle:
    """
    The AI: `script` holds its next outcomes: "ok", "long", "unsure", "cannot", "fails", "wants", or "late", which comes
    when it is let go. `said`: the lane in which each answer was asked for.
    """

    token: Callable[[int], Awaitable[str]]
    script: list[str] = field(default_factory=list)
    waits: dict[asyncio.Task[None], asyncio.Event] = field(default_factory=dict)
    history: list[tuple[int, Sequence[Said]]] = field(default_factory=list)
    asked: Callable[[int, Sequence[Said]], Awaitable[None]] | None = None

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        task = asyncio.current_task()
        assert task is not None
        number = int(task.get_name().removeprefix("lane ").partition(":")[0])
        self.history.append((number, history))
        if self.asked:
            await self.asked(number, history)
        answer = Answer(f"{await self.token(number)} is the answer")
        how = self.script.pop(0) if self.script else "ok"
        match how:
            case "late":
                self.waits[task] = asyncio.Event()
                await self.waits[task].wait()
                del self.waits[task]
            case "long":
                return replace(answer, text=answer.text + " " + "x" * 1500)
            case "unsure":
                return replace(answer, confidence=0.1)
            case "cannot":
                return CannotAnswer("not in the pages")
            case "wants":
                return WantsHuman("asked for")
            case "fails":
                raise RuntimeError("the AI is ill")
        return answer
