"""Connections that break, sleep, die silently, or may keep no cookie."""

from typing import Any

from playwright.async_api import Route, expect

from tests.browser.conftest import Program, Visits
from tests.browser.test_reading import SOCKETS
from tests.browser.test_talk import agree, say

SAID = ".mine .text"


async def test_two_tabs_of_one_citizen_show_the_same_talk(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        other = await page.context.new_page()
        await other.goto(visits.program.url)
        await expect(other.locator(".message").last).to_be_visible()
        await say(page, "这边说的")
        await expect(other.locator(SAID)).to_have_text(["这边说的"])
        await say(other, "那边说的")
        await expect(page.locator(SAID)).to_have_text(["这边说的", "那边说的"])
        last = page.locator(".message").last
        await expect(last.get_by_role("button").first).to_be_visible()
        texts = await page.locator(".bubble").all_inner_texts()
        await expect(other.locator(".bubble")).to_have_text(texts)


async def test_back_and_forward_bring_the_talk_up_to_date(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        other = await page.context.new_page()
        await other.goto(visits.program.url)
        await page.goto("about:blank")
        await say(other, "在别处说的")
        await expect(other.locator(SAID)).to_have_count(1)
        await page.go_back()
        await expect(page.locator(SAID)).to_have_text(["在别处说的"])
        await say(page, "回来说的")
        await expect(other.locator(SAID)).to_have_text(["在别处说的", "回来说的"])
        visits.complaints.clear()  # about:blank is somebody else's address


async def test_what_is_written_without_a_network_goes_when_it_is_back(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        await page.context.set_offline(True)
        await expect(page.locator("#state")).to_have_attribute("data-state", "offline")
        for text in ("断网第一句", "断网第二句"):
            await say(page, text)
        await expect(page.locator(".mine .sending")).to_have_text(
            ["连上网才发出；有危险请打110"] * 2
        )
        await page.context.set_offline(False)
        await expect(page.locator(".mine .sending")).to_have_count(0, timeout=20_000)
        await page.reload()
        await expect(page.locator(SAID)).to_have_text(["断网第一句", "断网第二句"])
        visits.complaints.clear()  # the browser itself notes what failed while offline


async def test_a_connection_that_died_without_a_word_is_noticed_and_replaced(
    visits: Visits,
) -> None:
    """A proxy that forgot it, or a laptop that slept: nothing comes, and no close either."""
    async with visits.visit() as page:
        await page.add_init_script(SOCKETS)
        await page.reload()
        await agree(page)
        await page.evaluate(
            """() => {
              const dead = window.sockets.at(-1);
              dead.send = () => {};
              dead.addEventListener("message", (event) => event.stopImmediatePropagation(), true);
            }"""
        )
        await page.clock.install()
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await page.clock.run_for(7_000)
        assert await page.evaluate("window.sockets.length") == 1
        await page.clock.run_for(3_000)
        assert await page.evaluate("window.sockets.length") == 2
        await page.clock.resume()
        await expect(page.locator("#state")).to_have_attribute("data-state", "online")
        await say(page, "还在吗")
        await expect(page.locator(SAID)).to_have_text(["还在吗"])


async def test_without_cookies_the_page_says_so_once_and_does_not_reload_for_ever(
    visits: Visits, program: Program
) -> None:
    blocked = """for (const name of ["sessionStorage", "localStorage"])
      Object.defineProperty(window, name, {get() { throw new DOMException("", "SecurityError") }});"""
    loads = 0

    async def forget(route: Route) -> None:
        nonlocal loads
        loads += 1
        await route.request.frame.page.context.clear_cookies()
        await route.continue_()

    async with visits.visit() as page:
        await page.add_init_script(blocked)
        await page.route("**/link.js", forget)
        await page.reload()
        notice = page.locator("#notice")
        await expect(notice).to_contain_text("Cookie")
        await expect(notice.get_by_role("button", name="刷新页面")).to_be_visible()
        await page.wait_for_timeout(1500)
        assert loads == 2
        await page.unroute("**/link.js")
        await notice.get_by_role("button").click()
        await agree(page)
        assert page.url == program.url


async def test_without_scripts_there_are_numbers_to_call(visits: Visits) -> None:
    async with visits.visit(java_script_enabled=False) as page:
        links: list[Any] = await page.locator("main a").evaluate_all(
            "all => all.filter((one) => one.checkVisibility()).map((one) => one.href)"
        )
        assert links == ["tel:110", "tel:12345"]
