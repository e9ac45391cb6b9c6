"""
`/handoff block`: somebody's words and acts count for nothing, until a time or until it is undone.

Whoever is of the team is never blocked, whatever the policy says of their account.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from handoff import accounts, cards, tuning, wording
from handoff.decide.desk import Desk, Setting
from handoff.decide.tuning import adopt
from handoff.effects import Confide, Post, Whisper
from handoff.events import Acted, FormSent, Spoke
from handoff.model import Block, Ending, Person, Standing, Turn
from handoff.ports import Timer
from handoff.states import Signal

#: who was told of their block, by its time
FACT: Final = "blocked_told"
LENGTH: Final = tuning.Duration(low=timedelta(minutes=1), high=timedelta(days=3650))
#: blocks that are listed
MOST: Final = 50


def of(setting: Setting, person: Person, standing: Standing | None = None) -> Block | None:
    """The block that holds for somebody."""
    if standing and (standing.agent or standing.admin):
        return None
    return next((each for each in setting.policy.blocks(setting.now) if each.person.key == person.key), None)


# ---- what a block does


def turns_away(desk: Desk, event: Acted) -> bool:
    """Whether what was pressed, typed or sent is a blocked customer's: they are told so, and nothing else happens."""
    block = of(desk.setting, event.by, event.standing)
    if block is None or not event.standing.served:
        return False
    desk.reply = Whisper(post=_told(desk, block))
    desk.refused = "blocked"
    return True


def ignores(desk: Desk, event: Spoke) -> bool:
    """
    Whether the words are a blocked customer's: they are kept nowhere and reach nobody. Who writes to us is told so once,
    where only they see it.
    """
    block = of(desk.setting, event.author, event.standing)
    if block is None:
        return False
    ours = event.mentions_bot or desk.c.customer.key == event.author.key
    desk.conversation = None
    if ours and _known(desk.setting).get(event.author.key) != block.at.isoformat():
        desk.effects.append(Confide(number=0, to=event.author, at=event.place, post=_told(desk, block)))
    return True


def _known(setting: Setting) -> dict[str, str]:
    told: dict[str, str] = json.loads(setting.loaded.facts.get(FACT, "") or "{}")
    return told


def _told(desk: Desk, block: Block) -> Post:
    """What a blocked customer reads; that they did is remembered as long as the block holds."""
    held = {each.person.key for each in desk.setting.policy.blocks(desk.setting.now)}
    told = {key: at for key, at in _known(desk.setting).items() if key in held}
    desk.facts[FACT] = json.dumps(told | {block.person.key: block.at.isoformat()})
    until = wording.stamp(block.until) if block.until else ""
    return Post(text=wording.text("blocked.until" if until else "blocked.told", until=until))


def close(desk: Desk) -> None:
    """What a blocked customer has open, whatever became of it since; the card says why, the customer's place does not."""
    block = of(desk.setting, desk.c.customer)
    if block is None or not desk.c.open:
        return
    now, over = desk.setting.now, f"{wording.text('blocked.card', by=wording.name(block.by))} {terms(block)}".strip()
    desk.unbutton()
    desk.stopped.append(("idle", desk.c.number))
    desk.notice("blocked.closed")
    desk.tell_team("blocked.team", by=wording.name(block.by), customer=_name(block.person), terms=terms(block))
    closed: dict[str, Any] = {"agent": None, "former": desk.c.agent, "closed_at": now, "turn": Turn.NOBODY, "over": over}
    desk.move(Signal.CLOSE, ending=Ending.BLOCKED, run="", **closed)
    desk.drop_held()


def terms(block: Block) -> str:
    """How long and why, for the team."""
    until = wording.stamp(block.until) if block.until else ""
    length = wording.text("blocked.terms.until" if until else "blocked.terms.undone", until=until)
    return f"{length} (“{wording.escaped(wording.short(block.reason))}”)." if block.reason else f"{length}."


def written(block: Block) -> str:
    """As it is kept that somebody was blocked."""
    return f"{block.person.key} {terms(block)}"


def _name(person: Person) -> str:
    return wording.name(person, "the customer")


# ---- the commands


