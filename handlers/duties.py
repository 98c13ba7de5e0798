"""The duties as people read them: one case explained, the list, the page made from the data."""

from collections.abc import Iterator
from datetime import datetime

from content.text import Texts
from domain.reckoning import all_owed
from domain.typed import as_code
from handlers.case_deadlines import lives_of
from handlers.house import House
from handlers.owed_words import explain, word_moment, word_period
from storage import cases, marked_cases
from storage.database import Transaction


async def explain_case(
    db: Transaction, house: House, texts: Texts, number: str, now: datetime
) -> list[str] | None:
    """A sentence for all that is or was owed in a case, and what happened. None: no such case."""
    found = await cases.find(db, as_code(number))
    if found is None:
        return None
    case = (await marked_cases.find(db, [found.id]))[found.id]
    life = (await lives_of(db, [case.id]))[case.id]
    book = house.rulebook
    rules = {**book.by_kind.get(case.kind, {}), **book.rights.get(case.kind, {})}
    owed = all_owed(rules, case.kind, life, book.calendar, now)
    head = texts(
        "deadline.explain_head",
        number=case.number,
        kind=house.stages.kind(case.kind, texts.language),
        unit=case.unit,
        stage=house.stages.of(case.kind, case.stage).title.in_language(texts.language),
    )
    happened = [
        texts(
            "deadline.event_line",
            at=word_moment(house, texts, event.at),
            what=name_event(house, texts, case.kind, event.name),
        )
        for event in life
    ]
    sentences = [explain(house, texts, one, now) for one in sorted(owed, key=lambda o: o.since)]
    none = [] if sentences else [texts("deadline.owes_nothing")]
    return [head, *sentences, *none, texts("deadline.happened"), *happened]


def name_event(house: House, texts: Texts, kind: str, name: str) -> str:
    """A stage by its own title, an act by its word."""
    key = f"deadline.act_{name}"
    if texts.has(key):
        return texts(key)
    return house.stages.of(kind, name).title.in_language(texts.language)


def list_duties(house: House, texts: Texts) -> Iterator[str]:
    """A line for each duty and version, failure and standard: id, title, clock, in force since or of."""
    yield texts("deadline.list_head")
    for duty in house.rulebook.duties.values():
        for rule in duty.rules:
            clock = word_period(texts, rule.period)
            title = duty.title.in_language(texts.language)
            yield f"{duty.id}\t{title}\t{clock}\t{rule.in_force}"
    for failure in house.rulebook.own.values():
        for rule in failure.rules:
            clock = word_period(texts, rule.period)
            title = failure.title.in_language(texts.language)
            kinds = ", ".join(sorted(rule.kinds))
            yield f"{failure.id}\t{title}\t{clock}\t{kinds}"
