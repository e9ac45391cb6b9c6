"""Your own AI over HTTP: the example server of the documentation answers, and what each way of failing becomes (E3, X7)."""

import asyncio
import json
import re
import runpy
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from adapters.responder.addresses import Outward, checked, fit
from adapters.responder.choose import responder
from adapters.responder.knowledge import Knowledge
from adapters.responder.limits import Budget
from adapters.responder.webhook import LARGEST, SIGNATURE, TIMESTAMP, signature
from handoff.errors import Fatal
from handoff.events import Answer, CannotAnswer, Failed, Outcome, WantsHuman
from handoff.ports import Responder, Said

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE: dict[str, Any] = runpy.run_path(str(ROOT / "docs/examples/webhook_server.py"))
SECRET = "a secret of both sides"
ASKED = [Said("customer", "When are you open?")]

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


def asking(url: str, secret: str = SECRET, knowledge: Knowledge | None = None) -> Responder:
    return responder(f"webhook:{url}", knowledge=knowledge, keys={"WEBHOOK_SECRET": secret}, budget=Budget())


async def met(*handlers: Handler, deadline: float = 5.0) -> tuple[Outcome, int]:
    """The outcome where the requests meet the handlers in turn, the last one for all that follow; and how many came."""
    came: list[str] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        came.append(request.path)
        return await handlers[min(len(came), len(handlers)) - 1](request)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handle)
    async with serving(app) as url:
        return await asking(url).respond(ASKED, deadline), len(came)


def body(content: Any, status: int = 200, **headers: str) -> Handler:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()

    async def handle(request: web.Request) -> web.StreamResponse:
        return web.Response(body=raw, status=status, headers=headers)

    return handle


async def drop(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.close()
    return web.Response()


async def hang(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


FINE = body({"kind": "answer", "text": "Yes."})


# ---- the documented server


async def test_the_example_checks_the_signature_and_answers_in_three_ways() -> None:
    async with serving(EXAMPLE["app"](SECRET)) as url:
        ai = asking(url)
        answered = await ai.respond(ASKED, 5)
        assert isinstance(answered, Answer)
        assert answered.text.endswith("https://shop.example/hours")
        assert answered.sources == ("Opening hours",)
        assert answered.confidence == 0.9
        assert await ai.respond([Said("customer", "A refund!")], 5) == WantsHuman("refunds are made by the team")
        assert await ai.respond([Said("customer", "Hm")], 5) == CannotAnswer("not about opening hours")


async def test_the_example_refuses_whoever_has_not_the_secret() -> None:
    async with serving(EXAMPLE["app"](SECRET)) as url:
        outcome = await asking(url, "a secret of somebody else").respond(ASKED, 5)
        assert outcome == Failed("the webhook answered with status 401")


@pytest.mark.parametrize("wrong", ["nothing", "body", "time", "signature", "old", "odd"])
async def test_the_example_refuses_what_was_changed_or_recorded(wrong: str) -> None:
    sent = json.dumps({"conversation": [{"from": "customer", "text": "open?"}]}).encode()
    stamp = str(int(time.time()) - (600 if wrong == "old" else 0))
    headers = {TIMESTAMP: stamp, SIGNATURE: signature(SECRET, stamp, sent)}
    if wrong == "time":
        headers[TIMESTAMP] = str(int(stamp) + 1)
    if wrong == "signature":
        headers[SIGNATURE] = headers[SIGNATURE][:-1]
    if wrong == "odd":
        headers[TIMESTAMP] = "²"
    async with (
        serving(EXAMPLE["app"](SECRET)) as url,
        ClientSession() as session,
        session.post(url, data=sent + b" " * (wrong == "body"), headers=headers) as response,
    ):
        assert response.status == (200 if wrong == "nothing" else 401)


@pytest.mark.parametrize(
    "headers",
    [{TIMESTAMP: "9" * 400}, {TIMESTAMP: "9" * 5_000}, {TIMESTAMP: "now", SIGNATURE: "é"}, {SIGNATURE: "\udcff"}],
    ids=["a large number", "a huge one", "letters", "no text"],
)
async def test_nothing_that_a_stranger_sends_is_an_error_of_the_examples(headers: dict[str, str]) -> None:
    """Refused like any other: 401, and nothing in its log."""
    now = str(int(time.time()))
    lines = "".join(f"{name}: {value}\r\n" for name, value in ({TIMESTAMP: now, SIGNATURE: "v1=0"} | headers).items())
    async with serving(EXAMPLE["app"](SECRET)) as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rstrip("/").rpartition(":")[2]))
        request = f"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n{lines}\r\n{{}}"
        writer.write(request.encode(errors="surrogateescape"))
        assert (await reader.read()).startswith(b"HTTP/1.1 401")
        writer.close()


@pytest.mark.parametrize("secret", ["", "short"])
def test_the_example_does_not_start_with_a_secret_that_can_be_guessed(secret: str) -> None:
    with pytest.raises(SystemExit, match="WEBHOOK_SECRET"):
        EXAMPLE["app"](secret)


def test_the_signature_is_the_documented_one() -> None:
    """Worked out once by hand with `openssl dgst -sha256 -hmac`, so that it never changes unnoticed."""
    assert signature("key", "1700000000", b"{}") == "v1=584e59c409146d134b9c5f3551be5110dcd1cf3262710509ae10c5cc17a991cb"


