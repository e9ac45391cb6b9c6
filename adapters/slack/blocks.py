"""How a Post looks on Slack: text alone or blocks, buttons, and whom it pings. Nothing here talks to Slack."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from adapters.slack.mrkdwn import link, literal, outgoing, plain, widest
from handoff.effects import Button, Field, Input, OpenForm, Post, Tone
from handoff.measure import clip, width
from handoff.model import File, Mention
from handoff.split import split

#: Slack's limits, in characters: the reference of each block and method
SECTION: Final = 3000
FIELDS: Final = 10  #: of one section
BUTTON: Final = 75
ROW: Final = 5  #: buttons of one actions block: more would wrap
VALUE: Final = 2000
MODAL: Final = 24  #: title and submit of a form
HINT: Final = 150
CHOICE: Final = 75
INPUT: Final = 3000
METADATA: Final = 3000
EDITABLE: Final = 4000  #: text of chat.update; chat.postMessage takes 40,000
#: all blocks of a message: an undocumented msg_blocks_too_long comes from about 13,200 on (slackapi/bolt-js#2509)
TOTAL: Final = 11_000
#: our own choice: the fallback is read out and shown in notifications, which are cut much earlier
FALLBACK: Final = 300
#: our own choices, so that whatever stands around a text leaves room for it even when every character is escaped
ROOM: Final = 2000  #: for the text, at least
TITLE: Final = 150
NAME: Final = 60
LABEL: Final = 100
FOOTER: Final = 300
LINK: Final = 1000
VALUE_SHOWN: Final = 1000
ALL_FIELDS: Final = 3500
ALL_FILES: Final = 1500
BUTTONS_SHOWN: Final = 25
SHORT: Final = 80  #: a field of which two fit side by side

_EMBLEMS: Final = {Tone.WAITING: "🟠", Tone.CLAIMED: "🟢", Tone.DONE: "⚪"}
_NOTHING: Final = "–"
#: what Slack does not show of a link; all of a time but its fallback
_TOKEN = re.compile(r"<[^<>|]*\|?")

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as Slack is told it. Without blocks the text is what people see; with them, what notifications say."""

    text: str
    blocks: list[Block]


def shown(post: Post) -> Shown:
    pings = _pings(post.ping)
    if _bare(post):
        text = _beside(pings, "\n".join(filter(None, [outgoing(post.text).strip(), *map(_file, post.files)])))
        if width(text) <= EDITABLE:
            return Shown(text or _NOTHING, [])
    blocks = [*_head(post, pings), *_body(post), *_fields(post), *_files(post), *_foot(post), *rows(post.buttons)]
    return Shown(_beside(pings, _fallback(post)), blocks or [_section(_NOTHING)])


def parts(post: Post) -> tuple[Post, ...]:
    """Split to Slack's limits: pings, fields and title on the first part, buttons, files and footer on the last."""
    frame = sum(map(len, texts(shown(replace(post, text="")).blocks)))
    cut = split(post.text, max(TOTAL - frame, ROOM), widest)
    if len(cut) == 1:
        return (post,)
    first = replace(post, text=cut[0], buttons=(), files=(), footer=post.footer if post.title else "")
    more = [Post(text=text, label=post.label, tone=post.tone) for text in cut[1:]]
    last = replace(more[-1], buttons=post.buttons, files=post.files, footer="" if post.title else post.footer)
    return (first, *more[:-1], last)


def texts(blocks: Iterable[Block]) -> Iterable[str]:
    """What counts towards the size of all blocks: every text in them."""
    for block in blocks:
        for value in block.values():
            if isinstance(value, dict):
                yield from texts([value])
            elif isinstance(value, list):
                yield from texts(value)
        if isinstance(block.get("text"), str):
            yield block["text"]


def _bare(post: Post) -> bool:
    """Whether nothing but words (and files) are to be shown."""
    return not (post.title or post.label or post.quote or post.fields or post.footer or post.buttons or post.tone is Tone.QUIET)


