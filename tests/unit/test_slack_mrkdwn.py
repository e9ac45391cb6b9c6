"""Slack's mrkdwn and CommonMark, both ways."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slacksim.text import live_and_inert, typed

from adapters.discord import markdown as discord
from adapters.slack.mrkdwn import drawn, incoming, link, literal, mentioned, name, outgoing, plain, widest
from handoff.measure import clip, width

ZW = "\u200b"
#: `<` or `>` that Slack reads as its own, but for quotes
CONTROL = re.compile(r"<([^<>\n]*)>")

#: text made of what could go wrong
fragments = st.sampled_from(
    [
        *("<!here>", "<!channel>", "<@U1>", "<!subteam^S1>", "<#C1>", "@here", "@everyone", "<@1>", "&lt;@U1&gt;", "&amp;"),
        *("```", "```py\n", "`", "``", "\\", "\n", "\n\n", "> ", ">", ">>> ", "# ", "- ", "* ", "• ", "|", "&", "<", ">"),
        *("[a](https://b.io)", "[b.io](https://e.io)", "](", "[", "(", "**", "*", "_", "__", "~~", "~", "https://x.io/@here|a"),
        *("\u202e", "\u200d", "\u200b", "👩\u200d👩\u200d👧\u200d👦", "🇩🇪", "e\u0301", " ", "word", "2", "\ud83d", "\u2028"),
        *("<https://evil.io|https://bank.io>", "<mailto:a@b.io|c@d.io>", "<!date^1^{date}|x>", "مرحبا", "\ufdd0", "\ufdd6"),
    ]
)
nasty = st.lists(fragments | st.text(max_size=12), max_size=40).map("".join)
#: without links in code, which `meant` cannot tell from others
simple = nasty.filter(lambda t: "](" not in t or not re.search("[`<]", t))


def words(text: str) -> str:
    """The letters and digits that a reader reads."""
    return re.sub(r"[\W_]", "", text)


def seen(mrkdwn: str) -> str:
    """The words that Slack shows: of a link its label."""
    shown = CONTROL.sub(lambda m: m[1].partition("|")[2] or m[1], mrkdwn)
    return words(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def meant(commonmark: str) -> str:
    """The words of a CommonMark text: of a link its label."""
    return words(re.sub(r"\]\((?:https?:|mailto:)[^()]*\)", "]", commonmark))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** _it_ `code` ~~no~~", "*bold* _it_ `code` ~no~"),
        ("*it* __bold__ ***both***", "_it_ *bold* *_both_*"),
        ("**a _b_ c** *a **b** c*", "*a _b_ c* _a *b* c_"),
        ("**a **b** c**", "*a b c*"),
        ("a**b**c", f"a{ZW}*b*{ZW}c"),
        ("snake_case_word 2 * 3 * 4 ~/a ~/b", "snake_case_word 2 * 3 * 4 ~/a ~/b"),
        ("\\*so\\* \\_so\\_", f"*{ZW}so* _{ZW}so_"),
        ("unclosed **bold", "unclosed **bold"),
        ("# Returns\n## Deep ##\n#tag", "*Returns*\n*Deep*\n#tag"),
        ("# all **of** it", "*all of it*"),
        ("- a\n* b\n  + c\n1. d\n-e", "• a\n• b\n  • c\n1. d\n-e"),
        ("<@U1> <!here> a & b", "&lt;@U1&gt; &lt;!here&gt; a &amp; b"),
        ("`<@U1>` ```<!here>```", "`&lt;@U1&gt;` ```\n&lt;!here&gt;\n```"),
        ("> one\n>\n> two\nthree", "> one\n> \n> two\nthree"),
        (">5 apples\n\\> no quote", f"{ZW}&gt;5 apples\n{ZW}&gt; no quote"),
        ("> see\n> ```py\n> a<b\n> ```\nafter", "> see\n> `a&lt;b`\nafter"),
        ("```py\nx = *1*\n```", "```\nx = *1*\n```"),
        ("```\n> no quote\n# no heading\n```", "```\n&gt; no quote\n# no heading\n```"),
        ("```\nnever closed", "```\nnever closed\n```"),
        ("here: ```js\nf()``` so", "here: ```\nf()\n``` so"),
        ("a ``x`y`` b", "a ```x`y``` b"),
        ("x`y`z", f"x{ZW}`y`{ZW}z"),
        ("a ``` b", f"a `{ZW}`{ZW}` b"),
        ("[the page](https://x.io/a?b=1&c=2)", "<https://x.io/a?b=1&amp;c=2|the page>"),
        ("[**the** page](https://x.io)", "<https://x.io|the page>"),
        ("[bank.io](https://evil.io)", "bank.io (<https://evil.io>)"),
        ("[https://bank](https://evil.io)", "https://bank (<https://evil.io>)"),
        ("[bank。io](https://evil.io)", "bank。io (<https://evil.io>)"),
        ("[bank\\.io](https://evil.io)", "bank.io (<https://evil.io>)"),
        ("[ba**n**k.io](https://evil.io)", "bank.io (<https://evil.io>)"),
        ("[https://bank.io@evil.io](https://evil.io)", "https://bank.io@evil.io (<https://evil.io>)"),
        ("[10.0.0.1](https://evil.io)", "10.0.0.1 (<https://evil.io>)"),
        ("[a](https://[bad)", "a (<https://[bad>)"),
        ("[www.x.io/help](https://x.io/help)", "<https://x.io/help|www.x.io/help>"),
        ("[version 3.5](https://x.io)", "<https://x.io|version 3.5>"),
        ("[us](mailto:a@b.io) [x@y.io](mailto:a@b.io)", "<mailto:a@b.io|us> x@y.io (<mailto:a@b.io>)"),
        ("![cat](https://x.io/c.png)", "<https://x.io/c.png|cat>"),
        ("[w](https://en.org/A_(b))", "<https://en.org/A_(b)|w>"),
        ("[https://x.io](https://x.io)", "<https://x.io>"),
        ("[run](javascript:x) [page](returns.md)", "run (javascript:x) page (returns.md)"),
        ("[<@U1>](https://x.io)", "<https://x.io|&lt;@U1&gt;>"),
        ("https://x.io/a_b_c. (https://en.org/A_(b)) **https://x.io**", "<https://x.io/a_b_c>. (<https://en.org/A_(b)>) *<https://x.io>*"),
        ("<https://x.io/a|b>", "<https://x.io/a%7Cb>"),
        ("a\r\nb\u2028c\x00", "a\nb\nc"),
        ("\ud83d \ufdd0", "\ufffd \ufffd"),
    ],
)  # fmt: skip
def test_untrusted_text_on_its_way_out(text: str, shown: str) -> None:
    """What is meant is shown; nothing pings, and nothing hides where it leads."""
    assert shown == outgoing(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<@U9> hello", "hello"),
        ("<@U9>, hello", "hello"),
        ("hello <@U9|bot> there", "hello there"),
        ("<!subteam^S8|@bots> hello", "hello"),
        ("ask <@U1> or <@U2> or <@U3|cy>", "ask @Ann\\_Lee or @somebody or @cy"),
        ("see <#C3> <#C4|other> <#C5>", "see #help #other #channel"),
        ("<!here> <!channel|channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S1|@staff> <!subteam^S2>", "@staff @somebody"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<https://x.io/a?b=1&amp;c=2>", "https://x.io/a?b=1&c=2"),
        ("<https://x.io|the page> <http://x.io|x.io>", "[the page](https://x.io) x.io"),
        ("<https://x.io/(a|p>", "[p](https://x.io/%28a)"),
        ("(<https://x.io>), *<https://x.io>*", "(https://x.io), **<https://x.io>**"),
        ("<mailto:a@b.io|a@b.io> <tel:+1|+1>", "a@b.io +1"),
        ("<!date^1^{date}|1 January>", "1 January"),
        ("*bold* _it_ ~no~ *_both_*", "**bold** _it_ ~~no~~ **_both_**"),
        ("2*3*4 and __init__ and 5 * 3", "2\\*3\\*4 and \\_\\_init\\_\\_ and 5 * 3"),
        ("**no** bold", "\\*\\*no\\*\\* bold"),
        ("# no heading\n#tag", "\\# no heading\n#tag"),
        ("C:\\_x\\d", "C:\\\\_x\\d"),
        ("[no](<https://x.io>) ``` no", "[no]\\(https://x.io) \\`\\`\\` no"),
        ("&gt; one\n&gt;two\nthree", "> one\n> two\nthree"),
        ("a\n&gt;&gt;&gt; one\ntwo", "a\n> one\n> two"),
        ("• a\n    ◦ b", "- a\n    - b"),
        ("```a &lt; b```", "```\na < b\n```"),
        ("so ```a``` it is", "so `a` it is"),
        ("so ```a\nb``` it is", "so \n```\na\nb\n```\n it is"),
        ("`a &lt; *b*`", "`a < *b*`"),
        ("```see <https://x.io> and <http://y.io|y.io>```", "```\nsee https://x.io and y.io\n```"),
        ("&gt; ```x```", "> `x`"),
    ],
)
def test_what_people_write_comes_in(text: str, said: str) -> None:
    """Mentions become names, the bot's own goes, and what Slack shows as it is stays so."""
    users, channels = {"U1": "Ann_Lee", "S1": "staff"}, {"C3": "help"}
    assert said == incoming(text, drop=frozenset({"U9", "S8"}), users=users, channels=channels)


