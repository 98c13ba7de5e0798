"""Loads content/areas/ into the lexicon of routing."""

from pathlib import Path

from pydantic import Field

from content.loader import ROOT, Bilingual, Shape, files, load
from domain.area import Area
from domain.lexicon import Lexicon, Topic


class _Topic(Shape):
    id: str
    title: Bilingual
    weight: float = 1.0
    words: str
    patterns: list[str] = []
    # near-misses: longer words that hold one of ours and mean something else
    near_misses: str = Field("", alias="not")
    examples: list[str] = []


class _AreaFile(Shape):
    area: Area
    title: Bilingual
    topic: list[_Topic]


def load_lexicon(root: Path = ROOT) -> Lexicon:
    """Raises ContentError with file, key and reason."""
    topics = []
    for path in files("areas", root):
        if path.stem == "context":
            continue
        shape = load(path, _AreaFile)
        for topic in shape.topic:
            words = dict.fromkeys(topic.words.split(), topic.weight)
            topics.append(Topic(topic.id, topic.title.zh, topic.title.en, shape.area, words))
    return Lexicon(tuple(topics), {t.id: (t.zh, t.en) for t in topics})
