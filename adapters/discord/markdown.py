"""
Discord's Markdown and CommonMark, both ways. Pure.

What people wrote is untrusted on its way out: nothing in it may ping, hide where a link leads, or look like the small
print in which we ourselves say who is speaking. What guards against that holds everywhere, code included, for Discord
and we may disagree about where code ends; what only makes text look right leaves code alone.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

#: breaks Discord's syntax without being seen
ZERO_WIDTH: Final = "\u200b"

_CODE = r"```.*?```|(?<!`)(?P<ticks>`{1,2})(?!`).+?(?<!`)(?P=ticks)(?!`)"
_PING = re.compile(r"@(?=everyone|here)|<(?=@[!&]?\d+>)", re.IGNORECASE)
_SMALL_PRINT = re.compile(r"-(?=#(?:\s|$))", re.MULTILINE)
_HEADING = re.compile(r"^(?P<before>\s*(?:(?:>|[-*+]|\d+[.)])\s+)*)#{1,6}\s+(?P<title>.*?)\s*#*\s*$")
_OUT = re.compile(
    rf"(?P<code>{_CODE})"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|!?\[(?P<text>[^\[\]\n]*)\]\(\s*<?(?P<to>(?:[^\s<>()]|\([^\s<>()]*\))*)>?(?:\s+\"[^\"\n]*\")?\s*\)"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?P<special><(?=#\d+>|/[^<>\n]{1,200}:\d+>|t:-?\d+(?::\w)?>|a?:\w+:\d+>|id:\w+>|sound:))"
    r"|(?P<spoiler>\|(?=\|))"
    r"|(?P<masked>\](?=\())",
    re.DOTALL,
)
_IN = re.compile(
    rf"(?P<code>{_CODE})"
    r"|<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>"
    r"|<a?:(?P<emoji>\w+):\d+>|</(?P<command>[^:<>\n]+):\d+>",
    re.DOTALL,
)
_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPECIALS = re.compile(r"([\\*_~`|\[\]<]|^(?:#+|>|[-+])(?=\s))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def name(text: str) -> str:
    """A person's or a thing's name on one line, without characters that reorder or hide others."""
    return " ".join(_CONTROLS.sub(" ", _SURROGATES.sub("\ufffd", text)).split())


def escape(text: str) -> str:
    """A name as CommonMark that shows just it."""
    return _SPECIALS.sub(r"\\\1", name(text))


def plain(text: str) -> str:
    """A line of ours for where Discord renders no Markdown (thread names, buttons, footers): escapes resolved, no pings."""
    return harmless(_ESCAPED.sub(r"\1", name(text)))


def literal(text: str) -> str:
    """A line of ours for where Discord renders Markdown, shown as it is; escapes that the core made are not doubled."""
    return harmless(escape(_ESCAPED.sub(r"\1", name(text))))


def harmless(text: str) -> str:
    """`text` with everything broken that could ping or pass for our small print."""
    return _SMALL_PRINT.sub("-" + ZERO_WIDTH, _PING.sub(lambda m: m[0] + ZERO_WIDTH, text))


def outgoing(text: str) -> str:
    """Untrusted CommonMark as Discord shows it: headings bold, links with their targets, the rest as meant."""
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return harmless(_OUT.sub(_shown, _outside_fences(text, _bold_heading)))


def _shown(match: re.Match[str]) -> str:
    if match["code"] or match["escape"]:
        return match[0]
    if match["url"]:
        return _url(match["url"])
    if match["special"] or match["spoiler"] or match["masked"]:
        return match[0] + ZERO_WIDTH
    text, target = _OUT.sub(_shown, match["text"]), match["to"]
    if target.startswith(("http://", "https://")):
        target = f"<{_url(target)}>"
    elif target:
        target = _OUT.sub(_shown, target)
    if not text or match["text"] == match["to"]:
        return target
    return f"{text} ({target})" if target else text


def _url(url: str) -> str:
    """The same address, without the word that pings."""
    return re.sub(r"@(?=everyone|here)", "%40", url, flags=re.IGNORECASE)


def _bold_heading(line: str) -> str:
    match = _HEADING.match(line)
    if match is None or not match["title"]:
        return line
    return f"{match['before']}**{match['title'].replace('**', '')}**"


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    lines, fenced = text.split("\n"), False
    for n, line in enumerate(lines):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            lines[n] = change(line)
    return "\n".join(lines)


def incoming(
    text: str,
    *,
    drop: frozenset[str] = frozenset(),
    users: Mapping[str, str] | None = None,
    roles: Mapping[str, str] | None = None,
    channels: Mapping[str, str] | None = None,
) -> str:
    """
    A message's content as CommonMark: mentions as names, custom emoji as `:name:`, quotes to the end as quoted lines.

    `drop`: ids of users and roles whose mention is removed (the bot's own). The mappings are names by id.
    """

    def said(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        if (match["user"] or match["role"]) in drop:
            return "\0"
        if match["user"]:
            return "@" + escape((users or {}).get(match["user"], "somebody"))
        if match["role"]:
            return "@" + escape((roles or {}).get(match["role"], "role"))
        if match["channel"]:
            return "#" + escape((channels or {}).get(match["channel"], "channel"))
        return f":{match['emoji']}:" if match["emoji"] else f"/{match['command']}"

    text = _IN.sub(said, _quoted(text.replace("\0", "")))
    text = re.sub(r"\A\s*\0[,:]?(?:\s|\Z)", "", text)
    return re.sub(r"[ \t]*\0[ \t]*", " ", text).strip()


def _quoted(text: str) -> str:
    """`>>> ` quotes to the end, which CommonMark writes on every line; the mark of small print is dropped."""
    quoting = False

    def line(text: str) -> str:
        nonlocal quoting
        if text.startswith(">>> "):
            quoting, text = True, text[4:]
        text = text[3:] if text.startswith("-# ") else text
        return f"> {text}" if quoting else text

    return _outside_fences(text, line)


def mentioned(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of the users and of the roles that a message's content names, code left out."""
    found = [m for m in _IN.finditer(text) if not m["code"]]
    return frozenset(m["user"] for m in found if m["user"]), frozenset(m["role"] for m in found if m["role"])
