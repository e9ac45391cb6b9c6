"""How long something took, less the time in which the machine was busy with others."""

import time
from pathlib import Path


class Stopwatch:
    """
    Seconds since it was made, without those in which the process was ready to run and the machine ran others instead, as
    Linux counts them: what a test says of the bot's own pace holds on a machine that does much else. `process`: an id.
    """

    def __init__(self, process: int | str = "self") -> None:
        self._file = Path(f"/proc/{process}/schedstat")
        self._before = self._waited = self._now()
        self._began = time.monotonic()

    def _now(self) -> float:
        """Seconds; 0 where nobody counts them."""
        return int(self._file.read_text().split()[1]) / 1e9 if self._file.exists() else 0.0

    @property
    def waited(self) -> float:
        """Seconds that went to others; once the process is gone, as they were last known."""
        self._waited = max(self._waited, self._now())
        return self._waited - self._before

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began - self.waited
