"""What must hold once all has come to rest: nothing lost, nothing silent, nothing twice, all in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from lifecycle.cast import AI, HAS, WAITING, tokens
from lifecycle.far import PART

from handoff.effects import Amend, OpenCard, OpenPrivate, Post, Say, Surface, Withdraw
from handoff.model import Address, AuthorKind, Conversation, Message, Trigger
from handoff.planning import base36
from handoff.ports import Row, RowState
from handoff.wording import text as wording_of

if TYPE_CHECKING:
    from lifecycle.law import Law

TOLD = (WAITING, *HAS)
#: how the team is told that words did not reach the customer, may not have, or only in part
LOST, UNSURE, BEGUN = "did not reach", "not certain whether", "Only the beginning of this reached"
_UNSEEN = wording_of("unseen", name="").partition("(")[0]
_NOTICE = wording_of("undelivered.notice", customer="", reason="").partition(" to ")[0]
#: what a reply in a transcript quotes, and the evidence above one
_QUOTE = re.compile("↪ “[^”]*”|^- .*$", re.MULTILINE)
#: handoffs of which the customer is told, and how
_ANNOUNCED = set(Trigger) - {Trigger.AGENT, Trigger.TAKEOVER, Trigger.REOPEN}
_HANDED_OFF = {wording_of("no_ai"), wording_of("handoff.public"), *(wording_of(f"handoff.{each}") for each in _ANNOUNCED)}
_PEOPLE = (AuthorKind.CUSTOMER, AuthorKind.PARTICIPANT)


def whole(post: Post, *, cut: bool = False) -> str:
    """All that a post shows; `cut`: without what the end of a part may have cut through."""
    text = re.sub(r"\w+$", "", post.text) if cut and len(post.text) >= PART else post.text
    return " ".join([text, post.label, post.quote, post.title, post.footer, *(str(f.value) for f in post.fields)])


async def recorded(law: Law, records: dict[int, list[Message]]) -> None:
    """I1: each message that was handed over is in one record, once, as it was last changed."""
    keys = {key: (word.event.place.platform, *key) for key, word in law.words.items()}
    loaded = await law.world.load(links=frozenset(keys.values()))
    counts = Counter((m.number, m.seq) for m in loaded.links.values())
    assert all(n == 1 for n in counts.values()), f"I1: one message of the record for two: {counts}"
    texts = Counter(t for found in records.values() for m in found for t in tokens([m.text])[:1] if t[0] != "a")
    assert all(n == 1 for n in texts.values()), f"I1: twice in the record: {texts.most_common(1)}"
    assert not law.nowhere & texts.keys(), f"words of a blocked customer's are in the record: {law.nowhere & texts.keys()}"
    for token, number in law.said.items():
        assert token in tokens(m.text for m in records[number]), f"I1: {token} is not in the record of #{number}"
    for key, word in law.words.items():
        link = loaded.links.get(keys[key])
        if not word.number:
            continue
        assert link, f"I1: {word.event.text!r} is lost"
        assert word.number == link.number, f"I1: {word.event.text!r} is in #{link.number} and not in #{word.number}"
        message = loaded.messages[(link.number, link.seq)]
        assert word.gone == message.deleted, f"I1: {word.event.text!r} deleted: {word.gone}"
        if word.kind not in ("n", "h") and not word.gone:
            assert word.text == message.text, f"I1: the record has {message.text!r} and not {word.text!r}"


@dataclass
class Rest:
    law: Law
    conversations: dict[int, Conversation]
    records: dict[int, list[Message]]
    rows: Sequence[Row]

    def holds(self) -> None:
        for row in self.rows:
            assert row.state in (RowState.SENT, RowState.FAILED, RowState.CANCELLED), f"I2: {row}"
        self._once()
        for number, c in self.conversations.items():
            self._reaches_customer(c, self.records[number])
            self._reaches_team(c, self.records[number])
            self._changed(c)
            self._ordered(c, self.records[number])
            self._moved(c)
        self._bundled()
        self._greetings()

    # ---- reading

    def _standing(self, place: Address) -> list[str]:
        """Each post that stands there in one piece, without what it quotes as a reply."""
        texts: dict[str, str] = {}
        for s in self.law.world.channels[place.platform].stands.values():
            if s.to == place:
                row = s.key.partition("-")[0] or s.message_id
                texts[row] = texts.get(row, "") + s.post.text
        return [_QUOTE.sub("", text) for text in texts.values()]

    def _with_customer(self, c: Conversation) -> list[str]:
        """At the customer, also where it was before it went on in private."""
        return [text for place in (*c.earlier_places, c.place) for text in self._standing(place)]

    def _thread(self, c: Conversation) -> Address:
        return replace(self.law.world.places.team, thread=c.thread)  # type: ignore[type-var]

    def _says(self, c: Conversation, surface: Surface) -> list[tuple[Row, Say]]:
        return [
            (row, row.effect)
            for row in self.rows
            if isinstance(row.effect, Say) and row.effect.number == c.number and row.effect.surface is surface
        ]

    def _told(self, c: Conversation) -> list[str]:
        """What was said to the team of it. What its thread refused was not; where the channel refuses too, no place is left."""
        says = [say for row, say in self._says(c, Surface.THREAD) if row.state is RowState.SENT]
        return [say.post.text for say in [*says, *(say for _, say in self._says(c, Surface.TEAM))]]

    def _unknown(self, c: Conversation) -> set[str]:
        """Words of which nobody knows whether they stand, and the team was told that, or that it may not see them."""
        given_up = [say.post.text for row, say in self._says(c, Surface.CUSTOMER) if row.state is RowState.FAILED]
        mirrored = [(row, say) for row, say in self._says(c, Surface.THREAD) if say.seq and say.kind is not AuthorKind.DRAFT]
        unshown = [say.post.text for row, say in mirrored if row.state is RowState.FAILED]
        unsure = set(tokens(text for text in self._told(c) if UNSURE in text))
        return set(tokens(given_up)) & unsure | set(tokens(unshown))

    def _failed_changes(self, c: Conversation) -> bool:
        """Whether an edit or a delete could not be carried."""
        return any(
            isinstance(r.effect, Amend | Withdraw) and r.effect.number == c.number and r.state is not RowState.SENT
            for r in self.rows
        )

    # ---- I3

    def _once(self) -> None:
        """Nothing stands twice where the platform can tell."""
        for far in self.law.world.channels.values():
            keys = Counter("-".join(s.key.split("-")[:2]) for s in far.shown if s.key)
            assert all(n == 1 for n in keys.values()), f"I3: twice on {far.name}: {keys.most_common(1)}"

    # ---- I2, towards the customer

    def _reaches_customer(self, c: Conversation, record: list[Message]) -> None:
        """An agent's words stand at the customer, or the card's thread says what became of them, and no lie."""
        there = tokens(self._with_customer(c))
        rows = {say.seq: row for row, say in self._says(c, Surface.CUSTOMER) if say.seq}
        told = self._told(c)
        for m in record:
            token = next(iter(tokens([m.text])), "")
            if m.kind is AuthorKind.AGENT and token and not m.deleted and token not in self.law.at_place:
                row = rows[m.seq]
                if row.state is RowState.SENT:
                    assert token in there, f"I2: {m.text!r} is nowhere"
                else:
                    self._confessed(row, [text for text in told if token in tokens([text])])
            if m.kind is AuthorKind.AI and token and not m.deleted:
                assert token in there, f"I2: the record says that the AI said {m.text!r}"
            row = rows.get(m.seq)
            if m.kind is AuthorKind.DRAFT and m.author is None and row and row.state is RowState.CANCELLED:
                stand, parts = self._stand(row)
                assert stand < parts, f"I2: the record says that {m.text[:60]!r} was not sent, and it stands"
        said = [m.text for m in record if m.kind is AuthorKind.SYSTEM]
        if c.reason and c.reason.trigger in _ANNOUNCED:
            assert any(text in _HANDED_OFF for text in said), f"#{c.number} was handed off, and its customer was not told"
        cards = [row.created_at for row in self.rows if isinstance(row.effect, OpenCard) and row.effect.number == c.number]
        for row, say in self._says(c, Surface.CUSTOMER) if cards and c.carded and not c.reopened_at else ():
            if say.kind is AuthorKind.SYSTEM and row.state is RowState.FAILED and cards[0] < row.created_at and not say.move:
                assert any(_NOTICE in text for text in told), f"I2: {say} failed, untold"

    def _stand(self, row: Row) -> tuple[int, int]:
        """How many parts of a row's words were ever shown to the customer, and how many it has."""
        effect = row.effect
        assert isinstance(effect, Say), effect
        far = self.law.world.channels[self.conversations[effect.number].place.platform]
        return sum(s.key.partition("-")[0] == base36(row.id) for s in far.shown if s.key), len(far.parts(effect.post))

    def _confessed(self, row: Row, told: list[str]) -> None:
        effect = row.effect
        assert isinstance(effect, Say), effect
        stand, parts = self._stand(row)
        true = {UNSURE, LOST if stand == 0 else BEGUN if stand < parts else UNSURE}
        said = {each for each in (LOST, UNSURE, BEGUN) for text in told if each in text}
        assert said & true, (
            f"I2: {stand} of {parts} parts of {effect.post.text[:60]!r} stand, and the team is told {said or 'nothing'}"
        )

    # ---- I2, towards the team

    def _reaches_team(self, c: Conversation, record: list[Message]) -> None:
        """While the team has it, all that the customer wrote stands in the card's thread once, or a line in its place."""
        if c.state not in TOLD:
            return
        assert c.card and c.thread, f"I2: #{c.number} is {c.state} without a card"
        far = self.law.world.channels[self._thread(c).platform]
        assert not far.refused_gone & {c.card, c.thread}, f"I2: the card of #{c.number} is gone, and known to be"
        if far.gone & {c.card, c.thread}:
            return  # nobody could know yet
        posts = self._standing(self._thread(c))
        says = self._says(c, Surface.THREAD)
        unseen = any(say.post.text.startswith(_UNSEEN) for _, say in says)
        for m in record:
            if m.kind not in _PEOPLE or m.deleted or not tokens([m.text]):
                continue
            n = sum(tokens([m.text])[0] in tokens([text]) for text in posts)
            most = 2 if c.reopened_at else 1  # a card that is deleted again before its transcript was sent is told twice
            assert n <= most, f"I3: {m.text!r} stands {n} times in the card's thread"
            if not unseen and not self._failed_changes(c):
                assert n, f"I2: {m.text!r} is not in the card's thread"
        lost = any(r.state is RowState.FAILED and s.kind is AuthorKind.CUSTOMER and not far.gone for r, s in says)
        asked = any(m.kind is AuthorKind.SYSTEM and m.text == wording_of("unseen.customer") for m in record)
        assert not lost or (unseen and asked), f"I2: words of #{c.number} could not be shown, and nobody is told"

    # ---- edits and deletes

    def _changed(self, c: Conversation) -> None:
        """What was changed on one side is as it is now on the other: what was taken back stands nowhere."""
        unknown = self._unknown(c)
        words = [w for w in self.law.words.values() if w.number == c.number and w.token and (w.gone or w.edited)]
        words = [w for w in words if w.token not in unknown]
        if self._failed_changes(c) or c.state is AI or any(each.crossed for each in self.law.world.channels.values()):
            return
        far = self.law.world.channels[self._thread(c).platform]
        for word in words:
            mine = word.kind in ("g", "n", "h")
            if word.shut or (not mine and c.state not in TOLD):
                continue
            posts = self._with_customer(c) if mine else self._standing(self._thread(c))
            those = [text for text in posts if word.token in tokens([text])]
            if word.gone:
                assert not those, f"{word.token} was taken back, and stands: {those}"
            elif those and mine:
                assert any(word.text in text for text in those), f"{word.text!r} stands as {those}"
            elif those:
                assert any(word.text in text.replace("> ", "") for text in those), f"{word.text!r} stands as {those}"
        card = far.stands.get(c.card)
        for word in words:
            if card and word.gone and not word.shut:
                assert word.token not in tokens([whole(card.post)]), f"{word.token} was taken back, and stands on the card"

    # ---- in private

    def _moved(self, c: Conversation) -> None:
        """It is where its first private message stands, or else it is where it was."""
        assert c.going is None, f"#{c.number} is neither here nor there"
        moves = [row for row, say in self._says(c, Surface.CUSTOMER) if say.move]
        opened = [row for row in self.rows if isinstance(row.effect, OpenPrivate) and row.effect.number == c.number]
        stands = any(row.state is RowState.SENT for row in (opened if c.hidden else moves))
        assert not c.earlier_places or (c.private and stands), f"#{c.number} left {c.earlier_places} for {c.place}"
        lines = [row for row, say in self._says(c, Surface.CUSTOMER) if say.place and not say.move]
        assert len(lines) == len(c.earlier_places), f"{len(lines)} lines stay of {c.earlier_places}"

    # ---- I4

    def _ordered(self, c: Conversation, record: list[Message]) -> None:
        """On the far side words stand in the order of their source."""
        at_customer = set(tokens(m.text for m in record if m.kind is AuthorKind.AGENT and not m.held))
        for place in (c.place, *c.earlier_places):
            self._in_order(place, at_customer - self.law.at_place)
        theirs = set(tokens(m.text for m in record if m.kind is AuthorKind.CUSTOMER))
        if c.thread:
            self._in_order(self._thread(c), theirs)

    def _in_order(self, place: Address, these: set[str]) -> None:
        given_up = {base36(row.id) for row in self.rows if row.state is RowState.FAILED}  # and may have arrived, at any time
        parts = {s.key: s.post.text for s in self.law.world.channels[place.platform].shown if s.key and s.to == place}
        joined: dict[str, str] = {}  # the end of a part may have cut through a token, or through a quote
        for key, text in parts.items():
            row = key.partition("-")[0]
            joined[row] = joined.get(row, "") + text
        shown = [_QUOTE.sub("", text) for row, text in joined.items() if row not in given_up]
        once = dict.fromkeys(t for t in tokens(shown) if t in these)
        seen = [int(t[1:]) for t in once]
        assert sorted(seen) == seen, f"I4: {list(once)} at {place}"

    # ---- I8

    def _bundled(self) -> None:
        """The team is notified at most once a minute."""
        pings = [r.created_at for r in self.rows if _notifies_team(r.effect)]
        for one, other in pairwise(pings):
            assert other - one >= timedelta(seconds=60), f"I8: the team was notified at {one} and at {other}"

    def _greetings(self) -> None:
        """A customer is notified once when somebody joins, and once at their first words."""
        joined = tuple(wording_of(key, agent="$").partition("$")[0] for key in ("claimed", "passed", "reopened"))
        beside = wording_of("human.beside")
        since: Counter[int] = Counter()
        for row in self.rows:
            effect = row.effect
            if not isinstance(effect, Say) or effect.surface is not Surface.CUSTOMER or not effect.post.ping:
                continue
            if effect.post.text != beside:
                since[effect.number] = 1 if effect.post.text.startswith(joined) else since[effect.number] + 1
                assert since[effect.number] <= 2, f"I8: the customer of #{effect.number} is notified again: {effect.post.text}"


def _notifies_team(effect: object) -> bool:
    if isinstance(effect, OpenCard):
        return effect.ping
    return isinstance(effect, Say) and effect.surface is Surface.TEAM and bool(effect.post.ping)
