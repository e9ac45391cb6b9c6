"""
Whatever people write, change and take back, in whatever order and whether the bot is up or down just then: in the end each
side shows what the other side's people left standing.
"""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import pytest
from acceptance.sides import BOT, Place, Seen, Side, until
from acceptance.story import PAIRINGS
from acceptance.town import Town, sees, town
from discordsim import SimError

from handoff import wording

#: changes in one order, besides what the story needs
STEPS = 14
#: how often the bot goes down in one order
DOWNS = 2


@dataclass(slots=True)
class Writer:
    """Somebody who writes in one place, changes their mind and takes words back."""

    side: Side
    who: str
    place: Place
    mark: str  #: in every message of theirs, and in nobody else's
    rng: random.Random
    written: int = 0
    standing: dict[str, str] = field(default_factory=dict)  #: message id -> its words, in the order of writing
    versions: int = 0
    kept: str = ""  #: the id of one that is never deleted

    def words(self) -> str:
        self.versions += 1
        return f"{self.rng.choice(WORDS)} {self.mark}{self.versions}x"

    async def write(self, *, first: bool = False) -> None:
        """In about half the cases a reply; not the `first` one in a channel, where a reply to others is none of the bot's."""
        words, reply_to = self.words(), ""
        if self.side.replies and not first and self.rng.random() < 0.5:
            seen = await self.side.read(self.who, self.place)
            reply_to = self.rng.choice(["", *(m.id for m in seen if not m.private)])
        try:
            said = await self.side.say(self.who, self.place, words, reply_to)
        except SimError:  # just then the bot took away what it was to be a reply to
            said = await self.side.say(self.who, self.place, words)
        self.standing[said] = words

    async def edit(self) -> None:
        if self.standing:
            message = self.rng.choice(list(self.standing))
            self.standing[message] = self.words()
            await self.side.edit(self.who, self.place, message, self.standing[message])

    async def delete(self) -> None:
        if those := [message for message in self.standing if message != self.kept]:
            message = self.rng.choice(those)
            del self.standing[message]
            await self.side.delete(self.who, self.place, message)

    async def act(self) -> None:
        await self.rng.choices((self.write, self.edit, self.delete), (4, 4, 2))[0]()

    def shown(self, seen: Sequence[Seen]) -> list[str]:
        """The marks of this writer's messages that the bot shows, in order."""
        words = [QUOTE.sub("", m.text) for m in seen if m.who == BOT]
        return [mark for text in words for mark in re.findall(rf"{self.mark}\d+x", text)]

    @property
    def left(self) -> list[str]:
        return [words.split()[-1] for words in self.standing.values()]


#: what a message is a reply to, where the platform has no replies; the evidence above a transcript
QUOTE = re.compile(r"↪ “.*?”|^[-•] .*$", re.MULTILINE)
WORDS = ("the blue one", "a *pair* of them", "my order", "number 4711", "since Monday", "as a gift", "it squeaks")


