"""What an installation may set, all by environment variables that begin with MINYI_."""

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.policy import Policy, QuietHours

Days = Annotated[int, Field(ge=1, le=3650)]


OWN_PATHS = ("chat", "feed", "static")
"""How the paths of the other doors begin."""


class SettingsError(Exception):
    """A setting that cannot be used; the message names it."""


class Settings(BaseSettings):
    """Each field is the environment variable MINYI_<NAME>; docs/operations.md tells what it does."""

    model_config = SettingsConfigDict(env_prefix="MINYI_", extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: Path.home() / ".minyi")
    database_url: SecretStr | None = None
    secret: SecretStr | None = Field(default=None, min_length=32)
    http_host: str = Field(default="127.0.0.1", min_length=1)
    http_port: int = Field(default=8080, ge=0, le=65535)
    behind_proxy: bool = False
    timezone: str = "Asia/Shanghai"
    quiet_hours: str = Field(default="21:00-08:00", pattern=r"^\d\d:\d\d-\d\d:\d\d$")
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = Field(default=None, min_length=16, max_length=256)
    telegram_pace: int = Field(default=30, ge=0, le=1000)
    push_spacing_minutes: int = Field(default=30, ge=0, le=1440)
    no_news_days: Days = 15
    revisit_days: Days = 30
    revisit_notice_days: int = Field(default=5, ge=0, le=365)
    revisit_ask_days: int = Field(default=3, ge=0, le=365)
    survey_delay_days: int = Field(default=1, ge=0, le=365)
    survey_cooldown_days: Days = 30
    survey_expiry_days: Days = 7
    complaint_answer_days: Days = 15
    complaint_silence_days: Days = 15
    complaint_reopen_days: Days = 90
    complaint_retention_days: Days = 730
    case_retention_days: Days = 730
    opinion_retention_days: Days = 365
    citizen_retention_days: Days = 730
    history_retention_days: Days = 90
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    feed_secret: SecretStr | None = Field(default=None, min_length=32)
    feed_megabytes: int = Field(default=256, ge=1, le=1024)
    demo: bool = False

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no time zone is called {name!r}") from error
        return name

    @field_validator("quiet_hours")
    @classmethod
    def _hours_of_the_day(cls, hours: str) -> str:
        for end in hours.split("-"):
            time.fromisoformat(end)
        return hours

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: SecretStr | None) -> SecretStr | None:
        known = ("postgresql://", "postgresql+asyncpg://", "sqlite+aiosqlite://")
        if url is not None and not url.get_secret_value().startswith(known):
            raise ValueError("must begin with postgresql:// or sqlite+aiosqlite://")
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            if url is not None:
                make_url(url.get_secret_value())
        except (ArgumentError, ValueError) as error:
            raise ValueError(
                "must be an address like postgresql://user:password@host/name"
            ) from error
        return url

    @field_validator("telegram_api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^/?#\s]+(/[^?#\s]*)?", url):
            raise ValueError("must be an address like https://api.telegram.org")
        return url

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _takes_telegram(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]+", secret.get_secret_value()):
            raise ValueError("must be letters A to Z and a to z, figures, _ and - only")
        return secret

    @field_validator("telegram_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not re.fullmatch(r"\d+:\S+", token.get_secret_value()):
            raise ValueError("must look like 123456:letters, as BotFather gives it")
        return token

    @field_validator("telegram_webhook_url")
    @classmethod
    def _has_a_path(cls, url: str | None) -> str | None:
        if url is None:
            return url
        found = re.fullmatch(r"https?://[^/\s]+/([A-Za-z0-9._~-]+)[A-Za-z0-9._~/-]*", url)
        if found is None:
            raise ValueError("must be an address with a path of its own, https://host/path")
        if found[1] in OWN_PATHS:
            raise ValueError(f"its path must not begin with /{found[1]}, where other things are")
        return url

    @model_validator(mode="after")
    def _webhook_with_secret(self) -> "Settings":
        if (self.telegram_webhook_url is None) != (self.telegram_webhook_secret is None):
            raise ValueError("MINYI_TELEGRAM_WEBHOOK_URL and _SECRET go together")
        return self

    @property
    def secrets(self) -> list[str]:
        """What must not be read anywhere."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return [one.get_secret_value() for one in values if isinstance(one, SecretStr)]

    @property
    def database_setting(self) -> str:
        """The variable that says where the database is."""
        return "MINYI_HOME" if self.database_url is None else "MINYI_DATABASE_URL"

    @property
    def database(self) -> str:
        """The database's address for SQLAlchemy's asynchronous drivers. It may hold a password."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{self.home.resolve() / 'minyi.db'}"
        return self.database_url.get_secret_value().replace(
            "postgresql://", "postgresql+asyncpg://", 1
        )

    @property
    def policy(self) -> Policy:
        # What a demo shows is shown at any hour, unless somebody wants to see the quiet ones.
        awake = self.demo and "quiet_hours" not in self.model_fields_set
        hours = "00:00-00:00" if awake else self.quiet_hours
        start, end = map(time.fromisoformat, hours.split("-"))
        return Policy(
            quiet_hours=QuietHours(start, end, ZoneInfo(self.timezone)),
            push_spacing=timedelta(minutes=self.push_spacing_minutes),
            no_news=timedelta(days=self.no_news_days),
            revisit=timedelta(days=self.revisit_days),
            revisit_notice=timedelta(days=self.revisit_notice_days),
            revisit_ask=timedelta(days=self.revisit_ask_days),
            survey_delay=timedelta(days=self.survey_delay_days),
            survey_cooldown=timedelta(days=self.survey_cooldown_days),
            survey_expiry=timedelta(days=self.survey_expiry_days),
            complaint_answer=timedelta(days=self.complaint_answer_days),
            complaint_silence=timedelta(days=self.complaint_silence_days),
            complaint_reopen=timedelta(days=self.complaint_reopen_days),
            complaint_retention=timedelta(days=self.complaint_retention_days),
            case_retention=timedelta(days=self.case_retention_days),
            opinion_retention=timedelta(days=self.opinion_retention_days),
            citizen_retention=timedelta(days=self.citizen_retention_days),
            history_retention=timedelta(days=self.history_retention_days),
        )


def read_settings() -> Settings:
    """Read the environment. Raises SettingsError that names the variable and the reason."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = "_".join(map(str, first["loc"])).upper()
        raise SettingsError(f"MINYI_{name}: {first['msg']}" if name else first["msg"]) from error
