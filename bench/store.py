"""
How many events the stores take: `PYTHONPATH=.:tests python bench/store.py [--events N] [--url postgresql://…]`.

Customers' messages, 64 in flight, through the service: decided, saved and committed in batches. SQLite and PostgreSQL take
turns in one run, so that their ratio means something on a machine that does other things too. The PostgreSQL is one of
our own, in a temporary folder and writing through to the disk as SQLite does, unless `--url` names another (which is
then filled with what nobody needs). "Alone" is one event at a time: what somebody waits for.
"""

import argparse
import asyncio
import logging
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from contract import server

from adapters.store.choice import AnyStore, open_store
from bot.analysers import analyser
from handoff.events import Spoke
from handoff.model import Address, Person, Places, Standing
from handoff.service import Service

IN_FLIGHT = 64
ROUNDS = 5
ALONE = 200
#: how many customers take turns: most events belong to a conversation that is open
CUSTOMERS = 200


class Wall:
    def now(self) -> datetime:
        return datetime.now(UTC)


def spoke(run: str, turn: int) -> Spoke:
    """The customers speak in turn, each in a DM of their own."""
    who = f"{run}{turn % CUSTOMERS}"
    return Spoke(
        key=f"{run}:{turn}",
        at=datetime.now(UTC),
        place=Address("slack", "T1", f"@U{who}"),
        author=Person("slack", "T1", f"U{who}", "Ann"),
        standing=Standing(),
        message_id=f"17{turn:08}.000100",
        text=f"And another thing, number {turn}, which I would like to ask.",
    )


async def measure(store: AnyStore, run: str, events: int) -> tuple[float, float]:
    """Events per second with many in flight, and the median of milliseconds for one alone."""
    service = Service(store, Places(), analyser(), Wall(), lambda: None)
    running = asyncio.create_task(service.run())
    turns = iter(range(events))

    async def customer() -> None:
        for turn in turns:
            await service(spoke(run, turn))

    began = time.perf_counter()
    await asyncio.gather(*(customer() for _ in range(IN_FLIGHT)))
    rate = events / (time.perf_counter() - began)
    alone = []
    for turn in range(events, events + ALONE):
        began = time.perf_counter()
        await service(spoke(run, turn))
        alone.append(1000 * (time.perf_counter() - began))
    running.cancel()
    assert len(await store.open_places("slack")) >= CUSTOMERS, "every customer has a conversation"
    return rate, statistics.median(alone)


async def own_postgres() -> str:
    return f"postgresql://postgres@/postgres?host={await asyncio.to_thread(server.server, careless=False)}"


async def main(events: int, url: str) -> None:
    rates: dict[str, list[float]] = {"SQLite": [], "PostgreSQL": []}
    waits: dict[str, list[float]] = {"SQLite": [], "PostgreSQL": []}
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder, 'bench.db')}", "PostgreSQL": url or await own_postgres()}
        for turn in range(ROUNDS):
            for name, address in urls.items():
                store = await open_store(address)
                rate, wait = await measure(store, f"{time.time_ns()}", events)
                await store.close()
                rates[name].append(rate)
                waits[name].append(wait)
                print(f"round {turn + 1}  {name:10}  {rate:6.0f} events/s   alone {wait:.2f} ms", flush=True)
    ratios = [ours / theirs for ours, theirs in zip(rates["PostgreSQL"], rates["SQLite"], strict=True)]
    for name in urls:
        rate, wait = statistics.median(rates[name]), statistics.median(waits[name])
        print(f"{name:10}  {rate:6.0f} events/s   alone {wait:.2f} ms (medians)")
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(f"PostgreSQL takes {statistics.median(ratios):.2f} times what SQLite takes, round by round {spread}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=4000)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    logging.disable(logging.INFO)
    asyncio.run(main(given.events, given.url))
