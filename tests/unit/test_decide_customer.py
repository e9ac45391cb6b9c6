"""The customer's words, and other people's near them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.core_nouns import AGENT, ANN, BO, CY, DM, ED, HELP, NOON, PLACES, STRANGER, TEAM, Table, card_thread, thread

from handoff.effects import Ask, OpenCard, OpenThread, Say, Surface, Transcript
from handoff.model import Address, AuthorKind, File, Mention, Policy, Trigger, Turn
from handoff.ports import Timer
from handoff.states import State

ELSEWHERE = Address("slack", "T1", "C7")
RUN = "run:1:0:1"


@pytest.fixture
def table():
    return Table()


# ---- which words are ours


def test_a_direct_message_opens_a_conversation_and_asks_the_ai(table):
    table.speak("how long does delivery take?")
    assert (table.c().place, table.c().state, table.c().customer) == (DM, State.AI, ANN)
    assert table.effects == [Ask(number=1, epoch=0, run=RUN)]
    assert table.record() == [(AuthorKind.CUSTOMER, "how long does delivery take?")]


def test_words_in_a_support_channel_are_answered_in_a_thread(table):
    """The thread is begun at the question, and named by it."""
    table.speak("how long does delivery take?", HELP, message_id="5.5", link="https://x/5.5")
    assert (table.c().place, table.c().link) == (thread("5.5"), "https://x/5.5")
    assert table.effects[0] == OpenThread(number=1, surface=Surface.CUSTOMER, title="how long does delivery take?")


def test_a_picture_alone_opens_a_thread_named_by_the_person(table):
    table.speak("", HELP, files=(File("broken.png"),))
    assert table.effects[0].title == "Ann"
    assert table.c().last_words == "[file: broken.png]"


@pytest.mark.parametrize(
    "changes",
    [
        {"by": BO},
        {"mentions_others": True},
        {"reply_to_other": True},
        {"text": "good morning all"},
        {"text": "thanks!"},
        {"standing": STRANGER},
        {"place": ELSEWHERE},
        {"place": thread("of-others")},
        {"place": TEAM},
        {"place": card_thread("nobodys")},
    ],
)
def test_what_is_not_meant_for_the_bot_is_left_alone(table, changes):
    """Agents' own posts, words between members, greetings to the room, other channels, strangers: silence, no record."""
    table.speak(**{"text": "is the shop open on Sunday?", "place": HELP} | changes)
    assert (table.conversations, table.effects) == ({}, [])


@pytest.mark.parametrize("changes", [{"by": BO}, {"place": ELSEWHERE}, {"place": thread("of-others")}, {"text": "thanks"}])
def test_a_mention_reaches_the_bot_anywhere(table, changes):
    """A1: whoever mentions it is the one who asks, whatever their role."""
    table.speak(**{"text": "is it open on Sunday?", "place": HELP, "mentions_bot": True} | changes)
    assert [type(e) for e in table.effects][-1] is Ask
    assert table.c().customer == changes.get("by", ANN)


def test_a_forums_post_opens_a_conversation_in_its_own_thread(table):
    """Its first words bear the thread's own id; there is no thread to make."""
    table.speak("my lamp flickers", thread("9.9"), message_id="9.9")
    assert table.c().place == thread("9.9")
    assert [type(e) for e in table.effects] == [Ask]


def test_words_within_twenty_seconds_are_one_conversation(table):
    """A2: the seconds count from the latest words; afterwards a new conversation begins."""
    for seconds in (0, 20, 40):
        table.now = NOON + timedelta(seconds=seconds)
        table.speak("and another thing", HELP)
    assert [c.seq for c in table.conversations.values()] == [3]
    table.now += timedelta(seconds=21)
    table.speak("something else", HELP)
    table.speak("mine flickers too", HELP, by=ED)
    assert [c.customer for c in table.conversations.values()] == [ANN, ANN, ED]


def test_the_customers_name_follows_the_person(table):
    table.speak("hi there, a question", by=replace(ANN, name=""))
    table.speak("it is about lamps", by=replace(ANN, name="Anna"))
    table.speak("hello?", by=replace(ANN, name=""))
    assert table.c().customer.name == "Anna"


