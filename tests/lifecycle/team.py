"""What the team does: words in the cards' threads, verbs by every door, comings and goings."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from lifecycle.cast import AI, CLAIMED, DOORS, HAS, SNOOZED, TEAM, TOKEN, VERBS, WAITING, key_of, person, same
from lifecycle.far import FAULTS
from lifecycle.stage import Stage
from unit.core_nouns import AGENT, MEMBER, STRANGER, UNKNOWN

from handoff.effects import Whisper
from handoff.events import Departed, FormSent, Somebody
from handoff.model import Conversation, Person, Priority, Standing
from handoff.states import State

OTHER = {"slack": "discord", "discord": "slack"}


def only_if(holds: Callable[[Any], object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """
    A rule that does nothing where this does not hold.

    No precondition: those decide what hypothesis draws next, and what holds when depends a little on the threads of the
    database, so that hypothesis once drew otherwise at the second time and gave up, with nothing wrong.
    """

    def wrap(act: Callable[..., None]) -> Callable[..., None]:
        @wraps(act)
        def maybe(self: Any, **given: Any) -> None:
            if holds(self):
                act(self, **given)

        return maybe

    return wrap


class Team(Stage):
    # ---- in the card's thread

    def _threads(self) -> list[Conversation]:
        return [c for c in self.known.values() if c.thread]

    @rule(
        n=st.integers(0, 9),
        user=st.sampled_from(["owner", "owner", "owner", *TEAM, "99"]),
        how=st.sampled_from(["plain", "plain", "long", "note", "mention", "slash"]),
        faults=st.lists(st.sampled_from(["", *FAULTS, "refused", "refused"]), max_size=4),
    )
    @only_if(lambda self: self._threads())
    def team_writes(self, n: int, user: str, how: str, faults: list[str]) -> None:
        """Maybe what is sent to the customer next goes wrong."""
        threads = self._threads()
        c = threads[n % len(threads)]
        self._writes_inside(c, user, how, faults)

    def _writes_inside(self, c: Conversation, user: str, how: str, faults: list[str]) -> None:
        if user == "owner":
            user = c.agent.user if c.agent else "U2"
        who, standing = self.agent(user), TEAM.get(user, MEMBER)
        goes = how in ("plain", "long") and key_of(c) == who.key and c.state in HAS and standing.agent
        token = self.token("n" if how == "note" else "g", c.place if goes else None, c.number)
        text = {"note": f"// {token} for us", "slash": f"/{token} run", "long": f"{token} " + "z" * 1500}.get(
            how, f"{token} says it"
        )
        event = self.spoke(replace(self.team, thread=c.thread), who, text, standing, mentions_others=how == "mention")
        self.expect(event, c.number, "n" if how == "note" else "g" if goes else "h")
        if goes and faults:
            self.world.channels[c.place.platform].faults = list(faults)
        self.handle(event)
        self.pump()

    @rule(
        which=st.integers(0, 1),
        how=st.sampled_from(["plain", "long"]),
        before=st.sampled_from([0, 0, 1]),
        faults=st.lists(st.sampled_from(["refused", "refused", *FAULTS]), min_size=1, max_size=4),
    )
    def claimant_writes_in_vain(self, which: int, how: str, before: int, faults: list[str]) -> None:
        """What goes wrong with the claimant's words, from the first part or the second one on, is told to the claimant."""
        customer = self.one_of(which)
        for far in self.world.channels.values():
            far.faults.clear()
            far.out_until = None
        c = self.known.get(customer.number)
        if c is None or c.state not in (WAITING, *HAS):
            self._writes(customer, "person")
        c = self.known[customer.number]
        if c.state is WAITING:
            self._does(c, self.agent("U2"), TEAM["U2"], "claim", "command")
            c = self.known[customer.number]
        if c.thread and c.agent and c.agent.platform == self.team.platform:
            self._writes_inside(c, "owner", how, ["", *faults] if before else faults)

    @rule(
        n=st.integers(0, 9),
        user=st.sampled_from(list(TEAM)),
        verb=st.sampled_from(["send", "send", "keep", "discard"]),
        own=st.booleans(),
    )
    @only_if(lambda self: any(c.holding for c in self.known.values()))
    def held_words_are_settled(self, n: int, user: str, verb: str, own: bool) -> None:
        held = [(c, seq, key) for c in self.known.values() for seq, key in c.holding]
        c, seq, author = held[n % len(held)]
        by = self.agent(author.rpartition(":")[2] if own and author else user)
        record = self.run(self.world.record(c.number))
        token = TOKEN.findall(next(m.text for m in record if m.seq == seq))[:1]
        goes = verb == "send" and author in ("", by.key) and (c.state is WAITING or key_of(c) == by.key)
        if goes and token:
            for each in TOKEN.findall(next(m.text for m in record if m.seq == seq)):
                self.law.may[each] = c.place
        press = self._pressed(by, TEAM.get(by.user, MEMBER), verb, c.number, str(seq))
        takes = goes and c.state is WAITING
        self._act([press], c, {WAITING: CLAIMED} if takes else {}, by if takes else None, by, allowed=takes)

    # ---- verbs

    @rule(
        n=st.integers(0, 9),
        user=st.sampled_from([*TEAM, *TEAM, "99"]),
        verb=st.sampled_from([*VERBS, "claim", "claim"]),
        door=st.sampled_from(DOORS),
        standing=st.sampled_from([None, None, None, None, UNKNOWN, STRANGER]),
        own=st.booleans(),
    )
    @only_if(lambda self: self.known)
    def somebody_acts(self, n: int, user: str, verb: str, door: str, standing: Standing | None, own: bool) -> None:
        c = self.known[1 + n % len(self.known)] if not own else self.known[max(self.known)]
        by = c.agent if own and c.agent and verb != "claim" else self.agent(user)
        self._does(c, by, standing or TEAM.get(by.user, MEMBER), verb, door)

    @rule(n=st.integers(0, 9), user=st.sampled_from(["U2", "U4"]), verb=st.sampled_from([*VERBS, "claim"]))
    @only_if(lambda self: self.known)
    def somebody_acts_from_the_other_platform(self, n: int, user: str, verb: str) -> None:
        """Unless it is joined with one that can reach the card, a claim is only for whom it can reach in their own thread."""
        c = self.known[1 + n % len(self.known)]
        self._does(c, person(OTHER[self.team.platform], user), TEAM[user], verb, "command")

    def _does(self, c: Conversation, by: Person, standing: Standing, verb: str, door: str) -> None:
        words = self.token("n", None, c.number) if verb in ("note", "close", "return") else ""
        words = "high" if verb == "priority" else words
        event = self._through(door, verb, by, standing, c, words)
        about, by = VERBS[verb], self.own(by)
        allowed = standing.agent and (c.agent is None or key_of(c) == by.key or standing.admin)
        allowed = allowed and (not about.takes or self._reaches(by, c))
        allowed = allowed and (
            verb != "reopen" or not any(n > c.number and same(k.place, c.place) for n, k in self.known.items())
        )
        (reply,) = self._act([event], c, about.leads, by if about.takes else None, by, allowed=allowed)
        if verb == "priority":
            after = self.run(self.world.conversations())[c.number].priority
            assert after is (Priority.HIGH if allowed and c.open else c.priority), f"{by.key} set #{c.number} to {after}"
        if verb == "claim" and allowed and c.state is WAITING:
            assert isinstance(reply, Whisper) and "is yours" in reply.post.text, reply

    @rule(
        users=st.permutations(list(TEAM)), doors=st.tuples(st.sampled_from(DOORS), st.sampled_from(DOORS)), n=st.integers(0, 9)
    )
    @only_if(lambda self: any(c.state is WAITING for c in self.known.values()))
    def two_claim_at_once(self, users: list[str], doors: tuple[str, str], n: int) -> None:
        """The first one has it, and the second is told so."""
        waiting = [c for c in self.known.values() if c.state is WAITING]
        c = waiting[n % len(waiting)]
        pair = [self.agent(user) for user in users[:2]]
        events = [self._through(d, "claim", by, TEAM[by.user], c, "") for d, by in zip(doors, pair, strict=True)]
        replies = self._act(events, c, VERBS["claim"].leads, pair[0], pair[0], allowed=True)
        won = [isinstance(r, Whisper) and "is yours" in r.post.text for r in replies]
        assert won == [True, False], f"I5: {replies}"

    # ---- from one agent to another

    def _held(self) -> list[Conversation]:
        return [c for c in self.known.values() if c.state in HAS]

    @rule(n=st.integers(0, 9), user=st.sampled_from(list(TEAM)), moved=st.booleans())
    @only_if(lambda self: self._held())
    def agent_takes_over_from_a_colleague(self, n: int, user: str, moved: bool) -> None:
        """Only once that was asked; and only from whom it was asked about."""
        c, by = self._held()[n % len(self._held())], self.agent(user)
        (reply,) = self._act([self._pressed(by, TEAM[user], "takeover", c.number)], c, {}, None, by, allowed=False)
        if key_of(c) == by.key:
            return
        assert isinstance(reply, Whisper) and reply.post.buttons, f"taken over from a colleague unasked: {reply}"
        asked = reply.post.buttons[0].detail
        c = self.known[c.number]
        if moved:
            self._does(c, self.agent("U4"), TEAM["U4"], "release", "command")
            third = self.agent("U3" if user == "U2" else "U2")
            c = self.known[c.number]
            self._does(c, third, TEAM[third.user], "claim", "command")
            c = self.known[c.number]
        press = self._pressed(by, TEAM[user], "takeover", c.number, asked)
        self._act([press], c, dict.fromkeys(HAS, CLAIMED), by, by, allowed=not moved)

    @rule(
        n=st.integers(0, 9),
        user=st.sampled_from(["owner", "owner", *TEAM, "99"]),
        to=st.sampled_from([*TEAM, "99", "?", "far"]),
    )
    @only_if(lambda self: self._held())
    def agent_passes_it_on(self, n: int, user: str, to: str) -> None:
        """To a colleague who can reach it, and to nobody else."""
        c = self._held()[n % len(self._held())]
        by = c.agent if user == "owner" and c.agent else self.agent("U2" if user == "owner" else user)
        standing = TEAM.get(by.user, MEMBER)
        whom = person(OTHER[self.team.platform], "U3") if to == "far" else self.agent(to)
        theirs = AGENT if to == "far" else UNKNOWN if to == "?" else TEAM.get(to, MEMBER)
        form = FormSent(
            key=f"t{self.world.count()}",
            at=self.world.clock.now(),
            by=by,
            standing=standing,
            place=self.team,
            verb="transfer",
            number=c.number,
            fields={"to": whom.user, "note": self.token("n", None, c.number)},
            people={"to": Somebody(whom, theirs)},
        )
        allowed = standing.agent and (key_of(c) == by.key or standing.admin) and theirs.agent
        whom = self.own(whom)
        allowed = allowed and whom.key not in (by.key, key_of(c)) and self._reaches(whom, c)
        self._act([form], c, dict.fromkeys(HAS, CLAIMED), whom, by, allowed=allowed)

    def _reaches(self, who: Person, c: Conversation) -> bool:
        return who.platform == self.team.platform or (who.platform == c.place.platform and not c.private)

    @rule(n=st.integers(0, 9), user=st.sampled_from(list(TEAM)), verb=st.sampled_from(["mine", "remark"]), own=st.booleans())
    @only_if(lambda self: any(c.remarks for c in self.known.values()))
    def agent_says_what_was_meant(self, n: int, user: str, verb: str, own: bool) -> None:
        """Whoever wrote in the customer's own thread takes it, or leaves it to whoever had it."""
        asked = [(c, remark) for c in self.known.values() for remark in c.remarks]
        c, remark = asked[n % len(asked)]
        by = self.agent("U2" if own else user)
        wrote = next(m.author for m in self.run(self.world.record(c.number)) if m.seq == remark.seq)
        same, mine = c.epoch == remark.epoch, by.key == self.own(wrote).key
        takes = verb == "mine" and mine and key_of(c) != by.key
        leads: dict[State, State] = {}
        if takes:
            leads = {AI: CLAIMED, WAITING: CLAIMED} | (dict.fromkeys(HAS, CLAIMED) if same else {})
        elif verb == "remark" and mine and remark.muted and same:
            leads = {WAITING: AI}
        press = self._pressed(by, TEAM[by.user], verb, c.number, str(remark.seq))
        self._act([press], c, leads, by if takes else None, by, allowed=True)

    @rule(n=st.integers(0, 9))
    @only_if(lambda self: any(c.state is CLAIMED for c in self.known.values()))
    def agent_puts_it_aside(self, n: int) -> None:
        claimed = [c for c in self.known.values() if c.state is CLAIMED]
        self.run(self.world.snooze(claimed[n % len(claimed)].number))
        self.sync({(CLAIMED, SNOOZED)})

    # ---- who leaves, and what is taken away

    @rule(user=st.sampled_from(list(TEAM)), far=st.booleans(), then=st.booleans())
    @only_if(lambda self: any(c.agent for c in self.known.values()))
    def agent_leaves_the_team(self, user: str, far: bool, then: bool) -> None:
        """All that they have waits again, but for what somebody else has taken by the time that it comes to it."""
        who = person(OTHER[self.team.platform], user) if far else self.agent(user)
        theirs = [c for c in self.known.values() if key_of(c) == who.key]
        self.leaving.add(who.key)
        self.joined.discard(user)
        self.handle(Departed(key=f"gone{self.world.count()}", at=self.world.clock.now(), person=who))
        if then and theirs:
            c, other = theirs[0], self.agent("U3" if user == "U2" else "U2")
            self._act(
                [self._pressed(self.agent("U4"), TEAM["U4"], "release", c.number)],
                c,
                VERBS["release"].leads,
                None,
                who,
                allowed=True,
            )
            c = self.known[c.number]
            self._act([self._pressed(other, AGENT, "claim", c.number)], c, VERBS["claim"].leads, other, other, allowed=True)
        self.run(self.world.timers.look())
        self.sync({(state, WAITING) for state in HAS})
        assert not any(key_of(c) == who.key for c in self.known.values()), f"{who.key} left, and still has a conversation"
        if then and theirs:
            assert key_of(self.known[theirs[0].number]) == other.key, f"I5: {who.key} left, and {other.key} lost theirs"
        self.leaving.clear()
        self.pump()

    @rule(n=st.integers(0, 9), thread=st.booleans(), write=st.booleans())
    @only_if(lambda self: any(c.card for c in self.known.values()))
    def card_is_deleted_by_hand(self, n: int, thread: bool, write: bool) -> None:
        """With its thread, or its thread alone."""
        cards = [c for c in self.known.values() if c.card]
        c = cards[n % len(cards)]
        far = self.world.channels[self.team.platform]
        far.faults.clear()
        far.delete_by_hand(c.thread if thread else c.card, c.thread)
        if write:
            self._does(c, self.agent("U4"), TEAM["U4"], "note", "command")
        self.run(self.world.projector.look())
        self.pump()
