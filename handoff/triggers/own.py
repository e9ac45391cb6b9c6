"""
A message without what is not its author's voice: quotes, code, stack traces, log lines, addresses.

An error in a log is not an angry customer, and a quoted answer was said by somebody else.
"""

import re
from typing import Final

#: characters of a message that are read
LONGEST: Final = 8_000

#: fences may stay open; a quotation is short, since a lone mark (5" screen) must not swallow what follows
_WITHIN: Final = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]{1,400}`|\"[^\"\n]{2,200}\"|“[^”\n]{2,200}”|„[^“”\n]{2,200}[“”]|«[^»\n]{2,200}»"
    r"|(?<=\S )(?:[a-z_$][\w$]{0,60}\.){1,12}\w{0,60}(?:Error|Exception|Fault)\b[^\n]*"  # an error, and all it says
    r"|<[@#!:a][^>\n]{1,100}>|https?://[^\s>]+|www\.[^\s>]+|(?<!\w)@\w+",
    re.DOTALL | re.IGNORECASE,
)
#: what follows in a mail is somebody else's
_BELOW: Final = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original) ?-{2,}"
    r"|on .{4,120} wrote:|am .{4,120} schrieb .{1,80}:|le .{4,120} a écrit ?:|el .{4,120} escribió:|-- )[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_LINE: Final = re.compile(
    r"\s*(?:>|&gt;"  # quoted
    r"|at [\w$.<>/]+\(|at (?:[\w$.<>]+ )?\(?[\w./\\@-]+:\d+:\d+|File \".{1,300}\", line \d|Traceback \(most recent"
    r"|Caused by: |\.\.\. \d+ more|goroutine \d|#\d+ +0x"
    r"|[\w.$]*(?:Error|Exception|Warning|Fault)(?::|$)"  # the line of a trace that names the error
    r"|[\[(]?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|[\[(]?\d\d:\d\d:\d\d[\s.,\])]|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
    r"|[\[(<]?(?:DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|TRACE|SEVERE|PANIC)\b(?:[\])>]|:|\s+[\w.\[/-]+[\]:])"
    r"|npm ERR!|error\[?\w*\]?: |HTTP/\d|[{\[].*[}\]],?\s*$"
    r"|[\w.-]+[$#] |\$ |C:\\)"
)


def own_words(text: str) -> str:
    """What of the text the author says in their own voice, line by line; "" if nothing is."""
    text = _WITHIN.sub(" ", above(text[:LONGEST]))
    if "\n" not in text:
        return "" if _LINE.match(text) else text
    return "\n".join(_spoken(text.split("\n")))


def above(text: str) -> str:
    """The text without the mail that it answers, or a signature."""
    below = _BELOW.search(text)
    return text[: below.start()] if below else text


def _spoken(lines: list[str]) -> list[str]:
    """The lines that are not machine's or quoted; what is indented under one of a trace belongs to it."""
    kept: list[str] = []
    under = False
    for line in lines:
        if _LINE.match(line):
            under = True
        elif not (under and line[:2] in ("  ", "\t")):
            under = False
            kept.append(line)
    return kept
