"""
What we ask of the world, in the imperative. The core makes these; the outbox and the adapters carry them out.

Effects are kept as outbox rows in the transaction that decided them. Replies have one try, at once, and are never kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handoff.model import Address, AuthorKind, File, Mention, Person


class Surface(StrEnum):
    """Which side of a conversation."""

    CUSTOMER = "customer"  #: the conversation's place
    THREAD = "thread"  #: the card's thread
    TEAM = "team"  #: the team channel itself
    AI = "ai"


class Tone(StrEnum):
    """How a post is dressed where the platform can (a colour, an emblem)."""

    PLAIN = "plain"
    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    QUIET = "quiet"  #: small print


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """On the wire: Slack action_id "handoff:VERB" and value "NUMBER[:DETAIL]"; Discord "handoff:VERB:NUMBER[:DETAIL]"."""

    verb: str
    label: str
    number: int = 0
    detail: str = ""
    style: str = ""  #: "", "primary" or "danger"
    apart: bool = False  #: begins a new row


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a card. A datetime is shown by the platform in the reader's own zone ("4 minutes ago")."""

    name: str
    value: str | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """
    One thing to show, in no platform's words.

    `text` and field values are CommonMark and untrusted: nothing in them may ping, whatever they hold. `label` is who
    says it, and `quote` what it is a reply to: made by us, and shown apart from the text. `ping` is the only thing that
    notifies. A post with a `title` is a card: Discord shows an embed, Slack blocks.
    """

    text: str = ""
    label: str = ""
    quote: str = ""
    title: str = ""
    fields: tuple[Field, ...] = ()
    footer: str = ""
    tone: Tone = Tone.PLAIN
    buttons: tuple[Button, ...] = ()
    ping: tuple[Mention, ...] = ()
    files: tuple[File, ...] = ()
    link: str = ""  #: behind the title


