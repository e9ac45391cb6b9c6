"""What the core needs from outside. Adapters fit these by shape; they inherit nothing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from handoff.effects import Chart, Effect, Order, Post, PostTo, Reply, Surface
from handoff.events import Event, Outcome, Receipt
from handoff.model import Address, Audit, AuthorKind, Conversation, Handoff, Message, MessageLink, Person, Policy

# ---- platforms


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most `burst` at once and one more every `every` seconds."""

    burst: int
    every: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a platform can do; the core asks this, never which platform it is."""

    opens_threads: bool  #: a thread must be made before it can be written in
    finds_by_key: bool  #: an earlier post can be looked up by its key at any age
    repeats_safely: float  #: seconds for which posting the same key again cannot double; 0: never
    timeout: float  #: seconds after which a request that got no answer can no longer take effect
    posts: Rate  #: posts in one channel, the channel's threads included where the platform counts so
    edits: Rate
    overall: Rate  #: all requests together
    threads_share_rate: bool  #: threads count towards their channel's rate
    replies: bool = False  #: a post can be a reply to another message of its place
    edits_shared: bool = False  #: edits in all channels are one budget
    whispers: bool = False  #: something can be shown to one person alone who did not just press or type
    private_threads: bool = False  #: somebody can be written to in a thread that others of its channel can't read
    gone: frozenset[str] = frozenset()  #: the codes of Refused that say that a thread, or the message it began with, is gone


class Channel(Protocol):
    """A platform that we can speak on. Raises Refused, Unavailable or Uncertain."""

    @property
    def capabilities(self) -> Capabilities: ...

    def parts(self, post: Post) -> tuple[Post, ...]:
        """Split to the platform's limits, nothing lost, code fences whole; buttons on the last part, ping on the first."""
        ...

    async def carry_out(self, order: Order) -> Receipt: ...

    async def find(self, order: PostTo, since: datetime) -> Receipt | None:
        """The post that an earlier try of `order` made, or None. Raises Unavailable."""
        ...

    async def show_typing(self, to: Address) -> None:
        """Show for some seconds that an answer is being written. Never raises: it is only a courtesy."""
        ...


class ShowsHomes(Protocol):
    """A platform on which the bot has a page of its own for each person."""

    async def show_home(self, person: Person, posts: Sequence[Post]) -> None:
        """Show the posts there, one under the other, in place of what was there. Raises as Channel.carry_out does."""
        ...


#: A chart as a PNG. Raises Refused where none can be drawn.
Painter = Callable[[Chart], Awaitable[bytes]]


# ---- reading the customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What an analyser makes of a message. `score`: from 1 (content) to -1; None: it does not know the language."""

    score: float | None
    words: tuple[str, ...] = ()  #: what decided, the strongest first
    language: str = ""  #: ISO 639-1; "" where it cannot be told


class Analyser(Protocol):
    """Tells how content a customer's message is."""

    def judge(self, text: str) -> Judged: ...


class Feels(Protocol):
    """An analyser that takes its time: nobody waits for it, and what it finds comes in as an event."""

    async def feel(self, text: str, deadline: float) -> float | None:
        """The mood, from 1 (content) to -1, within `deadline` seconds; None where it cannot be told. Never raises."""
        ...


# ---- the AI


@dataclass(frozen=True, slots=True)
class Said:
    """One message that the customer has seen or said; `who` is "customer", "assistant" or "team"."""

    who: str
    text: str


class Responder(Protocol):
    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        """The outcome for the customer's latest words, which end the history; `deadline` in seconds from now."""
        ...


# ---- inward


class Sink(Protocol):
    """Where adapters bring events. Returns once the event is committed, with the reply to whoever pressed or typed."""

    async def __call__(self, event: Event) -> Reply: ...


# ---- time


class Clock(Protocol):
    def now(self) -> datetime:
        """UTC, aware."""
        ...


# ---- the store


#: of the newest changes that are asked for, so many are loaded
PAST: Final = 200

