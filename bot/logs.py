"""Logs on standard error, as text or JSON, with secrets taken out wherever they come from."""

import logging
import re
import sys
from collections.abc import MutableMapping, Sequence
from typing import Any

import structlog

_SHAPES = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?:Bot |Bearer )[\w.\-]{20,}|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}|https://hooks\.slack\.com/\S+"
    r"|wss://\S+"
)


class Redact(logging.Filter):
    """Replaces the configured secrets, and whatever looks like one, in every record."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = [s for s in secrets if s]

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return _SHAPES.sub("[secret]", text)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = self.clean(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def configure(level: str, style: str, secrets: Sequence[str]) -> None:
    """Route structlog and the libraries' logging to one handler."""
    redact = Redact(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(redact)
    plain = "%(asctime)s %(levelname)s %(name)s %(message)s"
    quoted = '{"at":"%(asctime)s","level":"%(levelname)s","logger":"%(name)s","event":"%(message)s"}'
    handler.setFormatter(logging.Formatter(plain if style == "text" else quoted))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in ("discord", "aiosqlite", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)

    def line(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
        name = event.pop("event", "")
        return " ".join([str(name), *(f"{k}={v}" for k, v in event.items())]).replace('"', "'").replace("\n", " ")

    structlog.configure(
        processors=[structlog.processors.format_exc_info, line],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