# ---- effects: outbox rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """
    Post on a surface. `seq`: the message of the record that this shows (0: none); `answers`: that which it is a reply to.
    `epoch` is set for the AI's words alone, and is the fence: the row starts only while the conversation still has that
    epoch. `lost`: it tells the team of words that did not arrive, so it is said elsewhere where its thread is gone.
    `place`: there, and not where the conversation is. `move`: once it stands there the conversation is there too; who asked
    for that, "customer" or "team". `again`: in a thread that took the place of a deleted one, what stood in that.
    """

    number: int
    surface: Surface
    post: Post
    kind: AuthorKind = AuthorKind.SYSTEM
    seq: int = 0
    answers: int = 0
    epoch: int | None = None
    lost: bool = False
    place: Address | None = None
    move: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCard:
    """
    Post the conversation's card, rendered from the store when sent; `ping` says whether it notifies the team. `again`: in
    place of one that was deleted, so it waits for nothing that was meant for the former thread.
    """

    number: int
    ping: bool
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThread:
    """Make the thread at the customer's first message, or under the card. Nothing to do where replies make threads."""

    number: int
    surface: Surface
    title: str
    again: bool = False  #: as the card's


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """Post messages `first`..`last` of the record in the card's thread, in few large posts."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """
    Bring our copy of message `seq` on `surface` into line with the record: changed text, or gone buttons. A negative
    `seq` is the transcript that begins with that message. `quoting`: only what it is a reply to has changed. `words`: whoever
    wrote them changed them, and the team is told where that cannot be carried.
    """

    number: int
    surface: Surface
    seq: int
    quoting: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Remove our copies of message `seq` on `surface`; with `card`, that message of the team channel instead."""

    number: int
    surface: Surface
    seq: int
    card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """
    Ask the AI. Its outcome returns as an Answered event whose key is `run`. The customer's messages up to the seq `after`
    were given to earlier runs; what came later is what this one is to answer.
    """

    number: int
    epoch: int
    run: str
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Confide:
    """
    Show `post` to `to` alone, who acted at `at`: in place, where the platform can; else in the card's thread, or their direct
    messages where their account is not the team's. At most once. A `number` of 0: it is about no conversation, and without a
    way to whisper in place it goes to their direct messages.
    """

    number: int
    to: Person
    at: Address
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPrivate:
    """
    Make a thread in the channel of the customer's place that nobody else there can read, with `person` in it. Nothing to do
    where there is no such thing: then no receipt comes back. `move` as in Say; `reason`: why they can't be written to directly.
    """

    number: int
    person: Person
    title: str
    move: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A name, and its two numbers."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Pairs of bars, drawn when it is sent: what the two stand for, and `title`, are ours; the names may be anybody's."""

    title: str
    before: str
    after: str
    bars: tuple[Bar, ...]

    @property
    def words(self) -> str:
        """What it shows, for whoever does not see it."""
        return "; ".join(f"{bar.name}: {self.before} {bar.before}, {self.after} {bar.after}" for bar in self.bars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Show a chart in the team channel. At most once: a platform cannot tell whether a file that it took was shown."""

    number: int
    chart: Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """
    Replay the conversations of the last `days` under `changes`, names and values as one types them. The result returns as a
    Previewed event whose key is `run`, however often it was begun. `by`: who asked. Without changes: report what the handoffs
    of that time were.
    """

    number: int
    run: str
    changes: tuple[tuple[str, str], ...]
    days: int
    by: Person


Effect = Say | OpenCard | OpenThread | OpenPrivate | Transcript | Amend | Withdraw | Ask | Confide | Picture | Preview


def lane(effect: Effect) -> str:
    """Rows of one lane are carried out one after another, in order: (conversation, side)."""
    match effect:
        case Preview():  # one at a time, and nothing waits for it
            return "0:preview"
        case Ask():
            side = Surface.AI
        case OpenCard(again=True) | OpenThread(again=True) | Picture():
            side = Surface.TEAM
        case OpenCard() | Transcript() | Confide():  # beside what it is about, once that stands there
            side = Surface.THREAD
        case OpenPrivate():
            side = Surface.CUSTOMER
        case Say() | OpenThread() | Amend() | Withdraw():
            side = effect.surface
    return f"{effect.number}:{side}"


# ---- orders: what a Channel is asked to do, once the outbox has looked up where


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTo:
    """
    `key` is the idempotency key of this part: at most 25 characters of [a-z0-9-], the same at every try. `reply_to`: a
    message of that place to which it is a platform reply; one that is gone by then is no fault.
    """

    to: Address
    post: Post
    key: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAt:
    """`needed`: a message that is gone is a Refused; without, it needs no edit."""

    to: Address
    message_id: str
    post: Post
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteAt:
    to: Address
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadAt:
    """Make a thread at a message of channel `to`; one that is there already is adopted. The receipt's id is the thread's."""

    to: Address
    message_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateThreadAt:
    """
    Make a thread in channel `to` that only `user` and we can read. The receipt's id is the thread's. Made twice, the first
    one stays empty and is shown to nobody.
    """

    to: Address
    user: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAt:
    to: Address
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhisperTo:
    """Show `user` alone a post at a place. It stands nowhere afterwards: not to be found, and never sent again."""

    to: Address
    user: str
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureTo:
    """Post a PNG; `words` say what it shows, for whoever does not see it. Never sent again."""

    to: Address
    name: str
    data: bytes
    words: str


Order = PostTo | EditAt | DeleteAt | ThreadAt | PrivateThreadAt | PinAt | WhisperTo | PictureTo


# ---- replies: to whoever pressed, typed or sent, within the platform's 3 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """Seen by that person alone. `instead`: of the whisper whose button was pressed, where it was one."""

    post: Post
    instead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """In place of the message whose button was pressed, which was for that person."""

    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """
    A field of a form; its name comes back in FormSent.fields. With `choices` (value and words of each) one of them is taken;
    a `person` or `channel` is picked from the platform's own list, and is in Acted.people or Acted.places too; a `group` of
    people, or one of them, is in Acted.groups. `value`: what it begins with.
    """

    name: str
    label: str
    hint: str = ""
    long: bool = True
    required: bool = False
    limit: int = 1000  #: characters
    choices: tuple[tuple[str, str], ...] = ()
    person: bool = False
    channel: bool = False
    group: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """On the wire "handoff:VERB:NUMBER". Opening one changes nothing."""

    verb: str
    number: int
    title: str
    submit: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormErrors:
    """
    What is wrong with a form that was sent, by the names of its fields: shown in the form. `again` is for platforms whose
    forms are gone once sent: what is wrong, what was typed, and a button that opens the form anew.
    """

    errors: Mapping[str, str]
    again: Post


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing needs saying: what happened is to be seen."""


Reply = Whisper | Instead | OpenForm | FormErrors | Done
