"""`minyi areas`: how good routing is, and which words corrections speak for."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.labelled import Letter, read_letters
from bot.settings import Settings

if TYPE_CHECKING:
    from domain.measuring import Outcome
    from domain.tagging import Tagger

OWN_SET = Path(__file__).parents[2] / "tests" / "routing"
OWN_FILES = (
    "chat.jsonl",
    "chat_plain_spoken.jsonl",
    "chat_unseen.jsonl",
    "chat_fresh.jsonl",
    "chat_english.jsonl",
    "chat_townspeople.jsonl",
    "chat_neighbours.jsonl",
    "chat_many_trades.jsonl",
    "chat_residents.jsonl",
    "chat_foreigners.jsonl",
    "chat_as_typed.jsonl",
    "letters.jsonl",
    "letters_neighbours.jsonl",
    "letters_villagers.jsonl",
)
File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def areas() -> None:
    """The seven areas: measure the routing, look for better words."""


@areas.command()
@click.argument("letters", type=File, required=False)
@click.pass_obj
def check(settings: Settings, letters: Path | None) -> None:
    """Measure routing on LETTERS, lines {"id", "title", "text", "area"}; on our own set without.
    Where the lines have "tags", topics that are meant, these are measured too.
    """
    from bot.commands.areas_report import report, report_tags
    from content.learned import fingerprint, load_learned

    learned = load_learned()
    tagger = _make_tagger(settings)
    for path in [letters] if letters else _own_set():
        click.echo(f"{path.name}\n")
        letters_read = list(read_letters(path, labelled=True))
        known = sum(fingerprint(letter.text) in learned for letter in letters_read)
        if known:
            click.echo(
                f"{known} of these {len(letters_read)} texts are among those that the weights were"
                " learned from: what they show is memory, not how new texts fare.\n"
            )
        click.echo(report(judge(tagger, letters_read)))
        if any(letter.tags is not None for letter in letters_read):
            click.echo(report_tags(*judge_tags(tagger, letters_read)))


@areas.command()
@click.argument("corrections", type=File, required=False)
@click.option("--last", default=2000, show_default=True, help="How many decisions to learn from.")
@click.option("--most", default=20, show_default=True, help="How many words to propose.")
@click.option("--frozen", type=File, multiple=True, help="Labelled files no proposal may harm.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the proposals as a difference to content/weights.toml, for `patch -p0`.",
)
@click.pass_obj
def suggest(
    settings: Settings,
    corrections: Path | None,
    last: int,
    most: int,
    frozen: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Propose words from what staff decided on the routing of complaints: moved, or left in place.

    The decisions are read from the database; or from CORRECTIONS, lines {"id", "title", "text",
    "area"}. Each proposal comes with its evidence and with what it alone would change on the frozen
    sets. Nothing is changed: who agrees applies the difference.
    """
    from bot.commands.areas_suggest import describe, propose, read_decisions, write_difference

    tagger = _make_tagger(settings)
    sets = [letter for path in frozen or _own_set() for letter in read_letters(path, labelled=True)]
    decided = (
        list(read_letters(corrections, labelled=True))
        if corrections
        else asyncio.run(read_decisions(settings, last))
    )
    click.echo(f"{len(decided)} decisions, {len(sets)} texts in the frozen sets.")
    proposals = propose(tagger, decided, sets, most)
    click.echo(describe(proposals))
    if output:
        write_difference(output, proposals)
        click.echo(f"The difference is in {output}.")


def judge(tagger: "Tagger", letters: list[Letter]) -> list["Outcome"]:
    """What routing makes of each labelled letter."""
    from domain.measuring import Outcome

    outcomes = []
    for letter in letters:
        routing = tagger.route(letter.text, letter.title)
        assert letter.area is not None  # noqa: S101 (read as labelled)
        outcomes.append(Outcome(letter.area, routing.area, routing.score, routing.sure))
    return outcomes


def judge_tags(tagger: "Tagger", letters: list[Letter]) -> tuple[int, int, int]:
    """Of the letters that have tags: how many are meant, how many given, how many both."""
    from domain.measuring import measure_tags

    return measure_tags(
        (letter.tags, tagger.route(letter.text, letter.title).tags)
        for letter in letters
        if letter.tags is not None
    )


def _own_set() -> list[Path]:
    paths = [OWN_SET / name for name in OWN_FILES]
    if not all(path.exists() for path in paths):
        raise click.ClickException("name a file: our own set is only in the source tree")
    return paths


def _make_tagger(settings: Settings) -> "Tagger":
    from content.area import load_lexicon
    from domain.tagging import Tagger

    return Tagger(load_lexicon(), settings.home / "cache")
