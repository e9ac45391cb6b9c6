"""Settings: every fault at once, by name, in words that say what to write; `.env.example` is the full list."""

import re
from pathlib import Path

import pytest

from bot.settings import Faults, Settings, load, seconds
from handoff.model import Address, Mention

ROOT = Path(__file__).resolve().parents[2]

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "DISCORD_TOKEN": "a.b.c",
    "SUPPORT_CHANNELS": "slack:C1, discord:456",
    "TEAM_CHANNEL": "slack:C9",
    "AI": "none",
}


@pytest.fixture(autouse=True)
def alone(monkeypatch, tmp_path):
    """No setting of this machine's, and no .env."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch, **changes):
    for name, value in (GOOD | changes).items():
        monkeypatch.setenv(name, value)


def faults(monkeypatch, **changes):
    given(monkeypatch, **changes)
    with pytest.raises(Faults) as raised:
        load()
    return raised.value.lines


def test_what_is_given_is_what_the_parts_get(monkeypatch):
    given(monkeypatch, TEAM_PING="slack:S7,slack:U8", AGENTS="slack:U1,discord:5", AI_TIMEOUT="1.5m")
    settings = load()
    places = settings.places()
    assert (places.team, places.support) == (Address("slack", "", "C9"), frozenset({("slack", "C1"), ("discord", "456")}))
    assert places.ping == (Mention(kind="group", id="S7"), Mention(kind="person", id="U8"))
    assert settings.roster().agents == frozenset({("slack", "U1"), ("discord", "5")})
    assert settings.ai_timeout == 90


def test_discord_targets_may_be_either(monkeypatch):
    """Discord's ids do not tell a role from a member."""
    given(monkeypatch, TEAM_CHANNEL="discord:99", TEAM_PING="discord:5")
    assert load().places().ping == (Mention(kind="either", id="5"),)


@pytest.mark.parametrize(("said", "ping"), [("here", (Mention(kind="here"),)), ("none", ())])
def test_here_and_none(monkeypatch, said, ping):
    given(monkeypatch, TEAM_PING=said)
    assert load().places().ping == ping


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "", "DISCORD_TOKEN": ""}, "SLACK_BOT_TOKEN or DISCORD_TOKEN: set at least"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN: set it to serve over Socket Mode"),
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN: the other Slack settings are there"),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN: this is another kind of token; this one begins with xoxb-"),
        ({"TEAM_CHANNEL": ""}, "TEAM_CHANNEL: set it to the one channel"),
        ({"TEAM_CHANNEL": "slack:C1"}, "TEAM_CHANNEL: customers write in that channel too"),
        ({"TEAM_CHANNEL": "slack:#team"}, "TEAM_CHANNEL: “slack:#team” has no Slack id in it"),
        ({"TEAM_CHANNEL": "discord:team"}, "TEAM_CHANNEL: “discord:team” has no Discord id in it"),
        ({"SUPPORT_CHANNELS": "teams:1"}, "SUPPORT_CHANNELS: “teams:1” must be slack:ID or discord:ID"),
        ({"DISCORD_TOKEN": ""}, "SUPPORT_CHANNELS: names a channel on Discord, but DISCORD_TOKEN is not set"),
        ({"TEAM_PING": "everybody"}, "TEAM_PING: “everybody” must be slack:ID or discord:ID; or write here, or none"),
        ({"TEAM_PING": "discord:5"}, "TEAM_PING: the team channel is on Slack, so whom it notifies must be there too"),
        ({"AI": "magic"}, "AI: write knowledge"),
        ({"AI": "openai:some-model"}, "OPENAI_API_KEY: set it"),
        ({"AI": "webhook:https://ai.example"}, "WEBHOOK_SECRET: set it"),
        ({"AI_DAILY_LIMIT": "-1"}, "AI_DAILY_LIMIT: write a number, or 0"),
        ({"ANALYSER": "feelings"}, "ANALYSER: write phrases"),
        ({"ANALYSER": "model"}, "ANALYSER: a model judges moods only where AI names one"),
        ({"ANALYSER": "model", "AI": "webhook:https://ai.example"}, "ANALYSER: a model judges moods only where AI names one"),
        ({"ANALYSER_DAILY_LIMIT": "-1"}, "ANALYSER_DAILY_LIMIT: write a number, or 0"),
        ({"AI": "knowledge", "KNOWLEDGE_DIR": "nowhere"}, "KNOWLEDGE_DIR: there is no folder nowhere"),
        ({"AI_TIMEOUT": "20"}, "AI_TIMEOUT: “20” is not a duration: write for example 90s, 5m or 2h"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL: write sqlite:///FILE, or postgresql://"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: write text or json"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL: write one of"),
        ({"HTTP_PORT": "99999"}, "HTTP_PORT: a port is a number"),
        ({"DISCORD_GUILDS": "my server"}, "DISCORD_GUILDS: “my server” is not a server's id"),
    ],
)
def test_each_fault_has_its_words(monkeypatch, changes, line):
    assert any(fault.startswith(line) for fault in faults(monkeypatch, **changes)), faults(monkeypatch, **changes)


def test_the_databases_password_is_a_secret(monkeypatch):
    given(monkeypatch, DATABASE_URL="postgresql://bot:s3cr3t@db.example/handoff")
    assert "s3cr3t" in load().secrets()
    assert load().postgres


def test_faults_hold_no_secret(monkeypatch):
    secret = "xoxc-0123456789-do-not-show"
    assert secret not in "\n".join(faults(monkeypatch, SLACK_BOT_TOKEN=secret, HTTP_PORT=secret, TEAM_CHANNEL=""))


@pytest.mark.parametrize(("text", "expected"), [("90s", 90), ("5m", 300), ("2h", 7200), ("0.5s", 0.5)])
def test_durations(text, expected):
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "90", "s", "-5s", "1d", "5 m", "0s"])
def test_what_is_no_duration(text):
    with pytest.raises(ValueError, match="is not a duration"):
        seconds(text)


def test_the_example_is_the_full_list():
    """A setting that is not in `.env.example` is one that nobody finds; one that is only there does nothing."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert sorted(names) == sorted(name.upper() for name in Settings.model_fields)
    assert len(names) == len(set(names))


def test_the_examples_values_are_the_defaults(monkeypatch):
    """What `.env.example` gives for a setting that has a default is that default."""
    fields = {name.upper(): field for name, field in Settings.model_fields.items()}
    places = {"SUPPORT_CHANNELS", "TEAM_CHANNEL"}
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if not equals or name.startswith("#") or name in places or not value:
            continue
        monkeypatch.setenv(name, value)
        assert getattr(Settings(_env_file=None), name.lower()) == fields[name].default, name
