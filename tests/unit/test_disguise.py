"""X9: disguises of a phrase are undone, and what only looks like one is let be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.triggers.disguise import readings
from handoff.triggers.keywords import find
from handoff.triggers.text import LONGEST, normalise

PHRASE = "cancel my account"


def letters(first: int) -> str:
    """The phrase in an alphabet whose a is `first`."""
    return "".join(chr(first + ord(c) - ord("a")) if c.isalpha() else c for c in PHRASE)


def each(mark: str) -> str:
    return "".join(c + mark for c in PHRASE)


DISGUISED = {
    "capitals": PHRASE.upper(),
    "tabs and lines": "cancel\tmy\n\naccount",
    "no-break spaces": "cancel\u00a0my\u202faccount",
    "thin spaces": "cancel\u2009my\u200aaccount",
    "ideographic spaces": "cancel\u3000my\u3000account",
    "zero-width spaces in words": "c\u200ba\u200bn\u200bc\u200be\u200bl my account",
    "zero-width spaces for spaces": "cancel\u200bmy\u200baccount",
    "joiners": "can\u200dcel my acc\u200count",
    "soft hyphens": "can\u00adcel my ac\u00adcount",
    "word joiners": "can\u2060cel my account",
    "byte order marks": "can\ufeffcel my account",
    "grapheme joiners": "can\u034fcel my account",
    "mongolian separators": "can\u180ecel my account",
    "direction marks": "can\u200ecel \u2066my\u2069 account",
    "variation selectors": "c\ufe0fancel my acc\U000e0101ount",
    "tag characters": "can\U000e0063cel my account",
    "hangul fillers for spaces": "cancel\u3164my\u3164account",
    "hangul fillers in words": "can\u3164cel my account",
    "braille blanks": "cancel\u2800my\u2800account",
    "written backwards": "\u202e" + PHRASE[::-1],
    "backwards in part": "\u202elecnac\u202c my account",
    "an override in the middle": "cancel\u202e my account",
    "upside down": "ʇunoɔɔɐ ʎɯ ןǝɔuɐɔ",
    "spaced": " ".join(PHRASE),
    "spaced without word limits": "c a n c e l m y a c c o u n t",
    "one word spaced": "c a n c e l my account",
    "dotted": "c.a.n.c.e.l my account",
    "dotted and spaced": "c. a. n. c. e. l my account",
    "hyphenated": "c-a-n-c-e-l m-y a-c-c-o-u-n-t",
    "starred": "c*a*n*c*e*l my account",
    "underscored": "c_a_n_c_e_l my account",
    "slashed": "c/a/n/c/e/l my a/c/c/o/u/n/t",
    "middle dots": "c·a·n·c·e·l my account",
    "digits for letters": "c4nc3l my 4cc0unt",
    "signs for letters": "c@ncel my @ccount",
    "a 1 for an l": "cance1 my account",
    "accents": "çáñcèl mÿ àccôùñt",
    "umlauts": "cäncel my äccöunt",
    "strokes": "cancel my accøunt",
    "full width": "ｃａｎｃｅｌ　ｍｙ　ａｃｃｏｕｎｔ",
    "superscript": "ᶜᵃⁿᶜᵉˡ ᵐʸ ᵃᶜᶜᵒᵘⁿᵗ",
    "small capitals": "ᴄᴀɴᴄᴇʟ ᴍʏ ᴀᴄᴄᴏᴜɴᴛ",
    "in brackets": letters(0x249C),
    "in circles": letters(0x24D0),
    "in black circles": letters(0x1F150),
    "in squares": letters(0x1F130),
    "in black squares": letters(0x1F170),
    "as flags": "🇨\u200b🇦\u200b🇳\u200b🇨\u200b🇪\u200b🇱 🇲\u200b🇾 🇦\u200b🇨\u200b🇨\u200b🇴\u200b🇺\u200b🇳\u200b🇹",
    "bold": letters(0x1D41A),
    "bold italic": letters(0x1D482),
    "script": letters(0x1D4EA),
    "fraktur": letters(0x1D586),
    "double-struck": letters(0x1D552),
    "sans-serif": letters(0x1D5BA),
    "monospace": letters(0x1D68A),
    "struck through": each("\u0336"),
    "underlined": each("\u0332"),
    "slashed through": each("\u0338"),
    "stacked marks": each("\u0313\u034a\u0489"),
    "enclosing marks": each("\u20dd"),
    "Cyrillic letters": "cаnсеl my ассоunt",
    "Cyrillic capitals": "САNСЕL МY АССОUNT",
    "a word all in Cyrillic": "саncel my account, or all of it: сору",
    "Greek letters": "cαncεl my αccουnt",
    "Greek capitals": "CΑΝCΕL ΜΥ ΑCCΟUΝΤ",
    "Armenian letters": "caոcel my accouոt",
    "Cherokee letters": "ᏟᎪNᏟᎬᏞ MY ᎪᏟᏟOUNᎢ",
    "Lisu letters": "ꓚancel my account",
    "Roman numerals": "ⅽanⅽel my aⅽⅽount",
    "several at once": "ⓒаn\u200bc3l ｍｙ аccount",
}
#: (phrase, text): what a search that goes too far would find
INNOCENT = [
    ("human", "humanity, humane, inhuman, posthumanism"),
    ("agent", "reagents and agentic work"),
    ("refund", "prefunded, refundable"),
    (PHRASE, "cancellation of my account"),
    (PHRASE, "uncancel my account"),
    (PHRASE, "cancel my accounts"),
    (PHRASE, "cancel, my account"),
    (PHRASE, "cancel. My account is fine"),
    (PHRASE, "cancelmy account"),
    (PHRASE, "can cel my account"),
    (PHRASE, "my account: cancel"),
    (PHRASE, "I canceled my accountant"),
    ("the rapist", "I am a therapist"),
    ("ass", "p a s s w o r d"),
    ("ass", "class, assess, embarrassing"),
    ("copy", "мусор и сор у дома"),
    ("cop", "убери сор"),
    ("paka", "рука и рака"),
    ("хам", "xam is a module"),
    ("us", "🇺🇸 🇩🇪"),
    ("it", "🇮🇹 in summer"),
    ("sos", "version 5.0.5"),
    ("lot", "10 t of sand"),
    ("boss", "8055"),
    ("egg", "3 gb and 3 g"),
    ("abc", "vitamins a, b and c"),
    ("sue", "issue"),
    ("解約", "理解する約束"),
    ("해지", "뚜렷해지다"),
    ("रद्द", "रद्दी कागज़"),
    ("отмена", "отменами"),
    ("ano", "anotar"),
    ("nuncio", "un anuncio"),
    ("lecnac", "cancel"),
]


@pytest.mark.parametrize("how", DISGUISED)
def test_disguises_are_undone(how):
    assert find((PHRASE,), DISGUISED[how]) == (PHRASE,)
    assert find(("good morning", PHRASE), f"Hey, {DISGUISED[how]} please!") == (PHRASE,)


@pytest.mark.parametrize(("phrase", "text"), INNOCENT)
def test_what_only_looks_like_it_is_let_be(phrase, text):
    assert find((phrase,), text) == ()
    assert find((phrase,), f"Hello! {text}, thanks.") == ()


@pytest.mark.parametrize("text", ["Hello, where is my parcel?", "It was $5 less, I think.", "Ich möchte gehen", "привет всем"])
def test_ordinary_words_have_one_reading(text):
    assert readings(text) == (normalise(text),)


@given(st.text(max_size=300))
def test_readings_are_few_short_and_begin_with_the_plain_one(text):
    found = readings(text)
    assert found[0] == normalise(text)
    assert len(found) <= 30
    assert all(len(one) <= LONGEST * 4 for one in found)
    assert all(one.encode() for one in found if one)


@pytest.mark.parametrize("part", ["a ", "a.", "\u202ea", "1a", "🇦", "ɐ", "\ufdfa", "a\u0336", "\u200b", "_a", "@"])
def test_a_text_made_to_be_slow_is_read_in_linear_time(part):
    """As much of it as is read at all: what takes longer than it should would take minutes here."""
    assert readings(part * LONGEST)
