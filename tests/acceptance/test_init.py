"""`handoff init`, then `doctor`, then `run`, as the documentation says: from nothing to a bot that answers."""

import asyncio
import os
import stat
import sys
from pathlib import Path

import pytest
from acceptance.sides import DiscordSide
from acceptance.town import KNOWLEDGE, ROOT, Bot, Town, free_port, sees, town


async def said(folder: Path, env: dict[str, str], command: str, *answers: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", command),
        cwd=folder,
        env=env,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await asyncio.wait_for(process.communicate("".join(f"{a}\n" for a in answers).encode()), 60)
    assert process.returncode is not None
    return process.returncode, out.decode()


def bare(t: Town) -> dict[str, str]:
    """What the shell has: where the simulators are, and nothing of the bot's settings."""
    kept = {k: v for k, v in t.bot.env.items() if k not in BY_INIT}
    return {**kept, "HTTP_PORT": str(free_port())}


BY_INIT = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_TOKEN", "TEAM_CHANNEL", "SUPPORT_CHANNELS", "KNOWLEDGE_DIR")


def answers(t: Town, *, slack: bool) -> list[str]:
    names = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN") if slack else ("DISCORD_TOKEN",)
    tokens = [t.bot.env[name] for name in names]
    # each token is first got wrong, as people do
    typed = [each for token in tokens for each in (f"{token[:5]}wrong", token)]
    where = [t.bot.env["TEAM_CHANNEL"].replace(":", " "), t.bot.env["TEAM_CHANNEL"], t.bot.env["SUPPORT_CHANNELS"]]
    return [*(["y", "n"] if slack else ["n", "y"]), *typed, *where, str(KNOWLEDGE)]


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_from_nothing_to_an_answer(tmp_path: Path, platform: str) -> None:
    """Wrong answers are told at once; the file is for its owner's eyes; doctor is content, and the bot answers."""
    async with town(tmp_path, platform, platform, run=False, allowed=("api:invalid_auth",)) as t:
        if isinstance(t.team, DiscordSide):
            await t.team.sim.configure(bot_public=False)
        env = bare(t)
        code, out = await said(tmp_path, env, "init", *answers(t, slack=platform == "slack"))
        assert code == 0, out
        assert "is not valid" in out
        assert "must be slack:ID or discord:ID" in out
        file = tmp_path / ".env"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert t.bot.env[f"{platform.upper()}_{'BOT_' if platform == 'slack' else ''}TOKEN"] in file.read_text()
        code, out = await said(tmp_path, env, "doctor")
        assert (code, out.splitlines()[-1]) == (0, "All is well.")
        bot = Bot(tmp_path, {}, int(env["HTTP_PORT"]))
        bot.env = env
        await bot.start()
        try:
            await t.customers.say(t.ann, t.dm, "How long does delivery take?")
            await sees(t.customers, t.ann, t.dm, "Source:")
        finally:
            await bot.end()
        before = file.read_text()
        code, out = await said(tmp_path, env, "init")
        assert (code, file.read_text()) == (2, before)
        assert "left as it is" in out


async def test_nothing_is_written_when_it_is_left(tmp_path: Path) -> None:
    """No answers, no platform, or the same wrong one again and again."""
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_API_URL": "http://127.0.0.1:9/",
    }
    for given, words in (
        ((), "Aborted"),
        (("n", "n"), "handoff demo"),
        (("y", "n", *["xoxp-1"] * 5), "still not right"),
        (("y", "n", *["xoxb-1"] * 5), "does not answer"),
    ):
        code, out = await said(tmp_path, env, "init", *given)
        assert code != 0
        assert words in out
        assert "Traceback" not in out
        assert not (tmp_path / ".env").exists()
