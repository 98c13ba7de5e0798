"""A citizen talks with the house on the page: the whole program, a real browser."""

import signal

from playwright.async_api import Page, expect

from tests.browser.conftest import Program, Visits


async def agree(page: Page) -> None:
    """From the greeting to the menu."""
    await page.get_by_role("button", name="同意，开始").click()
    await page.locator('[data-data="consent:notices:no"]').click()
    await page.locator('[data-data="consent:surveys:no"]').click()
    await page.locator('[data-data="consent:broadcasts:no"]').click()
    await expect(page.get_by_role("button", name="我的案件")).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


async def test_the_first_visit_greets_and_asks_for_consent(visits: Visits) -> None:
    async with visits.visit() as page:
        await expect(page.get_by_role("log")).to_contain_text("这里是县公安局的“民意”")
        await expect(page.get_by_role("log")).to_contain_text("您同意吗？")
        await expect(page.locator(".mine")).to_have_count(0)
        await expect(page.get_by_role("status").first).to_have_text("已连接")
        assert await page.get_by_role("link", name="拨打110").get_attribute("href") == "tel:110"


async def test_a_press_edits_the_message_in_place_and_the_focus_stays_there(
    visits: Visits,
) -> None:
    async with visits.visit() as page:
        await page.get_by_role("button", name="同意，开始").click()
        question = page.locator(".message").last
        await expect(question).to_contain_text("要不要主动告诉您")
        count = await page.locator(".message").count()
        await question.get_by_role("button", name="不用").press("Enter")
        await expect(question).to_contain_text("测评")
        assert await page.locator(".message").count() == count
        await expect(question).to_be_focused()
        await page.keyboard.press("Tab")
        await expect(question.get_by_role("button").first).to_be_focused()


async def test_a_reload_shows_the_talk_again(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        await say(page, "小区门口的路灯坏了两个星期")
        await expect(page.locator(".mine")).to_have_count(1)
        await expect(page.locator(".message").last.get_by_role("button").first).to_be_visible()
        before = await page.locator(".bubble").all_inner_texts()
        await page.reload()
        await expect(page.locator(".message").last).to_be_visible()
        await expect(page.locator(".bubble")).to_have_text(before)


async def test_words_from_before_the_consent_stay_in_the_tab_and_nowhere_else(
    visits: Visits,
) -> None:
    async with visits.visit() as page:
        await expect(page.get_by_role("button", name="同意，开始")).to_be_visible()
        await say(page, "邻居家天天半夜放音乐")
        await expect(page.locator(".quoted")).to_contain_text("邻居家天天半夜放音乐")
        await page.reload()
        await expect(page.locator(".mine")).to_contain_text("邻居家天天半夜放音乐")
        other = await page.context.new_page()
        await other.goto(page.url)
        await expect(other.get_by_role("button", name="同意，开始").last).to_be_visible()
        await expect(other.locator(".mine")).to_have_count(0)


async def test_a_restart_in_between_loses_and_doubles_nothing(
    visits: Visits, program: Program
) -> None:
    async with visits.visit() as page:
        await agree(page)
        await say(page, "第一句")
        await expect(page.locator(".mine")).to_have_count(1)
        await program.stop(signal.SIGKILL)
        await expect(page.locator("#state")).to_have_attribute("data-state", "offline")
        await say(page, "第二句")
        await expect(page.locator(".mine").last).to_contain_text("连上网才发出；有危险请打110")
        await program.start()
        await expect(page.locator("#state")).to_have_attribute(
            "data-state", "online", timeout=15000
        )
        await expect(page.locator(".mine").last.locator(".sending")).to_have_count(0)
        await say(page, "第三句")
        await expect(page.locator(".mine .text")).to_have_text(["第一句", "第二句", "第三句"])
        await page.reload()
        await expect(page.locator(".mine .text")).to_have_text(["第一句", "第二句", "第三句"])


async def test_everything_can_be_done_by_keyboard_alone(visits: Visits) -> None:
    async with visits.visit() as page:
        agree_button = page.get_by_role("button", name="同意，开始")
        await expect(agree_button).to_be_visible()
        await page.evaluate("document.activeElement.blur()")
        for _ in range(12):
            await page.keyboard.press("Tab")
            if await agree_button.evaluate("it => it === document.activeElement"):
                break
        await expect(agree_button).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("log")).to_contain_text("现在可以开始了")
        text = page.locator("#text")
        await text.focus()
        await page.keyboard.type("第一行")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("第二行")
        assert await text.input_value() == "第一行\n第二行"
        await page.keyboard.press("Enter")
        await expect(page.locator(".mine .text")).to_have_text("第一行\n第二行")
        assert await text.input_value() == ""


