"""
Your own AI over HTTP (AI=webhook:https://…): one signed JSON request a question, one typed JSON answer. docs/webhook.md
is the contract for whoever writes the other side.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from email.utils import parsedate_to_datetime
from typing import Annotated, Final, Literal
from uuid import uuid4

import aiohttp
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from adapters.responder import guard
from adapters.responder.addresses import Outward, checked
from adapters.responder.guard import Ground
from adapters.responder.limits import Unreached
from adapters.responder.pages import Passage
from adapters.responder.prompt import PASSAGES, Library, given, written
from handoff.errors import Fatal
from handoff.events import CannotAnswer, Outcome, WantsHuman
from handoff.ports import Said

TIMESTAMP: Final = "X-Handoff-Timestamp"
SIGNATURE: Final = "X-Handoff-Signature"
REQUEST: Final = "X-Handoff-Request"
#: bytes of an answer that are read
LARGEST: Final = 256 * 1024
#: characters of a secret that nobody guesses
_SECRET: Final = 16


class AnswerBody(BaseModel):
    kind: Literal["answer"]
    text: str
    sources: list[str] = []
    confidence: float = Field(default=1.0, ge=0, le=1, allow_inf_nan=False)
    links: list[str] = []  #: addresses that the AI's own code stands for: links to their hosts stay links


class CannotAnswerBody(BaseModel):
    kind: Literal["cannot_answer"]
    why: str = ""


class WantsHumanBody(BaseModel):
    kind: Literal["wants_human"]
    why: str = ""


Kinds = AnswerBody | CannotAnswerBody | WantsHumanBody
_BODY: Final[TypeAdapter[Kinds]] = TypeAdapter(Annotated[Kinds, Field(discriminator="kind")])


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of the header SIGNATURE: HMAC-SHA256 over "v1:", the timestamp's digits, ":" and the body as sent."""
    return "v1=" + hmac.new(secret.encode(), b"v1:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


class WebhookAI:
    """Fits limits.Source. `knowledge` None: the other side has pages of its own."""

    def __init__(self, url: str, secret: str, knowledge: Library | None, clock: Callable[[], float] = time.time) -> None:
        """Raises Fatal, naming the setting, where that address must not be asked, or not with that secret."""
        self._url, self._secret = checked(url, "AI"), secret
        if len(secret) < _SECRET:
            raise Fatal(
                f"WEBHOOK_SECRET: set it to a random text of at least {_SECRET} characters, the same on both sides"
                ' (python -c "import secrets; print(secrets.token_urlsafe(32))").'
            )
        self._knowledge, self._clock = knowledge, clock

    async def ask(self, history: Sequence[Said], left: float) -> Outcome:
        passages = await self._knowledge.passages(history, PASSAGES) if self._knowledge else []
        data = {"version": 1, "seconds": round(left, 1), **given(history, passages)}
        try:
            raw = await self._posted(written(data).encode())
        except TimeoutError:
            raise Unreached("the webhook did not answer in time") from None
        except aiohttp.InvalidURL:
            raise Unreached("the webhook's address is not one") from None
        except aiohttp.ClientError as error:
            raise Unreached(f"the webhook could not be reached: {type(error).__name__}", again=True) from None
        try:
            body = _BODY.validate_json(raw)
        except ValidationError:
            return CannotAnswer("the webhook's answer had an unknown shape")
        return _outcome(body, history, passages)

    async def _posted(self, body: bytes) -> bytes:
        stamp = str(int(self._clock()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "handoff",
            "Accept-Encoding": "identity",  # nothing to be blown up: what is read is what was sent
            REQUEST: uuid4().hex,
            TIMESTAMP: stamp,
            SIGNATURE: signature(self._secret, stamp, body),
        }
        connector = aiohttp.TCPConnector(resolver=Outward(), use_dns_cache=False)
        async with (
            aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.post(self._url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            if response.status != 200:
                again = response.status == 429 or response.status >= 500
                after = _seconds(response.headers.get("Retry-After", ""), self._clock())
                raise Unreached(f"the webhook answered with status {response.status}", again=again, after=after)
            raw = bytearray()
            async for piece in response.content.iter_any():
                raw += piece
                if len(raw) > LARGEST:
                    raise Unreached(f"the webhook's answer is larger than {LARGEST // 1024} KB")
            return bytes(raw)


def _outcome(body: Kinds, history: Sequence[Said], passages: Sequence[Passage]) -> Outcome:
    ground = Ground(history, passages, own=True)
    match body:
        case AnswerBody():
            ground = Ground(history, passages, links=body.links, own=True)
            return guard.answer(body.text, body.sources, body.confidence, ground)
        case CannotAnswerBody():
            return CannotAnswer(guard.reason(body.why, ground))
        case WantsHumanBody():
            return WantsHuman(guard.reason(body.why, ground))


def _seconds(header: str, now: float) -> float | None:
    """Retry-After, which is seconds or a date."""
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - now)
    except (ValueError, TypeError):
        return None
