"""Who may do what on Discord, from where, and how they are answered."""

import asyncio
import logging
from typing import Any

import pytest
from structlog.testing import capture_logs
from wire.discord_rig import Rig, rig

from handoff.effects import Button, Done, Input, OpenForm, Post, Whisper
from handoff.errors import Fatal, Unavailable
from handoff.events import Acted, Commanded, Pressed, Spoke
from handoff.model import Roster, Standing

FORM = OpenForm(verb="close", number=1, title="Close #1", submit="Close", inputs=(Input(name="note", label="Note"),))


async def standing(r: Rig, who: dict[str, Any], channel: dict[str, Any] | None = None) -> Standing:
    """What somebody who writes there may do."""
    have = len(r.sink.of(Spoke))
    if channel is None:
        await r.sim.dm(who, "hello")
    else:
        await r.sim.post(who, channel, "hello")
    return (await r.heard(have + 1, Spoke))[-1].standing  # type: ignore[no-any-return]


# ---- standing


async def test_who_is_an_agent_by_default() -> None:
    """Who can see the team channel: in a server without asking Discord, in a direct message with one look-up."""
    async with rig() as r:
        assert await standing(r, r.ann, r.help) == Standing()
        assert await standing(r, r.bo, r.help) == Standing(agent=True)
        assert await r.calls("GET", "/members/") == 0
        await r.restart()
        assert await standing(r, r.bo) == Standing(agent=True)
        assert await standing(r, r.bo) == Standing(agent=True)
        assert await r.calls("GET", "/members/") == 1


@pytest.mark.parametrize("by", ["role", "user"])
async def test_who_is_an_agent_by_the_settings(by: str) -> None:
    """AGENTS and ADMINS replace the defaults: seeing the team channel or managing the server is then not enough."""
    async with rig(up=False) as r:
        boss = await r.sim.create_role(r.guild, "boss", permissions=["MANAGE_GUILD"])
        eve = await r.sim.create_user("eve")
        await r.sim.add_member(r.guild, eve, roles=[boss])
        listed = ("discord", r.staff["id"] if by == "role" else r.bo["id"])
        r.roster = Roster(agents=frozenset({listed}), admins=frozenset({listed}))
        await r.up()
        for channel in (r.help, None):
            assert await standing(r, r.bo, channel) == Standing(agent=True, admin=True)
            assert await standing(r, r.ann, channel) == Standing()
            assert await standing(r, eve, channel) == Standing()


async def test_who_of_the_agents_cannot_see_the_team_channel() -> None:
    """AGENTS may name people whom it is closed to; a role that sees it opens it."""
    async with rig(up=False) as r:
        r.roster = Roster(agents=frozenset({("discord", r.ann["id"]), ("discord", r.bo["id"])}))
        await r.up()
        for channel in (r.help, None):
            assert await standing(r, r.bo, channel) == Standing(agent=True)
            assert await standing(r, r.ann, channel) == Standing(agent=True, outside=True)
        await r.sim.set_member_roles(r.guild["id"], r.ann["id"], [r.staff["id"]])
        assert await standing(r, r.ann, r.help) == Standing(agent=True)


async def test_who_is_an_admin_by_default() -> None:
    """Manage Server in the team's server, and its owner; managing another served server is not enough."""
    async with rig(up=False) as r:
        boss = await r.sim.create_role(r.guild, "boss", permissions=["MANAGE_GUILD"])
        eve = await r.sim.create_user("eve")
        await r.sim.add_member(r.guild, eve, roles=[boss])
        other = await r.sim.create_guild("Second shop", owner=r.ann["id"])
        there = await r.sim.create_channel(other, "help")
        await r.sim.add_member(other, r.bo)
        r.support_more = frozenset({("discord", there["id"])})
        await r.up()
        assert (await standing(r, eve, r.help)).admin
        assert (await standing(r, {"id": r.guild["owner_id"]}, r.help)).admin
        assert not (await standing(r, r.ann, there)).admin
        assert (await standing(r, r.bo, there)) == Standing(agent=True)


async def test_what_cannot_be_looked_up_is_not_granted() -> None:
    async with rig() as r:
        await r.sim.fault("status", method="GET", route="/members/", status=503, count=9)
        assert await standing(r, r.bo) == Standing(known=False)


async def test_strangers_are_not_served() -> None:
    """Elsewhere the bot is deaf; whoever uses a command there is known as not served; a DM needs a shared served server."""
    async with rig() as r:
        elsewhere = await r.sim.create_guild("Elsewhere", owner=r.ann["id"])
        channel = await r.sim.create_channel(elsewhere, "general")
        mallory = await r.sim.create_user("mallory")
        await r.sim.add_member(elsewhere, mallory)
        r.sink.answer = lambda event: Whisper(post=Post(text="Not here, sorry."))
        await r.sim.wait_for(r.sim.commands)
        await r.sim.post(mallory, channel, "hello")
        await r.sim.dm(mallory, "hello")
        answer = await r.sim.slash(mallory, channel, "/human", final=True)
        assert answer["message"]["content"] == "Not here, sorry."
        await r.sim.post(r.ann, r.help, "the one that counts")
        await r.heard(1, Spoke)
        assert r.sink.texts == ["the one that counts"]
        [acted] = r.sink.of(Acted)
        assert acted.standing == Standing(served=False)


