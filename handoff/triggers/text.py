"""
Words as they are meant, for matching only: what was written is stored and shown as it was.

Undoes what hides a word from a search (FAULTS X9): invisible characters, stacked marks, full-width and fancy letters,
letters of other alphabets that look Latin within Latin words. Marks that are vowels (Devanagari, Thai, kana) are kept.
What is less certain (spaced letters, digits for letters, text written backwards) is for disguise.readings().
"""

import re
import unicodedata
from typing import Final

#: characters that are looked at; people write far fewer
LONGEST: Final = 12_000

#: shown as nothing: formats, variation selectors, marks that are no vowels (also Arabic's and Hebrew's), Arabic's tatweel
_UNSEEN: Final = (
    (0xAD, 0xAD), (0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x5BF, 0x5BF), (0x5C1, 0x5C2), (0x5C4, 0x5C5),
    (0x600, 0x605), (0x610, 0x61A), (0x61C, 0x61C), (0x640, 0x640), (0x64B, 0x652), (0x670, 0x670), (0x6D6, 0x6DD),
    (0x6DF, 0x6E4), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x20D0, 0x20FF), (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    (0xD800, 0xDFFF),  # halves of characters, which cannot be encoded
)  # fmt: skip
#: shown as a blank: Hangul's fillers, Braille's empty cell
_BLANK: Final = (0x115F, 0x1160, 0x2800)
#: Latin letters in dress that compatibility does not undo
_DRESSED: Final = {
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True)),
    **{chr(start + n): chr(ord("a") + n) for start in (0x1F150, 0x1F170) for n in range(26)},
    **dict.fromkeys("‘’‛ʼ′", "'"),
}
#: what to make of a character once its compatible form is taken
UNDONE: Final[dict[int, str | None]] = {
    **{code: None for first, last in _UNSEEN for code in range(first, last + 1)},
    **dict.fromkeys(_BLANK, " "),
    **{ord(dressed): letter for dressed, letter in _DRESSED.items()},
}

#: letters of other alphabets that look like Latin ones, by case: a word that has Latin letters too is meant as Latin
_LOOKS: Final = (
    ("аӓеѕіїјһкмнопрстугхцԁԛԝѵьв", "aaesiijhkmhonpctyrxuwqwvbb"),  # Cyrillic
    ("АВЕЅІЇЈКМНОРСТУХҮԌԚԜ", "abesiijkmhopctyxygqw"),
    ("αβγεηικνορτυχω", "abyenikvoptuxw"),  # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"),
    ("օսոհցգզՕՍ", "ounhgqqou"),  # Armenian
    ("ᎪᏴᏟᎠᎬᎻᎥᎫᏦᏞᎷᏁᏢᏒᏚᎢᏙᎳᎽᏃ", "abcdehijklmnprstvwyz"),  # Cherokee
    ("ꓐꓑꓓꓔꓖꓗꓙꓚꓛꓜꓟꓠꓡꓢꓣꓤꓦꓧꓮꓰꓲꓳꓴ", "bpdtgkjcczmnlsrrvhaeiou"),  # Lisu
    ("ɑɡɩɪʋʏ", "agiivy"),  # phonetic
)
LIKE: Final = {ord(looks): letter for these, those in _LOOKS for looks, letter in zip(these, those, strict=True)}

_WORD: Final = re.compile(r"\w+")
_LATIN: Final = re.compile(r"[A-Za-z]")


def normalise(text: str) -> str:
    """Case-folded, without disguises, on single spaces."""
    text = text[:LONGEST]
    if text.isascii():
        return " ".join(text.lower().split())
    kept = unicodedata.normalize("NFKD", text)[: LONGEST * 4].translate(UNDONE)
    plain = kept.lower() if kept.isascii() else unicodedata.normalize("NFC", _WORD.sub(_latin, kept).casefold())
    return " ".join(plain.split())


def _latin(word: re.Match[str]) -> str:
    letters = word.group(0)
    return letters if letters.isascii() or not _LATIN.search(letters) else letters.translate(LIKE)
