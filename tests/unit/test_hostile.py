"""Texts made to be slow (FAULTS X8), as long as Slack lets them be; how long that is, bench/hostile.py says."""

import random
import time
from itertools import cycle, islice

import pytest

from bot.analysers import analyser
from handoff.triggers.explicit import ask
from handoff.triggers.matcher import Matcher
from handoff.triggers.outcomes import says_it_failed, says_it_helped
from handoff.triggers.own import own_words

#: characters of the longest message that Slack takes
LONGEST = 40_000
#: times what an ordinary text of that length takes; a detector that goes back takes thousands of times
ENOUGH = 100
ORDINARY = "Where is my parcel? The tracking page says it left on Monday, and nothing has happened since then. "
PARTS = [
    *("a", "a ", "a.", "a-", "a_b ", "aaaa ", "word ", "A A A", " b c d", "1a1 ", "c4n ", "r e f u n ", "not not not ", "#a"),
    *("talk to ", "don't talk to a human ", "human ", "i want a ", "no human ", "can ", "terrible still waiting ", "!", "?!"),
    *("`", "```", "> ", "\n> ", '"', "“a", "'", "'a ", "<a ", "<@U1>", "@a ", "x@y.z ", "[", "{", "(((", "http://", "-- \n"),
    *("\n", "\n  at x\n", "at a.b(", "Error: ", "12:34:56 ", "on a wrote:\n", "人と", "与人", "사람과 ", "не ", "т", "tаlk "),
    *("\ufdfa", "e\u0301", "r\u0336", "\u202er1", "\u202e", "ɐ", "🇦 ", "\U0001f1e6\u200b", "\u200b", "a\u200b", "\u3164"),
]
PHRASES = (
    *("refund", "cancel my account", "cancel~ my account", "aaaa* * aaaa* * aaaa*", "aaaa*aaaa*aaaab", "aaaa aaaa -aaaa"),
    *("/(.*a){10}x/", "/^(a+)+$/", "aaaaaaaa~ aaaaaaab~"),
)
DETECTORS = {
    "explicit": ask,
    "keywords": Matcher(PHRASES).find,
    "sentiment": analyser().judge,
    "own words": own_words,
    "did not help": says_it_failed,
    "helped": says_it_helped,
}


def texts() -> list[str]:
    chance = random.Random(3)
    mixed = ["".join(chance.choices(PARTS, k=LONGEST))[:LONGEST] for _ in range(8)]
    return ["".join(islice(cycle(part), LONGEST)) for part in PARTS] + mixed


def seconds(detector, text) -> float:
    """Of the processor's time, which other programs do not add to."""
    began = time.thread_time()
    detector(text)
    return time.thread_time() - began


@pytest.mark.parametrize("name", DETECTORS)
def test_no_text_keeps_the_others_waiting(name):
    """By the same detector's own time for ordinary words, so that it says the same on any machine."""
    detector = DETECTORS[name]
    enough = ENOUGH * min(seconds(detector, "".join(islice(cycle(ORDINARY), LONGEST))) for _ in range(5)) + 0.002
    slow = [text for text in texts() if seconds(detector, text) > enough]
    slow = [text[:40] for text in slow if min(seconds(detector, text) for _ in range(5)) > enough]
    assert slow == []
