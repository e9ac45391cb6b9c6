"""What people did in the playground, as Events. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from adapters.local.whereabouts import BOT, PLATFORM, person, place, standing
from adapters.local.world import HELP, TEAM, Account, Entry
from handoff.commands import FORMS, Command, Option
from handoff.events import Commanded, Deleted, Edited, FormSent, Group, Picked, Pressed, Somebody, Spoke
from handoff.model import Address

_OURS: Final = re.compile(rf"@{BOT}\b[,:]?\s*", re.IGNORECASE)


def spoke(entry: Entry, author: Account, people: Mapping[str, Account], link: str) -> Spoke:
    """A mention is `@` and a name, in any case."""
    others = {shown: a for a in people.values() if a.id != author.id and (shown := _mention(entry.text, a.name))}
    return Spoke(
        key=f"{PLATFORM}:{entry.id}",
        at=entry.at,
        place=place(entry.channel, entry.thread),
        message_id=str(entry.id),
        author=person(author),
        standing=standing(author),
        text=_words(entry),
        mentions_bot=bool(_OURS.search(entry.text)),
        mentions_others=bool(others) or bool(_mention(entry.text, "here")),
        named=_people(others),
        link=link,
    )


def _words(entry: Entry) -> str:
    """Without mentions of the bot."""
    return _OURS.sub("", entry.text).strip()


def _mention(text: str, name: str) -> str:
    """As it is written there; "" for none."""
    found = re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return found[0] if found else ""


def changed(entry: Entry, author: Account) -> Edited | Deleted:
    """What its author did last to a message that the core knows."""
    where, at = place(entry.channel, entry.thread), datetime.now(UTC)
    key = f"{PLATFORM}:{entry.id}:{entry.rev}"
    if entry.deleted:
        return Deleted(key=key, at=at, place=where, message_id=str(entry.id))
    return Edited(key=key, at=at, place=where, message_id=str(entry.id), author=person(author), text=_words(entry))


def pressed(act: str, who: Account, where: Address, button: Mapping[str, Any]) -> Pressed:
    return Pressed(
        verb=str(button["verb"]), number=int(button["number"]), detail=str(button["detail"]), **_about(act, who, where)
    )


def commanded(
    act: str, who: Account, where: Address, command: Command, options: Mapping[str, str], people: Mapping[str, Account]
) -> Commanded:
    given = {o.name: options[o.name] for o in command.options if o.name in options}
    named = {o.name: _somebody(given[o.name], people) for o in command.options if o.person and o.name in given}
    meant = {name: account for name, account in named.items() if account}
    options = given | {name: account.id for name, account in meant.items()}
    about = _about(act, who, where) | {"people": _people(meant)} | _channels(given, command.options)
    about |= {"groups": {o.name: _group(given[o.name], people) for o in command.options if o.group and o.name in given}}
    return Commanded(name=command.name, verb=command.verb, options=options, **about)


def form_sent(
    act: str, who: Account, where: Address, verb: str, number: int, fields: Mapping[str, str], people: Mapping[str, Account]
) -> FormSent:
    """What is asked for as a person or a channel is known by the verb's own options."""
    asked = FORMS[verb].asks if verb in FORMS else ()
    meant = {o.name: people[fields[o.name]] for o in asked if o.person and fields.get(o.name) in people}
    about = _about(act, who, where) | {"people": _people(meant)} | _channels(fields, asked)
    about |= {"groups": {o.name: _group(fields[o.name], people) for o in asked if o.group and fields.get(o.name)}}
    return FormSent(verb=verb, number=number, fields=fields, **about)


def _channels(given: Mapping[str, str], options: Iterable[Option]) -> dict[str, Any]:
    names = {o.name: given.get(o.name, "").removeprefix("#") for o in options if o.channel}
    known = {name: channel for name, channel in names.items() if channel in (HELP, TEAM)}
    picked = {name: Picked(f"#{channel}") for name, channel in known.items()}
    return {"places": {name: place(channel) for name, channel in known.items()}, "picked": picked}


def _somebody(name: str, people: Mapping[str, Account]) -> Account | None:
    return next((a for a in people.values() if name.casefold() in (a.name.casefold(), a.id)), None)


def _group(said: str, people: Mapping[str, Account]) -> Group:
    """There are no groups here: it is somebody, or nobody."""
    account = _somebody(said.strip().removeprefix("@"), people)
    return Group(PLATFORM, account.id, account.name) if account else Group(PLATFORM, said, said, "absent")


def _people(meant: Mapping[str, Account]) -> dict[str, Somebody]:
    return {name: Somebody(person(account), standing(account)) for name, account in meant.items()}


def _about(act: str, who: Account, where: Address) -> dict[str, Any]:
    return {
        "key": f"{PLATFORM}:act:{act}",
        "at": datetime.now(UTC),
        "by": person(who),
        "standing": standing(who),
        "place": where,
    }
