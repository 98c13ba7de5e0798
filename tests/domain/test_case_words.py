import pytest

from domain.case_words import find_case_words, read_case_words, read_code

NUMBER, CODE = "A3300002026000001", "482913"


@pytest.mark.parametrize(
    "text",
    [
        f"{NUMBER} {CODE}",
        f"{NUMBER},{CODE}",
        f"{NUMBER}、482 913",
        f"a330000-2026-000001, {CODE}",
        "A3300002026000001 482913",
        f"案号{NUMBER},查询码{CODE}",
        f"我的案件编号是{NUMBER}查询码是482913",
        f"编号：{NUMBER}\n查询码:482-913",
        f"{NUMBER} 查询码 {CODE}",
        f"Case number {NUMBER}, query code {CODE}",
        f"\u200b{NUMBER}\u200e  {CODE}",
    ],
)
def test_number_and_code_in_one_message(text: str) -> None:
    assert read_case_words(text) == (NUMBER, CODE)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (NUMBER, NUMBER),
        ("3301 0120 2600 0012", "3301012026000012"),
        ("案号:京公(朝)立字〔2026〕12号", "京公朝立字202612号"),
        ("A330000-2026-000001", NUMBER),
    ],
)
def test_a_number_alone(text: str, number: str) -> None:
    assert read_case_words(text) == (number, None)


@pytest.mark.parametrize("text", ["", "你好", "12", "x" * 5000, "/start", "😀", "案号"])
def test_no_number_at_all(text: str) -> None:
    assert read_case_words(text).number is None


@pytest.mark.parametrize(
    ("text", "code"), [("482 913", CODE), ("查询码:482913", CODE), ("12", None), ("", None)]
)
def test_a_code_alone(text: str, code: str | None) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "13800000000",
        "我家楼下太吵了,3天了 没人管",
        "办案民警一直不接电话,案号也不告诉我",
        "000000199001010000",
        "编号12的路灯坏了",
        "夸一夸3号窗口",
    ],
)
def test_a_complaint_is_not_taken_for_a_case_number(text: str) -> None:
    assert find_case_words(text) == (None, None)


@pytest.mark.parametrize("text", [NUMBER, f"{NUMBER} {CODE}", f"案号{NUMBER} 查询码{CODE}"])
def test_a_case_number_is_understood_without_being_asked_for(text: str) -> None:
    assert find_case_words(text).number == NUMBER
