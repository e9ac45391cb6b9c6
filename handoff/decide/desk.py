"""One decision in the making: the conversation as it stands, and what was decided about it so far."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from handoff import cards, wording
from handoff.decide import names
from handoff.effects import Amend, Done, Effect, OpenCard, OpenThread, Post, Reply, Say, Surface, Transcript, Whisper, Withdraw
from handoff.model import (
    Audit,
    AuthorKind,
    Conversation,
    File,
    Mention,
    Message,
    MessageLink,
    Person,
    Places,
    Policy,
    Reason,
    Trigger,
    Turn,
)
from handoff.ports import LinkKey, Loaded, Parked, RowState, Timer
from handoff.states import Signal, State

#: these handoffs need no notice: the customer sees who writes
_SILENT = frozenset({Trigger.AGENT})
#: these reasons would tell bystanders about a mood
_PRIVATE = frozenset({Trigger.SENTIMENT})
#: sentences that name slash commands -> what is said to words
SPOKEN = {"refused.agent": "refused.agent.spoken", "none": "none.spoken", "which": "which.spoken"}
#: in these the card's thread is told everything as it happens; before and after, a transcript tells what is new
TOLD = frozenset({State.WAITING, State.CLAIMED, State.SNOOZED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds around a decision: the batch's policy, the places of the settings, what was loaded, and the time."""

    now: datetime
    policy: Policy
    places: Places
    loaded: Loaded
    score: Callable[[str], float]  #: sentiment of a text, in [-1, 1]
    answers: bool = True  #: False: there is no AI (AI=none), every question goes to the team


