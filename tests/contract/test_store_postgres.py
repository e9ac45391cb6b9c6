"""What only several processes on one database can do to each other, and the database to them."""

import asyncio
import signal
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from contract.nouns import ANN, BO, NOON, conversation, message, place, say
from contract.processes import decided, kept, until
from contract.stores import begin, load, open_postgres, opened, row, rows, save

from adapters.store.pg.presence import SOLE
from handoff.model import Policy
from handoff.ports import Changes, Conflict, Dirty, Parked, RowState, Timer, Wants
from handoff.states import State

ROOT = Path(__file__).parents[2]
PENDING, STARTED, SENT, FAILED, CANCELLED = RowState


@pytest.fixture
async def store(url, tmp_path):
    async with opened(open_postgres, tmp_path) as ready:
        yield ready


# ---- C2, C5: deciding at once


async def test_two_hundred_claims_raced_have_one_winner_each(store, other):
    """Four claimers in two processes, by number: the second sees the first's decision, or decides again on it."""
    numbers = range(1, 201)
    await begin(store, *(conversation(number, state=State.WAITING) for number in numbers))
    won = Counter()

    async def claim(through, number, who):
        winner = False

        def decide(loaded):
            nonlocal winner
            found = loaded.conversations[number]
            winner = found.state is State.WAITING
            taken = replace(found, state=State.CLAIMED, agent=replace(BO, user=who), epoch=found.epoch + 1)
            return Changes(keys={f"{number}{who}{through.me}"}, conversations={number: taken} if winner else {})

        await decided(through, Wants(numbers=kept(number)), decide)
        won[number] += winner

    for number in numbers:
        await asyncio.gather(*(claim(through, number, who) for through in (store, other) for who in ("U1", "U2")))
    assert dict.fromkeys(numbers, 1) == won
    loaded = await load(store, numbers=frozenset(numbers))
    assert {State.CLAIMED} == {each.state for each in loaded.conversations.values()}


async def test_next_ones_claimed_at_once_are_different_ones(store, other):
    """`/claim` without a number, from both sides at once: everybody gets somebody, nobody is given twice."""
    await begin(store, *(conversation(number, state=State.WAITING, handed_at=NOON) for number in range(1, 41)))
    given, tries = [], []

    async def claim(through, who):
        def decide(loaded):
            nonlocal head
            head = next(n for n in loaded.queue if loaded.conversations[n].state is State.WAITING)
            taken = replace(loaded.conversations[head], state=State.CLAIMED, agent=replace(BO, user=who))
            return Changes(conversations={head: taken})

        head = 0
        tries.append(await decided(through, Wants(queue=True), decide))
        given.append(head)

    await asyncio.gather(*(claim((store, other)[turn % 2], f"U{turn}") for turn in range(40)))
    assert list(range(1, 41)) == sorted(given)
    assert {0} == set(tries), "whoever decides about the queue waits for whoever is deciding about it"


async def test_fifty_first_messages_at_once_begin_one_conversation(store, other):
    """All fifty are stored in it."""
    here = place("5.5")

    def first(turn):
        def decide(loaded):
            number = loaded.by_place.get(here)
            known = loaded.conversations[number] if number else conversation(loaded.next_number, place=here)
            said = replace(known, misses=known.misses + 1)
            words = message(known.number, said.misses, f"{turn}")
            return Changes(keys={f"k{turn}"}, conversations={known.number: said}, messages=[words])

        return decided((store, other)[turn % 2], Wants(places=kept(here), keys=kept(f"k{turn}")), decide)

    assert list(await asyncio.gather(*map(first, range(50)))) == [0] * 50, "they wait for each other, nothing is done again"
    assert {f"{turn}" for turn in range(50)} == {each.text for each in await store.transcript(1)}
    assert await store.conversation(2) is None


