"""What is manners, and what asks something."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.triggers.smalltalk import Kind, small_talk

GREETINGS = [
    *("hi", "Hello", "hey guys", "hi folks", "Hi all", "hello everyone!", "Good morning team", "good morning all!", "hello?"),
    *("hello there", "Hi Bo", "hey @bo.smith", "Hello support team", "hi\nhello", "good evening everybody", "hello " * 7),
    *("Hallo zusammen", "Guten Morgen!", "Bonjour à tous", "hola a todos", "Ciao a tutti", "Olá pessoal", "Goedemorgen"),
    *("こんにちは", "你好！", "привет всем", "नमस्ते"),
]
THANKS = [
    *("thanks", "Thanks Bo!", "Thanks, Bo", "THANKS BO", "Thank you so much Bo", "thank you very much for your help"),
    *("thanks everyone", "thx all", "ok thx", "ok thanks", "okay great, thanks a lot", "Perfect, thank you!", "thanks 👍"),
    *(
        "Thanks @bo.smith",
        "Thank you Anna-Lena",
        "no thanks",
        "that's all, thanks",
        "many thanks in advance",
        "Thank you again!",
    ),
    *("Thank you, Bo. Have a great day!", "hello and thanks", "cheers mate", "much appreciated", ":wave: thanks :smile:"),
    *(
        "Danke",
        "Vielen Dank euch allen",
        "super, danke!",
        "danke schön Anna",
        "Merci beaucoup",
        "muchas gracias",
        "Grazie mille",
    ),
    *("muito obrigada", "dank je wel", "ありがとうございます！", "谢谢", "Спасибо", "شكرا"),
]
BYES = ["bye", "Goodbye Bo", "see you later", "have a nice day!", "ok bye", "Tschüss", "au revoir", "hasta luego", "tot ziens"]
NODS = [
    *(
        "ok",
        "OK!",
        "k",
        "okay great",
        "Perfect.",
        "got it",
        "cool",
        "lol",
        "+1",
        "same",
        "same here",
        "me too",
        "ok 👍",
        "good",
    ),
    *(
        "it works now",
        "that helped",
        "makes sense",
        "no worries",
        "never mind",
        "hm",
        "haha",
        "ah ok",
        "great job @bo",
        "oh, nice!",
    ),
    *("👍", "👍🏽🎉", "❤️", "…", "...", "!", ":+1:", ":white_check_mark:", "<:party:123456789>", "😡"),
    *("alles klar", "d'accord", "Vale, perfecto", "va bene", "beleza", "oké prima", "了解です", "好的", "хорошо"),
]
SOMETHING = [
    *("", "   ", "?", "???", "ok?", "👍?", "❓", "yes", "no", "sure", "done", "4711", "all", "everyone", "again", "@bo"),
    *("hi, where is my parcel?", "hi all, how do I return a wheel?", "Thanks Bo, and how long does delivery take?"),
    *(
        "thanks for nothing",
        "ok cancel my account",
        "ok, where is it",
        "great, but my lamp flickers",
        "Perfect Wheel",
        "Ok Google",
    ),
    *("hello REFUND please now", "HELLO REFUND PLEASE", "Hi Refund?", "Thanks Bo Anna Cy Di", "good wheel", "cool story", "-1"),
    *("Hallo zusammen, wo ist mein Paket", "merci de me rappeler", "gracias pero no funciona", "ok " * 15),
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, Kind.GREETING) for text in GREETINGS),
        *((text, Kind.THANKS) for text in THANKS),
        *((text, Kind.BYE) for text in BYES),
        *((text, Kind.NOD) for text in NODS),
        *((text, None) for text in SOMETHING),
    ],
)
def test_small_talk(text, kind):
    """All that the text says, in a few words with a name at most; anything more, and what may be an answer, is none."""
    assert small_talk(text) == kind


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert small_talk(text) in (*Kind, None)


@pytest.mark.parametrize("part", ["ok ", "@", "@a", "thank you so much ", "👍", ":a", "<:", "'", "Bo "])
def test_a_long_text_is_no_small_talk_and_read_at_once(part):
    began = time.process_time()
    assert small_talk(part * (12_000 // len(part))) is None
    assert time.process_time() - began < 1.0
