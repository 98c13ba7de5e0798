"""Writes the worked examples of docs/routing.md anew: python -m tests.routing.worked

Their headings are kept; what stands below each is how its text is routed by today's words and weights.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from content.area import load_lexicon
from domain.routing import Reason, Routing
from domain.tagging import Tagger

PAGE = Path(__file__).parents[2] / "docs" / "routing.md"
CACHE = Path(".minyi-cache")
BEGINS = "## Twenty worked examples\n"
LISTED = 6
"""Words of an example that are listed, the strongest first; the others are added up."""

_HEADING = re.compile(r"^### \d+\. (?:(?P<title>.+) — )?(?P<text>.+)$", re.MULTILINE)


def write_examples(page: str, tagger: Tagger) -> str:
    """The page with every example as it is routed now."""
    head, _, examples = page.partition(BEGINS)
    introduction = examples[: examples.index("### ")]
    parts = [
        f"{found[0]}\n\n{_word(tagger, tagger.route(found['text'], found['title'] or ''))}"
        for found in _HEADING.finditer(examples)
    ]
    return head + BEGINS + introduction + "\n\n".join(parts) + "\n"


def _word(tagger: Tagger, routing: Routing) -> str:
    titles = tagger.lexicon.titles
    tags = ", ".join(titles[tag][0] for tag in routing.tags) or "none"
    goes = "to the desk" if routing.sure else "to triage"
    lines = [
        f"**{routing.area}**, runner-up {routing.runner_up}, score {routing.score:.2f}, {goes}; tags: {tags}",
        "",
        "| words | place | read as | speaks for | weight |",
        "|---|---|---|---|---|",
        *(_row(one, titles) for one in routing.because[:LISTED]),
    ]
    if others := routing.because[LISTED:]:
        ones = "ones" if len(others) > 1 else "one"
        lines.append(f"| {len(others)} smaller {ones} | | | | {_sum(others):+.2f} |")
    lines.append(f"| **lead over {routing.runner_up}** | | | | **{_sum(routing.because):+.2f}** |")
    return "\n".join(lines)


def _row(one: Reason, titles: dict[str, tuple[str, str]]) -> str:
    topics = " + ".join(titles[topic][0] for topic in one.topic.split("+")) if one.topic else ""
    place = f"{one.start}–{one.end}{' of the title' if one.in_title else ''}"
    word = one.word + (f" ({one.read_as})" if one.read_as else "")
    return f"| {word} | {place} | {topics or 'the word itself'} | {one.area} | {one.weight:+.2f} |"


def _sum(reasons: Sequence[Reason]) -> float:
    return sum(one.weight for one in reasons)


if __name__ == "__main__":
    written = write_examples(PAGE.read_text(encoding="utf-8"), Tagger(load_lexicon(), CACHE))
    PAGE.write_text(written, encoding="utf-8")
