"""Charts: drawn by a process of their own, shown at most once, told in words where they cannot be."""

import importlib.util
import struct

import pytest

from bot import painting
from handoff.effects import Bar, Chart
from handoff.errors import Refused

CHART = Chart(
    title="Handoffs in 30 days",
    before="as it was",
    after="as it would be",
    bars=(
        Bar(name="keyword", before=4, after=40),
        Bar(name="$x^2$ of a very long name that goes on and on", before=0, after=0),
    ),
)


async def test_a_chart_is_a_picture() -> None:
    """As PNG, larger with every pair of bars; names are words, whatever they look like."""
    drawn = await painting.paint(CHART)
    more = await painting.paint(Chart(title="", before="", after="", bars=CHART.bars * 3))
    sizes = [struct.unpack(">II", each[16:24]) for each in (drawn, more) if each.startswith(b"\x89PNG")]
    assert len(sizes) == 2
    assert sizes[0][0] == sizes[1][0]
    assert sizes[1][1] > sizes[0][1] > 200


async def test_what_cannot_be_drawn_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="could not be drawn"):
        await painting.paint(Chart(title="", before="", after="", bars=(Bar(name=5, before=1, after=0),)))  # type: ignore[arg-type]  # no name
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refused, match="matplotlib"):
        await painting.paint(CHART)
