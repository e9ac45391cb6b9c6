"""Takeover and transfer: who has it then, what both sides are told, who is notified, and what is out of date."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.core_nouns import ANN, BO, CY, DI, DM, ED, FAR, HELP, PLACES, TEAM, UNKNOWN, Table, card_thread, whole

from handoff.effects import FormErrors, OpenCard, OpenForm, OpenThread, Post, Surface, Transcript, Whisper
from handoff.events import Answer, FormSent, Somebody
from handoff.model import AuthorKind, Mention, Standing, Trigger, Turn
from handoff.states import State
from handoff.typed import Usage, parse

JOINED = "You're with a person now: Bo from the team has joined, and can see the conversation so far."
PASSED = "You're with Cy from the team now, who can see everything so far."


def who_has(table: Table) -> tuple[object, State]:
    return table.c().agent, table.c().state


# ---- takeover from the AI


@pytest.mark.parametrize("how", ["button", "command", "slash in the customer's thread"])
def test_the_ai_loses_a_conversation_that_an_agent_takes_over(how):
    """As at a handoff: card, thread, transcript, one notice, and the AI's epoch is over; but nobody is called."""
    table = Table().in_state("ai", HELP)
    before = table.c()
    if how == "button":
        table.press("takeover")
    else:
        at = {"place": table.c().place} if "slash" in how else {"number": "1"}
        table.command("/handoff takeover", BO, **at)
    assert (who_has(table), table.c().epoch) == ((BO, State.CLAIMED), before.epoch + 1)
    assert (table.c().handoffs, table.c().turn, table.c().buttons) == (1, Turn.TEAM, 0)
    assert table.texts() == [JOINED]
    opened = [e for e in table.effects if isinstance(e, OpenCard | OpenThread | Transcript)]
    assert [type(e) for e in opened] == [OpenCard, OpenThread, Transcript]
    assert (opened[0].ping, opened[2].first, opened[2].last) == (False, 1, before.seq)
    assert [p.text for p in table.says(Surface.THREAD)] == ["Bo took this over from the AI."]
    assert (table.c().reason.trigger, table.last.cancelled) == (Trigger.TAKEOVER, [(1, table.c().epoch)])
    assert table.whisper.startswith("#1 is yours.")


def test_no_reason_is_told_in_public():
    table = Table().in_state("ai", HELP)
    table.press("takeover")
    assert "took" not in whole(table.texts())


def test_an_answer_on_its_way_at_a_takeover_comes_too_late():
    """The fence: what the AI still says is a draft for the team."""
    table = Table()
    table.speak("how long does delivery take?")
    run, epoch = table.c().run, table.c().epoch
    table.press("takeover")
    table.answer(Answer("Two days."), key=run, epoch=epoch)
    assert table.texts() == []
    assert (AuthorKind.DRAFT, "Two days.") in table.record()


def test_a_conversation_that_had_a_card_keeps_it():
    """The thread is told what was said with the AI meanwhile."""
    table = Table().in_state("waiting")
    table.send("return")
    table.all_arrives()
    table.speak("and on Sunday?")
    table.answer("Never on Sunday.")
    table.all_arrives()
    told = table.c().told
    table.press("takeover", by=CY)
    assert who_has(table) == (CY, State.CLAIMED)
    assert not [e for e in table.effects if isinstance(e, OpenCard)]
    [transcript] = [e for e in table.effects if isinstance(e, Transcript)]
    assert transcript.first == told + 1


def test_idle_does_not_close_what_was_taken_over():
    table = Table().in_state("ai")
    table.press("takeover")
    assert ("idle", 1) not in table.timers


def test_taking_over_what_waits_is_claiming():
    table = Table().waiting()
    table.press("takeover")
    assert (who_has(table), table.texts()) == ((BO, State.CLAIMED), [JOINED])


# ---- takeover from a colleague


