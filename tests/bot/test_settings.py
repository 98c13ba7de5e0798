from datetime import time

import pytest

from bot.settings import SettingsError, read_settings


def test_the_defaults_need_no_environment() -> None:
    settings = read_settings()
    assert settings.policy.quiet_hours.start == time(21)
    assert settings.database.startswith("sqlite+aiosqlite:///")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MINYI_HTTP_PORT", "eighty"),
        ("MINYI_HTTP_PORT", "70000"),
        ("MINYI_TIMEZONE", "Asia/Nowhere"),
        ("MINYI_QUIET_HOURS", "9pm to 8am"),
        ("MINYI_QUIET_HOURS", "21:00-25:00"),
        ("MINYI_DATABASE_URL", "mysql://localhost/minyi"),
        ("MINYI_SECRET", "short"),
        ("MINYI_SURVEY_COOLDOWN_DAYS", "0"),
        ("MINYI_LOG_LEVEL", "LOUD"),
        ("MINYI_HTTP_HOST", ""),
        ("MINYI_DATABASE_URL", "postgresql://u:p@host:badport/x"),
        ("MINYI_TELEGRAM_API_URL", "notaurl"),
        ("MINYI_TELEGRAM_API_URL", "https://a host/"),
        ("MINYI_TELEGRAM_WEBHOOK_SECRET", "sixteen or more, with gaps"),
        ("MINYI_TELEGRAM_WEBHOOK_URL", "https://bureau.example/chat/photo"),
        ("MINYI_TELEGRAM_WEBHOOK_URL", "https://bureau.example/static/x"),
        ("MINYI_TELEGRAM_WEBHOOK_URL", "https://bureau.example/{name}"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read_settings()


def test_a_wrong_secret_is_not_repeated_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_SECRET", "hunter2")
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert "hunter2" not in str(refused.value)


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_TELEGRAM_WEBHOOK_URL", "https://bureau.example/telegram")
    with pytest.raises(SettingsError, match="go together"):
        read_settings()


def test_a_demo_has_no_quiet_hours_unless_they_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """From nine in the evening on, the first thing that a demo says to try seemed broken."""
    monkeypatch.setenv("MINYI_DEMO", "1")
    assert not read_settings().policy.quiet_hours.are_kept
    monkeypatch.setenv("MINYI_QUIET_HOURS", "22:00-07:00")
    assert read_settings().policy.quiet_hours.start == time(22)
