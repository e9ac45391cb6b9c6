"""What every store does: units, and what is shown of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from contract.nouns import ANN, BO, CHANNEL, NOON, TEAM, conversation, link, message, place, say
from contract.stores import begin, change, load, opened, row, rows, save

from handoff.effects import Surface
from handoff.model import Address, Audit, AuthorKind, Change, Person, Policy, Priority, Scope, SupportChannel
from handoff.ports import Changes, Conflict, Dirty, Home, Parked, RowState, Timer, Wants
from handoff.queue import waiting
from handoff.states import State


def kept(*numbers):
    return frozenset(numbers)


# ---- units


async def test_an_empty_store_has_first_values(store):
    """Nothing is seen, the policy is the default one, and the first conversation is #1."""
    loaded = await load(store, keys=kept("k"), places=kept(place("1.2")), queue=True)
    assert frozenset() == loaded.seen
    assert Policy() == loaded.policy
    assert (loaded.next_number, loaded.conversations, loaded.queue) == (1, {}, ())


async def test_what_is_saved_is_loaded(store, open_store, tmp_path):
    """A conversation, its messages and their links come back whole from disk, the version raised."""
    ours = conversation(1, agent=BO, state=State.CLAIMED, handed_at=NOON, missed=("a?", "b?"), link="https://x/1")
    said = link(1, 1, place("7.1"), "7.1", original=True)
    await save(store, conversations={1: ours}, messages=[message(1, 1)], links=[said], facts={"pinged_at": "then"})
    await store.close()
    async with opened(open_store, tmp_path) as again:
        loaded = await load(again, links=kept(("slack", "C1", "7.1")))
        assert repr(replace(ours, version=1)) == repr(loaded.conversations[1])
        assert {("slack", "C1", "7.1"): said} == loaded.links
        assert {(1, 1): message(1, 1)} == loaded.messages
        assert (loaded.facts, loaded.next_number) == ({"pinged_at": "then"}, 2)


async def test_leaving_without_save_changes_nothing(store):
    async with store.unit() as unit:
        await unit.load(Wants())
    with pytest.raises(ZeroDivisionError):
        async with store.unit() as unit:
            await unit.load(Wants())
            raise ZeroDivisionError
    await begin(store, conversation(1))
    assert {1} == (await load(store, numbers=kept(1, 2))).conversations.keys()


async def test_a_unit_loads_more_than_once_and_ends_with_save(store):
    await begin(store, conversation(1), conversation(2))
    async with store.unit() as unit:
        assert {1} == (await unit.load(Wants(numbers=kept(1)))).conversations.keys()
        assert {2} == (await unit.load(Wants(numbers=kept(2)))).conversations.keys()
        await unit.save(Changes(keys={"k"}), NOON)
        with pytest.raises(RuntimeError):
            await unit.load(Wants())
    assert {"k"} == (await load(store, keys=kept("k"))).seen


async def test_keys_are_seen_and_a_second_time_is_a_conflict(store):
    """Both of an event's keys count; the conflict takes the whole batch with it."""
    await save(store, keys={"m:1", "Ev1"})
    assert {"m:1", "Ev1"} == (await load(store, keys=kept("m:1", "Ev1", "Ev2"))).seen
    with pytest.raises(Conflict):
        await save(store, keys={"m:2", "Ev1"}, facts={"x": "y"}, dirty={"board"}, effects=[say(1)])
    assert set() == (await load(store, keys=kept("m:2"))).seen
    assert (await store.fact("x"), await store.dirty(), await rows(store)) == ("", [], [])


async def test_the_empty_second_key_is_nobodys(store):
    await save(store, keys={"a", ""})
    await save(store, keys={"b", ""})


async def test_one_open_conversation_at_a_place(store):
    """C5: a second open one at the same place conflicts, whatever the workspace is called; after close it may begin."""
    await begin(store, conversation(1, place=place("5.5")))
    again = conversation(2, place=Address("slack", "", "C1", "5.5"))
    with pytest.raises(Conflict):
        await begin(store, again)
    first = await change(store, 1, state=State.CLOSED)
    await begin(store, again)
    with pytest.raises(Conflict):
        await change(store, first.number, state=State.CLAIMED)


