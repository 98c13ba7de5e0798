"""The surveys that are shipped, and those that are turned away with file, key and reason."""

from pathlib import Path

import pytest

from content.loader import ContentError
from content.survey import load_surveys
from domain.say import press
from domain.survey import Index, Kind, Occasion

GOOD = """
id = "safety"
version = 1
occasion = "perception"
index = "safety"
title = { zh = "安全感", en = "Safety" }

[[question]]
id = "overall"
kind = "scale"
wording = { zh = "安全吗？", en = "Safe?" }
choice = [
    { code = "n3", zh = "安全", en = "Safe" },
    { code = "n2", zh = "一般", en = "Fair" },
    { code = "n1", zh = "不安全", en = "Unsafe" },
]
branch = [{ when = ["n3"], to = "words" }]

[[question]]
id = "fears"
kind = "several"
most = 2
wording = { zh = "担心什么？", en = "What worries you?" }
choice = [
    { code = "theft", zh = "偷盗", en = "Theft" },
    { code = "fraud", zh = "诈骗", en = "Fraud" },
    { code = "none", zh = "都不", en = "None", apart = true },
]

[[question]]
id = "words"
kind = "text"
limit = 100
wording = { zh = "还有吗？", en = "Anything else?" }
"""


def put(root: Path, text: str, name: str = "safety.toml") -> Path:
    folder = root / "surveys"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return root


def test_a_good_survey_is_read(tmp_path: Path) -> None:
    survey = load_surveys(put(tmp_path, GOOD))["safety"]
    assert [q.kind for q in survey.questions] == [Kind.SCALE, Kind.SEVERAL, Kind.TEXT]
    assert survey.questions[0].branches[0].to == "words"
    assert survey.questions[1].choices[2].apart


@pytest.mark.parametrize(
    ("was", "becomes", "key", "reason"),
    [
        ('id = "safety"', "", "id", "required"),
        ("version = 1", "version = 0", "version", "greater"),
        ("version = 1", 'version = "one"', "version", "integer"),
        ('"perception"', '"inspection"', "occasion", "perception"),
        ('index = "safety"', 'index = "mood"', "index", "safety"),
        (', en = "Safety"', "", "title.en", "required"),
        ('zh = "安全感"', 'zh = ""', "title.zh", "at least 1"),
        ('kind = "scale"', 'kind = "grade"', "question.0.kind", "scale"),
        ('kind = "scale"', 'kind = "choice"', "question.0.kind", "index"),
        ('id = "overall"', 'id = "end"', "question.0.id", "end"),
        ('id = "overall"', 'id = "over all"', "question.0.id", "pattern"),
        ('id = "fears"', 'id = "overall"', "question.1", "there already"),
        ('code = "n1"', 'code = "n2"', "question.0.choice.2", "there already"),
        ('code = "n1"', 'code = "n0"', "question.0.choice", "best to its worst"),
        ('    { code = "n2", zh = "一般", en = "Fair" },\n', "", "question.0.choice", "scale"),
        ('to = "words"', 'to = "nowhere"', "question.0.branch.0.to", "nowhere"),
        ('to = "words"', 'to = "overall"', "question.0.branch.0.to", "further on"),
        ('when = ["n3"]', 'when = ["n9"]', "question.0.branch.0.when", "n9"),
        ('when = ["n3"]', "when = []", "question.0.branch.0.when", "at least 1"),
        ("most = 2", "most = 3", "question.1.most", "2 to 2"),
        ("most = 2", "", "question.1.most", "2 to 2"),
        ("most = 2", "most = 2\nmust = true", "question.1.must", "not permitted"),
        ("most = 2", "most = 2\nlimit = 9", "question.1.limit", "only a text"),
        ('kind = "scale"', 'kind = "scale"\nmost = 2', "question.0.most", "several"),
        ("limit = 100", "", "question.2", "limit"),
        (
            'en = "Fraud"',
            'en = "Fraud by phone, letter or screen"',
            "question.1.choice.1.en",
            "wider",
        ),
        ('zh = "诈骗"', 'zh = "打电话、发短信、上网骗走钱财的"', "question.1.choice.1.zh", "wider"),
        ("limit = 100", "limit = 100 100", "", "line"),
    ],
)
def test_a_bad_survey_is_named_with_key_and_reason(
    tmp_path: Path, was: str, becomes: str, key: str, reason: str
) -> None:
    assert was in GOOD
    with pytest.raises(ContentError) as caught:
        load_surveys(put(tmp_path, GOOD.replace(was, becomes, 1)))
    assert caught.value.file.name == "safety.toml"
    assert caught.value.key == key
    assert reason in caught.value.reason


def test_too_many_questions_are_refused(tmp_path: Path) -> None:
    more = "".join(
        f'\n[[question]]\nid = "more{n}"\nkind = "text"\nlimit = 9\nwording = {{zh="问", en="?"}}\n'
        for n in range(5)
    )
    with pytest.raises(ContentError, match=r"question: .*7"):
        load_surveys(put(tmp_path, GOOD + more))


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    put(tmp_path, GOOD, "a.toml")
    with pytest.raises(ContentError, match=r"b\.toml, line \d+: id"):
        load_surveys(put(tmp_path, GOOD, "b.toml"))


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    (tmp_path / "surveys" / "safety.toml").write_bytes(GOOD.encode("gbk"))
    with pytest.raises(ContentError, match=r"safety\.toml"):
        load_surveys(tmp_path)


def test_the_bureau_of_statistics_question_comes_first_and_unchanged() -> None:
    first = load_surveys()["safety"].questions[0]
    said = [choice.wording.zh for choice in first.choices]
    assert said == ["很安全", "安全", "基本安全", "不太安全", "不安全"]


def test_the_two_indices_and_the_two_occasions_are_apart() -> None:
    kinds = {s.id: (s.occasion, s.index) for s in load_surveys().values()}
    assert kinds == {
        "safety": (Occasion.PERCEPTION, Index.SAFETY),
        "everyday": (Occasion.PERCEPTION, Index.SATISFACTION),
        "satisfaction": (Occasion.EVENT, Index.SATISFACTION),
    }


def test_no_wording_tells_people_what_to_answer() -> None:
    for survey in load_surveys().values():
        for question in survey.questions:
            for leading in ("务必", "请回答", "请选择满意", "支持我们", "please rate us", "must"):
                assert leading not in question.wording.zh
                assert leading not in question.wording.en.lower()


def test_every_button_can_be_carried_by_every_channel() -> None:
    for survey in load_surveys().values():
        for question in survey.questions:
            for choice in question.choices:
                assert press("survey_choose", "k7Qz93Xb", 99, question.id, choice.code)
