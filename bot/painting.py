"""
Charts as PNG: drawn by a process of its own, so that the bot neither stalls nor grows.

`python -m bot.painting` reads a chart as JSON and writes the picture. matplotlib is the extra `charts`.
"""

import asyncio
import importlib.util
import io
import json
import sys
from dataclasses import asdict
from typing import Any, Final

from bot import children
from handoff.effects import Chart
from handoff.errors import Refused

#: seconds for one picture
PATIENCE: Final = 60.0
#: characters of a name on a chart
NAME: Final = 40
#: the colours of before and after: told apart also by whoever sees no red and green, and on light and dark alike
COLOURS: Final = ("#9aa5b1", "#2f6fde")


async def paint(chart: Chart) -> bytes:
    """The PNG of a chart. Raises Refused where none can be drawn."""
    if importlib.util.find_spec("matplotlib") is None:
        raise Refused("charts need matplotlib: install handoff[charts]")
    process = await children.started("bot.painting")
    try:
        async with asyncio.timeout(PATIENCE):
            drawn, _ = await process.communicate(json.dumps(asdict(chart)).encode())
    except TimeoutError:
        raise Refused("drawing it took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        raise Refused("it could not be drawn")
    return drawn


def draw(chart: dict[str, Any]) -> bytes:
    """Pairs of horizontal bars, each with its number; the first pair on top."""
    from matplotlib.figure import Figure  # only here: it is large, and nobody else needs it
    from matplotlib.ticker import MaxNLocator

    bars = list(reversed(chart["bars"]))
    names = [_short(bar["name"]) for bar in bars]
    figure = Figure(figsize=(8, 1.8 + 0.6 * len(bars)), dpi=120, layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    for key, colour, shift in (("before", COLOURS[0], 0.2), ("after", COLOURS[1], -0.2)):
        at = [n + shift for n in range(len(bars))]
        drawn = axes.barh(at, [bar[key] for bar in bars], height=0.36, color=colour, label=chart[key])
        axes.bar_label(drawn, padding=3, fontsize=9)
    axes.set_yticks(range(len(bars)), names, parse_math=False)
    axes.set_title(chart["title"], loc="left", parse_math=False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.margins(x=0.12)
    axes.spines[["top", "right"]].set_visible(False)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=2, frameon=False)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _short(name: str) -> str:
    return name if len(name) <= NAME else name[: NAME - 1] + "…"


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin.buffer)))
