"""A jieba tokenizer of our own: its stock dictionary and our words, kept ready in a private file."""

import hashlib
import logging
import marshal
import math
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import jieba

_log = logging.getLogger(__name__)
_LATIN = re.compile("[A-Za-z]")
RUN = re.compile("[A-Za-z0-9]+(?:[._%+#&-][A-Za-z0-9]+)*")
"""Letters and figures that belong together: a word, a number plate, an address."""


class WordTokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba without its guesses at unknown words, with the chances of words worked out once.

    `cut_words` gives the same words as jieba's `lcut(text, HMM=False)`, in half the time; but it
    never cuts inside a run of Latin letters and figures: of the plate DB1234 and of "ltd", jieba
    makes words that nobody wrote.
    """

    def __init__(self, counts: dict[str, int], total: int) -> None:
        super().__init__()
        self.FREQ, self.total, self.initialized = counts, total, True
        self._never = -math.log(total)
        self._chances: dict[str, float] = {}

    def cut_words(self, text: str) -> list[str]:
        """All words of a text in order; joined again they are the text."""
        words: list[str] = []
        for block in jieba.re_han_default.split(text):
            if not block:
                continue
            if jieba.re_han_default.match(block):
                self._cut_block(block, words)
            else:
                words += _split_marks(block) if "\r\n" in block else block
        return words

    def _cut_block(self, block: str, words: list[str]) -> None:
        """The likeliest row of words, found from the end (dynamic programming)."""
        counts, chances, never = self.FREQ, self._chances, self._never
        length = len(block)
        best = [0.0] * (length + 1)
        ends = [0] * length
        steps: Sequence[int] = (
            range(1, length + 1) if _LATIN.search(block) is None else _step(block)
        )
        for start in range(length - 1, -1, -1):
            end = steps[start]
            if not end:
                continue
            part = block[start:end]
            count = counts.get(part)
            top = (chances.get(part) or self._chance(part, count)) if count else never
            top += best[end]
            stop = end
            while count is not None and end < length:
                end = steps[end]
                part = block[start:end]
                count = counts.get(part)
                if count:
                    chance = (chances.get(part) or self._chance(part, count)) + best[end]
                    if chance >= top:
                        top, stop = chance, end
            best[start], ends[start] = top, stop
        start = 0
        letters = ""
        while start < length:
            stop = ends[start]
            word = block[start:stop]
            start = stop
            if len(word) == 1 and word.isascii() and word.isalnum():
                letters += word
                continue
            if letters:
                words.append(letters)
                letters = ""
            words.append(word)
        if letters:
            words.append(letters)

    def _chance(self, word: str, count: int) -> float:
        chance = self._chances.get(word)
        if chance is None:
            chance = self._chances[word] = math.log(count) + self._never
        return chance


def make_tokenizer(words: Iterable[str], cache_dir: Path) -> WordTokenizer:
    """A tokenizer that keeps each of `words` in one piece. The merged dictionary is cached in
    `cache_dir` (made if missing, for the owner alone) under a name that changes with the words.
    """
    ours = sorted(set(words), key=lambda word: (len(word), word))
    digest = hashlib.sha256("\n".join([jieba.__version__, *ours]).encode()).hexdigest()[:16]
    path = cache_dir / f"words-{digest}.dictionary"
    merged = _read(path)
    if merged is None:
        merged = _merge(ours)
        _write(path, merged)
    return WordTokenizer(*merged)


def _step(block: str) -> list[int]:
    """For each character where the next one begins; a run is one, and 0 is for what is inside it."""
    steps = list(range(1, len(block) + 1))
    for run in RUN.finditer(block):
        start, end = run.span()
        steps[start:end] = [end, *[0] * (end - start - 1)]
    return steps


def _split_marks(block: str) -> list[str]:
    return re.findall("\r\n|.", block, re.DOTALL)


def _merge(ours: list[str]) -> tuple[dict[str, int], int]:
    tokenizer = jieba.Tokenizer()
    counts, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = counts, total, True
    for word in ours:
        # Just frequent enough that the word beats its own parts.
        chance = math.prod(
            (counts.get(part) or 1) / total for part in tokenizer.cut(word, HMM=False)
        )
        counts[word] = max(int(chance * total) + 1, counts.get(word) or 0)
        for end in range(1, len(word)):
            counts.setdefault(word[:end], 0)
    return counts, total


def _read(path: Path) -> tuple[dict[str, int], int] | None:
    try:
        # Our own file in our own folder; a half-written or foreign one is made anew.
        counts, total = marshal.loads(path.read_bytes())  # noqa: S302
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return (counts, total) if isinstance(counts, dict) and isinstance(total, int) else None


def _write(path: Path, merged: tuple[dict[str, int], int]) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            marshal.dump(merged, file)
        Path(name).replace(path)
        _forget_others(path)
    except OSError as error:
        _log.warning("the dictionary could not be kept in %s: %s", path.parent, error)


def _forget_others(path: Path) -> None:
    """Dictionaries of words as they were before; the newest of them stays, for a step back."""
    others = [other for other in path.parent.glob("words-*.dictionary") if other != path]
    for other in sorted(others, key=lambda other: other.stat().st_mtime)[:-1]:
        other.unlink(missing_ok=True)
