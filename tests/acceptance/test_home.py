"""Slack's Home tab of an agent with 0, 1, 7 and 60 conversations, and of a customer."""

import re
from typing import Any

import pytest
from acceptance.inside import inside
from acceptance.test_inbox import Scripted, conversation, desk, keep
from acceptance.town import Town, town

#: what Slack allows in a view
BLOCKS = 100


async def opened(t: Town, who: str, pattern: str) -> dict[str, Any]:
    """The page once it shows `pattern`, after `who` opened the tab."""
    await t.team.sim.open_home(who)
    return await page(t, who, pattern)


async def page(t: Town, who: str, pattern: str) -> dict[str, Any]:
    found: dict[str, Any] = await t.team.sim.wait_home(who, pattern)
    assert len(found["blocks"]) <= BLOCKS
    return found


def buttons(view: dict[str, Any], verb: str) -> list[str]:
    elements = [e for block in view["blocks"] if block["type"] == "actions" for e in block["elements"]]
    return [e["value"] for e in elements if e["action_id"] == f"handoff:{verb}"]


def shown(view: dict[str, Any]) -> str:
    return repr(view["blocks"])


async def press(t: Town, who: str, view: dict[str, Any], verb: str, value: str) -> None:
    answer = await t.team.sim.click(who, f"handoff:{verb}", view=view["id"], value=value)
    assert answer["acked"], answer


async def test_an_agents_page_lives_through_a_conversation(tmp_path):
    """Nobody waits, somebody does, it is claimed there, the customer writes, it is answered and closed there: always true."""
    async with town(tmp_path, "slack", "slack", run=False) as t, inside(t, Scripted()):
        await opened(t, t.bo, "there is nothing to do")
        await t.customers.say(t.ann, t.dm, "a human please")
        view = await page(t, t.bo, r"#1 · Ann")
        assert buttons(view, "claim") == ["1"]
        await press(t, t.bo, view, "claim", "1")
        assert "#1 is yours" in repr(await t.team.sim.wait_view(t.bo))
        view = await page(t, t.bo, "1 conversation: 1 waiting for you")
        await t.customers.say(t.ann, t.dm, "Is *anybody* there?")
        view = await page(t, t.bo, "2 new")
        card = await t.card()
        await t.team_sees("anybody", t.thread(card))
        await t.team.say(t.bo, t.thread(card), "Yes, I am.")
        view = await page(t, t.bo, "1 waiting for the customer")
        assert card.id.replace(".", "") in shown(view)
        await press(t, t.bo, view, "close", "1")
        await t.team.sim.wait_view(t.bo, title="Close #1")
        await t.team.sim.submit(t.bo, {"note": "all well"})
        await page(t, t.bo, "there is nothing to do")
        await t.customer_sees("now closed")


@pytest.mark.parametrize(("held", "waiting"), [(0, 3), (1, 0), (7, 2)])
async def test_an_agents_page_shows_what_they_have_and_who_waits(tmp_path, held, waiting):
    async with desk(tmp_path, "slack", held, waiting) as t:
        view = await opened(t, t.bo, "Your inbox")
        assert buttons(view, "close") == [str(n) for n in sorted(range(1, held + 1), key=lambda n: (n % 2 == 0, -n))]
        assert len(buttons(view, "claim")) == waiting
        assert buttons(view, "inbox") == []


async def test_sixty_are_reached_by_turning_the_page(tmp_path):
    async with desk(tmp_path, "slack", 60, 40) as t:
        view, found = await opened(t, t.bo, "1 to 8 of 60"), []
        for number in range(1, 9):
            found += [int(n) for n in buttons(view, "close")]
            assert len(buttons(view, "claim")) == 5
            if number < 8:
                await press(t, t.bo, view, "inbox", str(number + 1))
                view = await page(t, t.bo, f"{number * 8 + 1} to {min(number * 8 + 8, 60)} of 60")
        assert sorted(found) == list(range(1, 61))
        assert "… and 35 more." in shown(view)


async def test_a_customers_page_shows_their_own_and_nothing_of_others(tmp_path):
    """A person is asked for there; what others have is not to be found, nor their names, nor the queue."""
    async with town(tmp_path, "slack", "slack", run=False) as t, inside(t, Scripted()) as parts:
        await keep(parts, [conversation(t.team, n, t.bo if n < 4 else "") for n in range(1, 7)])
        view = await opened(t, t.ann, "How can we help")
        assert "Customer" not in shown(view)
        await press(t, t.ann, view, "human", "0")
        await t.customer_sees("asked the team")
        view = await page(t, t.ann, "The team has been asked")
        await t.team.command(t.bo, t.team.team, "/claim 7")
        view = await page(t, t.ann, "Bo from the team is with you")
        assert not re.search(r"Customer|#\d|queue|Close", shown(view))


async def test_who_leaves_the_team_sees_nothing_of_it_any_more(tmp_path):
    async with desk(tmp_path, "slack", 7, 2) as t:
        await opened(t, t.bo, "7 conversations")
        await t.team.sim.leave(t.team.team[0], t.bo)
        view = await page(t, t.bo, "How can we help")
        assert "Customer" not in shown(view)
