"""The customer's words, and other people's in the customer's thread."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handoff import scopes, wording
from handoff.decide import drafting, misses, opening, replies, vips
from handoff.decide.about import left
from handoff.decide.desk import Desk, Setting
from handoff.decide.handover import come_back, hand_off
from handoff.effects import Ask, OpenThread, Post, Say, Surface
from handoff.events import Spoke
from handoff.model import AuthorKind, Conversation, Mention, Message, MessageLink, Mood, Reason, Trigger, Turn
from handoff.ports import Timer
from handoff.states import Signal, State
from handoff.triggers import explicit, reason_to_hand_off
from handoff.triggers.smalltalk import Kind, small_talk
from handoff.triggers.text import normalise

#: the claimant is notified when the customer writes after this long without a word from either
QUIET: Final = timedelta(minutes=5)
#: who asks for a person again and again is answered so often at most
ASSURED: Final = timedelta(minutes=2)
#: sentiment is read from this many of the customer's latest messages at most
MOODS: Final = 20
#: whoever writes the same words again so often in a row may be a machine that answers a machine
LOOP: Final = 6


def spoke(desk: Desk, event: Spoke, fresh: bool) -> None:
    """The customer wrote. `fresh`: these are the first words of the conversation."""
    before = desk.c
    if before.customer.name != event.author.name and event.author.name:
        desk.change(customer=event.author)
    answers, public = replies.answered(desk, event), left(before, event.place)
    message = desk.record(
        AuthorKind.CUSTOMER,
        event.author,
        event.text,
        event.at,
        event.files,
        aside=aside(event) or public,
        answers=answers,
        public=public,
    )
    if event.member_of:  # for whoever reads later what was decided, and why
        desk.messages[-1] = message = replace(message, member_of=event.member_of)
    link(desk, event, message)
    words = wording.short(wording.with_files(event.text, event.files))
    desk.change(last_words=words, customer_at=event.at)
    if (
        fresh and desk.c.place.thread and (event.place.thread == "" or event.place.direct)
    ):  # one in direct messages is but named
        title = wording.short(event.text, 80) or wording.name(event.author, "Question")
        desk.effects.append(OpenThread(number=desk.c.number, surface=Surface.CUSTOMER, title=title))
    match desk.c.state:
        case State.AI:
            desk.change(turn=Turn.TEAM)
            _to_ai(desk, event, message, before)
        case State.WAITING:
            desk.owed(message)
            desk.mirror(message)
            desk.touch()
            if explicit.asks_for_person(event.text):
                assure(desk, "human.waiting")
        case State.CLAIMED | State.SNOOZED:
            desk.owed(message)
            if desk.c.state is State.SNOOZED:
                desk.move(Signal.WAKE)
            last = max((t for t in (before.customer_at, before.agent_at, before.claimed_at) if t), default=None)
            desk.mirror(message, ping=last is not None and event.at - last >= QUIET)
            desk.touch()
        case State.CLOSED:  # bare thanks after the close are kept in the record, and nobody is called back for them
            if comes_back(desk.setting, event, before):
                come_back(desk)
    drafting.hear(desk, event, message)


def assure(desk: Desk, key: str, agent: str = "") -> bool:
    """Who asks for a person again is told how things stand, though not every time; whether it was said now."""
    last, now = desk.c.assured_at, desk.setting.now
    if last and now - last < ASSURED:
        return False
    desk.change(assured_at=now)
    desk.notice(key, also="" if agent else opening.back(desk), agent=agent)
    return True


def asked_beside(desk: Desk, event: Spoke, there: int) -> None:
    """
    Somebody asked for a person in the thread of conversation `there`, which is another's: theirs goes on in their direct
    messages, and one line in public says so, without a reason.
    """
    message = desk.record(AuthorKind.CUSTOMER, event.author, event.text, event.at, event.files)
    link(desk, event, message)
    desk.change(last_words=wording.short(wording.with_files(event.text, event.files)), customer_at=event.at)
    desk.owed(message)
    if desk.c.state is State.AI:
        reading = desk.reading(event.text, member_of=event.member_of)
        hand_off(desk, vips.marked(desk, reading, explicit.check(reading) or Reason(Trigger.EXPLICIT)))
    else:
        desk.mirror(message)
        desk.touch()
        key = "human.waiting" if desk.c.state is State.WAITING else "human.claimed"
        if not assure(desk, key, agent=wording.name(desk.c.agent)):
            return
    ping = (Mention(kind="person", id=event.author.user),)
    post = Post(text=wording.text("human.beside"), ping=ping)
    desk.effects.append(Say(number=there, surface=Surface.CUSTOMER, post=post))


def link(desk: Desk, event: Spoke, message: Message) -> None:
    """Remember where the original stands, so that edits and deletes find it, and what it is a reply to."""
    replies.remember(desk, message)
    desk.links.append(MessageLink(message.number, message.seq, event.place, event.message_id, original=True))


def aside(event: Spoke) -> bool:
    """Whether the words are meant for another member."""
    return not event.place.direct and not event.mentions_bot and (event.mentions_others or event.reply_to_other)


def _to_ai(desk: Desk, event: Spoke, message: Message, before: Conversation) -> None:
    apart = message.aside
    if not apart:
        weigh(desk, event.text, event.at, before, asks=manners(event) is None)
    reading = desk.reading(event.text, event.files, event.member_of)
    reason = explicit.check(reading) if apart else reason_to_hand_off(reading)
    if reason:
        hand_off(desk, vips.marked(desk, reading, reason))
    elif apart:
        return
    elif manners(event) is Kind.NOD:
        desk.change(turn=before.turn)  # nothing was asked, and silence is the answer
        watch_idle(desk)
    elif desk.c.repeats >= LOOP:
        evidence = f"wrote the same {desk.c.repeats + 1} times in a row: it may be a machine"
        hand_off(desk, Reason(Trigger.FAILURES, (evidence,), wording.short(event.text, 100)))
    elif drafting.mode(desk) != "on":
        to_team(desk, event.text)
    else:
        desk.change(heard=message.seq, unanswered=(*desk.c.unanswered, message.seq))
        ask(desk)
        watch_idle(desk)


def weigh(desk: Desk, text: str, at: datetime, before: Conversation, *, asks: bool) -> None:
    """What the customer's new words say of the AI's work: their mood, whether its latest answer helped, how long it goes on."""
    desk.change(moods=(*desk.c.moods, *felt(desk, text, at))[-MOODS:])
    desk.change(turns=desk.c.turns + asks)
    again = _alike(before.last_words, desk.c.last_words)
    desk.change(repeats=before.repeats + 1 if again else 0)
    misses.hear(desk, before, small_talk=not asks)


def felt(desk: Desk, text: str, at: datetime) -> tuple[Mood, ...]:
    """The mood of the customer's words; nothing where no analyser knows their language."""
    judged = desk.setting.analyser.judge(text)
    if judged.score is None:
        return ()
    return (Mood(judged.score, wording.short(text, 100), at, judged.words),)


