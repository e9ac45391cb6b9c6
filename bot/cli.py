"""The command line: `python -m bot …` and `handoff …` are the same. Exit codes: 0 well, 1 failed, 2 wrong use or settings."""

import asyncio
import importlib.metadata
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from dotenv import dotenv_values

from adapters.discord import invite as discord_invite
from adapters.slack import manifest as slack_manifest
from adapters.store import backup as backups
from adapters.store.choice import AnyStore
from bot import app as application
from bot import demo as playground
from bot import detect as detection
from bot import doctor as examination
from bot import logs, looking, previewing, setup
from bot.settings import Faults, Settings, load
from handoff import previews
from handoff.errors import Fatal, Refused

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # they print variables' values, secrets among them
    help="Hands a customer over from the AI to a person, and back.",
)
manifest = typer.Typer(no_args_is_help=True, help="What a platform must be told when the app is made there.")
invite = typer.Typer(no_args_is_help=True, help="Links with which an admin adds the bot.")
cli.add_typer(manifest, name="manifest")
cli.add_typer(invite, name="invite")


def _fail(text: str) -> typer.Exit:
    sys.stderr.write(text.rstrip("\n") + "\n")
    return typer.Exit(2)


def _settings() -> Settings:
    """The settings, with logs set up as they say; every fault of theirs ends it with exit code 2."""
    try:
        settings = load()
    except Faults as faults:
        raise _fail("The settings cannot be used:\n" + "".join(f"  {line}\n" for line in faults.lines)) from None
    logs.configure(settings.log_level, settings.log_format, settings.secrets())
    return settings


@cli.command()
def run() -> None:
    """Serve the platforms of the settings until stopped (SIGTERM, Ctrl-C)."""
    raise typer.Exit(application.main(application.run(_settings())))


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page is; 0: any that is free.")] = 8080,
    folder: Annotated[Path, typer.Option(help="Where all of it is kept.")] = Path("playground"),
    knowledge: Annotated[Path, typer.Option(help="The pages that the AI answers from.")] = playground.PAGES,
) -> None:
    """Open the playground: the real bot in a page on this machine, without tokens, accounts or network."""
    logs.configure("WARNING", "text", [])
    folder.mkdir(parents=True, exist_ok=True)
    raise typer.Exit(application.main(playground.run(folder, port, knowledge)))


@cli.command()
def init() -> None:
    """Ask what is needed, check each answer at once, and write it into `.env`. One that is there is never touched."""
    try:
        raise typer.Exit(setup.run())
    except Fatal as error:
        raise _fail(str(error)) from None


@cli.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For scripts: a list of what was looked at.")] = False,
) -> None:
    """Look at settings, database, AI, Slack and Discord: what is wrong, and where to put it right. Changes nothing."""
    logs.configure("CRITICAL", "text", [])
    raise typer.Exit(application.main(examination.run(as_json=as_json)))


@cli.command()
def migrate() -> None:
    """Bring the database to this version's schema; `run` does it too. The bot must not be running on the same file."""
    raise typer.Exit(application.main(application.migrate(_settings())))


cli.command()(detection.detect)

_Json = Annotated[bool, typer.Option("--json", help="For scripts: one JSON document.")]
_Number = Annotated[int, typer.Argument(help="The conversation's number, as on its card.", min=1, max=2**31 - 1)]


def _look(wanted: Callable[[AnyStore], Awaitable[looking.Data]], *, as_json: bool) -> typer.Exit:
    """Show what the store holds, beside a running bot; what stands in the way is told in its own words."""
    settings = _settings()
    try:
        return typer.Exit(asyncio.run(looking.look(settings, wanted, as_json=as_json)))
    except Fatal as error:
        return _fail(str(error))


@cli.command()
def queue(as_json: _Json = False) -> None:
    """Who is waiting, and who works on what."""
    raise _look(looking.queue, as_json=as_json)


@cli.command()
def transcript(number: _Number, as_json: _Json = False) -> None:
    """Everything that was said in a conversation, notes and drafts included."""
    raise _look(looking.transcript(number), as_json=as_json)


@cli.command()
def events(number: _Number, as_json: _Json = False) -> None:
    """What happened in a conversation, in order: words, changes of hands, and what became of all that was sent."""
    raise _look(looking.events(number), as_json=as_json)


@cli.command()
def outbox(as_json: _Json = False) -> None:
    """What is still to be sent, and what could not be: how often it was tried, and why it failed."""
    raise _look(looking.outbox, as_json=as_json)


@cli.command()
def preview(
    set_: Annotated[
        list[str], typer.Option("--set", help="NAME=VALUE, as /triggers set takes them; several times for several.")
    ],
    days: Annotated[int, typer.Option(help="How many to read back.", min=1, max=previews.MOST_DAYS)] = previews.DAYS,
    chart: Annotated[Path | None, typer.Option(help="A file for a picture of it (PNG).")] = None,
    as_json: _Json = False,
) -> None:
    """What other settings would have made of the conversations of late. Beside a running bot; nothing is changed."""
    settings = _settings()
    try:
        raise typer.Exit(asyncio.run(previewing.show(settings, set_, days, chart, as_json=as_json)))
    except (Fatal, previews.Unclear, Refused) as error:
        raise _fail(str(error)) from None


@cli.command()
def backup(to: Annotated[Path, typer.Argument(help="The file to make; one that is there is never written over.")]) -> None:
    """Copy the SQLite database, beside a running bot."""
    try:
        backups.backup(_settings().database_url, to)
    except Fatal as error:
        raise _fail(str(error)) from None
    typer.echo(f"{to} holds all that was committed")


@cli.command()
def config(as_json: _Json = False) -> None:
    """Every setting as it is in force; of secrets, only whether they are set."""
    looking.show(looking.config(_settings()), as_json=as_json)


@manifest.command("slack")
def manifest_slack(
    http: Annotated[str, typer.Option(help="The public https address of /slack/events; without it: Socket Mode.")] = "",
    prefix: Annotated[
        str, typer.Option(help="Put before every command, where a name is taken: --prefix help- gives /help-claim.")
    ] = "",
    assistant: Annotated[
        bool, typer.Option("--assistant", help="With Slack's assistant pane, which needs a paid plan.")
    ] = False,
) -> None:
    """Print the manifest to paste at api.slack.com/apps → Create New App → From a manifest."""
    typer.echo(json.dumps(slack_manifest.manifest(http_url=http, prefix=prefix, assistant=assistant), indent=2))


@invite.command("discord")
def invite_discord() -> None:
    """Print the link that adds the bot to a server, with exactly the permissions that it needs (reads DISCORD_TOKEN)."""
    try:
        typer.echo(discord_invite.link(_token()))
    except Fatal as error:
        raise _fail(str(error)) from None
    for name, why in discord_invite.PERMISSIONS.items():
        sys.stderr.write(f"  {name.replace('_', ' '):28} {why}\n")


def _token() -> str:
    """DISCORD_TOKEN alone: the link is made before there are other settings."""
    return os.environ.get("DISCORD_TOKEN") or dotenv_values(".env").get("DISCORD_TOKEN") or ""


@cli.command()
def version() -> None:
    """The version that is installed."""
    try:
        typer.echo(importlib.metadata.version("handoff-bot"))
    except importlib.metadata.PackageNotFoundError:
        typer.echo("0.1.0 (from a checkout)")
