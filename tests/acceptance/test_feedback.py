"""What the asker says of an answer, who else may not, and an AI that is switched off while it works."""

import asyncio
from collections.abc import Sequence

import pytest
from acceptance.inside import inside
from acceptance.sides import BOT, Place, Seen, until
from acceptance.town import Town, sees, town

from handoff.events import Answer, Outcome
from handoff.ports import Said


class Held:
    """An AI that always knows, and answers while it may."""

    def __init__(self) -> None:
        self.may, self.asked = asyncio.Event(), 0
        self.may.set()

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        self.asked += 1
        await self.may.wait()
        return Answer(f"Press the red button {self.asked} times.")


class Thread:
    """Ann's question in the support channel, where all can read and press."""

    def __init__(self, t: Town, place: Place) -> None:
        self.t, self.place = t, place

    async def sees(self, text: str) -> Seen:
        return await sees(self.t.customers, self.t.ann, self.place, text)

    async def press(self, who: str, message: Seen, verb: str) -> None:
        button = next(name for name, _ in message.buttons if name.split(":")[0] == verb)
        await self.t.customers.press(who, self.place, message.id, button)

    async def bearing(self) -> list[tuple[str, list[str]]]:
        """What bears buttons, and which."""
        found = await self.t.customers.read(self.t.ann, self.place)
        return [(m.text, [name.split(":")[0] for name, _ in m.buttons]) for m in found if m.buttons]


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_only_the_asker_says_whether_it_helped(tmp_path, platform):
    """Of the latest answer; at the limit a person is asked, with the question as evidence."""
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, Held()):
        await t.team.command(t.di, t.team.team, "/triggers set failed.limit 1")
        first = await t.customers.say(t.ann, t.customers.help, "How do I switch it on?")
        thread = Thread(t, t.customers.thread_at(t.customers.help, first))
        answer = await thread.sees("button 1 times")
        assert [name.split(":")[0] for name, _ in answer.buttons] == ["helped", "unhelpful", "human", "privately"]
        for who, verb in ((t.cy, "helped"), (t.bo, "unhelpful")):
            await thread.press(who, answer, verb)
            await until(lambda who=who: _told(t, who, "whoever asked the question"), f"a word to {who}")
        await t.customers.say(t.ann, thread.place, "And how do I switch it off?")
        latest = await thread.sees("button 2 times")

        async def only_latest() -> bool:
            return [text for text, _ in await thread.bearing()] == [latest.text]

        await until(only_latest, "the buttons on the latest answer alone")
        await thread.press(t.ann, latest, "unhelpful")
        card = await t.card()
        assert "And how do I switch it off?" in card.text
        await until(lambda: _none(thread), "no button is left")


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_switched_off_while_it_works_it_says_nothing_more(tmp_path, platform):
    """The question goes to the team, and what the AI found is a draft, which reaches the customer as an agent's words alone."""
    ai = Held()
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, ai):
        ai.may.clear()
        await t.customers.say(t.ann, t.dm, "How do I switch it on?")
        await until(lambda: _asked(ai), "the AI to be asked")
        await t.team.command(t.di, t.team.team, "/handoff ai off")
        ai.may.set()
        await t.customer_sees("asked the team")
        thread = t.thread(await t.card())
        draft = await t.team_sees("red button", thread)
        assert [label for _, label in draft.buttons] == ["Claim and send", "Discard"]
        await t.settle()
        assert not any("red button" in m.text for m in await t.customers.read(t.ann, t.dm))
        await t.team.press(t.bo, thread, draft.id, draft.buttons[0][0])
        said = await t.customer_sees("red button")
        assert (said.who, "Bo" in said.text) == (BOT, True), "as Bo's own words"
        assert (await sees(t.team, t.bo, thread, "Sent by Bo")).buttons == ()


async def _told(t: Town, who: str, words: str) -> bool:
    return any(words in each for each in await t.customers.whispers(who))


async def _asked(ai: Held) -> bool:
    return ai.asked > 0


async def _none(thread: Thread) -> bool:
    return not await thread.bearing()
