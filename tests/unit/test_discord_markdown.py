"""Discord's Markdown both ways, and long texts in parts."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord import views
from adapters.discord.markdown import escape, incoming, literal, outgoing, plain
from handoff.effects import Button, Field, Post, Tone
from handoff.measure import clip, width
from handoff.model import File, Mention
from handoff.split import split

ZW = "\u200b"
LIVE = re.compile(r"@everyone|@here|<@[!&]?\d+>", re.IGNORECASE)
SMALL_PRINT = re.compile(r"^-#(\s|$)", re.MULTILINE)

#: text made of what could go wrong
fragments = st.sampled_from(
    [
        *("@everyone", "@here", "<@1>", "<@!1>", "<@&2>", "<#3>", "</close:4>", "<t:1:R>", "<:a:1>"),
        *("```", "```py\n", "`", "``", "||", "\\", "\n", "\n\n", "> ", ">>> ", "# ", "- ", "[a](http://b)", "](", "[", "*"),
        *("\u202e", "\u200d", "👩\u200d👩\u200d👧\u200d👦", "🇩🇪", "e\u0301", "https://x.io/@here", " ", "word", "_"),
        "-# **Bo** · support team",
    ]
)
nasty = st.lists(fragments | st.text(max_size=12), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** _it_ `code` ~~no~~", "**bold** _it_ `code` ~~no~~"),
        ("@everyone look", f"@{ZW}everyone look"),
        ("<@12> <@!12> <@&34>", f"<{ZW}@12> <{ZW}@!12> <{ZW}@&34>"),
        ("`@here` too", f"`@{ZW}here` too"),
        ("<#5> </close:6> <t:1700000000:R> <:bomb:1>", f"<{ZW}#5> <{ZW}/close:6> <{ZW}t:1700000000:R> <{ZW}:bomb:1>"),
        ("`<#5>`", "`<#5>`"),
        ("# Returns\ntext", "**Returns**\ntext"),
        ("> ## Deep ##", "> **Deep**"),
        ("```\n# a comment\n```", "```\n# a comment\n```"),
        ("-# **Bo** · support team", f"-{ZW}# **Bo** · support team"),
        ("> -# Bo", f"> -{ZW}# Bo"),
        ("[bank](https://evil.example)", "bank (<https://evil.example>)"),
        ("![cat](https://a.b/c.png)", "cat (<https://a.b/c.png>)"),
        ("[w](https://en.org/A_(b))", "w (<https://en.org/A_(b)>)"),
        ("[https://a.b](https://a.b)", "<https://a.b>"),
        ("[page](returns.md)", "page (returns.md)"),
        ("\\[not\\](https://a.b)", f"\\[not\\]({'https://a.b'})"),
        ("||secret||", f"|{ZW}|secret|{ZW}|"),
        ("https://medium.com/@here/x", "https://medium.com/%40here/x"),
        ("a\\*b\\_c", "a\\*b\\_c"),
        ("\\<@12>", f"\\<{ZW}@12>"),
        ("a\r\nb", "a\nb"),
        ("\ud83d", "\ufffd"),
    ],
)
def test_untrusted_text_on_its_way_out(text: str, shown: str) -> None:
    """What is meant is shown; nothing pings, hides where it leads, or passes for our small print."""
    assert shown == outgoing(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<@9> hello", "hello"),
        ("<@!9>, hello", "hello"),
        ("hello <@9> there", "hello there"),
        ("<@&8> hello", "hello"),
        ("ask <@1> or <@2>", "ask @Ann\\_Lee or @somebody"),
        ("see <#3> <#4>", "see #help #channel"),
        ("the <@&5>s", "the @staffs"),
        ("<:wave:77> <a:dance:78>", ":wave: :dance:"),
        ("</close:6>", "/close"),
        ("<t:1700000000:R>", "<t:1700000000:R>"),
        ("`<@1>` ```<@1>```", "`<@1>` ```<@1>```"),
        (">>> one\ntwo", "> one\n> two"),
        ("```\n>>> print()\n```", "```\n>>> print()\n```"),
        ("-# small", "small"),
        ("||spoiler||", "||spoiler||"),
    ],
)
def test_what_people_write_comes_in(text: str, said: str) -> None:
    """Mentions become names, the bot's own goes, code stays."""
    users, roles, channels = {"1": "Ann_Lee"}, {"5": "staff"}, {"3": "help"}
    got = incoming(text, drop=frozenset({"9", "8"}), users=users, roles=roles, channels=channels)
    assert said == got


@settings(max_examples=300, deadline=None)
@given(nasty)
@example("``` x ```\n-# forged\n```")
@example("> `\n-# forged\n`")
def test_nothing_pings_and_nothing_forges_the_label(text: str) -> None:
    """Whatever people write: no live mention is left, and no line of small print."""
    for shown in (outgoing(text), outgoing(incoming(text)), outgoing(outgoing(text))):
        assert not LIVE.search(shown)
        assert not SMALL_PRINT.search(shown)


@settings(max_examples=200, deadline=None)
@given(nasty)
def test_the_content_has_one_label_made_by_us(text: str) -> None:
    """A post with a label begins with it, and no other line looks like it."""
    content = views.shown(Post(text=text[:300], label="Bo · support team")).content
    assert content.startswith("-# **Bo** · support team")
    assert len(SMALL_PRINT.findall(content)) == 1


