"""What Slack repeats, reorders, loses or cuts off: each message counts once, in order, and is acked when it is safe."""

from typing import Any

import pytest
from structlog.testing import capture_logs
from wire.slack_rig import Rig, rig

from adapters.slack import receive
from handoff.events import Deleted, Edited, Spoke
from handoff.model import Address

UNACKED = ("not_acked_in_3s",)  #: in Socket Mode there is no other way to refuse an event
both_ways = pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])


async def told(r: Rig) -> list[dict[str, Any]]:
    """The events that were acked so far."""
    return [e for e in await r.sim.envelopes("events_api") if e["acked"]]


# ---- delivered more than once, or not in order


@both_ways
async def test_a_message_delivered_twice_counts_once(http: bool) -> None:
    """The same envelope twice, and the same message under a second event_id."""
    async with rig(http=http) as r:
        await r.sim.delivery_fault(duplicate_envelope=1)
        await r.sim.dm(r.ann, "twice")
        await r.sim.wait_for(lambda: r.sink.repeats, what="the repeat")
        assert r.sink.repeats[0].also == r.sink.of(Spoke)[0].also
        body = (await r.sim.envelopes("events_api", payloads=True))[0]["payload"]
        assert r.platform is not None
        assert await r.platform.receiver.put({**body, "event_id": "Ev0ANOTHER"})
        assert r.sink.texts == ["twice"]
        assert len([e for e in r.sink.repeats if isinstance(e, Spoke)]) == 2


@both_ways
async def test_a_mention_is_one_message(http: bool) -> None:
    """Slack sends `message` and `app_mention` of one post, where both are subscribed to, with two event_ids."""
    async with rig(http=http) as r:
        made = r.sim.info_cache["manifest"]
        made["oauth_config"]["scopes"]["bot"].append("app_mentions:read")
        made["settings"]["event_subscriptions"]["bot_events"].append("app_mention")
        await r.sim.set_manifest(made)
        await r.sim.say(r.ann, r.help, f"<@{r.sim.bot_user}> help")
        await r.sim.wait_for(lambda: r.sink.repeats, what="the second")
        [said] = r.sink.of(Spoke)
        assert (said.text, said.mentions_bot, said.place) == ("help", True, r.help_at)


async def test_order_is_arrival_order() -> None:
    """However long the sink takes."""
    async with rig() as r:
        r.sink.delay = 0.002
        for n in range(25):
            await r.sim.say(r.ann, r.help, str(n))
        await r.heard(25, Spoke)
        assert r.sink.texts == [str(n) for n in range(25)]


async def test_an_edit_and_a_delete_may_come_first() -> None:
    """They bear the message's own ts, so that the core can let them wait for it."""
    async with rig() as r:
        await r.sim.delivery_fault(reorder=4)
        one = await r.sim.say(r.ann, r.help, "first")
        two = await r.sim.say(r.ann, r.help, "second")
        await r.sim.edit(r.ann, r.help, one["ts"], "changed")
        await r.sim.delete(r.ann, r.help, two["ts"])
        await r.heard(4)
        assert [type(e) for e in r.sink.events[:2]] == [Deleted, Edited]
        assert [e.message_id for e in r.sink.events[:2]] == [two["ts"], one["ts"]]
        assert r.sink.texts == ["changed", "second", "first"]


async def test_edits_deletes_and_previews() -> None:
    """A link's preview is no edit, ours are nobody's; a deleted parent of a thread is a delete; broadcasts are once."""
    async with rig() as r:
        one = await r.sim.say(r.ann, r.help, "see https://shop.example")
        await r.sim.unfurl(r.help, one["ts"])
        await r.sim.edit(r.ann, r.help, one["ts"], "see there")
        await r.sim.say(r.ann, r.help, "also for all", thread_ts=one["ts"], broadcast=True)
        await r.sim.say(r.ann, r.help, "needs help", subtype="me_message")
        await r.sim.bot_says(r.help, "beep")
        ours = await r.post(r.help_at, "hello")
        assert r.platform is not None
        await r.platform.client().chat_update(channel=r.help, ts=ours, text="changed", blocks=[])
        await r.platform.client().chat_delete(channel=r.help, ts=ours)
        await r.sim.delete(r.ann, r.help, one["ts"])
        await r.heard(1, Deleted)
        assert r.sink.texts == ["see https://shop.example", "see there", "also for all", "needs help"]
        assert [s.place.thread for s in r.sink.of(Spoke)] == ["", one["ts"], ""]
        assert r.sink.gone == [one["ts"]]
        assert r.sink.repeats == []


# ---- acked when it is safe