@pytest.mark.parametrize("state", ["claimed", "snoozed"])
def test_a_colleague_is_asked_about_first_and_told(state):
    table = Table().in_state(state, HELP)
    epoch = table.c().epoch
    table.command("/handoff takeover", CY, number="1")
    assert (who_has(table), table.effects) == ((BO, State(state)), [])
    assert table.whisper == "Bo has #1. Do you want to take it over?"
    assert isinstance(table.reply, Whisper)
    post = table.reply.post
    assert [f.value for f in post.fields] == [table.c().claimed_at], "since when"
    [button] = post.buttons
    assert (button.verb, button.label, button.detail) == ("takeover", "Take it from Bo", str(epoch))
    table.press("takeover", by=CY, detail=button.detail)
    assert (who_has(table), table.c().epoch) == ((CY, State.CLAIMED), epoch + 1)
    [notice] = table.says()
    assert (notice.text, notice.ping) == (PASSED, (Mention(kind="person", id=ANN.user),))
    [line] = table.says(Surface.THREAD)
    assert (line.text, line.ping) == ("Cy took this over. Bo had it.", ())


@pytest.mark.parametrize("meanwhile", ["release", "takeover"])
def test_a_question_that_is_out_of_date_takes_nothing(meanwhile):
    """The button bears the epoch in which it was shown."""
    table = Table().claimed()
    stale = str(table.c().epoch)
    if meanwhile == "release":
        table.press("release")
    else:
        table.press("takeover", by=DI, detail=stale)
    before = table.c()
    table.press("takeover", by=CY, detail=stale)
    assert (table.c(), table.effects) == (before, [])
    assert table.whisper.startswith("#1 has changed hands since you were asked, so nothing was done.")


def test_a_former_agents_words_stay_inside():
    table = Table().claimed()
    table.press("takeover", by=CY, detail=str(table.c().epoch))
    table.speak("one more thing", card_thread(), by=BO)
    assert table.texts() == []
    table.speak("hello, I am Cy", card_thread(), by=CY)
    assert table.texts() == ["hello, I am Cy"]


def test_takeover_says_what_it_cannot_do():
    table = Table().claimed()
    table.press("takeover", by=BO)
    assert table.whisper == "You have #1 already."
    table.press("takeover", by=FAR)
    assert table.whisper.startswith("#1 can't be answered from Discord")
    table.command("/handoff takeover", CY)
    assert table.whisper == "Which one? Type its number after the command, as on its card."


def test_a_card_of_a_conversation_with_the_ai_can_be_taken_over_in_words():
    """“@bot take over” in the card's thread."""
    for words in ("takeover", "take over", "Take over!"):
        table = Table().in_state("waiting")
        table.send("return")
        table.all_arrives()
        table.speak(words, card_thread(), by=BO, mentions_bot=True)
        assert who_has(table) == (BO, State.CLAIMED), words


# ---- transfer


def test_a_transfer_tells_the_customer_and_notifies_the_new_agent_once():
    table = Table().claimed(place=HELP)
    epoch = table.c().epoch
    table.now += timedelta(minutes=3)
    table.send("transfer", to=CY.user, note="knows the machine")
    assert (who_has(table), table.c().epoch, table.c().claimed_at) == ((CY, State.CLAIMED), epoch + 1, table.now)
    assert table.texts() == [PASSED]
    posts = table.says(Surface.THREAD)
    assert [(p.text, p.ping) for p in posts] == [
        ("knows the machine", ()),
        ("Bo passed this on: it is yours, Cy.", (Mention(kind="person", id=CY.user),)),
    ]
    assert (AuthorKind.NOTE, "knows the machine") in table.record()
    assert "knows" not in whole(table.texts())
    assert table.whisper == "#1 is with Cy now."
    table.all_arrives()
    table.speak("hi, Cy here", card_thread(), by=CY)
    assert [p.ping for p in table.says()] == [(Mention(kind="person", id=ANN.user),)], "the first words of this claim"


def test_a_transfer_to_nobody_is_a_release_with_a_note():
    table = Table().claimed()
    table.send("transfer", to="", note="I must run")
    assert who_has(table) == (None, State.WAITING)
    assert [p.text for p in table.says(Surface.THREAD)] == ["I must run", "Bo put this back in the queue."]


def test_an_admin_may_pass_on_what_another_has():
    table = Table().claimed()
    table.command("/handoff transfer", CY, number="1", to=DI.user)
    assert (who_has(table), table.whisper) == ((BO, State.CLAIMED), "Bo has #1.")
    table.command("/handoff transfer", DI, number="1", to=CY.user)
    assert who_has(table) == (CY, State.CLAIMED)
    assert table.says(Surface.THREAD)[0].text == "Di passed this on: it is yours, Cy. Bo had it."