def test_emoji_are_drawn_where_slack_tells_how() -> None:
    """Slack's text has names alone; elsewhere they would stay names. Custom ones, code and unknown ones stay so."""
    parts = [
        {"type": "emoji", "name": "+1", "unicode": "1f44d"},
        {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fb", "skin_tone": 2},
        {"type": "emoji", "name": "ok_hand::skin-tone-6", "unicode": "1f44c-1f3ff"},
        {"type": "emoji", "name": "partyparrot"},
        {"type": "emoji", "name": "bad", "unicode": "x"},
        {"type": "text", "text": ":+1:"},
    ]
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}]
    text = "*:+1:* :wave::skin-tone-2: :ok_hand::skin-tone-6: :partyparrot: :bad: `:+1:` 10:30:00"
    assert incoming(text, emoji=drawn(blocks)) == "**👍** 👋🏻 👌🏿 :partyparrot: :bad: `:+1:` 10:30:00"
    assert drawn(None) == drawn([None, "x", {"type": "emoji"}]) == {}


def test_who_is_mentioned() -> None:
    """Users and user groups, outside code and not where somebody only typed the signs."""
    text = "<@U1> <@U2|bo> <!subteam^S3|@x> `<@U4>` ```<@U5>``` &lt;@U6&gt; <!here> <#C7> <https://x.io|@U8>"
    assert frozenset({"U1", "U2", "S3"}) == mentioned(text)


