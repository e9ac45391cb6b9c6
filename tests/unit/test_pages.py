"""The pages that the embedded AI answers from: how they are read, cut, and made fit for a chat."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.shop import Pages, answer, ask, nasty

from adapters.responder.index import Index, Term
from adapters.responder.knowledge import Knowledge
from adapters.responder.pages import LARGEST, LONGEST, passages_of, shown
from handoff.errors import Fatal


@given(nasty, st.sampled_from(["a.md", "b.txt"]))
@settings(deadline=None, max_examples=200)
def test_any_page_may_be_read(text: str, file: str) -> None:
    """Whatever is in a page, its passages have text, fit an answer with their heading, and can be indexed and found."""
    passages = passages_of(text, file)
    assert all(passage.text.strip() and passage.title and len(shown([passage])) <= LONGEST for passage in passages)
    assert len(shown(passages)) <= LONGEST if passages else True
    Index(passages).search([Term("word")])


@pytest.mark.parametrize(
    ("page", "title", "headings"),
    [
        ("# One\n\na\n\n## Two\n\nb\n\n### Three ###\n\nc\n\n## Four\n\nd", "One", [(), ("Two",), ("Two", "Three"), ("Four",)]),
        ("One\n===\n\na\n\nTwo\n---\nb", "One", [(), ("Two",)]),
        ('---\ntitle: "Front"\nweight: 3\n---\n# One\n\na', "Front", [("One",)]),
        ("a line\n\n```sh\n# no heading\n```\n\n# One\n\nb", "One", [(), ()]),
        ("\ufeffno heading", "A page", [()]),
        ("## **Bold** `code`\n\na", "Bold code", [()]),
    ],
)
def test_headings_and_titles(page: str, title: str, headings: list[tuple[str, ...]]) -> None:
    """The title is the front matter's, the first heading's, or made of the file's name; headings in code are none."""
    passages = passages_of(page.removeprefix("\ufeff"), "folder/a-page.md")
    assert {passage.title for passage in passages} == {title}
    assert [passage.path for passage in passages] == headings


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("see [Returns](../returns.md) now", "see Returns now"),
        ('see [Returns](returns.md#top "t") and ![a picture](img/a.png)', "see Returns and a picture"),
        ("see [our site](https://shop.example/a_(b)) now", "see [our site](https://shop.example/a_(b)) now"),
        ("see [Returns][r] and [site].\n\n[r]: returns.md\n[site]: https://shop.example", "see Returns and [site]."),
        (
            "see [Returns][r], [the site][]\n\n[r]: returns.md\n[the site]: https://shop.example",
            "see Returns, [the site](https://shop.example)",
        ),
        ("`[code](a.md)` stays", "`[code](a.md)` stays"),
        ("```\n[code](a.md)\n```", "```\n[code](a.md)\n```"),
        ("seen <!-- not\nthis --> there", "seen  there"),
        ("a line\nwrapped by an editor\n\nanother", "a line wrapped by an editor\n\nanother"),
        ("- one\n  wrapped\n- two\n\n> a\n> b", "- one wrapped\n- two\n\n> a\n> b"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("hard  \nbreak\\\nhere", "hard  \nbreak\\\nhere"),
        ("日本語の\n文章です", "日本語の文章です"),
    ],
)
def test_a_page_is_made_fit_for_a_chat(page: str, text: str) -> None:
    """CommonMark is kept; links that lead nowhere from a chat are their words; lines that an editor wrapped are whole."""
    assert [passage.text for passage in passages_of(page, "a.md")] == [text]


def test_a_long_section_is_cut_at_paragraphs_and_sentences() -> None:
    """No passage is longer than an answer, none ends within a sentence, and nothing is lost."""
    sentences = [f"This is sentence number {n} of a long page." for n in range(100)]
    page = "# Long\n\n" + "\n\n".join(" ".join(sentences[n : n + 30]) for n in range(0, 100, 30))
    passages = passages_of(page, "a.md")
    assert all(len(passage.text) <= LONGEST and passage.text.endswith("page.") for passage in passages)
    assert " ".join(passage.text for passage in passages).split() == " ".join(sentences).split()


def test_plain_text_has_headings_too() -> None:
    """A short line alone is a heading, the first the title; a wrapped paragraph is one line."""
    wrapped = "This paragraph is long enough that an editor broke its lines in\nthe middle of it."
    passages = passages_of(f"Opening hours\n\n{wrapped}\n\nOn holidays\n\nClosed.", "a.txt")
    assert [(p.title, p.path, p.text) for p in passages] == [
        ("Opening hours", (), wrapped.replace("\n", " ")),
        ("Opening hours", ("On holidays",), "Closed."),
    ]
    assert [p.text for p in passages_of("Closed on Sundays\n", "a.txt")] == ["Closed on Sundays"]
    assert [p.text for p in passages_of("Title\n\nTyres\n\nTubes\n\nChains", "a.txt")] == ["Tyres\n\nTubes\n\nChains"]


# ---- the folder


def test_what_is_read_of_a_folder(tmp_path: Path) -> None:
    """Markdown and text at any depth, whatever the case of their endings; nothing that begins with a dot, no other files."""
    for name in ("a.md", "b/c.MARKDOWN", "b/d/e.txt", ".git/f.md", "b/.g.md", "h.html", "i.md~"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"# {name}\n\ntext", "utf-8")
    knowledge = Knowledge.load(tmp_path)
    assert set(knowledge._pages) == {"a.md", "b/c.MARKDOWN", "b/d/e.txt"}


def test_a_linked_page_is_read(tmp_path: Path) -> None:
    """Mounted settings are links to files in a hidden folder: they are pages all the same."""
    (tmp_path / "..data").mkdir()
    (tmp_path / "..data/a.md").write_text("# Linked\n\ntext", "utf-8")
    os.symlink("..data/a.md", tmp_path / "a.md")
    assert set(Knowledge.load(tmp_path)._pages) == {"a.md"}


def refusal(folder: Path) -> str:
    with pytest.raises(Fatal) as caught:
        Knowledge.load(folder)
    return str(caught.value)


def test_a_folder_that_cannot_serve_is_refused_in_words_that_help(tmp_path: Path) -> None:
    """The setting is named, and the file at fault."""
    assert "KNOWLEDGE_DIR" in refusal(tmp_path / "missing")
    assert "missing" in refusal(tmp_path / "missing")
    assert "KNOWLEDGE_DIR" in refusal(tmp_path)
    (tmp_path / "empty.md").write_text("  \n", "utf-8")
    assert "no page with text" in refusal(tmp_path)
    (tmp_path / "good.md").write_text("# Good\n\ntext", "utf-8")
    (tmp_path / "latin.md").write_bytes("Rückgabe".encode("latin-1"))
    assert "latin.md” is not UTF-8 (byte 2)" in refusal(tmp_path)
    (tmp_path / "latin.md").unlink()
    (tmp_path / "large.txt").write_bytes(b"x" * (LARGEST + 1))
    assert "large.txt” is larger than 1 MB" in refusal(tmp_path)


async def test_loading_again_sees_what_changed(pages: Pages) -> None:
    """A new Knowledge has the new words; the one before goes on with its own."""
    folder = pages(a_md="# Shipping\n\nIt takes three days.")
    before = Knowledge.load(folder)
    pages(a_md="# Shipping\n\nIt takes five days.")
    after = Knowledge.load(folder)
    assert "three" in answer(await ask(before, "shipping")).text
    assert "five" in answer(await ask(after, "shipping")).text
