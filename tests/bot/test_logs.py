from bot.logs import redact


def test_a_bot_token_and_a_password_never_reach_the_log() -> None:
    line = "POST /bot1234567890:AAE-abcdefghijklmnopqrstuvwxyz0123/getMe postgresql://minyi:hunter2@db/x"
    assert "AAE" not in redact(line)
    assert "hunter2" not in redact(line)


def test_a_secret_of_this_installation_never_reaches_the_log_whatever_it_looks_like() -> None:
    assert (
        redact("notaurl/bot123:abc/deleteWebhook", ["123:abc"])
        == "notaurl/bot[secret]/deleteWebhook"
    )


def test_phone_and_identity_numbers_never_reach_the_log() -> None:
    assert redact("13800138000 11010519491231002X") == "[redacted] [redacted]"


def test_times_and_counts_stay_readable() -> None:
    assert redact("inbox=123456 took 12345678 us") == "inbox=123456 took 12345678 us"