@both_ways
async def test_what_cannot_be_committed_is_not_acked(http: bool) -> None:
    """Slack brings it again, and a retry counts like any delivery."""
    async with rig(http=http, ack_deadline=1.5, violations=UNACKED) as r:
        r.sink.failures = 1
        await r.sim.dm(r.ann, "hello")
        await r.heard(1, Spoke)
        assert r.sink.texts == ["hello"]
        await r.sim.idle(0.1)
        tries = [e for e in await r.sim.envelopes("events_api") if e["type"] == "message"]
        assert [(e["attempt"], e["acked"]) for e in tries] == [(0, False), (1, True)]
        if http:
            assert tries[0]["status"] == 500


async def test_no_mark_passes_what_was_not_committed() -> None:
    """A gap that begins with it is read from there; once it is committed, marks move again."""
    async with rig(ack_deadline=1.5, violations=UNACKED) as r:
        one = await r.sim.say(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        r.sink.failures = 1
        await r.sim.say(r.ann, r.help, "fails at first")
        await r.sim.wait_for(lambda: not r.sink.failures)
        await r.sim.say(r.ann, r.help, "1")
        await r.sim.wait_for(lambda: "1" in r.sink.texts)
        assert "fails at first" not in r.sink.texts
        assert r.sink.marks[r.help_at] == one["ts"]
        await r.sim.wait_for(lambda: "fails at first" in r.sink.texts, what="the retry")
        last = await r.sim.say(r.ann, r.help, "2")
        await r.heard(4, Spoke)
        assert r.sink.marks[r.help_at] == last["ts"]


@both_ways
async def test_nothing_is_asked_of_slack_before_the_ack(http: bool) -> None:
    """Not who somebody is, not where: the first event after a start, from a stranger, while Slack answers nothing."""
    async with rig(http=http) as r:
        eve = (await r.sim.add_user("eve"))["id"]
        await r.sim.wait_api("users.info", 1)
        await r.sim.fail(".*", "hold", n=99)
        await r.sim.dm(eve, "hello")
        await r.heard(1, Spoke)
        await r.sim.wait_for(lambda: told(r), what="the ack, while Slack answers nothing")
        await r.sim.clear_faults()


@both_ways
async def test_whatever_slack_sends_is_acked(http: bool) -> None:
    """An event of a kind nobody listens for leaves nothing behind, and is not sent again."""
    async with rig(http=http) as r:
        made = r.sim.info_cache["manifest"]
        made["oauth_config"]["scopes"]["bot"] += ["reactions:read", "pins:read", "files:read"]
        made["settings"]["event_subscriptions"]["bot_events"] += ["reaction_added", "team_join", "app_home_opened"]
        await r.sim.set_manifest(made)
        sent = await r.sim.say(r.ann, r.help, "hello")
        await r.sim.react(r.ann, r.help, sent["ts"], "eyes")
        await r.sim.open_home(r.ann, "messages")
        await r.sim.invite(r.help, r.bo, by=r.ann)
        await r.sim.idle(0.1)
        assert r.sink.texts == ["hello"]
        assert all(e["acked"] for e in await r.sim.envelopes())
        assert {e["type"] for e in await told(r)} == {"message", "reaction_added", "app_home_opened", "member_joined_channel"}


async def test_one_bad_payload_does_not_stop_the_line() -> None:
    """What we cannot read is told and acked: it would trip us up again."""
    async with rig() as r:
        assert r.platform is not None
        with capture_logs() as logs:
            assert await r.platform.receiver.put({"team_id": r.workspace, "event": Trap(type="message", channel="C1")})
        assert [line["event"] for line in logs] == ["slack.unreadable"]
        await r.sim.dm(r.ann, "hello")
        await r.heard(1, Spoke)


class Trap(dict[str, Any]):
    def get(self, key: str, default: object = None) -> Any:
        raise ZeroDivisionError(key)


async def test_stopping_commits_what_has_arrived() -> None:
    """All of it, also what has waited in line; what comes after that is not acked."""
    async with rig() as r:
        assert r.platform is not None
        r.sink.delay = 0.02
        event = {"type": "message", "channel_type": "im", "channel": "D1", "user": r.ann}
        bodies = [{"team_id": r.workspace, "event": event | {"text": str(n), "ts": f"1767323045.{n:06d}"}} for n in range(200)]
        receiver = r.platform.receiver
        arrived = [receiver.put(body) for body in bodies[:-1]]
        await r.down()
        assert all(f.done() and f.result() for f in arrived)
        assert r.sink.texts == [str(n) for n in range(199)]
        assert not await receiver.put(bodies[-1])


# ---- gaps


async def test_the_first_start_replays_nothing() -> None:
    """An old channel is not answered; from then on its mark stands at its newest message."""
    async with rig(up=False) as r:
        old = await r.sim.say(r.ann, r.help, "from last year")
        await r.up()
        assert r.sink.marks[r.help_at] == old["ts"]
        await r.sim.say(r.ann, r.help, "now")
        await r.heard(1, Spoke)
        assert r.sink.texts == ["now"]


@both_ways
async def test_what_was_said_while_we_were_away(http: bool) -> None:
    """In a channel, a known thread, an unknown one, a DM, a DM's thread, a card's thread: each once, oldest first."""
    async with rig(http=http, retry_delays=[]) as r:
        top = await r.sim.say(r.ann, r.help, "0")
        direct = await r.sim.dm(r.ann, "1")
        await r.heard(2, Spoke)
        card = await r.post(r.team_at, "card")
        r.sink.open = [Address("slack", "", r.team, card), Address("slack", r.workspace, r.help, top["ts"])]
        await r.down()
        for n in range(3):
            fresh = await r.sim.say(r.ann, r.help, f"channel {n}")
            await r.sim.say(r.ann, r.help, f"thread {n}", thread_ts=top["ts"])
            await r.sim.dm(r.ann, f"dm {n}")
            await r.sim.say(r.ann, r.help, f"fresh {n}", thread_ts=fresh["ts"])
        await r.sim.dm(r.ann, "dm 3", thread_ts=direct["ts"])
        await r.sim.say(r.bo, r.team, "hello Ann", thread_ts=card)
        await r.sim.say(r.bo, r.team, "among ourselves")
        r.health.report("slack", False)
        await r.up()
        missed = r.sink.texts[2:]
        for where, count in (("channel", 3), ("thread", 3), ("fresh", 3), ("dm", 4)):
            assert [t for t in missed if t.startswith(where)] == [f"{where} {n}" for n in range(count)]
        assert "hello Ann" in missed
        assert len(missed) == 14
        assert {s.place for s in r.sink.of(Spoke) if s.text.startswith("dm")} == {r.dm}
        await r.restart()
        assert len(r.sink.texts) == 16
        await r.sim.clear_log()  # undelivered events were the point


async def test_a_gap_is_read_within_slacks_limits() -> None:
    """A 429 is waited out; of a channel with more than the limit the newest are read, and the loss is told."""
    async with rig(retry_delays=[]) as r:
        await r.sim.say(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        await r.down()
        for n in range(8):
            await r.sim.say(r.ann, r.help, str(n))
        await r.sim.fail("conversations.history", "ratelimited", retry_after=1)
        r.catch_up = 5
        with capture_logs() as logs:
            r.health.report("slack", False)
            await r.up()
        assert r.sink.texts == ["0", "3", "4", "5", "6", "7"]
        assert [line["read"] for line in logs if line["event"] == "slack.gap_too_long"] == [5]
        await r.sim.clear_log()


async def test_live_messages_wait_for_the_gap() -> None:
    """What arrives while the history is being read comes after what was missed."""
    async with rig(retry_delays=[]) as r:
        await r.sim.say(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        await r.down()
        await r.sim.say(r.ann, r.help, "missed")
        await r.sim.idle(0.1)
        await r.sim.clear_log()
        await r.sim.fail("conversations.history", "delay_after", delay=0.7, n=2)
        r.start()
        await r.sim.wait_connected()
        await r.sim.wait_api("conversations.history")
        await r.sim.say(r.ann, r.help, "live")
        await r.heard(3, Spoke)
        assert r.sink.texts == ["0", "missed", "live"]
        assert r.sink.repeats == []


async def test_a_long_gap_does_not_hold_up_the_acks(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while live messages go ahead, and move no mark past what is still to be read."""
    monkeypatch.setattr(receive, "PATIENCE", 0.2)
    async with rig(retry_delays=[]) as r:
        first = await r.sim.say(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        await r.down()
        await r.sim.say(r.ann, r.help, "missed")
        await r.sim.idle(0.1)
        await r.sim.clear_log()
        await r.sim.fail("conversations.history", "hold")
        r.start()
        await r.sim.wait_connected()
        await r.sim.wait_api("conversations.history")
        live = await r.sim.say(r.ann, r.help, "live")
        await r.heard(2, Spoke)
        assert r.sink.texts == ["0", "live"]
        assert r.sink.marks[r.help_at] == first["ts"]
        assert not r.health.ready
        await r.sim.clear_faults()
        await r.ready()
        assert r.sink.texts == ["0", "live", "missed"]
        assert r.sink.marks[r.help_at] == live["ts"]


async def test_a_gap_is_read_again_when_slack_fails() -> None:
    async with rig(retry_delays=[]) as r:
        await r.sim.say(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        await r.down()
        await r.sim.say(r.ann, r.help, "missed")
        await r.sim.idle(0.1)
        await r.sim.clear_log()
        await r.sim.fail("conversations.history", "500")
        r.health.report("slack", False)
        await r.up()
        assert r.sink.texts == ["0", "missed"]
