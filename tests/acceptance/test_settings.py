"""What admins set by command, from the form to what customers see: the real core on both simulated platforms."""

import pytest
from acceptance.inside import inside
from acceptance.sides import DiscordSide, SlackSide, until
from acceptance.town import Town, town

from handoff.events import CannotAnswer, Outcome

platforms = pytest.mark.parametrize("platform", ["discord", "slack"])


class Ignorant:
    """An AI that never knows, so that it fails once a question."""

    async def respond(self, history: object, deadline: float) -> Outcome:
        return CannotAnswer("no idea")


class Form:
    """`/triggers set` without words, and the form that it opens."""

    def __init__(self, t: Town) -> None:
        self.t, self.side, self.opened = t, t.team, ""

    async def open(self) -> "Form":
        who, channel = self.t.di, self.t.team.team[0]
        if isinstance(self.side, SlackSide):
            await self.side.sim.slash(who, channel, "/triggers", "set")
            await self.side.sim.wait_view(who)
        elif isinstance(self.side, DiscordSide):
            self.opened = (await self.side.sim.slash(who, channel, "/triggers set"))["id"]
        return self

    async def send(self, name: str, value: str) -> str:
        """What whoever sent it is told, privately or in the form."""
        before = len(await self.side.whispers(self.t.di))
        if isinstance(self.side, SlackSide):
            answer = await self.side.sim.submit(self.t.di, {"name": name, "value": value})
            if answer["errors"]:
                return str(answer["errors"]["value"])
        elif isinstance(self.side, DiscordSide):
            await self.side.sim.submit_modal(self.t.di, self.opened, {"name": [name], "value": value})

        async def told() -> list[str]:
            return (await self.side.whispers(self.t.di))[before:]

        said = str((await until(told, "an answer"))[0])
        if isinstance(self.side, DiscordSide) and "You had typed" in said:  # the form is gone: a button opens it anew
            shown = (await self.side.sim.ephemerals(self.t.di))[-1]
            self.opened = (await self.side.sim.click(self.t.di, shown, "handoff:set:0"))["id"]
        return said


@platforms
async def test_a_number_is_set_by_its_form_and_counts_at_once(tmp_path, platform):
    """What is wrong is told, and can be mended twice in the form; the next failed answer is judged by the new limit."""
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, Ignorant()):
        form = await Form(t).open()
        for wrong in ("many", "many", "99"):
            assert "takes a whole number from 0 to 20" in await form.send("failed.limit", wrong)
        assert await form.send("failed.limit", "1") == "`failed.limit` is 1 from now on. It was 3."
        shown = await t.team.command(t.di, t.team.team, "/triggers show")
        assert "(default 3, set by Di on " in shown
        await t.customers.say(t.ann, t.dm, "What is the meaning of lamps?")
        await t.customer_sees("I'm not getting you the answer you need")
        for refused in ("/triggers show", "/triggers set"):
            assert await t.team.command(t.bo, t.team.team, refused) == "Only admins of the support team can do that."
