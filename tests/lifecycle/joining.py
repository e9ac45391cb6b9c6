"""Agents join their accounts on both platforms, and part them."""

import re
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from lifecycle.cast import TEAM, key_of, person
from lifecycle.team import OTHER, Team

from handoff.effects import Whisper
from handoff.events import Commanded
from handoff.model import Address, Person


class Joining(Team):
    def _says(self, by: Person, verb: str, **options: str) -> str:
        """What they are told, who give a command where they are."""
        place = self.team if by.platform == self.team.platform else Address(by.platform, by.workspace, "1")
        about: dict[str, Any] = {"key": f"j{self.world.count()}", "at": self.world.clock.now(), "standing": TEAM[by.user]}
        (reply,) = self.handle(Commanded(**about, by=by, place=place, name="handoff", verb=verb, options=options))
        assert isinstance(reply, Whisper), reply
        return reply.post.text

    @rule(user=st.sampled_from(list(TEAM)), far_first=st.booleans())
    def agent_joins_accounts(self, user: str, far_first: bool) -> None:
        """Nothing changes hands by that; a code joins once."""
        near, far = self.agent(user), person(OTHER[self.team.platform], user)
        if any(key_of(c) == far.key for c in self.known.values()):
            return
        first, then = (far, near) if far_first else (near, far)
        shown = self._says(first, "link")
        if user in self.joined:
            assert "These are yours" in shown, shown
            return
        found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", shown)
        assert found, shown
        assert "shown here" in self._says(first, "link", code=found[0])
        assert "Joined" in self._says(then, "link", code=found[0])
        self.joined.add(user)

    @rule(user=st.sampled_from(list(TEAM)), far=st.booleans())
    def agent_parts_accounts(self, user: str, far: bool) -> None:
        """Nothing changes hands by that either."""
        who = person(OTHER[self.team.platform], user) if far else self.agent(user)
        said = self._says(who, "unlink")
        assert ("Parted" in said) == (user in self.joined), said
        self.joined.discard(user)
