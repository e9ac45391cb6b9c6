"""C17: two accounts of one agent are joined by a code, and count for one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.core_nouns import ADMIN, AGENT, ANN, BO, CY, DM, FAR, HELP, MEMBER, PLACES, TEAM, Table

from handoff import accounts, codes, home
from handoff.decide import linking
from handoff.effects import Confide, Surface
from handoff.events import Departed, Met
from handoff.model import Address, AuthorKind, Mention, Person, Policy
from handoff.states import State

THERE = Address("discord", "", "500")  #: where Fay writes and acts
POST = replace(THERE, thread="700")  #: a customer's thread there
ZOE = Person("discord", "", "61", "Zoe")  #: a customer there
DIRECT = Address("discord", "", "@61")
OTHER = replace(FAR, user="78", name="Gil")  #: another agent there


def linked(table: Table | None = None, first: Person = BO, then: Person = FAR) -> Table:
    """Bo's two accounts are joined."""
    table = table or Table()
    table.command("/handoff link", first, place_of(first))
    table.command("/handoff link", then, place_of(then), code=table.code)
    assert "Joined" in table.whisper
    return table


def place_of(person: Person) -> Address:
    return THERE if person.platform == "discord" else TEAM


def goes(table: Table, place: Address = DIRECT) -> Table:
    """Zoe's conversation waits."""
    return table.waiting(place=place, by=ZOE, mentions_bot=True)


# ---- the code


def test_a_code_that_is_typed_on_the_other_platform_joins_both():
    """It is shown to whoever asked, and kept as a digest alone; the joining is kept with who and what."""
    table = Table()
    table.command("/handoff link", BO)
    assert "`ABCD-2345`" in table.whisper
    assert "ABCD" not in str(table.facts)
    desk = table.command("/handoff link", FAR, THERE, code="abcd-2345 ")
    assert table.whisper.startswith("Joined: Bo on Slack · Fay on Discord.")
    assert table.policy.accounts == ((BO, FAR),)
    assert [(a.by, a.what, a.after) for a in desk.audits] == [(FAR, "link", f"{BO.key}\n{FAR.key}")]
    for who in (BO, FAR):
        table.command("/handoff link", who, place_of(who))
        assert table.whisper.startswith("These are yours: Bo on Slack · Fay on Discord.")


def test_the_code_may_be_shown_on_either_platform():
    assert linked(first=FAR, then=BO).policy.accounts == ((FAR, BO),)


@pytest.mark.parametrize(
    ("passes", "by", "code", "said"),
    [
        (0, FAR, "ABCD2346", "joins nothing"),
        (0, CY, "ABCD2345", "shown here on Slack"),
        (0, BO, "ABCD2345", "shown here on Slack"),
        (601, FAR, "ABCD2345", "joins nothing"),
        (599, FAR, "ABCD2345", "Joined"),
    ],
)
def test_what_joins_and_what_does_not(passes, by, code, said):
    """A wrong code, the same platform, an old one; ten minutes."""
    table = Table()
    table.command("/handoff link", BO)
    table.now += timedelta(seconds=passes)
    table.command("/handoff link", by, place_of(by), code=code)
    assert said in table.whisper
    assert bool(table.policy.accounts) == (said == "Joined")


def test_a_code_is_good_once():
    table = linked()
    table.command("/handoff unlink", BO)
    table.command("/handoff link", OTHER, THERE, standing=AGENT, code=table.code)
    assert "joins nothing" in table.whisper


def test_a_new_code_takes_the_place_of_the_one_before():
    table = Table()
    table.command("/handoff link", BO)
    table.code = "WXYZ6789"
    table.command("/handoff link", BO)
    table.command("/handoff link", FAR, THERE, code="ABCD2345")
    assert "joins nothing" in table.whisper
    table.command("/handoff link", FAR, THERE, code="WXYZ6789")
    assert "Joined" in table.whisper


def test_nobody_guesses_for_long():
    """Five wrong codes within an hour: after that even the right one joins nothing; others may go on, and so may they later."""
    table = Table()
    for n in range(linking.WRONG):
        table.command("/handoff link", FAR, THERE, code=f"WRONG{n}")
        assert "joins nothing" in table.whisper
    table.command("/handoff link", BO)
    table.command("/handoff link", FAR, THERE, code=table.code)
    assert "too many" in table.whisper
    assert not table.policy.accounts
    table.command("/handoff link", OTHER, THERE, standing=AGENT, code="WRONG")
    assert "joins nothing" in table.whisper
    table.now += linking.WITHIN
    table.command("/handoff link", BO)
    table.command("/handoff link", FAR, THERE, code=table.code)
    assert "Joined" in table.whisper


