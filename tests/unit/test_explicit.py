"""Who asks for a person, and who does not."""

import re
import time
import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN, DM, NOON

from handoff.model import Conversation, Policy, Trigger
from handoff.triggers import Reading
from handoff.triggers.explicit import ask, asks_for_person, check, nearly
from handoff.triggers.text import normalise

AT_EASE = Conversation(number=1, customer=ANN, place=DM, opened_at=NOON)

ASKS = [
    "human",
    "Human please!",
    "an agent, please",
    "REAL PERSON NOW",
    "I want to talk to a human",
    "can i speak with someone from your team?",
    "Let me talk to a real person",
    "please connect me to an agent",
    "put me through to your support team",
    "I'd like to chat with a representative",
    "I need to speak to a manager",
    "get me a supervisor",
    "give me a real human being",
    "is there anybody there?",
    "Is there a person I can talk to?",
    "transfer me over to a live agent",
    "how do I reach a human?",
    "Could someone please help me",
    "why can't I talk to a human?",
    "I don't want to talk to a bot",
    "I don't want a bot, I want a human",
    "I do not want to talk to a machine I want to talk to a person",
    "no, let me speak to somebody",
    "you are not helping. agent please",
    "That's wrong! I want to speak with an actual person",
    "i need someone to talk to",
    "I want help talking to an agent",
    "Ich möchte mit einem Menschen sprechen",
    "Kann ich bitte mit einem Mitarbeiter reden?",
    "Verbinden Sie mich mit einem echten Menschen",
    "Mitarbeiter bitte",
    "ich brauche einen Ansprechpartner",
    "Je voudrais parler à un humain",
    "Passez-moi un conseiller",
    "est-ce que je peux parler avec quelqu’un ?",
    "un humain s'il vous plaît",
    "Quiero hablar con una persona",
    "¿Puedo hablar con un agente humano?",
    "pásame con un operador",
    "necesito un asesor",
    "Vorrei parlare con un operatore",
    "mi passi una persona reale",
    "Quero falar com um atendente",
    "preciso de um humano",
    "Ik wil met een medewerker praten",
    "geef me een mens",
    "is anyone there?",
    "can a human look at this?",
    "don't you have a human I can talk to?",
    "no bots. human.",
    "no more bots, just a person please",
    "escalate this",
    "Please escalate my complaint",
    "can I talk to your boss",
    "connect me with support",
    "t a l k to a human",
    "I want a H.U.M.A.N",
    "This is going nowhere. Real person please.",
    "人と話したい",
    "オペレーターにつないで",
    "担当者をお願いします",
    "有人対応をお願いします",
    "转人工",
    "我想和真人说话",
    "怎么联系客服？",
    "상담원 연결해 주세요",
    "사람과 대화하고 싶어요",
    "хочу поговорить с человеком",
    "соедините меня с оператором",
    "оператор!",
    "хочу поговорити з оператором",
    "أريد التحدث مع موظف",
    "حولني إلى موظف",
    "मुझे किसी इंसान से बात करनी है",
    "mujhe kisi human se baat karni hai",
    "gerçek bir insanla konuşmak istiyorum",
    "müşteri temsilcisine bağlanmak istiyorum",
    "chcę rozmawiać z człowiekiem",
    "proszę połączyć mnie z konsultantem",
    "chci mluvit s operátorem",
    "vreau să vorbesc cu un operator",
    "jag vill prata med en människa",
    "jeg vil snakke med et menneske",
    "tôi muốn nói chuyện với nhân viên",
    "ขอคุยกับเจ้าหน้าที่",
]

NO_REQUEST = [
    "",
    "?",
    "hello",
    "are you a human?",
    "Are you a real person or a bot?",
    "am I talking to a human?",
    "is this a real person?",
    "I don't want a human",
    "I do not want to talk to a human",
    "please don't connect me to an agent",
    "no need to talk to a person",
    "no human please",
    "I'd never talk to an agent",
    "can we solve this without a human?",
    "the agent told me to call",
    "I was told to speak to an agent",
    "I talked to a representative yesterday",
    "your agent was rude",
    "my agent sold the house",
    "for the good of humanity",
    "human rights",
    "what does the support team do?",
    "I need someone to clean my room",
    "my husband wants to talk to a person",
    "I spoke with a manager last week",
    "how many people work for you?",
    "is the shop open?",
    "do you talk to people like that?",
    "the person who sold me the lamp",
    "Ich will nicht mit einem Menschen sprechen",
    "bist du ein Mensch?",
    "mit keinem Mitarbeiter sprechen",
    "ohne mit jemandem zu sprechen",
    "Je ne veux pas parler à un humain",
    "sans parler à un conseiller",
    "No quiero hablar con una persona",
    "eres humano?",
    "Non voglio parlare con un operatore",
    "Não quero falar com um atendente",
    "Ik wil niet met een medewerker praten",
    "wie viele Mitarbeiter habt ihr?",
    "Please send me the operator manual",
    "I need a specialist tool",
    "send it to another person please",
    "forward this to someone",
    "link me to the support page",
    "my boss told me to ask",
    "I need customer service hours",
    "will an agent call before delivery",
    "can I change the manager account?",
    "is anyone here using this wheel?",
    "don't escalate this",
    "no bots were harmed",
    "s p o k e s",
    "人と話したくない",
    "友人と話したい",
    "担当者に話しました",
    "オペレーターはいらない",
    "人工智能是什么",
    "不要转人工",
    "사람과 대화하고 싶지 않아요",
    "не хочу говорить с оператором",
    "я говорил с оператором",
    "поговорить с сыном",
    "لا أريد التحدث مع موظف",
    "किसी इंसान से बात नहीं करनी",
    "insanla konuşmak istemiyorum",
    "nie chcę rozmawiać z konsultantem",
    "jag vill inte prata med en människa",
    "tôi không muốn nói chuyện với nhân viên",
    "ไม่อยากคุยกับเจ้าหน้าที่",
]


