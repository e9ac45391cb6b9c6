"""The settings, from the environment and `.env`. Every fault is told at once, by name, in words that say what to do."""

import re
from typing import Annotated

from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from handoff.model import Address, Mention, Places, Roster

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(s|m|h)")
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}
_PLATFORMS = ("slack", "discord")


class Faults(Exception):
    """All that is wrong with the settings, a line each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def seconds(text: str) -> float:
    """`90s`, `5m`, `2h` in seconds; ValueError says what a duration looks like."""
    found = _DURATION.fullmatch(text.strip())
    if not found:
        raise ValueError(f"“{text}” is not a duration: write for example 90s, 5m or 2h")
    return float(found[1]) * _UNITS[found[2]]


def _places(text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for item in filter(None, (i.strip() for i in text.split(","))):
        platform, colon, name = item.partition(":")
        if not colon or platform not in _PLATFORMS or not name:
            raise ValueError(f"“{item}” must be slack:ID or discord:ID")
        pairs.append((platform, name))
    return tuple(pairs)


Pairs = Annotated[tuple[tuple[str, str], ...], NoDecode]


class Settings(BaseSettings):
    """The variables of DESIGN §7 that this version serves."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite:///handoff.db"
    discord_token: SecretStr | None = None
    discord_api_url: str = "https://discord.com/api/v10"
    discord_guilds: Annotated[frozenset[str], NoDecode] = frozenset()
    support_channels: Pairs = ()
    team_channel: Pairs = ()
    team_ping: str = "here"
    agents: Pairs = ()
    admins: Pairs = ()
    ai: str = "none"
    ai_timeout: Annotated[float, NoDecode] = 20.0
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    log_level: str = "INFO"
    log_format: str = "text"

    @field_validator("support_channels", "team_channel", "agents", "admins", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        return _places(value) if isinstance(value, str) else value

    @field_validator("discord_guilds", mode="before")
    @classmethod
    def _guilds(cls, value: object) -> object:
        return frozenset(filter(None, (v.strip() for v in value.split(",")))) if isinstance(value, str) else value

    @field_validator("ai_timeout", mode="before")
    @classmethod
    def _seconds(cls, value: object) -> object:
        return seconds(value) if isinstance(value, str) else value

    def places(self) -> Places:
        platform, channel = self.team_channel[0]
        return Places(team=Address(platform, "", channel), support=frozenset(self.support_channels), ping=self._ping())

    def _ping(self) -> tuple[Mention, ...]:
        if self.team_ping == "none":
            return ()
        if self.team_ping == "here":
            return (Mention(kind="here"),)
        return tuple(Mention(kind="group", id=name) for _, name in _places(self.team_ping))

    def roster(self) -> Roster:
        return Roster(agents=frozenset(self.agents), admins=frozenset(self.admins))


def load() -> Settings:
    """The settings, or Faults."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise Faults([f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]) from None
    faults = list(_crossed(settings))
    if faults:
        raise Faults(faults)
    return settings


def _crossed(s: Settings) -> list[str]:
    faults = []
    if s.discord_token is None:
        faults.append("DISCORD_TOKEN: set it to the bot's token (this version serves Discord; Slack is to come)")
    if len(s.team_channel) != 1:
        faults.append("TEAM_CHANNEL: set it to the one channel where the team sees the queue, for example discord:99")
    elif s.team_channel[0] in s.support_channels:
        faults.append("TEAM_CHANNEL: customers write in that channel too (SUPPORT_CHANNELS); the team needs its own")
    for name, pairs in (("TEAM_CHANNEL", s.team_channel), ("SUPPORT_CHANNELS", s.support_channels)):
        if any(platform == "slack" for platform, _ in pairs):
            faults.append(f"{name}: Slack is not served by this version yet")
    if s.ai != "none":
        faults.append("AI: this version serves `none` (every question goes to the team)")
    try:
        s._ping()
    except ValueError as error:
        faults.append(f"TEAM_PING: {error}; or here, or none")
    if not s.database_url.startswith("sqlite://"):
        faults.append("DATABASE_URL: this version serves sqlite:///FILE")
    return faults
