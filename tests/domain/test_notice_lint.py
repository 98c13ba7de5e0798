import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lint import load_lint_words
from content.unit import load_units
from domain.notice_lint import Fault, find_facts, lint_notice, lint_parts

WORDS = load_lint_words(public=["0730-1234567", *(unit.phone for unit in load_units())])
HERE = Path(__file__).parent
FACTS = [line.split("\t") for line in (HERE / "facts.tsv").read_text("utf-8").splitlines()]
"""Facts of invented cases, each with what it is, in all the ways people write them."""
HONEST = (HERE / "honest_replies.txt").read_text("utf-8").splitlines()
"""Whole answers as an honest clerk writes them; all are invented."""
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
        ("赔了3000块钱", Fault.AMOUNT),
        ("赔了三千块。", Fault.AMOUNT),
        ("被骗5万", Fault.AMOUNT),
        ("损失了五万", Fault.AMOUNT),
        ("$300", Fault.AMOUNT),
        ("138 0013 8000", Fault.PHONE),
        ("138-0013-8000", Fault.PHONE),
        ("+86 13800138000", Fault.PHONE),
        ("中山路十八号", Fault.ADDRESS),
        ("中山路18-2号", Fault.ADDRESS),
        ("偷车的是李建国", Fault.NAME),
        ("刘强已被刑拘", Fault.NAME),
        ("欧阳锋已抓获", Fault.NAME),
        ("您的案件已立案。张伟偷了您的车", Fault.NAME),
        ("我们抓到了王建军。", Fault.NAME),
        ("李四在县医院", Fault.NAME),
        ("司马光被拘留", Fault.NAME),
        ("Zhang Wei stole it", Fault.NAME),
        ("Mr. Li has confessed", Fault.NAME),
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


HARMLESS = """
您的案件已经立案。因为需要查证，下一步由办案民警调查。您可以随时查询进展。
您反映的路灯已经修好，因为线路老化，昨天换了新的。如有疑问，您可以再告诉我们。
您反映的噪声，民警已到现场劝止。以后再响，请您随时拨打110。
金额已经核对。接下来请您带身份证到窗口领取。
任务已经安排。民警会在三个工作日内给您打电话。
方案已定，路口将加装护栏，预计下个月完工。
您的申请已收到，因为材料不齐，请您补一份照片。
车辆已经挪走，通道恢复畅通。
余款在窗口退还，请带收据。
高速路口已加派警力，早晚高峰都有人疏导。
水管在修，预计两天完成。
安排在下周一，请您带好证件。
解释权在办案单位，您可以要求复议。
洪水已经退去，道路恢复通行。
石块已经清走，请您放心通行。
马路在施工，请绕行，周五恢复。
关于您问的居住证，请到户政窗口办理，一般五个工作日办好。
常住人口登记在派出所办理，不收费。
房屋已经检查，没有发现安全隐患。
国家规定，办案期限是三十日，可以延长三十日。
于今天在窗口受理，七日内答复您。
何时办结，我们会在期限前告诉您。
查询在“我的案件”里，输入编号和查询码就行。
包裹已经转交，请您核对。
江边已加装警示牌，请不要下水。
白天在窗口有人值班，晚上请打值班电话。
顾客在店内打架的事，民警已调解。
黄灯已经调好，闪烁时间改为五秒。
温度在下降，路面结冰，请慢行。
孙子的户口可以随父母登记，请带出生证明。
武装巡逻已经恢复，每晚有两组人。
严重超速的，我们已加强查处。
这是安全的做法，请您照做。
您可以一块儿办理护照和通行证。
这次宣传有5万人参加。
全县约3万户，正在逐户走访。
请到3号窗口，或者坐公交到人民路5号线出口。
联系方式已更新，以后会打到新的号码。
您的房子在登记范围内，请带房产证。
您的钱包在失物招领处，请带身份证来领。
我们已联系社区，社区会在周末上门。
派出所已加强夜间巡逻，重点是老旧小区。
办案单位是城关派出所，请打它的公开电话。
柳树所已经受理，三日内答复。
为何不立案，通知书上写明了理由，您可以在七日内申请复议。
Your case has been filed because it must be investigated. Next, the station will call you.
We have moved the street light; it is working again since Monday. You can tell us if it fails.
Please bring your identity card to window 3; it takes five working days.
The Chengguan police station handles your case. You can call its public number.
He can collect the property next week, and you can choose the day.
Long waits at the window are known; we have opened a second one. Please come after 14:00.
""".strip().splitlines()


def test_there_are_enough_harmless_replies() -> None:
    assert len(HARMLESS) >= 40


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_reply_passes(text: str) -> None:
    assert find_facts(WORDS, text) == []


