"""What the core knows about. Frozen: changed only by replace(), Conversation.after() and Conversation.but()."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from handoff.altering import Altering
from handoff.states import Signal, State, advance


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """
    A place on a platform. All ids are the platform's own, opaque to the core.

    A direct message is addressed by the person, whatever its channel's id: channel "@U123" (workspace "" on Discord,
    where people are global). A thread is (parent channel, thread); no thread is "".
    """

    platform: str
    workspace: str
    channel: str
    thread: str = ""

    @property
    def direct(self) -> bool:
        return self.channel.startswith("@")

    @property
    def parent(self) -> "Address":
        """The channel that this place is in, or is."""
        return replace(self, thread="")


@dataclass(frozen=True, slots=True)
class Person:
    """
    Somebody's account. Workspace is "" on Discord; on Slack the person's own team, which may be another's (Slack Connect).
    Two Persons are the same one when their `key` is the same: names change, and never decide anything.
    """

    platform: str
    workspace: str
    user: str
    name: str = field(default="", compare=False)
    locale: str = field(default="", compare=False)
    since: datetime | None = field(default=None, compare=False)  #: when the account was made, where the platform tells it

    @property
    def key(self) -> str:
        return f"{self.platform}:{self.workspace}:{self.user}"

    @property
    def direct(self) -> Address:
        """Their direct messages."""
        return Address(self.platform, self.workspace, f"@{self.user}")


#: of each human with several accounts that were linked: all of them, each on another platform
Accounts = tuple[tuple[Person, ...], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person may be here, found by the adapter from ids and fresh membership when the event came in."""

    agent: bool = False
    admin: bool = False
    served: bool = True  #: the workspace or server is one that we serve
    known: bool = True  #: False: the platform could not be asked just now, so nothing was granted
    outside: bool = False  #: an agent who cannot see the team channel, which is on this platform


class AuthorKind(StrEnum):
    CUSTOMER = "customer"
    AI = "ai"
    AGENT = "agent"
    PARTICIPANT = "participant"  #: somebody else who wrote in the customer's thread
    SYSTEM = "system"  #: our own notices
    NOTE = "note"  #: for the team only
    DRAFT = "draft"  #: not sent: the AI's late answer, or an agent's words that are held


#: what the customer has seen or said: all that an AI is ever shown
VISIBLE: Final = frozenset({AuthorKind.CUSTOMER, AuthorKind.AI, AuthorKind.AGENT, AuthorKind.SYSTEM})


@dataclass(frozen=True, slots=True)
class File:
    name: str
    url: str = ""
    size: int = 0
    kind: str = ""  #: MIME type


class Trigger(StrEnum):
    """Why a conversation was handed off."""

    EXPLICIT = "explicit"
    KEYWORD = "keyword"
    SENTIMENT = "sentiment"
    FAILURES = "failures"
    RULE = "rule"  #: one of the rules that admins switched on, or of one's own
    VIP = "vip"  #: the customer is one whom admins named, or in such a group
    HOURS = "hours"  #: it began while the team is not there
    AI = "ai"  #: the AI asked for a person itself
    AGENT = "agent"  #: somebody of the team wrote to the customer
    TAKEOVER = "takeover"  #: somebody of the team took it over from the AI
    REOPEN = "reopen"  #: somebody of the team reopened it


