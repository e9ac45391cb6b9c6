"""`/triggers report` of conversations that were served: what it says of its suggestion is what living under that does."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from unit.core_nouns import ADMIN, AGENT, ANN, BO, DI, DM, NOON, PLACES, TEAM, card_thread
from unit.fakes import HandClock

from adapters.store.sqlite import SqliteStore
from bot.analysers import analyser
from bot.previewing import report
from handoff.effects import OpenCard, OpenThread
from handoff.events import Answer, Answered, CannotAnswer, Commanded, Delivered, Event, FormSent, Pressed, Receipt, Spoke
from handoff.model import Advice, Handoff, Report, Standing
from handoff.ports import Wants
from handoff.reports import TUNED, missed, needless
from handoff.service import Service
from handoff.states import State

DAYS = (datetime.now(UTC) - NOON).days + 2

ANNOYED = ("I am disappointed with you", "that is a bit annoying", "not happy with this")  #: -0.45 together
FED_UP = ("still waiting for my parcel", "this is the third time I ask", "it is still broken")  #: -0.51
WORSE = "this is really frustrating"  #: -0.51 together with ANNOYED
ASKS, CANNOT, TAKES = "I want a human", "(no answer)", "(takeover)"
#: how the team ends what it has: by verb, with what it says that it was; what the AI could have answered an agent has answered
AI_COULD, NEEDED, AT_ONCE, NOBODY = ("close", "ai-could"), ("close", "person"), ("return", ""), ("", "")

Life = tuple[tuple[str, ...], tuple[str, str]]

#: hands off too early: mostly for nothing, though sometimes it gets worse
EAGER: Sequence[Life] = (
    *[(ANNOYED, AI_COULD)] * 7,
    *[(ANNOYED, AT_ONCE)] * 6,
    *[((*ANNOYED, WORSE), NEEDED)] * 3,
    *[(FED_UP, NEEDED)] * 3,
    *[(("how long?", CANNOT, "and to Spain?", CANNOT, ASKS), NEEDED)] * 2,
    (("how long?", "thanks"), NOBODY),
)
#: hands off too late: they ask for a person, or somebody sees it; some go away
LATE: Sequence[Life] = (
    *[((*FED_UP, ASKS), NEEDED)] * 17,
    *[(("how long?", CANNOT, "and to Spain?", CANNOT, TAKES), NEEDED)] * 3,
    *[((*FED_UP, "ok"), NOBODY)] * 2,
    *[(ANNOYED, NOBODY)] * 3,
)


@dataclass
class Desk:
    """Serves all of them side by side, a step of each at a time, on a store of its own."""

    store: SqliteStore
    service: Service
    count: int = 0

    async def does(self, *events: Event) -> None:
        assert all(not isinstance(each, Exception) for each in await asyncio.gather(*map(self.service, events)))

    def key(self) -> str:
        self.count += 1
        return f"k{self.count}"

    async def set(self, values: Mapping[str, str]) -> None:
        """As an admin does."""
        for name, value in values.items():
            options = {"name": name, "value": value}
            base = {"key": self.key(), "at": NOON, "by": DI, "standing": ADMIN, "place": TEAM}
            await self.does(Commanded(name="triggers", verb="set", options=options, **base))

    async def lives(self, lives: Sequence[Life]) -> None:
        for step in range(max(len(said) for said, _ in lives)):
            await self.does(*[self.said(n, said[step]) for n, (said, _) in enumerate(lives, 1) if self.speaks(said, step)])
            taken = [n for n, (said, _) in enumerate(lives, 1) if said[step:][:1] == (TAKES,)]
            await self.does(*[self.pressed("takeover", n) for n in taken if (await self.c(n)).state is State.AI])
            following = [(n, said[step + 1 :][:1] == (CANNOT,)) for n, (said, _) in enumerate(lives, 1)]
            asked = [(c, fails) for n, fails in following if (c := await self.store.conversation(n)) and c.run]
            await self.does(*[self.answered(c, fails) for c, fails in asked])
        await self.stand()
        ends = [(n, *how) for n, (_, how) in enumerate(lives, 1)]
        those = [(n, verb, said) for n, verb, said in ends if verb and (await self.c(n)).state is not State.AI]
        await self.does(*[self.pressed("claim", n) for n, _, said in those if said == "ai-could"])
        await self.does(*[self.answers(n) for n, _, said in those if said == "ai-could"])
        await self.does(*[self.ended(*each) for each in those])

    async def stand(self) -> None:
        """The cards and their threads."""
        async with self.store.unit() as unit:
            rows = (await unit.load(Wants(rows=frozenset(range(1, 1000))))).rows.values()
        base = {"at": NOON, "place": TEAM}
        cards = [
            (row, (Receipt(f"card-{row.effect.number}"),)) for row in rows if isinstance(row.effect, OpenCard | OpenThread)
        ]
        await self.does(*[Delivered(key=self.key(), row=row.id, receipts=ids, **base) for row, ids in cards])

    def answers(self, n: int) -> Spoke:
        return replace(self.said(n, "Two days."), author=BO, standing=AGENT, place=card_thread(f"card-{n}"))

    def speaks(self, said: tuple[str, ...], step: int) -> bool:
        return step < len(said) and said[step] not in (CANNOT, TAKES)

    def said(self, n: int, text: str) -> Spoke:
        key, by = self.key(), replace(ANN, user=f"U{100 + n}")
        place = replace(DM, channel=f"@{by.user}")
        return Spoke(key=key, at=NOON, place=place, message_id=key, author=by, standing=Standing(), text=text)

    def pressed(self, verb: str, n: int) -> Pressed:
        return Pressed(key=self.key(), at=NOON, by=BO, standing=AGENT, place=TEAM, verb=verb, number=n)

    def answered(self, c, fails: bool) -> Answered:
        outcome = CannotAnswer() if fails else Answer(f"It is said on page {c.seq}.")
        return Answered(key=c.run, at=NOON, number=c.number, epoch=c.epoch, outcome=outcome, through=c.seq)

    def ended(self, n: int, verb: str, outcome: str) -> FormSent:
        base = {"key": self.key(), "at": NOON, "by": BO, "standing": AGENT, "place": TEAM}
        return FormSent(verb=verb, number=n, fields={"outcome": outcome} if outcome else {}, **base)

    async def c(self, number: int):
        return await self.store.conversation(number)


async def served(lives: Sequence[Life], values: Mapping[str, str]) -> tuple[Report, dict[int, Handoff]]:
    """What the report says of them after they were lived under these settings, and the first handoff of each."""

    async def far(done: int, of: int) -> None:
        pass

    store = await SqliteStore.open("sqlite://", team=TEAM, now=lambda: NOON)
    service = Service(store, PLACES, analyser(), HandClock(), lambda: None)
    running = asyncio.create_task(service.run())
    try:
        desk = Desk(store, service)
        await desk.set(values)
        await desk.lives(lives)
        records = await store.handoffs(datetime.fromtimestamp(0, UTC))
        return await report(store, DAYS, far), {r.number: r for r in reversed(records)}
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await store.close()


def told(name: str, value: str, now: str, was: Mapping[int, Handoff], is_: Mapping[int, Handoff]) -> Advice:
    """What became of the same people's conversations when they were lived otherwise."""
    counts: Counter[str] = Counter()
    for number in {*was, *is_}:
        one, other = was.get(number), is_.get(number)
        if one and missed(one) and other and other.reason.trigger in TUNED and other.seq < one.seq:
            counts["caught"] += 1
        elif one and needless(one):
            counts["spared"] += other is None
        elif one:
            counts["lost"] += other is None or other.seq > one.seq
        else:
            counts["extra"] += 1
    return Advice(name=name, value=value, now=now, **counts)


