"""The invite's permissions on Discord: with exactly those nothing is refused, and without any of them the doctor says which."""

import discord
import pytest
from acceptance.sides import DiscordSide
from acceptance.story import tell
from acceptance.town import Town, sees, town

from adapters.discord import doctor, invite
from adapters.discord.connect import DiscordSettings
from handoff.health import Finding
from handoff.model import Address, Mention, Places, Roster

#: as Discord's own settings say them, where that is not the name in capitals
NAMES = {
    "send_messages_in_threads": "Send Messages in Threads",
    "mention_everyone": "Mention @everyone, @here, and All Roles",
}


async def grant(side: DiscordSide, *permissions: str) -> None:
    """The bot has these in both channels and no other, whatever everybody may."""
    mine = discord.Permissions(**dict.fromkeys(permissions, True))
    others = discord.Permissions.all() & ~mine
    own = {"id": side.sim.bot_id, "type": 1, "allow": str(mine.value), "deny": str(others.value)}
    staff = {"id": side.staff["id"], "type": 0, "allow": ["VIEW_CHANNEL"]}
    nobody = {"id": side.guild["id"], "type": 0, "deny": ["VIEW_CHANNEL"]}
    await side.sim.edit_channel(side.help[0], overwrites=[own])
    await side.sim.edit_channel(side.team[0], overwrites=[nobody, staff, own])


def discord_side(t: Town) -> DiscordSide:
    assert isinstance(t.team, DiscordSide)
    return t.team


async def examined(t: Town, ping: tuple[Mention, ...] = (Mention(kind="here"),)) -> list[Finding]:
    side = discord_side(t)
    env = side.env()
    settings = DiscordSettings(token=env["DISCORD_TOKEN"], api_url=env["DISCORD_API_URL"], guilds=frozenset())
    places = Places(team=Address("discord", "", side.team[0]), support=frozenset({("discord", side.help[0])}), ping=ping)
    found = [each async for each in doctor.examine(settings, places, Roster())]
    return [each for each in found if each.what.startswith("Discord channel")]


async def test_with_exactly_the_invites_permissions_nothing_is_refused(tmp_path):
    """The whole story, a thread that somebody locked included; and the doctor is content."""
    async with town(tmp_path, "discord", "discord", run=False) as t:
        side = discord_side(t)
        await grant(side, *invite.PERMISSIONS)
        assert [each.well for each in await examined(t)] == [True, True]
        await t.bot.start()
        await tell(t)
        eve = await t.customers.person("Eve")
        first = await t.customers.say(eve, t.customers.help, "I want to talk to a human please")
        thread = t.customers.thread_at(t.customers.help, first)
        card = await t.team_sees("#4 ·")
        await t.team_sees("I want to talk to a human please", t.thread(card))
        await t.team.command(t.bo, t.team.team, "/claim 4")
        await sees(t.customers, eve, thread, "Bo from the team")
        mod = await side.sim.create_role(side.guild, "mod", permissions=["MANAGE_THREADS"])
        cy_roles = [side.staff["id"], mod["id"]]
        await side.sim.set_member_roles(side.guild["id"], t.cy, cy_roles)
        await side.sim.edit_thread(t.cy, thread[1], locked=True, archived=True)
        await t.team.say(t.bo, t.thread(card), "We go on all the same.")
        await sees(t.customers, eve, thread, "We go on all the same.")
        assert await side.sim.api_calls(status=403) == []


@pytest.mark.parametrize("name", invite.PERMISSIONS)
async def test_without_any_of_them_the_doctor_says_which(tmp_path, name):
    """By Discord's own name, in the channel where it is missing."""
    async with town(tmp_path, "discord", "discord", run=False) as t:
        await grant(discord_side(t), *(invite.PERMISSIONS.keys() - {name}))
        wrong = [each for each in await examined(t) if each.well is False]
        said = NAMES.get(name, name.replace("_", " ").title())
        few = ("mention_everyone", "pin_messages", "attach_files", "create_private_threads")
        assert len(wrong) == (1 if name in few else 2), wrong
        assert all(said in each.words for each in wrong), wrong


async def test_what_only_pings_need_is_not_asked_for_without_them(tmp_path):
    async with town(tmp_path, "discord", "discord", run=False) as t:
        await grant(discord_side(t), *(invite.PERMISSIONS.keys() - {"mention_everyone"}))
        assert [each.well for each in await examined(t, ping=())] == [True, True]
