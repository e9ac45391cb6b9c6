"""
A conversation in a public place goes on in the customer's direct messages, at either side's word.

It moves once the first private message stands there, so that nothing is lost where direct messages are refused: then it goes
on in a thread that only the customer and we can read, where the platform has such.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handoff import cards, wording
from handoff.decide import customer, moves, replies
from handoff.decide.about import at
from handoff.decide.desk import Desk, Setting
from handoff.effects import OpenPrivate, Post, Say, Surface
from handoff.events import Acted, Commanded, Delivered, Event, Pressed, Receipt, Spoke, Undeliverable
from handoff.model import Address, AuthorKind, Conversation, MessageLink
from handoff.ports import Loaded
from handoff.states import State
from handoff.triggers.text import normalise

CUSTOMER: Final = "customer"
TEAM: Final = "team"

_PLAIN: Final = re.compile(r"[\w']+")

#: what the customer is told -> what the team is
_TOLD: Final = {
    "private.going": "private.going.team",
    "private.asked": "private.asked.team",
    "private.already": "private.already.team",
    "private.open": "private.open.team",
}

#: a customer's whole words that ask for it
_WORDS: Final = frozenset(
    f"{please}{words}{after}"
    for please in ("", "please ", "can we ", "could we ", "can we please ", "let's ", "i'd like to ")
    for words in (
        "continue in private",
        "go on in private",
        "continue privately",
        "talk in private",
        "talk privately",
        "go private",
    )
    for after in ("", " please")
) | frozenset({"in private", "in private please", "private", "private please"})


def places(events: Sequence[Event], loaded: Loaded) -> set[Address]:
    """The direct messages where conversations may be about to go on: what is open there decides whether they can."""
    rows = (loaded.rows.get(e.row) for e in events if isinstance(e, Delivered | Undeliverable))
    going = {row.effect.place for row in rows if row and isinstance(row.effect, Say) and row.effect.move}
    asked = any(
        (isinstance(e, Pressed | Commanded) and e.verb in ("private", "privately")) or (isinstance(e, Spoke) and e.mentions_bot)
        for e in events
    )
    public = (c for c in loaded.conversations.values() if asked and c.open and not c.private)
    return ({place for place in going if place} | {c.customer.direct for c in public}) - loaded.by_place.keys()


def by_agent(desk: Desk, event: Acted, _: object) -> None:
    """Whoever has it, or an admin; the card's thread tells what came of it."""
    if not moves.permits(desk, event, "private"):
        return
    if desk.c.state is State.AI:
        desk.whisper("private.ai", number=desk.c.number)
        return
    key, number = _begin(desk, TEAM)
    desk.whisper(_TOLD[key], number=number, customer=wording.name(desk.c.customer, "the customer"))


def by_customer(desk: Desk, event: Acted, _: object) -> None:
    """The asker's button, at any age of it."""
    if event.by.key != desk.c.customer.key:
        desk.whisper("feedback.others")
        desk.refused = "not the asker"
    elif not desk.c.open:
        desk.whisper("closed.already", number=desk.c.number)
    else:
        key, number = _begin(desk, CUSTOMER)
        desk.whisper(key, number=number)


def asked(setting: Setting, c: Conversation, event: Spoke) -> bool:
    """Whether these words of the customer's, in public, are no more than the wish to go on in private."""
    known = c.number in setting.loaded.conversations and c.open and c.customer.key == event.author.key
    if not known or c.private or event.place.direct or event.files or customer.aside(event):
        return False
    return " ".join(_PLAIN.findall(normalise(event.text))) in _WORDS


def said(desk: Desk, event: Spoke) -> None:
    """The wish is kept for the team, and is no question to the AI."""
    answers = replies.answered(desk, event)
    message = desk.record(AuthorKind.CUSTOMER, event.author, event.text, event.at, aside=True, answers=answers)
    customer.link(desk, event, message)
    desk.change(customer_at=event.at)
    desk.mirror(message)
    key, number = _begin(desk, CUSTOMER)
    if key != "private.going":
        desk.to_place(Post(text=wording.text(key, number=number)))


