"""What every failure on the way to Slack means: an unknown fate, a limit, a refusal, a thread that is gone."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from wire.discord_rig import Recorder
from wire.slack_rig import rig
from wire.slack_sending import POST, channel, refused, threaded

from adapters.slack import outbound
from adapters.slack.outbound import SlackChannel
from adapters.slack.pane import Pane
from adapters.slack.whereabouts import Whereabouts
from handoff.effects import DeleteAt, EditAt, PinAt, Post, PostTo, ThreadAt
from handoff.errors import Refused, Unavailable, Uncertain
from handoff.events import Met, Spoke
from handoff.health import Health
from handoff.model import Address

# ---- unknown fate: FAULTS S25, S26


@pytest.mark.parametrize("fault", ["reset_after", "500_after"])
@pytest.mark.parametrize("where", ["channel", "thread", "direct"])
async def test_a_post_whose_answer_was_lost_is_found_by_its_key(where: str, fault: str) -> None:
    """One request, its fate uncertain; looked up it stands there, once."""
    async with rig() as r:
        if where == "direct":
            await r.sim.dm(r.ann, "hello")
            await r.heard(1, Spoke)
        to = {"channel": r.help_at, "direct": r.dm}.get(where) or await threaded(r)
        began, before = datetime.now(UTC), await r.calls(POST)
        order = PostTo(to=to, post=Post(text="once", label="Bo"), key="a1-0")
        await r.sim.fail(POST, fault)
        assert isinstance(await refused(r, order), Uncertain)
        assert await r.calls(POST) == before + 1
        found = await channel(r).find(order, began)
        assert found is not None
        assert found.link
        ids = [c["id"] for c in await r.sim.channels()]
        said = [m for c in ids for m in await r.sim.messages(c, by_app=True) if "once" in m["text"]]
        assert [m["ts"] for m in said] == [found.message_id]


async def test_a_post_that_was_never_made_is_not_found() -> None:
    """Nor one with another key, one that is older, or one that is somebody else's."""
    async with rig() as r:
        began = datetime.now(UTC)
        order = PostTo(to=r.help_at, post=Post(text="x"), key="a-0")
        await r.sim.fail(POST, "reset_before")
        assert isinstance(await refused(r, order), Uncertain)
        assert await channel(r).find(order, began) is None
        await r.post(r.help_at, "x", key="b-0")
        world = r.sim.server.world
        forged = {"event_type": "handoff_post", "event_payload": {"key": "a-0"}}
        world.post(world.channels[r.help], {"user": r.ann, "text": "x", "metadata": forged})
        assert await channel(r).find(order, began) is None
        await channel(r).carry_out(order)
        assert await channel(r).find(order, began) is not None
        assert await channel(r).find(order, began + timedelta(seconds=60)) is None


async def test_a_post_far_back_is_found() -> None:
    """The history is read page by page."""
    async with rig(history_limit=3, rate_limits=False) as r:
        began = datetime.now(UTC)
        orders = [PostTo(to=r.help_at, post=Post(text=f"{n}"), key=f"n-{n}") for n in range(8)]
        receipts = [await channel(r).carry_out(order) for order in orders]
        assert [await channel(r).find(order, began) for order in orders] == receipts


async def test_one_reading_serves_all_who_ask() -> None:
    """After an outage many posts of one channel are in doubt at once: they are looked up together."""
    async with rig(rate_limits=False) as r:
        began = datetime.now(UTC)
        orders = [PostTo(to=r.help_at, post=Post(text=f"{n}"), key=f"n-{n}") for n in range(6)]
        receipts = [await channel(r).carry_out(order) for order in orders]
        before = await r.calls("conversations.history")
        assert await asyncio.gather(*(channel(r).find(order, began) for order in orders)) == receipts
        assert await r.calls("conversations.history") <= before + 2
        await r.sim.fail("conversations.history", "error", error="internal_error")
        found = await asyncio.gather(*(channel(r).find(order, began) for order in orders), return_exceptions=True)
        assert all(isinstance(f, Unavailable) or f == receipt for f, receipt in zip(found, receipts, strict=True))


