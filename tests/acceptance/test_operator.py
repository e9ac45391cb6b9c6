"""What whoever runs the bot meets: faults in words, one platform's trouble is not the other's, a stop that loses nothing."""

import asyncio

import pytest
from acceptance.sides import until
from acceptance.town import Bot, free_port, sees, town
from machine import Stopwatch


async def test_every_fault_of_the_settings_is_told_at_once(tmp_path):
    """By name, with what to write instead; exit code 2."""
    wrong = {
        "SLACK_BOT_TOKEN": "xapp-not-this-one",
        "SUPPORT_CHANNELS": "discord:456,#help",
        "AI_TIMEOUT": "20 seconds",
        "LOG_FORMAT": "xml",
    }
    bot = Bot(tmp_path, wrong, free_port())
    await bot.start(ready=False)
    assert await bot.ended() == 2
    said = bot.said()
    for words in ("SUPPORT_CHANNELS: “#help” must be slack:ID or discord:ID", "AI_TIMEOUT: “20 seconds” is not a duration"):
        assert words in said
    assert "Traceback" not in said
    right = {"SUPPORT_CHANNELS": "discord:456", "AI_TIMEOUT": "20s", "TEAM_CHANNEL": "slack:C1,slack:C2"}
    bot = Bot(tmp_path, wrong | right, free_port())
    await bot.start(ready=False)
    assert await bot.ended() == 2
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "TEAM_CHANNEL", "SUPPORT_CHANNELS", "LOG_FORMAT", "KNOWLEDGE_DIR"):
        assert f"{name}:" in bot.said(), name
    assert "xapp-not-this-one" not in bot.said()


@pytest.mark.parametrize(
    ("broken", "well", "env", "words"),
    [
        ("discord", "slack", {"DISCORD_TOKEN": "SIM.WRONG.TOKEN"}, "Developer Portal"),
        ("slack", "discord", {"SLACK_BOT_TOKEN": "xoxb-1-wrong"}, "SLACK_BOT_TOKEN"),
    ],
)
async def test_one_platform_down_the_other_goes_on(tmp_path, broken, well, env, words):
    """A bad token is told with the switch to turn, /readyz is not ready, /healthz is well, and the other side is served."""
    async with town(tmp_path, well, broken, run=False, allowed={"api:invalid_auth"}) as t:
        t.bot.env |= env
        await t.bot.start(ready=False)
        await until(lambda: _said(t.bot, words), "the fault in the log")
        await until(lambda: _said(t.bot, f"{well}.connected"), "the other platform")
        await t.customers.say(t.ann, t.dm, "How long does delivery take?")
        await t.customer_sees("automated assistant")
        assert (await t.bot.get("/healthz"), await t.bot.get("/readyz")) == (200, 503)
        assert "Traceback" not in t.bot.said()


async def _said(bot: Bot, words: str) -> bool:
    return words in bot.said()


async def test_with_nothing_left_to_serve_it_ends(tmp_path):
    """Exit code 2 and one line that says what to do."""
    async with town(tmp_path, "discord", "discord", run=False) as t:
        t.bot.env["DISCORD_TOKEN"] = "SIM.WRONG.TOKEN"
        await t.bot.start(ready=False)
        assert await t.bot.ended() == 2
        assert "DISCORD_TOKEN is not valid" in t.bot.said()


async def test_a_second_bot_on_the_same_database_does_not_start(tmp_path):
    """It says who has it; the first goes on."""
    async with town(tmp_path, "discord", "discord") as t:
        second = Bot(tmp_path, {k: v for k, v in t.bot.env.items() if k != "HTTP_PORT"}, free_port())
        second.log = tmp_path / "second.log"
        await second.start(ready=False)
        assert await second.ended() == 2
        assert "is in use by a running bot" in second.said()
        assert await t.bot.get("/readyz") == 200


@pytest.mark.parametrize("platform", ["discord", "slack"])
async def test_a_stop_in_the_middle_of_things(tmp_path, platform):
    """SIGTERM while messages come in: within 10 s, exit code 0, and after the next start each of them was answered once."""
    async with town(tmp_path, platform, platform) as t:
        await t.customers.say(t.ann, t.dm, "please get me a human")
        card = await t.card(1)
        thread = t.thread(card)
        await t.team.command(t.bo, t.team.team, "/claim 1")
        words = [f"word {n} of many" for n in range(12)]
        for n, word in enumerate(words):
            await t.customers.say(t.ann, t.dm, word)
            if n == 6:
                stopping = asyncio.create_task(stopped(t.bot))
        code, seconds = await stopping
        assert code == 0
        assert seconds < 10
        await t.bot.start()
        await sees(t.team, t.bo, thread, words[-1], 40)
        seen = "\n".join(m.text for m in await t.team.read(t.bo, thread) if m.id != thread[1])
        assert [seen.count(word) for word in words] == [1] * 12


async def stopped(bot: Bot) -> tuple[int, float]:
    """The exit code, and the seconds that it took by itself."""
    assert bot.process is not None
    watch = Stopwatch(bot.process.pid)
    ending = asyncio.create_task(bot.stop())
    while not ending.done():
        assert watch.waited >= 0  # read while there is something to read
        await asyncio.wait({ending}, timeout=0.05)
    return ending.result(), watch.seconds


async def test_the_schema_is_made_and_a_running_bots_is_left_alone(tmp_path):
    """`migrate` alone makes the file; beside a running bot it says who has it."""
    async with town(tmp_path, "discord", "discord", run=False) as t:
        alone = Bot(tmp_path, {k: v for k, v in t.bot.env.items() if k != "HTTP_PORT"}, free_port(), "migrate.log")
        await alone.start("migrate", ready=False)
        assert await alone.ended() == 0
        assert (tmp_path / "handoff.db").exists()
        await t.bot.start()
        await alone.start("migrate", ready=False)
        assert await alone.ended() == 2
        assert "is in use by a running bot" in alone.said()
