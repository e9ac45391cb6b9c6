"""The customer asks for a person. Always honoured: no setting switches it off."""

import re
from typing import Final

from handoff.model import Reason, Trigger
from handoff.triggers.reading import Reading
from handoff.triggers.text import normalise

_WHO = (
    r"(?:human(?: being| agent)?|(?:real|live|actual) (?:person|human|agent|people)|person|somebody|someone|"
    r"(?:support |customer )?agent|representative|operator|support (?:team|staff)|your team|staff member)"
)
_WANTS = (
    r"(?:talk|speak|chat|connect me|transfer me|put me through|hand me over|get me|give me|i want|i need|"
    r"i(?: a|')?d like|can i (?:get|have)|is there|let me have)"
)
_ASKS: Final = (
    re.compile(rf"\b{_WANTS}\b(?: \w+){{0,3}}? {_WHO}\b"),
    re.compile(rf"^(?:an? |the )?{_WHO}(?:,? (?:please|pls|now|asap))*[.!? ]*$"),
    re.compile(rf"\b{_WHO},? (?:please|pls|now)\b"),
    re.compile(r"\b(?:mensch|mitarbeiter|menschen) (?:sprechen|reden|bitte)\b|\bpersona (?:real|por favor)\b"),
    re.compile(r"\b(?:parler|parle) (?:a|avec) (?:un|une) (?:humain|personne|agent|conseiller)\b"),
    re.compile(r"\bhablar con (?:un|una) (?:humano|persona|agente)\b"),
)
_REFUSES: Final = re.compile(r"\b(?:don'?t|do not|dont|no need|not|never|without|rather than|instead of)\b[^.!?,;]*$")
_ABOUT: Final = re.compile(r"\b(?:are you|is this|am i)\b[^.!?]*$")


def asks_for_person(text: str) -> str | None:
    """The words that ask for a person, normalised; None if nobody asks, or a person is declined."""
    plain = normalise(text)
    for pattern in _ASKS:
        for found in pattern.finditer(plain):
            before = plain[: found.start()]
            if not _REFUSES.search(before) and not _ABOUT.search(before):
                return found.group(0)
    return None


def check(reading: Reading) -> Reason | None:
    words = asks_for_person(reading.text) if reading.text else None
    return Reason(Trigger.EXPLICIT, (f"asked: “{words}”",), reading.text[:200]) if words else None
