"""The server: what it checks, what it answers, what it breaks."""

import asyncio
import contextlib
import json
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from modelsim import shapes

Body = dict[str, Any]
#: one tool call: name and arguments
Tool = tuple[str, Any]


class Api:
    """What differs between the APIs."""

    check: Callable[[Body], Any]

    def authorised(self, headers: Mapping[str, str], key: str) -> bool:
        return headers.get("Authorization") == f"Bearer {key}"

    def error(self, code: int, message: str) -> Body:
        return {"error": {"message": message, "type": "server_error" if code >= 500 else "invalid_request_error", "code": None}}

    def answer(self, body: Body, words: str | None, tools: tuple[Tool, ...]) -> Body:
        raise NotImplementedError

    def system(self, body: Body) -> str:
        raise NotImplementedError


class Chat(Api):
    check = staticmethod(shapes.chat)

    def answer(self, body: Body, words: str | None, tools: tuple[Tool, ...]) -> Body:
        made = [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": _json(given)}}
            for n, (name, given) in enumerate(tools)
        ]
        message: Body = {"role": "assistant", "content": words, **({"tool_calls": made} if made else {})}
        choice = {"index": 0, "finish_reason": "tool_calls" if made else "stop", "message": message, "logprobs": None}
        usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": body["model"],
            "choices": [choice],
            "usage": usage,
        }

    def system(self, body: Body) -> str:
        return "\n".join(_text(m["content"]) for m in body["messages"] if m["role"] in ("system", "developer"))


