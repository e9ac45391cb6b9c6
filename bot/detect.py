"""
`handoff detect NAME`: one detector on JSON lines, a line out for each line in, as soon as it is there.

To add a detector: a function that makes one from the options, and a line in DETECTORS. Nothing here may import an SDK or
the settings: `bot/__main__.py` comes straight here, so that it starts at once and stays small.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, Final

import typer

from handoff.errors import Fatal


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was said: the text, and where in which dialogue; `role` is who said it, `user` or `bot`."""

    text: str
    dialogue_id: str = ""
    turn: int = 0
    role: str = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    phrases: Path | None = None


#: a line to its verdict: "score" (the higher, the surer) and "hit"; may remember the dialogue's lines before it
Detector = Callable[[Line], Mapping[str, object]]


def explicit(options: Options) -> Detector:
    """Does the customer ask for a person?"""
    from handoff.triggers.explicit import asks_for_person

    def read(line: Line) -> Mapping[str, object]:
        words = asks_for_person(line.text)
        return {"score": 1.0 if words else 0.0, "hit": words is not None}

    return read


def sentiment(options: Options) -> Detector:
    """Is the customer unhappy, and ("trigger") consistently so, as the bot's default settings have it?"""
    from bot.analysers import analyser
    from bot.moods import Moods

    moods = Moods(analyser())
    return lambda line: moods.read(line.dialogue_id, line.role, line.text)


def keywords(options: Options) -> Detector:
    """Is one of the phrases in it: of the file, or else of those from the start? Raises Fatal."""
    from handoff.model import Policy
    from handoff.triggers.matcher import Matcher

    matcher = Matcher(_phrases(options.phrases) if options.phrases else Policy().keywords)

    def read(line: Line) -> Mapping[str, object]:
        found = matcher.find(line.text)
        return {"score": float(len(found)), "hit": bool(found), "phrases": [hit.phrase for hit in found]}

    return read


def _phrases(file: Path) -> tuple[str, ...]:
    """One on a line. Raises Fatal."""
    try:
        written = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Fatal(f"{file} cannot be read as UTF-8 text: {error}") from None
    return tuple(phrase.strip() for phrase in written if phrase.strip())


DETECTORS: Final[Mapping[str, Callable[[Options], Detector]]] = {
    "explicit": explicit,
    "sentiment": sentiment,
    "keywords": keywords,
}


class Unreadable(Exception):
    """A line that says nothing to judge; the text is why."""


def parsed(raw: bytes) -> Line:
    """The line as it is meant: only "text" must be there. Raises Unreadable."""
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise Unreadable('is not an object like {"text": "…"}')
    text, turn, role = found.get("text"), found.get("turn"), found.get("role")
    if not isinstance(text, str):
        raise Unreadable('has no "text" that is a string')
    return Line(
        text=text,
        dialogue_id=str(found.get("dialogue_id", "")),
        turn=turn if isinstance(turn, int) else 0,
        role=role if isinstance(role, str) else "user",
    )


def judge(detector: Detector, lines: Iterable[bytes], out: IO[str]) -> None:
    """Write each verdict as soon as its line is read. Raises Fatal at the first line that is none, or when nobody reads on."""
    for number, raw in enumerate(lines, 1):
        try:
            line = parsed(raw)
        except Unreadable as error:
            raise Fatal(f"line {number} {error}") from None
        try:
            out.write(json.dumps(detector(line)) + "\n")
            out.flush()
        except BrokenPipeError:
            raise Fatal("what is written is no longer read") from None


def detect(
    name: Annotated[str, typer.Argument(help=f"Which one: {', '.join(DETECTORS)}.")],
    phrases: Annotated[
        Path | None, typer.Option(help="For keywords: the phrases, one on a line; else those from the start.")
    ] = None,
) -> None:
    """Try a detector on JSON lines: {"text", "dialogue_id", "turn", "role"} in, {"score", "hit"} out for each, in order."""
    try:
        if name not in DETECTORS:
            raise Fatal(f"There is no detector “{name}”; there are: {', '.join(DETECTORS)}.")
        judge(DETECTORS[name](Options(phrases=phrases)), sys.stdin.buffer, sys.stdout)
    except Fatal as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(2) from None


#: `detect` alone, for a quick start
cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
cli.command("detect")(detect)


@cli.callback()
def _apart() -> None:
    """Without a callback a lone command would lose its name."""
