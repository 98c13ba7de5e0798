"""The page speaks as the talk does, and shows whose chat it is: a citizen's, or of somebody at work."""

import asyncio
import os
import re
import sys
from pathlib import Path

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Program, Visits
from tests.browser.test_photos import choose, photo
from tests.browser.test_talk import agree, say


async def _sign_in_code(home: Path, *options: str) -> str:
    adding = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "staff", "add", "--name", "演示-某人", *options),
        env={"PATH": os.environ["PATH"], "MINYI_HOME": str(home)},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await adding.communicate()
    found = re.search(r"/staff \S+", said.decode())
    assert found is not None
    return found[0]


async def _is_in(page: Page, language: str) -> None:
    """Words, labels and what a screen reader goes by."""
    is_english = language == "en"
    await expect(page.locator("html")).to_have_attribute("lang", "en" if is_english else "zh-Hans")
    label = "Send" if is_english else "发送"
    await expect(page.locator("#send")).to_have_attribute("aria-label", label)
    await expect(page.get_by_role("link", name="中文" if is_english else "English")).to_be_visible()


async def test_another_language_in_the_talk_is_one_of_the_page_too(visits: Visits) -> None:
    """The talk changed alone: screen readers read Chinese words with an English voice."""
    async with visits.visit() as page:
        await agree(page)
        await page.locator("#text").fill("/language")
        await page.locator("#text").press("Enter")
        await expect(page.get_by_role("log")).to_contain_text("English from now on")
        await _is_in(page, "en")
        await page.locator("#text").fill("写到一半")
        await page.locator('[data-data="language:change"]').last.click()
        await _is_in(page, "zh")
        assert await page.locator("#text").input_value() == "写到一半"
        await page.reload()
        await _is_in(page, "zh")


async def test_the_language_of_the_page_is_the_one_of_the_talk(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        await page.get_by_role("link", name="English").click()
        await expect(page.get_by_role("log")).to_contain_text("English from now on")
        await _is_in(page, "en")
        await say(page, "/help")
        await expect(page.locator(".theirs").last).to_contain_text("110")
        await _is_in(page, "en")


async def _open_beside(page: Page) -> Page:
    """A second tab of the same person."""
    beside = await page.context.new_page()
    await beside.goto(page.url)
    await expect(beside.locator("#state")).to_have_attribute("data-state", "online")
    return beside


async def _ask_for_english(page: Page, beside: Page) -> None:
    """In one tab; the other one has heard of it."""
    await say(page, "/language en")
    await expect(beside.locator(".theirs").last).to_contain_text("English from now on")


async def test_a_tab_that_is_written_in_waits_until_the_words_are_sent(visits: Visits) -> None:
    """It was loaded anew under the hands of whoever was typing."""
    async with visits.visit() as page:
        await agree(page)
        beside = await _open_beside(page)
        await beside.locator("#text").fill("写到一半")
        await beside.evaluate("() => (window.isTheSame = true)")
        await _ask_for_english(page, beside)
        await _is_in(page, "en")
        await beside.locator("#text").press_sequentially("，写完了")
        await _is_in(beside, "zh")
        assert await beside.evaluate("() => window.isTheSame")
        await beside.locator("#text").press("Enter")
        await _is_in(beside, "en")
        await expect(beside.locator(".mine .text").last).to_have_text("写到一半，写完了")


async def test_a_tab_with_photos_on_their_way_waits_until_they_are_there(visits: Visits) -> None:
    """It was loaded anew, and the browser asked a question about it; the photos were gone."""
    may_go = asyncio.Event()

    async def hold(route: Route) -> None:
        await may_go.wait()
        await route.continue_()

    async with visits.visit() as page:
        await agree(page)
        beside = await _open_beside(page)
        await beside.route("**/chat/photo", hold)
        await choose(beside, photo())
        await expect(beside.locator("#previews img")).to_have_count(1)
        await _ask_for_english(page, beside)
        await _is_in(page, "en")
        await _is_in(beside, "zh")
        await expect(beside.locator("#previews img")).to_have_count(1)
        await beside.locator("#send").click()
        await expect(beside.locator(".mine .sending")).to_have_count(1)
        await say(page, "/help")
        await expect(beside.locator(".theirs").last).to_contain_text("110")
        await _is_in(beside, "zh")
        may_go.set()
        await _is_in(beside, "en")
        await expect(beside.get_by_role("img", name="Photo you sent")).to_have_count(1)


async def test_a_tab_follows_again_into_a_language_that_it_had_left(visits: Visits) -> None:
    """That it had once followed was remembered for too long: the second time it stayed behind."""
    async with visits.visit() as page:
        await agree(page)
        beside = await _open_beside(page)
        await _ask_for_english(page, beside)
        await _is_in(beside, "en")
        await beside.get_by_role("link", name="中文").click()
        await _is_in(beside, "zh")
        await _is_in(page, "zh")
        await _ask_for_english(page, beside)
        await _is_in(beside, "en")


async def test_who_reads_above_is_still_there_after_the_language_changed(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        for number in range(12):
            await say(page, f"第{number}句：小区门口的路灯坏了，晚上一片黑，希望早点修好。")
            await expect(page.locator(".mine")).to_have_count(number + 1)
        await expect(page.locator(".theirs").last).to_contain_text("12条文字")
        await page.wait_for_timeout(800)  # what follows the end has come to rest
        read = page.locator(".mine", has_text="第3句")
        await read.evaluate("it => it.scrollIntoView({block: 'center', behavior: 'instant'})")
        before = await read.bounding_box()
        # Not by Playwright's click, which scrolls on its own.
        await page.get_by_role("link", name="English").evaluate("it => it.click()")
        await _is_in(page, "en")
        await expect(page.locator("#state")).to_have_attribute("data-state", "online")
        await expect(read).to_be_in_viewport()
        after = await read.bounding_box()
        assert before is not None
        assert after is not None
        assert abs(before["y"] - after["y"]) < 40


async def test_an_english_consent_makes_the_page_english(visits: Visits) -> None:
    async with visits.visit() as page:
        await page.locator('[data-data="consent:show:en"]').click()
        await expect(page.get_by_role("log")).to_contain_text("Do you agree?")
        await _is_in(page, "en")


async def test_a_chat_at_work_looks_like_no_citizens(visits: Visits, program: Program) -> None:
    code = await _sign_in_code(program.home, "--role", "supervisor")
    async with visits.visit() as page:
        await expect(page.locator("#work")).to_be_hidden()
        await say(page, code)
        work = page.locator("#work")
        await expect(work).to_have_text(re.compile(r"工作人员\s+督办"))
        await expect(page.locator("#text")).to_have_attribute("placeholder", "回执码，或 / 看命令…")
        await expect(page.locator(".safety")).to_be_hidden()
        await page.locator("#text").fill("/")
        offered = page.locator("#commands code")
        await expect(offered).to_contain_text(["/menu", "/mine", "/board", "/promise", "/leave"])
        assert "/mydata" not in await offered.all_inner_texts()
        await page.reload()
        await expect(work).to_be_visible()
        await say(page, "/leave")
        await expect(work).to_be_hidden()
        await page.locator("#text").fill("/")
        await expect(offered).to_contain_text(["/complaint", "/mydata"])
