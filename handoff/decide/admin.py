"""What admins change. In force with the commit; every change is kept with who, when, before and after."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handoff import cards, wording
from handoff.decide import customer
from handoff.decide.desk import Desk
from handoff.effects import Post, Whisper
from handoff.events import Acted, Commanded
from handoff.model import Address, Audit, Conversation, Mood, Person
from handoff.triggers import Reading, reasons
from handoff.triggers.keywords import normalise

#: the fact that says whether help pages were read since an admin last asked for it
PAGES: Final = "pages"
#: characters
PHRASE_LIMIT: Final = 200


def keywords(desk: Desk, event: Commanded) -> None:
    policy = desk.setting.policy
    phrase = " ".join(event.options.get("phrase", "").split())
    same = [k for k in policy.keywords if normalise(k) == normalise(phrase)]
    match event.verb:
        case "list":
            lines = [wording.text("keywords.list"), *(f"- {wording.plain(k)}" for k in sorted(policy.keywords))]
            desk.reply = Whisper(post=Post(text="\n".join(lines) if policy.keywords else wording.text("keywords.empty")))
        case "test":
            _test(desk, event.options.get("text", ""))
        case "add" if not any(ch.isalnum() for ch in phrase):
            desk.whisper("keywords.blank")
        case "add" if len(phrase) > PHRASE_LIMIT:
            desk.whisper("keywords.long")
        case "add" if same:
            desk.whisper("keywords.there", phrase=wording.plain(same[0]))
        case "add":
            _set(desk, event, (*policy.keywords, phrase))
            desk.whisper("keywords.added", phrase=wording.plain(phrase))
        case "remove" if not same:
            desk.whisper("keywords.missing", phrase=wording.plain(phrase))
        case "remove":
            _set(desk, event, tuple(k for k in policy.keywords if k not in same))
            desk.whisper("keywords.removed", phrase=wording.plain(same[0]))


def reload(desk: Desk, event: Acted, _: Mapping[str, str]) -> None:
    """Every process reads its help pages again when it sees that the fact has changed."""
    desk.facts[PAGES] = event.key
    desk.whisper("reloading")


def _set(desk: Desk, event: Commanded, after: tuple[str, ...]) -> None:
    before = desk.setting.policy
    desk.policy = replace(before, version=before.version + 1, keywords=after)
    desk.audits.append(
        Audit(at=event.at, by=event.by, what="keywords", before="\n".join(before.keywords), after="\n".join(after))
    )


def _test(desk: Desk, text: str) -> None:
    """What the text would set off as the first words of a conversation."""
    setting = desk.setting
    somebody = _nobody(desk, customer.felt(desk, text, setting.now))
    fired = reasons(Reading(conversation=somebody, policy=setting.policy, text=text))
    if fired:
        why = "; ".join(f"{cards.why(r)} ({', '.join(r.evidence) or r.quote})" for r in fired)
        desk.whisper("keywords.fires", why=why)
    elif somebody.moods:
        desk.whisper("keywords.quiet")
    else:
        desk.whisper("keywords.unjudged", language=setting.analyser.judge(text).language)


def _nobody(desk: Desk, moods: tuple[Mood, ...]) -> Conversation:
    return Conversation(
        number=0,
        customer=Person("", "", ""),
        place=Address("", "", ""),
        opened_at=desk.setting.now,
        moods=moods,
    )
