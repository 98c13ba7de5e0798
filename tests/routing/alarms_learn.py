"""Learns content/emergency_weights.toml: which pieces of a message sound like danger.

    python -m tests.routing.alarms_learn            figures on messages not learned from
    python -m tests.routing.alarms_learn --write    and write content/emergency_weights.toml

Learned from content/emergency_lessons.toml and alarms.jsonl; the messages that routing learns from
(content/lessons.toml, examples of topics) and our own sentences stand for all that is harmless.
All of it is invented.
"""

import argparse
import json
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from content.area import load_lexicon
from content.emergency import format_alarm_weights
from content.loader import ROOT
from content.text import load_texts
from domain.alarm_weighing import FEWEST_PIECES, AlarmWeights, find_alarm_pieces, weigh_alarm
from domain.plain_text import make_plain
from tests.routing.learn import read_lessons

KINDS = ("harmless", "emergency", "self_harm")
HERE = Path(__file__).parent
FEWEST_TEXTS = 2
LOOSENESS = 60.0
RARITY = 4.0
SMALLEST_KEPT = 0.25
ALARM_FROM, HARMLESS_BELOW = 0.25, 0.02


def read_file(path: Path) -> list[tuple[str, int]]:
    """Lines {"text", "alarm"}; the alarm's place in KINDS."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], KINDS.index(row["alarm"] or "harmless")) for row in rows]


def read_alarm_lessons() -> list[tuple[str, int]]:
    lessons = tomllib.loads((ROOT / "emergency_lessons.toml").read_text(encoding="utf-8"))
    return [
        (line, KINDS.index(kind))
        for kind, lines in lessons.items()
        for line in filter(str.strip, lines.splitlines())
    ]


def read_own_sentences() -> list[str]:
    """What the house says and its buttons: people press it, repeat it and quote it. What speaks of
    danger is left out."""
    said = (
        texts.template(key)
        for texts in load_texts().values()
        for key in texts.all_keys()
        if not key.startswith("house.")
    )
    lines = (line.strip() for sentence in said for line in sentence.splitlines())
    return [line for line in lines if line and "110" not in line]


def learn() -> AlarmWeights:
    """The weights of all pieces that two messages have."""
    told = [*read_alarm_lessons(), *read_file(HERE / "alarms.jsonl")]
    others = [text.text for text in read_lessons(load_lexicon())] + read_own_sentences()
    held = [find_alarm_pieces(make_plain(t).text) for t in [*(t for t, _ in told), *others]]
    labels = np.array([label for _, label in told] + [0] * len(others))
    count = Counter(piece for pieces in held for piece in pieces)
    names = sorted(piece for piece, times in count.items() if times >= FEWEST_TEXTS)
    places = {name: place for place, name in enumerate(names)}
    rarity = np.array([np.log((1 + len(held)) / (1 + count[name])) + 1 for name in names]) / RARITY
    lines, columns, amounts = [], [], []
    for line, pieces in enumerate(held):
        known = [places[piece] for piece in pieces if piece in places]
        lines += [line] * len(known)
        columns += known
        amounts += [max(len(known), FEWEST_PIECES) ** -0.5] * len(known)
    matrix = sparse.csr_matrix((amounts, (lines, columns)), shape=(len(held), len(names)))
    machine = LogisticRegression(C=LOOSENESS, max_iter=600)
    machine.fit(matrix @ sparse.diags(rarity), labels)
    weights = (machine.coef_[1:] - machine.coef_[0]) * rarity
    start = machine.intercept_[1:] - machine.intercept_[0]
    kept = {
        name: (round(float(weights[0, place]), 2), round(float(weights[1, place]), 2))
        for name, place in places.items()
        if np.abs(weights[:, place]).max() >= SMALLEST_KEPT
    }
    first, second = (round(float(number), 3) for number in start)
    return AlarmWeights(kept, (first, second), ALARM_FROM, HARMLESS_BELOW)


def main() -> None:
    """Print recall and false alarms by the chance that is asked for; write when told to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    weights = learn()
    print(len(weights.pieces), "pieces")
    for name in ("alarms_unseen.jsonl", "alarms_fresh.jsonl", "alarms_later.jsonl"):
        rows = read_file(HERE / name)
        chances = np.array([sum(weigh_alarm(weights, make_plain(text).text)) for text, _ in rows])
        wanted = np.array([bool(label) for _, label in rows])
        for least in (0.05, 0.1, 0.15, 0.2, 0.3):
            raised = chances >= least
            right = (raised & wanted).sum()
            print(
                f"{name:<22}from {least:.2f}   recall {right / wanted.sum():.3f}   "
                f"precision {right / max(1, raised.sum()):.3f}"
            )
    if chosen.write:
        text = format_alarm_weights(weights)
        (ROOT / "emergency_weights.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
