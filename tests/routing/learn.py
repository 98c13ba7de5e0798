"""Learns content/weights.toml from labelled letters, the topics' examples and content/lessons.toml.

    python -m tests.routing.learn LETTERS.jsonl            k-fold figures only
    python -m tests.routing.learn LETTERS.jsonl --write    and write content/weights.toml

Multinomial logistic regression over what domain/reading.py finds in a text. Each topic starts at
its hand-set weight for its own area; the penalty is on the distance from there, so that a word
seen seldom stays where a person put it. Needs numpy and scipy (they come with scikit-learn).
"""

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize
from sklearn.model_selection import StratifiedKFold

from content.area import load_lexicon
from content.learned import fingerprint, format_learned
from content.loader import ROOT
from content.unlearned import load_unlearned
from content.weights import format_weights
from domain.area import Area
from domain.lexicon import Calibration, Lexicon, Vector, Weights
from domain.reading import is_brief, is_english
from domain.tagging import Tagger
from domain.untaught import as_taught
from tests.routing.pieces import learn_pieces, score_pieces

AREAS = list(Area)
LESSONS = ROOT / "lessons.toml"
CACHE = Path(".minyi-cache")
RIGHT_WHEN_SURE = 0.955
"""So many of the letters that go straight to a desk must be right, held out."""
BRIEF_RIGHT_WHEN_SURE = 0.965
"""The same of brief messages."""
ALSO_WITHIN = 1.5

KINDS = ("topic", "word", "opening", "pair", "brief")


@dataclass(frozen=True, slots=True)
class Text:
    """One labelled text."""

    title: str
    text: str
    area: Area


@dataclass(frozen=True, slots=True)
class Recipe:
    """How strongly each kind of feature is held back, and what a word needs to count."""

    hand_weight: float = 0.6
    opening_hand_weight: float = 0.0
    topic_penalty: float = 0.3
    opening_penalty: float = 0.5
    pair_penalty: float = 1.5
    brief_penalty: float = 0.6
    lexicon_word_penalty: float = 1.5
    other_word_penalty: float = 1.2
    fewest_texts: int = 3
    fewest_pairs: int = 5
    fewest_brief: int = 2
    fewest_english: int = 2
    lesson_share: float = 0.7
    smallest_kept: float = 0.1


def read_letters(path: Path) -> list[Text]:
    """A file of lines {"title", "text", "area"}."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Text(row.get("title") or "", row["text"], Area(row["area"])) for row in rows]


def read_lessons(lexicon: Lexicon) -> list[Text]:
    """The topics' own examples and the invented messages."""
    texts = [
        Text("", example, topic.area)
        for topic in lexicon.topics
        if topic.area
        for example in topic.examples
    ]
    for area, lines in tomllib.loads(LESSONS.read_text(encoding="utf-8")).items():
        for line in filter(str.strip, lines.splitlines()):
            title, _, text = line.rpartition(" | ")
            texts.append(Text(title, text, Area(area)))
    return texts


