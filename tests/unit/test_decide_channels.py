"""`/handoff settings`: where customers write, and the support channels that admins add and remove."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from unit.core_nouns import ADMIN, ANN, BO, DI, HELP, NOON, PLACES, TEAM, Table, grumpy, thread
from unit.fakes import HandClock, until

from adapters.store.sqlite import SqliteStore
from handoff import supporting
from handoff.effects import FormErrors, OpenForm, Whisper
from handoff.events import Commanded, FormSent, Picked
from handoff.model import Address, Policy, SupportChannel
from handoff.service import Service
from handoff.states import State
from handoff.supporting import SupportWatch

NEW = Address("slack", "T1", "C7")
ABOUT = Picked("#new")


def does(table: Table, action: str, where: Address | None = NEW, about: Picked = ABOUT, by=DI, **changes: Any) -> str:
    """The command, with the channel that was picked; what whoever typed it was told."""
    options = {"action": action, "channel": where.channel if where else "nowhere"} | changes
    table.command("/handoff settings", by, **options) if where is None else table.does(
        Commanded(
            key=table.key(), at=table.now, by=by, standing=ADMIN if by is DI else replace(ADMIN, admin=False), place=TEAM,
            name="handoff", verb="settings", options=options, places={"channel": where}, picked={"channel": about},
        )
    )  # fmt: skip
    return table.whisper


@pytest.fixture
def table():
    return Table()


def test_an_added_channel_is_one_at_once(table):
    """Kept with who, when, before and after; the next question there is answered."""
    table.speak("how long?", NEW)
    assert table.conversations == {}
    assert does(table, "support-add") == "Customers can write in \\#new from now on, and are answered there."
    assert table.policy.support == (SupportChannel(place=NEW, name="#new", at=NOON, by=DI),)
    (audit,) = table.last.audits
    assert (audit.by, audit.what, audit.before, audit.after) == (DI, "support", "", "slack:C7")
    table.speak("how long?", NEW)
    assert (table.c().state, table.c().place.parent) == (State.AI, NEW)
    assert does(table, "support-add") == "Customers can write in \\#new already."


def test_a_removed_channel_takes_no_new_questions_and_keeps_what_is_open(table):
    does(table, "support-add")
    table.speak("how long?", NEW)
    place = table.c().place
    told = "\\#new is no longer a support channel. What is open there goes on as before."
    assert does(table, "support-remove") == told
    table.speak("and another thing", NEW, message_id="later")
    assert list(table.conversations) == [1]
    table.speak("are you there? I want a human", place)
    assert table.c().state is State.WAITING


@pytest.mark.parametrize(
    ("action", "where", "about", "words"),
    [
        ("support-add", TEAM, ABOUT, "That is the team's channel, where customers must not be."),
        ("support-add", HELP, ABOUT, "Customers can write in \\#new already."),
        ("support-add", NEW, Picked("#new", "absent"), "I can't see \\#new. Let me in first: on Slack, type `/invite`"),
        ("support-add", NEW, Picked("#new", "archived"), "\\#new is archived."),
        (
            "support-add",
            NEW,
            Picked("#new", "permissions", ("Embed Links",)),
            "These permissions are missing for me in \\#new: ",
        ),
        ("support-add", NEW, Picked("#new", "unknown"), "Whether I can write in \\#new could not be checked just now."),
        ("support-remove", HELP, ABOUT, "`slack:C1` is set by SUPPORT_CHANNELS in .env, and can only be removed there."),
        ("support-remove", NEW, ABOUT, "That is not a support channel."),
        ("support-add", None, ABOUT, "I don't know that channel. Pick it from the list"),
    ],
)
def test_what_cannot_be_done_says_why(table, action, where, about, words):
    """And changes nothing; in the form, where one was sent."""
    assert does(table, action, where, about)[: len(words)] == words
    form = {"verb": "settings", "number": 0, "fields": {"action": action, "channel": "x"}, "picked": {"channel": about}}
    places = {"channel": where} if where else {}
    table.does(FormSent(key="f", at=NOON, by=DI, standing=ADMIN, place=TEAM, places=places, **form))
    assert isinstance(table.reply, FormErrors)
    assert table.reply.errors["channel"][: len(words)] == words
    assert table.policy == Policy()


def test_without_a_channel_it_is_asked_for(table):
    table.command("/handoff settings", DI, action="support-add")
    assert table.whisper == "Which channel? Type `/handoff settings support-add #CHANNEL`."


def test_what_is_shown(table):
    """Channels of both kinds, the team's, and the AI's mode; a button leads to the form."""
    does(table, "support-add")
    table.policy = replace(table.policy, ai_at={"slack:C7": "draft"})
    table.command("/handoff settings", DI)
    assert table.whisper.split("\n")[:-1] == [
        "**Where customers write**",
        "- direct messages",
        "- `discord:500`, by SUPPORT_CHANNELS in .env",
        "- `slack:C1`, by SUPPORT_CHANNELS in .env",
        "- \\#new (`slack:C7`), added by Di on 2024-05-01 12:00 UTC",
        "**The team**: `slack:C9`, by TEAM_CHANNEL in .env",
        "**The AI**: on",
        "- `slack:C7`: draft",
    ]
    assert isinstance(table.reply, Whisper)
    button, history = table.reply.post.buttons
    assert history.verb == "history"
    table.press(button.verb, button.number, DI)
    assert isinstance(table.reply, OpenForm)
    assert [(i.name, i.channel, [value for value, _ in i.choices]) for i in table.reply.inputs] == [
        ("action", False, ["support-add", "support-remove", "history", "undo"]),
        ("channel", True, []),
        ("entry", False, []),
    ]


@pytest.mark.parametrize("by", [ANN, BO])
def test_only_admins(table, by):
    assert does(table, "support-add", by=by) == "Only admins of the support team can do that."
    table.press("settings", 0, by)
    assert (table.whisper, table.policy) == ("Only admins of the support team can do that.", Policy())


def test_a_channel_that_the_settings_name_too_is_shown_once(table):
    """The settings win, and only they can take it away."""
    does(table, "support-add")
    table.places = replace(PLACES, support=PLACES.support | {("slack", "C7")})
    table.command("/handoff settings", DI)
    assert [line for line in table.whisper.split("\n") if "C7" in line] == ["- `slack:C7`, by SUPPORT_CHANNELS in .env"]
    assert does(table, "support-remove").startswith("`slack:C7` is set by SUPPORT_CHANNELS")
    assert thread("1").channel == "C1"


async def test_adapters_see_at_once_what_is_added_here_and_soon_what_is_elsewhere(monkeypatch):
    """Of several processes each looks for what the others changed; what was read before a change does not undo it."""
    monkeypatch.setattr(supporting, "EVERY", 0.01)
    store = await SqliteStore.open("sqlite://", team=TEAM, now=lambda: NOON)
    here, there = SupportWatch(store), SupportWatch(store)
    service = Service(store, PLACES, grumpy, HandClock(), lambda: None, adopt=here.adopt)
    running = [asyncio.create_task(each.run()) for each in (service, there)]
    try:
        places = replace(PLACES, added=there.added)
        event = Commanded(
            key="1", at=NOON, by=DI, standing=ADMIN, place=TEAM, name="handoff", verb="settings",
            options={"action": "support-add"}, places={"channel": NEW}, picked={"channel": ABOUT},
        )  # fmt: skip
        await service(event)
        assert dict(here.added) == {("slack", "C7"): NOON}
        await until(lambda: places.is_support(NEW))
        assert places.channels("slack") == ("C1", "C7")
        here.adopt(Policy())
        assert dict(here.added) == {("slack", "C7"): NOON}
        await service(replace(event, key="2", options={"action": "support-remove"}))
        assert dict(here.added) == {}
        await until(lambda: not places.is_support(NEW))
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await store.close()
