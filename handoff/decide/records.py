"""Edits and deletes of what people wrote, timers, and names."""

from dataclasses import replace

from handoff import cards, wording
from handoff.commands import holds, note_of
from handoff.decide import blocking, fates, ledger, linking, misses, moves, names, replies, switching
from handoff.decide.desk import Desk
from handoff.decide.handover import hand_off
from handoff.effects import Amend, Post, Say, Surface, Withdraw
from handoff.events import Deleted, Edited, Met, TimeUp
from handoff.model import AuthorKind, Message, Person, Reason, Trigger
from handoff.ports import Timer
from handoff.states import Signal, State
from handoff.triggers.explicit import asks_for_person


def edited(desk: Desk, event: Edited, message: Message) -> None:
    """
    An edit is carried to where the message was. A note never becomes a message, nor a message a note; an older edit that
    comes after a newer one changes nothing.
    """
    if message.author is None or message.author.key != event.author.key or message.deleted:
        return
    if message.edited_at and event.at < message.edited_at:
        return
    if message.text == event.text:  # it was read as it is now; older edits that still come change nothing
        desk.revised.append(replace(message, edited_at=event.at))
        return
    text, note = event.text, note_of(event.text)
    if message.kind in (AuthorKind.NOTE, AuthorKind.DRAFT):
        text = text.strip() if note is None else note
        if note is None and message.kind is AuthorKind.NOTE and not message.held and holds(event.author, desk.c):
            desk.tell_team("edit.still")
    elif message.kind is AuthorKind.AGENT and note is not None:
        desk.tell_team("edit.note", customer=wording.name(desk.c.customer, "the customer"))
        return
    inside = message.held and message.kind is AuthorKind.DRAFT and note is not None  # held words that became a note
    kind = AuthorKind.NOTE if inside else message.kind
    desk.revised.append(replace(message, text=text, kind=kind, edited=True, edited_at=event.at))
    _carry(desk, event, message)
    replies.follow(desk, message.seq)
    if inside:
        _let_go(desk, message)
    if message.kind is AuthorKind.CUSTOMER:
        _last_words(desk, message, wording.with_files(text, message.files))
        _requote(desk, message, text)
        _asked_by_edit(desk, message, text)


def _asked_by_edit(desk: Desk, before: Message, text: str) -> None:
    """Who asks for a person by mending their words has asked; no other trigger reads an edit."""
    if desk.c.state is State.AI and before.seq >= desk.c.heard and not asks_for_person(before.text):
        words = asks_for_person(text)
        if words:
            hand_off(desk, Reason(Trigger.EXPLICIT, (f"asked in an edit: “{words}”",), wording.short(text, 200)))


def deleted(desk: Desk, event: Deleted, message: Message) -> None:
    """
    The other side's copy goes too, and whatever of ours quotes it. Where the admin keeps what customers delete, the team's
    copy stays and says so; a customer's copy of an agent's words always goes.
    """
    if message.deleted:
        return
    kept = desk.in_force.keep_deleted and message.kind in (AuthorKind.CUSTOMER, AuthorKind.PARTICIPANT)
    gone = replace(message, deleted=True)
    desk.revised.append(gone if kept else replace(gone, text="", files=()))
    _carry(desk, event, message, keep=kept)
    replies.follow(desk, message.seq)
    if message.kind is AuthorKind.CUSTOMER:
        _last_words(desk, message, "")
        _requote(desk, message, "")
        _unasked(desk, message)
        desk.change(unread=tuple(seq for seq in desk.c.unread if seq != message.seq))
    _let_go(desk, message)


def _unasked(desk: Desk, message: Message) -> None:
    """A question that was taken back while the AI works is not answered, unless it works on others too."""
    left = tuple(seq for seq in desk.c.unanswered if seq != message.seq)
    if left != desk.c.unanswered:
        desk.change(unanswered=left)
        if not left and desk.c.run:
            desk.change(run="", asked=desk.c.heard)


def _let_go(desk: Desk, message: Message) -> None:
    desk.change(holding=tuple(each for each in desk.c.holding if each[0] != message.seq))


def _carry(desk: Desk, event: Edited | Deleted, message: Message, *, keep: bool = False) -> None:
    """
    To the side where it was not written, and to what quotes it. Customers' edits after the close are kept in the record, and
    bring nothing new into the card's thread. `keep`: what was deleted stays on the other side, and says so.
    """
    if isinstance(event, Edited) and not desk.c.open and message.kind is not AuthorKind.AGENT:
        return
    if message.held:
        desk.effects.append(Amend(number=desk.c.number, surface=Surface.THREAD, seq=message.seq))
    if message.kind not in (AuthorKind.CUSTOMER, AuthorKind.PARTICIPANT, AuthorKind.AGENT):
        return
    if desk.setting.places.is_team(event.place):
        desk.effects.append(_change(desk, event, message, Surface.CUSTOMER, keep=keep))
    elif any(first <= message.seq <= last for first, last in desk.c.transcripts):
        desk.amend_for_team(message.seq)
    elif desk.c.carded:
        desk.effects.append(_change(desk, event, message, Surface.THREAD, keep=keep))


