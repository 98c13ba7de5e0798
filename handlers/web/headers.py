"""What every answer of the web server tells the browser to forbid."""

from collections.abc import Awaitable, Callable

from aiohttp import web

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Server": "Minyi",
}
YEAR = 365 * 24 * 3600


async def forbid(request: web.Request, response: web.StreamResponse) -> None:
    """For `app.on_response_prepare`: error pages and sockets get the headers too."""
    for name, value in HEADERS.items():
        response.headers[name] = value


def https_only(is_https: Callable[[web.Request], bool]) -> Callable[..., Awaitable[None]]:
    """For `app.on_response_prepare`: whoever came by https comes by https from now on."""

    async def promise(request: web.Request, response: web.StreamResponse) -> None:
        if is_https(request):
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"

    return promise
