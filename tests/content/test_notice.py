"""Every notice that ships says what, why and what to do, and holds no facts of a case."""

import shutil
from pathlib import Path

import pytest

from content.catalogue import read_all
from content.loader import ROOT, ContentError
from content.notice import TOLD, check_notices, find_faults, split_parts
from content.text import LANGUAGES, load_texts


def test_no_notice_has_a_fault() -> None:
    assert list(find_faults()) == []
    check_notices()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_whole_notice_is_written_in_three_parts(language: str) -> None:
    texts = load_texts()[language]
    notices = [key for key in texts.all_keys() if TOLD.match(key)]
    assert len(notices) >= 9
    for key in notices:
        assert all(split_parts(texts.template(key), language)), key


def _with(tmp_path: Path, name: str, before: str, after: str) -> Path:
    """A copy of all content with one change."""
    root = tmp_path / "content"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = root / name
    written = path.read_text(encoding="utf-8")
    assert before in written
    path.write_text(written.replace(before, after, 1), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("name", "before", "after", "fault"),
    [
        ("stages.toml", "已经决定作为刑事案件立案侦查。", "嫌疑人张某已被抓获。", "name"),
        ("stages.toml", "该办的手续都已办完。", "", "why"),
        ("replies/any.toml", "没有变好，按下面的“没解决”，我们接着办。", "请耐心等待。", "vague"),
        ("texts/notice.toml", "\nWhy: {slow}", "", "places differ"),
        ("texts/notice.toml", "\nWhy: it is the time", "\nIt is the time", "why_missing"),
        ("duties/cases.toml", '= ["property"]', '= ["nosuch"]', "nosuch"),
    ],
)
def test_a_notice_with_a_fault_stops_the_check(
    tmp_path: Path, name: str, before: str, after: str, fault: str
) -> None:
    with pytest.raises(ContentError, match=fault):
        check_notices(_with(tmp_path, name, before, after))


OWN_UNITS = (
    '[[unit]]\nid = "own"\ntitle = { zh = "甲", en = "A" }\n'
    'phone = "0730-7654321"\nnames = ["甲所"]\ntakes_reports = true\n'
)


def test_the_numbers_that_may_be_told_are_those_of_the_homes_own_units(tmp_path: Path) -> None:
    """The check went by the invented units, also where the bureau's own had come instead of them."""
    end = "没有变好，按下面的“没解决”，我们接着办。"
    home = tmp_path / "home"
    home.mkdir()
    (home / "units.toml").write_text(OWN_UNITS, encoding="utf-8")
    for number, is_own in (("0730-7654321", True), ("0000-000101", False)):
        name = f"told_{is_own}"
        (tmp_path / name).mkdir()
        root = _with(tmp_path / name, "replies/any.toml", end, f"{end}电话{number}。")
        for place, is_well in ((home, is_own), (None, not is_own)):
            wrong = {name: str(error) for name, error in read_all(root, place) if error}
            assert list(wrong) == ([] if is_well else ["notices"])
            assert is_well or number in wrong["notices"]
