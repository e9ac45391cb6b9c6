"""Who may do what on Slack, from where, and how they are answered."""

import asyncio
import functools
import logging
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from wire.slack_rig import Rig, rig

from adapters.slack.connect import SlackSettings
from handoff.effects import Button, Done, Input, OpenForm, Post, Reply, Whisper
from handoff.errors import Fatal, Unavailable
from handoff.events import Acted, Commanded, FormSent, Met, Pressed, Spoke
from handoff.model import Roster, Standing

both_ways = pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
FORM = OpenForm(verb="close", number=1, title="Close #1", submit="Close", inputs=(Input(name="note", label="Note"),))
SORRY = "Something went wrong on our side. Nothing was changed; please try again."


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


# ---- places


async def test_a_public_team_channel_is_refused() -> None:
    """Every member can see and join it: refused at start, unless AGENTS says who is of the team."""
    async with rig(up=False) as r:
        r.team = (await r.sim.add_channel("open-team", members=[r.bo]))["id"]
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match="#open-team is public: every member of the workspace can see and join it"):
            await asyncio.wait_for(r.running, 5)
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
            await asyncio.wait_for(r.running, 5)


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
            await asyncio.wait_for(r.running, 5)
        assert "not-it" not in str(caught.value)


async def test_missing_scopes_are_named() -> None:
    """All of them at once, each with what it is for."""
    async with rig(up=False) as r:
        scopes = set(r.sim.info_cache["manifest"]["oauth_config"]["scopes"]["bot"]) - {"im:history", "users:read"}
        await r.sim.set_scopes(sorted(scopes))
        r.start()
        assert r.running is not None
        with pytest.raises(Fatal, match=r"lacks scopes: im:history \(to hear customers .*\); users:read"):
            await asyncio.wait_for(r.running, 5)


async def test_an_app_that_is_removed_stops() -> None:
    """Slack tells it with its last event; from then on our token is worth nothing."""
    async with rig() as r:
        await r.sim.uninstall()
        assert r.running is not None
        with pytest.raises(Fatal, match="no longer installed"):
            await asyncio.wait_for(r.running, 5)


async def test_slack_that_cannot_be_reached_is_waited_for() -> None:
    """Errors at start pass; none of them is the operator's to mend."""
    async with rig(up=False) as r:
        await r.sim.fail("auth.test", "503")
        await r.sim.fail("apps.connections.open", "500")
        await r.up()


# ---- interactions


async def card(r: Rig, *verbs: str) -> str:
    return await r.post(r.team_at, Post(title="#1", buttons=tuple(Button(verb=v, label=v, number=1) for v in verbs)))


def whisper(text: str) -> Whisper:
    return Whisper(post=Post(text=text))


async def test_buttons_work_after_a_restart() -> None:
    """A button is read by its id: who pressed, in which place, which number and what it is about; also in a thread."""
    async with rig() as r:
        top = await r.sim.say(r.ann, r.help, "help")
        [said] = await r.heard(1, Spoke)
        inside = type(r.help_at)("slack", r.workspace, r.help, top["ts"])
        button = Button(verb="human", label="Talk to a person", number=7, detail="3")
        sent = await r.post(inside, Post(text="hello", buttons=(button,)))
        r.sink.answer = lambda event: whisper("Asked.")
        await r.restart()
        await r.sim.click(r.ann, "handoff:human", r.help, sent)
        [pressed] = await r.heard(1, Pressed)
        assert (pressed.verb, pressed.number, pressed.detail, pressed.place) == ("human", 7, "3", inside)
        assert pressed.by == said.author
        told = await r.sim.wait_ephemeral(r.ann, "Asked")
        assert told["message"]["thread_ts"] == top["ts"]


async def test_a_double_click_has_two_keys_and_a_replay_one() -> None:
    """Two presses are two events for the core to judge; the same payload again is the same event."""
    async with rig() as r:
        sent = await card(r, "claim")
        await r.sim.click(r.bo, "handoff:claim", r.team, sent)
        await r.sim.click(r.bo, "handoff:claim", r.team, sent)
        one, two = await r.heard(2, Pressed)
        assert one.key != two.key
        assert r.sink.repeats == []


async def test_a_button_that_nobody_knows_is_acked() -> None:
    async with rig() as r:
        assert r.platform is not None
        blocks = [{"type": "actions", "elements": [{"type": "button", "action_id": "old:thing", "value": "1",
                   "text": {"type": "plain_text", "text": "Old"}}]}]  # fmt: skip
        sent = await r.platform.client().chat_postMessage(channel=r.team, text="old", blocks=blocks)
        assert (await r.sim.click(r.bo, "old:thing", r.team, sent["ts"]))["acked"]
        assert r.sink.of(Acted) == []


