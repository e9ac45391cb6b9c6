"""
Every command, in one table: platforms register from it, help is printed from it, `may` is decided from it.

To add one: a row in COMMANDS, and a case in handoff/decide.
"""

import string
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handoff.model import Conversation, Person, Priority, Standing
from handoff.tuning import NAMES, PRESETS


class Who(StrEnum):
    CUSTOMER = "customer"  #: anybody who is served
    AGENT = "agent"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Option:
    """
    `number` options are conversation numbers; `person` ones an account, by its id, with whom it stands in Acted.people;
    `channel` ones a channel where people write, which stands in Acted.places; `group` ones a role or user group, or an account,
    which stands in Acted.groups; `duration` ones a word such as 2h, "for" before it or not; of `choices` one is taken. `tagged`
    ones are typed as "name:value". The last text option takes the rest of what was typed, without a channel or what is tagged
    at its end where such options follow it.
    """

    name: str
    help: str
    required: bool = False
    number: bool = False
    person: bool = False
    channel: bool = False
    group: bool = False
    duration: bool = False
    tagged: bool = False
    choices: tuple[str, ...] = ()
    limit: int = 1000  #: characters
    label: str = ""  #: what its field in a form is called, where that is not by its name

    @property
    def one_word(self) -> bool:
        return self.number or self.person or self.channel or self.group or self.duration or bool(self.choices)

    @property
    def usage(self) -> str:
        name = f"{self.name}:{'|'.join(self.choices) or 'NAME'}" if self.tagged else self.name
        return f"<{name}>" if self.required else f"[{name}]"


@dataclass(frozen=True, slots=True)
class Command:
    """
    `/name verb options`; verb is "" for a command without verbs. `form`: its button opens a form of the options besides the
    number, and so does the command where what is required was not typed.
    """

    name: str
    verb: str
    help: str
    who: Who
    options: tuple[Option, ...] = ()
    form: bool = False

    @property
    def path(self) -> str:
        return f"/{self.name} {self.verb}".rstrip()

    @property
    def asks(self) -> tuple[Option, ...]:
        """What its form asks for."""
        return tuple(option for option in self.options if not option.number)

    def opens_form(self, given: Mapping[str, str]) -> bool:
        """Whether a form asks for what was not typed."""
        return self.form and any(o.required and not given.get(o.name) for o in self.asks)

    @property
    def usage(self) -> str:
        return " ".join([self.path, *(option.usage for option in self.options)])


_NUMBER = Option("number", "The conversation's number, as on its card", number=True)
_TEXT = Option("text", "As a customer might write it", required=True, limit=3000, label="said")
_SCOPE = (
    Option(
        "where", "everywhere, or this server or workspace alone", tagged=True, choices=("everywhere", "server"), label="scope"
    ),
    Option("channel", "Only there", channel=True),
)
_NOTE = Option("note", "For the team and the record; the customer does not see it")

#: what the agent who ends a handoff says that it was
_OUTCOME = Option(
    "outcome", "Whether it needed a person, for /triggers report", tagged=True, choices=("person", "ai-could"), label="outcome"
)

