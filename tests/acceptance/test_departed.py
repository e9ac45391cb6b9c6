"""An agent who leaves the team holds nobody up."""

import pytest
from acceptance.inside import inside
from acceptance.sides import DiscordSide, SlackSide
from acceptance.test_pressure import Echo
from acceptance.town import sees, town

from handoff.rollcall import RollCall


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_what_a_departed_agent_had_waits_again(tmp_path, platform):
    """Both sides are told, the next agent claims it, and who has left can do nothing more with it."""
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, Echo()) as parts:
        [calling] = [loop for loop in parts.loops if isinstance(loop, RollCall)]
        await t.customers.say(t.ann, t.dm, "a human please")
        await t.card(1)
        await t.team.command(t.bo, t.team.team, "/claim 1")
        await t.customer_sees("Bo from the team")
        await calling.look()
        assert "Bo has #1" in await t.team.command(t.cy, t.team.team, "/claim 1")
        side = t.team
        if isinstance(side, DiscordSide):
            await side.sim.set_member_roles(side.guild["id"], t.bo, [])
        else:
            assert isinstance(side, SlackSide)
            await side.sim.leave(side.team[0], t.bo)
            await side.settle()
        await calling.look()
        await t.customer_sees("pass this on")
        await sees(t.team, t.cy, t.team.team, "Bo is no longer in the team: #1 waits again")
        assert "#1 is yours" in await t.team.command(t.cy, t.team.team, "/claim 1")
        await t.customer_sees("Cy from the team")
