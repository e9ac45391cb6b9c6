"""The gate says the same of the same code each time."""

import os
import sys
from types import ModuleType

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

ODD = (1 << 40) + 12_345


@pytest.mark.skipif(os.environ.get("HYPOTHESIS_EXAMPLES") == "fresh", reason="the long runs take new examples each time")
def test_what_is_imported_changes_no_example(tmp_path, monkeypatch):
    """Hypothesis would draw the constants of whichever modules of ours it finds imported."""

    def examples() -> list[int]:
        drawn: list[int] = []

        @seed(1)
        @settings(max_examples=200, database=None, derandomize=False)
        @given(st.integers(0, 1 << 41))
        def draw(n: int) -> None:
            drawn.append(n)

        draw()
        return drawn

    before = examples()
    module = ModuleType("of_ours")
    module.__file__ = str(tmp_path / "of_ours.py")
    (tmp_path / "of_ours.py").write_text(f"A = {ODD}\n")
    monkeypatch.setitem(sys.modules, "of_ours", module)
    assert examples() == before and ODD not in before
