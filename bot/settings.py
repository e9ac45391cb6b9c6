"""The settings, from the environment and `.env`. Every fault is told at once, by name, in words that say what to do."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from handoff.model import Address, Mention, Places, Roster

_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)(s|m|h)")
_UNITS: Final = {"s": 1.0, "m": 60.0, "h": 3600.0}
_PLATFORMS: Final = ("slack", "discord")
_POSTGRES: Final = ("postgresql://", "postgres://")
_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
#: what an id of each platform looks like: a typing error is found here, not at the first handoff
_IDS: Final = {"slack": re.compile(r"[A-Z][A-Z0-9]+"), "discord": re.compile(r"\d+")}


class Faults(Exception):
    """All that is wrong with the settings, a line each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def seconds(text: str) -> float:
    """`90s`, `5m`, `2h` in seconds; ValueError says what a duration looks like."""
    found = _DURATION.fullmatch(text.strip())
    if not found or float(found[1]) <= 0:
        raise ValueError(f"“{text}” is not a duration: write for example 90s, 5m or 2h")
    return float(found[1]) * _UNITS[found[2]]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (item.strip() for item in text.split(","))))


def _pair(item: str) -> tuple[str, str]:
    platform, _, name = item.partition(":")
    if platform not in _PLATFORMS or not name:
        raise ValueError(f"“{item}” must be slack:ID or discord:ID")
    if not _IDS[platform].fullmatch(name):
        example = "C0123ABC" if platform == "slack" else "1234567890"
        raise ValueError(f"“{item}” has no {platform.title()} id in it: ids look like {platform}:{example}, names do not work")
    return platform, name


def channels(text: str) -> tuple[tuple[str, str], ...]:
    """`slack:C1,discord:2` as (platform, channel); ValueError says what is wrong with it."""
    return tuple(map(_pair, _listed(text)))


Pairs = Annotated[tuple[tuple[str, str], ...], NoDecode]


class Settings(BaseSettings):
    """The variables of the outside contract that this version serves; `.env.example` is the same list."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    database_url: str = "sqlite:///handoff.db"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    discord_token: SecretStr | None = None
    discord_api_url: str = "https://discord.com/api/v10"
    discord_guilds: Annotated[frozenset[str], NoDecode] = frozenset()
    support_channels: Pairs = ()
    team_channel: Pairs = ()
    team_ping: str = "here"
    agents: Pairs = ()
    admins: Pairs = ()
    ai: str = "knowledge"
    ai_timeout: Annotated[float, NoDecode] = 20.0
    ai_conversation_limit: int = 15
    ai_daily_limit: int = 2000
    analyser: str = "phrases"
    analyser_daily_limit: int = 1000
    knowledge_dir: Path = Path("knowledge")
    openai_api_key: SecretStr | None = None
    openai_base_url: str = ""
    anthropic_api_key: SecretStr | None = None
    anthropic_base_url: str = ""
    webhook_secret: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    log_level: str = "INFO"
    log_format: str = "text"

    @field_validator("support_channels", "team_channel", "agents", "admins", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        return tuple(map(_pair, _listed(value))) if isinstance(value, str) else value

    @field_validator("discord_guilds", mode="before")
    @classmethod
    def _guilds(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        wrong = [v for v in _listed(value) if not v.isdecimal()]
        if wrong:
            raise ValueError(f"“{wrong[0]}” is not a server's id: ids are numbers")
        return frozenset(_listed(value))

    @field_validator("team_ping", mode="before")
    @classmethod
    def _targets(cls, value: object) -> object:
        if isinstance(value, str) and value not in ("here", "none"):
            try:
                list(map(_pair, _listed(value)))
            except ValueError as error:
                raise ValueError(f"{error}; or write here, or none") from None
        return value

    @field_validator("ai_timeout", mode="before")
    @classmethod
    def _seconds(cls, value: object) -> object:
        return seconds(value) if isinstance(value, str) else value

    # ---- what the parts need

    def ai_keys(self) -> dict[str, str]:
        """What an AI elsewhere is reached with, by the names of its settings; those that are set."""
        named = {
            "OPENAI_API_KEY": held(self.openai_api_key),
            "OPENAI_BASE_URL": self.openai_base_url,
            "ANTHROPIC_API_KEY": held(self.anthropic_api_key),
            "ANTHROPIC_BASE_URL": self.anthropic_base_url,
            "WEBHOOK_SECRET": held(self.webhook_secret),
        }
        return {name: value for name, value in named.items() if value}

    @property
    def names_model(self) -> bool:
        """Whether AI names a model."""
        return ":" in self.ai and not self.ai.startswith("webhook:")

    @property
    def slack(self) -> bool:
        return self.slack_bot_token is not None

    @property
    def discord(self) -> bool:
        return self.discord_token is not None

    @property
    def postgres(self) -> bool:
        return self.database_url.startswith(_POSTGRES)

    def places(self) -> Places:
        platform, channel = self.team_channel[0]
        return Places(team=Address(platform, "", channel), support=frozenset(self.support_channels), ping=self.ping())

    def ping(self) -> tuple[Mention, ...]:
        if self.team_ping == "none":
            return ()
        if self.team_ping == "here":
            return (Mention(kind="here"),)
        return tuple(Mention(kind=_kind(*_pair(item)), id=_pair(item)[1]) for item in _listed(self.team_ping))

    def roster(self) -> Roster:
        return Roster(agents=frozenset(self.agents), admins=frozenset(self.admins))

    def secrets(self) -> list[str]:
        """What must never be seen in a log."""
        held = (
            *(self.slack_bot_token, self.slack_app_token, self.slack_signing_secret, self.discord_token),
            *(self.openai_api_key, self.anthropic_api_key, self.webhook_secret),
        )
        return [*(secret.get_secret_value() for secret in held if secret), *filter(None, [_password(self.database_url)])]


def held(secret: SecretStr | None) -> str:
    """The secret itself; "" where none is set."""
    return secret.get_secret_value() if secret else ""


def _password(url: str) -> str:
    """As it stands in the address, and so in what is said of it."""
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def _kind(platform: str, name: str) -> str:
    """Slack's ids tell what they are; Discord's do not, and the adapter looks."""
    if platform == "slack":
        return "group" if name.startswith("S") else "person"
    return "either"


def load() -> Settings:
    """The settings, or Faults."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise Faults([f"{'.'.join(map(str, e['loc'])).upper()}: {_said(e['msg'])}" for e in error.errors()]) from None
    faults = [*_platforms(settings), *_places(settings), *_rest(settings)]
    if faults:
        raise Faults(faults)
    return settings


