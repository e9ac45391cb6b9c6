"""
`/handoff link`: two accounts of one agent, joined by a code that is shown to one and typed by the other.

A code is good once and for ten minutes; only its digest is kept. Codes that wait, and wrong ones, are a small fact of the
team; what is joined is the policy's, of which every decision sees one version.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from handoff import accounts, wording
from handoff.commands import BUTTONS, COMMANDS, Who
from handoff.decide.desk import Desk, Setting
from handoff.events import Acted, Commanded, Departed, Met, Somebody
from handoff.model import Accounts, Audit, Person

A = TypeVar("A", bound=Acted)

FACT: Final = "linking"
VALID: Final = timedelta(minutes=10)
#: wrong codes of one account within this time: then none of its codes is looked at any more
WRONG: Final = 5
WITHIN: Final = timedelta(hours=1)

#: these are done as the account that one has here: as a customer, or about the account itself
_AS_THEMSELVES: Final = frozenset(
    {c.verb or c.name for c in COMMANDS if c.who is Who.CUSTOMER}
    | {verb for verb, who in BUTTONS.items() if who is Who.CUSTOMER}
    | {"link", "unlink"}
)


def as_agent(setting: Setting, event: A) -> A:
    """What an agent does counts as done by their own account, from whichever they act; whom they name, likewise."""
    verb = getattr(event, "verb", "") or (event.name if isinstance(event, Commanded) else "")
    if not setting.policy.accounts or not event.standing.agent or verb in _AS_THEMSELVES:
        return event
    named = {name: _own(setting, each) for name, each in event.people.items()}
    return replace(event, by=setting.own(event.by), people=named)


def _own(setting: Setting, named: Somebody) -> Somebody:
    return replace(named, person=setting.own(named.person)) if named.standing.agent else named


# ---- what waits


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A code that waits for the other account."""

    by: Person
    digest: str
    until: datetime


@dataclass(frozen=True, slots=True)
class _Waiting:
    codes: tuple[_Drawn, ...] = ()
    wrong: tuple[tuple[str, datetime], ...] = ()  #: by the account's key

    def count(self, who: Person) -> int:
        return sum(key == who.key for key, _ in self.wrong)

    def found(self, code: str) -> Person | None:
        """Whose code it is."""
        return next((each.by for each in self.codes if each.digest == _digest(each.by, code)), None)

    def without(self, *those: Person) -> "_Waiting":
        gone = {person.key for person in those}
        return replace(self, codes=tuple(each for each in self.codes if each.by.key not in gone))


def _waiting(setting: Setting) -> _Waiting:
    """What is not over by now."""
    read = json.loads(setting.loaded.facts.get(FACT, "") or "{}")
    codes = [_Drawn(Person(*who), digest, datetime.fromisoformat(until)) for who, digest, until in read.get("codes", ())]
    wrong = [(key, datetime.fromisoformat(at)) for key, at in read.get("wrong", ())]
    return _Waiting(
        tuple(each for each in codes if each.until > setting.now),
        tuple((key, at) for key, at in wrong if at > setting.now - WITHIN),
    )


def _keep(desk: Desk, waiting: _Waiting) -> None:
    codes = [
        ((each.by.platform, each.by.workspace, each.by.user, each.by.name), each.digest, each.until.isoformat())
        for each in waiting.codes
    ]
    wrong = [(key, at.isoformat()) for key, at in waiting.wrong]
    desk.facts[FACT] = json.dumps({"codes": codes, "wrong": wrong}) if codes or wrong else ""


def _digest(by: Person, code: str) -> str:
    return hashlib.sha256(f"{by.key} {code}".encode()).hexdigest()


def _bare(code: str) -> str:
    """A code as it was drawn, however it was typed."""
    return "".join(ch for ch in code.upper() if ch.isalnum())


# ---- the commands


def link(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """Shows what is joined; else draws a code, or joins with the account that drew the one that was typed."""
    code = _bare(given.get("code", ""))
    linked = accounts.of(desk.setting.policy.accounts, event.by)
    if linked:
        desk.whisper("link.is", accounts=_named(linked))
    elif code:
        _join(desk, event, code)
    else:
        _draw(desk, event)


def _draw(desk: Desk, event: Acted) -> None:
    code, waiting = desk.setting.code, _waiting(desk.setting).without(event.by)
    drawn = _Drawn(event.by, _digest(event.by, code), desk.setting.now + VALID)
    _keep(desk, replace(waiting, codes=(*waiting.codes, drawn)))
    shown = f"{code[: len(code) // 2]}-{code[len(code) // 2 :]}"
    desk.whisper("link.code", code=shown, here=event.by.platform.title(), minutes=VALID // timedelta(minutes=1))


def _join(desk: Desk, event: Acted, code: str) -> None:
    waiting, me = _waiting(desk.setting), event.by
    if waiting.count(me) >= WRONG:
        desk.whisper("link.often")
        desk.refused = "too many wrong codes"
        return
    other = waiting.found(code)
    if other is None:
        _keep(desk, replace(waiting, wrong=(*waiting.wrong, (me.key, desk.setting.now))))
        desk.whisper("link.wrong")
    elif other.platform == me.platform:
        desk.whisper("link.same", here=me.platform.title())
    else:
        _keep(desk, waiting.without(me, other))
        both = (other, me)
        _adopt(desk, event.by, (*desk.setting.policy.accounts, both), "", _keys(both))
        desk.whisper("link.done", accounts=_named(both))


def unlink(desk: Desk, event: Acted, _: Mapping[str, str]) -> None:
    """What they have stays with the account under which it is kept."""
    own = desk.setting.own(event.by)
    if _part(desk, event.by):
        desk.whisper("unlink.done", account=_place(own))
    else:
        desk.whisper("unlink.none")


def _part(desk: Desk, who: Person) -> bool:
    """End a link; False: there is none."""
    links = desk.setting.policy.accounts
    theirs = accounts.of(links, who)
    if theirs:
        _adopt(desk, who, tuple(those for those in links if those != theirs), _keys(theirs), "")
    return bool(theirs)


def _adopt(desk: Desk, by: Person, links: Accounts, before: str, after: str) -> None:
    policy = desk.setting.policy
    desk.policy = replace(policy, version=policy.version + 1, accounts=links)
    desk.audits.append(Audit(at=desk.setting.now, by=by, what="link", before=before, after=after))


def _keys(those: tuple[Person, ...]) -> str:
    return "\n".join(each.key for each in those)


def _named(those: tuple[Person, ...]) -> str:
    return " · ".join(_place(each) for each in those)


def _place(account: Person) -> str:
    return wording.text("link.account", name=wording.name(account, "your account"), where=account.platform.title())


# ---- what else happens to accounts


def departed(desk: Desk, event: Departed) -> None:
    """An account that is no longer of the team is nobody's second one, and its codes join nothing."""
    _part(desk, event.person)
    waiting = _waiting(desk.setting)
    if waiting.without(event.person) != waiting:
        _keep(desk, waiting.without(event.person))


def met(desk: Desk, event: Met) -> None:
    """The name of a joined account became known, or changed."""
    policy, who = desk.setting.policy, event.person
    known = next((each for each in accounts.of(policy.accounts, who) if each.key == who.key), who)
    if who.name and known.name != who.name:
        links = tuple(tuple(who if each.key == who.key else each for each in those) for those in policy.accounts)
        desk.policy = replace(policy, version=policy.version + 1, accounts=links)
