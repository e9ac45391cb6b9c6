"""
Sentences that promise a person. Only the core may say that somebody will come, once it is decided (FAULTS L4); an AI that
says so has in truth called for one. Pure.

Whoever asks, offers or tells how ("you can ask for a person") promises nothing, nor does what a page says.
"""

import re
from collections.abc import Iterable
from typing import Final

from handoff.triggers.text import normalise

_SENTENCE: Final = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")
#: makes an offer or a way to ask of it, wherever it stands in the sentence
_ASKED: Final = re.compile(r"\b(?:if you|wenn|falls|si vous|si tu|si quieres|si desea|se quiser)\b|[?？]\s*$")
#: … and these, where they stand before the promise
_OFFER: Final = re.compile(
    r"\b(?:if|when|once|can|could|may|might|would|shall|should|want|press|click|tap|type|use|kann|konnen|konnten|mochten|soll"
    r"|souhaitez|pouvez|voulez|puis-je|puedes|puede|quieres|desea|pode)\b"
)
_WHO = (
    r"(?:(?:a|an|the|our|one of our|another|some|your)(?: \w+){0,2} )?(?:(?:human|agent|representative|rep|operator|expert"
    r"|colleague|specialist|advis[oe]r|supervisor|manager|teammate|member|person)s?|people|team|staff|someone|somebody)"
)
_PASSED = (
    r"(?:connect|transferr?|escalat|forward|hand|pass|rout|redirect|patch|notif|alert|inform|contact|ping|flagg?|refer?r"
    r"|bring|brought|put|call|ask|request|summon)(?:ed|e|ing|s|y|ied|ying)?"
)
_COMES = (
    r"(?:join|be (?:with|right|in touch|here)|take (?:it |this )?over|contact|reach out|get (?:back|in touch)|respond|reply"
    r"|help you|assist you|write to you|call you|come|follow up|pick (?:this|it) up|step in)"
)
_CALLED = r"(?:notified|informed|alerted|called|asked|contacted)"
_MATTER = "case|chat|conversation|request|message|question|ticket|matter|issue|concern|details"
_LATELY = "(?: just| now| already| going to| be| been| being| soon| then)*"
_MENSCH = r"\b(?:mensch|mitarbeiter|kolleg|berater|jemand|team|support)\w*"
_HUMAIN = r"\b(?:conseiller|agent|collegue|humain|equipe|personne)\w*"
_HUMANO = r"\b(?:agente|persona|humano|equipo|companer|asesor)\w*"
_PROMISES: Final = tuple(
    re.compile(each)
    for each in (
        rf"\b(?:i|we)(?:'ve| have|'ll| will|'m| am|'re| are|'d)?{_LATELY} {_PASSED}\b.{{0,60}}\b{_WHO}\b",
        rf"\b(?:you|(?:your|the) (?:{_MATTER})|this|it)(?:'re| are|'ve| have|'ll| will|'s| is| has){_LATELY} {_PASSED}\b"
        rf".{{0,40}}\b{_WHO}\b",
        rf"\b(?:connect|transferr|forward|escalat|redirect)ing (?:you|this|your \w+)\b.{{0,30}}\b{_WHO}\b",
        rf"\b{_WHO}(?:'ll| will| is going to| is about to)(?: \w+ly)?{_LATELY} {_COMES}\b",
        rf"\b{_WHO} (?:is|are|has|have|was){_LATELY} (?:on (?:the|their) way|with you|here|join(?:ed|ing)|{_CALLED}"
        r"|taken over)\b",
        rf"\bich (?:habe|werde|verbinde|leite|ubergebe)\b.{{0,60}}{_MENSCH}",
        rf"{_MENSCH}.{{0,30}} (?:(?:wird|werden)\b.{{0,30}} (?:melden|kummern|ubernehmen|helfen|kommen)|meldet sich|ubernimmt"
        r"|kummert sich|ist unterwegs|wurde (?:informiert|verstandigt|gerufen))",
        rf"\bje (?:vous|te) (?:ai|mets|transfere|connecte|passe)\b.{{0,60}}{_HUMAIN}",
        rf"{_HUMAIN} (?:va|vont|vous (?:contactera|repondra|rejoindra|recontactera))\b",
        rf"\b(?:te|le|lo|la|os|les) (?:he|hemos|voy a|estoy|paso|comunico|conecto|transfiero)\b.{{0,60}}{_HUMANO}",
        rf"{_HUMANO} (?:va a|se pondra|[tl]e (?:atendera|contactara))",
    )
)
#: share of a sentence's words that a page must have for the sentence to be the page's
_QUOTED: Final = 0.75


def promised(text: str, passages: Iterable[str]) -> bool:
    """Whether the text says that a person is called, or comes, without that being what a page says."""
    said = [frozenset(re.findall(r"\w+", normalise(passage))) for passage in passages]
    for sentence in map(normalise, _SENTENCE.findall(text)):
        words = frozenset(re.findall(r"\w+", sentence))
        found = next(filter(None, (promise.search(sentence) for promise in _PROMISES)), None)
        if found is None or _ASKED.search(sentence) or _OFFER.search(sentence, 0, found.start()):
            continue
        if not any(len(words & page) >= _QUOTED * len(words) for page in said):
            return True
    return False
