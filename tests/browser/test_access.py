"""The page for everybody: names and roles, contrast, sizes, small and dark screens."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.test_talk import agree, say

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}

CONTRASTS = """() => {
  const numbers = (color) => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
    const context = canvas.getContext("2d", {willReadFrequently: true});
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].map((one) => one / 255);
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const light = (rgb) => rgb.map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      layers.push(numbers(getComputedStyle(one).backgroundColor));
    }
    return layers.reverse().reduce((below, top) => over(top, below), [1, 1, 1]);
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest(".unseen, .skip, noscript")) continue;
    const below = ground(element);
    const ink = over(numbers(getComputedStyle(element).color), below);
    const [a, b] = [light(ink), light(below)].sort((x, y) => y - x);
    found.push([(a + 0.05) / (b + 0.05), element.className,
      element.textContent.slice(0, 20)]);
  }
  return found;
}"""

SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, textarea")]
  .filter((one) => one.checkVisibility() && !one.closest(".skip") && !one.matches(".text a"))
  .map((one) => [one.getBoundingClientRect(), one.id || one.textContent])
  .filter(([box]) => box.height < 42 || box.width < 44)
  .map(([box, name]) => `${name} ${box.width} x ${box.height}`)"""

NAMELESS = """() => [...document.querySelectorAll("a, button, textarea, input:not([hidden]), img")]
  .filter((one) => one.checkVisibility())
  .filter((one) => one.alt !== "" && !one.ariaLabel && !one.textContent.trim() && !one.labels?.length)
  .map((one) => one.outerHTML)"""


async def talked(page: Page) -> None:
    await agree(page)
    await say(page, "小区门口的路灯坏了两个星期," + "很长的词" * 30 + "x" * 120)
    await expect(page.locator(".message").last.get_by_role("button").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_has_contrast_in_light_and_dark(visits: Visits, scheme: str) -> None:
    async with visits.visit(color_scheme=scheme) as page:
        await talked(page)
        contrasts = await page.evaluate(CONTRASTS)
        assert len(contrasts) > 15
        assert [one for one in contrasts if one[0] < 4.5] == []
        luminance = await page.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]"
        )
        assert (luminance < 60) == (scheme == "dark")


async def test_everything_has_a_role_and_a_name(visits: Visits) -> None:
    async with visits.visit() as page:
        await talked(page)
        assert await page.evaluate(NAMELESS) == []
        assert await page.locator("h1").count() == 1
        for landmark in ("banner", "navigation", "main", "form"):
            await expect(page.get_by_role(landmark)).to_have_count(1)
        log = page.get_by_role("log", name="对话记录")
        await expect(log).to_have_attribute("aria-live", "polite")
        await expect(log).to_have_attribute("aria-busy", "false")
        await expect(page.get_by_role("textbox", name="写消息")).to_be_visible()
        await expect(page.get_by_role("group", name="可以选：").first).to_be_visible()
        assert await page.locator("[id]").evaluate_all(
            "all => all.length === new Set(all.map((one) => one.id)).size"
        )
        english = page.get_by_role("button", name="English").first
        assert await english.get_attribute("lang") == "en"


async def test_fingers_find_everything_on_a_phone(visits: Visits) -> None:
    async with visits.visit(**PHONE) as page:
        await talked(page)
        assert await page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640), (320, 200), (844, 390)])
async def test_no_screen_scrolls_sideways_or_hides_the_warning(
    visits: Visits, width: int, height: int
) -> None:
    async with visits.visit(viewport={"width": width, "height": height}) as page:
        await talked(page)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await expect(page.get_by_role("link", name="拨打110")).to_be_in_viewport()
        await expect(page.get_by_role("button", name="菜单", exact=True)).to_be_in_viewport()
        await expect(page.locator("#text")).to_be_in_viewport()


async def test_the_focus_can_be_seen(visits: Visits) -> None:
    async with visits.visit() as page:
        await talked(page)
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Shift+Tab")
        outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        await page.locator("#text").focus()
        await page.evaluate("scrollTo(0, 0)")
        last = page.locator(".message").last.get_by_role("button").last
        await last.focus()
        box, bottom = await last.bounding_box(), await page.locator("#composer").bounding_box()
        assert box is not None
        assert bottom is not None
        assert box["y"] + box["height"] <= bottom["y"]


async def test_scripts_that_do_not_come_are_explained_too(visits: Visits) -> None:
    async with visits.visit() as page:
        await page.route("**/chat.js", lambda route: route.abort())
        await page.reload()
        stuck = page.locator(".stuck")
        await expect(stuck).to_be_hidden()
        await stuck.evaluate("it => it.getAnimations().forEach((one) => one.finish())")
        await expect(stuck).to_be_visible()
        visits.complaints.clear()


async def test_without_scripts_the_page_says_where_else_to_go(visits: Visits) -> None:
    async with visits.visit(java_script_enabled=False) as page:
        assert (await page.locator("body").inner_text()).count("拨打12345") == 1


async def test_english_readers_get_an_english_page(visits: Visits) -> None:
    async with visits.visit(locale="en-US") as page:
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        await expect(page.get_by_role("button", name="I agree, start")).to_be_visible()
        await expect(page.get_by_role("link", name="call 110")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 390])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
async def test_the_head_takes_one_line_each_on_a_phone(
    visits: Visits, width: int, locale: str
) -> None:
    """The English head once took five lines of a narrow phone."""
    async with visits.visit(locale=locale, viewport={"width": width, "height": 640}) as page:
        await expect(page.locator("#state")).to_have_attribute("data-state", "online")
        heights = await page.locator(".bar, .danger").evaluate_all(
            "all => all.map((one) => one.offsetHeight)"
        )
        assert heights[0] <= 64
        assert heights[1] <= 52
