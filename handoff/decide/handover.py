"""A conversation is handed off: the AI muted, the customer told, and the card, its thread and the ping put before the team."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from handoff import cards, wording
from handoff.decide import ages, misses, needless, opening
from handoff.decide.desk import Desk
from handoff.effects import OpenCard, OpenThread, Post, Say, Surface, Transcript, Withdraw
from handoff.model import AuthorKind, Mention, Person, Reason, Trigger, Turn
from handoff.ports import Timer
from handoff.states import Signal

#: these reasons would tell bystanders about a mood, or who somebody is
_PRIVATE = frozenset({Trigger.SENTIMENT, Trigger.VIP})
#: these handoffs need no notice: the customer sees who writes
_SILENT = frozenset({Trigger.AGENT})


def hand_off(desk: Desk, reason: Reason, notice: str = "") -> None:
    """Mute the AI, tell the customer, and put the conversation before the team. All of it in this one decision."""
    first = _untold(desk)
    if needless.many(desk):
        reason = replace(reason, evidence=(*reason.evidence, f"no ping: {needless.MOST} handoffs in a row needed nobody"))
    if (age := ages.young(desk)) is not None:
        reason = replace(reason, evidence=(*reason.evidence, f"no ping: the account is {wording.span(age)} old"))
    desk.move(Signal.HAND_OFF, reason=reason, **_begun(desk))
    desk.drop_held()
    desk.stopped.append(("idle", desk.c.number))
    upto = desk.c.seq
    if reason.trigger not in _SILENT:
        public = not desk.c.private and reason.trigger in _PRIVATE
        desk.notice(notice or ("handoff.public" if public else f"handoff.{reason.trigger}"), also=opening.back(desk))
        _mark(desk, reason)
    desk.unbutton()
    _show(desk, first, upto)


def hand_to(desk: Desk, signal: Signal, agent: Person, reason: Reason, notice: str) -> None:
    """
    Hand a conversation that the AI has, or that is closed, to `agent`, who asked for it: as a handoff, with card, thread and
    transcript, but nobody else is called.
    """
    first, number = _untold(desk), desk.c.number
    began = _begun(desk)
    desk.move(signal, agent=agent, reason=reason, claimed_at=desk.setting.now, closed_at=None, greeted=False, **began)
    desk.drop_held(agent.key)
    desk.stopped.append(("idle", number))
    upto = desk.c.seq
    desk.notice(notice, ping=True, agent=wording.name(agent))
    _mark(desk, reason)
    desk.unbutton()
    if not desk.c.carded:
        _open_card(desk, ping=False)
    _transcribe(desk, first, upto)


def _mark(desk: Desk, reason: Reason) -> None:
    """The notice that was just recorded is known as this handoff's."""
    desk.messages[-1] = replace(desk.messages[-1], handoff=reason.trigger)


def _untold(desk: Desk) -> int:
    """The first message of the record that the card's thread does not have."""
    return desk.c.told + 1 if desk.c.carded else 1


def _begun(desk: Desk) -> dict[str, Any]:
    """The team's time begins: what the AI counted is over, and whatever it still says is late; what it left is unread."""
    unread = tuple(sorted({*desk.c.unanswered, *(m.seq for m in desk.messages if m.kind is AuthorKind.CUSTOMER)}))
    return {
        "handed_at": desk.setting.now,
        "handoffs": desk.c.handoffs + 1,
        "turn": Turn.TEAM,
        "run": "",
        **misses.FRESH,
        "unanswered": (),
        "unread": unread,
        "unread_at": desk.setting.now if unread else None,
    }


def _show(desk: Desk, first: int, upto: int) -> None:
    """The card, its thread, and what is new to them of the record; a conversation that had a card keeps it."""
    number = desk.c.number
    if not desk.c.carded:
        ping = _ping(desk)
        _open_card(desk, ping)
    else:
        words = wording.text(
            "again",
            number=number,
            customer=wording.name(desk.c.customer, "customer"),
            why=cards.why(desk.c.reason),
        )
        call_team(desk, words)
    _transcribe(desk, first, upto)


