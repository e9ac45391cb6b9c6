"""When a customer is consistently unhappy, and when that is only how it looks."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, DI, DM, NOON, Table

from bot.analysers import analyser
from bot.moods import Moods
from handoff.model import Conversation, Mood, Policy, Reason, Trigger
from handoff.states import State
from handoff.triggers import Reading
from handoff.triggers.complaints import Complaints
from handoff.triggers.languages import language
from handoff.triggers.own import own_words
from handoff.triggers.sentiment import FORGOTTEN, HALF_LIFE, check, latest, weighed


def moods(*scores: float, apart: timedelta = timedelta(0)) -> tuple[Mood, ...]:
    return tuple(Mood(score, f"words {n}", NOON + n * apart) for n, score in enumerate(scores))


def checked(felt: tuple[Mood, ...], policy: Policy | None = None, text: str = "words") -> Reason | None:
    conversation = Conversation(number=1, customer=ANN, place=DM, opened_at=NOON, moods=felt)
    return check(Reading(conversation=conversation, policy=policy or Policy(), text=text))


@pytest.fixture(scope="module")
def judge():
    return analyser().judge


# ---- the rule


@pytest.mark.parametrize(
    ("scores", "fires"),
    [
        ((-0.8,), False),
        ((-0.8, -0.8), False),
        ((-0.8, -0.8, -0.8), True),
        ((-0.4, -0.4, -0.4), True),
        ((-0.4, -0.4, -0.37), False),
        ((-0.8, -0.8, 0.0), False),
        ((-0.8, -0.8, -0.8, 0.5), False),
        ((0.9, 0.9, -0.6, -0.6, -0.6, -0.6), True),
        ((0.9, 0.9, -0.6, -0.6), False),
        ((-0.2, -0.4, -0.8), True),
        ((-0.8, -0.3, -0.1), False),
        ((-0.9,), True),
        ((0.9, 0.9, 0.9, -0.95), True),
        ((-0.95, 0.1), False),
        ((), False),
    ],
)
def test_consistently_unhappy_or_strongly_abusive(scores, fires):
    """B2: one harsh word is no reason; the last few messages are, the latest weighing most; strong abuse counts at once."""
    assert bool(checked(moods(*scores))) == fires


def test_moods_are_read_with_the_customers_words_alone():
    assert checked(moods(-0.8, -0.8, -0.8), text="") is None


def test_the_evidence_is_the_scores_over_time_and_the_words():
    felt = (*moods(-0.5, -0.6), Mood(-0.7, "still waiting", NOON, ("still waiting",)))
    assert checked(felt).evidence == (
        "mood -0.62 over 3 messages, the latest weighing most",
        "-0.50 “words 0”",
        "-0.60 “words 1”",
        "-0.70 “still waiting” (still waiting)",
    )
    assert checked(moods(-0.97)).evidence == ("strong abuse: -0.97 “words 0”",)


@pytest.mark.parametrize(("window", "minimum"), [(0, 0), (1, 1), (-3, -3)])
def test_no_setting_makes_one_harsh_word_a_reason(window, minimum):
    assert checked(moods(-0.8), Policy(sentiment_window=window, sentiment_minimum=minimum)) is None


def test_anger_passes_with_time():
    """An hour apart three bad messages count; what was said the day before does not, and hours make it weigh less."""
    bad = (-0.6, -0.6, -0.6)
    assert checked(moods(*bad, apart=timedelta(hours=1)))
    assert checked(moods(*bad, apart=FORGOTTEN)) is None
    assert checked(moods(*bad, apart=timedelta(hours=13))) is None
    old, new = Mood(-1.0, "", NOON), Mood(-0.2, "", NOON + HALF_LIFE)
    assert weighed((old, new)) > weighed((Mood(-1.0, "", NOON + HALF_LIFE), new))


def test_a_mood_of_a_time_when_times_were_not_kept_still_counts():
    assert checked(tuple(Mood(-0.6, "words") for _ in range(3)))


@given(st.lists(st.floats(-0.89, 1), max_size=8), st.integers(2, 20), st.integers(2, 20), st.floats(-1, 0), st.integers(0, 12))
def test_what_never_holds_never_fires(scores, window, minimum, threshold, hours):
    """Never below the minimum, never on a message that is not unhappy itself, never above the threshold."""
    felt = moods(*scores, apart=timedelta(hours=hours))
    policy = Policy(sentiment_window=window, sentiment_minimum=minimum, sentiment_threshold=threshold)
    if checked(felt, policy):
        recent = latest(felt, window)
        assert (len(recent) >= minimum, felt[-1].score < 0) == (True, True)
        assert min(mood.score for mood in recent) <= threshold + 0.005


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=20), st.integers(0, 30))
def test_a_weighed_mood_lies_between_the_moods(scores, hours):
    found = weighed(moods(*scores, apart=timedelta(hours=hours)))
    assert min(scores) - 1e-9 <= found <= max(scores) + 1e-9


# ---- what a message says

UNHAPPY = [
    "I have been waiting for two weeks and nobody answers my emails",
    "This is the third time I'm asking. Is anyone there???",
    "Still no refund. You promised it would be here on Monday.",
    "thanks for nothing",
    "Great job losing my parcel",
    "you keep sending me the same canned response",
    "that is not what I asked, did you read my message?",
    "Charged twice again and your support hung up on me",
    "UNACCEPTABLE. I WANT MY MONEY BACK",
    "I'm done with you, closing my account",
    "worst customer service I have ever seen",
    "the app keeps crashing and I've wasted an hour on hold",
    "not happy with this at all",
    "#terribleservice",
    "two hours late and not even an apology 😡",
    ":rage: still broken",
    "I was told it would be fixed yesterday, what happened to that?",
]
CALM = [
    "Hello, how do I change my delivery address?",
    "No thanks, that's all. Have a nice day!",
    "Could you book a table for four at 7 pm, please?",
    "I need to cancel a reservation, is that possible until tomorrow?",
    "Is there a fee for late check-out?",
    "No problem, thank you for the quick reply :)",
    "not bad at all",
    "That horror film was terrible",
    "Do you have something cheaper for 3 nights?",
    "what time does the shop close on Saturdays",
    "no, I want the one for two people",
    "My order number is 4471",
    "I had an issue with the login but it works now, thanks",
    "👍",
]


@pytest.mark.parametrize("text", UNHAPPY)
def test_unhappy_words(judge, text):
    assert -0.9 < judge(text).score <= -0.3


@pytest.mark.parametrize("text", CALM)
def test_calm_words(judge, text):
    assert judge(text).score >= -0.1


@pytest.mark.parametrize("text", ["fuck you", "You are a bunch of idiots, go to hell", "YOU STUPID ASSHOLES"])
def test_abuse_counts_at_once(judge, text):
    assert judge(text).score <= Policy().sentiment_abuse


@pytest.mark.parametrize(
    "text", ["this is fucking useless", "what the hell, worst service ever, I hate this, disgusting, pathetic"]
)
def test_strong_words_about_a_thing_are_no_abuse(judge, text):
    assert Policy().sentiment_abuse < judge(text).score <= -0.6


def test_what_decided_is_named_the_strongest_first(judge):
    assert judge("Still waiting, and this is unacceptable").words == ("unacceptable", "still waiting")
    assert judge("Thank you!").words == ()


def test_denied_praise_is_a_complaint_and_a_denied_complaint_hardly_any(judge):
    assert judge("this is not a great service").score < judge("this is a great service").score
    assert judge("this was not terrible").score > judge("this was terrible").score + 0.4


@pytest.mark.parametrize(
    "text", ["ＳＴＩＬＬ ＷＡＩＴＩＮＧ", "stіll wаiting", "st\u200bill waiting", "still\n waiting", "STILL WAITING"]
)
def test_disguises_change_nothing(judge, text):
    assert judge(text).words == ("still waiting",)


@pytest.mark.parametrize("text", ["", "   ", "```still waiting, terrible```", "> this is terrible", "123"])
def test_where_there_is_nothing_to_judge_by(judge, text):
    assert judge(text).score == pytest.approx(0.0, abs=0.2)
    assert judge(text).words == ()


def test_a_table_that_is_wrong_is_refused():
    for table in ("terrible", "1.0: bad\nworse", "  bad"):
        with pytest.raises(ValueError, match="neither a weight"):
            Complaints(table, "en")


def test_no_phrase_stands_twice_in_the_table():
    """The first would win, and the other weight would be a riddle."""
    from importlib.resources import files

    from handoff.triggers.complaints import _rows, _words

    seen: dict[tuple[str, ...], str] = {}
    for phrase, weight, _ in _rows(files("handoff.triggers").joinpath("complaints.en.txt").read_text("utf-8")):
        words = (weight, phrase) if weight in ("not", "number") else tuple(_words(phrase, frozenset()))
        assert seen.setdefault(words, weight) == weight, phrase


@given(st.text(max_size=400))
def test_any_text_has_a_mood_in_range(text):
    score = MOODS(text).score
    assert score is None or -1 <= score <= 1


MOODS = analyser().judge


@pytest.mark.parametrize(
    "text",
    [
        "this is terrible " * 60_000,
        "a" * 1_000_000,
        '"' * 200_000,
        "`" * 200_000,
        "<@" * 200_000,
        "on " * 200_000,
        "#" * 500_000,
        "?!" * 300_000,
        "😡" * 200_000,
        "at x(\n" * 100_000,
        "not " * 200_000,
        "{[" * 200_000,
    ],
    ids=lambda text: text[:4],
)
def test_long_texts_take_no_time(judge, text):
    """Bounded whatever the text: no pattern may run away."""
    import time

    began = time.process_time()
    judge(text)
    assert time.process_time() - began < 0.5


# ---- whose words


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> this is terrible\nwhat does that mean?", "what does that mean?"),
        ('it says "fatal error, disk failure" when I log in', "it says   when I log in"),
        ("what is `ERROR 500 failed`?", "what is  ?"),
        ("I see this:\n```\nfailed failed\n```\nany idea?", "I see this:\n \nany idea?"),
        ("look:\n```\nTraceback", "look:\n "),
        (
            'It ends with\nTraceback (most recent call last):\n  File "a.py", line 3, in <module>\n'
            "    fail()\nValueError: broken\nhelp",
            "It ends with\nhelp",
        ),
        ("java.lang.NullPointerException: failed\n\tat com.shop.Cart.pay(Cart.java:12)\nwhy?", "why?"),
        ("2024-05-01 12:00:01 ERROR payment failed\nwhat now", "what now"),
        ("[ERROR] db: connection refused\nhm", "hm"),
        ("Jan  3 10:00:01 host app: crash\nhm", "hm"),
        ("my words\nOn Monday, Ann wrote:\n> awful\nterrible", "my words\n"),
        ("my words\n-----Original Message-----\nterrible", "my words\n"),
        ("It says java.io.IOException: terrible failure\nany idea?", "It says  \nany idea?"),
        ('a 5" screen and a 7" screen', "a 5  screen"),
        ("<@U123> see https://shop.test/fail", "  see  "),
        ("I got an error: it failed", "I got an error: it failed"),
        ("at home (again) nothing works", "at home (again) nothing works"),
    ],
)
def test_quotes_code_and_logs_are_not_the_customers_own_words(text, own):
    assert own_words(text) == own


def test_a_log_is_not_an_angry_customer(judge):
    log = "\n".join(["2024-05-01 12:00:01 ERROR terrible failure, cannot connect, refused, broken, lost"] * 5)
    assert judge(f"I get this, any idea?\n{log}").score > 0
    assert judge("cannot connect, refused, broken, and nobody answers").score < -0.3


# ---- languages


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("This is not what I ordered", "en"),
        ("Das ist nicht was ich bestellt habe", "de"),
        ("Je ne suis pas content de votre service", "fr"),
        ("Esto no es lo que pedí y sigo esperando", "es"),
        ("Isso não é o que eu pedi", "pt"),
        ("Non è quello che ho ordinato", "it"),
        ("Dit is niet wat ik heb besteld", "nl"),
        ("To nie jest to co zamówiłem", "pl"),
        ("Bu benim siparişim değil", "tr"),
        ("Det är inte vad jag beställde", "sv"),
        ("Я жду уже неделю", "ru"),
        ("هذا ليس ما طلبته", "ar"),
        ("यह मैंने नहीं मांगा", "hi"),
        ("这不是我订的", "zh"),
        ("これは注文したものではありません", "ja"),
        ("이건 제가 주문한 게 아니에요", "ko"),
        ("refund", "en"),
        ("ok", "en"),
        ("12345", ""),
        ("", ""),
        ("😡😡", ""),
        ("I want the Straße fixed, die app is broken", "en"),
    ],
)
def test_the_language(text, tongue):
    assert language(text) == tongue


@pytest.mark.parametrize(
    "text", ["Das ist nicht gut und ich bin die Katastrophe leid", "Это ужасно", "C'est nul et je ne suis pas content"]
)
def test_a_language_without_an_analyser_is_not_guessed_at(judge, text):
    assert (judge(text).score, judge(text).words) == (None, ())
    assert judge(text).language in ("de", "ru", "fr")


def test_what_cannot_be_judged_leaves_no_mood():
    """It neither calls a person nor counts as a calm word in between."""
    table = Table()
    for words in ("-0.5", "нет (unknown)", "-0.6", "нет (unknown)"):
        table.speak(f"bad {words}")
    assert [mood.score for mood in table.c().moods] == [-0.5, -0.6]
    assert table.c().state is State.AI
    table.speak("bad -0.6")
    assert table.c().reason.trigger is Trigger.SENTIMENT


def test_an_admin_is_told_that_a_language_is_not_judged():
    table = Table()
    table.command("/keywords test", DI, text="нет (unknown)")
    assert "No mood: there is no analyser for this language (xx)." in table.whisper


# ---- conversations, as they are written


def fires_at(texts: list[str]) -> int | None:
    """The message at which the defaults call the team, from 1."""
    felt: tuple[Mood, ...] = ()
    for n, text in enumerate(texts, 1):
        judged = MOODS(text)
        felt = (*felt, Mood(judged.score or 0.0, text, NOON))
        if checked(felt, text=text):
            return n
    return None


@pytest.mark.parametrize(
    ("texts", "at"),
    [
        (
            [
                "My internet has been down since Tuesday",
                "I was told somebody would call me back. Nobody called.",
                "This is ridiculous, how much longer do I have to wait?",
            ],
            3,
        ),
        (
            [
                "Hi, where is my parcel?",
                "It should have been here last week",
                "still nothing, and the tracking is not updated",
                "you told me that yesterday. I want a refund",
            ],
            3,
        ),
        (["Where is my order?", "ok", "thanks, great"], None),
        (["Hi", "I need a hotel for 3 nights", "No, not that one", "no, something cheaper", "No thanks"], None),
        (["This is terrible!", "oh wait, it works now, sorry", "thanks a lot"], None),
        (["hello", "go to hell, you idiots"], 2),
    ],
)
def test_a_conversation(texts, at):
    assert fires_at(texts) == at


def test_small_requests_in_any_order_never_call_the_team():
    calm = [text for text in CALM if "film" not in text]
    pick = Random(7)
    assert all(fires_at([pick.choice(calm) for _ in range(12)]) is None for _ in range(100))


def conversations(name: str, sign: str) -> list[list[str]]:
    blocks = (Path(__file__).parents[1] / "data" / name).read_text(encoding="utf-8").split("\n\n")
    return [[line[2:] for line in block.splitlines()] for block in blocks if block.startswith(sign)]


@pytest.mark.parametrize(("name", "share"), [("threads.txt", 0.75), ("threads_of_a_stranger.txt", 0.55)])
def test_conversations_of_the_unhappy_are_handed_off_and_ordinary_ones_are_not(name, share):
    """
    At the settings from the start: complaints from many trades, and everyday tasks. Of those that a stranger wrote to be
    hard, many tell what happened without a word of displeasure.
    """
    unhappy, ordinary = conversations(name, "+"), conversations(name, "-")
    heard = Moods(analyser())

    def fires(lines: list[str]) -> bool:
        return any(heard.read(lines[0], "user", line)["trigger"] for line in lines)

    assert sum(map(fires, unhappy)) >= share * len(unhappy)
    assert [lines for lines in ordinary if fires(lines)] == []
