"""What asking somebody else's AI may cost: time, tries, requests, and patience with one that is down (FAULTS L1, L2, L7)."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from adapters.responder.courtesy import courtesy
from adapters.responder.question import latest
from handoff.asking import HISTORY
from handoff.events import Failed, Outcome, WantsHuman
from handoff.ports import Said

log = logging.getLogger("handoff.responder")

#: seconds before what went wrong is tried again, where the AI does not say when
PAUSE: Final = 0.5
#: seconds that must be left for another try to be worth it
WORTH: Final = 0.5
#: share of the time that is kept back, so that the outcome says why before the caller's own deadline passes
KEPT: Final = 0.02
#: failures in a row after which the AI is let alone, and for how long, seconds
FAILURES: Final = 5
REST: Final = 30.0
#: requests at once: an AI that does not answer must not take all there is
AT_ONCE: Final = 8
_DAY: Final = 86_400.0


class Unreached(Exception):
    """
    The AI gave no answer that could be read. The message names the kind of failure, without anybody's words. `again`:
    another try may help, after `after` seconds (None: soon).
    """

    def __init__(self, why: str, *, again: bool = False, after: float | None = None) -> None:
        super().__init__(why)
        self.again, self.after = again, after


class Source(Protocol):
    """An AI that is asked once. Raises Unreached; may be cancelled at any time."""

    async def ask(self, history: Sequence[Said], left: float) -> Outcome:
        """`left`: seconds until the answer is of no use."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """
    `conversation`: answers of the AI in one conversation since a person last wrote in it, after which a person takes over.
    `day`: requests of this process in 24 hours from the first. 0: no limit.
    """

    conversation: int = 15
    day: int = 2_000


class Limited:
    """
    Fits handoff.ports.Responder: asks `source` within the deadline, the budget and what it can bear. `courteous`: greetings
    and thanks are answered with our fixed lines, and cost nothing.
    """

    def __init__(
        self, source: Source, budget: Budget, *, courteous: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._source, self._budget, self._courteous, self._clock = source, budget, courteous, clock
        self._breaker = Breaker(clock)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._day = Day(budget.day, clock)

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        """Failed says why there is no answer, for agents; nothing raises, and nothing outlasts the deadline."""
        if self._courteous and (fixed := courtesy(latest(history).text)):
            return fixed
        if self._budget.conversation and spent(history) >= self._budget.conversation:
            return WantsHuman(f"the AI has given the {self._budget.conversation} answers that one conversation may have")
        if not self._breaker.closed():
            return Failed("the AI has failed several times in a row, and is given a rest")
        until = self._clock() + deadline * (1 - KEPT)
        try:
            async with asyncio.timeout(deadline * (1 - KEPT)), self._slots, self._breaker.watching():
                return await self._asked(history, until)
        except TimeoutError:
            failed = Failed(f"no answer within {deadline:g} s")
        except Unreached as error:
            failed = Failed(str(error))
        log.warning("the AI gave no answer: %s", failed.why)
        return failed

    async def _asked(self, history: Sequence[Said], until: float) -> Outcome:
        try:
            return await self._once(history, until)
        except Unreached as error:
            pause = PAUSE if error.after is None else error.after
            if not error.again or self._clock() + pause + WORTH > until:
                raise
        await asyncio.sleep(pause)
        return await self._once(history, until)

    async def _once(self, history: Sequence[Said], until: float) -> Outcome:
        self._day.spend()
        return await self._source.ask(history, until - self._clock())


class Exhausted(Unreached):
    """The day's budget is spent: no fault of the AI's."""


class Day:
    """At most `limit` requests of this process in 24 hours from the first; 0: no limit."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._limit, self._clock = limit, clock
        self._began, self._spent = 0.0, 0

    def spend(self) -> None:
        """One more. Raises Exhausted."""
        now = self._clock()
        if not self._spent or now - self._began >= _DAY:
            self._began, self._spent = now, 0
        if self._limit and self._spent >= self._limit:
            raise Exhausted(f"the AI has been asked {self._limit} times today, which is the limit")
        self._spent += 1


def spent(history: Sequence[Said]) -> int:
    """
    The AI's answers in what is shown of a conversation, since a person wrote. Where no more is shown than there is room
    for, and no person in it, it has gone on for longer than anybody meant.
    """
    own = [one.who for one in history]
    since = next((at for at in range(len(own), 0, -1) if own[at - 1] == "team"), 0)
    return HISTORY if len(own) >= HISTORY and not since else own[since:].count("assistant")


class Breaker:
    """Lets an AI alone that failed FAILURES times in a row; after REST seconds one question tries it, while others wait."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._rests_until = 0.0
        self._probing = False

    def closed(self) -> bool:
        """Whether it may be asked now."""
        return self._failures < FAILURES or (self._clock() >= self._rests_until and not self._probing)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Count what becomes of one question."""
        probe = self._failures >= FAILURES
        self._probing = self._probing or probe
        try:
            yield
        except Exhausted:
            raise
        except (Unreached, asyncio.CancelledError):  # cancelled: the deadline passed
            self._failures += 1
            self._rests_until = self._clock() + REST
            raise
        else:
            self._failures = 0
        finally:
            self._probing = self._probing and not probe
