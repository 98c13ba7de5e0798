"""Which letters the weights were learned from, as hashes: figures on those are no forecast."""

from hashlib import blake2b
from pathlib import Path

from pydantic import Field

from content.loader import ROOT, Shape, load
from domain.plain_text import make_plain

BYTES = 8


class _File(Shape):
    letters: tuple[str, ...] = Field(default=())


def load_learned(root: Path = ROOT) -> frozenset[str]:
    """The fingerprints; none without the file. Raises ContentError."""
    path = root / "learned.toml"
    return frozenset(load(path, _File).letters) if path.exists() else frozenset()


def fingerprint(text: str) -> str:
    """The same for a text however its characters are written; nothing of it can be read from it."""
    return blake2b(make_plain(text).text.strip().encode(), digest_size=BYTES).hexdigest()


def format_learned(fingerprints: frozenset[str]) -> str:
    """The text of a file that `load_learned` reads back."""
    lines = "".join(f'    "{one}",\n' for one in sorted(fingerprints))
    return (
        "# Hashes of the letters that weights.toml was learned from, so that `minyi areas check` can say\n"
        "# when it measures on the same ones. Written by `python -m tests.routing.learn --write`.\n"
        f"letters = [\n{lines}]\n"
    )