class Order:
    """One customer's matter with a seeded order of messages, edits, deletes and restarts."""

    def __init__(self, t: Town, seed: int) -> None:
        self.t, self.seed, self.rng = t, seed, random.Random(seed)
        self.public = seed % 3 == 2  #: in the support channel's thread instead of direct messages

    async def tell(self) -> None:
        await self._begin()
        await self._act(self.rng.randrange(1, 4), [self.ann])
        await self._hand_off()
        self.bo = Writer(self.t.team, self.t.bo, self.thread, f"b{self.seed}q", self.rng)
        await self.bo.write()
        await self._act(STEPS, [self.ann, self.bo])
        await self.ann.write()
        await self.bo.write()

    async def _begin(self) -> None:
        """The bot has heard from the customer before: nobody can read somebody's very first direct message back."""
        t = self.t
        name = f"E{self.seed}"
        who = await t.customers.person(name)
        direct = await t.customers.direct(who)
        await t.customers.say(who, direct, "hello")
        await sees(t.customers, who, direct, "What can I help you with?", 60)
        place, mark = direct, f"a{self.seed}q"
        self.ann = Writer(t.customers, who, place, mark, self.rng)
        if not self.public:
            await self.ann.write()
            return
        self.ann.place = t.customers.help
        await self.ann.write(first=True)
        first = next(iter(self.ann.standing))
        self.ann.place = t.customers.thread_at(t.customers.help, first)
        if t.customers.name == "slack":  # where a thread whose first message was deleted takes no more replies
            self.ann.kept = first
        await until(lambda: t.customers.read(who, self.ann.place), "the thread in the support channel", 60)

    async def _act(self, steps: int, writers: Sequence[Writer]) -> None:
        """So many steps, with the bot going down somewhere among them, and coming back some steps later."""
        downs = sorted(self.rng.sample(range(steps), min(DOWNS if steps > 5 else 1, steps)))
        down = 0
        for step in range(steps):
            if step in downs and not down:
                down = self.rng.randrange(1, 5)
                await self._end()
            await self.rng.choice(writers).act()
            if self.rng.random() < 0.3:
                await asyncio.sleep(self.rng.uniform(0, 0.3))
            if down:
                down -= 1
                if not down:
                    await self.t.bot.start(ready=self.rng.random() < 0.5)
        if down:
            await self.t.bot.start()
        await self.t.bot.ready()

    async def _end(self) -> None:
        await self.t.bot.ready()
        if self.rng.random() < 0.5:
            self.t.bot.kill()
            await self.t.bot.ended()
        else:
            assert await self.t.bot.stop() == 0

    async def _hand_off(self) -> None:
        t = self.t
        words = f"please get me a human {self.ann.words().split()[-1]}"
        self.ann.standing[await t.customers.say(self.ann.who, self.ann.place, words)] = words
        card = await until(self._card, f"the card of E{self.seed}", 60)
        self.thread = t.thread(card)
        number = int(card.text.split("#")[1].split()[0])
        await sees(t.team, t.bo, self.thread, words, 60)
        await t.team.command(t.bo, t.team.team, f"/claim {number}")
        await sees(t.customers, self.ann.who, self.ann.place, "has joined", 60)

    async def _card(self) -> Seen | None:
        title = re.compile(rf"#\d+ · E{self.seed}\b")
        return next((m for m in await self.t.team.read(self.t.bo, self.t.team.team) if title.search(m.text)), None)

    # ---- the end

    async def same(self) -> None:
        """Both sides show what the other's people left standing: once, in order, nothing besides, and it stays so."""
        await self._agree(self.ann, self._inside)
        await self._agree(self.bo, self._outside)
        await self.t.settle()
        assert self.ann.left == self.ann.shown(await self._inside())
        assert self.bo.left == self.bo.shown(await self._outside())
        assert not [m.text for m in await self._outside() if wording.text("deleted") in m.text]
        await until(self._quoted, "nothing to be quoted but what is left standing")

    async def _quoted(self) -> bool:
        seen = [m.text for m in (*await self._inside(), *await self._outside()) if m.who == BOT]
        quoted = {mark for text in seen for quote in QUOTE.findall(text) for mark in re.findall(r"[ab]\d+q\d+x", quote)}
        return quoted <= {*self.ann.left, *self.bo.left}

    async def _inside(self) -> list[Seen]:
        return await self.t.team.read(self.t.bo, self.thread)

    async def _outside(self) -> list[Seen]:
        return await self.t.customers.read(self.ann.who, self.ann.place)

    async def _agree(self, writer: Writer, there: Callable[[], Awaitable[list[Seen]]]) -> None:
        async def agree() -> bool:
            return writer.left == writer.shown(await there())

        try:
            await until(agree, "the other side to show the same", 60)
        except AssertionError as error:
            left, shown = writer.left, writer.shown(await there())
            raise AssertionError(f"order {self.seed}: {left} stand, {shown} are shown; {error}") from None


Pairing = pytest.mark.parametrize(("customers", "team", "http"), PAIRINGS)


async def ordered(folder, customers: str, team: str, http: bool, seeds: Sequence[int]) -> None:
    async with town(folder, customers, team, http=http) as t:
        for seed in seeds:
            order = Order(t, seed)
            await order.tell()
            await order.same()


@Pairing
async def test_both_sides_end_the_same(tmp_path, customers, team, http):
    """One order for each pairing of platforms, another for each."""
    await ordered(tmp_path, customers, team, http, [PAIRINGS.index((customers, team, http))])


@pytest.mark.soak
@Pairing
@pytest.mark.parametrize("part", range(2))
async def test_both_sides_end_the_same_at_length(tmp_path, customers, team, http, part):
    """20 orders for each pairing."""
    await ordered(tmp_path, customers, team, http, range(part * 10, part * 10 + 10))
