"""Two windows of one person: what one erases, the other says is erased."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Visits
from tests.browser.test_talk import agree, say


async def test_a_window_that_another_one_erased_says_so(visits: Visits) -> None:
    """It became an empty page without a word, as if it were broken."""
    async with visits.visit() as first, visits.visit() as second:
        await agree(first)
        await say(first, "/link")
        await first.get_by_role("button", name="取一个码").last.click()
        log = first.get_by_role("log")
        await expect(log).to_contain_text("只能用一次")
        code = re.search(r"/link [0-9A-Z-]{6,}", await log.inner_text())
        assert code is not None
        await agree(second)
        await say(second, code[0])
        await second.get_by_role("button", name="接上").last.click()
        await expect(second.get_by_role("log")).to_contain_text("接上了")
        await say(second, "/mydata")
        for step in ("data:erase", "data:erase:yes"):
            await second.locator(f'[data-data="{step}"]').last.click()
        await expect(first.get_by_text("另一个窗口删除")).to_be_visible()
        await expect(first.locator(".theirs")).to_have_count(0)
