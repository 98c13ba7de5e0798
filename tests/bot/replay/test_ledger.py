"""The ledger survives a kill at any moment."""

import stat
from pathlib import Path

from bot.replay.ledger import Ledger


def test_what_was_written_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with Ledger(path) as ledger:
        ledger.begin("1", "cookie")
        ledger.finish("1", "M1111-1111")
        ledger.begin("2", "another")
    with Ledger(path) as again:
        assert again.receipts == {"1": "M1111-1111"}
        assert again.cookies == {"1": "cookie", "2": "another"}


def test_a_line_that_a_kill_cut_short_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with Ledger(path) as ledger:
        ledger.begin("1", "cookie")
    with path.open("a") as file:
        file.write('{"id": "1", "rece')
    with Ledger(path) as again:
        assert again.receipts == {}
        again.finish("1", "M1111-1111")
    with Ledger(path) as third:
        assert third.receipts == {"1": "M1111-1111"}


def test_the_file_with_cookies_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with Ledger(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
