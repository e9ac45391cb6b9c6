"""A channel that is picked from the platform's own list, in a command and in a form: which one it is, and where it may be."""

import pytest
from discordsim.client import SimError
from slacksim.client import Refused
from wire.discord_rig import rig as discord
from wire.slack_rig import rig as slack

from adapters.discord import commands as registered
from handoff import commands
from handoff.commands import Command, Option, Who
from handoff.effects import Input, OpenForm
from handoff.events import Commanded, FormSent
from handoff.model import Address

WHERE = Command("handoff", "where", "Test", Who.CUSTOMER, (Option("at", "Which channel", channel=True), Option("note", "Why")))
FORM = OpenForm(
    verb="note",
    number=0,
    title="Where?",
    submit="There",
    inputs=(Input(name="at", label="Channel", channel=True, required=True),),
)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (commands, registered):
        monkeypatch.setattr(module, "COMMANDS", (*commands.COMMANDS, WHERE))


async def test_slack_commands() -> None:
    """By Slack's own token, also where its name is not told; a name that Slack did not know is a word like another."""
    async with slack() as r:
        r.sink.answer = lambda event: FORM
        await r.sim.slash(r.bo, r.team, "/handoff", f"where <#{r.help}> it is new")
        await r.sim.slash(r.bo, r.team, "/handoff", f"where <#{r.team}|>")
        await r.sim.slash(r.bo, r.team, "/handoff", "where #nowhere")
        first, second, third = await r.heard(3, Commanded)
        assert (first.places, first.options) == ({"at": r.help_at}, {"at": "help", "note": "it is new"})
        assert (second.places, second.options) == ({"at": r.team_at}, {"at": r.team})
        assert (third.places, third.options) == ({}, {"at": "nowhere"})


async def test_slack_forms() -> None:
    """The list has the public channels, and the private ones of whoever looks; no direct messages."""
    async with slack() as r:
        dm = (await r.sim.open_dm(r.bo))["id"]
        hidden = (await r.sim.add_channel("hidden", private=True, members=[r.ann]))["id"]
        r.sink.answer = lambda event: FORM
        await r.sim.slash(r.bo, r.team, "/handoff", "where")
        await r.sim.wait_view(r.bo)
        for other in (dm, hidden):
            with pytest.raises(Refused):
                await r.sim.submit(r.bo, {"at": other})
        await r.sim.submit(r.bo, {"at": r.team})
        [sent] = await r.heard(1, FormSent)
        assert (sent.places, sent.fields) == ({"at": r.team_at}, {"at": r.team})


async def test_discord_commands() -> None:
    """Text channels and forums are offered, no thread and no category."""
    async with discord() as r:
        await r.sim.wait_for(r.sim.commands)
        forum = await r.sim.create_channel(r.guild, "ideas", "forum")
        shelf = await r.sim.create_channel(r.guild, "shelf", "category")
        r.sink.answer = lambda event: FORM
        for channel in (r.help, forum):
            await r.sim.slash(r.bo, r.help, "/handoff where", {"at": channel, "note": "new"}, final=True)
        with pytest.raises(SimError):
            await r.sim.slash(r.bo, r.help, "/handoff where", {"at": shelf})
        first, second = await r.heard(2, Commanded)
        assert (first.places, first.options) == ({"at": r.help_at}, {"at": r.help["id"], "note": "new"})
        assert second.places == {"at": Address("discord", r.guild["id"], forum["id"])}


async def test_discord_forms() -> None:
    async with discord() as r:
        await r.sim.wait_for(r.sim.commands)
        shelf = await r.sim.create_channel(r.guild, "shelf", "category")
        r.sink.answer = lambda event: FORM
        offer = await r.sim.slash(r.bo, r.help, "/handoff where", final=True)
        press = await r.sim.click(r.bo, offer["message"], "handoff:note:0")
        with pytest.raises(SimError):
            await r.sim.submit_modal(r.bo, press["id"], {"at": [shelf["id"]]})
        await r.sim.submit_modal(r.bo, press["id"], {"at": [r.help["id"]]}, final=True)
        [sent] = await r.heard(1, FormSent)
        assert (sent.places, sent.fields) == ({"at": r.help_at}, {"at": r.help["id"]})