@pytest.mark.parametrize(
    "ending",
    ["您可以等候进一步消息。", "请知悉。", "以后再联系您。", "Please wait for further notice."],
)
def test_an_ending_without_a_date_or_a_way_is_stopped(ending: str) -> None:
    assert Fault.VAGUE in faults(GOOD + ending)


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


@pytest.mark.parametrize(("fault", "text"), FACTS)
def test_a_fact_is_found_however_it_is_written(fault: str, text: str) -> None:
    assert fault in {finding.fault for finding in find_facts(WORDS, text)}
    assert find_facts(WORDS, f"您的案件已经立案。{text}。请您拨打110。")


def test_there_are_enough_honest_answers() -> None:
    assert len(HONEST) >= 70


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_answer_passes_whole(text: str) -> None:
    assert lint_notice(WORDS, text) == []


@pytest.mark.parametrize(
    "shown", ["１３８　００１３　８０００", "王\u200b 小 明", "伍 仟 元", "京a12345"]
)
def test_what_was_found_is_shown_as_it_was_typed(shown: str) -> None:
    (found,) = find_facts(WORDS, f"前面的话。{shown}已被查到，后面的话。")
    assert found.words == shown
    assert shown in found.around


VAGUE = """
我们会处理的。
有消息会通知您。
会给您一个答复。
请您放心。
我们正在处理。
正在办理中,请稍候。
有结果再告诉您。
有进展会告诉您。
我们会认真对待。
尽快。
一定会重视。
请您等一等。
过几天再说。
请等候。
会依法处理。
将按规定处理。
正在核实。
请继续关注。
we will handle it.
please wait.
We are working on it.
you will hear from us.
It is under consideration.
soon.
我们会高度重视。
请您等电话通知。
民警正在调查当中。
已经转给有关部门处理，有进展会第一时间告诉您。
我们将积极协调解决。
请您理解。我们会持续关注。感谢您的支持！
一定给您一个满意的答复。祝您生活愉快。
請耐心等待。
请 耐 心 等 待。
We will get back to you as soon as we can.
Our colleagues are looking into it and it is still under review. Thank you for your patience.
We will do our best.
""".strip().splitlines()


@pytest.mark.parametrize("ending", VAGUE)
def test_an_ending_without_a_day_or_a_way_is_stopped_by_rule(ending: str) -> None:
    assert Fault.VAGUE in faults("您反映的事已经收到。因为需要核实，已经转到责任单位。" + ending)


@pytest.mark.parametrize(
    "ending",
    [
        "我们会在3天内答复您。",
        "正在核实，周五前给您打电话。",
        "有进展会告诉您；您也可以在“我的案件”里查看。",
        "没有好转，请您按下面的“没解决”，我们继续处理。",
        "We will call you within three days.",
        "We are working on it; it will be done on Friday.",
    ],
)
def test_the_same_words_with_a_day_or_a_way_may_stand(ending: str) -> None:
    assert Fault.VAGUE not in faults(GOOD + ending)


def test_courtesies_hide_no_empty_ending() -> None:
    wishes = (
        "谢谢您对我们工作的支持与理解，祝您生活愉快，身体健康，万事如意，工作顺利，阖家幸福平安！"
    )
    assert Fault.VAGUE in faults(GOOD + "我们高度重视。" + wishes)
    assert Fault.VAGUE not in faults(GOOD + wishes)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("已需要您可以", {Fault.WHAT_MISSING, Fault.WHY_MISSING, Fault.HOW_MISSING}),
        ("What Why next", {Fault.WHAT_MISSING, Fault.WHY_MISSING, Fault.HOW_MISSING}),
        ("已,需要,您可以。", {Fault.WHAT_MISSING, Fault.WHY_MISSING, Fault.HOW_MISSING}),
        ("您反映的事已经登记。您可以再问一问。需要。", {Fault.WHY_MISSING}),
        ("是什么：\n路灯修好了。\n为什么：\n线路老化。\n怎么办：\n再坏请打12345。", set()),
    ],
)
def test_a_part_is_a_clause_of_its_own_and_more_than_its_sign(
    text: str, missing: set[Fault]
) -> None:
    assert faults(text) == missing


@pytest.mark.parametrize(
    "text",
    [
        "已需要您可以" * 300,
        "1 " * 1000,
        "王" * 2000,
        "A B " * 500,
        "万" * 2000,
        "1" * 2000,
        "十" * 2000,
    ],
)
def test_the_longest_words_are_read_at_once(text: str) -> None:
    begun = time.process_time()
    lint_notice(WORDS, text)
    assert time.process_time() - begun < 1
