"""The secret of an installation: signs cookies and keys the hashes of codes."""

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from bot.settings import Settings, SettingsError


def read_secret(settings: Settings) -> bytes:
    """MINYI_SECRET, else the file `secret` in MINYI_HOME, made at the first start, for the owner only.

    Raises SettingsError where it can't be read or made.
    """
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    path = settings.home / "secret"
    try:
        if not path.exists():
            _write_whole(path, secrets.token_urlsafe(48))
        return path.read_text(encoding="ascii").strip().encode()
    except OSError as error:
        raise SettingsError(f"MINYI_HOME: {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"MINYI_HOME: {path} holds no secret of ours") from error


def fingerprint(settings: Settings) -> str:
    """What tells the secret from another one and gives nothing of it away. 64 letters."""
    return key_for(read_secret(settings), "fingerprint").hex()


def key_for(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that no two uses share one."""
    return hmac.digest(secret, purpose.encode(), "sha256")


def _write_whole(path: Path, content: str) -> None:
    """Two first starts at once agree on one file: the link is made by one of them only."""
    draft = path.with_name(f"secret.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
