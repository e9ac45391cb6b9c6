"""What is wrong with the Slack side, and exactly where to click; nothing is changed by asking."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import fatal
from adapters.slack.access import Access
from adapters.slack.connect import SlackSettings
from adapters.slack.fatal import denied
from adapters.slack.people import People
from adapters.slack.whereabouts import PLATFORM, Self, Whereabouts
from handoff.effects import Done, Reply
from handoff.errors import Fatal
from handoff.events import Event
from handoff.health import Finding
from handoff.model import Places, Roster
from handoff.ports import Clock

_TIMEOUT: Final = 10  #: seconds for one request
#: Slack refuses signatures that are older than five minutes (docs.slack.dev, "verifying requests from Slack")
_SKEW: Final = 60.0


async def _nowhere(event: Event) -> Reply:
    return Done()


async def examine(settings: SlackSettings, places: Places, roster: Roster, clock: Clock) -> AsyncIterator[Finding]:
    """One finding after another; what cannot be asked since something before it is wrong is left out."""
    base = settings.api_url.rstrip("/") + "/"
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT)) as session:
        web = AsyncWebClient(settings.bot_token, base, timeout=_TIMEOUT, session=session, retry_handlers=[])
        try:
            answer = await web.auth_test()
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            yield Finding("Slack token", False, _said(error, fatal.BOT, base))
            return
        yield Finding("Slack token", True, f"{answer['user']} in the workspace {answer['team']}")
        yield _scopes(answer.headers)
        yield _clock(answer.headers, clock)
        yield await _reached(settings, web, base)
        where = Whereabouts(lambda: web)
        where.me = Self(answer["team_id"], answer["url"], answer["user_id"], answer["bot_id"])
        access = Access(lambda: web, where, People(lambda: web, where, clock, _nowhere), places, roster, clock)
        try:
            await access.load()
        except (SlackClientError, Fatal, aiohttp.ClientError, OSError, TimeoutError) as error:
            yield Finding("Slack people and channels", False, _said(error, fatal.BOT, base))
            return
        for found in _places(access, places):
            yield found


def _scopes(headers: Mapping[str, Any]) -> Finding:
    try:
        granted = fatal.check_scopes(headers)
    except Fatal as error:
        return Finding("Slack scopes", False, str(error))
    return Finding(
        "Slack scopes", True if granted else None, f"{len(granted)} granted" if granted else "Slack did not name them"
    )


def _clock(headers: Mapping[str, Any], clock: Clock) -> Finding:
    """Slack's time is in every answer, to the second."""
    told = next((str(value) for key, value in headers.items() if key.lower() == "date"), "")
    try:
        there = parsedate_to_datetime(told).astimezone(UTC)
    except ValueError:
        return Finding("Clock", None, "Slack did not tell its time")
    return _skewed(clock.now() - there)


def _skewed(ahead: timedelta) -> Finding:
    seconds = ahead.total_seconds()
    if abs(seconds) > _SKEW:
        way = "ahead of" if seconds > 0 else "behind"
        words = f"this machine's clock is {abs(seconds):.0f} s {way} Slack's: switch on time synchronisation (NTP)"
        return Finding("Clock", False, words)
    return Finding("Clock", True, f"within {max(1.0, abs(seconds)):.0f} s of Slack's")


async def _reached(settings: SlackSettings, web: AsyncWebClient, base: str) -> Finding:
    """How Slack reaches us."""
    if not settings.app_token:
        words = "events come over HTTP; whether Slack reaches /slack/events is seen at api.slack.com/apps → Event Subscriptions"
        return Finding("Slack events", None, words)
    try:
        await web.apps_connections_open(app_token=settings.app_token)
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
        return Finding("Slack app token", False, _said(error, fatal.APP, base))
    return Finding("Slack app token", True, "Socket Mode can be opened")


def _places(access: Access, places: Places) -> list[Finding]:
    faults = dict(access.faults())
    found = []
    team = places.team
    for channel in [
        *([team.channel] if team and team.platform == PLATFORM else []),
        *(c for p, c in sorted(places.support) if p == PLATFORM),
    ]:
        what = f"Slack channel {access.called(channel)}"
        found.append(Finding(what, channel not in faults, faults.get(channel, "the bot is a member")))
    if team and team.platform == PLATFORM and team.channel not in faults:
        found.append(Finding("Slack team", access.agents > 0, _agents(access.agents)))
    return found


def _agents(count: int) -> str:
    if count:
        return f"{count} people are agents"
    return "nobody is an agent: invite your team to the team channel, or set AGENTS"


def _said(error: Exception, table: Mapping[str, str], base: str) -> str:
    """In the words of whoever has to do something."""
    if isinstance(error, Fatal):
        return str(error)
    if not isinstance(error, SlackApiError):
        return f"{base} does not answer ({type(error).__name__}): check SLACK_API_URL and the network"
    try:
        fatal.judge(error, table)
    except Fatal as known:
        return str(known)
    return f"Slack said {denied(error)[0] or 'nothing that can be read'}"
