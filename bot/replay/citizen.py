"""One played citizen: a cookie, a socket, a letter handed in."""

import asyncio
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType
from yarl import URL

from bot.replay.ledger import Ledger
from bot.replay.letter import Letter
from bot.replay.move import find_receipt, next_move

COOKIE = "minyi_chat"
ANSWER_WITHIN = 30.0
"""Seconds without a frame after which the socket is opened anew."""
PATIENCE = 180.0
"""Seconds without any success after which a letter is given up (a server may restart meanwhile)."""
NO_COOKIE, FLOODED = 4001, 4008


class GaveUpError(Exception):
    """A letter that could not be handed in; the message says why."""


async def hand_in(session: ClientSession, url: URL, letter: Letter, ledger: Ledger) -> None:
    """See one letter through to its receipt, over as many connections as it takes.

    Raises GaveUpError.
    """
    loop = asyncio.get_running_loop()
    since, pause, trouble = loop.time(), 0.2, ""
    while loop.time() - since < PATIENCE:
        try:
            if letter.id not in ledger.cookies:
                ledger.begin(letter.id, await _fetch_cookie(session, url))
            receipt = await _converse(session, url, letter, ledger.cookies[letter.id])
        except (ClientError, OSError, TimeoutError) as error:
            trouble = f"{type(error).__name__}: {error}"
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)
        else:
            ledger.finish(letter.id, receipt)
            return
    raise GaveUpError(f"no receipt in {PATIENCE:.0f} seconds; last: {trouble}")


async def _fetch_cookie(session: ClientSession, url: URL) -> str:
    async with session.get(url) as response:
        response.raise_for_status()
        cookie = response.cookies.get(COOKIE)
    if cookie is None:
        raise GaveUpError("the page gave no cookie: is this the chat page's address?")
    return cookie.value


async def _converse(session: ClientSession, url: URL, letter: Letter, cookie: str) -> str:
    headers = {"Cookie": f"{COOKIE}={cookie}", "Origin": str(url.origin())}
    async with session.ws_connect(url / "chat/socket", headers=headers, max_msg_size=0) as socket:
        return await _talk(socket, letter)


async def _talk(socket: ClientWebSocketResponse, letter: Letter) -> str:
    """Say and press what is next until the page shows a receipt. Raises ConnectionError."""
    shown: dict[int, dict[str, Any]] = {}
    heard: set[str] = set()
    asked: set[str] = set()
    is_ready = False
    anonymous = sum(letter.id.encode()) % 2 == 0
    while True:
        frame = await _next_frame(socket)
        kind = frame["t"]
        if kind == "afresh":
            shown = {message["number"]: message for message in frame["messages"]}
        elif kind == "changes":
            shown |= {message["number"]: message for message in frame["messages"]}
            for number in frame["gone"]:
                shown.pop(number, None)
        elif kind == "ready":
            is_ready = True
        elif kind == "ack":
            heard.add(frame["key"])
        elif kind == "refused":
            raise GaveUpError(f"the page refused it: {frame['text']}")
        elif kind == "trouble":
            await asyncio.sleep(1)
            asked.discard(frame["key"])
        receipt = find_receipt(shown)
        if receipt is not None:
            return receipt
        move = next_move(shown, letter.messages, heard, anonymous=anonymous) if is_ready else None
        if move is not None and move.key not in asked:
            asked.add(move.key)
            await socket.send_json(move.frame)


async def _next_frame(socket: ClientWebSocketResponse) -> dict[str, Any]:
    async with asyncio.timeout(ANSWER_WITHIN):
        message = await socket.receive()
    if message.type is WSMsgType.TEXT:
        frame: dict[str, Any] = message.json()
        return frame
    if socket.close_code == NO_COOKIE:
        raise GaveUpError("the server does not know this cookie: another installation?")
    if socket.close_code == FLOODED:
        await asyncio.sleep(float(message.extra or 10))
    raise ConnectionError(f"closed: {socket.close_code}")
