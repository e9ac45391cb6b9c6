"""
The phrases that bring in a person, everywhere or in one place: in force with the commit; each change is kept with who, when,
before and after.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final

from handoff import scopes, wording
from handoff.decide import scoping
from handoff.decide.desk import Desk
from handoff.decide.tuning import adopt
from handoff.effects import Post, Whisper
from handoff.events import Acted
from handoff.model import Address, Policy, Scope
from handoff.triggers.phrases import among, core, expression, trouble

#: characters
PHRASE_LIMIT: Final = 200
#: phrases that a list shows at most
LISTED: Final = 100


def show(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """Those of everywhere and of each place; or those that count in one place, and where they come from."""
    place = scoping.meant(desk, event, given)
    if place is None:
        return
    policy = desk.setting.policy
    if place == scopes.EVERYWHERE:
        title, phrases = wording.text("keywords.list"), [_item(policy, each) for each in sorted(policy.keywords)]
        more = [line for _, scope in sorted(policy.scopes.items()) for line in _own(policy, scope)]
    else:
        title = wording.text("keywords.list.there", there=scoping.there(place, scoping.called(event)))
        phrases, more = list(_counting(policy, place)), []
    if not phrases and not more:
        desk.whisper("keywords.empty")
        return
    lines = [title, *(phrases or [wording.text("keywords.none")])[:LISTED]]
    if len(phrases) > LISTED:
        lines.append(wording.text("keywords.more", count=len(phrases) - LISTED))
    lines += more[:LISTED]
    desk.reply = Whisper(post=Post(text="\n".join([*lines, wording.text("keywords.kinds")])))


def _item(policy: Policy, phrase: str, source: str = "") -> str:
    """With where it comes from, if that is told, and its topic, if it has one."""
    shown, topic = wording.plain(phrase), policy.topics.get(phrase, "")
    key = "topics.of.off" if topic in policy.topics_off else "topics.of"
    about = wording.text(key, topic=wording.plain(topic)) if topic else ""
    notes = ", ".join(filter(None, (source, about)))
    return wording.text("keywords.line", phrase=shown, source=notes) if notes else f"- {shown}"


def _own(policy: Policy, scope: Scope) -> Iterator[str]:
    """What a place has of its own, and what it takes away."""
    if scope.keywords or scope.without:
        yield wording.text("keywords.list.also", where=scoping.titled(scope))
        yield from (_item(policy, each) for each in sorted(scope.keywords))
        yield from (wording.text("keywords.line.without", phrase=wording.plain(each)) for each in sorted(scope.without))


def _counting(policy: Policy, place: Address) -> Iterator[str]:
    """The phrases that count in a place, its own first, each with where it comes from; then those that it takes away."""
    gone: set[str] = set()
    cores: set[str] = set()
    own = scopes.key(place)
    for scope in [*reversed(scopes.at(policy, place)), None]:
        kind = "everywhere" if scope is None else "channel" if scope.place.channel else "server"
        source, phrases = wording.text(f"source.{kind}"), policy.keywords if scope is None else scope.keywords
        for each in sorted(phrases):
            if each not in gone and not (cores and core(each) in cores):
                yield _item(policy, each, source)
        if scope:
            gone |= {*scope.without}
            cores |= {core(each) for each in scope.keywords}
    if own in policy.scopes:
        for each in sorted(policy.scopes[own].without):
            yield wording.text("keywords.line.without", phrase=wording.plain(each))


def add(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    place = scoping.meant(desk, event, given)
    if place is None:
        return
    policy, phrase = desk.setting.policy, " ".join(given.get("phrase", "").split())
    phrases = scopes.listed(policy, place)
    local, there = place != scopes.EVERYWHERE, scoping.there(place, scoping.called(event))
    if len(phrase) > PHRASE_LIMIT:
        desk.wrong(event, "phrase", "keywords.long")
    elif found := among(phrases, phrase):
        desk.wrong(
            event, "phrase", "keywords.there.there" if local else "keywords.there", phrase=wording.plain(found), there=there
        )
    elif found := scopes.left_out(policy, place, phrase):
        _without(desk, event, place, tuple(each for each in scopes.of(policy, place).without if each != found))
        desk.whisper("keywords.again", phrase=wording.plain(found), there=there)
    elif found := scopes.inherited(policy, place, phrase):
        desk.wrong(event, "phrase", "keywords.inherited", phrase=wording.plain(found), there=there)
    elif wrong := trouble(phrase, beside(policy, place) if expression(phrase) else ()):
        key, what = wrong
        desk.wrong(event, "phrase", f"keywords.wrong.{key}", what=wording.plain(what))
    elif other := next((each for each in phrases if core(each) == core(phrase)), ""):
        _instead(desk, event, place, phrase, other)
        instead = "keywords.instead.there" if local else "keywords.instead"
        desk.whisper(instead, phrase=wording.plain(phrase), before=wording.plain(other), there=there)
    else:
        _set(desk, event, place, (*phrases, phrase))
        desk.whisper("keywords.added.there" if local else "keywords.added", phrase=wording.plain(phrase), there=there)


def _instead(desk: Desk, event: Acted, place: Address, phrase: str, other: str) -> None:
    """In place of the same phrase with other exceptions, which would go on handing off what these leave alone; in its topic."""
    phrases = scopes.listed(desk.setting.policy, place)
    _set(desk, event, place, (*(each for each in phrases if each != other), phrase))
    topics = desk.setting.policy.topics
    if desk.policy and (topic := topics.get(other)):
        now = replace(desk.policy, topics={**topics, phrase: topic})
        adopt(desk, event, "keywords.topic", f"{phrase}: ", f"{phrase}: {topic}", now)


def beside(policy: Policy, place: Address) -> Iterator[str]:
    """The phrases that one message may be searched for together with one of this place, if not all of them together."""
    if place.channel:
        yield from (each for phrases in scopes.lists(policy, place) for each in phrases)
    else:
        yield from policy.keywords
        yield from (each for scope in policy.scopes.values() for each in scope.keywords)


def remove(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """From the list of the place; what it inherits is taken away there alone."""
    place = scoping.meant(desk, event, given)
    if place is None:
        return
    policy, phrase = desk.setting.policy, " ".join(given.get("phrase", "").split())
    phrases, there = scopes.listed(policy, place), scoping.there(place, scoping.called(event))
    local = place != scopes.EVERYWHERE
    if found := among(phrases, phrase):
        _set(desk, event, place, tuple(each for each in phrases if not among((each,), phrase)))
        desk.whisper("keywords.removed.there" if local else "keywords.removed", phrase=wording.plain(found), there=there)
    elif scopes.left_out(policy, place, phrase):
        desk.wrong(event, "phrase", "keywords.out", phrase=wording.plain(phrase), there=there)
    elif found := scopes.inherited(policy, place, phrase):
        _without(desk, event, place, (*scopes.of(policy, place).without, found))
        desk.whisper("keywords.without", phrase=wording.plain(found), there=there)
    elif elsewhere := next(islice(_elsewhere(policy, phrase), 1), None):
        title = scoping.titled(elsewhere)
        desk.wrong(event, "phrase", "keywords.elsewhere", phrase=wording.plain(phrase), where=title)
    else:
        desk.wrong(event, "phrase", "keywords.missing", phrase=wording.plain(phrase))


def _elsewhere(policy: Policy, phrase: str) -> Iterator[Scope]:
    return (scope for scope in policy.scopes.values() if among(scope.keywords, phrase))


def _set(desk: Desk, event: Acted, place: Address, after: tuple[str, ...]) -> None:
    policy = desk.setting.policy
    if place == scopes.EVERYWHERE:
        now = replace(policy, keywords=after)
    else:
        now = scopes.put(policy, replace(scopes.of(policy, place, scoping.called(event)), keywords=after))
    before = scopes.listed(policy, place)
    adopt(desk, event, "keywords", "\n".join(before), "\n".join(after), now, place)


def _without(desk: Desk, event: Acted, place: Address, after: tuple[str, ...]) -> None:
    policy = desk.setting.policy
    scope = scopes.of(policy, place, scoping.called(event))
    now = scopes.put(policy, replace(scope, without=after))
    adopt(desk, event, "keywords.without", "\n".join(scope.without), "\n".join(after), now, place)