@pytest.mark.parametrize("text", ASKS)
def test_a_person_is_asked_for(text):
    """B4: in these words, in any case, and with invisible characters between the letters."""
    assert asks_for_person(text)
    assert asks_for_person(text.upper())
    assert asks_for_person("\u200b".join(text))


@pytest.mark.parametrize("text", NO_REQUEST)
def test_no_person_is_asked_for(text):
    """Declined, asked about, told of, or another meaning altogether."""
    assert asks_for_person(text) is None


@given(st.text(alphabet=st.sampled_from("talk to a human not i want the . don't with\n"), max_size=300))
def test_no_text_breaks_the_reading(text):
    found = asks_for_person(text)
    assert found is None or _letters(found) in _letters(normalise(text))


def _letters(text: str) -> str:
    return re.sub(r"[ .*_-]", "", text)


@pytest.mark.parametrize(
    "part",
    [
        *("talk to ", "don't talk to a human ", "i want to a ", "je veux parler a ", "mit einem ", "no human ", "a ", "can a "),
        *("t a l k ", "h u ", "escalate ", "send it to another ", "no bots. ", "is anyone ", "人と", "与人", "不", "사람과 "),
        *("не ", "связаться с ", "поговорить ", "insan ", "agent se ", "laczyc ", "से ", "التحدث مع ", "prata med ", "คุย"),
    ],
)
def test_a_text_made_to_be_slow_is_no_slower_than_its_length(part):
    """
    Nobody's message keeps everybody else's from being acked: four times the text takes about four times as long, and not the
    sixteen times of an expression that goes back. How long that is, bench/explicit.py says.
    """

    def work(length: int) -> float:
        text = part * (length // len(part))
        return min(timeit.repeat(lambda: ask(text), timer=time.process_time, number=1, repeat=5))

    assert work(4_000) < 10 * max(work(1_000), 0.0005)


def test_the_reason_says_what_was_asked_and_where():
    reason = check(Reading(conversation=AT_EASE, policy=Policy(), text="Hello! Could I talk to a HUMAN being, please?"))
    assert (reason.trigger, reason.evidence) == (Trigger.EXPLICIT, ("asked: “talk to a human being”",))
    assert reason.quote == "Hello! Could I talk to a HUMAN being, please?"


@pytest.mark.parametrize(
    "text",
    [
        *("@everyone human please", "<!here> human please", "<@U123> human please", "<!subteam^S1> <@&5> human please"),
        *("a human please order 47", "human please my parcel is late", "agent please 12345"),
        *("@agent please", "@here @channel <@U1>\na human please", "a human please <img src=x onerror=alert(1)>"),
    ],
)
def test_whoever_is_called_besides_is_no_matter(text):
    assert asks_for_person(text)


@pytest.mark.parametrize("text", ["write to bo@human.com", "<@U1> don't call a human", "@everyone is a human error"])
def test_a_call_alone_asks_for_nobody(text):
    assert asks_for_person(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the agent was nice", "“agent” names a person, but nothing asks for one"),
        ("I don't want to talk to a human", "“human” names a person, but “don't want” declines it"),
        ("are you a human?", "“human” names a person, but “are you” asks who or what somebody is"),
        ("I talked to an agent yesterday", "“agent” names a person, but “talked” tells of what was"),
        ("I'll talk to my manager", "“manager” names a person, but “my” makes it somebody of the customer's own"),
        ("human resources", "“human” names a person, but “resources” makes it something else"),
        (
            "how do I rate an agent",
            "“agent” may be a person and “how do i” a wish, but the one is not said of the other",
        ),
        ("`talk to a human`", "“talk to a human” is quoted or code, and so not the customer's own words"),
        ('it says "talk to an agent"', "“talk to an agent” is quoted or code, and so not the customer's own words"),
        ("ich will nicht mit einem Menschen sprechen", "“menschen” names a person, but “nicht” declines it"),
        ("不要转人工", "“转人工” asks, but what stands around it declines, or tells of it"),
        ("オペレーターは必要ありません", "“オペレーター” names a person, but nothing asks for one"),
    ],
)
def test_what_nearly_was_a_request_is_told_with_what_is_missing(text, expected):
    """Whom the words name, and what keeps them from asking for one."""
    assert nearly(Reading(conversation=AT_EASE, policy=Policy(), text=text)) == f"request for a person: {expected}"


@pytest.mark.parametrize("text", ["", "talk to a human", "where is my order?", "someone stole my card", "我的订单在哪里"])
def test_what_asks_or_names_nobody_is_not_nearly_a_request(text):
    assert nearly(Reading(conversation=AT_EASE, policy=Policy(), text=text)) is None