async def test_numbers_are_given_once_and_stay_short(store, other):
    def new(turn):
        here = place(f"{turn}.1")

        def decide(loaded):
            found = conversation(loaded.next_number, place=here)
            return Changes(conversations={found.number: found})

        return decided((store, other)[turn % 2], Wants(places=kept(here)), decide)

    assert {0} == set(await asyncio.gather(*map(new, range(60))))
    assert (await load(store)).next_number == 61


async def test_one_event_delivered_to_both_counts_once(store, other):
    """The one that loses is told by Conflict, and finds it seen."""

    async def handle(through, key):
        def decide(loaded):
            return Changes() if key in loaded.seen else Changes(keys={key}, effects=[say(1, key)])

        await decided(through, Wants(keys=kept(key)), decide)

    keys = [f"k{turn}" for turn in range(50)]
    await asyncio.gather(*(handle(through, key) for key in keys for through in (store, other)))
    assert len((await load(store, rows=frozenset(range(1, 201)))).rows) == 50


async def test_an_edit_and_its_message_do_not_miss_each_other(store, other):
    """Decided at once by two processes, one of them sees what the other did."""
    key = ("slack", "C1", "7.7")
    async with store.unit() as edit:
        assert (await edit.load(Wants(links=kept(key), parked=kept(key)))).links == {}
        words = asyncio.create_task(load(other, parked=kept(key)))
        done, _ = await asyncio.wait({words}, timeout=0.3)
        assert not done
        await edit.save(Changes(parked={key: Parked(at=NOON, text="better")}), NOON)
    assert (await words).parked.keys() == {key}


async def test_a_fact_is_not_changed_on_an_old_reading(store, other):
    await store.remember("unpinged", "1")
    async with store.unit() as ours, other.unit() as theirs:
        assert (await ours.load(Wants())).facts == (await theirs.load(Wants())).facts == {"unpinged": "1"}
        await ours.save(Changes(facts={"unpinged": "1 2"}), NOON)
        with pytest.raises(Conflict, match="fact"):
            await theirs.save(Changes(facts={"unpinged": "1 3", "new": "x"}), NOON)
    assert (await load(store)).facts == {"unpinged": "1 2"}


async def test_batches_in_opposite_order_do_not_block_each_other_for_good(store, other):
    """The database breaks one of them off, which is decided again; the other never notices."""
    await begin(store, conversation(1), conversation(2))
    turns = asyncio.Barrier(2)
    broken = []

    async def batch(through, first, second):
        for turn in range(10):  # on a busy machine they may meet again
            try:
                async with through.unit() as unit:
                    found = (await unit.load(Wants(numbers=kept(first)))).conversations
                    if turn == 0:
                        await turns.wait()
                    found |= (await unit.load(Wants(numbers=kept(second)))).conversations
                    changed = {number: replace(each, misses=each.misses + 1) for number, each in found.items()}
                    return await unit.save(Changes(conversations=changed), NOON)
            except Conflict as error:
                broken.append(str(error).splitlines()[0])
        return None

    async with asyncio.timeout(40):
        await asyncio.gather(batch(store, 1, 2), batch(other, 2, 1))
    assert set(broken) == {"deadlock detected"}
    assert [(await store.conversation(number)).misses for number in (1, 2)] == [2, 2]


async def test_batches_of_the_same_sets_wait_in_one_order(store, other):
    """Conversations of many, and then marks, timers, watermarks and people, named the other way round: none is broken off."""
    numbers = list(range(1, 31))
    await begin(store, *map(conversation, numbers))

    def counted(order):
        def decide(loaded):
            return Changes(conversations={n: replace(each, misses=each.misses + 1) for n, each in loaded.conversations.items()})

        return Wants(numbers=frozenset(order)), decide

    def written(name, of):
        return lambda order: (Wants(), lambda _: Changes(**{name: of(order)}))

    others = (
        written("dirty", lambda order: [f"card:{n}" for n in order]),  # a set in an order that is known
        written("timers", lambda order: [Timer(kind="idle", number=n, epoch=0, due=NOON) for n in order]),
        written("marks", lambda order: {place(f"{n}.1"): "5" for n in order}),
        written("people", lambda order: [replace(ANN, user=f"U{n}") for n in order]),
    )
    for kind, size in ((counted, 30), *((each, 1000) for each in others)):  # so many that two statements do meet
        many = list(range(1, size + 1))
        turns = [decided(each, *kind(order)) for _ in range(20) for each, order in ((store, many), (other, many[::-1]))]
        async with asyncio.timeout(60):
            assert {0} == set(await asyncio.gather(*turns))
    assert {40} == {each.misses for each in (await load(store, numbers=frozenset(numbers))).conversations.values()}