@both_ways
async def test_a_whisper_is_seen_by_one_person_whatever_its_length(http: bool) -> None:
    """A response URL takes five messages: what is longer goes on another way, all of it private."""
    async with rig(http=http) as r:
        long = "\n\n".join(f"{n} " + "word " * 700 for n in range(24))
        r.sink.answer = lambda event: whisper(long)
        sent = await card(r, "claim")
        await r.sim.click(r.bo, "handoff:claim", r.team, sent)
        await r.sim.wait_api("chat.postEphemeral", 1)
        await r.sim.idle(0.2)
        assert await r.calls("response_url") == 5
        shown = "".join(str(e["message"]) for e in await r.sim.ephemerals(r.bo))
        assert all(f"{n} word" in shown for n in range(24))
        assert len(await r.sim.messages(r.team, by_app=True)) == 1


async def test_when_a_response_url_is_refused_the_answer_comes_another_way() -> None:
    async with rig() as r:
        r.sink.answer = lambda event: whisper("Bo has it")
        sent = await card(r, "claim")
        await r.sim.fail("response_url", "500")
        await r.sim.click(r.bo, "handoff:claim", r.team, sent)
        assert (await r.sim.wait_ephemeral(r.bo, "Bo has it"))["via"] == "chat.postEphemeral"


@both_ways
async def test_a_slow_store_does_not_hold_up_the_ack(http: bool) -> None:
    """Acked within 3 s, and answered when it is decided: presses, commands and forms."""
    async with rig(http=http) as r:
        sent = await card(r, "claim", "close")
        r.sink.answer = lambda event: FORM
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        await r.sim.wait_view(r.bo)
        r.sink.answer, r.sink.delay = (lambda event: whisper(f"late {type(event).__name__}")), 3.5
        done = await asyncio.gather(
            r.sim.click(r.bo, "handoff:claim", r.team, sent), r.sim.slash(r.bo, r.team, "/queue"), r.sim.submit(r.bo)
        )
        assert all(d["acked"] and d["ms"] < 2800 for d in done)
        for kind in ("Pressed", "Commanded", "FormSent"):
            await r.sim.wait_ephemeral(r.bo, f"late {kind}", timeout=8)


async def test_a_form_that_comes_too_late_is_offered_again() -> None:
    """A trigger_id lives for 3 s: after that a button opens the form, without a call that Slack would refuse."""
    async with rig() as r:
        sent = await card(r, "close")
        r.sink.answer, r.sink.delay = (lambda event: FORM), 3.0
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        offer = await r.sim.wait_ephemeral(r.bo, "try again", timeout=8)
        assert await r.calls("views.open") == 0
        r.sink.delay = 0.0
        await r.sim.click(r.bo, "handoff:close", ephemeral=offer["id"])
        await r.sim.wait_view(r.bo)


async def test_a_form_whose_trigger_slack_calls_expired() -> None:
    async with rig() as r:
        sent = await card(r, "close")
        r.sink.answer = lambda event: FORM
        await r.sim.fail("views.open", "error", error="expired_trigger_id")
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        await r.sim.wait_ephemeral(r.bo, "try again")


async def test_a_form_is_opened_before_anything_is_asked() -> None:
    """Who may open it is known already, at whatever age; it is asked afresh when the form is sent."""
    async with rig() as r:
        await r.sim.wait_api("users.info")
        sent = await card(r, "close")
        r.clock.ahead = timedelta(hours=1)
        await r.sim.clear_log()
        r.sink.answer = lambda event: FORM
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        await r.sim.wait_view(r.bo)
        assert [c["method"] for c in await r.sim.api_log()] == ["views.open"]
        [pressed] = r.sink.of(Pressed)
        assert pressed.standing.agent
        r.sink.answer = lambda event: Done()
        await r.sim.submit(r.bo)
        await r.heard(1, FormSent)
        assert {c["method"] for c in await r.sim.api_log()} == {"views.open", "users.info", "conversations.members"}


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


async def test_stopping_answers_whoever_waits() -> None:
    """Also where the ack went first and the answer was to follow."""
    async with rig() as r:
        sent = await card(r, "close")
        r.sink.answer = lambda event: FORM if isinstance(event, Pressed) else whisper("Closed.")
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        await r.sim.wait_view(r.bo)
        r.sink.delay = 2.3
        submit = asyncio.create_task(r.sim.submit(r.bo))
        await r.sim.wait_for(functools.partial(_interactive, r, 2))
        await r.down()
        assert (await submit)["acked"]
        await r.sim.wait_ephemeral(r.bo, "Closed")


async def _interactive(r: Rig, count: int) -> bool:
    return len(await r.sim.envelopes("interactive")) >= count


