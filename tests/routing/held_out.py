"""How real letters are routed by weights that were learned without them, ready for docs/routing.md.

    python -m tests.routing.held_out LETTERS.jsonl

The line and the threshold of each fold are chosen in an inner fold, from letters that the weights
there were not learned from either; so no figure is a choice made on the letters it is measured on.
"""

import argparse
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.commands.areas_report import report
from domain.measuring import Outcome
from domain.routing import Line
from tests.routing.learn import (
    AREAS,
    RIGHT_WHEN_SURE,
    Learner,
    find_sure,
    fit_line,
    lead_of,
    read_letters,
)


def measure(learner: Learner, folds: int = 5, inner: int = 3, seed: int = 0) -> list[Outcome]:
    """What would have become of every letter."""
    count = len(learner.letters)
    labels = learner.labels[:count]
    lessons = np.arange(count, len(learner.texts))
    outcomes: dict[int, Outcome] = {}
    splitter = StratifiedKFold(folds, shuffle=True, random_state=seed)
    for learn, test in splitter.split(np.zeros(count), labels):
        kept = np.zeros((len(learn), len(AREAS)))
        inside = StratifiedKFold(inner, shuffle=True, random_state=seed)
        for some, others in inside.split(np.zeros(len(learn)), labels[learn]):
            fitted = learner.fit(np.r_[learn[some], lessons])
            kept[others] = learner.matrix[learn[others]] @ fitted
        slope, offset = fit_line(kept, labels[learn])
        sure_from = find_sure(kept, labels[learn], (slope, offset), RIGHT_WHEN_SURE)
        line = Line(False, slope, offset, sure_from)
        scores = learner.matrix[test] @ learner.fit(np.r_[learn, lessons])
        for place, found, lead in zip(test, scores.argmax(1), lead_of(scores), strict=True):
            score = line.score(float(lead))
            outcomes[int(place)] = Outcome(
                AREAS[labels[place]], AREAS[found], score, score >= sure_from
            )
    return [outcomes[place] for place in range(count)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("letters", type=Path)
    chosen = parser.parse_args()
    print(report(measure(Learner(read_letters(chosen.letters)))))


if __name__ == "__main__":
    main()