async def test_enter_that_picks_a_candidate_of_an_input_method_does_not_send(
    visits: Visits,
) -> None:
    async with visits.visit() as page:
        await expect(page.get_by_role("button", name="同意，开始")).to_be_visible()
        text = page.locator("#text")
        await text.focus()
        typing = await page.context.new_cdp_session(page)
        await typing.send(
            "Input.imeSetComposition", {"text": "nihao", "selectionStart": 5, "selectionEnd": 5}
        )
        await page.evaluate(
            """document.getElementById("text").dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))"""
        )
        await typing.send("Input.insertText", {"text": "你好"})
        assert await text.input_value() == "你好"
        await expect(page.locator(".mine")).to_have_count(0)
        await page.keyboard.press("Enter")
        await expect(page.locator(".mine .text")).to_have_text("你好")


async def test_a_long_text_is_one_message_and_shown_as_it_was_sent(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        sentence = "这是一句不短不长的话,用来凑字数。"
        await say(page, sentence * 600)
        await expect(page.locator(".mine .text")).to_have_text(sentence * 600)
        await expect(page.locator(".mine .sending")).to_have_count(0)
        await expect(page.locator(".theirs").last).to_contain_text("1条文字")
        await page.reload()
        await expect(page.locator(".mine .text")).to_have_text(sentence * 600)


async def test_what_is_too_long_is_counted_refused_and_stays_in_the_box(visits: Visits) -> None:
    """A paste of more than 24,000 characters was once cut without a word."""
    async with visits.visit() as page:
        await agree(page)
        text, said = page.locator("#text"), page.locator("#counted")
        await text.fill("字" * 17_999)
        await expect(page.locator("#count")).to_be_hidden()
        await text.fill("字" * 19_000)
        await expect(page.locator("#count")).to_have_text("19000 / 20000 字")
        await expect(said).to_contain_text("快写满了")
        pasted = "😀" + "字" * 29_999
        await text.fill("")
        await text.focus()
        await page.keyboard.insert_text(pasted)
        assert await text.input_value() == pasted
        await expect(page.locator("#count")).to_have_text("30000 / 20000 字")
        await page.keyboard.press("Enter")
        await expect(said).to_contain_text("太长了")
        await expect(text).to_have_attribute("aria-invalid", "true")
        assert await text.input_value() == pasted
        await expect(page.locator(".mine")).to_have_count(0)
        await text.fill("😀" + "字" * 19_999)
        await page.keyboard.press("Enter")
        await expect(page.locator(".mine .text")).to_have_text("😀" + "字" * 19_999)


async def test_what_is_written_and_not_sent_is_there_after_a_reload(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        await page.locator("#text").fill("写到一半")
        await page.get_by_role("link", name="English").click()
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        assert await page.locator("#text").input_value() == "写到一半"
        await page.locator("#text").press("Enter")
        await expect(page.locator(".mine .text")).to_have_text("写到一半")
        await page.reload()
        assert await page.locator("#text").input_value() == ""


async def test_the_language_is_switched_for_page_and_talk(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        await page.get_by_role("link", name="English").click()
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        await expect(page.get_by_role("log")).to_contain_text("English from now on")
        await expect(page.locator(".mine")).to_have_count(0)
        await page.get_by_role("button", name="Menu", exact=True).first.click()
        await expect(page.get_by_role("log")).to_contain_text("Please choose")


async def test_what_is_said_is_only_ever_text(visits: Visits) -> None:
    nasty = "<img src=x onerror=alert(1)> <b>x</b> https://evil.example \u202eabc"
    async with visits.visit() as page:
        await agree(page)
        await say(page, nasty)
        await expect(page.locator(".mine .text")).to_have_text(nasty)
        assert await page.locator("#log img, #log b, .mine a").count() == 0
