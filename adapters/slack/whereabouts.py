"""Which place a channel is, and which channel a place: Slack addresses direct messages by ids of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from handoff.model import Address
from handoff.recent import Recent

PLATFORM: Final = "slack"


@dataclass(frozen=True, slots=True)
class Self:
    """The bot as `auth.test` tells it: its workspace and that one's address, its user, its bot id."""

    team: str = ""
    url: str = ""
    user: str = ""
    bot: str = ""


class Whereabouts:
    """
    Learns from what comes in, so that reading an event asks Slack nothing; only a person's first direct message from
    us does. Raises slack_sdk's errors.
    """

    def __init__(self, client: Callable[[], AsyncWebClient]) -> None:
        self._client = client
        self.me = Self()
        self.panes = False  #: the app has the assistant pane: each thread in direct messages is a place of its own
        self._dms: Recent[str, str] = Recent()  # user -> channel; a direct message's channel never changes
        self._people: Recent[str, str] = Recent()  # channel -> user
        self._names: Recent[str, str] = Recent()

    def name(self, user: str) -> str:
        """What a person was last called, or "" """
        return self._names.get(user, "")

    def named(self, user: str, name: str) -> None:
        self._names[user] = name

    def met(self, user: str, channel: str) -> None:
        """`channel` is that of the direct messages with `user`."""
        if channel and user and user != self.me.user:
            self._dms[user], self._people[channel] = channel, user

    def place(self, channel: str, thread_ts: str, kind: str, user: str, team: str = "") -> Address | None:
        """
        The place of a message in `channel`. A direct message is addressed by the customer, whoever wrote in it: `user`
        (of workspace `team`) or, where that is the bot, whom the channel is known to belong to. A thread in it belongs
        to the whole, unless the app has panes. None: nobody we know, or a group's direct messages, which are nobody's.
        """
        if kind == "mpim":
            return None
        if kind == "im" or (not kind and channel.startswith("D")):
            self.met(user, channel)
            customer = self._people.get(channel, "")
            thread = thread_ts if self.panes else ""
            return Address(PLATFORM, team or self.me.team, f"@{customer}", thread) if customer else None
        return Address(PLATFORM, self.me.team, channel, thread_ts)

    async def channel(self, place: Address) -> str:
        """The id to call the API with. A person's first direct message opens it."""
        if not place.direct:
            return place.channel
        user = place.channel[1:]
        if user not in self._dms:
            opened = await self._client().conversations_open(users=user)
            self.met(user, str(opened["channel"]["id"]))
        return self._dms[user]

    def link(self, place: Address, ts: str) -> str:
        """A message's address for people, made without asking; "" where the workspace's or the channel is not known yet."""
        channel = self._dms.get(place.channel[1:], "") if place.direct else place.channel
        if not self.me.url or not channel or not ts:
            return ""
        link = f"{self.me.url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={place.thread}&cid={channel}" if place.thread and place.thread != ts else link
