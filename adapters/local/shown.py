"""A Post as the page shows it: plain data, in which every text that holds markup is HTML that can do no harm. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from markdown_it import MarkdownIt

from handoff.effects import Button, Field, Input, OpenForm, Post
from handoff.model import File, Mention

# no HTML of anybody's passes, and images are links: nothing is loaded from elsewhere
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough").disable("image")
_MARKDOWN.validateLink = lambda url: url.startswith(("http://", "https://", "mailto:"))  # type: ignore[method-assign]  # a hook of theirs


def html(text: str) -> str:
    """CommonMark as HTML; tags that somebody wrote are shown as they stand, and only http and mailto links are links."""
    return str(_MARKDOWN.render(text))


def shown(post: Post, names: Mapping[str, str]) -> dict[str, Any]:
    """`names`: of people, by their ids."""
    return {
        "html": html(post.text) if post.text.strip() else "",
        "label": post.label,
        "quote": html(post.quote) if post.quote else "",
        "title": post.title,
        "link": post.link,
        "fields": [_field(field) for field in post.fields],
        "footer": post.footer,
        "tone": str(post.tone),
        "buttons": [_button(button) for button in post.buttons],
        "ping": _pings(post.ping, names),
        "files": [_file(file) for file in post.files],
    }


def form(asked: OpenForm) -> dict[str, Any]:
    return {
        "verb": asked.verb,
        "number": asked.number,
        "title": asked.title,
        "submit": asked.submit,
        "inputs": [_input(each) for each in asked.inputs],
    }


def _field(field: Field) -> dict[str, Any]:
    if isinstance(field.value, datetime):
        return {"name": field.name, "at": field.value.isoformat()}
    return {"name": field.name, "html": html(field.value)}


def _button(button: Button) -> dict[str, Any]:
    return {
        "verb": button.verb,
        "label": button.label,
        "number": button.number,
        "detail": button.detail,
        "style": button.style,
    }


def _file(file: File) -> dict[str, Any]:
    return {"name": file.name, "size": file.size}


def _input(asked: Input) -> dict[str, Any]:
    return {
        "name": asked.name,
        "label": asked.label,
        "hint": asked.hint,
        "long": asked.long,
        "required": asked.required,
        "limit": asked.limit,
        "choices": [list(each) for each in asked.choices],
        "person": asked.person or asked.group,
        "channel": asked.channel,
        "value": asked.value,
    }


def _pings(targets: Sequence[Mention], names: Mapping[str, str]) -> list[str]:
    return ["here" if target.kind == "here" else names.get(target.id, target.id) for target in targets]
