"""Long texts in parts: nothing lost, fences whole, no part too long."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handoff.split import split

pieces = st.sampled_from(
    [
        "word ",
        "a",
        "\n",
        "\n\n",
        "Sentence. ",
        "```\n",
        "```py\n",
        "👩‍👩‍👧‍👦",
        "🇩🇪",
        "é",
        "x" * 30,
        "漢字",
        "\r\n",
        " ",
        "- item\n",
    ]
)
texts = st.lists(pieces, max_size=60).map("".join)


def bytes_of(text: str) -> int:
    return len(text.encode())


def bare(text: str) -> str:
    """Without fences and spaces, which parts may gain and lose."""
    return re.sub(r"\s|`+(?:py)?", "", text)


@given(texts, st.integers(20, 120))
@example("```py\n" + "x\n" * 40 + "```", 30)
def test_nothing_is_lost_and_no_part_is_too_long(text, limit):
    parts = split(text, limit, len)
    assert all(len(part) <= limit for part in parts)
    assert bare("".join(parts)) == bare(text)
    assert len(parts) == 1 or all(part.strip() for part in parts)


@given(texts, st.integers(40, 120))
def test_the_length_is_the_one_that_is_asked_for(text, limit):
    """A platform that counts bytes, or escapes, splits by them."""
    assert all(bytes_of(part) <= limit for part in split(text, limit, bytes_of))


@given(texts, st.integers(20, 120))
def test_every_part_closes_the_fence_that_it_opens(text, limit):
    parts = split(text, limit, len)
    if len(parts) > 1:
        assert all(sum(line.lstrip().startswith("```") for line in part.split("\n")) % 2 == 0 for part in parts[:-1])


def test_a_short_text_is_one_part_as_it_is():
    for text in ("", " ", "hello\n", "```py\nx\n```"):
        assert split(text, 40, len) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one one one\n\ntwo two two", ["one one one", "two two two"]),
        ("one one one\ntwo two two", ["one one one", "two two two"]),
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        ("one two three four five", ["one two three", "four five"]),
        ("x" * 30, ["x" * 16, "x" * 14]),
    ],
)
def test_it_is_cut_where_it_hurts_least(text, parts):
    assert split(text, 16, len) == parts


def test_a_fence_is_reopened_in_its_language():
    assert split("```py\none = 1\ntwo = 2\nthree = 3\n```", 24, len) == [
        "```py\none = 1\n```",
        "```py\ntwo = 2\n```",
        "```py\nthree = 3\n```",
    ]


@pytest.mark.parametrize(
    "cluster", ["👩‍👩‍👧‍👦", "👍🏽", "🇩🇪", "e\u0301\u0302", "❤️", "\r\n", "🏴\U000e0067\U000e0062\U000e007f", "कि"]
)
def test_what_shows_as_one_character_is_not_torn(cluster):
    for limit in range(len(cluster) + 1, 2 * len(cluster) + 3):
        parts = split("x" + cluster * 12, limit, len)
        assert all(part.strip("x").replace(cluster, "").strip() == "" for part in parts)


def test_a_cluster_longer_than_a_part_is_torn_rather_than_lost():
    text = "e" + "\u0301" * 50
    assert "".join(split(text, 10, len)) == text