COMMANDS: Final[tuple[Command, ...]] = (
    Command("human", "", "Talk to a person", Who.CUSTOMER, (Option("reason", "What it is about, if you like"),)),
    Command("queue", "", "Who is waiting, and who works on what", Who.AGENT),
    Command("claim", "", "Take a conversation: the one you name, or the next", Who.AGENT, (_NUMBER,)),
    Command("inbox", "", "Your conversations, who waits for you first", Who.AGENT),
    Command("handoff", "release", "Put your conversation back in the queue", Who.AGENT, (_NUMBER,)),
    Command(
        "handoff",
        "transfer",
        "Pass your conversation to a colleague, or back to the queue",
        Who.AGENT,
        (_NUMBER, Option("to", "Who goes on with it; nobody: it goes back to the queue", person=True), _NOTE),
        form=True,
    ),
    Command("handoff", "takeover", "Take a conversation over from the AI, the queue or a colleague", Who.AGENT, (_NUMBER,)),
    Command("handoff", "reopen", "Open a closed conversation again, and have it", Who.AGENT, (_NUMBER,)),
    Command(
        "handoff",
        "priority",
        "Say how pressing a conversation is; the queue and the inboxes are in that order",
        Who.AGENT,
        (_NUMBER, Option("level", "urgent, high, normal, or low", required=True, choices=tuple(map(str, Priority)))),
        form=True,
    ),
    Command("handoff", "close", "Close a conversation", Who.AGENT, (_NUMBER, _NOTE, _OUTCOME), form=True),
    Command("handoff", "return", "Give a conversation back to the AI", Who.AGENT, (_NUMBER, _NOTE, _OUTCOME), form=True),
    Command("handoff", "private", "Go on with the customer in direct messages", Who.AGENT, (_NUMBER,)),
    Command(
        "handoff",
        "note",
        "Write an internal note into a conversation",
        Who.AGENT,
        (_NUMBER, Option("text", "For the team and the record; the customer does not see it", required=True)),
        form=True,
    ),
    Command(
        "handoff",
        "ai",
        "Let the AI answer, only draft for agents, or be silent: everywhere, or in a channel",
        Who.ADMIN,
        (
            Option("value", "on, off, or draft", required=True, choices=("on", "off", "draft")),
            Option("channel", "Only there; without it: everywhere", channel=True),
        ),
        form=True,
    ),
    Command(
        "handoff",
        "settings",
        "Where customers write; add or remove a support channel; what was changed, and undo it",
        Who.ADMIN,
        (
            Option(
                "action",
                "What to do; without it: see how it is",
                choices=("support-add", "support-remove", "history", "undo"),
            ),
            Option("channel", "Which channel", channel=True),
            Option("entry", "History: how many, or a name such as keywords; undo: the change's number", limit=50),
        ),
        form=True,
    ),
    Command(
        "handoff",
        "block",
        "Let a customer no longer use the bot: their words reach nobody",
        Who.ADMIN,
        (
            _NUMBER,
            Option("person", "Whom; else the customer of that conversation", person=True),
            Option("duration", "How long, such as 2h or 7d; without it: until it is undone", duration=True, limit=20),
            Option("reason", "For the team and the record; the customer does not see it", limit=200, label="why"),
        ),
        form=True,
    ),
    Command(
        "handoff",
        "unblock",
        "Let a customer use the bot again",
        Who.ADMIN,
        (_NUMBER, Option("person", "Whom; else the customer of that conversation", person=True)),
        form=True,
    ),
    Command("handoff", "blocked", "Who is blocked, until when, by whom and why", Who.ADMIN),
    Command(
        "handoff",
        "link",
        "Join your accounts on both platforms: get a code here, type it there",
        Who.AGENT,
        (Option("code", "What this command showed on the other platform", limit=40),),
    ),
    Command("handoff", "unlink", "Part the accounts that you joined", Who.AGENT),
    Command("handoff", "reload", "Read the help pages anew", Who.ADMIN),
    Command("handoff", "help", "What you can do here", Who.CUSTOMER),
    Command(
        "keywords",
        "add",
        "Hand off when a customer writes this phrase: everywhere, or only in a server or channel",
        Who.ADMIN,
        (
            Option(
                "phrase",
                "Words in a row; * any ending, ~ also mistyped, -word not beside this, /…/ an expression",
                required=True,
            ),
            Option("topic", "What it is about, in a word: the card says so", tagged=True, limit=30),
            *_SCOPE,
        ),
        form=True,
    ),
    Command(
        "keywords",
        "remove",
        "Forget a phrase; in a server or channel, also one that is inherited",
        Who.ADMIN,
        (Option("phrase", "As /keywords list shows it", required=True), *_SCOPE),
        form=True,
    ),
    Command(
        "keywords",
        "topic",
        "What keywords are about: all topics, one of them, or switch one off or on",
        Who.ADMIN,
        (
            Option("value", "off: its keywords do not count; on: they do", choices=("off", "on")),
            Option("topic", "Which", limit=30),
        ),
    ),
    Command("keywords", "list", "The phrases in force, where, and what a phrase may be", Who.ADMIN, _SCOPE),
    Command(
        "keywords",
        "test",
        "What would this text set off?",
        Who.ADMIN,
        (_TEXT, *_SCOPE),
        form=True,
    ),
    Command(
        "triggers",
        "try",
        "What would these words set off, why, and what nearly would",
        Who.ADMIN,
        (
            Option(
                "text",
                "As a customer might write it; in the form, a line for each message",
                required=True,
                limit=3000,
                label="said",
            ),
            *_SCOPE,
        ),
        form=True,
    ),
    Command(
        "triggers",
        "preset",
        "How early the team is called: several settings at once, everywhere or in a server or channel",
        Who.ADMIN,
        (Option("name", "Late, in between, or early", required=True, choices=tuple(PRESETS), label="preset"), *_SCOPE),
        form=True,
    ),
    Command(
        "triggers",
        "vip",
        "Customers who go to a person with their first question; add or remove some",
        Who.ADMIN,
        (
            Option("action", "What to do; without it: see who they are", choices=("vip-add", "vip-remove")),
            Option("who", "A role or user group, or one customer", group=True, limit=100),
        ),
        form=True,
    ),
    Command(
        "triggers",
        "preview",
        "What other settings would have made of the conversations of late; nothing is changed",
        Who.ADMIN,
        (
            Option("settings", "As NAME=VALUE, several apart by spaces", required=True, limit=300),
            Option("days", "How many to read back; 30 if you say nothing", limit=4),
        ),
        form=True,
    ),
    Command(
        "triggers",
        "report",
        "Which handoffs of late were needless, which were missed, and what to change",
        Who.ADMIN,
        (Option("days", "How many to read back; 30 if you say nothing", limit=4),),
    ),
    Command("triggers", "show", "What sets off a handoff, what else can be set, and where it comes from", Who.ADMIN, _SCOPE),
    Command(
        "triggers",
        "set",
        "Change one of these: everywhere, or in a server or channel",
        Who.ADMIN,
        (
            Option("name", "Which, as /triggers show lists them", required=True, choices=NAMES),
            Option("value", "A number, on or off, 90s, 5m or 2h, opening hours, or inherit", required=True, limit=300),
            *_SCOPE,
        ),
        form=True,
    ),
    Command(
        "triggers",
        "unset",
        "Undo one of these: inherited again, everywhere the default",
        Who.ADMIN,
        (Option("name", "Which, as /triggers show lists them", required=True, choices=NAMES), *_SCOPE),
        form=True,
    ),
)

