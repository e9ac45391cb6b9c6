"""One decision in the making: the conversation as it stands, and what was decided about it so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from handoff import accounts, cards, scopes, wording
from handoff.decide import ledger, names
from handoff.decide.lists import nearer
from handoff.effects import (
    Amend,
    Done,
    Effect,
    FormErrors,
    Post,
    Reply,
    Say,
    Surface,
    Whisper,
)
from handoff.events import Acted, FormSent
from handoff.model import (
    Address,
    Audit,
    AuthorKind,
    Conversation,
    Ending,
    File,
    Handoff,
    Mention,
    Message,
    MessageLink,
    Person,
    Places,
    Policy,
    Turn,
    Verdict,
)
from handoff.ports import Analyser, Home, LinkKey, Loaded, Parked, RowState, Timer
from handoff.states import Signal, State
from handoff.triggers import Matcher, Reading

#: sentences that name slash commands -> what is said to words
SPOKEN = {
    "refused.agent": "refused.agent.spoken",
    "none": "none.spoken",
    "which": "which.spoken",
    "which.number": "which.number.spoken",
}
#: in these the card's thread is told everything as it happens; before and after, a transcript tells what is new
TOLD = frozenset({State.WAITING, State.CLAIMED, State.SNOOZED})

#: unread messages that are kept: more are counted as many
MOST_UNREAD: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds around a decision: the batch's policy, the places of the settings, what was loaded, and the time."""

    now: datetime
    policy: Policy
    places: Places
    loaded: Loaded
    analyser: Analyser
    phrases: Matcher | None = None  #: built of the policy's keywords, or of those before while a long list is being built
    scoped: Mapping[str, Matcher] = field(default_factory=dict)  #: the same of scopes' own, by their keys
    answers: bool = True  #: False: there is no AI (AI=none), every question goes to the team
    code: str = ""  #: drawn for this decision alone, for whoever needs what nobody can guess

    def own(self, person: Person) -> Person:
        """The account under which somebody has what they have."""
        return accounts.own(self.policy.accounts, person, self.places.team)

    def here(self, person: Person, place: Address) -> Person:
        """Their account on the platform of that place."""
        return accounts.on(self.policy.accounts, person, place.platform)


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
    undoes: int = 0  #: the entry that they take back
    facts: dict[str, str] = field(default_factory=dict)
    homes: list[Home] = field(default_factory=list)
    handoffs: list[Handoff] = field(default_factory=list)
    reply: Reply = field(default_factory=Done)
    spoken: bool = False  #: a command in words, where slash commands may not be: the reply names words too
    refused: str = ""  #: for the log: why somebody was turned away

    @property
    def c(self) -> Conversation:
        assert self.conversation is not None, "decided about no conversation"  # noqa: S101 - a bug of ours
        return self.conversation

    def change(self, **changes: object) -> None:
        self.conversation = self.c.but(changes)

    def whisper(self, key: str, also: object = "", **values: object) -> None:
        """What whoever acted is told; said in words, where a sentence has a form for that. `also`: as of a notice."""
        key = SPOKEN.get(key, key) if self.spoken else key
        self.reply = Whisper(post=Post(text=f"{wording.text(key, **values)} {also}".rstrip()))

    def wrong(self, event: Acted, name: str, key: str, /, **values: object) -> None:
        """What is wrong with option or field `name`: in the form, where one was sent, with what was typed."""
        self.whisper(key, **values)
        if isinstance(event, FormSent) and isinstance(self.reply, Whisper):
            said = self.reply.post.text
            typed = wording.quoted("\n".join(filter(None, event.fields.values())))
            again = cards.button(event.verb, event.number, label=wording.text("form.again"))
            text = f"{said}\n{wording.text('form.typed', words=typed)}" if any(event.fields.values()) else said
            self.reply = FormErrors(errors={name: said}, again=Post(text=text, buttons=(again,)))

    def reading(self, text: str = "", files: tuple[File, ...] = (), member_of: frozenset[str] = frozenset()) -> Reading:
        """What the triggers see: the customer's new words and files, or none when an answer came in."""
        setting = self.setting
        return Reading(
            conversation=self.c,
            policy=self.in_force,
            text=text,
            files=files,
            phrases=setting.phrases,
            nearer=tuple(nearer(setting.policy, setting.scoped, scopes.origin(self.c))),
            now=setting.now,
            member_of=member_of,
        )

    @property
    def in_force(self) -> Policy:
        """The policy with the values that hold where the conversation is."""
        return scopes.effective(self.setting.policy, scopes.origin(self.c))

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
        answers: int = 0,
        public: bool = False,
    ) -> Message:
        """Add a message to the record."""
        seq, number = self.c.seq + 1, self.c.number
        message = Message(
            number=number,
            seq=seq,
            kind=kind,
            author=author,
            text=text,
            at=at,
            files=files,
            aside=aside,
            held=held,
            answers=answers,
            public=public,
            stretch=self.c.epoch if self.c.state is State.AI else -1,
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
            Say(
                number=self.c.number,
                surface=Surface.CUSTOMER,
                post=post,
                kind=message.kind,
                seq=message.seq,
                answers=message.answers,
                epoch=epoch,
            )
        )

    def to_thread(self, post: Post, kind: AuthorKind = AuthorKind.SYSTEM, seq: int = 0, answers: int = 0) -> None:
        self.effects.append(Say(number=self.c.number, surface=Surface.THREAD, post=post, kind=kind, seq=seq, answers=answers))

    def to_place(self, post: Post) -> None:
        """A post of ours at the customer's place that is no part of the record."""
        self.effects.append(Say(number=self.c.number, surface=Surface.CUSTOMER, post=post))

    def tell_team(self, key: str, **values: object) -> None:
        """A line of ours in the card's thread, where there is one."""
        if self.c.carded:
            self.to_thread(Post(text=wording.text(key, **values)))

    def owed(self, message: Message) -> None:
        """The customer's words, which somebody of the team owes an answer."""
        unread = (*self.c.unread, message.seq)[-MOST_UNREAD:]
        self.change(turn=Turn.TEAM, unread=unread, unread_at=self.c.unread_at or message.at)

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
        self.to_thread(post, message.kind, message.seq, message.answers)
        self.tell(message.seq)

    def notice(self, key: str, ping: bool = False, also: str = "", **values: object) -> None:
        """Tell the customer something, and keep it in the record; `also`: a sentence that follows, if any."""
        words = " ".join(filter(None, [wording.text(key, **values), also]))
        message = self.record(AuthorKind.SYSTEM, None, words, self.setting.now)
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
            self.effects.append(Amend(number=self.c.number, surface=Surface.CUSTOMER, seq=self.c.buttons))
            self.change(buttons=0, ratable=0)

    def hold(self, message: Message) -> None:
        """Ask beside words of an agent's, or of the AI's, what is to become of them."""
        self.change(holding=(*self.c.holding, (message.seq, message.author.key if message.author else "")))
        self.to_thread(cards.held(message, self.c), message.kind, message.seq)

    def settle_held(self, seq: int) -> None:
        """Held words were sent, kept or taken back, and what stands beside them says so."""
        self.change(holding=tuple(each for each in self.c.holding if each[0] != seq))
        self.effects.append(Amend(number=self.c.number, surface=Surface.THREAD, seq=seq))

    def drop_held(self, author: str | None = None, *, drafts: bool = False) -> None:
        """
        Held words of an earlier owner's time are not sent any more; those of `author`, who has it now, still may be, and so
        may the AI's `drafts` while a person has it or is waited for.
        """
        if not self.c.carded:
            return
        self.effects += [Amend(number=self.c.number, surface=Surface.THREAD, seq=seq) for seq, _ in self.c.holding]
        kept = {author, "" if drafts else None} - {None}
        self.change(holding=tuple(each for each in self.c.holding if each[1] in kept))

    def touch(self) -> None:
        """The card no longer shows what is so."""
        if self.c.carded:
            self.dirty.add(f"card:{self.c.number}")

    # ---- changing hands

    def move(self, signal: Signal, *, ending: Ending | None = None, verdict: Verdict | None = None, **changes: object) -> None:
        """`ending`, `verdict`: of the handoff that this ends, where more is known of it than the signal tells."""
        before = self.c
        self.conversation = before.after(signal, **changes)
        self.change(handoff=ledger.moved(before, self.c, signal, self.setting.now, ending, verdict))
        if self.c.epoch != before.epoch:
            self.cancelled.append((self.c.number, self.c.epoch))
            self.change(again=0)
            if before.unsaid:  # whether they still go out is for the fence to say; until then nobody has said them
                self.kinds |= {(before.number, seq): AuthorKind.DRAFT for seq in before.unsaid}
                self.change(unsaid=(), disclosed=0 if before.disclosed in before.unsaid else before.disclosed)
        self.touch()
        self.dirty.add("board")
