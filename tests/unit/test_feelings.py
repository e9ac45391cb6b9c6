"""Moods that a model finds: what they change once they come, and whose words it is given."""

import asyncio

import pytest
from unit.core_nouns import ANN, DM, ED, HELP, NOON, PLACES, SECOND, Table, grumpy, thread

from adapters.store.sqlite import SqliteStore
from handoff.decide import moods
from handoff.events import Felt, Spoke
from handoff.feelings import Feelings
from handoff.model import Standing, Trigger
from handoff.service import Service
from handoff.states import State

TEAM = PLACES.team


def unhappy(table: Table, *texts: str) -> None:
    """The customer writes, and the AI answers each."""
    for text in texts:
        table.now += SECOND
        table.speak(text)
        table.answer("It is on its way.")


def felt(table: Table, quote: str, score: float, **changes) -> None:
    said = next((m.at for m in table.messages.values() if m.text == quote), table.now)
    given = {"number": 1, "epoch": table.c().epoch, "said": said, "quote": quote, "score": score} | changes
    table.does(Felt(key=table.key(), at=table.now, **given))


def test_what_the_model_finds_takes_the_place_of_ours():
    table = Table()
    unhappy(table, "one 0.1", "two 0.2")
    felt(table, "one 0.1", -0.5)
    assert [(mood.score, mood.words) for mood in table.c().moods] == [(-0.5, (moods.BY_MODEL,)), (0.2, ())]


def test_a_language_that_we_do_not_know_has_a_mood_after_all():
    """In its place among the others, by when it was said."""
    table = Table()
    unhappy(table, "eins (unknown)", "two 0.2")
    assert [mood.score for mood in table.c().moods] == [0.2]
    felt(table, "eins (unknown)", -0.5)
    assert [mood.score for mood in table.c().moods] == [-0.5, 0.2]


def test_it_may_make_the_mood_a_reason_to_hand_off():
    table = Table()
    unhappy(table, "one 0", "two 0", "three 0")
    for quote in ("one 0", "two 0"):
        felt(table, quote, -0.6)
    assert table.c().state is State.AI
    felt(table, "three 0", -0.6)
    assert (table.c().state, table.c().reason.trigger) == (State.WAITING, Trigger.SENTIMENT)
    assert "(judged by the model)" in table.c().reason.evidence[-1]


@pytest.mark.parametrize("changes", [{"epoch": 7}, {"number": 2}])
def test_of_another_time_or_conversation_it_is_inert(changes):
    table = Table()
    unhappy(table, "one 0")
    felt(table, "one 0", -0.95, **changes)
    assert [mood.score for mood in table.c().moods] == [0.0]


def test_once_a_person_is_called_it_is_inert():
    table = Table()
    unhappy(table, "one 0", "human please")
    felt(table, "one 0", -0.95)
    assert (table.c().moods, table.c().reason.trigger) == ((), Trigger.EXPLICIT)


class Model:
    """Finds what it is told to, when it is let."""

    def __init__(self, score: float | None = -0.95) -> None:
        self.score, self.given, self.let = score, [], asyncio.Event()

    async def feel(self, text, deadline):
        self.given.append(text)
        await self.let.wait()
        return self.score


class Clock:
    def now(self):
        return NOON


async def talk(model: Model, *events, until=lambda c: True):
    """A service with the model beside it: the conversation once `until` is so."""
    store = await SqliteStore.open("sqlite://", team=TEAM, now=lambda: NOON)
    feelings = Feelings(model, Clock())
    service = Service(store, PLACES, grumpy, Clock(), lambda: None, witness=feelings.notice)
    feelings.into(service)
    running = [asyncio.create_task(each.run()) for each in (service, feelings)]
    try:
        async with asyncio.timeout(10):
            for event in events:
                await service(event)
            while not until(await store.conversation(1)):  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0.01)
        return await store.conversation(1)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await store.close()


def spoke(key, text, place=DM, by=ANN):
    return Spoke(key=key, at=NOON, place=place, message_id=key, author=by, standing=Standing(), text=text)


async def test_the_message_is_decided_before_the_model_says_a_word():
    model = Model()
    found = await talk(model, spoke("m1", "this 0"), until=lambda c: bool(model.given))
    assert (found.state, found.moods[-1].score, model.given) == (State.AI, 0.0, ["this 0"])


async def test_what_it_finds_comes_in_as_an_event_and_decides():
    model = Model()
    model.let.set()
    found = await talk(model, spoke("m1", "this 0"), until=lambda c: c.state is State.WAITING)
    assert (found.reason.trigger, found.reason.quote) == (Trigger.SENTIMENT, "this 0")


async def test_where_it_finds_nothing_ours_stands():
    model = Model(None)
    model.let.set()
    found = await talk(model, spoke("m1", "this -0.5"), until=lambda c: bool(model.given))
    assert (found.state, found.moods[-1].score) == (State.AI, -0.5)


async def test_it_is_given_the_customers_own_words_and_no_others():
    """Not what is quoted, small talk, what goes to a person, or another member's words in the customer's thread."""
    model = Model(None)
    model.let.set()
    place = thread("m1")
    events = [
        spoke("m1", "where is it\n> you said 0", HELP),
        spoke("m2", "so is mine", place, ED),
        spoke("m3", "thanks!", place),
        spoke("m4", "human please", place),
        spoke("m5", "it is late", place),
    ]
    await talk(model, *events, until=lambda c: bool(model.given))
    assert [text.strip() for text in model.given] == ["where is it"]
