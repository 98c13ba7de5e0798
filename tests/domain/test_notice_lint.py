import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lint import load_lint_words
from domain.notice_lint import Fault, find_facts, lint_notice, lint_parts

WORDS = load_lint_words(public=["0730-1234567"])
GOOD = (
    "是什么:您的案件(尾号0001)已经立案。为什么:经审查,符合立案条件,依照规定立案侦查。"
    "怎么办:接下来由办案单位调查,有进展会告诉您;您可以随时在“我的案件”里查看。"
)


def faults(text: str) -> set[Fault]:
    return {finding.fault for finding in lint_notice(WORDS, text)}


def test_a_notice_with_its_three_parts_passes() -> None:
    assert lint_notice(WORDS, GOOD) == []


def test_a_notice_in_english_passes_too() -> None:
    text = (
        "What: your case (ending in 0001) has been filed. Why: the review found that it must be "
        "investigated under the law. What to do: you can look here at any time; nothing is needed."
    )
    assert lint_notice(WORDS, text) == []


def test_each_missing_part_is_named() -> None:
    assert faults("您的案件已经立案。") == {Fault.WHY_MISSING, Fault.HOW_MISSING}


def test_an_ending_that_says_nothing_is_stopped() -> None:
    assert faults(GOOD + "请耐心等待。") == {Fault.VAGUE}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("嫌疑人张某已被抓获", Fault.NAME),
        ("已联系李女士", Fault.NAME),
        ("在人民路12号附近", Fault.ADDRESS),
        ("阳光小区3栋发生的", Fault.ADDRESS),
        ("车牌湘F12345的车", Fault.PLATE),
        ("新能源车湘FD12345", Fault.PLATE),
        ("身份证11010519491231002X", Fault.IDENTITY),
        ("请打13800138000", Fault.PHONE),
        ("追回8,000元", Fault.AMOUNT),
        ("损失三万余元", Fault.AMOUNT),
        ("嫌疑人\uff1a张某\uff0c已被抓获", Fault.NAME),
    ],
)
def test_facts_of_the_case_are_stopped(text: str, fault: Fault) -> None:
    assert fault in {finding.fault for finding in find_facts(WORDS, text)}


@pytest.mark.parametrize(
    "text",
    [
        "请拨打0730-1234567或110咨询",
        "案件尾号0001,2026年3月2日立案",
        "请带身份证到办证大厅",
        "30天内办结,最多延长60天",
        "民警会在7日内回访",
    ],
)
def test_what_may_be_told_passes(text: str) -> None:
    assert find_facts(WORDS, text) == []


def test_a_finding_shows_where_it_stands() -> None:
    (found,) = find_facts(WORDS, "前面有很多很多字,车牌湘F12345的车在这里等着")
    assert (found.words, found.around) == ("湘F12345", "很多很多字,车牌湘F12345的车在这里等着")


@given(st.lists(st.sampled_from(["湘F12345", "13800138000", "人民路12号"]), min_size=1))
def test_every_fact_is_found_wherever_it_stands(facts: list[str]) -> None:
    text = GOOD + "".join(f"({fact})" for fact in facts)
    found = find_facts(WORDS, text)
    assert {finding.words for finding in found} == set(facts)
    assert len(lint_notice(WORDS, text)) == len(facts)


def test_the_parts_of_a_template_are_checked_one_by_one() -> None:
    found = lint_parts(WORDS, "您的案件已经立案。", " ", "接下来会尽快")
    assert {finding.fault for finding in found} == {Fault.WHY_MISSING, Fault.VAGUE}