class Responses(Api):
    check = staticmethod(shapes.responses)

    def answer(self, body: Body, words: str | None, tools: tuple[Tool, ...]) -> Body:
        output: list[Body] = [
            {
                "type": "function_call",
                "id": f"fc_{n}",
                "call_id": f"call_{n}",
                "name": name,
                "arguments": _json(given),
                "status": "completed",
            }
            for n, (name, given) in enumerate(tools)
        ]
        if words is not None:
            content = [{"type": "output_text", "text": words, "annotations": []}]
            output.insert(0, {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": content})
        details = {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
        return {
            "id": "resp_1",
            "object": "response",
            "created_at": int(time.time()),
            "status": "completed",
            "model": body["model"],
            "output": output,
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "usage": {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15, **details},
        }

    def system(self, body: Body) -> str:
        items = body["input"] if isinstance(body["input"], list) else []
        own = [_text(item["content"]) for item in items if item.get("role") in ("system", "developer")]
        return "\n".join([body.get("instructions") or "", *own])


class Messages(Api):
    check = staticmethod(shapes.messages)

    def authorised(self, headers: Mapping[str, str], key: str) -> bool:
        # the key as the reference has it, or as the SDKs since 2.x send it; the version is a date, and required
        named = headers.get("X-Api-Key") == key or headers.get("Authorization") == f"Bearer {key}"
        return named and bool(re.fullmatch(r"20\d\d-\d\d-\d\d", headers.get("anthropic-version", "")))

    def error(self, code: int, message: str) -> Body:
        kind = {429: "rate_limit_error", 400: "invalid_request_error", 401: "authentication_error", 529: "overloaded_error"}
        return {"type": "error", "error": {"type": kind.get(code, "api_error"), "message": message}, "request_id": "req_1"}

    def answer(self, body: Body, words: str | None, tools: tuple[Tool, ...]) -> Body:
        content: list[Body] = [] if words is None else [{"type": "text", "text": words}]
        content += [
            {"type": "tool_use", "id": f"toolu_{n}", "name": name, "input": given} for n, (name, given) in enumerate(tools)
        ]
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "content": content,
            "stop_reason": "tool_use" if tools else "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 10, "output_tokens": 5},
        }

    def system(self, body: Body) -> str:
        return _text(body.get("system", ""))


APIS: dict[str, Api] = {"/v1/chat/completions": Chat(), "/v1/responses": Responses(), "/v1/messages": Messages()}
Act = Callable[["Meeting"], Awaitable[web.StreamResponse]]


class Meeting:
    """One request, as an act meets it."""

    def __init__(self, sim: "ModelSim", api: Api, request: web.Request, body: Body) -> None:
        self.sim, self.api, self.request, self.body = sim, api, request, body

    def answered(self, words: str | None, *tools: Tool) -> web.Response:
        self.sim.answered += 1
        return web.json_response(self.api.answer(self.body, words, tools))


class ModelSim:
    def __init__(self) -> None:
        self.key = "key-of-the-test"
        self.requests: list[Body] = []
        self.at: list[float] = []
        self.paths: list[str] = []
        self.violations: list[str] = []
        self.answered = 0
        self.always: Act = call("answer", text="Within three days.", sources=[], confidence=0.9)
        self._next: deque[Act] = deque()
        self._url = ""

    @classmethod
    @asynccontextmanager
    async def start(cls) -> AsyncIterator["ModelSim"]:
        sim = cls()
        app = web.Application(client_max_size=8 * 2**20)
        app.router.add_route("*", "/{path:.*}", sim._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sim._url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield sim
        finally:
            await runner.cleanup()

    @property
    def openai(self) -> str:
        return f"{self._url}/v1"

    @property
    def anthropic(self) -> str:
        return self._url

    def then(self, *acts: Act) -> None:
        self._next.extend(acts)

    def system(self, number: int = -1) -> str:
        return APIS[self.paths[number]].system(self.requests[number])

    def said(self, number: int = -1) -> str:
        """All of a request's text but the system prompt and the tools, as it would be read."""
        body = self.requests[number]
        items = body.get("messages") or body.get("input") or []
        items = [{"role": "user", "content": items}] if isinstance(items, str) else items
        return "\n".join(_text(item["content"]) for item in items if item.get("role") not in ("system", "developer"))

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        api = APIS.get(request.path)
        if api is None or request.method != "POST":
            self.violations.append(f"{request.method} {request.path}")
            return web.json_response({"error": {"message": "no such thing"}}, status=404)
        try:
            body = json.loads(await request.read())
        except ValueError:
            body = None
        wrong = ["the body is no JSON object"] if not isinstance(body, dict) else list(api.check(body))
        if request.content_type != "application/json":
            wrong.append(f"content type {request.content_type}")
        if not api.authorised(request.headers, self.key):
            self.violations.append("unauthorised")
            return web.json_response(api.error(401, "invalid key"), status=401)
        if wrong:
            self.violations += wrong
            return web.json_response(api.error(400, "; ".join(wrong)), status=400)
        self.requests.append(body)
        self.paths.append(request.path)
        self.at.append(time.monotonic())
        act = self._next.popleft() if self._next else self.always
        return await act(Meeting(self, api, request, body))


# ---- acts


def call(name: str, /, **arguments: Any) -> Act:
    return calls((name, arguments))


def calls(*tools: Tool) -> Act:
    async def act(met: Meeting) -> web.StreamResponse:
        return met.answered(None, *tools)

    return act


def text(words: str) -> Act:
    async def act(met: Meeting) -> web.StreamResponse:
        return met.answered(words)

    return act


def status(code: int, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Act:
    async def act(met: Meeting) -> web.StreamResponse:
        if body is not None:
            return web.Response(status=code, headers=headers, body=body)
        return web.json_response(met.api.error(code, "as the test wants it"), status=code, headers=headers)

    return act


def hang(seconds: float) -> Act:
    async def act(met: Meeting) -> web.StreamResponse:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(seconds)
        return met.answered(None, ("answer", {"text": "Late.", "sources": [], "confidence": 0.9}))

    return act


async def drop(met: Meeting) -> web.StreamResponse:
    if met.request.transport:
        met.request.transport.close()
    return web.Response()


async def half(met: Meeting) -> web.StreamResponse:
    whole = json.dumps(met.api.answer(met.body, "cut", ())).encode()
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(whole))})
    await response.prepare(met.request)
    await response.write(whole[: len(whole) // 2])
    if met.request.transport:
        met.request.transport.close()
    return response


def garbage(content: bytes) -> Act:
    async def act(met: Meeting) -> web.StreamResponse:
        return web.Response(body=content, content_type="application/json")

    return act


def echo(what: str) -> Act:
    async def act(met: Meeting) -> web.StreamResponse:
        words = met.api.system(met.body) if what == "system" else json.dumps(met.body, ensure_ascii=False)
        return met.answered(None, ("answer", {"text": words, "sources": [], "confidence": 1.0}))

    return act


def _json(arguments: Any) -> str:
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content or ())
