"""The main job, on every pairing of platforms, through the real process: what each of the people saw of it."""

import itertools

import pytest
from acceptance.sides import BOT, Seen
from acceptance.story import PAIRINGS, Told, tell
from acceptance.town import town


def words(seen: list[Seen]) -> list[str]:
    return [m.text for m in seen]


def in_order(seen: list[Seen], *fragments: str) -> None:
    """Each fragment is in one message and no other, in this order."""
    texts = words(seen)
    at = []
    for fragment in fragments:
        found = [n for n, text in enumerate(texts) if fragment in text]
        assert len(found) == 1, (fragment, found, texts)
        at += found
    assert at == sorted(at), texts


@pytest.mark.parametrize(("customers", "team", "http"), PAIRINGS)
async def test_the_story(tmp_path, customers, team, http):
    """From the first words to the close: everything once, in order, and nothing where it does not belong."""
    async with town(tmp_path, customers, team, http=http) as t:
        told = await tell(t)
        pings = [p for side in t.sides for p in await side.pings()]
        log = t.bot.said()
    the_customers(told)
    the_teams(told)
    _the_logs(log, t.bot.env)
    at_once = ("here", t.team.team[0])
    assert pings.count(at_once) == 1, pings  # the second handoff came within the bundle's minute
    assert {p for p in pings if p != at_once} == {("Ann", p[1]) for p in pings if p[0] == "Ann"}


def the_customers(told: Told) -> None:
    direct = told.customer["direct messages"]
    in_order(
        direct,
        "Hi there",
        "Hello! What can I help you with?",
        "How long does delivery take?",
        "That is too slow",
        "I've asked the team",
        "has joined",
        "Is that all right?",
        "order 4711",
        "leaves at six",
        "now closed",
        "Thank you!",
        "How do I return something?",
        "Source: Returning items",
    )
    public = told.customer["the thread in #help"]
    in_order(
        public, "I've asked the team", "Bo from the team has joined", "behind the lamp", "pass this on", "Cy from the team"
    )
    for seen in (direct, public):
        inside = "\n".join(words(seen))
        for note in ("long-standing", "no charge", "plug was wet", "leaves at five", "keyword", "unhappy"):
            assert note not in inside
        bearing = [m for m in seen if m.who == BOT and m.buttons]
        assert len(bearing) <= 1, "only the latest answer has buttons"
        doubled = [a.text for a, b in itertools.pairwise(seen) if a.who == b.who == BOT and a.text == b.text]
        assert doubled == []


def the_teams(told: Told) -> None:
    first = told.team["the first card's thread"]
    in_order(first, "Hi there", "all right?", "// she is", "order 4711", "leaves at six", "sent by express", "closed this")
    second = told.team["the second card's thread"]
    in_order(second, "My rear light", "mine does it in the rain", "behind the lamp", "put this back", "plug was wet")
    cards = [m for m in told.team["#team"] if "· Ann" in m.text]
    states = [word for m in cards for word in ("Closed", "With the AI again") if f"*{word}*" in m.text]
    assert states == ["Closed", "With the AI again"], words(cards)
    assert [[name for name, _ in m.buttons] for m in cards] == [["reopen:1"], ["takeover:3"]]
    taken = [w for words_ in (told.whispers["Bo"], told.whispers["Cy"]) for w in words_ if "has #1" in w]
    assert len(taken) == 1, told.whispers


def _the_logs(log: str, env: dict[str, str]) -> None:
    """Neither secrets nor people's words."""
    secrets = [v for k, v in env.items() if k.endswith(("_TOKEN", "_SECRET"))]
    for leak in (*secrets, "too slow", "order 4711", "long-standing", "express", "rear light"):
        assert leak not in log
    assert "Traceback" not in log
