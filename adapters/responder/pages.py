"""
A folder of Markdown and text as passages: pieces short enough to be an answer, each with where it comes from.

A passage is a section (from one heading to the next); a long one is cut at a paragraph, else a sentence. Its words are
the page's own, in CommonMark. What would not work in a chat is made plain: relative links and images, reference
links, comments.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from handoff.errors import Fatal
from handoff.split import split

#: characters of a passage, which is an answer: more is not read in a chat
LONGEST: Final = 900
#: characters of an answer to which no further section is added
ENOUGH: Final = 600
#: bytes of a file; a page of a handbook has some kilobytes
LARGEST: Final = 1_000_000
#: files of a folder; more is likelier the wrong folder than a handbook
MOST: Final = 20_000

_HEADING_LIMIT: Final = 120
_ENDINGS: Final = (".md", ".markdown", ".txt")
_CODE = r"(?P<code>`+)[^`](?:.*?[^`])??(?P=code)(?!`)"
_TARGET = r"\(\s*<?(?P<to>(?:[^\s<>()]|\([^\s<>()]*\))*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_LINK: Final = re.compile(rf"{_CODE}|!?\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\](?:{_TARGET}|\[(?P<ref>[^\[\]]*)\])", re.DOTALL)
_REFERENCE: Final = re.compile(r"^ {0,3}\[(?P<ref>[^\[\]^]+)\]:[ \t]*<?(?P<to>\S+?)>?(?:[ \t]+[\"'(].*)?$\n?", re.MULTILINE)
_HEADING: Final = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>.*?))??(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE: Final = re.compile(r" {0,3}(?:(?P<first>=+)|-+)[ \t]*$")
_FENCE: Final = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})")
_FRONT: Final = re.compile(r"\A---[ \t]*\n(?P<front>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_NAMED: Final = re.compile(r"^title:[ \t]*[\"']?(?P<title>.+?)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
#: begins a line of its own: a list item, quote, heading, table row, rule, indented code or underline
_BLOCK: Final = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|>|#{1,6}(?:\s|$)|\||[-*_=](?:\s*[-*_=])*\s*$)|\t| {4}")
_WIDE: Final = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
#: characters from which a line of plain text is taken for wrapped, and not for ended on purpose
_WRAPPED: Final = 60
_ABSOLUTE: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_MARKUP: Final = re.compile(r"[*_`]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """`file` is relative to the folder, with "/"; `path` are the headings above, without the page's title."""

    title: str
    path: tuple[str, ...]
    text: str
    file: str

    @property
    def heading(self) -> str:
        """The heading that the passage stands under, which is the page's title before the first other."""
        return self.path[-1] if self.path else self.title


def shown(passages: Sequence[Passage]) -> str:
    """As many of a page's passages as fit an answer, at least the first, each section under the heading it stood under."""
    parts: list[str] = []
    heading = ""
    for passage in passages:
        above = passage.path[-1] if passage.path else ""
        part = f"**{above}**\n\n{passage.text}" if above not in ("", heading) else passage.text
        if parts and sum(map(len, parts)) + 2 * len(parts) + len(part) > ENOUGH:
            break
        parts.append(part)
        heading = above
    return "\n\n".join(parts)


def read(folder: Path) -> list[Passage]:
    """Every passage of the folder's pages, in the order of their names. Raises Fatal, naming what is wrong and where."""
    if not folder.is_dir():
        raise Fatal(f"KNOWLEDGE_DIR: there is no folder “{folder}”. Make it, or name the folder that has your pages.")
    files = sorted(_files(folder))
    passages = [passage for file in files for passage in passages_of(_text(file), file.relative_to(folder).as_posix())]
    if not passages:
        raise Fatal(f"KNOWLEDGE_DIR: “{folder}” has no page with text in it. Pages are files ending in {', '.join(_ENDINGS)}.")
    return passages


def _files(folder: Path) -> Iterator[Path]:
    """Pages below the folder; folders and files that begin with a dot are nobody's pages. Links to folders are not followed."""
    found = 0
    for place, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.lower().endswith(_ENDINGS) and not name.startswith("."):
                found += 1
                if found > MOST:
                    raise Fatal(f"KNOWLEDGE_DIR: “{folder}” has more than {MOST} pages. Is it the right folder?")
                yield Path(place, name)


