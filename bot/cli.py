"""The command line: `python -m bot …` and `handoff …` are the same. Exit codes: 0 well, 1 failed, 2 wrong use or settings."""

import importlib.metadata
import sys

import typer

from bot import app as application
from bot import logs
from bot.settings import Faults, load

cli = typer.Typer(add_completion=False, no_args_is_help=True, help="Hands a customer over from the AI to a person, and back.")


@cli.command()
def run() -> None:
    """Serve the platforms of the settings until stopped."""
    try:
        settings = load()
    except Faults as faults:
        sys.stderr.write("The settings cannot be used:\n" + "".join(f"  {line}\n" for line in faults.lines))
        raise typer.Exit(2) from None
    secrets = [settings.discord_token.get_secret_value()] if settings.discord_token else []
    logs.configure(settings.log_level, settings.log_format, secrets)
    raise typer.Exit(application.main(application.run(settings)))


@cli.command()
def version() -> None:
    """The version that is installed."""
    try:
        typer.echo(importlib.metadata.version("handoff-bot"))
    except importlib.metadata.PackageNotFoundError:
        typer.echo("0.1.0 (from a checkout)")


def main() -> None:
    cli()
