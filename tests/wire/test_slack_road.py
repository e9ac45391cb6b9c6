"""The road from end to end on Slack: the real core and store between the simulated Slack and a scripted AI."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from machine import Stopwatch
from unit.core_nouns import grumpy
from wire.discord_rig import WallClock
from wire.slack_rig import Rig, rig

from adapters.slack.connect import SlackPlatform
from adapters.store.sqlite import SqliteStore
from handoff.asking import Asker
from handoff.events import Answer, Outcome
from handoff.model import Roster
from handoff.outbox import OutboxWorker
from handoff.pacing import Pacer
from handoff.ports import Said
from handoff.projections import Projector
from handoff.service import Service

LATE = ("event_lost",)  #: what Slack tells of our own posts while we start or stop
both_ways = pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])


class Scripted:
    """An AI that always knows."""

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        return Answer(f"About “{history[-1].text}”: press the red button.", ("Buttons",))


@asynccontextmanager
async def road(r: Rig, folder: Path) -> AsyncIterator[SqliteStore]:
    """All of it, until it is stopped; again with the same folder it is the next start."""
    clock, pacer = WallClock(), Pacer()
    store = await SqliteStore.open(folder / "road.db", team=r.places.team)
    workers: list[OutboxWorker] = []
    service = Service(store, r.places, grumpy, clock, lambda: workers[0].wake())
    slack = SlackPlatform(r.settings, r.places, Roster(), service, store, store, r.health, clock)
    channels = {"slack": slack.channel}
    asker = Asker(Scripted(), store, service, channels, clock, 30.0)
    workers.append(OutboxWorker(store, store, service, channels, r.places, asker, clock, pacer))
    projector = Projector(store, service, channels, r.places, clock, pacer)
    r.platform = slack
    r.health.report("slack", False)
    tasks = [asyncio.create_task(w.run()) for w in (service, workers[0], projector, slack)]
    try:
        await r.ready()
        early = len(await r.sim.violations("event_lost"))
        yield store
        assert len(await r.sim.violations("event_lost")) == early
    finally:
        await slack.stop()
        await workers[0].stop(1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await store.close()
        r.platform = None


@both_ways
async def test_a_customer_is_handed_to_a_person_and_back(tmp_path: Path, http: bool) -> None:
    """DM, answer, a person is asked for, card, claim, reply, edit, close: each once, and nothing breaks Slack's rules."""
    async with rig(up=False, http=http, rate_scale=0.1, violations=LATE) as r, road(r, tmp_path):
        sim = r.sim
        dm = (await sim.dm(r.ann, "how do I stop it?"))["channel"]
        await sim.wait_message(dm, "red button")
        asked = await sim.dm(r.ann, "let me talk to a human <!channel>", literal=True)
        await sim.wait_message(dm, "asked the team")
        card = await sim.wait_message(r.team, "ann")
        await sim.wait_message(r.team, "how do I stop it", thread_ts=card["ts"], after=card["ts"])
        await sim.click(r.bo, "handoff:claim", r.team, card["ts"])
        await sim.wait_message(dm, "has joined")
        reply = await sim.say(r.bo, r.team, "Hello Ann, use the *green* one", thread_ts=card["ts"])
        sent = await sim.wait_message(dm, "green", after=asked["ts"])
        await sim.edit(r.bo, r.team, reply["ts"], "Hello Ann, use the blue one")
        await sim.wait_message(dm, "blue")
        await sim.say(r.bo, r.team, "// rude", thread_ts=card["ts"])
        await sim.dm(r.ann, "I see, thank you")
        await sim.wait_message(r.team, "I see, thank you", thread_ts=card["ts"])
        await sim.click(r.bo, "handoff:close", r.team, card["ts"])
        await sim.wait_view(r.bo)
        assert (await sim.submit(r.bo, {"note": "solved"}))["closed"]
        await sim.wait_message(dm, "now closed")
        await sim.idle(0.5)
        said = await sim.messages(dm, by_app=True)
        assert len(said) == 5, [m["text"] for m in said]
        assert sent["ts"] in [m["ts"] for m in said]
        assert "rude" not in str(said)
        kinds = [p["kind"] for p in await sim.pings()]
        assert kinds.count("here") == 1
        assert "channel" not in kinds


