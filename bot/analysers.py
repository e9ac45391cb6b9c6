"""The data that the pure triggers read with, from the files of the packages that bring it."""

import importlib.resources
from collections.abc import Callable

from handoff.triggers.sentiment import Scorer


def scorer() -> Callable[[str], float]:
    """The sentiment of a text in [-1, 1]: VADER with its own lexicons."""
    folder = importlib.resources.files("vaderSentiment")
    lexicon = folder.joinpath("vader_lexicon.txt").read_text(encoding="utf-8")
    return Scorer(lexicon, folder.joinpath("emoji_utf8_lexicon.txt").read_text(encoding="utf-8")).score