@given(st.text(max_size=60))
def test_names_are_one_harmless_line(text: str) -> None:
    """A name keeps no line break, no character that turns text around, and pings nobody."""
    for said in (escape(text), literal(text), plain(text)):
        assert not re.search("[\n\r\u202a-\u202e\u2066-\u2069]", said)
    assert not LIVE.search(literal(text))
    assert not LIVE.search(plain(text))


def test_escapes_that_the_core_made_are_shown_once() -> None:
    """The core escapes names; where we escape as well they are not doubled, where Discord renders nothing they go."""
    assert literal("\\*Bo\\*") == "\\*Bo\\*"
    assert plain("\\*Bo\\*") == "*Bo*"


def test_clip_counts_as_discord_may() -> None:
    """An emoji is one code point and two UTF-16 units: either count fits."""
    assert width(clip("😀" * 200, 100)) <= 100
    assert clip("abc", 3) == "abc"


# ---- parts


def bare(text: str) -> str:
    """Without what splitting may add or drop: white space and lines of fences."""
    kept = [line for line in text.split("\n") if not line.lstrip().startswith("```")]
    return re.sub(r"\s", "", "".join(kept))


@settings(max_examples=200, deadline=None)
@given(st.lists(fragments.filter(lambda f: "`" not in f) | st.text("ab 😀\n", max_size=80), max_size=80).map("".join))
def test_split_loses_nothing(text: str) -> None:
    """Every part fits, and together they are the text."""
    parts = split(text, 120, lambda t: max(width(outgoing(t)), len(t)))
    assert all(width(outgoing(p)) <= 120 for p in parts)
    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(parts))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ab c\n", min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=30), st.booleans())
def test_fences_are_closed_and_reopened(pieces: list[str], language: bool) -> None:
    """A fence that is cut is a whole fence in either part, in its language."""
    fence = "```py\n" if language else "```\n"
    text = "before\n" + "".join(f"{fence}{p.strip()}\n```\n" if n % 2 else f"{p}\n" for n, p in enumerate(pieces))
    parts = split(text, 80, width)
    assert all(width(p) <= 80 for p in parts)
    assert all(sum(line.startswith("```") for line in p.split("\n")) % 2 == 0 for p in parts)
    assert bare(text) == bare("\n".join(parts))


@pytest.mark.parametrize("cluster", ["👩‍👩‍👧‍👦", "🇩🇪", "e\u0301", "👍🏽", "❤️"])
def test_what_shows_as_one_character_is_not_torn(cluster: str) -> None:
    """A text without any space is cut between characters as people see them."""
    parts = split(cluster * 100, 50, width)
    assert all(len(part) % len(cluster) == 0 for part in parts)
    assert cluster * 100 == "".join(parts)


LONG = ("x" * 7000, "😀" * 4000, "word " * 1500, "`x" * 2500, "\n" * 4000, "@everyone" * 900, "a\n\n" * 3000)


@pytest.mark.parametrize("text", LONG)
@pytest.mark.parametrize("tone", [Tone.PLAIN, Tone.QUIET])
@pytest.mark.parametrize("title", ["", "#42 · Ann"])
def test_parts_fit_discord(text: str, tone: Tone, title: str) -> None:
    """Every part is within the limits; ping first, buttons and files last, the label on each."""
    post = Post(
        text=text, label="Bo · support team", title=title, tone=tone, ping=(Mention(kind="here"),),
        buttons=(Button(verb="human", label="Talk to a person"),), files=(File("a.txt", "https://x.io/a", 10),),
    )  # fmt: skip
    parts = views.parts(post)
    for part in parts:
        look = views.shown(part)
        assert width(look.content) <= 2000
        assert look.embed is None or len(look.embed) <= 6000
        assert not look.content.endswith("…")
    assert [bool(p.ping) for p in parts] == [True] + [False] * (len(parts) - 1)
    assert [bool(p.buttons) for p in parts] == [False] * (len(parts) - 1) + [True]
    assert [bool(p.files) for p in parts] == [False] * (len(parts) - 1) + [True]
    assert {p.label for p in parts} == {"Bo · support team"}
    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(p.text for p in parts))


def test_a_short_post_is_left_alone() -> None:
    post = Post(text="hello", buttons=(Button(verb="human", label="Talk to a person"),))
    assert (post,) == views.parts(post)


def test_a_card_is_an_embed_within_its_limits() -> None:
    """Too much of everything still makes an embed that Discord takes."""
    card = Post(
        title="t" * 400, text="x" * 5000, footer="f" * 3000,
        fields=tuple(Field(f"n{n}" * 200, "v" * 3000) for n in range(40)),
    )  # fmt: skip
    look = views.shown(card)
    assert look.embed is not None
    assert len(look.embed) <= 6000
    assert all(len(f.value or "") <= 1024 for f in look.embed.fields)


def test_who_is_pinged_is_exactly_who_was_named() -> None:
    """allowed_mentions lists the targets, and none but them are live in the content."""
    post = Post(text="@everyone <@7>", ping=(Mention(kind="person", id="5"), Mention(kind="group", id="6")))
    look = views.shown(post)
    assert look.content == f"<@5> <@&6> @{ZW}everyone <{ZW}@7>"
    assert look.allowed.to_dict() == {"parse": [], "users": [5], "roles": [6]}
    here = views.shown(Post(text="hi", ping=(Mention(kind="here"),)))
    assert (here.content, here.allowed.to_dict()) == ("@here hi", {"parse": ["everyone"], "users": [], "roles": []})
