"""Killed at any moment and started again, the bot loses nothing and says nothing twice."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable

import pytest
from acceptance.sides import Seen, until
from acceptance.town import Town, sees, town

#: seconds of a story within which the kill falls
SPAN = 6.0
#: seconds for whoever presses again and again, while the bot is dead and starts
PATIENCE = 120.0
#: a press or command that met a dead bot: Slack's and Discord's own error is shown, and pressing again works
DEAD = {"delivery_failed", "not_acked_in_3s"}


class Story:
    """One customer's matter, told with patience: whoever presses presses again until it shows."""

    def __init__(self, t: Town, seed: int) -> None:
        self.t, self.seed = t, seed

    def words(self, what: str) -> str:
        return f"{what} kx{self.seed}{what[0]}{len(what)}x"

    async def meet(self) -> None:
        """
        The bot has heard from the customer before. The very first direct message that somebody ever sends cannot be read
        back if the bot is dead just then: Discord lists no direct messages to a bot, and nobody brings an event again.
        """
        self.ann = await self.t.customers.person(f"K{self.seed}")
        self.dm = await self.t.customers.direct(self.ann)
        await self.t.customers.say(self.ann, self.dm, "hello")
        await self.customer_sees("What can I help you with?")

    async def tell(self) -> None:
        t, say = self.t, self.t.customers.say
        self.from_customer = [
            self.words(w) for w in ("question", "please get me a human", "and another thing", "one last word")
        ]
        self.from_agent = [self.words(w) for w in ("welcome", "let me look", "here it is")]
        await say(self.ann, self.dm, self.from_customer[0])
        await asyncio.sleep(random.Random(self.seed).uniform(0, 0.5))
        await say(self.ann, self.dm, self.from_customer[1])
        await self.customer_sees("asked the team")
        card = await until(self.card, f"the card of K{self.seed}", 60)
        self.thread = t.thread(card)
        number = int(card.text.split("#")[1].split()[0])
        await self.patiently(lambda: t.team.command(t.bo, t.team.team, f"/claim {number}"), "has joined")
        await sees(t.team, t.bo, self.thread, self.from_customer[1], 60)
        await t.team.say(t.bo, self.thread, self.from_agent[0])
        await say(self.ann, self.dm, self.from_customer[2])
        await t.team.say(t.bo, self.thread, self.from_agent[1])
        await say(self.ann, self.dm, self.from_customer[3])
        await t.team.say(t.bo, self.thread, self.from_agent[2])
        await self.customer_sees(self.from_agent[2])
        await sees(t.team, t.bo, self.thread, self.from_customer[3], 60)
        await self.patiently(lambda: t.team.command(t.bo, t.team.team, f"/handoff close {number} done"), "now closed")

    async def card(self) -> Seen | None:
        title = re.compile(rf"#\d+ · K{self.seed}\b")
        return next((m for m in await self.t.team.read(self.t.bo, self.t.team.team) if title.search(m.text)), None)

    async def customer_sees(self, text: str) -> None:
        await sees(self.t.customers, self.ann, self.dm, text, 60)

    async def patiently(self, act: Callable[[], Awaitable[object]], shows: str) -> None:
        """Do it again while it does not show."""

        async def shown() -> bool:
            return any(shows in m.text for m in await self.t.customers.read(self.ann, self.dm))

        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while loop.time() < end:
            try:
                await asyncio.wait_for(act(), 8)
                await until(shown, shows, 10)
                return
            except (AssertionError, TimeoutError):
                if await shown():
                    return
                await asyncio.sleep(0.5)
        raise AssertionError(f"{shows} never showed in {PATIENCE} s")

    async def holds(self) -> list[str]:
        """Every message of either is on the other side once; the visible duplicates."""
        t = self.t
        inside = [m.text for m in await t.team.read(t.bo, self.thread) if m.id != self.thread[1]]
        outside = [m.text for m in await t.customers.read(self.ann, self.dm)]
        doubled = []
        for words, texts in [*((w, inside) for w in self.from_customer), *((w, outside) for w in self.from_agent)]:
            count = sum(text.count(words) for text in texts)
            assert count >= 1, f"lost: {words} of {self.seed}; {texts}"
            doubled += [words] * (count - 1)
        order = [next(n for n, text in enumerate(outside) if w in text) for w in self.from_agent]
        assert order == sorted(order), outside
        return doubled


async def kill_once(t: Town, after: float) -> None:
    await asyncio.sleep(after)
    t.bot.kill()
    await t.bot.ended()
    await t.bot.start(ready=False)


async def stop_once(t: Town, after: float) -> None:
    """SIGTERM: gone within 10 s, with exit code 0."""
    await asyncio.sleep(after)
    assert await t.bot.stop() == 0
    await t.bot.start(ready=False)


End = Callable[[Town, float], Awaitable[None]]


async def ended(t: Town, seeds: range, end: End) -> None:
    doubled = []
    for seed in seeds:
        story = Story(t, seed)
        await story.meet()
        after = random.Random(seed * 31).uniform(0, SPAN)
        await asyncio.gather(story.tell(), end(t, after))
        await t.bot.ready()
        doubled += await story.holds()
    assert doubled == []


Pairing = pytest.mark.parametrize("platform", ["discord", "slack"])


@Pairing
async def test_killed_at_any_moment(tmp_path, platform):
    """20 stories, each with a kill -9 at a seeded moment: all words arrive, in order, none of them twice."""
    async with town(tmp_path, platform, platform, allowed=DEAD) as t:
        await ended(t, range(20), kill_once)


@Pairing
async def test_stopped_at_any_moment(tmp_path, platform):
    """The same with SIGTERM, 6 seeds."""
    async with town(tmp_path, platform, platform, allowed=DEAD) as t:
        await ended(t, range(100, 106), stop_once)


@pytest.mark.soak
@Pairing
@pytest.mark.parametrize("part", range(3))
async def test_stopped_at_length(tmp_path, platform, part):
    """SIGTERM, 60 more seeds."""
    async with town(tmp_path, platform, platform, allowed=DEAD) as t:
        await ended(t, range(200 + part * 20, 220 + part * 20), stop_once)


@pytest.mark.soak
@Pairing
@pytest.mark.parametrize("part", range(4))
async def test_killed_at_length(tmp_path, platform, part):
    """The seeds up to 100."""
    async with town(tmp_path, platform, platform, allowed=DEAD) as t:
        await ended(t, range(20 + part * 20, 40 + part * 20), kill_once)
