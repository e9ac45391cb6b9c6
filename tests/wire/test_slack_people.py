"""Who may do what on Slack, from where, and what somebody must switch on."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from wire.slack_rig import Rig, rig

from adapters.slack.connect import SlackSettings
from handoff.effects import Button, Post
from handoff.errors import Fatal, Unavailable
from handoff.events import Commanded, Met, Pressed, Spoke
from handoff.model import Person, Roster, Standing


async def standing(r: Rig, who: str, channel: str = "", **more: Any) -> Standing:
    """What somebody who writes there may do."""
    have = len(r.sink.of(Spoke))
    if channel:
        await r.sim.say(who, channel, "hello", **more)
    else:
        await r.sim.dm(who, "hello")
    return (await r.heard(have + 1, Spoke))[-1].standing  # type: ignore[no-any-return]


async def acts(r: Rig, who: str, channel: str) -> Standing:
    """What somebody who types a command there may do."""
    have = len(r.sink.of(Commanded))
    await r.sim.slash(who, channel, "/queue")
    return (await r.heard(have + 1, Commanded))[-1].standing  # type: ignore[no-any-return]


# ---- standing


async def test_who_is_an_agent_by_default() -> None:
    """The members of the team channel, wherever they write; whoever joins or leaves it, at once."""
    async with rig() as r:
        await r.sim.invite(r.help, r.bo, by=r.ann)
        assert await standing(r, r.ann, r.help) == Standing()
        assert (await standing(r, r.bo, r.help)).agent
        assert (await standing(r, r.bo)).agent
        await r.sim.invite(r.team, r.ann, by=r.bo)
        assert (await standing(r, r.ann)).agent
        await r.sim.leave(r.team, r.bo)
        assert not (await standing(r, r.bo)).agent
        assert await r.calls("conversations.members") == 1
        assert not (await acts(r, r.bo, r.help)).agent


async def test_who_is_an_agent_by_the_settings() -> None:
    """AGENTS and ADMINS replace the defaults: being in the team channel or a workspace admin is then not enough."""
    async with rig(up=False) as r:
        eve = (await r.sim.add_user("eve", admin=True))["id"]
        await r.sim.invite(r.team, eve, by=r.bo)
        group = (await r.sim.add_usergroup("shop", [r.bo]))["id"]
        r.roster = Roster(agents=frozenset({("slack", group)}), admins=frozenset({("slack", r.bo)}))
        await r.up()
        for listed, other in (((await standing(r, r.bo)), (await standing(r, eve))),
                              ((await acts(r, r.bo, r.team)), (await acts(r, eve, r.team)))):  # fmt: skip
            assert listed == Standing(agent=True, admin=True)
            assert other == Standing()
        await r.sim.change_usergroup(group, [r.ann])
        await r.sim.idle(0.1)
        assert (await standing(r, r.ann)).agent
        assert not (await standing(r, r.bo)).agent
        assert await r.calls("usergroups.users.list") == 1


async def test_who_of_the_agents_cannot_see_the_team_channel() -> None:
    """AGENTS may name people who are not in it; whoever is let in is known at once, and a public one is open to all."""
    async with rig(up=False) as r:
        r.roster = Roster(agents=frozenset({("slack", r.ann), ("slack", r.bo)}))
        await r.up()
        assert await acts(r, r.bo, r.team) == Standing(agent=True)
        assert await acts(r, r.ann, r.help) == Standing(agent=True, outside=True)
        await r.sim.invite(r.team, r.ann, by=r.bo)
        await r.sim.idle(0.1)
        assert await acts(r, r.ann, r.help) == Standing(agent=True)
        await r.sim.leave(r.team, r.ann)
        await r.sim.idle(0.1)
        assert (await standing(r, r.ann, r.help)).outside
        await r.sim.set_private(r.team, False)
        await refreshed(r)
        assert await acts(r, r.ann, r.help) == Standing(agent=True)


async def test_who_is_an_admin_by_default() -> None:
    """The workspace's admins and owners, looked up when they do something."""
    async with rig() as r:
        boss, owner = [(await r.sim.add_user(n, **f))["id"] for n, f in (("bob", {"admin": True}), ("olga", {"owner": True}))]
        for who in (boss, owner):
            await r.sim.invite(r.help, who, by=r.ann)
            assert await acts(r, who, r.help) == Standing(admin=True)
        assert await acts(r, r.ann, r.help) == Standing()


