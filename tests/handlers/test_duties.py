"""What is owed, explained in a sentence each; and the page that lists every duty."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.case_act import ACTS
from domain.case_life import Kind
from domain.case_life import Stage as CaseStage
from handlers.duties import explain_case, list_duties
from handlers.duty_page import write_page
from handlers.house import House
from storage import events
from storage.database import Database
from tests.cases import feed
from tests.conftest import NOW
from tests.followed import Followed
from tests.handlers.feed_files import row
from tests.talk.stage import Stage

PAGE = Path(__file__).parents[2] / "docs" / "duties.md"
NUMBER = "A330000202600012"


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def explained(stage: Stage, language: str) -> list[str]:
    async with stage.database.transaction() as db:
        lines = await explain_case(db, stage.house, stage.house.book[language], NUMBER, stage.time)
    assert lines is not None
    return lines


async def test_each_duty_tells_whom_since_until_rule_and_outcome(stage: Stage) -> None:
    await feed(
        stage,
        (CaseStage.RECEIVED, NOW),
        (CaseStage.FILED, NOW + timedelta(days=8)),
        (CaseStage.SOLVED, NOW + timedelta(days=9)),
    )
    stage.wait(days=10)
    zh = await explained(stage, "zh")
    filing = next(line for line in zh if line.startswith("刑事案件立案审查"))
    for part in (
        "对报案人",
        "自2026年3月2日 10:00起",
        "到2026年3月5日止（3日）",
        "公通字〔2015〕32号",
        "2015年11月4日起施行",
        "2026年3月10日 10:00做到了，但是超期了",
    ):
        assert part in filing
    told = next(line for line in zh if line.startswith("破而不馈"))
    assert "还没有做到，还剩" in told
    en = await explained(stage, "en")
    assert any("Done late, 10 March 2026 10:00." in line for line in en)


async def test_the_version_in_force_on_the_day_is_named(stage: Stage) -> None:
    await feed(stage, (CaseStage.FILED, NOW), kind=Kind.ADMINISTRATIVE)
    (line,) = [one for one in await explained(stage, "zh") if one.startswith("治安案件办结")]
    assert "治安管理处罚法（2025年修订）" in line
    assert "2026年1月1日起施行" in line


async def test_four_hours_of_an_appraisal_are_no_day_and_the_rest_waits(stage: Stage) -> None:
    await feed(stage, (CaseStage.FILED, NOW), kind=Kind.ADMINISTRATIVE)
    async with stage.database.transaction() as db:
        await events.add(db, "case:1", "appraisal_begun", NOW + timedelta(hours=2))
    stage.wait(hours=6)
    (line,) = [one for one in await explained(stage, "zh") if one.startswith("治安案件办结")]
    assert "不计入期限" not in line
    assert line.endswith("从2026年3月2日 12:00起暂停计算。还没有做到，恢复计算以后还剩30日。")
    stage.wait(days=6)
    (line,) = [one for one in await explained(stage, "zh") if one.startswith("治安案件办结")]
    assert "有6天不计入期限。" in line
    assert line.endswith("恢复计算以后还剩30日。")


async def test_the_time_to_ask_for_a_review_is_explained(stage: Stage) -> None:
    await feed(stage, (CaseStage.RECEIVED, NOW), (CaseStage.NOT_FILED, NOW + timedelta(hours=1)))
    async with stage.database.transaction() as db:
        await events.add(db, "case:1", "not_filed_told", NOW + timedelta(hours=2))
    stage.wait(days=10)
    (line,) = [one for one in await explained(stage, "zh") if one.startswith("对不予立案申请复议")]
    assert "第一百七十九条" in line
    assert line.endswith("没有申请，期限已经过了2日。")


async def test_a_case_that_is_not_there_is_told_so(sqlite: Database, house: House) -> None:
    async with sqlite.transaction() as db:
        assert await explain_case(db, house, house.book["zh"], "A1", NOW) is None


def test_the_page_is_what_the_data_gives(house: House) -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page(house), "minyi duties document"


def test_every_duty_failure_and_standard_is_listed(house: House) -> None:
    _, *lines = list_duties(house, house.book["zh"])
    named = {line.split("\t")[0] for line in lines}
    assert named == {*house.rulebook.duties, *house.rulebook.own}


def test_every_act_and_addressee_has_a_word(house: House) -> None:
    for texts in house.book.values():
        for name in ACTS:
            assert texts.has(f"deadline.act_{name}"), name
        for duty in house.rulebook.duties.values():
            assert texts.has(f"deadline.to_{duty.owed_to}")


async def test_a_case_is_explained_after_no_news_was_told(
    database: Database, house: House, tmp_path: Path
) -> None:
    """The act had no words, and of a followed case nothing could be explained any more."""
    followed = Followed(Stage(database, house, NOW), tmp_path)
    await followed.begins()
    await followed.wakes(days=15)
    async with database.reading() as db:
        for language, words in (("zh", "已告知暂无新进展"), ("en", "No news told")):
            number = row(1)["number"]
            lines = await explain_case(db, house, house.book[language], number, NOW)
            assert any(line.endswith(words) for line in lines or ())
