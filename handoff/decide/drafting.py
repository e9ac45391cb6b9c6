"""Where the AI answers, only drafts, or is silent, as admins say; and the asking for drafts while a person has it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handoff.decide.desk import TOLD, Desk
from handoff.decide.tuning import adopt
from handoff.effects import Ask
from handoff.events import Acted, Spoke
from handoff.model import Address, Message
from handoff.triggers.explicit import asks_for_person

MODES: Final = ("on", "off", "draft")


def change(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """`/handoff ai on|off|draft [channel]`: everywhere, or in one channel. In force with the commit."""
    mode, policy, where = given.get("value", ""), desk.setting.policy, event.places.get("channel")
    if mode not in MODES:
        desk.wrong(event, "value", "ai.takes")
    elif given.get("channel") and where is None:
        desk.wrong(event, "channel", "ai.nowhere")
    elif where is None:
        modes = sorted({policy.ai, *policy.ai_at.values()})
        adopt(desk, event, "ai", ", ".join(modes), mode, replace(policy, ai=mode, ai_at={}))
        desk.whisper(f"ai.set.{mode}")
    else:
        key = _key(where)
        before, now = policy.ai_at.get(key, policy.ai), replace(policy, ai_at={**policy.ai_at, key: mode})
        adopt(desk, event, f"ai {key}", before, mode, now)
        desk.whisper(f"ai.there.{mode}")
    if desk.policy and not desk.setting.answers:
        desk.whisper("ai.none")


def mode(desk: Desk) -> str:
    """What the AI does in the conversation: "on", "off" or "draft". Without an AI it is "off"."""
    policy = desk.setting.policy
    return policy.ai_at.get(_key(desk.c.place), policy.ai) if desk.setting.answers else "off"


def _key(place: Address) -> str:
    return f"{place.platform}:{place.channel}"


def hear(desk: Desk, event: Spoke, message: Message) -> None:
    """A customer's words while a person has it, or is waited for: where the AI drafts, they are asked about."""
    if desk.c.state in TOLD and not message.aside and mode(desk) == "draft" and not asks_for_person(event.text):
        desk.change(heard=message.seq)
        ask(desk)


def ask(desk: Desk) -> None:
    """One run at a time: what comes meanwhile is folded into the next. What comes of it is never said by itself."""
    c = desk.c
    if c.run or c.heard <= c.asked or c.state not in TOLD or mode(desk) != "draft":
        return
    run = f"draft:{c.number}:{c.epoch}:{c.seq}"
    desk.change(run=run, asked=c.heard)
    # -1: all of them, though our notice to the customer stands below
    desk.effects.append(Ask(number=c.number, epoch=c.epoch, run=run, after=c.asked or -1))


def replaced(desk: Desk) -> None:
    """A newer draft takes the place of the ones that nobody has sent."""
    for seq in [seq for seq, author in desk.c.holding if not author]:
        desk.settle_held(seq)
