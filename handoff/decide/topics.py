"""
Topics: phrases that belong together. A card says what the customer wrote about, and a topic is switched off and on as a whole.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handoff import scopes, wording
from handoff.decide import keywords, scoping
from handoff.decide.desk import Desk
from handoff.decide.tuning import adopt
from handoff.effects import Post, Whisper
from handoff.events import Acted
from handoff.model import Policy
from handoff.triggers.phrases import among

_NAME: Final = re.compile(r"[^\W_][\w-]{0,29}")
#: topics, and phrases of one, that a list shows at most
_LISTED: Final = 50


def add(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """A phrase, with its topic; of a phrase that is on the list already, the topic is changed."""
    topic, phrase = given.get("topic", ""), _phrase(given)
    if topic and not _NAME.fullmatch(topic):
        desk.wrong(event, "topic", "topics.name", topic=wording.plain(topic))
        return
    place = scoping.meant(desk, event, given)
    if place is None:
        return
    keywords.add(desk, event, given)
    before = desk.policy or desk.setting.policy
    known = among(scopes.listed(before, place), phrase) if topic else ""
    if not known or before.topics.get(known, "").casefold() == topic.casefold():
        return
    topic = next((each for each in _named(before) if each.casefold() == topic.casefold()), topic)
    was = before.topics.get(known, "")
    adopt(
        desk,
        event,
        "keywords.topic",
        f"{known}: {was}",
        f"{known}: {topic}",
        replace(before, topics={**before.topics, known: topic}),
    )
    key = "topics.added.off" if topic in before.topics_off else "topics.added"
    desk.whisper(key, phrase=wording.plain(known), topic=wording.plain(topic))


def remove(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """A phrase that is gone belongs to no topic any more."""
    keywords.remove(desk, event, given)
    after = desk.policy
    if after and after.topics:
        desk.policy = _tidy(after)


def topic(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """All topics, one with its phrases or one switched off or on."""
    policy, said, value = desk.setting.policy, given.get("topic", ""), given.get("value", "")
    name = next((each for each in _named(policy) if each.casefold() == said.casefold()), "")
    if not said and value:
        desk.wrong(event, "topic", "topics.which", value=value)
    elif not said:
        _list(desk, policy)
    elif not name:
        desk.wrong(event, "topic", "topics.unknown", topic=wording.plain(said))
    elif not value:
        _one(desk, policy, name)
    else:
        _switch(desk, event, name, value)


def _phrase(given: Mapping[str, str]) -> str:
    return " ".join(given.get("phrase", "").split())


def _named(policy: Policy) -> list[str]:
    """Every topic once, in the order of the alphabet."""
    return sorted(set(policy.topics.values()), key=str.casefold)


def _of(policy: Policy, topic: str) -> list[str]:
    return sorted(phrase for phrase, its in policy.topics.items() if its == topic)


def _tidy(policy: Policy) -> Policy:
    """Without what belongs to phrases that are gone."""
    there = {*policy.keywords, *(each for scope in policy.scopes.values() for each in scope.keywords)}
    topics = {phrase: its for phrase, its in policy.topics.items() if phrase in there}
    left = set(topics.values())
    return replace(policy, topics=topics, topics_off=tuple(each for each in policy.topics_off if each in left))


def _list(desk: Desk, policy: Policy) -> None:
    named = _named(policy)
    lines = [wording.text("topics.list" if named else "topics.none")]
    for each in named[:_LISTED]:
        count = len(_of(policy, each))
        key = "topics.line.off" if each in policy.topics_off else "topics.line"
        lines.append(wording.text(key, topic=wording.plain(each), count=count))
    desk.reply = Whisper(post=Post(text="\n".join([*lines, wording.text("topics.how")])))


def _one(desk: Desk, policy: Policy, name: str) -> None:
    key = "topics.one.off" if name in policy.topics_off else "topics.one"
    phrases = [f"- {wording.plain(each)}" for each in _of(policy, name)]
    more = [wording.text("keywords.more", count=len(phrases) - _LISTED)] if len(phrases) > _LISTED else []
    lines = [wording.text(key, topic=wording.plain(name)), *phrases[:_LISTED], *more]
    desk.reply = Whisper(post=Post(text="\n".join(lines)))


def _switch(desk: Desk, event: Acted, name: str, value: str) -> None:
    policy = desk.setting.policy
    was, shown = "off" if name in policy.topics_off else "on", wording.plain(name)
    if value == was:
        desk.whisper("topics.same", topic=shown, value=value)
        return
    off = tuple(each for each in policy.topics_off if each != name) + ((name,) if value == "off" else ())
    adopt(desk, event, "keywords.topic", f"{name} {was}", f"{name} {value}", replace(policy, topics_off=off))
    desk.whisper(f"topics.{value}", topic=shown)
