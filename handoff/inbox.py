"""What an agent has in hand, as they want to see it: who waits for them first. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from handoff import cards, queue, wording
from handoff.commands import holds
from handoff.effects import Button, Post
from handoff.model import Address, Conversation, Person, Turn
from handoff.states import State

#: conversations on a page: one message on every platform, whatever the names and words
PAGE: Final = 8
#: the first of a page have buttons: with the page's own they fill the five rows that a message may have on Discord
BUTTONED: Final = 4
#: characters of somebody's last words
WORDS: Final = 80
#: "99+ new"
COUNTED: Final = 99


class Group(StrEnum):
    """Whose turn it is, in the order in which an agent looks."""

    YOURS = "yours"  #: the customer waits for the agent
    THEIRS = "theirs"  #: the agent waits for the customer
    ASLEEP = "asleep"  #: put off


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of an agent's conversations: `number` of `of`, the first being 1; `counts` are of all pages."""

    number: int
    of: int
    total: int
    counts: dict[Group, int]
    conversations: tuple[Conversation, ...]
    waiting: tuple[Conversation, ...]  #: in the queue, the next one first

    def groups(self) -> Iterator[tuple[Group, list[Conversation]]]:
        """What is on this page, group by group."""
        for group in Group:
            those = [c for c in self.conversations if group_of(c) is group]
            if those:
                yield group, those

    @property
    def range(self) -> str:
        """Which of them are shown; "" if all are."""
        if self.of == 1:
            return ""
        first = (self.number - 1) * PAGE + 1
        return wording.text("inbox.range", first=first, last=first + len(self.conversations) - 1, total=self.total)


def has(agent: Person, conversation: Conversation) -> bool:
    """Whether it is in this agent's inbox."""
    return holds(agent, conversation)


def group_of(conversation: Conversation) -> Group:
    if conversation.state is State.SNOOZED:
        return Group.ASLEEP
    return Group.YOURS if conversation.turn is Turn.TEAM else Group.THEIRS


def since(conversation: Conversation) -> datetime:
    """Since when the one whose turn it is owes a word."""
    c = conversation
    if group_of(c) is Group.YOURS:
        return c.unread_at or c.handed_at or c.opened_at
    return c.agent_at or c.claimed_at or c.opened_at


def page(mine: Iterable[Conversation], everybody: Iterable[Conversation], number: int) -> Page:
    """Page `number` of an agent's conversations, the nearest there is."""
    order = list(Group)
    those = sorted(mine, key=lambda c: (order.index(group_of(c)), queue.RANK[c.priority], since(c), c.number))
    of = max(1, -(-len(those) // PAGE))
    number = min(max(number, 1), of)
    return Page(
        number=number,
        of=of,
        total=len(those),
        counts={group: sum(group_of(c) is group for c in those) for group in Group},
        conversations=tuple(those[(number - 1) * PAGE : number * PAGE]),
        waiting=queue.waiting(everybody),
    )


def where(conversation: Conversation, agent: Person, team: Address | None) -> str:
    """The address of the place where the agent works on it: the card's thread, else the customer's; "" if there is none."""
    c = conversation
    if team is None or team.platform == agent.platform or c.private or c.place.platform != agent.platform:
        return c.card_link
    return c.link or c.card_link


def title(conversation: Conversation) -> str:
    return wording.text("inbox.who", number=conversation.number, customer=wording.name(conversation.customer, "customer"))


def unread(conversation: Conversation) -> str:
    """How much the customer has said since the agent's last words; "" for nothing."""
    count = len(conversation.unread)
    if not count:
        return ""
    return wording.text("inbox.unread", count=count if count <= COUNTED else f"{COUNTED}+")


def post(shown: Page, agent: Person, team: Address | None, now: datetime) -> Post:
    """A page as one message."""
    parts = [summary(shown)]
    for group, those in shown.groups():
        parts.append(wording.text(f"inbox.group.{group}"))
        parts += [_entry(c, agent, team, now) for c in those]
    parts.append(queued(shown.waiting, now))
    return Post(title=wording.text("inbox.title"), text="\n\n".join(parts), footer=shown.range, buttons=tuple(_buttons(shown)))


def summary(shown: Page) -> str:
    """How many there are, and who waits for whom."""
    counts, total = shown.counts, shown.total
    if not total:
        return wording.text("inbox.none" if shown.waiting else "inbox.none.none")
    parts = [wording.text(f"inbox.count.{group}", count=counts[group]) for group in Group if counts[group]]
    return wording.text("inbox.count.one" if total == 1 else "inbox.count", total=total, parts=", ".join(parts))


def _entry(c: Conversation, agent: Person, team: Address | None, now: datetime) -> str:
    """One conversation: who, with the way there behind it; how long, what is new, and the last words, quoted."""
    who, link = title(c), where(c, agent, team)
    linked = f"[{who}]({link})" if link else who
    line = " · ".join(filter(None, [linked, wording.span(now - since(c)), unread(c), cards.priority(c)]))
    return f"{line}\n{wording.quoted(wording.short(c.last_words, WORDS))}" if c.last_words else line


def queued(waiting: Sequence[Conversation], now: datetime) -> str:
    """How many wait for anybody of the team, and how long the next one has."""
    if not waiting:
        return wording.text("inbox.queue.none")
    longest = wording.span(now - min(map(queue.since, waiting)))
    return wording.text("inbox.queue.one" if len(waiting) == 1 else "inbox.queue", count=len(waiting), span=longest)


def _buttons(shown: Page) -> Iterator[Button]:
    """A row each for the first few, and one for the whole."""
    for c in shown.conversations[:BUTTONED]:
        yield from of_one(c, numbered=True)
    yield from of_all(shown)


def of_one(c: Conversation, *, numbered: bool) -> Iterator[Button]:
    """What is done with one conversation, in a row of its own; `numbered`: the buttons say with which."""
    close, release = wording.text("inbox.close", number=c.number), wording.text("inbox.release", number=c.number)
    yield cards.button("close", c.number, label=close if numbered else "", apart=True)
    yield cards.button("release", c.number, label=release if numbered else "")


def of_all(shown: Page) -> Iterator[Button]:
    """The pages before and after, and the queue."""
    made = []
    if shown.number > 1:
        made.append(("inbox", shown.number - 1, "inbox.back"))
    if shown.number < shown.of:
        made.append(("inbox", shown.number + 1, "inbox.next"))
    if shown.waiting:
        made.append(("claim", 0, "inbox.claim"))
    made.append(("queue", 0, "queue"))
    for n, (verb, number, key) in enumerate(made):
        yield cards.button(verb, number, label=wording.text(key), apart=n == 0)