def _begin(desk: Desk, by: str) -> tuple[str, int]:
    """Write there first; the sentence that says what came of it, for the customer, and the number in it."""
    c = desk.c
    there = at(desk.setting, c.customer.direct)
    if c.private:
        return "private.already", c.number
    if c.going:
        return "private.asked", c.number
    if there and there.open and there.number != c.number:
        return "private.open", there.number
    desk.change(going=c.customer.direct, going_asked=c.going_asked + 1)
    desk.effects.append(Say(number=c.number, surface=Surface.CUSTOMER, post=_hello(c), place=c.customer.direct, move=by))
    desk.touch()
    return "private.going", c.number


def _hello(c: Conversation) -> Post:
    """The first private message; with the AI comes the way to a person."""
    human = (cards.button("human", c.number, label=wording.text("human.button")),) if c.state is State.AI else ()
    return Post(text=wording.text("private.hello"), buttons=human)


def stands(desk: Desk, effect: Say, receipts: tuple[Receipt, ...]) -> None:
    """The first private message is there, and so is the conversation from now on; one neutral line stays where it was."""
    before, there, place = desk.c, None, effect.place
    desk.change(going=None)
    if place:
        there = at(desk.setting, place)
    if place is None or not before.open or before.private:
        return
    if there and there.open and there.number != before.number:
        _stays(desk, effect, wording.text("private.open.team", number=there.number, customer=_customer(desk)))
        return
    _leave(desk, place)
    message = desk.record(AuthorKind.SYSTEM, None, effect.post.text, desk.setting.now)
    desk.links += [MessageLink(before.number, message.seq, place, each.message_id, n) for n, each in enumerate(receipts)]
    desk.tell(message.seq)
    _say_so(desk, before.place, "private.line", "private.stands")


def _leave(desk: Desk, place: Address) -> None:
    """From here on it is at `place`; what stands where it was stays there."""
    before = desk.c
    desk.unbutton()
    earlier = (*(each for each in before.earlier_places if each != before.place), before.place)
    desk.change(place=place, earlier_places=earlier)


def _say_so(desk: Desk, public: Address, key: str, for_team: str) -> None:
    """One neutral line stays where it was, and the team knows where their words go."""
    line = Post(text=wording.text(key))
    desk.effects.append(Say(number=desk.c.number, surface=Surface.CUSTOMER, post=line, place=public))
    desk.tell_team(for_team, customer=_customer(desk))
    desk.touch()


def refused(desk: Desk, effect: Say, reason: str) -> None:
    """A private thread is tried next, in the channel where it is; what became of that decides."""
    if not desk.c.open:
        desk.change(going=None)
        return
    customer, title = desk.c.customer, wording.text("private.title", number=desk.c.number)
    again = OpenPrivate(number=desk.c.number, person=customer, title=title, move=effect.move, reason=reason)
    desk.effects.append(again)


def opened(desk: Desk, effect: OpenPrivate, event: Delivered) -> None:
    """The private thread is there, and so is the conversation from now on; without one it stays where it is."""
    if not event.receipts:
        stays(desk, effect)
        return
    public, thread = desk.c.place, event.receipts[0]
    desk.change(going=None)
    if not desk.c.open or desk.c.private:
        return
    _leave(desk, replace(public.parent, thread=thread.message_id))
    desk.change(hidden=True, link=thread.link or desk.c.link)
    hello = _hello(desk.c)  # who is added to a thread is notified of that
    message = desk.record(AuthorKind.SYSTEM, None, hello.text, desk.setting.now)
    desk.effects.append(Say(number=desk.c.number, surface=Surface.CUSTOMER, post=hello, seq=message.seq))
    desk.tell(message.seq)
    _say_so(desk, public, "private.line.thread", "private.stands.thread")


def stays(desk: Desk, effect: OpenPrivate) -> None:
    """It goes on in public, and whoever asked is told what to do."""
    desk.change(going=None)
    if desk.c.open:
        _stays(desk, effect, wording.text("private.refused.team", customer=_customer(desk), reason=effect.reason))


def _stays(desk: Desk, effect: Say | OpenPrivate, for_team: str) -> None:
    if effect.move == CUSTOMER:
        desk.to_place(Post(text=wording.text("private.refused")))
    elif desk.c.carded:
        desk.to_thread(Post(text=for_team))
    desk.touch()


def _customer(desk: Desk) -> str:
    return wording.name(desk.c.customer, "the customer")