def _beside(pings: str, text: str) -> str:
    """Pings before the words; before a quote, list or code on a line of their own."""
    return f"{pings}{chr(10) if re.match(r'>|•|```', text) else ' '}{text}".strip() if pings else text


def _fallback(post: Post) -> str:
    who = literal(clip(plain(post.label), FALLBACK))
    words = literal(clip(plain(post.title), FALLBACK)) or _within(post.text, 2 * FALLBACK, outgoing, FALLBACK)
    return f"{who}: {words}" if who and words else who or words or _NOTHING


# ---- blocks


def _mrkdwn(text: str) -> Block:
    """`verbatim`: Slack finds no mentions, channels or links by itself in what people wrote."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": clip(plain(text), limit) or _NOTHING}


def _section(text: str) -> Block:
    """`expand`: no "see more" before the end of what somebody said."""
    return {"type": "section", "text": _mrkdwn(text), "expand": True}


def _context(text: str) -> Block:
    """Small grey print, which nobody's words can have."""
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _head(post: Post, pings: str) -> list[Block]:
    """Who says it, in small print; the title; the pings where there is neither title nor text to stand beside."""
    who, dot, what = plain(post.label).partition(" · ")
    blocks = [_context(f"*{literal(clip(who, NAME))}*{dot}{literal(clip(what, LABEL))}")] if who else []
    if post.quote:
        blocks.append(_context(literal(clip(plain(post.quote), LABEL))))
    if post.title:
        title = clip(plain(post.title), TITLE)
        bold = f"*{_linked(post.link, title)}*" if post.link else f"*{literal(title)}*"
        emblem = _EMBLEMS.get(post.tone, "")
        blocks.append(_section(_beside(pings, f"{emblem} {bold}" if emblem else bold)))
    elif pings and (not post.text.strip() or post.tone is Tone.QUIET):
        blocks.append(_section(pings))
    return blocks


def _linked(url: str, title: str) -> str:
    made = link(url, title) if re.match("https?://", url) else ""
    return made if 0 < width(made) <= LINK else literal(title)


def _body(post: Post) -> list[Block]:
    if not post.text.strip():
        return []
    block = _context if post.tone is Tone.QUIET and not post.title else _section
    pings = "" if post.title or block is _context else _pings(post.ping)
    pieces = [outgoing(t).strip("\n") for t in split(post.text, SECTION - len(pings) - 1, widest)]
    pieces[0] = _beside(pings, pieces[0])
    return [block(piece) for piece in pieces if piece.strip()]


def _fields(post: Post) -> list[Block]:
    """Short ones side by side, long ones on their own."""
    blocks: list[Block] = []
    room = ALL_FIELDS
    for field in post.fields:
        text = f"*{literal(clip(plain(field.name), NAME))}*\n{_value(field.value)}"
        room -= width(text)
        if room < 0:
            break
        row = blocks[-1] if blocks else {}
        if len(_TOKEN.sub("", text)) > SHORT:
            blocks.append(_section(text))
        elif len(row.get("fields", ())) in range(1, FIELDS):
            row["fields"].append(_mrkdwn(text))
        else:
            blocks.append({"type": "section", "fields": [_mrkdwn(text)]})
    return blocks


def _value(value: str | datetime) -> str:
    """Slack shows a time in the reader's own zone and language; the fallback is for clients that cannot."""
    if isinstance(value, datetime):
        at = value.astimezone(UTC)
        return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}} ({{ago}})|{at:%Y-%m-%d %H:%M} UTC>"
    return _within(value, VALUE_SHOWN, outgoing) or _NOTHING


def _within(text: str, limit: int, render: Callable[[str], str], most: int = 0) -> str:
    """As much of `text` (at most `most` characters of it) as fits once rendered: what is rendered cannot be cut."""
    room = most or limit
    while width(said := render(clip(text, room)).strip()) > limit:
        room = room * 3 // 4
    return said