async def test_a_command_opens_a_form_and_a_typing_error_is_explained() -> None:
    async with rig() as r:
        r.sink.answer = lambda event: FORM
        await r.sim.slash(r.bo, r.team, "/handoff", "close 1")
        await r.sim.wait_view(r.bo)
        said = await r.sim.slash(r.bo, r.team, "/handoff", "dance")
        assert "Try one of" in str(said["shown"])
        said = await r.sim.slash(r.bo, r.team, "/claim", "the next one")
        assert "is not a conversation's number" in str(said["shown"])
        assert len(r.sink.of(Commanded)) == 1


async def test_a_command_in_a_direct_message() -> None:
    """Also in one with somebody else, which we cannot write to: what follows goes to our own with that person."""
    async with rig() as r:
        await r.sim.dm(r.ann, "hello")
        ours = (await r.sim.open_dm(r.ann))["id"]
        theirs = (await r.sim.open_group_dm([r.ann, r.bo], bot=False))["id"]
        for channel in (ours, theirs):
            await r.sim.slash(r.ann, channel, "/human", "the bill")
        for command in await r.heard(2, Commanded):
            assert (command.place, dict(command.options), command.standing) == (r.dm, {"reason": "the bill"}, Standing())
        await r.post(r.dm, "Somebody will be with you.")
        await r.sim.wait_message(ours, "Somebody will be")


async def test_when_the_core_fails_the_person_is_told() -> None:
    """Politely, privately, and without a word of the error; a form stays with what was typed, and can be sent again."""
    async with rig() as r:
        sent = await card(r, "claim", "close")
        r.sink.failures = 1
        await r.sim.click(r.bo, "handoff:claim", r.team, sent)
        await r.sim.wait_ephemeral(r.bo, SORRY)
        r.sink.failures = 1
        assert (await r.sim.slash(r.bo, r.team, "/queue"))["shown"]["message"]["text"] == SORRY
        r.sink.answer = lambda event: FORM
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        await r.sim.wait_view(r.bo)
        r.sink.failures = 1
        refused = await r.sim.submit(r.bo, {"note": "all well"})
        assert list(refused["errors"].values()) == [SORRY]
        r.sink.answer = lambda event: Done()
        assert (await r.sim.submit(r.bo))["closed"]
        [sent_form] = await r.heard(1, FormSent)
        assert sent_form.fields == {"note": "all well"}


async def test_whoever_left_the_channel_meanwhile_is_not_answered_there() -> None:
    """The event stands; the answer is lost, and logged."""
    async with rig() as r:
        sent = await card(r, "close")

        def answer(event: object) -> Reply:
            return FORM if isinstance(event, Pressed) else whisper("Closed.")

        r.sink.answer = answer
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        await r.sim.wait_view(r.bo)
        await r.sim.leave(r.team, r.bo)
        with capture_logs() as logs:
            assert (await r.sim.submit(r.bo))["closed"]
            await r.sim.wait_for(lambda: [line for line in logs if line["event"] == "slack.answer_lost"])
        assert [line["code"] for line in logs if line["event"] == "slack.answer_lost"] == ["user_not_in_channel"]
        assert await r.sim.messages((await r.sim.open_dm(r.bo))["id"]) == []


# ---- what is and is not told to the log


@both_ways
async def test_no_secret_and_no_words_in_the_log(http: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Also at DEBUG, also when things fail: no token, ticket or response URL, nothing that people wrote."""
    caplog.set_level(logging.DEBUG)
    async with rig(http=http, retry_delays=[0]) as r:
        with capture_logs() as logs:
            r.sink.answer = lambda event: whisper("CANARY answer")
            sent = await card(r, "claim")
            await r.sim.fail("response_url", "500")
            await r.sim.fail("chat.postEphemeral", "error", error="user_not_in_channel")
            await r.sim.click(r.bo, "handoff:claim", r.team, sent)
            await r.sim.wait_for(lambda: [line for line in logs if line["event"] == "slack.answer_lost"])
            await r.sim.slash(r.bo, r.team, "/handoff", "note CANARY")
            await r.sim.socket_refuse(1)
            await r.sim.socket_drop()
            await r.sim.say(r.ann, r.help, "CANARY question")
            await r.ready(15)
            await r.heard(1, Spoke)
        everything = repr(logs) + "".join(
            record.getMessage() for record in caplog.records if not record.name.startswith(("aiohttp", "asyncio"))
        )
        info = r.sim.info_cache
        for secret in (
            "CANARY",
            info["bot_token"],
            info["app_token"],
            info["signing_secret"],
            "ticket",
            "/actions/",
            "/commands/",
        ):
            assert secret not in everything
        await r.sim.clear_log()
