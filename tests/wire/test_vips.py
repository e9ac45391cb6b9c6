"""VIPs by role and user group: whether a customer is one comes with their words, by ids and membership; and who is picked."""

from typing import Any

import pytest
from discordsim.client import SimError
from wire.discord_rig import Rig as Discord
from wire.discord_rig import rig as discord
from wire.slack_rig import Rig as Slack
from wire.slack_rig import rig as slack

from handoff.effects import Input, OpenForm
from handoff.events import Commanded, FormSent, Group, Spoke
from handoff.model import Roster

FORM = OpenForm(
    verb="vip",
    number=0,
    title="VIPs",
    submit="Go",
    inputs=(Input(name="who", label="Who", group=True, required=True),),
)


async def slack_groups(r: Slack, channel: str = "") -> frozenset[str]:
    """Those that come with Ann's words."""
    have = len(r.sink.of(Spoke))
    await (r.sim.say(r.ann, channel, "hello") if channel else r.sim.dm(r.ann, "hello"))
    found: frozenset[str] = (await r.heard(have + 1, Spoke))[-1].member_of
    return found


async def test_on_slack_by_user_group() -> None:
    """Known once it is picked; who joins or leaves is one at once, or not, in channels and direct messages alike."""
    async with slack(up=False) as r:
        named: set[tuple[str, str]] = set()
        r.roster = Roster(vips=named)
        gold = (await r.sim.add_usergroup("gold", [r.ann]))["id"]
        await r.up()
        assert await slack_groups(r) == frozenset()
        assert await r.calls("usergroups.list") == 0
        await r.sim.slash(r.bo, r.team, "/triggers", f"vip vip-add <!subteam^{gold}|@gold>")
        [typed] = await r.heard(1, Commanded)
        assert (typed.options["action"], typed.groups) == ("vip-add", {"who": Group("slack", gold, "@gold")})
        assert typed.people == {}
        named.add(("slack", gold))
        assert await slack_groups(r) == await slack_groups(r, r.help) == {gold}
        await r.sim.slash(r.ann, r.help, "/human")
        assert (await r.heard(2, Commanded))[-1].member_of == {gold}
        await r.sim.change_usergroup(gold, [r.bo])
        await r.sim.idle(0.1)
        assert await slack_groups(r) == frozenset()
        assert await r.calls("usergroups.list") == 1
        await r.sim.change_usergroup(gold, [r.ann])
        await r.restart()
        assert await slack_groups(r) == {gold}


async def test_on_slack_a_group_that_another_process_was_told_of_is_read() -> None:
    """The next words find it; those before it do not wait for it."""
    async with slack(up=False) as r:
        named: set[tuple[str, str]] = set()
        r.roster = Roster(vips=named)
        gold = (await r.sim.add_usergroup("gold", [r.ann]))["id"]
        await r.up()
        named.add(("slack", gold))
        await slack_groups(r)
        await r.sim.wait_api("usergroups.list")
        await r.sim.idle(0.1)
        assert await slack_groups(r) == {gold}


async def test_on_slack_whom_the_words_mean() -> None:
    """A group by mention, handle or id; somebody by mention or id; what is not there is said to be absent."""
    async with slack() as r:
        gold = (await r.sim.add_usergroup("gold", []))["id"]
        said = {
            f"<!subteam^{gold}>": Group("slack", gold, "@gold"),
            "@gold": Group("slack", gold, "@gold"),
            gold: Group("slack", gold, "@gold"),
            f"<@{r.ann}>": Group("slack", r.ann, "ann"),
            r.ann: Group("slack", r.ann, "ann"),
            "@silver": Group("slack", "silver", "silver", "absent"),
        }
        for count, (words, meant) in enumerate(said.items(), 1):
            await r.sim.slash(r.bo, r.team, "/triggers", f"vip vip-add {words}")
            assert (await r.heard(count, Commanded))[-1].groups == {"who": meant}, words


async def test_in_slacks_form_it_is_typed() -> None:
    async with slack() as r:
        gold = (await r.sim.add_usergroup("gold", []))["id"]
        r.sink.answer = lambda event: FORM
        await r.sim.slash(r.bo, r.team, "/triggers", "vip")
        await r.sim.wait_view(r.bo)
        await r.sim.submit(r.bo, {"who": "@gold"})
        [sent] = await r.heard(1, FormSent)
        assert (sent.groups, sent.fields) == ({"who": Group("slack", gold, "@gold")}, {"who": "@gold"})


