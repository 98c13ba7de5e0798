from pathlib import Path

from bot.secret import key_for, read_secret
from bot.settings import Settings


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = read_secret(Settings(home=tmp_path))
    assert read_secret(Settings(home=tmp_path)) == first
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_no_two_purposes_share_a_key() -> None:
    assert key_for(b"secret", "codes") != key_for(b"secret", "cookies")
