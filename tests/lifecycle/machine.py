"""
The lifecycle as a machine: whatever people, the AI, the platforms and time do, in whatever order, the law holds.

The machine knows of each conversation who has it, and what each verb does to that: a line of VERBS. To add a verb, add its
line; to add something else that can happen, a rule.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from lifecycle.far import FAULTS
from lifecycle.law import TOKEN
from lifecycle.stage import AI, BY_ITSELF, CLAIMED, CLOSED, DOORS, TEAM, VERBS, WAITING, WORDS, Stage, key_of, person
from unit.core_nouns import MEMBER, STRANGER, UNKNOWN

from handoff.effects import Whisper
from handoff.events import Deleted, Departed, Edited, Event, Spoke
from handoff.model import Conversation, Standing


class Machine(Stage):
    # ---- customers

    @rule(
        which=st.integers(0, 1),
        kind=st.sampled_from([*WORDS, "question", "person"]),
        overtaken=st.sampled_from(["", "", "", "edit", "delete"]),
    )
    def customer_writes(self, which: int, kind: str, overtaken: str) -> None:
        customer = self.customers[which]
        before = self.known.get(customer.number)
        if before is None and kind in ("thanks", "aside"):
            kind = "question"
        event = self._words(customer, kind)
        if overtaken and before and before.open and kind == "question":
            self._overtake(event, overtaken)
            return
        self._bring(event, kind, before)

    def _overtake(self, event: Spoke, how: str) -> None:
        """An edit or a delete comes before its message."""
        key = (event.place.channel, event.message_id)
        word = self.law.words[key]
        if how == "delete":
            word.number = 0
            change: Event = Deleted(key=f"d{event.key}", at=event.at, place=event.place, message_id=event.message_id)
        else:
            word.text = f"{word.token} mended before it came?"
            change = Edited(
                key=f"e{event.key}",
                at=event.at,
                place=event.place,
                message_id=event.message_id,
                author=event.author,
                text=word.text,
            )
        self.handle(change)
        self.handle(event, may=BY_ITSELF)
        self.pump()

    @rule(
        which=st.integers(0, 1),
        kinds=st.lists(st.sampled_from(["question", "person", "long"]), min_size=2, max_size=4),
        twice=st.booleans(),
    )
    def customer_writes_at_once(self, which: int, kinds: list[str], twice: bool) -> None:
        """One batch, in which the same may come twice."""
        customer = self.customers[which]
        if customer.number == 0 or not self.known[customer.number].open:
            return
        events: list[Event] = [self._words(customer, kind) for kind in kinds]
        self.handle(*events, *events[: 2 * twice], may=BY_ITSELF)
        self.pump()

    @rule(which=st.integers(0, 1), agent=st.booleans())
    def somebody_writes_there(self, which: int, agent: bool) -> None:
        """In the customer's own thread: another member, or an agent, who mutes the AI."""
        customer = self.customers[which]
        c = self.known.get(customer.number)
        if c is None or not c.place.thread or not c.open:
            return
        platform = c.place.platform
        who = person(platform, "U2" if agent and platform == self.team.platform else "99")
        standing = TEAM["U2"] if who.user == "U2" else MEMBER
        token = self.token("b", c.place, c.number)
        self.law.at_place.add(token)
        event = self.spoke(c.place, who, f"{token} same here", standing)
        self.expect(event, c.number)
        self.handle(event, may=BY_ITSELF)
        if who.user == "U2" and c.state is AI:
            assert self.known[c.number].state is WAITING, "an agent wrote, and the AI is not muted"
        self.pump()

    @rule(which=st.integers(0, 30), delete=st.booleans(), note=st.booleans())
    def message_is_changed(self, which: int, delete: bool, note: bool) -> None:
        words = [w for w in self.law.words.values() if w.token and w.number and not w.gone]
        if not words:
            return
        word = words[-1 - which % min(len(words), 31)]
        event, n, now = word.event, self.world.count(), self.world.clock.now()
        if delete:
            word.gone = True
            self.handle(Deleted(key=f"d{n}", at=now, place=event.place, message_id=event.message_id))
        else:
            inside = note and word.kind in ("g", "n", "h")
            secret = self.token("n", None, word.number)
            # what was a note stays one, and what was sent never becomes one: its token may stand nowhere
            text = f"// {word.token} {secret} edited" if inside else f"{word.token} edited {n}"
            if not inside:
                word.text = text
            edit = Edited(key=f"e{n}", at=now, place=event.place, message_id=event.message_id, author=event.author, text=text)
            self.handle(edit, may=BY_ITSELF)
        self.pump()

    # ---- the team, in the card's thread

    def _threads(self) -> list[Conversation]:
        return [c for c in self.known.values() if c.thread]

    @precondition(lambda self: self._threads())
    @rule(
        n=st.integers(0, 9),
        user=st.sampled_from(["owner", "owner", "owner", *TEAM, "99"]),
        how=st.sampled_from(["plain", "plain", "note", "mention", "slash", "long"]),
    )
    def team_writes(self, n: int, user: str, how: str) -> None:
        threads = self._threads()
        c = threads[n % len(threads)]
        if user == "owner":
            user = c.agent.user if c.agent else "U2"
        who, standing = self.agent(user), TEAM.get(user, MEMBER)
        goes = how in ("plain", "long") and key_of(c) == who.key and c.state is CLAIMED and standing.agent
        token = self.token("n" if how == "note" else "g", c.place if goes else None, c.number)
        text = {"note": f"// {token} for us", "slash": f"/{token} run", "long": f"{token} " + "z" * 1500}.get(
            how, f"{token} says it"
        )
        event = self.spoke(replace(self.team, thread=c.thread), who, text, standing, mentions_others=how == "mention")
        self.expect(event, c.number, "n" if how == "note" else "g" if goes else "h")
        self.handle(event)
        self.pump()

    @precondition(lambda self: any(c.holding for c in self.known.values()))
    @rule(
        n=st.integers(0, 9), user=st.sampled_from(list(TEAM)), verb=st.sampled_from(["send", "send", "keep"]), own=st.booleans()
    )
    def held_words_are_settled(self, n: int, user: str, verb: str, own: bool) -> None:
        held = [(c, seq, key) for c in self.known.values() for seq, key in c.holding]
        c, seq, author = held[n % len(held)]
        by = self.agent(author.rpartition(":")[2] if own else user)
        record = self.run(self.world.record(c.number))
        token = TOKEN.findall(next(m.text for m in record if m.seq == seq))[:1]
        goes = verb == "send" and author == by.key and (c.state is WAITING or key_of(c) == by.key)
        if goes and token:
            for each in TOKEN.findall(next(m.text for m in record if m.seq == seq)):
                self.law.may[each] = c.place
        press = self._pressed(by, TEAM.get(by.user, MEMBER), verb, c.number, str(seq))
        takes = goes and c.state is WAITING
        self._act([press], c, {WAITING: CLAIMED} if takes else {}, by if takes else None, by, allowed=takes)

    # ---- verbs

    @precondition(lambda self: self.known)
    @rule(
        n=st.integers(0, 9),
        user=st.sampled_from([*TEAM, *TEAM, "99"]),
        verb=st.sampled_from([*VERBS, "claim", "claim"]),
        door=st.sampled_from(DOORS),
        standing=st.sampled_from([None, None, None, None, UNKNOWN, STRANGER]),
        own=st.booleans(),
    )
    def somebody_acts(self, n: int, user: str, verb: str, door: str, standing: Standing | None, own: bool) -> None:
        c = self.known[1 + n % len(self.known)] if not own else self.known[max(self.known)]
        by = c.agent if own and c.agent and verb != "claim" else self.agent(user)
        standing = standing or TEAM.get(by.user, MEMBER)
        words = self.token("n", None, c.number) if verb in ("note", "close", "return") else ""
        event = self._through(door, verb, by, standing, c, words)
        about = VERBS[verb]
        allowed = standing.agent and (c.agent is None or key_of(c) == by.key or standing.admin)
        (reply,) = self._act([event], c, about.leads, by if about.takes else None, by, allowed=allowed)
        if verb == "claim" and allowed and c.state is WAITING:
            assert isinstance(reply, Whisper) and "is yours" in reply.post.text, reply

    @precondition(lambda self: any(c.state is WAITING for c in self.known.values()))
    @rule(
        users=st.permutations(list(TEAM)), doors=st.tuples(st.sampled_from(DOORS), st.sampled_from(DOORS)), n=st.integers(0, 9)
    )
    def two_claim_at_once(self, users: list[str], doors: tuple[str, str], n: int) -> None:
        """The first one has it, and the second is told so."""
        waiting = [c for c in self.known.values() if c.state is WAITING]
        c = waiting[n % len(waiting)]
        pair = [self.agent(user) for user in users[:2]]
        events = [self._through(d, "claim", by, TEAM[by.user], c, "") for d, by in zip(doors, pair, strict=True)]
        replies = self._act(events, c, VERBS["claim"].leads, pair[0], pair[0], allowed=True)
        won = [isinstance(r, Whisper) and "is yours" in r.post.text for r in replies]
        assert won == [True, False], f"I5: {replies}"

    @precondition(lambda self: any(c.agent for c in self.known.values()))
    @rule(user=st.sampled_from(list(TEAM)))
    def agent_leaves_the_team(self, user: str) -> None:
        who = self.agent(user)
        self.leaving.add(who.key)
        self.handle(Departed(key=f"gone{self.world.count()}", at=self.world.clock.now(), person=who))
        self.run(self.world.timers.look())
        self.sync({(CLAIMED, WAITING)})
        assert not any(key_of(c) == who.key for c in self.known.values()), f"{who.key} left, and still has a conversation"
        self.leaving.clear()
        self.pump()

    # ---- the AI, the platforms, the process, time

    @rule(
        script=st.lists(
            st.sampled_from(["ok", "long", "late", "late", "unsure", "cannot", "cannot", "wants", "fails"]), max_size=4
        )
    )
    def ai_will(self, script: list[str]) -> None:
        self.world.ai.script = script

    @rule()
    def ai_comes_back(self) -> None:
        for event in self.world.ai.waits.values():
            event.set()
        self.pump()

    @rule(
        platform=st.sampled_from(["slack", "discord"]), faults=st.lists(st.sampled_from(["", *FAULTS]), min_size=1, max_size=5)
    )
    def platform_will(self, platform: str, faults: list[str]) -> None:
        self.world.channels[platform].faults = faults

    @rule(platform=st.sampled_from(["slack", "discord"]), seconds=st.sampled_from([20, 90, 700]))
    def platform_is_out(self, platform: str, seconds: int) -> None:
        far = self.world.channels[platform]
        far.out_until = self.world.clock.at
        self.world.pass_(0)
        far.out_until = self._later(seconds)

    def _later(self, seconds: float) -> Any:
        return self.world.clock.now() + timedelta(seconds=seconds)

    @rule(which=st.integers(0, 1), kind=st.sampled_from(["person", "question"]))
    def customer_writes_meanwhile(self, which: int, kind: str) -> None:
        """While the next request is on its way."""
        customer = self.customers[which]
        if customer.number and self.known[customer.number].open and not self.meanwhile:
            self.meanwhile = [self._words(customer, kind)]
            self.pump()
            if self.meanwhile:
                self.run(self._meanwhile())
                self.sync(BY_ITSELF)
                self.pump()

    @rule(n=st.integers(0, 11))
    def event_comes_again(self, n: int) -> None:
        if self.past:
            event = replace(self.past[-1 - n % len(self.past)], also=f"again{self.world.count()}")
            self.handle(event)
            self.pump()

    @rule()
    def process_dies(self) -> None:
        self.run(self.world.die())
        self.run(self._start())
        self.pump()

    async def _start(self) -> None:
        self.world.start()

    @rule(seconds=st.sampled_from([1, 25, 61, 310, 650]))
    def time_passes(self, seconds: int) -> None:
        self.world.pass_(seconds)
        self.run(self.world.timers.look())
        self.sync(BY_ITSELF)
        self.pump()

    @rule()
    def nobody_writes_for_long(self) -> None:
        """What no person was in is closed, and nothing else is."""
        self.world.pass_(25 * 3600)
        self.run(self.world.timers.look())
        for number, c in self.run(self.world.conversations()).items():
            before = self.known[number]
            if before.state is not c.state:
                assert before.state is AI and c.state is CLOSED and not before.handoffs, f"time made {c.state} of {before}"
        self.sync(BY_ITSELF | {(AI, CLOSED)})
        self.pump()

    @rule()
    def all_comes_to_rest(self) -> None:
        self.run(self.world.drain())
        self.sync(BY_ITSELF)
        self.run(self.law.shown())
        self.run(self.law.at_rest())

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.all_comes_to_rest()
        finally:
            self.run(self.world.end())
