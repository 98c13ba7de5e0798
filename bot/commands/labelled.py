"""Reads letters, labelled or not, from a file of JSON lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from domain.area import Area


@dataclass(frozen=True, slots=True)
class Letter:
    """One line of the file. id: as it stands there; the line's number without one. `area` is None
    where no label is asked for; `tags` the topics that are meant, None in a file that has none."""

    id: object
    title: str
    text: str
    area: Area | None
    tags: tuple[str, ...] | None = None


def read_letters(path: Path, *, labelled: bool = False) -> Iterator[Letter]:
    """Raises ClickException with file, line and reason."""
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                area = Area(row["area"]) if labelled else None
                title, text = row.get("title") or "", row["text"]
                if not isinstance(title, str) or not isinstance(text, str):
                    raise TypeError("title and text must be strings")
                tags = tuple(row["tags"]) if labelled and "tags" in row else None
                yield Letter(row.get("id", number), _whole(title), _whole(text), area, tags)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                reason = f"no {error}" if isinstance(error, KeyError) else str(error)
                raise click.ClickException(f"{path}: line {number}: {reason}") from error


def _whole(text: str) -> str:
    """Half a character, as JSON can hold but no file, becomes a mark in its place."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
