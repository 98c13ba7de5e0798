"""Logging: one line an event, with no personal data and no secrets in it."""

import logging
import re
import sys
from collections.abc import Callable, MutableMapping, Sequence
from functools import partial
from typing import Any

import structlog

SECRETS = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}\b|://[^/\s:@]+:[^/\s@]+@")
PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


def redact(value: str, secrets: Sequence[str] = ()) -> str:
    """Without bot tokens, passwords in addresses, mobile numbers and identity numbers; and without
    these secrets, whatever they look like."""
    for secret in secrets:
        value = value.replace(secret, "[secret]")
    return PERSONAL.sub("[redacted]", SECRETS.sub("[secret]", value))


def _redact_events(hide: Callable[[str], str]) -> structlog.typing.Processor:
    def redact_event(
        _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if isinstance(value, str):
                event[key] = hide(value)
        return event

    return redact_event


class _Redacting(logging.Formatter):
    def __init__(self, form: str, hide: Callable[[str], str]) -> None:
        super().__init__(form)
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        return self._hide(super().format(record))


def set_up_logs(level: str, secrets: Sequence[str] = ()) -> None:
    """Send our own events and the libraries' records to standard error, without these secrets."""
    hide = partial(redact, secrets=[secret for secret in secrets if secret])
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact_events(hide),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s", hide))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("aiogram.event", "aiohttp.access", "apscheduler", "jieba", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
