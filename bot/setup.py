"""`handoff init`: the few questions without which nothing runs, each answer checked at once, written into `.env`."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from adapters.discord import doctor as discord
from adapters.discord.connect import DiscordSettings
from adapters.slack import doctor as slack
from adapters.slack.connect import SlackSettings
from bot.compose import WallClock
from bot.settings import Settings, channels
from handoff.errors import Fatal
from handoff.health import Finding
from handoff.model import Address, Places, Roster

#: where the platforms are, where that is not the usual place
_ELSEWHERE: Final = ("SLACK_API_URL", "DISCORD_API_URL")
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Question:
    """`wrong` says what is wrong with an answer, given the ones before it; "" if nothing is."""

    name: str
    ask: str
    wrong: Callable[[str, Mapping[str, str]], str]
    secret: bool = False
    default: str = ""


def run(file: Path = Path(".env")) -> int:
    """The exit code. An `.env` that is there is never touched. Raises Fatal."""
    if file.exists():
        raise Fatal(f"There is a {file} already, and it is left as it is. Edit it, or move it away and start again.")
    typer.echo("A few questions; each answer is checked at once. Ctrl-C leaves without writing anything.\n")
    answers = {name: os.environ[name] for name in _ELSEWHERE if os.environ.get(name)}
    for question in _questions():
        answers[question.name] = _answered(question, answers)
    _write(file, {name: value for name, value in answers.items() if value})
    typer.echo(f"\n{file} is written, for your eyes only. Next: `handoff doctor`, then `handoff run`.")
    return 0


def _questions() -> list[Question]:
    both: list[Question] = []
    if typer.confirm("Will it work in Slack?", default=False):
        both += [
            Question("SLACK_BOT_TOKEN", "Bot User OAuth Token (xoxb-…)", _slack_token, secret=True),
            Question("SLACK_APP_TOKEN", "App-level token with connections:write (xapp-…)", _slack_app_token, secret=True),
        ]
    if typer.confirm("Will it work in Discord?", default=not both):
        both.append(Question("DISCORD_TOKEN", "Bot token", _discord_token, secret=True))
    if not both:
        raise Fatal("It needs Slack or Discord to work in. To see it without either: `handoff demo`.")
    return [
        *both,
        Question("TEAM_CHANNEL", "The team's own channel (slack:C… or discord:…)", _team),
        Question("SUPPORT_CHANNELS", "Where customers write, with commas (none: direct messages alone)", _support),
        Question("KNOWLEDGE_DIR", "Folder of your help pages, as .md or .txt files", _folder, default="knowledge"),
    ]


def _answered(question: Question, before: Mapping[str, str]) -> str:
    for _ in range(_TRIES):
        given = str(typer.prompt(question.ask, default=question.default, show_default=bool(question.default),
                                 hide_input=question.secret)).strip()  # fmt: skip
        wrong = question.wrong(given, before)
        if not wrong:
            typer.secho("  well", fg="green")
            return given
        typer.secho(f"  {wrong}", fg="red")
    raise Fatal(f"{question.name} is still not right; nothing was written. `handoff init` begins again.")


def _write(file: Path, answers: Mapping[str, str]) -> None:
    lines = [
        "# Written by handoff init. Every setting is explained in .env.example.",
        *(f"{n}={v}" for n, v in answers.items()),
    ]
    held = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(held, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


# ---- what is wrong with an answer


def _slack_token(given: str, before: Mapping[str, str]) -> str:
    if not given.startswith("xoxb-"):
        return "That is another kind of token: this one begins with xoxb-, and stands under OAuth & Permissions."
    return _first(_slack({**before, "SLACK_BOT_TOKEN": given}, Places()), "Slack token", "Slack scopes", "Clock")


def _slack_app_token(given: str, before: Mapping[str, str]) -> str:
    if not given.startswith("xapp-"):
        return "That is another kind of token: this one begins with xapp-, and is made under Basic Information."
    return _first(_slack({**before, "SLACK_APP_TOKEN": given}, Places()), "Slack app token")


def _discord_token(given: str, before: Mapping[str, str]) -> str:
    found = _discord({**before, "DISCORD_TOKEN": given}, Places())
    return _first(found, "Discord token", "Discord message content", "Discord public bot")


def _team(given: str, before: Mapping[str, str]) -> str:
    return _places(given, before, most=1, places=lambda pairs: Places(team=Address(pairs[0][0], "", pairs[0][1])))


def _support(given: str, before: Mapping[str, str]) -> str:
    if given and given == before.get("TEAM_CHANNEL"):
        return "That is the team's own channel; customers need another."
    return _places(given, before, most=50, places=lambda pairs: Places(support=frozenset(pairs))) if given else ""


def _places(
    given: str, before: Mapping[str, str], *, most: int, places: Callable[[tuple[tuple[str, str], ...]], Places]
) -> str:
    try:
        pairs = channels(given)
    except ValueError as error:
        return str(error)
    if not 1 <= len(pairs) <= most:
        return "Write one channel." if most == 1 else "Write at least one channel."
    wanted = places(pairs)
    for platform, ask, token in (("slack", _slack, "SLACK_BOT_TOKEN"), ("discord", _discord, "DISCORD_TOKEN")):
        if any(p == platform for p, _ in pairs):
            if not before.get(token):
                return f"It does not work in {platform.title()}: you gave no token for it."
            wrong = _first(ask(before, wanted), f"{platform.title()} channel", f"{platform.title()} people")
            if wrong:
                return wrong
    return ""


def _folder(given: str, before: Mapping[str, str]) -> str:
    return "" if Path(given).is_dir() else f"There is no folder {given}: make it, and put your help pages there."


def _slack(answers: Mapping[str, str], places: Places) -> AsyncIterator[Finding]:
    url = answers.get("SLACK_API_URL") or Settings.model_fields["slack_api_url"].default
    with_ = SlackSettings(
        bot_token=answers.get("SLACK_BOT_TOKEN", ""), app_token=answers.get("SLACK_APP_TOKEN", ""), api_url=url
    )
    return slack.examine(with_, places, Roster(), WallClock())


def _discord(answers: Mapping[str, str], places: Places) -> AsyncIterator[Finding]:
    url = answers.get("DISCORD_API_URL") or Settings.model_fields["discord_api_url"].default
    return discord.examine(DiscordSettings(token=answers.get("DISCORD_TOKEN", ""), api_url=url), places, Roster())


def _first(found: AsyncIterator[Finding], *of: str) -> str:
    """What is wrong with the things that an answer is about, in words."""

    async def look() -> str:
        wrong = [f async for f in found if f.well is False and f.what.startswith(of)]
        return " ".join(f"{f.what}: {f.words}" for f in wrong)

    return asyncio.run(look())