# ---- the AI's turn


def test_one_run_at_a_time_and_what_came_meanwhile_in_the_next(table):
    """E4: three messages while the AI works are one more run, not three."""
    table.speak("first")
    for words in ("second", "third"):
        table.speak(words)
        assert table.effects == []
    table.answer("One.", through=1)
    asks = [e for e in table.effects if isinstance(e, Ask)]
    assert [(a.epoch, a.run != RUN) for a in asks] == [(0, True)]
    table.answer("Two and three.")
    assert [e for e in table.effects if isinstance(e, Ask)] == []


def test_the_idle_timer_moves_with_every_message_and_closes_what_no_person_was_in(table):
    table.speak("first")
    assert table.timers[("idle", 1)] == Timer(kind="idle", number=1, epoch=0, due=NOON + timedelta(hours=24))
    table.now += timedelta(hours=1)
    table.speak("second")
    table.answer("An answer.")
    table.all_arrives()
    table.run_out("idle")
    assert table.now == NOON + timedelta(hours=25)
    assert (table.c().state, table.c().buttons, table.timers) == (State.CLOSED, 0, {})


def test_no_timer_closes_what_a_person_was_in(table):
    table.claimed()
    table.send("return")
    table.speak("one more thing, how do I pay?")
    assert table.timers == {}


def test_idle_of_zero_closes_nothing():
    table = Table(policy=Policy(idle=timedelta(0)))
    table.speak("first")
    assert table.timers == {}


def test_a_stale_idle_timer_is_inert(table):
    table.speak("first")
    table.speak("I want a human")
    table.timers[("idle", 1)] = Timer(kind="idle", number=1, epoch=0, due=NOON)
    table.run_out("idle")
    assert (table.c().state, table.timers) == (State.WAITING, {})


def test_without_an_ai_every_question_goes_to_the_team():
    """AI=none: handed off at the first words, once, and worded as what it is."""
    table = Table(answers=False)
    table.speak("how long does delivery take?")
    assert (table.c().state, table.c().reason.trigger) == (State.WAITING, Trigger.AI)
    assert table.texts() == ["Thanks for your message. I've asked the team, and a person will answer you here."]


def test_without_an_ai_words_to_another_member_stay_between_them():
    table = Table(answers=False)
    table.speak("how long?", HELP)
    table.send("return")
    table.speak("@Ed did you get yours?", table.c().place, mentions_others=True)
    assert table.c().state is State.AI


# ---- a person is asked for


@pytest.mark.parametrize("policy", [Policy(), Policy(keywords_enabled=False, keywords=(), failed_limit=0)])
@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("place", [DM, HELP])
def test_an_explicit_request_is_always_honoured(policy, answers, place):
    table = Table(policy=policy, answers=answers)
    table.speak("can I talk to a human please", place)
    assert (table.c().state, table.c().reason.trigger) == (State.WAITING, Trigger.EXPLICIT)


def test_an_explicit_request_in_words_to_another_member_is_honoured(table):
    """Everything else that the asker says to somebody else keeps the AI quiet, and counts for nothing."""
    table.speak("my lamp flickers", HELP)
    here = table.c().place
    table.speak("@Ed this is terrible -0.99", here, mentions_others=True)
    assert (table.c().state, table.effects, len(table.c().moods)) == (State.AI, [], 1)
    table.speak("@Ed I want to talk to a real person", here, mentions_others=True)
    assert table.c().reason.trigger is Trigger.EXPLICIT


def test_a_bystander_never_triggers_and_gets_no_ai(table):
    """A9: their words are kept as another member's, whatever they say."""
    table.speak("my lamp flickers", HELP)
    for words in ("I want a human", "cancel my account", "awful -0.99"):
        table.speak(words, table.c().place, by=ED)
    assert (table.c().state, table.effects, len(table.c().moods)) == (State.AI, [], 1)
    assert table.kinds()[1:] == [AuthorKind.PARTICIPANT] * 3


