"""Models on the wire: an OpenAI-compatible and an Anthropic-shaped server, strict about requests. See README.md."""

from modelsim.server import Act, ModelSim, call, calls, drop, echo, garbage, half, hang, status, text

__all__ = ["Act", "ModelSim", "call", "calls", "drop", "echo", "garbage", "half", "hang", "status", "text"]