@pytest.mark.parametrize(
    ("lives", "values", "handoffs", "in_vain", "late", "suggested"),
    [
        (
            EAGER,
            {"sentiment.threshold": "-0.4"},
            {"sentiment": 19, "explicit": 2},
            {"sentiment": 13},
            (21, 20),
            Advice(name="sentiment.threshold", value="-0.5", now="-0.4", spared=13, lost=3),
        ),
        (
            LATE,
            {"sentiment.threshold": "-0.6", "failed.limit": "4"},
            {"explicit": 17, "takeover": 3},
            {},
            tuple(range(20, 5, -1)),
            Advice(name="sentiment.threshold", value="-0.5", now="-0.6", caught=17, extra=2),
        ),
    ],
    ids=["eager", "late"],
)
async def test_what_a_suggestion_would_have_done_is_what_living_it_does(lives, values, handoffs, in_vain, late, suggested):
    """
    Needless as agents said so or returned it at once, missed as customers had to ask or an agent took over; and the same people
    are served again under what is suggested.
    """
    found, was = await served(lives, values)
    assert (found.handoffs, found.needless) == (handoffs, in_vain)
    assert tuple(each.number for each in found.missed) == late
    assert found.advice == suggested
    _, is_ = await served(lives, values | {suggested.name: suggested.value})
    assert told(suggested.name, suggested.value, suggested.now, was, is_) == suggested
