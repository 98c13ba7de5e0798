"""The answer to a danger stands out, is read out at once, and leads to the telephone."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.test_access import CONTRASTS, PHONE, SMALL_TARGETS
from tests.browser.test_reading import SOCKETS
from tests.browser.test_talk import agree, say

CRY = "救命,有人拿刀砍人"


async def cry(page: Page) -> None:
    await expect(page.get_by_role("button", name="同意，开始")).to_be_visible()
    await say(page, CRY)
    await expect(page.locator(".alarm")).to_be_visible()


async def test_a_danger_is_answered_by_an_alert_with_110_as_its_largest_button(
    visits: Visits,
) -> None:
    async with visits.visit(**PHONE) as page:
        await cry(page)
        alert = page.get_by_role("alert")
        await expect(alert).to_contain_text("马上拨打110")
        links = alert.get_by_role("link")
        assert [await link.get_attribute("href") for link in await links.all()] == [
            "tel:110",
            "sms:12110",
            "tel:119",
            "tel:120",
        ]
        await expect(links.first).to_have_accessible_name("拨打110")
        heights = await links.evaluate_all("all => all.map((one) => one.offsetHeight)")
        assert heights[0] >= 56
        assert heights[0] == max(heights)
        # What is said after it does not push it out of sight.
        await page.wait_for_timeout(1200)
        await expect(links.first).to_be_in_viewport(ratio=1)
        assert await page.evaluate(SMALL_TARGETS) == []


async def test_after_a_reload_it_still_stands_out_and_is_not_shouted_again(
    visits: Visits,
) -> None:
    async with visits.visit() as page:
        await cry(page)
        await page.reload()
        await expect(page.locator(".alarm .call.first")).to_be_visible()
        await expect(page.get_by_role("alert")).to_have_count(0)


async def test_a_wish_to_die_is_answered_with_both_lines(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        await say(page, "我不想活了,想自杀")
        links = page.get_by_role("alert").get_by_role("link")
        await expect(links).to_have_count(2)
        assert [await link.get_attribute("href") for link in await links.all()] == [
            "tel:110",
            "tel:12356",
        ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_alarm_has_contrast_in_light_and_dark(visits: Visits, scheme: str) -> None:
    async with visits.visit(color_scheme=scheme) as page:
        await expect(page.get_by_role("button", name="同意，开始")).to_be_visible()
        await say(page, CRY)
        await expect(page.locator(".alarm")).to_be_visible()
        assert [one for one in await page.evaluate(CONTRASTS) if one[0] < 4.5] == []
        edge, ground = await page.locator(".alarm").evaluate(
            "it => [getComputedStyle(it).borderLeftColor, getComputedStyle(it).backgroundColor]"
        )
        assert edge != ground


async def test_one_that_comes_before_the_history_has_it_gives_way_to_its_message(
    visits: Visits,
) -> None:
    async with visits.visit() as page:
        await page.add_init_script(SOCKETS)
        await page.reload()
        await agree(page)
        hear = """(frame) => window.sockets.at(-1).dispatchEvent(
          new MessageEvent("message", {data: JSON.stringify(frame)}))"""
        await page.evaluate(hear, {"t": "notice", "text": "请马上拨打110！", "stays": True})
        await expect(page.get_by_role("alert")).to_contain_text("请马上拨打110！")
        message = {"number": 9001, "mine": False, "text": "请马上拨打110！", "at": 1, "alarm": True}
        await page.evaluate(
            hear, {"t": "changes", "revision": 9001, "messages": [message], "gone": []}
        )
        await expect(page.locator(".alarm")).to_have_count(1)


async def test_numbers_in_the_houses_words_are_links_and_counts_are_not(visits: Visits) -> None:
    async with visits.visit() as page:
        linked = await page.evaluate(
            """async () => {
              const page = document.querySelector('link[rel="stylesheet"]').href;
              const {link} = await import(page.replace(/[^/]*$/, "phone.js"));
              const of = (text) => {
                const p = Object.assign(document.createElement("p"), {textContent: text});
                link(p);
                const same = p.textContent === text;
                return [same, ...[...p.querySelectorAll("a")].map((a) => a.getAttribute("href"))];
              };
              return ["请拨打110、12345或96110。", "已有110人作答,案件2026-12345,12345678,0574-12345",
                "发短信到12110", "call 110. Fire 119"].map(of);
            }"""
        )
        assert linked == [
            [True, "tel:110", "tel:12345", "tel:96110"],
            [True],
            [True, "sms:12110"],
            [True, "tel:110", "tel:119"],
        ]
