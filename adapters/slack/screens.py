"""Posts where there is no channel: on the app's Home tab, and in a dialog for whoever pressed something there."""

from collections.abc import Iterable
from typing import Any, Final

from adapters.slack import blocks
from handoff.effects import Post

#: the dialog's title, and the button that closes it
_TITLE: Final = "Handoff"
_CLOSE: Final = "OK"


def home(posts: Iterable[Post]) -> dict[str, Any]:
    """A view of at most 100 blocks, if the posts make no more."""
    return {"type": "home", "blocks": _blocks(posts)}


def dialog(posts: Iterable[Post]) -> dict[str, Any]:
    return {"type": "modal", "title": _plain(_TITLE), "close": _plain(_CLOSE), "blocks": _blocks(posts)}


def _blocks(posts: Iterable[Post]) -> list[blocks.Block]:
    return [block for look in map(blocks.shown, posts) for block in look.blocks or [_words(look.text)]]


def _words(text: str) -> blocks.Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[: blocks.SECTION], "verbatim": True}}


def _plain(text: str) -> blocks.Block:
    return {"type": "plain_text", "text": text}
