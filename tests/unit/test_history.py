"""Every change of the settings is kept, shown, and can be taken back: by whoever is an admin, as a change like any other."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from unit.core_nouns import ADMIN, ANN, BO, DI, FAR, HELP, NOON, TEAM, Table, people

from handoff import edits
from handoff.commands import COMMANDS, Who
from handoff.decide import history
from handoff.effects import FormErrors, Whisper
from handoff.events import Commanded, Group, Picked
from handoff.model import Address, Audit, Policy, SupportChannel
from handoff.ports import Loaded
from handoff.resolve import missing_of, wants
from handoff.states import State

DO = replace(DI, user="U6", name="Do")  #: another admin
NEW = Address("slack", "T1", "C7")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def table():
    return Table()


def does(table: Table, path: str, by=DI, *, where: Address | None = None, group: Group | None = None, **options: str) -> str:
    """A command of an admin's, with what an adapter finds out about it; what they were told."""
    name, _, verb = path.removeprefix("/").partition(" ")
    known: dict[str, Any] = {"people": people(options)}
    if where:
        options["channel"] = where.channel
        known |= {"places": {"channel": where}, "picked": {"channel": Picked("#new")}}
    if group:
        known["groups"] = {"who": group}
    event = Commanded(
        key=table.key(), at=table.now, by=by, standing=ADMIN, place=TEAM, name=name, verb=verb, options=options, **known
    )
    table.does(event)
    return table.whisper


def settings(table: Table, action: str, entry: str = "", by=DI) -> str:
    return does(table, "/handoff settings", by, action=action, entry=entry)


def presses(table: Table, verb: str, number: int, by=DI, detail: str = "") -> str:
    table.press(verb, number, by, detail, standing=ADMIN)
    return table.whisper


def buttons(table: Table) -> list[tuple[str, int, str]]:
    assert isinstance(table.reply, Whisper)
    return [(each.verb, each.number, each.detail) for each in table.reply.post.buttons]


# ---- everything is kept, and can be taken back

#: of each command that changes something: what is done before, and what changes it
CHANGES: dict[str, tuple[dict[str, Any] | None, dict[str, Any]]] = {
    "/triggers set": (None, {"name": "conversation.idle", "value": "2h"}),
    "/triggers set: a switch": (None, {"name": "keywords.enabled", "value": "off"}),
    "/triggers set: hours": (None, {"name": "hours.open", "value": "Mon-Fri 09:00-17:00 Europe/Vienna"}),
    "/triggers set: in a channel": (None, {"name": "conversation.idle", "value": "2h", "where": HELP}),
    "/triggers unset": (
        {"path": "/triggers set", "name": "keywords.enabled", "value": "off", "where": HELP},
        {"name": "keywords.enabled", "where": HELP},
    ),
    "/triggers unset: everywhere": (
        {"path": "/triggers set", "name": "failed.limit", "value": "5"},
        {"name": "failed.limit"},
    ),
    "/triggers preset": (None, {"name": "eager"}),
    "/triggers preset: in a channel": (None, {"name": "cautious", "where": HELP}),
    "/triggers vip": (None, {"action": "vip-add", "who": "@gold", "group": Group("slack", "S7", "@gold")}),
    "/triggers vip: remove": (
        {"path": "/triggers vip", "action": "vip-add", "who": "@gold", "group": Group("slack", "S7", "@gold")},
        {"action": "vip-remove", "who": "@gold", "group": Group("slack", "S7", "@gold")},
    ),
    "/keywords add": (None, {"phrase": "refund"}),
    "/keywords add: in a channel": (None, {"phrase": "refund", "where": HELP}),
    "/keywords remove: in a channel": (None, {"phrase": "cancel my account", "where": HELP}),
    "/keywords add: again in a channel": (
        {"path": "/keywords remove", "phrase": "cancel my account", "where": HELP},
        {"phrase": "cancel my account", "where": HELP},
    ),
    "/keywords add: a topic": (None, {"phrase": "refund", "topic": "money"}),
    "/keywords remove": ({"path": "/keywords add", "phrase": "refund", "topic": "money"}, {"phrase": "REFUND"}),
    "/keywords topic": ({"path": "/keywords add", "phrase": "refund", "topic": "money"}, {"topic": "money", "value": "off"}),
    "/handoff ai": (None, {"value": "off"}),
    "/handoff ai: in a channel": (None, {"value": "draft", "where": HELP}),
    "/handoff ai: everywhere again": ({"path": "/handoff ai", "value": "draft", "where": HELP}, {"value": "off"}),
    "/handoff settings": (None, {"action": "support-add", "where": NEW}),
    "/handoff settings: remove": (
        {"path": "/handoff settings", "action": "support-add", "where": NEW},
        {"action": "support-remove", "where": NEW},
    ),
    "/handoff block": (None, {"person": "U1", "duration": "2h", "reason": "spam"}),
    "/handoff block: longer": (
        {"path": "/handoff block", "person": "U1", "duration": "2h"},
        {"person": "U1", "reason": "still"},
    ),
    "/handoff unblock": ({"path": "/handoff block", "person": "U1", "reason": "spam"}, {"person": "U1"}),
}
#: what changes nothing that is kept
QUIET = {"/handoff reload", "/handoff blocked", "/keywords list", "/keywords test", "/triggers try"} | {
    "/triggers preview",
    "/triggers report",
    "/triggers show",
}