def _change(desk: Desk, event: Edited | Deleted, message: Message, surface: Surface, *, keep: bool) -> Amend | Withdraw:
    if isinstance(event, Deleted) and not keep:
        return Withdraw(number=desk.c.number, surface=surface, seq=message.seq)
    return Amend(number=desk.c.number, surface=surface, seq=message.seq, words=True)


def _last_words(desk: Desk, message: Message, now: str) -> None:
    """The card shows the customer's newest words as they are now."""
    if desk.c.last_words == wording.short(wording.with_files(message.text, message.files)):
        desk.change(last_words=wording.short(now))
        desk.touch()


def _requote(desk: Desk, message: Message, text: str) -> None:
    """Evidence quotes what the customer's words are now; none if they took them back ("")."""
    words, now = wording.short(message.text, 100), wording.short(text, 100)
    if not words:
        return
    c = desk.c
    misses.requote(desk, words, now)
    left = (mood for mood in c.moods if now or mood.quote != words)
    desk.change(moods=tuple(replace(mood, quote=now) if mood.quote == words else mood for mood in left))
    if c.question == words:
        desk.change(question=now)
    _requote_records(desk, words, now)
    if c.reason:
        reason = ledger.requoted(c.reason, words, now)
        first = c.transcripts[-1][0] if c.transcripts else 0  # of the transcript that says what decided
        if reason != c.reason and first and not any(isinstance(e, Amend) and e.seq == -first for e in desk.effects):
            desk.amend_for_team(first)
        desk.change(reason=reason)
        desk.touch()


def _requote_records(desk: Desk, words: str, now: str) -> None:
    """So do the records of the conversation's handoffs."""
    latest = desk.c.handoff
    for (number, ordinal), record in sorted(desk.setting.loaded.handoffs.items()):
        reason = ledger.requoted(record.reason, words, now)
        if number == desk.c.number and reason != record.reason and (latest is None or ordinal != latest.ordinal):
            desk.handoffs.append(replace(record, reason=reason))
    if latest:
        desk.change(handoff=replace(latest, reason=ledger.requoted(latest.reason, words, now)))


def time_up(desk: Desk, event: TimeUp) -> None:
    desk.stopped.append((event.kind, event.number))
    if event.kind == "bundle":
        _bundle(desk)
    elif event.kind == "card":
        fates.reopen_later(desk)
    elif event.kind == "blocked" and desk.conversation:
        blocking.close(desk)
    elif event.kind == switching.HUSHED and desk.conversation:
        switching.hushed(desk, event)
    elif event.kind == "departed" and desk.conversation and desk.c.epoch == event.epoch and desk.c.agent:
        moves.left(desk, desk.c.agent)
    elif event.kind == "idle" and desk.conversation and desk.c.epoch == event.epoch and desk.c.state is State.AI:
        _idle(desk, event)


def _idle(desk: Desk, event: TimeUp) -> None:
    """Close it, unless admins have made the time longer since the timer was set."""
    idle = desk.in_force.idle
    due = (desk.c.customer_at or event.at) + idle
    if idle and due <= desk.setting.now:
        desk.unbutton()
        desk.move(Signal.IDLE, closed_at=event.at, run="")
    elif idle:
        desk.timers.append(Timer(kind="idle", number=desk.c.number, epoch=desk.c.epoch, due=due))


def _bundle(desk: Desk) -> None:
    """Notify the team once of all that came while the last notice was fresh, if they still wait."""
    loaded = desk.setting.loaded
    numbers = dict.fromkeys(int(n) for n in loaded.facts.get("unpinged", "").split())
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
    """A name became known; the newest conversation of that person shows it, and so do the messages that went without."""
    desk.people.append(event.person)
    linking.met(desk, event)
    if event.person.name:
        _named(desk, event.person)
    if desk.conversation is None:
        return
    if desk.c.customer.key == event.person.key:
        desk.change(customer=event.person)
        desk.touch()
    if holds(event.person, desk.c):  # who has it may have changed since this person was loaded for it
        desk.change(agent=event.person)
        desk.touch()


def _named(desk: Desk, person: Person) -> None:
    loaded = desk.setting.loaded
    fact = loaded.facts.get(names.FACT, "")
    amends: list[Amend] = []
    for number, seq in names.of(fact, person.key):
        message, conversation = loaded.messages.get((number, seq)), loaded.conversations.get(number)
        if message is None or conversation is None:
            continue
        desk.revised.append(replace(message, author=person))
        shown = next((-first for first, last in conversation.transcripts if first <= seq <= last), seq)
        amends.append(Amend(number=number, surface=Surface.THREAD, seq=shown))
        if message.kind is AuthorKind.AGENT:
            amends.append(Amend(number=number, surface=Surface.CUSTOMER, seq=seq))
    desk.effects += dict.fromkeys(amends)
    left = names.without(fact, person.key)
    if left != fact:
        desk.facts[names.FACT] = left
