"""`/inbox` of an agent with 0, 1, 7 and 60 conversations, as they see it on both platforms."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from acceptance.inside import inside
from acceptance.sides import Seen, Side, until
from acceptance.town import Town, town

from bot.compose import Parts
from handoff.events import Answer, Outcome
from handoff.model import Address, Conversation, Person, Turn
from handoff.ports import Changes, Said, Wants
from handoff.states import State

both = pytest.mark.parametrize("platform", ["discord", "slack"])


class Scripted:
    """An AI that always knows."""

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        return Answer("Press the red button.", ("Buttons",))


def workspace(side: Side) -> str:
    return str(side.sim.info_cache["team"]["id"]) if side.name == "slack" else ""


def conversation(side: Side, number: int, agent: str = "") -> Conversation:
    """One that `agent` has, or that waits; of those in hand every other waits for the customer."""
    now, where = datetime.now(UTC), workspace(side)
    at, theirs = now - number * timedelta(minutes=7), agent != "" and number % 2 == 0
    who = Person(side.name, where, f"{900000 + number}", f"Customer {number}")
    return Conversation(
        number=number, customer=who, place=Address(who.platform, where, f"@{who.user}"), opened_at=at, handed_at=at,
        state=State.CLAIMED if agent else State.WAITING, agent=Person(side.name, where, agent) if agent else None,
        turn=Turn.CUSTOMER if theirs else Turn.TEAM, agent_at=at if theirs else None, unread=() if theirs else (1, 2),
        unread_at=None if theirs else at, last_words=f"What about *number* {number}, <@everyone>?", epoch=2, version=0,
    )  # fmt: skip


async def keep(parts: Parts, made: Sequence[Conversation]) -> None:
    """Put conversations into the record, as they are after a long day: nothing is asked of the platforms for them."""
    async with parts.store.unit() as unit:
        await unit.load(Wants())
        await unit.save(Changes(conversations={c.number: c for c in made}, dirty={"board"}), datetime.now(UTC))


@asynccontextmanager
async def desk(folder: Path, platform: str, held: int, waiting: int) -> AsyncIterator[Town]:
    """Bo with so many conversations, and so many in the queue."""
    async with town(folder, platform, platform, run=False) as t, inside(t, Scripted()) as parts:
        made = [conversation(t.team, n, t.bo) for n in range(1, held + 1)]
        await keep(parts, made + [conversation(t.team, held + n) for n in range(1, waiting + 1)])
        yield t


async def newest(t: Town, pattern: str) -> Seen:
    """What Bo was told last, once it is this: what was pressed is answered a moment later."""

    async def look() -> Seen | None:
        last = (await t.team.whispered(t.bo))[-1:]
        return last[0] if last and re.search(pattern, last[0].text) else None

    found: Seen = await until(look, f"“{pattern}”")
    return found


def listed(seen: Seen) -> list[int]:
    """The conversations on a page, in order."""
    return [int(n) for n in re.findall(r"^#(\d+) · ", seen.text, re.MULTILINE)]


async def inbox(t: Town) -> Seen:
    said = len(await t.team.whispered(t.bo))
    await t.team.command(t.bo, t.team.team, "/inbox")

    async def look() -> Seen | None:
        fresh = (await t.team.whispered(t.bo))[said:]
        return next((seen for seen in fresh if re.search(r"conversation just now|\d conversations?:", seen.text)), None)

    found: Seen = await until(look, "the inbox")
    return found


@both
@pytest.mark.parametrize("waiting", [0, 2])
async def test_an_agent_with_none_is_told_what_to_do(tmp_path, platform, waiting):
    """Where somebody waits, the next one is one press away."""
    async with desk(tmp_path, platform, 0, waiting) as t:
        seen = await inbox(t)
        assert "You have no conversation just now" in seen.text
        assert "2 people are waiting in the queue, the longest for 14 min." in seen.text or not waiting
        assert [label for _, label in seen.buttons] == ["Claim next"] * bool(waiting) + ["View queue"]
        if waiting:
            await t.team.press_whisper(t.bo, "claim:0")
            await newest(t, "#2 is yours")
            assert listed(await inbox(t)) == [2]


@both
async def test_an_agent_with_one_sees_it_as_it_stands(tmp_path, platform):
    """The customer's words are new until they are answered; the link leads to the card; it is released and closed from here."""
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, Scripted()):
        await t.customers.say(t.ann, t.dm, "a human please")
        card = await t.card()
        await t.team.press(t.bo, t.team.team, card.id, "claim:1")
        await t.customer_sees("has joined")
        await t.customers.say(t.ann, t.dm, "Is *anybody* there?")
        await t.team_sees("anybody", t.thread(card))
        seen = await inbox(t)
        assert "1 conversation: 1 waiting for you." in seen.text
        assert "2 new" in seen.text
        assert "anybody" in seen.text
        assert "Nobody is waiting in the queue." in seen.text
        assert card.id.replace(".", "") in seen.text
        await t.team.say(t.bo, t.thread(card), "Yes, I am.")
        await t.customer_sees("Yes, I am.")
        seen = await inbox(t)
        assert "1 conversation: 1 waiting for the customer." in seen.text
        assert "new" not in seen.text
        await t.team.press_whisper(t.bo, "release:1")
        await t.customer_sees("had to pass this on")
        assert "You have no conversation just now" in (await inbox(t)).text


@both
async def test_an_agent_with_seven_sees_all_at_once(tmp_path, platform):
    """Those that wait for the agent first, the longest first."""
    async with desk(tmp_path, platform, 7, 1) as t:
        seen = await inbox(t)
        assert listed(seen) == [7, 5, 3, 1, 6, 4, 2]
        assert "7 conversations: 4 waiting for you, 3 waiting for the customer." in seen.text
        assert [b for b, _ in seen.buttons][:4] == ["close:7", "release:7", "close:5", "release:5"]


@both
async def test_an_agent_with_sixty_turns_the_pages(tmp_path, platform):
    """Each page takes the place of the one before; all are reached, and back again."""
    async with desk(tmp_path, platform, 60, 3) as t:
        seen, found, whispers = await inbox(t), [], len(await t.team.whispered(t.bo))
        assert listed(seen)[:2] == [59, 57]
        for number in range(1, 9):
            assert len(listed(seen)) == (8 if number < 8 else 4)
            found += listed(seen)
            if number < 8:
                seen = await turned(t, seen, f"inbox:{number + 1}")
        assert sorted(found) == list(range(1, 61))
        assert "57 to 60 of 60" in seen.text
        assert not any(label == "Next" for _, label in seen.buttons)
        assert "49 to 56 of 60" in (await turned(t, seen, "inbox:7")).text
        assert len(await t.team.whispered(t.bo)) == whispers


async def turned(t: Town, before: Seen, button: str) -> Seen:
    """The page that a button leads to, in the same place."""
    await t.team.press_whisper(t.bo, button)

    async def look() -> Seen | None:
        now = next(seen for seen in await t.team.whispered(t.bo) if seen.id == before.id)
        return now if now.text != before.text else None

    found: Seen = await until(look, f"the page of {button} in its place")
    return found


@both
async def test_a_customer_is_told_kindly_that_the_inbox_is_the_teams(tmp_path, platform):
    async with town(tmp_path, platform, platform, run=False) as t, inside(t, Scripted()):
        await t.team.command(t.ann, t.team.help, "/inbox")
        assert "Only the support team can do that. To reach a person, use" in (await t.team.whispers(t.ann))[-1]
