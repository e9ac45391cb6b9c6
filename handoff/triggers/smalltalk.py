"""Bare greetings, thanks and goodbyes: words that need no answer from the knowledge."""

import re
from enum import StrEnum
from typing import Final

from handoff.triggers.text import normalise


class Kind(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"
    BYE = "bye"


_WORDS: Final = {
    Kind.GREETING: "hi hello hey hallo hola bonjour ciao moin howdy greetings good morning afternoon evening there all",
    Kind.THANKS: "thanks thank you thx ty cheers danke merci gracias grazie very much so a lot great perfect ok okay",
    Kind.BYE: "bye goodbye see you later tschuss adios au revoir have nice good day",
}
_LEADS: Final = {
    Kind.GREETING: {"hi", "hello", "hey", "hallo", "hola", "bonjour", "ciao", "moin", "howdy", "greetings", "good"},
    Kind.THANKS: {"thanks", "thank", "thx", "ty", "cheers", "danke", "merci", "gracias", "grazie"},
    Kind.BYE: {"bye", "goodbye", "tschuss", "adios", "later"},
}


def small_talk(text: str) -> Kind | None:
    """The kind of small talk that is all the text says, or None."""
    words = re.findall(r"\w+", normalise(text))
    if not words or len(words) > 6:
        return None
    for kind in (Kind.THANKS, Kind.BYE, Kind.GREETING):
        if set(words) <= set(_WORDS[kind].split()) and set(words) & _LEADS[kind]:
            return kind
    return None
