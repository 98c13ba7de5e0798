"""Who is let in, what is too much, and what a stranger's page can't do."""

import asyncio
import io
import json
from zlib import crc32

import pytest
from aiohttp import FormData, WSServerHandshakeError
from PIL import Image

from bot.channels.webchat.allowance import LEAST, Allowance
from bot.channels.webchat.flood import FloodedError, Gate, Limits
from bot.pictures import picture_of
from handlers.web.headers import HEADERS
from storage.database import Database
from tests.channels.visitor import Door


def picture(size: tuple[int, int] = (40, 30), **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **save)
    return out.getvalue()


async def test_the_first_visit_makes_a_signed_cookie_that_scripts_cannot_read(door: Door) -> None:
    async with door.visitor() as visitor:
        assert 0 < visitor.chat_id < 2**63
        async with visitor.session.get("/") as response:
            cookie = response.cookies["minyi_chat"]
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"
            assert int(cookie.value.partition(".")[0]) == visitor.chat_id
            assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert HEADERS.keys() <= response.headers.keys()


async def test_a_forged_cookie_is_nobody(door: Door) -> None:
    async with door.visitor() as visitor:
        visitor.session.cookie_jar.clear()
        visitor.session.cookie_jar.update_cookies(
            {"minyi_chat": f"{visitor.chat_id}.forged"}, door.server.make_url("/")
        )
        async with visitor.open() as talk:
            assert (await talk.closed())[0] == 4001


async def test_a_page_of_another_site_cannot_open_the_socket(door: Door) -> None:
    async with door.visitor() as visitor:
        visitor.session.headers["Origin"] = "https://evil.example"
        with pytest.raises(WSServerHandshakeError, match="403"):
            async with visitor.open():
                pass


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("en-GB", "en"),
        ("fr,de;q=0.8", "en"),
        ("fr,zh-TW;q=0.3,en;q=0.2", "zh-Hans"),
        ("", "zh-Hans"),
        (";;q=,,=", "zh-Hans"),
    ],
)
async def test_the_page_is_in_the_readers_language(door: Door, asked: str, language: str) -> None:
    async with door.visitor(asked) as visitor:
        assert f'<html lang="{language}"' in visitor.page


async def test_a_chosen_language_is_remembered(door: Door) -> None:
    async with door.visitor("zh-CN") as visitor:
        await visitor.session.get("/?lang=en")
        await visitor.visit()
        assert '<html lang="en"' in visitor.page
        async with visitor.open() as talk:
            await talk.say("hello")
            await talk.hear("ack")
        (update,) = door.received.values()
        assert update.message is not None
        assert update.message.from_user is not None
        assert update.message.from_user.language_code == "en"


async def test_20000_characters_are_a_message_and_one_more_is_explained(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("长" * 20_000, key="fits")
        assert (await talk.hear("ack"))["key"] == "fits"
        await talk.say("长" * 20_001, key="long")
        refused = await talk.hear("refused")
        assert refused["key"] == "long"
        assert "20001" in refused["text"]
        await talk.say("长" * 100_000, key="huge")
        assert (await talk.hear("refused"))["key"] == "huge"
        assert len(door.received) == 1


async def test_beyond_a_megabyte_the_socket_closes_with_1009(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("x" * 1_100_000)
        assert (await talk.closed())[0] == 1009


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "[]",
        "null",
        '{"t": "fly"}',
        '{"t": "say", "key": "k"}',
        '{"t": "say", "key": "a:b", "text": "x"}',
        '{"t": "press", "key": "k", "number": 99999999999, "data": "x"}',
        '{"t": "older", "before": "x"}',
        "[" * 5000,
    ],
)
async def test_nonsense_is_answered_and_the_talk_goes_on(door: Door, raw: str) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.socket.send_str(raw)
        assert "看不懂" in (await talk.hear("notice", "refused"))["text"]
        await talk.say("还在吗")
        await talk.hear("ack")


async def test_letters_that_no_database_takes_are_replaced(database: Database) -> None:
    door = Door(database)
    await door.server.start_server()
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.socket.send_str('{"t": "say", "key": "k", "text": "a\\u0000b\\ud800c"}')
        await talk.hear("ack")
        await talk.say(json.loads('"\\u200b\\u202e<b>x</b>"'), key="marks")
        await talk.hear("ack")
    texts = [update.message.text for update in door.received.values() if update.message]
    assert texts == ["a\ufffdb\ufffdc", "\u200b\u202e<b>x</b>"]
    await door.server.close()


