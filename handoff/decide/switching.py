"""`/handoff ai on|off|draft [channel]`: where the AI answers, only drafts, or is silent; and what it was about to say there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from handoff import scopes
from handoff.decide import customer, drafting
from handoff.decide.desk import Desk
from handoff.decide.tuning import adopt
from handoff.events import Acted, Event, TimeUp
from handoff.model import AuthorKind, Conversation, Message
from handoff.ports import Loaded, Timer
from handoff.states import State

VERB: Final = "ai"
MODES: Final = ("on", "off", "draft")
#: the kind of the timer that brings a conversation whose answer was stopped to the team
HUSHED: Final = "hushed"


def change(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """Everywhere, or in one channel. In force with the commit."""
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
        key = drafting.key(where)
        before, now = policy.ai_at.get(key, policy.ai), replace(policy, ai_at={**policy.ai_at, key: mode})
        adopt(desk, event, f"ai {key}", before, mode, now)
        desk.whisper(f"ai.there.{mode}")
    if desk.policy and not desk.setting.answers:
        desk.whisper("ai.none")
    hush_all(desk)


def hush_all(desk: Desk) -> None:
    """Wherever the AI does not answer any more, as was just decided."""
    policy = desk.policy
    for c in desk.setting.loaded.conversations.values() if policy else ():
        if policy and c.state is State.AI and c.unsaid and drafting.mode_at(policy, scopes.origin(c)) != "on":
            hush(desk, c)


def hush(desk: Desk, c: Conversation) -> None:
    """
    What waits in the outbox of the AI's does not begin any more. The conversation goes to the team by a timer, as a decision
    changes one conversation.
    """
    desk.cancelled.append((c.number, c.epoch + 1))
    desk.timers.append(Timer(kind=HUSHED, number=c.number, epoch=c.epoch, due=desk.setting.now))


def stopped(events: Sequence[Event], loaded: Loaded) -> set[tuple[int, int]]:
    """The answers, as (number, seq), that become drafts as their timers run out."""
    numbers = (e.number for e in events if isinstance(e, TimeUp) and e.kind == HUSHED)
    found = (loaded.conversations.get(number) for number in numbers)
    return {(c.number, c.unsaid[-1]) for c in found if c and c.unsaid}


def hushed(desk: Desk, event: TimeUp) -> None:
    """
    The question goes to the team, with what the AI would have said as a draft; unless that stands at the customer by now, or
    the conversation has changed hands.
    """
    c = desk.c
    if c.state is not State.AI or c.epoch != event.epoch or not c.unsaid:
        return
    message = desk.setting.loaded.messages.get((c.number, c.unsaid[-1]))
    answers = message is not None and c.ratable == message.seq
    customer.to_team(desk, c.last_words)
    if message and answers:
        _as_draft(desk, message)
    drafting.ask(desk)


def _as_draft(desk: Desk, message: Message) -> None:
    draft = replace(message, kind=AuthorKind.DRAFT, held=True)
    desk.revised.append(draft)
    desk.hold(draft)