async def test_one_closes_and_another_opens_in_one_batch(store):
    await begin(store, conversation(1, place=place("5.5")))
    closed = replace(conversation(1, place=place("5.5"), version=1), state=State.CLOSED)
    await save(store, conversations={2: conversation(2, place=place("5.5")), 1: closed})
    assert (await load(store, places=kept(place("5.5")))).by_place[place("5.5")] == 2


async def test_a_number_is_given_once(store):
    await begin(store, conversation(1))
    with pytest.raises(Conflict):
        await begin(store, conversation(1, place=place("other")))


async def test_a_change_to_an_older_version_conflicts(store):
    await begin(store, conversation(1))
    changed = await change(store, 1, misses=1)
    assert changed.version == 1
    with pytest.raises(Conflict):
        await begin(store, changed)
    assert (await store.conversation(1)).version == 2


async def test_conversations_with_words_of_the_ais_that_do_not_stand_yet(store):
    """Pending and started ones; other words, and those that were sent, do not count."""
    await begin(store, *(conversation(n) for n in (1, 2, 3, 4)))
    await save(store, effects=[say(n, epoch=0) for n in (1, 2, 3)] + [say(4)])
    first, second, *_ = await rows(store)
    assert await store.start(first, NOON)
    await save(store, finished={second.id: (RowState.SENT, "")})
    assert {1, 3} == (await load(store, unsaid=True)).conversations.keys()
    assert (await load(store)).conversations == {}


async def test_what_is_not_known_yet_of_the_ais_words(store):
    """Of those conversations alone: the rows that are not finished."""
    await begin(store, *(conversation(n) for n in (1, 2)))
    await save(store, effects=[say(1, "one", epoch=0), say(1, "two", epoch=0), say(1, "three"), say(2, epoch=0)])
    first, *_ = await rows(store)
    assert await store.start(first, NOON)
    await save(store, finished={first.id + 1: (RowState.SENT, "")})
    found = (await load(store, fates=kept(1))).rows
    assert [(row.id, row.state, row.effect.post.text) for row in found.values()] == [(first.id, RowState.STARTED, "one")]


async def test_places_find_the_newest_conversation(store):
    """By platform, channel and thread, open or closed; the key is the place that was asked for."""
    await begin(store, conversation(1, place=place("5.5"), state=State.CLOSED))
    await begin(store, conversation(3, place=place("5.5"), state=State.CLOSED))
    nameless, unknown = Address("slack", "", "C1", "5.5"), Address("discord", "T1", "C1", "5.5")
    loaded = await load(store, places=kept(place("5.5"), nameless, unknown))
    assert {place("5.5"): 3, nameless: 3} == loaded.by_place
    assert {3} == loaded.conversations.keys()


async def test_threads_find_their_card(store):
    await begin(store, conversation(1, thread="9.1"), conversation(2))
    loaded = await load(store, threads=kept("9.1", "9.2", ""))
    assert ({"9.1": 1}, {1}) == (loaded.by_thread, loaded.conversations.keys())


async def test_people_find_their_open_conversations(store):
    """As customer and as agent, oldest first; closed ones are not found."""
    mine = conversation(3, customer=BO)
    others = conversation(1, agent=BO, state=State.CLAIMED)
    await begin(store, conversation(2, agent=BO, state=State.CLOSED), mine, others)
    loaded = await load(store, people=kept(BO.key, "slack:T1:U77"))
    assert {BO.key: (1, 3)} == loaded.by_person
    assert {1, 3} == loaded.conversations.keys()


async def test_gather_finds_the_customers_newest_in_a_channel(store):
    await begin(store, conversation(1), conversation(2, state=State.CLOSED), conversation(3, customer=BO))
    elsewhere = Address("slack", "T1", "C2")
    loaded = await load(store, gather=kept((CHANNEL, ANN.key), (elsewhere, ANN.key)))
    assert {(CHANNEL, ANN.key): 2} == loaded.by_gather
    assert {2} == loaded.conversations.keys()