def test_every_admins_command_is_one_that_is_kept_or_changes_nothing():
    """Whoever adds a command says here what it changes."""
    known = {path.partition(":")[0] for path in CHANGES}
    assert {c.path for c in COMMANDS if c.who is Who.ADMIN} == known | QUIET


def changed(table: Table, name: str) -> Policy:
    """The policy before the change."""
    first, then = CHANGES[name]
    if first:
        does(table, **first)
    before, table.now = table.policy, table.now + MINUTE
    does(table, name.partition(":")[0], **then)
    return before


def same(one: Policy, other: Policy) -> bool:
    """But for its version, and who changed what; and what stands on a list stands in any order."""
    assert edits.between(one, other) == ()
    return True


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_kept_with_who_when_what_before_and_after(table, name):
    before = changed(table, name)
    audits = table.last.audits
    assert table.policy != before
    assert {(a.by, a.at, a.entry, a.undoes) for a in audits} == {(DI, table.now, before.version + 1, 0)}
    assert all(a.what and a.before != a.after for a in audits)
    kept = [edit for a in audits for edit in a.edits]
    assert kept == list(edits.between(before, table.policy)) != []


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_taken_back_and_that_too(table, name):
    """By number and by the button beside what its admin was told: exactly as it was, whatever else was changed beside it."""
    before = changed(table, name)
    after, number = table.policy, table.policy.version
    assert buttons(table)[-1] == ("undo", number, "")
    does(table, "/triggers set", DO, name="files.enabled", value="on")
    beside = replace(before, files_enabled=True)
    assert settings(table, "undo", str(number), DO).startswith(f"Change {number} by Di is undone:\n- `")
    assert same(table.policy, beside)
    assert {a.undoes for a in table.last.audits} == {number}
    assert all(a.before != a.after for a in table.last.audits)
    again = table.policy.version
    presses(table, "undo", again)
    assert table.whisper.startswith(f"Change {again} by Do is undone:")
    assert same(table.policy, replace(after, files_enabled=True))


@pytest.mark.parametrize("name", CHANGES)
def test_it_says_before_and_after_the_same_way_when_it_is_undone(table, name):
    """What an undoing is kept as is what the change was kept as, the other way round."""
    changed(table, name)
    done = {(a.what, a.where): (a.before, a.after) for a in table.last.audits}
    presses(table, "undo", table.policy.version)
    undone = {(a.what, a.where): (a.after, a.before) for a in table.last.audits}
    assert done.keys() <= undone.keys()
    for what in [each for each in done if not each[0].startswith("ai")]:  # of which it says what was inherited
        assert done[what] == undone[what]


@pytest.mark.parametrize("by", [ANN, BO])
def test_only_admins_look_and_undo(table, by):
    changed(table, "/triggers set")
    policy, number = table.policy, table.policy.version
    for event in (("undo", number), ("history", 0)):
        table.press(*event, by)
        assert (table.whisper, table.policy) == ("Only admins of the support team can do that.", policy)
    for action in ("history", "undo"):
        table.command("/handoff settings", by, action=action, entry=str(number))
        assert (table.whisper, table.policy) == ("Only admins of the support team can do that.", policy)


def test_every_value_of_the_policy_can_be_put_back():
    """Whoever adds a field that is a list says what its items are known by; nothing is left aside but what must be."""
    aside = {"version", "changed", "accounts"}
    assert {f.name for f in fields(Policy)} & edits.ASIDE == aside
    for field in {f.name for f in fields(Policy)} - aside:
        value = getattr(Policy(), field)
        assert edits.at(Policy(), (field,)) == value
    with pytest.raises(KeyError):
        edits.at(Policy(), ("once",))