class Came(StrEnum):
    """What the AI came back with."""

    ANSWER = "answer"
    SMALL_TALK = "small talk"
    CANNOT = "cannot"
    FAILED = "failed"
    HUMAN = "human"  #: it asked for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """
    What the AI came back with, as it is kept: `own` characters of the message are its words, `confidence` in [0, 1] is theirs.
    It was asked in `epoch`, and shown the record up to the message `through`. `ended`: the handoff came of it.
    """

    came: Came
    epoch: int
    through: int
    own: int = 0
    confidence: float = 1.0
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What the customer pressed about an answer, when `after` was the newest message."""

    helped: bool
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a conversation's record. `seq` counts from 1 within the conversation; text is CommonMark."""

    number: int  #: the conversation's
    seq: int
    kind: AuthorKind
    author: Person | None
    text: str
    at: datetime
    files: tuple[File, ...] = ()
    edited: bool = False
    edited_at: datetime | None = None  #: the newest edit's; an older one that comes later changes nothing
    deleted: bool = False  #: its words are gone with it, unless the admin keeps them for the team
    held: bool = False  #: words that waited for an agent to send them, whatever became of them
    aside: bool = False  #: a customer's words to another member, or their reason: the team sees them, the AI never does
    answers: int = 0  #: seq of the message that this one is a reply to
    public: bool = False  #: written where the conversation was before it went on in private
    member_of: frozenset[str] = frozenset()  #: those of the VIPs' groups that a customer was in then, by their ids
    stretch: int = -1  #: the epoch, where it came while the AI had the conversation; -1: it did not, or that was not kept yet
    response: Response | None = None  #: of the AI, where the message came of one
    rating: Rating | None = None
    handoff: Trigger | None = None  #: the message is the notice of a handoff


@dataclass(frozen=True, slots=True)
class MessageLink:
    """Where one message of the record stands on a platform: the original, and each copy (a long one has several parts)."""

    number: int
    seq: int
    place: Address
    message_id: str
    part: int = 0
    original: bool = False  #: written there by a person, not posted by us


@dataclass(frozen=True, slots=True)
class Reason:
    """A trigger that fired, with its evidence: lines for agents' eyes only."""

    trigger: Trigger
    evidence: tuple[str, ...] = ()
    quote: str = ""
    topic: str = ""  #: what it is about, where admins said so


class Ending(StrEnum):
    """How a handoff ended."""

    CLOSED = "closed"
    RETURNED = "returned"  #: to the AI
    REMARK = "remark"  #: to the AI, since an agent's words were no more than a remark
    SOLVED = "solved"  #: closed, since the customer was helped
    BLOCKED = "blocked"  #: closed, since the customer was blocked


class Verdict(StrEnum):
    """What the agent who ended a handoff says that it was."""

    PERSON = "person"  #: it needed a person
    AI = "ai-could"  #: the AI could have answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """
    The record of one handoff. `ordinal` counts from 1 within the conversation, `seq` is its newest message then; `scores`,
    `misses` and `turns` are what the AI's time before it had come to: the customer's latest moods, oldest first, the failed
    responses in a row, the customer's messages.
    """

    number: int
    ordinal: int
    reason: Reason
    seq: int
    at: datetime
    back: bool = False  #: the customer came back after the close; the reason is the earlier handoff's
    scores: tuple[float, ...] = ()
    misses: int = 0
    turns: int = 0
    claimed_at: datetime | None = None
    answered_at: datetime | None = None  #: a person's first words to the customer
    ended_at: datetime | None = None
    ending: Ending | None = None
    verdict: Verdict | None = None


class Miss(StrEnum):
    """How a response of the AI is known to have failed."""

    CANNOT = "cannot"  #: it had no answer
    FAILED = "failed"  #: an error, or too late
    UNSURE = "unsure"
    UNHELPFUL = "unhelpful"  #: the button
    SAID = "said"  #: the customer said so in words
    AGAIN = "again"  #: the customer asked the same again
    REPEATED = "repeated"  #: it said what it had said to something else


@dataclass(frozen=True, slots=True)
class Mood:
    """One customer message's mood, from 1 (content) to -1, its words, and what in them decided."""

    score: float
    quote: str
    at: datetime | None = None  #: None: of a time when that was not kept
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """
    An agent's words in the customer's own thread, about which they were asked whether they take the conversation; `by` is the
    agent's key, `epoch` the one since the words. What follows is known only where the words took it from the AI.
    """

    seq: int
    by: str
    epoch: int
    muted: bool = False  #: the words took it from the AI, which has it back if they were no more than a remark
    left: tuple[int, ...] = ()  #: the customer's messages that an answer is still owed to
    unsaid: tuple[int, ...] = ()  #: the AI's answers that were on their way
    heard: int = 0  #: the question that the last of them was to


