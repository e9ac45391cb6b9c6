"""The phrases that bring in a person: in force with the commit; each change is kept with who, when, before and after."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handoff import wording
from handoff.decide.desk import Desk
from handoff.effects import Post, Whisper
from handoff.events import Acted
from handoff.model import Audit
from handoff.triggers.phrases import same, trouble

#: characters
PHRASE_LIMIT: Final = 200
#: phrases that a list shows at most
LISTED: Final = 100


def show(desk: Desk, _: Acted, __: Mapping[str, str]) -> None:
    phrases = sorted(desk.setting.policy.keywords)
    if not phrases:
        desk.whisper("keywords.empty")
        return
    lines = [wording.text("keywords.list"), *(f"- {wording.plain(each)}" for each in phrases[:LISTED])]
    if len(phrases) > LISTED:
        lines.append(wording.text("keywords.more", count=len(phrases) - LISTED))
    desk.reply = Whisper(post=Post(text="\n".join([*lines, wording.text("keywords.kinds")])))


def add(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    phrase, phrases = " ".join(given.get("phrase", "").split()), desk.setting.policy.keywords
    there = next((each for each in phrases if same(each, phrase)), None)
    if len(phrase) > PHRASE_LIMIT:
        desk.wrong(event, "phrase", "keywords.long")
    elif there:
        desk.wrong(event, "phrase", "keywords.there", phrase=wording.plain(there))
    elif wrong := trouble(phrase, phrases):
        key, what = wrong
        desk.wrong(event, "phrase", f"keywords.wrong.{key}", what=wording.plain(what))
    else:
        _set(desk, event, (*phrases, phrase))
        desk.whisper("keywords.added", phrase=wording.plain(phrase))


def remove(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    phrase, phrases = " ".join(given.get("phrase", "").split()), desk.setting.policy.keywords
    gone = [each for each in phrases if same(each, phrase)]
    if not gone:
        desk.wrong(event, "phrase", "keywords.missing", phrase=wording.plain(phrase))
        return
    _set(desk, event, tuple(each for each in phrases if each not in gone))
    desk.whisper("keywords.removed", phrase=wording.plain(gone[0]))


def _set(desk: Desk, event: Acted, after: tuple[str, ...]) -> None:
    before = desk.setting.policy
    desk.policy = replace(before, version=before.version + 1, keywords=after)
    desk.audits.append(
        Audit(at=event.at, by=event.by, what="keywords", before="\n".join(before.keywords), after="\n".join(after))
    )
