"""What must hold, whatever happens: I1 to I8 of the promises, checked on what both sides can see and on the record."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from lifecycle.far import Shown
from lifecycle.world import World

from handoff.effects import OpenCard, Order, PostTo, Say, Surface
from handoff.events import Spoke
from handoff.model import Address, AuthorKind, Conversation, Message
from handoff.ports import RowState
from handoff.states import State
from handoff.wording import text as wording_of

TOKEN = re.compile(r"\b[wngba]\d+\b")
TOLD = (State.WAITING, State.CLAIMED, State.SNOOZED)
#: how the team is told that words did not reach the customer, or may not have
CONFESSIONS = ("did not reach", "not certain whether", "Only the beginning of this reached")
_UNSEEN = wording_of("unseen", name="").partition("(")[0]


@dataclass
class Word:
    """Something that somebody wrote, and what must become of it."""

    event: Spoke
    token: str  #: "" where the words are too plain to bear one
    number: int = 0  #: the conversation that must record it; 0: none need
    text: str = ""
    edited: bool = False
    gone: bool = False
    kind: str = "w"


@dataclass
class Law:
    world: World
    words: dict[tuple[str, str], Word] = field(default_factory=dict)  #: by channel and message id
    may: dict[str, Address | None] = field(default_factory=dict)  #: by token: the one customer's place that may show it
    of: dict[str, int] = field(default_factory=dict)  #: by token: its conversation, where it is known
    keys: dict[str, str] = field(default_factory=dict)  #: by outbox row in an idempotency key: the answer's token
    read: dict[str, int] = field(default_factory=dict)  #: by platform: how much of what was shown was looked at
    voice: tuple[str, ...] = (wording_of("cannot"), wording_of("failed"))

    # ---- I6: as it is about to be sent

    def begins(self, order: Order) -> None:
        """No words of the AI are begun once the conversation is another's."""
        if not isinstance(order, PostTo) or self._team(order.to):
            return
        row = order.key.partition("-")[0]
        found = re.match(r"a\d+\b", order.post.text)
        if found:
            self.keys[row] = found[0]
        token = self.keys.get(row)
        if token:
            number, epoch = self.world.answers[token]
            c = self.world.before[number]
            assert (State.AI, epoch) == (c.state, c.epoch), f"I6: {token} of #{number} begins while {c.state}"
        elif order.post.text.startswith(self.voice):
            there = [c for c in self.world.before.values() if c.place == order.to]
            assert there and there[-1].state is State.AI, "I6: the AI speaks in a conversation that is another's"

    def _team(self, place: Address) -> bool:
        return self.world.places.is_team(place)

    # ---- I7, I8: whatever was shown since the last look

    async def shown(self) -> None:
        conversations = await self.world.conversations()
        for name, far in self.world.channels.items():
            assert not far.wrong, far.wrong
            for each in far.shown[self.read.get(name, 0) :]:
                self._confined(each, conversations)
                self._pings(each, conversations)
            self.read[name] = len(far.shown)

    def _confined(self, shown: Shown, conversations: dict[int, Conversation]) -> None:
        post = shown.post
        whole = " ".join([post.text, post.label, post.quote, post.title, post.footer, *(str(f.value) for f in post.fields)])
        for token in TOKEN.findall(whole):
            if not self._team(shown.to):
                place = self._may_stand(token, conversations)
                assert place == shown.to, f"I7: {token} at {shown.to}, which may stand at {place}"
            elif shown.to.thread and token in self.of:
                there = [c.number for c in conversations.values() if c.thread == shown.to.thread]
                assert self.of[token] in there, f"I7: {token} of #{self.of[token]} in the card's thread of {there}"

    def _may_stand(self, token: str, conversations: dict[int, Conversation]) -> Address | None:
        """The one customer's place that may show it; their own words are quoted there by replies to them."""
        if token[0] == "a":
            return conversations[self.world.answers[token][0]].place
        return conversations[self.of[token]].place if token[0] == "w" else self.may.get(token)

    def _pings(self, shown: Shown, conversations: dict[int, Conversation]) -> None:
        ping, to = shown.post.ping, shown.to
        if not ping:
            return
        if self._team(to) and not to.thread:
            assert self.world.places.ping == ping, f"I8: {ping} in the team channel"
            return
        (who,) = ping
        assert who.kind == "person", f"I8: {who} at {to}"
        if self._team(to):
            assert who.id in {"U2", "U3", "U4"}, f"I8: {who} in a card's thread"
        else:
            assert not to.direct, "I8: a ping in direct messages"
            assert who.id in {c.customer.user for c in conversations.values() if c.place == to}, f"I8: {who} at {to}"

    # ---- at rest

    async def at_rest(self) -> None:
        conversations = await self.world.conversations()
        records = {number: list(await self.world.record(number)) for number in conversations}
        rows = await self.world.rows()
        assert not self.world.errors.found, self.world.errors.found
        assert not self.world.quarantined, self.world.quarantined
        await self._recorded(records)
        self._ended(rows)
        self._once()
        for number, c in conversations.items():
            self._reaches_customer(c, records[number], rows)
            self._reaches_team(c, records[number], rows)
            self._ordered(c, records[number])
        self._bundled(rows)
        self._greetings(rows)

    async def _recorded(self, records: dict[int, list[Message]]) -> None:
        """I1: each message that was handed over is in one record, once, as it was last changed."""
        keys = {key: (word.event.place.platform, *key) for key, word in self.words.items()}
        loaded = await self.world.load(links=frozenset(keys.values()))
        counts = Counter((m.number, m.seq) for m in loaded.links.values())
        assert all(n == 1 for n in counts.values()), f"I1: one message of the record for two: {counts}"
        texts = Counter(t for found in records.values() for m in found for t in TOKEN.findall(m.text)[:1] if t[0] != "a")
        assert all(n == 1 for n in texts.values()), f"I1: twice in the record: {texts.most_common(1)}"
        for key, word in self.words.items():
            link = loaded.links.get(keys[key])
            if not word.number:
                continue
            assert link, f"I1: {word.event.text!r} is lost"
            assert word.number == link.number, f"I1: {word.event.text!r} is in #{link.number} and not in #{word.number}"
            message = loaded.messages[(link.number, link.seq)]
            assert word.gone == message.deleted, f"I1: {word.event.text!r} deleted: {word.gone}"
            if word.kind not in ("n", "h") and not word.gone:
                assert word.text == message.text, f"I1: the record has {message.text!r} and not {word.text!r}"

    def _ended(self, rows: Iterable) -> None:
        for row in rows:
            assert row.state in (RowState.SENT, RowState.FAILED, RowState.CANCELLED), f"I2: {row}"

    def _once(self) -> None:
        """I3: nothing stands twice where the platform can tell."""
        for far in self.world.channels.values():
            keys = Counter(s.key for s in far.shown if s.key)
            assert all(n == 1 for n in keys.values()), f"I3: twice on {far.name}: {keys.most_common(1)}"

    def _standing(self, place: Address) -> str:
        far = self.world.channels[place.platform]
        return "\n".join(s.post.text for s in far.stands.values() if s.to == place)

    def _reaches_customer(self, c: Conversation, record: list[Message], rows: Iterable) -> None:
        """I2: an agent's words stand at the customer, or the card's thread says that they may not."""
        there = self._standing(c.place)
        told = [r.effect.post.text for r in rows if isinstance(r.effect, Say) and r.effect.surface is Surface.THREAD]
        confessed = [text for text in told if any(each in text for each in CONFESSIONS)]
        for m in record:
            first = TOKEN.findall(m.text)[:1]
            if m.kind is AuthorKind.AGENT and first and not m.deleted and first[0] not in self.at_place:
                assert first[0] in there or any(first[0] in text for text in confessed), f"I2: {m.text!r} is nowhere"
            if m.kind is AuthorKind.AI and first and not m.deleted:
                assert first[0] in there, f"I2: the record says that the AI said {m.text!r}"

    #: tokens that were written at the customer's place itself
    at_place: set[str] = field(default_factory=set)

    def _reaches_team(self, c: Conversation, record: list[Message], rows: Iterable) -> None:
        """I2: while the team has it, all that the customer wrote stands in the card's thread, or a line in its place."""
        if c.state not in TOLD:
            return
        assert c.card and c.thread, f"I2: #{c.number} is {c.state} without a card"
        there = self._standing(Address(*_channel(self.world.places.team), c.thread))
        unseen = any(
            isinstance(r.effect, Say) and r.effect.number == c.number and r.effect.post.text.startswith(_UNSEEN) for r in rows
        )
        edits = any(not isinstance(r.effect, Say) and r.state is RowState.FAILED for r in rows)
        for m in record:
            if m.kind in (AuthorKind.CUSTOMER, AuthorKind.PARTICIPANT) and not m.deleted and m.text and not (unseen or edits):
                assert m.text.split()[0] in there, f"I2: {m.text!r} is not in the card's thread"

    def _ordered(self, c: Conversation, record: list[Message]) -> None:
        """I4: on the far side words stand in the order of their source."""
        at_customer = {t for m in record if m.kind is AuthorKind.AGENT and not m.held for t in TOKEN.findall(m.text)[:1]}
        self._in_order(c.place, at_customer - self.at_place)
        theirs = {t for m in record if m.kind is AuthorKind.CUSTOMER for t in TOKEN.findall(m.text)[:1]}
        if c.thread:
            self._in_order(Address(*_channel(self.world.places.team), c.thread), theirs)

    def _in_order(self, place: Address, tokens: set[str]) -> None:
        shown = [s for s in self.world.channels[place.platform].shown if s.key and s.to == place]
        first = dict.fromkeys(t for s in shown for t in TOKEN.findall(s.post.text) if t in tokens)
        seen = [int(t[1:]) for t in first]
        assert sorted(seen) == seen, f"I4: {list(first)} at {place}"

    def _bundled(self, rows: Iterable) -> None:
        """I8: the team is notified at most once a minute."""
        pings = [r.created_at for r in rows if _notifies_team(r.effect)]
        for one, other in pairwise(pings):
            assert other - one >= timedelta(seconds=60), f"I8: the team was notified at {one} and at {other}"

    def _greetings(self, rows: Iterable) -> None:
        """I8: a customer is notified once when somebody joins, and once at their first words."""
        joined = tuple(wording_of(key, agent="$").partition("$")[0] for key in ("claimed", "passed"))
        since: Counter[int] = Counter()
        for row in rows:
            effect = row.effect
            if isinstance(effect, Say) and effect.surface is Surface.CUSTOMER and effect.post.ping:
                since[effect.number] = 1 if effect.post.text.startswith(joined) else since[effect.number] + 1
                assert since[effect.number] <= 2, f"I8: the customer of #{effect.number} is notified again: {effect.post.text}"


def _channel(place: Address) -> tuple[str, str, str]:
    return place.platform, place.workspace, place.channel


def _notifies_team(effect: object) -> bool:
    if isinstance(effect, OpenCard):
        return effect.ping
    return isinstance(effect, Say) and effect.surface is Surface.TEAM and bool(effect.post.ping)