# ---- undoing


def test_who_was_blocked_again_has_nothing_open(table):
    table.in_state("ai")
    does(table, "/handoff block", person="U1")
    table.run_out("blocked")
    does(table, "/handoff unblock", person="U1")
    table.speak("how long does delivery take?", message_id="m9")
    assert table.c(2).state is State.AI
    presses(table, "undo", 2)
    assert table.whisper == "Change 2 by Di is undone:\n- `block`: *nothing* → slack:T1:U1 until it is undone."
    table.run_out("blocked", 2)
    assert table.c(2).state is State.CLOSED


def test_the_ai_that_is_silent_again_says_nothing_that_waits(table):
    """As if it had been switched off by its command."""
    does(table, "/handoff ai", value="off")
    does(table, "/handoff ai", value="on")
    table.speak("how long does delivery take?")
    table.answer("Two days.")
    presses(table, "undo", 2)
    assert (table.policy.ai, table.last.cancelled) == ("off", [(1, table.c().epoch + 1)])
    table.run_out("hushed")
    assert table.c().state is State.WAITING


def test_a_block_whose_time_is_over_is_not_put_back(table):
    does(table, "/handoff block", person="U1", duration="2h")
    does(table, "/handoff unblock", person="U1")
    table.now += timedelta(hours=3)
    assert presses(table, "undo", 2) == "It is already as it was before change 2. There is nothing to undo."
    assert table.last.policy is None


def test_whoever_undoes_is_asked_where_it_was_changed_again(table):
    """By whom, when and to what; the answer counts for what was told alone."""
    does(table, "/triggers set", name="failed.limit", value="5")
    table.now += MINUTE
    does(table, "/triggers set", DO, name="failed.limit", value="6")
    told = settings(table, "undo", "1")
    assert told.split("\n") == [
        "What change 1 did was changed again since:",
        "- **2** · 2024-05-01 12:01 UTC · Do · `failed.limit`: 5 → 6",
        "If you undo it anyway, it will be as it was before change 1.",
    ]
    assert (buttons(table), table.last.policy) == ([("undo", 1, "2")], None)
    does(table, "/triggers set", DO, name="failed.limit", value="7")
    assert "- **3** · " in presses(table, "undo", 1, detail="2")
    assert table.policy.failed_limit == 7
    assert buttons(table) == [("undo", 1, "3")]
    assert presses(table, "undo", 1, detail="3") == "Change 1 by Di is undone:\n- `failed.limit`: 7 → 3"
    assert (table.policy.failed_limit, table.policy.version) == (3, 4)


def test_what_was_changed_again_and_undone_is_no_matter(table):
    for value in ("5", "6"):
        does(table, "/triggers set", name="failed.limit", value=value)
    presses(table, "undo", 2)
    assert presses(table, "undo", 1) == "Change 1 by Di is undone:\n- `failed.limit`: 5 → 3"
    presses(table, "undo", 3, detail="4")
    assert table.policy.failed_limit == 6


def test_what_was_changed_and_changed_back_is_asked_about(table):
    for value in ("5", "6", "5"):
        does(table, "/triggers set", name="failed.limit", value=value)
    assert settings(table, "undo", "1").startswith("What change 1 did was changed again since:")


def test_it_is_undone_once(table):
    does(table, "/triggers set", name="failed.limit", value="5")
    presses(table, "undo", 1, DO)
    told = "Change 1 was undone already, by Do on 2024-05-01 12:00 UTC. To undo that, undo 2."
    assert (settings(table, "undo", "1"), table.last.policy) == (told, None)
    presses(table, "undo", 2)
    assert presses(table, "undo", 1, detail="3").startswith("Change 1 by Di is undone:")


def test_a_phrase_that_is_there_again_in_another_spelling_is_there(table):
    does(table, "/keywords remove", phrase="cancel my account")
    does(table, "/keywords add", phrase="Cancel  MY account")
    assert settings(table, "undo", "1") == "It is already as it was before change 1. There is nothing to undo."


def test_what_would_make_no_sense_by_now_is_not_put_back(table):
    """All of it or nothing."""
    does(table, "/triggers set", name="sentiment.window", value="10")
    does(table, "/triggers set", name="sentiment.minimum", value="8")
    before = table.policy
    assert settings(table, "undo", "1").startswith("With these, sentiment would never count:")
    assert (table.last.policy, table.last.audits, table.policy) == (None, [], before)


