"""Ways to ask for a person and to decline one, each with everybody who may be meant: what no list of sentences covers."""

from pathlib import Path

import pytest

from handoff.triggers.explicit import asks_for_person

LINES = [line.split(" ", 2) for line in (Path(__file__).parents[1] / "data" / "ways.txt").read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize("language", sorted({language for language, _, _ in LINES}))
def test_everybody_may_be_asked_for_and_declined_in_each_way(language):
    whom, asking, others = ([words for tongue, sign, words in LINES if (tongue, sign) == (language, kind)] for kind in "=+-")
    missed = [text for way in asking for who in whom if not asks_for_person(text := way.format(who))]
    false = [text for way in others for who in whom if asks_for_person(text := way.format(who))]
    assert len(missed) <= 0.04 * len(asking) * len(whom), missed
    assert len(false) <= 0.02 * len(others) * len(whom), false
