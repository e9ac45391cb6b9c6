"""
What happened, in the past tense. Adapters make these; the core only reads them.

`key` is what makes reading an event twice harmless: made of the platform's own ids, never of the delivery's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handoff.model import Address, File, Found, Person, Report, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    key: str  #: the same happening twice has the same key
    at: datetime
    also: str = ""  #: a second key (Slack's event_id): the event is a repeat if either is known


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person who was named, and what they may be here."""

    person: Person
    standing: Standing


@dataclass(frozen=True, slots=True)
class Group:
    """
    A user group or role that was named, or one person, and what it is called. `lacks`: why it can't be used: it is "absent"
    (there is none such), "everyone", a "bot", or that is "unknown".
    """

    platform: str
    id: str
    name: str
    lacks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke(Event):
    """
    Somebody wrote a message, anywhere that the bot can read. `text` is CommonMark without the bot's own mention.

    A top-level message of a channel has place.thread == "". Bots' and our own messages never become a Spoke. `named`: whom
    words to the bot in the team channel mention, by how the text shows them ("@Cy"). `member_of`: those of the VIPs'
    groups that the author is in, by their ids.
    """

    place: Address
    message_id: str
    author: Person
    standing: Standing
    text: str
    files: tuple[File, ...] = ()
    mentions_bot: bool = False
    mentions_others: bool = False  #: names another person, a role or a group
    reply_to_other: bool = False  #: a platform reply to somebody who is neither the author nor the bot
    reply_to: str = ""  #: id of the message of this place that it is a platform reply to
    link: str = ""  #: address of the message for people ("https://…"), where the adapter can make it without asking
    named: Mapping[str, Somebody] = field(default_factory=dict)
    member_of: frozenset[str] = frozenset()
    marks: bool = True  #: moves the surface's watermark; False while a gap is being caught up


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Event):
    """A person changed their message; `text` is the whole new text. Never a link preview, never our own edits."""

    place: Address
    message_id: str
    author: Person
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(Event):
    place: Address
    message_id: str


@dataclass(frozen=True, slots=True)
class Picked:
    """
    A channel that was named: what it is called, and what keeps the bot from working there: it is "absent" (not let in), the
    channel is "archived", it lacks "permissions" (which are `missing`, in the platform's words), or that is "unknown".
    """

    name: str
    lacks: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted(Event):
    """
    Somebody used a button, a command or a form. `place` is where; the same person at any age of the button. `people`: whom
    the options or fields of that name mean; `places`: which channels, and `picked`: how it stands with those; `groups`: which
    groups of people, or persons. `member_of`, of whoever asks for a person: as a Spoke's.
    """

    by: Person
    standing: Standing
    place: Address
    people: Mapping[str, Somebody] = field(default_factory=dict)
    places: Mapping[str, Address] = field(default_factory=dict)
    picked: Mapping[str, Picked] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    member_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Acted):
    """
    `detail` is what followed the number in the button's id: the seq of the message that it is about. `home`: on the bot's own
    page.
    """

    verb: str
    number: int = 0
    detail: str = ""
    home: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded(Acted):
    """`name` and `verb` as in COMMANDS ("handoff", "release"; verb "" where there is none), options by their names."""

    name: str
    verb: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed(Acted):
    """Somebody chose `verb` in the menu of a message, which stands at `place`, whoever wrote it."""

    verb: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSent(Acted):
    verb: str
    number: int
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The AI's words, CommonMark; `sources` are titles or file names; `confidence` in [0, 1]."""

    text: str
    sources: tuple[str, ...] = ()
    confidence: float = 1.0
    small_talk: bool = False  #: a greeting or thanks answered with a fixed line: neither a success nor a failure


@dataclass(frozen=True, slots=True)
class CannotAnswer:
    """The AI knows that it does not know."""

    why: str = ""  #: for agents and logs


@dataclass(frozen=True, slots=True)
class WantsHuman:
    why: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """No outcome: an error, or the deadline passed. `why` is for agents and logs, never for the customer."""

    why: str = ""


Outcome = Answer | CannotAnswer | WantsHuman | Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Event):
    """The AI came back. The key is the run's, so an answer counts once however often the asking was tried."""

    number: int
    epoch: int
    outcome: Outcome
    row: int = 0  #: the outbox row of the asking
    through: int = 0  #: the newest message that the AI was shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed(Event):
    """
    A preview came to its end (`found`), or a report, which has no changes (`report`), or either to nothing: `why`, for the
    team's eyes. The key is the run's.
    """

    row: int
    changes: tuple[tuple[str, str], ...]
    days: int
    by: Person
    found: Found | None = None
    report: Report | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt(Event):
    """Somebody else's analyser came back: the mood of what a customer said at `said`, by the quote that is kept of it."""

    number: int
    epoch: int
    said: datetime
    quote: str
    score: float  #: from 1 (content) to -1


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeUp(Event):
    """A timer ran out; `epoch` is the one that it was set in, and a stale one is inert."""

    kind: str
    number: int
    epoch: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """
    Where something of ours now stands: its id there, and its address for people ("" where there is none). `gone`: it was
    deleted, and stands there no more.
    """

    message_id: str
    link: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(Event):
    """An outbox row was carried out; one receipt a part. `place` is where it stands."""

    row: int
    place: Address
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undeliverable(Event):
    """
    An outbox row was given up: refused by the platform, of unknown fate and not to be sent again (`uncertain`), or the
    AI's words that came too late, since the conversation changed hands first (`fenced`); `gone`: the thread is not there
    any more. `reason` is for the team's eyes.
    """

    row: int
    reason: str
    uncertain: bool = False
    fenced: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLost(Event):
    """The message `card` in the team channel, which was conversation `number`'s card, was deleted by hand."""

    number: int
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked(Event):
    """Somebody opened the bot's own page, where a platform has one for each person."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Met(Event):
    """A person's name became known, or changed."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Departed(Event):
    """Somebody is no longer of the team: left its channel, lost the role, or has no account any more."""

    person: Person