def test_a_channel_that_became_the_teams_is_not_put_back(table):
    team = SupportChannel(place=TEAM, name="#team", at=NOON, by=DI)
    table.policy = replace(table.policy, support=(team,))
    table.places = replace(table.places, team=HELP)
    does(table, "/handoff settings", action="support-remove", where=TEAM)
    table.places = replace(table.places, team=TEAM)
    assert settings(table, "undo", "1").startswith("That is the team's channel,")


def test_joined_accounts_are_their_owners(table):
    """A code that was shown to them alone joined them: it says what to do instead."""
    there = Address("discord", "", "@77")
    table.command("/handoff link", BO)
    table.command("/handoff link", FAR, there, code=table.code)
    table.command("/handoff unlink", FAR, there)
    assert [(a.entry, a.edits) for a in table.audits] == [(1, ()), (2, ())]
    assert settings(table, "undo", "1").endswith("Only they can part them, with `/handoff unlink`.")
    assert settings(table, "undo", "2").endswith("with `/handoff link` and a code.")
    assert "`link`: *nothing* → slack:T1:U2, discord::77" in settings(table, "history")
    assert [verb for verb, _, _ in buttons(table)] == []


def test_a_change_that_was_kept_before_they_could_be_undone_says_how_it_was(table):
    table.audits = [Audit(at=NOON, by=DI, what="failed.limit", before="3", after="5", entry=1)]
    assert settings(table, "undo", "1").endswith("Set it by hand: `failed.limit`: 3 → 5")


@pytest.mark.parametrize(("entry", "words"), [("", "Which change?"), ("x", "Which change?"), ("99", "There is no change 99.")])
def test_a_number_that_is_none_is_told(table, entry, words):
    assert settings(table, "undo", entry).startswith(words)
    table.send("settings", 0, DI, action="undo", entry=entry)
    assert isinstance(table.reply, FormErrors)
    assert table.reply.errors["entry"].startswith(words)
    assert settings(table, "undo", "9" * 30).startswith("Which change?")


def test_a_number_may_be_typed_like_a_conversations(table):
    """`undo #1`: what begins so is taken for a channel."""
    does(table, "/triggers set", name="failed.limit", value="5")
    does(table, "/handoff settings", action="undo", channel="1")
    assert table.policy.failed_limit == 3


def test_words_that_mean_nothing_there_are_told(table):
    assert does(table, "/handoff settings", entry="histroy").startswith("“histroy” is nothing that I can do there.")


# ---- showing


def test_the_latest_come_first_with_who_when_and_what(table):
    does(table, "/triggers set", name="failed.limit", value="5")
    table.now += MINUTE
    does(table, "/keywords add", DO, phrase="<@U1> *refund*")
    presses(table, "undo", 1, DO)
    assert settings(table, "history").split("\n")[1:] == [
        "**3** · 2024-05-01 12:01 UTC · Do · `failed.limit`: 5 → 3 · undoes 1",
        "**2** · 2024-05-01 12:01 UTC · Do · `keywords`: *nothing* → \\<\\@U1\\> \\*refund\\*",
        "**1** · 2024-05-01 12:00 UTC · Di · `failed.limit`: 3 → 5 · undone by Do (3)",
    ]
    assert buttons(table) == [("undo", 3, ""), ("undo", 2, "")]
    assert settings(table, "history", "1").count("\n") == 1
    assert settings(table, "history", "keywords").count("\n") == 1


def test_a_preset_is_one_entry_and_undone_as_a_whole(table):
    does(table, "/triggers preset", name="eager")
    assert "`sentiment.threshold`: -0.4 → -0.3; `sentiment.minimum`: 3 → 2; " in settings(table, "history")
    assert settings(table, "history", "sentiment").count("`") == 6 + 2
    assert settings(table, "history", "turns.limit").endswith(" · `turns.limit`: 0 → 8")
    presses(table, "undo", 1)
    assert same(table.policy, Policy())


def test_pages_lead_to_earlier_ones(table):
    """Each entry is on one page, whatever comes in between."""
    for n in range(20):
        does(table, "/triggers set", name="failed.limit", value=str(n + 1) if n != 2 else "20")
    pages = [settings(table, "history")]
    while more := [(n, d) for verb, n, d in buttons(table) if verb == "history" and n]:
        does(table, "/keywords add", phrase=f"phrase {len(pages)}")
        pages.append(presses(table, "history", more[0][0], detail=more[0][1]))
        assert isinstance(table.reply, Whisper)
        assert table.reply.instead
    shown = [line.split("**")[1] for page in pages for line in page.split("\n")[1:]]
    assert shown == [str(n) for n in range(20, 0, -1)]
    assert presses(table, "history", 0).split("\n")[1].startswith(f"**{table.policy.version}** · ")