class Learner:
    """Letters and lessons as a matrix, ready for any number of fits."""

    def __init__(self, letters: list[Text], recipe: Recipe | None = None) -> None:
        self.recipe = recipe or Recipe()
        self.lexicon = replace(load_lexicon(), weights=Weights())
        self.tagger = Tagger(self.lexicon, CACHE)
        self.unlearned = load_unlearned()
        self.letters = letters
        self.texts = [*letters, *read_lessons(self.lexicon)]
        self.labels = np.array([AREAS.index(text.area) for text in self.texts])
        self.rows = [self.read(text) for text in self.texts]
        self.names = self._choose_names()
        self.places = {name: place for place, name in enumerate(self.names)}
        self.matrix = self.make_matrix(self.rows)
        self.share = np.ones(len(self.texts))
        self.share[len(letters) :] = self.recipe.lesson_share
        self.start, self.penalty = self._set_prior()

    def read(self, text: Text) -> dict[tuple[str, ...], float]:
        reading = self.tagger.read(text.text, text.title, everything=True)
        return dict(reading.features())

    def _choose_names(self) -> list[tuple[str, ...]]:
        seen = Counter(name for row in self.rows for name in row)
        invented = Counter(name for row in self.rows[len(self.letters) :] for name in row)
        words = {word for topic in self.lexicon.topics for word in topic.words}
        words |= {p.source for topic in self.lexicon.topics for p in topic.patterns}

        def keep(name: tuple[str, ...]) -> bool:
            if name[0] == "word" and name[1] not in words:
                if name[1].isascii():
                    # English names cannot be told by a dictionary: invented messages hold none.
                    return invented[name] >= self.recipe.fewest_english
                return seen[name] >= self.recipe.fewest_texts and not self.unlearned.is_name(
                    name[1]
                )
            if name[0] == "brief":
                return seen[name] >= self.recipe.fewest_brief and keep(("word", name[1]))
            return name[0] != "pair" or seen[name] >= self.recipe.fewest_pairs

        self.lexicon_words = words
        topics = [("topic", topic.id) for topic in self.lexicon.topics]
        return list(dict.fromkeys([*topics, *filter(keep, seen)]))

    def make_matrix(self, rows: Iterable[dict[tuple[str, ...], float]]) -> sparse.csr_matrix:
        entries = [
            (place, self.places[name], amount)
            for place, row in enumerate(rows)
            for name, amount in row.items()
            if name in self.places
        ]
        lines, columns, amounts = zip(*entries, strict=True)
        shape = (max(lines) + 1, len(self.names))
        return sparse.csr_matrix((amounts, (lines, columns)), shape=shape)

    def _set_prior(self) -> tuple[np.ndarray, np.ndarray]:
        recipe = self.recipe
        start = np.zeros((len(self.names), len(AREAS)))
        penalty = np.zeros(len(self.names))
        kinds = {
            "topic": recipe.topic_penalty,
            "opening": recipe.opening_penalty,
            "pair": recipe.pair_penalty,
            "brief": recipe.brief_penalty,
        }
        for place, name in enumerate(self.names):
            penalty[place] = kinds.get(name[0], recipe.other_word_penalty)
            if name[0] == "word" and name[1] in self.lexicon_words:
                penalty[place] = recipe.lexicon_word_penalty
        for topic in self.lexicon.topics:
            if topic.area:
                place = self.places["topic", topic.id]
                start[place, AREAS.index(topic.area)] = recipe.hand_weight * topic.weight
                if (opening := self.places.get(("opening", topic.id))) is not None:
                    start[opening, AREAS.index(topic.area)] = recipe.opening_hand_weight
        return start, penalty

    def fit(self, lines: Sequence[int] | np.ndarray) -> np.ndarray:
        """The weights (name by area) learned from these texts."""
        matrix, labels, share = self.matrix[lines], self.labels[lines], self.share[lines]
        count = np.arange(len(labels))
        gold = np.zeros((len(labels), len(AREAS)))
        gold[count, labels] = 1

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            moved = flat.reshape(self.start.shape)
            chances = softmax(matrix @ (self.start + moved))
            cost = -(share * np.log(chances[count, labels] + 1e-12)).sum()
            cost += 0.5 * (self.penalty[:, None] * moved * moved).sum()
            slope = matrix.T @ ((chances - gold) * share[:, None]) + self.penalty[:, None] * moved
            return float(cost), slope.ravel()

        result = minimize(
            loss, np.zeros(self.start.size), jac=True, method="L-BFGS-B", options={"maxiter": 200}
        )
        return np.asarray(self.start + result.x.reshape(self.start.shape))

    def is_brief(self, place: int) -> bool:
        """Whether the tagger reads this text as a brief message."""
        text = self.texts[place]
        return not text.title and is_brief(self.tagger.cut(text.text))

    def learn_pieces(self, lines: Sequence[int] | np.ndarray) -> dict[str, Vector]:
        """What the pieces of the brief lessons among these texts say."""
        brief = [
            place for place in lines if place >= len(self.letters) and self.is_brief(int(place))
        ]
        texts = [self.texts[place].text for place in brief]
        return learn_pieces(texts, self.labels[brief], len(AREAS))

    def hold_out(self, folds: int, seed: int, lessons: bool = False) -> np.ndarray:
        """Scores (text by area) of every letter, by weights learned without its fold. With
        `lessons` these are folded too (else they are always learned from)."""
        count = len(self.texts) if lessons else len(self.letters)
        scores = np.zeros((count, len(AREAS)))
        rest = np.arange(count, len(self.texts))
        splitter = StratifiedKFold(folds, shuffle=True, random_state=seed)
        for learn, test in splitter.split(np.zeros(count), self.labels[:count]):
            scores[test] = self.matrix[test] @ self.fit(np.r_[learn, rest])
            if lessons:
                brief = [place for place in test if self.is_brief(int(place))]
                texts = [self.texts[place].text for place in brief]
                scores[brief] += score_pieces(self.learn_pieces(learn), texts, len(AREAS))
        return scores

    def name_weights(self, fitted: np.ndarray, pieces: dict[str, Vector]) -> Weights:
        """Fitted numbers as the lexicon's weights; what is too small to matter is left out."""
        kinds: dict[str, dict[tuple[str, ...], Vector]] = {kind: {} for kind in KINDS}
        for name, row in zip(self.names, fitted, strict=True):
            vector = tuple(round(float(weight), 2) for weight in row - row.mean())
            if name[0] == "topic" or max(map(abs, vector)) >= self.recipe.smallest_kept:
                kinds[name[0]][name[1:]] = vector
        return Weights(
            {name[0]: vector for name, vector in kinds["topic"].items()},
            {name[0]: vector for name, vector in kinds["opening"].items()},
            {(name[0], name[1]): vector for name, vector in kinds["pair"].items()},
            {name[0]: vector for name, vector in kinds["word"].items()},
            {name[0]: vector for name, vector in kinds["brief"].items()},
            pieces,
            {
                topic.id: frozenset(
                    map(as_taught, (*topic.words, *(p.source for p in topic.patterns)))
                )
                for topic in self.lexicon.topics
            },
        )


