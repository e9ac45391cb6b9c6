"""Customers whose questions go to a person at once: by role, user group or name; and who is told of it."""

from dataclasses import replace

import pytest
from unit.core_nouns import ADMIN, AGENT, ANN, BO, CY, DI, DM, ED, HELP, NOON, TEAM, Table

from adapters.local.inbound import commanded, form_sent
from adapters.local.whereabouts import place
from adapters.local.world import Account
from handoff.effects import FormErrors, OpenCard, OpenForm
from handoff.events import Commanded, FormSent, Group
from handoff.model import Policy, Priority, Standing, State, Trigger, Vip
from handoff.supporting import SupportWatch
from handoff.typed import parse

GOLD = Vip(platform="slack", id="S7", name="@gold", at=NOON, by=DI)
GROUP = Group("slack", "S7", "@gold")


@pytest.fixture
def table() -> Table:
    return Table(policy=Policy(vips=(GOLD,)))


def asks(table: Table, action: str = "", who: str = "", group: Group | None = None, by=DI, standing=ADMIN) -> str:
    options = {name: value for name, value in (("action", action), ("who", who)) if value}
    groups = {"who": group} if group else {}
    event = Commanded(
        key=table.key(), at=table.now, by=by, standing=standing, place=TEAM, name="triggers", verb="vip", options=options,
        groups=groups,
    )  # fmt: skip
    table.does(event)
    return table.whisper


def evidence(table: Table) -> tuple[str, ...]:
    reason = table.c().reason
    assert reason is not None
    return reason.evidence


def test_the_first_question_of_a_vip_goes_to_a_person(table):
    """With the ping of every handoff, as a pressing one; the AI is not asked, and the customer reads nothing of it."""
    table.speak("where is my parcel?", member_of=frozenset({"S7"}))
    c = table.c()
    assert (c.state, c.reason.trigger, c.priority) == (State.WAITING, Trigger.VIP, Priority.HIGH)
    assert evidence(table) == ("VIP: @gold",)
    assert [e.ping for e in table.effects if isinstance(e, OpenCard)] == [True]
    assert table.messages[1, 1].member_of == {"S7"}, "kept, so that it can be decided again"
    assert table.texts() == ["I've asked the team, and a person will join you here. You can keep writing meanwhile."]


def test_in_public_nothing_tells_who_somebody_is(table):
    table.speak("where is my parcel?", HELP, member_of=frozenset({"S7"}))
    assert table.c().reason.trigger is Trigger.VIP
    assert "VIP" not in "".join(table.texts())


@pytest.mark.parametrize(("groups", "by"), [(frozenset(), ANN), (frozenset({"S8"}), ANN), (frozenset(), ED)])
def test_all_others_are_answered_by_the_ai(table, groups, by):
    table.speak("where is my parcel?", by.direct, by=by, member_of=groups)
    assert (table.c().state, table.c().priority) == (State.AI, Priority.NORMAL)


def test_an_id_of_another_platform_is_somebody_else(table):
    table.policy = Policy(vips=(replace(GOLD, platform="discord"),))
    table.speak("where is my parcel?", member_of=frozenset({"S7"}))
    assert table.c().state is State.AI


def test_one_customer_may_be_named(table):
    table.policy = Policy(vips=(replace(GOLD, id=ANN.user, name="Ann"),))
    table.speak("where is my parcel?")
    assert evidence(table) == ("VIP: Ann",)


def test_a_greeting_is_greeted_and_the_question_counts(table):
    table.speak("hello", member_of=frozenset({"S7"}))
    assert table.c().state is State.AI
    table.speak("where is my parcel?", member_of=frozenset({"S7"}))
    assert table.c().reason.trigger is Trigger.VIP


def test_who_becomes_a_vip_meanwhile_is_one_with_the_next_message(table):
    table.speak("where is my parcel?")
    table.speak("it was sent on Monday", member_of=frozenset({"S7"}))
    assert table.c().reason.trigger is Trigger.VIP


def test_what_was_given_back_to_the_ai_stays_there(table):
    table.speak("where is my parcel?", member_of=frozenset({"S7"}))
    table.press("claim", by=BO)
    table.send("return", by=BO)
    table.speak("and the other one?", member_of=frozenset({"S7"}))
    assert table.c().state is State.AI


def test_another_reason_comes_first_and_the_card_says_who_it_is(table):
    table.speak("please cancel my account", member_of=frozenset({"S7"}))
    assert (table.c().reason.trigger, table.c().priority) == (Trigger.KEYWORD, Priority.HIGH)
    assert evidence(table) == ("keyword “cancel my account”", "VIP: @gold")


def test_how_pressing_it_is_stays_as_the_team_said(table):
    table.speak("hello", member_of=frozenset({"S7"}))
    table.conversations[1] = replace(table.c(), priority=Priority.LOW)
    table.speak("where is my parcel?", member_of=frozenset({"S7"}))
    assert table.c().priority is Priority.LOW


