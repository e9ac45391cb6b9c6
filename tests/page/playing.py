"""The playground as a real process, and a page of it without a browser: what the tests of it share."""

import asyncio
import json
import os
import re
import signal
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).resolve().parents[2]


class Playground:
    """`handoff demo` in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.url = folder, 0, ""
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> "Playground":
        """The same port again after a restart: an open page goes on."""
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "demo", "--port", str(self.port), "--folder", str(self.folder)),
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
        )
        assert self.process.stdout is not None
        line = (await asyncio.wait_for(self.process.stdout.readline(), 60)).decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert found, line
        self.port, self.url = int(found[1]), found[0]
        return self

    async def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def end(self) -> int:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), 60)


@asynccontextmanager
async def playground(folder: Path) -> AsyncIterator[Playground]:
    made = await Playground(folder).start()
    try:
        yield made
    finally:
        await made.end()


class Viewer:
    """What a page does, without one: knows the world, and asks for things."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.people: dict[str, str] = {}  #: ids by name
        self.messages: dict[int, dict[str, Any]] = {}
        self.journal: list[dict[str, Any]] = []
        self.hello: dict[str, Any] = {}
        self.rev = 0
        self.answers: dict[str, dict[str, Any]] = {}

    async def know(self, rev: int = 0) -> None:
        await self.socket.send_json({"do": "know", "rev": rev, "n": 0})
        await self.until(lambda: self.people, "people")

    async def hear(self) -> None:
        news = json.loads((await self.socket.receive()).data)
        self.hello = news.get("hello", self.hello)
        self.people |= {person["name"]: person["id"] for person in news.get("people", [])}
        self.messages |= {message["id"]: message for message in news.get("messages", [])}
        self.journal += news.get("journal", [])
        self.rev = news.get("rev", self.rev)
        if "re" in news:
            self.answers[news["re"]] = news

    async def until(self, condition: Any, what: str, timeout: float = 40.0) -> Any:
        try:
            async with asyncio.timeout(timeout):
                while not (found := condition()):
                    await self.hear()
                return found
        except TimeoutError:
            raise AssertionError(f"no {what}; there is: {[self.text(m) for m in self.messages.values()]}") from None

    async def ask(self, do: str, who: str, channel: str, thread: object = "", **given: Any) -> dict[str, Any]:
        """`channel` "dm" is that person's own."""
        wish = {"id": str(uuid.uuid4()), "do": do, "who": self.people.get(who, who), "channel": channel, "thread": str(thread)}
        wish |= {"channel": f"@{self.people[who]}"} if channel == "dm" else {}
        wish |= given
        await self.socket.send_json(wish)
        answer: dict[str, Any] = await self.until(lambda: self.answers.get(wish["id"]), f"answer to {do}")
        return answer

    @staticmethod
    def text(message: dict[str, Any]) -> str:
        post = message["post"] or {}
        return " ".join(filter(None, [message["text"], post.get("title"), post.get("html")]))

    async def sees(self, words: str, channel: str = "") -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            fits = (m for m in self.messages.values() if words in self.text(m) and channel in ("", m["channel"]))
            return next(fits, None)

        found: dict[str, Any] = await self.until(look, f"“{words}”")
        return found

    async def card(self, number: int, verb: str = "claim") -> dict[str, Any]:
        """The card once it bears a button."""

        def look() -> dict[str, Any] | None:
            cards = [m for m in self.messages.values() if (m["post"] or {}).get("title", "").startswith(f"#{number} ")]
            return next((m for m in cards if verb in [b["verb"] for b in m["post"]["buttons"]]), None)

        found: dict[str, Any] = await self.until(look, f"card {number} with {verb}")
        return found

    async def opened(self, card: dict[str, Any]) -> str:
        """The card's thread, once something stands in it: now it is known to be the card's."""
        thread = str(card["id"])
        await self.until(lambda: [m for m in self.messages.values() if m["thread"] == thread], "word in the thread")
        return thread


@asynccontextmanager
async def viewer(url: str, **headers: str) -> AsyncIterator[Viewer]:
    """A page that is open, and knows all."""
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{url}/live", headers={"Origin": url, **headers}) as socket:
        made = Viewer(socket)
        await made.know()
        yield made
