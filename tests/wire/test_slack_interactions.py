"""Presses, commands and forms on Slack, and how whoever made them is answered."""

import asyncio
import functools
import logging
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from wire.slack_rig import Rig, rig

from adapters.slack import interactions
from handoff.effects import Button, Done, Input, OpenForm, Post, Reply, Whisper
from handoff.events import Acted, Commanded, FormSent, Pressed, Spoke
from handoff.model import Standing

both_ways = pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
FORM = OpenForm(verb="close", number=1, title="Close #1", submit="Close", inputs=(Input(name="note", label="Note"),))
SORRY = "Something went wrong on our side. Nothing was changed; please try again."


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
async def test_a_slow_store_does_not_hold_up_the_ack(http: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Acked within 3 s, and answered when it is decided: presses, commands and forms."""
    assert interactions._ACK < 3 - 0.5
    monkeypatch.setattr(interactions, "_ACK", 0.4)
    async with rig(http=http) as r:
        sent = await card(r, "claim", "close")
        r.sink.answer = lambda event: FORM
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        await r.sim.wait_view(r.bo)
        r.sink.answer = lambda event: whisper(f"late {type(event).__name__}")
        r.sink.free.clear()
        done = await asyncio.gather(
            r.sim.click(r.bo, "handoff:claim", r.team, sent), r.sim.slash(r.bo, r.team, "/queue"), r.sim.submit(r.bo)
        )
        assert all(d["acked"] for d in done)
        r.sink.free.set()
        for kind in ("Pressed", "Commanded", "FormSent"):
            await r.sim.wait_ephemeral(r.bo, f"late {kind}")


async def test_a_form_that_comes_too_late_is_offered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trigger_id lives for 3 s: after that a button opens the form, without a call that Slack would refuse."""
    assert interactions._TRIGGER < 3
    monkeypatch.setattr(interactions, "_TRIGGER", 0.5)
    async with rig() as r:
        sent = await card(r, "close")
        r.sink.answer, r.sink.delay = (lambda event: FORM), 0.6
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        offer = await r.sim.wait_ephemeral(r.bo, "try again")
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


async def test_stopping_answers_whoever_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the ack went first and the answer was to follow."""
    monkeypatch.setattr(interactions, "_ACK", 0.4)
    async with rig() as r:
        sent = await card(r, "close")
        r.sink.answer = lambda event: FORM if isinstance(event, Pressed) else whisper("Closed.")
        await r.sim.click(r.bo, "handoff:close", r.team, sent)
        await r.sim.wait_view(r.bo)
        r.sink.delay = 0.7
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
            await r.ready()
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
