"""Admins who change settings at the same time, in one process or two, on a store that is real: nothing is lost or half-set."""

import asyncio
import time
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace

import pytest
from contract.stores import open_postgres, opened
from contract.test_two_processes import Wall, spoke
from unit.core_nouns import ADMIN, DI, PLACES, TEAM, grumpy

from handoff.effects import Whisper
from handoff.events import Commanded, FormSent, Pressed
from handoff.service import Service

DO = replace(DI, user="U6", name="Do")
#: the store, and in how many processes' places it is used
STORES = [("sqlite", 1), ("postgres", 2)]


@asynccontextmanager
async def services(stack_on, open_store, folder, count):
    """One service for each process."""
    async with AsyncExitStack() as stack:
        stores = [stack_on, *[await stack.enter_async_context(opened(open_store, folder)) for _ in range(count - 1)]]
        made = [Service(each, PLACES, grumpy, Wall(), lambda: None) for each in stores]
        running = [asyncio.create_task(each.run()) for each in made]
        try:
            yield made
        finally:
            for task in running:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


def typed(key, by, path, **options):
    name, _, verb = path.removeprefix("/").partition(" ")
    at = Wall().now()
    return Commanded(key=key, at=at, by=by, standing=ADMIN, place=TEAM, name=name, verb=verb, options=options)


def sent(key, by, verb, **fields):
    """A form: nothing but the settings is loaded for it, and nobody waits for anybody."""
    return FormSent(key=key, at=Wall().now(), by=by, standing=ADMIN, place=TEAM, verb=verb, number=0, fields=fields)


def undo(key, by, number):
    return Pressed(key=key, at=Wall().now(), by=by, standing=ADMIN, place=TEAM, verb="undo", number=number)


async def told(service, event):
    reply = await service(event)
    assert isinstance(reply, Whisper)
    return reply.post.text


async def history(service, key):
    lines = (await told(service, typed(key, DI, "/handoff settings", action="history", entry="50"))).split("\n")[1:]
    return [line.split(" UTC · ")[1] for line in lines]


@pytest.mark.parametrize(("open_store", "count"), STORES, indirect=["open_store"])
async def test_two_who_change_different_things_at_once_both_succeed(store, open_store, tmp_path, count):
    """Phrases and a number, twenty times: everything that was confirmed is there, and kept."""
    async with services(store, open_store, tmp_path, count) as those:
        ours, theirs = those[0], those[-1]
        for n in range(10):
            words = await asyncio.gather(
                told(ours, typed(f"a{n}", DI, "/keywords add", phrase=f"phrase {n}")),
                told(theirs, sent(f"b{n}", DO, "set", name="failed.limit", value=str(n + 5))),
            )
            assert [text.split(" ")[0] for text in words] == ["From", "`failed.limit`"]
            policy = await store.policy()
            assert (f"phrase {n}" in policy.keywords, policy.failed_limit, policy.version) == (True, n + 5, 2 * n + 2)
        assert len(set(policy.keywords)) == 11
        kept = await history(theirs, "h")
        assert len(kept) >= 8


@pytest.mark.parametrize(("open_store", "count"), STORES, indirect=["open_store"])
async def test_of_two_who_change_the_same_the_later_knows_what_it_was(store, open_store, tmp_path, count):
    """Each is told what their change replaced: one of them the other's value, and that is what is kept."""
    async with services(store, open_store, tmp_path, count) as those:
        words = await asyncio.gather(
            told(those[0], sent("a", DI, "set", name="failed.limit", value="5")),
            told(those[-1], sent("b", DO, "set", name="failed.limit", value="7")),
        )
        first, second = sorted(words, key=lambda text: "It was 3." not in text)
        value = (await store.policy()).failed_limit
        assert first == f"`failed.limit` is {12 - value} from now on. It was 3."
        assert second == f"`failed.limit` is {value} from now on. It was {12 - value}."
        who = {5: "Di", 7: "Do"}
        assert await history(those[0], "h") == [
            f"{who[value]} · `failed.limit`: {12 - value} → {value}",
            f"{who[12 - value]} · `failed.limit`: 3 → {12 - value}",
        ]


@pytest.mark.parametrize(("open_store", "count"), STORES, indirect=["open_store"])
async def test_of_two_who_undo_the_same_one_does(store, open_store, tmp_path, count):
    """The other is told who did."""
    async with services(store, open_store, tmp_path, count) as those:
        await told(those[0], typed("p", DI, "/triggers preset", name="eager"))
        words = await asyncio.gather(told(those[0], undo("a", DI, 1)), told(those[-1], undo("b", DO, 1)))
        done, late = sorted(words, key=lambda text: "already" in text)
        assert done.startswith("Change 1 by Di is undone:\n- ")
        assert late.startswith("Change 1 was undone already, by D")
        policy = await store.policy()
        assert (policy.version, policy.failed_limit, policy.sentiment_threshold) == (2, 3, -0.4)


@pytest.mark.parametrize(("open_store", "count"), STORES, indirect=["open_store"])
async def test_what_is_wrong_sets_nothing(store, open_store, tmp_path, count):
    """An unknown name, an invalid value, one out of range, a pair that makes no sense: in clear words, nothing half-set."""
    wrong = [
        ("/triggers set", {"name": "mood", "value": "1"}, "There is no such name."),
        ("/triggers set", {"name": "failed.limit", "value": "many"}, "`failed.limit` takes a whole number from 0 to 20,"),
        ("/triggers set", {"name": "failed.limit", "value": "21"}, "`failed.limit` takes a whole number from 0 to 20,"),
        ("/triggers set", {"name": "sentiment.window", "value": "2"}, "With these, sentiment would never count:"),
        ("/triggers preset", {"name": "wild"}, "There is no such preset."),
        ("/keywords add", {"phrase": "/(/"}, "That is no regular expression"),
        ("/handoff settings", {"action": "undo", "entry": "9"}, "There is no change 9."),
        ("/handoff settings", {"action": "history", "entry": "mood"}, "“mood” is neither"),
    ]
    async with services(store, open_store, tmp_path, count) as those:
        events = [typed(f"w{n}", DI, path, **options) for n, (path, options, _) in enumerate(wrong)]
        said = await asyncio.gather(*(told(those[n % count], event) for n, event in enumerate(events)))
        assert [text[: len(begin)] for text, (_, _, begin) in zip(said, wrong, strict=True)] == [w[2] for w in wrong]
        assert (await store.policy()).version == 0
        assert await told(those[0], typed("h", DI, "/handoff settings", action="history")) == "Nothing was changed yet."


async def handed_over(store, number):
    conversation = await store.conversation(number)
    return conversation is not None and conversation.reason is not None and conversation.reason.trigger == "keyword"


@pytest.mark.parametrize("open_store", ["postgres"], indirect=True)
async def test_a_phrase_is_in_force_in_another_process_within_two_seconds(store, tmp_path):
    """With the confirmation: the very next message there is read with it, and without it once it is undone."""
    async with services(store, open_postgres, tmp_path, 2) as (ours, theirs):
        await theirs(spoke(1, "first"))
        await told(ours, typed("k", DI, "/keywords add", phrase="word 2.refund"))
        began = time.monotonic()
        await theirs(spoke(2, "refund"))
        assert await handed_over(store, 2)
        assert time.monotonic() - began < 2
        await told(ours, undo("u", DI, 1))
        await theirs(spoke(3, "word 2.refund"))
        assert not await handed_over(store, 3)
