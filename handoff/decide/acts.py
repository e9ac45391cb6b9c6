"""Buttons, commands and forms. Who may is decided here and nowhere else (with handoff.commands.may)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handoff import accounts, cards, inbox, queue, wording
from handoff.commands import BUTTONS, COMMANDS, FORMS, MESSAGE_ACTIONS, OTHERS, SPOKEN, Who, find, holds, may, pressable
from handoff.decide import (
    admin,
    blocking,
    channels,
    feedback,
    history,
    keywords,
    linking,
    moves,
    opening,
    owning,
    presets,
    previewing,
    priorities,
    private,
    remarks,
    reopening,
    switching,
    topics,
    trying,
    tuning,
    undoing,
    vips,
)
from handoff.decide.desk import Desk, Setting
from handoff.decide.forms import form, form_of
from handoff.decide.handover import hand_off
from handoff.effects import Done, Post, Whisper
from handoff.events import Acted, Commanded, FormSent, Pointed, Pressed
from handoff.model import AuthorKind, Conversation, Person, Reason, Trigger
from handoff.ports import Home
from handoff.states import Signal, State

#: conversations that a picker offers: five rows of buttons
PICKS: Final = 25


def _allowed(desk: Desk, who: Who, event: Acted) -> bool:
    if may(who, event.standing):
        return True
    if not event.standing.served:
        key = "served"
    elif not event.standing.known:
        key = "unknown"
    else:
        key = who.value
    desk.whisper(f"refused.{key}")
    desk.refused = key
    return False


def pressed(desk: Desk, event: Pressed) -> None:
    who = pressable(event.verb)
    if who is None:
        desk.whisper("refused.stale")
        return
    if not _allowed(desk, who, event):
        return
    if event.verb == "claim" and not event.number:
        desk.conversation = next_for(desk.setting, event)
    if event.verb == "queue":
        _queue(desk)
    elif event.verb in _ENTRIES:
        _ENTRIES[event.verb](desk, event)
    elif event.verb in _APART:
        desk.reply = form(event.verb, 0)
    elif event.verb == "inbox":
        _inbox(desk, event, event.number)
    elif desk.conversation is None:
        desk.whisper("unknown" if event.number else "claim.empty", number=event.number)
    elif event.verb == "human":
        if event.by.key != desk.c.customer.key:
            desk.whisper("human.others")
            desk.refused = "not the asker"
            return
        _human(desk, event, "")
    elif event.verb in FORMS:
        if moves.permits(desk, event, event.verb):
            desk.reply = form_of(desk, event.verb)
    elif event.verb in ("helped", "unhelpful"):
        feedback.pressed(desk, event)
    elif event.verb in ("send", "keep", "discard"):
        moves.settle_held(desk, event.by, event.verb, int(event.detail) if event.detail.isdecimal() else 0)
    elif event.verb in remarks.VERBS:
        remarks.answered(desk, event)
    else:
        _VERBS[event.verb](desk, event, {})


def pointed(desk: Desk, event: Pointed) -> None:
    action = next((a for a in MESSAGE_ACTIONS if a.verb == event.verb), None)
    if action is None:
        desk.whisper("refused.command")
    elif not _allowed(desk, action.who, event):
        return
    elif desk.conversation is None:
        desk.whisper("message.none")
    else:
        _VERBS[action.with_ai if action.with_ai and desk.c.state is State.AI else action.verb](desk, event, {})


def form_sent(desk: Desk, event: FormSent) -> None:
    if event.verb not in FORMS:
        desk.whisper("refused.stale")
    elif not _allowed(desk, FORMS[event.verb].who, event):
        return
    elif event.verb in _APART:
        _APART[event.verb](desk, event, _given(event.fields))
    elif desk.conversation is None:
        desk.whisper("unknown", number=event.number)
    else:
        _VERBS[event.verb](desk, event, _given(event.fields))


def commanded(desk: Desk, event: Commanded) -> None:
    command = find(event.name, event.verb)
    if command is None:
        desk.whisper("refused.command")
        return
    if not _allowed(desk, command.who, event):
        return
    options = event.options
    if command.path == "/handoff help":
        desk.reply = Whisper(post=help_spoken(event) if desk.spoken else help_for(event))
    elif event.name == "queue" or event.verb == "queue":
        _queue(desk)
    elif event.name == "inbox":
        _inbox(desk, event, 1)
    elif event.name == "human":
        _human(desk, event, options.get("reason", "").strip())
    elif event.verb in _APART or _chosen(desk, event):
        verb, given = event.verb or event.name, _given(options)
        if not desk.spoken and command.opens_form(options):  # no form follows words
            desk.reply = form(verb, 0, given) if verb in _APART else form_of(desk, verb, given)
        else:
            (_APART | _VERBS)[verb](desk, event, given)


def _given(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in typed.items()}


def _chosen(desk: Desk, event: Commanded) -> bool:
    """Whether it is clear which conversation a command is about; if not, the reply asks."""
    if desk.conversation is not None:
        return True
    number = event.options.get("number", "")
    if number:
        desk.whisper("unknown", number=number)
    elif event.name == "claim":
        desk.whisper("claim.empty")
    elif event.verb in OTHERS:
        desk.whisper("which.number")
    else:
        mine = held_by(desk.setting, event.by)
        if mine:
            _pick(desk, event, mine)
        else:
            desk.whisper("none")
    return False


def _pick(desk: Desk, event: Commanded, mine: list[int]) -> None:
    """Which of an agent's conversations? A button each, where the verb has one and no words were typed that it would lose."""
    desk.whisper("which", numbers=wording.numbers(tuple(mine)))
    lost = any(event.options.get(o.name) for o in FORMS[event.verb].asks) if event.verb in FORMS else False
    if isinstance(desk.reply, Whisper) and event.verb in BUTTONS and not lost and not desk.spoken:
        buttons = tuple(cards.button(event.verb, n, label=f"#{n}") for n in mine[:PICKS])
        desk.reply = Whisper(post=replace(desk.reply.post, buttons=buttons))


