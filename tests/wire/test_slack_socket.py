"""Socket Mode: connections that are moved, break, go deaf or are switched off."""

import asyncio

import pytest
from wire.slack_rig import rig

from adapters.slack import socketmode
from handoff.errors import Fatal
from handoff.events import Spoke


async def test_slack_moves_us_to_another_connection() -> None:
    """The new one is there before the old one goes: under load nothing is lost and nothing comes twice."""
    async with rig() as r:
        r.sink.delay = 0.01
        for n in range(40):
            if n % 10 == 5:
                await r.sim.socket_disconnect("warning" if n == 5 else "refresh_requested", grace=60)
            await r.sim.say(r.ann, r.help, str(n))
            await asyncio.sleep(0.01)
        await r.heard(40, Spoke)
        assert sorted(r.sink.texts, key=int) == [str(n) for n in range(40)]
        assert r.health.ready

        async def alone() -> bool:
            return len(await r.sim.connections()) == 1

        await r.sim.wait_for(alone, what="the old connections to be closed by us")
        assert await r.calls("conversations.history") == 1  # of the start: there was no gap


async def test_a_connection_that_breaks() -> None:
    """A fresh client, a fresh ticket, and the gap is read."""
    async with rig(retry_delays=[]) as r:
        await r.sim.say(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        assert await r.calls("apps.connections.open") == 1
        await r.sim.socket_refuse(2)
        await r.sim.socket_drop()
        await r.sim.wait_for(lambda: not r.health.ready, what="the loss to be noticed")
        await r.sim.say(r.ann, r.help, "1")
        await r.ready()
        await r.heard(2, Spoke)
        assert r.sink.texts == ["0", "1"]
        assert await r.calls("apps.connections.open") == 4
        await r.sim.clear_log()


async def test_a_connection_that_goes_deaf() -> None:
    """It looks open, but nothing comes: noticed by its pings, replaced, and the gap is read."""
    async with rig(retry_delays=[]) as r:
        await r.sim.say(r.ann, r.help, "0")
        await r.heard(1, Spoke)
        await r.sim.socket_mute()
        await r.sim.say(r.ann, r.help, "1")
        await r.sim.wait_for(lambda: not r.health.ready, 30, "the silence to be noticed")
        await r.ready()
        await r.heard(2, Spoke)
        await r.sim.clear_log()


async def test_a_connection_without_a_hello(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open is not connected: without Slack's hello the next is tried, with a fresh ticket, and not in a rush."""
    monkeypatch.setattr(socketmode, "_OPENING", 0.5)
    async with rig(up=False) as r:
        await r.sim.socket_withhold_hello(2)
        await r.sim.fail("apps.connections.open", "ratelimited", retry_after=1)
        r.start()
        await r.ready()
        assert 4 <= await r.calls("apps.connections.open") <= 6
        assert len([c for c in await r.sim.connections() if not c["mute"]]) == 1


async def test_socket_mode_that_is_switched_off() -> None:
    """Trying again cannot help: it stops, and says which switch to turn."""
    async with rig() as r:
        await r.sim.socket_disconnect("link_disabled")
        assert r.running is not None
        with pytest.raises(Fatal, match="Socket Mode is switched off"):
            await asyncio.wait_for(r.running, 30)
        assert r.health.conditions["slack"].fatal
