"""
A town: one platform where customers write, one where the team sits (they may be the same), and the bot as a real
process between them, with its real SQLite file.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from acceptance.sides import PATIENCE, DiscordSide, Place, Seen, Side, SlackSide, slack_manifest, until
from discordsim import DiscordSim
from slacksim import SlackSim

ROOT = Path(__file__).resolve().parents[2]
#: how settings that are secrets end
SECRET = ("_TOKEN", "_SECRET", "_KEY")
#: characters of words that no log holds by chance
UNMISTAKABLE = 12
KNOWLEDGE = ROOT / "examples" / "knowledge"


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Bot:
    """`python -m bot run` in a folder of its own."""

    def __init__(self, folder: Path, env: dict[str, str], port: int, log: str = "bot.log") -> None:
        self.folder, self.port = folder, port
        self.env = {**_clean(os.environ), "PYTHONPATH": str(ROOT), "HTTP_PORT": str(port), **env}
        self.log = folder / log
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, command: str = "run", *, ready: bool = True) -> None:
        with self.log.open("ab") as out:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", command, cwd=self.folder, env=self.env, stdout=out, stderr=out
            )
        if ready:
            await self.ready()

    async def ready(self, timeout: float = 60.0) -> None:
        await until(self._ready, f"the bot to be ready; its log: {self.said()[-2000:]}", timeout)

    async def _ready(self) -> bool:
        assert self.process is not None
        assert self.process.returncode is None, f"the bot ended with {self.process.returncode}: {self.said()[-3000:]}"
        return await self.get("/readyz") == 200

    async def get(self, path: str) -> int:
        """The status of a GET; 0 where nobody listens."""
        with contextlib.suppress(aiohttp.ClientError, OSError):
            async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{self.port}{path}") as answer:
                return answer.status
        return 0

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)

    async def ended(self, timeout: float = 60.0) -> int:
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), timeout)

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        return await self.ended()

    async def end(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


def _clean(env: Any) -> dict[str, str]:
    """The environment without settings of the bot's that happen to be there."""
    ours = ("SLACK_", "DISCORD_", "SUPPORT_", "TEAM_", "AGENTS", "ADMINS", "AI", "KNOWLEDGE_", "HTTP_", "LOG_", "DATABASE_")
    return {k: v for k, v in env.items() if not k.startswith(ours)}


class Town:
    """`customers` and `team` are sides; Ann is a customer, Bo and Cy are agents, Di is an agent and admin."""

    def __init__(self, customers: Side, team: Side, bot: Bot, others: Sequence[Bot] = ()) -> None:
        self.customers, self.team, self.bot, self.bots = customers, team, bot, [bot, *others]

    @property
    def sides(self) -> list[Side]:
        return list({id(s): s for s in (self.customers, self.team)}.values())

    async def people(self) -> None:
        self.ann = await self.customers.person("Ann")
        self.bo = await self.team.person("Bo", agent=True)
        self.cy = await self.team.person("Cy", agent=True)
        self.di = await self.team.person("Di", agent=True, admin=True)
        self.dm = await self.customers.direct(self.ann)

    # ---- looking

    async def customer_sees(self, text: str, place: Place | None = None, timeout: float = PATIENCE) -> Seen:
        where = place or self.dm
        return await sees(self.customers, self.ann, where, text, timeout)

    async def team_sees(self, text: str, place: Place | None = None, timeout: float = PATIENCE) -> Seen:
        return await sees(self.team, self.bo, place or self.team.team, text, timeout)

    async def card(self, number: int = 1) -> Seen:
        """The card of a conversation, once it stands."""
        return await self.team_sees(f"#{number} ·")

    def thread(self, card: Seen) -> Place:
        return self.team.thread_at(self.team.team, card.id)

    async def settle(self, quiet: float = 0.4, timeout: float = PATIENCE) -> None:
        for side in self.sides:
            await side.settle(quiet, timeout)

    def told_to_the_log(self) -> list[str]:
        """Tokens, and words of people, that a log holds (FAULTS X11)."""
        logs = "".join(bot.said() for bot in self.bots)
        secrets = [value for name, value in self.bot.env.items() if name.endswith(SECRET)]
        words = [text for side in self.sides for text in side.said if len(text) >= UNMISTAKABLE]
        return [each for each in (*secrets, *words) if each and each in logs]

    async def violations(self) -> list[Any]:
        return [v for side in self.sides for v in await side.violations()]


async def sees(side: Side, who: str, place: Place, text: str, timeout: float = PATIENCE) -> Seen:
    """The first message with these words in it that `who` sees there."""

    async def look() -> Seen | None:
        return next((m for m in await side.read(who, place) if text in m.text), None)

    try:
        found: Seen = await until(look, f"“{text}”", timeout)
    except AssertionError as error:
        raise AssertionError(f"{error}; there is: {[m.text for m in await side.read(who, place)]}") from None
    return found


@asynccontextmanager
async def town(
    folder: Path,
    customers: str,
    team: str,
    *,
    http: bool = False,
    run: bool = True,
    processes: int = 1,
    allowed: Collection[str] = (),
    **env: str,
) -> AsyncIterator[Town]:
    """Ends with the proof that no rule of a platform was broken; `allowed`: kinds that the test itself brings about."""
    async with AsyncExitStack() as stack:
        port = free_port()
        sides: dict[str, Side] = {}
        for name in dict.fromkeys((customers, team)):
            sides[name] = await _side(stack, name, f"http://127.0.0.1:{port}/slack/events" if http else "")
        here, there = sides[customers], sides[team]
        settings = {
            **here.env(),
            **there.env(),
            "SUPPORT_CHANNELS": ",".join(s.target(s.help) for s in sides.values()),
            "TEAM_CHANNEL": there.target(there.team),
            "KNOWLEDGE_DIR": str(KNOWLEDGE),
            **env,
        }
        bot = Bot(folder, settings, port)
        others = [Bot(folder, settings, free_port(), f"bot{n}.log") for n in range(2, processes + 1)]
        made = Town(here, there, bot, others)
        await made.people()
        try:
            for each in made.bots if run else ():
                await each.start()
            yield made
        finally:
            for each in made.bots:
                await each.end()
        broken = [v for v in await made.violations() if v.get("kind") not in allowed]
        assert broken == [], broken
        assert made.told_to_the_log() == [], "secrets and what people say stay out of the log"


async def _side(stack: AsyncExitStack, name: str, http_url: str) -> Side:
    if name == "discord":
        discord = DiscordSide(await stack.enter_async_context(DiscordSim.start(rate_scale=0.1)))
        await discord.build()
        return discord
    config = {"mode": "http", "request_url": http_url} if http_url else {}
    sim = await stack.enter_async_context(SlackSim.start(manifest=slack_manifest(http_url=http_url), rate_scale=0.1, **config))
    slack = SlackSide(sim, http=bool(http_url))
    await slack.build()
    return slack