@settings(max_examples=300, deadline=None)
@given(nasty)
@example("``` x ```\n<!here>\n```")
@example("[a](https://x.io|<!here>)")
@example("> `\n<@U1>\n`")
def test_nothing_pings_and_every_link_is_honest(text: str) -> None:
    """Whatever people write, also what came from Slack: no live mention, and a link's label names no other host."""
    ways = (
        outgoing(text),
        outgoing(incoming(text)),
        outgoing(incoming(typed(text))),
        literal(text),
        link("https://e.io", text),
    )
    for shown in ways:
        assert live_and_inert(shown)[0] == []
        for token in CONTROL.findall(shown):
            target, _, label = token.partition("|")
            assert re.match(r"https?://|mailto:", target)
            assert not re.search(r"https?://|\w\.[^\W\d_]{2}", label) or label.split("/")[0] in target
        assert re.sub(r"^>", "", CONTROL.sub("", shown), flags=re.MULTILINE).count(">") == 0


@settings(max_examples=300, deadline=None)
@given(nasty)
@example("&" * 50 + "<|" * 9 + "*a" * 20)
@example("> ```\n" + "> a`b\n" * 20)
def test_the_measure_by_which_texts_are_cut_is_never_too_small(text: str) -> None:
    assert width(outgoing(text)) <= widest(text)
    assert len(text) <= widest(text)


@settings(max_examples=300, deadline=None)
@given(simple)
@example("\u200b```py\n<!here>")
def test_there_and_back_shows_the_same_words(text: str) -> None:
    """A text that went to Slack and came back from there says what it said, however often."""
    there = outgoing(text)
    back = incoming(there)
    assert seen(there) == meant(back)
    assert seen(there) == seen(outgoing(back))


