"""Every sentence that a person sees: filled in here, kept in handoff/locale."""

import re
from datetime import UTC, datetime, timedelta
from string import Template

from handoff.locale.en import TEXTS
from handoff.model import File, Person

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#|~@!])")

#: minutes of a unit, and its sentences
_UNITS = (
    (1440, "span.days.one", "span.days"),
    (60, "span.hours.one", "span.hours"),
    (1, "span.minutes.one", "span.minutes"),
)
#: longest name shown, characters
NAME_LIMIT = 60


def text(key: str, **values: object) -> str:
    """The sentence `key` with its $names filled in; a name that is missing is a KeyError, found by the tests."""
    return Template(TEXTS[key]).substitute({k: str(v) for k, v in values.items()})


def plain(name: str) -> str:
    """A name somebody chose, harmless in CommonMark: no control or direction marks, markup escaped, shortened."""
    tidy = " ".join(_CONTROL.sub(" ", name).split())
    short = tidy if len(tidy) <= NAME_LIMIT else tidy[: NAME_LIMIT - 1] + "…"
    return escaped(short)


def escaped(words: str) -> str:
    """Words of others within a sentence: their markup is shown, not obeyed."""
    return _MARKUP.sub(r"\\\1", words)


def name(person: Person | None, fallback: str = "somebody") -> str:
    return plain(person.name or fallback) if person else fallback


def disclosed(words: str) -> str:
    """Words of the AI's with the line that says what it is."""
    return words + _disclosure()


def undisclosed(words: str) -> str:
    """The same as somebody else's."""
    return words.removesuffix(_disclosure())


def _disclosure() -> str:
    return f"\n\n*{text('disclosure')}*"


def short(words: str, limit: int = 200) -> str:
    """Words on one line, at most `limit` characters."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def with_files(words: str, files: tuple[File, ...]) -> str:
    """The text with a line for each file, so that what cannot be carried is at least seen."""
    lines = [text("file", name=plain(f.name)) for f in files]
    return "\n".join([*([words] if words else []), *lines])


def quoted(words: str) -> str:
    """The words as a quotation, so that no line of them can pass for one of ours."""
    return "\n".join(f"> {line}" for line in (words or " ").splitlines())


def span(length: timedelta) -> str:
    """How long something has lasted, in one unit."""
    minutes = int(length.total_seconds()) // 60
    for size, one, many in _UNITS:
        if minutes >= size:
            count = minutes // size
            return text(one if count == 1 else many, count=count)
    return text("span.now")


def stamp(at: datetime) -> str:
    """A time in a sentence, where nobody's zone is known."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def numbers(those: tuple[int, ...]) -> str:
    return ", ".join(f"#{n}" for n in those)
