"""An agent wrote in the customer's own thread: they are asked whether they take the conversation, and answer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from handoff import cards, wording
from handoff.commands import holds
from handoff.decide import customer, ledger, misses, moves, replies
from handoff.decide.desk import Desk
from handoff.decide.handover import hand_off, hand_to
from handoff.effects import Confide, Instead, Post, Say
from handoff.events import Pressed, Spoke
from handoff.model import AuthorKind, Conversation, Ending, Reason, Remark, Trigger, Turn
from handoff.ports import RowState
from handoff.states import Signal, State
from handoff.triggers import reason_to_hand_off
from handoff.triggers.smalltalk import Kind

#: the buttons under the question
VERBS: Final = frozenset({"mine", "remark"})


def bystander(desk: Desk, event: Spoke) -> None:
    """Somebody else wrote in the customer's thread: a member never triggers and gets no AI; an agent mutes it."""
    if event.standing.agent and event.mentions_bot and not desk.c.open and not customer.only_thanks(event):
        _too_late(desk, event)
        return
    if event.standing.agent:
        _spoke(desk, event)
        return
    answers = replies.answered(desk, event)
    message = desk.record(AuthorKind.PARTICIPANT, event.author, event.text, event.at, event.files, answers=answers)
    customer.link(desk, event, message)
    desk.mirror(message)


def _too_late(desk: Desk, event: Spoke) -> None:
    """An agent spoke to the bot in a closed conversation's thread: that opens nothing, and they are told how to go on."""
    c = desk.c
    text = wording.text("remark.closed", number=c.number, customer=wording.name(c.customer, "the customer"))
    number = c.number if c.carded and c.thread else 0
    desk.effects.append(Confide(number=number, to=event.author, at=event.place, post=Post(text=text)))


def _spoke(desk: Desk, event: Spoke) -> None:
    """The AI is muted at once; the words are mirrored as said, and whoever wrote them is asked what they meant by it."""
    before, name = desk.c, wording.name(event.author)
    muted = before.state is State.AI
    if muted:
        hand_off(desk, Reason(Trigger.AGENT, (f"{name} wrote in the thread",), wording.short(event.text, 100)))
    message = desk.record(AuthorKind.AGENT, event.author, event.text, event.at, event.files)
    customer.link(desk, event, message)
    desk.change(agent_at=event.at, handoff=ledger.answered(desk.c.handoff, event.at))
    if desk.c.open:
        desk.change(turn=Turn.CUSTOMER, greeted=True, unread=(), unread_at=None)
    if desk.c.carded:
        label = wording.text("label.elsewhere", name=name)
        desk.to_thread(replace(cards.for_team(message, desk.c), label=label), message.kind, message.seq)
        desk.tell(message.seq)
    desk.touch()
    by = desk.setting.own(event.author)
    remark = Remark(seq=message.seq, by=by.key, epoch=desk.c.epoch, muted=muted)
    if muted:
        remark = replace(remark, left=before.unanswered, unsaid=before.unsaid, heard=before.heard)
    if desk.c.open and not holds(by, desk.c):
        _ask(desk, event, remark)


def _ask(desk: Desk, event: Spoke, remark: Remark) -> None:
    """Once for each time that somebody has it; what is asked again takes the place of what was asked before."""
    asked = next((each for each in desk.c.remarks if each.by == remark.by), None)
    if asked and asked.epoch == remark.epoch:
        return
    desk.change(remarks=(*(each for each in desk.c.remarks if each is not asked), remark))
    post = cards.remarked(desk.c, remark.seq)
    desk.effects.append(Confide(number=desk.c.number, to=event.author, at=event.place, post=post))


def waits(desk: Desk, event: Spoke) -> None:
    """
    The customer wrote while the AI is silent for an agent's words alone: it answers, if they were no more than a remark,
    unless what was written is a reason of its own for a person.
    """
    if desk.c.state is not State.WAITING or not any(each.muted for each in desk.c.remarks):
        return
    if reason_to_hand_off(desk.reading(event.text)):
        stays(desk)
    elif not desk.messages[0].aside and customer.manners(event) is not Kind.NOD:
        seq = desk.messages[0].seq
        changed = (replace(each, left=(*each.left, seq)) if each.muted else each for each in desk.c.remarks)
        desk.change(remarks=tuple(changed))


def stays(desk: Desk) -> None:
    """The customer asked for a person: whatever an agent's words were, the conversation waits for one."""
    desk.change(remarks=tuple(replace(each, muted=False) for each in desk.c.remarks))


def about(conversation: Conversation) -> Iterator[tuple[int, int]]:
    """The messages, as (number, seq), that an answer to what was asked depends on."""
    for remark in conversation.remarks:
        for seq in (*remark.left, *remark.unsaid):
            yield conversation.number, seq


