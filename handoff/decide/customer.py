"""The customer's words, and other people's in the customer's thread."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from handoff import cards, wording
from handoff.decide.desk import Desk
from handoff.effects import Ask, OpenThread, Surface
from handoff.events import Spoke
from handoff.model import AuthorKind, Message, MessageLink, Mood, Reason, Trigger, Turn
from handoff.ports import Timer
from handoff.states import Signal, State
from handoff.triggers import Reading, explicit, reason_to_hand_off
from handoff.triggers.smalltalk import Kind, small_talk

#: the claimant is notified when the customer writes after this long without a word from either
QUIET: Final = timedelta(minutes=5)
#: sentiment is read from this many of the customer's latest messages at most
MOODS: Final = 20


def spoke(desk: Desk, event: Spoke, fresh: bool) -> None:
    """The customer wrote. `fresh`: these are the first words of the conversation."""
    c = desk.c
    before = c
    if c.customer.name != event.author.name and event.author.name:
        desk.change(customer=event.author)
    message = desk.record(AuthorKind.CUSTOMER, event.author, event.text, event.at, event.files)
    link(desk, event, message)
    words = wording.short(wording.with_files(event.text, event.files))
    desk.change(last_words=words, customer_at=event.at, turn=Turn.TEAM)
    if fresh and event.place.thread == "" and desk.c.place.thread:
        title = wording.short(event.text, 80) or wording.name(event.author, "Question")
        desk.effects.append(OpenThread(number=c.number, surface=Surface.CUSTOMER, title=title))
    match desk.c.state:
        case State.AI:
            _to_ai(desk, event, message)
        case State.WAITING:
            desk.mirror(message)
            desk.touch()
        case State.CLAIMED | State.SNOOZED:
            if desk.c.state is State.SNOOZED:
                desk.move(Signal.WAKE)
            last = max((t for t in (before.customer_at, before.agent_at, before.claimed_at) if t), default=None)
            desk.mirror(message, ping=last is not None and event.at - last >= QUIET)
            desk.touch()
        case State.CLOSED:
            pass  # bare thanks after the close: kept in the record, and nobody is called back for them


def link(desk: Desk, event: Spoke, message: Message) -> None:
    """Remember where the original stands, so that edits and deletes find it."""
    desk.links.append(MessageLink(message.number, message.seq, event.place, event.message_id, original=True))


def _to_ai(desk: Desk, event: Spoke, message: Message) -> None:
    aside = not event.place.direct and not event.mentions_bot and (event.mentions_others or event.reply_to_other)
    mood = Mood(desk.setting.score(event.text), wording.short(event.text, 100))
    if not aside:
        desk.change(moods=(*desk.c.moods, mood)[-MOODS:])
    reading = Reading(conversation=desk.c, policy=desk.setting.policy, text=event.text)
    reason = explicit.check(reading) if aside else reason_to_hand_off(reading)
    if reason is None and not desk.setting.answers and not aside:
        reason = Reason(Trigger.AI, ("no AI is set up",), wording.short(event.text, 100))
    if reason:
        desk.hand_off(reason)
    elif not aside:
        desk.change(heard=message.seq)
        ask(desk)
        watch_idle(desk)


def ask(desk: Desk) -> None:
    """Ask the AI, unless it is at work already: what came meanwhile is folded into its next run."""
    c = desk.c
    if c.run or c.heard <= c.asked or c.state is not State.AI:
        return
    run = f"run:{c.number}:{c.epoch}:{c.seq}"
    desk.change(run=run, asked=c.heard)
    desk.effects.append(Ask(number=c.number, epoch=c.epoch, run=run))


def watch_idle(desk: Desk) -> None:
    """Close what no person was in, once nobody has written for a while."""
    idle = desk.setting.policy.idle
    if idle and not desk.c.handoffs:
        desk.timers.append(Timer(kind="idle", number=desk.c.number, epoch=desk.c.epoch, due=desk.setting.now + idle))


def bystander(desk: Desk, event: Spoke) -> None:
    """Somebody else wrote in the customer's thread: a member never triggers and gets no AI; an agent mutes it."""
    if not event.standing.agent:
        message = desk.record(AuthorKind.PARTICIPANT, event.author, event.text, event.at, event.files)
        link(desk, event, message)
        desk.mirror(message)
        return
    if desk.c.state is State.AI:
        quote = wording.short(event.text, 100)
        desk.hand_off(Reason(Trigger.AGENT, (f"{wording.name(event.author)} wrote in the thread",), quote))
    message = desk.record(AuthorKind.AGENT, event.author, event.text, event.at, event.files)
    link(desk, event, message)
    desk.change(agent_at=event.at, turn=Turn.CUSTOMER)
    if desk.c.carded:
        label = wording.text("label.elsewhere", name=wording.name(event.author))
        desk.to_thread(replace(cards.for_team(message, desk.c), label=label), message.kind, message.seq)
        desk.change(told=message.seq)
    desk.touch()


def only_thanks(text: str) -> bool:
    """Bare thanks or a goodbye: never reopens anything and needs no answer in public."""
    return small_talk(text) in (Kind.THANKS, Kind.BYE)
