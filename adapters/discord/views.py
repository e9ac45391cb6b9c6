"""How a Post looks on Discord: content or an embed, buttons, and who is pinged. Nothing here talks to Discord."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import discord
from discord import ui

from adapters.discord.markdown import literal, outgoing, plain
from handoff.effects import Button, Field, Input, OpenForm, Post, Tone
from handoff.measure import clip, width
from handoff.model import File, Mention
from handoff.split import split

#: Discord's limits, in characters: message.mdx and the embed limits of its reference
CONTENT: Final = 2000
DESCRIPTION: Final = 4096
EMBED: Final = 6000
FIELD_VALUE: Final = 1024
TITLE: Final = 256
FIELDS: Final = 25
CUSTOM_ID: Final = 100
ROW: Final = 5  #: buttons of a row
ROWS: Final = 5
LABEL: Final = 80
THREAD_NAME: Final = 100
MODAL: Final = 45  #: title and labels of a form
HINT: Final = 100

_COLOURS: Final = {
    Tone.WAITING: 0xF0B232,
    Tone.CLAIMED: 0x23A55A,
    Tone.DONE: 0x80848E,
    Tone.QUIET: 0x4E5058,
}
_STYLES: Final = {
    "": discord.ButtonStyle.secondary,
    "primary": discord.ButtonStyle.primary,
    "danger": discord.ButtonStyle.danger,
}
_BLOCK = re.compile(r"\s*(?:```|>|[-*+#]|\d+[.)])")


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as Discord is told it. Links of a post without an embed must not unfurl."""

    content: str
    embed: discord.Embed | None
    buttons: tuple[Button, ...]
    allowed: discord.AllowedMentions


def shown(post: Post) -> Shown:
    pings = _pings(post.ping)
    if post.title:
        embed = _embed(post)
        return Shown(pings, embed, post.buttons, _allowed(post.ping))
    return Shown(clip(_content(post, pings), CONTENT), None, post.buttons, _allowed(post.ping))


def parts(post: Post) -> tuple[Post, ...]:
    """Split to Discord's limits: pings, fields and title on the first part, buttons, files and footer on the last."""
    if post.title:
        room = min(DESCRIPTION, EMBED - _embed_size(replace(post, text="")))
        texts = split(post.text, room, _size(Tone.PLAIN))
        rest = [t for text in texts[1:] for t in split(text, CONTENT - width(_label(post.label)) - 1, _size(Tone.PLAIN))]
        if not rest:
            return (post,)
        first = replace(post, text=texts[0], buttons=(), files=())
        more = [Post(text=text, label=post.label) for text in rest]
        return (first, *more[:-1], replace(more[-1], buttons=post.buttons, files=post.files))
    frame = width(_content(replace(post, text=""), _pings(post.ping))) + 2
    texts = split(post.text, max(CONTENT - frame, 200), _size(post.tone))
    if len(texts) == 1:
        return (post,)
    first = replace(post, text=texts[0], buttons=(), files=(), footer="")
    more = [Post(text=text, label=post.label, tone=post.tone) for text in texts[1:]]
    return (first, *more[:-1], replace(more[-1], buttons=post.buttons, files=post.files, footer=post.footer))


def _size(tone: Tone) -> "_Size":
    return _Size(tone)


@dataclass(frozen=True, slots=True)
class _Size:
    tone: Tone

    def __call__(self, text: str) -> int:
        return max(width(_body(text, self.tone)), len(text))


# ---- content


def _content(post: Post, pings: str) -> str:
    """Who speaks, in small print that nobody else's words can have; then the words; then what belongs to them."""
    body = _body(post.text, post.tone)
    if pings:
        body = f"{pings}\n{body}" if _BLOCK.match(body) else f"{pings} {body}".rstrip()
    lines = [
        _label(post.label),
        f"-# {literal(post.quote)}" if post.quote else "",
        body,
        *(f"**{literal(f.name)}** {_value(f.value)}" for f in post.fields),
        *map(_file, post.files),
        f"-# {literal(post.footer)}" if post.footer else "",
    ]
    return "\n".join(line for line in lines if line)


def _label(label: str) -> str:
    """`Bo · support team` as small print, the name in bold."""
    if not label:
        return ""
    who, dot, what = label.partition(" · ")
    return f"-# **{literal(clip(who, 100))}**{dot}{literal(clip(what, 150))}"


def _body(text: str, tone: Tone) -> str:
    text = outgoing(text)
    if tone is Tone.QUIET:
        return "\n".join(f"-# {line}" if line.strip() else line for line in text.split("\n"))
    return text


def _file(file: File) -> str:
    size = f" ({_bytes(file.size)})" if file.size else ""
    url = f" <{file.url}>" if re.fullmatch(r"https?://[^\s<>]+", file.url) else ""
    return f"📎 **{literal(clip(file.name, 100)) or 'file'}**{size}{url}"


def _bytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


# ---- embeds


