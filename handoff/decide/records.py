"""What became of what we sent, edits and deletes of what people wrote, timers, and names."""

from dataclasses import replace

from handoff import cards, wording
from handoff.decide.desk import Desk
from handoff.effects import Amend, OpenCard, OpenThread, Post, Say, Surface, Withdraw
from handoff.events import Deleted, Delivered, Edited, Met, TimeUp, Undeliverable
from handoff.model import AuthorKind, Conversation, Message, MessageLink
from handoff.ports import Row, RowState
from handoff.states import Signal, State


def delivered(desk: Desk, event: Delivered, row: Row) -> None:
    desk.finished[row.id] = (RowState.SENT, "")
    effect = row.effect
    if desk.conversation is None:
        return
    if isinstance(effect, Say) and effect.seq:
        for part, receipt in enumerate(event.receipts):
            desk.links.append(MessageLink(effect.number, effect.seq, event.place, receipt.message_id, part))
        if effect.surface is Surface.CUSTOMER:
            _stands(desk, effect)
    elif isinstance(effect, OpenCard):
        desk.change(card=event.receipts[0].message_id)
        desk.touch()
    elif isinstance(effect, OpenThread) and event.receipts:
        if effect.surface is Surface.THREAD:
            desk.change(thread=event.receipts[0].message_id)
        elif event.receipts[0].link:
            desk.change(link=event.receipts[0].link)


def _stands(desk: Desk, effect: Say) -> None:
    """A message of ours stands at the customer."""
    if effect.kind is AuthorKind.AI:
        if desk.c.unsent == effect.seq:
            desk.change(unsent=0)
        if desk.c.state is not State.AI or effect.epoch != desk.c.epoch:  # it was on its way when the owner changed
            desk.kinds[(desk.c.number, effect.seq)] = AuthorKind.AI
            if desk.c.carded:
                desk.to_thread(replace(effect.post, buttons=(), label=wording.text("label.ai")), AuthorKind.AI)
    elif effect.kind is AuthorKind.AGENT:
        desk.change(delivered=max(desk.c.delivered, effect.seq))
        desk.touch()


def undeliverable(desk: Desk, event: Undeliverable, row: Row) -> None:
    """Whoever said it is told, in words; nothing is dropped silently."""
    desk.finished[row.id] = (RowState.FAILED, event.reason)
    effect = row.effect
    if desk.conversation is None or not isinstance(effect, Say) or effect.surface is not Surface.CUSTOMER:
        return
    who = wording.name(desk.c.customer, "the customer")
    if effect.kind is AuthorKind.AI:
        if desk.c.unsent == effect.seq:
            desk.change(unsent=0)
        desk.kinds[(desk.c.number, effect.seq)] = AuthorKind.DRAFT
        if desk.c.carded and desk.c.state is not State.AI:
            quoted = "\n".join(f"> {line}" for line in effect.post.text.splitlines())
            desk.to_thread(Post(text=f"{wording.text('draft')}\n{quoted}"), AuthorKind.DRAFT)
    elif effect.kind is AuthorKind.AGENT:
        key = "uncertain" if event.uncertain else "undelivered"
        desk.tell_team(key, customer=who, reason=event.reason)
        desk.touch()
    else:
        desk.tell_team("undelivered.notice", customer=who, reason=event.reason)


def edited(desk: Desk, event: Edited, message: Message) -> None:
    """An edit is carried to where the message was; a note never becomes a message."""
    if message.author is None or message.author.key != event.author.key or message.text == event.text:
        return
    text = event.text
    if message.kind in (AuthorKind.NOTE, AuthorKind.DRAFT):
        text = text.strip().removeprefix("//").strip()
    desk.revised.append(replace(message, text=text, edited=True))
    _carry(desk, message, Amend)


def deleted(desk: Desk, _: Deleted, message: Message) -> None:
    """The other side's copy goes too."""
    desk.revised.append(replace(message, deleted=True, text="", files=()))
    _carry(desk, message, Withdraw)


def _carry(desk: Desk, message: Message, what: type[Amend] | type[Withdraw]) -> None:
    surface = {
        AuthorKind.CUSTOMER: Surface.THREAD,
        AuthorKind.PARTICIPANT: Surface.THREAD,
        AuthorKind.AGENT: Surface.CUSTOMER,
    }.get(message.kind)
    if surface is Surface.CUSTOMER or (surface is Surface.THREAD and desk.c.carded):
        desk.effects.append(what(number=desk.c.number, surface=surface, seq=message.seq))
    if message.kind is AuthorKind.CUSTOMER and message.seq == desk.c.heard and desk.revised:
        desk.change(last_words=wording.short(desk.revised[-1].text))
        desk.touch()


def time_up(desk: Desk, event: TimeUp) -> None:
    desk.stopped.append((event.kind, event.number))
    if event.kind == "bundle":
        _bundle(desk)
    elif event.kind == "idle" and desk.conversation and desk.c.epoch == event.epoch and desk.c.state is State.AI:
        desk.unbutton()
        desk.move(Signal.IDLE, closed_at=event.at, run="")


def _bundle(desk: Desk) -> None:
    """Notify the team once of all that came while the last notice was fresh, if they still wait."""
    loaded = desk.setting.loaded
    numbers = tuple(int(n) for n in loaded.facts.get("unpinged", "").split())
    still = [n for n in numbers if n in loaded.conversations and loaded.conversations[n].state is State.WAITING]
    desk.facts["unpinged"] = ""
    if not still:
        return
    desk.facts["pinged_at"] = desk.setting.now.isoformat()
    buttons = tuple(cards.button("claim", n, label=f"{wording.text('claim')} #{n}") for n in still[:5])
    post = Post(
        text=wording.text("bundle", numbers=wording.numbers(tuple(still))),
        buttons=buttons,
        ping=desk.setting.places.ping,
    )
    desk.effects.append(Say(number=0, surface=Surface.TEAM, post=post))


def met(desk: Desk, event: Met) -> None:
    """A name became known; conversations of that person show it. One conversation at a time: the newest."""
    desk.people.append(event.person)
    if desk.conversation is None:
        return
    c: Conversation = desk.c
    if c.customer.key == event.person.key:
        desk.change(customer=event.person)
    elif c.agent and c.agent.key == event.person.key:
        desk.change(agent=event.person)
    desk.touch()
