"""The bot's own HTTP server: is it alive, is it ready, and Slack's events. It reveals no ids."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from handoff.errors import Fatal
from handoff.health import Health

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: bytes; Slack's payloads are far smaller
LARGEST_BODY = 2**20


def application(health: Health, slack: Handler | None = None) -> web.Application:
    """`slack` takes what Slack sends to /slack/events, where it is served over HTTP."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        if health.ready:
            return web.Response(text="ready\n")
        waits = [f"{name}: {c.why or 'not ready'}" for name, c in health.conditions.items() if not c.ready]
        return web.Response(status=503, text="\n".join(waits or ["starting"]) + "\n")

    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    if slack is not None:
        app.router.add_post("/slack/events", slack)
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Listen until `cleanup()` of what is returned. Raises Fatal where the address cannot be had."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise Fatal(f"HTTP_HOST, HTTP_PORT: cannot listen on {host}:{port} ({error.strerror})") from error
    return runner
