"""Checks every notice that goes out by itself or by a template: three parts, a plain end, no facts."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

from content.duty import Duty, load_duties
from content.failure import Failure, load_failures, load_standards
from content.lint import load_lint_words
from content.loader import ROOT, ContentError
from content.reply import load_replies
from content.stage import load_stages
from content.text import LANGUAGES, Texts, load_texts
from content.unit import load_units
from domain.notice_lint import Finding, LintWords, find_facts, lint_parts

TOLD = re.compile(r"^(case\.push|notice\.told_\w+)$")
"""Texts that are whole notices, with their parts marked."""
TOLD_AS = "notice.told_"
"""How the keys of notices begin that are none of a stage."""
ANSWER = "answer"
"""The notice that a desk writes itself."""
MARKS = {
    "zh": ("是什么", "为什么", "怎么办", "怎么核实"),
    "en": ("What it is", "Why", "What to do", "To check"),
}
"""How the three parts begin, and what comes after the last."""

Place = tuple[Path, str]
"""A file and the key of a notice in it."""


def check_notices(root: Path = ROOT, own_units: Path | None = None) -> None:
    """own_units: as for `load_units`.

    Raises ContentError with the place of the first fault, and what it is."""
    for (path, key), finding in find_faults(root, own_units):
        reason = f"{finding.fault}: {finding.words!r} in {finding.around!r}"
        raise ContentError(path, key, reason if finding.words else f"{finding.fault}")
    told = {stage.value for words in load_stages(root).stages.values() for stage in words}
    told |= {key.removeprefix(TOLD_AS) for key in load_texts(root)["zh"].all_keys()}
    entries: list[Duty | Failure] = [*load_duties(root).values()]
    entries += (*load_failures(root)[0].values(), *load_standards(root).values())
    for entry in entries:
        for notice in {notice for notices in entry.proof.values() for notice in notices}:
            if notice != ANSWER and notice not in told:
                raise ContentError(root, entry.id, f"there is no notice called {notice!r}")


def find_faults(
    root: Path = ROOT, own_units: Path | None = None
) -> Iterator[tuple[Place, Finding]]:
    """Every fault in the words of stages, templates of staff, and notices in texts/."""
    words = load_lint_words((unit.phone for unit in load_units(root, own_units)), root)
    for kind, stages in load_stages(root).stages.items():
        for stage, told in stages.items():
            for language in LANGUAGES:
                place = root / "stages.toml", f"{kind}.{stage}.{language}"
                parts = (part.in_language(language) for part in (told.what, told.why, told.next))
                found = lint_parts(words, *parts)
                found += find_facts(words, told.push.in_language(language))
                yield from ((place, one) for one in found)
    for reply in load_replies(root):
        for language in LANGUAGES:
            place = root / "replies", f"{reply.id}.{language}"
            parts = (part.in_language(language) for part in (reply.what, reply.why, reply.how))
            yield from ((place, one) for one in lint_parts(words, *parts))
    for texts in load_texts(root).values():
        yield from _in_texts(root, words, texts)


def _in_texts(root: Path, words: LintWords, texts: Texts) -> Iterator[tuple[Place, Finding]]:
    for key in texts.all_keys():
        if TOLD.match(key):
            name, _, own = key.partition(".")
            place = root / "texts" / f"{name}.toml", f"{own}.{texts.language}"
            parts = split_parts(_bare(texts.template(key)), texts.language)
            yield from ((place, one) for one in lint_parts(words, *parts))


def split_parts(text: str, language: str) -> tuple[str, str, str]:
    """What stands behind each of the three marks; empty where there is no such mark."""
    marks = [re.search(rf"^{mark}[:\uff1a]?", text, re.MULTILINE) for mark in MARKS[language]]
    places = [mark.start() if mark else -1 for mark in marks]
    ends = [*sorted(place for place in places if place >= 0), len(text)]

    def part(number: int) -> str:
        mark = marks[number]
        return text[mark.end() : ends[ends.index(mark.start()) + 1]].strip() if mark else ""

    return part(0), part(1), part(2)


def _bare(template: str) -> str:
    """A template with a mark in place of what is filled in."""
    return "".join(
        said + ("…" if place is not None else "")
        for said, place, _, _ in string.Formatter().parse(template)
    )