def test_snoozed_ones_can_be_passed_on():
    table = Table().in_state("snoozed")
    table.send("transfer", to=CY.user)
    assert who_has(table) == (CY, State.CLAIMED)


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (BO.user, "You have #1 already."),
        (ED.user, "Ed is not of the support team. Pick somebody who is."),
        (FAR.user, "Fay can't answer #1 from Discord: its card is on Slack. Pick somebody's Slack account."),
        ("U404", "I don't know who that is. Pick or mention somebody of the team; nobody: back to the queue."),
    ],
)
def test_what_is_wrong_with_whom_it_is_passed_to_is_said_in_the_form(to, words):
    """Bots have no standing at all: they are refused as any member is."""
    table = Table().claimed()
    before = table.c()
    table.send("transfer", to=to, note="please")
    assert isinstance(table.reply, FormErrors)
    assert (table.reply.errors, table.c(), table.effects) == ({"to": words}, before, [])
    table.command("/handoff transfer", BO, number="1", to=to)
    assert (table.whisper, table.c()) == (words, before)


def test_an_admin_does_not_pass_to_themselves_and_is_told_how_to_take_it():
    table = Table().claimed()
    table.send("transfer", by=DI, to=DI.user)
    assert isinstance(table.reply, FormErrors)
    assert table.reply.errors == {"to": "You can't pass #1 to yourself. To have it, take it over."}


def test_whoever_could_not_be_checked_gets_nothing():
    table = Table().claimed()
    said = {"@Cy": Somebody(CY, UNKNOWN)}
    table.speak("transfer @Cy", card_thread(), by=BO, mentions_bot=True, mentions_others=True, named=said)
    assert who_has(table) == (BO, State.CLAIMED)
    assert "could not be checked just now" in whole(table.texts(Surface.THREAD))


@pytest.mark.parametrize(("state", "words"), [("waiting", "Claim it first."), ("ai", "Take it over first.")])
def test_what_nobody_has_cannot_be_passed_on(state, words):
    table = Table().in_state(state)
    table.command("/handoff transfer", BO, number="1", to=CY.user)
    assert table.whisper.endswith(words)
    assert table.c().state is State(state)


def test_the_button_opens_a_form_with_a_person_picker():
    table = Table().claimed()
    table.press("transfer")
    assert isinstance(table.reply, OpenForm)
    assert [(i.name, i.person, i.required) for i in table.reply.inputs] == [("to", True, False), ("note", False, False)]
    table.press("transfer", by=CY)
    assert table.whisper == "Bo has #1."


# ---- said in the card's thread

NAMED = {"@Cy Lo": Somebody(replace(CY, name="Cy Lo"), Standing(agent=True)), "@Cy": Somebody(CY, Standing(agent=True))}


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("transfer @Cy he knows it", "he knows it"),
        ("transfer to @Cy: he knows it", "he knows it"),
        ("Transfer @Cy", ""),
        ("transfer he knows it, to @Cy", "he knows it,"),
        ("transfer @Cy Lo he knows it", "he knows it"),
    ],
)
def test_a_transfer_is_said_in_the_cards_thread(words, note):
    """“@bot transfer @cy he knows it”: who was mentioned is known by their id, wherever the mention stands."""
    table = Table().claimed()
    table.speak(words, card_thread(), by=BO, mentions_bot=True, mentions_others=True, named=NAMED)
    assert who_has(table) == (CY, State.CLAIMED)
    assert [text for kind, text in table.record() if kind is AuthorKind.NOTE] == ([note] if note else [])


def test_a_transfer_to_nobody_is_said():
    table = Table().claimed()
    table.speak("transfer", card_thread(), by=BO, mentions_bot=True)
    assert who_has(table) == (None, State.WAITING)


def test_a_transfer_to_nobody_is_said_with_a_note():
    table = Table().claimed()
    table.speak("transfer I must run", card_thread(), by=BO, mentions_bot=True)
    assert who_has(table) == (None, State.WAITING)
    assert (AuthorKind.NOTE, "I must run") in table.record()


def test_a_name_that_is_typed_without_its_sign_is_asked_for():
    """“/handoff transfer cy”."""
    table = Table().claimed()
    table.command("/handoff transfer", BO, number="1", note="cy")
    assert (who_has(table), table.effects) == ((BO, State.CLAIMED), [])
    assert table.whisper.startswith("I don't know who that is.")


