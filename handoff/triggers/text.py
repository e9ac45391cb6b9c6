"""
Words as they are meant, for matching only: what was written is stored and shown as it was.

Undoes what hides a word from a search (FAULTS X9): invisible characters, stacked marks, full-width and fancy letters,
Cyrillic and Greek look-alikes within Latin words. Marks that are vowels (Devanagari, Thai, kana) are kept.
"""

import re
import unicodedata
from typing import Final

#: characters that are looked at; people write far fewer
LONGEST: Final = 12_000

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_LIKE: Final = str.maketrans("аеѕіјһорсухԁԛԝѵοαιν", "aesijhopcyxdqwvoaiv")


def normalise(text: str) -> str:
    """Case-folded, without disguises, on single spaces."""
    unfolded = unicodedata.normalize("NFKD", text[:LONGEST])[: LONGEST * 4]
    kept = "".join(c for c in unfolded if not _invisible(c))
    folded = unicodedata.normalize("NFC", kept.casefold()).replace("’", "'")
    return _SPACE.sub(" ", _WORD.sub(_latin, folded)).strip()


def _invisible(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind == "Cf" or "\u0300" <= character <= "\u036f" or "\ufe00" <= character <= "\ufe0f"


def _latin(word: re.Match[str]) -> str:
    letters = word.group(0)
    return letters.translate(_LIKE) if re.search("[a-z]", letters) else letters
