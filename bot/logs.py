"""Logs on standard error, as text or JSON lines, with secrets taken out of everything, tracebacks included."""

import logging
import re
import sys
from collections.abc import Sequence
from typing import Final

import structlog

_SHAPES: Final = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?:Bot |Bearer )[\w.\-]{20,}|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"
    r"|https?://[^\s\"'\\]+/(?:commands|actions|services|response)/[^\s\"'\\]+"
    r"|/webhooks/\d+/[\w.-]+|/interactions/\d+/[\w.-]+|wss?://[^\s\"'\\]+"
)


#: at INFO and below these log what people write, or tokens (FAULTS X11)
_NOISY: Final = (
    *("discord", "slack_bolt", "slack_sdk", "aiohttp", "aiosqlite", "alembic"),
    *("openai", "anthropic", "httpx", "httpx2", "httpcore", "httpcore2", "pydantic_ai"),
)


def cleaner(secrets: Sequence[str]) -> "Cleaner":
    return Cleaner(tuple(sorted((s for s in secrets if s), key=len, reverse=True)))


class Cleaner:
    """Replaces the configured secrets, and whatever has the shape of one (a token, a response URL, a socket's address)."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = secrets

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return _SHAPES.sub("[secret]", text)


class Formatter(structlog.stdlib.ProcessorFormatter):
    """One line a record; the last thing that happens to it is the cleaning."""

    def __init__(self, style: str, clean: Cleaner) -> None:
        shared: list[structlog.types.Processor] = [
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        ]
        last: list[structlog.types.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
        if style == "json":
            last += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        else:
            # the plain traceback: a rich one shows local variables, which are people's words and tokens
            plain = structlog.dev.plain_traceback
            last.append(structlog.dev.ConsoleRenderer(colors=False, timestamp_key="at", exception_formatter=plain))
        super().__init__(processors=last, foreign_pre_chain=shared)
        self._clean = clean

    def format(self, record: logging.LogRecord) -> str:
        return self._clean(super().format(record))


def configure(level: str, style: str, secrets: Sequence[str]) -> None:
    """Route structlog and the libraries' logging to one handler."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(style, cleaner(secrets)))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
