"""Keeps one sender from taking everybody's time: first slowed, then cut, then let in again."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from ipaddress import ip_address

from aiolimiter import AsyncLimiter


class FloodedError(Exception):
    """Somebody went on after being slowed. `seconds`: how long they are not let in."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"not let in for {seconds} seconds")


@dataclass(frozen=True, slots=True)
class Limits:
    """Frames in a burst of `period` seconds, and connections at once.

    An address may be a whole village behind one provider's gateway, so it may do much more than
    one chat.
    """

    chat_frames: int = 20
    address_frames: int = 1000
    chat_connections: int = 12
    address_connections: int = 500
    cool_off: int = 60
    period: float = 10.0


PATIENCE = 2
"""Who had to wait for this many bursts' worth of frames, and still goes on, is cut."""
KNOWN_SENDERS = 20_000


class _Sender:
    def __init__(self, frames: int, period: float) -> None:
        self.limiter = AsyncLimiter(frames, period)
        self.patience = PATIENCE * frames
        self.slowed = 0
        self.shut_until = 0.0


class Gate:
    """Lets frames and connections in. Addresses of this machine stand for a proxy, so for everybody:
    they are not limited as one."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._senders: OrderedDict[Hashable, _Sender] = OrderedDict()
        self._open: dict[str, int] = {}

    async def admit(self, chat_id: int, address: str) -> bool:
        """Wait until the next frame may be handled. True: this is the first that had to wait.

        Raises FloodedError when the patience is over.
        """
        waited = await self._pass(self._sender(chat_id, self.limits.chat_frames))
        if not is_local(address):
            await self._pass(self._sender(address, self.limits.address_frames))
        return waited

    def shut_for(self, chat_id: int, address: str) -> int:
        """Seconds for which a sender is not let in; 0 when welcome."""
        now = asyncio.get_running_loop().time()
        seconds = 0.0
        for name in (chat_id, address):
            sender = self._senders.get(name)
            if sender is not None:
                seconds = max(seconds, sender.shut_until - now)
        return int(seconds + 0.999)

    def enter(self, address: str) -> bool:
        """Count a connection. False: there are too many from that address."""
        if not is_local(address) and self._open.get(address, 0) >= self.limits.address_connections:
            return False
        self._open[address] = self._open.get(address, 0) + 1
        return True

    def exit(self, address: str) -> None:
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]

    async def _pass(self, sender: _Sender) -> bool:
        limiter = sender.limiter
        if limiter.has_capacity(limiter.max_rate / 2):
            sender.slowed = 0
        must_wait = not limiter.has_capacity()
        if must_wait:
            sender.slowed += 1
            if sender.slowed > sender.patience:
                cool_off = self.limits.cool_off
                sender.shut_until = asyncio.get_running_loop().time() + cool_off
                sender.slowed = 0
                raise FloodedError(cool_off)
        await limiter.acquire()
        return must_wait and sender.slowed == 1

    def _sender(self, name: Hashable, frames: int) -> _Sender:
        sender = self._senders.pop(name, None) or _Sender(frames, self.limits.period)
        self._senders[name] = sender
        if len(self._senders) > KNOWN_SENDERS:
            self._senders.popitem(last=False)
        return sender


def is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
