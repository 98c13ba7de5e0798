"""Reads content/stages.toml: what each stage means to people, per kind of case."""

from dataclasses import dataclass
from pathlib import Path

from content.loader import ROOT, Bilingual, ContentError, Shape, load
from domain.case_life import Kind, Stage, stages_of


class StageWords(Shape):
    """title: its name. push: the first line of a notice. what, why, next: 是什么, 为什么, 怎么办."""

    title: Bilingual
    push: Bilingual
    what: Bilingual
    why: Bilingual
    next: Bilingual


class _StageFile(Shape):
    kinds: dict[Kind, Bilingual]
    criminal: dict[Stage, StageWords]
    administrative: dict[Stage, StageWords]
    petition: dict[Stage, StageWords]


@dataclass(frozen=True, slots=True)
class StageBook:
    kinds: dict[Kind, Bilingual]
    stages: dict[Kind, dict[Stage, StageWords]]

    def of(self, kind: str, stage: str) -> StageWords:
        return self.stages[Kind(kind)][Stage(stage)]

    def kind(self, kind: str, language: str) -> str:
        return self.kinds[Kind(kind)].in_language(language)


def load_stages(root: Path = ROOT) -> StageBook:
    """Raises ContentError with file, key and reason, also for a stage that has no words."""
    path = root / "stages.toml"
    shape = load(path, _StageFile)
    stages: dict[Kind, dict[Stage, StageWords]] = {
        Kind.CRIMINAL: shape.criminal,
        Kind.ADMINISTRATIVE: shape.administrative,
        Kind.PETITION: shape.petition,
    }
    for kind, words in stages.items():
        if set(words) != stages_of(kind):
            odd = ", ".join(sorted(set(words) ^ stages_of(kind)))
            raise ContentError(path, kind.value, f"missing or not one of its stages: {odd}")
    if set(shape.kinds) != set(Kind):
        raise ContentError(path, "kinds", "each kind needs its name")
    return StageBook(shape.kinds, stages)
