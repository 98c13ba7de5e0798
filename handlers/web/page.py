"""The chat page."""

import json
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from content.text import LANGUAGES, Book
from handlers.web.identity import Identity
from handlers.web.static import Static

LANGUAGE_COOKIE = "minyi_language"
SCRIPT_WORDS = (
    "back_notice",
    "call_number",
    "choices",
    "cookies",
    "cool_off",
    "copied",
    "copy_code",
    "counter",
    "document",
    "drop_it",
    "emptied_bound",
    "emptied_erased",
    "emptied_old",
    "failed",
    "nearly_full",
    "not_understood",
    "offline_notice",
    "photo_alt",
    "photo_broken",
    "photo_failed",
    "photo_heic",
    "photo_huge",
    "photo_many",
    "photo_mine",
    "photo_no_picture",
    "photo_remove",
    "quoted",
    "reload",
    "retry",
    "sender_bot",
    "sender_me",
    "sending",
    "state_connecting",
    "state_offline",
    "state_online",
    "text_number",
    "today",
    "too_big",
    "too_long",
    "waiting",
    "write_at_work",
    "write_here",
    "yesterday",
)
"""Sentences that the page's scripts say, with their places unfilled."""


class ChatPage:
    """Renders the page in the reader's language, and gives a newcomer their cookie."""

    def __init__(
        self, identity: Identity, static: Static, book: Book, timezone: str, demo: bool
    ) -> None:
        self.identity, self.timezone, self.demo = identity, timezone, demo
        environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals["static"] = static.url
        self._template = environment.get_template("chat.html")
        self._book = book
        self._script_words = {
            language: json.dumps(
                {key: _unfilled(book, language, key) for key in SCRIPT_WORDS}, ensure_ascii=False
            )
            for language in LANGUAGES
        }

    async def show(self, request: web.Request) -> web.Response:
        """GET /: the page. With ?lang= it remembers the language and shows the plain address."""
        chosen = request.query.get("lang")
        if chosen in LANGUAGES:
            redirect = web.HTTPSeeOther("/")
            redirect.set_cookie(
                LANGUAGE_COOKIE,
                chosen,
                max_age=365 * 24 * 3600,
                path="/",
                samesite="Lax",
                secure=self.identity.is_https(request),
            )
            raise redirect
        language = read_language(request)
        chat_id = self.identity.read(request) or self.identity.new()
        page = self._template.render(
            language=language,
            html_language="en" if language == "en" else "zh-Hans",
            say=self._book[language],
            other=self._book["zh" if language == "en" else "en"],
            words=self._script_words[language],
            token=self.identity.token(chat_id),
            timezone=self.timezone,
            demo=self.demo,
        )
        response = web.Response(text=page, content_type="text/html")
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Language"] = "en" if language == "en" else "zh-Hans"
        response.headers["Vary"] = "Accept-Language, Cookie"
        self.identity.write(request, response, chat_id)
        response.enable_compression()
        return response


def read_language(request: web.Request) -> str:
    """The language chosen on the page, else the best one that the browser asks for, else Chinese."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    wishes = []
    for place, wish in enumerate(request.headers.get("Accept-Language", "")[:500].split(",")):
        name, _, weight = wish.strip().partition(";q=")
        try:
            if name[:2].isalpha():
                wishes.append((-float(weight or 1), place, name[:2].lower()))
        except ValueError:
            continue
    if not wishes:
        return "zh"
    return next((name for _, _, name in sorted(wishes) if name in LANGUAGES), "en")


def _unfilled(book: Book, language: str, key: str) -> str:
    return book[language](f"page.{key}", count="{count}", seconds="{seconds}", text="{text}")
