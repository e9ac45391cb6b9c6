"""
The one decision: given where things stand and what happened, what now?

Pure. No await, no clock, no store, no platform. `resolve` finds what an event is about; `decide` says what follows.
"""

from dataclasses import replace

from handoff import scopes
from handoff.commands import OTHERS, holds
from handoff.decide import acts, answers, blocking, customer, fates, history, linking, moods, private, records, remarks, team
from handoff.decide.about import at, at_home, link_key, may_concern_us, new_at, of_message, parked, same
from handoff.decide.desk import Desk, Setting
from handoff.decide.ledger import renewed
from handoff.decide.previewing import ended as previewed
from handoff.events import (
    Acted,
    Answered,
    CardLost,
    Commanded,
    Deleted,
    Delivered,
    Departed,
    Edited,
    Event,
    Felt,
    FormSent,
    Looked,
    Met,
    Pointed,
    Pressed,
    Previewed,
    Spoke,
    TimeUp,
    Undeliverable,
)
from handoff.model import Conversation, Person
from handoff.ports import Home, Timer
from handoff.triggers.explicit import asks_for_person
from handoff.triggers.smalltalk import Kind

__all__ = ["Desk", "Setting", "decide", "link_key", "same"]


def decide(setting: Setting, event: Event) -> Desk:
    """What follows from `event`, as a Desk with nothing left to do."""
    desk = Desk(setting)
    _decide(desk, event)
    if desk.conversation:
        desk.handoffs += renewed(setting.loaded.conversations.get(desk.c.number), desk.conversation)
    return desk


def _decide(desk: Desk, event: Event) -> None:
    setting = desk.setting
    event = linking.as_agent(setting, event) if isinstance(event, Acted) else event
    if isinstance(event, Acted) and blocking.turns_away(desk, event):
        return
    if isinstance(event, FormSent | Answered | Felt | TimeUp | CardLost):
        desk.conversation = setting.loaded.conversations.get(event.number)
    match event:
        case Spoke():
            _spoke(desk, at_home(setting, event))
        case Edited() | Deleted():
            _changed(desk, event)
        case Commanded():
            desk.conversation = _meant(setting, event)
            acts.commanded(desk, event)
        case Looked():
            desk.homes.append(Home(person=event.person, at=setting.now))
        case Pressed():
            desk.conversation = _again(setting, event, setting.loaded.conversations.get(event.number))
            acts.pressed(desk, event)
        case Pointed():
            desk.conversation = of_message(setting, event)
            acts.pointed(desk, event)
        case FormSent():
            acts.form_sent(desk, event)
        case Answered() if desk.conversation:
            answers.answered(desk, event)
        case Felt():
            moods.felt(desk, event)
        case Previewed():
            previewed(desk, event)
        case Delivered() | Undeliverable():
            _sent(desk, event)
        case TimeUp():
            records.time_up(desk, event)
        case Met():
            numbers = setting.loaded.by_person.get(event.person.key, ())
            desk.conversation = setting.loaded.conversations.get(max(numbers, default=0))
            records.met(desk, event)
        case Departed():
            _departed(desk, event)
        case CardLost():
            fates.card_lost(desk, event)
    history.keep(desk, event)


def _departed(desk: Desk, event: Departed) -> None:
    """What they have is released by a timer each: a decision changes one conversation, and none of them may be forgotten."""
    setting, gone = desk.setting, event.person
    theirs = [setting.loaded.conversations[n] for n in setting.loaded.by_person.get(gone.key, ())]
    desk.timers += [
        Timer(kind="departed", number=c.number, epoch=c.epoch, due=setting.now)
        for c in theirs
        if holds(gone, c) or (holds(setting.own(gone), c) and c.customer.key != gone.key)  # claimed before it was linked
    ]
    linking.departed(desk, event)


def _sent(desk: Desk, event: Delivered | Undeliverable) -> None:
    row = desk.setting.loaded.rows.get(event.row)
    if row is None:
        return
    desk.conversation = desk.setting.loaded.conversations.get(row.effect.number)
    if isinstance(event, Delivered):
        fates.delivered(desk, event, row)
    else:
        fates.undeliverable(desk, event, row)


def _changed(desk: Desk, event: Edited | Deleted) -> None:
    loaded = desk.setting.loaded
    key = link_key(event.place, event.message_id)
    link = loaded.links.get(key)
    if link is None:
        if may_concern_us(desk.setting, event.place):
            desk.parked[key] = parked(loaded.parked.get(key), event)
        return
    message = loaded.messages.get((link.number, link.seq)) if link.original else None
    if message is None:  # one of ours
        return
    desk.conversation = loaded.conversations[message.number]
    if isinstance(event, Edited):
        records.edited(desk, event, message)
    else:
        records.deleted(desk, event, message)


def _spoke(desk: Desk, event: Spoke) -> None:
    key = link_key(event.place, event.message_id)
    change = desk.setting.loaded.parked.get(key)
    if change is None:
        _said(desk, event)
    elif change.text is not None:
        desk.parked[key] = None
        _said(desk, replace(event, text=change.text))
        ours = {link.seq for link in desk.links if link.original}
        desk.messages = [replace(m, edited=True, edited_at=change.at) if m.seq in ours else m for m in desk.messages]


