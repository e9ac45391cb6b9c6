"""Words in a card's thread: which of them the customer reads, and which never."""

import pytest
from unit.core_nouns import ANN, BO, CY, DI, ED, HELP, MEMBER, NOON, SECOND, TEAM, Table, card_thread

from handoff import cards
from handoff.commands import SPOKEN
from handoff.effects import Amend, Say, Surface
from handoff.locale.en import TEXTS
from handoff.model import AuthorKind, File, Mention, Turn
from handoff.states import State

HERE = card_thread()


@pytest.fixture
def table():
    return Table().claimed()


def test_the_claimants_words_go_to_the_customer(table):
    """With their name, their files as lines, and the turn passes to the customer."""
    table.speak("Hello **Ann**", HERE, by=BO, files=(File("bill.pdf"),))
    (post,) = table.says()
    assert (post.text, post.label) == ("Hello **Ann**\n[file: bill.pdf]", "Bo")
    assert (table.c().turn, table.c().agent_at, table.texts(Surface.THREAD)) == (Turn.CUSTOMER, NOON, [])


def test_in_public_the_customer_is_pinged_when_somebody_joins_and_at_the_first_words():
    """Once each, by their own id; never at the second words."""
    table = Table().waiting(place=HELP)
    table.press("claim")
    pings = [p.ping for p in table.says()]
    for words in ("one", "two"):
        table.speak(words, HERE, by=BO)
        pings += [p.ping for p in table.says()]
    ann = (Mention(kind="person", id="U1"),)
    assert pings == [ann, ann, ()]


def test_in_a_direct_message_nobody_needs_a_ping(table):
    table.speak("hello", HERE, by=BO)
    assert [p.ping for p in table.says()] == [()]


@pytest.mark.parametrize(
    ("by", "standing"),
    [(BO, None), (CY, None), (DI, None), (ANN, MEMBER), (ED, MEMBER)],
    ids=["claimant", "agent", "admin", "customer", "member"],
)
@pytest.mark.parametrize(
    "text",
    ["// she is angry", "//angry", "  // angry", "／／ angry", "　／/angry", "\u200b// angry", "\n//\nangry"],
)
def test_a_note_never_leaves(table, by, standing, text):
    """X3: whoever writes it, however."""
    table.speak(text, HERE, by=by, **({"standing": standing} if standing else {}))
    assert (table.texts(), table.record()[-1][0]) == ([], AuthorKind.NOTE)
    assert table.record()[-1][1] in ("she is angry", "angry")


@pytest.mark.parametrize("by", [CY, DI, ED], ids=["agent", "admin", "member"])
@pytest.mark.parametrize("state", ["claimed", "snoozed"])
def test_others_words_stay_inside(state, by):
    """Only the claimant speaks with the customer; nobody is bothered about it."""
    table = Table().in_state(state)
    table.speak("did you ask for the order number?", HERE, by=by)
    assert (table.effects, table.record()[-1][0]) == ([], AuthorKind.NOTE)


@pytest.mark.parametrize(
    "changes",
    [
        {"mentions_others": True},
        {"mentions_bot": True, "text": "what do you think?"},
        {"text": "/close"},
        {"text": "!note hm"},
        {"text": "／close"},
        {"text": " ！hm"},
    ],
)
def test_what_looks_meant_for_a_colleague_is_held(table, changes):
    """C6: kept in the record as a draft, with both ways out."""
    table.speak(**{"text": "can you look?", "place": HERE, "by": BO} | changes)
    assert (table.texts(), table.record()[-1][0]) == ([], AuthorKind.DRAFT)
    (post,) = table.says(Surface.THREAD)
    assert [(b.verb, b.detail) for b in post.buttons] == [("send", str(table.c().seq)), ("keep", str(table.c().seq))]


def test_held_words_are_sent_or_kept_once(table):
    table.speak("@Cy can you look?", HERE, by=BO, mentions_others=True)
    seq = str(table.c().seq)
    table.press("send", by=CY, detail=seq)
    assert (table.texts(), table.whisper) == ([], "Only Bo, who wrote these words, can send them.")
    table.press("send", by=BO, detail=seq)
    assert (table.texts(), table.whisper, table.kinds()[-1]) == (["@Cy can you look?"], "", AuthorKind.AGENT)
    for verb in ("send", "keep"):
        table.press(verb, by=BO, detail=seq)
        assert (table.texts(), table.whisper[:26]) == ([], "That message can't be sent")