def test_nothing_is_kept_of_what_is_over():
    table = Table()
    table.command("/handoff link", BO)
    table.command("/handoff link", FAR, THERE, code="WRONG")
    table.now += linking.WITHIN
    table.command("/handoff link", CY)
    assert (BO.key in table.facts[linking.FACT], FAR.key in table.facts[linking.FACT]) == (False, False)
    assert linked().facts[linking.FACT] == ""


@pytest.mark.parametrize("path", ["/handoff link", "/handoff unlink"])
def test_only_agents_may(path):
    table = Table()
    table.command(path, ANN, code="ABCD2345")
    assert "Only the support team" in table.whisper
    assert linking.FACT not in table.facts


def test_codes_are_long_and_all_different():
    drawn = {codes.draw() for _ in range(500)}
    assert len(drawn) == 500
    assert all(len(code) == codes.LENGTH and set(code) <= set(codes.LETTERS) for code in drawn)


# ---- one human


def test_a_claim_from_either_is_the_one_humans():
    """Of direct messages too, which the far account alone could not answer; and it is said where to write."""
    table = goes(linked())
    table.command("/claim", FAR, THERE, number="1")
    assert table.whisper == "#1 is yours. Write in its card's thread on Slack: your words go to Zoe."
    assert table.c().agent == BO
    table.command("/claim", BO, number="1")
    assert "You have #1 already" in table.whisper
    table.command("/claim", CY, number="1")
    assert table.whisper == "Bo has #1."
    table.all_arrives()
    table.speak("here I am", replace(TEAM, thread="card-1"), BO)
    assert table.texts() == ["here I am"]


def test_a_claim_from_the_customers_platform_says_where_to_write():
    table = goes(linked(), THERE)
    table.command("/claim", FAR, THERE, number="1")
    assert "in their own thread" in table.whisper


def test_without_a_link_such_a_claim_is_refused():
    table = goes(Table())
    table.command("/claim", FAR, THERE, number="1")
    assert "can't be answered from Discord" in table.whisper


def test_what_is_claimed_here_is_in_the_inbox_there_and_can_be_closed_there():
    """Without a number, as what the agent has; also what was claimed from the other account before they were joined."""
    table = goes(Table(), THERE)
    table.command("/claim", FAR, THERE, number="1")
    assert table.c().agent == FAR
    linked(table)
    for who in (BO, FAR):
        table.command("/inbox", who, place_of(who))
        assert "Zoe" in table.whisper
    table.command("/claim", BO, number="1")
    assert "You have #1 already" in table.whisper
    table.command("/handoff release", BO)
    assert (table.c().state, table.c().agent) == (State.WAITING, None)
    table.command("/claim", BO)
    table.command("/handoff close", FAR, THERE, note="done")
    assert table.c().state is State.CLOSED


def test_whoever_has_it_is_notified_where_they_can_be():
    """In the card's thread, by the account that is on the team's platform."""
    table = goes(linked(), THERE)
    table.command("/claim", CY, number="1")
    table.all_arrives()
    table.command("/handoff transfer", CY, number="1", to=FAR.user)
    assert table.c().agent == BO
    assert [post.ping for post in table.says(Surface.THREAD) if post.ping] == [(Mention(kind="person", id=BO.user),)]
    table.command("/handoff transfer", FAR, THERE, number="1", to=BO.user)
    assert "You have #1 already" in table.whisper


def test_the_claimants_words_in_the_customers_thread_are_the_claimants():
    """B6: they are asked nothing, and the record says from which account they wrote."""
    table = goes(linked(), THERE)
    table.command("/claim", BO, number="1")
    table.all_arrives()
    table.speak("two days", table.c().place, FAR, message_id="w1")
    assert [e for e in table.effects if isinstance(e, Confide)] == []
    assert table.c().remarks == ()
    assert next(m.author for m in table.messages.values() if m.text == "two days") == FAR
    table.edit("w1", "three days", table.c().place, FAR)
    assert (AuthorKind.AGENT, "three days") in table.record()


@pytest.mark.parametrize("joined_before", [True, False])
def test_who_writes_there_and_takes_it_has_it_as_their_own_account(joined_before):
    table = goes(linked() if joined_before else Table(), THERE)
    table.speak("I know this one", table.c().place, FAR)
    (asked,) = [e for e in table.effects if isinstance(e, Confide)]
    assert (asked.to, asked.at) == (FAR, table.c().place), "the account that wrote is asked, where it wrote"
    if not joined_before:
        linked(table)
    detail = asked.post.buttons[0].detail
    table.press("mine", 1, FAR, detail, place=table.c().place)
    assert "their own thread" in table.whisper
    assert table.c().agent == BO