async def test_slack_is_not_asked_again_while_it_asks_us_to_wait() -> None:
    async with rig() as r:
        order = PostTo(to=r.help_at, post=Post(text="x"), key="a-0")
        await r.sim.fail("conversations.history", "ratelimited", retry_after=30)
        for _ in range(3):
            with pytest.raises(Unavailable):
                await channel(r).find(order, datetime.now(UTC))
        assert len([c for c in await r.sim.api_log("conversations.history") if c["error"] == "ratelimited"]) == 1
        place = await threaded(r)
        before = await r.calls("conversations.replies")
        with pytest.raises(Unavailable):
            await channel(r).find(PostTo(to=place, post=Post(text="x"), key="a-0"), datetime.now(UTC))
        assert await r.calls("conversations.replies") == before


async def test_a_post_that_takes_too_long_is_uncertain(monkeypatch: pytest.MonkeyPatch) -> None:
    """And found, though Slack's answer was not waited for."""
    monkeypatch.setattr(outbound, "_POST", 0.2)
    async with rig() as r:
        began = datetime.now(UTC)
        order = PostTo(to=r.help_at, post=Post(text="slow"), key="a-0")
        await r.sim.fail(POST, "delay_after", delay=0.5)
        assert isinstance(await refused(r, order), Uncertain)
        assert await channel(r).find(order, began) is not None


async def test_what_is_harmless_to_repeat_is_never_uncertain() -> None:
    async with rig() as r:
        ts = await r.post(r.help_at, "one")
        orders = [
            EditAt(to=r.help_at, message_id=ts, post=Post(text="two")),
            PinAt(to=r.help_at, message_id=ts),
            DeleteAt(to=r.help_at, message_id=ts),
        ]
        for order in orders:
            await r.sim.fail("chat.update|pins.add|chat.delete", "reset_after")
            assert isinstance(await refused(r, order), Unavailable)
            assert (await channel(r).carry_out(order)).message_id == ts


async def test_a_refused_connection_has_done_nothing() -> None:
    """Nothing was sent, so nothing is uncertain; typing is only a courtesy."""
    client = AsyncWebClient("xoxb-none", "http://127.0.0.1:9/api/", retry_handlers=[])

    class Open:
        def guard(self, channel: str) -> None:
            """Nobody else sees the channel."""

    alone: Any = Open()
    whereabouts = Whereabouts(lambda: client)
    pane = Pane(lambda: client, whereabouts, Recorder(), tuple)
    sender = SlackChannel(lambda: client, whereabouts, alone, pane, Health())
    place = Address("slack", "T1", "C1", "1.000001")
    for to in (place, Address("slack", "T1", "@U1")):
        order = PostTo(to=to, post=Post(text="x"), key="k-0")
        with pytest.raises(Unavailable, match="cannot be reached"):
            await sender.carry_out(order)
        with pytest.raises(Unavailable):
            await sender.find(order, datetime.now(UTC))
    await sender.show_typing(place)
    await sender.carry_out(ThreadAt(to=Address("slack", "T1", "@U1"), message_id="1.000001", title="only a courtesy too"))


# ---- limits: FAULTS S27


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ({"kind": "ratelimited", "retry_after": 30}, 30.0),
        ({"kind": "ratelimited", "retry_after": None}, 5.0),
        ({"kind": "error", "error": "ratelimited"}, 5.0),
        ({"kind": "error", "error": "rate_limited"}, 5.0),
    ],
)
async def test_a_limit_is_handed_back_with_its_wait(fault: dict[str, Any], wait: float) -> None:
    """With status 429 or 200, with Retry-After or without: nothing was posted, and the outbox knows how long to wait."""
    async with rig() as r:
        await r.sim.fail(POST, **fault)
        failure = await refused(r, PostTo(to=r.help_at, post=Post(text="x"), key="k-0"))
        assert isinstance(failure, Unavailable)
        assert failure.retry_after == wait
        assert await r.sim.messages(r.help, by_app=True) == []


