"""docs/duties.md: every duty with clock and source, made from the data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from content.duty import Duty
from content.failure import Failure
from content.text import Texts
from handlers.house import House
from handlers.owed_words import word_period

HEAD = """# Duties, failures and their clocks

Made from `content/duties/`, `content/failures.toml`, `content/standards.toml` and
`content/calendar/` by `minyi duties document`; change the data, not this page. Working days follow
the announced holidays and make-up workdays. The day on which a period begins is not counted; it ends
with its last day, and one in calendar days or months, if that is no working day, with the next
working day. Extensions and the days that do not count are added first, and the end is moved to a
working day once. Of a pause, as of any period, the day on which it begins is not left out; an hour
clock leaves out its very time. Neither a pause nor an extension counts that comes after the end. The
version in force on the day of the event applies.

The receipt (`receipt_given`) is assumed at reception, not seen: a case is told of with the query code
that is printed on the receipt. A stage that a feed leaps over, and from which a clock is counted, is
taken to have happened with the stage that shows it.

Acts are noted by staff with evidence. A notice that has arrived proves an act only where a line says
so; one that announces what the law wants done (a written notice, word to the victim) does not.
"""


def write_page(house: House) -> str:
    """The whole page, in Markdown."""
    zh, en = house.book["zh"], house.book["en"]
    lines = [HEAD, "## Duties and rights of the law", ""]
    for duty in house.rulebook.duties.values():
        lines += _duty(zh, en, duty)
    lines += ["## The five failures", "", *_ladder(house), ""]
    for failure in house.rulebook.failures.values():
        lines += _failure(zh, en, failure)
    lines += ["## The bureau's other standards", ""]
    lines += ["They go up the same ladder. Data: `content/standards.toml`.", ""]
    for standard in house.rulebook.standards.values():
        lines += _failure(zh, en, standard)
    years = ", ".join(str(year) for year in sorted(house.rulebook.calendar.years))
    lines += ["## Calendars", "", f"Announced and kept: {years}.", ""]
    return "\n".join(lines)


def _duty(zh: Texts, en: Texts, duty: Duty) -> Iterator[str]:
    yield f"### {duty.title.zh} · {duty.title.en} (`{duty.id}`)"
    yield ""
    whom = f"deadline.to_{duty.owed_to}"
    kinds = ", ".join(sorted(duty.rules[0].kinds))
    if duty.right:
        whom = f"deadline.right_of_{duty.owed_to}"
        yield f"No duty but a {en(whom)} ({zh(whom)}): nobody is warned, no board counts it. Cases: {kinds}."
    else:
        yield f"Owed to: {zh(whom)} · {en(whom)}. Cases: {kinds}."
    yield f"Its breach: {duty.breach.zh} · {duty.breach.en}."
    yield from _proof(duty.proof)
    yield ""
    yield "| in force since | arises from | clock | done by | source |"
    yield "|---|---|---|---|---|"
    for rule, version in zip(duty.rules, duty.versions, strict=True):
        clock = f"{word_period(zh, rule.period)} · {word_period(en, rule.period)}"
        for extension in rule.extensions:
            more = word_period(en, extension.period)
            how = "becomes" if extension.instead else "plus"
            times = f", at most {extension.times} times" if extension.times > 1 else ""
            by = version.granted_by[extension.event]
            clock += f"; {how} {more}{times}, granted by {by.en} ({by.zh})"
        for pause in rule.pauses:
            clock += f"; not counted: `{pause.begins}` to `{pause.ends}`"
        source = f"{version.law.zh} {version.article.zh} · {version.law.en}, {version.article.en}"
        yield (
            f"| {rule.in_force} | {_events(rule.starts)} | {clock} "
            f"| {_events(rule.done)} | {source} |"
        )
    yield ""


def _failure(zh: Texts, en: Texts, failure: Failure) -> Iterator[str]:
    yield f"### {failure.title.zh} · {failure.title.en} (`{failure.id}`)"
    yield ""
    yield f"{failure.missing.zh} · {failure.missing.en}"
    yield from _proof(failure.proof)
    yield ""
    yield "| of | arises from | clock | done by |"
    yield "|---|---|---|---|"
    for rule in failure.rules:
        clock = f"{word_period(zh, rule.period)} · {word_period(en, rule.period)}"
        yield (
            f"| {', '.join(sorted(rule.kinds))} | {_events(rule.starts)} "
            f"| {clock} | {_events(rule.done)} |"
        )
    yield ""


def _proof(proof: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for act, notices in proof.items():
        yield f"`{act}` is proved by a notice that arrived: {', '.join(sorted(notices))}."


def _ladder(house: House) -> Iterable[str]:
    ladder = house.rulebook.ladder
    hours = [int(p.total_seconds() // 3600) for p in (ladder.supervisor_after, ladder.head_after)]
    yield (
        f"The desk is warned when {ladder.warn_share:.0%} of the time is over and told when all of it is; "
        f"the supervisor {hours[0]} hours later, the head of the bureau {hours[1]} hours after the end."
    )


def _events(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