def test_an_agent_who_asks_as_a_customer_is_the_customer():
    """Their own question, from the account that is not the team's, is nobody's words but theirs."""
    table = goes(linked(), THERE)
    table.speak("I have a question myself", THERE, FAR, mentions_bot=True, message_id="900")
    assert table.c(2).customer == FAR
    table.speak("and one more thing", replace(THERE, thread="900"), FAR)
    assert table.kinds(2).count(AuthorKind.CUSTOMER) == 2
    table.press("human", 2, FAR, standing=AGENT, place=replace(THERE, thread="900"))
    assert table.c(2).state is State.WAITING


def test_rights_are_those_of_the_account_that_acts():
    """A joined account lends the other nothing."""
    table = goes(linked(), THERE)
    table.command("/claim", FAR, THERE, standing=MEMBER, number="1")
    assert "Only the support team" in table.whisper
    table.command("/claim", CY, number="1")
    table.command("/handoff release", FAR, THERE, number="1")
    assert table.whisper == "Cy has #1."
    table.command("/handoff release", FAR, THERE, standing=ADMIN, number="1")
    assert table.c().state is State.WAITING


def test_said_to_the_bot_in_the_customers_thread():
    table = goes(linked(), THERE)
    table.speak("claim", table.c().place, FAR, mentions_bot=True)
    assert table.c().agent == BO


def test_a_page_of_the_bots_own_shows_what_either_has():
    """With the team on the other platform, the page is the account's that looks at it."""
    table = goes(Table(places=replace(PLACES, team=replace(THERE, channel="900"))), DM)
    linked(table)
    table.command("/claim", FAR, THERE, number="1")
    assert table.c().agent == FAR
    posts = home.of_agent(BO, [table.c()], 1, THERE, FAR)
    assert any(b.verb == "close" for post in posts for b in post.buttons)
    table.press("inbox", 2, BO, home=True)
    assert [(h.person, h.page) for h in table.last.homes] == [(BO, 2)]


# ---- parting


def test_after_unlink_each_is_for_itself():
    """What they have stays with the account under which it was kept."""
    table = goes(linked(), THERE)
    table.command("/claim", FAR, THERE, number="1")
    desk = table.command("/handoff unlink", FAR, THERE)
    assert table.whisper == "Parted. What you have in hand stays with Bo on Slack."
    assert [(a.what, a.before, a.after) for a in desk.audits] == [("link", f"{BO.key}\n{FAR.key}", "")]
    table.command("/claim", FAR, THERE, number="1")
    assert table.whisper == "Bo has #1."
    table.command("/handoff unlink", BO)
    assert "No other account" in table.whisper


@pytest.mark.parametrize(("gone", "state"), [(BO, State.WAITING), (FAR, State.CLAIMED)])
def test_an_account_that_departs_ends_the_link(gone, state):
    """What it had waits again; what is kept under the other stays."""
    table = goes(linked(), THERE)
    table.command("/claim", FAR, THERE, number="1")
    table.departs(gone)
    assert (table.policy.accounts, table.c().state) == ((), state)


def test_what_the_departed_account_had_before_waits_again():
    table = goes(Table(), THERE)
    table.command("/claim", FAR, THERE, number="1")
    linked(table)
    table.departs(FAR)
    assert (table.policy.accounts, table.c().state, table.c().agent) == ((), State.WAITING, None)


def test_the_code_of_an_account_that_departs_joins_nothing():
    table = Table()
    table.command("/handoff link", BO)
    table.does(Departed(key="gone", at=table.now, person=BO))
    table.command("/handoff link", FAR, THERE, code=table.code)
    assert "joins nothing" in table.whisper


def test_a_name_that_becomes_known_is_the_joined_accounts_too():
    table = linked()
    table.does(Met(key="met", at=table.now, person=replace(BO, name="Bodo")))
    assert accounts.of(table.policy.accounts, FAR)[0].name == "Bodo"
    version = table.policy.version
    table.does(Met(key="met2", at=table.now, person=replace(BO, name="Bodo")))
    assert table.policy.version == version


# ---- which account is whose


@pytest.mark.parametrize(
    ("who", "team", "own"),
    [
        (BO, TEAM, BO),
        (FAR, TEAM, BO),
        (BO, THERE, FAR),
        (FAR, None, BO),
        (FAR, Address("elsewhere", "", "1"), BO),
        (CY, TEAM, CY),
        (OTHER, TEAM, OTHER),
    ],
)
def test_the_own_account_is_the_one_on_the_teams_platform(who, team, own):
    """Where none is there, the first; who joined nothing is who they are."""
    assert accounts.own(((BO, FAR),), who, team) == own


def test_nothing_is_done_where_nothing_is_joined():
    """So that most decisions cost what they cost before."""
    table = Table().claimed(place=HELP)
    assert accounts.held((), table.c(), TEAM) is table.c()
    assert Policy().accounts == ()
