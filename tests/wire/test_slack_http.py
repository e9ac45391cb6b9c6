"""The one HTTP address that Slack calls: what is its own is answered, everything else is refused and changes nothing."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from machine import Stopwatch
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs
from wire.slack_rig import Rig, rig

from handoff.events import Acted, Commanded, Pressed, Spoke

FORM = "application/x-www-form-urlencoded"


async def post(r: Rig, body: bytes | str, kind: str = "application/json", *, age: int = 0, **headers: str) -> tuple[int, str]:
    """Signed as Slack does, unless `headers` say otherwise; status and text of the answer."""
    raw = body.encode() if isinstance(body, str) else body
    stamp = str(int(time.time()) - age)
    signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": _sign(r, raw, stamp), "Content-Type": kind}
    async with (
        aiohttp.ClientSession() as session,
        session.post(r.url, data=raw, headers={k: v for k, v in (signed | headers).items() if v}) as answer,
    ):
        return answer.status, await answer.text()


def _sign(r: Rig, raw: bytes, stamp: str) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "v0=" + "0" * 64
    return SignatureVerifier(r.sim.info_cache["signing_secret"]).generate_signature(timestamp=stamp, body=raw) or ""


def event(r: Rig, inner: dict[str, Any], **outer: Any) -> str:
    return json.dumps({"type": "event_callback", "team_id": r.workspace, "event_id": "Ev1", "event": inner} | outer)


async def test_slack_checks_the_address() -> None:
    """url_verification is answered with the challenge, when signed; ssl_check unsigned."""
    async with rig(http=True) as r:
        assert (await r.sim.url_verification())["ok"]
        assert (await post(r, "ssl_check=1&token=x", FORM, **{"X-Slack-Signature": ""}))[0] == 200
        challenge = json.dumps({"type": "url_verification", "challenge": "c"})
        assert (await post(r, challenge, **{"X-Slack-Signature": ""}))[0] == 401


@pytest.mark.parametrize("how", ["bad_signature", "old_timestamp", "no_signature"])
async def test_forged_requests_are_refused(how: str) -> None:
    """One line of log each, no traceback, and nothing of it reaches the core."""
    async with rig(http=True) as r:
        with capture_logs() as logs:
            assert (await r.sim.forged_request(how))["status"] == 401
        assert [line["event"] for line in logs] == ["slack.request_rejected"]
        assert r.sink.events == []


@pytest.mark.parametrize(
    ("body", "kind", "headers", "expected"),
    [
        ("{}", "application/json", {"X-Slack-Request-Timestamp": "soon"}, 401),
        ("{}", "application/json", {"X-Slack-Request-Timestamp": "9" * 5000}, 401),
        ("{}", "application/json", {"X-Slack-Request-Timestamp": "١٢٣"}, 401),
        ("{}", "application/json", {"X-Slack-Signature": "v0=ümlaut"}, 401),
        ("[" * 100_000, "application/json", {"X-Slack-Signature": ""}, 401),
        ("[" * 100_000, "application/json", {}, 400),
        ("[]", "application/json", {}, 400),
        ("null", "application/json", {}, 400),
        (b"\xff\xfe", "application/json", {}, 400),
        ("payload=%5B", FORM, {}, 400),
        ("payload=%5B%5D", FORM, {}, 400),
        ("", FORM, {}, 200),
        ("{}", "application/json", {}, 200),
        (b"x" * (2**20 + 1), "application/json", {}, 413),
    ],
)
async def test_what_is_malformed_is_refused(body: bytes | str, kind: str, headers: dict[str, str], expected: int) -> None:
    async with rig(http=True) as r:
        assert (await post(r, body, kind, **headers))[0] == expected
        assert r.sink.events == []


async def test_a_captured_command_has_no_second_effect() -> None:
    """Within 5 minutes its signature is still good: it is known by its trigger; after that it is refused."""
    async with rig(http=True) as r:
        body = urlencode(
            {
                "command": "/claim",
                "text": "7",
                "user_id": r.bo,
                "channel_id": r.team,
                "team_id": r.workspace,
                "trigger_id": "1.2.x",
            }
        )
        assert [(await post(r, body, FORM))[0] for _ in range(2)] == [200, 200]
        assert len(r.sink.of(Commanded)) == 1
        assert [e.key for e in r.sink.repeats] == [r.sink.of(Commanded)[0].key]
        assert (await post(r, body, FORM, age=301))[0] == 401


async def test_a_captured_press_has_no_second_effect() -> None:
    async with rig(http=True) as r:
        action = {"action_id": "handoff:claim", "value": "7", "action_ts": "1.5", "block_id": "b", "type": "button"}
        payload = {
            "type": "block_actions", "user": {"id": r.bo, "team_id": r.workspace}, "team": {"id": r.workspace},
            "channel": {"id": r.team}, "container": {"message_ts": "1.4", "channel_id": r.team}, "actions": [action],
        }  # fmt: skip
        for _ in range(2):
            assert (await post(r, urlencode({"payload": json.dumps(payload)}), FORM))[0] == 200
        await r.sim.wait_for(lambda: r.sink.repeats)
        assert len(r.sink.of(Pressed)) == 1


async def test_a_retry_alone_counts() -> None:
    """The first delivery never arrived: a retry is like any other, whatever its headers say."""
    async with rig(http=True) as r:
        inner = {
            "type": "message",
            "channel_type": "im",
            "channel": "D1",
            "user": r.ann,
            "text": "hello",
            "ts": "1767323045.000100",
        }
        retry = {"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "http_timeout"}
        assert (await post(r, event(r, inner), **retry))[0] == 200
        [said] = r.sink.of(Spoke)
        assert (said.text, said.place) == ("hello", r.dm)


async def test_another_workspaces_events_are_not_ours() -> None:
    """An app that is installed on an organisation hears of all its workspaces: acked, and silence."""
    async with rig(http=True) as r:
        inner = {
            "type": "message",
            "channel_type": "im",
            "channel": "D1",
            "user": "U9",
            "text": "hello",
            "ts": "1767323045.000100",
        }
        assert (await post(r, event(r, inner, team_id="T9")))[0] == 200
        there = [{"team_id": "T9", "user_id": "U1", "is_bot": True}]
        assert (await post(r, event(r, inner, authorizations=there)))[0] == 200
        assert r.sink.events == []


async def test_a_person_of_another_workspace_in_a_shared_channel() -> None:
    """The event's own team is theirs or ours; that we may hear it is what the authorizations say."""
    async with rig(http=True) as r:
        inner = {
            "type": "message", "channel_type": "channel", "channel": r.help, "user": "U9", "user_team": "T9",
            "text": "hello", "ts": "1767323045.000100",
        }  # fmt: skip
        ours = [{"team_id": r.workspace, "user_id": "U1", "is_bot": True}]
        assert (await post(r, event(r, inner, team_id="T9", authorizations=ours)))[0] == 200
        [said] = r.sink.of(Spoke)
        assert (said.author.workspace, said.place, said.standing.agent) == ("T9", r.help_at, False)


