"""
How long each detector holds up the loop with texts made to be slow, as long as Slack lets them be: 50 ms is the line.

Run by hand: `PYTHONPATH=.:tests .venv/bin/python bench/hostile.py`. Milliseconds of the thread's own time, the best of three.
"""

import sys

from unit.test_hostile import DETECTORS, seconds, texts


def main() -> None:
    for name, detector in DETECTORS.items():
        worst = max((min(seconds(detector, text) for _ in range(3)), text[:20]) for text in texts())
        sys.stdout.write(f"{name:14} {worst[0] * 1000:5.1f} ms at worst ({worst[1]!r})\n")


if __name__ == "__main__":
    main()
