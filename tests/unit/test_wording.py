"""The sentences, and the names and words of others in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.core_nouns import ANN

from handoff import wording
from handoff.model import File, Person

MARKUP = set("`*_{}[]()<>#|~@!")


def unescaped(text: str) -> set[str]:
    """Markup characters that no backslash precedes."""
    found, escaped = set(), False
    for char in text:
        if not escaped and char in MARKUP:
            found.add(char)
        escaped = char == "\\" and not escaped
    return found


@given(st.text())
def test_a_name_is_harmless_in_any_sentence(name):
    """X4, I8: on one line, of bounded length, and no character of it is markup or turns the direction of the text."""
    shown = wording.plain(name)
    assert unescaped(shown) == set()
    assert len(shown) <= 2 * wording.NAME_LIMIT
    assert not set(shown) & set("\n\r\t\u200b\u202e\u2066\ufeff")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann", "Ann"),
        ("@everyone", "\\@everyone"),
        ("<!here>", "\\<\\!here\\>"),
        ("a\u202eb\nc", "a b c"),
        ("[x](y)", "\\[x\\]\\(y\\)"),
    ],
)
def test_names_are_shown_as_they_are_written(name, shown):
    assert wording.plain(name) == shown


def test_a_long_name_is_shortened():
    assert wording.plain("x" * 61) == "x" * 59 + "…"


def test_nobody_has_a_name():
    assert (wording.name(ANN), wording.name(None), wording.name(Person("s", "", "U"), "the customer")) == (
        "Ann",
        "somebody",
        "the customer",
    )


@given(st.text(), st.integers(2, 300))
def test_short_words_are_one_line(words, limit):
    line = wording.short(words, limit)
    assert len(line) <= limit
    assert "\n" not in line


def test_files_are_lines_of_their_own():
    files = (File("a.png"), File("b_c.png"))
    assert wording.with_files("see", files) == "see\n[file: a.png]\n[file: b\\_c.png]"
    assert wording.with_files("", files[:1]) == "[file: a.png]"
    assert wording.with_files("see", ()) == "see"


@given(st.text(max_size=300))
def test_no_line_of_a_quotation_is_one_of_ours(words):
    assert all(line.startswith("> ") for line in wording.quoted(words).split("\n"))


def test_values_are_filled_in_as_they_are():
    """X12: a customer's `$agent` or `{…}` is text, not a place to fill."""
    assert wording.text("claimed", agent="$number {agent.__class__}").startswith(
        "You're with a person now: $number {agent.__class__} from the team"
    )
    with pytest.raises(KeyError):
        wording.text("claimed")


def test_numbers_are_listed():
    assert (wording.numbers((1, 22)), wording.numbers(())) == ("#1, #22", "")
