"""X1: every role, every command, button and form, in every state: only what the table allows changes anything."""

from dataclasses import replace
from itertools import product

import pytest
from unit.core_nouns import ANN, BO, CY, DI, DM, ED, HELP, STRANGER, TEAM, Table

from handoff.commands import BUTTONS, COMMANDS, FORMS, Who
from handoff.effects import Done, FormErrors, OpenForm, Whisper
from handoff.events import Commanded, Event, FormSent, Pressed
from handoff.model import Standing
from handoff.states import State

STATES = tuple(str(state) for state in State)

#: who acts: the person, what they may be here, and what they are to conversation 1
ROLES = {
    "customer": (ANN, Standing()),
    "bystander": (ED, Standing()),
    "agent": (BO, Standing(agent=True)),  # who has it, where somebody does
    "other agent": (CY, Standing(agent=True)),
    "admin": (DI, Standing(agent=True, admin=True)),
    "admin alone": (DI, Standing(admin=True)),
    "stranger": (ED, STRANGER),
    "unchecked": (BO, Standing(known=False)),
    "customer of elsewhere": (ANN, STRANGER),
}
TEAM_OF_IT = frozenset({"agent", "other agent", "admin"})

#: verb -> in which state -> who may bring about a change; whoever is not named changes nothing
OWNED = {"claimed": {"agent", "admin"}, "snoozed": {"agent", "admin"}}
CHANGES = {
    "claim": {"waiting": TEAM_OF_IT},
    "release": OWNED,
    "transfer": OWNED,
    "takeover": {"ai": TEAM_OF_IT, "waiting": TEAM_OF_IT},
    "reopen": {"closed": TEAM_OF_IT},
    "close": {"ai": TEAM_OF_IT, "waiting": TEAM_OF_IT, **OWNED},
    "return": {"waiting": TEAM_OF_IT, **OWNED},
    "priority": {"ai": TEAM_OF_IT, "waiting": TEAM_OF_IT, **OWNED},
    "note": dict.fromkeys(STATES, TEAM_OF_IT),
    "human": {"ai": {"customer"}, "closed": {"customer"}},
    "helped": {"ai": {"customer"}},
    "unhelpful": {"ai": {"customer"}},
    "private": {"waiting": TEAM_OF_IT, **OWNED},
    "privately": {state: {"customer"} for state in STATES if state != "closed"},
}
#: the button *Take it from Bo*, under the question whether to: it bears the epoch in which that was asked
TAKEN = {state: {"other agent", "admin"} for state in OWNED}
#: `/human` opens one's own conversation where one has none
OWN = {"bystander", "agent", "other agent", "admin", "admin alone", "unchecked"}
#: these change the policy, and no conversation
SETTINGS = {"add", "remove", "set", "ai", "preset", "block"}
TAKES = {
    "priority": {"level": "high"},
    "ai": {"value": "draft"},
    "preset": {"name": "eager"},
    "remove": {"phrase": "cancel my account"},
}
OPTIONS = {
    "settings": "failed.limit=2",
    "number": "1",
    "text": "a note",
    "phrase": "new phrase",
    "name": "failed.limit",
    "value": "5",
}


def in_state(state: str, place=HELP) -> Table:
    table = Table().in_state(state, place)
    table.waiting(place=replace(DM, channel="@U99"), by=replace(ED, user="U99"))  # somebody else, who must not be touched
    return table


def changed(table: Table, event: Event) -> tuple[bool, bool]:
    """Whether the event changed conversation 1 or said anything anywhere; whether it touched anything else."""
    before, policy = dict(table.conversations), table.policy
    messages = dict(table.messages)
    table.does(event)
    ours = before[1] != table.c(1) or any(number == 1 for number, _ in table.messages.keys() - messages.keys())
    others = {n: c for n, c in table.conversations.items() if n > 1} != {n: c for n, c in before.items() if n > 1}
    return ours, others or policy != table.policy


def commands():
    for command, role, state in product(COMMANDS, ROLES, STATES):
        yield pytest.param(command, role, state, id=f"{command.path[1:]}-{role}-{state}".replace(" ", "_"))


