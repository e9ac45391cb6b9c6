"""The machine's stage: how an act is brought, and its outcome seen to be right."""

import asyncio
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from lifecycle.cast import (
    AI,
    BY_ITSELF,
    CLAIMED,
    CLOSED,
    PHRASES,
    PHRASES_AT_FIRST,
    SAME_OWNER,
    TOKEN,
    VERBS,
    WAITING,
    WORDS,
    Customer,
    key_of,
    person,
    same,
    workspace,
)
from lifecycle.crossing import Crossing, Moves
from lifecycle.law import Law, Word
from lifecycle.world import World
from unit.core_nouns import AGENT, MEMBER

from handoff.effects import Reply
from handoff.events import Commanded, Event, FormSent, Pressed, Spoke
from handoff.model import Address, Conversation, Person, Standing, Trigger
from handoff.states import State


class Stage(Crossing, RuleBasedStateMachine):
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
        self.meanwhile = None
        self.world.starts, self.world.ai.asked = self.starts, self.law.asks
        for far in self.world.channels.values():
            far.begins = self.begins
        self.customers = [self._customer("slack", "U1", direct[0]), self._customer("discord", "61", direct[1])]
        self.keywords = set(PHRASES_AT_FIRST)
        self.known: dict[int, Conversation] = {}
        self.past: list[Event] = []
        self.leaving: set[str] = set()
        self.joined: set[str] = set()  # who has joined their accounts on both platforms
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

    def one_of(self, which: int) -> Customer:
        return self.customers[which % len(self.customers)]

    def in_direct(self, who: Person) -> Customer:
        """Somebody as they are in direct messages, where a wish for a person leads from elsewhere."""
        place = Address(who.platform, who.workspace, f"@{who.user}")
        for customer in self.customers:
            if same(customer.place, place):
                return customer
        self.customers.append(Customer(who, place))
        self._finds(self.customers[-1])
        return self.customers[-1]

    # ---- what happened, and what may have

    def agent(self, user: str) -> Person:
        return person(self.team.platform, user)

    def own(self, who: Person) -> Person:
        """The account under which they have what they have: the one on the team's platform, where both are joined."""
        return self.agent(who.user) if who.user in self.joined else who

    def token(self, kind: str, place: Address | None, number: int = 0) -> str:
        token = f"{kind}{self.world.count()}"
        self.law.may[token] = place
        if number:
            self.law.of[token] = number
        return token

    def handle(self, *events: Event, may: Moves = frozenset()) -> list[Reply]:
        """Bring events, all at once, and see that nobody has what nobody gave them."""
        replies = list(self.run(self.world.handle(*events)))
        self.past = [*self.past, *events][-12:]
        self.sync(may)
        return replies

    def sync(self, may: Moves = frozenset()) -> None:
        """I5: conversations change hands by an act, or as `may` says."""
        found = self.run(self.world.conversations())
        may = {*may, *self.law.meanwhile}
        self.law.meanwhile.clear()
        for number, c in found.items():
            before = self.known.get(number)
            if before and (before.state, key_of(before)) != (c.state, key_of(c)):
                assert (before.state, c.state) in may, f"I5: #{number} went from {before.state} to {c.state}, {key_of(c)}"
                assert key_of(c) == "" or key_of(before) == key_of(c), (
                    f"I5: {key_of(c)} has #{number} without having claimed it"
                )
                raised = 0 if (before.state, c.state) in SAME_OWNER else 1
                assert c.epoch >= before.epoch + raised, f"I6: #{number} changed hands, and what was to come may still come"
        self.known = found
        self.law.sees(found)
        for customer in self.customers:
            self._finds(customer)

    def _finds(self, customer: Customer) -> None:
        """The conversation that is theirs there: an open one first; who went on in private is there from then on."""
        theirs = [c for c in self.known.values() if c.customer.key == customer.person.key]
        here = [c for c in theirs if same(c.place, customer.place)]
        there = [c for c in theirs if any(same(customer.place, place) for place in c.elsewhere)]
        left = [c for c in there if c.open and any(same(customer.place, place) for place in c.earlier_places)]
        if left and not any(c.open for c in here):
            customer.place, here = left[-1].place, left[-1:]
        ranks = ([c for c in here if c.open], [c for c in there if c.open], here, there)
        customer.number = max((c.number for c in next((rank for rank in ranks if rank), [])), default=0)

    def pump(self) -> None:
        self.run(self.world.pump())
        self.sync({*BY_ITSELF, (CLAIMED, WAITING), (CLAIMED, CLAIMED)} if self.leaving else BY_ITSELF)
        self.run(self.law.shown())

    # ---- words

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
            if event.mentions_others:
                self.law.never.add(token)
        self.expect(event, number)
        return event

    def _writes(self, customer: Customer, kind: str) -> None:
        before = self.known.get(customer.number)
        self._bring(self._words(customer, kind), kind, before)

    def _bring(self, event: Spoke, kind: str, before: Conversation | None, *first: Event) -> None:
        """A customer's words, after what comes `first` in the same batch."""
        self.handle(*first, event, may=BY_ITSELF)
        after = self.known[self.law.words[(event.place.channel, event.message_id)].number]
        fires = kind == "person" or PHRASES.get(kind) in self.keywords
        if before is None or before.state in (AI, CLOSED):
            assert not fires or after.state is WAITING, (
                f"{event.text!r} asks for a person, and #{after.number} is {after.state}"
            )
            reason = after.reason
            if not fires and reason and reason.trigger is Trigger.KEYWORD:
                assert reason.quote.split()[:1] != event.text.split()[:1], f"{event.text!r} is no keyword, and hands off"
        self.pump()

    # ---- acts

    def _pressed(self, by: Person, standing: Standing, verb: str, number: int, detail: str = "") -> Pressed:
        key, now = f"p{self.world.count()}", self.world.clock.now()
        return Pressed(key=key, at=now, by=by, standing=standing, place=self.team, verb=verb, number=number, detail=detail)

    def _through(self, door: str, verb: str, by: Person, standing: Standing, c: Conversation, words: str) -> Event:
        about, now, key = VERBS[verb], self.world.clock.now(), f"c{self.world.count()}"
        place = self.team if by.platform == self.team.platform else replace(c.place, thread="")
        common: dict[str, Any] = {"key": key, "at": now, "by": by, "standing": standing, "place": place}
        name = {"note": "text", "priority": "level"}.get(verb, "note")
        if door == "spoken" and c.thread and place == self.team:
            there = replace(self.team, thread=c.thread)
            return self.spoke(there, by, f"{verb} {words}".strip(), standing, mentions_bot=True)
        if door == "button" and about.button and place == self.team:
            return self._pressed(by, standing, verb, c.number)
        if door == "button" and about.form:
            return FormSent(**common, verb=verb, number=c.number, fields={name: words})
        options = {"number": str(c.number)} | ({name: words} if words else {})
        path = ("claim", "") if verb == "claim" else ("handoff", verb)
        return Commanded(**common, name=path[0], verb=path[1], options=options)

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
        asked = len(self.world.ai.history)
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
        if to is AI and not any(getattr(event, "verb", "") == "remark" for event in events):  # that goes on where it was
            assert c.number not in [n for n, _ in self.world.ai.history[asked:]], (
                f"#{c.number} is back, and old words are asked"
            )
        return replies
