"""
What people write on Slack, as CommonMark. Pure.

Slack's own forms (`<@U1>`, `<https://…|label>`, `&lt;`) are read first and set aside; what is left is the person's
typing, in which only Slack's emphasis is markup: what CommonMark would take for more is escaped, so that it stays what
they saw.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from adapters.slack.text import ZERO_WIDTH, escape, tidy

#: stands for what is CommonMark already; for a mention that goes
_ASIDE, _GONE = "\ufdd0", "\ufdd1"

_IN = re.compile(r"```(?P<fence>.+?)```|`(?P<code>[^`\n]+)`|<(?P<token>[^<>\n]+)>", re.DOTALL)
_TOKEN = re.compile(r"<([^<>\n]+)>")
_QUOTE_ON = re.compile(r"^(?:&gt;|>){3}[ \t]?", re.MULTILINE)
_QUOTE = re.compile(r"^(?:&gt;|>)[ \t]?", re.MULTILINE)
_NO_QUOTE = re.compile(rf"^(\s*){ZERO_WIDTH}>", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[•◦▪]\ufe0e?[ \t]+", re.MULTILINE)
_BOLD = re.compile(rf"(?<![\w*])\*(?![\s*{ZERO_WIDTH}])([^*\n]*[^\s*])\*(?![\w*])")
_STRIKE = re.compile(rf"(?<![\w~])~(?![\s~{ZERO_WIDTH}])([^~\n]*[^\s~])~(?![\w~])")
_ITALIC = re.compile(rf"(?<![\w_])_(?![\s_{ZERO_WIDTH}])([^_\n]*[^\s_])_(?![\w_])")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_HEADING = re.compile(r"^([ \t]*(?:> )?[ \t]*)(#{1,6})(?=\s)", re.MULTILINE)
_BROADCASTS: Final = {"!here": "@here", "!channel": "@channel", "!everyone": "@everyone"}
#: emphasis that is settled -> CommonMark
_BOTH: Final = {"\ufdd2": "**", "\ufdd3": "~~", "\ufdd4": "_"}
_EMOJI = re.compile(r":([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):")
_TICKS = re.compile(r"`{3,}")
_STRAY = re.compile(r"(?<![\s*])\*+|\*+(?![\s*])|(?<![\w_])_+|_+(?![\w_])|~~+")


def incoming(
    text: str,
    *,
    drop: frozenset[str] = frozenset(),
    users: Mapping[str, str] | None = None,
    channels: Mapping[str, str] | None = None,
    emoji: Mapping[str, str] | None = None,
) -> str:
    """
    A message's text as CommonMark: mentions as names, links with their labels, entities resolved.

    `drop`: ids of users and user groups whose mention is removed (the bot's own). `users` and `channels` are names by
    id, `emoji` characters by Slack's name for them: what `drawn` finds in the message's blocks.
    """
    text = tidy(text)
    names = {**(channels or {}), **(users or {})}
    aside: list[str] = []

    def put(match: re.Match[str]) -> str:
        if match["token"] and _id(match["token"]) in drop:
            return _GONE
        aside.append(_token(match, names) if match["token"] else _code(match))
        return _ASIDE

    text = _EMOJI.sub(lambda m: (emoji or {}).get(m[1], m[0]), _IN.sub(put, text))
    text = _typed(_lines(text))
    kept: Iterator[str] = iter(aside)
    text = re.sub(_ASIDE, lambda _: next(kept), text).replace(ZERO_WIDTH, "")
    text = re.sub(rf"\A\s*{_GONE}[,:]?(?:\s|\Z)", "", text)
    return re.sub(rf"[ \t]*{_GONE}[ \t]*", " ", text).strip()


def _lines(text: str) -> str:
    """Quotes and bullets as CommonMark writes them; `>>>` quotes to the end."""
    rest = _QUOTE_ON.search(text)
    if rest:
        text = text[: rest.start()] + "\n".join(f"> {line}" for line in text[rest.end() :].split("\n"))
    return _BULLET.sub(r"\1- ", _QUOTE.sub("> ", text))


def _typed(text: str) -> str:
    text = _HEADING.sub(r"\1\\\2", _BACKSLASH.sub(r"\\\\", _resolved(text)))
    text = _NO_QUOTE.sub(r"\1\\>", text).replace("](", "]\\(")
    for pattern, mark in ((_BOLD, "\ufdd2"), (_STRIKE, "\ufdd3"), (_ITALIC, "\ufdd4")):
        text = pattern.sub(rf"{mark}\1{mark}", text)
    lines = [_STRAY.sub(_escaped, line) if _ambiguous(line) else line for line in text.split("\n")]
    text = _TICKS.sub(_escaped, "\n".join(lines))
    for mark, written in _BOTH.items():
        text = text.replace(mark, written)
    return text


def _ambiguous(line: str) -> bool:
    """One sign alone is no markup."""
    return any(line.count(sign) > 1 for sign in "*_~")


def _escaped(match: re.Match[str]) -> str:
    return re.sub(r".", r"\\\g<0>", match[0])


def _resolved(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _code(match: re.Match[str]) -> str:
    """Code as it was typed, fences on lines of their own."""
    code = _resolved(_TOKEN.sub(lambda m: m[1].rpartition("|")[2], match["fence"] or match["code"]))
    before = match.string[: match.start()].rpartition("\n")[2]
    if match["code"] or (before.strip() and "\n" not in code.strip("\n")):
        return f"`{code.strip(chr(10))}`" if "`" not in code else f"``` {code.strip()} ```"
    head, tail = "\n" if before.strip() else "", "\n" if match.string[match.end() :][:1] not in ("", "\n") else ""
    return f"{head}```\n" + code.strip("\n") + f"\n```{tail}"


def _id(token: str) -> str:
    """Of the user or user group that a token mentions, or ""."""
    target = token.partition("|")[0]
    return target[1:] if target.startswith("@") else target.removeprefix("!subteam^") if target.startswith("!sub") else ""


def _token(match: re.Match[str], names: Mapping[str, str]) -> str:
    target, _, label = match["token"].partition("|")
    label = _resolved(label)
    if _id(match["token"]):
        return "@" + escape(names.get(_id(match["token"])) or label.removeprefix("@") or "somebody")
    if target.startswith("#"):
        return "#" + escape(names.get(target[1:]) or label or "channel")
    if target.startswith("!"):
        return _BROADCASTS.get(target) or escape(label)
    return _address(_resolved(target), label, match)


def _address(url: str, label: str, match: re.Match[str]) -> str:
    """A link; one that Slack made of what was typed (`example.com`, an e-mail address) is that again."""
    shown = url.removeprefix("mailto:").removeprefix("tel:")
    if label and label not in (url, shown, re.sub(r"^https?://", "", url)):
        safe = re.sub(r"[()<>\s]", lambda m: f"%{ord(m[0]):02X}", url)
        return f"[{escape(label)}]({safe})"
    if label and label != url:
        return escape(label)
    if not url.startswith(("http://", "https://")):
        return escape(shown)
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return url if before in " \n(" and after in " \n.,;:!?)" else f"<{url}>"


def drawn(blocks: object) -> dict[str, str]:
    """
    The characters of the standard emoji in a message's blocks, by name: its text has but the names (`:wave:`), its
    rich text their code points too ("1f44b-1f3fb").
    """
    found: dict[str, str] = {}
    if isinstance(blocks, list):
        for block in blocks:
            found |= drawn(block)
    elif isinstance(blocks, dict):
        code, tone = blocks.get("unicode"), blocks.get("skin_tone")
        if blocks.get("type") == "emoji" and isinstance(code, str) and re.fullmatch(r"[0-9a-f]{2,5}(-[0-9a-f]{2,5})*", code):
            name = str(blocks.get("name"))
            found[f"{name}::skin-tone-{tone}" if tone and "::" not in name else name] = "".join(
                chr(int(point, 16)) for point in code.split("-")
            )
        for value in blocks.values():
            found |= drawn(value) if isinstance(value, list) else {}
    return found


def mentioned(text: str) -> frozenset[str]:
    """Ids of the users and user groups that a message's text names, code left out."""
    return frozenset(_id(m["token"]) for m in _IN.finditer(text) if m["token"]) - {""}
