"""What kind of word jieba's dictionary takes a word for."""

from functools import cache


@cache
def _kinds() -> dict[str, str]:
    import jieba  # slow to load, and most who weigh words need no kinds

    with jieba.get_module_res("dict.txt") as file:
        lines = file.read().decode("utf-8").splitlines()
    return {word: kind for word, _, kind in (line.split(" ") for line in lines)}


def kind_of(word: str) -> str | None:
    """Its part of speech, as "nr" for names of people; None for what the dictionary does not know."""
    return _kinds().get(word)