def _transcribe(desk: Desk, first: int, upto: int) -> None:
    if upto >= first:
        desk.effects.append(Transcript(number=desk.c.number, first=first, last=upto))
        desk.change(transcripts=(*desk.c.transcripts, (first, upto)))
    desk.tell(desk.c.seq)


def _open_card(desk: Desk, ping: bool, again: bool = False) -> None:
    number = desk.c.number
    desk.change(carded=True)
    desk.effects.append(OpenCard(number=number, ping=ping, again=again))
    title = wording.text("card.title", number=number, customer=wording.name(desk.c.customer, "customer"))
    desk.effects.append(OpenThread(number=number, surface=Surface.THREAD, title=title, again=again))


def come_back(desk: Desk) -> None:
    """The customer wrote soon after the close: it waits again, for the agent who had it, and the AI stays silent."""
    first, former, now = desk.c.told + 1, desk.c.former, desk.setting.now
    desk.move(Signal.COME_BACK, handed_at=now, handoffs=desk.c.handoffs + 1, closed_at=None, turn=Turn.TEAM)
    upto = desk.c.seq
    desk.notice("back", agent=wording.name(former))
    words = wording.text(
        "back.team",
        number=desk.c.number,
        customer=wording.name(desk.c.customer, "customer"),
        agent=wording.name(former),
    )
    call_team(desk, words, former)
    _transcribe(desk, first, upto)


def reopen_card(desk: Desk, *, whole: bool) -> None:
    """
    A card and thread in place of those that were deleted; `whole`: with the whole record, since some stood there, and with
    the buttons of the words that are held.
    """
    if desk.c.card:  # its thread may be gone, and it may stand: nothing that it shows would be so any more
        desk.effects.append(Withdraw(number=desk.c.number, surface=Surface.TEAM, seq=0, card=desk.c.card))
    desk.change(card="", thread="", reopened_at=desk.setting.now)
    _open_card(desk, ping=False, again=True)
    if whole:
        first, last = 1, desk.c.seq
        desk.effects.append(Transcript(number=desk.c.number, first=first, last=last))
        desk.change(transcripts=((first, last),), told=last)
        _hold_again(desk)


def _hold_again(desk: Desk) -> None:
    for seq, _ in desk.c.holding:
        message = desk.setting.loaded.messages.get((desk.c.number, seq))
        if message:
            post, kind = cards.held(message, desk.c), message.kind
            desk.effects.append(Say(number=desk.c.number, surface=Surface.THREAD, post=post, kind=kind, seq=seq, again=True))


def call_team(desk: Desk, words: str, agent: Person | None = None) -> None:
    """Say in the team channel that the conversation waits again, with the ping of a handoff, or of `agent` who can be there."""
    team = desk.setting.places.team
    if agent and team and agent.platform == team.platform:
        ping: tuple[Mention, ...] = (Mention(kind="person", id=agent.user),)
    else:
        ping = desk.setting.places.ping if _ping(desk) else ()
    post = Post(text=words, buttons=(cards.button("claim", desk.c.number),), ping=ping)
    desk.effects.append(Say(number=desk.c.number, surface=Surface.TEAM, post=post))


def _ping(desk: Desk) -> bool:
    """Whether this handoff notifies the team at once; a later one within the bundle waits for the bundle's end."""
    now, bundle = desk.setting.now, desk.setting.policy.ping_bundle
    last = desk.setting.loaded.facts.get("pinged_at", "")
    unattended = desk.c.reason is not None and desk.c.reason.trigger is Trigger.HOURS  # nobody is there to be called
    if not desk.setting.places.ping or needless.many(desk) or ages.young(desk) is not None or unattended:
        return False
    if last and now - datetime.fromisoformat(last) < bundle:
        waiting = desk.setting.loaded.facts.get("unpinged", "")
        desk.facts["unpinged"] = " ".join([*waiting.split(), str(desk.c.number)])
        due = datetime.fromisoformat(last) + bundle
        desk.timers.append(Timer(kind="bundle", number=0, epoch=0, due=due))
        return False
    desk.facts["pinged_at"] = now.isoformat()
    return True
