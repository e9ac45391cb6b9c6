"""What people type after a slash, or say to the bot, as a command and its options. Pure."""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches

from handoff.commands import Command, Option, find, verbs
from handoff.tuning import Duration


class Usage(Exception):
    """What was typed cannot be understood; the message says what to type instead."""


def parse(name: str, text: str) -> tuple[Command, dict[str, str]]:
    """
    What was typed after `/name`, as the command and its options; where there is a verb `show`, it is what a bare name means.
    A leading number is taken for the `number` option, and so is a last one where each option is one word; the last option takes
    the rest of the line. Raises Usage.
    """
    text = text.strip()
    command = find(name)
    if command is None:
        word, _, text = text.partition(" ")
        command = find(name, word.casefold() or "show")
        if command is None:
            known = ", ".join(c.verb for c in verbs(name))
            raise Usage(f"`/{name} {word}`".replace(" `", "`") + f" is not something I know. Try one of: {known}.")
    return command, dict(_options(command, text.strip()))


def _options(command: Command, text: str) -> Iterator[tuple[str, str]]:
    last, text = _last(command, text)
    yield from last
    command = replace(command, options=tuple(o for o in command.options if o.name not in dict(last)))
    if len(command.options) > 1 and command.options[0].number and all(o.one_word for o in command.options):
        text = " ".join(sorted(text.split(), key=lambda word: not _word(command.options[0], word)))
    for option in command.options:
        word, _, rest = text.partition(" ")
        if option.person and word.casefold() == "to" and rest.strip():  # "to @cy"; whoever else follows "to" is nobody we know
            word, _, rest = rest.strip().partition(" ")
            word = f"@{word.removeprefix('@')}"
        if option.duration and word.casefold() == "for" and rest.strip()[:1].isdecimal():  # meant for one, right or wrong
            value, _, text = rest.strip().partition(" ")
            yield option.name, value
        elif option.one_word and (value := _word(option, word)):
            yield option.name, value
            text = rest.strip()
        elif option.number:
            if len(command.options) == 1 and text:
                raise Usage(
                    f"“{text}” is not a conversation's number. Type `{command.usage}`, for example `{command.path} 42`."
                )
        elif text and not option.one_word and not option.tagged:
            yield option.name, _unquoted(text)
            text = ""
        elif option.required and option.choices and word:
            raise _not_of(option, word)
        elif option.required and not command.form:
            raise Usage(f"Something is missing: type `{command.usage}`.")


def _last(command: Command, text: str) -> tuple[list[tuple[str, str]], str]:
    """Channels and what is tagged at the end of what was typed, and what is before them. Words in quotes are words."""
    found: list[tuple[str, str]] = []
    options = list(command.options)
    while options and (options[-1].channel or options[-1].tagged) and _unquoted(text) == text:
        before, _, word = text.rpartition(" ")
        option = next((o for o in options if (o.channel or o.tagged) and _word(o, word)), None)
        if option is None or option.name in dict(found):
            break
        found.append((option.name, _word(option, word)))
        text = before.rstrip()
    return found, text


def said(command: Command, text: str, *, known: Container[str] = ()) -> dict[str, str]:
    """What was said after a command's word, as its options but those that are `known`. Nothing is missing or too much."""
    asked = tuple(option for option in command.options if option.name not in known)
    try:
        return dict(_options(replace(command, options=asked, form=True), text.strip()))
    except Usage:
        return {}


def _word(option: Option, word: str) -> str:
    """What a word means for an option that takes one; "" if it is not for it."""
    if option.number:
        return word.lstrip("#") if word.lstrip("#").isdecimal() else ""
    if option.person:
        return word[1:].rstrip(",:") if word.startswith("@") else ""
    if option.group:
        return word.removeprefix("@").rstrip(",")
    if option.channel:
        return word[1:] if word.startswith("#") else ""
    if option.duration:
        return word if word[:1].isdecimal() and Duration(low=timedelta(0), high=timedelta.max).read(word) else ""
    if option.tagged:
        tag, _, word = word.partition(":")
        if tag.casefold() != option.name:
            return ""
        if not option.choices:
            return word
        if word.casefold() not in option.choices:
            raise _not_of(option, word)
    return word.casefold() if word.casefold() in option.choices else ""


def _not_of(option: Option, word: str) -> Usage:
    near = get_close_matches(word.casefold(), option.choices, n=3) or option.choices
    return Usage(f"“{word}” is not known here. Is it one of these? {', '.join(f'`{each}`' for each in near)}")


def _unquoted(text: str) -> str:
    """A text that is quoted as a whole, without its quotes."""
    pairs = {'"': '"', "“": "”", "'": "'"}
    if len(text) > 1 and pairs.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        return text[1:-1].strip()
    return text