def test_kept_words_stay_inside(table):
    table.speak("/close", HERE, by=BO)
    table.press("keep", by=BO, detail=str(table.c().seq))
    assert (table.texts(), table.whisper, table.kinds()[-1]) == ([], "", AuthorKind.NOTE)


def test_unclaimed_words_are_claimed_and_sent():
    """Not lost, not sent by surprise: one press takes the conversation and sends them; a second held message goes too."""
    table = Table().waiting()
    table.speak("hello Ann", HERE, by=BO)
    first = str(table.c().seq)
    (post,) = table.says(Surface.THREAD)
    assert (post.text, [b.label for b in post.buttons]) == (
        "Not sent: nobody has claimed #1 yet.\n> hello Ann",
        ["Claim and send", "Keep inside"],
    )
    table.speak("are you there?", HERE, by=BO)
    second = str(table.c().seq)
    table.press("send", by=BO, detail=first)
    assert (table.c().agent, table.c().state) == (BO, State.CLAIMED)
    assert [t.partition(" ")[0] for t in table.texts()] == ["You're", "hello"]
    table.press("send", by=BO, detail=second)
    assert table.texts() == ["are you there?"]


def test_anybody_of_the_team_may_keep_unclaimed_words_inside():
    table = Table().waiting()
    table.speak("hm", HERE, by=BO)
    table.press("keep", by=CY, detail=str(table.c().seq))
    assert (table.kinds()[-1], table.c().state) == (AuthorKind.NOTE, State.WAITING)


@pytest.mark.parametrize("detail", ["", "x", "1", "99"])
def test_what_is_no_held_message_cannot_be_sent(table, detail):
    """Not the customer's own words, nor something that never was."""
    table.press("send", by=BO, detail=detail)
    assert (table.texts(), table.whisper[:26]) == ([], "That message can't be sent")


@pytest.mark.parametrize("verb", ["release", "return", "close"])
def test_held_words_do_not_outlive_the_owners_time(table, verb):
    """C8: whoever has the conversation next never sends a former owner's held words."""
    table.speak("@Cy is she always like this?", HERE, by=BO, mentions_others=True)
    seq = str(table.c().seq)
    table.press("release") if verb == "release" else table.send(verb)
    table.speak("I want a human")
    table.all_arrives()
    table.press("claim", max(table.conversations), by=CY)
    table.press("send", 1, by=CY, detail=seq)
    assert (table.texts(), table.whisper[:26]) == ([], "That message can't be sent")


@pytest.mark.parametrize(("state", "words"), [("closed", "Not sent: #1 is closed."), ("ai", "Not sent: #1 is with the AI.")])
def test_words_to_a_conversation_that_nobody_has_are_refused_in_words(table, state, words):
    table.send("return" if state == "ai" else "close")
    table.speak("one more thing", HERE, by=BO)
    assert (table.texts(), table.texts(Surface.THREAD)) == ([], [words])


def test_a_deleted_held_message_is_gone(table):
    table.speak("/x", HERE, by=BO, message_id="h1")
    table.delete("h1", HERE)
    table.press("send", by=BO, detail=str(table.c().seq))
    assert table.texts() == []


def test_an_edit_of_a_held_message_is_what_is_sent(table):
    table.speak("/hm", HERE, by=BO, message_id="h1")
    table.edit("h1", "Hello Ann", HERE, BO, at=NOON + SECOND)
    table.press("send", by=BO, detail=str(table.c().seq))
    assert table.texts() == ["Hello Ann"]


def beside(table: Table, seq: int):
    """What stands beside held words by now: rendered from the record, as an Amend does."""
    return cards.held(table.messages[1, seq], table.c())


def test_several_held_messages_can_be_told_apart(table):
    """Their words are quoted, on one line and shortened."""
    table.speak("/one\ntwo", HERE, by=BO)
    assert table.texts(Surface.THREAD) == ["Not sent: this looks meant for a colleague.\n> /one two"]
    table.speak("/" + "x" * 500, HERE, by=BO)
    assert len(table.texts(Surface.THREAD)[0]) < 200


