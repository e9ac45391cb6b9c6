"""
An AI of one's own behind AI=webhook:…, as small as can be: checks that a request is Handoff's, and answers with one of the
three kinds. docs/webhook.md says what the fields mean.

    WEBHOOK_SECRET=… python docs/examples/webhook_server.py     # listens on http://127.0.0.1:9000/
"""

import hashlib
import hmac
import json
import os
import time
from typing import Any

from aiohttp import web

#: seconds that a request may be old: one that somebody recorded is no good later
FRESH = 300


def genuine(secret: str, timestamp: str, signature: str, body: bytes, now: float) -> bool:
    """Whether whoever sent this has the secret, and sent it just now. Strangers may send anything: nothing of it raises."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12) or abs(now - int(timestamp)) > FRESH:
        return False
    expected = hmac.new(secret.encode(), b"v1:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v1={expected}".encode(), signature.encode(errors="replace"))


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Put your AI here. This one knows one thing, and says so when it is asked for another."""
    words = question["conversation"][-1]["text"].lower()
    if "open" in words:
        return {
            "kind": "answer",
            "text": "We are open from 9 to 17, Monday to Friday: https://shop.example/hours",
            "sources": ["Opening hours"],
            "confidence": 0.9,
            "links": ["https://shop.example/hours"],
        }
    if "refund" in words:
        return {"kind": "wants_human", "why": "refunds are made by the team"}
    return {"kind": "cannot_answer", "why": "not about opening hours"}


def app(secret: str) -> web.Application:
    if len(secret) < 16:
        raise SystemExit("WEBHOOK_SECRET: set it to the random text of at least 16 characters that Handoff has too")

    async def ask(request: web.Request) -> web.Response:
        body = await request.read()
        stamp, signed = request.headers.get("X-Handoff-Timestamp", ""), request.headers.get("X-Handoff-Signature", "")
        if not genuine(secret, stamp, signed, body, time.time()):
            return web.Response(status=401)
        return web.json_response(answer(json.loads(body)))

    made = web.Application(client_max_size=2**20)
    made.router.add_post("/", ask)
    return made


if __name__ == "__main__":
    web.run_app(app(os.environ["WEBHOOK_SECRET"]), host="127.0.0.1", port=9000)
