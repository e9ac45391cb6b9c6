"""The responder that AI names."""

from collections.abc import Mapping

from adapters.responder.feels import ModelMoods
from adapters.responder.limits import Budget, Limited
from adapters.responder.llm import ModelAI
from adapters.responder.prompt import Library
from adapters.responder.webhook import WebhookAI
from handoff.ports import Feels, Responder

_WEBHOOK = "webhook:"


def responder(ai: str, *, knowledge: Library | None, keys: Mapping[str, str], budget: Budget) -> Responder:
    """
    For `ai` = webhook:URL or PROVIDER:MODEL. `keys`: WEBHOOK_SECRET, OPENAI_API_KEY, OPENAI_BASE_URL, ANTHROPIC_API_KEY,
    ANTHROPIC_BASE_URL, those that are set; other providers read the process's environment. Raises Fatal, naming the setting.
    """
    if ai.startswith(_WEBHOOK):
        return Limited(WebhookAI(ai.removeprefix(_WEBHOOK), keys.get("WEBHOOK_SECRET", ""), knowledge), budget)
    return Limited(ModelAI(ai, keys, knowledge), budget, courteous=True)


def moods(ai: str, *, keys: Mapping[str, str], day: int) -> Feels:
    """For `ai` = PROVIDER:MODEL; `keys` as above, `day`: requests in 24 hours. Raises Fatal, naming the setting."""
    return ModelMoods(ai, keys, day)
