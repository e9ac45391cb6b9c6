"""The embedded AI: what it answers with a fixed line."""

import pytest
from unit.shop import answer, ask

from adapters.responder.knowledge import Knowledge
from handoff import wording
from handoff.events import Answer, CannotAnswer


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Hi there!", "small.greeting"),
        ("good morning", "small.greeting"),
        ("thank you so much", "small.thanks"),
        ("bye", "small.bye"),
        ("hello\nthanks", "small.thanks"),
        ("Are you a bot?", "small.bot"),
        ("hey, am I talking to a real person or a machine?", "small.bot"),
        ("What are you?", "small.bot"),
        ("Bist du ein Mensch?", "small.bot"),
        ("¿Eres un robot?", "small.bot"),
    ],
)
async def test_courtesies_have_fixed_lines(shop: Knowledge, text: str, key: str) -> None:
    """They are neither successes nor failures, and the question what the assistant is has one honest answer."""
    assert await ask(shop, text) == Answer(wording.text(key), small_talk=True)


@pytest.mark.parametrize(
    "text", ["Hi, how do I return a wheel?", "thanks, and who pays for the return?", "are you open on Saturdays?"]
)
async def test_a_question_with_a_courtesy_is_a_question(shop: Knowledge, text: str) -> None:
    """Only words that are nothing but courtesy get the fixed line."""
    assert not answer(await ask(shop, text)).small_talk


@pytest.mark.parametrize(
    "text",
    [
        *(
            "I have a question",
            "Hi! I have a quick question",
            "can you help me?",
            "Hello, can somebody help me please",
            "help!",
        ),
        *("what about", "hello? anybody?", "anyone there?", "are you there?", "?", "???", "", " \n ", "ok\nhm", "\ud800"),
        *("Ich habe eine Frage", "Hallo, ich hab mal eine Frage", "Können Sie mir helfen?", "Bonjour, j'ai une question"),
        *("Tengo una pregunta", "Hola, ¿me puedes ayudar?", "Ho una domanda", "Tenho uma dúvida", "Ik heb een vraag"),
    ],
)
async def test_who_does_not_say_yet_what_it_is_about_is_asked(shop: Knowledge, text: str) -> None:
    """No failed response: a question is only announced, or there are no words (a file alone)."""
    assert await ask(shop, text) == Answer(wording.text("small.invite"), small_talk=True)


async def test_a_few_words_may_still_belong_to_what_was_asked_before(shop: Knowledge) -> None:
    """They are looked for together with it, and are no failed response where nothing is found; an announcement is none."""
    before = "How long is the warranty on a frame?"
    invited = Answer(wording.text("small.invite"), small_talk=True)
    assert not answer(await ask(shop, "How do I return a wheel?", "and how long?")).small_talk
    assert await ask(shop, before, "I have another question") == invited
    assert answer(await ask(shop, before, "why???")) is not None


@pytest.mark.parametrize(
    "text", ["I have a question about my order of shoes", "can you help me fly?", "Ich habe eine Frage zu Hubschraubern"]
)
async def test_a_question_that_says_what_it_is_about_is_no_announcement(shop: Knowledge, text: str) -> None:
    assert isinstance(await ask(shop, text), CannotAnswer)


@pytest.mark.parametrize("text", ["This doesn't help at all", "That did not help.", "no help at all"])
async def test_who_says_that_it_was_no_help_is_asked_to_say_more(shop, text):
    """And is told of a person; what is said besides is a question as any other, and so are first words."""
    sorry = Answer(wording.text("unhelpful"), small_talk=True)
    assert await ask(shop, "How long does delivery take?", text) == sorry
    assert await ask(shop, "How long does delivery take?", f"{text} How long does delivery to Spain take?") != sorry
    assert await ask(shop, text) != sorry