async def test_the_queue_is_in_order_of_handoff(store):
    def at(minutes):
        return NOON + timedelta(minutes=minutes)

    await begin(
        store,
        conversation(1, state=State.WAITING, handed_at=at(3)),
        conversation(2, state=State.CLAIMED, handed_at=at(1)),
        conversation(3, state=State.SNOOZED, handed_at=at(2)),
        conversation(4),
        conversation(5, state=State.CLOSED, handed_at=at(0)),
        conversation(6, state=State.WAITING, handed_at=at(3)),
    )
    loaded = await load(store, queue=True)
    assert loaded.queue == (2, 3, 1, 6)
    assert {1, 2, 3, 6} == loaded.conversations.keys()
    assert [each.number for each in await store.queue()] == [2, 3, 1, 6]


async def test_how_pressing_a_conversation_is_decides_before_the_wait(store):
    """A document of before priorities is as usual."""
    waits = {"state": State.WAITING}
    first, second = conversation(1, handed_at=NOON, **waits), conversation(2, handed_at=NOON + timedelta(minutes=1), **waits)
    await begin(store, first, second, conversation(3, handed_at=NOON + timedelta(minutes=2), priority=Priority.URGENT, **waits))
    loaded = await load(store, queue=True)
    assert [c.number for c in waiting(loaded.conversations.values())] == [3, 1, 2]
    found = await store.queue()
    assert [(c.number, c.priority) for c in waiting(found)] == [
        (3, Priority.URGENT),
        (1, Priority.NORMAL),
        (2, Priority.NORMAL),
    ]


async def test_rows_and_links_bring_their_conversations(store):
    await begin(store, conversation(1), conversation(2), conversation(3))
    await save(store, effects=[say(2)], links=[link(3, 0, TEAM, "9.9")])
    loaded = await load(store, rows=kept(1), links=kept(("slack", "C9", "9.9")))
    assert ({1}, {2, 3}) == (loaded.rows.keys(), loaded.conversations.keys())
    assert loaded.messages == {}


async def test_a_link_is_found_whatever_thread_it_is_in(store):
    """The newest word on where a message stands replaces the former."""
    await begin(store, conversation(1))
    await save(store, links=[link(1, 1, place("5.5"), "8.8")])
    await save(store, links=[link(1, 2, place("6.6"), "8.8", part=1)])
    loaded = await load(store, links=kept(("slack", "C1", "8.8"), ("slack", "C2", "8.8")))
    assert {("slack", "C1", "8.8"): link(1, 2, place("6.6"), "8.8", part=1)} == loaded.links


async def test_the_newest_policy_is_loaded(store):
    audit = Audit(at=NOON, by=BO, what="keywords", before="", after="refund")
    assert await store.policy() == Policy()
    added = SupportChannel(place=place(""), name="#new", at=NOON, by=BO)
    changed = {"conversation.idle": Change(NOON, BO)}
    newer = Policy(version=1, keywords=("refund",), idle=timedelta(hours=2.5), support=(added,), changed=changed)
    scope = Scope(place=place(""), name="#help", values={"conversation.idle": timedelta(hours=1)}, keywords=("refund",))
    newer = replace(newer, scopes={"slack:C1": scope})
    newer = replace(newer, accounts=((BO, ANN), (replace(BO, user="U8"), replace(ANN, user="U9"))))
    await save(store, policy=newer, audits=[audit])
    assert newer == (await load(store)).policy == await store.policy()
    with pytest.raises(Conflict):
        await save(store, policy=Policy(version=1))
    await save(store, policy=Policy(version=2))
    assert Policy(version=2) == (await load(store)).policy


async def test_a_batch_is_saved_whole(store):
    """Fifty conversations in one unit are there, and found by one load."""
    many = [conversation(number) for number in range(1, 51)]
    await save(
        store,
        keys={f"k{each.number}" for each in many},
        conversations={each.number: each for each in many},
        messages=[message(each.number, 1) for each in many],
        links=[link(each.number, 1, each.place, f"m{each.number}", original=True) for each in many],
        effects=[say(each.number) for each in many],
    )
    loaded = await load(
        store,
        keys=frozenset(f"k{each.number}" for each in many),
        places=frozenset(each.place for each in many),
        links=frozenset(("slack", "C1", f"m{each.number}") for each in many),
        rows=frozenset(range(1, 51)),
    )
    found = (loaded.seen, loaded.conversations, loaded.by_place, loaded.links, loaded.messages, loaded.rows)
    assert [len(each) for each in found] == [50] * 6
    assert loaded.next_number == 51