def _embed(post: Post) -> discord.Embed:
    url = post.link if re.fullmatch(r"https?://\S+", post.link) else None
    embed = discord.Embed(title=clip(literal(post.title), TITLE), colour=_COLOURS.get(post.tone), url=url)
    if post.label:
        embed.set_author(name=clip(plain(post.label), TITLE))
    for field in post.fields[:FIELDS]:
        value = _value(field.value)
        embed.add_field(name=clip(literal(field.name), TITLE) or "–", value=value, inline=width(value) <= 40)
    if post.footer:
        embed.set_footer(text=clip(plain(post.footer), 1000))
    lines = "\n".join([outgoing(post.text), *map(_file, post.files)]).strip()
    while len(embed) + width(lines) > EMBED and len(embed) > EMBED // 3 and embed.fields:
        embed.remove_field(-1)
    embed.description = clip(lines, min(DESCRIPTION, EMBED - len(embed))) or None
    return embed


def _embed_size(post: Post) -> int:
    embed = _embed(post)
    return len(embed) + sum(width(f.value or "") - len(f.value or "") for f in embed.fields)


def _value(value: str | datetime) -> str:
    """Discord shows a time in the reader's own zone and keeps it true: "4 minutes ago"."""
    if isinstance(value, datetime):
        return discord.utils.format_dt(value, "R")
    return clip(outgoing(value).strip(), FIELD_VALUE) or "–"


# ---- pings


def _pings(targets: tuple[Mention, ...]) -> str:
    return " ".join({"here": "@here", "group": f"<@&{t.id}>", "person": f"<@{t.id}>"}[t.kind] for t in targets)


def _allowed(targets: tuple[Mention, ...]) -> discord.AllowedMentions:
    """Exactly these and nobody else, whatever the text holds."""
    return discord.AllowedMentions(
        everyone=any(t.kind == "here" for t in targets),
        users=[discord.Object(int(t.id)) for t in targets if t.kind == "person"],
        roles=[discord.Object(int(t.id)) for t in targets if t.kind == "group"],
        replied_user=False,
    )


# ---- buttons and forms


def custom_id(button: Button) -> str:
    return ":".join(filter(None, ["handoff", button.verb, str(button.number), button.detail]))[:CUSTOM_ID]


def rows(buttons: tuple[Button, ...]) -> ui.View | None:
    """The buttons, five in a row at most. Not remembered by the SDK: a press is read by its id alone, at any age."""
    if not buttons:
        return None
    view = ui.View(timeout=None)
    once = {custom_id(b): b for b in buttons}
    for row, each in enumerate(_rows(list(once.items())[: ROW * ROWS])):
        for name, button in each:
            label = clip(plain(button.label), LABEL) or button.verb
            view.add_item(ui.Button(label=label, custom_id=name, style=_STYLES[button.style], row=row))
    view.stop()
    return view


def _rows(buttons: list[tuple[str, Button]]) -> list[list[tuple[str, Button]]]:
    """Five rows at most: with no room for rows of their own the buttons fill them one after another."""
    rows: list[list[tuple[str, Button]]] = []
    for each in buttons:
        if not rows or each[1].apart or len(rows[-1]) == ROW:
            rows.append([])
        rows[-1].append(each)
    return rows if len(rows) <= ROWS else [buttons[n : n + ROW] for n in range(0, len(buttons), ROW)]


def modal(form: OpenForm) -> ui.Modal:
    """The form. Not remembered by the SDK either."""
    window = ui.Modal(title=clip(plain(form.title), MODAL), custom_id=f"handoff:{form.verb}:{form.number}", timeout=None)
    for field in form.inputs[:5]:
        window.add_item(ui.Label(text=clip(plain(field.label), MODAL), component=_box(field)))
    window.stop()
    return window


def _box(field: Input) -> ui.Item[ui.Modal]:
    hint = clip(plain(field.hint), HINT) or None
    if field.person:
        return ui.UserSelect(custom_id=field.name, placeholder=hint, required=field.required)
    if field.group:
        return ui.MentionableSelect(custom_id=field.name, placeholder=hint, required=field.required)
    if field.channel:
        types = [discord.ChannelType.text, discord.ChannelType.forum]
        return ui.ChannelSelect(custom_id=field.name, placeholder=hint, required=field.required, channel_types=types)
    if field.choices:
        options = [
            discord.SelectOption(label=clip(plain(words), HINT) or value, value=value, default=value == field.value)
            for value, words in field.choices[:25]
        ]
        return ui.Select(custom_id=field.name, placeholder=hint, required=field.required, options=options)
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
        placeholder=hint,
        default=field.value[: min(field.limit, 4000)] or None,
        required=field.required,
        max_length=min(field.limit, 4000),
    )


def thread_name(title: str) -> str:
    return clip(plain(title), THREAD_NAME) or "Conversation"


__all__ = ["Field", "Shown", "custom_id", "modal", "parts", "rows", "shown", "thread_name"]
