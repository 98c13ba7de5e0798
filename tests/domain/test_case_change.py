"""What later rows may change of a case."""

from datetime import UTC, datetime, timedelta

import pytest

from content.feed import load_feed_words
from domain.case_change import CaseDraft, Seal, change_case
from domain.case_life import Kind, Stage
from domain.feed_row import CaseRow

SEAL = Seal(b"k" * 32, lambda: "a" * 16)
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
IS_LISTED = load_feed_words().is_sensitive


def _row(day: int, stage: Stage, category: str | None, sensitive: bool | None) -> CaseRow:
    first = day == 0
    return CaseRow(
        line=day + 1,
        number="A123456",
        code="12345678" if first else None,
        kind=Kind.CRIMINAL if first else None,
        category=category,
        major=None,
        unit="城关派出所" if first else None,
        contact="0000-1234567" if first else None,
        stage=stage,
        at=BEGIN + timedelta(days=day),
        sensitive=sensitive,
        cells=(),
    )


def _begun(category: str, sensitive: bool) -> CaseDraft:
    draft = change_case(
        [_row(0, Stage.RECEIVED, category, sensitive)], None, (), SEAL, IS_LISTED
    ).draft
    assert draft is not None
    draft.id = 1
    return draft


def _then(draft: CaseDraft, category: str | None, sensitive: bool | None) -> bool:
    change_case([_row(1, Stage.FILED, category, sensitive)], draft, (), SEAL, IS_LISTED)
    assert draft.stage is Stage.FILED
    return draft.sensitive


@pytest.mark.parametrize("category", ["家庭暴力", "涉嫌强奸", "杀人", "Domestic Violence"])
def test_a_bare_no_does_not_unlock_a_case_whose_category_is_listed(category: str) -> None:
    assert _then(_begun(category, sensitive=True), None, False)


def test_a_no_unlocks_a_case_that_only_a_row_called_sensitive() -> None:
    assert not _then(_begun("盗窃", sensitive=True), None, False)


def test_a_no_with_a_harmless_category_unlocks_a_listed_one() -> None:
    assert not _then(_begun("家庭暴力", sensitive=True), "盗窃", False)