def _unreadable(error: OSError) -> None:
    raise Fatal(f"KNOWLEDGE_DIR: “{error.filename}” cannot be read: {error.strerror}.") from error


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise Fatal(f"KNOWLEDGE_DIR: “{file}” cannot be read: {error.strerror}.") from error
    if len(content) > LARGEST:
        raise Fatal(f"KNOWLEDGE_DIR: “{file}” is larger than {LARGEST // 1_000_000} MB. Split it into pages.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fatal(f"KNOWLEDGE_DIR: “{file}” is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def passages_of(text: str, file: str) -> list[Passage]:
    """The passages of one page. Its title is that of its front matter, its first heading, or its file's name."""
    front = _FRONT.match(text)
    named = _NAMED.search(front["front"]) if front else None
    text = text[front.end() :] if front else text
    plain = file.lower().endswith(".txt")
    sections = list(_plain_sections(_unwrapped(text, _WRAPPED)) if plain else _sections(_for_chat(text)))
    title = _plain(named["title"]) if named else next((path[0] for path, _ in sections if path), "")
    title = title or _plain(Path(file).stem.replace("-", " ").replace("_", " ")).capitalize() or file
    found = []
    for path, body in sections:
        below = path[1:] if path[:1] == (title,) else path
        room = LONGEST - (len(below[-1]) + len("****\n\n") if below else 0)
        found += [
            Passage(title=title, path=below, text=part.strip("\n"), file=file) for part in split(body.strip("\n"), room, len)
        ]
    return [passage for passage in found if passage.text.strip()]


def _for_chat(text: str) -> str:
    """Comments gone, links that lead nowhere outside the folder as their words. Fenced code stays as it is."""
    pieces: list[tuple[bool, list[str]]] = []
    fence = ""
    for line in text.split("\n"):
        was, fence = fence, _fence(line, fence)
        code = bool(was or fence)
        if not pieces or pieces[-1][0] != code:
            pieces.append((code, []))
        pieces[-1][1].append(line)
    prose = ["\n".join(lines) for code, lines in pieces if not code]
    targets = {m["ref"].casefold(): m["to"] for piece in prose for m in _REFERENCE.finditer(piece)}

    def link(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        to = match["to"] if match["ref"] is None else targets.get((match["ref"] or match["text"]).casefold())
        if to is None:
            return match[0]
        words = _LINK.sub(link, match["text"])
        return f"[{words}]({to})" if _ABSOLUTE.match(to) else words

    def plain(prose: str) -> str:
        return _unwrapped(_LINK.sub(link, _REFERENCE.sub("", _uncommented(prose))))

    return "\n".join("\n".join(lines) if code else plain("\n".join(lines)) for code, lines in pieces)


def _uncommented(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def _unwrapped(text: str, least: int = 0) -> str:
    """Lines of a paragraph on one line, where the first has `least` characters: a chat shows every line break there is."""
    joined: list[str] = []
    last = ""
    for line in text.split("\n"):
        if joined and line.strip() and len(last) >= least and not _ends(last, line):
            wide = _WIDE.match(last[-1]) and _WIDE.match(line.lstrip()[0])
            joined += ["" if wide else " ", line.strip() if not line.endswith("  ") else line.lstrip()]
        else:
            joined += ["\n" if joined else "", line]
        last = line
    return "".join(joined)


def _ends(line: str, following: str) -> bool:
    """Whether the line break between the two is meant: a hard one, or one between blocks."""
    if not line.strip() or line.endswith(("  ", "\\")) or line.startswith(("|", "    ")) or ("|" in line and "|" in following):
        return True
    return bool(_HEADING.match(line) or _UNDERLINE.match(line) or _BLOCK.match(following))


def _fence(line: str, fence: str) -> str:
    """The marks of the fence that is open after `line`, "" for none."""
    found = _FENCE.match(line)
    if not found:
        return fence
    marks = found["marks"]
    if not fence:
        return marks
    closes = marks[0] == fence[0] and len(marks) >= len(fence) and not line.strip(" \t" + marks[0])
    return "" if closes else fence


def _sections(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """(headings from the top, body) of every section; headings within code are none."""
    path: list[tuple[int, str]] = []
    body: list[str] = []
    fence = ""
    for line in text.split("\n"):
        was, fence = fence, _fence(line, fence)
        heading = None if was or fence else _heading(line, body)
        if heading is None:
            body.append(line)
            continue
        yield tuple(title for _, title in path), "\n".join(body)
        level, title = heading
        path = [*((depth, above) for depth, above in path if depth < level), (level, title)]
        body = []
    yield tuple(title for _, title in path), "\n".join(body)


def _heading(line: str, body: list[str]) -> tuple[int, str] | None:
    """(level, plain title) if the line is a heading or underlines one, whose line is then taken off the body."""
    found = _HEADING.match(line)
    if found:
        return len(found["marks"]), _plain(found["title"] or "")
    under = _UNDERLINE.match(line)
    alone = under and body and body[-1].strip() and not body[-1].startswith(("    ", ">", "-", "|"))
    if under and alone and (len(body) == 1 or not body[-2].strip()):
        return 1 if under["first"] else 2, _plain(body.pop())
    return None


def _plain_sections(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Of plain text: a line alone that could be a heading and is followed by one that could not; the first is the title."""
    path: tuple[str, ...] = ()
    body: list[str] = []
    blocks = [block for block in re.split(r"\n[ \t]*\n", text) if block.strip()]
    for number, block in enumerate(blocks):
        after = blocks[number + 1 : number + 2]
        if not _could_head(block) or not after or (number and _could_head(after[0])):
            body.append(block)
            continue
        yield path, "\n\n".join(body)
        path, body = (*path[:1], _plain(block)), []
    yield path, "\n\n".join(body)


def _could_head(block: str) -> bool:
    line = block.strip()
    return "\n" not in line and len(line) <= 80 and not line.endswith((".", ":", ",", ";", "!", "。"))


def _plain(title: str) -> str:
    """A heading's words, at most `_HEADING_LIMIT` characters of them."""
    return " ".join(_MARKUP.sub("", title).split())[:_HEADING_LIMIT].rstrip()