class Priority(StrEnum):
    """How pressing the team finds a conversation, the most pressing first; no customer ever sees it."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Turn(StrEnum):
    CUSTOMER = "customer"
    TEAM = "team"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One customer's matter, from the first message to close. `number` is its id, and what people call it: #42."""

    number: int
    customer: Person
    place: Address  #: where the customer is talked to
    opened_at: datetime
    state: State = State.AI
    epoch: int = 0  #: raised with every change of owner; an AI answer of an older epoch is late
    agent: Person | None = None
    seq: int = 0  #: the newest message's
    turn: Turn = Turn.TEAM
    priority: Priority = Priority.NORMAL
    reason: Reason | None = None  #: of the latest handoff
    handoffs: int = 0
    handoff: Handoff | None = None  #: the record of the latest, ended or not; None: of a time when none was kept
    handed_at: datetime | None = None
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    former: Person | None = None  #: the agent who had it when it was closed
    over: str = ""  #: why it was closed, for the team's eyes, where that was no agent's work
    customer_at: datetime | None = None  #: the customer's last words
    agent_at: datetime | None = None  #: the agent's last words to the customer
    last_words: str = ""  #: the customer's, shortened
    misses: int = 0  #: failed responses in a row
    missed: tuple[str, ...] = ()  #: the questions that failed, shortened; the evidence for `failures`
    missed_how: tuple[Miss, ...] = ()  #: how each of them is known to have failed; fewer where that was not kept yet
    questions: tuple[str, ...] = ()  #: the customer's latest to the AI, shortened
    said: tuple[str, ...] = ()  #: the AI's latest answers, shortened
    turns: int = 0  #: the customer's messages that ask something, since the AI has it
    helped: bool = False  #: the AI's latest answer was a good one, as far as is known
    repeats: int = 0  #: how often the customer wrote the same words again, in a row
    moods: tuple[Mood, ...] = ()  #: of the customer's latest messages, oldest first
    run: str = ""  #: the AI run in flight
    heard: int = 0  #: seq of the customer's newest message that is for the AI to answer
    unanswered: tuple[int, ...] = ()  #: the customer's messages that no answer came to yet, and that still stand
    again: int = 0  #: a question whose answer may be on its way: asked anew, should that turn out not to stand
    asked: int = 0  #: customer messages up to this seq were given to a run
    unsaid: tuple[int, ...] = ()  #: the AI's answers, by seq, that are not known to stand yet
    disclosed: int = 0  #: seq of the first AI answer, which says what it is; 0: none was said yet
    greeted: bool = False  #: the customer was pinged at the first human answer of this claim
    card: str = ""  #: the card's message id in the team channel
    thread: str = ""  #: the card's thread
    carded: bool = False  #: a card was asked for, though it may not stand yet
    told: int = 0  #: messages up to this seq are in the card's thread, or on their way
    transcripts: tuple[tuple[int, int], ...] = ()  #: the first and last seq of each transcript in the card's thread
    replies: tuple[tuple[int, int], ...] = ()  #: the latest replies: their seq, and that of what they are a reply to
    holding: tuple[tuple[int, str], ...] = ()  #: words that are held: their seq, and the key of who wrote them; "": the AI
    remarks: tuple[Remark, ...] = ()  #: what agents were asked about and have not answered, one each
    delivered: int = 0  #: the agent's newest message known to stand at the customer
    buttons: int = 0  #: seq of the answer that bears the customer's buttons; 0: none
    ratable: int = 0  #: seq of that answer while the customer may say whether it helped; 0: not, or not any more
    question: str = ""  #: what that answer was for, shortened
    assured_at: datetime | None = None  #: when the customer, who asked again, was told that the team is asked already
    reopened_at: datetime | None = None  #: when a new card took the place of one that was deleted by hand
    link: str = ""  #: address of the place for people, where the platform has one; of the public one that it left
    earlier_places: tuple[Address, ...] = ()  #: public ones, where it was before it went on in private
    hidden: bool = False  #: its place is a thread of a public channel that nobody else there can read
    going: Address | None = None  #: the direct messages where it is to go on, once a first message stands there
    going_asked: int = 0  #: how often that was tried
    card_link: str = ""  #: address of the card's thread for people
    unread: tuple[int, ...] = ()  #: the customer's messages, by seq, since somebody of the team last wrote to them
    unread_at: datetime | None = None  #: when the first of them came
    version: int = 0  #: raised by the store with every save

    def after(self, signal: Signal, **changes: Any) -> "Conversation":
        """The conversation after `signal`, by the one table; raises IllegalTransition."""
        to = advance(self.state, signal)
        return self.but({**changes, "state": to.state, "epoch": self.epoch + to.new_owner})

    def but(self, changes: Mapping[str, object]) -> "Conversation":
        """The same with other values in some fields. An unknown name is a KeyError."""
        return _altered(self, changes)

    @property
    def open(self) -> bool:
        return self.state is not State.CLOSED

    @property
    def private(self) -> bool:
        """Whether others who are where the customer is can't read it."""
        return self.place.direct or self.hidden

    @property
    def elsewhere(self) -> tuple[Address, ...]:
        """Where the customer's words are its own too, besides its place."""
        return (*self.earlier_places, *([self.going] if self.going else []))


