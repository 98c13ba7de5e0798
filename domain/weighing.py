"""Weighs what a reading found: the area that leads, by how much, and which word did what."""

from collections.abc import Callable
from dataclasses import replace

from domain.area import Area
from domain.lexicon import Lexicon, Vector
from domain.reading import Hit, Reading
from domain.routing import Reason, Routing

AREAS = tuple(Area)
LEAST_SAID = 18
"""A brief message without a tag of its area is never sure when its known pieces have fewer characters
in all: "在吗" is no matter yet, and a word of another area says nothing for this one."""
WORDLESS_SURE_FROM = 0.93
"""A brief message without a word of any topic or cue speaks by small words and pieces alone: it is
sure from here on. "The barbecue at our gate is delicious" is no matter for prevention."""
Show = Callable[[Hit], tuple[str, int, int, str]]
"""How a hit stood in the text as typed: the words, their start and end, what they were taken for."""
Entry = tuple[Vector, float, Hit, str]
"""What one hit adds: weights, how much of them, the hit, the topic (or two joined by +)."""


class Scales:
    """A lexicon's weights, ready to use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._weights = lexicon.weights
        self._calibration = lexicon.calibration
        self._tags = {topic.id: topic.area for topic in lexicon.topics if topic.area}
        self._weak = {topic.id: topic.weak for topic in lexicon.topics if topic.weak}

    def weigh(self, reading: Reading, show: Show) -> Routing:
        """Where a text with this reading goes, and why."""
        entries = self._entries(reading)
        totals = _add_up(entries)
        # A text that says nothing known goes to the transfer desk, by way of triage.
        order = sorted(range(len(AREAS)), key=lambda place: (-totals[place], -place))
        best, second = order[0], order[1]
        lead = totals[best] - totals[second]
        tags = self._name_tags(reading, best)
        tagged = any(self._tags[tag] is AREAS[best] for tag in tags)
        line = self._calibration.line(brief=reading.brief, english=reading.english)
        if reading.brief and not reading.topics:
            line = replace(line, sure_from=max(line.sure_from, WORDLESS_SURE_FROM))
        score = line.score(lead)
        also = tuple(
            AREAS[place]
            for place in order[1:3]
            if entries and totals[best] - totals[place] < self._calibration.also_within
        )
        says_something = tagged or sum(map(len, reading.pieces)) >= LEAST_SAID
        return Routing(
            area=AREAS[best],
            sure=score >= line.sure_from
            and bool(entries)
            and (says_something or not reading.brief),
            score=round(score, 4),
            runner_up=AREAS[second],
            also=also,
            tags=tags,
            because=_explain(entries, best, second, show),
            line=line,
            crimes=frozenset(reading.crimes),
        )

    def _entries(self, reading: Reading) -> list[Entry]:
        weights = self._weights
        entries: list[Entry] = []
        for topic, hits in reading.topics.items():
            if (vector := weights.topic.get(topic)) is not None:
                entries += [(vector, share, hit, topic) for hit, share in hits]
        for word, (hit, share) in reading.words.items():
            if (vector := weights.word.get(word)) is not None:
                entries.append((vector, share, hit, ""))
            if reading.brief and (vector := weights.brief.get(word)) is not None:
                entries.append((vector, share, hit, ""))
        for piece, (hit, share) in reading.pieces.items():
            entries.append((weights.piece[piece], share, hit, ""))
        for topic, hit in reading.openings.items():
            if (vector := weights.opening.get(topic)) is not None:
                entries.append((vector, reading.opening_scale, hit, topic))
        for pair in reading.pairs:
            if (vector := weights.pair.get(pair)) is not None:
                hit = reading.topics[pair[1]][0][0]
                entries.append((vector, reading.scale, hit, "+".join(pair)))
        return entries

    def _name_tags(self, reading: Reading, best: int) -> tuple[str, ...]:
        strength = {
            topic: sum(share for _, share in hits)
            * (2.0 if self._tags[topic] is AREAS[best] else 1.0)
            for topic, hits in reading.topics.items()
            if topic in self._tags and not self._is_weak(topic, hits)
        }
        return tuple(sorted(strength, key=lambda topic: -strength[topic])[:5])

    def _is_weak(self, topic: str, hits: list[tuple[Hit, float]]) -> bool:
        """Whether nothing was found of a topic but words that may stand in any matter."""
        weak = self._weak.get(topic, frozenset())
        return all(hit.word in weak for hit, _ in hits)


def _add_up(entries: list[Entry]) -> list[float]:
    """The sum for each area; seven names, as this is done a hundred times for every letter."""
    a = b = c = d = e = f = g = 0.0
    for (va, vb, vc, vd, ve, vf, vg), amount, _, _ in entries:
        a += amount * va
        b += amount * vb
        c += amount * vc
        d += amount * vd
        e += amount * ve
        f += amount * vf
        g += amount * vg
    return [a, b, c, d, e, f, g]


def _explain(entries: list[Entry], best: int, second: int, show: Show) -> tuple[Reason, ...]:
    """One reason for each hit and topic; a word's own weight is told with its first topic."""
    sums: dict[int, tuple[Hit, dict[str, float]]] = {}
    for vector, amount, hit, topic in entries:
        moved = amount * (vector[best] - vector[second])
        if moved:
            known = sums.get(id(hit))
            if known is None:
                sums[id(hit)] = hit, {topic: moved}
                continue
            by_topic = known[1]
            name = topic or next(iter(by_topic))
            by_topic[name] = by_topic.get(name, 0.0) + moved
    reasons = []
    for hit, by_topic in sums.values():
        word, start, end, read_as = show(hit)
        for topic, weight in by_topic.items():
            if not weight:  # what it adds as a tag it takes away as a word
                continue
            area = AREAS[best if weight >= 0 else second]
            reasons.append(Reason(word, start, end, topic, area, weight, hit.in_title, read_as))
    return tuple(sorted(reasons, key=_strength))


def _strength(reason: Reason) -> float:
    return -abs(reason.weight)
