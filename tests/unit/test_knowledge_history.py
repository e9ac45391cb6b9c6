"""The embedded AI: what it makes of the words before, of other scripts, and of whatever else people type."""

from hypothesis import example, given, settings
from unit.shop import Pages, answer, ask, nasty

from adapters.responder.knowledge import Knowledge, confidence
from adapters.responder.pages import passages_of
from adapters.responder.question import Question
from handoff.events import Answer, CannotAnswer
from handoff.ports import Said


async def test_a_follow_up_is_understood_with_what_was_asked_before(shop: Knowledge) -> None:
    """A few new words are looked for together with those of the question before."""
    assert answer(await ask(shop, "What does shipping to Germany cost?", "and to Norway?")).text.startswith("**Norway")
    assert answer(await ask(shop, "How do I return a wheel?", "who pays?")).text.startswith("**Who pays for the return**")
    assert answer(await ask(shop, "How do I return a wheel?", "what if it is used?")).sources == ("Returning items",)
    assert isinstance(await ask(shop, "what if it is used?"), CannotAnswer)


async def test_a_follow_up_that_no_page_answers_is_not_answered(shop: Knowledge) -> None:
    """The question before lends its words, never its answer."""
    for text in ("and gift cards?", "do you sell helmets?", "what about insurance?"):
        assert isinstance(await ask(shop, "How long is the warranty on a frame?", text), CannotAnswer)


async def test_what_did_not_help_is_not_said_again(shop: Knowledge) -> None:
    """Without any new word the same passage is no second answer."""
    first = answer(await ask(shop, "My brakes squeal"))
    second = await ask(shop, "My brakes squeal", "and now?")
    assert not isinstance(second, Answer) or second.text != first.text


async def test_messages_in_a_row_are_one_question(shop: Knowledge) -> None:
    """Whatever the customer wrote since somebody last spoke is asked together."""
    history = [Said("customer", "I want to return a wheel"), Said("customer", "who pays?")]
    assert answer(await shop.respond(history, 5.0)).sources == ("Returning items",)


async def test_nothing_is_said_where_the_customer_said_nothing(shop: Knowledge) -> None:
    """An empty history, or one that another's words end, holds no question, and so no failed response."""
    for history in ([], [Said("customer", "refund"), Said("team", "refund")]):
        assert answer(await shop.respond(history, 5.0)).small_talk


# ---- scripts without spaces


async def test_scripts_without_spaces_are_searched(pages: Pages) -> None:
    """Words of two characters are found in Japanese, Chinese and Korean, and words in Thai without spaces around them."""
    knowledge = Knowledge.load(
        pages(
            ja_md="# 返品について\n\n30日以内に返品できます。",
            zh_md="# 退货政策\n\n您可以在30天内退货。",
            ko_md="# 배송 안내\n\n배송은 3일 걸립니다.",
            th_md="# การคืนสินค้า\n\nคุณสามารถคืนสินค้าได้ภายใน 30 วัน",
            en_md="# Opening hours\n\nFrom nine to six.",
        )
    )
    for text, title in (
        ("返品", "返品について"),
        ("可以退货吗？", "退货政策"),
        ("배송", "배송 안내"),
        ("คืนสินค้าอย่างไร", "การคืนสินค้า"),
    ):
        assert answer(await ask(knowledge, text)).sources == (title,)
    for text in ("天気は？", "今天天气", "날씨", "อากาศ"):
        assert isinstance(await ask(knowledge, text), CannotAnswer)


async def test_case_accents_and_disguises_do_not_matter(pages: Pages) -> None:
    """Words are found as they are meant."""
    knowledge = Knowledge.load(pages(a_md="# Rückgabe\n\nDie Straße ist Ihre Café-Adresse.", b_md="# Zahlung\n\nPer Karte."))
    for text in ("RUCKGABE", "rückgabe", "ru\u0308ckgabe", "ｒｕｃｋｇａｂｅ", "STRASSE", "cafe"):
        assert answer(await ask(knowledge, text)).sources == ("Rückgabe",)


# ---- untrusted questions


@given(nasty)
@example('"')
@example("NEAR(a b, 2) OR title : * ^")
@example("a" * 50_000)
@example("x AND (")
@settings(deadline=None, max_examples=200)
def test_any_question_may_be_asked(text: str) -> None:
    """No text is a fault, whatever it means to FTS5."""
    hit = SHARED.find(Question(text, before=text[::-1]))
    assert hit is None or 0 <= confidence(hit) <= 1


SHARED = Knowledge(passages_of("# Return\n\nYou may return any word.\n\n## Refund\n\nThe refund comes with x.", "a.md"))