#: (platform, channel, message id): enough to know a message, whatever thread it is in
LinkKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An edit or a delete that overtook its message: `at` is when it happened, `text` None that the message is gone."""

    at: datetime
    text: str | None


class RowState(StrEnum):
    PENDING = "pending"
    STARTED = "started"  #: a request may be on its way
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One outbox row. `part` parts are done; `receipts` are theirs; `started_at` is the latest try's."""

    id: int
    lane: str
    effect: Effect
    state: RowState
    created_at: datetime
    part: int = 0
    receipts: tuple[Receipt, ...] = ()
    attempts: int = 0
    looked: int = 0  #: look-ups made since the latest try
    next_at: datetime
    started_at: datetime | None = None
    blocked_at: datetime | None = None  #: since when its next part fails
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """At most one of a kind for a conversation: setting it again moves it."""

    kind: str
    number: int
    epoch: int
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """
    Changes of the policy that are wanted: entry `number` and all later ones of the same names; without a number the newest
    ones, below the entry `before`, of `name` or of what begins with it and a dot.
    """

    number: int = 0
    name: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What a batch of events needs loaded, by set."""

    keys: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()
    places: frozenset[Address] = frozenset()  #: of customers: the newest conversation at each, open or not
    threads: frozenset[str] = frozenset()  #: cards' threads, by the thread's id (only asked for in the team channel)
    links: frozenset[LinkKey] = frozenset()
    parked: frozenset[LinkKey] = frozenset()
    messages: frozenset[tuple[int, int]] = frozenset()  #: (number, seq)
    rows: frozenset[int] = frozenset()
    fates: frozenset[int] = frozenset()  #: of these conversations: the AI's rows that are not finished
    people: frozenset[str] = frozenset()  #: person keys: the open conversations that they are customer or agent of
    gather: frozenset[tuple[Address, str]] = frozenset()  #: (support channel, person key): their newest conversation there
    handoffs: frozenset[int] = frozenset()  #: conversations, by number: the record of every handoff of theirs
    queue: bool = False  #: every waiting conversation, and every claimed one
    unsaid: bool = False  #: every conversation with words of the AI's in the outbox that are not known to stand
    audits: frozenset[Past] = frozenset()


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What was found. `conversations` holds every conversation that any other mapping names."""

    seen: frozenset[str] = frozenset()
    conversations: dict[int, Conversation] = field(default_factory=dict)
    by_place: dict[Address, int] = field(default_factory=dict)
    by_thread: dict[str, int] = field(default_factory=dict)
    links: dict[LinkKey, MessageLink] = field(default_factory=dict)
    parked: dict[LinkKey, Parked] = field(default_factory=dict)
    messages: dict[tuple[int, int], Message] = field(default_factory=dict)  #: those asked for, and those that `links` name
    handoffs: dict[tuple[int, int], Handoff] = field(default_factory=dict)  #: by number and ordinal
    rows: dict[int, Row] = field(default_factory=dict)
    by_person: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_gather: dict[tuple[Address, str], int] = field(default_factory=dict)
    queue: tuple[int, ...] = ()  #: waiting and claimed ones, oldest handoff first
    next_number: int = 1
    policy: Policy = field(default_factory=Policy)
    audits: tuple[Audit, ...] = ()  #: oldest first: those asked for, PAST of the newest at most, and whatever undoes them
    facts: Mapping[str, str] = field(default_factory=dict)  #: small facts of the team: "pinged_at", "board"


@dataclass(slots=True, kw_only=True)
class Changes:
    """What a batch of decisions made of it, saved by set, all or nothing."""

    keys: set[str] = field(default_factory=set)
    conversations: dict[int, Conversation] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)  #: new ones
    revised: list[Message] = field(default_factory=list)  #: known ones, by (number, seq)
    links: list[MessageLink] = field(default_factory=list)
    parked: dict[LinkKey, Parked | None] = field(default_factory=dict)  #: None: it waits no longer
    effects: list[Effect] = field(default_factory=list)  #: in order
    cancelled: list[tuple[int, int]] = field(default_factory=list)  #: (number, epoch): the AI's rows below it, not started
    kinds: dict[tuple[int, int], AuthorKind] = field(default_factory=dict)  #: known messages that became another kind
    finished: dict[int, tuple[RowState, str]] = field(default_factory=dict)  #: outbox rows: end state and error
    timers: list[Timer] = field(default_factory=list)
    stopped: list[tuple[str, int]] = field(default_factory=list)  #: (kind, number) of timers
    dirty: set[str] = field(default_factory=set)  #: "card:42", "board"
    marks: dict[Address, str] = field(default_factory=dict)  #: watermarks: newest message id committed
    people: list[Person] = field(default_factory=list)
    policy: Policy | None = None
    audits: list[Audit] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    homes: list["Home"] = field(default_factory=list)  #: pages that somebody looks at
    handoffs: list[Handoff] = field(default_factory=list)  #: new or known ones, by number and ordinal; the last of each counts


class Unit(Protocol):
    """One transaction; leaving the context without save() changes nothing."""

    async def load(self, wants: Wants) -> Loaded: ...

    async def save(self, changes: Changes, now: datetime) -> None:
        """Write and commit. A unique violation raises Conflict and changes nothing."""
        ...


class Conflict(Exception):
    """Another process was first; decide again on what is there now."""


class LostLease(Exception):
    """Another process has taken the row over, since this one did not move for too long; what becomes of it is told there."""


class Store(Protocol):
    def unit(self) -> AbstractAsyncContextManager[Unit]: ...

    async def quarantine(self, key: str, event: str, error: str, now: datetime) -> None:
        """Put an event aside whose decision raised; its key counts as seen."""
        ...

    async def attempt(self, key: str, now: datetime) -> int:
        """Commit that the deciding of an event begins: how often it began and has not ended, this time included."""
        ...

    async def survived(self, key: str) -> None:
        """The attempts at an event ended, well or not, and the process lives."""
        ...


