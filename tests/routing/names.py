"""Which words are names of people or places: those are never learned, however telling."""

from functools import cache

import jieba

_NAME_KINDS = ("nr", "ns", "nt", "nz", "nrt", "nrfg", "x", "eng", "m", "mq")
_MASKS = frozenset(["西地", "西地省", "楚", "楚江", "潇楚", "楚雅", "东莞", "星沙"])


@cache
def _kinds() -> dict[str, str]:
    with jieba.get_module_res("dict.txt") as file:
        lines = file.read().decode("utf-8").splitlines()
    return {word: kind for word, _, kind in (line.split(" ") for line in lines)}


def is_name(word: str) -> bool:
    """Also what no dictionary knows: it may be a name."""
    kind = _kinds().get(word)
    return kind is None or kind in _NAME_KINDS or word in _MASKS or word.isascii()
