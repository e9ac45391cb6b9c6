"""What admins try out and set going."""

from collections.abc import Mapping
from typing import Final

from handoff import cards
from handoff.decide import customer
from handoff.decide.desk import Desk
from handoff.events import Acted
from handoff.model import Address, Conversation, Mood, Person
from handoff.triggers import Reading, reasons

#: the fact that says whether help pages were read since an admin last asked for it
PAGES: Final = "pages"


def reload(desk: Desk, event: Acted, _: Mapping[str, str]) -> None:
    """Every process reads its help pages again when it sees that the fact has changed."""
    desk.facts[PAGES] = event.key
    desk.whisper("reloading")


def test(desk: Desk, _: Acted, given: Mapping[str, str]) -> None:
    _test(desk, given.get("text", ""))


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