_altered: Final = Altering(Conversation)


@dataclass(frozen=True, slots=True)
class Change:
    """When something of the policy was last changed, and by whom."""

    at: datetime
    by: Person


#: what `/triggers set` can set
Value = float | int | bool | timedelta | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """
    What admins decided for one channel alone, or for one workspace or server (its place has no channel). The rest is
    inherited: handoff.scopes says how. `name` is what the channel was called then.
    """

    place: Address
    name: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)  #: by the names of `/triggers set`
    keywords: tuple[str, ...] = ()  #: besides those that are inherited
    without: tuple[str, ...] = ()  #: inherited phrases that do not count here
    changed: Mapping[str, Change] = field(default_factory=dict)  #: as the policy's


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportChannel:
    """A channel where customers write since an admin added it; `name` is what it was called then."""

    place: Address
    name: str
    at: datetime
    by: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Somebody who can't use the bot, since an admin decided so; `number` is the conversation that it was about, if any."""

    person: Person
    at: datetime
    by: Person
    until: datetime | None = None  #: None: until it is undone
    reason: str = ""  #: for the team's eyes
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vip:
    """Whose questions go to a person at once: a user group, a role, or somebody; `name` is what it was called then."""

    platform: str
    id: str
    name: str
    at: datetime
    by: Person


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation that a result names, and its address for people ("" where there is none)."""

    number: int
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    What a preview came to: handoffs by trigger under the settings in force and under the others, how many conversations would
    newly be handed off and no longer, the newest of them, and of how many the record tells a part only.
    """

    conversations: int
    unknown: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    newly: tuple[Told, ...]
    newly_count: int
    no_longer: tuple[Told, ...]
    no_longer_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A change of one setting, as one types it, and how many conversations it would have served better and worse."""

    name: str
    value: str
    now: str
    spared: int = 0  #: needless handoffs that it would not have made
    caught: int = 0  #: missed ones that it would have made in time
    extra: int = 0  #: new ones, of which nobody knows whether they were needed
    lost: int = 0  #: needed ones that it would have made later or never


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the handoffs of some days were, by trigger; `judged`: those that a suggestion can be based on."""

    handoffs: Mapping[str, int]
    needless: Mapping[str, int]
    missed: tuple[Told, ...] = ()  #: the newest of them
    missed_count: int = 0
    judged: int = 0
    advice: Advice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What admins decided, and who is who. One version at a time; a batch of events sees one version."""

    version: int = 0
    keywords: tuple[str, ...] = ("cancel my account",)
    failed_limit: int = 3
    sentiment_threshold: float = -0.4
    sentiment_window: int = 4
    sentiment_minimum: int = 3
    sentiment_abuse: float = -0.9
    keywords_enabled: bool = True
    turns_limit: int = 0  #: of the customer's messages that the AI answers; 0: any number
    files_enabled: bool = False  #: a file is for a person
    hours_open: str = ""  #: when the team is there, as handoff.hours reads it; "": not told
    hours_handoff: bool = False  #: what begins while it is not there is for a person
    account_age: timedelta = timedelta(0)  #: handoffs of younger accounts notify nobody
    idle: timedelta = timedelta(hours=24)
    reopen_window: timedelta = timedelta(0)
    ping_bundle: timedelta = timedelta(seconds=60)
    gather: timedelta = timedelta(seconds=20)
    ai: str = "on"  #: "on", "off" or "draft": it only suggests answers to agents
    ai_at: Mapping[str, str] = field(default_factory=dict)  #: the same by "platform:channel", where that has its own
    keep_deleted: bool = False  #: the team's copy of what a customer deletes stays, marked
    support: tuple[SupportChannel, ...] = ()  #: besides those of the settings
    changed: Mapping[str, Change] = field(default_factory=dict)  #: by the names of `/triggers set`
    accounts: Accounts = ()  #: what agents linked
    blocked: tuple[Block, ...] = ()  #: some of these may be over
    vips: tuple[Vip, ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict)  #: of keywords: phrase -> what it is about
    topics_off: tuple[str, ...] = ()  #: whose keywords do not count
    scopes: Mapping[str, Scope] = field(default_factory=dict)  #: by handoff.scopes.key(); once made they stay, if empty

    def blocks(self, now: datetime) -> tuple[Block, ...]:
        """Those in force."""
        return tuple(each for each in self.blocked if each.until is None or each.until > now)

    @property
    def added(self) -> dict[tuple[str, str], datetime]:
        """The support channels that admins added, as (platform, channel), and since when."""
        return {(each.place.platform, each.place.channel): each.at for each in self.support}


#: one value of the policy
Piece = bool | int | float | str | timedelta | SupportChannel | Block | Vip


@dataclass(frozen=True, slots=True)
class Edit:
    """One value of the policy, by the way to it (handoff.edits), before and after a change. None: there is none."""

    path: tuple[str, ...]
    was: Piece | None
    now: Piece | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One change of the policy: who, when, what, before, after."""

    at: datetime
    by: Person
    what: str
    before: str
    after: str
    where: str = ""  #: key of the scope whose own it is (before or after "": inherited there); "": everywhere
    entry: int = 0  #: the version of the policy that it made: one number for all that one command changed
    undoes: int = 0  #: the entry that it takes back
    edits: tuple[Edit, ...] = ()  #: all that the command changed, beside the first of its audits; before they were kept: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """
    One of our own configured targets: kind "here", "group" (Slack user group, Discord role), "person", or "either" of
    the two, where only the platform can tell.
    """

    kind: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where customers write and where the team sits: from the settings, but for what admins `added` by command since when."""

    team: Address | None = None
    support: frozenset[tuple[str, str]] = frozenset()  #: (platform, channel)
    added: Mapping[tuple[str, str], datetime] = field(default_factory=dict)  #: an adapter's is live: it is asked, not kept
    ping: tuple[Mention, ...] = (Mention(kind="here"),)

    def is_support(self, place: Address) -> bool:
        return (place.platform, place.channel) in self.support or (place.platform, place.channel) in self.added

    def channels(self, platform: str) -> tuple[str, ...]:
        """The support channels on a platform."""
        return tuple(sorted({channel for p, channel in (*self.support, *self.added) if p == platform}))

    def is_team(self, place: Address) -> bool:
        """By platform and channel alone: the workspace is known only once the platform is connected."""
        team = self.team
        return team is not None and (place.platform, place.channel) == (team.platform, team.channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """AGENTS and ADMINS of the settings: (platform, id of a user, group or role). Empty: the platform's own default."""

    agents: frozenset[tuple[str, str]] = frozenset()
    admins: frozenset[tuple[str, str]] = frozenset()
    vips: Set[tuple[str, str]] = frozenset()  #: by command; an adapter's is live: it is asked, not kept
