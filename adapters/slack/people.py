"""Who people are: names and ranks, asked once and kept; asked for in the background where nobody waits."""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.fatal import denied
from adapters.slack.inbound import Payload, part, text
from adapters.slack.mrkdwn import name as clean
from adapters.slack.whereabouts import PLATFORM, Whereabouts
from handoff.errors import Unavailable
from handoff.events import Event, Met
from handoff.model import Person
from handoff.ports import Clock, Sink, Watermarks
from handoff.recent import Recent

log = structlog.get_logger()

#: what a look-up may raise when Slack does not answer, or says no
TROUBLE: Final = (SlackClientError, aiohttp.ClientError, OSError, Unavailable)
_KEPT: Final = timedelta(minutes=10)
_TRIES: Final = 3
_PAUSE: Final = 2.0  #: seconds between tries


@dataclass(frozen=True, slots=True)
class Account:
    """A user as Slack has them now."""

    user: str
    team: str  #: their own workspace
    name: str
    locale: str
    admin: bool
    updated: str
    bot: bool = False


class People:
    def __init__(self, client: Callable[[], AsyncWebClient], whereabouts: Whereabouts, clock: Clock, sink: Sink) -> None:
        self._client, self._where, self._clock, self._sink = client, whereabouts, clock, sink
        self._known: Recent[str, tuple[datetime, Account]] = Recent()
        #: (whether somebody waits for the name, a number that keeps their order, the event's key, whose name)
        self._wanted: asyncio.PriorityQueue[tuple[int, int, str, Person]] = asyncio.PriorityQueue()
        self._numbers = itertools.count()

    def known(self, user: str) -> Account | None:
        """At any age; None: never asked for."""
        return self._known[user][1] if user in self._known else None

    async def account(self, user: str) -> Account:
        """At most 10 minutes old. Raises slack_sdk's errors, or Unavailable."""
        at, account = self._known.get(user, (None, None))
        if account is not None and at is not None and self._clock.now() - at < _KEPT:
            return account
        answer = await self._client().users_info(user=user, include_locale=True)
        return self._keep(part(answer.data, "user"))

    def _keep(self, data: Payload) -> Account:
        before = self.known(text(data, "id"))
        rank = ("is_admin", "is_owner", "is_primary_owner")
        account = Account(
            user=text(data, "id"),
            team=text(data, "team_id") or text(data, "profile", "team"),
            name=clean(_called(data)),
            locale=text(data, "locale") or (before.locale if before else ""),
            admin=any(data.get(key) is True for key in rank),
            updated=str(data.get("updated", "")),
            bot=data.get("is_bot") is True,
        )
        self._known[account.user] = self._clock.now(), account
        self._where.named(account.user, account.name)
        return account

    def changed(self, data: Payload, at: datetime) -> Met | None:
        """Somebody's account was changed. None where nothing of it concerns us."""
        before = self.known(text(data, "id"))
        if before is None:
            return None
        account = self._keep(data)
        if account.name == before.name:
            return None
        person = Person(PLATFORM, account.team, account.user, account.name, account.locale)
        return Met(key=f"{PLATFORM}:{account.user}:changed:{account.updated}:{account.name}", at=at, person=person)

    # ---- in the background

    def want(self, event: Event, person: Person) -> None:
        """`event` was committed without the name of who did it: bring the name, once it is known."""
        if not person.name:
            self._wanted.put_nowait((0, next(self._numbers), event.key, person))

    async def resume(self, watermarks: Watermarks) -> None:
        """Bring the names that the last process did not live to bring."""
        for person in await watermarks.nameless(PLATFORM):
            key = f"{PLATFORM}:{person.user}:resumed:{self._clock.now().isoformat()}"
            self._wanted.put_nowait((0, next(self._numbers), key, person))

    def learn(self, user: str) -> None:
        """Know `user` before they press anything."""
        if user not in self._known:
            self._wanted.put_nowait((1, next(self._numbers), "", Person(PLATFORM, "", user)))

    async def run(self) -> None:
        while True:
            _, _, key, person = await self._wanted.get()
            for _ in range(_TRIES):
                try:
                    await self._bring(key, person)
                    break
                except SlackApiError as exc:
                    if exc.response.status_code != 429:
                        log.info("slack.name_unknown", user=person.user, code=denied(exc)[0])
                        break
                    await asyncio.sleep(retry_after(exc) or _PAUSE)
                except Exception as exc:  # noqa: BLE001 - a name is a courtesy: the next one is waiting
                    log.info("slack.name_unknown", user=person.user, error=type(exc).__name__)
                    await asyncio.sleep(_PAUSE)

    async def _bring(self, key: str, person: Person) -> None:
        account = self.known(person.user) or await self.account(person.user)
        if key and account.name:
            met = replace(person, name=account.name, locale=account.locale)
            await self._sink(Met(key=f"{key}:met", at=self._clock.now(), person=met))


def retry_after(exc: SlackApiError) -> float | None:
    """Seconds that Slack asks us to wait, where it says so."""
    headers: Mapping[str, Any] = exc.response.headers or {}
    value = str(headers.get("Retry-After", ""))
    return float(value) if value.isdecimal() else None


def _called(data: Payload) -> str:
    return next(
        filter(
            None,
            [text(data, "profile", "display_name"), text(data, "profile", "real_name"), text(data, "real_name"),
             text(data, "name")],
        ),
        "",
    )  # fmt: skip