#: What a button or form may do, and for whom. Verbs that are commands too are the same verb.
BUTTONS: Final[Mapping[str, Who]] = {
    "claim": Who.AGENT,
    "release": Who.AGENT,
    "transfer": Who.AGENT,
    "takeover": Who.AGENT,  # its detail, if any, is the epoch in which it was asked whether to take it from somebody
    "reopen": Who.AGENT,
    "close": Who.AGENT,
    "return": Who.AGENT,
    "priority": Who.AGENT,
    "private": Who.AGENT,
    "queue": Who.AGENT,
    "inbox": Who.AGENT,
    "progress": Who.ADMIN,  # of a preview that is under way
    "history": Who.ADMIN,  # what was changed before the change of that number
    "undo": Who.ADMIN,  # its detail, if any, is the change until which it was asked whether to undo all the same
    "send": Who.AGENT,  # words that were held go to the customer
    "keep": Who.AGENT,  # … or stay inside
    "discard": Who.AGENT,  # … or, where the AI wrote them, are dropped
    "mine": Who.AGENT,  # who wrote in the customer's own thread takes the conversation
    "remark": Who.AGENT,  # … or leaves it to whoever had it
    "human": Who.CUSTOMER,
    "helped": Who.CUSTOMER,  # what the asker says of the AI's latest answer
    "unhelpful": Who.CUSTOMER,
    "privately": Who.CUSTOMER,  # the asker goes on in direct messages
}

