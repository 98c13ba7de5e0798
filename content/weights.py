"""Reads and writes content/weights.toml: what learning found, one line a word, editable by hand."""

import re
from math import isfinite
from pathlib import Path

from pydantic import Field

from content.loader import ContentError, Shape, load
from domain.area import Area
from domain.lexicon import Calibration, Vector, Weights

LARGEST = 100.0
"""No weight is as large by learning; a slip of the decimal point is."""


class _Calibration(Shape):
    slope: float = Field(gt=0, le=LARGEST)
    offset: float = Field(ge=-LARGEST, le=LARGEST)
    brief_slope: float = Field(1.0, gt=0, le=LARGEST)
    brief_offset: float = Field(0.0, ge=-LARGEST, le=LARGEST)
    sure_from: float = Field(ge=0, le=1)
    brief_sure_from: float = Field(0.8, ge=0, le=1)
    also_within: float = Field(ge=0)
    english_slope: float = Field(1.0, gt=0, le=LARGEST)
    english_offset: float = Field(0.0, ge=-LARGEST, le=LARGEST)
    english_sure_from: float = Field(0.8, ge=0, le=1)


_WEIGHT = re.compile(r"\s-?\d+\.\d+$")


class _Weights(Shape):
    calibration: _Calibration
    topic: str
    opening: str
    pair: str
    word: str
    brief: str = ""
    piece: str = ""
    taught: str = ""


def load_weights(path: Path) -> tuple[Weights, Calibration]:
    """Each line: a name, then one weight for each area in the order of `Area`.

    Without the file the topics count by their hand-set weights. `taught` has a line a topic: its id
    and the words it had when its weights were learned. Raises ContentError.
    """
    if not path.exists():
        return Weights(), Calibration()
    shape = load(path, _Weights)
    pairs: dict[tuple[str, str], Vector] = {}
    for name, vector in _read_lines(path, "pair", shape.pair).items():
        first, plus, second = name.partition("+")
        if not plus:
            raise ContentError(path, f"pair.{name}", "two topics joined by + are needed")
        pairs[first, second] = vector
    weights = Weights(
        _read_lines(path, "topic", shape.topic),
        _read_lines(path, "opening", shape.opening),
        pairs,
        _read_lines(path, "word", shape.word),
        _read_lines(path, "brief", shape.brief),
        _read_lines(path, "piece", shape.piece),
        _read_taught(shape.taught),
    )
    return weights, Calibration(**shape.calibration.model_dump())


def _read_lines(path: Path, key: str, lines: str) -> dict[str, Vector]:
    vectors: dict[str, Vector] = {}
    for line in lines.splitlines():
        if not line.strip():
            continue
        name, *numbers = line.rsplit(maxsplit=len(Area))
        if name in vectors:
            raise ContentError(path, f"{key}.{name}", "the name stands twice")
        if _WEIGHT.search(name):
            raise ContentError(path, f"{key}.{name}", f"{len(Area)} weights are needed, not more")
        try:
            vectors[name] = tuple(map(float, numbers))
        except ValueError:
            raise ContentError(path, f"{key}.{name}", "only numbers may follow the name") from None
        if not all(isfinite(weight) and abs(weight) <= LARGEST for weight in vectors[name]):
            reason = f"each weight must be a number up to {LARGEST:g}"
            raise ContentError(path, f"{key}.{name}", reason)
        if len(vectors[name]) != len(Area):
            raise ContentError(path, f"{key}.{name}", f"{len(Area)} weights are needed")
    return vectors


def _read_taught(lines: str) -> dict[str, frozenset[str]]:
    rows = (line.split() for line in lines.splitlines() if line.strip())
    return {topic: frozenset(words) for topic, *words in rows}


def change_lines(text: str, kind: str, vectors: dict[str, Vector]) -> str:
    """The text of a file with these lines of one kind put in, or in place of those that stand there;
    nothing else is touched, whoever wrote it."""
    lines = text.split("\n")
    first = lines.index(f"{kind} = '''") + 1
    last = lines.index("'''", first)
    block = lines[first:last]
    for name, vector in vectors.items():
        line = name + " " + " ".join(f"{weight:.2f}" for weight in vector)
        names = [held.rsplit(maxsplit=len(Area))[0] for held in block]
        if name in names:
            block[names.index(name)] = line
        else:
            block.insert(next((n for n, held in enumerate(names) if held > name), len(block)), line)
    return "\n".join((*lines[:first], *block, *lines[last:]))


def format_weights(weights: Weights, calibration: Calibration) -> str:
    """The text of a file that `load_weights` reads back."""
    kinds = {
        "topic": weights.topic,
        "opening": weights.opening,
        "pair": {"+".join(pair): vector for pair, vector in weights.pair.items()},
        "word": weights.word,
        "brief": weights.brief,
        "piece": weights.piece,
    }
    parts = [
        "# Learned weights: after each name one weight for",
        "# " + ", ".join(Area) + ".",
        "# Made by `python -m tests.routing.learn`; a line may be changed or taken out by hand.",
        "",
        "[calibration]",
        f"slope = {calibration.slope:.4f}",
        f"offset = {calibration.offset:.4f}",
        f"brief_slope = {calibration.brief_slope:.4f}",
        f"brief_offset = {calibration.brief_offset:.4f}",
        f"sure_from = {calibration.sure_from:.4f}",
        f"brief_sure_from = {calibration.brief_sure_from:.4f}",
        f"also_within = {calibration.also_within:.4f}",
        f"english_slope = {calibration.english_slope:.4f}",
        f"english_offset = {calibration.english_offset:.4f}",
        f"english_sure_from = {calibration.english_sure_from:.4f}",
    ]
    head = "\n".join(parts[:4])
    body = "\n".join(
        f"{kind} = '''\n"
        + "\n".join(
            name + " " + " ".join(f"{weight:.2f}" for weight in vector)
            for name, vector in sorted(vectors.items())
        )
        + "\n'''"
        for kind, vectors in kinds.items()
    )
    taught = "\n".join(
        " ".join((topic, *sorted(words))) for topic, words in sorted(weights.taught.items())
    )
    table = "\n".join(parts[4:])
    return f"{head}\n{body}\ntaught = '''\n{taught}\n'''\n\n{table}\n"