@pytest.mark.parametrize(("verb", "words"), [("send", "Sent by Bo.\n> /x"), ("keep", "Kept inside.\n> /x")])
@pytest.mark.parametrize("state", ["waiting", "claimed"])
def test_the_buttons_of_held_words_go_once_they_are_settled(verb, words, state):
    """S20: and whoever reads the thread later sees what became of them."""
    table = Table().in_state(state)
    table.speak("/x", HERE, by=BO)
    (row,) = [row for row in table.pending(Say) if row.effect.surface is Surface.THREAD]
    seq = table.c().seq
    table.arrives(row)
    table.press(verb, by=BO, detail=str(seq))
    assert Amend(number=1, surface=Surface.THREAD, seq=seq) in table.effects
    assert (beside(table, seq).text, beside(table, seq).buttons, table.c().holding) == (words, (), ())
    table.speak("/y", HERE, by=CY)
    table.speak("later", HERE, by=CY)
    assert (beside(table, seq).text, beside(table, seq).buttons) == (words, ())


@pytest.mark.parametrize("verb", ["release", "return", "close", "depart"])
def test_the_buttons_of_held_words_go_with_the_owners_time(table, verb):
    table.speak("/x", HERE, by=BO)
    seq = table.c().seq
    if verb == "depart":
        table.departs(BO)
    else:
        table.press("release") if verb == "release" else table.send(verb)
    assert Amend(number=1, surface=Surface.THREAD, seq=seq) in table.effects
    assert (beside(table, seq).text, beside(table, seq).buttons) == ("Not sent, and out of date.\n> /x", ())


def test_a_claim_ends_others_held_words_and_lets_the_claimant_send_their_own():
    table = Table().waiting()
    table.speak("I'll look", HERE, by=BO)
    table.speak("so will I", HERE, by=CY)
    bos, cys = table.c().seq - 1, table.c().seq
    table.press("claim", by=BO)
    assert [e.seq for e in table.effects if isinstance(e, Amend)] == [bos, cys]
    assert beside(table, cys).text.startswith("Not sent, and out of date.")
    assert [b.label for b in beside(table, bos).buttons] == ["Send", "Keep inside"]
    table.press("send", by=CY, detail=str(cys))
    assert (table.texts(), table.whisper[:26]) == ([], "That message can't be sent")
    table.press("send", by=BO, detail=str(bos))
    assert table.texts() == ["I'll look"]


def test_what_is_quoted_beside_held_words_follows_them(table):
    """An edit changes the quotation, a deletion ends the matter."""
    table.speak("/x", HERE, by=BO, message_id="h1")
    seq = table.c().seq
    table.edit("h1", "/y", HERE, BO)
    assert (table.effects, beside(table, seq).text[-4:]) == ([Amend(number=1, surface=Surface.THREAD, seq=seq)], "> /y")
    table.delete("h1", HERE)
    assert table.effects == [Amend(number=1, surface=Surface.THREAD, seq=seq)]
    assert (beside(table, seq).text, beside(table, seq).buttons) == ("Not sent, and out of date.\n> (deleted)", ())


# ---- said to the bot


@pytest.mark.parametrize(
    ("words", "state"),
    [("release", State.WAITING), ("Close.", State.CLOSED), ("close all is well", State.CLOSED), ("return", State.AI)],
)
def test_verbs_said_to_the_bot_are_carried_out(table, words, state):
    """C3: Slack takes no slash commands in threads. The words themselves go nowhere."""
    table.speak(words, HERE, by=BO, mentions_bot=True)
    assert table.c().state is state
    assert table.says(Surface.THREAD)[-1].text.startswith("#1 is ")
    assert (AuthorKind.NOTE in table.kinds()) == ("well" in words)


def test_a_note_said_to_the_bot_is_noted(table):
    table.speak("note she pays late", HERE, by=BO, mentions_bot=True)
    assert table.record()[-1] == (AuthorKind.NOTE, "she pays late")


def test_whoever_may_not_is_told_in_the_thread(table):
    table.speak("close", HERE, by=ED, mentions_bot=True)
    assert (table.c().state, table.texts(Surface.THREAD)) == (
        State.CLAIMED,
        ["Only the support team can do that. To reach a person, ask me for one."],
    )


def test_the_queue_is_shown_in_the_thread_when_asked_there(table):
    table.speak("queue", HERE, by=BO, mentions_bot=True)
    assert "Ann: Bo" in table.texts(Surface.THREAD)[0]


def test_a_claim_said_to_the_bot_wins_as_any_other():
    table = Table().waiting()
    table.speak("Claim!", HERE, by=CY, mentions_bot=True)
    assert table.c().agent == CY


