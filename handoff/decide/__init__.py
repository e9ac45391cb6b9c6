"""
The one decision: given where things stand and what happened, what now?

Pure. No await, no clock, no store, no platform. `resolve` finds what an event is about; `decide` says what follows.
"""

from dataclasses import replace

from handoff.decide import acts, answers, customer, records, team
from handoff.decide.desk import Desk, Setting
from handoff.events import (
    Acted,
    Answered,
    Commanded,
    Deleted,
    Delivered,
    Edited,
    Event,
    FormSent,
    Met,
    Pressed,
    Spoke,
    TimeUp,
    Undeliverable,
)
from handoff.model import Address, Conversation, Message, MessageLink, Person
from handoff.states import State
from handoff.triggers.smalltalk import small_talk

__all__ = ["Desk", "Setting", "decide"]


def decide(setting: Setting, event: Event) -> Desk:
    """What follows from `event`, as a Desk with nothing left to do."""
    desk = Desk(setting)
    match event:
        case Spoke():
            _spoke(desk, event)
        case Edited() | Deleted():
            _changed(desk, event)
        case Commanded():
            desk.conversation = _meant(setting, event)
            acts.commanded(desk, event)
        case Pressed() | FormSent():
            desk.conversation = setting.loaded.conversations.get(event.number)
            acts.pressed(desk, event) if isinstance(event, Pressed) else acts.form_sent(desk, event)
        case Answered():
            desk.conversation = setting.loaded.conversations.get(event.number)
            if desk.conversation:
                answers.answered(desk, event)
        case Delivered() | Undeliverable():
            _sent(desk, event)
        case TimeUp():
            desk.conversation = setting.loaded.conversations.get(event.number)
            records.time_up(desk, event)
        case Met():
            numbers = setting.loaded.by_person.get(event.person.key, ())
            desk.conversation = setting.loaded.conversations.get(max(numbers, default=0))
            records.met(desk, event)
    return desk


def _sent(desk: Desk, event: Delivered | Undeliverable) -> None:
    row = desk.setting.loaded.rows.get(event.row)
    if row is None:
        return
    desk.conversation = desk.setting.loaded.conversations.get(row.effect.number)
    if isinstance(event, Delivered):
        records.delivered(desk, event, row)
    else:
        records.undeliverable(desk, event, row)


def _changed(desk: Desk, event: Edited | Deleted) -> None:
    loaded = desk.setting.loaded
    key = (event.place.platform, event.place.channel, event.message_id)
    link = loaded.links.get(key)
    message = _message(desk, link) if link and link.original else None
    if message is None:  # it overtook its message: it waits for it
        text = event.text if isinstance(event, Edited) else "\x00"
        desk.facts[parked(event.place, event.message_id)] = f"{event.at.isoformat()} {text}"
        return
    desk.conversation = loaded.conversations[message.number]
    if isinstance(event, Edited):
        records.edited(desk, event, message)
    else:
        records.deleted(desk, event, message)


def _message(desk: Desk, link: MessageLink) -> Message | None:
    return desk.setting.loaded.messages.get((link.number, link.seq))


def parked(place: Address, message_id: str) -> str:
    """The fact under which an edit or a delete waits for its message."""
    return f"parked:{place.platform}:{place.channel}:{message_id}"


def _spoke(desk: Desk, event: Spoke) -> None:
    setting, places = desk.setting, desk.setting.places
    waiting = setting.loaded.facts.get(parked(event.place, event.message_id), "")
    if waiting:
        desk.facts[parked(event.place, event.message_id)] = ""
        text = waiting.partition(" ")[2]
        if text == "\x00":
            return
        event = replace(event, text=text)
    if not event.standing.served:
        return
    if places.is_team(event.place):
        number = setting.loaded.by_thread.get(event.place.thread, 0) if event.place.thread else 0
        desk.conversation = setting.loaded.conversations.get(number)
        if desk.conversation:
            team.spoke(desk, event)
        return
    found = _at(setting, event.place)
    if found is None or (found.state is State.CLOSED and not customer.only_thanks(event.text)):
        if found is None or not _returns(event, found):
            found = _join_or_open(setting, event, found)
        else:
            found = _new(setting, event.place, event.author, event)
    if found is None:
        return
    fresh = found.number not in setting.loaded.conversations
    desk.conversation = found
    if found.customer.key == event.author.key:
        customer.spoke(desk, event, fresh)
    else:
        customer.bystander(desk, event)


def _at(setting: Setting, place: Address) -> Conversation | None:
    number = next((n for p, n in setting.loaded.by_place.items() if _same(p, place)), 0)
    return setting.loaded.conversations.get(number)


def _same(a: Address, b: Address) -> bool:
    """Whether two addresses are one place; the workspace follows from the channel."""
    return (a.platform, a.channel, a.thread) == (b.platform, b.channel, b.thread)


def _returns(event: Spoke, closed: Conversation) -> bool:
    """Whether the same customer writes again where their last conversation was closed."""
    return closed.customer.key == event.author.key


def _join_or_open(setting: Setting, event: Spoke, closed: Conversation | None) -> Conversation | None:
    """The conversation that a message without one joins or opens; None: it is none of our business."""
    if event.place.direct:
        return _new(setting, event.place, event.author, event)
    if not setting.places.is_support(event.place):
        return None
    if event.place.thread:
        return _new(setting, event.place, event.author, event) if event.mentions_bot else None
    if not event.mentions_bot and (event.standing.agent or event.mentions_others or event.reply_to_other):
        return None
    earlier = setting.loaded.conversations.get(setting.loaded.by_gather.get((event.place, event.author.key), 0))
    if earlier and earlier.open and earlier.customer_at and event.at - earlier.customer_at <= setting.policy.gather:
        return earlier
    if small_talk(event.text) and not event.mentions_bot:
        return None
    return _new(setting, replace(event.place, thread=event.message_id), event.author, event)


def _new(setting: Setting, place: Address, who: Person, event: Event) -> Conversation:
    link = event.link if isinstance(event, Spoke) else ""
    return Conversation(number=setting.loaded.next_number, customer=who, place=place, opened_at=setting.now, link=link)


def _meant(setting: Setting, event: Commanded) -> Conversation | None:
    """The conversation that a command is about: the number, else the thread's, else the agent's only one."""
    loaded = setting.loaded
    number = event.options.get("number", "")
    if number:
        return loaded.conversations.get(int(number)) if number.isdecimal() else None
    if event.name == "human":
        return _of_customer(setting, event)
    if event.place.thread and setting.places.is_team(event.place) and event.place.thread in loaded.by_thread:
        return loaded.conversations.get(loaded.by_thread[event.place.thread])
    if event.name == "claim":
        return loaded.conversations.get(acts.next_waiting(Desk(setting)))
    mine = [c for n in loaded.by_person.get(event.by.key, ()) if (c := loaded.conversations[n]) and _holds(event, c)]
    return mine[0] if len(mine) == 1 else None


def _holds(event: Acted, conversation: Conversation) -> bool:
    return conversation.agent is not None and conversation.agent.key == event.by.key


def _of_customer(setting: Setting, event: Commanded) -> Conversation | None:
    """Where `/human` goes on: in the customer's own thread or direct messages, else in a direct message."""
    if not event.standing.served:
        return None
    here = _at(setting, event.place)
    if here and here.open and here.customer.key == event.by.key:
        return here
    direct = direct_place(event)
    found = _at(setting, direct)
    return found if found and found.open else _new(setting, direct, event.by, event)


def direct_place(event: Acted) -> Address:
    """The direct messages of whoever acted."""
    return Address(event.by.platform, event.by.workspace, f"@{event.by.user}")