@pytest.mark.parametrize("words", ["transfer @Zoe he knows it", "transfer to Cy", "transfer to @Zoe", "transfer Cy"])
def test_whoever_cannot_be_made_out_is_asked_for(words):
    """Rather than put back in the queue what was meant for somebody."""
    table = Table().claimed()
    table.speak(words, card_thread(), by=BO, mentions_bot=True)
    assert who_has(table) == (BO, State.CLAIMED)
    assert "I don't know who that is." in whole(table.texts(Surface.THREAD))


def test_a_transfer_is_said_in_the_team_channel_with_a_number():
    table = Table().claimed()
    table.speak("transfer 1 @Cy he knows it", TEAM, by=BO, mentions_bot=True, named=NAMED)
    assert who_has(table) == (CY, State.CLAIMED)


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("transfer 42 @cy knows it", {"number": "42", "to": "cy", "note": "knows it"}),
        ("transfer to @cy, knows it", {"to": "cy", "note": "knows it"}),
        ("transfer to cy", {"to": "cy"}),
        ("transfer I must run", {"note": "I must run"}),
        ("transfer", {}),
        ("takeover 42", {"number": "42"}),
    ],
)
def test_what_is_typed_is_understood(typed, options):
    assert parse("handoff", typed)[1] == options


def test_a_takeover_of_no_number_is_explained():
    with pytest.raises(Usage, match="is not a conversation's number"):
        parse("handoff", "takeover his")


OUTSIDE = Standing(agent=True, outside=True)


@pytest.mark.parametrize("line", ["/claim", "/handoff takeover", "/handoff reopen"])
def test_who_cannot_see_the_team_channel_is_told_so_and_takes_nothing(line):
    """C17: AGENTS may name somebody whom nobody let into it: they would have a conversation that they cannot write in."""
    table = Table().in_state("closed" if line.endswith("reopen") else "waiting")
    before = table.c()
    table.command(line, BO, place=HELP, standing=OUTSIDE, number="1")
    assert (table.c(), table.effects) == (before, [])
    assert table.whisper.startswith("You can't see the team's channel, where #1 is answered. Ask to be let in there")


def test_who_cannot_see_the_team_channel_answers_in_the_customers_thread():
    table = Table().in_state("waiting", HELP)
    table.command("/claim", BO, place=HELP, standing=OUTSIDE, number="1")
    assert who_has(table) == (BO, State.CLAIMED)
    assert table.whisper.startswith("#1 is yours. Write to Ann in their own thread")


def test_who_acts_in_the_team_channel_sees_it():
    """Whatever was last known of who is in there."""
    table = Table().in_state("waiting")
    table.press("claim", standing=OUTSIDE)
    assert (who_has(table), table.whisper.startswith("#1 is yours. Write in its thread")) == ((BO, State.CLAIMED), True)


def test_nothing_is_passed_to_somebody_who_cannot_see_it():
    table = Table().claimed()
    form = FormSent(
        key="f", at=table.now, by=BO, standing=Standing(agent=True), place=TEAM, verb="transfer", number=1,
        fields={"to": CY.user}, people={"to": Somebody(CY, OUTSIDE)},
    )  # fmt: skip
    table.does(form)
    assert isinstance(table.reply, FormErrors)
    assert table.reply.errors == {
        "to": "Cy can't see the team's channel, where #1 is answered. Let them in there first, or pick somebody else."
    }
    assert (who_has(table), table.effects) == ((BO, State.CLAIMED), [])


def test_the_new_agent_of_another_platform_is_told_without_a_ping():
    """Their account cannot be in the card's thread; they work in the customer's own."""
    places = replace(PLACES, team=replace(TEAM, platform="discord", workspace=""))
    table = Table(places=places).waiting(place=HELP)
    table.press("claim", by=FAR)
    table.all_arrives()
    table.command("/handoff transfer", FAR, number="1", to=CY.user)
    assert table.c().agent == CY
    assert table.says(Surface.THREAD) == [Post(text="Fay passed this on: it is yours, Cy.")]


def test_a_direct_message_is_not_notified_besides():
    table = Table().claimed(place=DM)
    table.send("transfer", to=CY.user)
    assert [p.ping for p in table.says()] == [()]
