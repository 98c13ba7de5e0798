"""Why routing sent a complaint where it did: every word that counted, for a clerk to read."""

from collections.abc import Iterator
from typing import Any

from content.text import Texts
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

    # Marks and blanks say something to a sum, and nothing to a reader.
    words = [
        one for one in complaint.because if one.get("read_as") or any(map(str.isalnum, one["word"]))
    ]
    listed = words[:MOST]
    lead = sum(one["weight"] for one in complaint.because)
    rest = lead - sum(one["weight"] for one in listed)
    lines = [
        texts(
            "staff.why_head",
            area=name(_routed_to(complaint)),
            runner_up=name(complaint.runner_up),
            score=f"{min(complaint.score, SUREST):.0%}",
        ),
        *(_line(house, texts, one) for one in listed),
    ]
    if number := len(complaint.because) - len(listed):
        lines.append(texts("staff.why_rest", number=number, weight=f"{rest:+.1f}"))
    lines.append(texts("staff.why_sum", weight=f"{lead:+.1f}"))
    also = [name(area) for area in complaint.also]
    if also:
        lines.append(texts("staff.why_also", areas=texts("staff.between").join(also)))
    return Say("\n".join(lines), about=complaint.id)


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
