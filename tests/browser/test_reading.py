"""Whoever reads above is left alone, and hears of what changed out of sight."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.test_talk import agree

FLAT: dict[str, Any] = {"viewport": {"width": 390, "height": 640}}

FILLED = """async () => {
  const socket = window.sockets.at(-1);
  const at = Math.floor(Date.now() / 1000);
  const frame = (data) => socket.dispatchEvent(new MessageEvent("message", {data: JSON.stringify(data)}));
  const messages = [];
  for (let number = 9001; number <= 9030; number += 1)
    messages.push({number, mine: false, text: `第${number}条消息\\n第二行`, at});
  frame({t: "changes", revision: 9030, messages, gone: []});
  window.edit = (number, text, revision) =>
    frame({t: "changes", revision, messages: [{number, mine: false, text, at}], gone: []});
}"""

SOCKETS = """window.sockets = [];
const Plain = WebSocket;
window.WebSocket = class extends Plain {
  constructor(...all) { super(...all); window.sockets.push(this); }
};"""


async def filled(page: Page) -> None:
    """A long talk, as if the house had said it."""
    await page.add_init_script(SOCKETS)
    await page.reload()
    await agree(page)
    await page.evaluate(FILLED)
    await expect(page.locator(".message").last).to_contain_text("第9030条")
    await page.wait_for_timeout(800)


async def place_of(page: Page, words: str) -> float:
    box = await page.locator(".message", has_text=words).bounding_box()
    assert box is not None
    return box["y"]


async def test_a_change_above_does_not_move_what_is_read_and_can_be_gone_to(
    visits: Visits,
) -> None:
    async with visits.visit(**FLAT) as page:
        await filled(page)
        await page.evaluate("scrollTo(0, 2200)")
        await page.wait_for_timeout(200)
        seen = await page.evaluate(
            """() => [...document.querySelectorAll(".message .text")].find((one) =>
              one.getBoundingClientRect().top > 250).textContent.slice(0, 8)"""
        )
        before = await place_of(page, seen)
        await page.evaluate("edit(9003, '改了\\n' + '长长的话 '.repeat(200), 9031)")
        await page.wait_for_timeout(400)
        assert abs(await place_of(page, seen) - before) <= 1
        up = page.get_by_role("button", name="上面有消息变了")
        await expect(up).to_be_visible()
        await expect(page.get_by_role("status").filter(has_text="上面有消息变了")).to_be_visible()
        await up.press("Enter")
        changed = page.locator(".message", has_text="改了")
        await expect(changed).to_be_focused()
        await expect(changed).to_be_in_viewport()
        await expect(up).to_be_hidden()


async def test_at_the_end_a_change_above_is_told_and_the_end_stays(visits: Visits) -> None:
    async with visits.visit(**FLAT) as page:
        await filled(page)
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        await page.wait_for_timeout(200)
        before = await place_of(page, "第9030条")
        await page.evaluate("edit(9003, '改了', 9031)")
        await page.wait_for_timeout(400)
        assert abs(await place_of(page, "第9030条") - before) <= 1
        await expect(page.get_by_role("button", name="上面有消息变了")).to_be_visible()


async def test_a_change_in_sight_needs_no_word(visits: Visits) -> None:
    async with visits.visit(**FLAT) as page:
        await filled(page)
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        await page.wait_for_timeout(200)
        await page.evaluate("edit(9029, '改了', 9031)")
        await expect(page.locator(".message", has_text="改了")).to_be_in_viewport()
        await expect(page.get_by_role("button", name="上面有消息变了")).to_be_hidden()
        await expect(page.get_by_role("button", name="有新消息")).to_be_hidden()


async def test_who_reads_above_is_told_of_what_is_new_below(visits: Visits) -> None:
    async with visits.visit(**FLAT) as page:
        await filled(page)
        await page.evaluate("scrollTo(0, 1000)")
        await page.wait_for_timeout(200)
        await page.evaluate("edit(9031, '新的话', 9031)")
        down = page.get_by_role("button", name="有新消息")
        await expect(down).to_be_visible()
        assert abs(await page.evaluate("scrollY") - 1000) <= 1
        await down.press("Enter")
        await expect(page.locator(".message", has_text="新的话")).to_be_in_viewport()
        await expect(down).to_be_hidden()


async def test_what_is_said_at_one_go_is_shown_from_its_beginning(visits: Visits) -> None:
    async with visits.visit(viewport={"width": 320, "height": 640}) as page:
        await expect(page.get_by_role("button", name="同意，开始")).to_be_attached()
        await page.wait_for_timeout(1000)
        await expect(page.locator(".message").first).to_be_in_viewport(ratio=0.9)
        # What it ends with is in sight: nothing has to say, over the words, that there is more.
        await expect(page.get_by_role("button", name="同意，开始")).to_be_in_viewport(ratio=1)
        await expect(page.get_by_role("button", name="有新消息")).to_be_hidden()


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
async def test_both_choices_of_the_consent_are_seen_at_once(
    visits: Visits, size: tuple[int, int]
) -> None:
    """On a phone they were below the fold, and a word of new messages lay over what was being read."""
    viewport = {"width": size[0], "height": size[1]}
    async with visits.visit(viewport=viewport) as page:
        await expect(page.locator('[data-data="consent:agree:zh"]')).to_be_visible()
        composer = await page.locator("#composer").bounding_box()
        assert composer is not None
        for data in ("consent:agree:zh", "consent:decline:zh"):
            box = await page.locator(f'[data-data="{data}"]').bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= composer["y"]
        await expect(page.locator("#down")).to_be_hidden()
        await page.locator('[data-data="consent:decline:zh"]').click()
        await page.locator('[data-data="consent:show:zh"]').click()
        await expect(page.locator('[data-data="consent:agree:zh"]')).to_be_visible()
