"""What a request must look like, by API: each function yields what is wrong with it. From the APIs' own references."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema

NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")

CHAT = {
    "model",
    "messages",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "max_tokens",
    "max_completion_tokens",
    "temperature",
    "top_p",
    "stream",
    "stop",
    "seed",
    "response_format",
    "reasoning_effort",
    "user",
    "store",
    "n",
}
RESPONSES = {
    "model",
    "input",
    "instructions",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "max_output_tokens",
    "temperature",
    "top_p",
    "stream",
    "store",
    "reasoning",
    "text",
    "include",
    "truncation",
    "user",
    "previous_response_id",
}
MESSAGES = {
    "model",
    "max_tokens",
    "messages",
    "system",
    "tools",
    "tool_choice",
    "temperature",
    "top_p",
    "top_k",
    "stream",
    "stop_sequences",
    "metadata",
    "thinking",
    "service_tier",
}


def chat(body: dict[str, Any]) -> Iterator[str]:
    yield from _common(body, CHAT)
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        yield "messages must be a list that is not empty"
        return
    for message in messages:
        role = message.get("role")
        if role not in ("system", "developer", "user", "assistant", "tool"):
            yield f"role {role!r}"
        if role in ("system", "developer", "user") and not _words(message.get("content")):
            yield f"a {role} message without content"
        if role == "tool" and not message.get("tool_call_id"):
            yield "a tool message without tool_call_id"
    if messages[-1].get("role") not in ("user", "tool"):
        yield "the last message must be the user's or a tool's"
    for tool in body.get("tools", ()):
        if tool.get("type") != "function" or set(tool) != {"type", "function"}:
            yield "a tool is {type: function, function}"
            continue
        yield from _tool(tool["function"], "parameters", {"name", "description", "parameters", "strict"})
    names = [tool["function"].get("name") for tool in body.get("tools", ()) if "function" in tool]
    choice = body.get("tool_choice", "auto")
    named = isinstance(choice, dict) and choice.get("function", {}).get("name")
    if choice not in ("none", "auto", "required") and named not in names:
        yield f"tool_choice {choice!r}"


def responses(body: dict[str, Any]) -> Iterator[str]:
    yield from _common(body, RESPONSES)
    items = body.get("input")
    if not isinstance(items, str | list) or not items:
        yield "input must be text or a list that is not empty"
    for item in items if isinstance(items, list) else ():
        if item.get("role") not in ("system", "developer", "user", "assistant") or not _words(item.get("content")):
            yield f"item {item.get('type')!r} of {item.get('role')!r}"
    for tool in body.get("tools", ()):
        if tool.get("type") != "function":
            yield f"tool of type {tool.get('type')!r}"
            continue
        yield from _tool(tool, "parameters", {"type", "name", "description", "parameters", "strict"})
    if body.get("tool_choice", "auto") not in ("none", "auto", "required") and not isinstance(body["tool_choice"], dict):
        yield f"tool_choice {body['tool_choice']!r}"


def messages(body: dict[str, Any]) -> Iterator[str]:
    yield from _common(body, MESSAGES)
    if not isinstance(body.get("max_tokens"), int) or body["max_tokens"] < 1:
        yield "max_tokens is required"
    said = body.get("messages")
    if not isinstance(said, list) or not said:
        yield "messages must be a list that is not empty"
        return
    if said[0].get("role") != "user":
        yield "the first message must be the user's"
    for message in said:
        if message.get("role") not in ("user", "assistant") or set(message) != {"role", "content"}:
            yield f"a message is {{role, content}}, role user or assistant, not {message.get('role')!r}"
        elif not _words(message["content"]):
            yield "content must be text that is not empty, or blocks"
    system = body.get("system", "x")
    if not _words(system):
        yield "system must be text, or text blocks"
    for tool in body.get("tools", ()):
        yield from _tool(tool, "input_schema", {"name", "description", "input_schema", "strict", "cache_control", "type"})
        if tool.get("input_schema", {}).get("type") != "object":
            yield f"input_schema of {tool.get('name')!r} must be an object's"
    choice = body.get("tool_choice", {"type": "auto"})
    if not isinstance(choice, dict) or choice.get("type") not in ("auto", "any", "tool", "none"):
        yield f"tool_choice {choice!r}"


def _common(body: dict[str, Any], known: set[str]) -> Iterator[str]:
    if unknown := set(body) - known:
        yield f"unknown members {sorted(unknown)}"
    if not isinstance(body.get("model"), str) or not body["model"]:
        yield "model is required"
    if body.get("stream"):
        yield "streaming is not served here"
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        yield "text with halves of characters"


def _tool(tool: dict[str, Any], schema: str, known: set[str]) -> Iterator[str]:
    if unknown := set(tool) - known:
        yield f"unknown members of a tool {sorted(unknown)}"
    if not NAME.fullmatch(str(tool.get("name", ""))):
        yield f"a tool's name {tool.get('name')!r}"
    try:
        jsonschema.Draft202012Validator.check_schema(tool.get(schema))
    except jsonschema.SchemaError as error:
        yield f"the schema of {tool.get('name')!r}: {error.message}"
    if not isinstance(tool.get(schema), dict):
        yield f"a tool without {schema}"


def _words(content: Any) -> bool:
    if isinstance(content, str):
        return bool(content.strip())
    parts = content if isinstance(content, list) else []
    return bool(parts) and all(
        isinstance(p, dict) and p.get("type") in ("text", "input_text", "output_text") and p.get("text") for p in parts
    )
