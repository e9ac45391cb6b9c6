"""Whether the database can be used, without changing it, also while a bot runs on it."""

import asyncio
import os
import shutil
from pathlib import Path
from typing import Final

from adapters.store.opening import path_of, require_current
from adapters.store.pg import opening as postgres
from handoff.errors import Fatal
from handoff.health import Finding

#: bytes; with less the next busy week may fill it
_ROOM: Final = 200_000_000


async def examine(url: str) -> Finding:
    try:
        if url.startswith(("postgresql:", "postgres:")):
            await postgres.prepare(url, migrate=False)
            return Finding("Database", True, postgres.shown(url))
        path = path_of(url)
        if path is None:
            return Finding(
                "Database", False, "DATABASE_URL is in memory: nothing would survive a restart. Write sqlite:///handoff.db"
            )
        return await asyncio.to_thread(_file, path)
    except Fatal as error:
        return Finding("Database", False, str(error))


def _file(path: Path) -> Finding:
    folder = path.parent
    if not folder.is_dir():
        return Finding("Database", False, f"DATABASE_URL: there is no folder {folder}")
    for needed in (folder, *([path] if path.exists() else [])):
        if not os.access(needed, os.W_OK):
            return Finding("Database", False, f"{needed} cannot be written to by this user: change its owner or its mode")
    free = shutil.disk_usage(folder).free
    if free < _ROOM:
        return Finding(
            "Database", False, f"only {free // 1_000_000} MB are free beside {path}: make room, or set another DATABASE_URL"
        )
    if not path.exists():
        return Finding("Database", True, f"{path} will be made")
    require_current(path)
    return Finding("Database", True, f"{path}, {free // 1_000_000_000} GB free")