def answered(desk: Desk, event: Pressed) -> None:
    """Only whoever wrote the words is asked; what stood there before is replaced by what is so now."""
    c, seq = desk.c, int(event.detail) if event.detail.isdecimal() else 0
    words = desk.setting.loaded.messages.get((c.number, seq))
    if words is None or words.author is None or words.kind is not AuthorKind.AGENT:
        desk.whisper("refused.stale")
        return
    if desk.setting.own(words.author).key != event.by.key:
        desk.whisper("remark.others", agent=wording.name(words.author))
        return
    remark = next((each for each in c.remarks if each.seq == seq), None)
    if remark is None or not c.open:
        _instead(desk, "remark.yours" if holds(event.by, c) else "remark.over")
        return
    if event.verb == "mine":
        _take(desk, event, remark)
    else:
        _leave(desk, event, remark)


def _take(desk: Desk, event: Pressed, remark: Remark) -> None:
    c, by, former = desk.c, event.by, desk.c.agent
    if holds(by, c):
        _instead(desk, "remark.yours")
    elif c.state in moves.HELD and c.epoch != remark.epoch:
        _instead(desk, "claim.taken")
    elif moves.reaches(desk, event):
        if c.state in moves.HELD:
            _take_over(desk, event)
        elif c.state is State.AI:
            reason = Reason(Trigger.TAKEOVER, (f"{wording.name(by)} wrote in the thread, and took it",))
            hand_to(desk, Signal.TAKE_OVER, by, reason, "claimed")
            desk.tell_team("taken.ai", agent=wording.name(by))
        else:
            moves.take(desk, by)
        desk.change(greeted=True)  # they have said something already
        if former:
            desk.tell_team("taken.other", agent=wording.name(by), former=wording.name(former))
        team = desk.setting.places.team
        inside = team is None or (team.platform == event.place.platform and not moves.outside(desk.setting, event))
        _instead(desk, "claim.won" if inside else "claim.won.there")
    _settle(desk, remark)


def _take_over(desk: Desk, event: Pressed) -> None:
    if desk.c.state is State.SNOOZED:
        desk.move(Signal.WAKE)
    desk.move(Signal.TAKE_OVER, agent=event.by, claimed_at=desk.setting.now)
    desk.drop_held(event.by.key)
    desk.notice("claimed", ping=True, agent=wording.name(event.by))


def _leave(desk: Desk, event: Pressed, remark: Remark) -> None:
    """Back to what was before: to the AI, where the words alone had silenced it; else nothing changes."""
    c = desk.c
    back = remark.muted and c.state is State.WAITING and c.epoch == remark.epoch
    if back:
        _give_back(desk, event, remark)
    _settle(desk, remark)
    keys = {State.AI: "remark.back", State.WAITING: "remark.still"}
    _instead(desk, keys.get(desk.c.state, "remark.yours" if holds(event.by, desk.c) else "remark.had"))


def _give_back(desk: Desk, event: Pressed, remark: Remark) -> None:
    """Without a word to the customer, to whom the AI was just slow; it answers what no answer came to, and nothing twice."""
    desk.tell_team("remark.team", agent=wording.name(event.by), number=desk.c.number)
    nobody: dict[str, Any] = {"agent": None, "claimed_at": None, "turn": Turn.CUSTOMER, "unread": (), "unread_at": None}
    desk.move(Signal.RETURN, ending=Ending.REMARK, run="", **nobody)
    desk.drop_held()
    unknown = _unknown(desk, remark)
    left, seq = _owed(desk, remark, unknown), desk.c.seq
    desk.change(heard=seq, asked=seq, unanswered=left, **misses.FRESH)
    if unknown:  # asked anew by what becomes of it, or with whatever the customer writes before that
        before = remark.heard - 1
        desk.change(unsaid=unknown, again=remark.heard, heard=before, asked=before)
    if left:
        desk.change(heard=max(left), asked=min(left) - 1, turn=Turn.TEAM)
        customer.ask(desk)


def _unknown(desk: Desk, remark: Remark) -> tuple[int, ...]:
    """The answers that were on their way and of which nobody knows yet whether they stand."""
    rows = desk.setting.loaded.rows.values()
    says = (row.effect for row in rows if row.state in (RowState.PENDING, RowState.STARTED))
    going = {each.seq for each in says if isinstance(each, Say) and (each.number, each.kind) == (desk.c.number, AuthorKind.AI)}
    return tuple(seq for seq in remark.unsaid if seq in going)


def _owed(desk: Desk, remark: Remark, unknown: tuple[int, ...]) -> tuple[int, ...]:
    """The customer's messages that are still to be answered; an answer that was on its way may have come, or not."""
    number, messages = desk.c.number, desk.setting.loaded.messages
    known = [messages.get((number, seq)) for seq in remark.unsaid if seq not in unknown]
    missed = not unknown and any(m and m.kind is AuthorKind.DRAFT for m in known)
    owed = {*remark.left, *([remark.heard] if missed else [])}
    return tuple(seq for seq in sorted(owed) if (m := messages.get((number, seq))) is None or not m.deleted)


def _settle(desk: Desk, remark: Remark) -> None:
    desk.change(remarks=tuple(each for each in desk.c.remarks if each.seq != remark.seq))


def _instead(desk: Desk, key: str) -> None:
    c = desk.c
    agent, who = wording.name(c.agent), wording.name(c.customer, "the customer")
    desk.reply = Instead(post=Post(text=wording.text(key, number=c.number, agent=agent, customer=who)))
