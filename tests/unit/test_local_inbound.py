"""What people write in the playground, as the core is told of it."""

from dataclasses import replace

from unit.core_nouns import NOON

from adapters.local.inbound import changed, spoke
from adapters.local.world import TEAM, Account, Entry
from handoff.events import Edited, Somebody
from handoff.model import Person, Standing

BO, CY, ANN = (Account(name.lower(), name, role) for name, role in (("Bo", "agent"), ("Cy", "agent"), ("Ann", "customer")))
PEOPLE = {account.id: account for account in (BO, CY, ANN)}
ENTRY = Entry(
    id=7, channel=TEAM, thread="5", author="bo", only_for="", text="@handoff transfer to @CY: he knows it", post={}, at=NOON,
    key="k", edited=False, deleted=False, pinned=False, rev=9, heard=0,
)  # fmt: skip


def test_whoever_is_mentioned_is_known_by_their_id():
    """So that “@Handoff transfer @Cy” means Cy, as on Slack and Discord."""
    event = spoke(ENTRY, BO, PEOPLE, "")
    assert (event.text, event.mentions_bot, event.mentions_others) == ("transfer to @CY: he knows it", True, True)
    assert event.named == {"@CY": Somebody(Person("local", "playground", "cy", "Cy"), Standing(agent=True))}


def test_who_mentions_nobody_names_nobody():
    event = spoke(replace(ENTRY, text="mail cy@example.com, @bogus and @Bo"), BO, PEOPLE, "")
    assert (event.mentions_bot, event.mentions_others, event.named) == (False, False, {})


def test_an_edit_reads_as_the_message_did():
    event = changed(replace(ENTRY, text="@Handoff, hello"), BO)
    assert isinstance(event, Edited)
    assert event.text == "hello"