def softmax(scores: np.ndarray) -> np.ndarray:
    """Row by row."""
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def fit_line(scores: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make held-out leads into probabilities, by maximum likelihood."""
    leads = lead_of(scores)
    right = scores.argmax(1) == labels

    def loss(values: np.ndarray) -> float:
        logits = values[0] * leads + values[1]
        return float(np.where(right, np.log1p(np.exp(-logits)), np.log1p(np.exp(logits))).sum())

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(slope), float(offset)


def find_sure(
    scores: np.ndarray, labels: np.ndarray, line: tuple[float, float], right_share: float
) -> float:
    """The lowest probability from which on the texts are right in `right_share` of cases."""
    leads = lead_of(scores)
    right = scores.argmax(1) == labels
    ranked = np.argsort(-leads)
    shares = np.cumsum(right[ranked]) / np.arange(1, len(ranked) + 1)
    last = int(np.flatnonzero(shares >= right_share)[-1])
    return float(1 / (1 + np.exp(-(line[0] * leads[ranked[last]] + line[1]))))


def lead_of(scores: np.ndarray) -> np.ndarray:
    """How far the best area is ahead of the second, text by text."""
    order = np.sort(scores, axis=1)
    return np.asarray(order[:, -1] - order[:, -2])


def report(scores: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Macro-F1 over the areas with ten letters or more and over all that occur, accuracy, and right
    among the surest 70 %."""
    found = scores.argmax(1)
    count = [int((labels == area).sum()) for area in range(len(AREAS))]
    f1 = [
        2 * ((found == area) & (labels == area)).sum()
        / max(1, (found == area).sum() + (labels == area).sum())
        for area in range(len(AREAS))
    ]  # fmt: skip
    surest = np.argsort(-lead_of(scores))[: round(0.7 * len(labels))]
    return {
        "macro-F1": float(np.mean([f1[area] for area in range(len(AREAS)) if count[area] >= 10])),
        "macro-F1 of all areas that occur": float(
            np.mean([f1[area] for area in range(len(AREAS)) if count[area]])
        ),
        "accuracy": float((found == labels).mean()),
        "right in surest 70 %": float((found == labels)[surest].mean()),
    }


def main() -> None:
    """Print k-fold figures; write the weights when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("letters", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    learner = Learner(read_letters(chosen.letters))
    held_out = [learner.hold_out(chosen.folds, seed) for seed in range(chosen.seeds)]
    labels = learner.labels[: len(learner.letters)]
    rows = [report(scores, labels) for scores in held_out]
    for key in rows[0]:
        print(f"{key}: {np.mean([row[key] for row in rows]):.4f}")
    scores, gold = np.concatenate(held_out), np.tile(labels, len(held_out))
    line = fit_line(scores, gold)
    every_lesson = [
        learner.hold_out(chosen.folds, seed, lessons=True)[len(labels) :]
        for seed in range(chosen.seeds)
    ]
    lessons = np.concatenate(every_lesson)
    taught = np.tile(learner.labels[len(labels) :], len(every_lesson))
    is_foreign = np.array([is_english(learner.tagger.cut(t.text)) for t in learner.texts])
    foreign = np.tile(is_foreign[len(labels) :], len(every_lesson))
    brief = fit_line(lessons[~foreign], taught[~foreign])
    english = fit_line(lessons[foreign], taught[foreign])
    sure_from = find_sure(scores, gold, line, RIGHT_WHEN_SURE)
    brief_sure_from = find_sure(lessons[~foreign], taught[~foreign], brief, BRIEF_RIGHT_WHEN_SURE)
    english_sure_from = find_sure(lessons[foreign], taught[foreign], english, RIGHT_WHEN_SURE)
    calibration = Calibration(
        *line, *brief, sure_from, brief_sure_from, ALSO_WITHIN, *english, english_sure_from
    )
    print(calibration)
    print(
        f"sure: {(1 / (1 + np.exp(-(line[0] * lead_of(scores) + line[1]))) >= sure_from).mean():.3f}"
    )
    print("lessons held out:", report(lessons[~foreign], taught[~foreign]))
    print("in English:", report(lessons[foreign], taught[foreign]))
    if chosen.write:
        every = np.arange(len(learner.texts))
        weights = learner.name_weights(learner.fit(every), learner.learn_pieces(every))
        text = format_weights(weights, calibration)
        (ROOT / "weights.toml").write_text(text, encoding="utf-8")
        seen = frozenset(fingerprint(letter.text) for letter in learner.letters)
        (ROOT / "learned.toml").write_text(format_learned(seen), encoding="utf-8")


if __name__ == "__main__":
    main()
