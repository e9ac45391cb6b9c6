"""The bot's own HTTP server: is it alive, is it ready. It reveals no ids and changes nothing."""

from aiohttp import web

from handoff.health import Health


def application(health: Health) -> web.Application:
    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        if health.ready:
            return web.Response(text="ready\n")
        waits = [f"{name}: {c.why or 'not ready'}" for name, c in health.conditions.items() if not c.ready]
        return web.Response(status=503, text="\n".join(waits or ["starting"]) + "\n")

    app = web.Application(client_max_size=2**20)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Listen until `cleanup()` of what is returned."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
