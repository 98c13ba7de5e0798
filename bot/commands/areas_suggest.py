"""What `minyi areas suggest` proposes, and what each proposal would change."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bot.commands.labelled import Letter
from bot.settings import Settings
from content.loader import ROOT
from content.unlearned import load_unlearned
from content.weights import change_lines, load_weights
from domain.area import Area
from domain.lexicon import Lexicon, Vector, Weights
from domain.plain_text import make_plain
from domain.suggesting import CorrectedText, Suggestion, suggest_words
from domain.tagging import Tagger
from domain.untaught import NOTHING, add, lean, measure_usual

WEIGHTS = ROOT / "weights.toml"
STRENGTHS = (0.5, 1.0, 1.5, 2.0, 3.0)
"""How many times a telling word of its area a proposed one may weigh; the least that does most."""
TRIED = 5
"""So many times as many words are tried as may be proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggested word with its weights, and how many corrected texts, and how many texts of the
    frozen sets, it alone would put right or wrong; `now_sure`: corrected texts that would go
    straight to the right desk and did not."""

    suggestion: Suggestion
    word: Vector
    brief: Vector
    mended: int
    broken: int
    now_sure: int
    frozen_mended: int
    frozen_broken: int


@dataclass(frozen=True, slots=True)
class Proposals:
    """Those chosen, and how many texts of each kind are right before and with all of them."""

    chosen: list[Proposal]
    decided: tuple[int, int, int]
    frozen: tuple[int, int, int]


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
) -> Proposals:
    """The words that the corrections speak for and that put some of them right, each tried alone
    on the texts that hold it; of two that mend the same texts, the surer."""
    decided = [letter for letter in corrections if letter.area]
    texts = [
        CorrectedText(str(one.id), one.area, _words(tagger, one)) for one in decided if one.area
    ]
    known = frozenset(tagger.lexicon.vocabulary())
    suggestions = suggest_words(texts, load_unlearned(), known)[: TRIED * most]
    with TemporaryDirectory() as folder:
        trial = _Trial(tagger, decided, frozen, suggestions, Path(folder))
        chosen: list[Proposal] = []
        mended: set[int] = set()
        for suggestion in suggestions:
            found = trial.search(suggestion)
            if found and not found[1] <= mended and len(chosen) < most:
                chosen.append(found[0])
                mended |= found[1]
        return Proposals(chosen, *trial.judge_all(chosen))


class _Trial:
    """Routing with a word more: the word is cut in one piece, all else weighs as it did."""

    def __init__(
        self,
        tagger: Tagger,
        decided: Sequence[Letter],
        frozen: Sequence[Letter],
        suggestions: Sequence[Suggestion],
        folder: Path,
    ) -> None:
        self._tagger, self._decided, self._frozen = tagger, decided, frozen
        self._folder = folder
        self._cutting = self._with_words({one.word: (NOTHING, NOTHING) for one in suggestions})
        self._before = {id(one): _judge(tagger, one) for one in (*decided, *frozen)}
        self._plain = {id(one): _plain(one) for one in (*decided, *frozen)}
        self._usual = {area: measure_usual(tagger.lexicon, area) for area in Area}

    def _with_words(self, words: dict[str, tuple[Vector, Vector]]) -> Tagger:
        return Tagger(add_words(self._tagger.lexicon, words), self._folder)

    def search(self, suggestion: Suggestion) -> tuple[Proposal, set[int]] | None:
        """The word at the least strength that does most good, with the numbers of the decided texts
        it mends or makes sure; None when it does none."""
        area, usual = suggestion.area, self._usual[suggestion.area]
        decided = self._holding(self._decided, suggestion.word)
        frozen = self._holding(self._frozen, suggestion.word)
        best: tuple[int, int, Proposal, set[int]] | None = None
        for strength in STRENGTHS:
            word = _rounded(lean(area, strength * usual.word))
            brief = _rounded(lean(area, strength * usual.brief))
            lexicon = add_words(self._cutting.lexicon, {suggestion.word: (word, brief)})
            trial = self._cutting.with_lexicon(lexicon)
            moved = {n: self._change(trial, one) for n, one in decided}
            others = [self._change(trial, one)[0] for _, one in frozen]
            rights = [right for right, _ in moved.values()]
            sure = sum(change for _, change in moved.values())
            gain = sum(rights) + sum(others), sure
            if best is None or gain > best[:2]:
                proposal = Proposal(
                    suggestion, word, brief, rights.count(1), rights.count(-1), sure,
                    others.count(1), others.count(-1),
                )  # fmt: skip
                helped = {n for n, (right, now) in moved.items() if right > 0 or now > 0}
                best = *gain, proposal, helped
        if best is None or best[:2] <= (0, 0):
            return None
        return best[2], best[3]

    def judge_all(
        self, chosen: Sequence[Proposal]
    ) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """Texts, right before, right with all proposals: of the decided and of the frozen ones."""
        words = _by_word(chosen)
        together = self._with_words(words) if words else self._tagger
        counts = []
        for letters in (self._decided, self._frozen):
            before = sum(self._before[id(one)][0] for one in letters)
            after = sum(_judge(together, one)[0] for one in letters)
            counts.append((len(letters), before, after))
        return counts[0], counts[1]

    def _holding(self, letters: Sequence[Letter], word: str) -> list[tuple[int, Letter]]:
        return [(n, one) for n, one in enumerate(letters) if word in self._plain[id(one)]]

    def _change(self, trial: Tagger, letter: Letter) -> tuple[int, int]:
        right, sure = _judge(trial, letter)
        before, was_sure = self._before[id(letter)]
        return right - before, sure - was_sure


def add_words(lexicon: Lexicon, words: dict[str, tuple[Vector, Vector]]) -> Lexicon:
    """The lexicon with these weights added to the lines of each word: anywhere, and in a brief
    message."""
    return replace(lexicon, weights=_add_to(lexicon.weights, words))


def _add_to(weights: Weights, words: dict[str, tuple[Vector, Vector]]) -> Weights:
    word, brief = dict(weights.word), dict(weights.brief)
    for name, (anywhere, in_brief) in words.items():
        word[name] = add(word.get(name, NOTHING), anywhere)
        brief[name] = add(brief.get(name, NOTHING), in_brief)
    return replace(weights, word=word, brief=brief)


def _by_word(chosen: Sequence[Proposal]) -> dict[str, tuple[Vector, Vector]]:
    """Two areas may want the same word."""
    words: dict[str, tuple[Vector, Vector]] = {}
    for one in chosen:
        word, brief = words.get(one.suggestion.word, (NOTHING, NOTHING))
        words[one.suggestion.word] = add(word, one.word), add(brief, one.brief)
    return words


def describe(proposals: Proposals) -> str:
    """One line a proposal, and what all of them do together."""
    if not proposals.chosen:
        return "The corrections speak for no word that would put one of them right."
    lines = [
        "word\tarea\tweight\tin a brief message\tlog-odds\tz\ttexts in / out"
        "\tdecisions right, now sure\ton frozen sets\texamples"
    ]
    for one in proposals.chosen:
        found = one.suggestion
        lines.append(
            f"{found.word}\t{found.area.value}\t+{max(one.word):.2f}"
            f"\t+{max(one.word) + max(one.brief):.2f}\t{found.log_odds:.2f}"
            f"\t{found.z:.1f}\t{found.inside} / {found.outside}"
            f"\t+{one.mended} -{one.broken}, {one.now_sure:+d}"
            f"\t+{one.frozen_mended} -{one.frozen_broken}\t{', '.join(found.examples)}"
        )
    for name, counts in (("Decisions", proposals.decided), ("Frozen sets", proposals.frozen)):
        total, before, after = counts
        lines.append(f"{name}: {before} of {total} right now, {after} with all of these.")
    return "\n".join(lines)


def write_difference(output: Path, proposals: Proposals) -> None:
    """A unified difference of content/weights.toml, from the folder of the installation."""
    before = WEIGHTS.read_text(encoding="utf-8")
    words = _by_word(proposals.chosen)
    after = _add_to(load_weights(WEIGHTS)[0], words)
    text = change_lines(before, "word", {name: after.word[name] for name in words})
    text = change_lines(text, "brief", {name: after.brief[name] for name in words})
    name = f"content/{WEIGHTS.name}"
    difference = difflib.unified_diff(
        before.splitlines(keepends=True), text.splitlines(keepends=True), name, name
    )
    output.write_text("".join(difference), encoding="utf-8")


def _judge(tagger: Tagger, letter: Letter) -> tuple[bool, bool]:
    """Whether a text goes to the right area; and whether straight to its desk."""
    routing = tagger.route(letter.text, letter.title)
    right = routing.area is letter.area
    return right, right and routing.sure


def _words(tagger: Tagger, letter: Letter) -> tuple[str, ...]:
    title = tagger.cut(make_plain(letter.title).text)
    return (*title, "\n", *tagger.cut_own(make_plain(letter.text).text))


def _plain(letter: Letter) -> str:
    return make_plain(f"{letter.title}\n{letter.text}").text


def _rounded(vector: Vector) -> Vector:
    return tuple(round(weight, 2) for weight in vector)
