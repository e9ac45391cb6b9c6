"""Who nearly asked for a person: whom and what wish the words name, and what is missing. For admins who try something out."""

from typing import Final

from handoff.triggers import asks
from handoff.triggers.asks.words import Reading

#: whom the words name, by how surely, and what may ask for them
_WHOM: Final = ("PH", "L", "sSJ")
_WISHES: Final = ("TtCF", "WGKEV")
#: what takes a request away: its classes, and what they do to it
_TAKES: Final = {
    "N": "declines it",
    "Q": "asks who or what somebody is",
    "Z": "tells of what was",
    "X": "tells of others, or of how something works",
    "M": "makes it somebody of the customer's own",
    "%": "makes it something else",
}


def seen(plain: str) -> str | None:
    """What a normalised text that asks for nobody has of a request for a person, and what is missing; None if nothing is."""
    found = max(asks.read(plain), key=lambda each: each[1].known, default=None)
    if found is None:
        return None
    tongue, reading = found
    whom = _first(plain, reading, _WHOM)
    wish = _first(plain, reading, _WISHES)
    if whom is None:
        return None
    someone = whom[0] == "sSJ"
    taken = _taker(plain, reading)
    if taken and (asks.denied(tongue, reading) or not someone):
        return f"“{whom[1]}” names a person, but {taken}"
    if wish and (not someone or wish[0] == "TtCF"):
        return f"“{whom[1]}” may be a person and “{wish[1]}” a wish, but the one is not said of the other"
    return f"“{whom[1]}” names a person, but nothing asks for one" if whom[0] == "PH" else None


def _first(plain: str, reading: Reading, kinds: tuple[str, ...]) -> tuple[str, str] | None:
    """The first of the kinds that is there, and the first words that are of it."""
    for kind in kinds:
        for n, letter in enumerate(reading.letters):
            if letter in kind:
                return kind, plain[reading.starts[n] : reading.ends[n]]
    return None


def _taker(plain: str, reading: Reading) -> str | None:
    """The first words that take a request away, and how."""
    for n, letter in enumerate(reading.letters):
        if letter in _TAKES:
            return f"“{plain[reading.starts[n] : reading.ends[n]]}” {_TAKES[letter]}"
    return None
