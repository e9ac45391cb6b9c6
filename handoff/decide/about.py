"""Which conversation something is about, found in what was loaded."""

from dataclasses import replace

from handoff.decide.desk import Setting
from handoff.events import Deleted, Edited, Event, Pointed, Spoke
from handoff.model import Address, Conversation, Person
from handoff.ports import LinkKey, Parked


def link_key(place: Address, message_id: str) -> LinkKey:
    return place.platform, place.channel, message_id


def same(a: Address, b: Address) -> bool:
    """Whether two addresses are one place; the workspace follows from the channel."""
    return (a.platform, a.channel, a.thread) == (b.platform, b.channel, b.thread)


def at(setting: Setting, place: Address) -> Conversation | None:
    """The newest one at a customer's place."""
    number = next((n for p, n in setting.loaded.by_place.items() if same(p, place)), 0)
    return setting.loaded.conversations.get(number)


def new_at(setting: Setting, place: Address, who: Person, event: Event) -> Conversation:
    """A conversation that begins; in a private thread where an earlier one went on it is in private too."""
    link, before = event.link if isinstance(event, Spoke) else "", at(setting, place)
    hidden = before is not None and before.hidden and same(before.place, place)
    number, now = setting.loaded.next_number, setting.now
    return Conversation(number=number, customer=who, place=place, opened_at=now, link=link, hidden=hidden)


def left(conversation: Conversation, place: Address) -> bool:
    """Whether it was there in public, and has gone on in private."""
    return any(same(each, place) for each in conversation.earlier_places)


def at_home(setting: Setting, event: Spoke) -> Spoke:
    """
    Words where they belong. A thread in direct messages is a place of its own (an assistant's pane), unless it began with
    a message of the direct messages themselves: who replies to that is still talking there.
    """
    if not (event.place.direct and event.place.thread):
        return event
    root = setting.loaded.links.get(link_key(event.place, event.place.thread))
    return replace(event, place=event.place.parent) if root and not root.place.thread else event


def begun_at(place: Address, message_id: str) -> Address:
    """The thread that a message is in, or else the one that begins with it."""
    return place if place.thread else replace(place, thread=message_id)


def of_message(setting: Setting, event: Pointed) -> Conversation | None:
    """
    That of a message of the record, of a card or its thread, or of a customer's thread; of several an open one. In direct
    messages it is only the record that tells: platforms let people point at messages there that are none of ours.
    """
    loaded, place = setting.loaded, event.place
    link = loaded.links.get(link_key(place, event.message_id))
    found = [loaded.conversations.get(link.number) if link else None]
    if setting.places.is_team(place):
        found += [loaded.conversations.get(loaded.by_thread.get(t, 0)) for t in (place.thread, event.message_id)]
    elif not place.direct:
        found.append(at(setting, begun_at(place, event.message_id)))
    known = [c for c in found if c]
    return next((c for c in known if c.open), known[0] if known else None)


def may_concern_us(setting: Setting, place: Address) -> bool:
    """Whether a message that we do not know may still come, and matter: most of what is changed in a server never does."""
    if setting.places.is_team(place):
        return bool(place.thread)
    return place.direct or setting.places.is_support(place) or at(setting, place) is not None


def parked(before: Parked | None, event: Edited | Deleted) -> Parked:
    """What waits for a message: a delete is final, and of two edits the newer one counts, in whatever order they come."""
    if before and (before.text is None or (isinstance(event, Edited) and event.at < before.at)):
        return before
    return Parked(at=event.at, text=event.text if isinstance(event, Edited) else None)
