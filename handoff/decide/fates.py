"""What became of what we sent."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from handoff import cards, wording
from handoff.decide import customer, previewing, private, switching
from handoff.decide.desk import TOLD, Desk
from handoff.decide.handover import reopen_card
from handoff.effects import (
    Amend,
    Confide,
    OpenCard,
    OpenPrivate,
    OpenThread,
    Picture,
    Post,
    Preview,
    Say,
    Surface,
    Transcript,
    Withdraw,
)
from handoff.events import CardLost, Delivered, Receipt, Undeliverable
from handoff.model import Address, AuthorKind, Mention, MessageLink, Turn
from handoff.ports import Row, RowState, Timer
from handoff.states import State

#: a card that is deleted again waits so long for the next
AGAIN: Final = timedelta(minutes=1)


def delivered(desk: Desk, event: Delivered, row: Row) -> None:
    desk.finished[row.id] = (RowState.SENT, "")
    effect = row.effect
    if desk.conversation and isinstance(effect, OpenPrivate):
        private.opened(desk, effect, event)
    if desk.conversation is None or not event.receipts:
        return
    if isinstance(effect, Say) and effect.move:
        private.stands(desk, effect, event.receipts)
    elif isinstance(effect, Say | Amend) and effect.seq:
        _linked(desk, effect.seq, event.place, event.receipts)
        if isinstance(effect, Say) and effect.surface is Surface.CUSTOMER:
            _stands(desk, effect)
    elif isinstance(effect, Transcript):
        _linked(desk, -effect.first, event.place, event.receipts)
    elif isinstance(effect, OpenCard):
        card = event.receipts[0].message_id
        # words may come into the card's thread before it is known to be open; a thread begun at a message has its id
        desk.change(card=card, thread=desk.c.thread or card, card_link=event.receipts[0].link)
        desk.touch()
    elif isinstance(effect, OpenThread):
        if effect.surface is Surface.THREAD:
            thread = event.receipts[0]
            desk.change(thread=thread.message_id, card_link=thread.link or desk.c.card_link)
        elif event.receipts[0].link:
            desk.change(link=event.receipts[0].link)


def _linked(desk: Desk, seq: int, place: Address, receipts: tuple[Receipt, ...]) -> None:
    """
    Where the parts of a message stand; a transcript goes by its first message's seq, negative. One that an edit made too
    many is no part of it any more (seq 0): should the words grow again, they need a new one.
    """
    desk.links += [
        MessageLink(desk.c.number, 0 if each.gone else seq, place, each.message_id, part) for part, each in enumerate(receipts)
    ]


def _stands(desk: Desk, effect: Say) -> None:
    """A message of ours stands at the customer."""
    if effect.kind is AuthorKind.AI:
        _settled(desk, effect.seq, stands=True)
        if desk.c.state is not State.AI or effect.epoch != desk.c.epoch:  # it was on its way when the owner changed
            desk.kinds[(desk.c.number, effect.seq)] = AuthorKind.AI
            desk.change(disclosed=desk.c.disclosed or effect.seq)
            if effect.seq in (seq for seq, _ in desk.c.holding):
                desk.settle_held(effect.seq)
            if desk.c.carded and not cards.in_transcript(desk.c, effect.seq):
                desk.to_thread(replace(effect.post, buttons=(), label=wording.text("label.ai")), AuthorKind.AI)
            elif desk.c.carded:  # where it was told that it was not sent
                desk.amend_for_team(effect.seq)
    elif effect.kind is AuthorKind.AGENT:
        desk.change(delivered=max(desk.c.delivered, effect.seq))
        desk.touch()


def _settled(desk: Desk, seq: int, *, stands: bool) -> None:
    """What became of an answer of the AI's is known."""
    c = desk.c
    if seq in c.unsaid:
        desk.change(unsaid=tuple(each for each in c.unsaid if each != seq))
    if stands and c.again and c.again < seq:
        desk.change(again=0, heard=max(c.heard, c.again), asked=max(c.asked, c.again))


def undeliverable(desk: Desk, event: Undeliverable, row: Row) -> None:
    """Whoever said it is told, in words; nothing is dropped silently."""
    desk.finished[row.id] = (RowState.CANCELLED if event.fenced else RowState.FAILED, event.reason)
    effect = row.effect
    if isinstance(effect, Preview):
        previewing.gave_up(desk, event, effect)
        return
    if isinstance(effect, Picture):
        text = wording.text("picture.failed", reason=event.reason, words=wording.escaped(effect.chart.words))
        desk.effects.append(Say(number=effect.number, surface=Surface.TEAM, post=Post(text=text)))
        return
    if desk.conversation and isinstance(effect, Say) and effect.move:
        private.refused(desk, effect, event.reason)
        return
    if desk.conversation and isinstance(effect, OpenPrivate):
        private.stays(desk, effect)
        return
    if desk.conversation and event.gone:
        again = _thread_gone(desk, begun=not isinstance(effect, OpenThread))
        if isinstance(effect, Say) and effect.lost:
            _tell_lost(desk, effect.post, inside=again)
        return
    if desk.conversation and isinstance(effect, Confide):
        _unasked(desk, effect)
    if desk.conversation and isinstance(effect, Amend | Withdraw):
        _unchanged(desk, event, effect)
    if desk.conversation is None or not isinstance(effect, Say):
        return
    if row.receipts and effect.seq and effect.surface is Surface.CUSTOMER:
        _linked(desk, effect.seq, desk.c.place, row.receipts)
    if effect.surface is not Surface.CUSTOMER:
        _unseen_by_team(desk, effect)
    elif effect.kind is AuthorKind.AI:
        if event.fenced and desk.c.state is State.AI and effect.epoch == desk.c.epoch:
            switching.hush(desk, desk.c)  # it was picked up for sending as the AI was switched off
        else:
            _unsaid(desk, effect, begun=bool(row.receipts))
    elif effect.kind is AuthorKind.AGENT:
        key = "uncertain" if event.uncertain else "undelivered.rest" if row.receipts else "undelivered"
        text = wording.text(key, customer=_customer(desk), reason=event.reason, words=wording.quoted(_words(effect)))
        _tell_lost(desk, Post(text=text), inside=desk.c.carded)
        desk.touch()
    else:
        text = wording.text("undelivered.notice", customer=_customer(desk), reason=event.reason)
        _tell_lost(desk, Post(text=text), inside=desk.c.carded)


