"""What a batch of events is about: what must be loaded to decide it, by set. Pure."""

from collections.abc import Sequence
from dataclasses import fields

from handoff import accounts
from handoff.decide import history, link_key, names, private, remarks, reopening, switching, team
from handoff.decide.about import begun_at
from handoff.events import (
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
    Met,
    Pointed,
    Pressed,
    Spoke,
    TimeUp,
    Undeliverable,
)
from handoff.model import Address, Block, Places
from handoff.ports import Loaded, Wants


def missing_of(events: Sequence[Event], loaded: Loaded) -> Wants:
    """
    Conversations that loaded rows and facts name, those at the place of one whose customer asks with its button or that may be
    reopened, messages that wait for a name which came, those that an agent's remark left without an answer, answers that are to
    become drafts, words that are held in a thread that is gone, what an agent has who acts from another account, what customers
    have whom a block may be about, the records of handoffs that may quote what was deleted, and the direct messages where one
    is to go on.
    """
    numbers = {row.effect.number for row in loaded.rows.values()}
    numbers |= {int(n) for n in loaded.facts.get("unpinged", "").split()}
    asked = {e.number for e in events if isinstance(e, Pressed) and e.verb == "human"} & loaded.conversations.keys()
    fact = loaded.facts.get(names.FACT, "")
    nameless = {each for e in events if isinstance(e, Met) for each in names.of(fact, e.person.key)}
    numbers |= {number for number, _ in nameless}
    pressed = {e.number for e in events if isinstance(e, Pressed) and e.verb in remarks.VERBS} & loaded.conversations.keys()
    owed = {each for n in pressed for each in remarks.about(loaded.conversations[n])}
    asked_at = {loaded.conversations[n].place for n in asked if not loaded.conversations[n].open}
    return Wants(
        people=frozenset(_others(events, loaded) | _to_block(events, loaded) | _blocked_again(loaded)),
        messages=frozenset(nameless | owed | _held(events, loaded) | switching.stopped(events, loaded)),
        handoffs=_taken_back(events, loaded),
        numbers=frozenset(n for n in numbers if n and n not in loaded.conversations),
        places=frozenset(asked_at | private.places(events, loaded)) | _reopened(events, loaded),
    )


def _taken_back(events: Sequence[Event], loaded: Loaded) -> frozenset[int]:
    """The conversations whose words were deleted, which the records of their handoffs may quote."""
    gone = (loaded.links.get(link_key(e.place, e.message_id)) for e in events if isinstance(e, Deleted))
    return frozenset(link.number for link in gone if link and link.original)


def _reopened(events: Sequence[Event], loaded: Loaded) -> frozenset[Address]:
    """Where somebody may want to reopen a conversation: whether a later one is there decides."""
    acts = [team.spoken(e) if isinstance(e, Spoke) and e.mentions_bot else e for e in events]
    if not any(isinstance(e, Pressed | Commanded) and e.verb == reopening.VERB for e in acts):
        return frozenset()
    known = {(place.platform, place.channel, place.thread) for place in loaded.by_place}
    closed = {c.place for c in loaded.conversations.values() if not c.open}
    return frozenset(p for p in closed if (p.platform, p.channel, p.thread) not in known)


def _held(events: Sequence[Event], loaded: Loaded) -> set[tuple[int, int]]:
    """The words that are held in threads that are gone, or may be: they are shown in the next."""
    rows = (loaded.rows.get(e.row) for e in events if isinstance(e, Undeliverable) and e.gone)
    lost = {row.effect.number for row in rows if row}
    lost |= {e.number for e in events if isinstance(e, CardLost) or (isinstance(e, TimeUp) and e.kind == "card")}
    found = (loaded.conversations.get(number) for number in lost)
    return {(c.number, seq) for c in found if c for seq, _ in c.holding}


def _others(events: Sequence[Event], loaded: Loaded) -> set[str]:
    """The keys of the other accounts of whoever gives a command, in whichever way."""
    links = loaded.policy.accounts
    acting = [e.by for e in events if isinstance(e, Commanded)]
    acting += [e.author for e in events if isinstance(e, Spoke) and e.mentions_bot]
    return {key for who in acting for key in accounts.keys(links, who)} - loaded.by_person.keys() if links else set()