# ---- C8: one process carries a lane out


async def test_a_lane_is_carried_out_by_one_process(store, other):
    await save(store, effects=[say(number) for number in range(1, 41) for _ in range(2)])
    both = await asyncio.gather(*(through.due(NOON, frozenset()) for _ in range(4) for through in (store, other)))
    mine, theirs = ({each.lane for found in both[turn::2] for each in found} for turn in range(2))
    assert (40, set()) == (len(mine | theirs), mine & theirs)
    assert [each for each in await other.due(NOON, frozenset()) if each.lane in mine] == []


async def test_rows_that_another_is_just_taking_are_passed_over(store, admin):
    await save(store, effects=[say(1), say(2)])
    async with admin.transaction(), asyncio.timeout(40):
        await admin.execute("SELECT 1 FROM outbox WHERE id = 1 FOR UPDATE")
        assert [each.id for each in await rows(store)] == [2]


async def test_the_next_row_of_a_lane_is_for_whoever_comes_first(store, other):
    await save(store, effects=[say(1, "one"), say(1, "two")])
    assert [each.id for each in await rows(store)] == [1]
    assert await rows(other) == []
    await save(store, finished={1: (SENT, "")})
    assert [each.id for each in await rows(other)] == [2]
    assert await rows(store) == []


async def test_what_a_process_took_is_free_when_it_ends(store, tmp_path):
    async with opened(open_postgres, tmp_path) as other:
        await save(other, effects=[say(1)], timers=[Timer(kind="idle", number=1, epoch=0, due=NOON)], dirty={"board"})
        assert ([r.id for r in await rows(other)], len(await other.due_timers(NOON)), len(await other.dirty())) == ([1], 1, 1)
        assert (await rows(store), await store.due_timers(NOON), await store.dirty()) == ([], [], [])
    assert ([r.id for r in await rows(store)], len(await store.due_timers(NOON)), len(await store.dirty())) == ([1], 1, 1)


async def test_a_lease_is_kept_by_asking_and_lost_by_silence(store, url, tmp_path):
    """Two seconds of work under a lease of one; then nothing is asked, and the lane is another's."""
    async with opened(lambda folder: open_postgres(folder, lease=timedelta(seconds=0.5)), tmp_path) as brief:
        await save(store, effects=[say(1)])
        (mine,) = await rows(brief)
        assert await brief.start(mine, NOON)
        for _ in range(20):
            assert await brief.due(NOON, kept(mine.lane)) == []
            assert await rows(store) == []
            await asyncio.sleep(0.05)
        (theirs,) = await until(lambda: rows(store))
        assert (theirs.id, theirs.state, theirs.attempts) == (1, STARTED, 1)


PROCESS = """
import asyncio, sys
sys.path.insert(0, "tests")
from datetime import timedelta
from contract.nouns import NOON
from dataclasses import replace
from adapters.store.postgres import PostgresStore
from handoff.ports import Changes, LostLease, RowState

async def tried(what):
    try:
        return await what
    except LostLease:
        return "lost"

async def finish(store, row, state):
    async with store.unit() as unit:
        await unit.save(Changes(keys={"undeliverable:1"}, finished={row.id: (state, "why")}), NOON)

async def main():
    store = await PostgresStore.open(sys.argv[1], lease=timedelta(seconds=float(sys.argv[2])), quiet=2)
    async with store.sole("gateway") as lost:
        (row,) = await store.due(NOON, frozenset())
        assert await store.start(row, NOON)
        assert await store.starts(NOON)
        print("started", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        row = replace(row, state=RowState.PENDING, part=1)
        said = [await tried(work) for work in (store.keep(row), store.start(row, NOON), finish(store, row, RowState.FAILED))]
        async with asyncio.timeout(40):
            await lost.wait()
        print(*said, flush=True)

asyncio.run(main())
"""


