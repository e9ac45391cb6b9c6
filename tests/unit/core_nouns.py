"""One of each noun for the core's tests, and a Table on which decisions are made and kept, without a store."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from handoff import accounts
from handoff.decide import Desk, Setting, decide
from handoff.effects import Effect, Instead, Post, Reply, Say, Surface, Whisper, lane
from handoff.events import (
    Answer,
    Answered,
    Commanded,
    Deleted,
    Delivered,
    Departed,
    Edited,
    Event,
    FormSent,
    Outcome,
    Pointed,
    Pressed,
    Receipt,
    Somebody,
    Spoke,
    TimeUp,
    Undeliverable,
)
from handoff.model import (
    Address,
    Audit,
    AuthorKind,
    Conversation,
    Handoff,
    Message,
    MessageLink,
    Person,
    Places,
    Policy,
    Standing,
    Turn,
)
from handoff.ports import Analyser, Judged, LinkKey, Loaded, Parked, Row, RowState, Timer

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

ANN = Person("slack", "T1", "U1", "Ann")  #: the customer
BO = Person("slack", "T1", "U2", "Bo")  #: an agent
CY = Person("slack", "T1", "U3", "Cy")  #: another agent
DI = Person("slack", "T1", "U4", "Di")  #: an admin
ED = Person("slack", "T1", "U5", "Ed")  #: another customer
FAR = Person("discord", "", "77", "Fay")  #: an agent whose account is on the other platform

MEMBER = Standing()
AGENT = Standing(agent=True)
ADMIN = Standing(agent=True, admin=True)
STRANGER = Standing(served=False)
UNKNOWN = Standing(known=False)
STANDINGS = {BO.key: AGENT, CY.key: AGENT, DI.key: ADMIN, FAR.key: AGENT}

HELP = Address("slack", "T1", "C1")
TEAM = Address("slack", "T1", "C9")
DM = Address("slack", "T1", "@U1")
PLACES = Places(team=TEAM, support=frozenset({("slack", "C1"), ("discord", "500")}))


def people(options: Mapping[str, str]) -> dict[str, Somebody]:
    """Whom the options mean that ask for somebody, by the id of the account, as an adapter finds out."""
    named = {person.user: person for person in (ANN, BO, CY, DI, ED, FAR)}
    asked = {name: named[options[name]] for name in ("to", "person") if options.get(name) in named}
    return {name: Somebody(found, STANDINGS.get(found.key, MEMBER)) for name, found in asked.items()}


def thread(message_id: str) -> Address:
    """A thread of the support channel."""
    return replace(HELP, thread=message_id)


def card_thread(thread_id: str = "card-1") -> Address:
    return replace(TEAM, thread=thread_id)


class Grumpy:
    """A mood as the tests need it: the number that the text ends with, else 0; none in what ends with "(unknown)"."""

    def judge(self, text: str) -> Judged:
        last = text.split()[-1:]
        try:
            return Judged(score=None if last == ["(unknown)"] else float(*last), language="xx")
        except ValueError:
            return Judged(score=0.0)


grumpy = Grumpy()


class Table:
    """Decides event after event and keeps what follows, as the service and a store would. `now` is moved by hand."""

    def __init__(self, *, places: Places = PLACES, policy: Policy | None = None, answers: bool = True) -> None:
        self.places, self.policy, self.answers, self.now = places, policy or Policy(), answers, NOON
        self.analyser: Analyser = grumpy
        self.code = "ABCD2345"  #: what is drawn
        self.conversations: dict[int, Conversation] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.links: dict[LinkKey, MessageLink] = {}
        self.parked: dict[LinkKey, Parked] = {}
        self.rows: list[Row] = []
        self.timers: dict[tuple[str, int], Timer] = {}
        self.facts: dict[str, str] = {}
        self.audits: list[Audit] = []
        self.handoffs: dict[tuple[int, int], Handoff] = {}
        self.last: Desk
        self._count = 0

    # ---- reading

    def c(self, number: int = 1) -> Conversation:
        return self.conversations[number]

    def record(self, number: int = 1) -> list[tuple[AuthorKind, str]]:
        """What stands in the record and is not deleted."""
        found = sorted((m for m in self.messages.values() if m.number == number and not m.deleted), key=lambda m: m.seq)
        return [(m.kind, m.text) for m in found]

    def kinds(self, number: int = 1) -> list[AuthorKind]:
        return [kind for kind, _ in self.record(number)]

    @property
    def effects(self) -> list[Effect]:
        """Of the latest decision."""
        return self.last.effects

    def says(self, surface: Surface = Surface.CUSTOMER) -> list[Post]:
        """What the latest decision posts on a side."""
        return [e.post for e in self.effects if isinstance(e, Say) and e.surface is surface]

    def texts(self, surface: Surface = Surface.CUSTOMER) -> list[str]:
        return [post.text for post in self.says(surface)]

    @property
    def reply(self) -> Reply:
        return self.last.reply

    @property
    def whisper(self) -> str:
        """What whoever acted was told; "" if nothing was."""
        return self.reply.post.text if isinstance(self.reply, Whisper | Instead) else ""

    # ---- deciding

    def loaded(self) -> Loaded:
        loaded = Loaded(
            conversations=accounts.all_held(self.policy.accounts, self.conversations, self.places.team),
            links=dict(self.links),
            parked=dict(self.parked),
            messages=dict(self.messages),
            rows={row.id: row for row in self.rows},
            next_number=max(self.conversations, default=0) + 1,
            policy=self.policy,
            facts=dict(self.facts),
            audits=tuple(self.audits),
            handoffs=dict(self.handoffs),
        )
        for number, c in sorted(self.conversations.items()):
            for place in (c.place, *c.elsewhere):
                there = self.conversations.get(loaded.by_place.get(place, 0))
                if not (there and there.open and place in c.elsewhere):
                    loaded.by_place[place] = number
            loaded.by_gather[(c.place.parent, c.customer.key)] = number
            if c.thread:
                loaded.by_thread[c.thread] = number
            for person in (c.customer, c.agent):
                if person and c.open:
                    loaded.by_person[person.key] = (*loaded.by_person.get(person.key, ()), number)
        queued = [c for c in self.conversations.values() if c.state in ("waiting", "claimed", "snoozed")]
        loaded.queue = tuple(c.number for c in sorted(queued, key=lambda c: (c.handed_at or c.opened_at, c.number)))
        return loaded

    def does(self, event: Event) -> Desk:
        setting = Setting(
            now=self.now,
            policy=self.policy,
            places=replace(self.places, added=self.policy.added),
            loaded=self.loaded(),
            analyser=self.analyser,
            answers=self.answers,
            code=self.code,
        )
        self.last = desk = decide(setting, event)
        self._keep(desk)
        return desk

    def _keep(self, desk: Desk) -> None:
        if desk.conversation:
            self.conversations[desk.conversation.number] = desk.conversation
        self.handoffs |= {(each.number, each.ordinal): each for each in desk.handoffs}
        for message in (*desk.messages, *desk.revised):
            self.messages[(message.number, message.seq)] = message
        for at, kind in desk.kinds.items():
            self.messages[at] = replace(self.messages[at], kind=kind)
        self.links |= {(link.place.platform, link.place.channel, link.message_id): link for link in desk.links}
        self.parked |= {key: parked for key, parked in desk.parked.items() if parked}
        for key in [key for key, parked in desk.parked.items() if parked is None]:
            self.parked.pop(key, None)
        for effect in desk.effects:
            row = Row(
                id=len(self.rows) + 1,
                lane=lane(effect),
                effect=effect,
                state=RowState.PENDING,
                created_at=self.now,
                next_at=self.now,
            )
            self.rows.append(row)
        for number, epoch in desk.cancelled:
            self._cancel(number, epoch)
        for id_, (state, error) in desk.finished.items():
            if id_:
                self.rows[id_ - 1] = replace(self.rows[id_ - 1], state=state, error=error)
        for each in desk.stopped:
            self.timers.pop(each, None)
        self.timers |= {(timer.kind, timer.number): timer for timer in desk.timers}
        self.facts |= desk.facts
        self.policy = desk.policy or self.policy
        self.audits += desk.audits

    def _cancel(self, number: int, epoch: int) -> None:
        """The AI's rows below the epoch are not begun any more."""
        for row in self.pending(Say):
            of = row.effect.epoch if isinstance(row.effect, Say) else None
            if row.effect.number == number and of is not None and of < epoch:
                self.rows[row.id - 1] = replace(row, state=RowState.CANCELLED)

    # ---- what happens

    def key(self) -> str:
        self._count += 1
        return f"key-{self._count}"

    def speak(self, text: str, place: Address = DM, by: Person = ANN, **changes: Any) -> Desk:
        key = self.key()
        given: dict[str, Any] = {"message_id": f"m{self._count}", "standing": STANDINGS.get(by.key, MEMBER), "at": self.now}
        return self.does(Spoke(key=key, place=place, author=by, text=text, **(given | changes)))

    def edit(self, message_id: str, text: str, place: Address = DM, by: Person = ANN, **changes: Any) -> Desk:
        given: dict[str, Any] = {"at": self.now} | changes
        return self.does(Edited(key=self.key(), place=place, message_id=message_id, author=by, text=text, **given))

    def delete(self, message_id: str, place: Address = DM) -> Desk:
        return self.does(Deleted(key=self.key(), at=self.now, place=place, message_id=message_id))

    def press(self, verb: str, number: int = 1, by: Person = BO, detail: str = "", **changes: Any) -> Desk:
        given: dict[str, Any] = {"standing": STANDINGS.get(by.key, MEMBER), "place": TEAM} | changes
        return self.does(Pressed(key=self.key(), at=self.now, by=by, verb=verb, number=number, detail=detail, **given))

    def point(self, message_id: str, place: Address, by: Person = BO, verb: str = "claim", **changes: Any) -> Desk:
        """Somebody chooses from the menu of a message."""
        given: dict[str, Any] = {"standing": STANDINGS.get(by.key, MEMBER)} | changes
        return self.does(Pointed(key=self.key(), at=self.now, by=by, place=place, verb=verb, message_id=message_id, **given))

    def send(self, verb: str, number: int = 1, by: Person = BO, **fields: str) -> Desk:
        """A form, with what was typed into its fields."""
        given: dict[str, Any] = {"standing": STANDINGS.get(by.key, MEMBER), "place": TEAM, "people": people(fields)}
        event = FormSent(key=self.key(), at=self.now, by=by, verb=verb, number=number, fields=fields, **given)
        return self.does(event)

    def command(
        self, path: str, by: Person = BO, place: Address = TEAM, standing: Standing | None = None, **options: str
    ) -> Desk:
        """`path` as people type it: "/handoff close"."""
        name, _, verb = path.removeprefix("/").partition(" ")
        standing = standing or STANDINGS.get(by.key, MEMBER)
        given: dict[str, Any] = {"place": place, "options": options, "people": people(options)}
        return self.does(Commanded(key=self.key(), at=self.now, by=by, standing=standing, name=name, verb=verb, **given))

    def answer(self, outcome: Outcome | str, number: int = 1, **changes: Any) -> Desk:
        """The AI comes back with the outcome of the run in flight."""
        c = self.c(number)
        given: dict[str, Any] = {"key": c.run, "epoch": c.epoch, "through": c.seq} | changes
        answer = Answer(outcome) if isinstance(outcome, str) else outcome
        return self.does(Answered(at=self.now, number=number, outcome=answer, **given))

    def run_out(self, kind: str, number: int = 1) -> Desk:
        """The timer that was set runs out, at its time."""
        timer = self.timers[(kind, number)]
        self.now = max(self.now, timer.due)
        return self.does(TimeUp(key=self.key(), at=self.now, kind=kind, number=number, epoch=timer.epoch))

    def departs(self, person: Person) -> None:
        """Somebody leaves the team, and the timers that follow run out."""
        self.does(Departed(key=self.key(), at=self.now, person=person))
        for kind, number in [each for each in self.timers if each[0] == "departed"]:
            self.run_out(kind, number)

    # ---- what becomes of effects

    def pending(self, *kinds: type[Effect]) -> list[Row]:
        return [row for row in self.rows if row.state is RowState.PENDING and (not kinds or isinstance(row.effect, kinds))]

    def arrives(self, row: Row, *ids: str, place: Address | None = None) -> Desk:
        """A row was carried out."""
        receipts = tuple(Receipt(each) for each in ids or (f"out-{row.id}",))
        where = place or self._where(row)
        return self.does(Delivered(key=f"delivered:{row.id}", at=self.now, row=row.id, place=where, receipts=receipts))

    def fails(self, row: Row, reason: str = "no way", **changes: Any) -> Desk:
        return self.does(Undeliverable(key=f"undeliverable:{row.id}", at=self.now, row=row.id, reason=reason, **changes))

    def all_arrives(self) -> None:
        """Everything that is due is carried out, in order; the AI's questions stay open."""
        for row in self.pending():
            if type(row.effect).__name__ == "Ask":
                continue
            name = {"OpenCard": f"card-{row.effect.number}", "OpenThread": f"card-{row.effect.number}"}
            self.arrives(row, name.get(type(row.effect).__name__, f"out-{row.id}"))

    def _where(self, row: Row) -> Address:
        surface = getattr(row.effect, "surface", Surface.THREAD)
        if surface is Surface.CUSTOMER:
            return self.c(row.effect.number).place
        c = self.conversations.get(row.effect.number)
        return card_thread(c.thread) if c and surface is Surface.THREAD else TEAM

    # ---- usual beginnings

    def waiting(self, words: str = "I want a human", place: Address = DM, **changes: Any) -> "Table":
        """A conversation that was handed off and whose card and thread stand."""
        self.speak(words, place, **changes)
        self.all_arrives()
        return self

    def claimed(self, by: Person = BO, **changes: Any) -> "Table":
        self.waiting(**changes)
        self.press("claim", max(self.conversations), by)
        self.all_arrives()
        return self

    def in_state(self, state: str, place: Address = DM) -> "Table":
        """Conversation 1 in the state, had by BO where somebody has it, in a place of ANN's."""
        if state == "ai":
            self.speak("how long does delivery take?", place)
            self.answer("Two days.")
            self.all_arrives()
            return self
        if state == "waiting":
            return self.waiting(place=place)
        self.claimed(place=place)
        if state == "snoozed":
            self.conversations[1] = replace(self.c(), state=type(self.c().state)("snoozed"), turn=Turn.NOBODY)
        elif state == "closed":
            self.press("close")
            self.send("close")
            self.all_arrives()
        return self


def whole(texts: Sequence[str]) -> str:
    return "\n".join(texts)
