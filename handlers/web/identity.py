"""Who a page belongs to: a random number in a signed cookie, and proofs that a request is its own."""

import secrets
from hashlib import sha256
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp import web
from itsdangerous import BadSignature, Signer

COOKIE = "minyi_chat"
COOKIE_DAYS = 180
HOUSEHOLD = 64
"""Bits of an IPv6 address that one household shares."""
TOKEN_HEADER = "X-Minyi-Token"  # noqa: S105 (a name)


class Identity:
    """Signs and reads the chat cookie. `behind_proxy`: believe X-Forwarded-For and -Proto."""

    def __init__(self, secret: bytes, behind_proxy: bool) -> None:
        self.behind_proxy = behind_proxy
        self._cookie = Signer(secret, salt="minyi.web.chat", digest_method=sha256)
        self._token = Signer(secret, salt="minyi.web.token", digest_method=sha256)
        self._origin = Signer(secret, salt="minyi.web.origin", digest_method=sha256)

    def read(self, request: web.Request) -> int | None:
        """The chat whose cookie the request carries; None without a cookie that we signed."""
        try:
            return int(self._cookie.unsign(request.cookies.get(COOKIE, "")))
        except (BadSignature, ValueError):
            return None

    def new(self) -> int:
        """A chat number that nobody can guess: 63 random bits, as much as the database's integers."""
        return secrets.randbits(63) or 1

    def write(self, request: web.Request, response: web.StreamResponse, chat_id: int) -> None:
        response.set_cookie(
            COOKIE,
            self._cookie.sign(str(chat_id)).decode(),
            max_age=COOKIE_DAYS * 24 * 3600,
            path="/",
            httponly=True,
            samesite="Lax",
            secure=self.is_https(request),
        )

    def token(self, chat_id: int) -> str:
        """What a page of this chat must show with everything that it posts."""
        return self._token.get_signature(str(chat_id)).decode()

    def may_post(self, request: web.Request, chat_id: int) -> bool:
        shown = request.headers.get(TOKEN_HEADER, "").encode("utf-8", "replace")
        return self.is_same_origin(request) and secrets.compare_digest(
            shown, self.token(chat_id).encode()
        )

    def is_same_origin(self, request: web.Request) -> bool:
        """Whether a page of this very site asks. Browsers always say Origin on sockets and posts."""
        origin = urlsplit(request.headers.get("Origin", ""))
        return bool(origin.netloc) and origin.netloc.lower() == request.host.lower()

    def is_https(self, request: web.Request) -> bool:
        if self.behind_proxy and "X-Forwarded-Proto" in request.headers:
            return request.headers["X-Forwarded-Proto"].split(",")[0].strip() == "https"
        return request.secure

    def origin(self, request: web.Request) -> str | None:
        """Where a request comes from, for counting and not for knowing: a keyed hash, 32 letters.

        Of IPv6 the network, since a house has a whole one. None for this machine: a proxy's address,
        so everybody's.
        """
        try:
            address = ip_address(self.address(request))
        except ValueError:
            return None
        if address.is_loopback:
            return None
        if address.version == 6 and address.ipv4_mapped is None:
            address = ip_network((address, HOUSEHOLD), strict=False).network_address
        return self._origin.get_signature(str(address)).hex()[:32]

    def address(self, request: web.Request) -> str:
        """The sender's address: what the nearest proxy says, if we are told to believe it."""
        if self.behind_proxy:
            last = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
            if last:
                return last
        return request.remote or ""