def to_team(desk: Desk, words: str) -> None:
    """The AI may not answer here: the question goes to the team."""
    mode = drafting.mode(desk)
    why = f"the AI is set to “{mode}” here" if desk.setting.answers else "no AI is set up"
    evidence = f"{why}, so every question goes to the team"
    if mode == "on":  # it is on again
        evidence = "the AI was switched off before its answer went out"
    hand_off(desk, Reason(Trigger.AI, (evidence,), wording.short(words, 100)), notice="no_ai")


def _alike(one: str, other: str) -> bool:
    return bool(one) and normalise(one).strip(" .!?") == normalise(other).strip(" .!?")


def ask(desk: Desk) -> None:
    """Ask the AI, unless it is at work already: what came meanwhile is folded into its next run."""
    c = desk.c
    if c.run or c.heard <= c.asked or c.state is not State.AI:
        return
    run = f"run:{c.number}:{c.epoch}:{c.seq}"
    desk.change(run=run, asked=c.heard)
    desk.effects.append(Ask(number=c.number, epoch=c.epoch, run=run, after=c.asked))


def watch_idle(desk: Desk) -> None:
    """Close what no person was in, once nobody has written for a while."""
    idle = desk.in_force.idle
    if idle and not desk.c.handoffs:
        desk.timers.append(Timer(kind="idle", number=desk.c.number, epoch=desk.c.epoch, due=desk.setting.now + idle))


def manners(event: Spoke) -> Kind | None:
    """The small talk that is all there is to the words; None: they ask something, or come with a file."""
    return None if event.files else small_talk(event.text)


def comes_back(setting: Setting, event: Spoke, closed: Conversation) -> bool:
    """Whether words after the close belong to what was closed: it was a person's, and admins opened a window for that."""
    window = scopes.effective(setting.policy, scopes.origin(closed)).reopen_window
    if not window or closed.former is None or closed.closed_at is None or only_thanks(event) or aside(event):
        return False
    return event.at - closed.closed_at <= window


def only_thanks(event: Spoke) -> bool:
    """Bare thanks, a goodbye or a nod: never reopens anything and needs no answer in public."""
    return manners(event) in (Kind.THANKS, Kind.BYE, Kind.NOD)