@pytest.mark.parametrize("way", ["button", "command"])
def test_who_asks_by_button_or_command_is_known_too(table, way):
    if way == "button":
        table.speak("hello")
        table.press("human", by=ANN, place=DM, member_of=frozenset({"S7"}))
    else:
        event = Commanded(
            key="h", at=table.now, by=ANN, standing=Standing(), place=DM, name="human", member_of=frozenset({"S7"})
        )
        table.does(event)
    assert (table.c().reason.trigger, table.c().priority) == (Trigger.EXPLICIT, Priority.HIGH)
    assert evidence(table)[-1] == "VIP: @gold"


# ---- the list


def test_vips_are_named_and_taken_away(table):
    """In force at once, kept with who, before and after, and counted in the settings."""
    table.policy = Policy()
    assert asks(table).startswith("There are no VIPs")
    assert asks(table, "vip-add", "gold", GROUP) == "Questions of @gold go to a person at once from now on.".replace("@", r"\@")
    assert [(each.platform, each.id, each.name, each.by) for each in table.policy.vips] == [("slack", "S7", "@gold", DI)]
    (audit,) = table.last.audits
    assert (audit.what, audit.before, audit.after) == ("vip", "", "slack:S7")
    assert asks(table, "vip-add", "gold", GROUP).endswith("is on the list already.")
    assert r"- \@gold (`slack:S7`), added by Di on" in asks(table)
    table.command("/triggers show", DI)
    assert "**VIPs**: 1" in table.whisper
    assert asks(table, "vip-remove", "gold", GROUP).endswith("no VIP any more. What is open goes on as before.")
    assert table.policy.vips == ()
    assert "is not on the list" in asks(table, "vip-remove", "gold", GROUP)


@pytest.mark.parametrize("said", ["slack:S7", "S7", "gold", "@gold"])
def test_a_group_that_is_gone_is_removed_as_the_list_shows_it(table, said):
    asks(table, "vip-remove", said, Group("slack", said, said, "absent"))
    assert table.policy.vips == ()


@pytest.mark.parametrize(
    ("group", "told"),
    [
        (Group("slack", "S9", "@silver", "absent"), "I don't know"),
        (Group("discord", "1", "@everyone", "everyone"), "the AI would answer nobody"),
        (Group("slack", "U9", "Robot", "bot"), "is a bot"),
        (Group("slack", "S9", "@silver", "unknown"), "could not be checked"),
        (None, "I don't know"),
    ],
)
def test_whom_nobody_can_be_is_told(group, told):
    table = Table()
    assert told in asks(table, "vip-add", "silver", group)
    assert table.policy == Policy()


def test_whom_is_asked_where_nobody_was_named(table):
    assert asks(table, "vip-add") == (
        "Whom? Type `/triggers vip vip-add` and a role (on Discord), a user group (on Slack) or a customer."
    )


def test_the_form_has_what_was_wrong(table):
    table.press("vip", 0, by=DI)
    assert isinstance(table.reply, OpenForm)
    assert [(i.name, i.group) for i in table.reply.inputs] == [("action", False), ("who", True)]
    fields = {"action": "vip-add", "who": "silver"}
    event = FormSent(
        key="f", at=table.now, by=DI, standing=ADMIN, place=TEAM, verb="vip", number=0, fields=fields,
        groups={"who": Group("slack", "silver", "silver", "absent")},
    )  # fmt: skip
    table.does(event)
    assert isinstance(table.reply, FormErrors)
    assert "I don't know silver" in table.reply.errors["who"]


def test_only_admins_say_who_is_one(table):
    assert asks(table, "vip-remove", "gold", GROUP, by=CY, standing=AGENT) == ("Only admins of the support team can do that.")
    assert table.policy.vips == (GOLD,)


async def test_adapters_see_who_is_one_now():
    """What another process changed is seen when it is looked for, by whoever was given it before."""

    class Store:
        kept = Policy(version=1)

        async def policy(self) -> Policy:
            return self.kept

    store = Store()
    watch = SupportWatch(store)
    live = watch.vips
    await watch.look()
    assert live == set()
    store.kept = Policy(version=2, vips=(GOLD,))
    await watch.look()
    assert live == {("slack", "S7")}


def test_in_the_playground_somebody_is_named():
    """There are no groups there."""
    ann = Account("u1", "Ann", "customer")
    command, options = parse("triggers", "vip vip-add Ann")
    event = commanded("act-0001", Account("u5", "Di", "admin"), place("team"), command, options, {"u1": ann})
    assert event.groups == {"who": Group("local", "u1", "Ann")}
    sent = form_sent("act-0002", ann, place("team"), "vip", 0, {"action": "vip-add", "who": "u1"}, {"u1": ann})
    assert sent.groups == event.groups
    sent = form_sent("act-0003", ann, place("team"), "vip", 0, {"action": "vip-add", "who": "gold"}, {"u1": ann})
    assert sent.groups["who"].lacks == "absent"