#: buttons that are answered with a form of their command's options (Discord: must not be deferred)
FORMS: Final[Mapping[str, Command]] = {c.verb or c.name: c for c in COMMANDS if c.form}


@dataclass(frozen=True, slots=True)
class MessageAction:
    """
    What the menu of a message offers (a Slack shortcut, a Discord message command). `title`: at most 24 characters.
    `with_ai`: the verb that it stands for while the AI has the conversation.
    """

    verb: str
    title: str
    help: str
    who: Who
    with_ai: str = ""


MESSAGE_ACTIONS: Final[tuple[MessageAction, ...]] = (
    MessageAction(
        "claim", "Take this conversation", "Take the conversation that this message is part of", Who.AGENT, "takeover"
    ),
)

#: what may be said to the bot in a card's thread ("@bot claim"): Slack takes no slash commands in threads
SPOKEN: Final = frozenset(
    {"claim", "release", "transfer", "takeover", "reopen", "priority", "close", "return", "note", "help", "queue", "inbox"}
    | {"block", "unblock", "private"}
)

#: these are about conversations that whoever acts does not have: without a number or a thread none is meant
OTHERS: Final = frozenset({"takeover", "reopen", "block", "unblock"})


#: what may stand before a `//` without being seen
_UNSEEN: Final = string.whitespace + "\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"


def pressable(verb: str) -> Who | None:
    """Who may press a button or send a form of this verb: forms are opened by their commands too. None: there is none."""
    return BUTTONS[verb] if verb in BUTTONS else FORMS[verb].who if verb in FORMS else None


class Way(StrEnum):
    """How a verb can be reached; what each means on a platform is the adapters' matter."""

    COMMAND = "command"
    BUTTON = "button"  #: through its form, where it has one
    WORDS = "words"  #: said to the bot in the card's thread
    MENU = "menu"  #: of any message of the conversation


def ways(verb: str) -> tuple[Way, ...]:
    """Every way to `verb`: a command's verb (its name, where it has none), or a button's."""
    known = {
        Way.COMMAND: {c.verb or c.name for c in COMMANDS},
        Way.BUTTON: BUTTONS.keys(),
        Way.WORDS: SPOKEN,
        Way.MENU: {each for action in MESSAGE_ACTIONS for each in (action.verb, action.with_ai)},
    }
    return tuple(way for way, those in known.items() if verb in those)


def find(name: str, verb: str = "") -> Command | None:
    return next((c for c in COMMANDS if (c.name, c.verb) == (name, verb)), None)


def verbs(name: str) -> tuple[Command, ...]:
    return tuple(c for c in COMMANDS if c.name == name)


def names() -> tuple[str, ...]:
    """The slash commands, in the table's order, each once."""
    return tuple(dict.fromkeys(c.name for c in COMMANDS))


def may(who: Who, standing: Standing) -> bool:
    """The one place where a person's rights are decided: from what the adapter found by ids, never from names."""
    if not standing.served:
        return False
    match who:
        case Who.CUSTOMER:
            return True
        case Who.AGENT:
            return standing.agent
        case Who.ADMIN:
            return standing.admin


def note_of(text: str) -> str | None:
    """What follows the `//` that makes words a note, however wide it was typed and whatever unseen is before it; else None."""
    text = text.lstrip(_UNSEEN).rstrip()
    if unicodedata.normalize("NFKC", text[:2]) != "//":
        return None
    return text[2:].strip()


def like_command(text: str) -> bool:
    """Whether words begin as commands do."""
    return unicodedata.normalize("NFKC", text.lstrip(_UNSEEN)[:1]) in ("/", "!")


def holds(person: Person, conversation: Conversation) -> bool:
    """Is `person` the agent who has the conversation?"""
    return conversation.agent is not None and conversation.agent.key == person.key
