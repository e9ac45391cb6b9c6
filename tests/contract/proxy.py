"""A road to the database that can be cut, wherever it hurts."""

import asyncio
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SOCKET = ".s.PGSQL.5432"


class Road:
    """`url` leads over it. `cut()` breaks all connections; while `closed` none is let through."""

    def __init__(self, url: str, folder: Path) -> None:
        parts = urlsplit(url)
        self._server = Path(parse_qs(parts.query)["host"][0], SOCKET)
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path}?host={folder}"
        self.closed = False
        self.cut_before: bytes | None = None  #: an answer that holds this never arrives, once
        self.cuts = 0
        self._open: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.closed:
            writer.transport.abort()
            return
        there, back = await asyncio.open_unix_connection(self._server)
        self._open |= {writer, back}
        await asyncio.gather(self._pass(reader, back, answers=False), self._pass(there, writer, answers=True))
        self._open -= {writer, back}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: bool) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if answers and self.cut_before and self.cut_before in data:
                    self.cut_before = None
                    self.cuts += 1
                    break
                writer.write(data)
                await writer.drain()
        writer.transport.abort()


@asynccontextmanager
async def road(url: str, folder: Path):
    """`folder` is a short path: a socket's name has at most 107 characters."""
    way = Road(url, folder)
    server = await asyncio.start_unix_server(way.serve, folder / SOCKET)
    try:
        yield way
    finally:
        server.close()
        way.cut()
