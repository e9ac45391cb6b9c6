"""What of the knowledge folder another AI is given: all of a small one, of a large one what speaks of the question."""

from pathlib import Path

import pytest

from adapters.responder.knowledge import Knowledge
from adapters.responder.pages import read
from handoff.ports import Said

FOLDER = Path(__file__).resolve().parents[2] / "examples/knowledge"


@pytest.fixture(scope="module")
def shop() -> Knowledge:
    return Knowledge.load(FOLDER)


def ask(*texts: str) -> list[Said]:
    return [Said("customer" if n % 2 == 0 else "assistant", text) for n, text in enumerate(texts)]


async def test_a_folder_that_fits_is_given_whole(shop: Knowledge) -> None:
    """So that a question in another language than the pages' finds them too."""
    every = read(FOLDER)
    assert await shop.passages(ask("Wie lange dauert das?"), 10**6) == every


async def test_of_a_larger_one_the_passages_about_the_question_come_first_and_fit(shop: Knowledge) -> None:
    found = await shop.passages(ask("How long do I have to return my order?"), 2_000)
    assert 0 < sum(len(one.text) for one in found) <= 2_000
    assert "eturn" in found[0].title + found[0].heading + found[0].text
    assert len({one.text for one in found}) == len(found)


async def test_a_short_question_is_looked_for_with_the_one_before(shop: Knowledge) -> None:
    alone = await shop.passages(ask("And to Norway?"), 2_000)
    after = await shop.passages(ask("How long does delivery take?", "Three days.", "And to Norway?"), 2_000)
    assert any("deliver" in one.text.lower() + one.title.lower() for one in after)
    assert after != alone


async def test_words_that_no_page_has_find_nothing(shop: Knowledge) -> None:
    assert await shop.passages(ask("xyzzy plugh"), 2_000) == []
