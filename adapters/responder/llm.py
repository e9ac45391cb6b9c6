"""
A model by its name (AI=openai:NAME, anthropic:NAME, or what else pydantic-ai serves), given passages and the conversation.

The outcome is the tool that the model called, checked against its schema; what it wrote beside that is no outcome. The
SDKs try once: trying again, and when to stop, is for Limited to say.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, Field

from adapters.responder import guard
from adapters.responder.addresses import checked
from adapters.responder.guard import Ground
from adapters.responder.limits import Unreached
from adapters.responder.pages import Passage
from adapters.responder.prompt import PASSAGES, Library, given, instructions, written
from handoff.errors import Fatal
from handoff.events import CannotAnswer, Outcome, WantsHuman
from handoff.ports import Said

if TYPE_CHECKING:  # importing these takes a second, which AI=knowledge need not pay
    from pydantic_ai import Agent
    from pydantic_ai.models import Model

T = TypeVar("T")

_EXTRA: Final = "install the extra “models” (pip install '.[models]'), or with “make install”"
#: tokens that a model may write, what it thinks before included
TOKENS: Final = 4_096
_HUMAN: Final = "wants_human"


class AnswerCall(BaseModel):
    """The passages or the conversation answer the customer."""

    text: str = Field(description="what the customer reads")
    sources: list[str] = Field(default=[], description="titles of the passages used")
    confidence: float = Field(ge=0, le=1, allow_inf_nan=False)


class CannotAnswerCall(BaseModel):
    """Neither passages nor conversation have the answer."""

    why: str = Field(default="", description="what is missing, for the team")


class WantsHumanCall(BaseModel):
    """A person must go on from here."""

    why: str = Field(default="", description="the reason, for the team")


Call = AnswerCall | CannotAnswerCall | WantsHumanCall


class ModelAI:
    """Fits limits.Source. `knowledge` None: the model has the conversation alone."""

    def __init__(self, name: str, keys: Mapping[str, str], knowledge: Library | None) -> None:
        """Raises Fatal, naming the setting, where the model cannot be asked as it is configured."""
        self._knowledge = knowledge
        self._secret = instructions(f"mark{secrets.token_hex(12)}")
        self._agent = _agent(named(name, keys), self._secret)

    async def ask(self, history: Sequence[Said], left: float) -> Outcome:
        passages = await self._knowledge.passages(history, PASSAGES) if self._knowledge else []
        try:
            call, tools = await called(self._agent, written(given(history, passages)), left)
        except Misshapen:
            return CannotAnswer("the model's answer had an unknown shape")
        if _HUMAN in tools and not isinstance(call, WantsHumanCall):  # of two calls the first one counts, but a wish does too
            call = WantsHumanCall(why="it had an answer, and asked for a person too")
        return self._outcome(call, history, passages)

    def _outcome(self, call: Call, history: Sequence[Said], passages: Sequence[Passage]) -> Outcome:
        ground = Ground(history, passages, self._secret)
        match call:
            case AnswerCall():
                return guard.answer(call.text, call.sources, call.confidence, ground)
            case CannotAnswerCall():
                return CannotAnswer(guard.reason(call.why, ground))
            case WantsHumanCall():
                return WantsHuman(guard.reason(call.why, ground))


class Misshapen(Unreached):
    """The model did not call a tool as it was told to."""


async def called(agent: "Agent[None, T]", prompt: str, left: float) -> tuple[T, frozenset[str]]:
    """What the model calls, within `left` seconds, and the names of all tools that it called. Raises Unreached."""
    from pydantic_ai import exceptions as wrong

    try:
        run = await agent.run(prompt, model_settings={"timeout": left})
        return run.output, frozenset(call.tool_name for call in run.response.tool_calls)
    except (wrong.ModelRateLimitError, wrong.ModelServerError, wrong.ModelUnavailableError) as error:
        raise Unreached(kind(error), again=True, after=error.retry_after) from None
    except wrong.ModelTimeoutError as error:
        raise Unreached(kind(error)) from None
    except wrong.ModelConnectionError as error:
        raise Unreached(kind(error), again=True) from None
    # the last ones are what pydantic-ai stumbles with over JSON of another shape than its API's
    except (wrong.UnexpectedModelBehavior, AttributeError, TypeError, LookupError, ValueError):
        raise Misshapen("the model's answer had an unknown shape") from None
    except (wrong.AgentRunError, wrong.UserError) as error:  # refused, or not to be asked in this way
        raise Unreached(kind(error)) from None


def kind(error: Exception) -> str:
    """The kind of an error and its status: what it says may hold people's words."""
    status = getattr(error, "status_code", None)
    return f"the model's service {f'answered with status {status}' if status else 'gave no answer'} ({type(error).__name__})"


def _agent(model: "Model[Any]", told: str) -> "Agent[None, Call]":
    from pydantic_ai import Agent, ToolOutput

    return Agent(
        model,
        output_type=[
            ToolOutput(AnswerCall, name="answer"),
            ToolOutput(CannotAnswerCall, name="cannot_answer"),
            ToolOutput(WantsHumanCall, name=_HUMAN),
        ],
        instructions=told,
        retries=0,
        model_settings={"max_retries": 0, "max_tokens": TOKENS},
    )


def named(name: str, keys: Mapping[str, str]) -> "Model[Any]":
    """The model that AI names. Raises Fatal, naming the setting."""
    try:
        from pydantic_ai import models
        from pydantic_ai.exceptions import UserError
    except ImportError:
        raise Fatal(f"AI: a model by name needs pydantic-ai: {_EXTRA}.") from None
    provider, _, model = name.partition(":")
    if not model:
        raise Fatal(f"AI: “{name}” names no provider: write for example openai:NAME or anthropic:NAME.")
    try:
        if provider in ("openai", "openai-chat", "openai-responses", "anthropic"):
            return _known(provider, model, keys)
        return models.infer_model(name)
    except ImportError:
        raise Fatal(f"AI: “{provider}” needs its own library: pip install 'pydantic-ai-slim[{provider}]'.") from None
    except (UserError, ValueError) as error:
        raise Fatal(f"AI: {str(error).splitlines()[0]}") from None


def _known(provider: str, model: str, keys: Mapping[str, str]) -> "Model[Any]":
    if provider == "anthropic":
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider

        if not keys.get("ANTHROPIC_API_KEY"):
            raise Fatal("ANTHROPIC_API_KEY: set it, since AI names a model of Anthropic's.")
        base = _base(keys, "ANTHROPIC_BASE_URL")
        return AnthropicModel(model, provider=AnthropicProvider(api_key=keys["ANTHROPIC_API_KEY"], base_url=base))
    from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
    from pydantic_ai.providers.openai import OpenAIProvider

    base = _base(keys, "OPENAI_BASE_URL")
    if not base and not keys.get("OPENAI_API_KEY"):
        raise Fatal("OPENAI_API_KEY: set it, since AI names a model of OpenAI's; or OPENAI_BASE_URL, for one that needs none.")
    at = OpenAIProvider(base_url=base, api_key=keys.get("OPENAI_API_KEY") or "none")
    # what calls itself compatible speaks Chat Completions; OpenAI itself is at its best with Responses
    responses = provider == "openai-responses" or (provider == "openai" and not base)
    return OpenAIResponsesModel(model, provider=at) if responses else OpenAIChatModel(model, provider=at)


def _base(keys: Mapping[str, str], name: str) -> str | None:
    return checked(keys[name], name, plain=True) if keys.get(name) else None
