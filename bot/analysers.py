"""The data that the pure triggers read with, from the files of the packages that bring it."""

import importlib.resources

from handoff.ports import Analyser
from handoff.triggers.complaints import Complaints
from handoff.triggers.languages import ByLanguage

#: a table triggers/complaints.LANGUAGE.txt for each
LANGUAGES = ("en",)


def analyser() -> Analyser:
    """What tells how content a customer's message is, in the languages there is a table for."""
    folder = importlib.resources.files("handoff.triggers")
    tables = {each: folder.joinpath(f"complaints.{each}.txt").read_text(encoding="utf-8") for each in LANGUAGES}
    return ByLanguage({each: Complaints(table, each) for each, table in tables.items()})