def _said(message: str) -> str:
    return message.removeprefix("Value error, ")


def _platforms(s: Settings) -> Iterator[str]:
    if not s.slack and not s.discord:
        yield "SLACK_BOT_TOKEN or DISCORD_TOKEN: set at least one, so that there is a platform to serve"
    if s.slack and s.slack_app_token is None and s.slack_signing_secret is None:
        yield (
            "SLACK_APP_TOKEN: set it to serve over Socket Mode (needs no public address), "
            "or set SLACK_SIGNING_SECRET to serve over HTTP at /slack/events"
        )
    if not s.slack and (s.slack_app_token or s.slack_signing_secret):
        yield "SLACK_BOT_TOKEN: the other Slack settings are there, but not the bot's own token (xoxb-…)"
    for name, secret, start in (
        ("SLACK_BOT_TOKEN", s.slack_bot_token, "xoxb-"),
        ("SLACK_APP_TOKEN", s.slack_app_token, "xapp-"),
    ):
        if secret and not secret.get_secret_value().startswith(start):
            yield f"{name}: this is another kind of token; this one begins with {start}"


def _places(s: Settings) -> Iterator[str]:
    if len(s.team_channel) != 1:
        yield "TEAM_CHANNEL: set it to the one channel where the team sees the queue, for example slack:C0123ABC or discord:99"
    elif s.team_channel[0] in s.support_channels:
        yield "TEAM_CHANNEL: customers write in that channel too (SUPPORT_CHANNELS); the team needs its own"
    elif s.team_ping not in ("here", "none"):
        team = s.team_channel[0][0]
        if any(_pair(item)[0] != team for item in _listed(s.team_ping)):
            yield f"TEAM_PING: the team channel is on {team.title()}, so whom it notifies must be there too"
    for name, pairs in (("TEAM_CHANNEL", s.team_channel), ("SUPPORT_CHANNELS", s.support_channels)):
        for platform, token in (("slack", "SLACK_BOT_TOKEN"), ("discord", "DISCORD_TOKEN")):
            if any(p == platform for p, _ in pairs) and not getattr(s, platform):
                yield f"{name}: names a channel on {platform.title()}, but {token} is not set"


def _rest(s: Settings) -> Iterator[str]:
    if s.ai not in ("knowledge", "none") and not re.fullmatch(r"webhook:https?://\S+|[\w-]+:\S+", s.ai):
        yield (
            "AI: write knowledge (answers from the folder KNOWLEDGE_DIR), none (all goes to the team), a model such as "
            "openai:NAME or anthropic:NAME, or webhook:https://… for your own"
        )
    for provider, key in (("openai:", "OPENAI_API_KEY"), ("anthropic:", "ANTHROPIC_API_KEY"), ("webhook:", "WEBHOOK_SECRET")):
        if s.ai.startswith(provider) and key not in s.ai_keys():
            yield f"{key}: set it, since AI={provider}… is reached with it"
    if s.analyser not in ("phrases", "model"):
        yield "ANALYSER: write phrases (moods are read here, by our own tables) or model (the one of AI reads them too)"
    if s.analyser == "model" and not s.names_model:
        yield "ANALYSER: a model judges moods only where AI names one, such as openai:NAME or anthropic:NAME"
    for name, limit in (
        ("AI_CONVERSATION_LIMIT", s.ai_conversation_limit),
        ("AI_DAILY_LIMIT", s.ai_daily_limit),
        ("ANALYSER_DAILY_LIMIT", s.analyser_daily_limit),
    ):
        if limit < 0:
            yield f"{name}: write a number, or 0 for no limit"
    if s.ai == "knowledge" and not s.knowledge_dir.is_dir():
        yield (
            f"KNOWLEDGE_DIR: there is no folder {s.knowledge_dir}; put your help pages there as .md or .txt files, "
            "or set AI=none to send every question to the team"
        )
    if not s.database_url.startswith(("sqlite://", *_POSTGRES)):
        yield "DATABASE_URL: write sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/DATABASE"
    if s.log_format not in ("text", "json"):
        yield "LOG_FORMAT: write text or json"
    if s.log_level.upper() not in _LEVELS:
        yield f"LOG_LEVEL: write one of {', '.join(_LEVELS)}"
    if not 0 <= s.http_port <= 65535:
        yield "HTTP_PORT: a port is a number from 1 to 65535 (0: any free one)"
