"""An admin blocks a customer, and lets them in again."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from lifecycle.cast import BY_ITSELF, CLOSED, TEAM, VERBS, Customer
from lifecycle.customers import Customers
from unit.core_nouns import MEMBER

from handoff.effects import Whisper
from handoff.events import Event, FormSent, Pressed, Somebody
from handoff.model import Conversation
from handoff.states import State

#: whatever somebody has open is closed as they are blocked
CLOSES = {(state, CLOSED) for state in State if state is not CLOSED}


class Blocking(Customers):
    @rule(
        which=st.integers(0, 2),
        user=st.sampled_from(["U4", "U4", "U4", "U2"]),
        quick=st.booleans(),
        kinds=st.lists(st.sampled_from(["question", "person", "keyword", "press"]), min_size=1, max_size=3),
        reopens=st.booleans(),
    )
    def customer_is_blocked_for_a_while(self, which: int, user: str, quick: bool, kinds: list[str], reopens: bool) -> None:
        """
        What they have open is closed; what they write and press until they are let in again, maybe in the batch of the block
        itself, reaches nobody and changes nothing. Then they are served as before.
        """
        customer = self.one_of(which)
        block = self._about(customer, "block", user)
        if not TEAM[user].admin:
            self._changes_nothing([block])
            return
        tried = [self._tries(customer, kind) for kind in kinds]
        asked = len(self.world.ai.history)
        self.handle(block, *(tried if quick else []), may=BY_ITSELF)
        self.run(self.world.timers.look())
        self.sync(BY_ITSELF | CLOSES)
        theirs = [c for c in self.known.values() if c.customer.key == customer.person.key]
        assert not any(c.open for c in theirs), f"{customer.person.key} is blocked, and has something open: {theirs}"
        self.pump()
        if reopens and theirs:
            self._reopened(max(theirs, key=lambda c: c.number))
        if not quick:
            self._changes_nothing(tried)
        mine = [number for number, _ in self.world.ai.history[asked:] if number in {c.number for c in theirs}]
        assert not mine, f"the AI was asked in {mine}, whose customer is blocked"
        self.handle(self._about(customer, "unblock", user), may=BY_ITSELF)
        self._writes(customer, "person")

    def _about(self, customer: Customer, verb: str, user: str) -> FormSent:
        about: dict[str, Any] = {"key": f"b{self.world.count()}", "at": self.world.clock.now(), "place": self.team}
        people = {"person": Somebody(customer.person, MEMBER)}
        fields = {"person": customer.person.user}
        by = self.agent(user)
        return FormSent(**about, by=by, standing=TEAM[user], verb=verb, number=0, fields=fields, people=people)

    def _tries(self, customer: Customer, kind: str) -> Event:
        """Words of theirs, which may stand nowhere, or a press of the button."""
        if kind == "press" and customer.number:
            now, key, number = self.world.clock.now(), f"h{self.world.count()}", customer.number
            place, by = customer.place, customer.person
            return Pressed(key=key, at=now, by=by, standing=MEMBER, place=place, verb="human", number=number)
        token = self.token("w", None)
        self.law.nowhere.add(token)
        words = {"person": "I want to talk to a human", "keyword": "please cancel my account now"}.get(kind, "how long?")
        return self.spoke(customer.place, customer.person, f"{token} {words}", MEMBER)

    def _changes_nothing(self, events: list[Event]) -> None:
        before = {n: (c.state, c.agent, c.epoch, c.seq) for n, c in self.known.items()}
        for event, reply in zip(events, self.handle(*events, may=BY_ITSELF), strict=True):
            told = isinstance(reply, Whisper) or not isinstance(event, Pressed)
            assert told, f"{event} is a blocked customer's, and is answered with {reply}"
        after = {n: (c.state, c.agent, c.epoch, c.seq) for n, c in self.known.items()}
        assert before == after, f"{events} changed {before} to {after}"
        self.pump()

    def _reopened(self, c: Conversation) -> None:
        """By an agent, who has it then, and whose words would reach the customer."""
        by = self.agent("U4")
        press = self._pressed(by, TEAM["U4"], "reopen", c.number)
        newest = not any(n > c.number and k.place == c.place for n, k in self.known.items())
        (reply,) = self._act([press], c, VERBS["reopen"].leads, by, by, allowed=newest)
        assert isinstance(reply, Whisper), reply
        assert ("is blocked" in reply.post.text) == newest, reply
