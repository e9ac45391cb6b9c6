"""Processes of our own, beside the bot: heavy work that is none of its serving."""

import asyncio
import os
import sys
from pathlib import Path

#: where our packages are, wherever the bot was started
_HOME = Path(__file__).resolve().parent.parent


async def started(module: str) -> asyncio.subprocess.Process:
    """`python -m module`, spoken to by its standard input and output."""
    path = os.pathsep.join(filter(None, [str(_HOME), os.environ.get("PYTHONPATH", "")]))
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, stdin=pipe, stdout=pipe, env={**os.environ, "PYTHONPATH": path}, limit=2**24
    )