@pytest.fixture
async def running(store, url, request):
    """A process that carries row 1 out, under a lease of so many seconds, and holds "gateway"."""
    await save(store, effects=[say(1)])
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROCESS,
        url,
        str(request.param),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert await process.stdout.readline() == b"started\n"
    yield process
    if process.returncode is None:
        process.kill()
        await process.wait()


@pytest.mark.parametrize("running", [1], indirect=True)
async def test_a_process_stopped_past_its_lease_finishes_nothing(store, running):
    """Another has its row and its gateway; when it goes on it may neither keep, send nor give the row up."""
    running.send_signal(signal.SIGSTOP)
    (theirs,) = await until(lambda: rows(store))
    assert (theirs.state, theirs.part) == (STARTED, 0)
    async with asyncio.timeout(60), store.sole("gateway"):
        assert await store.start(theirs, NOON)
        running.send_signal(signal.SIGCONT)
        running.stdin.write(b"\n")
        assert await running.stdout.readline() == b"lost lost lost\n"
    assert ((r := await row(store, 1)).state, r.part, r.error, r.attempts) == (STARTED, 0, "", 2)
    assert frozenset() == (await load(store, keys=kept("undeliverable:1"))).seen
    await save(store, finished={1: (FAILED, "given up")})
    assert (await row(store, 1)).state == FAILED


@pytest.mark.parametrize("running", [3600], indirect=True)
async def test_what_a_killed_process_had_is_free_at_once(store, running):
    """Row and gateway, long before its lease or the quiet time is over; and its death is known."""
    assert await rows(store) == []
    running.kill()
    async with asyncio.timeout(60), store.sole("gateway") as lost:
        assert not lost.is_set()
    (theirs,) = await until(lambda: rows(store))
    assert theirs.state == STARTED
    assert not await store.starts(NOON), "a process died"
    assert await store.starts(NOON)
    await store.ends()


async def test_a_start_waits_for_a_handoff_that_is_being_committed(store, other):
    """Also a row of unknown fate, which no handoff cancels: it does not start again once the epoch is raised."""
    await begin(store, conversation(1))
    await save(store, effects=[say(1, "AI", epoch=0)])
    (answer,) = await rows(store)
    assert await store.start(answer, NOON)
    async with other.unit() as unit:
        found = (await unit.load(Wants(numbers=kept(1)))).conversations[1]
        starting = asyncio.create_task(store.start(answer, NOON))
        done, _ = await asyncio.wait({starting}, timeout=0.2)
        assert not done
        handed = replace(found, state=State.WAITING, epoch=1)
        await unit.save(Changes(conversations={1: handed}, cancelled=[(1, 1)]), NOON)
    assert not await starting
    assert (await row(store, 1)).state == STARTED


async def test_starts_and_handoffs_of_two_processes_exclude_each_other(store, other):
    """Raced many times: what started did so before the handoff; what did not never will."""
    numbers = range(1, 41)
    await begin(store, *map(conversation, numbers))
    await save(store, effects=[say(number, "AI", epoch=0) for number in numbers])
    answers = {each.effect.number: each for each in await rows(store)}

    async def hand_off(number):
        def decide(loaded):
            found = loaded.conversations[number]
            return Changes(conversations={number: replace(found, state=State.WAITING, epoch=1)}, cancelled=[(number, 1)])

        await decided(other, Wants(numbers=kept(number)), decide)

    for number, answer in answers.items():
        both = [store.start(answer, NOON), hand_off(number)]
        started = (await asyncio.gather(*(both if number % 2 else both[::-1])))[0 if number % 2 else 1]
        assert (STARTED if started else CANCELLED) == (await row(store, answer.id)).state
        assert not await store.start(answer, NOON)