@dataclass(slots=True)
class Desk:
    """Lives for one decision; what it holds at the end is the decision."""

    setting: Setting
    conversation: Conversation | None = None
    messages: list[Message] = field(default_factory=list)
    revised: list[Message] = field(default_factory=list)
    kinds: dict[tuple[int, int], AuthorKind] = field(default_factory=dict)
    links: list[MessageLink] = field(default_factory=list)
    parked: dict[LinkKey, Parked | None] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    cancelled: list[tuple[int, int]] = field(default_factory=list)
    finished: dict[int, tuple[RowState, str]] = field(default_factory=dict)
    timers: list[Timer] = field(default_factory=list)
    stopped: list[tuple[str, int]] = field(default_factory=list)
    dirty: set[str] = field(default_factory=set)
    people: list[Person] = field(default_factory=list)
    policy: Policy | None = None
    audits: list[Audit] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    reply: Reply = field(default_factory=Done)
    spoken: bool = False  #: a command in words, where slash commands may not be: the reply names words too
    refused: str = ""  #: for the log: why somebody was turned away

    @property
    def c(self) -> Conversation:
        assert self.conversation is not None, "decided about no conversation"  # noqa: S101 - a bug of ours
        return self.conversation

    def change(self, **changes: object) -> None:
        self.conversation = replace(self.c, **changes)  # type: ignore[arg-type]

    def whisper(self, key: str, **values: object) -> None:
        """What whoever acted is told; said in words, where a sentence has a form for that."""
        key = SPOKEN.get(key, key) if self.spoken else key
        self.reply = Whisper(post=Post(text=wording.text(key, **values)))

    # ---- the record

    def record(
        self,
        kind: AuthorKind,
        author: Person | None,
        text: str,
        at: datetime,
        files: tuple[File, ...] = (),
        *,
        aside: bool = False,
        held: bool = False,
    ) -> Message:
        """Add a message to the record."""
        seq, number = self.c.seq + 1, self.c.number
        message = Message(
            number=number, seq=seq, kind=kind, author=author, text=text, at=at, files=files, aside=aside, held=held
        )
        self.messages.append(message)
        self.change(seq=seq)
        if author and not author.name and (kind is not AuthorKind.CUSTOMER or self.c.carded):
            known = self.facts.get(names.FACT, self.setting.loaded.facts.get(names.FACT, ""))
            self.facts[names.FACT] = names.wanted(known, author, number, seq)
        return message

    # ---- saying

    def to_customer(self, message: Message, ping: bool = False, epoch: int | None = None) -> None:
        post = cards.for_customer(message, self.c)
        if ping and not self.c.place.direct:  # in a direct message the message itself notifies
            post = replace(post, ping=(Mention(kind="person", id=self.c.customer.user),))
        self.effects.append(
            Say(number=self.c.number, surface=Surface.CUSTOMER, post=post, kind=message.kind, seq=message.seq, epoch=epoch)
        )

    def to_thread(self, post: Post, kind: AuthorKind = AuthorKind.SYSTEM, seq: int = 0) -> None:
        self.effects.append(Say(number=self.c.number, surface=Surface.THREAD, post=post, kind=kind, seq=seq))

    def to_place(self, post: Post) -> None:
        """A post of ours at the customer's place that is no part of the record."""
        self.effects.append(Say(number=self.c.number, surface=Surface.CUSTOMER, post=post))

    def tell_team(self, key: str, **values: object) -> None:
        """A line of ours in the card's thread, where there is one."""
        if self.c.carded:
            self.to_thread(Post(text=wording.text(key, **values)))

    def tell(self, seq: int) -> None:
        """Message `seq` stands in the card's thread, or needs no telling there."""
        if self.c.carded and self.c.state in TOLD:
            self.change(told=max(self.c.told, seq))

    def mirror(self, message: Message, ping: bool = False) -> None:
        """Show a message of the record in the card's thread, once there is one that is being told."""
        told = self.c.state in TOLD or message.kind is AuthorKind.NOTE
        if not self.c.carded or not told:
            return
        post = cards.for_team(message, self.c)
        agent, team = self.c.agent, self.setting.places.team
        if ping and agent and team and agent.platform == team.platform:
            post = replace(post, ping=(Mention(kind="person", id=agent.user),))
        self.to_thread(post, message.kind, message.seq)
        self.tell(message.seq)

    def notice(self, key: str, ping: bool = False, **values: object) -> None:
        """Tell the customer something, and keep it in the record."""
        message = self.record(AuthorKind.SYSTEM, None, wording.text(key, **values), self.setting.now)
        self.to_customer(message, ping=ping)
        self.tell(message.seq)

    def amend_for_team(self, seq: int) -> None:
        """Bring the transcript that holds message `seq` into line with the record."""
        for first, last in self.c.transcripts:
            if first <= seq <= last:
                self.effects.append(Amend(number=self.c.number, surface=Surface.THREAD, seq=-first))

    def unbutton(self) -> None:
        """Take the buttons off the answer that bears them: only the latest does."""
        if self.c.buttons:
            seq = self.c.buttons
            self.change(buttons=0)
            self.effects.append(Amend(number=self.c.number, surface=Surface.CUSTOMER, seq=seq))

    def hold(self, message: Message) -> None:
        """Ask beside an agent's words what is meant by them."""
        assert message.author is not None, "an agent's"  # noqa: S101 - a bug of ours
        self.change(holding=(*self.c.holding, (message.seq, message.author.key)))
        self.to_thread(cards.held(message, self.c), message.kind, message.seq)

    def settle_held(self, seq: int) -> None:
        """Held words were sent, kept or taken back, and what stands beside them says so."""
        self.change(holding=tuple(each for each in self.c.holding if each[0] != seq))
        self.effects.append(Amend(number=self.c.number, surface=Surface.THREAD, seq=seq))

    def drop_held(self, author: str = "") -> None:
        """Held words of an earlier owner's time are not sent any more; those of `author`, who has it now, still may be."""
        if not self.c.carded:
            return
        self.effects += [Amend(number=self.c.number, surface=Surface.THREAD, seq=seq) for seq, _ in self.c.holding]
        self.change(holding=tuple(each for each in self.c.holding if each[1] == author))

    def touch(self) -> None:
        """The card no longer shows what is so."""
        if self.c.carded:
            self.dirty.add(f"card:{self.c.number}")

    # ---- changing hands

    def move(self, signal: Signal, **changes: object) -> None:
        before = self.c
        self.conversation = before.after(signal, **changes)
        if self.c.epoch != before.epoch:
            self.cancelled.append((self.c.number, self.c.epoch))
            if before.unsaid:  # whether they still go out is for the fence to say; until then nobody has said them
                self.kinds |= {(before.number, seq): AuthorKind.DRAFT for seq in before.unsaid}
                self.change(unsaid=(), disclosed=0 if before.disclosed in before.unsaid else before.disclosed)
        self.touch()
        self.dirty.add("board")

    def hand_off(self, reason: Reason, notice: str = "") -> None:
        """Mute the AI, tell the customer, and put the conversation before the team. All of it in this one decision."""
        now = self.setting.now
        first = self.c.told + 1 if self.c.carded else 1
        self.move(
            Signal.HAND_OFF,
            reason=reason,
            handed_at=now,
            handoffs=self.c.handoffs + 1,
            run="",
            misses=0,
            missed=(),
            unanswered=(),
            moods=(),
            helped=False,
            repeats=0,
            turn=Turn.TEAM,
        )
        self.drop_held()
        self.stopped.append(("idle", self.c.number))
        upto = self.c.seq
        if reason.trigger not in _SILENT:
            public = not self.c.place.direct and reason.trigger in _PRIVATE
            self.notice(notice or ("handoff.public" if public else f"handoff.{reason.trigger}"))
        self.unbutton()
        self._show(first, upto)

    def _show(self, first: int, upto: int) -> None:
        """The card, its thread, and what is new to them of the record; a conversation that had a card keeps it."""
        number = self.c.number
        if not self.c.carded:
            ping = self._ping()
            self._open_card(ping)
        else:
            words = wording.text(
                "again",
                number=number,
                customer=wording.name(self.c.customer, "customer"),
                why=cards.why(self.c.reason),
            )
            self.call_team(words)
        if upto >= first:
            self.effects.append(Transcript(number=number, first=first, last=upto))
            self.change(transcripts=(*self.c.transcripts, (first, upto)))
        self.tell(self.c.seq)

    def _open_card(self, ping: bool, again: bool = False) -> None:
        number = self.c.number
        self.change(carded=True)
        self.effects.append(OpenCard(number=number, ping=ping, again=again))
        title = wording.text("card.title", number=number, customer=wording.name(self.c.customer, "customer"))
        self.effects.append(OpenThread(number=number, surface=Surface.THREAD, title=title, again=again))

    def reopen_card(self, *, whole: bool) -> None:
        """A card and thread in place of those that were deleted; `whole`: with the whole record, since some stood there."""
        if self.c.card:  # its thread may be gone, and it may stand: nothing that it shows would be so any more
            self.effects.append(Withdraw(number=self.c.number, surface=Surface.TEAM, seq=0, card=self.c.card))
        self.change(card="", thread="", reopened_at=self.setting.now, holding=())
        self._open_card(ping=False, again=True)
        if whole:
            first, last = 1, self.c.seq
            self.effects.append(Transcript(number=self.c.number, first=first, last=last))
            self.change(transcripts=((first, last),), told=last)

    def call_team(self, words: str) -> None:
        """Say in the team channel that the conversation waits again, with the ping of a handoff."""
        ping = self.setting.places.ping if self._ping() else ()
        post = Post(text=words, buttons=(cards.button("claim", self.c.number),), ping=ping)
        self.effects.append(Say(number=self.c.number, surface=Surface.TEAM, post=post))

    def _ping(self) -> bool:
        """Whether this handoff notifies the team at once; a later one within the bundle waits for the bundle's end."""
        now, bundle = self.setting.now, self.setting.policy.ping_bundle
        last = self.setting.loaded.facts.get("pinged_at", "")
        if not self.setting.places.ping:
            return False
        if last and now - datetime.fromisoformat(last) < bundle:
            waiting = self.setting.loaded.facts.get("unpinged", "")
            self.facts["unpinged"] = " ".join([*waiting.split(), str(self.c.number)])
            due = datetime.fromisoformat(last) + bundle
            self.timers.append(Timer(kind="bundle", number=0, epoch=0, due=due))
            return False
        self.facts["pinged_at"] = now.isoformat()
        return True