async def test_strangers_and_guests() -> None:
    """Somebody of another workspace is a customer also in the team's channel, unless listed; guests are as members are."""
    async with rig(up=False) as r:
        eve = (await r.sim.add_user("eve", external=True, admin=True))["id"]
        guest = (await r.sim.add_user("gus", guest="multi"))["id"]
        for who in (eve, guest):
            await r.sim.invite(r.team, who, by=r.bo)
            await r.sim.invite(r.help, who, by=r.ann)
        await r.up()
        card = await r.post(r.team_at, Post(title="#1", buttons=(Button(verb="claim", label="Claim", number=1),)))
        await r.sim.click(eve, "handoff:claim", r.team, card)
        [pressed] = await r.heard(1, Pressed)
        assert (pressed.standing, pressed.by.workspace) == (Standing(), "T0EXTERNAL")
        assert await standing(r, eve, r.help) == Standing()
        assert await acts(r, eve, r.team) == Standing()
        [said] = r.sink.of(Spoke)
        assert said.author.key == pressed.by.key
        assert (await standing(r, guest, r.help)).agent
        assert (await acts(r, guest, r.team)).agent
        await r.down()
        r.roster = Roster(agents=frozenset({("slack", eve)}))
        await r.up()
        assert (await standing(r, eve, r.help)).agent
        assert (await acts(r, eve, r.team)).agent


async def test_what_cannot_be_looked_up_is_not_granted() -> None:
    async with rig() as r:
        await r.sim.wait_api("users.info")
        eve = (await r.sim.add_user("eve", admin=True))["id"]
        await r.sim.invite(r.team, eve, by=r.bo)
        await r.sim.idle(0.1)
        cold = (await r.sim.add_user("cal", admin=True))["id"]
        await r.sim.invite(r.help, cold, by=r.ann)
        await r.sim.fail("users.info", "503", n=9)
        assert await acts(r, cold, r.help) == Standing(known=False)


async def test_what_somebody_does_is_judged_by_fresh_knowledge() -> None:
    """Who is of the team is read again where that is older than a minute: Slack's word of it may have been lost."""
    async with rig() as r:
        made = r.sim.info_cache["manifest"]
        made["settings"]["event_subscriptions"]["bot_events"].remove("member_left_channel")
        await r.sim.set_manifest(made)
        assert (await acts(r, r.bo, r.team)).agent
        await r.sim.invite(r.help, r.bo, by=r.ann)
        await r.sim.leave(r.team, r.bo)
        assert (await acts(r, r.bo, r.help)).agent
        r.clock.ahead = timedelta(seconds=61)
        assert not (await acts(r, r.bo, r.help)).agent
        assert not (await standing(r, r.bo, r.help)).agent


async def test_names_are_brought_and_kept() -> None:
    """Looked up once, in the background; a changed name is told, of those alone whom we know."""
    async with rig() as r:
        await r.sim.dm(r.ann, "hello")
        [met] = await r.heard(1, Met)
        assert met.person.name == "ann"
        eve = (await r.sim.add_user("eve"))["id"]
        profile = {"display_name": "Ann\u202e B.", "real_name": "Ann"}
        await r.sim.update_user(eve, profile={"display_name": "Eve"})
        await r.sim.update_user(r.ann, profile=profile, updated=99)
        renamed = (await r.heard(2, Met))[1]
        assert (renamed.person.key, renamed.person.name) == (met.person.key, "Ann B.")
        await r.sim.dm(r.ann, "me again")
        assert (await r.heard(2, Spoke))[1].author.name == "Ann B."
        assert [c["args"]["user"] for c in await r.sim.api_log("users.info")].count(r.ann) == 1


