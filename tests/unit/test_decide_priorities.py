"""Priority: who may set it, what the team is told, and that no customer hears of it."""

from datetime import timedelta

import pytest
from unit.core_nouns import ANN, BO, CY, DI, DM, ED, HELP, SECOND, TEAM, Table, card_thread

from handoff import home, inbox
from handoff.effects import FormErrors, OpenForm, Say, Surface
from handoff.model import Priority
from handoff.states import State
from handoff.typed import parse


@pytest.mark.parametrize("how", ["form", "command", "words"])
@pytest.mark.parametrize("state", ["waiting", "claimed", "snoozed"])
def test_it_is_set_and_the_team_is_told_and_nobody_else(state, how):
    table = Table().in_state(state, HELP)
    before = table.c()
    if how == "form":
        table.send("priority", level="urgent")
    elif how == "words":
        table.speak("priority Urgent", card_thread(before.thread), BO, mentions_bot=True)
    else:
        table.command("/handoff priority", number="1", level="urgent")
    c = table.c()
    assert (c.priority, c.state, c.epoch, c.seq) == (Priority.URGENT, before.state, before.epoch, before.seq)
    assert [e.surface for e in table.effects if isinstance(e, Say)] == [Surface.THREAD] * (2 if how == "words" else 1)
    assert table.texts(Surface.THREAD)[0] == "Bo set the priority to urgent."
    assert (table.whisper or table.texts(Surface.THREAD)[1]).startswith("The priority of #1 is urgent now.")
    assert table.last.dirty >= {"card:1", "board"}


@pytest.mark.parametrize("how", ["button", "command"])
def test_a_form_offers_the_choices_and_begins_with_what_is_so(how):
    table = Table().waiting()
    table.send("priority", level="low")
    if how == "button":
        table.press("priority")
    else:
        table.command("/handoff priority", number="1")
    assert isinstance(table.reply, OpenForm)
    [level] = table.reply.inputs
    assert ([value for value, _ in level.choices], level.value) == (["urgent", "high", "normal", "low"], "low")


def test_what_an_agent_has_is_that_agents_and_the_admins():
    table = Table().claimed()
    table.send("priority", by=CY, level="high")
    assert (table.c().priority, table.whisper) == (Priority.NORMAL, "Bo has #1.")
    table.send("priority", by=DI, level="high")
    assert table.c().priority is Priority.HIGH


def test_what_is_no_priority_is_said_in_the_form_and_to_words():
    table = Table().waiting()
    table.send("priority", level="soon")
    assert isinstance(table.reply, FormErrors)
    assert table.reply.errors["level"].startswith("Say urgent, high, normal or low")
    table.speak("priority", card_thread(), BO, mentions_bot=True)
    assert table.texts(Surface.THREAD)[0].startswith("Say urgent, high, normal or low")
    assert table.c().priority is Priority.NORMAL


def test_the_same_again_changes_nothing():
    table = Table().waiting()
    table.send("priority", level="normal")
    assert (table.effects, table.whisper) == ([], "The priority of #1 is normal already.")


def test_it_stays_through_claim_release_and_reopening():
    table = Table().waiting()
    table.send("priority", level="high")
    for verb in ("claim", "release", "claim", "close", "reopen"):
        (table.send if verb == "close" else table.press)(verb)
    assert (table.c().priority, table.c().state) == (Priority.HIGH, State.CLAIMED)


@pytest.mark.parametrize("typed", ["high 42", "42 high", "#42 HIGH", "high #42"])
def test_the_number_may_come_first_or_last(typed):
    _, options = parse("handoff", f"priority {typed}")
    assert options == {"number": "42", "level": "high"}


def test_claim_takes_the_most_pressing():
    table = Table().waiting()
    table.now += SECOND
    table.waiting(place=ED.direct, by=ED)
    table.send("priority", 2, level="high")
    table.command("/claim", CY)
    assert (table.c(1).agent, table.c(2).agent) == (None, CY)


def test_an_inbox_and_the_home_page_are_in_that_order_and_show_it():
    """Within those whose turn it is: the most pressing first, then whoever waits longest."""
    table = Table()
    for n, who in enumerate((ANN, ED, CY), start=1):
        table.now += timedelta(minutes=1)
        table.claimed(place=who.direct, by=BO) if who is ANN else None
        if who is not ANN:
            table.waiting(place=who.direct, by=who)
            table.press("claim", n)
    table.send("priority", 2, level="urgent")
    table.send("priority", 1, level="low")
    those = list(table.conversations.values())
    page = inbox.page(those, those, 1)
    assert [c.number for c in page.conversations] == [2, 3, 1]
    assert "urgent" in inbox.post(page, BO, TEAM, table.now).text
    shown = [p for p in home.of_agent(BO, those, 1, TEAM) if p.title.startswith("#")]
    assert [p.title.split()[0] for p in shown] == ["#2", "#3", "#1"]
    assert [[f.value for f in p.fields if f.name == "Priority"] for p in shown] == [["urgent"], [], ["low"]]


def test_a_customers_page_does_not_show_it():
    table = Table().waiting()
    table.send("priority", level="urgent")
    posts = home.of_customer(ANN, [table.c()])
    assert not any("urgent" in str(p) or "riority" in str(p) for p in posts)
    assert table.c().place == DM