@pytest.mark.parametrize(
    "text",
    [
        *("**bold** and _it_ and ~~no~~", "- a\n- b\n  - c", "> quote\n> more", "```\ncode <b>\n```", "`a < b`"),
        *("[the page](https://x.io/a?b=1&c=2)", "https://x.io/a_b", "a**b**c", "2 * 3", "**_both_**", "C:\\\\_x"),
        "para\n\npara",
    ],
)
def test_what_slack_can_show_comes_back_as_it_was(text: str) -> None:
    assert text == incoming(outgoing(text))


@settings(max_examples=300, deadline=None)
@given(nasty.map(typed).filter(lambda t: not re.search(r"evil|mailto|e\.io|\]\(", t)))
@example("2*3*4 __init__ # x")
@example("\\*a\\* **x** ~~x~~ `y`")
def test_what_is_typed_on_slack_is_shown_on_slack_as_it_was(raw: str) -> None:
    """What somebody types reaches the other side with the same words; nothing in it becomes markup on the way."""
    said = incoming(raw, users={"U1": "U1"}, channels={"C1": "C1"})
    assert meant(said) == seen(outgoing(said))


@settings(max_examples=300, deadline=None)
@given(nasty)
@example("||@everyone|| </close:1> <t:1:R> <@1> <@&2> -# **Bo** · team")
def test_nothing_pings_on_the_other_platform_either(text: str) -> None:
    """From Discord to Slack and from Slack to Discord: escaped for where it goes, and the same words (FAULTS X5)."""
    over = outgoing(discord.incoming(text))
    assert live_and_inert(over)[0] == []
    back = discord.outgoing(incoming(typed(text)))
    assert not re.search(r"@everyone|@here|<@[!&]?\d+>|^-#(\s|$)", back, re.IGNORECASE | re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("||secret|| </close:12> <t:1700000000:R>", "||secret|| /close &lt;t:1700000000:R&gt;"),
        ("[bank.io](https://evil.io)", "bank.io (<https://evil.io>)"),
        ("hi <@1> @everyone `<@2>`", "hi @somebody @everyone `&lt;@2&gt;`"),
        ("abc\u202ecba", "abccba"),
        (">>> one\ntwo", "> one\n> two"),
        ("<:wave:77> **bold** ```py\nx```", ":wave: *bold* ```\nx\n```"),
    ],
)
def test_from_discord_to_slack(text: str, shown: str) -> None:
    assert shown == outgoing(discord.incoming(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<!channel> *bold* ~no~ <@U1>", "@channel **bold** ~~no~~ @somebody"),
        ("<https://evil.io|https://bank.io> 2*3*4", "https://bank.io (<https://evil.io>) 2\\*3\\*4"),
        ("```a &lt;@1&gt;```", f"```\na <{ZW}@1>\n```"),
        ("-# Bo &lt;@12&gt;", f"-{ZW}# Bo <{ZW}@12>"),
    ],
)
def test_from_slack_to_discord(text: str, shown: str) -> None:
    assert shown == discord.outgoing(incoming(text))


@given(st.text(max_size=60))
def test_names_are_one_harmless_line(text: str) -> None:
    """A name keeps no line break and no character that turns text around, and pings nobody."""
    for said in (name(text), literal(text), plain(text)):
        assert not re.search("[\n\r\u202a-\u202e\u2066-\u2069]", said)
    assert live_and_inert(literal(text))[0] == []


def test_escapes_that_the_core_made_are_shown_once() -> None:
    assert literal("\\*Bo\\*") == f"{ZW}*{ZW}Bo{ZW}*{ZW}"
    assert plain("\\*Bo\\*") == "*Bo*"
    assert literal("\\> Bo") == f"{ZW}&gt; Bo"


def test_clip_counts_as_slack_may() -> None:
    """An emoji is one code point and two UTF-16 units: either count fits."""
    assert width(clip("😀" * 200, 100)) <= 100
    assert clip("abc", 3) == "abc"


@pytest.mark.parametrize(
    "text", ["*a ", "_a *b ", "`a ", "``a ```", "[a](", "**a* ", "> ```", "# ", "a_*~", "https://", "&<>", "(" * 9]
)
def test_hostile_text_is_read_in_time_that_grows_with_it(text: str) -> None:
    """Nothing that people write keeps the bot busy: a post holds at most 11,000 characters."""
    long = (text * 11_000)[:11_000]
    began = time.process_time()
    outgoing(long)
    incoming(long)
    assert time.process_time() - began < 1