async def test_a_name_that_the_last_process_did_not_bring() -> None:
    """Killed between the message and the look-up, the next one looks it up."""
    async with rig(up=False) as r:
        r.sink.strangers = [Person("slack", r.sim.info_cache["team"]["id"], r.ann)]
        await r.up()
        [met] = await r.heard(1, Met)
        assert (met.person.user, met.person.name) == (r.ann, "ann")


# ---- places


async def test_a_public_team_channel_is_refused() -> None:
    """Every member can see and join it: refused at start, unless AGENTS says who is of the team."""
    async with rig(up=False) as r:
        r.team = (await r.sim.add_channel("open-team", members=[r.bo]))["id"]
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match="#open-team is public: every member of the workspace can see and join it"):
            await asyncio.wait_for(r.running, 30)
        assert r.health.conditions["slack"].fatal
        r.roster = Roster(agents=frozenset({("slack", r.bo)}))
        await r.up()


async def test_a_team_channel_that_is_opened_later() -> None:
    """Nothing is posted there while customers can see it, and health says why; closed again, all is well."""
    async with rig() as r:
        await r.sim.set_private(r.team, False)
        await refreshed(r)
        await r.sim.wait_for(lambda: not r.health.ready)
        assert "is public" in r.health.conditions["slack"].why
        with pytest.raises(Unavailable, match="is public"):
            await r.post(r.team_at, "a secret")
        await r.post(r.help_at, "public anyway", key="k2-0")
        await r.sim.set_private(r.team, True)
        await refreshed(r)
        await r.ready()
        await r.post(r.team_at, "a secret", key="k3-0")


async def refreshed(r: Rig) -> None:
    """What happens by itself every few minutes, now."""
    have = await r.calls("conversations.info")
    assert r.platform is not None
    r.platform.doubt()
    await r.sim.wait_api("conversations.info", have + 2)


@pytest.mark.parametrize("which", ["help", "team"])
async def test_a_channel_that_the_bot_is_not_in_is_named(which: str) -> None:
    async with rig(up=False) as r:
        channel, setting = (r.help, "SUPPORT_CHANNELS") if which == "help" else (r.team, "TEAM_CHANNEL")
        await r.sim.leave(channel, "bot")
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match=rf"{channel}.* of {setting}.*\n?.*invite"):
            await asyncio.wait_for(r.running, 30)


# ---- what must be switched on


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bot_token": "xoxb-not-it"}, "SLACK_BOT_TOKEN is not valid"),
        ({"app_token": "xapp-not-it"}, "SLACK_APP_TOKEN is not valid"),
        ({"app_token": "", "signing_secret": ""}, "SLACK_APP_TOKEN .* or SLACK_SIGNING_SECRET"),
    ],
)
async def test_a_wrong_secret_is_named(changes: dict[str, str], said: str) -> None:
    """At once, in words that say where to find it, and without the secret itself."""
    async with rig(up=False, violations=("api:invalid_auth",)) as r:
        settings = {"bot_token": r.bot_token, "app_token": r.app_token} | changes
        r.wire = SlackSettings(api_url=r.sim.info_cache["api_url"], **settings)
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match=said) as caught:
            await asyncio.wait_for(r.running, 30)
        assert "not-it" not in str(caught.value)


async def test_missing_scopes_are_named() -> None:
    """All of them at once, each with what it is for."""
    async with rig(up=False) as r:
        scopes = set(r.sim.info_cache["manifest"]["oauth_config"]["scopes"]["bot"]) - {"im:history", "users:read"}
        await r.sim.set_scopes(sorted(scopes))
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match=r"lacks scopes: im:history \(to hear customers .*\); users:read"):
            await asyncio.wait_for(r.running, 30)


async def test_an_app_that_is_removed_stops() -> None:
    """Slack tells it with its last event; from then on our token is worth nothing."""
    async with rig() as r:
        await r.sim.uninstall()
        assert r.running is not None
        with pytest.raises(Fatal, match="no longer installed"):
            await asyncio.wait_for(r.running, 30)


async def test_slack_that_cannot_be_reached_is_waited_for() -> None:
    """Errors at start pass; none of them is the operator's to mend."""
    async with rig(up=False) as r:
        await r.sim.fail("auth.test", "503")
        await r.sim.fail("apps.connections.open", "500")
        await r.up()
