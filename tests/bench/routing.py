"""Time of routing a letter beside bare `jieba.lcut` of the same text, and of getting ready.

python -m tests.bench routing                our own invented letters
python -m tests.bench.routing LETTERS.jsonl
"""

import argparse
import asyncio
import json
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

import jieba

from content.area import load_lexicon
from domain.tagging import Tagger

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class RoutingCost:
    """Seconds of processor time."""

    a_letter: float
    a_letter_jieba: float
    start: float
    start_jieba: float
    first_start: float
    """With no dictionary kept yet."""


def measure_routing(letters: list[tuple[str, str]], cache: Path) -> RoutingCost:
    """Letters are (title, text). Both sides take turns letter by letter, in one run, so that a
    busy machine is unfair to neither; the best of ROUNDS counts."""
    jieba.setLogLevel(logging.ERROR)
    plain = jieba.Tokenizer()
    plain.tmp_dir = str(cache)
    plain.initialize()
    begun = process_time()
    tagger = Tagger(load_lexicon(), cache / "ours")
    first_start = process_time() - begun
    starts, starts_jieba = [], []
    for _ in range(ROUNDS):
        begun = process_time()
        Tagger(load_lexicon(), cache / "ours")
        starts.append(process_time() - begun)
        again = jieba.Tokenizer()
        again.tmp_dir = str(cache)
        begun = process_time()
        again.initialize()
        starts_jieba.append(process_time() - begun)
    rounds = []
    for _ in range(ROUNDS):
        ours = theirs = 0.0
        for title, text in letters:
            begun = process_time()
            tagger.route(text, title)
            middle = process_time()
            plain.lcut(title)
            plain.lcut(text)
            ours += middle - begun
            theirs += process_time() - middle
        rounds.append((ours / theirs, ours, theirs))
    _, ours, theirs = sorted(rounds)[len(rounds) // 2]
    count = len(letters)
    return RoutingCost(
        ours / count, theirs / count, median(starts), median(starts_jieba), first_start
    )


OWN_LETTERS = Path(__file__).parents[1] / "routing" / "letters.jsonl"


async def measure() -> str:
    cost = await asyncio.to_thread(measure_file, OWN_LETTERS)
    rows = (
        ("a letter routed", f"{cost.a_letter * 1000:.2f} ms"),
        ("the same by bare jieba.lcut", f"{cost.a_letter_jieba * 1000:.2f} ms"),
        ("ratio (aim: 1.3 at the most)", f"{cost.a_letter / cost.a_letter_jieba:.2f}"),
        ("start, the dictionary kept", f"{cost.start * 1000:.0f} ms"),
        ("start of jieba, its cache kept", f"{cost.start_jieba * 1000:.0f} ms"),
        ("ratio (aim: 1.3 at the most)", f"{cost.start / cost.start_jieba:.2f}"),
        ("first start, building the dictionary", f"{cost.first_start * 1000:.0f} ms"),
    )
    lines = (f"| {name} | {figure} |" for name, figure in rows)
    return "\n".join(["| routing | processor time |", "|---|---|", *lines])


def measure_file(path: Path) -> RoutingCost:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    letters = [(row.get("title") or "", row["text"]) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        return measure_routing(letters, Path(folder))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("letters", type=Path)
    cost = measure_file(parser.parse_args().letters)
    print(f"a letter       {cost.a_letter * 1000:8.3f} ms")
    print(f"bare jieba     {cost.a_letter_jieba * 1000:8.3f} ms")
    print(f"ratio          {cost.a_letter / cost.a_letter_jieba:8.2f}")
    print(f"start          {cost.start * 1000:8.0f} ms")
    print(f"start of jieba {cost.start_jieba * 1000:8.0f} ms")
    print(f"ratio          {cost.start / cost.start_jieba:8.2f}")
    print(f"first start    {cost.first_start * 1000:8.0f} ms, building the dictionary")


if __name__ == "__main__":
    main()
