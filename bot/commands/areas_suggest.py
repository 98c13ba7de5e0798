"""What `minyi areas suggest` proposes, and what each proposal would change."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bot.commands.labelled import Letter
from bot.settings import Settings
from content.loader import ROOT
from content.weights import format_weights, load_weights
from domain.area import Area
from domain.lexicon import Lexicon
from domain.suggesting import CorrectedText, Suggestion, suggest_words
from domain.tagging import Tagger

WEIGHTS = ROOT / "weights.toml"
AREAS = list(Area)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggested word, with how many texts of the frozen sets it alone would put right or wrong."""

    suggestion: Suggestion
    mended: int
    broken: int


async def read_decisions(settings: Settings, last: int) -> list[Letter]:
    """The last complaints whose routing staff decided on, named by their number.

    Raises ClickException when there is no database to read.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from storage import corrections
    from storage.database import Database

    database = Database(settings.database)
    try:
        async with database.reading() as db:
            rows = await corrections.decided_texts(db, last)
    except SQLAlchemyError as error:
        raise click.ClickException("the database cannot be read: see `minyi check`") from error
    finally:
        await database.close()
    return [Letter(str(number), "", text, Area(area)) for number, area, text in rows]


def propose(
    tagger: Tagger, corrections: Iterable[Letter], frozen: Sequence[Letter], most: int
) -> list[Proposal]:
    """The words the corrections speak for, each tried alone on the frozen texts that hold it."""
    texts = [
        CorrectedText(str(letter.id), letter.area, tagger.words_in(letter.text, letter.title))
        for letter in corrections
        if letter.area
    ]
    settled = {
        (word, topic.area) for topic in tagger.lexicon.topics if topic.area for word in topic.words
    }
    held = [(letter, tagger.words_in(letter.text, letter.title)) for letter in frozen]
    before = {id(letter): _is_right(tagger, letter) for letter in frozen}
    proposals = []
    for suggestion in suggest_words(texts, settled, most):
        trial = tagger.with_lexicon(add_word(tagger.lexicon, suggestion))
        changes = [
            _is_right(trial, letter) - before[id(letter)]
            for letter, words in held
            if suggestion.word in words
        ]
        proposals.append(Proposal(suggestion, changes.count(1), changes.count(-1)))
    return proposals


def add_word(lexicon: Lexicon, suggestion: Suggestion) -> Lexicon:
    """The lexicon with the suggested weight added to the word's line."""
    words = dict(lexicon.weights.word)
    vector = list(words.get(suggestion.word, (0.0,) * len(AREAS)))
    vector[AREAS.index(suggestion.area)] += suggestion.weight
    words[suggestion.word] = tuple(vector)
    return replace(lexicon, weights=replace(lexicon.weights, word=words))


def describe(proposals: Sequence[Proposal]) -> str:
    """One line a proposal."""
    if not proposals:
        return "The corrections speak for no word that is not known already."
    lines = ["word\tarea\tweight\tlog-odds\tz\ttexts in / out\ton frozen sets\texamples"]
    for proposal in proposals:
        found = proposal.suggestion
        lines.append(
            f"{found.word}\t{found.area.value}\t+{found.weight:.2f}\t{found.log_odds:.2f}"
            f"\t{found.z:.1f}\t{found.inside} / {found.outside}"
            f"\t+{proposal.mended} -{proposal.broken}\t{', '.join(found.examples)}"
        )
    return "\n".join(lines)


def write_difference(output: Path, proposals: Sequence[Proposal]) -> None:
    """A unified difference of content/weights.toml, from the folder of the installation."""
    weights, calibration = load_weights(WEIGHTS)
    lexicon = Lexicon((), weights=weights)
    for proposal in proposals:
        lexicon = add_word(lexicon, proposal.suggestion)
    name = f"content/{WEIGHTS.name}"
    difference = difflib.unified_diff(
        format_weights(weights, calibration).splitlines(keepends=True),
        format_weights(lexicon.weights, calibration).splitlines(keepends=True),
        name,
        name,
    )
    output.write_text("".join(difference), encoding="utf-8")


def _is_right(tagger: Tagger, letter: Letter) -> bool:
    return tagger.route(letter.text, letter.title).area is letter.area
