"""Our routing beside a plain word list and a trained black box, all held out in the same folds.

python -m tests.routing.compare LETTERS.jsonl
"""

import argparse
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from tests.routing.learn import AREAS, Learner, read_letters, report


def count_words(learner: Learner) -> np.ndarray:
    """Scores (letter by area): how many words of the area's topics the letter holds, unweighed."""
    areas: dict[str, set[int]] = {}
    for topic in learner.lexicon.topics:
        for word in topic.words if topic.area else ():
            areas.setdefault(word, set()).add(AREAS.index(topic.area))  # type: ignore[arg-type]
    scores = np.zeros((len(learner.letters), len(AREAS)))
    for place, letter in enumerate(learner.letters):
        for word in learner.tagger.words_in(letter.text, letter.title):
            for area in areas.get(word, ()):
                scores[place, area] += 1
    return scores


def hold_out_svm(learner: Learner, folds: int, seed: int) -> np.ndarray:
    """Scores of TF-IDF over jieba's words and a linear support vector machine."""
    texts = [f"{letter.title} {letter.text}" for letter in learner.letters]
    labels = learner.labels[: len(texts)]
    matrix = TfidfVectorizer(
        tokenizer=learner.tagger.cut, token_pattern=None, sublinear_tf=True, min_df=2
    ).fit_transform(texts)
    scores = np.full((len(texts), len(AREAS)), -9.0)
    splitter = StratifiedKFold(folds, shuffle=True, random_state=seed)
    for learn, test in splitter.split(matrix, labels):
        machine = LinearSVC(C=0.5, class_weight="balanced").fit(matrix[learn], labels[learn])
        scores[np.ix_(test, machine.classes_)] = machine.decision_function(matrix[test])
    return scores


def main() -> None:
    """Print one line a method."""
    parser = argparse.ArgumentParser()
    parser.add_argument("letters", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3)
    chosen = parser.parse_args()
    learner = Learner(read_letters(chosen.letters))
    labels = learner.labels[: len(learner.letters)]
    seeds = range(chosen.seeds)
    methods = {
        "plain word list": [count_words(learner)],
        "TF-IDF + linear SVM": [hold_out_svm(learner, chosen.folds, seed) for seed in seeds],
        "ours": [learner.hold_out(chosen.folds, seed) for seed in seeds],
    }
    for name, runs in methods.items():
        rows = [report(scores, labels) for scores in runs]
        figures = "   ".join(f"{key} {np.mean([row[key] for row in rows]):.3f}" for key in rows[0])
        print(f"{name:<22}{figures}")


if __name__ == "__main__":
    main()