def held_by(setting: Setting, agent: Person) -> list[int]:
    """The numbers of what an agent has, claimed from whichever of their accounts."""
    loaded, theirs = setting.loaded, accounts.keys(setting.policy.accounts, agent)
    known = {n: loaded.conversations.get(n) for key in theirs for n in loaded.by_person.get(key, ())}
    return sorted(n for n, c in known.items() if c is not None and holds(agent, c))


def _human(desk: Desk, event: Acted, reason: str) -> None:
    """Always honoured. The reason is for the team's eyes: it is never shown in public."""
    if desk.conversation is None:  # resolve opens one for whoever is served
        desk.whisper("refused.served")
        return
    state = desk.c.state
    elsewhere = desk.c.place.direct and not event.place.direct
    message = desk.record(AuthorKind.CUSTOMER, event.by, reason, event.at, aside=True) if reason else None
    if message:
        desk.change(last_words=wording.short(reason), customer_at=event.at)
    if state in (State.AI, State.CLOSED):
        why = Reason(Trigger.EXPLICIT, ("asked with the command or the button",), wording.short(reason, 100))
        hand_off(desk, vips.marked(desk, desk.reading(member_of=event.member_of), why))
        if elsewhere:
            desk.whisper("human.direct")
        else:
            desk.reply = Done()  # the notice is there for all to see
        return
    if state is State.WAITING:
        remarks.stays(desk)
    if message:
        desk.owed(message)
        if state is State.SNOOZED:
            desk.move(Signal.WAKE)
        desk.mirror(message)
        desk.touch()
    also = opening.back(desk) if state is State.WAITING else ""
    desk.whisper("human.waiting" if state is State.WAITING else "human.claimed", also, agent=wording.name(desk.c.agent))


def _queue(desk: Desk) -> None:
    loaded = desk.setting.loaded
    desk.reply = Whisper(post=cards.queue_list([loaded.conversations[n] for n in loaded.queue]))


def _inbox(desk: Desk, event: Acted, number: int) -> None:
    here = desk.setting.here(event.by, event.place)
    if isinstance(event, Pressed) and event.home:  # it is redrawn
        desk.homes.append(Home(person=here, at=desk.setting.now, page=number))
        return
    loaded = desk.setting.loaded
    everybody = [loaded.conversations[n] for n in loaded.queue]
    shown = inbox.page([c for c in everybody if inbox.has(event.by, c)], everybody, number)
    desk.reply = Whisper(post=inbox.post(shown, here, desk.setting.places.team, desk.setting.now), instead=True)


def help_for(event: Acted) -> Post:
    lines = [wording.text("help.title")]
    lines += [f"- `{c.usage}` {c.help}" for c in COMMANDS if may(c.who, event.standing)]
    lines += [wording.text("help.menu", title=a.title, help=a.help) for a in MESSAGE_ACTIONS if may(a.who, event.standing)]
    if may(Who.AGENT, event.standing):
        lines.append(wording.text("help.thread"))
    return Post(text="\n".join(lines))


def help_spoken(event: Acted) -> Post:
    """Help that is asked for in words, maybe where no slash command can be typed: it names words."""
    if not may(Who.AGENT, event.standing):
        return Post(text=wording.text("help.spoken.customer"))
    lines = [wording.text("help.title"), wording.text("help.spoken")]
    spoken = [c for c in COMMANDS if (c.verb or c.name) in SPOKEN and may(c.who, event.standing)]
    lines += [
        f"- **{' '.join([c.verb or c.name, *(f'[{o.name}]' for o in c.options if not o.number)])}** {c.help}" for c in spoken
    ]
    return Post(text="\n".join([*lines, wording.text("help.note")]))


def next_for(setting: Setting, event: Acted) -> Conversation | None:
    """What `/claim` without a number is about."""
    waits, outside = (setting.loaded.conversations[n] for n in setting.loaded.queue), moves.outside(setting, event)
    return queue.next_for(event.by, waits, setting.places.team, outside=outside)


#: about no conversation
_APART = {
    "ai": switching.change,
    "settings": channels.settings,
    "block": blocking.block,
    "unblock": blocking.unblock,
    "blocked": blocking.show,
    "link": linking.link,
    "unlink": linking.unlink,
    "reload": admin.reload,
    "add": topics.add,
    "remove": topics.remove,
    "topic": topics.topic,
    "list": keywords.show,
    "test": trying.test,
    "try": trying.attempt,
    "preset": presets.choose,
    "vip": vips.change,
    "preview": previewing.begin,
    "report": previewing.report,
    "show": tuning.show,
    "set": tuning.change,
    "unset": tuning.unset,
}
#: buttons about no conversation; some bear the number of a change
_ENTRIES = {"progress": previewing.progress, "history": history.pressed, "undo": undoing.pressed}
_VERBS = {
    "claim": moves.claim,
    "release": moves.release,
    "transfer": owning.transfer,
    "takeover": owning.take_over,
    "reopen": reopening.reopen,
    "close": moves.close,
    "return": moves.give_back,
    "priority": priorities.change,
    "note": moves.note,
    "private": private.by_agent,
    "privately": private.by_customer,
}
