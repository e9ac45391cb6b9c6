"""The machine's stage: who is there, what each verb does, and how an act is brought and its outcome seen to be right."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from lifecycle.law import TOKEN, Law, Word
from lifecycle.world import World
from unit.core_nouns import ADMIN, AGENT, MEMBER

from handoff.effects import Reply
from handoff.events import Commanded, Event, FormSent, Pressed, Spoke
from handoff.model import Address, Conversation, Person, Standing
from handoff.states import State

AI, WAITING, CLAIMED, CLOSED = State.AI, State.WAITING, State.CLAIMED, State.CLOSED


@dataclass(frozen=True)
class Verb:
    """From which states a verb leads where; the doors besides command and spoken word; whether it makes the actor the owner."""

    leads: dict[State, State]
    button: bool = False
    form: bool = False
    takes: bool = False


VERBS = {
    "claim": Verb({WAITING: CLAIMED}, button=True, takes=True),
    "release": Verb({CLAIMED: WAITING}, button=True),
    "transfer": Verb({CLAIMED: WAITING}, form=True),  # to nobody: back to the queue
    "takeover": Verb({AI: CLAIMED, WAITING: CLAIMED}, button=True, takes=True),  # a colleague's: only once that was asked
    "close": Verb({AI: CLOSED, WAITING: CLOSED, CLAIMED: CLOSED}, form=True),
    "return": Verb({WAITING: AI, CLAIMED: AI}, form=True),
    "note": Verb({}),
}
DOORS = ("button", "command", "spoken")
#: what an account of a platform is, by who it is; names are never read
TEAM = {"U2": AGENT, "U3": AGENT, "U4": ADMIN}
#: these change hands without anybody's act: the AI's own wish for a person, somebody who left
BY_ITSELF = {(AI, WAITING)}
WORDS = {
    "question": "how do I reset it?",
    "keyword": "please cancel my account now",
    "person": "I want to talk to a human",
    "thanks": "thanks",
    "aside": "what do you think?",
    "angry": "this is terrible -0.95",
    "long": "it is long " + "y" * 1500,
}


@dataclass
class Customer:
    person: Person
    place: Address  #: until the first words, the channel; then the thread
    number: int = 0  #: the newest conversation


def workspace(platform: str) -> str:
    return "T1" if platform == "slack" else ""


def person(platform: str, user: str) -> Person:
    return Person(platform, workspace(platform), user, f"Name{user}")


class Stage(RuleBasedStateMachine):
    #: given by the test: its loop, its store, and how that is emptied
    runner: asyncio.Runner
    store: Any
    empty: Any

    # ---- the scene

    @initialize(
        team=st.sampled_from(["slack", "discord"]),
        direct=st.tuples(st.booleans(), st.booleans()),
        states=st.tuples(*[st.sampled_from(["", "ai", "waiting", "claimed", "claimed"])] * 2),
    )
    def begin(self, team: str, direct: tuple[bool, bool], states: tuple[str, str]) -> None:
        self.runner.run(self.empty())
        channel = "C9" if team == "slack" else "900"
        self.team = Address(team, workspace(team), channel)
        self.world = World(self.store, self.team)
        self.law = Law(self.world)
        self.meanwhile: list[Event] = []
        for far in self.world.channels.values():
            far.begins = self._begins
        self.customers = [self._customer("slack", "U1", direct[0]), self._customer("discord", "61", direct[1])]
        self.known: dict[int, Conversation] = {}
        self.past: list[Event] = []
        self.leaving: set[str] = set()
        self.run(self.world.begin())
        for which, state in enumerate(states):
            self._come_to(which, state)

    def _come_to(self, which: int, state: str) -> None:
        """Begin in the middle: examples are short, and most of what can go wrong goes wrong late."""
        if state:
            self._writes(self.customers[which], "question" if state == "ai" else "person")
        if state == "claimed":
            c, by = self.known[self.customers[which].number], self.agent(["U2", "U3"][which])
            self._act([self._pressed(by, AGENT, "claim", c.number)], c, {WAITING: CLAIMED}, by, by, allowed=True)

    @staticmethod
    def _customer(platform: str, user: str, direct: bool) -> Customer:
        channel = f"@{user}" if direct else {"slack": "C1", "discord": "500"}[platform]
        return Customer(person(platform, user), Address(platform, workspace(platform), channel))

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    async def _begins(self, order: Any) -> None:
        self.law.begins(order)
        if self.meanwhile:
            await self._meanwhile()

    async def _meanwhile(self) -> None:
        events, self.meanwhile = self.meanwhile, []
        await self.world.handle(*events)
        self.world.before = await self.world.conversations()

    def agent(self, user: str) -> Person:
        return person(self.team.platform, user)

    def token(self, kind: str, place: Address | None, number: int = 0) -> str:
        token = f"{kind}{self.world.count()}"
        self.law.may[token] = place
        if number:
            self.law.of[token] = number
        return token

    # ---- what happened, and what may have

    def handle(self, *events: Event, may: set[tuple[State, State]] = frozenset()) -> list[Reply]:
        """Bring events, all at once, and see that nobody has what nobody gave them."""
        replies = list(self.run(self.world.handle(*events)))
        self.past = [*self.past, *events][-12:]
        self.sync(may)
        return replies

    def sync(self, may: set[tuple[State, State]] = frozenset()) -> None:
        """I5: conversations change hands by an act, or as `may` says."""
        found = self.run(self.world.conversations())
        for number, c in found.items():
            before = self.known.get(number)
            if before and (before.state, key_of(before)) != (c.state, key_of(c)):
                assert (before.state, c.state) in may, f"I5: #{number} went from {before.state} to {c.state}, {key_of(c)}"
                assert key_of(c) == "" or key_of(before) == key_of(c), (
                    f"I5: {key_of(c)} has #{number} without having claimed it"
                )
                assert c.epoch > before.epoch, f"I6: #{number} changed hands, and what was to come may still come"
        self.known = found
        for customer in self.customers:
            theirs = [n for n, c in found.items() if c.customer.key == customer.person.key]
            customer.number = max(theirs, default=0)

    def pump(self) -> None:
        self.run(self.world.pump())
        may = BY_ITSELF | ({(CLAIMED, WAITING)} if self.leaving else set())
        self.sync(may)
        self.run(self.law.shown())

    def spoke(self, place: Address, who: Person, text: str, standing: Standing, **more: Any) -> Spoke:
        n = self.world.count()
        message_id = f"1{n:09d}"
        key = f"{place.platform}:{place.channel}:{message_id}"
        now = self.world.clock.now()
        return Spoke(
            key=key,
            at=now,
            place=place,
            message_id=message_id,
            author=who,
            standing=standing,
            text=text,
            also=f"E{n}",
            reply_to=self._replied(place, n),
            **more,
        )

    def _replied(self, place: Address, n: int) -> str:
        """Every other message is a reply to one that stands there: theirs, ours, or a note."""
        theirs = [id_ for (_, id_), word in self.law.words.items() if word.event.place == place]
        ours = [s.message_id for s in self.world.channels[place.platform].stands.values() if s.to == place]
        found = sorted([*theirs, *ours])
        return found[n // 2 % len(found)] if found and n % 2 else ""

    def expect(self, event: Spoke, number: int, kind: str = "w") -> None:
        found = TOKEN.findall(event.text)
        word = Word(event, found[0] if found else "", number, event.text, kind=kind)
        self.law.words[(event.place.channel, event.message_id)] = word

    def _words(self, customer: Customer, kind: str) -> Spoke:
        c = self.known.get(customer.number)
        place = customer.place
        opens = c is None or (not c.open and kind != "thanks" and (kind != "aside" or place.direct))
        number = len(self.known) + 1 if opens else customer.number
        text = WORDS[kind] if kind == "thanks" else f"{self.token('w', None, number)} {WORDS[kind]}"
        event = self.spoke(place, customer.person, text, MEMBER, mentions_others=kind == "aside" and not place.direct)
        if not place.direct and not place.thread:
            customer.place = replace(place, thread=event.message_id)
        for token in TOKEN.findall(text):
            self.law.may[token] = customer.place
        self.expect(event, number)
        return event

    def _writes(self, customer: Customer, kind: str) -> None:
        before = self.known.get(customer.number)
        self._bring(self._words(customer, kind), kind, before)

    def _bring(self, event: Spoke, kind: str, before: Conversation | None) -> None:
        self.handle(event, may=BY_ITSELF)
        after = self.known[self.law.words[(event.place.channel, event.message_id)].number]
        if kind in ("keyword", "person") and (before is None or before.state in (AI, CLOSED)):
            assert after.state is WAITING, f"{event.text!r} asked for a person, and #{after.number} is {after.state}"
        self.pump()

    def _pressed(self, by: Person, standing: Standing, verb: str, number: int, detail: str = "") -> Pressed:
        key, now = f"p{self.world.count()}", self.world.clock.now()
        return Pressed(key=key, at=now, by=by, standing=standing, place=self.team, verb=verb, number=number, detail=detail)

    def _through(self, door: str, verb: str, by: Person, standing: Standing, c: Conversation, words: str) -> Event:
        about, now, key = VERBS[verb], self.world.clock.now(), f"c{self.world.count()}"
        common: dict[str, Any] = {"key": key, "at": now, "by": by, "standing": standing, "place": self.team}
        if door == "spoken" and c.thread:
            place = replace(self.team, thread=c.thread)
            return self.spoke(place, by, f"{verb} {words}".strip(), standing, mentions_bot=True)
        if door == "button" and about.button:
            return self._pressed(by, standing, verb, c.number)
        if door == "button" and about.form:
            return FormSent(**common, verb=verb, number=c.number, fields={"note": words})
        options = {"number": str(c.number)} | ({"text" if verb == "note" else "note": words} if words else {})
        name, sub = ("claim", "") if verb == "claim" else ("handoff", verb)
        return Commanded(**common, name=name, verb=sub, options=options)

    def _act(
        self,
        events: list[Event],
        c: Conversation,
        leads: dict[State, State],
        owner: Person | None,
        by: Person,
        *,
        allowed: bool,
    ) -> list[Reply]:
        """Bring an act about `c`, and see that it led where it should, and nobody else's anywhere."""
        to = leads.get(c.state) if allowed else None
        replies = list(self.run(self.world.handle(*events)))
        self.past = [*self.past, *events][-12:]
        after = self.run(self.world.conversations())[c.number]
        if to is None:
            assert (c.state, key_of(c), c.epoch) == (after.state, key_of(after), after.epoch), (
                f"I5: {events} by {by.key} of {c}"
            )
        else:
            expected = owner.key if owner else ""
            assert (to, expected, c.epoch + 1) == (after.state, key_of(after), after.epoch), f"I5: {events} led to {after}"
            self.known[c.number] = after
        self.sync()
        self.pump()
        return replies


def key_of(c: Conversation) -> str:
    return c.agent.key if c.agent else ""
