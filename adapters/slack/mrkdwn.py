"""
CommonMark as Slack's mrkdwn. Pure; the way back is in `incoming`.

What people wrote is untrusted on its way out: `&`, `<` and `>` are escaped wherever they stand, so nothing in it is a
mention, and a link says where it leads. mrkdwn has no escapes of its own: where a character that is only meant to be
itself would be taken as markup, a zero-width space is put beside it. A line is put together with noncharacters for
what is decided already, which nobody's text can hold once it is tidied.
"""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

from adapters.slack.incoming import drawn, incoming, mentioned
from adapters.slack.text import ZERO_WIDTH, entities, name, tidy
from handoff.measure import width

#: noncharacters that open and close emphasis, and how Slack writes it
_BOLD: Final = ("\ufdd0", "\ufdd1")
_ITALIC: Final = ("\ufdd2", "\ufdd3")
_STRIKE: Final = ("\ufdd4", "\ufdd5")
_OPEN: Final = {"\ufdd0": "*", "\ufdd2": "_", "\ufdd4": "~"}
_CLOSE: Final = {"\ufdd1": "*", "\ufdd3": "_", "\ufdd5": "~"}
_EMPHASIS: Final = {("*", 2): _BOLD, ("_", 2): _BOLD, ("*", 1): _ITALIC, ("_", 1): _ITALIC, ("~", 2): _STRIKE}
#: around what is in Slack's own form already
_DONE, _END = "\ufdd6", "\ufdd7"
#: emphasis open at once that a closing mark looks through: people nest two or three
_DEEPEST: Final = 20

