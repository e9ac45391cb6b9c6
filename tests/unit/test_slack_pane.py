"""What is suggested in Slack's assistant pane."""

import pytest

from adapters.slack.pane import prompted
from handoff.triggers.explicit import asks_for_person


@pytest.mark.parametrize("count", [0, 1, 3, 4, 50])
def test_a_person_can_be_asked_for_whatever_else_there_is(count):
    """Slack takes one to four; the last is a person, whom its words ask for; the others are the first topics, in order."""
    topics = [f"Page {n}" for n in range(count)]
    *asked, person = prompted(topics)
    assert [p["title"] for p in asked] == topics[:3]
    assert all(topic in p["message"] for topic, p in zip(topics, asked, strict=False))
    assert asks_for_person(person["message"])


def test_long_titles_are_cut():
    [page, _] = prompted(["Returns and refunds " + "and more " * 40])
    assert page["title"].startswith("Returns and refunds and more")
    assert len(page["title"]) <= 75
    assert len(page["message"]) <= 300
