"""Whoever has a conversation and is gone from the team is told of; whoever cannot be asked about is not."""

from dataclasses import replace

import pytest
from contract.nouns import BO, conversation
from unit.fakes import HandClock, Keeping

from handoff.events import Departed
from handoff.model import Policy
from handoff.rollcall import RollCall
from handoff.states import State

CY = replace(BO, user="U7", name="Cy")


class Queue:
    def __init__(self, *conversations):
        self.conversations = conversations

    async def queue(self):
        return self.conversations


class Joined:
    """The policy in force: which accounts are one human's."""

    def __init__(self, *accounts):
        self.accounts = accounts

    async def policy(self):
        return Policy(accounts=self.accounts)


@pytest.mark.parametrize(("still", "told"), [(True, 0), (None, 0), (False, 1)])
async def test_one_that_is_gone_is_told_of_once(still, told):
    """However many conversations they have; None is the platform's silence, which says nothing about anybody."""
    held = [conversation(n, state=State.CLAIMED, agent=BO) for n in (1, 2)]
    asked, keeping = [], Keeping()

    async def of_the_team(person):
        asked.append(person)
        return still

    await RollCall(Queue(*held), Joined(), keeping, {BO.platform: of_the_team}, HandClock()).look()
    assert asked == [BO]
    assert [event.person for event in keeping.events[Departed]] == [BO] * told


async def test_only_those_who_have_one_are_asked_about():
    async def of_the_team(person):
        return person == CY

    keeping = Keeping()
    waiting, other = conversation(1), conversation(2, state=State.CLAIMED, agent=replace(BO, platform="elsewhere"))
    mine = conversation(3, state=State.SNOOZED, agent=CY)
    await RollCall(Queue(waiting, other, mine), Joined(), keeping, {BO.platform: of_the_team}, HandClock()).look()
    assert not keeping.events


async def test_an_account_that_somebody_joined_is_called_too():
    """Else one that is no longer of the team would go on as the other, who is."""
    keeping = Keeping()

    async def of_the_team(person):
        return person == BO

    await RollCall(Queue(), Joined((BO, CY)), keeping, {BO.platform: of_the_team}, HandClock()).look()
    assert [event.person for event in keeping.events[Departed]] == [CY]
