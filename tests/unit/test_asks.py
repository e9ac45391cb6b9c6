"""Who asks for a person in fifteen languages: how many are heard, how many innocents are; mistyped, mixed, disguised."""

import random
import time
import timeit
from pathlib import Path

import pytest

from handoff.triggers.asks import LIKELY, SURE, TONGUES
from handoff.triggers.asks.typos import Typos
from handoff.triggers.asks.words import CLASSES, fold, tokens
from handoff.triggers.explicit import ask, asks_for_person

CORPUS = Path(__file__).parents[1] / "data" / "asks"


def rows(language: str, sign: str) -> list[str]:
    lines = (CORPUS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line[2:].replace("\\n", "\n") for line in lines if line.startswith(sign)]


@pytest.mark.parametrize("language", sorted(path.stem for path in CORPUS.glob("*.txt")))
def test_most_who_ask_are_heard_and_hardly_anybody_else(language):
    """Of our own sentences (tests/data/asks): slang, typos, refusals, other people, other meanings, quoted text and code."""
    asking, others = rows(language, "+"), rows(language, "-")
    missed = [text for text in asking if not asks_for_person(text)]
    false = [text for text in others if asks_for_person(text)]
    assert len(missed) <= 0.05 * len(asking), missed
    assert len(false) <= 0.03 * len(others), false


PLAIN = "talk to a human"
DISGUISES = [
    PLAIN.upper(),
    *(mark.join(PLAIN) for mark in "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u200e"),
    *("".join(letter + mark for letter in PLAIN) for mark in ("\u0336", "\u0301", "\u0332", "\ufe0e", "\u20e3")),
    "".join(chr(ord(letter) + 0xFEE0) if letter > " " else "\u3000" for letter in PLAIN),  # full width
    *(
        "".join(chr(first + ord(letter) - ord("a")) if letter.isalpha() else letter for letter in PLAIN)
        for first in (
            0x1D41A,
            0x1D44E - 0 + 0x1A,
            0x1D482,
            0x1D4EA,
            0x1D51E,
            0x1D552,
            0x1D586,
            0x1D5BA,
            0x1D5EE,
            0x1D622,
            0x1D656,
            0x1D68A,
        )
    ),
    *("".join(chr(first + ord(letter) - ord("a")) if letter.isalpha() else letter for letter in PLAIN) for first in (0x24D0,)),
    "tаlk to а humаn",
    "talk tо a human",
    "talk to a hυman",
    "tаlk tо а humаn",
    "talk to a hum\u0430n",
    "ta1k to a human",
    "talk t0 a hum4n",
    "t4lk to a human",
    "talk to a hum@n",
    "t a l k to a h u m a n",
    "t.a.l.k to a h.u.m.a.n",
    "t-a-l-k to a h-u-m-a-n",
    "talk to a h_u_m_a_n",
    "talk to a h*u*m*a*n",
    "talk to a h.u.m.a.n",
    "talk to a hu\u00admian".replace("i", ""),
    "talk\u00a0to\u2003a\u2009human",
    "talk\tto\na human",
    "talk   to    a     human",
    "\u202enamuh a ot klat\u202c",
    "tálk tó á hümän",
    "talk to a hůman",
    "TaLk To A hUmAn",
    "talk to a human\u2069",
    "\U000e0020talk to a human",
    "talk to a humna",
    "tlak to a human",
    "talk to a huuman",
    "taalk to a human",
    "talk to a hunan",
    "talk to an aegnt",
    "talk to a representitive",
    "tal to a human",
    "tallk to an agnet",
    "speak to a supervisr",
    "connct me to an agent",
    "conect me to an operater",
    "talk to a hu​man",
    "ᴛᴀʟᴋ ᴛᴏ ᴀ ʜᴜᴍᴀɴ",
    "🅃🄰🄻🄺 to a 🄷🅄🄼🄰🄽",
    "ⓣⓐⓛⓚ ⓣⓞ ⓐ ⓗⓤⓜⓐⓝ",
    "хoчу пoгoвopить с oпepaтopoм",
    "п0зови челoвeка",
    "taaaaalk toooo a humaaaan pleeeease",
]


def test_disguises_hide_no_request():
    """FAULTS X9: of sixty spellings at least 95 of 100 are read as they are meant."""
    assert len(DISGUISES) >= 60
    missed = [text for text in DISGUISES if not asks_for_person(text)]
    assert len(missed) <= 0.05 * len(DISGUISES), missed