def test_words_in_the_team_channel_itself_are_nobodys(table):
    table.speak("lunch, anyone?", TEAM, by=BO)
    assert (table.effects, table.last.conversation) == ([], None)


def test_help_that_is_asked_for_in_words_names_words(table):
    """S18: where no slash command can be typed, none is named."""
    table.speak("help", HERE, by=BO, mentions_bot=True)
    (text,) = table.texts(Surface.THREAD)
    assert "/" not in text.replace("`//`", "")
    assert {word for word in SPOKEN if f"**{word}" not in text} == {"block", "unblock"}
    table.speak("help", HERE, by=DI, mentions_bot=True)
    assert all(f"**{word}" in table.texts(Surface.THREAD)[0] for word in SPOKEN)


def test_an_agent_who_asks_for_help_in_a_customers_thread_is_answered():
    """In the card's thread; in place where there is no card, in short, since customers read along. The AI stays."""
    table = Table().in_state("ai", HELP)
    table.speak("help", table.c().place, by=BO, mentions_bot=True)
    assert (table.texts(), table.c().state) == ([TEXTS["help.spoken.short"]], State.AI)
    table.waiting(place=table.c().place)
    table.speak("help", table.c().place, by=BO, mentions_bot=True)
    assert (table.texts(), table.texts(Surface.THREAD)[0][:20]) == ([], "**What you can do**\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("queue", ["That is shown in the team channel only."]),
        ("claim", ["#1 is with the AI: nobody is waiting there."]),
        ("note pays late", ["Noted for the team."]),
        ("close", ["This conversation is now closed. If anything else comes up, just write here again."]),
    ],
)
def test_words_to_the_bot_in_a_thread_without_a_card_are_answered_in_place(words, said):
    """Other customers' names are not for those who read along, and nothing is said twice."""
    table = Table().in_state("ai", HELP)
    table.speak(words, table.c().place, by=BO, mentions_bot=True)
    assert table.texts() == said


def test_the_bot_can_be_spoken_to_in_the_team_channel():
    """Answered there; the number may follow, and without one it is what a command without one means."""
    table = Table().waiting()
    table.waiting(place=HELP, by=ED)
    table.speak("queue", TEAM, by=BO, mentions_bot=True)
    assert [post.text[:14] for post in table.says(Surface.TEAM)] == ["**Waiting**\n- "]
    table.speak("release", TEAM, by=BO, mentions_bot=True)
    assert table.texts(Surface.TEAM) == ["You have no conversation just now. Say queue to me to see who is waiting."]
    table.speak("claim #2", TEAM, by=BO, mentions_bot=True)
    assert (table.c(2).agent, table.texts(Surface.TEAM)[0][:12]) == (BO, "#2 is yours.")
    table.speak("claim", TEAM, by=BO, mentions_bot=True)
    assert table.c(1).agent == BO
    table.speak("close", TEAM, by=BO, mentions_bot=True)
    assert table.texts(Surface.TEAM) == ["Which one? You have #1, #2. Say the number after the word."]
    table.speak("close 1 all is well", TEAM, by=BO, mentions_bot=True)
    assert (table.c(1).state, table.record(1)[-2]) == (State.CLOSED, (AuthorKind.NOTE, "all is well"))
    for words, by in (("claim", ED), ("good work", BO)):
        table.speak(words, TEAM, by=by, mentions_bot=True)
    assert (table.effects, table.last.conversation) == ([], None)


def test_held_words_that_are_edited_into_a_note_are_one(table):
    """They cannot be sent any more by the button that still stood there."""
    table.speak("/price is 6", HERE, by=BO, message_id="h1")
    seq = table.c().seq
    table.edit("h1", "// price is 6", HERE, BO)
    assert (table.record()[-1], beside(table, seq).text) == ((AuthorKind.NOTE, "price is 6"), "Kept inside.\n> price is 6")
    table.press("send", by=BO, detail=str(seq))
    assert table.texts() == []


def test_a_customer_who_asks_for_help_in_words_is_told_of_the_person_to_ask_for(table):
    table.speak("help", HERE, by=ED, mentions_bot=True)
    assert table.texts(Surface.THREAD) == [TEXTS["help.spoken.customer"]]


def test_another_agent_does_not_settle_the_claimants_held_words(table):
    table.speak("/x", HERE, by=BO)
    table.press("keep", by=CY, detail=str(table.c().seq))
    assert (table.whisper, table.kinds()[-1]) == ("Bo has #1.", AuthorKind.DRAFT)