async def test_when_nothing_can_be_kept_the_page_is_told_and_tries_again(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        door.is_broken = True
        await talk.say("路灯坏了")
        trouble = await talk.hear("trouble")
        assert trouble["key"] == "k1"
        door.is_broken = False
        await talk.say("路灯坏了")
        await talk.hear("ack")
        assert len(door.received) == 1


async def test_a_photo_comes_in_upright_small_and_without_metadata(door: Door) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "a telling maker"
    async with door.visitor() as visitor, visitor.open() as talk:
        response = await visitor.post_photo(picture((3000, 2000), exif=exif), caption="路灯")
        number = (await response.json())["number"]
        (update,) = door.received.values()
        assert update.message is not None
        assert update.message.caption == "路灯"
        assert update.message.photo is not None
        stored = await door.bot.download(update.message.photo[-1])
        assert stored is not None
        with Image.open(stored) as kept:
            assert kept.size == (1067, 1600)
            assert not kept.getexif()
        shown = await talk.hear_of(number)
        async with visitor.session.get(f"/chat/photo/{shown['photo']['id']}") as view:
            assert view.content_type == "image/jpeg"
    async with door.visitor() as stranger:
        view = await stranger.session.get(f"/chat/photo/{shown['photo']['id']}")
        assert view.status == 404


async def test_the_same_photo_twice_is_one_message(door: Door) -> None:
    async with door.visitor() as visitor:
        first = await (await visitor.post_photo(picture())).json()
        assert await (await visitor.post_photo(picture())).json() == first
        assert len(door.received) == 1


async def test_before_the_consent_a_photo_is_held_in_memory_only(door: Door) -> None:
    door.everybody_consented = False
    async with door.visitor() as visitor:
        answer = await (await visitor.post_photo(picture())).json()
        assert not answer["kept"]
        (update,) = door.received.values()
        assert update.message is not None
        assert update.message.photo is not None
        name = update.message.photo[-1].file_id
        assert await door.bot.download(name) is not None
        assert await door.chat.files.find(name) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", picture()[:200], b"\xff\xd8"],
)
async def test_what_is_no_picture_is_refused(door: Door, content: bytes) -> None:
    async with door.visitor() as visitor:
        response = await visitor.post_photo(content)
        assert response.status == 415
        assert "照片" in (await response.json())["text"]
        assert not door.received


async def test_decompression_bombs_and_too_large_files_are_refused(door: Door) -> None:
    """A PNG of 36 million pixels once passed the door and took 240 MB, twice."""
    async with door.visitor() as visitor:
        for side in (6_000, 20_000):
            out = io.BytesIO()
            Image.new("1", (side, side)).save(out, "PNG")
            assert (await visitor.post_photo(out.getvalue())).status == 413
        assert (await visitor.post_photo(b"x" * (8 * 1024 * 1024 + 1))).status == 413
        assert not door.received


async def test_a_picture_made_to_break_its_reader_is_refused(door: Door) -> None:
    """Chunks too short for their fields once came through as a server's trouble (struct.error)."""
    whole = io.BytesIO()
    Image.new("RGB", (40, 30)).save(whole, "PNG")
    short = b"\0\0\0\2pHYs\0\1" + crc32(b"pHYs\0\1").to_bytes(4, "big")
    png = whole.getvalue()
    async with door.visitor() as visitor:
        assert (await visitor.post_photo(png[:33] + short + png[33:])).status == 415


async def test_a_photo_of_the_web_chat_is_drawn_once(door: Door) -> None:
    async with door.visitor() as visitor:
        await visitor.post_photo(picture((300, 200)))
        (update,) = door.received.values()
        assert update.message is not None
        assert update.message.photo is not None
        stored = await door.bot.download(update.message.photo[-1])
        assert stored is not None
        assert await picture_of(door.bot, update) == stored.read()


