"""What an address that is not there answers with."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from content.text import LANGUAGES, Book

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def not_found(book: Book) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
    """A middleware: says so in both languages, and where the talk is."""
    words = "\n".join(book[language]("page.not_found") for language in LANGUAGES) + "\n"

    @web.middleware
    async def tell(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound as error:
            raise web.HTTPNotFound(text=words) from error

    return tell