@pytest.mark.parametrize(
    "text",
    [
        *("humanity", "humane society", "the humanities", "talk to a Hume expert?", "h u m", "an urgent matter", "agentic ai"),
        *("a g e s", "reagent", "operation manual", "cooperator", "personal data", "in person", "supervision", "H1 agenda"),
        *("регент", "операция", "человечность", "personaje", "humanidad", "agenda", "Personalausweis", "menselijkheid"),
        *(
            "人工知能",
            "個人情報",
            "人口",
            "客户",
            "사람들",
            "talkative humanist",
            "1337 h4x0r",
            "t.a.l.k.",
            "walk to a hunan restaurant",
        ),
    ],
)
def test_what_only_looks_alike_asks_for_nobody(text):
    assert asks_for_person(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "quiero hablar con un human agent",
        "mujhe customer support se baat karni hai please",
        "je veux un human agent",
        "ich will mit dem operator sprechen please",
    ],
)
def test_languages_may_be_mixed(text):
    assert asks_for_person(text)


@pytest.mark.parametrize(
    "text", ["humaaaaan pleeeease", "heeeelp, I neeeed an ageeeent", "хoчу пoгoвopить с oпepaтopoм", "п0зовите опеpатoра"]
)
def test_words_may_be_drawn_out_and_cyrillic_ones_have_latin_letters(text):
    assert asks_for_person(text)


@pytest.mark.parametrize(
    ("asking", "declining"),
    [
        ("nobody answers my emails I want to talk to someone", "nobody said I want to talk to someone"),
        ("if this doesn't work I want to speak to a manager", "it doesn't mean I want to speak to a manager"),
        ("it says no and I want to talk to an agent", "it says talk to an agent"),
        ("refund - human", "refund - human resources"),
    ],
)
def test_a_wish_begins_anew_where_people_set_no_mark(asking, declining):
    assert asks_for_person(asking)
    assert asks_for_person(declining) is None


def test_who_must_be_one_of_us_is_surer_than_who_may_be_somebody_else():
    assert ask("let me talk to an agent").score == SURE > ask("let me talk to someone").score == LIKELY


def test_a_message_that_is_one_quotation_is_said_and_code_never():
    assert asks_for_person('"I want to talk to a human"')
    assert asks_for_person("the bot wrote “talk to a human”, so: connect me to an agent")
    assert asks_for_person("```\ntalk to a human\n```") is None
    assert asks_for_person("> talk to a human\nwhat does this line mean") is None


@pytest.mark.parametrize("tongue", TONGUES, ids=lambda tongue: tongue.name)
def test_every_language_has_the_words_without_which_nobody_is_heard(tongue):
    classes = {*tongue.exact.values(), *tongue.stems.values(), *(kind for each in tongue.phrases.values() for _, kind in each)}
    assert {CLASSES[kind] for kind in ("talk", "agent", "human", "denied", "bot")} <= classes | {CLASSES["human"]}
    assert all(fold(word) == word for word in tongue.exact)


def test_a_typo_is_one_letter_and_in_a_long_word_two():
    typos = Typos(["agent", "representative"])
    assert [typos.meant(word) for word in ("agnet", "agennt", "gent", "aget", "representatve", "reprsentativ")] == [
        *("agent", "agent", "agent", "agent"),
        *("representative", "representative"),
    ]
    assert [typos.meant(word) for word in ("urgent", "agreement", "ag3nt", "a")] == [None, None, None, None]


def test_what_a_mail_answers_and_a_signature_are_not_said():
    mail = "Thanks, that is all.\n\nOn Monday, the shop wrote:\nReply “agent” to talk to a human.\nTalk to an agent"
    assert asks_for_person(mail) is None
    assert asks_for_person("All good.\n-- \nAnn, human resources, please call an agent") is None
    assert asks_for_person("ERROR: get me a human")


def test_in_a_long_message_the_beginning_and_the_end_are_read():
    story = "and then nothing happened for days " * 400
    assert asks_for_person(f"I want to talk to a human. {story}")
    assert asks_for_person(f"{story}. So let me talk to an agent!")


def test_words_know_where_they_stand():
    plain = "don't let agent.py talk, मुझे बात करनी है"
    assert all(fold(plain[start:end]) == word for word, start, end in tokens(plain))
    assert [word for word, _, _ in tokens(plain)][:4] == ["don't", "let", "agent.py", "talk"]


def test_time_grows_no_faster_than_the_text():
    """FAULTS X8: twice the text takes about twice the time, whatever it is made of."""
    chance = random.Random(7)
    pieces = [
        "talk ",
        "to ",
        "a ",
        "human ",
        "not ",
        "i want ",
        "real ",
        "customer ",
        "help ",
        "'",
        '"',
        "> ",
        "`",
        "人",
        "と",
        "상담",
        ".",
    ]
    for _ in range(12):
        part = "".join(chance.choice(pieces) for _ in range(6))
        texts = (part * 60, part * 240)
        given = {"number": 1, "repeat": 3, "timer": time.thread_time}
        short, long = (min(timeit.repeat(lambda text=text: ask(text), **given)) for text in texts)
        assert long < 16 * short + 0.02, part