_UNSEEN: Final = "\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
_BLOCKS = re.compile(
    r"(?P<quote>(?:^>(?:[ \t][^\n]*)?(?:\n|\Z))+)"
    r"|(?P<own>^[ \t]*)?(?P<ticks>`{3,}+)(?P<code>.*?)(?:(?P=ticks)(?!`)|(?(own)\Z|(?!)))",
    re.DOTALL | re.MULTILINE,
)
_LANGUAGE = re.compile(r"[\w+#.-]{0,20}[ \t]*\n")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(.+)")
_BULLET = re.compile(r"^([ \t]*)[-*+](?=[ \t]+\S)")
_INLINE = re.compile(
    r"(?<!`)(?P<ticks>`{1,2})(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|!?\[(?P<label>(?:\\.|[^\[\]\\])*)\]\(\s*<?(?P<target>(?:[^\s<>()]|\([^\s<>()]*\))*)>?(?:\s+\"[^\"]*\")?\s*\)"
    r"|<(?P<auto>https?://[^\s<>]+)>"
    rf"|(?P<url>https?://(?:[^\s<>()\[\]`|*\\{_UNSEEN}]|\([^\s<>()`|*\\{_UNSEEN}]*\))+(?<![.,;:!?'\"_~]))"
    r"|(?P<run>\*+|_+|~~+)"
)
_FINISH = re.compile(rf"{_DONE}(?P<done>[^{_END}]*){_END}|(?P<mark>[\ufdd0-\ufdd5])|(?P<ticks>``+)|(?P<sign>[*_~])|[&<>]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_FLAT = re.compile(r"\\(?P<escaped>[!-/:-@\[-`{-~])|\*+|~~+|`+|(?<!\w)_+|_+(?!\w)")
_HOSTS = re.compile(r"://([^\s/?#:]+)|((?:[\w-]+\.)+[^\W\d_][\w-]+|\d+(?:\.\d+){3})")


def widest(text: str) -> int:
    """
    At least the width of `outgoing(text)`, without making it: what each character can become at most. Texts are cut by
    this measure, so that long ones are rendered once.
    """
    count = text.count
    marks = 2 * (count("*") + count("_") + count("~")) + 6 * count("`") + 4 * (count("&") + count(">")) + 5 * count("<")
    return width(text) + marks + 2 * count("|") + 4 * count("http") + 4 * count("](") + 8


def plain(text: str) -> str:
    """A line of ours for where Slack renders no mrkdwn (`plain_text`): escapes resolved."""
    return _ESCAPED.sub(r"\1", name(text))


def literal(text: str) -> str:
    """A line of ours for where Slack renders mrkdwn, shown as it is; escapes that the core made are resolved."""
    apart = re.sub(r"(?<!\w)[*_~`]|[*_~`](?!\w)", rf"{ZERO_WIDTH}\g<0>{ZERO_WIDTH}", plain(text))
    return _no_quote(entities(apart))


def link(url: str, label: str = "") -> str:
    """`label` leading to `url`, where it does not name another place; else both. For a `url` that is none, the label."""
    label = name(label)
    target = re.sub(r"[|<>\s]", lambda m: f"%{ord(m[0]):02X}" if m[0] < "\x80" else "", url)
    if not re.fullmatch(r"https?://.+|mailto:[^@\s]+@[^@\s]+", target):
        return entities(label or url)
    if not label or label == url:
        return f"<{entities(target)}>"
    if _honest(label, target):
        return f"<{entities(target)}|{entities(label)}>"
    return f"{entities(label)} (<{entities(target)}>)"


def _honest(label: str, target: str) -> bool:
    """Whether every host that the label seems to name is the one that it leads to."""
    said = unicodedata.normalize("NFKC", label).casefold().replace("。", ".")
    named = [(a or b).removeprefix("www.") for a, b in _HOSTS.findall(said)]
    if target.startswith("mailto:"):
        return not named or said == target.removeprefix("mailto:").casefold()
    try:
        host = (urlsplit(target).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return all(n == host for n in named)


# ---- out


def outgoing(text: str) -> str:
    """Untrusted CommonMark as mrkdwn: headings bold, lists with bullets, links with honest labels, code as it is."""
    return _blocks(tidy(text).replace(ZERO_WIDTH, ""))  # the sign is ours: put in below, taken out when it comes back


def _blocks(text: str, quoted: bool = False) -> str:
    parts, at = [], 0
    for match in _BLOCKS.finditer(text):
        quote = match["quote"]
        if quote and quoted:
            continue
        parts.append(_prose(text[at : match.start()]))
        at = match.end()
        parts.append(_quote(quote) if quote else _fenced(match["code"], quoted))
    return "".join([*parts, _prose(text[at:])])


def _quote(block: str) -> str:
    """Slack quotes line by line, and has no fences within quotes: code there is shown line by line too."""
    end = "\n" if block.endswith("\n") else ""
    inner = "\n".join(line[2:] for line in block.removesuffix("\n").split("\n"))
    return "\n".join(f"> {line}" for line in _blocks(inner, quoted=True).split("\n")) + end


def _fenced(code: str, quoted: bool) -> str:
    """A fence without its language, which Slack would show as the first line of code."""
    language = _LANGUAGE.match(code)
    if language and code[language.end() :].strip():
        code = code[language.end() :]
    lines = code.strip("\n")
    if not lines.strip():
        return ""
    if quoted:
        return "\n".join(_span(line) for line in lines.split("\n"))
    return f"```\n{_code(lines)}\n```"


def _code(text: str) -> str:
    return entities(text.replace("```", f"`{ZERO_WIDTH}`{ZERO_WIDTH}`"))


def _span(code: str) -> str:
    """Code within a line. Slack knows no double backticks; its fence may stand within a line, and hold single ones."""
    if not code.strip():
        return code
    if "`" not in code:
        return f"`{_code(code)}`"
    return f"```{ZERO_WIDTH if code[0] == '`' else ''}{_code(code)}{ZERO_WIDTH if code[-1] == '`' else ''}```"


def _prose(text: str) -> str:
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    heading = _HEADING.match(line)
    title = re.sub(r"(?:^|(?<=\s))#+$", "", heading[1].strip()).strip() if heading else ""
    if title:
        return _no_quote(_finish(_BOLD[0] + _emphasised(title) + _BOLD[1]))
    return _no_quote(_finish(_emphasised(_BULLET.sub(r"\1•", line))))


def _no_quote(line: str) -> str:
    """Slack takes an escaped `>` at the start of a line as a quote, too."""
    return re.sub(r"^(\s*)(?=&gt;)", rf"\1{ZERO_WIDTH}", line)


def _emphasised(line: str) -> str:
    """A line with its emphasis, code and links decided; the rest of it still as it was."""
    pieces: list[str] = []
    opened: list[tuple[str, int, int]] = []  # sign, length, where in pieces
    at = 0
    for match in _INLINE.finditer(line):
        pieces.append(line[at : match.start()])
        at = match.end()
        if match["run"]:
            _run(line, match, pieces, opened)
        else:
            pieces.append(_token(match))
    return "".join([*pieces, line[at:]])


def _token(match: re.Match[str]) -> str:
    if match["escaped"]:
        return match["escaped"]
    if match["code"]:
        code = match["code"]
        return f"{_DONE}{_span(code[1:-1] if code[0] == code[-1] == ' ' and code.strip() else code)}{_END}"
    if match["auto"] or match["url"]:
        return f"{_DONE}{link(match['auto'] or match['url'])}{_END}"
    label, target = name(_FLAT.sub(lambda m: m["escaped"] or "", match["label"])), match["target"]
    if re.match(r"https?://.|mailto:[^@\s]+@[^@\s]+$", target):
        return f"{_DONE}{link(target, label)}{_END}"
    return f"{label} ({target})" if label and target and label != target else label or target


def _run(line: str, match: re.Match[str], pieces: list[str], opened: list[tuple[str, int, int]]) -> None:
    """Close and open emphasis with a run of `*`, `_` or `~`, by CommonMark's rules for what stands beside it."""
    before, after = line[: match.start()][-1:] or " ", line[match.end() :][:1] or " "
    sign, left = match[0][0], len(match[0])
    opens = not after.isspace() and (after.isalnum() or not before.isalnum())
    closes = not before.isspace() and (before.isalnum() or not after.isalnum())
    if sign == "_":
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    while left and closes:
        place = next((n for n in range(len(opened) - 1, max(-1, len(opened) - _DEEPEST), -1) if opened[n][0] == sign), None)
        if place is None or opened[place][1] > left:
            break
        _, length, where = opened[place]
        del opened[place:]
        pieces[where], mark = _EMPHASIS[sign, length]
        pieces.append(mark)
        left -= length
    while left and opens and (sign, length := min(left, 2)) in _EMPHASIS:
        opened.append((sign, length, len(pieces)))
        pieces.append(sign * length)
        left -= length
    pieces.append(sign * left)


def _finish(line: str) -> str:
    """What is decided as Slack writes it; the rest escaped, and kept from being taken as markup."""
    depth = dict.fromkeys("*_~", 0)
    last = {sign: _last_closing(line, sign) for sign in "*_~"}

    def said(match: re.Match[str]) -> str:
        before, after = line[: match.start()][-1:], line[match.end() :][:1]
        if match["done"] is not None:
            edges = match["done"][:1] == "`"
            return f"{_apart(before, edges)}{match['done']}{_apart(after, edges)}"
        if match["ticks"]:
            return ZERO_WIDTH.join(match["ticks"])
        if match["sign"]:
            taken = not before.isalnum() and after != "" and not after.isspace() and match.start() < last[match["sign"]]
            return match["sign"] + (ZERO_WIDTH if taken else "")
        if not match["mark"]:
            return entities(match[0])
        opening = match[0] in _OPEN
        sign = (_OPEN if opening else _CLOSE)[match[0]]
        depth[sign] += 1 if opening else -1
        if depth[sign] != (1 if opening else 0):  # bold within bold is bold
            return ""
        return _apart(before, opening) + sign + _apart(after, not opening)

    return _FINISH.sub(said, line)


def _apart(beside: str, needed: bool) -> str:
    """Slack sees no markup within a word."""
    return ZERO_WIDTH if needed and beside.isalnum() else ""


def _last_closing(line: str, sign: str) -> int:
    """Where Slack could last see emphasis by `sign` end, or -1."""
    mark = next(m for m, s in _CLOSE.items() if s == sign)
    found = re.compile(rf".*(?:{mark}|(?<=\S){re.escape(sign)}(?!\w))").match(line)
    return found.end() - 1 if found else -1


__all__ = [
    "drawn", "entities", "incoming", "link", "literal", "mentioned", "name", "outgoing", "plain", "widest",
]  # fmt: skip
