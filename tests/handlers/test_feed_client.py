"""The client that docs/feed.md shows does what the page says."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.handlers.test_feed_call import SECRET, Caller, caller

PAGE = Path(__file__).parents[2] / "docs" / "feed.md"

__all__ = ["caller"]


async def test_the_client_of_the_page_is_understood(caller: Caller) -> None:
    caller.time = datetime.now(UTC)
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    address = str(caller.client.make_url("")).rstrip("/")
    client = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        found[1],
        env={"MINYI_FEED_SECRET": SECRET.decode(), "MINYI_ADDRESS": address},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await asyncio.wait_for(client.communicate(), 20)
    assert said.decode().startswith('202 {"new": 1')
    assert await caller.cases() == 1
