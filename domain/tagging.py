"""Reads a citizen's text word by word and routes it. The only module that knows jieba."""

from pathlib import Path

from domain.area import Area
from domain.lexicon import Lexicon
from domain.routing import Reason, Routing


class Tagger:
    """Thread-safe; reading is processor work, so async callers run it in a thread."""

    def __init__(self, lexicon: Lexicon, cache_dir: Path) -> None:
        self.lexicon = lexicon
        self.cache_dir = cache_dir

    def route(self, text: str, title: str = "") -> Routing:
        """Where `text` belongs and why."""
        totals = dict.fromkeys(Area, 0.0)
        reasons = []
        for in_title, source in ((True, title), (False, text)):
            for topic in self.lexicon.topics:
                for word, weight in topic.words.items():
                    place = source.find(word)
                    if place >= 0:
                        totals[topic.area] += weight
                        end = place + len(word)
                        reasons.append(
                            Reason(word, place, end, topic.id, topic.area, weight, in_title)
                        )
        ranked = sorted(Area, key=lambda area: -totals[area])
        area, runner_up = (ranked[0], ranked[1]) if reasons else (Area.OTHER, Area.SERVICE)
        lead = totals[area] - totals[runner_up]
        tags = tuple(dict.fromkeys(r.topic for r in reasons))
        because = tuple(r for r in reasons if r.area in (area, runner_up))
        return Routing(area, lead > 1, 1 - 0.5 / (1 + lead), runner_up, (), tags, because)
