"""What tests of several processes on one database do."""

import asyncio

from contract.nouns import NOON

from handoff.ports import Conflict


async def until(condition, seconds=60.0):
    """Wait until it holds; what it is then."""
    async with asyncio.timeout(seconds):
        while not (result := await condition()):  # noqa: ASYNC110 - the condition is the database's
            await asyncio.sleep(0.02)
    return result


async def decided(store, wants, decide):
    """Decide as the service does: load, decide, save, and again if another was first. How often it was."""
    for turn in range(1000):  # a guard against for ever: how often it takes is the machine's affair
        try:
            async with store.unit() as unit:
                changes = decide(await unit.load(wants))
                await unit.save(changes, NOON)
            return turn
        except Conflict:
            continue
    raise AssertionError("never decided")


def kept(*values):
    return frozenset(values)