def test_a_page_is_within_what_a_message_holds(table):
    """The longest phrases, all of whose characters are shown escaped."""
    for n in range(9):
        does(table, "/keywords add", phrase=f"{n}" + "_@" * 99)
    told = settings(table, "history", "50")
    assert len(told) < 2000
    assert [verb for verb, _, _ in buttons(table)][-1] == "history"


@pytest.mark.parametrize(("entry", "words"), [("moods", "“moods” is neither a number nor a name"), ("51", "That is too many:")])
def test_what_is_no_name_or_too_much_is_told(table, entry, words):
    assert settings(table, "history", entry).startswith(words)


def test_where_there_is_nothing_it_says_so(table):
    assert settings(table, "history") == "Nothing was changed yet."
    assert settings(table, "history", "ai") == "`ai` was not changed yet."
    assert presses(table, "history", 1) == "Nothing was changed before that."


# ---- what is loaded


def test_what_is_needed_is_loaded(table):
    """The change with all that came later, or the newest; and what those have who may be blocked again."""
    does(table, "/handoff block", person="U1")
    does(table, "/handoff unblock", person="U1")
    given = {"key": "k", "at": NOON, "by": DI, "standing": ADMIN, "place": TEAM, "name": "handoff", "verb": "settings"}
    for options, number, name in [
        ({"action": "undo", "entry": "2"}, 2, ""),
        ({"action": "history", "entry": "keywords"}, 0, "keywords"),
        ({"action": "history", "entry": "5"}, 0, ""),
    ]:
        (past,) = wants([Commanded(options=options, **given)], table.places).audits
        assert (past.number, past.name, past.before) == (number, name, 0)
    undo = Commanded(options={"action": "undo", "entry": "2"}, **given)
    assert missing_of([undo], Loaded(audits=tuple(table.audits))).people == {ANN.key}
    assert wants([Commanded(options={}, **given)], table.places).audits == frozenset()


def test_names_are_those_that_changes_are_kept_under(table):
    for name in CHANGES:
        changed(Table(), name)
    found = {a.what.partition(" ")[0] for name in CHANGES for a in _audits(name)}
    assert {each for each in found if each not in history.NAMES and each.partition(".")[0] not in history.NAMES} == set()


def _audits(name: str) -> list[Audit]:
    table = Table()
    changed(table, name)
    return table.audits


WORDS = tuple(f"phrase {n}" for n in range(5))


@pytest.mark.parametrize(
    ("one", "other", "gone", "new"),
    [
        (WORDS, (*WORDS, "new"), (), ("new",)),
        (WORDS, WORDS[:2] + WORDS[3:], ("phrase 2",), ()),
        (WORDS, WORDS[1:], ("phrase 0",), ()),
        (WORDS, (), WORDS, ()),
        (WORDS, WORDS[::-1], (), ()),
    ],
)
def test_lists_differ_in_what_stands_on_one_of_them(one, other, gone, new):
    """Wherever it stands there."""
    found = edits.between(Policy(keywords=one), Policy(keywords=other))
    assert tuple(e.path[1] for e in found if e.was) == gone
    assert tuple(e.path[1] for e in found if e.now) == new


# ---- by place


def test_what_holds_in_a_channel_is_told_with_where(table):
    """And what was set elsewhere later is another value: nobody is asked about it."""
    does(table, "/triggers set", name="failed.limit", value="5", where=HELP)
    does(table, "/triggers set", DO, name="failed.limit", value="7")
    assert settings(table, "history", "failed.limit").split("\n")[1:] == [
        "**2** · 2024-05-01 12:00 UTC · Do · `failed.limit`: 3 → 7",
        "**1** · 2024-05-01 12:00 UTC · Di · `failed.limit` in `slack:C1`: *as elsewhere* → 5",
    ]
    told = "Change 1 by Di is undone:\n- `failed.limit` in `slack:C1`: 5 → *as elsewhere*"
    assert (presses(table, "undo", 1), table.policy.failed_limit) == (told, 7)


def test_what_would_make_no_sense_in_a_channel_is_not_put_back(table):
    does(table, "/triggers set", name="sentiment.window", value="10")
    does(table, "/triggers set", name="sentiment.minimum", value="8", where=HELP)
    before = table.policy
    assert presses(table, "undo", 1).startswith("With that, sentiment would never count in \\#new:")
    assert (table.last.policy, table.last.audits, table.policy) == (None, [], before)
