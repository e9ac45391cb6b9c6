"""What the AI came back with."""

from dataclasses import replace
from typing import Final

from handoff import wording
from handoff.decide import customer, drafting, misses
from handoff.decide.desk import TOLD, Desk
from handoff.decide.handover import hand_off
from handoff.events import Answer, Answered, CannotAnswer, Failed, Outcome, WantsHuman
from handoff.model import AuthorKind, Came, Miss, Reason, Response, Trigger, Turn
from handoff.ports import RowState
from handoff.states import State
from handoff.triggers import reason_to_hand_off

#: an answer of less confidence is said, and counted as a failed response
UNSURE: Final = 0.35


def answered(desk: Desk, event: Answered) -> None:
    """Say it, count it, or hand off; an answer of an earlier owner's time is a draft, and is never said."""
    desk.finished[event.row] = (RowState.SENT, "")
    c = desk.c
    if c.state is not State.AI or event.epoch != c.epoch or c.run != event.key:
        _late(desk, event)
        return
    asked = max(c.asked, min(event.through, c.heard))
    desk.change(run="", asked=asked, unanswered=tuple(seq for seq in c.unanswered if seq > asked))
    match event.outcome:
        case WantsHuman(why):
            hand_off(desk, Reason(Trigger.AI, (why,) if why else (), wording.short(desk.c.last_words, 100)))
        case outcome if drafting.mode(desk) != "on":
            _muted(desk, outcome)
        case Answer() as answer:
            _say(desk, answer)
        case CannotAnswer():
            _failed(desk, Miss.CANNOT)
        case Failed():
            _failed(desk, Miss.FAILED)
    _keep(desk, event, ended=desk.c.state is not State.AI)
    if desk.c.state is State.AI:
        customer.ask(desk)


def _late(desk: Desk, event: Answered) -> None:
    """Asked of an earlier owner's time, or for a draft."""
    if desk.c.run == event.key:
        desk.change(run="", asked=max(desk.c.asked, min(event.through, desk.c.heard)))
    answer = event.outcome
    if desk.c.state in TOLD and isinstance(answer, Answer) and not answer.small_talk:
        keep_draft(desk, answer.text)
        _keep(desk, event)
    drafting.ask(desk)


def _keep(desk: Desk, event: Answered, *, ended: bool = False) -> None:
    """What the AI came back with is known of the message that came of it: its words, else our notice."""
    words = [n for n, message in enumerate(desk.messages) if message.kind in (AuthorKind.AI, AuthorKind.DRAFT)]
    if not desk.messages:
        return
    at = words[0] if words else 0
    desk.messages[at] = replace(desk.messages[at], response=replace(kept(event), ended=ended))


def kept(event: Answered) -> Response:
    """An outcome as the record keeps it."""
    base = Response(came=Came.FAILED, epoch=event.epoch, through=event.through)
    match event.outcome:
        case Answer() as answer:
            came = Came.SMALL_TALK if answer.small_talk else Came.ANSWER
            return replace(base, came=came, own=len(answer.text), confidence=answer.confidence)
        case CannotAnswer():
            return replace(base, came=Came.CANNOT)
        case WantsHuman():
            return replace(base, came=Came.HUMAN)
        case Failed():
            return base


def _muted(desk: Desk, outcome: Outcome) -> None:
    """An admin switched it off while it was at work: the question goes to the team, and the answer is late."""
    customer.to_team(desk, desk.c.last_words)
    if isinstance(outcome, Answer) and not outcome.small_talk:
        keep_draft(desk, outcome.text)
    drafting.ask(desk)


def keep_draft(desk: Desk, text: str) -> None:
    """For the claimant alone, or for whoever claims: never said unless they send it."""
    drafting.replaced(desk)
    draft = desk.record(AuthorKind.DRAFT, None, text, desk.setting.now, held=desk.c.carded)
    if desk.c.carded:
        desk.hold(draft)
        desk.tell(draft.seq)


def _say(desk: Desk, answer: Answer) -> None:
    lines = [answer.text]
    if answer.sources:
        lines.append(f"*{wording.text('source', sources=', '.join(wording.plain(s) for s in answer.sources))}*")
    words = "\n\n".join(lines)
    if not answer.small_talk:
        if answer.confidence < UNSURE:
            misses.count(desk, Miss.UNSURE, misses.topic(desk))
        else:
            misses.answer(desk, answer.text)
        if not desk.c.helped and too_many(desk):
            keep_draft(desk, words)
            return
    speak(desk, words, ratable=not answer.small_talk)


def _failed(desk: Desk, how: Miss) -> None:
    misses.count(desk, how, misses.topic(desk))
    if not too_many(desk):
        speak(desk, wording.text("cannot" if how is Miss.CANNOT else "failed"))


def too_many(desk: Desk) -> bool:
    reason = reason_to_hand_off(desk.reading())
    if reason:
        hand_off(desk, reason)
    return reason is not None


def speak(desk: Desk, text: str, *, ratable: bool = False) -> None:
    """Words of the AI: behind the fence, and the only ones that bear the customer's buttons. `ratable`: they answer."""
    desk.unbutton()
    if not desk.c.disclosed:
        text = wording.disclosed(text)
    message = desk.record(AuthorKind.AI, None, text, desk.setting.now)
    disclosed, unsaid = desk.c.disclosed or message.seq, (*desk.c.unsaid, message.seq)
    rated, question = (message.seq, misses.topic(desk)) if ratable else (0, "")
    desk.change(disclosed=disclosed, buttons=message.seq, ratable=rated, question=question, unsaid=unsaid)
    desk.change(turn=Turn.CUSTOMER)
    desk.to_customer(message, epoch=desk.c.epoch)