def _unchanged(desk: Desk, event: Undeliverable, effect: Amend | Withdraw) -> None:
    """Somebody's edit or deletion was not carried: what stands on the other side may be out of date, and the team knows."""
    if effect.surface is Surface.CUSTOMER and (isinstance(effect, Withdraw) or effect.words):
        key = "delete.lost" if isinstance(effect, Withdraw) else "edit.lost"
        text = wording.text(key, customer=_customer(desk), reason=event.reason)
        _tell_lost(desk, Post(text=text), inside=desk.c.carded)
    elif effect.surface is Surface.THREAD and (isinstance(effect, Withdraw) or effect.words or effect.seq < 0):
        desk.tell_team("unseen.change")


def _tell_lost(desk: Desk, post: Post, *, inside: bool) -> None:
    """In the card's thread, or (`inside`: False) in the team channel, for a conversation that the team has had."""
    if not inside:
        if not desk.c.handoffs:
            return
        head = wording.text("lost.elsewhere", number=desk.c.number, customer=_customer(desk))
        post = replace(post, text=f"{head}\n{post.text}")
    surface = Surface.THREAD if inside else Surface.TEAM
    desk.effects.append(Say(number=desk.c.number, surface=surface, post=post, lost=True))


def card_lost(desk: Desk, event: CardLost) -> None:
    if desk.conversation and desk.c.card == event.card:
        _thread_gone(desk, begun=True)


def _thread_gone(desk: Desk, *, begun: bool) -> bool:
    """
    The card or its thread was deleted by hand: another takes its place (True), with all that was said, whatever was refused
    too. At most once a minute, should the new ones go as well. `begun`: something may stand in the thread.
    """
    last, now = desk.c.reopened_at, desk.setting.now
    if desk.c.state not in TOLD:
        desk.change(carded=False, card="", thread="", told=0, transcripts=())  # the next handoff opens another
    elif last and now - last < AGAIN:
        desk.timers.append(Timer(kind="card", number=desk.c.number, epoch=desk.c.epoch, due=last + AGAIN))
    else:
        reopen_card(desk, whole=begun)
        return True
    return False


def reopen_later(desk: Desk) -> None:
    """Its time has come; whoever has the conversation by now."""
    if desk.conversation:
        _thread_gone(desk, begun=True)


def _unasked(desk: Desk, effect: Confide) -> None:
    """An agent may not have seen what they were asked: it stands where it stays, in the card's thread."""
    to, team = desk.setting.own(effect.to), desk.setting.places.team
    if not desk.c.carded or to.key not in (each.by for each in desk.c.remarks):
        return
    if team and team.platform == to.platform:
        desk.to_thread(replace(effect.post, ping=(Mention(kind="person", id=to.user),)))
    else:
        words = wording.text("remark.for", agent=wording.name(to), words=effect.post.text)
        desk.to_thread(replace(effect.post, text=words))


def _customer(desk: Desk) -> str:
    return wording.name(desk.c.customer, "the customer")


def _words(effect: Say) -> str:
    return wording.short(effect.post.text, 120)


def _unsaid(desk: Desk, effect: Say, *, begun: bool) -> None:
    """The AI's words did not reach the customer, or only the beginning did: they are a draft."""
    _settled(desk, effect.seq, stands=False)
    if desk.c.disclosed == effect.seq:
        desk.change(disclosed=0)
    desk.kinds[(desk.c.number, effect.seq)] = AuthorKind.DRAFT
    _ask_anew(desk, effect.seq)
    if not desk.c.carded or desk.c.state in (State.AI, State.CLOSED):
        return
    if begun:
        head = wording.text("draft.begun", customer=_customer(desk))
        desk.to_thread(Post(text=f"{head}\n{wording.quoted(effect.post.text)}"))
    elif not cards.in_transcript(desk.c, effect.seq):
        desk.to_thread(Post(text=f"{wording.text('draft')}\n{wording.quoted(effect.post.text)}"), AuthorKind.DRAFT)


def _ask_anew(desk: Desk, seq: int) -> None:
    """The AI has it back since an agent's words were just a remark, and its answer does not stand after all."""
    c = desk.c
    if not c.again or seq < c.again or c.unsaid:
        return
    desk.change(again=0)
    if c.state is State.AI and c.heard < c.again:
        desk.change(heard=c.again, unanswered=(c.again,), turn=Turn.TEAM)
        customer.ask(desk)


def _unseen_by_team(desk: Desk, effect: Say) -> None:
    """The customer's words could not be shown to the team: a placeholder stands for them, and the customer is told."""
    if effect.lost and effect.surface is Surface.THREAD:
        _tell_lost(desk, effect.post, inside=False)
    if effect.kind in (AuthorKind.CUSTOMER, AuthorKind.PARTICIPANT):
        desk.tell_team("unseen", name=effect.post.label)
    if effect.kind is AuthorKind.CUSTOMER and desk.c.open:
        desk.notice("unseen.customer")