def test_a_bystander_is_shown_to_the_team_once_it_is_the_teams(table):
    table.waiting(place=HELP)
    table.speak("mine too", table.c().place, by=ED)
    (post,) = table.says(Surface.THREAD)
    assert (post.label, post.text) == ("Ed · another member", "mine too")


def test_the_handoff_is_one_decision(table):
    """The mute, the notice, the card with its ping, its thread and the transcript, in lanes that keep their order."""
    table.speak("how long does delivery take?")
    table.answer("Two days.")
    table.all_arrives()
    table.speak("I want a human")
    c = table.c()
    assert (c.state, c.epoch, c.handoffs, c.run, c.turn) == (State.WAITING, 1, 1, "", Turn.TEAM)
    kinds = [type(e).__name__ for e in table.effects]
    assert kinds == ["Say", "Amend", "OpenCard", "OpenThread", "Transcript"]
    assert table.effects[2:] == [
        OpenCard(number=1, ping=True),
        OpenThread(number=1, surface=Surface.THREAD, title="#1 · Ann"),
        Transcript(number=1, first=1, last=3),
    ]
    assert table.last.cancelled == [(1, 1)]
    assert table.timers == {}


@pytest.mark.parametrize(
    ("place", "words"), [(DM, "I'm sorry that I haven't been more help."), (HELP, "I've asked the team, and a person will")]
)
def test_a_public_notice_tells_no_mood(table, place, words):
    """A13: the same reason is worded in a direct message, and hidden where others read."""
    for score in ("-0.5", "-0.6", "-0.7"):
        table.speak(f"bad {score}", table.c().place if table.conversations else place)
    assert table.c().reason.trigger is Trigger.SENTIMENT
    assert table.texts()[0].startswith(words)


def test_the_same_question_again_is_a_failed_response(table):
    """B3: the third time that a good answer is followed by the same question, a person is asked for; other words undo it."""
    for _ in range(3):
        table.speak("Where is my parcel?")
        table.answer("It is on its way.")
    assert table.c().misses == 2
    table.speak("where is my  parcel")
    assert (table.c().reason.trigger, table.c().state) == (Trigger.FAILURES, State.WAITING)
    assert table.c().reason.evidence[0] == "3 failed responses in a row"


def test_another_question_answered_makes_the_count_fresh(table):
    for words in ("Where is my parcel?", "Where is my parcel?", "How do I pay?"):
        table.speak(words)
        table.answer("An answer.")
    assert (table.c().misses, table.c().missed) == (0, ())


def test_a_machine_that_greets_a_machine_is_stopped(table):
    """The loop guard: the same words seven times in a row, whatever was answered, are handed off."""
    table = Table(policy=Policy(failed_limit=0))
    for _ in range(6):
        table.speak("I am out of office")
        table.answer("Two days.")
    assert table.c().state is State.AI
    table.speak("I am out of office")
    assert table.c().state is State.WAITING
    assert "may be a machine" in table.c().reason.evidence[0]


# ---- while the team has it


def test_words_while_waiting_are_shown_to_the_team(table):
    table.waiting()
    table.speak("it is order 4711")
    assert [p.label for p in table.says(Surface.THREAD)] == ["Ann · customer"]
    assert (table.texts(), table.last.dirty) == ([], {"card:1"})


@pytest.mark.parametrize(("quiet", "pinged"), [(299, ()), (300, (Mention(kind="person", id="U2"),))])
def test_the_claimant_is_pinged_after_five_quiet_minutes(table, quiet, pinged):
    """Counted from the last words of either side, or from the claim."""
    table.claimed()
    table.speak("hello?")
    table.now += timedelta(minutes=10)
    table.speak("I am here", card_thread(), by=BO)
    table.now += timedelta(seconds=quiet)
    table.speak("good")
    (post,) = table.says(Surface.THREAD)
    assert post.ping == pinged