async def test_a_message_without_its_conversation_is_a_fault_not_a_conflict(store):
    """Deciding again would not help, so it must not look as if it could."""
    with pytest.raises(Exception, match=r"(?i)foreign key") as caught:
        await save(store, messages=[message(7, 1)])
    assert not isinstance(caught.value, Conflict)


async def test_half_a_surrogate_pair_does_no_harm(store):
    """Text that no database takes is kept in the record, and elsewhere replaced, never refused."""
    await begin(store, conversation(1, last_words="\ud83d"))
    await save(store, messages=[message(1, 1, "oh \ud83d\x00")], facts={"f": "\ud83d"}, people=[replace(ANN, name="\ud83d")])
    await store.quarantine("k", "\ud83d", "\ud83d", NOON)
    assert (await store.transcript(1))[0].text == "oh \ud83d\x00"
    assert await store.fact("f") == "?"


# ---- edits and deletes that overtook their message

KEY = ("slack", "C1", "5.9")


async def test_what_is_parked_waits_under_its_messages_key(store):
    """It is found by key alone, replaced by a newer word, and gone once it is taken."""
    edit, gone = Parked(at=NOON, text="an edit\ud83d"), Parked(at=NOON + timedelta(seconds=5), text=None)
    await save(store, parked={KEY: edit})
    loaded = await load(store, parked=kept(KEY, ("slack", "C2", "5.9")))
    assert (loaded.parked, loaded.facts) == ({KEY: Parked(at=NOON, text="an edit?")}, {})
    await save(store, parked={KEY: gone})
    assert {KEY: gone} == (await load(store, parked=kept(KEY))).parked
    await save(store, parked={KEY: None})
    assert (await load(store, parked=kept(KEY))).parked == {}


async def test_what_is_parked_goes_after_an_hour(store):
    await save(store, parked={KEY: Parked(at=NOON - timedelta(days=1), text="late")})
    await store.tidy(NOON + timedelta(minutes=59))
    assert KEY in (await load(store, parked=kept(KEY))).parked
    await store.tidy(NOON + timedelta(minutes=61))
    assert (await load(store, parked=kept(KEY))).parked == {}


# ---- quarantine, attempts and retention


async def test_attempts_are_counted_until_they_end(store, open_store, tmp_path):
    """Also over a restart; another event's are counted apart."""
    assert [await store.attempt("k", NOON), await store.attempt("k", NOON), await store.attempt("other", NOON)] == [1, 2, 1]
    await store.close()
    async with opened(open_store, tmp_path) as again:
        assert await again.attempt("k", NOON) == 3
        await again.survived("k")
        assert (await again.attempt("k", NOON), await again.attempt("other", NOON)) == (1, 2)
        await again.tidy(NOON + timedelta(hours=25))
        assert await again.attempt("other", NOON) == 1


async def test_a_run_that_did_not_end_is_known_at_the_next_start(store, open_store, tmp_path):
    assert await store.starts(NOON), "the first run of all"
    await store.close()
    async with opened(open_store, tmp_path) as again:
        assert not await again.starts(NOON)
        await again.ends()
        assert await again.starts(NOON)


async def test_a_quarantined_event_is_seen(store):
    await store.quarantine("k", "{}", "ValueError", NOON)
    await store.quarantine("k", "{}", "ValueError", NOON)
    assert {"k"} == (await load(store, keys=kept("k"))).seen


@pytest.mark.parametrize("later", [timedelta(seconds=301), timedelta(hours=24)])
async def test_a_repeat_is_known_long_after_the_last_that_slack_brings(store, later):
    """FAULTS S3: Slack brings an event again up to five minutes later."""
    await save(store, keys={"slack:C1:1.1"})
    await store.tidy(NOON + later)
    assert {"slack:C1:1.1"} == (await load(store, keys=kept("slack:C1:1.1"))).seen


