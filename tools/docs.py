"""
What the documentation says and the code knows: written into the pages between markers, so that it cannot drift.

`python tools/docs.py` writes; `--check` changes nothing and fails where a page is behind (`make check`).
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from adapters.discord.invite import PERMISSIONS  # noqa: E402
from adapters.slack.manifest import SCOPES  # noqa: E402
from handoff.commands import COMMANDS, MESSAGE_ACTIONS, Way, Who, ways  # noqa: E402
from handoff.locale.en import TEXTS  # noqa: E402
from handoff.states import diagram  # noqa: E402
from handoff.tuning import DIALS, written  # noqa: E402

_WHO = {Who.CUSTOMER: "everybody", Who.AGENT: "agent", Who.ADMIN: "admin"}


def states() -> str:
    return f"```mermaid\n{diagram()}\n```"


def commands() -> str:
    lines = ["| command | who | what it does | also by |", "|---|---|---|---|"]
    for c in COMMANDS:
        verb = c.verb or c.name
        also = ", ".join(_also(way, verb) for way in ways(verb) if way is not Way.COMMAND)
        usage = c.usage.replace("|", "\\|")
        lines.append(f"| `{usage}` | {_WHO[c.who]} | {c.help} | {also} |")
    return "\n".join(lines)


def _also(way: Way, verb: str) -> str:
    if way is Way.MENU:
        title = next(action.title for action in MESSAGE_ACTIONS if verb in (action.verb, action.with_ai))
        return f"“{title}” in the menu of a message"
    return "button" if way is Way.BUTTON else f"saying “{verb}” to the bot in the card's thread"


def settings() -> str:
    lines = ["| name | default | takes | by channel | what it is |", "|---|---|---|---|---|"]
    for dial in DIALS:
        takes = f"{written(dial.takes.low)} to {written(dial.takes.high)}".replace("off to on", "on or off")
        takes = takes.replace("off to off", "days and times, or off")
        where = "yes" if dial.local else "one for all"
        lines.append(f"| `{dial.name}` | {written(dial.default)} | {takes} | {where} | {TEXTS[f'choice.{dial.name}']} |")
    return "\n".join(lines)


def scopes() -> str:
    return "\n".join(["| scope | why |", "|---|---|", *(f"| `{scope}` | {why} |" for scope, why in SCOPES.items())])


def permissions() -> str:
    rows = (f"| {name.replace('_', ' ').title()} | {why} |" for name, why in PERMISSIONS.items())
    return "\n".join(["| permission | why |", "|---|---|", *rows])


BLOCKS: dict[str, Callable[[], str]] = {
    "states": states,
    "commands": commands,
    "settings": settings,
    "scopes": scopes,
    "permissions": permissions,
}
_BLOCK = re.compile(r"(<!-- made by tools/docs\.py: (\w+) -->\n).*?(\n<!-- end -->)", re.DOTALL)


def renewed(text: str) -> str:
    return _BLOCK.sub(lambda m: m[1] + BLOCKS[m[2]]() + m[3], text)


def main() -> int:
    behind = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        if (new := renewed(text)) != text:
            behind.append(page)
            if "--check" not in sys.argv:
                page.write_text(new, encoding="utf-8")
    for page in behind:
        print(f"{page.relative_to(ROOT)}: {'is behind: run make docs' if '--check' in sys.argv else 'written'}")
    return 1 if behind and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
