"""What an address that is not there answers with."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from content.text import LANGUAGES, Book


def not_found(book: Book) -> Middleware:
    """A middleware: says so in both languages, and where the talk is."""
    words = "\n".join(book[language]("page.not_found") for language in LANGUAGES) + "\n"

    @web.middleware
    async def tell(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound as error:
            raise web.HTTPNotFound(text=words) from error

    return tell
