"""A preview of what is stored: by a process of its own, and by the command."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from unit.core_nouns import DI
from unit.test_replay import lived

from adapters.store.choice import open_store
from bot import previewing
from bot.settings import load
from handoff.effects import Preview
from handoff.errors import Refused
from handoff.events import Answer, Previewed
from handoff.model import Policy
from handoff.ports import Changes, Wants
from handoff.previewing import PreviewWorker

NOW = datetime.now(UTC)
STEPS = [("how long does it take?", Answer("Two days."), ""), ("one refund please", Answer("Gladly."), "")]


async def filled(url: str, numbers: Sequence[int]) -> None:
    """The same conversation under several numbers, a day apart each."""
    life = lived(Policy(keywords=()), STEPS).table
    store = await open_store(url)
    try:
        for number in numbers:
            c = replace(
                life.c(),
                number=number,
                opened_at=NOW - timedelta(days=number),
                place=replace(life.c().place, channel=f"@{number}"),
                version=0,
            )
            said = [replace(m, number=number) for m in life.messages.values()]
            async with store.unit() as unit:
                await unit.load(Wants(queue=True))
                await unit.save(Changes(conversations={number: c}, messages=said), NOW)
    finally:
        await store.close()


async def far(done: int, of: int) -> None:
    FAR.append((done, of))


FAR: list[tuple[int, int]] = []


async def test_a_process_of_its_own_replays_what_is_stored(tmp_path: Path) -> None:
    """Those of the days that were asked for; it says how far it is, and nothing is changed."""
    url = f"sqlite:///{tmp_path / 'h.db'}"
    await filled(url, range(1, 6))
    FAR.clear()
    effect = Preview(number=0, run="r", changes=(("turns.limit", "1"),), days=4, by=DI)
    found = await previewing.Replaying(url)(effect, far)
    assert (found.conversations, found.before, found.after) == (3, {}, {"rule": 3})
    assert ([each.number for each in found.newly], found.newly_count) == ([3, 2, 1], 3)
    assert FAR == [(3, 3)]
    store = await open_store(url)
    assert (await store.policy()).turns_limit == 0
    await store.close()


async def test_a_store_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    effect = Preview(number=0, run="r", changes=(("turns.limit", "1"),), days=4, by=DI)
    with pytest.raises(Refused):
        await previewing.Replaying(f"sqlite:///{tmp_path / 'none' / 'h.db'}")(effect, far)


async def test_the_command_prints_it_and_draws_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'h.db'}"
    await filled(url, [1])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "a.md").write_text("# A page")
    for name, value in {"DATABASE_URL": url, "DISCORD_TOKEN": "x", "TEAM_CHANNEL": "discord:1"}.items():
        monkeypatch.setenv(name, value)
    settings = load()
    picture = tmp_path / "chart.png"
    assert await previewing.show(settings, ["turns.limit=1"], 30, picture, as_json=False) == 0
    said = capsys.readouterr().out
    assert "Preview: turns.limit 1, the last 30 days\nConversations: 1. Handoffs: 0 as it is, 1 with these settings." in said
    assert "Newly handed off (1): #1" in said
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert await previewing.show(settings, ["turns.limit=1"], 30, None, as_json=True) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["settings"], data["after"], data["newly_count"]) == ({"turns.limit": "1"}, {"rule": 1}, 1)


class Heard:
    def __init__(self) -> None:
        self.events: list[Previewed] = []
        self.facts: list[str] = []

    async def __call__(self, event: Previewed) -> None:
        self.events.append(event)

    async def remember(self, name: str, value: str) -> None:
        self.facts.append(value)

    def now(self) -> datetime:
        return NOW


@pytest.mark.parametrize(("fault", "why"), [(Refused("no such thing"), "no such thing"), (ValueError("x"), "broke off")])
async def test_a_fault_is_a_result_too(fault: Exception, why: str) -> None:
    async def fails(effect: Preview, far: previewing.Far) -> None:
        raise fault

    heard = Heard()
    worker = PreviewWorker(fails, heard, heard, heard)  # type: ignore[arg-type]  # as much of them as it needs
    await worker.carry_out(Preview(number=0, run="r", changes=(), days=1, by=DI), 7)
    [event] = heard.events
    assert (event.key, event.row, event.found) == ("preview:r", 7, None)
    assert why in event.why
    assert heard.facts == ["[0, 0]"]


async def test_the_others_are_served_meanwhile(tmp_path: Path) -> None:
    """The loop is not held up: it turns while the other process reads."""
    url = f"sqlite:///{tmp_path / 'h.db'}"
    await filled(url, [1])
    turns = 0

    async def turning() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(turning())
    effect = Preview(number=0, run="r", changes=(("turns.limit", "1"),), days=4, by=DI)
    await previewing.Replaying(url)(effect, far)
    task.cancel()
    assert turns > 1000
