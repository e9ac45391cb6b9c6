"""What must hold, whatever happens: I1 to I8 of the promises, checked on what both sides can see and on the record."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lifecycle import rest
from lifecycle.cast import TOKEN
from lifecycle.far import Shown
from lifecycle.world import World

from handoff.effects import Amend, Order, PostTo, Say, Surface, Withdraw
from handoff.events import Spoke
from handoff.model import Address, AuthorKind, Conversation
from handoff.ports import Row, RowState, Said
from handoff.states import State
from handoff.wording import text as wording_of


@dataclass
class Word:
    """Something that somebody wrote, and what must become of it."""

    event: Spoke
    token: str  #: "" where the words are too plain to bear one
    number: int = 0  #: the conversation that must record it; 0: none need
    text: str = ""
    edited: bool = False
    gone: bool = False
    shut: bool = False  #: changed after the close: the change is for the record alone
    kind: str = "w"  #: w: a customer's or another's; g: an agent's to the customer; n: a note; h: held, or inside


@dataclass
class Law:
    world: World
    words: dict[tuple[str, str], Word] = field(default_factory=dict)  #: by channel and message id
    may: dict[str, Address | None] = field(default_factory=dict)  #: by token: the one customer's place that may show it
    of: dict[str, int] = field(default_factory=dict)  #: by token: its conversation, where it is known
    said: dict[str, int] = field(default_factory=dict)  #: by token that no message bears: the conversation that records it
    at_place: set[str] = field(default_factory=set)  #: tokens that were written at the customer's place itself
    unsaid: set[str] = field(default_factory=set)  #: tokens of answers that came too late
    never: set[str] = field(default_factory=set)  #: tokens that no AI may see
    silent: bool = False  #: admins have switched the AI off
    nowhere: set[str] = field(
        default_factory=set
    )  #: tokens of blocked customers: nobody ever sees them, and no record has them
    threads: dict[str, set[int]] = field(default_factory=dict)  #: by card's thread, also of those that are gone
    meanwhile: set[tuple[State, State]] = field(default_factory=set)  #: changes of hands that may have happened just now
    keys: dict[str, str] = field(default_factory=dict)  #: by outbox row in an idempotency key: the answer's token
    read: dict[str, int] = field(default_factory=dict)  #: by platform: how much of what was shown was looked at
    wrong: list[str] = field(default_factory=list)
    voice: tuple[str, ...] = (wording_of("cannot"), wording_of("failed"))

    def sees(self, conversations: Mapping[int, Conversation]) -> None:
        for number, c in conversations.items():
            if c.thread:
                self.threads.setdefault(c.thread, set()).add(number)

    def team(self, place: Address) -> bool:
        return self.world.places.is_team(place)

    # ---- I6: as it is about to be sent

    def begins(self, order: Order) -> None:
        """No words of the AI are started once the conversation is another's; what is on its way may cross with that."""
        if not isinstance(order, PostTo) or self.team(order.to):
            return
        row = order.key.partition("-")[0]
        sent = self.world.started[row][0].effect if row in self.world.started else None
        if isinstance(sent, Say) and sent.kind is AuthorKind.AGENT:
            return  # a draft that an agent sends is the agent's
        found = re.match(r"a\d+\b", order.post.text)
        if found:
            self.keys[row] = found[0]
        token = self.keys.get(row)
        if token in self.unsaid:
            self.wrong.append(f"I6: {token} came too late, and is said")
        if not token and not order.post.text.startswith(self.voice):
            return
        started, c = self.world.started[row]
        assert isinstance(started.effect, Say), started
        assert c, f"I6: the AI speaks in no conversation: {order}"
        if self.silent and started.part == 0 and started.state is RowState.PENDING:
            self.wrong.append(f"{token or 'the AI'} begins in #{c.number}, though it is switched off")
        number, epoch = self.world.answers[token] if token else (c.number, started.effect.epoch)
        if (number, State.AI, epoch) != (c.number, c.state, c.epoch):
            self.wrong.append(
                f"I6: {token or 'the AI'} of #{number}, epoch {epoch}, begins while #{c.number} is {c.state}, {c.epoch}"
            )

    # ---- I7: what the AI is given

    async def asks(self, number: int, history: Sequence[Said]) -> None:
        """The conversation's own visible words, none that were taken back, and last of all the customer's."""
        gone = {word.token for word in self.words.values() if word.gone}
        for token in TOKEN.findall(" ".join(said.text for said in history)):
            own = self.world.answers[token][0] if token[0] == "a" else self.of.get(token)
            inside = token[0] != "a" and token[0] != "r" and self.may.get(token) is None
            if own != number or inside or token in self.never or token in gone:
                self.wrong.append(
                    f"I7: the AI is shown {token} in #{number}: {own}, {inside}, {token in self.never}, {token in gone}"
                )
        c = await self.world.store.conversation(number)
        taken_back = any(word.gone and word.number == number for word in self.words.values())
        if c.state is State.AI and not taken_back and (not history or history[-1].who != "customer"):
            self.wrong.append(f"the AI of #{number} is asked without a question: {history[-2:]}")

    # ---- I7, I8: whatever was shown since the last look

    async def shown(self) -> None:
        conversations = await self.world.conversations()
        self.sees(conversations)
        for _, c in self.world.started.values():  # a thread may have come and gone since the last look
            self.sees({c.number: c} if c else {})
        assert not self.wrong, self.wrong
        for name, far in self.world.channels.items():
            assert not far.wrong, far.wrong
            for each in far.shown[self.read.get(name, 0) :]:
                self._confined(each, conversations)
                self._pings(each, conversations)
            self.read[name] = len(far.shown)

    def _confined(self, shown: Shown, conversations: dict[int, Conversation]) -> None:
        for token in TOKEN.findall(rest.whole(shown.post, cut=True)):
            assert token not in self.nowhere, f"{token} of a blocked customer's at {shown.to}"
            if not self.team(shown.to):
                places = self._may_stand(token, conversations)
                assert shown.to in places, f"I7: {token} at {shown.to}, which may stand at {places}"
            elif shown.to.thread and token in self.of:
                there = self.threads[shown.to.thread]
                assert self.of[token] in there, f"I7: {token} of #{self.of[token]} in the card's thread of {there}"

    def _may_stand(self, token: str, conversations: dict[int, Conversation]) -> set[Address]:
        """
        The one customer's places that may show it; their own words are quoted there by replies to them. What was written
        before it went on in private may stand in both, what was written since in private alone.
        """
        may = self.may.get(token)
        if token[0] not in "aw" and may is None:
            return set()
        c = conversations.get(self.world.answers[token][0] if token[0] == "a" else self.of.get(token, 0))
        private = may and (may.direct or (c and c.hidden and may == c.place))
        if c is None or private:
            return {may} if may else set()
        return {c.place, *c.earlier_places, *([may] if may else [])}

    def _pings(self, shown: Shown, conversations: dict[int, Conversation]) -> None:
        ping, to = shown.post.ping, shown.to
        if not ping:
            return
        if self.team(to) and not to.thread:
            assert self.world.places.ping == ping, f"I8: {ping} in the team channel"
            return
        (who,) = ping
        assert who.kind == "person", f"I8: {who} at {to}"
        if self.team(to):
            assert who.id in {"U2", "U3", "U4"}, f"I8: {who} in a card's thread"
        else:
            assert not to.direct, "I8: a ping in direct messages"
            there = {c.customer.user for c in conversations.values() if to in (c.place, *c.earlier_places)}
            assert who.id in there | {"97"}, f"I8: {who} at {to}"  # 97: who asked there for a person of their own

    # ---- at rest

    async def at_rest(self) -> None:
        assert not self.world.errors.found, self.world.errors.found
        assert not self.world.quarantined, self.world.quarantined
        conversations = await self.world.conversations()
        records = {number: list(await self.world.record(number)) for number in conversations}
        await rest.recorded(self, records)
        rows = await self.world.rows()
        rest.Rest(self, conversations, records, rows).holds()
        for number in conversations:
            self._changes_told([row for row in rows if row.effect.number == number])

    @staticmethod
    def _changes_told(rows: Sequence[Row]) -> None:
        """I2: an agent's edit or deletion that did not come to the customer is told to the team."""
        changes = [row for row in rows if isinstance(row.effect, Amend | Withdraw) and row.state is RowState.FAILED]
        lost = [row for row in changes if row.effect.surface is Surface.CUSTOMER]
        lost = [row for row in lost if isinstance(row.effect, Withdraw) or row.effect.words]
        told = [row for row in rows if isinstance(row.effect, Say) and "may still see" in row.effect.post.text]
        assert not lost or told, f"I2: {lost} failed, untold"