def test_the_documentation_names_what_there_is() -> None:
    page = (ROOT / "docs/webhook.md").read_text(encoding="utf-8")
    for line in re.findall(r"^\{\"kind\".*$", page, re.MULTILINE):
        assert json.loads(line)["kind"] in ("answer", "cannot_answer", "wants_human")
    assert all(header in page for header in (TIMESTAMP, SIGNATURE))
    assert f"{LARGEST // 1024} KB" in page


async def test_it_is_sent_the_passages_and_the_conversation_alone() -> None:
    seen: list[Any] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        seen.append(await request.json())
        return web.json_response({"kind": "cannot_answer"})

    app = web.Application()
    app.router.add_post("/", handle)
    knowledge = Knowledge.load(ROOT / "examples/knowledge")
    async with serving(app) as url:
        await asking(url, knowledge=knowledge).respond([Said("team", "Hello"), Said("customer", "Can I return shoes?")], 5)
    assert set(seen[0]) == {"version", "seconds", "passages", "conversation"}
    assert seen[0]["conversation"] == [{"from": "team", "text": "Hello"}, {"from": "customer", "text": "Can I return shoes?"}]
    assert {tuple(one) for one in seen[0]["passages"]} == {("title", "heading", "text")}
    assert 0 < seen[0]["seconds"] <= 5


# ---- failing


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b"<html>",
        {"kind": "answer"},
        {"kind": "answer", "text": ""},
        {"kind": "answer", "text": " \n"},
        {"kind": "answer", "text": 3},
        {"kind": "answer", "text": "a", "confidence": 2},
        {"kind": "handoff"},
        {"text": "Yes."},
        b'{"kind": "answer", "text": "a", "confidence": NaN}',
    ],
)
async def test_an_answer_of_another_shape_is_none(content: Any) -> None:
    outcome, came = await met(body(content))
    assert isinstance(outcome, CannotAnswer)
    assert came == 1


async def test_too_much_is_not_read() -> None:
    outcome, came = await met(body({"kind": "answer", "text": "word " * 200_000}))
    assert outcome == Failed("the webhook's answer is larger than 256 KB")
    assert came == 1


@pytest.mark.parametrize(
    "first", [body(b"", 500), body(b"", 503), body(b"", 429), body(b"", 429, **{"Retry-After": "1"}), drop]
)
async def test_what_may_pass_is_tried_once_more(first: Handler) -> None:
    assert await met(first, FINE) == (Answer("Yes."), 2)
    outcome, came = await met(first)
    assert isinstance(outcome, Failed)
    assert came == 2


@pytest.mark.parametrize("first", [body(b"", 400), body(b"", 404), body(b"", 204), body(b"", 429, **{"Retry-After": "60"})])
async def test_what_cannot_pass_is_asked_once(first: Handler) -> None:
    outcome, came = await met(first)
    assert isinstance(outcome, Failed)
    assert came == 1


async def test_a_slow_server_is_a_failed_response_in_time() -> None:
    began = time.monotonic()
    outcome, _ = await met(hang, deadline=0.5)
    assert isinstance(outcome, Failed)
    assert time.monotonic() - began < 15


async def test_the_words_of_a_failed_server_go_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    outcome, _ = await met(body(b"stack trace", 500))
    assert "stack trace" not in str(outcome) + caplog.text
    assert "open" not in caplog.text


# ---- where it may lead: FAULTS X7


async def test_redirects_are_not_followed() -> None:
    async def elsewhere(request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect("/inside")

    outcome, came = await met(elsewhere, FINE)
    assert outcome == Failed("the webhook answered with status 307")
    assert came == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/ask",
        "http://10.0.0.5/ask",
        "ftp://shop.example",
        "file:///etc/passwd",
        "https://",
        "shop.example/ask",
        "",
        "https://user:pass@shop.example/",
        "https://shop.example/#f",
        "https://shop.example\\@evil.example/",
        "https://shop.example/a b",
        "https://shop.example:port/",
        "https://169.254.169.254/latest/meta-data",
        "https://[fe80::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[fd00:ec2::254]/",
        "https://0.0.0.0/",
        "https://[::]/",
        "https://224.0.0.1/",
        "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example/",
        "http://2130706433/",
    ],
)
def test_an_address_that_must_not_be_asked_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(Fatal) as fatal:
        asking(url)
    assert str(fatal.value).startswith("AI:")


@pytest.mark.parametrize(
    "url", ["https://shop.example/ask?x=1", "https://10.0.0.5:8443/", "http://localhost:9000/", "http://[::1]:9000/"]
)
def test_other_addresses_are_taken(url: str) -> None:
    assert checked(url, "AI") == url


@pytest.mark.parametrize("host", ["2852039166", "0xa9fea9fe", "169.254.43518"])
async def test_a_name_that_leads_to_a_clouds_own_address_is_not_asked(host: str) -> None:
    """Other ways to write 169.254.169.254, as the system resolves them: nothing is sent."""
    resolver = Outward()
    with pytest.raises(OSError):
        await resolver.resolve(host, 443)
    await resolver.close()
    assert not fit("169.254.169.254")


async def test_names_are_asked_by_what_was_checked() -> None:
    resolver = Outward()
    assert {each["host"] for each in await resolver.resolve("localhost", 80)} <= {"127.0.0.1", "::1"}
    await resolver.close()


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_secret_that_can_be_guessed_is_refused_at_the_start(secret: str) -> None:
    with pytest.raises(Fatal, match="WEBHOOK_SECRET"):
        asking("https://shop.example/", secret)


async def test_the_secret_is_neither_sent_nor_shown(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        seen.append(str(request.headers) + await request.text())
        return web.Response(status=500)

    outcome, _ = await met(handle)
    assert SECRET not in "".join(seen) + str(outcome) + caplog.text
