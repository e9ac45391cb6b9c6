"""The owner changes at the worst moment: while an answer is made, before one is sent, or while it is on its way."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from lifecycle.cast import AI, BY_ITSELF, CLOSED, HAS, TEAM, WAITING, Customer, person
from lifecycle.crossing import Meanwhile
from lifecycle.customers import Customers

from handoff.events import Commanded, Deleted, Event, FormSent
from handoff.model import AuthorKind, Conversation


class Interruptions(Customers):
    def _given_to_ai(self, customer: Customer) -> Conversation:
        """The customer's conversation, with an AI that is not at work, as far as that can be had."""
        self.world.channels[customer.place.platform].faults.clear()
        self.world.channels[customer.place.platform].out_until = None
        self.world.ai.script.clear()
        c = self.known.get(customer.number)
        if c is None or not c.open:
            self._writes(customer, "question")
        elif c.state is not AI:
            back = FormSent(**self._by_admin(), verb="return", number=c.number)
            self.handle(back, may={(state, AI) for state in (WAITING, *HAS)})
            self.pump()
        return self.known[customer.number]

    def _by_admin(self) -> dict[str, Any]:
        now, key = self.world.clock.now(), f"c{self.world.count()}"
        return {"key": key, "at": now, "by": self.agent("U4"), "standing": TEAM["U4"], "place": self.team}

    def _interruption(self, customer: Customer, how: str) -> tuple[list[Event], Any]:
        """An event that may change who has the customer's conversation, and the changes that it may bring."""
        c = self.known[customer.number]
        if how in ("person", "question"):
            return [self._words(customer, how)], BY_ITSELF
        if how == "agent":
            return ([self._beside(c, person(c.place.platform, "U2"), True)] if c.place.thread else []), BY_ITSELF
        verb = FormSent(**self._by_admin(), verb=how, number=c.number)
        return [verb], {(s, CLOSED if how == "close" else AI) for s in (AI, WAITING, *HAS)}

    @rule(
        which=st.integers(0, 2),
        how=st.sampled_from(["person", "question", "agent", "close", "return"]),
        early=st.booleans(),
    )
    def something_happens_meanwhile(self, which: int, how: str, early: bool) -> None:
        """While the next request is sent."""
        customer = self.one_of(which)
        if customer.number and self.known[customer.number].open:
            events, may = self._interruption(customer, how)
            self.goes_on(Meanwhile(events, early, may=may))

    @rule(
        which=st.integers(0, 1),
        how=st.sampled_from(["person", "person", "agent", "close"]),
        early=st.booleans(),
        part=st.sampled_from([0, 1, 1]),
        fault=st.sampled_from(["", "", "", "lost after", "lost before", "unavailable", "arrives late"]),
        back=st.booleans(),
    )
    def answer_is_interrupted(self, which: int, how: str, early: bool, part: int, fault: str, back: bool) -> None:
        """A long answer, as the owner changes: before a part is started, or on its way. Maybe it is the AI's again at once."""
        customer = self.one_of(which)
        c = self._given_to_ai(customer)
        if c.state is not AI:
            return
        self.world.ai.script = ["long"]
        self.world.channels[customer.place.platform].faults = [""] * part + [fault]
        self.handle(self._words(customer, "question"), may=BY_ITSELF)
        if self.known[c.number].state is not AI:
            self.pump()
            return
        events, may = self._interruption(customer, how)
        if back and how == "person":
            more, also = self._interruption(customer, "return")
            events, may = [*events, *more], {*may, *also, (AI, AI)}
        self.goes_on(Meanwhile(events, early, part, may))

    @rule(which=st.integers(0, 1), how=st.sampled_from(["hand off", "return", "return", "delete", "close"]))
    def answer_is_too_late(self, which: int, how: str) -> None:
        """The AI takes its time, and the owner changes, maybe back, or its question is taken back: the answer is never said."""
        customer = self.one_of(which)
        self.ai_comes_back()
        c = self._given_to_ai(customer)
        self.world.ai.script = ["late"]
        question = self._words(customer, "question")
        self.handle(question, may=BY_ITSELF)
        self.pump()
        lane = f"lane {c.number}:ai"
        if self.known[c.number].state is not AI or lane not in {task.get_name() for task in self.world.ai.waits}:
            return
        if how == "delete":
            word = self.law.words[(question.place.channel, question.message_id)]
            word.gone = True
            self.handle(Deleted(key=f"d{question.key}", at=question.at, place=question.place, message_id=question.message_id))
        elif how == "close":
            self.handle(FormSent(**self._by_admin(), verb="close", number=c.number), may={(AI, CLOSED)})
        else:
            self._writes(customer, "person")
            if how == "return":
                self.handle(FormSent(**self._by_admin(), verb="return", number=c.number), may={(WAITING, AI)})
        token = max((t for t, (n, _) in self.world.answers.items() if n == c.number), key=lambda t: int(t[1:]))
        self.law.unsaid.add(token)
        self.ai_comes_back()
        if how == "hand off":
            kept = [m.kind for m in self.run(self.world.record(c.number)) if m.text.startswith(token)]
            assert kept == [AuthorKind.DRAFT], f"{token} of #{c.number} came late, and is kept as {kept}"

    @rule(
        which=st.integers(0, 1),
        mode=st.sampled_from(["off", "draft"]),
        early=st.booleans(),
        part=st.sampled_from([0, 0, 1]),
        fault=st.sampled_from(["", "", "lost after", "lost before", "unavailable", "arrives late"]),
    )
    def ai_is_switched_off(self, which: int, mode: str, early: bool, part: int, fault: str) -> None:
        """As an answer is sent: none begins after that, and whose answer did not come goes to the team. Then it is on again."""
        customer = self.one_of(which)
        self.ai_comes_back()
        c = self._given_to_ai(customer)
        if c.state is not AI or c.unsaid or c.run:
            return
        self.world.pass_(1)  # the same timer at the same time would be the same event
        self.world.ai.script = ["long"]
        self.world.channels[customer.place.platform].faults = [""] * part + [fault]
        self.handle(self._words(customer, "question"), may=BY_ITSELF)
        if self.known[c.number].state is AI:
            self.goes_on(Meanwhile([self._switched(mode)], early, part, BY_ITSELF))
            self.run(self.world.timers.look())
            self.sync(BY_ITSELF)
            after = self.known[c.number]
            assert after.state is WAITING or not (after.unsaid or after.run), f"the AI is {mode}, and #{c.number} waits for it"
        self.handle(self._switched("on"))
        self.pump()

    def _switched(self, mode: str) -> Commanded:
        return Commanded(**self._by_admin(), name="handoff", verb="ai", options={"value": mode})

    def ai_comes_back(self) -> None:
        """Whatever it works at is done."""
        for event in self.world.ai.waits.values():
            event.set()
        self.pump()