async def test_a_support_channel_and_the_words_to_the_bot(tmp_path: Path) -> None:
    """A question in public is answered in its thread; in the card's thread "@bot claim" is as good as the button."""
    async with rig(up=False, rate_scale=0.1, violations=LATE) as r, road(r, tmp_path):
        sim = r.sim
        top = await sim.say(r.ann, r.help, "how do I stop it?")
        await sim.wait_message(r.help, "red button", thread_ts=top["ts"], after=top["ts"])
        await sim.say(r.ann, r.help, "I want a human", thread_ts=top["ts"])
        card = await sim.wait_message(r.team, "ann")
        await sim.wait_message(r.team, "how do I stop it", thread_ts=card["ts"], after=card["ts"])
        await sim.say(r.bo, r.team, f"<@{sim.bot_user}> claim", thread_ts=card["ts"])
        await sim.wait_message(r.help, "has joined", thread_ts=top["ts"])
        await sim.say(r.bo, r.team, "Here I am", thread_ts=card["ts"])
        await sim.wait_message(r.help, "Here I am", thread_ts=top["ts"])
        await sim.idle(0.3)
        top_level = [m for m in await sim.messages(r.help, by_app=True) if m.get("thread_ts") in (None, m["ts"])]
        assert top_level == []


async def test_what_was_said_while_we_were_away(tmp_path: Path) -> None:
    """Longer than Slack brings events again: read from the history, answered once, in order."""
    async with rig(up=False, rate_scale=0.1, retry_delays=[], violations=LATE) as r:
        async with road(r, tmp_path):
            dm = (await r.sim.dm(r.ann, "one"))["channel"]
            await r.sim.wait_message(dm, "About “one”")
            top = await r.sim.say(r.ann, r.help, "two")
            await r.sim.wait_message(r.help, "About “two”")
            await r.sim.idle(0.3)
        await r.sim.dm(r.ann, "three")
        await r.sim.say(r.ann, r.help, "four", thread_ts=top["ts"])
        await r.sim.idle(0.2)
        assert {v["kind"] for v in await r.sim.violations()} == {"event_lost"}
        await r.sim.clear_log()
        async with road(r, tmp_path):
            await r.sim.wait_message(dm, "About “three”")
            await r.sim.wait_message(r.help, "About “four”", thread_ts=top["ts"])
            await r.sim.idle(0.3)
        answers = [m for c in (dm, r.help) for m in await r.sim.messages(c, by_app=True) if "About" in m["text"]]
        assert len(answers) == 4


async def test_every_order_of_arrival_ends_the_same(tmp_path: Path) -> None:
    """Two messages, an edit of the first and a delete of the second, and each once more with another event_id."""
    async with rig(up=False, rate_limits=False, violations=LATE) as r, road(r, tmp_path) as store:
        assert r.platform is not None
        for number, order in enumerate(itertools.permutations(range(4)), start=1):
            user = (await r.sim.add_user(f"p{number}"))["id"]
            channel = (await r.sim.open_dm(user))["id"]
            bodies = list(_told(r.workspace, user, channel))
            for n in (*order, *order):
                assert await r.platform.receiver.put({**bodies[n], "event_id": f"Ev{number}.{n}.{object()}"})
            [conversation] = [c for c in [await store.conversation(number)] if c]
            said = [m for m in await store.transcript(number) if m.author and m.author.user == user]
            assert conversation.customer.user == user
            left = sorted(m.text for m in said if not m.deleted)
            assert left == ["first, changed"], (order, said)


def _told(team: str, user: str, channel: str) -> Iterator[dict[str, Any]]:
    one, two = (
        {"type": "message", "user": user, "ts": f"176732304{n}.000000", "text": t} for n, t in ((1, "first"), (2, "second"))
    )
    common = {"type": "message", "channel": channel, "channel_type": "im"}
    edited = one | {"text": "first, changed", "edited": {"user": user, "ts": "1767323050.000000"}}
    change = {"subtype": "message_changed", "ts": "1767323050.000000", "event_ts": "1767323050.000000"}
    gone = {"subtype": "message_deleted", "ts": "1767323051.000000", "event_ts": "1767323051.000000"}
    for event in (
        common | one, common | two, common | change | {"message": edited, "previous_message": one},
        common | gone | {"deleted_ts": two["ts"], "previous_message": two},
    ):  # fmt: skip
        yield {"type": "event_callback", "team_id": team, "event": event}


@both_ways
async def test_every_ack_comes_in_time(tmp_path: Path, http: bool) -> None:
    """While the store writes in earnest, acks take less than a second, and Slack sends nothing twice."""
    async with rig(up=False, http=http, rate_scale=0.01, violations=LATE) as r, road(r, tmp_path):
        await r.sim.set_config(ack_deadline=60)  # the time is judged below, without what the machine took of it
        people = [(await r.sim.add_user(f"p{n}"))["id"] for n in range(20)]
        watch = Stopwatch()
        await asyncio.gather(*(r.sim.dm(who, f"question {n}") for who in people for n in range(10)))
        await r.sim.idle(0.3, 90)
        said = [e for e in await r.sim.envelopes("events_api", payloads=True) if e["payload"]["event"].get("user") in people]
        assert len(said) == 200
        assert all(e["acked"] and e["attempt"] == 0 for e in said)
        assert sorted(e["ms"] for e in said)[190] / 1000 - watch.waited < 1
