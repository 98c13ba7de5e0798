"""The measurements: `python -m tests.bench [NAME...]`, all of them without a name. Loopback only."""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.logs import set_up_logs
from tests.bench import answer, feed, memory, push, routing, sweep, webchat, where

PARTS: dict[str, Callable[[], Awaitable[str]]] = {
    "answer": answer.measure,
    "where": where.measure,
    "webchat": webchat.measure,
    "memory": memory.measure,
    "push": push.measure,
    "feed": feed.measure,
    "sweep": sweep.measure,
    "routing": routing.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PARTS, []], metavar="NAME")
    names = parser.parse_args().names or list(PARTS)
    set_up_logs("ERROR")
    for name in names:
        began = time.monotonic()
        print(f"\n## {name}\n\n{asyncio.run(measured(name))}", flush=True)
        print(f"\n({time.monotonic() - began:.0f} s)", flush=True)


async def measured(name: str) -> str:
    return await PARTS[name]()


if __name__ == "__main__":
    main()