def block(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """In force with the commit; what they have open is closed."""
    who = _whom(desk, event, given)
    length = LENGTH.read(given["duration"]) if given.get("duration") else None
    if who is None:
        return
    if given.get("duration") and not isinstance(length, timedelta):
        desk.wrong(event, "duration", "block.duration")
    elif _blockable(desk, event, who):
        setting, number = desk.setting, desk.c.number if desk.conversation and desk.c.customer.key == who.key else 0
        until = setting.now + length if isinstance(length, timedelta) else None
        new = Block(
            person=who,
            at=setting.now,
            by=event.by,
            until=until,
            reason=given.get("reason", ""),
            number=number or _newest(desk, who),
        )
        _adopt(desk, event, who, new)
        close_theirs(desk, who)
        desk.whisper("block.done", customer=_name(who), terms=terms(new))


def close_theirs(desk: Desk, who: Person) -> None:
    """What they have open is closed by a timer each, as a decision changes one conversation."""
    setting = desk.setting
    theirs = [setting.loaded.conversations[n] for n in setting.loaded.by_person.get(who.key, ())]
    desk.timers += [
        Timer(kind="blocked", number=c.number, epoch=c.epoch, due=setting.now)
        for c in theirs
        if c.customer.key == who.key and c.open
    ]


def _newest(desk: Desk, who: Person) -> int:
    """The newest of what they have open."""
    loaded = desk.setting.loaded
    theirs = [n for n in loaded.by_person.get(who.key, ()) if loaded.conversations[n].customer.key == who.key]
    return max(theirs, default=0)


def unblock(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    who = _whom(desk, event, given)
    if who is None:
        return
    if of(desk.setting, who) is None:
        desk.wrong(event, "person", "unblock.none", customer=_name(who))
    else:
        _adopt(desk, event, who, None)
        desk.whisper("unblock.done", customer=_name(who))


def show(desk: Desk, _: Acted, __: Mapping[str, str]) -> None:
    blocks = desk.setting.policy.blocks(desk.setting.now)
    lines = [_line(each) for each in blocks[-MOST:]]
    title = wording.text("blocked.title") if lines else wording.text("blocked.none")
    button = cards.button("block", 0, label=wording.text("block.button"))
    desk.reply = Whisper(post=Post(text="\n".join([title, *lines]), buttons=(button,)))


def _line(block: Block) -> str:
    about = f" (#{block.number})" if block.number else ""
    return wording.text(
        "blocked.line",
        customer=_name(block.person) + about,
        where=block.person.platform.title(),
        by=wording.name(block.by),
        at=wording.stamp(block.at),
        terms=terms(block),
    )


def _whom(desk: Desk, event: Acted, given: Mapping[str, str]) -> Person | None:
    """Who was named, or else the customer of the conversation that is meant; if it is nobody, the reply says so."""
    if "person" in event.people:
        return event.people["person"].person
    if given.get("person"):
        desk.wrong(event, "person", "block.unknown")
    elif desk.conversation:
        return desk.c.customer
    elif given.get("number"):
        desk.whisper("unknown", number=given["number"])
    else:
        _ask(desk, event)
    return None


def _ask(desk: Desk, event: Acted) -> None:
    verb = "unblock" if getattr(event, "verb", "") == "unblock" else "block"
    desk.wrong(event, "person", "block.whom", verb=verb)
    if isinstance(desk.reply, Whisper) and not isinstance(event, FormSent) and not desk.spoken:
        button = cards.button(verb, 0, label=wording.text("block.button" if verb == "block" else "unblock.button"))
        desk.reply = Whisper(post=replace(desk.reply.post, buttons=(button,)))


def _blockable(desk: Desk, event: Acted, who: Person) -> bool:
    """Whether they are no one of the team, as far as is known; if not, the reply says why."""
    named = event.people.get("person")
    ours = who.key == event.by.key or bool(accounts.of(desk.setting.policy.accounts, who))
    if ours or (named and (named.standing.agent or named.standing.admin)):
        desk.wrong(event, "person", "block.team", customer=_name(who))
    elif named and not named.standing.known:
        desk.wrong(event, "person", "block.unchecked", customer=_name(who))
    else:
        return True
    return False


def _adopt(desk: Desk, event: Acted, who: Person, new: Block | None) -> None:
    policy = desk.setting.policy
    others = tuple(each for each in policy.blocked if each.person.key != who.key)
    before, after = (written(each) if each else "" for each in (of(desk.setting, who), new))
    adopt(desk, event, "block", before, after, replace(policy, blocked=(*others, new) if new else others))
