"""Who is there, what they say, and what each verb does: the tables of the machine."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from unit.core_nouns import ADMIN, AGENT

from handoff.model import Address, Conversation, Person
from handoff.states import State

AI, WAITING, CLAIMED, SNOOZED, CLOSED = State.AI, State.WAITING, State.CLAIMED, State.SNOOZED, State.CLOSED
HAS = (CLAIMED, SNOOZED)
#: what words are known by: a letter for their kind, and a number that rises
TOKEN = re.compile(r"\b[wngbar]\d+\b")


@dataclass(frozen=True)
class Verb:
    """From which states a verb leads where; the doors besides command and spoken word; whether it makes the actor the owner."""

    leads: dict[State, State]
    button: bool = False
    form: bool = False
    takes: bool = False


VERBS = {
    "claim": Verb({WAITING: CLAIMED}, button=True, takes=True),
    "release": Verb({CLAIMED: WAITING, SNOOZED: WAITING}, button=True),
    "transfer": Verb({CLAIMED: WAITING, SNOOZED: WAITING}, form=True),  # to nobody: back to the queue
    "takeover": Verb({AI: CLAIMED, WAITING: CLAIMED}, button=True, takes=True),  # a colleague's: only once that was asked
    "reopen": Verb({CLOSED: CLAIMED}, button=True, takes=True),  # the newest in its place
    "close": Verb({AI: CLOSED, WAITING: CLOSED, CLAIMED: CLOSED, SNOOZED: CLOSED}, form=True),
    "return": Verb({WAITING: AI, CLAIMED: AI, SNOOZED: AI}, form=True),
    "priority": Verb({}, form=True),
    "note": Verb({}, form=True),
}
DOORS = ("button", "command", "spoken")
#: what an account of a platform is, by who it is; names are never read
TEAM = {"U2": AGENT, "U3": AGENT, "U4": ADMIN}
#: these change hands without anybody's act: the AI's own wish for a person, the customer's words to whoever put it aside
BY_ITSELF = {(AI, WAITING), (SNOOZED, CLAIMED)}
#: these are no change of owner
SAME_OWNER = {(CLAIMED, SNOOZED), (SNOOZED, CLAIMED)}
WORDS = {
    "question": "how do I reset it?",
    "keyword": "please cancel my account now",
    "refund": "where do I get a refund",
    "person": "I want to talk to a human",
    "thanks": "thanks",
    "aside": "what do you think?",
    "angry": "this is terrible -0.95",
    "long": "it is long " + "y" * 1500,
}
#: phrases that admins may add and remove, by the words that they are in
PHRASES = {"keyword": "cancel my account", "refund": "a refund"}
#: those that are there from the start
PHRASES_AT_FIRST = frozenset({"cancel my account"})


@dataclass
class Customer:
    person: Person
    place: Address  #: until the first words, the channel; then the thread
    number: int = 0  #: the newest conversation there


def workspace(platform: str) -> str:
    return "T1" if platform == "slack" else ""


def person(platform: str, user: str) -> Person:
    return Person(platform, workspace(platform), user, f"Name{user}")


def key_of(c: Conversation) -> str:
    return c.agent.key if c.agent else ""


def same(a: Address, b: Address) -> bool:
    return (a.platform, a.channel, a.thread) == (b.platform, b.channel, b.thread)


def tokens(texts: Iterable[str]) -> list[str]:
    return [token for text in texts for token in TOKEN.findall(text)]
