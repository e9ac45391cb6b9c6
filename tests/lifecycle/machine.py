"""
The lifecycle as a machine: whatever people, the AI, the platforms and time do, in whatever order, the law holds.

The machine knows of each conversation who has it, and what each verb does to that: a line of cast.VERBS. To add a verb, add
its line; to add something else that can happen, a rule.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from lifecycle.blocking import Blocking
from lifecycle.cast import AI, BY_ITSELF, CLOSED
from lifecycle.far import FAULTS
from lifecycle.interruptions import Interruptions
from lifecycle.joining import Joining


class Machine(Interruptions, Blocking, Joining):
    """And what the AI, the platforms, the process and time do."""

    @rule(
        script=st.lists(
            st.sampled_from(["ok", "long", "late", "late", "unsure", "cannot", "cannot", "wants", "fails"]), max_size=4
        )
    )
    def ai_will(self, script: list[str]) -> None:
        self.world.ai.script = script

    @rule()
    def ai_is_done(self) -> None:
        self.ai_comes_back()

    @rule(
        platform=st.sampled_from(["slack", "discord"]), faults=st.lists(st.sampled_from(["", *FAULTS]), min_size=1, max_size=5)
    )
    def platform_will(self, platform: str, faults: list[str]) -> None:
        self.world.channels[platform].faults = faults

    @rule(platform=st.sampled_from(["slack", "discord"]), seconds=st.sampled_from([20, 90, 700]))
    def platform_is_out(self, platform: str, seconds: int) -> None:
        self.world.channels[platform].out_until = self.world.clock.now() + timedelta(seconds=seconds)

    @rule(platform=st.sampled_from(["slack", "discord"]), which=st.integers(0, 1))
    def platform_is_out_for_long(self, platform: str, which: int) -> None:
        """Longer than a row may block its lane; somebody asks for a person meanwhile."""
        self.world.channels[platform].out_until = self.world.clock.now() + timedelta(minutes=13)
        self._writes(self.one_of(which), "person")
        for _ in range(9):
            self.time_passes(90)

    @rule(n=st.integers(0, 11))
    def event_comes_again(self, n: int) -> None:
        if self.past:
            event = replace(self.past[-1 - n % len(self.past)], also=f"again{self.world.count()}")
            self.handle(event)
            self.pump()

    @rule(n=st.integers(0, 11))
    def event_comes_again_by_another_key(self, n: int) -> None:
        """The platform's own id of the delivery is the same, and nothing else."""
        past = [event for event in self.past if event.also]
        if past:
            event = past[-1 - n % len(past)]
            self.handle(replace(event, key=f"{event.key}:again{self.world.count()}"))
            self.pump()

    @rule()
    def process_dies(self) -> None:
        self.run(self.world.die())
        self.run(self._start())
        self.pump()

    async def _start(self) -> None:
        self.world.start()

    @rule(seconds=st.sampled_from([1, 25, 61, 310, 650]))
    def time_passes(self, seconds: int) -> None:
        self.world.pass_(seconds)
        self.run(self.world.timers.look())
        self.sync(BY_ITSELF)
        self.pump()

    @rule()
    def nobody_writes_for_long(self) -> None:
        """What no person was in is closed, and nothing else is."""
        self.world.pass_(25 * 3600)
        self.run(self.world.timers.look())
        for number, c in self.run(self.world.conversations()).items():
            before = self.known[number]
            if before.state is not c.state:
                assert before.state is AI and c.state is CLOSED and not before.handoffs, f"time made {c.state} of {before}"
        self.sync(BY_ITSELF | {(AI, CLOSED)})
        self.pump()

    @rule()
    def all_comes_to_rest(self) -> None:
        self.run(self.world.drain())
        self.sync(BY_ITSELF)
        self.run(self.law.shown())
        self.run(self.law.at_rest())

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.all_comes_to_rest()
        finally:
            self.run(self.world.end())
