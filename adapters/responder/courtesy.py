"""
What is answered with a fixed line, which is neither a success nor a failure: greetings, thanks, goodbyes, words that only
announce a question, and the question what the assistant is. Pure.
"""

import re
from typing import Final

from adapters.responder import words as terms
from handoff import wording
from handoff.events import Answer
from handoff.triggers.outcomes import says_it_failed
from handoff.triggers.smalltalk import Kind, small_talk
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
#: what announces a question, of words that say nothing of its subject
_OFFERS: Final = re.compile(r"\b(?:question|help|assist|hi|hello|hey|anybody|anyone|someone|somebody|there)\b")
#: the same with words that could be a subject, and in German, French, Spanish, Italian, Portuguese, Dutch
_ANNOUNCES: Final = re.compile(
    r"(?:\w+ ){0,2}?(?:(?:i )?(?:have|ve got|got|had) an?(?:other)? (?:\w+ )?(?:question|problem|issue|request|concern)"
    r"|(?:can|could|would) (?:you|somebody|someone|anybody|anyone) (?:please )?help(?: me| us)?(?: out)?(?: please)?"
    r"|ich (?:habe|hab|hatte) (?:\w+ ){0,2}frage|kann(?:st du| mir jemand)?(?: mir)? (?:bitte )?helfen"
    r"|konn(?:t ihr|en sie) mir (?:bitte )?helfen|j ?ai une (?:petite )?question|(?:pouvez vous|peux tu) m ?aider"
    r"|tengo una (?:pregunta|duda|consulta)|(?:me )?p[uo]e?d(?:es|e|en|eis) (?:ayudarme|ayudar)|ho una domanda"
    r"|(?:mi )?(?:puoi|puo|potete) (?:aiutarmi|aiutare)|tenho uma (?:pergunta|duvida)|(?:voce )?pode(?:m)? me ajudar"
    r"|ik heb een vraag(?:je)?|(?:kun je|kunt u) (?:me |mij )?helpen)"
)
#: words up to which a message is only that question, and not a complaint or another question that mentions a bot
_SHORT: Final = 14


def courtesy(text: str) -> Answer | None:
    """The fixed line that answers all of the text, or None. Several lines are several messages; the last one decides."""
    lines = [line for line in text.splitlines() if line.strip()]
    kinds = [small_talk(line) for line in lines]
    spoken = [kind for kind in kinds if kind is not Kind.NOD]
    if spoken and all(kinds):
        return Answer(wording.text(f"small.{spoken[-1]}"), small_talk=True)
    words = re.findall(r"\w+", normalise(text))
    plain = " ".join(words)
    if len(words) <= _SHORT and any(pattern.search(plain) for pattern in _WHAT):
        return Answer(wording.text("small.bot"), small_talk=True)
    return None


def invitation(text: str, follows: bool) -> Answer | None:
    """
    The fixed line that asks what it is about, if the text does not say so: "I have a question". `follows`: something was
    asked before, to which words such as "and why?" may belong, so only what announces a question is met with it; and who
    says no more than that this was no help is asked to say more.
    """
    text = "\n".join(line for line in text.splitlines() if not small_talk(line))
    if follows and says_it_failed(text) and not terms.asked(text):
        return Answer(wording.text("unhelpful"), small_talk=True)
    plain = " ".join(re.findall(r"\w+", normalise(text)))
    announces = bool(_ANNOUNCES.fullmatch(plain)) or (not terms.asked(text) and (not follows or bool(_OFFERS.search(plain))))
    return Answer(wording.text("small.invite"), small_talk=True) if announces else None