async def test_tidy_deletes_what_is_old_and_over(store):
    """Rows whose fate is open stay, however old."""
    await begin(store, conversation(1))
    await save(store, keys={"old"}, effects=[say(1), say(1), say(1), say(1)])
    await save(store, finished={1: ("sent", ""), 2: ("cancelled", ""), 3: ("failed", "x")})
    await save(store, NOON + timedelta(days=5), keys={"new"})

    await store.tidy(NOON + timedelta(days=8))
    loaded = await load(store, keys=kept("old", "new"), rows=kept(1, 2, 3, 4))
    assert ({"new"}, {3, 4}) == (loaded.seen, loaded.rows.keys())

    await store.tidy(NOON + timedelta(days=31))
    assert {4} == (await load(store, rows=kept(1, 2, 3, 4))).rows.keys()
    await save(store, finished={4: ("sent", "")})
    await store.tidy(NOON + timedelta(days=31))
    await save(store, effects=[say(1)])
    assert (await row(store, 5)).id == 5, "a row's id is never used again: platforms know it"


# ---- views


async def test_the_transcript_is_in_order_and_bounded(store):
    await begin(store, conversation(1), conversation(2))
    await save(store, messages=[message(1, 2), message(1, 1), message(1, 3), message(2, 1)])
    await save(store, revised=[message(1, 2, "", deleted=True)])
    assert [each.seq for each in await store.transcript(1)] == [1, 2, 3]
    assert [each.seq for each in await store.transcript(1, first=2, last=2)] == [2]
    assert (await store.transcript(1, first=2))[0].deleted


async def test_a_message_may_be_new_and_revised_in_one_batch(store):
    await save(store, conversations={1: conversation(1)}, messages=[message(1, 1)], revised=[message(1, 1, "bye")])
    assert [each.text for each in await store.transcript(1)] == ["bye"]


async def test_what_went_on_in_private_is_found_at_each_of_its_places(store):
    """The open one first, though a closed one there is newer; the place that it left stays the customer's side of it."""
    direct, left, third = Address("slack", "T1", "@U1"), place("5.5"), Address("slack", "T1", "@U3")
    await begin(
        store,
        conversation(1, place=direct, earlier_places=(left,), going_asked=1),
        conversation(2, place=direct, state=State.CLOSED),
        conversation(3, place=place("6.6"), going=third, going_asked=1),
    )
    found = (await load(store, places=kept(direct, left, third))).by_place
    assert {direct: 1, left: 1, third: 3} == found
    assert {direct, left, third, place("6.6")} == set(await store.open_places("slack"))
    in_public, mirrored = link(1, 1, left, "5.7"), link(1, 1, TEAM, "9.9")
    await save(store, links=[in_public, mirrored])
    assert [in_public] == await store.copies(1, Surface.CUSTOMER, 1)
    assert [mirrored] == await store.copies(1, Surface.THREAD, 1)
    third_one = (await load(store, numbers=kept(3))).conversations[3]
    await save(store, conversations={3: replace(third_one, going=None)})
    assert (await load(store, places=kept(third))).by_place == {}, "it was refused there"
    one = (await load(store, numbers=kept(1))).conversations[1]
    await save(store, conversations={1: replace(one, state=State.CLOSED)})
    await begin(store, conversation(4, place=left))
    assert {left: 4} == (await load(store, places=kept(left))).by_place, "what began there since"


async def test_copies_are_told_apart_by_surface(store):
    """The customer's place, in parts' order, and everywhere else; the original is no copy."""
    await begin(store, conversation(1, place=place("5.5")))
    here, there = place("5.5"), Address("slack", "T1", "C9", "9.1")
    second, first = link(1, 1, here, "5.8", part=1), link(1, 1, here, "5.7")
    mirrored = link(1, 1, there, "9.3")
    original = link(1, 1, there, "9.2", original=True)
    await save(store, links=[second, first, mirrored, original])
    assert [first, second] == await store.copies(1, Surface.CUSTOMER, 1)
    assert [mirrored] == await store.copies(1, Surface.THREAD, 1)
    assert await store.copies(1, Surface.THREAD, 2) == []


async def test_everywhere_that_a_message_stands(store):
    """The original and the copies, on both sides, first parts first; of that message alone."""
    await begin(store, conversation(1, place=place("5.5")))
    here, there = place("5.5"), Address("slack", "T1", "C9", "9.1")
    original, second, first = link(1, 1, here, "5.6", original=True), link(1, 1, there, "9.3", part=1), link(1, 1, there, "9.2")
    await save(store, links=[second, original, first, link(1, 2, here, "5.9")])
    found = await store.standing(1, 1)
    assert ({"5.6", "9.2"}, second) == ({each.message_id for each in found[:2]}, found[2])
    assert [each.original for each in found if each.place == here] == [True]
    assert await store.standing(1, 3) == []


