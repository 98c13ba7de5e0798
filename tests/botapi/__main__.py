"""The Bot API server as a process of its own: `python -m tests.botapi [--limit 30] [--faults 0.2]`.

Its first line is its address. GET /stats tells what was delivered; POST /updates adds updates.
"""

import argparse
import asyncio
from dataclasses import asdict

from aiohttp import web

from tests.botapi.faults import Faults
from tests.botapi.limits import Limits
from tests.botapi.server import BotApi


async def serve(limit: int | None, a_chat: int | None, share: float, port: int) -> None:
    api = BotApi(Limits(limit, a_chat), Faults(share))

    async def stats(_: web.Request) -> web.Response:
        return web.json_response(
            {
                "messages": api.messages,
                "calls": api.calls,
                "statuses": api.statuses,
                "faults": asdict(api.faults)["count"],
                "delivered_at": api.delivered_at,
                "flood_at": api.flood_at,
                "lost": api.lost,
            }
        )

    async def count(_: web.Request) -> web.Response:
        times = api.delivered_at
        return web.json_response({"delivered": len(times), "last": times[-1] if times else 0.0})

    async def updates(request: web.Request) -> web.Response:
        api.push(*await request.json())
        return web.json_response({"waiting": len(api.updates)})

    async def reset(_: web.Request) -> web.Response:
        api.messages.clear()
        api.calls.clear()
        api.delivered_at.clear()
        api.flood_at.clear()
        api.lost.clear()
        return web.json_response({})

    api.app.router.add_get("/stats", stats)
    api.app.router.add_get("/count", count)
    api.app.router.add_post("/updates", updates)
    api.app.router.add_post("/reset", reset)
    await api.start(port)
    print(api.address, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=None, help="messages a second, overall")
    parser.add_argument("--a-chat", type=int, default=None, help="messages a second, to one chat")
    parser.add_argument("--faults", type=float, default=0.0, help="share of sends that fail")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    asyncio.run(serve(given.limit, given.a_chat, given.faults, given.port))
