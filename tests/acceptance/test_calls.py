"""What the bot costs and whom it wakes: counted at the platforms."""

import asyncio
from collections import Counter

import pytest
from acceptance.sides import BOT, until
from acceptance.town import Town, town

PAIRINGS = [("discord", "discord"), ("slack", "slack"), ("discord", "slack"), ("slack", "discord")]
#: edits of the card, the board and the former answer, coalesced: at most so many for one change of hands
EDITS = 5


async def counted(t: Town) -> Counter[str]:
    await t.settle(1.3)
    return sum([await side.calls() for side in t.sides], Counter())


@pytest.mark.parametrize(("customers", "team"), PAIRINGS)
async def test_posts_are_counted(tmp_path, customers, team):
    """
    A handoff: notice, card, transcript (and the thread, where threads are made). A claim: the notice. A relayed
    message: one post. A message that needs no action: none. Never a rename.
    """
    async with town(tmp_path, customers, team) as t:
        await t.customers.say(t.ann, t.dm, "How long does delivery take?")
        await t.customer_sees("automated assistant")
        await t.team_sees("Support queue")  # the board, which stands from the start
        at = await counted(t)

        await t.customers.say(t.ann, t.dm, "human please")
        card = await t.card(1)
        thread = t.thread(card)
        await t.team_sees("human please", thread)
        await t.customer_sees("asked the team")
        now = await counted(t)
        assert (now - at)["post"] == 3, now - at
        assert (now - at)["thread"] == (1 if team == "discord" else 0)
        assert (now - at)["edit"] <= EDITS
        at = now

        await t.team.press(t.bo, t.team.team, card.id, "claim:1")
        await t.customer_sees("has joined")
        now = await counted(t)
        assert (now - at)["post"] == 1, now - at
        assert (now - at)["edit"] <= EDITS
        at = now

        await t.team.say(t.bo, thread, "Hello Ann")
        await t.customer_sees("Hello Ann")
        await t.customers.say(t.ann, t.dm, "hello Bo")
        await t.team_sees("hello Bo", thread)
        now = await counted(t)
        assert (now - at)["post"] == 2, now - at
        at = now

        await t.team.say(t.bo, thread, "// for us alone")
        await t.team.say(t.bo, t.team.team, "lunch, anyone?")
        if customers == team:
            await t.customers.say(t.bo, t.customers.help, "Good morning everybody, the shop is open")
        now = await counted(t)
        assert (now - at)["post"] == 0, now - at
        assert now["rename"] == 0


NASTY = "@everyone @here <!channel> <!here> <!everyone> <@{bo}> <@&{bo}> <!subteam^{group}> human please"


@pytest.mark.parametrize(("customers", "team"), PAIRINGS)
async def test_only_the_configured_target_is_pinged_once_a_bundle(tmp_path, customers, team):
    """Three handoffs at once, each crying for everybody: the team's channel is notified once, nobody else at all."""
    async with town(tmp_path, customers, team) as t:
        people = [t.ann, *[await t.customers.person(f"P{n}") for n in range(2)]]
        places = [await t.customers.direct(who) for who in people]
        words = NASTY.format(bo=t.bo, group=await t.customers.group(people[:1]))
        await asyncio.gather(*(t.customers.say(who, dm, words) for who, dm in zip(people, places, strict=True)))
        for number in (1, 2, 3):
            await t.card(number)
        for who, dm in zip(people, places, strict=True):

            async def told(who: str = who, dm: tuple[str, str] = dm) -> bool:
                return any("asked the team" in m.text for m in await t.customers.read(who, dm))

            await until(told, "the notice")
        await t.settle(1.3)
        assert [p for side in t.sides for p in await side.pings()] == [("here", t.team.team[0])]


@pytest.mark.parametrize(("customers", "team"), PAIRINGS)
async def test_the_customer_is_pinged_when_somebody_joins_and_answers(tmp_path, customers, team):
    """In a public thread: once when the agent joins, once at the first human answer, not at the second."""
    async with town(tmp_path, customers, team, TEAM_PING="none") as t:
        first = await t.customers.say(t.ann, t.customers.help, "How long does delivery take?")
        place = t.customers.thread_at(t.customers.help, first)
        await t.customer_sees("automated assistant", place)
        await t.customers.say(t.ann, place, "a human please")
        card = await t.card(1)
        thread = t.thread(card)
        await t.team_sees("How long does delivery take?", thread)  # now the thread is known to be the card's
        await t.team.press(t.bo, t.team.team, card.id, "claim:1")
        await t.customer_sees("has joined", place)
        for words in ("Hello Ann", "one more thing"):
            await t.team.say(t.bo, thread, words)
            await t.customer_sees(words, place)
        pinging = [m.text for m in await t.customers.read(t.ann, place) if m.who == BOT and m.pings]
        assert len(pinging) == 2, pinging
        assert "has joined" in pinging[0]
        assert "Hello Ann" in pinging[1]
        assert {whom for side in t.sides for whom, _ in await side.pings()} == {"Ann"}
