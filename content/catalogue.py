"""Every loader of content in one list, so that all of it can be checked at once."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from content.area import load_lexicon
from content.broadcast import load_broadcast_words
from content.commitment import load_commitments
from content.demo import load_demo_cases, load_demo_staff
from content.duty import load_duties
from content.emergency import load_alarm_words
from content.failure import load_failures, load_standards
from content.feed import load_feed_words
from content.kind import load_kind_words
from content.learned import load_learned
from content.lint import load_lint_words
from content.loader import ROOT, ContentError
from content.name import load_name_patterns
from content.notice import check_notices
from content.property import load_return_plan
from content.reply import load_replies
from content.sensitive import load_sensitive_words
from content.small_talk import load_small_talk
from content.stage import load_stages
from content.stopwords import load_stop_words
from content.survey import load_surveys
from content.text import load_texts
from content.unit import FILE, load_units
from content.unlearned import load_unlearned
from content.working_calendar import load_calendar

LOADERS: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("areas, context, aliases, sounds, lessons, weights", load_lexicon),
    ("broadcast", lambda root: load_broadcast_words(load_lint_words(root=root), root)),
    ("calendar", lambda root: load_calendar(ZoneInfo("Asia/Shanghai"), root)),
    ("commitments", load_commitments),
    ("demo/cases", load_demo_cases),
    ("demo/staff", load_demo_staff),
    ("duties", load_duties),
    ("emergency", load_alarm_words),
    ("failures", load_failures),
    ("kinds", load_kind_words),
    ("learned", load_learned),
    ("lint", lambda root: load_lint_words(root=root)),
    ("names", load_name_patterns),
    ("property", load_return_plan),
    ("replies", load_replies),
    ("sensitive", load_sensitive_words),
    ("small talk", load_small_talk),
    ("stages", load_stages),
    ("standards", load_standards),
    ("stop words", load_stop_words),
    ("surveys", load_surveys),
    ("texts", load_texts),
    ("unlearned", load_unlearned),
)
"""What is read, and how; every loader raises ContentError."""

WITH_UNITS: tuple[tuple[str, Callable[[Path, Path | None], object]], ...] = (
    ("feed", load_feed_words),
    ("notices", check_notices),
    ("units", load_units),
)
"""What goes by the units, and so by the installation's own where it has a file of them."""


def read_all(
    root: Path = ROOT, home: Path | None = None
) -> Iterator[tuple[str, ContentError | None]]:
    """Read everything; for each loader its name and what is wrong, or None. home: of the
    installation, with units of its own, maybe."""
    own_units = home / FILE if home is not None else None
    loads = [(name, partial(load, root)) for name, load in LOADERS]
    loads += [(name, partial(load, root, own_units)) for name, load in WITH_UNITS]
    for name, load in loads:
        try:
            load()
        except ContentError as error:
            yield name, error
        else:
            yield name, None