# ---- refusals: FAULTS S30


PERMANENT = (
    *("channel_not_found", "not_in_channel", "is_archived", "restricted_action", "msg_too_long", "no_text", "user_disabled"),
    *("too_many_attachments", "edit_window_closed", "thread_not_found", "user_not_found", "user_not_visible", "no_permission"),
    *(
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "msg_blocks_too_long",
        "ekm_access_denied",
    ),
    *("restricted_action_non_threadable_channel", "restricted_action_thread_locked", "cannot_dm_bot", "messages_tab_disabled"),
    *("message_limit_exceeded", "invalid_blocks", "user_not_in_channel", "cannot_reply_to_message", "missing_scope"),
    *("message_not_found", "cant_update_message", "cant_delete_message", "too_many_pins", "metadata_too_large"),
)
#: what tells somebody to do something
TELLS = (
    "invite",
    "write",
    "send",
    "allow",
    "ask",
    "unarchive",
    "unlock",
    "report",
    "try",
    "install",
    "unpin",
    "switch",
    "nobody",
)


async def test_a_permanent_error_is_refused_in_words_that_help() -> None:
    """One request, Slack's code, and a sentence that says what to do; one that we never heard of is told as it is."""
    async with rig(rate_limits=False) as r:
        order = PostTo(to=r.help_at, post=Post(text="x"), key="k-0")
        for n, code in enumerate(PERMANENT):
            await r.sim.fail(POST, "error", error=code)
            failure = await refused(r, order)
            assert isinstance(failure, Refused), code
            assert failure.code == code
            assert code not in str(failure)
            assert any(word in str(failure).lower() for word in TELLS), str(failure)
            assert await r.calls(POST) == n + 1
        await r.sim.fail(POST, "error", error="never_heard_of")
        assert "never_heard_of" in str(await refused(r, order))
        assert r.health.ready


async def test_what_may_pass_is_tried_again() -> None:
    """Slack certainly did nothing; where it may have ("some aspect of the operation succeeded"), a post is uncertain."""
    async with rig() as r:
        ts = await r.post(r.help_at, "one")
        post, edit = (
            PostTo(to=r.help_at, post=Post(text="x"), key="k-0"),
            EditAt(to=r.help_at, message_id=ts, post=Post(text="y")),
        )
        for code in ("request_timeout", "service_unavailable", "accesslimited", "external_channel_migrating"):
            await r.sim.fail(POST, "error", error=code)
            assert isinstance(await refused(r, post), Unavailable), code
        for fault in ({"error": "fatal_error"}, {"error": "internal_error"}, {}):
            kind = "error" if fault else "503"
            await r.sim.fail(f"{POST}|chat.update", kind, n=2, **fault)
            assert isinstance(await refused(r, post), Uncertain)
            assert isinstance(await refused(r, edit), Unavailable)