def _file(file: File) -> str:
    size = f" ({_bytes(file.size)})" if file.size else ""
    shown_name = clip(plain(file.name), NAME) or "file"
    return f"📎 {_linked(file.url, shown_name)}{size}"


def _bytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def _files(post: Post) -> list[Block]:
    lines: list[str] = []
    for n, line in enumerate(map(_file, post.files)):
        if sum(map(width, lines)) + width(line) > ALL_FILES:
            lines.append(f"📎 +{len(post.files) - n}")
            break
        lines.append(line)
    return [_section("\n".join(lines))] if lines else []


def _foot(post: Post) -> list[Block]:
    return [_context(literal(clip(plain(post.footer), FOOTER)))] if plain(post.footer) else []


def _pings(targets: tuple[Mention, ...]) -> str:
    """The only mentions that are live."""
    forms = {"here": "<!here>", "group": "<!subteam^{}>", "person": "<@{}>"}
    return " ".join(forms[t.kind].format(t.id) for t in targets if t.kind == "here" or re.fullmatch(r"[A-Z0-9]+", t.id))


# ---- buttons and forms


def rows(buttons: tuple[Button, ...]) -> list[Block]:
    """The buttons in order; Slack wants an action_id to be unique within its block, so equal verbs stand apart."""
    blocks: list[Block] = []
    seen: set[tuple[str, str]] = set()
    for button in buttons[:BUTTONS_SHOWN]:
        made = _button(button)
        if (made["action_id"], made["value"]) in seen:
            continue
        seen.add((made["action_id"], made["value"]))
        row = blocks[-1]["elements"] if blocks else []
        if not row or button.apart or len(row) == ROW or any(b["action_id"] == made["action_id"] for b in row):
            blocks.append({"type": "actions", "elements": [made]})
        else:
            row.append(made)
    return blocks


def _button(button: Button) -> Block:
    made: Block = {
        "type": "button",
        "action_id": f"handoff:{button.verb}",
        "value": ":".join(filter(None, [str(button.number), button.detail]))[:VALUE],
        "text": _plain(button.label or button.verb, BUTTON),
    }
    return made | ({"style": button.style} if button.style in ("primary", "danger") else {})


def modal(form: OpenForm, metadata: str) -> Block:
    """The form as a view; `metadata` comes back with what is sent."""
    view: Block = {
        "type": "modal",
        "callback_id": f"handoff:{form.verb}:{form.number}",
        "title": _plain(form.title, MODAL),
        "private_metadata": metadata[:METADATA],
        "blocks": [_input(field) for field in form.inputs],
    }
    return view | ({"submit": _plain(form.submit, MODAL)} if form.inputs or form.submit else {})


def _input(field: Input) -> Block:
    element = _box(field)
    if plain(field.hint):
        element["placeholder"] = _plain(field.hint, HINT)
    label = _plain(field.label, 2000)
    return {"type": "input", "block_id": field.name, "label": label, "optional": not field.required, "element": element}


def _box(field: Input) -> Block:
    if field.person:
        return {"type": "users_select", "action_id": field.name}
    if field.channel:  # channels_select has the public ones alone
        shown_ones = {"include": ["public", "private"]}
        return {"type": "conversations_select", "action_id": field.name, "filter": shown_ones}
    if field.choices:
        options = [{"text": _plain(words, CHOICE), "value": value} for value, words in field.choices]
        box: Block = {"type": "static_select", "action_id": field.name, "options": options}
        first = next((option for option in options if option["value"] == field.value), None)
        return box | ({"initial_option": first} if first else {})
    most = min(field.limit, INPUT)
    box = {"type": "plain_text_input", "action_id": field.name, "multiline": field.long and not field.group, "max_length": most}
    return box | ({"initial_value": field.value[:most]} if field.value else {})


__all__ = ["Field", "Shown", "modal", "parts", "rows", "shown", "texts"]
