"""What an operator's commands show beside a running bot."""

import asyncio
import json
import re
import sys

import pytest
from acceptance.town import Town, town

from bot.settings import Settings


async def asks(t: Town, *words: str) -> tuple[int, str, str]:
    """Exit code, what it printed, and what it complained of."""
    env = {**t.bot.env, "NO_COLOR": "1", "COLUMNS": "200"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=t.bot.folder,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def read(t: Town, *words: str):
    code, out, err = await asks(t, *words, "--json")
    assert (code, err) == (0, ""), (words, code, err)
    return json.loads(out)


async def test_what_an_operator_sees_of_a_conversation(tmp_path):
    """Queue, record, what happened, what is not sent yet: of the running bot's file, which goes on undisturbed."""
    async with town(tmp_path, "discord", "slack") as t:
        assert await read(t, "queue") == []
        await t.customers.say(t.ann, t.dm, "a human please \x1b[31m[bold]now")
        card = await t.card(1)
        [waits] = await read(t, "queue")
        assert (waits["number"], waits["state"], waits["customer"], waits["reason"]) == (1, "waiting", "Ann", "explicit")
        await t.team.command(t.bo, t.team.team, "/claim 1")
        await t.customer_sees("Bo from the team")
        await t.team_sees("a human please", t.thread(card))
        await t.team.say(t.bo, t.thread(card), "// a regular")
        await t.team.say(t.bo, t.thread(card), "It is in the post.")
        await t.customer_sees("It is in the post.")
        await t.settle()
        record = await read(t, "transcript", "1")
        said = [(m["kind"], m["text"]) for m in record["messages"]]
        assert (record["state"], record["agent"], record["evidence"]) == ("claimed", "Bo", "asked: “a human please”")
        assert ("note", "a regular") in said
        assert ("agent", "It is in the post.") in said
        happened = [each["what"] for each in await read(t, "events", "1")]
        for what in ("opened", "handed off", "claimed", "customer wrote", "note wrote", "agent wrote", "OpenCard sent"):
            assert what in happened, happened
        assert await read(t, "outbox") == []
        code, shown, _ = await asks(t, "transcript", "1")
        assert (code, "\x1b" in shown, "[bold]now" in shown) == (0, False, True), "nothing that a terminal would obey"
        assert "Bo" in (await asks(t, "queue"))[1]
        code, out, err = await asks(t, "transcript", "7")
        assert (code, out, err) == (1, "", "There is no conversation #7.\n")
        assert (await asks(t, "events", "x"))[0] == 2


async def test_the_settings_are_shown_without_secrets(tmp_path):
    """As JSON and as a table; the names are those of `.env`."""
    async with town(tmp_path, "discord", "slack", run=False) as t:
        t.bot.env |= {"AI": "webhook:https://ai:hushhush@example.com/x", "WEBHOOK_SECRET": "a-very-secret-word"}
        shown = await read(t, "config")
        assert shown["DISCORD_TOKEN"] == shown["WEBHOOK_SECRET"] == "(set)"
        assert (shown["AI"], shown["OPENAI_API_KEY"]) == ("webhook:https://ai:(set)@example.com/x", "")
        assert shown["TEAM_CHANNEL"] == t.bot.env["TEAM_CHANNEL"]
        assert shown.keys() == {name.upper() for name in Settings.model_fields}
        code, table, _ = await asks(t, "config")
        assert code == 0
        for secret in ("hushhush", "a-very-secret-word", t.bot.env["DISCORD_TOKEN"], t.bot.env["SLACK_BOT_TOKEN"]):
            assert secret not in table + json.dumps(shown)


@pytest.mark.parametrize("words", [("queue",), ("transcript", "1"), ("events", "1"), ("outbox",)])
async def test_without_a_database_that_is_said(tmp_path, words):
    """Exit code 2, and no file is made; faults of the settings are told too."""
    async with town(tmp_path, "discord", "discord", run=False) as t:
        code, out, err = await asks(t, *words)
        assert (code, out) == (2, "")
        assert re.fullmatch(r"there is no database at \S+handoff\.db\n", err), err
        assert not (tmp_path / "handoff.db").exists()
        t.bot.env["TEAM_CHANNEL"] = ""
        code, _, err = await asks(t, *words)
        assert (code, "TEAM_CHANNEL:" in err, "Traceback" in err) == (2, True, False)
