"""Every part, made and joined: the one place that knows which implementation fits which port."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Protocol

from adapters.discord.connect import DiscordPlatform, DiscordSettings
from adapters.responder import choose
from adapters.responder.knowledge import Knowledge
from adapters.responder.limits import Budget
from adapters.slack.connect import SlackPlatform, SlackSettings
from adapters.store.choice import AnyStore, open_store
from bot.analysers import analyser
from bot.http import Handler
from bot.painting import paint
from bot.previewing import Replaying
from bot.rereading import Rereading
from bot.settings import Settings, held
from handoff.asking import Asker
from handoff.events import CannotAnswer, Outcome
from handoff.feelings import Feelings
from handoff.health import Health
from handoff.homes import HomePages
from handoff.model import Person, Places
from handoff.outbox import OutboxWorker
from handoff.pacing import Pacer
from handoff.phrasebook import Phrasebooks
from handoff.ports import Channel, Clock, Feels, Responder, Said, ShowsHomes
from handoff.previewing import Previewer, no_previewer
from handoff.projections import Projector
from handoff.rollcall import RollCall
from handoff.service import Service
from handoff.supporting import SupportWatch
from handoff.timers import TidyWorker, TimerWorker


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class NoAI:
    """AI=none: never asked, since every question goes to the team."""

    async def respond(self, history: Sequence[Said], deadline: float) -> Outcome:
        return CannotAnswer("no AI is set up")


class Platform(Protocol):
    """A platform that runs: until stopped, or until Fatal says what somebody must change."""

    @property
    def name(self) -> str: ...

    @property
    def channel(self) -> Channel: ...

    async def run(self) -> None: ...

    async def stop(self) -> None: ...

    async def of_the_team(self, person: Person) -> bool | None: ...


class Loop(Protocol):
    async def run(self) -> None: ...


@dataclass(slots=True, kw_only=True)
class Parts:
    """What bot.app runs."""

    store: AnyStore
    clock: Clock
    health: Health
    outbox: OutboxWorker
    service: Service
    loops: tuple[Loop, ...]
    platforms: tuple[Platform, ...]
    slack_http: Handler | None


def pages(settings: Settings) -> Knowledge | None:
    """What the AI answers from; a model or a webhook is given the pages that match, where there are any. Raises Fatal."""
    needed = settings.ai == "knowledge"
    asked = settings.ai != "none" and (needed or settings.knowledge_dir.is_dir())
    return Knowledge.load(settings.knowledge_dir) if asked else None


def responder(settings: Settings, knowledge: Knowledge | None) -> Responder:
    """The AI of the settings. Raises Fatal."""
    if settings.ai == "none":
        return NoAI()
    if settings.ai == "knowledge" and knowledge:
        return knowledge
    budget = Budget(conversation=settings.ai_conversation_limit, day=settings.ai_daily_limit)
    return choose.responder(settings.ai, knowledge=knowledge, keys=settings.ai_keys(), budget=budget)


def feels(settings: Settings) -> Feels | None:
    """What judges moods beside our own analyser, where the settings say so. Raises Fatal."""
    if settings.analyser != "model":
        return None
    return choose.moods(settings.ai, keys=settings.ai_keys(), day=settings.analyser_daily_limit)


async def compose(settings: Settings, answering: Responder | None = None) -> Parts:
    """Open the store and make the rest on it; nothing runs yet. `answering`: an AI of one's own. Raises Fatal."""
    clock, health = WallClock(), Health()
    knowledge = None if answering else pages(settings)
    answering = answering or responder(settings, knowledge)
    store = await open_store(settings.database_url, team=settings.places().team)
    phrasebooks = Phrasebooks()
    phrasebooks.ready(await store.policy())
    watch = SupportWatch(store, phrasebooks.adopt)
    await watch.look()
    places, roster = replace(settings.places(), added=watch.added), replace(settings.roster(), vips=watch.vips)
    woken: list[OutboxWorker] = []
    answers = settings.ai != "none"
    judging = feels(settings)
    feelings = Feelings(judging, clock) if judging else None
    service = Service(
        store, places, analyser(), clock, lambda: woken[0].wake(),
        answers=answers, adopt=watch.adopt, phrasebooks=phrasebooks, witness=feelings.notice if feelings else None,
    )  # fmt: skip
    loops: list[Loop] = [Rereading(store, knowledge, settings.knowledge_dir)] if knowledge else []
    if feelings:
        feelings.into(service)
        loops.append(feelings)
    platforms: list[Platform] = []
    screens: dict[str, ShowsHomes] = {}
    slack_http = None
    if settings.slack:
        slack_with = replace(slack_settings(settings), topics=knowledge.topics if knowledge else tuple)
        slack = SlackPlatform(slack_with, places, roster, service, store, store, health, clock)
        platforms.append(slack)
        screens[slack.name] = slack.channel
        slack_http = None if settings.slack_app_token else slack.request
    if settings.discord:
        platforms.append(
            DiscordPlatform(discord_settings(settings), places, roster, service, store, store, health, clock, store.sole)
        )
    return joined(
        store, service, platforms, answering, places, health, ai_timeout=settings.ai_timeout, woken=woken,
        previewer=Replaying(settings.database_url, answers=answers),
        slack_http=slack_http, screens=screens,
        more=[watch, *loops],
    )  # fmt: skip


def joined(
    store: AnyStore,
    service: Service,
    platforms: Sequence[Platform],
    answering: Responder,
    places: Places,
    health: Health,
    *,
    ai_timeout: float,
    more: Sequence[Loop] = (),
    woken: list[OutboxWorker],
    previewer: Previewer = no_previewer,
    slack_http: Handler | None = None,
    screens: Mapping[str, ShowsHomes] = MappingProxyType({}),
) -> Parts:
    """The core's loops on a store and its platforms; `woken`: where the service finds the outbox to wake."""
    clock, pacer = WallClock(), Pacer()
    channels = {platform.name: platform.channel for platform in platforms}
    asker = Asker(answering, store, service, channels, clock, ai_timeout)
    outbox = OutboxWorker(store, store, service, channels, places, asker, clock, pacer, paint, previewer)
    woken.append(outbox)
    store.on_wake(outbox.wake)
    teams = {platform.name: platform.of_the_team for platform in platforms}
    return Parts(
        store=store,
        clock=clock,
        health=health,
        outbox=outbox,
        service=service,
        loops=(
            service,
            outbox,
            Projector(store, service, channels, places, clock, pacer),
            TimerWorker(store, service, clock),
            TidyWorker(store, clock),
            RollCall(store, store, service, teams, clock),
            *([HomePages(store, screens, teams, store.sole, places, clock, pacer)] if screens else []),
            *more,
        ),
        platforms=tuple(platforms),
        slack_http=slack_http,
    )


def slack_settings(settings: Settings) -> SlackSettings:
    return SlackSettings(
        bot_token=held(settings.slack_bot_token),
        app_token=held(settings.slack_app_token),
        signing_secret=held(settings.slack_signing_secret),
        api_url=settings.slack_api_url,
    )


def discord_settings(settings: Settings) -> DiscordSettings:
    return DiscordSettings(token=held(settings.discord_token), api_url=settings.discord_api_url, guilds=settings.discord_guilds)
