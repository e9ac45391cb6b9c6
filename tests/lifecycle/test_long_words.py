"""Words that are edited to be shorter or longer than one message of the platform: all of them stand at the other side."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from contract.stores import open_sqlite
from lifecycle.far import PART
from lifecycle.world import World
from unit.core_nouns import AGENT, ANN, BO, DM, MEMBER, TEAM, card_thread

from handoff.events import Commanded, Deleted, Edited, Spoke
from handoff.model import Address, Person

LONG = "x" * (PART - 1) + " and to the end"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Conversation 1 in direct messages, which Bo has."""
    store = await open_sqlite(tmp_path)
    found = World(store, TEAM)
    await found.begin()
    await said(found, "please let me speak to a human", DM, ANN)
    key, now = "claim", found.clock.now()
    claim = Commanded(key=key, at=now, by=BO, standing=AGENT, place=TEAM, name="claim", options={"number": "1"})
    await found.handle(claim)
    await found.pump()
    yield found
    await found.end()
    await store.close()


async def said(world: World, text: str, place: Address, by: Person) -> str:
    message, now = f"1{world.count():09d}", world.clock.now()
    standing = AGENT if by is BO else MEMBER
    await world.handle(Spoke(key=message, at=now, place=place, message_id=message, author=by, standing=standing, text=text))
    await world.pump()
    return message


async def edited(world: World, message: str, text: str, place: Address, by: Person) -> None:
    world.pass_(1)
    now = world.clock.now()
    await world.handle(Edited(key=f"e{now}", at=now, place=place, message_id=message, author=by, text=text))
    await world.pump()


async def shown(world: World, place: Address) -> list[str]:
    return [each.post.text for each in world.channels["slack"].stands.values() if each.to == place]


@pytest.mark.parametrize("by", [BO, ANN], ids=["agent", "customer"])
async def test_words_that_grow_again_stand_whole(world: World, by: Person) -> None:
    """Either way: what an edit took away is not written into again, where nobody would see it."""
    there = card_thread((await world.store.conversation(1)).thread)
    here, other = (there, DM) if by is BO else (DM, there)
    before = await shown(world, other)
    message = await said(world, LONG, here, by)
    for text in ("short", LONG, "short again", LONG.upper()):
        await edited(world, message, text, here, by)
        new = [each for each in await shown(world, other) if each not in before]
        assert "".join(new) == text
    await world.handle(Deleted(key="d", at=world.clock.now(), place=here, message_id=message))
    await world.pump()
    assert await shown(world, other) == before