def test_an_agent_of_the_other_platform_is_not_pinged_where_they_are_not(table):
    """Their id means nothing in the team's channel."""
    table = Table(places=replace(PLACES, team=Address("discord", "", "99")))
    table.waiting(place=HELP)
    table.press("claim", by=BO)
    table.now += timedelta(hours=1)
    table.speak("hello?", table.c().place)
    assert [p.ping for p in table.says(Surface.THREAD)] == [()]


def test_words_to_a_snoozed_conversation_wake_it(table):
    table.in_state("snoozed")
    table.speak("I am back")
    assert (table.c().state, table.c().agent, table.c().turn) == (State.CLAIMED, BO, Turn.TEAM)


def test_an_agents_words_in_the_customers_thread_mute_the_ai(table):
    """B6: at once, without a notice, and shown to the team as said already."""
    table.speak("my lamp flickers", HELP)
    run = table.c().run
    table.speak("have you tried another plug?", table.c().place, by=BO)
    assert (table.c().state, table.c().epoch, table.c().reason.trigger) == (State.WAITING, 1, Trigger.AGENT)
    assert table.texts() == []
    assert table.says(Surface.THREAD)[0].label == "Bo · team, in the customer's thread"
    assert table.c().turn is Turn.CUSTOMER
    table.answer("Two days.", key=run, epoch=0)
    assert table.texts() == [], "the AI's late answer is never said"


def test_the_first_human_answer_may_be_in_the_customers_own_thread(table):
    """The customer is then not pinged by us for the second."""
    table.waiting(place=HELP)
    table.press("claim")
    table.speak("hi, I'm looking", table.c().place, by=BO)
    table.all_arrives()
    table.speak("found it", card_thread(), by=BO)
    assert [p.ping for p in table.says()] == [()]


def test_a_command_said_to_the_bot_in_the_customers_thread_is_carried_out(table):
    """C17: an agent who works there can claim there; the words are not taken for the customer's."""
    table.waiting(place=HELP)
    table.speak("claim", table.c().place, by=BO, mentions_bot=True)
    assert (table.c().agent, AuthorKind.AGENT in table.kinds()) == (BO, False)
    assert table.says(Surface.THREAD)[0].text.startswith("#1 is yours")


# ---- after the close


@pytest.mark.parametrize("words", ["thanks!", "Thank you so much", "bye"])
def test_bare_thanks_never_reopen(table, words):
    """They are added to the record; nobody is called back, and nothing is said."""
    table.in_state("closed")
    table.speak(words)
    assert (table.c().state, table.record()[-1], table.effects) == (State.CLOSED, (AuthorKind.CUSTOMER, words), [])
    assert len(table.conversations) == 1


def test_the_next_words_after_the_close_are_the_ais(table):
    table.in_state("closed")
    table.speak("how do I return something?")
    assert (table.c(2).state, table.c(2).place, table.c(2).misses) == (State.AI, DM, 0)
    assert [type(e) for e in table.effects] == [Ask]


def test_after_the_close_words_to_another_member_open_nothing(table):
    table.in_state("closed", HELP)
    place = table.c().place
    table.speak("@Ed thanks to you as well for the hint", place, mentions_others=True)
    assert len(table.conversations) == 1
    table.speak("@Ed no, I want to talk to a human again", place, mentions_others=True)
    assert (table.c(2).state, table.c(2).reason.trigger) == (State.WAITING, Trigger.EXPLICIT)


@pytest.mark.parametrize("by", [ED, CY])
def test_others_words_in_a_closed_thread_open_nothing(table, by):
    """A mention of the bot there is a member's own question, and an agent's word about the customer's."""
    table.in_state("closed", HELP)
    place = table.c().place
    table.speak("what was the answer?", place, by=by)
    assert (len(table.conversations), table.effects) == (1, [])
    table.speak("what was the answer?", place, by=by, mentions_bot=True)
    assert [c.customer for c in table.conversations.values()] == ([ANN, ED] if by is ED else [ANN])


def test_an_agents_thanks_in_a_closed_thread_change_no_turn(table):
    table.in_state("closed", HELP)
    table.speak("thank you", table.c().place, by=CY, standing=AGENT)
    assert (table.c().turn, table.record()[-1]) == (Turn.NOBODY, (AuthorKind.AGENT, "thank you"))


