"""
The customer asks for a person. Always honoured: no setting switches it off.

What is quoted or code is not said; the rest is read by the languages of asks/ that write words apart, and by unspaced.py
for those that do not. Who declines a person, asks whether this is one, or tells of one, asks for none.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from handoff.model import Reason, Trigger
from handoff.triggers import asks, unspaced
from handoff.triggers.asks.seen import seen
from handoff.triggers.asks.words import Asked
from handoff.triggers.disguise import readings
from handoff.triggers.own import above
from handoff.triggers.reading import Reading
from handoff.triggers.text import normalise

#: characters that are read at the beginning, and at the end: people ask there, and nobody waits for a long message
ENDS: Final = 1_500

#: half a word, where a long message is cut
_CUT_OFF: Final = re.compile(r"(?<=\s)\S{1,40}\Z")
_CUT_IN: Final = re.compile(r"\A\S{1,40}(?=\s)")
#: characters that are read in all, of every way to read a text that may be disguised: nobody waits longer for more
READ: Final = 8_000

#: code, and lines that quote another message
_CODE: Final = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|^[ \t]*>[^\n]*", re.DOTALL | re.MULTILINE)
#: words in quotation marks, which somebody else says
_QUOTED: Final = re.compile(
    r"\"[^\"\n]{2,200}\"|“[^”\n]{2,200}”|„[^“”\n]{2,200}[“”]|«[^»\n]{2,200}»|「[^」\n]{2,200}」|『[^』\n]{2,200}』|‘[^’\n]{2,200}’"
    r"|(?<!\w)'[^'\n]{2,200}'(?!\w)"
)
#: what quotes and code are marked with
_MARKS: Final = re.compile(r"[`\"“”„«»「」『』‘’>]+|(?<!\w)'|'(?!\w)")
#: whom the words are called to, as the platforms write it and as people do
_CALLED: Final = re.compile(r"<[@!#][^<>\n]{1,80}>|(?<![\w.])@\w[\w.-]{0,80}")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
#: in the place of what was quoted: a word that means nothing
_SAID: Final = " ⟂ "


def ask(text: str) -> Asked | None:
    """The words that ask for a person, and how surely; None if nobody asks, or a person is declined."""
    if len(text) > 2 * ENDS:
        text = f"{_CUT_OFF.sub('', text[:ENDS])}\n{_CUT_IN.sub('', text[-ENDS:])}"
    own = _own(text).replace("\n", " . ")
    called = _TAG.sub(" . ", _CALLED.sub(" ", own)) if "@" in own or "<" in own else own
    ways = (called, own) if called != own else (own,)  # “@agent please” is one as well
    return next((found for plain in _some(chain.from_iterable(map(readings, ways))) if (found := _asked(plain))), None)


def _some(texts: Iterable[str]) -> Iterator[str]:
    """As many of them, in order, as are read."""
    left = READ
    for text in texts:
        yield text
        left -= len(text)
        if left <= 0:
            return


#: in one decision, and where a record is read under two settings, the same words come again
_asked_lately: Final = lru_cache(maxsize=64)(ask)


def asks_for_person(text: str) -> str | None:
    found = _asked_lately(text)
    return found.words if found else None


def _own(text: str) -> str:
    """
    What the customer says in words of their own. Not own_words(): who asks for a person is heard in a message that is one
    quotation, after an @, and in what looks like a log ("ERROR: get me a human"); and where something was, nothing may join.
    """
    text = above(text)
    if "`" in text or ">" in text:
        text = _CODE.sub(_SAID, text)
    rest = _QUOTED.sub(_SAID, text)
    return rest if rest == text or any(each.isalpha() for each in rest) else text


def _asked(plain: str) -> Asked | None:
    found = asks.asked(plain)
    if found is None and not plain.isascii():
        found = unspaced.asked(plain)
    return found


def check(reading: Reading) -> Reason | None:
    found = _asked_lately(reading.text) if reading.text else None
    return Reason(Trigger.EXPLICIT, (f"asked: “{found.words}”",), reading.text[:200]) if found else None


def nearly(reading: Reading) -> str | None:
    """Which words name a person or ask for one, and what is missing, where nobody is asked for."""
    text = reading.text[:ENDS]
    if not text or ask(text):
        return None
    said = (part for marks in (_CODE, _QUOTED) for part in marks.findall(text))
    quoted = next((words for part in said if (words := asks_for_person(_MARKS.sub(" ", part)))), None)
    if quoted:
        return f"request for a person: “{quoted}” is quoted or code, and so not the customer's own words"
    plain = normalise(_own(text))
    near = seen(plain) or (unspaced.seen(plain) if not plain.isascii() else None)
    return f"request for a person: {near}" if near else None
