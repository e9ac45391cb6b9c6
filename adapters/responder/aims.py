"""
What kind of answer a question asks for, and a sentence could give: a span of time, a point in time, an amount of money.
Pure.
"""

import re
from collections.abc import Iterator
from typing import Final

from adapters.responder.words import fold

#: the kinds, as words that nobody can write: signs for private use are no letters
SPAN: Final = "\ue000"
WHEN: Final = "\ue001"
MONEY: Final = "\ue002"

_NUMBER = r"(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|thirty|(?:the )?next)"
_UNIT = r"(?:minute|hour|day|night|week|month|year)s?"
_ABROAD = r"(?:tage?n?|stunden?|wochen?|monate?n?|jahre?n?|jours?|heures?|semaines?|mois|ans?|dias?|horas?|semanas?|giorni|ore)"
_SPAN: Final = re.compile(
    rf"\b{_NUMBER}(?: to {_NUMBER})?(?: (?:more|working|business|full|calendar))* {_UNIT}\b|\b\d{{1,4}} {_ABROAD}\b"
    r"|\b(?:immediately|at once|instantly|overnight|at any hour|forever)\b"
    r"|\d{1,4} ?(?:分|時間|日|週間|か月|カ月|ヶ月|年)"
)
_CLOCK: Final = re.compile(
    r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\b(?:as soon as|until then|(?:the )?same day)\b"
)
_MONEY: Final = re.compile(r"[€$£¥]|\d ?(?:eur|euros?|usd|dollars?|gbp|pounds?|円|chf)\b|\b(?:free|fees?|no charge)\b")

_ASKED: Final = (
    (
        SPAN,
        r"\bhow (?:long|soon|fast|quick(?:ly)?|many (?:working |business )?(?:hours|days|weeks|months|years))\b"
        r"|\b(?:delivery|shipping|processing|waiting) times?\b|何日|何時間|どのくらい",
    ),
    (
        WHEN,
        r"\bwhen (?:do|does|did|will|can|is|are|am|would|should|must|ll)\b|\bwhen'?s\b|^\W*when\b"
        r"|\b(?:what time|what day|until when|by when|since when|deadline|cut ?off)\b"
        r"|\b(?:opening hours|open(?:ed)? on|what time|are you open|your hours)\b|いつ",
    ),
    (MONEY, r"\bhow (?:much|expensive)\b|\b(?:costs?|prices?|fees?|charges?|expensive|cheap)\b|いくら"),
)
_AIMS: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _ASKED)

_GOODS = r"(?:orders?|parcels?|packages?|packets?|deliver(?:y|ies)|shipments?|stuff|things|goods|items?|purchase)"
_WITHIN = r"[^.?!]{0,60}\b"
_UNSAID: Final = (
    (
        "opening hours",
        r"\b(?:when|what time|until when|how late) (?:do|are|will|is|does) (?:you|(?:your|the) (?:shop|store|counter|office))"
        r" (?:open|closed?)\b(?! (?:my|the|an?)\b)|\bare you (?:still )?open\b",
    ),
    ("usa", r"\bthe u\.?s\.?(?!\w)"),
    (
        "delivery",
        rf"\bwhen (?:will|does|do|can|should|is|are)\b{_WITHIN}{_GOODS}\b{_WITHIN}"
        r"(?:arriv|com(?:e|ing)\b|get here|be here|deliver|ship|sent)",
    ),
    ("delivery", rf"\bhow long\b{_WITHIN}(?:does|do|will|until|before)\b{_WITHIN}{_GOODS}\b{_WITHIN}(?:take|arriv|reach|come)"),
    ("delivery", rf"\bwhen (?:will|do|can|should) (?:i|we) (?:get|receive|have|expect) (?:my|the|our) {_GOODS}\b"),
    ("track", rf"\bwhere(?:'?s| is| are| did| has)? (?:my|the|our) (?:\w+ )?{_GOODS}\b"),
    (
        "track",
        rf"\b{_GOODS}\b[^.?!]{{0,60}}(?:n't|nt|not|never)(?: yet| been)* (?:arrived?|come|turned up|delivered|moved?|here)\b",
    ),
)
_MEANT: Final = tuple((word, re.compile(pattern)) for word, pattern in _UNSAID)


def held(sentence: str) -> Iterator[str]:
    """Which kinds of answer a sentence could give."""
    folded = fold(sentence)
    span = _SPAN.search(folded)
    if span:
        yield SPAN
    if span or _CLOCK.search(folded):
        yield WHEN
    if _MONEY.search(folded):
        yield MONEY


def asked(text: str) -> list[str]:
    """Which kinds of answer a question asks for."""
    folded = fold(text)
    return [kind for kind, pattern in _AIMS if pattern.search(folded)]


def meant(text: str) -> list[str]:
    """Words for what a question means and does not say: whoever asks where a parcel is asks for its tracking."""
    folded = fold(text)
    return list(dict.fromkeys(word for word, pattern in _MEANT if pattern.search(folded)))


def is_aim(word: str) -> bool:
    """Whether it stands for a kind of answer."""
    return word in (SPAN, WHEN, MONEY)
