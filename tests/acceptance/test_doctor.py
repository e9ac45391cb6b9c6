"""`handoff doctor` on a town in which one thing is wrong: it is named, and so is what to do; the rest is well."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from acceptance.sides import DiscordSide, SlackSide
from acceptance.town import Town, town
from modelsim import ModelSim, status

from adapters.slack.manifest import SCOPES

Found = list[dict[str, Any]]


async def doctor(t: Town, *more: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor", *more), cwd=t.bot.folder, env=t.bot.env, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, out.decode()


async def found(t: Town) -> tuple[int, Found]:
    code, out = await doctor(t, "--json")
    return code, json.loads(out)


def discord(t: Town) -> DiscordSide:
    assert isinstance(t.team, DiscordSide)
    return t.team


def slack(t: Town) -> SlackSide:
    assert isinstance(t.team, SlackSide)
    return t.team


# ---- the faults: what is planted, what is said, and one word of the remedy


async def bad_slack_token(t: Town) -> None:
    t.bot.env["SLACK_BOT_TOKEN"] = "xoxb-1-wrong"


async def revoked(t: Town) -> None:
    await slack(t).sim.revoke_token()


async def missing_scope(t: Town) -> None:
    await slack(t).sim.set_scopes(sorted(SCOPES.keys() - {"pins:write"}))


async def bad_app_token(t: Town) -> None:
    t.bot.env["SLACK_APP_TOKEN"] = "xapp-1-wrong"


async def not_in_channel(t: Town) -> None:
    other = (await slack(t).sim.add_channel("elsewhere", bot=False))["id"]
    t.bot.env["SUPPORT_CHANNELS"] = f"slack:{other}"


async def open_team_channel(t: Town) -> None:
    side = slack(t)
    t.bot.env["TEAM_CHANNEL"] = f"slack:{(await side.sim.add_channel('open-team'))['id']}"


async def silent_slack(t: Town) -> None:
    t.bot.env["SLACK_API_URL"] = "http://127.0.0.1:9/api/"


async def bad_discord_token(t: Town) -> None:
    t.bot.env["DISCORD_TOKEN"] = "MTIz.wrong.token"


async def intent_off(t: Town) -> None:
    await discord(t).sim.configure(privileged_intents=())


async def missing_permission(t: Town) -> None:
    side = discord(t)
    await side.sim.edit_channel(side.help[0], overwrites=[{"id": side.sim.bot_id, "type": 1, "deny": ["EMBED_LINKS"]}])


async def unseen_channel(t: Town) -> None:
    side = discord(t)
    out = [{"id": side.sim.bot_id, "type": 1, "deny": ["VIEW_CHANNEL"]}]
    hidden = await side.sim.create_channel(side.guild, "hidden", overwrites=out)
    t.bot.env["SUPPORT_CHANNELS"] = f"discord:{hidden['id']}"


async def team_for_all(t: Town) -> None:
    await discord(t).sim.edit_channel(discord(t).team[0], overwrites=[])


async def public_bot(t: Town) -> None:
    await discord(t).sim.configure(bot_public=True)


async def read_only_database(t: Town) -> None:
    t.bot.env["DATABASE_URL"] = "sqlite:////proc/handoff.db"


async def no_postgres(t: Town) -> None:
    t.bot.env["DATABASE_URL"] = "postgresql://somebody:hush-hush@127.0.0.1:9/none"


async def no_pages(t: Town) -> None:
    t.bot.env["KNOWLEDGE_DIR"] = str(t.bot.folder / "nothing-here")


async def no_team_channel(t: Town) -> None:
    t.bot.env["TEAM_CHANNEL"] = ""


FAULTS: list[tuple[str, Callable[[Town], Awaitable[None]], str, str]] = [
    ("slack", bad_slack_token, "Slack token", "OAuth & Permissions"),
    ("slack", revoked, "Slack token", "Install App"),
    ("slack", missing_scope, "Slack scopes", "pins:write"),
    ("slack", bad_app_token, "Slack app token", "App-Level Tokens"),
    ("slack", not_in_channel, "Slack channel", "/invite"),
    ("slack", open_team_channel, "Slack channel", "Make it private"),
    ("slack", silent_slack, "Slack token", "SLACK_API_URL"),
    ("discord", bad_discord_token, "Discord token", "Developer Portal"),
    ("discord", intent_off, "Discord message content", "Privileged Gateway Intents"),
    ("discord", missing_permission, "Discord channel #help", "Embed Links"),
    ("discord", unseen_channel, "Discord channel", "View Channel"),
    ("discord", team_for_all, "Discord channel #team", "Deny View Channel"),
    ("discord", public_bot, "Discord public bot", "switch it off"),
    ("discord", read_only_database, "Database", "/proc"),
    ("discord", no_postgres, "Database", "127.0.0.1:9"),
    ("discord", no_pages, "Setting KNOWLEDGE_DIR", "there is no folder"),
    ("discord", no_team_channel, "Setting TEAM_CHANNEL", "the one channel"),
]


@pytest.mark.parametrize(("platform", "plant", "what", "remedy"), FAULTS, ids=[f[1].__name__ for f in FAULTS])
async def test_each_fault_is_named_with_its_remedy(tmp_path: Path, platform: str, plant: Any, what: str, remedy: str) -> None:
    async with town(tmp_path, platform, platform, run=False, allowed=("api:invalid_auth",)) as t:
        await well(t)
        await plant(t)
        code, all_of_it = await found(t)
        wrong = [each for each in all_of_it if each["well"] is False]
        assert code == 1
        assert [each["what"].startswith(what) for each in wrong] == [True], wrong
        assert remedy in wrong[0]["words"]
        assert "hush-hush" not in str(all_of_it)


async def well(t: Town) -> None:
    if isinstance(t.team, DiscordSide):
        await t.team.sim.configure(bot_public=False)


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_where_all_is_well_it_says_so(tmp_path: Path, platform: str) -> None:
    """Exit code 0, one line each; beside a running bot too, which it leaves alone."""
    async with town(tmp_path, platform, platform) as t:
        await well(t)
        code, out = await doctor(t)
        assert (code, out.splitlines()[-1]) == (0, "All is well.")
        assert "Database" in out
        assert await t.bot.get("/readyz") == 200


async def test_an_ai_that_refuses_the_key(tmp_path: Path) -> None:
    async with ModelSim.start() as sim, town(tmp_path, "discord", "discord", run=False) as t:
        await well(t)
        sim.then(status(401), status(401))
        t.bot.env |= {"AI": "openai:some-model", "OPENAI_API_KEY": sim.key, "OPENAI_BASE_URL": sim.openai}
        code, all_of_it = await found(t)
        wrong = [each for each in all_of_it if each["well"] is False]
        assert (code, [each["what"] for each in wrong]) == (1, ["AI"])
        assert "OPENAI_API_KEY" in wrong[0]["words"]
        assert sim.key not in str(all_of_it)


def test_it_is_asked_with_nothing_set(tmp_path: Path) -> None:
    """Every fault at once, by name, and no stack trace."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "NO_COLOR": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 1
    assert "TEAM_CHANNEL" in ran.stdout
    assert "DISCORD_TOKEN" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr
    assert "\x1b" not in ran.stdout
