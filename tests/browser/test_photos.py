"""Photos on the page: looked at before they are shown as sent; what fails says why and can be tried again."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Visits
from tests.browser.test_talk import agree, say

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(200)


def photo(name: str = "路灯.png", size: tuple[int, int] = (900, 600)) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", size, "seagreen").save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


async def choose(page: Page, *files: dict[str, Any]) -> None:
    await page.locator("#files").set_input_files(list(files))  # type: ignore[arg-type]


async def test_a_photo_is_previewed_sent_and_there_after_a_reload(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        await choose(page, photo())
        await expect(page.get_by_role("button", name="不要这张照片: 路灯.png")).to_be_visible()
        await say(page, "就是这盏")
        await expect(page.locator(".mine .text")).to_have_text("就是这盏")
        await expect(page.locator(".mine .sending")).to_have_count(0)
        await page.reload()
        shown = page.get_by_role("img", name="您发的照片")
        await expect(shown).to_be_visible()
        assert (
            await shown.evaluate("async it => { await it.decode(); return it.naturalWidth }") == 900
        )


@pytest.mark.parametrize(
    ("name", "kind", "content", "reason"),
    [
        ("合同.pdf", "application/pdf", b"%PDF-1.7", "不是照片"),
        ("IMG_0001.HEIC", "image/heic", HEIC, "HEIC 格式"),
        ("IMG_0002.heic", "", HEIC, "HEIC 格式"),
        ("坏的.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(100), "打不开"),
        ("巨大.jpg", "image/jpeg", bytes(60 * 1024 * 1024 + 1), "60MB"),
    ],
)
async def test_what_is_no_photo_is_refused_by_name_before_it_is_shown(
    visits: Visits, tmp_path: Any, name: str, kind: str, content: bytes, reason: str
) -> None:
    async with visits.visit() as page:
        await agree(page)
        if len(content) > 1000:
            (tmp_path / name).write_bytes(content)
            await page.locator("#files").set_input_files(tmp_path / name)
        else:
            await choose(page, {"name": name, "mimeType": kind, "buffer": content}, photo())
            await expect(page.locator("#previews img")).to_have_count(1)
        notice = page.locator("#notice")
        await expect(notice).to_contain_text(reason)
        await expect(notice).to_contain_text(name)
        await expect(page.locator(".mine")).to_have_count(0)


async def test_a_photo_that_the_server_refuses_says_why_and_is_sent_again_or_deleted(
    visits: Visits,
) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=413, json={"text": "这张照片太大了"})

    async with visits.visit() as page:
        await agree(page)
        await page.route("**/chat/photo", refuse)
        await choose(page, photo())
        await say(page, "就是这盏")
        failed = page.locator(".mine")
        await expect(failed).to_have_attribute("data-state", "failed")
        await expect(failed).to_contain_text("没有发出")
        await expect(failed.locator(".why")).to_have_text("这张照片太大了")
        await page.unroute("**/chat/photo")
        await failed.get_by_role("button", name="再发一次").press("Enter")
        await expect(failed.locator(".sending")).to_have_count(0)
        await expect(failed.get_by_role("button")).to_have_count(0)
        await page.route("**/chat/photo", refuse)
        await choose(page, photo("另一张.png"))
        await page.locator("#send").click()
        await page.locator(".mine").last.get_by_role("button", name="删除").click()
        await expect(page.locator(".mine")).to_have_count(1)
        await page.reload()
        await expect(page.get_by_role("img", name="您发的照片")).to_have_count(1)
        visits.complaints.clear()  # the browser itself notes an answer 413


async def test_a_photo_waits_for_the_network_and_goes_by_itself(visits: Visits) -> None:
    async with visits.visit() as page:
        await agree(page)
        await page.context.set_offline(True)
        await choose(page, photo())
        await page.locator("#send").click()
        await expect(page.locator("#notice")).to_contain_text("自动再试")
        await expect(page.locator(".mine")).to_have_attribute("data-state", "sending")
        await page.context.set_offline(False)
        await expect(page.locator(".mine .sending")).to_have_count(0)
        visits.complaints.clear()  # the browser itself notes what failed while offline


async def test_a_picture_of_the_house_says_what_it_shows(visits: Visits) -> None:
    """The board's bars were called "Photo from Minyi"."""
    async with visits.visit() as page:
        shown = await page.evaluate(
            """async () => {
              const chat = document.querySelector("script[type=module]").src;
              const { Log } = await import(chat.replace("chat.js", "log.js"));
              const log = new Log(document.createElement("ol"), {});
              const photo = { id: "none", width: 1, height: 1 };
              return ["条形图：正超期的件数", ""].map((text, place) => {
                const message = { number: place + 1, mine: false, text, at: 1, photo };
                return log.put(message).querySelector("img").alt;
              });
            }"""
        )
        assert shown == ["条形图：正超期的件数", "民意发来的照片"]
