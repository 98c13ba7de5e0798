"""Stylesheets, scripts and pictures of the pages, under a name that changes with their content."""

import mimetypes
from hashlib import sha256
from pathlib import Path

from aiohttp import web

ROOT = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"


class Static:
    """The files of a folder, read once. One hash covers all, since they name each other."""

    def __init__(self, root: Path = ROOT) -> None:
        self._files = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
        digest = sha256()
        for name, content in self._files.items():
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        self.version = digest.hexdigest()[:12]

    def url(self, name: str) -> str:
        """Where the page finds a file. Raises KeyError for one that is not there."""
        self._files[name]
        return f"/static/{self.version}/{name}"

    async def send(self, request: web.Request) -> web.Response:
        """GET /static/{version}/{name}; an old version gets today's file, uncached."""
        name = request.match_info["name"]
        content = self._files.get(name)
        if content is None:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        is_text = kind.startswith("text/") or kind.endswith(("svg+xml", "json"))
        response = web.Response(
            body=content, content_type=kind, charset="utf-8" if is_text else None
        )
        current = request.match_info["version"] == self.version
        response.headers["Cache-Control"] = FOREVER if current else "no-cache"
        response.enable_compression()
        return response
