"""
Where HTTP requests and Socket Mode envelopes come in, before anything else sees them.

Events are verified, put into the line, and acked once they are committed; whatever is interactive goes on to Bolt.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from adapters.slack.inbound import Payload, objects, text
from adapters.slack.receive import Receiver

log = structlog.get_logger()

#: bytes of a request's body; Slack's own are far smaller
BODY: Final = 2**20
#: objects of an interactive payload, where they are there at all
_PARTS: Final = ("user", "team", "enterprise", "channel", "container", "message", "view", "state")
_STAMP = re.compile(r"\d{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


class Gate:
    def __init__(self, receiver: Receiver, app: AsyncApp, signing_secret: str) -> None:
        self._receiver, self._app = receiver, app
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None

    # ---- HTTP

    async def request(self, request: web.Request) -> web.Response:
        """Answers POST /slack/events. What is not Slack's, or malformed, is a 4xx at constant cost and one line of log."""
        try:
            if (request.content_length or 0) > BODY:
                raise web.HTTPRequestEntityTooLarge(BODY, request.content_length or 0)
            raw = (await request.read()).decode("utf-8")
        except web.HTTPRequestEntityTooLarge:
            return _rejected(413, "too large")
        except ValueError:
            return _rejected(400, "not UTF-8")
        if len(raw) > BODY:
            return _rejected(413, "too large")
        form = request.content_type == "application/x-www-form-urlencoded"
        if form and raw.startswith("ssl_check=1"):  # unsigned: Slack looks at our certificate
            return web.Response()
        if not self._signed(
            raw, request.headers.get("X-Slack-Request-Timestamp", ""), request.headers.get("X-Slack-Signature", "")
        ):
            return _rejected(401, "no valid signature")
        if form:
            return await self._interactive(raw)
        body = _object(raw)
        return _rejected(400, "no JSON object") if body is None else await self._event(body)

    def _signed(self, raw: str, stamp: str, signature: str) -> bool:
        """The SDK's verifier trips over stamps that are no numbers and signatures that are not ASCII."""
        if self._verifier is None or not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            return False
        return self._verifier.is_valid(raw, stamp, signature)

    async def _event(self, body: Payload) -> web.Response:
        kind = text(body, "type")
        if kind == "url_verification":
            return web.json_response({"challenge": text(body, "challenge")})
        if kind == "app_rate_limited":
            log.warning("slack.events_rate_limited", hint="Slack drops events: more than 30,000 an hour")
        if kind != "event_callback":
            return web.Response()
        return web.Response(status=200 if await self._receiver.put(body) else 500)

    async def _interactive(self, raw: str) -> web.Response:
        fields = {key: values[-1] for key, values in parse_qs(raw, keep_blank_values=True).items()}
        body: Payload | None = _object(fields["payload"]) if "payload" in fields else fields
        if body is None:
            return _rejected(400, "no payload")
        return await to_aiohttp_response(await self._bolt(body))

    # ---- Socket Mode

    async def envelope(self, kind: str, payload: Payload) -> dict[str, Any] | None:
        """What to ack with: an answer, or nothing. None: no ack, so that Slack brings it again."""
        if kind == "events_api":
            return {} if await self._receiver.put(payload) else None
        answer = await self._bolt(payload)
        if answer.status != 200:
            return None
        return (_object(answer.body) or {}) if answer.body else {}

    # ---- Bolt

    async def _bolt(self, body: Payload) -> BoltResponse:
        """Bolt's answer; what nothing listens for is acked, or else people would be shown an error for it."""
        kind = (text(body, "type") or text(body, "command"))[:40]
        request = _request(body)
        if request is None:
            log.info("slack.malformed", kind=kind)
            return BoltResponse(status=200, body="")
        answer = await self._app.async_dispatch(request)
        if answer.status == 404:
            log.info("slack.not_listened_for", kind=kind)
            return BoltResponse(status=200, body="")
        if answer.status >= 500:  # what went wrong is logged already
            return BoltResponse(status=400, body="")
        return answer


def _request(body: Payload) -> AsyncBoltRequest | None:
    """For Bolt. Verified here, both ways of connecting look the same to it. None: Slack's payloads do not look like that."""
    try:
        return AsyncBoltRequest(body=dict(body), mode="socket_mode") if _whole(body) else None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):  # Bolt looks deep into it
        return None


def _whole(body: Payload) -> bool:
    """Did somebody do something, and are the parts that Bolt looks into there?"""
    if "event" in body:
        return False
    if "command" in body:
        flat = all(isinstance(v, str | bool | None) for v in body.values())
        return bool(text(body, "user_id")) and flat and not any(key in body for key in _PARTS)
    if not text(body, "user", "id") or not all(_part(body, key) for key in _PARTS):
        return False
    match body.get("type"):
        case "block_actions":
            return bool(text(next(objects(body, "actions"), {}), "action_id")) and _all_objects(body, "actions")
        case "view_submission" | "view_closed":
            return bool(text(body, "view", "callback_id"))
        case "shortcut" | "message_action":
            return bool(text(body, "callback_id"))
        case "block_suggestion":
            return bool(text(body, "action_id"))
        case _:
            return False


def _part(body: Payload, key: str) -> bool:
    return body.get(key) is None or isinstance(body[key], Mapping)


def _all_objects(body: Payload, key: str) -> bool:
    return len(list(objects(body, key))) == len(body[key])


def _object(raw: str) -> dict[str, Any] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _rejected(status: int, why: str) -> web.Response:
    log.warning("slack.request_rejected", status=status, why=why)
    return web.Response(status=status)