async def test_more_servers_by_the_settings() -> None:
    async with rig(up=False) as r:
        more = await r.sim.create_guild("Community")
        await r.sim.add_member(more, r.ann)
        channel = await r.sim.create_channel(more, "general")
        r.guilds = frozenset({more["id"]})
        await r.up()
        assert await standing(r, r.ann, channel) == Standing()


# ---- the team channel


async def test_a_team_channel_that_customers_see_is_refused() -> None:
    """At start, in words that say what to do; with AGENTS set it is the operator's decision."""
    async with rig(up=False) as r:
        await r.sim.edit_channel(r.team, overwrites=[])
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match="#team can be seen by everyone in Shop"):
            await asyncio.wait_for(r.running, 30)
        assert r.health.conditions["discord"].fatal
        r.roster = Roster(agents=frozenset({("discord", r.staff["id"])}))
        await r.up()


async def test_a_team_channel_that_is_opened_later() -> None:
    """Nothing is posted there while customers can see it, and health says why; closed again, all is well."""
    async with rig() as r:
        closed = (await r.sim.channel(r.team))["permission_overwrites"]
        await r.sim.edit_channel(r.team, overwrites=[])
        await r.sim.wait_for(lambda: not r.health.ready)
        assert "can be seen by everyone" in r.health.conditions["discord"].why
        with pytest.raises(Unavailable, match="can be seen by everyone"):
            await r.post(r.team_at, "a secret")
        await r.post(r.help_at, "public anyway", key="k2-0")
        rows = [{"id": o["id"], "type": o["type"], "allow": int(o["allow"]), "deny": int(o["deny"])} for o in closed]
        await r.sim.edit_channel(r.team, overwrites=rows)
        await r.sim.wait_for(lambda: r.health.ready)
        await r.post(r.team_at, "a secret", key="k3-0")


async def test_a_channel_that_the_bot_cannot_see_is_named() -> None:
    async with rig(up=False) as r:
        hidden = [{"id": r.guild["id"], "type": 0, "deny": ["VIEW_CHANNEL"]}]
        await r.sim.edit_channel(r.help, overwrites=hidden)
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match=rf"{r.help['id']} \(SUPPORT_CHANNELS\) cannot be seen"):
            await asyncio.wait_for(r.running, 30)


# ---- interactions


async def card(r: Rig, *verbs: str) -> dict[str, Any]:
    return await r.post(r.team_at, Post(title="#1", buttons=tuple(Button(verb=v, label=v, number=1) for v in verbs)))


async def test_buttons_work_after_a_restart() -> None:
    """A button is read by its id: who pressed, in which place, which number and what it is about."""
    async with rig() as r:
        button = Button(verb="human", label="Talk to a person", number=7, detail="3")
        sent = await r.post(r.help_at, Post(text="hello", buttons=(button,)))
        await r.restart()
        press = await r.sim.click(r.ann, sent, "handoff:human:7:3")
        [pressed] = await r.heard(1, Pressed)
        assert (pressed.verb, pressed.number, pressed.detail, pressed.place) == ("human", 7, "3", r.help_at)
        assert pressed.by.locale == "en-US"
        assert pressed.key == f"discord:i:{press['id']}"


async def test_a_whisper_is_seen_by_one_person_whatever_its_length() -> None:
    """Long ones take several messages, all of them private; a card and buttons are fine."""
    async with rig() as r:
        r.sink.answer = lambda event: Whisper(post=Post(text="word " * 1000, buttons=(Button(verb="claim", label="Claim"),)))
        sent = await card(r, "claim")
        press = await r.sim.click(r.bo, sent, "handoff:claim:1", final=True)
        await r.sim.wait_for(lambda: _followups(r, press, 3))
        shown = await r.sim.slash(r.bo, r.team, "/queue", final=True)
        await r.sim.wait_for(lambda: _followups(r, shown, 2))
        assert shown["message"]["ephemeral"]
        assert all(m["author"]["id"] == r.sim.bot_id for m in await r.sim.ephemerals(r.bo))
        r.sink.answer = lambda event: Whisper(post=Post(title="Queue", text="nobody waits"))
        shown = await r.sim.slash(r.bo, r.team, "/queue", final=True)
        assert shown["message"]["embeds"][0]["title"] == "Queue"


async def _followups(r: Rig, interaction: dict[str, Any], count: int) -> bool:
    followups = (await r.sim.interaction(interaction))["followups"]
    return len(followups) == count and all(m["ephemeral"] for m in followups)


