"""`minyi route`: where each text of a file would go, and why."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from bot.commands.labelled import Letter, read_letters
from bot.settings import Settings

if TYPE_CHECKING:
    from domain.routing import Routing


@click.command()
@click.argument("letters", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write to; standard output without it.",
)
@click.option("--why", is_flag=True, help="List the words that decided, with their places.")
@click.pass_obj
def route(settings: Settings, letters: Path, output: Path | None, why: bool) -> None:
    """Route every line {"id", "title", "text"} of LETTERS, as JSON lines.

    With --why each line also lists its words: their places are characters of the text (of the
    title where "in_title" is true), their weights add up to the "lead" over the runner-up, and the
    score is 1 / (1 + exp(-(slope * lead + offset))) by the "line" of brief messages or of letters.
    """
    from content.area import load_lexicon
    from domain.tagging import Tagger

    tagger = Tagger(load_lexicon(), settings.home / "cache")
    with _written(output) if output else _standard_output() as out:
        for letter in read_letters(letters):
            routing = tagger.route(letter.text, letter.title)
            line = json.dumps(_describe(letter, routing, why=why), ensure_ascii=False)
            out.write(line + "\n")


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    """A file that takes its place when it is whole: it may be the one that is read."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            yield out
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _standard_output() -> Any:
    return open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False)


def _describe(letter: Letter, routing: "Routing", *, why: bool) -> dict[str, object]:
    described: dict[str, object] = {
        "id": letter.id,
        "area": routing.area,
        "sure": routing.sure,
        "score": routing.score,
        "runner_up": routing.runner_up,
        "also": routing.also,
        "tags": routing.tags,
    }
    if why:
        described["lead"] = round(routing.lead, 4)
        described["line"] = asdict(routing.line)
        described["because"] = [
            {
                "word": reason.word,
                "read_as": reason.read_as,
                "start": reason.start,
                "end": reason.end,
                "in_title": reason.in_title,
                "topic": reason.topic,
                "area": reason.area,
                "weight": round(reason.weight, 4),
            }
            for reason in routing.because
        ]
    else:
        described["because"] = list(dict.fromkeys(reason.word for reason in routing.because))
    return described