async def test_before_the_start_and_after_the_end() -> None:
    """503, so that Slack brings it again."""
    async with rig(http=True, up=False) as r:
        inner = {
            "type": "message",
            "channel_type": "im",
            "channel": "D1",
            "user": r.ann,
            "text": "hello",
            "ts": "1767323045.000100",
        }
        platform = r.start()
        assert (await post(r, event(r, inner)))[0] == 503
        await r.ready()
        await platform.stop()
        assert (await post(r, event(r, inner)))[0] == 503
        assert r.sink.events == []


async def test_a_burst_is_acked_in_time() -> None:
    """200 messages at once, more than the line's batch: each is acked, well within Slack's 3 s, and counts once."""
    async with rig(http=True) as r:

        async def one(n: int) -> int:
            inner = {"type": "message", "channel_type": "im", "channel": "D1", "user": r.ann, "text": str(n),
                     "ts": f"1767323045.{n:06d}"}  # fmt: skip
            return (await post(r, event(r, inner, event_id=f"Ev{n}")))[0]

        watch = Stopwatch()
        assert await asyncio.gather(*(one(n) for n in range(200))) == [200] * 200
        assert watch.seconds < 3
        assert sorted(r.sink.texts, key=int) == [str(n) for n in range(200)]


# ---- anything at all

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=10,
)
_NAMES = ["type", "event", "team_id", "authorizations", "user", "team", "channel", "actions", "view", "container", "command",
          "user_id", "channel_id", "trigger_id", "text", "response_url", "message", "enterprise", "callback_id"]  # fmt: skip
_TYPES = ["event_callback", "block_actions", "view_submission", "view_closed", "shortcut", "message_action", "block_suggestion",
          "app_rate_limited", "interactive_message", "dialog_submission", "function_executed"]  # fmt: skip
objects = st.dictionaries(st.sampled_from(_NAMES), anything, max_size=8)
_INNER = ("event", "team", "channel", "actions", "view", "container", "enterprise")
whole = st.fixed_dictionaries(
    {"type": st.sampled_from(_TYPES), "user": st.just({"id": "U1"})}, optional=dict.fromkeys(_INNER, anything)
)
subtypes = st.text(min_size=1, max_size=20)


async def test_whatever_comes_is_answered_below_500() -> None:
    """Signed or not, whole or broken, JSON or form: no traceback, and nothing of it changes anything."""
    async with rig(http=True) as r:
        loop = asyncio.get_running_loop()

        def check(body: bytes | str, kind: str, signed: bool) -> None:
            unsigned: dict[str, str] = {} if signed else {"X-Slack-Signature": "v0=" + "1" * 64}
            status, _ = asyncio.run_coroutine_threadsafe(post(r, body, kind, **unsigned), loop).result(60)
            assert status < 500

        bodies = st.one_of(
            st.binary(max_size=200).map(lambda b: (b, "application/json")),
            st.text(max_size=200).map(lambda t: (t, FORM)),
            (objects | whole).map(lambda o: (json.dumps(o), "application/json")),
            (objects | whole).map(lambda o: (urlencode({"payload": json.dumps(o)}), FORM)),
            st.dictionaries(st.sampled_from(_NAMES), st.text(max_size=12)).map(
                lambda d: (urlencode(d, errors="replace"), FORM)
            ),
        )

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
        @example((urlencode({"command": "/x", "user_id": "U1", "view": "x"}), FORM), True)
        @given(bodies, st.booleans())
        def fuzz(sent: tuple[bytes | str, str], signed: bool) -> None:
            check(*sent, signed)

        with capture_logs() as logs:
            await asyncio.to_thread(fuzz)
        assert [line for line in logs if line.get("exc_info")] == []
        assert [e for e in r.sink.events if not isinstance(e, Acted)] == []


async def test_any_signed_event_is_acked_and_an_unknown_one_leaves_nothing() -> None:
    """Slack switches off subscriptions that answer anything but 200."""
    async with rig(http=True) as r:
        loop = asyncio.get_running_loop()

        @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.text(max_size=20), subtypes, objects)
        def fuzz(kind: str, subtype: str, more: dict[str, Any]) -> None:
            inner = {**more, "type": kind or "message", "subtype": f"x_{subtype}"}
            status, _ = asyncio.run_coroutine_threadsafe(post(r, event(r, inner)), loop).result(60)
            assert status == 200

        await asyncio.to_thread(fuzz)
        assert r.sink.events == []
