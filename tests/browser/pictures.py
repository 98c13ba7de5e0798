"""Takes the pictures of docs/pictures from a talk with the program: python -m tests.browser.pictures."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Program

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
WORDS = "小区东门的路灯坏了两个星期，晚上一片黑，希望早点修好，夜里也多来转转。"


async def press(page: Page, data: str) -> None:
    await page.locator(f'[data-data^="{data}"]').last.click()


async def complain(page: Page) -> None:
    """From the first words to the summary before they are sent."""
    await page.locator('[data-data="consent:agree:zh"]').wait_for()
    await page.locator("#text").fill(WORDS)
    await page.locator("#text").press("Enter")
    await page.locator(".quoted").wait_for()
    await press(page, "consent:agree")
    for data in ("complaint:finish", "complaint:contact:reachable"):
        await press(page, data)
    await page.locator('[data-data^="complaint:send"]').wait_for()


async def thank(page: Page) -> None:
    """Send it, and be polite."""
    await complain(page)
    await press(page, "complaint:send")
    await expect(page.get_by_role("log")).to_contain_text("回执码")
    await page.locator("#text").fill("谢谢")
    await page.locator("#text").press("Enter")
    await page.locator(".theirs:last-child").wait_for()


async def answer(page: Page) -> None:
    """Into the middle of a survey."""
    await press(page, "consent:agree:zh")
    await press(page, "consent:notices:yes")
    await press(page, "consent:surveys:yes")
    await press(page, "consent:broadcasts:no")
    await press(page, "survey:list")
    await press(page, "survey:begin")
    question = page.locator(".message").last
    await expect(question).to_contain_text("1/")
    await question.get_by_role("button").first.click()
    await expect(question).to_contain_text("2/")


TALKS = {
    "chat-phone-light": complain,
    "chat-phone-dark": answer,
    "chat-desktop-light": thank,
    "chat-desktop-dark": answer,
}


async def take(browser: Browser, url: str, name: str, **options: Any) -> None:
    context = await browser.new_context(locale="zh-CN", reduced_motion="reduce", **options)
    page = await context.new_page()
    await page.goto(url)
    await TALKS[name](page)
    await page.evaluate("document.activeElement.blur()")
    await page.mouse.move(1, 1)
    await page.wait_for_timeout(500)
    await page.screenshot(path=PICTURES / f"{name}.png")
    await context.close()


async def take_all() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        program = Program(Path(home))
        await program.start()
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=CHROMIUM, args=list(ARGUMENTS)
                )
                for screen, options in (("phone", PHONE), ("desktop", DESKTOP)):
                    for scheme in ("light", "dark"):
                        name = f"chat-{screen}-{scheme}"
                        await take(browser, program.url, name, color_scheme=scheme, **options)
                await browser.close()
        finally:
            await program.stop()


if __name__ == "__main__":
    asyncio.run(take_all())