async def test_a_form_that_may_not_be_opened_is_answered_in_words() -> None:
    """The verbs of forms are not deferred, so each kind of reply still finds its way."""
    async with rig() as r:
        sent = await card(r, "close", "claim")
        r.sink.answer = lambda event: Whisper(post=Post(text="Bo has it"))
        refused = await r.sim.click(r.bo, sent, "handoff:close:1", final=True)
        assert (refused["message"]["content"], refused["message"]["ephemeral"]) == ("Bo has it", True)
        r.sink.answer = lambda event: Done()
        assert (await r.sim.click(r.bo, sent, "handoff:close:1"))["state"] == "deferred_update"
        r.sink.answer = lambda event: FORM
        late = await r.sim.click(r.bo, sent, "handoff:claim:1", final=True)
        [offer] = late["followups"]
        assert [c["custom_id"] for c in await r.sim.components(offer)] == ["handoff:close:1"]
        typed = await r.sim.slash(r.bo, r.team, "/handoff close", final=True)
        assert typed["message"]["components"][0]["components"][0]["custom_id"] == "handoff:close:1"
        again = await r.sim.click(r.bo, typed["message"], "handoff:close:1")
        assert again["modal"]["title"] == "Close #1"


async def test_a_command_in_a_direct_message() -> None:
    async with rig() as r:
        dm = await r.sim.dm_channel(r.ann)
        await r.sim.wait_for(r.sim.commands)
        await r.sim.slash(r.ann, dm, "/human", {"reason": "the bill"}, final=True)
        [command] = await r.heard(1, Commanded)
        assert (command.place, dict(command.options), command.standing) == (r.dm, {"reason": "the bill"}, Standing())
        await r.post(r.dm, "Somebody will be with you.")
        assert await r.calls("POST", "/users/@me/channels") == 0


@pytest.mark.parametrize("verb", ["claim", "close"])
async def test_when_the_core_fails_the_person_is_told(verb: str) -> None:
    """Politely, privately, and without a word of the error."""
    async with rig() as r:
        sent = await card(r, verb)
        r.sink.failures = 1
        press = await r.sim.click(r.bo, sent, f"handoff:{verb}:1", final=True)
        told = [*press["followups"], *([press["message"]] if verb == "close" else [])]
        assert [m["content"] for m in told if m["ephemeral"]] == [
            "Something went wrong on our side. Nothing was changed; please try again."
        ]


async def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    """Discord has given up on the press (10062), or another process answered it (40060): logged, and the event stands."""
    async with rig(ack_timeout=0.2) as r:
        sent = await card(r, "close", "claim")
        r.sink.answer, r.sink.delay = (lambda event: FORM), 0.4
        with capture_logs() as logs:
            assert (await r.sim.click(r.bo, sent, "handoff:close:1"))["state"] == "failed"
            await r.sim.wait_for(lambda: [line for line in logs if line["event"] == "discord.answer_lost"])
        assert [line["code"] for line in logs if line["event"] == "discord.answer_lost"] == [10062]
        assert [e.verb for e in r.sink.of(Pressed)] == ["close"]
        r.sink.delay = 0.0
        await r.sim.gateway_duplicate("INTERACTION_CREATE")
        with capture_logs() as logs:
            await r.sim.click(r.bo, sent, "handoff:claim:1")
            await r.sim.wait_for(lambda: len(r.sink.repeats) == 1)
            await r.sim.wait_for(lambda: [line for line in logs if line["event"] == "discord.answer_lost"])
        assert [e.verb for e in r.sink.of(Pressed)] == ["close", "claim"]
        assert {v["kind"] for v in await r.sim.violations(clear=True)} == {"interaction"}


# ---- what is and is not told to the log


async def test_messages_without_content_are_told_once() -> None:
    """The sign of a missing Message Content Intent: no event, one warning."""
    async with rig() as r:
        with capture_logs() as logs:
            await r.sim.post(r.ann, r.help, "")
            await r.sim.post(r.ann, r.help, "")
            await r.sim.post(r.ann, r.help, "words")
            await r.heard(1, Spoke)
        assert r.sink.texts == ["words"]
        assert len([line for line in logs if line["event"] == "discord.message_without_content"]) == 1


async def test_no_secret_and_no_words_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Also at DEBUG, also when things fail: no token of bot or interaction, nothing that people wrote."""
    caplog.set_level(logging.DEBUG)
    async with rig() as r:
        with capture_logs() as logs:
            await r.sim.fault("status", method="POST", route="/webhooks/", status=403, code=50013)
            r.sink.answer = lambda event: Whisper(post=Post(text="CANARY answer"))
            sent = await card(r, "claim")
            press = await r.sim.click(r.bo, sent, "handoff:claim:1")
            await r.sim.wait_for(lambda: [line for line in logs if line["event"] == "discord.answer_lost"])
            r.sink.failures = 1
            await r.sim.dm(r.ann, "CANARY question")
            await r.heard(1, Spoke)
        everything = repr(logs) + "".join(
            record.getMessage() for record in caplog.records if not record.name.startswith(("aiohttp", "asyncio"))
        )
        for secret in ("CANARY", "SIM.BOT.TOKEN", press["token"]):
            assert secret not in everything
