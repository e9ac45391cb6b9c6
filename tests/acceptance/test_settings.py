"""What admins set by command, from the form to what customers see: the real core on both simulated platforms."""

import pytest
from acceptance.inside import inside
from acceptance.sides import BOT, DiscordSide, Place, SlackSide, until
from acceptance.town import Town, sees, town

from handoff.events import Answer, CannotAnswer, Outcome

platforms = pytest.mark.parametrize("platform", ["discord", "slack"])


class Ignorant:
    """An AI that never knows, so that it fails once a question."""

    async def respond(self, history: object, deadline: float) -> Outcome:
        return CannotAnswer("no idea")


class Knowing:
    async def respond(self, history: object, deadline: float) -> Outcome:
        return Answer("Three days.")


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

    async def send(self, name: str, value: str, channel: str = "") -> str:
        """What whoever sent it is told, privately or in the form."""
        before = len(await self.side.whispers(self.t.di))
        if isinstance(self.side, SlackSide):
            answer = await self.side.sim.submit(
                self.t.di, {"name": name, "value": value} | ({"channel": channel} if channel else {})
            )
            if answer["errors"]:
                return str(answer["errors"]["value"])
        elif isinstance(self.side, DiscordSide):
            fields: dict[str, object] = {"name": [name], "value": value}
            await self.side.sim.submit_modal(self.t.di, self.opened, fields | ({"channel": [channel]} if channel else {}))

        async def told() -> list[str]:
            return list(filter(None, (await self.side.whispers(self.t.di))[before:]))  # Discord's are empty at first

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


class Room:
    """A new channel that Ann and Di are in, and the bot is not, yet."""

    def __init__(self, t: Town) -> None:
        self.t, self.side, self.place = t, t.team, ("", "")

    async def open(self) -> "Room":
        if isinstance(self.side, SlackSide):
            made = await self.side.sim.add_channel("ideas", members=[self.t.ann, self.t.di], bot=False)
        else:
            assert isinstance(self.side, DiscordSide)
            hidden = [{"id": self.side.bot, "type": 1, "deny": ["VIEW_CHANNEL"]}]
            made = await self.side.sim.create_channel(self.side.guild, "ideas", overwrites=hidden)
        self.place = (made["id"], "")
        return self

    async def let_in(self) -> None:
        if isinstance(self.side, SlackSide):
            await self.side.sim.invite(self.place[0], "bot", self.t.di)
        elif isinstance(self.side, DiscordSide):
            await self.side.sim.edit_channel(self.place[0], overwrites=[])

    async def command(self, action: str) -> str:
        """What Di was told."""
        line = f"/handoff settings {action} {self.side.typed_channel(self.place[0])}"
        return await self.side.command(self.t.di, self.t.team.team, line)

    async def asks(self, text: str) -> Place:
        """Ann asks there; the thread in which the answer comes."""
        said = await self.side.say(self.t.ann, self.place, text)
        return self.side.thread_at(self.place, said)


@platforms
async def test_a_support_channel_by_command(tmp_path, platform):
    """
    Added once the bot is let in; what is asked there while the bot is away is answered after; removed, it takes no new
    questions, and what is open goes on.
    """
    async with town(tmp_path, platform, platform, run=False) as t:
        room = await Room(t).open()
        async with inside(t, Knowing()):
            assert "Let me in first" in await room.command("support-add")
            await room.let_in()
            assert "Customers can write in" in await until(lambda: _added(room), "the channel to be seen")
        thread = await room.asks("How long does delivery take?")
        async with inside(t, Knowing()):
            await t.customer_sees("Three days.", thread)
            assert "is no longer a support channel" in await room.command("support-remove")
            other = await room.asks("And what does it cost?")
            await t.customers.say(t.ann, thread, "I want to talk to a human")
            await t.customer_sees("I've asked the team", thread)
            await t.settle()
            assert not [m for m in await t.customers.read(t.ann, other) if m.who == BOT]


async def _added(room: Room) -> str:
    """Discord tells of changed permissions a moment later."""
    told = await room.command("support-add")
    return "" if "Let me in first" in told else told


@platforms
async def test_a_vip_is_known_by_their_group_and_only_the_team_reads_why(tmp_path, platform):
    """From the admin's command to the card: in direct messages, where no roles come with the words, and in public."""
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, Knowing()):
        group = await t.customers.group([t.ann])
        typed = f"<!subteam^{group}|@friends>" if platform == "slack" else group
        told = await t.team.command(t.di, t.team.team, f"/triggers vip vip-add {typed}")
        assert "friends go to a person at once from now on." in told
        await t.customers.say(t.ann, t.dm, "How long does delivery take?")
        await t.customer_sees("I've asked the team")
        card = await t.card()
        assert ("is a VIP" in card.text, "VIP: @friends" in card.text, "high" in card.text) == (True, True, True)
        await t.customers.say(t.ann, t.customers.help, "And how long to an island?")
        await t.card(2)
        eve = await t.customers.person("Eve")
        dm = await t.customers.direct(eve)
        await t.customers.say(eve, dm, "How long does delivery take?")
        await sees(t.customers, eve, dm, "Three days.")
        for who, place in ((t.ann, t.dm), (t.ann, t.customers.help), (eve, dm)):
            assert "VIP" not in "".join(m.text for m in await t.customers.read(who, place))


@platforms
async def test_what_is_set_for_a_channel_counts_there_alone(tmp_path, platform):
    """
    A phrase in a channel, and a number in the whole server: told, shown with where it comes from, and what would be nonsense
    refused; customers elsewhere go on with the AI.
    """
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, Knowing()):
        channel = t.team.typed_channel(t.customers.help[0])

        async def asks(line: str) -> str:
            return await t.team.command(t.di, t.team.team, line)

        assert "From now on “delivery” hands a conversation in" in await asks(f"/keywords add delivery {channel}")
        assert "is 4 in this server from now on. It was 3 (default)." in await asks("/triggers set failed.limit 4 where:server")
        assert "(from the server, set by Di on " in await asks(f"/triggers show {channel}")
        form = await Form(t).open()
        assert "`turns.limit` is 9 in " in await form.send("turns.limit", "9", t.customers.help[0])
        assert "is one for all" in await asks(f"/triggers set ping.bundle 2m {channel}")
        assert "That is the team's channel" in await asks(
            f"/triggers set failed.limit 5 {t.team.typed_channel(t.team.team[0])}"
        )
        await t.customers.say(t.ann, t.dm, "How long does delivery take?")
        await t.customer_sees("Three days.")
        said = await t.customers.say(t.ann, t.customers.help, "How long does delivery take?")
        await t.customer_sees("I've asked the team", t.customers.thread_at(t.customers.help, said))
        assert "is inherited in this server again: 3 (default)." in await asks("/triggers unset failed.limit where:server")
