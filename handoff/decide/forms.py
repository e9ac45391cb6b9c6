"""The forms in which people are asked for what a verb needs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from handoff import wording
from handoff.commands import FORMS
from handoff.decide.desk import Desk
from handoff.effects import Input, OpenForm

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def form_of(desk: Desk, verb: str, given: Mapping[str, str] = _NOTHING) -> OpenForm:
    """The form of a verb of the conversation, which begins with what is so there."""
    return form(verb, desk.c.number, {"level": str(desk.c.priority), **given})


def form(verb: str, number: int, given: Mapping[str, str] = _NOTHING) -> OpenForm:
    """The form of a verb: what its command asks for, with what is given already."""
    inputs = tuple(
        Input(
            name=option.name,
            label=wording.text(f"input.{option.label or option.name}"),
            required=option.required,
            limit=option.limit,
            choices=tuple((each, wording.text(f"choice.{each}")) for each in option.choices),
            person=option.person,
            channel=option.channel,
            group=option.group,
            value="" if option.person or option.channel or option.group else given.get(option.name, ""),
        )
        for option in FORMS[verb].asks
    )
    title = wording.text(f"form.{verb}", number=number)
    return OpenForm(verb=verb, number=number, title=title, submit=wording.text(f"form.submit.{verb}"), inputs=inputs)
