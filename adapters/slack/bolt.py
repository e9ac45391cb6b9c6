"""Bolt, as far as we use it: for what is interactive. Who may do what, and what Slack signed, is settled before it."""

import logging
from typing import Final

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.whereabouts import Whereabouts

log = structlog.get_logger()

_NAME: Final = "adapters.slack.bolt"  #: of its logger


def app(whereabouts: Whereabouts, token: str, base: str, timeout: int) -> AsyncApp:
    """`timeout` of a request, in seconds."""

    async def authorize() -> AuthorizeResult:
        """From what is known: Bolt's own would ask Slack first, and ack and drop if that fails."""
        me = whereabouts.me
        return AuthorizeResult(enterprise_id=None, team_id=me.team, bot_user_id=me.user, bot_id=me.bot, bot_token=token)

    made = AsyncApp(
        name=_NAME,  # Bolt sets the level of the logger of this name
        logger=logging.getLogger(_NAME),
        client=AsyncWebClient(base_url=base, timeout=timeout, retry_handlers=[]),
        authorize=authorize,
        request_verification_enabled=False,  # done at the gate
        ssl_check_enabled=False,
        url_verification_enabled=False,
    )
    made.error(_failed)
    return made


async def _failed(error: Exception) -> None:
    log.error("slack.listener_failed", exc_info=error)


def hush() -> None:
    """At DEBUG the SDK logs everything that people write, and Bolt whole payloads with its warnings."""
    for name, level in (("slack_sdk", logging.WARNING), (_NAME, logging.CRITICAL)):
        logger = logging.getLogger(name)
        logger.setLevel(max(level, logger.level))
