"""What the rows of a feed make of one case: its standing, its new stages, and what can't be."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain import query_code
from domain.case_life import Kind, Stage, Standing, move
from domain.feed_row import CaseRow
from domain.refusal import RefusalError

NEW_NEEDS = ("code", "kind", "category", "unit", "contact")


@dataclass(slots=True)
class CaseDraft:
    """A case as it is known, or as it shall be. id: None for one that is not kept yet."""

    id: int | None
    number: str
    code_salt: str
    code_hash: str
    kind: Kind
    category: str
    sensitive: bool
    major: bool
    unit: str
    contact: str
    stage: Stage
    stage_at: datetime
    returnable: bool = False
    revisit_at: datetime | None = None


@dataclass(slots=True)
class CaseChange:
    """draft: None when no row could be used. events: new stages, oldest first. turned_sensitive:
    False where it was sensitive and is no more, None where nothing was said of it."""

    draft: CaseDraft | None
    known: bool
    events: list[Standing] = field(default_factory=list)
    rejected: list[tuple[CaseRow, RefusalError]] = field(default_factory=list)
    changed: bool = False
    turned_sensitive: bool | None = None
    turned_returnable: bool = False


@dataclass(frozen=True, slots=True)
class Seal:
    """How query codes are hashed here. new_salt: a random one for each code."""

    key: bytes
    new_salt: Callable[[], str]

    def close(self, code: str) -> tuple[str, str]:
        """Salt and hash of a code, or of one that was sealed before."""
        sealed = query_code.read_sealed(code)
        if sealed is not None:
            return sealed
        salt = self.new_salt()
        return salt, query_code.hash_code(self.key, salt, code)

    def fits(self, code: str, salt: str, code_hash: str) -> bool:
        """Whether it is the code that is kept so."""
        sealed = query_code.read_sealed(code)
        if sealed is not None:
            return sealed == (salt, code_hash)
        return query_code.matches(self.key, salt, code, code_hash)


def change_case(
    rows: Sequence[CaseRow],
    known: CaseDraft | None,
    history: Collection[tuple[Stage, datetime]],
    seal: Seal,
    is_listed: Callable[[str], bool],
) -> CaseChange:
    """Apply the rows of one case in order of their times. `known` is changed in place.

    history: the stages that are kept already; a row that repeats one of them changes nothing.
    is_listed: whether a category makes a case sensitive, whatever a row says.
    """
    change = CaseChange(known, known is not None)
    for row in sorted(rows, key=_time) if len(rows) > 1 else rows:
        try:
            _apply(row, change, history, seal, is_listed)
        except RefusalError as reason:
            change.rejected.append((row, reason))
    return change


def _apply(
    row: CaseRow,
    change: CaseChange,
    history: Collection[tuple[Stage, datetime]],
    seal: Seal,
    is_listed: Callable[[str], bool],
) -> None:
    draft = change.draft
    if draft is None:
        told = Standing(row.stage, row.at)
        change.draft = _first(row, told, seal)
        change.turned_returnable = change.draft.returnable
        change.events.append(told)
        change.changed = True
        return
    if row.kind is not None and row.kind is not draft.kind:
        raise RefusalError("other_kind", kind=draft.kind)
    _check_word(row, draft.kind)
    if (row.stage, row.at) != (draft.stage, draft.stage_at):
        told = Standing(row.stage, row.at)
        if (row.stage, row.at) in history or told in change.events:
            return
        move(draft.kind, Standing(draft.stage, draft.stage_at), told)
        draft.stage, draft.stage_at = row.stage, row.at
        change.events.append(told)
        change.changed = True
    _take_facts(row, draft, change, seal, is_listed)


def _check_word(row: CaseRow, kind: Kind) -> None:
    """立案侦查 is never said of an administrative case: one of the two is wrong in the file."""
    if row.said_of is not None and kind not in row.said_of:
        raise RefusalError("word_of_another_kind", kind=kind, word=row.said)


def _take_facts(
    row: CaseRow,
    draft: CaseDraft,
    change: CaseChange,
    seal: Seal,
    is_listed: Callable[[str], bool],
) -> None:
    """The newest row has the last word on all but the kind; what it doesn't say stays.

    A category that the list holds outweighs a 否, also one that an earlier row gave. One that no list
    knows is taken for sensitive, until a row says 否.
    """
    unfamiliar = row.unfamiliar and row.category != draft.category
    for name in ("category", "major", "unit", "contact"):
        value = getattr(row, name)
        if value is not None and value != getattr(draft, name):
            setattr(draft, name, value)
            change.changed = True
    sensitive = True if unfamiliar else row.sensitive
    if sensitive is False and draft.sensitive and is_listed(draft.category):
        sensitive = None
    if sensitive is not None and sensitive is not draft.sensitive:
        draft.sensitive = sensitive
        change.turned_sensitive = sensitive
        change.changed = True
    if row.returnable and not draft.returnable:
        draft.returnable = change.turned_returnable = change.changed = True
    if row.code and not seal.fits(row.code, draft.code_salt, draft.code_hash):
        draft.code_salt, draft.code_hash = seal.close(row.code)
        change.changed = True


def _first(row: CaseRow, told: Standing, seal: Seal) -> CaseDraft:
    if not (row.code and row.kind and row.category and row.unit and row.contact):
        missing = [name for name in NEW_NEEDS if not getattr(row, name)]
        raise RefusalError("new_needs", columns=", ".join(missing).replace("code", "query_code"))
    _check_word(row, row.kind)
    move(row.kind, None, told)
    salt, code_hash = seal.close(row.code)
    return CaseDraft(
        id=None,
        number=row.number,
        code_salt=salt,
        code_hash=code_hash,
        kind=row.kind,
        category=row.category,
        sensitive=row.unfamiliar or bool(row.sensitive),
        major=bool(row.major),
        unit=row.unit,
        contact=row.contact,
        stage=row.stage,
        stage_at=row.at,
        returnable=bool(row.returnable),
    )


def _time(row: CaseRow) -> datetime:
    return row.at
