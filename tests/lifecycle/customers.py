"""What customers and others do in the customers' own places."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from lifecycle.cast import AI, BY_ITSELF, HAS, PHRASES, TEAM, WAITING, WORDS, Customer, person, same
from lifecycle.far import FAULTS
from lifecycle.stage import Stage
from unit.core_nouns import AGENT, MEMBER

from handoff.effects import Whisper
from handoff.events import Commanded, Deleted, Edited, Event, Pressed, Spoke
from handoff.model import Conversation, Person


class Customers(Stage):
    @rule(
        which=st.integers(0, 3),
        kind=st.sampled_from([*WORDS, "question", "person"]),
        overtaken=st.sampled_from(["", "", "", "edit", "edits", "delete"]),
    )
    def customer_writes(self, which: int, kind: str, overtaken: str) -> None:
        customer = self.one_of(which)
        before = self.known.get(customer.number)
        if before is None and kind in ("thanks", "aside"):
            kind = "question"
        event = self._words(customer, kind)
        if overtaken and before and before.open and kind in ("question", "angry", "long"):
            self._overtake(event, overtaken)
            return
        self._bring(event, kind, before)

    def _overtake(self, event: Spoke, how: str) -> None:
        """An edit or a delete comes before its message; of two edits the newer one may come first."""
        key = (event.place.channel, event.message_id)
        word = self.law.words[key]
        if how == "delete":
            word.number = 0
            change: Event = Deleted(key=f"d{event.key}", at=event.at, place=event.place, message_id=event.message_id)
        else:
            word.text = f"{word.token} mended before it came?"
            change = self._edit(event, f"e{event.key}", word.text)
        self.handle(change)
        if how == "edits":
            self.handle(self._edit(event, f"o{event.key}", f"{word.token} an older one", before=0.001))
        self.handle(event, may=BY_ITSELF)
        self.pump()

    @staticmethod
    def _edit(event: Spoke, key: str, text: str, before: float = 0.0) -> Edited:
        at = event.at - timedelta(seconds=before)
        return Edited(key=key, at=at, place=event.place, message_id=event.message_id, author=event.author, text=text)

    @rule(
        which=st.integers(0, 2),
        kinds=st.lists(st.sampled_from(["question", "person", "long"]), min_size=2, max_size=4),
        twice=st.booleans(),
    )
    def customer_writes_at_once(self, which: int, kinds: list[str], twice: bool) -> None:
        """One batch, in which the same may come twice."""
        customer = self.one_of(which)
        if customer.number == 0 or not self.known[customer.number].open:
            return
        events: list[Event] = [self._words(customer, kind) for kind in kinds]
        self.handle(*events, *events[: 2 * twice], may=BY_ITSELF)
        self.pump()

    # ---- a person is asked for, in every way

    @rule(
        which=st.integers(0, 3),
        door=st.sampled_from(["button", "button", "here", "channel"]),
        reason=st.booleans(),
        other=st.sampled_from([False, False, True]),
    )
    def customer_asks_for_person(self, which: int, door: str, reason: bool, other: bool) -> None:
        """By the button, which obeys the asker alone, or the command, which leads to direct messages from elsewhere."""
        customer = self.one_of(which)
        pressed = self.known.get(customer.number)
        place, who = customer.place, customer.person
        if other:
            who = person(place.platform, "98" if who.user != "98" else "96")
        now, key = self.world.clock.now(), f"h{self.world.count()}"
        if door == "button":
            if pressed is None:
                return
            event: Event = Pressed(key=key, at=now, by=who, standing=MEMBER, place=place, verb="human", number=pressed.number)
        else:
            place = place.parent if door == "channel" else place
            own = pressed and pressed.open and same(place, pressed.place) and not other
            customer = customer if own else self.in_direct(who)
            pressed = self.known.get(customer.number)
            words = self.token("r", None, self._next(pressed)) if reason else ""
            if words:
                self.law.said[words] = self._next(pressed)
            options = {"reason": words} if words else {}
            event = Commanded(key=key, at=now, by=who, standing=MEMBER, place=place, name="human", options=options)
            other = False
        self._asks(event, customer, pressed, other)

    def _next(self, c: Conversation | None) -> int:
        """The number of the conversation that goes on, or begins."""
        return c.number if c and c.open else len(self.known) + 1

    def _asks(self, event: Event, customer: Customer, before: Conversation | None, other: bool) -> None:
        known, expected = dict(self.known), self._next(before)
        (reply,) = self.handle(event, may=BY_ITSELF)
        if other:
            assert isinstance(reply, Whisper), reply
            assert known == self.known, f"somebody else's press changed {before}"
        else:
            assert customer.number == expected, f"a person was asked for in #{customer.number}, and not in #{expected}"
            assert self.known[expected].state in (WAITING, *HAS), f"a person was asked for, and #{expected} goes on"
        self.pump()

    @rule(
        phrase=st.sampled_from(list(PHRASES)),
        add=st.booleans(),
        user=st.sampled_from(["U4", "U4", "U2"]),
        which=st.integers(0, 2),
        then=st.booleans(),
    )
    def keywords_change(self, phrase: str, add: bool, user: str, which: int, then: bool) -> None:
        """Only admins change them, and what comes next is read by the new ones, in the same batch too."""
        command = Commanded(
            key=f"k{self.world.count()}",
            at=self.world.clock.now(),
            by=self.agent(user),
            standing=TEAM[user],
            place=self.team,
            name="keywords",
            verb="add" if add else "remove",
            options={"phrase": PHRASES[phrase]},
        )
        if TEAM[user].admin:
            self.keywords = self.keywords | {PHRASES[phrase]} if add else self.keywords - {PHRASES[phrase]}
        customer = self.one_of(which)
        if not then:
            self.handle(command)
            return
        before = self.known.get(customer.number)
        self._bring(self._words(customer, phrase), phrase, before, command)

    # ---- others in the customer's own thread

    def _theirs(self, which: int) -> Conversation | None:
        c = self.known.get(self.one_of(which).number)
        return c if c and c.place.thread and c.open else None

    @rule(which=st.integers(0, 1), agent=st.booleans())
    def somebody_writes_there(self, which: int, agent: bool) -> None:
        """Another member, or an agent, who mutes the AI."""
        c = self._theirs(which)
        if c is None:
            return
        event = self._beside(c, person(c.place.platform, "U2" if agent else "99"), agent)
        self.handle(event, may=BY_ITSELF)
        if agent and c.state is AI:
            assert self.known[c.number].state is WAITING, "an agent wrote, and the AI is not muted"
        self.pump()

    def _beside(self, c: Conversation, who: Person, agent: bool) -> Spoke:
        token = self.token("b", c.place, c.number)
        self.law.at_place.add(token)
        if not agent:
            self.law.never.add(token)
        event = self.spoke(c.place, who, f"{token} same here", AGENT if agent else MEMBER)
        self.expect(event, c.number)
        return event

    @rule(which=st.integers(0, 1))
    def somebody_asks_for_their_own_person(self, which: int) -> None:
        """In another's thread, by mentioning the bot: it goes on in direct messages."""
        c = self._theirs(which)
        if c is None:
            return
        who = person(c.place.platform, "97")
        theirs = self.in_direct(who)
        number = self._next(self.known.get(theirs.number))
        token = self.token("w", theirs.place, number)
        self.law.at_place.add(token)
        event = self.spoke(c.place, who, f"{token} {WORDS['person']}", MEMBER, mentions_bot=True)
        self.expect(event, number)
        self.handle(event, may=BY_ITSELF)
        assert self.known[number].state in (WAITING, *HAS), f"a person was asked for, and #{number} goes on"
        assert self.known[c.number].state is c.state, "asked beside another's question, which changed hands"
        self.pump()

    # ---- in private

    @rule(
        which=st.integers(0, 1),
        team=st.booleans(),
        faults=st.just(["refused"]) | st.lists(st.sampled_from(["", "", *FAULTS, "refused"]), max_size=3),
        at_once=st.booleans(),
        follows=st.booleans(),
    )
    def goes_on_in_private(self, which: int, team: bool, faults: list[str], at_once: bool, follows: bool) -> None:
        """At either side's word; the customer may be there before the bot knows that it is."""
        customer = self.one_of(which)
        c = self._theirs(which)
        if c is None or (team and c.agent is None):
            return
        by = c.agent if team and c.agent else c.customer
        self.world.channels[c.place.platform].faults = list(faults)
        press = self._pressed(by, AGENT if team else MEMBER, "private" if team else "privately", c.number)
        self.handle(press)
        if not at_once:
            self.pump()
        if follows:
            self._writes(self.in_direct(customer.person), "question")
        elif at_once:
            self.pump()

    @rule(which=st.integers(0, 1), kind=st.sampled_from(["question", "person"]))
    def customer_writes_where_it_was(self, which: int, kind: str) -> None:
        """In the public place that it left: for the team alone."""
        customer = self.one_of(which)
        c = self.known.get(customer.number)
        if c is None or not c.open or not c.earlier_places:
            return
        token = self.token("w", c.earlier_places[0], c.number)
        self.law.never.add(token)
        event = self.spoke(c.earlier_places[0], customer.person, f"{token} {WORDS[kind]}", MEMBER)
        self.expect(event, c.number)
        self.handle(event, may=BY_ITSELF)
        self.pump()

    # ---- edits and deletes, on every side

    @rule(which=st.integers(0, 30), delete=st.sampled_from([False, False, True]), note=st.booleans(), older=st.booleans())
    def message_is_changed(self, which: int, delete: bool, note: bool, older: bool) -> None:
        words = [w for w in self.law.words.values() if w.token and w.number and not w.gone]
        if not words:
            return
        word = words[-1 - which % min(len(words), 31)]
        event, n, now = word.event, self.world.count(), self.world.clock.now()
        word.shut = word.shut or not self.known[word.number].open
        if delete:
            word.gone = True
            self.handle(Deleted(key=f"d{n}", at=now, place=event.place, message_id=event.message_id))
        else:
            inside = note and word.kind in ("g", "n", "h")
            secret = self.token("n", None, word.number)
            # what was a note stays one, and what was sent never becomes one: its token may stand nowhere
            text = f"// {word.token} {secret} edited" if inside else f"{word.token} edited {n}"
            if not inside:
                word.text, word.edited = text, True
            edit = Edited(key=f"e{n}", at=now, place=event.place, message_id=event.message_id, author=event.author, text=text)
            self.handle(edit, may=BY_ITSELF)
            if older and not inside:
                self.handle(replace(edit, key=f"o{n}", at=now - timedelta(milliseconds=1), text=f"{word.token} an older one"))
        self.pump()