@pytest.mark.parametrize(("command", "role", "state"), list(commands()))
def test_commands(command, role, state):
    table = in_state(state)
    by, standing = ROLES[role]
    event = Commanded(
        key="x",
        at=table.now,
        by=by,
        standing=standing,
        place=table.c().place if command.name == "human" else TEAM,
        name=command.name,
        verb=command.verb,
        options={o.name: OPTIONS[o.name] for o in command.options if o.name in OPTIONS} | TAKES.get(command.verb, {}),
    )
    verb = command.verb or command.name
    ours, others = changed(table, event)
    if command.who is Who.ADMIN:
        assert (ours, others) == (False, standing.admin and standing.served and verb in SETTINGS)
    elif command.name == "human":
        assert ours == (role in CHANGES["human"].get(state, ()) and state != "closed")
        elsewhere = role in OWN or (role == "customer" and state == "closed")
        assert others == elsewhere
    else:
        assert (ours, others) == (role in CHANGES.get(verb, {}).get(state, ()), False)
    if command.name == "human" and ours:
        assert (table.reply, len(table.says())) == (Done(), 1), "the notice, which all can see, is the answer"
    else:
        assert isinstance(table.reply, Whisper), "whoever types is answered in words"
        assert table.whisper


def presses():
    for verb, role, state in product([*BUTTONS, "no-such-button"], ROLES, STATES):
        yield pytest.param(verb, role, state, id=f"{verb}-{role}-{state}".replace(" ", "_"))


@pytest.mark.parametrize(("verb", "role", "state"), list(presses()))
def test_buttons(verb, role, state):
    table = in_state(state)
    by, standing = ROLES[role]
    detail = str(table.c().epoch) if verb == "takeover" else "2"
    place = table.c().place
    event = Pressed(key="x", at=table.now, by=by, standing=standing, place=place, verb=verb, number=1, detail=detail)
    ours, others = changed(table, event)
    allowed = role in (CHANGES.get(verb, {}) | (TAKEN if verb == "takeover" else {})).get(state, ())
    if verb in FORMS:
        assert (ours, others) == (False, False), "a form changes nothing until it is sent"
        assert isinstance(table.reply, OpenForm) == allowed
    elif verb == "human" and state == "closed":
        assert (ours, others) == (False, role == "customer"), "a new conversation is opened, and the closed one stays closed"
    else:
        assert (ours, others) == (allowed, False)
    if not allowed:
        assert table.whisper or isinstance(table.reply, OpenForm)
        assert table.effects == []
    else:
        assert isinstance(table.reply, Whisper | OpenForm | Done)


def forms():
    for verb, role, state in product([*sorted({*BUTTONS, *FORMS}), "no-such-form", ""], ROLES, STATES):
        yield pytest.param(verb, role, state, id=f"{verb or 'none'}-{role}-{state}".replace(" ", "_"))


@pytest.mark.parametrize(("verb", "role", "state"), list(forms()))
def test_forms(verb, role, state):
    """A form that we never show is one that somebody made up."""
    table = in_state(state)
    by, standing = ROLES[role]
    fields = {"note": "n", "text": "t", "phrase": "new phrase", "name": "failed.limit", "value": "5", "evil": "x"}
    fields |= TAKES.get(verb, {})
    event = FormSent(key="x", at=table.now, by=by, standing=standing, place=TEAM, verb=verb, number=1, fields=fields)
    ours, others = changed(table, event)
    allowed = verb in FORMS and role in CHANGES.get(verb, {}).get(state, ())
    assert (ours, others) == (allowed, verb in SETTINGS and standing.admin and standing.served)
    assert table.whisper or isinstance(table.reply, FormErrors)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("who", list(Who))
def test_a_refusal_says_which_right_is_missing(who, role):
    """Deny by default, in words: not served, not checked, or not of the team; and it is logged."""
    by, standing = ROLES[role]
    path = {Who.CUSTOMER: "/handoff help", Who.AGENT: "/queue", Who.ADMIN: "/keywords list"}[who]
    table = Table()
    table.command(path, by, TEAM, standing)
    has = {Who.CUSTOMER: True, Who.AGENT: standing.agent, Who.ADMIN: standing.admin}[who] and standing.served
    assert (table.last.refused == "") == has
    if not standing.served:
        assert table.whisper == "This place is not served by this bot."
    elif not has:
        assert table.whisper.startswith("Only " if standing.known else "Your rights could not be checked")