async def test_timers_and_marks_are_taken_by_one_process(store, other):
    await save(
        store,
        timers=[Timer(kind="idle", number=n, epoch=0, due=NOON) for n in range(1, 31)],
        dirty={f"card:{n}" for n in range(1, 31)},
    )
    timers = await asyncio.gather(store.due_timers(NOON), other.due_timers(NOON))
    assert list(range(1, 31)) == sorted(each.number for found in timers for each in found)
    marks = await asyncio.gather(store.dirty(), other.dirty())
    assert 30 == len({each.target for found in marks for each in found}) == sum(map(len, marks))
    moved = Timer(kind="idle", number=1, epoch=1, due=NOON)
    await save(store, timers=[moved])
    assert [moved] == [each for found in (await other.due_timers(NOON), await store.due_timers(NOON)) for each in found][:1]


async def test_a_mark_made_meanwhile_stays_with_whoever_draws(store, other):
    await save(store, dirty={"card:1"})
    (mark,) = await store.dirty()
    await save(other, dirty={"card:1"})
    await store.clean(mark)
    assert await other.dirty() == []
    assert [Dirty("card:1", 2)] == await store.dirty()


# ---- hints


async def test_a_save_wakes_the_others(store, other):
    ours, theirs = asyncio.Event(), asyncio.Event()
    store.on_wake(ours.set)
    other.on_wake(theirs.set)
    await save(store, effects=[say(1)])
    async with asyncio.timeout(40):
        await theirs.wait()
    assert not ours.is_set(), "whoever saved knows"


async def test_a_lost_listener_only_slows_things_down(store, other, admin):
    """What is due is found by asking; and after a while the others are heard again."""
    woken = asyncio.Event()
    other.on_wake(woken.set)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%LISTEN%' AND pid <> pg_backend_pid()"
    )
    await save(store, effects=[say(1, "one")])
    assert [each.id for each in await rows(other)] == [1]

    async def heard():
        await save(store, effects=[say(2)])
        return woken.is_set()

    await until(heard)


# ---- C18: only one does this


async def test_one_process_holds_a_name_and_the_next_waits(store, other, admin):
    """Other names are free; when the first lets go the next one has it; when its connection is lost it is told."""
    got = asyncio.Event()

    async def wait():
        async with other.sole("gateway") as lost:
            got.set()
            await lost.wait()

    async with store.sole("gateway"), other.sole("another"):
        waiting = asyncio.create_task(wait())
        done, _ = await asyncio.wait({waiting}, timeout=0.3)
        assert not done
        assert not got.is_set()
    async with asyncio.timeout(40):
        await got.wait()
    query = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2"
    await admin.execute("SELECT 1")
    await admin.fetch(query, SOLE)
    async with asyncio.timeout(40):
        await waiting
        async with store.sole("gateway") as lost:
            assert not lost.is_set()


async def test_waiting_for_a_name_may_be_given_up(store, other):
    async with store.sole("gateway"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3), other.sole("gateway"):
                raise AssertionError("it is held")


async def test_a_process_that_runs_is_no_process_that_died(store, other):
    assert await store.starts(NOON)
    assert await other.starts(NOON)
    await store.ends()
    await other.ends()
    assert (await load(store)).facts == {}


async def test_a_policy_is_saved_only_over_the_one_that_was_decided_on(store, other):
    """A batch that makes two versions of it keeps the second: the number of the first is free, and all the same too late."""
    async with store.unit() as ours:
        await ours.load(Wants())
        await save(other, policy=Policy(version=2, keywords=("theirs",)))
        with pytest.raises(Conflict):
            await ours.save(Changes(policy=Policy(version=1, keywords=("ours",))), NOON)
    assert (await store.policy()).keywords == ("theirs",)