async def discord_groups(r: Discord, channel: dict[str, Any] | None = None) -> frozenset[str]:
    """Those that come with Ann's words."""
    have = len(r.sink.of(Spoke))
    await (r.sim.post(r.ann, channel, "hello") if channel else r.sim.dm(r.ann, "hello"))
    found: frozenset[str] = (await r.heard(have + 1, Spoke))[-1].member_of
    return found


async def test_on_discord_by_role() -> None:
    """
    In a server the words come with the roles; in direct messages, and for another server's role, the member is looked up
    once. A role of a server that is not served makes nobody a VIP.
    """
    async with discord(up=False) as r:
        other, foreign = await r.sim.create_guild("Club"), await r.sim.create_guild("Elsewhere")
        gold = await r.sim.create_role(r.guild, "gold")
        club, far = await r.sim.create_role(other, "club"), await r.sim.create_role(foreign, "far")
        await r.sim.set_member_roles(r.guild, r.ann, [gold])
        await r.sim.add_member(other, r.ann, roles=[club])
        await r.sim.add_member(foreign, r.ann, roles=[far])
        named: set[tuple[str, str]] = set()
        r.roster, r.guilds = Roster(vips=named), frozenset({other["id"]})
        await r.up()
        await r.sim.wait_for(r.sim.commands)
        assert await discord_groups(r, r.help) == frozenset()
        named |= {("discord", gold["id"]), ("discord", far["id"]), ("slack", club["id"])}
        assert await discord_groups(r, r.help) == {gold["id"]}
        assert await r.calls("GET", "/members/") == 0
        named.add(("discord", club["id"]))
        assert await discord_groups(r, r.help) == await discord_groups(r) == {gold["id"], club["id"]}
        await r.sim.slash(r.ann, r.help, "/human", final=True)
        assert (await r.heard(1, Commanded))[-1].member_of == {gold["id"], club["id"]}
        assert await r.calls("GET", "/members/") == 1
        have = len(r.sink.of(Spoke))
        await r.sim.post(r.bo, r.team, "hello")
        await r.heard(have + 1, Spoke)
        assert await r.calls("GET", "/members/") == 1, "the team's words are no customer's"
        await r.sim.set_member_roles(r.guild, r.ann, [])
        assert await discord_groups(r, r.help) == {club["id"]}


async def test_on_discord_whom_the_options_mean() -> None:
    """The list offers roles and people; everybody's role and bots are told apart."""
    async with discord() as r:
        await r.sim.wait_for(r.sim.commands)
        gold = await r.sim.create_role(r.guild, "gold")
        said = {
            gold["id"]: Group("discord", gold["id"], "@gold"),
            r.ann["id"]: Group("discord", r.ann["id"], "Ann"),
            r.guild["id"]: Group("discord", r.guild["id"], "@everyone", "everyone"),
        }
        for count, (picked, meant) in enumerate(said.items(), 1):
            options = {"action": "vip-add", "who": picked}
            await r.sim.slash(r.bo, r.help, "/triggers vip", options, final=True)
            event = (await r.heard(count, Commanded))[-1]
            assert (event.groups, event.options) == ({"who": meant}, options)


async def test_discords_form_offers_them() -> None:
    async with discord() as r:
        await r.sim.wait_for(r.sim.commands)
        gold = await r.sim.create_role(r.guild, "gold")
        r.sink.answer = lambda event: FORM
        offer = await r.sim.slash(r.bo, r.help, "/triggers vip", final=True)
        press = await r.sim.click(r.bo, offer["message"], "handoff:vip:0")
        with pytest.raises(SimError):
            await r.sim.submit_modal(r.bo, press["id"], {"who": [r.help["id"]]})
        await r.sim.submit_modal(r.bo, press["id"], {"who": [gold["id"]]}, final=True)
        [sent] = await r.heard(1, FormSent)
        assert (sent.groups, sent.fields) == ({"who": Group("discord", gold["id"], "@gold")}, {"who": gold["id"]})
