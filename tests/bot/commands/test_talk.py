"""`minyi talk`: a scripted conversation in a terminal, as a person would read it."""

import json
import re
from pathlib import Path

from click.testing import CliRunner

from bot.__main__ import minyi

PHOTO = Path(__file__).parents[2] / "talk" / "photo.jpg"


def _talk(home: Path, *lines: str, chat: str = "1", language: str = "zh", demo: str = "1") -> str:
    result = CliRunner().invoke(
        minyi,
        ["talk", "--chat", chat, "--language", language],
        input="\n".join(lines) + "\n",
        env={"MINYI_HOME": str(home), "MINYI_DEMO": demo, "MINYI_QUIET_HOURS": "00:00-00:00"},
    )
    assert result.exception is None, result.output
    return result.output


def test_a_conversation_with_numbered_buttons(home: Path) -> None:
    said = _talk(home, "/start", "#1", "#2", "#2", "1")
    assert "[#1 同意，开始]" in said
    assert "民意（改）：谢谢您" in said
    assert "[#5 我的数据]" in said


def test_a_digit_alone_is_an_answer_and_no_button(home: Path) -> None:
    said = _talk(home, "/start", "1", language="en")
    assert said.count("[#1 I agree, start]") == 2


def test_a_button_may_be_named_by_its_words_and_one_that_is_not_there_is_told(
    home: Path,
) -> None:
    said = _talk(home, "/start", "#9", "#同意", "#没有的")
    assert said.count("没有这个按钮。") == 2
    assert "民意（改）：谢谢您" in said


def test_a_language_chosen_before_agreeing_lasts(home: Path) -> None:
    """The next word was answered in that of the start again."""
    said = _talk(home, "/start", "#English", "hi", "#No", "ok")
    assert said.count("[#1 I agree, start]") == 3
    assert said.count("[#1 同意，开始]") == 1


def test_who_signs_in_finds_no_consent_to_press(home: Path) -> None:
    printed = _talk(home, "/quit")
    code = re.search(r"/staff (\S+)   演示-分流", printed)
    assert code
    said = _talk(home, "/start", f"/staff {code[1]}", "#同意")
    assert said.count("您同意吗") == 1
    assert "没有这个按钮。" in said


def test_quit_ends_it(home: Path) -> None:
    assert "民意：" not in _talk(home, "/quit", "/start")


def test_the_export_comes_as_a_file(home: Path) -> None:
    said = _talk(home, "/start", "#1", "#1", "#1", "/mydata", "#导出")
    found = re.search(r"存在 (\S+\.json)", said)
    assert found
    everything = json.loads(Path(found[1]).read_text(encoding="utf-8"))
    assert everything["chats"][0]["channel"] == "terminal-1"


def test_a_later_run_knows_the_person_again(home: Path) -> None:
    _talk(home, "/start", "#1", "#2", "#2")
    assert "与您有关的" in _talk(home, "/mydata")


def test_a_photo_is_sent_from_a_file_and_one_that_is_not_there_is_told(home: Path) -> None:
    said = _talk(
        home,
        "/start",
        "#1",
        "#2",
        "#2",
        "/complaint",
        f"/photo {PHOTO} 路灯坏了",
        "/photo /nowhere.jpg",
    )
    assert "1张照片" in said
    assert "没有这个文件。" in said


def test_staff_in_another_terminal_gets_the_card_of_a_complaint(home: Path) -> None:
    printed = _talk(home, "/quit", chat="2")
    code = re.search(r"/staff (\S+)   演示-分流", printed)
    assert code
    _talk(home, f"/staff {code[1]}", chat="2")
    _talk(
        home,
        *("/start", "#1", "#2", "#2", "/complaint", "这里有件说不清楚的事", "#写好了"),
        *("#1", "#1"),
    )
    assert re.search(r"M[0-9A-Z]{4}-[0-9A-Z]{4}", _talk(home, "/menu", chat="2"))


def test_a_real_installation_is_not_talked_with_as_a_demo(home: Path) -> None:
    _talk(home, "/quit", demo="0")
    result = CliRunner().invoke(
        minyi, ["talk"], input="", env={"MINYI_HOME": str(home), "MINYI_DEMO": "1"}
    )
    assert "holds a real installation" in str(result.exception)