async def test_a_photo_needs_the_pages_own_token(door: Door) -> None:
    async with door.visitor() as visitor, door.visitor() as other:
        assert (await visitor.post_photo(picture(), token=other.token)).status == 403
        assert (await visitor.post_photo(picture(), token="")).status == 403
        visitor.session.headers["Origin"] = "https://evil.example"
        assert (await visitor.post_photo(picture())).status == 403
        form = FormData({"key": "k"})
        assert (await visitor.session.post("/chat/photo", data=form)).status == 403


async def test_who_floods_is_slowed_and_told_once(sqlite: Database) -> None:
    door = Door(sqlite, Limits(chat_frames=2, period=1.5, cool_off=1))
    await door.server.start_server()
    async with door.visitor() as visitor, visitor.open() as talk:
        for number in range(40):
            await talk.socket.send_str(str(number))
        while "稍等" not in (await talk.hear("notice"))["text"]:
            pass
        assert not talk.socket.closed
    await door.server.close()


async def test_a_binary_frame_closes_the_socket(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.socket.send_bytes(b"x" * 1000)
        assert (await talk.closed())[0] == 1003


async def test_a_binary_frame_is_counted_as_any_other(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They passed by the gate: gigabytes on one socket, never slowed."""

    async def refuse(*_: object) -> bool:
        raise FloodedError(7)

    monkeypatch.setattr(Gate, "admit", refuse)
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.socket.send_bytes(b"x")
        assert (await talk.closed())[0] == 4008


async def test_what_a_chat_may_leave_in_a_day_is_bounded(sqlite: Database) -> None:
    """Forty photos of one visitor were all kept for months, of which a complaint took five."""
    door = Door(sqlite, allowance=Allowance(chat_bytes=3 * LEAST - LEAST // 2))
    await door.server.start_server()
    async with door.visitor() as visitor, visitor.open() as talk:
        statuses = [
            (await visitor.post_photo(picture(), key=f"k{number}")).status for number in range(5)
        ]
        assert statuses == [200, 200, 200, 429, 429]
        await talk.say("还有一句", key="late")
        assert "明天可以接着发" in (await talk.hear("refused"))["text"]
        async with door.visitor() as other:
            assert (await other.post_photo(picture())).status == 200
    await door.server.close()


async def test_the_same_photo_again_costs_nothing(sqlite: Database) -> None:
    door = Door(sqlite, allowance=Allowance(chat_bytes=LEAST + 1))
    await door.server.start_server()
    async with door.visitor() as visitor:
        for _ in range(3):
            assert (await visitor.post_photo(picture(), key="k")).status == 200
    await door.server.close()


async def test_the_gate_cuts_who_goes_on_after_being_slowed() -> None:
    gate = Gate(Limits(chat_frames=4, cool_off=30))

    async def never_stop() -> None:
        await asyncio.gather(*(gate.admit(1, "203.0.113.9") for _ in range(20)))

    with pytest.raises(FloodedError):
        await never_stop()
    assert gate.shut_for(1, "203.0.113.9") == 30
    assert gate.shut_for(2, "203.0.113.9") == 0


async def test_connections_of_one_address_are_bounded() -> None:
    gate = Gate(Limits(address_connections=2))
    assert [gate.enter("203.0.113.9") for _ in range(3)] == [True, True, False]
    gate.exit("203.0.113.9")
    assert gate.enter("203.0.113.9")
    assert all(gate.enter("127.0.0.1") for _ in range(10))


async def test_static_files_are_cached_for_ever_under_their_hash(door: Door) -> None:
    async with door.visitor() as visitor:
        url = visitor.page.partition('rel="stylesheet" href="')[2].partition('"')[0]
        async with visitor.session.get(url) as response:
            assert response.content_type == "text/css"
            assert "immutable" in response.headers["Cache-Control"]
        async with visitor.session.get("/static/old/page.css") as response:
            assert response.headers["Cache-Control"] == "no-cache"
        async with visitor.session.get("/static/x/..%2f..%2f__init__.py") as response:
            assert response.status == 404


async def test_what_is_not_there_says_so_in_both_languages(door: Door) -> None:
    async with door.visitor() as visitor, visitor.session.get("/nothing") as response:
        assert response.status == 404
        said = await response.text()
        assert "这里没有这一页" in said
        assert "no such page" in said
        assert HEADERS.keys() <= response.headers.keys()