def _to_block(events: Sequence[Event], loaded: Loaded) -> set[str]:
    """The keys of those whom a block may be about, named or as customers."""
    given = [team.spoken(e) if isinstance(e, Spoke) else e for e in events]
    blocks = [e for e in given if isinstance(e, Commanded | FormSent) and e.verb == "block"]
    named = {each.person.key for e in blocks for each in e.people.values()}
    customers = {c.customer.key for c in loaded.conversations.values()} if blocks else set()
    return (named | customers) - loaded.by_person.keys()


def _blocked_again(loaded: Loaded) -> set[str]:
    """The keys of those who may be blocked again, as a change is undone."""
    before = (edit.was for audit in loaded.audits for edit in audit.edits)
    return {each.person.key for each in before if isinstance(each, Block)} - loaded.by_person.keys()


def wants(events: Sequence[Event], places: Places) -> Wants:
    """What the batch needs loaded, by set."""
    total: dict[str, set[object]] = {f.name: set() for f in fields(Wants) if f.name not in ("queue", "unsaid")}
    whole = unsaid = False
    for event in events:
        total["keys"] |= {k for k in (event.key, event.also) if k}
        for name, values in _of(event, places).items():
            total[name] |= values
        past = history.wanted(event) if isinstance(event, Pressed | Commanded | FormSent) else set()
        total["audits"] |= past
        whole |= isinstance(event, Pressed | Commanded) or (isinstance(event, Spoke) and event.mentions_bot)
        unsaid |= isinstance(event, Commanded | FormSent) and event.verb == switching.VERB
        unsaid |= any(each.number for each in past)  # what is undone may have been said of the AI
    return Wants(queue=whole, unsaid=unsaid, **{k: frozenset(v) for k, v in total.items()})  # type: ignore[arg-type]


def _of(event: Event, places: Places) -> dict[str, set[object]]:
    match event:
        case Spoke() if places.is_team(event.place):
            found: dict[str, set[object]] = {
                "threads": {event.place.thread},
                "parked": {link_key(event.place, event.message_id)},
                "links": _replied_to(event),
            }
            command = team.spoken(event) if not event.place.thread else None
            return found | (_of(command, places) if command else {})
        case Spoke():
            own = {event.author.direct} if event.place.thread else set()  # who asks in another's thread goes on there
            root = {link_key(event.place, event.place.thread)} if event.place.thread and event.place.direct else set()
            return {
                "places": {event.place, *own},
                "links": _replied_to(event) | root,
                "gather": {(event.place.parent, event.author.key)},
                "parked": {link_key(event.place, event.message_id)},
            }
        case Edited() | Deleted():
            key = link_key(event.place, event.message_id)
            return {"links": {key}, "parked": {key}, "places": {event.place}}
        case Pressed():
            seq = {(event.number, int(event.detail))} if event.detail.isdecimal() else set()
            return {
                "numbers": {event.number},
                "messages": set(seq),
                "places": {event.place, event.by.direct},
                "fates": {event.number} if event.verb in remarks.VERBS else set(),
            }
        case Pointed():
            return {
                "links": {link_key(event.place, event.message_id)},
                "threads": set(filter(None, (event.place.thread, event.message_id))),
                "places": {begun_at(event.place, event.message_id)},
            }
        case FormSent() | Answered() | Felt() | TimeUp() | CardLost():
            return {"numbers": {event.number}}
        case Commanded():
            number = event.options.get("number", "")
            return {
                "numbers": {int(number)} if number.isdecimal() else set(),
                "people": {event.by.key},
                "places": {event.place, event.by.direct},
                "threads": {event.place.thread} if event.place.thread else set(),
            }
        case Delivered() | Undeliverable():
            return {"rows": {event.row}}
        case Met() | Departed():
            return {"people": {event.person.key}}
        case _:
            return {}


def _replied_to(event: Spoke) -> set[object]:
    return {link_key(event.place, event.reply_to)} if event.reply_to else set()