class Retention(Protocol):
    async def tidy(self, now: datetime) -> None:
        """Delete what nobody will ask for again."""
        ...


class Outbox(Protocol):
    """The rows that effects became."""

    async def due(self, now: datetime, busy: frozenset[str]) -> Sequence[Row]:
        """
        The head of every lane outside `busy`, where it is PENDING or STARTED and due. Of several processes one gets it, for
        as long as it keeps asking with that lane as `busy`.
        """
        ...

    async def start(self, row: Row, now: datetime) -> bool:
        """
        Commit that a try of the row's next part begins. False, and nothing changed, if the row was cancelled, or if it
        is the AI's and the conversation's epoch is no longer the row's: the fence. Raises LostLease.
        """
        ...

    async def keep(self, row: Row) -> None:
        """Keep state, part, receipts, attempts, looked, next_at and error of a row that goes on later. Raises LostLease."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest row or timer that is waiting for its time is due."""
        ...


@dataclass(frozen=True, slots=True)
class Dirty:
    target: str
    version: int  #: raised with every mark, so that a mark made while rendering is not lost


class Views(Protocol):
    """Reading for what is shown; never for deciding."""

    async def conversation(self, number: int) -> Conversation | None: ...

    async def transcript(self, number: int, first: int = 1, last: int | None = None) -> Sequence[Message]: ...

    async def recorded(self, since: datetime) -> int:
        """How many conversations were opened since then."""
        ...

    async def records(self, after: int, since: datetime, most: int) -> Sequence[tuple[Conversation, Sequence[Message]]]:
        """The next `most` conversations after number `after` that were opened since then, each with its whole record."""
        ...

    async def copies(self, number: int, surface: Surface, seq: int) -> Sequence[MessageLink]:
        """Our posted copies (not the original) of a message at the customer's place or in the card's thread, by part."""
        ...

    async def standing(self, number: int, seq: int) -> Sequence[MessageLink]:
        """Everywhere that a message stands: the original and our copies, by part."""
        ...

    async def queue(self) -> Sequence[Conversation]:
        """Waiting, claimed and snoozed ones, oldest handoff first."""
        ...

    async def fact(self, name: str) -> str: ...

    async def remember(self, name: str, value: str) -> None: ...

    async def dirty(self) -> Sequence[Dirty]: ...

    async def clean(self, done: Dirty) -> None:
        """Forget the mark, unless it was raised meanwhile."""
        ...


class Sendings(Protocol):
    """What an operator looks at; nothing is decided from it."""

    async def unfinished(self) -> Sequence[Row]:
        """Rows that are still to be sent, or were given up: a bounded number, the oldest first."""
        ...

    async def sendings(self, number: int) -> Sequence[Row]:
        """Every row of a conversation that is kept, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Somebody looked at the bot's own page at `at`; it shows that `page` of what they have in hand."""

    person: Person
    at: datetime
    page: int = 1


class Homes(Protocol):
    """What the bot's own pages are rendered from."""

    async def homes(self, since: datetime) -> Sequence[Home]:
        """Whoever looked since then, the latest first: a bounded number."""
        ...

    async def queue(self) -> Sequence[Conversation]: ...

    async def of_customer(self, key: str) -> Sequence[Conversation]:
        """The open conversations of the customer whose key it is, oldest first."""
        ...

    async def policy(self) -> Policy: ...


class Handoffs(Protocol):
    async def handoffs(self, since: datetime, after: Handoff | None = None) -> Sequence[Handoff]:
        """The records of handoffs since then, oldest first: a bounded number; `after`: the last one that was read."""
        ...


class Policies(Protocol):
    async def policy(self) -> Policy:
        """The newest version."""
        ...


class Timers(Protocol):
    async def due_timers(self, now: datetime) -> Sequence[Timer]: ...


class Watermarks(Protocol):
    """For catch-up."""

    async def watermarks(self, platform: str) -> Mapping[Address, str]:
        """Newest committed message id by surface: every DM, support channel and thread that was ever marked and is recent."""
        ...

    async def mark(self, surface: Address, message_id: str) -> None: ...

    async def open_places(self, platform: str) -> Sequence[Address]:
        """Customers' places and cards' threads of open conversations on that platform."""
        ...

    async def originals(self, platform: str, since: datetime) -> Mapping[Address, Sequence[str]]:
        """
        By surface the ids of what people wrote there since, in open conversations, that stands as far as is known: of
        each surface the newest, oldest of them first.
        """
        ...

    async def nameless(self, platform: str) -> Sequence[Person]:
        """Customers of open conversations on that platform whose name never became known."""
        ...