async def test_facts_are_remembered(store):
    assert await store.fact("board") == ""
    await store.remember("board", "1")
    await store.remember("board", "2")
    assert await store.fact("board") == "2"


async def test_a_mark_made_while_rendering_is_not_lost(store):
    await save(store, dirty={"card:1", "board"})
    board = Dirty("board", 1)
    assert [board, Dirty("card:1", 1)] == await store.dirty()
    await save(store, dirty={"board"})
    await store.clean(board)
    await store.clean(Dirty("card:1", 1))
    assert [Dirty("board", 2)] == await store.dirty()


async def test_an_unknown_conversation_is_none(store):
    assert await store.conversation(1) is None


async def test_views_do_not_wait_for_a_unit_nor_see_into_it(store):
    await begin(store, conversation(1))
    async with store.unit() as unit:
        await unit.load(Wants())
        assert (await store.conversation(1)).number == 1
        await unit.save(Changes(facts={"x": "y"}), NOON)
        assert await store.fact("x") == "y"


async def test_whoever_is_alone_holds_a_name_at_once(store):
    """And is never told that it was lost; what wakes others wakes nobody then."""
    store.on_wake(lambda: pytest.fail("nobody else is there"))
    async with store.sole("gateway") as lost:
        await save(store, effects=[say(1)])
        assert not lost.is_set()


# ---- timers and watermarks


async def test_setting_a_timer_again_moves_it(store):
    def timer(kind, minutes, epoch=0):
        return Timer(kind=kind, number=1, epoch=epoch, due=NOON + timedelta(minutes=minutes))

    await save(store, timers=[timer("idle", 1), timer("snooze", 2)])
    await save(store, timers=[timer("idle", 3, epoch=1)])
    assert [timer("snooze", 2), timer("idle", 3, epoch=1)] == await store.due_timers(NOON + timedelta(minutes=3))
    assert await store.due_timers(NOON) == []
    await save(store, stopped=[("snooze", 1), ("none", 1)])
    assert [timer("idle", 3, epoch=1)] == await store.due_timers(NOON + timedelta(minutes=3))


@pytest.mark.parametrize(
    ("lower", "higher"),
    [("999999999999999999", "1000000000000000000"), ("1700000000.000100", "1700000000.000200"), ("", "1")],
)
async def test_watermarks_move_only_forward(store, lower, higher):
    """Ids are compared as numbers: a longer snowflake is newer."""
    await save(store, marks={CHANNEL: lower})
    assert {CHANNEL: lower} == await store.watermarks("slack")
    await save(store, marks={CHANNEL: higher})
    await save(store, marks={CHANNEL: lower})
    await store.mark(CHANNEL, lower)
    assert {CHANNEL: higher} == await store.watermarks("slack")


async def test_watermarks_are_by_surface_and_recent(store):
    await store.mark(CHANNEL, "1")
    await store.mark(place("5.5"), "2")
    await store.mark(Address("discord", "G", "C1"), "3")
    await save(store, NOON - timedelta(days=31), marks={TEAM: "4"})
    assert {CHANNEL: "1", place("5.5"): "2"} == await store.watermarks("slack")


async def test_open_places_are_the_customers_and_the_cards(store):
    """A card's thread is in the team channel, whichever platform its customer is on."""
    far = Address("discord", "G", "C5", "77")
    await begin(
        store,
        conversation(1, place=place("5.5"), thread="9.1"),
        conversation(2, place=far, thread="9.2"),
        conversation(3, thread="9.3", state=State.CLOSED),
        conversation(4, place=place("6.6")),
    )
    cards = [Address("slack", "T1", "C9", thread) for thread in ("9.1", "9.2")]
    assert [place("5.5"), place("6.6"), *cards] == await store.open_places("slack")
    assert [far] == await store.open_places("discord")