def test_evidence_is_for_the_team_alone(table):
    """B8: the quote and the rule are kept, and nothing of them is said to the customer."""
    table.speak("please cancel my account, you crooks")
    c = table.c()
    assert (c.reason.trigger, c.reason.evidence) == (Trigger.KEYWORD, ("keyword “cancel my account”",))
    assert "crooks" in c.reason.quote
    assert "cancel" not in table.texts()[0]


# ---- an explicit request is never met with silence


def test_who_asks_again_while_waiting_is_told_once_in_two_minutes(table):
    table.waiting()
    for seconds, told in ((5, True), (60, False), (119, False), (125, True)):
        table.now = NOON + timedelta(seconds=seconds)
        table.speak("hello? I want to talk to a human")
        assert [text[:33] for text in table.texts()] == ["The team has been asked already, "] * told
        assert len(table.says(Surface.THREAD)) == 1, "the team sees every word"
    table.speak("my lamp flickers")
    assert table.texts() == []


def test_who_was_muted_without_a_notice_and_asks_is_told(table):
    """An agent wrote in the thread, so the customer never heard that the team is there."""
    table.speak("my lamp flickers", HELP)
    table.speak("have you tried another plug?", table.c().place, by=BO)
    table.speak("can I talk to a person?", table.c().place)
    assert table.texts() == ["The team has been asked already, and a person will join you as soon as one is free."]


@pytest.mark.parametrize("state", ["ai", "waiting", "claimed"])
def test_who_asks_the_bot_for_a_person_in_anothers_thread_gets_their_own(table, state):
    """E3: in their direct messages; in public one line to them, without a reason, and the thread's matter is untouched."""
    table.in_state(state, HELP)
    before = table.c()
    table.speak("I want a human", before.place, by=ED, mentions_bot=True)
    c = table.c(2)
    assert (table.c(1), c.customer, c.place, c.state) == (before, ED, replace(DM, channel="@U5"), State.WAITING)
    assert table.record(2)[0] == (AuthorKind.CUSTOMER, "I want a human")
    notice, public = [e for e in table.effects if isinstance(e, Say) and e.surface is Surface.CUSTOMER]
    assert (notice.number, public.number) == (2, 1)
    assert public.post.text == "I've asked the team. They will write to you in direct messages."
    assert public.post.ping == (Mention(kind="person", id="U5"),)
    table.speak("I want a human", before.place, by=ED, mentions_bot=True)
    assert table.texts() == [
        "The team has been asked already, and a person will join you as soon as one is free.",
        public.post.text,
    ]
    table.speak("I want a human", before.place, by=ED, mentions_bot=True)
    assert (table.texts(), len(table.conversations)) == ([], 2)
    table.press("claim", 2, by=CY)
    table.now += timedelta(minutes=5)
    table.speak("I want a human", before.place, by=ED, mentions_bot=True)
    assert table.texts()[0] == "Cy from the team is with you already. Just write to them."


@pytest.mark.parametrize("changes", [{}, {"mentions_bot": True, "by": CY}])
def test_others_words_in_a_thread_ask_for_nothing(table, changes):
    """Without a mention of the bot; and an agent is the team."""
    table.in_state("waiting", HELP)
    table.speak("he should talk to a human", table.c().place, **({"by": ED} | changes))
    assert (len(table.conversations), table.texts()) == (1, [])


def test_the_former_customer_of_a_thread_that_is_anothers_now_gets_their_own(table):
    """With or without a mention: the bot answered them there before."""
    table.in_state("closed", HELP)
    place = table.c().place
    table.speak("and how long is it for me?", place, by=ED, mentions_bot=True)
    table.speak("I want to talk to a human", place)
    assert (table.c(3).customer, table.c(3).place, table.c(3).state) == (ANN, DM, State.WAITING)
    assert table.texts()[-1] == "I've asked the team. They will write to you in direct messages."
    table.speak("hm", place)
    assert (len(table.conversations), table.record(2)[-1]) == (3, (AuthorKind.PARTICIPANT, "hm"))
