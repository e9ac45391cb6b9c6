"""The law of the lifecycle, on both databases: 500 examples at every run of the tests, 10,000 in the long runs."""

import asyncio
from pathlib import Path

import pytest
from contract import server
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from lifecycle import stores
from lifecycle.machine import Machine

#: rules in one example at most
STEPS = 35


def play(kind: str, folder: Path, examples: int, part: int) -> None:
    """Every example on one store, which is emptied before each; all on one loop. `part` seeds them."""
    with asyncio.Runner() as runner:
        store = runner.run(stores.opened(kind, folder))
        stage = {"runner": runner, "store": store, "empty": staticmethod(lambda: stores.empty(kind, folder))}
        try:
            run_state_machine_as_test(
                seed(part)(type("Machine", (Machine,), stage)),
                settings=settings(
                    max_examples=examples,
                    stateful_step_count=STEPS,
                    deadline=None,
                    database=None,
                    derandomize=False,
                    print_blob=True,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(store.close())
            if kind == "postgres":
                runner.run(server.drop(server.named(folder)))


@pytest.mark.parametrize("part", range(4))
def test_lifecycle_on_sqlite(part: int, tmp_path: Path) -> None:
    """Whatever happens, in whatever order, I1 to I8 hold: 4 x 100 examples."""
    play("sqlite", tmp_path, 100, part)


@pytest.mark.parametrize("part", range(2))
def test_lifecycle_on_postgres(part: int, tmp_path: Path) -> None:
    """The same on PostgreSQL: 2 x 50 examples."""
    play("postgres", tmp_path, 50, 100 + part)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(16))
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_lifecycle_for_long(kind: str, part: int, tmp_path: Path) -> None:
    """10,000 examples: 16 x 500 on SQLite, 16 x 125 on PostgreSQL."""
    play(kind, tmp_path, 500 if kind == "sqlite" else 125, 1_000 + part)
