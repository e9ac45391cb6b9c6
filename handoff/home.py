"""The bot's own page as an agent and as a customer sees it, as posts one under the other. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from handoff import cards, inbox, queue, wording
from handoff.effects import Button, Field, Post, Tone
from handoff.model import Address, Conversation, Person
from handoff.states import State

#: of those who wait, so many have a button; the others are in the list that *View queue* shows
WAITING: Final = 5
#: a customer's own conversations that are shown
OWN: Final = 10

_STATUS: Final = {
    State.AI: "home.with.ai",
    State.WAITING: "home.with.nobody",
    State.CLAIMED: "home.with.agent",
    State.SNOOZED: "home.with.agent",
}


def of_agent(
    agent: Person, everybody: Sequence[Conversation], number: int, team: Address | None, own: Person | None = None
) -> tuple[Post, ...]:
    """
    What they have in hand, page `number`; then the queue, with the next ones to claim. `everybody`: the whole queue; `own`:
    the account under which they have what they have, where that is another than the one that looks.
    """
    own = own or agent
    mine = [c for c in everybody if inbox.has(own, c)]
    shown = inbox.page(mine, everybody, number)
    return (*_in_hand(shown, agent, team), *_queue(everybody, agent, team, own))


def _in_hand(shown: inbox.Page, agent: Person, team: Address | None) -> Iterator[Post]:
    yield Post(title=wording.text("inbox.title"), text=inbox.summary(shown))
    for group, those in shown.groups():
        yield Post(text=wording.text(f"inbox.group.{group}"))
        yield from (_entry(c, agent, team) for c in those)
    turns = tuple(button for button in inbox.of_all(shown) if button.verb == "inbox")
    if shown.range:
        yield Post(text=shown.range, tone=Tone.QUIET, buttons=turns)


def _entry(c: Conversation, agent: Person, team: Address | None) -> Post:
    fields = [Field(wording.text("home.since"), inbox.since(c))]
    if new := inbox.unread(c):
        fields.append(Field(wording.text("home.unread"), new))
    fields += _pressing(c)
    return Post(
        title=inbox.title(c),
        link=inbox.where(c, agent, team),
        text=_words(c),
        fields=tuple(fields),
        tone=Tone.WAITING if inbox.group_of(c) is inbox.Group.YOURS else Tone.CLAIMED,
        buttons=tuple(inbox.of_one(c, numbered=False)),
    )


def _pressing(c: Conversation) -> list[Field]:
    return [Field(wording.text("field.priority"), cards.priority(c))] if cards.priority(c) else []


def _words(c: Conversation) -> str:
    return wording.quoted(wording.short(c.last_words, inbox.WORDS)) if c.last_words else ""


def _queue(everybody: Sequence[Conversation], agent: Person, team: Address | None, own: Person) -> Iterator[Post]:
    waits = queue.waiting(everybody)
    yield replace(cards.board(everybody), buttons=(cards.button("queue", 0),))
    for c in waits[:WAITING]:
        claims: tuple[Button, ...] = (cards.button("claim", c.number),) if queue.can_work(own, c, team) else ()
        text = "\n".join(filter(None, [cards.why(c.reason), _words(c)]))
        fields = (Field(wording.text("field.since"), queue.since(c)), *_pressing(c))
        yield Post(title=inbox.title(c), link=inbox.where(c, agent, team), text=text, fields=fields, buttons=claims)
    if len(waits) > WAITING:
        yield Post(text=wording.text("home.more", count=len(waits) - WAITING), tone=Tone.QUIET)


def of_customer(customer: Person, own: Sequence[Conversation]) -> tuple[Post, ...]:
    """What the bot is, how to reach it and a person, and the customer's own open conversations; nothing of anybody else."""
    here = [c for c in own if c.open and c.customer.key == customer.key and c.place.platform == customer.platform]
    newest = sorted(here, key=lambda c: c.number, reverse=True)
    human = cards.button("human", 0, label=wording.text("human.button"))
    posts = [Post(title=wording.text("home.title"), text=wording.text("home.text"), buttons=(human,))]
    if newest:
        posts.append(Post(text=wording.text("home.own")))
    posts += [_own(c) for c in newest[:OWN]]
    if len(newest) > OWN:
        posts.append(Post(text=wording.text("home.more", count=len(newest) - OWN), tone=Tone.QUIET))
    return tuple(posts)


def _own(c: Conversation) -> Post:
    where = wording.text("home.direct") if c.place.direct else wording.text("home.thread")
    status = wording.text(_STATUS[c.state], agent=wording.name(c.agent))
    return Post(title=where, link=c.link, text="\n".join(filter(None, [status, _words(c)])))
