"""What is answered with a fixed line: greetings, thanks, goodbyes, and the question what the assistant is. Pure."""

import re
from typing import Final

from handoff import wording
from handoff.events import Answer
from handoff.triggers.smalltalk import small_talk
from handoff.triggers.text import normalise

_KIND = (
    r"(?:an? |the |ein(?:e)? |un(?:e)? )?(?:(?:real|actual|live|chat|automated|ai|virtual) ?)*"
    r"(?:bot|chatbot|robot|human|person|people|machine|computer|program|ai|assistant|mensch|roboter|robot|humain|humano|persona)"
)
_ARE = r"are you|is this|r u|you are|bist du|sind sie|eres|es usted|es tu|etes vous|tu es|vous etes"
_WHAT: Final = (
    re.compile(rf"(?:{_ARE})(?: just| really)? {_KIND}\b"),
    re.compile(rf"am i (?:talking|speaking|chatting|writing)(?: to| with)? {_KIND}\b"),
    re.compile(r"(?:what|who) are you$|wer (?:bist du|sind sie)$|(?:quien|que) eres$|qui (?:es tu|etes vous)$"),
)
#: words up to which a message is only that question, and not a complaint or another question that mentions a bot
_SHORT: Final = 14


def courtesy(text: str) -> Answer | None:
    """The fixed line that answers all of the text, or None. Several lines are several messages; the last one decides."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    kinds = [small_talk(line) for line in lines]
    if all(kinds):
        return Answer(wording.text(f"small.{kinds[-1]}"), small_talk=True)
    words = re.findall(r"\w+", normalise(text))
    plain = " ".join(words)
    if len(words) <= _SHORT and any(pattern.search(plain) for pattern in _WHAT):
        return Answer(wording.text("small.bot"), small_talk=True)
    return None