def _said(desk: Desk, event: Spoke) -> None:
    setting, places = desk.setting, desk.setting.places
    if not event.standing.served:
        return
    if places.is_team(event.place):
        _said_to_team(desk, event)
        return
    desk.conversation = _concerned(setting, event)
    if desk.conversation is None or blocking.ignores(desk, event):
        return
    if private.asked(setting, desk.c, event):
        private.said(desk, event)
    elif desk.c.customer.key == event.author.key:
        fresh = desk.c.number not in setting.loaded.conversations
        customer.spoke(desk, event, fresh=fresh)
        remarks.waits(desk, event)
    elif _asks_for_own(setting, event, desk.c):
        there = desk.c.number
        desk.conversation = _in_direct(setting, event, event.author)
        customer.asked_beside(desk, event, there)
    elif not (event.standing.agent and team.said_to_bot(desk, event)):
        remarks.bystander(desk, event)


def _said_to_team(desk: Desk, event: Spoke) -> None:
    loaded = desk.setting.loaded
    if event.place.thread:
        desk.conversation = loaded.conversations.get(loaded.by_thread.get(event.place.thread, 0))
        if desk.conversation:
            team.spoke(desk, event)
        return
    command = team.spoken(event)
    if command:
        desk.conversation = _meant(desk.setting, command)
        team.spoke_up(desk, event, command)


def _asks_for_own(setting: Setting, event: Spoke, found: Conversation) -> bool:
    """
    Whether somebody asks in another's thread for a person of their own: by mentioning the bot, or in what was their own
    thread before. Others' words there ask for nothing.
    """
    if event.standing.agent or not found.open or not asks_for_person(event.text):
        return False
    earlier = setting.loaded.conversations.get(setting.loaded.by_gather.get((event.place.parent, event.author.key), 0))
    return event.mentions_bot or (earlier is not None and same(earlier.place, event.place))


def _in_direct(setting: Setting, event: Event, who: Person) -> Conversation:
    """What is open in somebody's direct messages, or a new one there."""
    found = at(setting, who.direct)
    return found if found and found.open else new_at(setting, who.direct, who, event)


def _concerned(setting: Setting, event: Spoke) -> Conversation | None:
    """The conversation that words outside the team channel belong to, or open; None: they are none of our business."""
    found = at(setting, event.place)
    if found and (found.open or customer.only_thanks(event)):
        return found
    if found and found.customer.key == event.author.key:
        if customer.comes_back(setting, event, found):
            return found
        if customer.aside(event) and not asks_for_person(event.text):
            return found
        return new_at(setting, event.place, event.author, event)
    if found and event.standing.agent and event.mentions_bot:  # it is about the customer's, and no question of their own
        return found
    return _join_or_open(setting, event)


def _join_or_open(setting: Setting, event: Spoke) -> Conversation | None:
    manners = customer.manners(event)
    nod = manners is Kind.NOD
    if event.place.direct:
        return None if nod else new_at(setting, event.place, event.author, event)
    if not event.mentions_bot:
        if not setting.places.is_support(event.place) or event.standing.agent:
            return None
        if event.mentions_others or event.reply_to_other:
            return None
    if event.place.thread:
        begins = event.place.thread == event.message_id  # a forum's post, or a thread that somebody began with these words
        opens = (event.mentions_bot or begins) and not nod
        return new_at(setting, event.place, event.author, event) if opens else None
    earlier = setting.loaded.conversations.get(setting.loaded.by_gather.get((event.place, event.author.key), 0))
    gather = scopes.effective(setting.policy, event.place).gather
    if earlier and earlier.open and earlier.customer_at and event.at - earlier.customer_at <= gather:
        return earlier
    if nod or (manners and not event.mentions_bot):
        return None
    return new_at(setting, replace(event.place, thread=event.message_id), event.author, event)


def _is_customer(event: Acted, conversation: Conversation) -> bool:
    return conversation.customer.key == event.by.key


def _again(setting: Setting, event: Pressed, pressed: Conversation | None) -> Conversation | None:
    """
    The conversation that a button is about. A person is asked for in a closed one too: that is what is open at its place
    now, or a new one there.
    """
    if event.verb == "human" and not event.number:  # on the bot's own page
        return _of_customer(setting, event)
    if event.verb != "human" or pressed is None or pressed.open:
        return pressed
    if not event.standing.served or not _is_customer(event, pressed):
        return pressed
    here = at(setting, pressed.place)
    if here and here.open:
        return here if _is_customer(event, here) else _of_customer(setting, event)
    return new_at(setting, pressed.place, event.by, event)


def _meant(setting: Setting, event: Commanded) -> Conversation | None:
    """The conversation that a command is about: the number, else the thread's, on either side, else the agent's only one."""
    loaded = setting.loaded
    number = event.options.get("number", "")
    if number:
        return loaded.conversations.get(int(number)) if number.isdecimal() else None
    if event.name == "human":
        return _of_customer(setting, event)
    if event.place.thread and setting.places.is_team(event.place) and event.place.thread in loaded.by_thread:
        return loaded.conversations.get(loaded.by_thread[event.place.thread])
    here = at(setting, event.place) if event.place.thread else None
    if here:
        return here
    if event.name == "claim":
        return acts.next_for(setting, event)
    if event.verb in OTHERS:
        return None
    mine = acts.held_by(setting, event.by)
    return loaded.conversations[mine[0]] if len(mine) == 1 else None


def _of_customer(setting: Setting, event: Acted) -> Conversation | None:
    """Where a request for a person goes on: in the customer's own thread or direct messages, else in a direct message."""
    if not event.standing.served:
        return None
    here = at(setting, event.place)
    if here and here.open and _is_customer(event, here):
        return here
    return _in_direct(setting, event, event.by)
