"""`/triggers try` and `/keywords test`: what words would set off, why, and what nearly would. Nothing is changed by it."""

from collections.abc import Mapping
from typing import Final

from handoff import cards, scopes, wording
from handoff.decide import customer, misses, scoping
from handoff.decide.desk import Desk
from handoff.effects import Post, Whisper
from handoff.events import Acted
from handoff.model import Conversation, Person, Reason
from handoff.triggers import nearly, reasons
from handoff.triggers.smalltalk import small_talk

#: messages that are read, at most
MOST: Final = 30
#: characters of a message, and of evidence, that are shown
_SHOWN: Final = 80
_EVIDENCE: Final = 300


def test(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """The text as the first words of a conversation, in the place that is named, or here."""
    scratch = _scratch(desk, event, given)
    if scratch is None:
        return
    text = given.get("text", "")
    if fired := _heard(scratch, text):
        desk.whisper("keywords.fires", why="; ".join(f"{cards.why(reason)} ({_evidence(reason)})" for reason in fired))
    elif scratch.c.moods:
        desk.whisper("keywords.quiet")
    else:
        desk.whisper("keywords.unjudged", language=desk.setting.analyser.judge(text).language)


def attempt(desk: Desk, event: Acted, given: Mapping[str, str]) -> None:
    """Each line as a message of one conversation, in which the AI answers each."""
    said = [words for line in given.get("text", "").splitlines() if (words := line.strip())]
    if not said:
        desk.wrong(event, "text", "trying.nothing")
        return
    scratch = _scratch(desk, event, given)
    if scratch is None:
        return
    lines = [wording.text("trying.title" if len(said) == 1 else "trying.title.many")]
    for at, words in enumerate(said[:MOST], 1):
        fired = _heard(scratch, words)
        lines.append(_line(scratch, at, words, fired))
        if fired:
            break
        lines += _nearly(scratch, words)
        if small_talk(words) is None:
            misses.answer(scratch, "")
            scratch.change(question=misses.topic(scratch))
    else:
        lines.append(wording.text("trying.quiet"))
    if len(said) > MOST:
        lines.append(wording.text("trying.long", count=MOST))
    desk.reply = Whisper(post=Post(text="\n".join(lines)))


def _scratch(desk: Desk, event: Acted, given: Mapping[str, str]) -> Desk | None:
    """A desk whose decision nobody keeps, about a conversation that begins; None: it was told what is wrong."""
    place = scoping.meant(desk, event, given)
    if place is None:
        return None
    if place == scopes.EVERYWHERE and not given.get("where") and not desk.setting.places.is_team(event.place):
        place = event.place
    nobody = Conversation(number=0, customer=Person("", "", ""), place=place, opened_at=desk.setting.now)
    return Desk(setting=desk.setting, conversation=nobody)


def _heard(scratch: Desk, words: str) -> tuple[Reason, ...]:
    """Every reason that the customer's next words are."""
    before = scratch.c
    scratch.change(last_words=wording.short(words))
    customer.weigh(scratch, words, scratch.setting.now, before, asks=small_talk(words) is None)
    return reasons(scratch.reading(words))


def _line(scratch: Desk, at: int, words: str, fired: tuple[Reason, ...]) -> str:
    shown = wording.escaped(wording.short(words, _SHOWN))
    if fired:
        why = "; ".join(f"{cards.why(reason)} ({_evidence(reason)})" for reason in fired)
        return wording.text("trying.fires", at=at, words=shown, why=why)
    language = scratch.setting.analyser.judge(words)
    key = "trying.line" if language.score is not None else "trying.unjudged"
    return wording.text(key, at=at, words=shown, mood=f"{language.score or 0:+.2f}", language=language.language or "?")


def _nearly(scratch: Desk, words: str) -> list[str]:
    close = nearly(scratch.reading(words))
    return [wording.text("trying.nearly", what=wording.escaped(wording.short(what, _EVIDENCE))) for what in close]


def _evidence(reason: Reason) -> str:
    return wording.escaped(wording.short("; ".join(reason.evidence) or reason.quote, _EVIDENCE))
