"""Where a page is opened from is counted by, and not known."""

from aiohttp.test_utils import make_mocked_request

from handlers.web.identity import Identity
from tests.channels.visitor import SECRET, Door


def _from(address: str, secret: bytes = SECRET) -> str | None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": address})
    return Identity(secret, behind_proxy=True).origin(request)


def test_an_address_is_told_from_another_without_being_told() -> None:
    origin = _from("203.0.113.7")
    assert origin == _from("203.0.113.7")
    assert origin != _from("203.0.113.8")
    assert origin != _from("203.0.113.7", b"another secret of the tests, as long")
    assert origin is not None
    assert "203" not in origin


def test_a_household_has_one_origin_however_many_addresses_it_takes() -> None:
    assert _from("2001:db8:1:2::1") == _from("2001:db8:1:2:ffff::9")
    assert _from("2001:db8:1:2::1") != _from("2001:db8:1:3::1")


def test_this_machine_is_nobodys_origin() -> None:
    assert _from("127.0.0.1") is None
    assert _from("::1") is None
    assert _from("unknown") is None


async def test_an_open_page_has_its_origin_noted(door: Door) -> None:
    door.identity.behind_proxy = True
    async with door.visitor() as visitor:
        visitor.session.headers["X-Forwarded-For"] = "198.51.100.4"
        async with visitor.open() as talk:
            await talk.hear("hello")
            assert door.chat.connections.origins.of(visitor.chat_id) == _from("198.51.100.4")
