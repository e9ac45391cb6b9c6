"""How posts look on Slack: within every limit of the strict simulator, nothing lost, nobody pinged, no label forged."""

import random
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slacksim.blocks import check_blocks, check_view, walk_strings
from slacksim.text import live_and_inert

from adapters.slack import blocks, inbound
from handoff.effects import Button, Field, Input, OpenForm, Post, Tone
from handoff.model import File, Mention

CONTROL = re.compile(r"<([^<>\n]*)>")
EVERY_PING = (Mention(kind="here"), Mention(kind="group", id="S1"), Mention(kind="person", id="U1"))


def faults(post: Post) -> list[str]:
    """What Slack would refuse of a post."""
    look = blocks.shown(post)
    found = check_blocks([*map(dict, look.blocks)])
    if sum(map(len, walk_strings(look.blocks))) > 13_200:
        found.append("msg_blocks_too_long")
    if not look.text.strip() or len(look.text) > 4000:
        found.append(f"text of {len(look.text)}")
    return found


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def visible(post: Post) -> str:
    """The letters that Slack shows of a post."""
    look = blocks.shown(post)
    said = "\n".join(blocks.texts(look.blocks)) if look.blocks else look.text
    said = CONTROL.sub(lambda m: m[1].partition("|")[2] or m[1], said)
    return letters(said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


# ---- how it looks


def test_a_short_text_is_text_alone() -> None:
    """So that it can be edited, quoted and searched as anybody's; an edit to it takes away blocks that were there."""
    look = blocks.shown(Post(text="**Hello** <@U1>", files=(File("a.txt", "https://x.io/a", 1500),)))
    assert look == blocks.Shown("*Hello* &lt;@U1&gt;\n📎 a.txt (<https://x.io/a>) (2 kB)", [])


def test_how_a_relayed_message_looks() -> None:
    """The name in small print of ours, the words below; notifications say both."""
    look = blocks.shown(Post(text="On its *way*", label="Bo · team"))
    [context, section] = look.blocks
    assert context == {"type": "context", "elements": [{"type": "mrkdwn", "text": "*Bo* · team", "verbatim": True}]}
    assert section["text"] == {"type": "mrkdwn", "text": "On its _way_", "verbatim": True}
    assert look.text == "Bo · team: On its _way_"


def test_how_a_card_looks() -> None:
    """Pings and the linked title in bold, text, short fields side by side, long ones apart, small print, buttons."""
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    card = Post(
        title="#42 · Ann", text="**Waiting for a person**", footer="AI · 3 turns", tone=Tone.WAITING, link="https://x.io/1",
        fields=(Field("Since", at), Field("Why", "asked"), Field("Empty", ""), Field("Last words", "please " * 30)),
        buttons=(Button(verb="claim", label="Claim", number=42, style="primary"), Button(verb="close", label="…", number=42)),
        ping=(Mention(kind="here"),),
    )  # fmt: skip
    look = blocks.shown(card)
    title, text, short, long, footer, actions = look.blocks
    assert title["text"]["text"] == "<!here> 🟠 *<https://x.io/1|#42 · Ann>*"
    assert text["text"]["text"] == "*Waiting for a person*"
    assert [f["text"].split("\n") for f in short["fields"]] == [
        ["*Since*", "<!date^1767323045^{date_short_pretty} {time} ({ago})|2026-01-02 03:04 UTC>"],
        ["*Why*", "asked"],
        ["*Empty*", "–"],
    ]
    assert long["text"]["text"].startswith("*Last words*\nplease please")
    assert footer["elements"][0]["text"] == "AI · 3 turns"
    assert [(b["action_id"], b["value"], b.get("style")) for b in actions["elements"]] == [
        ("handoff:claim", "42", "primary"),
        ("handoff:close", "42", None),
    ]
    assert look.text == "<!here> #42 · Ann"
    assert faults(card) == []


def test_a_name_in_a_linked_title_cannot_name_another_place() -> None:
    title = blocks.shown(Post(title="#42 · bank.io", link="https://simulated.slack.com/archives/C1/p1")).blocks[0]
    assert title["text"]["text"] == "*#42 · bank.io (<https://simulated.slack.com/archives/C1/p1>)*"


def test_small_print_is_small() -> None:
    [context] = blocks.shown(Post(text="by the way", tone=Tone.QUIET)).blocks
    assert context["type"] == "context"


def test_pings_stand_alone_before_what_begins_a_line() -> None:
    """A quote, list or fence stays one."""
    for text in ("> quoted", "- item", "```\ncode\n```"):
        assert blocks.shown(Post(text=text, ping=EVERY_PING)).text.startswith("<!here> <!subteam^S1> <@U1>\n")
    assert blocks.shown(Post(text="hello", ping=EVERY_PING)).text == "<!here> <!subteam^S1> <@U1> hello"


def test_an_id_that_is_none_is_no_ping() -> None:
    assert blocks.shown(Post(text="x", ping=(Mention(kind="person", id="U1> <!channel"),))).text == "x"


def test_equal_verbs_stand_in_blocks_of_their_own() -> None:
    """An action_id is unique within its block; five to a row; the same button is there once."""
    claims = tuple(Button(verb="claim", label=f"Claim #{n}", number=n) for n in (1, 2, 2, 3))
    others = tuple(Button(verb=v, label=v, number=1) for v in "abcdefg")
    rows = blocks.rows((*claims, *others))
    assert [[b["action_id"][8:] + b["value"] for b in row["elements"]] for row in rows] == [
        ["claim1"], ["claim2"], ["claim3", "a1", "b1", "c1", "d1"], ["e1", "f1", "g1"],
    ]  # fmt: skip
    assert check_blocks(rows) == []


@pytest.mark.parametrize(
    ("action", "value", "press"),
    [
        ("handoff:claim", "42", ("claim", 42, "")),
        ("handoff:send", "42:17", ("send", 42, "17")),
        ("handoff:pick", "42:U1:x", ("pick", 42, "U1:x")),
        ("handoff:queue", "0", ("queue", 0, "")),
        ("handoff:claim", "", None),
        ("handoff:claim", "4²", None),
        ("handoff:claim", "9" * 30, None),
        ("handoff:", "42", None),
        ("handoff:clai:m", "42", None),
        ("other:claim", "42", None),
        ("", "", None),
    ],
)
def test_what_was_pressed(action: str, value: str, press: tuple[str, int, str] | None) -> None:
    """A press is read by its ids alone, and anything else is nothing of ours."""
    assert press == inbound.press(action, value)


def test_a_button_reads_back_as_it_was_made() -> None:
    for button in (Button(verb="send", label="Send", number=7, detail="12"), Button(verb="queue", label="Queue")):
        [row] = blocks.rows((button,))
        made = row["elements"][0]
        assert inbound.press(made["action_id"], made["value"]) == (button.verb, button.number, button.detail)


def test_a_form_is_a_view_that_slack_takes() -> None:
    """Too much of everything is cut to the limits; the inputs bear the fields' names."""
    form = OpenForm(
        verb="close", number=42, title="Close #42 " * 9, submit="Close " * 9,
        inputs=(Input(name="note", label="N " * 1500, hint="h" * 300, limit=9000), Input(name="to", label="", required=True)),
    )  # fmt: skip
    view = blocks.modal(form, "C1:123.456")
    assert check_view(view) == []
    assert (view["callback_id"], view["private_metadata"]) == ("handoff:close:42", "C1:123.456")
    assert [(b["element"]["action_id"], b["optional"]) for b in view["blocks"]] == [("note", True), ("to", False)]
    assert check_view(blocks.modal(OpenForm(verb="x", number=1, title="t", submit="", inputs=()), "")) == []


# ---- limits: FAULTS S28

PIECES = (
    *("word ", "😀", "👩\u200d👩\u200d👧\u200d👦", "🇩🇪", "e\u0301", "\ud83d", "مرحبا ", "\u202eabc", "x" * 300, "&", "<", ">"),
    *("```py\n", "```\n", "```", "`", "\n", "\n\n", "> ", "- ", "# ", "**", "*", "_", "~~", "\\", "|"),
    *("[a](https://b.io) ", "https://x.io/a_b ", "https://x.io/" + "a" * 50),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """0 to 60,000 characters of what could go wrong, a few kinds of it at a time, so that long ones differ."""
    kinds = draw(st.lists(st.sampled_from(PIECES) | st.text(max_size=9), min_size=1, max_size=8))
    length = draw(st.sampled_from((0, 50, 2990, 3010, 3999, 4001, 11_000, 13_500, 30_000, 60_000)))
    order = random.Random(draw(st.integers(0, 10**6)))
    made, size = [], 0
    while size < length and any(kinds):
        piece = order.choice(kinds)
        made.append(piece)
        size += len(piece) or 1
    return "".join(made)[:60_000]


@settings(max_examples=120, deadline=None)
@given(
    texts(), st.sampled_from([{}, {"label": "Bo · team"}, {"title": "#42 · Ann"}, {"tone": Tone.QUIET}, {"ping": EVERY_PING}])
)
@example("x" * 60_000, {})
@example("& " * 30_000, {"title": "&" * 300})
@example("```py\n" + "x = 1\n" * 9000, {"label": "Ann"})
@example("> ```\n" + "> a`b\n" * 9000, {})
@example("\n" * 60_000, {})
def test_whatever_the_text_slack_takes_every_part_and_nothing_is_lost(text: str, dress: dict[str, Any]) -> None:
    """Each part passes the simulator's own validators, and together they hold the text."""
    parts = blocks.parts(Post(text=text, buttons=(Button(verb="human", label="Talk to a person"),), **dress))
    assert [faults(p) for p in parts if faults(p)] == []
    assert [bool(p.buttons) for p in parts] == [False] * (len(parts) - 1) + [True]
    assert [bool(p.ping) for p in parts[1:]] == [False] * (len(parts) - 1)
    if not re.search(r"```\w", text):  # a fence that is cut is opened again in its language
        assert letters(text) == letters("".join(p.text for p in parts))


@settings(max_examples=120, deadline=None)
@given(texts().filter(lambda t: not re.search("https?:|```\\w|\\]\\(", t)))
def test_what_is_shown_of_all_parts_is_the_text(text: str) -> None:
    """Nothing is lost on the last step either, when a part becomes mrkdwn, but for languages of fences."""
    if letters(text):
        assert letters(text.replace("\ud83d", "")) == "".join(visible(p) for p in blocks.parts(Post(text=text)))


def test_fences_are_closed_and_reopened_at_every_cut() -> None:
    for part in blocks.parts(Post(text="before\n```py\n" + "x = 1\n" * 5000 + "```\nafter")):
        look = blocks.shown(part)
        for said in blocks.texts(look.blocks) if look.blocks else [look.text]:
            assert said.count("```") % 2 == 0


def test_a_transcript_of_a_hundred_turns_is_few_posts() -> None:
    turns = "\n\n".join(f"**Ann · customer**\n> {'My order has not arrived. ' * 5}" for _ in range(100))
    assert len(blocks.parts(Post(text=turns))) <= 3


@pytest.mark.parametrize("sign", ["&", "*", "<", "😀", "a.io ", "`"])
def test_too_much_of_everything_still_fits(sign: str) -> None:
    """Frames are cut so that text, title, fields, files, footer and buttons fit together, all escaped."""
    much = sign * 3000
    post = Post(
        text=much, label=much, title=much, footer=much, link="https://x.io/" + "&" * 900, ping=EVERY_PING,
        fields=(Field(much, much),) * 40, files=(File(much, "https://x.io/" + "&" * 190),) * 40,
        buttons=tuple(Button(verb=f"v{n}", label=much, number=n) for n in range(40)),
    )  # fmt: skip
    for part in blocks.parts(post):
        assert faults(part) == []


def test_an_empty_post_shows_something() -> None:
    """Slack takes no empty message."""
    for post in (Post(), Post(text=" \n "), Post(text="```\n```"), Post(label="Bo"), Post(text="", ping=EVERY_PING)):
        assert faults(post) == []


# ---- FAULTS S29, X5

HOSTS = ("https://evil.io", "https://bank.io")
CORPUS = (
    *("<!channel>", "<!here>", "<!everyone>", "<!here|here>", "<!subteam^S1>", "<!subteam^S1|@staff>", "<@U1>", "<@U1|bo>"),
    *("<@W1>", "<#C1>", "<#C1|general>", "<!date^1^{date}|x>", "@here", "@channel @everyone", "<https://evil.io|bank.io>"),
    *("<https://evil.io|https://bank.io>", "<mailto:a@evil.io|a@bank.io>", "[bank.io](https://evil.io)", "<<!here>>"),
    *("[https://bank.io](https://evil.io)", "[**bank**.io](https://evil.io)", "[bank\\.io](https://evil.io)", "[<@U1>"),
    *("[bank。io](https://evil.io)", "[ｂａｎｋ．ｉｏ](https://evil.io)", "[ba\u200bnk.io](https://evil.io)", "``<@U1>"),
    *("[\u202eoi.knab](https://evil.io)", "[x](https://evil.io|https://bank.io)", "![bank.io](https://evil.io)", "# <!here>"),
    *("[a](<https://evil.io> <!here>)", "[<!here>](https://evil.io)", "https://evil.io|<!here>", "<https://evil.io/<!here>>"),
    *("\\<!here\\>", "`<!here>`", "```<!here>```", "```\n<!here>\n```", "> <!here>", "- <!here>", "&lt;!here&gt;", "<!here\n>"),
    *("&#60;!here&#62;", "<!he\u200bre>", "<\u200b!here>", "\ufdd6<!here>\ufdd7", "**<@U1>**", "~~<!channel>~~"),
)


@pytest.mark.parametrize("payload", CORPUS)
@pytest.mark.parametrize(
    "way", ["text", "label", "title", "title-link", "field", "name", "footer", "file", "button", "quiet", "form"]
)
def test_nothing_that_people_write_pings_or_hides_a_link(payload: str, way: str) -> None:
    """Whatever way it takes: no live mention, and every link's label names no host but its own."""
    ways = {
        "text": Post(text=payload), "label": Post(text="x", label=payload), "title": Post(title=payload),
        "title-link": Post(title=payload, link="https://evil.io/1"), "field": Post(title="t", fields=(Field("n", payload),)),
        "name": Post(title="t", fields=(Field(payload, "v"),)), "footer": Post(title="t", footer=payload),
        "file": Post(text="x", files=(File(payload, "https://evil.io/f"), File(payload, payload))),
        "button": Post(text="x", buttons=(Button(verb="claim", label=payload),)), "quiet": Post(text=payload, tone=Tone.QUIET),
    }  # fmt: skip
    if way == "form":
        field = Input(name="note", label=payload, hint=payload)
        text, shown = "", [blocks.modal(OpenForm(verb="close", number=1, title=payload, submit=payload, inputs=(field,)), "")]
    else:
        look = blocks.shown(ways[way])
        text, shown = look.text, look.blocks
        assert faults(ways[way]) == []
    assert live_and_inert(text, shown)[0] == []
    assert live_and_inert(text, shown, parse="none", groups=[{"id": "S1", "handle": "staff"}])[0] == []
    for said in (text, *(b["text"] for b in _mrkdwn(shown))):
        for token in CONTROL.findall(said):
            target, _, label = token.partition("|")
            assert target.startswith((*HOSTS, "mailto:"))
            assert not re.search(r"bank|knab|ｂａｎｋ", label)


def _mrkdwn(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value] if value.get("type") == "mrkdwn" else [found for v in value.values() for found in _mrkdwn(v)]
    return [found for v in value for found in _mrkdwn(v)] if isinstance(value, list) else []


@settings(max_examples=150, deadline=None)
@given(texts())
def test_slack_finds_no_mentions_by_itself_and_no_label_is_forged(text: str) -> None:
    """Blocks of people's words are sections, verbatim; the one context block is the label that we made."""
    look = blocks.shown(Post(text=text[:3000], label="Bo · team"))
    assert all(found["verbatim"] is True for found in _mrkdwn(look.blocks))
    contexts = [b for b in look.blocks if b["type"] == "context"]
    assert [c["elements"][0]["text"] for c in contexts] == ["*Bo* · team"]


def test_who_is_pinged_is_exactly_who_was_named() -> None:
    """In a text, in a card and beside a label; each once for Slack, whatever the text holds."""
    for more in ({}, {"title": "t"}, {"label": "Bo"}, {"tone": Tone.QUIET}, {"text": ""}):
        look = blocks.shown(Post(**{"text": "<!channel> <@U2>", "ping": EVERY_PING, **more}))
        live = live_and_inert("" if look.blocks else look.text, look.blocks)[0]
        assert {(kind, ident) for kind, ident, _ in live} == {("here", None), ("subteam", "S1"), ("user", "U1")}
