"""Carrying out orders on the simulated Slack: what the wire tests of what goes out share."""

from typing import Any

import pytest
from wire.slack_rig import Rig

from adapters.slack.outbound import SlackChannel
from handoff.effects import Order, Post, ThreadAt
from handoff.errors import HandoffError
from handoff.model import Address

POST = "chat.postMessage"


def channel(r: Rig) -> SlackChannel:
    assert r.platform is not None
    return r.platform.channel


async def stands(r: Rig, where: str, ts: str) -> dict[str, Any]:
    """A message as the simulator has it."""
    [found] = [m for m in await r.sim.messages(where) if m["ts"] == ts]
    message: dict[str, Any] = found
    return message


async def threaded(r: Rig) -> Address:
    """A thread under a card."""
    card = await r.post(r.team_at, Post(title="#1 · Ann"), key="card-0")
    made = await channel(r).carry_out(ThreadAt(to=r.team_at, message_id=card, title="#1 · Ann"))
    return Address("slack", r.workspace, r.team, made.message_id)


async def refused(r: Rig, order: Order) -> HandoffError:
    with pytest.raises(HandoffError) as failure:
        await channel(r).carry_out(order)
    return failure.value