async def test_what_people_wrote_in_open_conversations_since(store):
    """By surface, oldest first; not our copies, the deleted, the old, or what is on another platform."""
    at, original = {"at": NOON}, {"original": True}
    await save(
        store,
        conversations={1: conversation(1), 2: conversation(2, state=State.CLOSED), 3: conversation(3, place=place("8.8"))},
        messages=[
            message(1, 1, at=NOON - timedelta(days=3)),
            message(1, 2, **at),
            message(1, 3, at=NOON + timedelta(minutes=1)),
            message(1, 4, deleted=True, **at),
            message(2, 1, **at),
            message(3, 1, **at),
        ],
        links=[
            link(1, 1, place("5.5"), "1", **original),
            link(1, 3, place("5.5"), "3", **original),
            link(1, 2, place("5.5"), "2", **original),
            link(1, 2, TEAM, "2c"),
            link(1, 4, place("5.5"), "4", **original),
            link(2, 1, place("6.6"), "5", **original),
            link(3, 1, CHANNEL, "6", **original),
            link(3, 1, Address("discord", "G", "C5"), "7", **original),
        ],
    )
    found = await store.originals("slack", NOON - timedelta(days=1))
    assert {place("5.5"): ["2", "3"], CHANNEL: ["6"]} == found


async def test_of_each_surface_the_newest_originals(store):
    messages = [message(1, n, at=NOON + timedelta(seconds=n)) for n in range(1, 111)]
    links = [link(1, n, CHANNEL, str(n), original=True) for n in range(1, 111)]
    await save(store, conversations={1: conversation(1)}, messages=messages, links=links)
    found = await store.originals("slack", NOON)
    assert {CHANNEL: [str(n) for n in range(11, 111)]} == found


async def test_whose_name_never_became_known(store):
    """Customers of open conversations there, each once; a name, another platform or the end of it takes one off."""
    eve, far = replace(ANN, user="U8", name=""), Person("discord", "", "7")
    await begin(
        store,
        conversation(1),
        conversation(2, customer=eve),
        conversation(3, customer=eve),
        conversation(4, customer=far, place=Address("discord", "G", "C5", "77")),
        conversation(5, customer=replace(eve, user="U9"), state=State.CLOSED),
    )
    assert [eve] == await store.nameless("slack")
    assert [far] == await store.nameless("discord")


async def test_a_note_keeps_its_kind(store):
    await save(store, conversations={1: conversation(1)}, messages=[message(1, 1, kind=AuthorKind.NOTE, author=None)])
    assert ((await store.transcript(1))[0].kind, (await store.transcript(1))[0].author) == (AuthorKind.NOTE, None)


# ---- the bot's own pages


async def test_whoever_looked_lately_is_known_with_their_page(store):
    """The latest look of each, the newest first; who looked long ago is forgotten."""
    early, late = NOON - timedelta(hours=2), NOON + timedelta(minutes=1)
    await save(store, homes=[Home(person=ANN, at=early), Home(person=BO, at=NOON)])
    await save(store, homes=[Home(person=ANN, at=NOON, page=2), Home(person=ANN, at=late, page=3)])
    assert [(h.person.name, h.at, h.page) for h in await store.homes(early)] == [(ANN.name, late, 3), (BO.name, NOON, 1)]
    assert [h.person for h in await store.homes(late)] == [ANN]
    await store.tidy(NOON + timedelta(days=8))
    assert await store.homes(early) == []


async def test_a_customers_own_open_conversations(store):
    ours = [conversation(1), conversation(2, state=State.CLOSED), conversation(3, agent=BO)]
    await begin(store, *ours)
    assert [c.number for c in await store.of_customer(ours[0].customer.key)] == [1, 3]
    assert await store.of_customer(BO.key) == []


async def test_records_are_read_in_pages(store):
    """Whole conversations by number, of those opened since then; what comes meanwhile is not lost or read twice."""
    late = NOON + timedelta(days=1)
    await begin(store, conversation(1), *(conversation(n, opened_at=late) for n in (2, 3, 5)))
    await save(store, messages=[message(1, 1), message(2, 1), message(2, 2), message(5, 1)])
    assert (await store.recorded(NOON), await store.recorded(late), await store.recorded(late + timedelta(days=1))) == (4, 3, 0)
    first = await store.records(0, late, 2)
    assert [(c.number, [m.seq for m in said]) for c, said in first] == [(2, [1, 2]), (3, [])]
    await begin(store, conversation(6, opened_at=late))
    assert [(c.number, [m.seq for m in said]) for c, said in await store.records(3, late, 2)] == [(5, [1]), (6, [])]
    assert await store.records(6, late, 2) == []
