"""Learns what one or two neighbouring characters of a brief message say.

Nobody lists every word people use, but words share characters. The pieces are learned by themselves
from the invented messages only, so that they do not lean on the words listed while reading those.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from domain.lexicon import Vector
from domain.piece import find_pieces
from domain.plain_text import make_plain
from domain.reading import FEWEST_PIECES

FEWEST_TEXTS = 2
LOOSENESS = 20.0
"""The greater, the further weights may go from nothing."""
WEIGHT = 3.0
"""How much more pieces count than the words of the lexicon, which were mended on the same messages."""
COUNTED_AS = 4.0
SMALLEST_KEPT = 0.15


def pieces_of(text: str) -> frozenset[str]:
    """Every piece of a text as typed."""
    plain = make_plain(text).text
    return frozenset(find_pieces(plain, 0, len(plain)))


def learn_pieces(texts: Sequence[str], labels: np.ndarray, areas: int) -> dict[str, Vector]:
    """The weights of pieces by area. Rare ones are held back less: they say more.

    Without an intercept, as the reading has none to add.
    """
    held = [pieces_of(text) for text in texts]
    count = Counter(piece for pieces in held for piece in pieces)
    names = sorted(piece for piece, times in count.items() if times >= FEWEST_TEXTS)
    rarity = np.array([np.log((1 + len(texts)) / (1 + count[name])) + 1 for name in names])
    matrix = make_matrix(held, names) @ sparse.diags(rarity / COUNTED_AS)
    machine = LogisticRegression(C=LOOSENESS, fit_intercept=False, max_iter=500).fit(matrix, labels)
    weights = np.zeros((len(names), areas))
    weights[:, machine.classes_] = machine.coef_.T * rarity[:, None] / COUNTED_AS * WEIGHT
    weights -= weights.mean(1, keepdims=True)
    return {
        name: tuple(round(float(weight), 2) for weight in row)
        for name, row in zip(names, weights, strict=True)
        if np.abs(row).max() >= SMALLEST_KEPT
    }


def make_matrix(held: Sequence[frozenset[str]], names: Sequence[str]) -> sparse.csr_matrix:
    """One line a text: what each piece counts there, as the reading counts it."""
    places = {name: place for place, name in enumerate(names)}
    lines: list[int] = []
    columns: list[int] = []
    amounts: list[float] = []
    for line, pieces in enumerate(held):
        known = [places[piece] for piece in pieces if piece in places]
        lines += [line] * len(known)
        columns += known
        amounts += [max(len(known), FEWEST_PIECES) ** -0.5] * len(known)
    return sparse.csr_matrix((amounts, (lines, columns)), shape=(len(held), len(names)))


def score_pieces(weights: dict[str, Vector], texts: Sequence[str], areas: int) -> np.ndarray:
    """What the pieces add (text by area)."""
    if not weights:
        return np.zeros((len(texts), areas))
    matrix = make_matrix([pieces_of(text) for text in texts], list(weights))
    return np.asarray(matrix @ np.array(list(weights.values())))