@pytest.mark.parametrize(
    "code",
    [
        *("not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "org_login_required"),
        *(
            "team_added_to_org",
            "not_allowed_token_type",
            "team_access_not_granted",
            "enterprise_is_restricted",
            "access_denied",
        ),
    ],
)
async def test_a_token_withdrawn_shows_in_health(code: str) -> None:
    """Nothing is refused for it, since it can be mended; health names the switch to turn."""
    async with rig() as r:
        await r.sim.fail(POST, "error", error=code)
        assert isinstance(await refused(r, PostTo(to=r.help_at, post=Post(text="x"), key="k-0")), Unavailable)
        condition = r.health.conditions["slack"]
        assert condition.fatal
        assert any(word in condition.why for word in ("SLACK_BOT_TOKEN", "nstall", "Ask an admin"))
        assert r.bot_token not in condition.why


async def test_closed_doors() -> None:
    """The real thing: an archived channel, one without the bot, a person whose account is closed, each in one request."""
    async with rig() as r:
        eve, old = (await r.sim.add_user("eve", deleted=True))["id"], (await r.sim.add_channel("old", archived=True))["id"]
        away = (await r.sim.add_channel("away", bot=False))["id"]
        await r.sim.set_scopes(
            [s for s in r.sim.info_cache["manifest"]["oauth_config"]["scopes"]["bot"] if s != "chat:write.public"]
        )
        for where, code in (
            (old, "is_archived"),
            (away, "not_in_channel"),
            ("C0NONE", "channel_not_found"),
            (f"@{eve}", "user_disabled"),
        ):
            failure = await refused(r, PostTo(to=Address("slack", r.workspace, where), post=Post(text="x"), key="k-0"))
            assert isinstance(failure, Refused)
            assert failure.code == code


async def test_a_person_is_named_in_the_refusal() -> None:
    async with rig() as r:
        await r.sim.dm(r.ann, "hello")
        await r.heard(1, Met)
        await r.sim.fail(POST, "error", error="user_disabled")
        assert "ann has no active account" in str(await refused(r, PostTo(to=r.dm, post=Post(text="x"), key="k-0")))


async def test_a_missing_permission_is_named() -> None:
    async with rig(violations=("api:missing_scope",)) as r:
        ts = await r.post(r.help_at, "x")
        granted = r.sim.info_cache["manifest"]["oauth_config"]["scopes"]["bot"]
        await r.sim.set_scopes([s for s in granted if s != "pins:write"])
        failure = await refused(r, PinAt(to=r.help_at, message_id=ts))
        assert isinstance(failure, Refused)
        assert "pins:write" in str(failure)


# ---- deleted threads: FAULTS S32


async def test_a_reply_into_a_deleted_thread_is_not_left_in_the_channel() -> None:
    """Where Slack posts it in the channel itself it is taken away at once, and the sender told."""
    async with rig(orphans_in_channel=True) as r:
        asked = await r.sim.say(r.ann, r.help, "help me")
        await r.sim.delete(r.ann, r.help, asked["ts"])
        order = PostTo(to=Address("slack", r.workspace, r.help, asked["ts"]), post=Post(text="here I am"), key="k-0")
        failure = await refused(r, order)
        assert isinstance(failure, Refused)
        assert failure.code == "thread_not_found"
        assert await r.sim.messages(r.help) == []


async def test_nor_is_one_whose_answer_was_lost() -> None:
    """The look-up finds it astray, takes it away, and says that nothing was posted."""
    async with rig(orphans_in_channel=True) as r:
        asked = await r.sim.say(r.ann, r.help, "help me")
        await r.sim.delete(r.ann, r.help, asked["ts"])
        began = datetime.now(UTC)
        order = PostTo(to=Address("slack", r.workspace, r.help, asked["ts"]), post=Post(text="here I am"), key="k-0")
        await r.sim.fail(POST, "reset_after")
        assert isinstance(await refused(r, order), Uncertain)
        assert await channel(r).find(order, began) is None
        assert await r.sim.messages(r.help) == []


@pytest.mark.parametrize("replied", [False, True])
async def test_a_thread_that_is_gone_is_refused(replied: bool) -> None:
    """Whether nothing is left of its first message or a tombstone."""
    async with rig() as r:
        asked = await r.sim.say(r.ann, r.help, "help me")
        place = Address("slack", r.workspace, r.help, asked["ts"])
        if replied:
            await r.post(place, "yes?")
        await r.sim.delete(r.ann, r.help, asked["ts"])
        failure = await refused(r, PostTo(to=place, post=Post(text="here I am"), key="k-1"))
        assert isinstance(failure, Refused)
        assert "The thread is gone" in str(failure)
