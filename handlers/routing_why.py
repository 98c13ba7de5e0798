"""Why routing sent a complaint where it did: every word that counted, for a clerk to read."""

from collections.abc import Iterable, Iterator
from typing import Any

from content.text import Texts
from domain.routing import Line
from domain.say import Say
from handlers.card_face import SUREST, quote
from handlers.house import House
from storage.schema.complaint import Complaint

MOST = 12
"""Words that are listed one by one, the strongest first; the others are added up in one line."""


def word_why(house: House, texts: Texts, complaint: Complaint) -> Say:
    """The lines add up to the lead of the area over the runner-up, of which the score is made."""
    if not complaint.because:
        return Say(texts("staff.why_nothing"), about=complaint.id)

    def name(area: str) -> str:
        return texts(f"staff.area_{area}")

    small = [one for one in complaint.because if _is_small(house, one)]
    words = [one for one in complaint.because if not _is_small(house, one)]
    listed, others = words[:MOST], words[MOST:]
    lead = _sum(complaint.because)
    lines = [
        texts(
            "staff.why_head",
            area=name(_routed_to(complaint)),
            runner_up=name(complaint.runner_up),
            score=f"{min(complaint.score, SUREST):.0%}",
        ),
        *(_line(house, texts, one) for one in listed),
    ]
    if others:
        weight = f"{_sum(others):+.1f}"
        lines.append(texts("staff.why_rest", number=len(others), weight=weight))
    if small:
        said = texts("staff.between").join(
            dict.fromkeys(one["word"] for one in small if not one["word"].isspace())
        )
        lines.append(texts("staff.why_small", weight=f"{_sum(small):+.1f}", words=said))
    lines.append(texts("staff.why_sum", weight=f"{lead:+.1f}"))
    if complaint.reckoned is not None:
        lines.append(_reckon(texts, Line(**complaint.reckoned), lead))
    also = [name(area) for area in complaint.also]
    if also:
        lines.append(texts("staff.why_also", areas=texts("staff.between").join(also)))
    return Say("\n".join(lines), about=complaint.id)


def _is_small(house: House, one: dict[str, Any]) -> bool:
    taken_for = one.get("read_as")
    return not one["topic"] and not taken_for and house.is_small_word(one["word"])


def _sum(reasons: Iterable[dict[str, Any]]) -> float:
    return float(sum(one["weight"] for one in reasons))


def _reckon(texts: Texts, line: Line, lead: float) -> str:
    """From the sum to the score: the same numbers by which it was made."""
    return texts(
        "staff.why_reckoned_brief" if line.brief else "staff.why_reckoned_letter",
        lead=f"{lead:.2f}",
        slope=f"{line.slope:.4f}",
        offset=f"{line.offset:+.4f}",
        result=f"{line.slope * lead + line.offset:.2f}",
        score=f"{line.score(lead):.1%}",
        sure_from=f"{line.sure_from:.0%}",
    )


def _routed_to(complaint: Complaint) -> str:
    """The area that led, wherever people have moved the complaint since."""
    for_it: Iterator[str] = (one["area"] for one in complaint.because if one["weight"] > 0)
    return next(for_it, complaint.area)


def _line(house: House, texts: Texts, one: dict[str, Any]) -> str:
    language = 1 if texts.language == "en" else 0
    topics = [
        house.topics.get(topic, (topic, topic))[language] for topic in one["topic"].split("+")
    ]
    return texts(
        "staff.why_line",
        weight=f"{one['weight']:+.1f}",
        word=quote(texts, one),
        place=one["start"] + 1,
        topic=" + ".join(topics) if one["topic"] else texts("staff.why_word"),
    )
